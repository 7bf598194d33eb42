"""A draft as a Python module, for a person to review."""

from __future__ import annotations

import datetime as dt

from batch.propose.draft import Draft
from schemas.kinds import Kind


def module(drafted: Draft, today: dt.date) -> str:
    """The draft as a Python module. Raises nothing: what is missing stands in it as something to decide."""
    const = drafted.name.upper()
    lines = [
        f'"""Draft of contract and policy for {drafted.name}, from {drafted.rows:,} records, {today}. To be reviewed:',
        "",
        "- Is the person the subject, and the record id the sender's? Is every kind right?",
        "- A field that is SECRET and suppressed is one that nothing else was sure of.",
        "- Bounds and closed lists are of a sample: what lies outside will be rejected.",
        '"""',
        "",
        "from privacy.hierarchies import SPARSE_ZIP3",
        "from privacy.keyed import HashEmail, Pseudonym, RecordIdentity, ShiftWithinPerson",
        "from privacy.policy import Policy, Rule",
        "from privacy.treatments import Keep, MaskAddress, Suppress, Truncate, Zip3",
        "from schemas.constraints import Epoch, Flag, Instant, LocalTime, OneOf, Pattern, Real, Text, Whole",
        "from schemas.contract import Contract, Field",
        "from schemas.kinds import Kind",
        "from schemas.levels import Level",
        "",
    ]
    lines += [f"# Not taken: {column}: {reason}." for column, reason in drafted.left]
    lines += [f"# TO DECIDE: no column was found for {role}." for role in drafted.missing]
    lines += [f"# TO DECIDE: by the clocks of which zone is {name}? Not UTC, mostly." for name in drafted.local]
    lines += [
        f"{const} = Contract(",
        f'    name="{drafted.name}",',
        "    version=1,",
        f'    subject="{drafted.subject}",',
        f'    event_time="{drafted.event_time}",',
        *([f'    record_id="{drafted.record_id}",'] if drafted.record_id else []),
        "    fields=(",
    ]
    for each in drafted.fields:
        required = ", required=True" if each.required else ""
        path = f', path="{each.path}"' if each.path else ""
        kind = f", kind=Kind.{each.kind.name}" if each.kind is not Kind.NONE else ""
        lines.append(f"        # {each.why}")
        more = f"{required}{kind}, level=Level.{each.level}{path}"
        lines.append(f'        Field("{each.name}", {each.constraint}, "TO DESCRIBE"{more}),')
    lines += ["    ),", ")", "", f"{const}_POLICY = Policy("]
    lines += [f"    contract={const},", "    version=1,", f'    comment="ANONYMIZED: {drafted.name}",', "    rules=("]
    lines += [f"        {rule}," for each in drafted.fields for rule in each.rules]
    files = ['    partition_by="event_date",', '    statistics=("event_time",),'] if drafted.record_id else []
    return "\n".join([*lines, "    ),", *files, ")", ""])

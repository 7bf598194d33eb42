"""A draft as a Python module, for a person to review."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from batch.propose.draft import Draft
from schemas.kinds import Kind

_NAMES = {
    "privacy.hierarchies": ("SPARSE_ZIP3",),
    "privacy.keyed": ("HashEmail", "Pseudonym", "RecordIdentity", "ShiftWithinPerson"),
    "privacy.policy": ("Policy", "Rule"),
    "privacy.treatments": ("Keep", "MaskAddress", "Suppress", "Truncate", "Zip3"),
    "schemas.constraints": ("Epoch", "Flag", "Instant", "LocalTime", "OneOf", "Pattern", "Real", "Text", "Whole"),
    "schemas.contract": ("Contract", "Field"),
    "schemas.kinds": ("Kind",),
    "schemas.levels": ("Level",),
}


def module(drafted: Draft, today: dt.date) -> str:
    """The draft as a Python module. Raises nothing: what is missing stands in it as something to decide."""
    const = drafted.name.upper()
    lines = [f"# Not taken: {column}: {reason}." for column, reason in drafted.left]
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
    body = "\n".join([*lines, "    ),", *files, ")", ""])
    return "\n".join([_heading(drafted, today), *_imports(body), "", body])


def _heading(drafted: Draft, today: dt.date) -> str:
    return f'''"""Draft of contract and policy for {drafted.name}, {today}, from {drafted.rows:,} records. To review:

- Is the person the subject, and the record id the sender's? Is every kind right?
- A field that is SECRET and suppressed is one that nothing else was sure of.
- Bounds and closed lists are of a sample: what lies outside will be rejected.
"""

from __future__ import annotations
'''


def _imports(body: str) -> Iterator[str]:
    """What the draft needs, and no more."""
    for module_of, names in _NAMES.items():
        used = [name for name in names if re.search(rf"\b{name}\b", body)]
        if used:
            yield f"from {module_of} import {', '.join(used)}"

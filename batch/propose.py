"""Drafts a contract and a policy for a source that nobody has described yet, for a person to review.

Strict where unsure: what is not understood is a secret free text that is suppressed; a closed list or a number stays
only where its values are few and common. The draft holds words of closed lists, each of ten records at least, and
bounds rounded outwards; no other value.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from batch.files import ExportError
from batch.files.unknown import Columns
from privacy.detection.table import TableProfile
from privacy.detection.verdict import Verdict
from privacy.redaction import vocabulary
from schemas.contract import NAME
from schemas.kinds import Kind

_WORD = re.compile(r"^[A-Za-z][A-Za-z0-9_-]{0,31}$")
_INSTANT = re.compile(r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)$")
_ID = re.compile(r"^[A-Za-z0-9_-]{1,64}$")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,15})(?P<real>\.\d+)?\Z")
_ZIP = re.compile(r"^[0-9]{5}$")
_MOST_WORDS = 30
_FEWEST_OF_A_WORD = 10
_LARGE = 1_000_000
_MOSTLY = 0.9
"""So many of the ids are of one record; the rest were sent twice."""


@dataclass
class Shape:
    """What a column looks like, counted."""

    values: int = 0
    nulls: int = 0
    texts: int = 0
    whole: int = 0
    real: int = 0
    nested: int = 0
    instants: int = 0
    ids: int = 0
    zips: int = 0
    longest: int = 0
    least: float = math.inf
    most: float = -math.inf
    words: Counter[str] = field(default_factory=Counter)
    seen: set[int] = field(default_factory=set)

    def add(self, value: Any) -> None:
        if value is None or value == "":
            self.nulls += 1
            return
        self.values += 1
        self.seen.add(hash(str(value)))
        if isinstance(value, (dict, list, bool)):
            self.nested += 1
        elif isinstance(value, str):
            self._text(value)
        else:
            self.whole += isinstance(value, int)
            self.real += isinstance(value, float)
            self.least, self.most = min(self.least, float(value)), max(self.most, float(value))

    def add_cell(self, cell: str) -> None:
        """Of CSV, where a number is a text too."""
        number = _NUMBER.match(cell or "")
        self.add((float if number["real"] else int)(cell) if number else cell)

    def _text(self, value: str) -> None:
        self.texts += 1
        self.longest = max(self.longest, len(value))
        self.instants += bool(_INSTANT.match(value))
        self.ids += bool(_ID.match(value))
        self.zips += bool(_ZIP.match(value))
        if len(self.words) <= _MOST_WORDS * 10:
            self.words[value] += 1

    def all(self, kind: int) -> bool:
        return 0 < self.values == kind

    @property
    def closed(self) -> tuple[str, ...]:
        """Its words, if they are few, each common, and each a word."""
        words = [word for word, count in self.words.items() if count >= _FEWEST_OF_A_WORD and _WORD.match(word)]
        whole = self.all(self.texts) and len(words) == len(self.words) <= _MOST_WORDS
        known = all(part.lower() in vocabulary() or len(part) <= 2 for word in words for part in re.split("[_-]", word))
        return tuple(sorted(words)) if whole and known else ()


@dataclass(frozen=True)
class Proposed:
    """A field: constraint and rules as Python, and why."""

    name: str
    constraint: str
    rules: tuple[str, ...]
    kind: Kind
    level: str
    required: bool
    why: str


@dataclass(frozen=True)
class Draft:
    """``left``: what was sent and is not taken, with the reason. ``missing``: roles that no column fills."""

    name: str
    fields: tuple[Proposed, ...]
    subject: str
    event_time: str
    record_id: str
    left: tuple[tuple[str, str], ...]
    rows: int

    @property
    def missing(self) -> tuple[str, ...]:
        roles = {"the person (subject)": self.subject, "an instant (event_time)": self.event_time}
        return tuple(role for role, column in roles.items() if not column)


def draft(name: str, batches: Iterable[Columns], cells: bool = False) -> Draft:
    """``cells``: values are those of CSV. Raises ExportError for a name that cannot be a contract's, or a source
    without rows."""
    if not NAME.match(name):
        raise ExportError("NAME is a word in lower case letters, digits and _, such as NAME=orders")
    profile, shapes = TableProfile(name), dict[str, Shape]()
    for number, columns in enumerate(batches):
        profile.add(columns, number)
        for column, values in columns:
            shape = shapes.setdefault(column, Shape())
            add = shape.add_cell if cells else shape.add
            for value in values.to_pylist() if isinstance(values, pa.Array) else values:
                add(value)
    if not profile.rows:
        raise ExportError(f"{name}: holds no row")
    verdicts = {verdict.column: verdict for verdict in profile.verdicts()}
    return _drafted(name, shapes, verdicts, profile.rows)


def _drafted(name: str, shapes: dict[str, Shape], verdicts: dict[str, Verdict], rows: int) -> Draft:
    left, taken = [], []
    for number, (column, shape) in enumerate(shapes.items(), 1):
        reason = _not_taken(column, shape) if column in verdicts else "its name looks like a value: is there a header?"
        if reason:
            shown = NAME.match(column) and column in verdicts
            left.append((column if shown else f"column {number}", reason))
        else:
            taken.append(column)
    subject = _first(taken, lambda c: verdicts[c].kind is Kind.USER_ID and shapes[c].values == rows) or _first(
        taken, lambda c: verdicts[c].kind is Kind.EMAIL and shapes[c].values == rows
    )
    event_time = _first(taken, lambda c: shapes[c].all(shapes[c].instants) and shapes[c].values == rows)
    record_id = _first(taken, lambda c: c != subject and _is_record_id(c, shapes[c], rows))
    roles = {subject: "subject", record_id: "record"}
    fields = tuple(_proposed(column, shapes[column], verdicts[column], roles.get(column, ""), rows) for column in taken)
    return Draft(name, fields, subject, event_time, record_id, tuple(left), rows)


def _is_record_id(column: str, shape: Shape, rows: int) -> bool:
    every = shape.values == rows and shape.all(shape.ids)
    return every and column.endswith("id") and len(shape.seen) > _MOSTLY * rows


def _first(columns: Sequence[str], fits: Any) -> str:
    return next((column for column in columns if fits(column)), "")


def _not_taken(column: str, shape: Shape) -> str:
    if not NAME.match(column):
        return "its name is none of a field (lower case letters, digits, _): rename it at the sender"
    if not shape.values:
        return "it is always empty"
    if shape.nested:
        return "it is nested, or a yes or no: a contract takes texts and numbers"
    return ""


def _proposed(column: str, shape: Shape, verdict: Verdict, role: str, rows: int) -> Proposed:
    constraint = _constraint(shape)
    level, treatment, result = _treated(shape, verdict, role, constraint)
    target = "user_key" if role == "subject" else f"{column}_{result}" if result in ("hash", "network") else column
    level_of_result = "IDENTIFYING" if result in ("hash", "network", "zip3", "minute") or role else "PERSONAL"
    fills = "" if treatment in ("Suppress()", "RecordIdentity()") else f', "{target}"'
    rules = [f'Rule("{column}", {treatment}, Level.{level_of_result}{fills})']
    if treatment == 'Truncate("minute")':
        rules.append(f'Rule("{column}", Truncate("day"), Level.PERSONAL, "{column}_date")')
    kind = verdict.kind if role == "subject" or verdict.kind is not Kind.USER_ID else Kind.NONE
    required = shape.values == rows or bool(role)
    return Proposed(column, constraint, tuple(rules), kind, level, required, _why(shape, verdict, rows))


def _why(shape: Shape, verdict: Verdict, rows: int) -> str:
    sure = f"{verdict.kind} {verdict.primary.low:.2f}-{verdict.primary.high:.2f}"
    inside = ", in it " + ", ".join(sorted(str(kind) for kind in verdict.inside)) if verdict.inside else ""
    known = sure if verdict.kind is not Kind.NONE else "no kind"
    return f"{known}{inside}; in {shape.values / rows:.0%} of the records"


def _constraint(shape: Shape) -> str:
    if shape.closed:
        return f"OneOf({shape.closed!r})"
    if shape.all(shape.instants):
        return "Instant()"
    if shape.all(shape.zips):
        return r'Pattern(r"^[0-9]{5}\Z")'
    if shape.all(shape.texts):
        shortest = "" if shape.nulls else ", shortest=1"
        return f"Text({_outwards(max(shape.longest, 16), 2)}{shortest})"
    if shape.all(shape.whole):
        return f"Whole({_least(shape)}, {_outwards(shape.most, 10)})"
    if shape.all(shape.whole + shape.real):
        return f"Real({_least(shape)}, {_outwards(shape.most, 10)})"
    return "Text(512)"


def _least(shape: Shape) -> int:
    return 0 if shape.least >= 0 else -_outwards(-shape.least, 10)


def _outwards(number: float, base: int) -> int:
    """The next power of ``base`` above, so that the bound is nobody's value."""
    return int(base ** (math.floor(math.log(max(number, 1), base)) + 1))


_BY_KIND = {
    Kind.EMAIL: ("HashEmail()", "hash"),
    Kind.IP_ADDRESS: ("MaskAddress()", "network"),
}


def _treated(shape: Shape, verdict: Verdict, role: str, constraint: str) -> tuple[str, str, str]:
    """(level of the field, treatment, what comes out)."""
    if role == "subject":
        return "SECRET", "Pseudonym()", "key"
    if role == "record":
        return "IDENTIFYING", "RecordIdentity()", ""
    text = constraint.startswith("Text")
    if verdict.kind in _BY_KIND and text:
        treatment, result = _BY_KIND[verdict.kind]
        return ("IDENTIFYING" if verdict.kind is Kind.IP_ADDRESS else "SECRET"), treatment, result
    if verdict.kind is Kind.ZIP_CODE and constraint.startswith("Pattern"):
        return "IDENTIFYING", "Zip3(SPARSE_ZIP3)", "zip3"
    if verdict.kind is not Kind.NONE:
        return "SECRET", "Suppress()", ""
    if constraint == "Instant()":
        return "IDENTIFYING", 'Truncate("minute")', "minute"
    few = len(shape.seen) <= _MOST_WORDS or shape.most < _LARGE
    if constraint.startswith("OneOf") or (constraint.startswith(("Whole", "Real")) and few):
        return "PERSONAL", "Keep()", "kept"
    return "SECRET", "Suppress()", ""


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
        "from privacy.keyed import HashEmail, Pseudonym, RecordIdentity",
        "from privacy.policy import Policy, Rule",
        "from privacy.treatments import Keep, MaskAddress, Suppress, Truncate, Zip3",
        "from schemas.constraints import Instant, OneOf, Pattern, Real, Text, Whole",
        "from schemas.contract import Contract, Field",
        "from schemas.kinds import Kind",
        "from schemas.levels import Level",
        "",
    ]
    lines += [f"# Not taken: {column}: {reason}." for column, reason in drafted.left]
    lines += [f"# TO DECIDE: no column was found for {role}." for role in drafted.missing]
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
        kind = f", kind=Kind.{each.kind.name}" if each.kind is not Kind.NONE else ""
        lines.append(f"        # {each.why}")
        lines.append(
            f'        Field("{each.name}", {each.constraint}, "TO DESCRIBE"{required}{kind}, level=Level.{each.level}),'
        )
    lines += ["    ),", ")", "", f"{const}_POLICY = Policy("]
    lines += [f"    contract={const},", "    version=1,", f'    comment="ANONYMIZED: {drafted.name}",', "    rules=("]
    lines += [f"        {rule}," for each in drafted.fields for rule in each.rules]
    day = f'    partition_by="{drafted.event_time}_date",' if drafted.record_id and drafted.event_time else ""
    return "\n".join([*lines, "    ),", *([day] if day else []), ")", ""])

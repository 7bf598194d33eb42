"""Drafts a contract and a policy for a source that nobody has described yet, for a person to review.

Strict where unsure: what is not understood is a secret free text that is suppressed; a closed list or a number stays
only where its values are few and common. The draft holds words of closed lists, each of ten records at least, and
bounds rounded outwards; no other value.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from batch.files import ExportError
from batch.files.unknown import Columns
from batch.propose.shape import MOST_WORDS, Shape
from privacy.detection.table import TableProfile
from privacy.detection.verdict import Verdict
from schemas.contract import KEY, NAME
from schemas.kinds import Kind

_DEEPEST = 5
_LARGE = 1_000_000
_MOST_KEYS = 64
_RARE = 10
"""A key in fewer than one in so many objects is not taken for a field's name."""
_MOSTLY = 0.9
"""So many of the ids are of one record; the rest were sent twice."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OF_TIME = re.compile(
    r"(?:^|_)(?:at|on|ts|time|timestamp|date|datetime|when|epoch|created|updated|modified|placed|sent)"
    r"(?:_(?:at|on|s|ms|us|sec|seconds|millis|micros|utc))?$"
)
_READ_BY_THE_ROAD = frozenset(
    {"event_key", "content_hash", "is_late", "policy_version", "key_version", "user_key"}
    | {"event_time", "event_date", "updated_at", "updated_order"}
)


@dataclass(frozen=True)
class Proposed:
    """A field: constraint and rules as Python, and why."""

    name: str
    path: str
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

    @property
    def local(self) -> tuple[str, ...]:
        """Fields whose instants are by clocks that nobody has named."""
        return tuple(each.name for each in self.fields if each.constraint.startswith("LocalTime"))


def draft(name: str, batches: Iterable[Columns], cells: bool = False) -> Draft:
    """``cells``: values are those of CSV. Raises ExportError for a name that cannot be a contract's, or a source
    without rows."""
    if not NAME.match(name):
        raise ExportError("NAME is a word in lower case letters, digits and _, such as NAME=orders")
    profile, shapes = TableProfile(name), dict[str, Shape]()
    for number, columns in enumerate(batches):
        flat = list(_flat(columns))
        profile.add(flat, number)
        for column, values in flat:
            shape = shapes.setdefault(column, Shape())
            add = shape.add_cell if cells else shape.add
            for value in values:
                add(value)
    if not profile.rows:
        raise ExportError(f"{name}: holds no row")
    verdicts = {verdict.column: verdict for verdict in profile.verdicts()}
    return _drafted(name, shapes, verdicts, profile.rows)


def _flat(columns: Columns) -> Iterator[tuple[str, list[Any]]]:
    """Fields of objects as columns of their own, under their paths."""
    for column, given in columns:
        values = given.to_pylist() if isinstance(given, pa.Array) else list(given)
        objects = [value for value in values if isinstance(value, dict)]
        keys = Counter(key for each in objects for key in each)
        if _is_struct(objects, keys) and all(value is None or isinstance(value, dict) for value in values):
            usual = [key for key, count in keys.items() if _RARE * count >= len(objects)]
            yield from _flat([(f"{column}.{key}", [value and value.get(key) for value in values]) for key in usual])
        else:
            yield column, values


def _is_struct(objects: list[dict[str, Any]], keys: Counter[str]) -> bool:
    """Whether the keys are names of fields. Those of a map are values, and may be persons: many, none in most."""
    return 0 < len(keys) <= _MOST_KEYS and 2 * max(keys.values()) >= len(objects)


def _drafted(name: str, shapes: dict[str, Shape], verdicts: dict[str, Verdict], rows: int) -> Draft:
    left, taken = [], []
    for number, (column, shape) in enumerate(shapes.items(), 1):
        reason = _not_taken(column, shape) if column in verdicts else "its name looks like a value: is there a header?"
        if reason:
            shown = column in verdicts and all(map(KEY.match, column.split(".")))
            left.append((column if shown else f"column {number}", reason))
        else:
            taken.append(column)
    names = _names(taken)
    whole = [column for column in taken if shapes[column].values == rows]
    subject = _first(whole, lambda c: verdicts[c].kind is Kind.USER_ID) or _first(
        whole, lambda c: verdicts[c].kind is Kind.EMAIL
    )
    instants = (lambda c: shapes[c].all(shapes[c].instants), lambda c: _is_epoch(names[c], shapes[c]),
                lambda c: shapes[c].all(shapes[c].local))  # fmt: skip
    event_time = next((found for fits in instants if (found := _first(whole, fits))), "")
    record_id = _first(whole, lambda c: c != subject and _is_record_id(names[c], shapes[c], rows))
    roles = {subject: "subject", record_id: "record", event_time: "instant" if record_id else "version"}
    fields = tuple(
        _proposed(names[column], column, shapes[column], verdicts[column], roles.get(column, ""), rows)
        for column in taken
    )
    subject, event_time, record_id = (names.get(column, "") for column in (subject, event_time, record_id))
    return Draft(name, fields, subject, event_time, record_id, tuple(left), rows)


def _names(columns: Sequence[str]) -> dict[str, str]:
    """Of fields, by path: in small letters, each once."""
    names: dict[str, str] = {}
    for column in columns:
        plain = _CAMEL.sub("_", column).replace(".", "_").replace("-", "_").lower().strip("_")[:50] or "field"
        plain = plain if plain[0].isalpha() else f"f_{plain}"
        again = sum(known == plain or known.startswith(f"{plain}_again") for known in names.values())
        names[column] = f"{plain}_again{again}" if again else plain
    return names


def _is_epoch(name: str, shape: Shape) -> bool:
    return bool(shape.epoch and _OF_TIME.search(name))


def _is_record_id(name: str, shape: Shape, rows: int) -> bool:
    named = name.endswith(("id", "_no", "number", "key", "uuid"))
    return named and shape.all(shape.ids) and len(shape.seen) > _MOSTLY * rows


def _first(columns: Sequence[str], fits: Callable[[str], Any]) -> str:
    return next((column for column in columns if fits(column)), "")


def _not_taken(column: str, shape: Shape) -> str:
    keys = column.split(".")
    if len(keys) > _DEEPEST or not all(map(KEY.match, keys)):
        return "its name is none that a contract can take (letters, digits, _ and -; five objects deep): see the sender"
    if not shape.values:
        return "it is always empty"
    if shape.nested:
        return "it is a list, or an object only now and then"
    return ""


def _proposed(name: str, column: str, shape: Shape, verdict: Verdict, role: str, rows: int) -> Proposed:
    constraint = _constraint(name, shape, role)
    level, treatment, result = _treated(shape, verdict, role, constraint)
    kind = verdict.kind if role == "subject" or verdict.kind is not Kind.USER_ID else Kind.NONE
    return Proposed(
        name,
        column if column != name else "",
        constraint,
        tuple(_rules(name, role, treatment, result)),
        kind if role not in ("instant", "version") else Kind.NONE,
        level,
        bool(role),
        _why(shape, verdict, rows),
    )


def _rules(name: str, role: str, treatment: str, result: str) -> Iterator[str]:
    """Columns that the road reads are named as it knows them."""
    if role == "instant":
        yield f'Rule("{name}", Truncate("minute"), Level.IDENTIFYING, "event_time")'
        yield f'Rule("{name}", Truncate("day"), Level.PERSONAL, "event_date")'
        return
    if role == "version":
        yield f'Rule("{name}", Truncate("minute"), Level.IDENTIFYING, "updated_at")'
        yield f'Rule("{name}", ShiftWithinPerson("updated"), Level.IDENTIFYING, "updated_order")'
        return
    target = "user_key" if role == "subject" else f"{name}_{result}" if result in ("hash", "network") else name
    if role != "subject" and target in _READ_BY_THE_ROAD:
        target = f"{name}_sent"
    level = "IDENTIFYING" if result in ("hash", "network", "zip3") or role else "PERSONAL"
    fills = "" if treatment in ("Suppress()", "RecordIdentity()") else f', "{target}"'
    yield f'Rule("{name}", {treatment}, Level.{level}{fills})'


def _why(shape: Shape, verdict: Verdict, rows: int) -> str:
    sure = f"{verdict.kind} {verdict.primary.low:.2f}-{verdict.primary.high:.2f}"
    inside = ", in it " + ", ".join(sorted(str(kind) for kind in verdict.inside)) if verdict.inside else ""
    known = sure if verdict.kind is not Kind.NONE else "no kind"
    return f"{known}{inside}; in {shape.values / rows:.0%} of the records"


def _constraint(name: str, shape: Shape, role: str) -> str:
    shortest = ", shortest=1" if role == "subject" else ""
    allowed = (
        (role == "record", r'Pattern(r"^[A-Za-z0-9_-]{1,64}\Z")'),
        (shape.closed, f"OneOf({shape.closed!r})"),
        (shape.all(shape.instants), "Instant()"),
        (shape.all(shape.local), 'LocalTime(zone="UTC")'),
        (_is_epoch(name, shape), f'Epoch(unit="{shape.epoch}")'),
        (shape.all(shape.flags), "Flag()"),
        (shape.all(shape.zips), r'Pattern(r"^[0-9]{5}\Z")'),
        (shape.all(shape.texts), f"Text({_outwards(max(shape.longest, 160), 2)}{shortest})"),
        (shape.all(shape.whole), f"Whole({_least(shape)}, {_outwards(shape.most, 10)})"),
        (shape.all(shape.whole + shape.real), f"Real({_least(shape)}, {_outwards(shape.most, 10)})"),
    )
    return next((constraint for fits, constraint in allowed if fits), "Text(512)")


def _least(shape: Shape) -> int:
    return 0 if not shape.least < 0 else -_outwards(-shape.least, 10)


def _outwards(number: float, base: int) -> int:
    """The next power of ``base`` above, so that the bound is nobody's value."""
    return int(base ** (math.floor(math.log(max(number, 1), base)) + 1)) if math.isfinite(number) else 0


_BY_KIND = {
    Kind.EMAIL: ("HashEmail()", "hash"),
    Kind.IP_ADDRESS: ("MaskAddress()", "network"),
}
_INSTANTS = ("Instant", "LocalTime", "Epoch")


def _treated(shape: Shape, verdict: Verdict, role: str, constraint: str) -> tuple[str, str, str]:
    """(level of the field, treatment, what comes out)."""
    if role == "subject":
        return "SECRET", "Pseudonym()", "key"
    if role == "record":
        return "IDENTIFYING", "RecordIdentity()", ""
    if role:
        return "IDENTIFYING", "", ""
    text = constraint.startswith("Text")
    if verdict.kind in _BY_KIND and text:
        treatment, result = _BY_KIND[verdict.kind]
        return ("IDENTIFYING" if verdict.kind is Kind.IP_ADDRESS else "SECRET"), treatment, result
    if verdict.kind is Kind.ZIP_CODE and constraint.startswith("Pattern"):
        return "IDENTIFYING", "Zip3(SPARSE_ZIP3)", "zip3"
    if verdict.kind is not Kind.NONE:
        return "SECRET", "Suppress()", ""
    if constraint.startswith(_INSTANTS):
        return "IDENTIFYING", 'Truncate("day")', "day"
    few = len(shape.seen) <= MOST_WORDS or shape.most < _LARGE
    if constraint.startswith(("OneOf", "Flag")) or (constraint.startswith(("Whole", "Real")) and few):
        return "PERSONAL", "Keep()", "kept"
    return "SECRET", "Suppress()", ""

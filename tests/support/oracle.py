"""The oracle: a second, slow reader of payloads, written from the contract's words with the standard library alone.

It shares no code with ``schemas/decoding.py``, so that a mistake would have to be made twice to go unseen. Where a
record has several faults it names them all: which of them the decoder meets first is its own affair.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from schemas.constraints import Constraint, Instant, OneOf, Pattern, Real, Text, Whole
from schemas.contract import Contract, Field
from schemas.outcomes import Reason

Members = list[tuple[str, Any]]

_SPACE = " \t\n\r"
_SURROGATE = re.compile("[\ud800-\udfff]")
_INSTANT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"(?:[Zz]|([+-])([01][0-9]|2[0-3]):?([0-5][0-9]))"
)
"""RFC 3339; with a space for T, which it leaves to applications, and an offset without colon, as in ISO 8601."""


class _Number(str):
    """A number as it was written."""

    __slots__ = ()


class _Begun:
    """A value that was begun and cannot be read to its end: of no type that a field could have."""


@dataclass(frozen=True)
class Verdict:
    """What must become of a payload. ``faults``: all that is wrong with it; none if it is good.

    ``values`` of a good record: one for each field of the contract, None where absent. ``unknown``: how many fields
    the contract does not name. ``subject``: whose it is, where that can be told.
    """

    faults: frozenset[Reason]
    values: tuple[Any, ...] = ()
    unknown: int = 0
    subject: str | None = None


def judged(raw: bytes | None, contract: Contract, received: dt.datetime) -> Verdict:
    """What must become of ``raw``, received at ``received``."""
    if raw is None:
        return Verdict(frozenset({Reason.NULL_PAYLOAD}))
    if len(raw) > contract.longest_payload:
        return Verdict(frozenset({Reason.TOO_LARGE}))
    text = raw.decode("utf-8", "replace")
    reading = _read(text)
    subject = _subject(reading, contract)
    faults: frozenset[Reason]
    if text.encode() != raw:
        return Verdict(frozenset({Reason.INVALID_UTF8}), subject=None if "\ufffd" in (subject or "") else subject)
    if _depth(text, contract.deepest_nesting) > contract.deepest_nesting:
        return Verdict(frozenset({Reason.TOO_DEEP}), subject=subject)
    faults = frozenset(_faults(reading, contract, received))
    if faults:
        return Verdict(faults, subject=subject)
    given = dict(reading.members)
    values = tuple(_value(field.constraint, given.get(field.name)) for field in contract.fields)
    return Verdict(faults, values, len(given.keys() - {field.name for field in contract.fields}), subject)


def _depth(text: str, enough: int) -> int:
    """How deeply brackets nest outside of strings; an unclosed string reaches to the end."""
    if text.count("[") + text.count("{") <= enough:
        return 0
    depth = deepest = 0
    inside = escaped = False
    for character in text:
        if inside:
            inside = escaped or character != '"'
            escaped = not escaped and character == "\\"
        else:
            inside = character == '"'
            depth += (character in "[{") - (character in "]}")
            deepest = max(deepest, depth)
    return deepest


# --- JSON, as Python's parser sees it ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Reading:
    """``whole``: it is JSON from end to end. ``members`` of the outermost object in the order they stand, of a broken
    one as far as they can be read; ``closed``: its end was seen. ``repeated``: some object names a key twice."""

    whole: bool
    first: str
    members: Members
    closed: bool = True
    repeated: bool = False
    surrogate: bool = False


def _read(text: str) -> _Reading:
    first = text.lstrip(_SPACE)[:1]
    objects: list[Members] = []
    try:
        value = _parser(objects).decode(text)
    except (ValueError, RecursionError):
        members, closed = _beginning(text) if first == "{" else ([], False)
        return _Reading(False, first, members, closed)
    repeated = any(len(dict(members)) < len(members) for members in objects)
    surrogate = any(map(_SURROGATE.search, _texts(value)))
    return _Reading(True, first, value if first == "{" else [], True, repeated, surrogate)


def _parser(objects: list[Members]) -> json.JSONDecoder:
    """Objects are kept as lists of their members, and numbers as they are written."""

    def note(members: Members) -> Members:
        objects.append(members)
        return members

    return json.JSONDecoder(object_pairs_hook=note, parse_int=_Number, parse_float=_Number, parse_constant=_refused)


def _refused(_: str) -> None:
    raise ValueError


def _texts(value: Any) -> Iterator[str]:
    """All texts in ``value``, keys too."""
    left = [value]
    while left:
        value = left.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, (list, tuple)):
            left.extend(value)


def _beginning(text: str) -> tuple[Members, bool]:
    """Members of an object that is no JSON, as far as they can be read, and whether it is closed."""
    parser, members = _parser([]), Members()
    at = _behind(text, text.index("{") + 1)
    while text.startswith('"', at):
        try:
            key, at = parser.raw_decode(text, at)
        except ValueError:
            return members, False
        at = _behind(text, at)
        if not text.startswith(":", at):
            return members, False
        try:
            value, at = parser.raw_decode(text, _behind(text, at + 1))
        except (ValueError, RecursionError):
            return [*members, (key, _Begun())], False
        members.append((key, value))
        at = _behind(text, at)
        if not text.startswith(",", at):
            break
        at = _behind(text, at + 1)
    return members, text.startswith("}", at)


def _behind(text: str, at: int) -> int:
    """The place of the first character from ``at`` on that is no white space."""
    while text[at : at + 1] and text[at] in _SPACE:
        at += 1
    return at


# --- The contract -----------------------------------------------------------------------------------------------------


def _faults(reading: _Reading, contract: Contract, received: dt.datetime) -> Iterator[Reason]:
    if not reading.whole:
        yield Reason.INVALID_JSON
    if reading.surrogate:
        yield Reason.LONE_SURROGATE
    if reading.first and reading.first in '["-0123456789tfn':
        yield Reason.NOT_AN_OBJECT
    if reading.repeated:
        yield Reason.DUPLICATE_FIELD
    fields = {field.name: field for field in contract.fields}
    for name, value in reading.members:
        if name in fields:
            yield from _faults_of(fields[name], value, contract, received)
        elif contract.unknown_fields == "reject":
            yield Reason.UNKNOWN_FIELD
    if reading.first == "{" and reading.closed:
        absent = fields.keys() - dict(reading.members).keys()
        yield from (_missing(fields[name], contract) for name in absent if fields[name].required)


def _faults_of(field: Field, value: Any, contract: Contract, received: dt.datetime) -> Iterator[Reason]:
    if value is None:
        yield from [_missing(field, contract)] if field.required else []
    elif not _is_of_type(field.constraint, value):
        yield Reason.WRONG_TYPE
        # A number that no double holds is out of every range, whatever belongs in its place.
        yield from [Reason.OUT_OF_RANGE] if isinstance(value, _Number) and math.isinf(float(value)) else []
    elif value == "" and field.name == contract.subject:
        yield Reason.MISSING_SUBJECT
    elif isinstance(field.constraint, Instant):
        latest = received + contract.ahead if field.name == contract.event_time else None
        yield from _faults_of_instant(_instant(value), field.constraint, latest)
    else:
        yield from _faults_of_value(field.constraint, value)


def _missing(field: Field, contract: Contract) -> Reason:
    roles = {
        contract.record_id: Reason.MISSING_RECORD_ID,
        contract.subject: Reason.MISSING_SUBJECT,
        contract.event_time: Reason.MISSING_EVENT_TIME,
    }
    return roles.get(field.name, Reason.MISSING_FIELD)


def _is_of_type(constraint: Constraint, value: Any) -> bool:
    match constraint:
        case Whole():
            return isinstance(value, _Number) and not set(value) & set(".eE")
        case Real():
            return isinstance(value, _Number)
    return isinstance(value, str) and not isinstance(value, _Number)


def _faults_of_value(constraint: Constraint, value: str) -> Iterator[Reason]:
    match constraint:
        case Text(longest, shortest):
            yield from [Reason.TOO_LONG] if len(value) > longest else []
            yield from [Reason.OUT_OF_RANGE] if len(value) < shortest else []
        case Pattern(regex):
            if not re.fullmatch(regex.removeprefix("^").removesuffix(r"\Z"), value):
                yield Reason.PATTERN_MISMATCH
        case OneOf(words):
            yield from [] if value in words else [Reason.NOT_IN_ENUM]
        case Whole(least, most):
            # Python reads no number of more than 4300 digits, and none of so many is in bounds.
            yield from [] if len(value) < 100 and least <= int(value) <= most else [Reason.OUT_OF_RANGE]
        case Real(least, most):
            yield from [] if least <= float(value) <= most else [Reason.OUT_OF_RANGE]


def _faults_of_instant(
    instant: dt.datetime | None, constraint: Instant, latest: dt.datetime | None
) -> Iterator[Reason]:
    if instant is None:
        yield Reason.BAD_TIMESTAMP
    elif instant < constraint.earliest:
        yield Reason.OUT_OF_RANGE
    elif latest is not None and instant > latest:
        yield Reason.FUTURE_EVENT_TIME


def _instant(written: str) -> dt.datetime | None:
    """In UTC, to the nearest microsecond; None where it is no instant, or one that no calendar in UTC holds."""
    match = _INSTANT.fullmatch(written)
    if match is None:
        return None
    *numbers, digits, sign, hours, minutes = match.groups(default="")
    micros = int((digits + "000000")[:6]) + ((digits + "0000000")[6] >= "5")
    ahead = dt.timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    try:
        year, month, day, hour, minute, second = map(int, numbers)
        local = dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC) + dt.timedelta(microseconds=micros)
        return local + ahead if sign == "-" else local - ahead
    except (ValueError, OverflowError):
        return None


def _subject(reading: _Reading, contract: Contract) -> str | None:
    """The person's identifier, if it is a good one and the record names nobody else."""
    named = [value for name, value in reading.members if name == contract.subject]
    if not reading.whole or reading.repeated or reading.surrogate or len(named) != 1:
        return None
    field = contract.field(contract.subject)
    wrong = any(_faults_of(field, named[0], contract, dt.datetime.max.replace(tzinfo=dt.UTC)))
    return None if wrong else str(named[0])


def _value(constraint: Constraint, value: Any) -> Any:
    """The typed value of a field without fault. No zero has a sign."""
    match constraint:
        case _ if value is None:
            return None
        case Whole():
            return int(value)
        case Real():
            return float(value) + 0.0
        case Instant():
            return _instant(value)
    return str(value)

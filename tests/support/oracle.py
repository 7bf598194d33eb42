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
from zoneinfo import ZoneInfo

from schemas.constraints import Constraint, Epoch, Flag, Instant, LocalTime, OneOf, Pattern, Real, Text, Whole
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
_LAST = {"s": 253_402_214_400, "ms": 253_402_214_400_000, "us": 253_402_214_400_000_000}
"""The end of 9999-12-30, counted from 1970."""
_LOCAL = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,6}))?")


class _Number(str):
    """A number as it was written."""

    __slots__ = ()


class _Object(list[tuple[str, Any]]):
    """Members in the order they stand; an array is a plain list."""


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
    values = tuple(_value(field.constraint, _at(reading.members, _path(field))) for field in contract.fields)
    paths = {_path(field) for field in contract.fields}
    return Verdict(faults, values, _unknown(reading.members, paths), subject)


def _path(field: Field) -> tuple[str, ...]:
    return tuple((field.path or field.name).split("."))


def _at(members: Any, path: tuple[str, ...]) -> Any:
    """What stands there; None where nothing does."""
    for key in path:
        members = dict(members).get(key) if isinstance(members, _Object) else None
    return members


def _unknown(members: Members, paths: set[tuple[str, ...]]) -> int:
    """Keys that lead to no field; what stands below one counts with it."""
    count = 0
    for key, value in members:
        below = {path[1:] for path in paths if path[0] == key}
        if not below:
            count += 1
        elif () not in below and isinstance(value, _Object):
            count += _unknown(value, below)
    return count


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
        return _Object(members)

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
    parser, members = _parser([]), _Object()
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
            return _Object([*members, (key, _Begun())]), False
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
    fields = {_path(field): field for field in contract.fields}
    yield from _faults_inside(reading.members, fields, contract, received, reading.first == "{" and reading.closed)


def _faults_inside(
    members: Members, fields: dict[tuple[str, ...], Field], contract: Contract, received: dt.datetime, whole: bool
) -> Iterator[Reason]:
    """Of an object that is to hold ``fields``, by what is left of their paths; ``whole``: what is absent is missed."""
    for name, value in members:
        below = {path[1:]: field for path, field in fields.items() if path[0] == name}
        if () in below:
            yield from _faults_of(below[()], value, contract, received)
        elif not below:
            yield from [Reason.UNKNOWN_FIELD] if contract.unknown_fields == "reject" else []
        elif value is None:
            yield from (_missing(field, contract) for field in below.values() if field.required)
        elif isinstance(value, _Object):
            yield from _faults_inside(value, below, contract, received, whole)
        else:
            yield Reason.WRONG_TYPE
            yield from [Reason.OUT_OF_RANGE] if isinstance(value, _Number) and math.isinf(float(value)) else []
    if whole:
        present = {name for name, _ in members}
        yield from (_missing(f, contract) for path, f in fields.items() if path[0] not in present and f.required)


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
        if isinstance(field.constraint, Epoch) and not 0 <= int(value[:100]) < _LAST[field.constraint.unit]:
            yield Reason.OUT_OF_RANGE
        else:
            yield from _faults_of_instant(_moment(field.constraint, value), field.constraint, latest)
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
        case Epoch():
            return isinstance(value, _Number) and not set(value) & set(".eE")
        case Flag():
            return isinstance(value, bool)
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


def _moment(constraint: Instant, written: str) -> dt.datetime | None:
    match constraint:
        case Epoch(unit=unit):
            whole = dt.timedelta(microseconds=int(written) * {"s": 10**6, "ms": 1000, "us": 1}[unit])
            return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + whole
        case LocalTime(zone=zone):
            return _by_the_clocks(written, ZoneInfo(zone))
    return _instant(written)


def _by_the_clocks(written: str, zone: ZoneInfo) -> dt.datetime | None:
    """The one instant at which clocks of ``zone`` show this: tried with every offset they ever had in that year."""
    match = _LOCAL.fullmatch(written)
    if match is None:
        return None
    *numbers, digits = match.groups(default="")
    try:
        year, month, day, hour, minute, second = map(int, numbers)
        shown = dt.datetime(year, month, day, hour, minute, second, int((digits + "000000")[:6]))  # noqa: DTZ001
        year_long = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=6 * n) for n in range(-4, 1470))
        offsets = {moment.astimezone(zone).utcoffset() for moment in year_long}
        candidates = {shown.replace(tzinfo=dt.UTC) - offset for offset in offsets if offset is not None}
        fitting = [each for each in candidates if each.astimezone(zone).replace(tzinfo=None) == shown]
    except (ValueError, OverflowError):
        return None
    return fitting[0] if len(fitting) == 1 else None


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
    field = contract.field(contract.subject)
    named = _at(reading.members, _path(field))
    if not reading.whole or reading.repeated or reading.surrogate or named is None:
        return None
    wrong = any(_faults_of(field, named, contract, dt.datetime.max.replace(tzinfo=dt.UTC)))
    return None if wrong else str(named)


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
            return _moment(constraint, value)
        case Flag():
            return bool(value)
    return str(value)

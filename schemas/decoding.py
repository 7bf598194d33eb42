"""Strict decoding: payload bytes to typed columns by a contract, or exactly one reason why not.

msgspec with a type made from the contract. Spark's ``from_json`` is no validator: it takes trailing bytes and repeated
keys, turns an object in a string field into its text, and gives NULL for a wrong type. What msgspec lets pass is
looked at here: repeated keys (the last would win), depth, and instants that no calendar in UTC holds.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from schemas.constraints import Epoch, Instant, LocalTime, Real
from schemas.contract import Contract, Field
from schemas.outcomes import Reason
from schemas.structs import Place, places, pruner, struct, tree, unknown_keys

_UNKNOWN = "Object contains unknown field"
_NULL = re.compile(r"Expected `[^`]*`, got `null`")
_SHORT = re.compile(r"Expected `str` of length >= ")
_LONG = re.compile(r"Expected `str` of length <= ")
_RANGE = re.compile(r"Expected `(?:int|float)` [<>]=? |Number out of range|Integer value out of range")
# An unclosed string reaches to the end, also behind half an escape: else every quote in it is tried, quadratically.
_STRINGS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
_AT = re.compile(r" - at `\$\.([A-Za-z0-9_.-]+)`\Z")
_LACKS = re.compile(r"Object missing required field `([A-Za-z0-9_-]+)`")
_LONGEST_PATH = 400
_LOCAL = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,6})?", re.ASCII)
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_STEP = np.array([(byte in b"[{") - (byte in b"]}") for byte in range(256)], np.int8)
_MANY_OBJECTS = 100


_WORDED = (
    (re.compile(r"Invalid enum value"), Reason.NOT_IN_ENUM),
    (_LONG, Reason.TOO_LONG),
    (re.compile(r"Expected `str` matching regex"), Reason.PATTERN_MISMATCH),
    (re.compile(r"Invalid RFC3339|Expected `datetime` with a timezone"), Reason.BAD_TIMESTAMP),
    (_RANGE, Reason.OUT_OF_RANGE),
)
"""Beginnings of msgspec's messages. Only beginnings: further on a message may quote a value, which says anything."""


@dataclass(frozen=True)
class Decoded:
    """A decoded batch of n payloads, of which g are good and n - g rejected.

    ``rows`` (g,) int64: which payloads are good, ascending.  ``columns``: one Arrow array of length g a field.
    ``canonical`` g byte strings: equal exactly when the decoded records are equal.  ``unknown`` (g,) int32: how many
    unknown fields each carried.  ``rejected``: (row, reason) ascending.  ``rejected_subjects``: the subject's
    identifier of each rejected record where it could be read.
    """

    rows: npt.NDArray[np.int64]
    columns: dict[str, pa.Array]
    canonical: list[bytes]
    unknown: npt.NDArray[np.int32]
    rejected: list[tuple[int, Reason]]
    rejected_subjects: list[str | None]


class _Wrong(Exception):
    def __init__(self, reason: Reason) -> None:
        self.reason = reason


@lru_cache(maxsize=16)
def decoder(contract: Contract) -> Decoder:
    """The decoder of ``contract``, built once a process."""
    return Decoder(contract)


class Decoder:
    """Decodes payloads by one contract. Holds no state of its own between batches."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._tree = tree(contract.fields)
        whose = [contract.field(contract.subject)]
        subject = tree(whose)
        self._strict: Callable[[bytes], Any] = msgspec.json.Decoder(struct(contract.name, self._tree, True)).decode
        self._lenient: Callable[[bytes], Any] = msgspec.json.Decoder(struct(contract.name, self._tree, False)).decode
        self._whose = places(subject, whose)[contract.subject]
        self._subject: Callable[[bytes], Any] = msgspec.json.Decoder(struct("subject", subject, False)).decode
        self._encode = msgspec.json.Encoder().encode
        self._places = places(self._tree, contract.fields)
        self._prune = pruner(self._places.values())
        self._branches = {field.keys[:depth] for field in contract.fields for depth in range(1, len(field.keys))}
        self._missing = {
            contract.field(contract.subject).keys: Reason.MISSING_SUBJECT,
            contract.field(contract.event_time).keys: Reason.MISSING_EVENT_TIME,
        }
        if contract.record_id:
            self._missing[contract.field(contract.record_id).keys] = Reason.MISSING_RECORD_ID

    def decode(self, payloads: pa.BinaryArray, received_at: pa.TimestampArray) -> Decoded:
        """``payloads``: n byte strings or nulls; ``received_at``: n instants, UTC. Never raises for a payload."""
        raws: list[bytes | None] = payloads.to_pylist()
        wrong: dict[int, Reason] = {}
        rows: list[int] = []
        records: list[Any] = []
        suspicious: dict[int, bytes] = {}
        strict = self._strict
        for row, (raw, usual) in enumerate(zip(raws, self._usual(raws), strict=True)):
            try:
                # Nearly every record goes this way: what is not text of UTF-8 does not get past the strict parser.
                record = strict(raw) if usual else self._record(raw, suspicious, row)  # type: ignore[arg-type]
            except _Wrong as error:
                wrong[row] = error.reason
                continue
            except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
                try:
                    record = self._record(raw, suspicious, row)
                except _Wrong as error:
                    wrong[row] = error.reason
                    continue
            rows.append(row)
            records.append(record)
        columns, broken = self._columns(records)
        for index in broken:
            wrong[rows[index]] = Reason.BAD_TIMESTAMP
        unknown = self._look_again(raws, rows, columns, suspicious, wrong)
        self._check_instants(rows, columns, received_at, wrong)
        keep = [index for index, row in enumerate(rows) if row not in wrong]
        if len(keep) < len(rows):
            taken = pa.array(keep, pa.int64())
            columns = {name: column.take(taken) for name, column in columns.items()}
        return Decoded(
            rows=np.array([rows[index] for index in keep], dtype=np.int64),
            columns=columns,
            canonical=[self._encode(records[index]) for index in keep],
            unknown=np.array([unknown.get(rows[index], 0) for index in keep], dtype=np.int32),
            rejected=sorted(wrong.items()),
            rejected_subjects=[self._subject_of(raws[row], reason) for row, reason in sorted(wrong.items())],
        )

    def _usual(self, raws: Sequence[bytes | None]) -> list[bool]:
        """Which payloads are of usual size and depth, and so need no look before they are parsed."""
        longest, deepest = self._contract.longest_payload, self._contract.deepest_nesting
        return [
            raw is not None and len(raw) <= longest and raw.count(b"{") + raw.count(b"[") <= deepest for raw in raws
        ]

    def _record(self, raw: bytes | None, suspicious: dict[int, bytes], row: int) -> Any:
        """The typed record; noted in ``suspicious`` if it took leniency to read it."""
        text = self._readable(raw)
        try:
            return self._strict(text)
        except msgspec.ValidationError as error:
            if not str(error).startswith(_UNKNOWN):
                raise _Wrong(self._reason(str(error))) from None
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            raise _Wrong(_malformed(text)) from None
        if self._contract.unknown_fields == "reject":
            raise _Wrong(Reason.UNKNOWN_FIELD)
        try:
            record = self._lenient(text)
        except msgspec.ValidationError as error:
            raise _Wrong(self._reason(str(error))) from None
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            raise _Wrong(_malformed(text)) from None
        suspicious[row] = text
        return record

    def _readable(self, raw: bytes | None) -> bytes:
        """``raw``, if it is text of bounded size and depth."""
        if raw is None:
            raise _Wrong(Reason.NULL_PAYLOAD)
        if len(raw) > self._contract.longest_payload:
            raise _Wrong(Reason.TOO_LARGE)
        if not _is_text(raw):
            raise _Wrong(Reason.INVALID_UTF8)
        deepest = self._contract.deepest_nesting
        if raw.count(b"[") + raw.count(b"{") > deepest and _depth(raw) > deepest:
            raise _Wrong(Reason.TOO_DEEP)
        return raw

    def _reason(self, text: str) -> Reason:
        """Reason of a msgspec message. The message may quote a value, so it goes no further than this."""
        match = _AT.search(text, max(0, len(text) - _LONGEST_PATH))  # behind a value that may be long
        keys = tuple(match.group(1).split(".")) if match else ()
        if text.startswith("Expected `object`") and not keys:
            return Reason.NOT_AN_OBJECT
        if lacking := _LACKS.match(text):
            return self._missing_at((*keys, lacking.group(1)))
        if _NULL.match(text):
            return self._missing_at(keys)
        if _SHORT.match(text):
            return self._missing.get(keys, Reason.OUT_OF_RANGE)
        return next((reason for pattern, reason in _WORDED if pattern.match(text)), Reason.WRONG_TYPE)

    def _missing_at(self, keys: tuple[str, ...]) -> Reason:
        """Of a field or of an object around fields."""
        return next(
            (reason for role, reason in self._missing.items() if role[: len(keys)] == keys), Reason.MISSING_FIELD
        )

    def _columns(self, records: Sequence[Any]) -> tuple[dict[str, pa.Array], list[int]]:
        """One Arrow array a field, instants in UTC, and the indices of records with an instant outside of time."""
        if not records:
            return {f.name: pa.array([], f.constraint.arrow) for f in self._contract.fields}, []
        broken: list[int] = []
        columns = {field.name: self._column(records, field, broken) for field in self._contract.fields}
        if self._prune is not None:
            for record in records:
                self._prune(record)
        return columns, broken

    def _column(self, records: Sequence[Any], field: Field, broken: list[int]) -> pa.Array:
        place = self._places[field.name]
        values = place.values(records)
        match field.constraint:
            case Epoch(micros=micros):
                counted = pc.multiply(pa.array(values, pa.int64()), micros)
                return counted.cast(field.constraint.arrow)
            case LocalTime(zone=zone):
                values = _by_the_clocks(values, ZoneInfo(zone), broken)
                _put(records, place, values)
            case Instant():
                values = _in_utc(records, place, values, broken)
            case Real() if 0.0 in values:
                values = _unsigned_zeros(records, place, values)
        return pa.array(values, field.constraint.arrow)

    def _look_again(
        self,
        raws: Sequence[bytes | None],
        rows: Sequence[int],
        columns: dict[str, pa.Array],
        suspicious: dict[int, bytes],
        wrong: dict[int, Reason],
    ) -> dict[int, int]:
        """Finds repeated keys; returns the number of unknown fields by row.

        A record of f present fields, s of them with text values, and nothing else has exactly 2f + 2s quotation marks
        when no text holds an escaped one; a repeated key adds two. So only records with more are parsed again, with
        a parser that sees every key: 0.1 instead of 5 microseconds for the usual record.
        """
        if rows:
            quotes = np.fromiter(((raws[row] or b"").count(b'"') for row in rows), np.int64, len(rows))
            expected = np.zeros(len(rows), np.int64)
            for field in self._contract.fields:
                expected += _present(columns[field.name]) * (4 if field.constraint.quoted else 2)
            for branch in self._branches:  # each object around fields has a key
                inside = [columns[f.name] for f in self._contract.fields if f.keys[: len(branch)] == branch]
                expected += np.logical_or.reduce([_present(column) for column in inside]) * 2
            for index in np.flatnonzero(quotes != expected).tolist():
                suspicious[rows[index]] = raws[rows[index]] or b""
        unknown: dict[int, int] = {}
        for row, raw in suspicious.items():
            outermost, repeated = _parsed(raw)
            if repeated:
                wrong[row] = Reason.DUPLICATE_FIELD
            unknown[row] = unknown_keys(outermost, self._tree)
        return unknown

    def _check_instants(
        self,
        rows: Sequence[int],
        columns: dict[str, pa.Array],
        received_at: pa.TimestampArray,
        wrong: dict[int, Reason],
    ) -> None:
        for field in self._contract.fields:
            if isinstance(field.constraint, Instant):
                before = pc.less(columns[field.name], pa.scalar(field.constraint.earliest, columns[field.name].type))
                for index in np.flatnonzero(np.asarray(before.fill_null(False))).tolist():
                    wrong.setdefault(rows[index], Reason.OUT_OF_RANGE)
        latest = pc.add(
            received_at.take(pa.array(rows, pa.int64())), pa.scalar(self._contract.ahead, pa.duration("us"))
        )
        ahead = pc.greater(columns[self._contract.event_time], latest)
        for index in np.flatnonzero(np.asarray(ahead.fill_null(True))).tolist():
            wrong.setdefault(rows[index], Reason.FUTURE_EVENT_TIME)

    def _subject_of(self, raw: bytes | None, reason: Reason) -> str | None:
        """The subject of a record that was rejected for something else, where it can still be read.

        None where a key is repeated: such a record may name two persons, and would outlive one under the other's key.
        """
        if raw is None or reason is Reason.TOO_LARGE:
            return None
        try:
            subject: str
            (subject,) = self._whose.values([self._subject(raw)])
            _, repeated = _parsed(raw)
        except (msgspec.DecodeError, RecursionError, ValueError):
            return None
        return None if repeated else subject


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _depth(raw: bytes) -> int:
    """How deeply brackets nest outside of strings."""
    brackets = np.frombuffer(_STRINGS.sub(b"", raw).translate(None, _NO_BRACKETS), np.uint8)
    return int(np.cumsum(_STEP[brackets], dtype=np.int64).max(initial=0))


def _no_constant(_: str) -> None:
    raise ValueError


def _malformed(raw: bytes) -> Reason:
    """Python's parser takes lone surrogates and nothing else that msgspec refuses."""
    try:
        json.loads(raw.decode("utf-8"), parse_constant=_no_constant, parse_int=str)
    except RecursionError:
        return Reason.TOO_DEEP
    except ValueError:
        return Reason.INVALID_JSON
    return Reason.LONE_SURROGATE


def _present(column: pa.Array) -> npt.NDArray[np.bool_]:
    return ~np.asarray(column.is_null())


def _parsed(raw: bytes) -> tuple[Any, bool]:
    """The outermost object, and whether any object in ``raw`` repeats a key."""
    text = raw.decode("utf-8", "replace")
    if raw.count(b"{") > _MANY_OBJECTS:  # a hook for each of the 21,000 that fit into 64 KiB takes 9 ms, this 2
        outermost = json.loads(text, parse_int=str, parse_float=str)
        return outermost, _colons(raw) > _colons(msgspec.json.encode(outermost))
    repeated = False

    def note(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        made = dict(pairs)
        repeated = repeated or len(made) < len(pairs)
        return made

    outermost = json.loads(text, object_pairs_hook=note, parse_int=str, parse_float=str)
    return outermost, repeated


def _colons(raw: bytes) -> int:
    """How many keys there are: each stands before a colon."""
    return _STRINGS.sub(b"", raw).count(b":")


def _put(records: Sequence[Any], place: Place, values: Sequence[Any]) -> None:
    for record, value in zip(records, values, strict=True):
        if value is not None:
            place.put(record, value)


def _unsigned_zeros(records: Sequence[Any], place: Place, numbers: list[float | None]) -> list[float | None]:
    """-0.0 as 0.0, also in ``records``: equal numbers are equal bytes in the canonical form."""
    for index, number in enumerate(numbers):
        if number == 0.0:
            numbers[index] = 0.0
            place.put(records[index], 0.0)
    return numbers


def _in_utc(
    records: Sequence[Any], place: Place, instants: list[dt.datetime | None], broken: list[int]
) -> list[dt.datetime | None]:
    """``instants`` in UTC; also set in ``records``, so that equal instants are equal bytes in the canonical form."""
    for index, instant in enumerate(instants):
        if instant is None or instant.tzinfo is dt.UTC:
            continue
        try:
            instants[index] = instant.astimezone(dt.UTC)
        except OverflowError:
            broken.append(index)
            instants[index] = dt.datetime.max.replace(tzinfo=dt.UTC)
        place.put(records[index], instants[index])
    return instants


def _by_the_clocks(written: Sequence[str | None], zone: ZoneInfo, broken: list[int]) -> list[dt.datetime | None]:
    """Instants in UTC of what clocks of ``zone`` show; what they never show, or twice, is broken."""
    instants: list[dt.datetime | None] = []
    for index, text in enumerate(written):
        instant = None if text is None else _instant(text, zone)
        if text is not None and instant is None:
            broken.append(index)
            instant = dt.datetime.max.replace(tzinfo=dt.UTC)
        instants.append(instant)
    return instants


def _instant(text: str, zone: ZoneInfo) -> dt.datetime | None:
    if not _LOCAL.fullmatch(text):
        return None
    try:
        earlier = dt.datetime.fromisoformat(text).replace(tzinfo=zone)
        later = earlier.replace(fold=1)
        return earlier.astimezone(dt.UTC) if earlier.utcoffset() == later.utcoffset() else None
    except (ValueError, OverflowError):
        return None

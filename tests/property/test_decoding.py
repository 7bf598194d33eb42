"""Decoding any bytes: it never raises, and each row is good or has one reason, whoever stands beside it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas.constraints import Instant, OneOf, Pattern, Real, Text, Whole
from schemas.contract import Contract, Field
from schemas.decoding import Decoded
from schemas.outcomes import Reason
from tests.unit.records import CONTRACTS, RECEIVED, decoded, event

pytestmark = pytest.mark.property

contracts = st.sampled_from([contract for contract, _ in CONTRACTS.values()])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def value_of(field: Field) -> st.SearchStrategy[Any]:
    """Values that ``field`` allows."""
    constraint = field.constraint
    match constraint:
        case Text():
            return st.text(st.characters(codec="utf-8"), min_size=1, max_size=min(constraint.longest, 40))
        case Pattern():
            return st.from_regex(constraint.regex, fullmatch=True).map(lambda text: text.replace("\n", ""))
        case OneOf():
            return st.sampled_from(constraint.values)
        case Whole():
            return st.integers(constraint.least, constraint.most)
        case Real():
            return st.floats(constraint.least, constraint.most).map(lambda number: number + 0.0)
        case Instant():
            return instants()


def instants() -> st.SearchStrategy[str]:
    offsets = st.integers(-1439, 1439).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
    moments = st.datetimes(dt.datetime(2000, 1, 3), dt.datetime(2026, 2, 27), timezones=offsets)  # noqa: DTZ001
    return moments.map(lambda moment: moment.isoformat())


@st.composite
def records(draw: st.DrawFn, contract: Contract) -> dict[str, Any]:
    """Good records of ``contract``."""
    record = {}
    for field in contract.fields:
        if field.required or draw(st.booleans()):
            record[field.name] = draw(value_of(field))
    return record


@st.composite
def mutated(draw: st.DrawFn, contract: Contract) -> bytes:
    """A good record of ``contract`` with a few bytes cut out, put in or changed."""
    raw = bytearray(json.dumps(draw(records(contract)), ensure_ascii=draw(st.booleans())).encode())
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(raw)))
        raw[place : place + draw(st.integers(0, 3))] = draw(st.binary(max_size=3) | st.sampled_from(PIECES))
    return bytes(raw)


PIECES = [
    b'"',
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b",",
    rb"\ud800",
    rb"\u0000",
    b"null",
    b"1e999",
    b"\xef\xbb\xbf",
    b"\xff",
]


@st.composite
def with_a_stray_value(draw: st.DrawFn, contract: Contract) -> bytes:
    """A good record of ``contract`` with values of any kind in a few of its fields."""
    names = st.sampled_from([field.name for field in contract.fields])
    return json.dumps(draw(records(contract)) | draw(st.dictionaries(names, json_values, max_size=2))).encode()


def payloads(contract: Contract) -> st.SearchStrategy[bytes | None]:
    return st.one_of(
        st.none(),
        st.binary(max_size=200),
        json_values.map(lambda value: json.dumps(value).encode()),
        records(contract).map(lambda record: json.dumps(record).encode()),
        mutated(contract),
        with_a_stray_value(contract),
    )


batches = contracts.flatmap(
    lambda contract: st.tuples(st.just(contract), st.lists(payloads(contract), min_size=1, max_size=4))
)


@settings(max_examples=120, deadline=None)
@given(batches)
def test_each_row_is_good_or_has_one_reason(batch: tuple[Contract, list[bytes | None]]) -> None:
    contract, raws = batch
    result = decoded(raws, contract)
    assert sorted([*result.rows.tolist(), *(row for row, _ in result.rejected)]) == list(range(len(raws)))
    assert all(isinstance(reason, Reason) for _, reason in result.rejected)
    assert len(result.rejected_subjects) == len(result.rejected)
    good = len(result.rows)
    assert {len(column) for column in result.columns.values()} == {good}
    assert (len(result.canonical), len(result.unknown)) == (good, good)


@settings(max_examples=60, deadline=None)
@given(batches)
def test_what_stands_beside_a_record_does_not_matter(batch: tuple[Contract, list[bytes | None]]) -> None:
    contract, raws = batch
    together = _told(decoded(raws, contract), contract)
    assert together == [_told(decoded([raw], contract), contract)[0] for raw in raws]


def _told(result: Decoded, contract: Contract) -> list[tuple[Any, ...]]:
    """All that is said of each payload, by row."""
    told: dict[int, tuple[Any, ...]] = {}
    columns = [result.columns[field.name].to_pylist() for field in contract.fields]
    for index, row in enumerate(result.rows.tolist()):
        values = tuple(column[index] for column in columns)
        told[row] = (values, result.canonical[index], int(result.unknown[index]))
    for (row, reason), subject in zip(result.rejected, result.rejected_subjects, strict=True):
        told[row] = (reason, subject)
    return [told[row] for row in sorted(told)]


@settings(max_examples=120, deadline=None)
@given(
    contracts.flatmap(lambda contract: st.tuples(st.just(contract), st.lists(records(contract), max_size=4))),
    st.booleans(),
    st.integers(0, 3),
)
def test_good_records_are_read_as_pythons_own_parser_reads_them(
    batch: tuple[Contract, list[dict[str, Any]]], ascii_only: bool, unknown: int
) -> None:
    contract, made = batch
    extra = {f"Unknown {number}": [number] for number in range(unknown)}
    raws = [json.dumps(record | extra, ensure_ascii=ascii_only).encode() for record in made]
    result = decoded(raws, contract)
    assert result.rejected == []
    assert result.unknown.tolist() == [unknown] * len(made)
    for field in contract.fields:
        independent = [_plain(field, json.loads(raw).get(field.name)) for raw in raws]
        assert result.columns[field.name].to_pylist() == independent


def _plain(field: Field, value: Any) -> Any:
    if value is None:
        return None
    return dt.datetime.fromisoformat(value).astimezone(dt.UTC) if isinstance(field.constraint, Instant) else value


@settings(max_examples=80, deadline=None)
@given(batches)
def test_whatever_is_taken_is_strict_json_with_each_key_once(batch: tuple[Contract, list[bytes | None]]) -> None:
    contract, raws = batch
    for row in decoded(raws, contract).rows:
        raw = raws[row]
        assert raw is not None
        assert isinstance(json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_refused), dict)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    assert len(made) == len(pairs)
    return made


def _refused(constant: str) -> None:
    pytest.fail(f"{constant} is not JSON")


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text(max_size=6), json_values, max_size=4), st.randoms(use_true_random=False))
def test_unknown_fields_are_as_many_as_pythons_own_parser_sees(extra: dict[str, Any], random: Any) -> None:
    members = list((json.loads(event()) | {f"x{key}": value for key, value in extra.items()}).items())
    random.shuffle(members)
    raw = json.dumps(dict(members), allow_nan=True).encode()
    result = decoded([raw])
    if result.rejected:
        assert result.rejected[0][1] in (Reason.INVALID_JSON, Reason.LONE_SURROGATE)
    else:
        assert result.unknown.tolist() == [len(extra)]
        assert result.canonical == decoded([event()]).canonical


@settings(max_examples=60, deadline=None)
@given(st.timedeltas(dt.timedelta(minutes=-10), dt.timedelta(minutes=10)), st.integers(-1439, 1439))
@example(dt.timedelta(minutes=5), 330)
@example(dt.timedelta(minutes=5, microseconds=1), -330)
def test_an_event_is_in_the_future_from_five_minutes_after_its_arrival(ahead: dt.timedelta, offset: int) -> None:
    contract, good = CONTRACTS["events"]
    moment = (RECEIVED + ahead).astimezone(dt.timezone(dt.timedelta(minutes=offset)))
    result = decoded([good(event_timestamp=moment.isoformat())])
    expected = [(0, Reason.FUTURE_EVENT_TIME)] if ahead > contract.ahead else []
    assert result.rejected == expected

"""Decoding: every way a record can be wrong has one reason, and good records around it stay good."""

from __future__ import annotations

import datetime as dt
import json
import time
import unicodedata
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pytest

from schemas.constraints import Real, Text
from schemas.contract import Contract, Field
from schemas.decoding import Decoded
from schemas.events import EVENTS
from schemas.outcomes import FAULTS, Reason
from schemas.users import USERS
from tests.unit.records import EVENT, RECEIVED, decoded, event, event_and, profile

pytestmark = pytest.mark.unit

STRICT = replace(EVENTS, unknown_fields="reject")
NESTED_ONCE_TOO_OFTEN = EVENTS.deepest_nesting


@dataclass(frozen=True)
class Wrong:
    """A payload and the reason that it must be rejected for."""

    story: str
    payload: bytes | None
    reason: Reason
    contract: Contract = EVENTS


def nested(levels: int, opening: bytes = b"[", closing: bytes = b"]") -> bytes:
    """``levels`` brackets within the outermost one."""
    return event_and(b'"extra":' + opening * levels + b"1" + closing * levels)


def at(instant: str) -> bytes:
    return event(event_timestamp=instant)


SHORT = replace(
    EVENTS, fields=tuple(replace(f, constraint=Text(9, 3)) if f.name == "browser" else f for f in EVENTS.fields)
)

WRONG = (
    Wrong("no value", None, Reason.NULL_PAYLOAD),
    Wrong("5 MB", event(browser="x" * 5_000_000), Reason.TOO_LARGE),
    Wrong("one byte too large", event().ljust(EVENTS.longest_payload + 1), Reason.TOO_LARGE),
    Wrong("100 000 levels are too large first", nested(100_000), Reason.TOO_LARGE),
    Wrong("Latin-1", event(user_id="Zoë").decode().encode("latin-1"), Reason.INVALID_UTF8),
    Wrong("a stray byte in an unknown field", event_and(b'"extra":"\xff"'), Reason.INVALID_UTF8),
    Wrong("a stray byte in an unknown key", event_and(b'"\xfe":1'), Reason.INVALID_UTF8),
    Wrong("an overlong slash", event().replace(b"ada", b"\xc0\xaf"), Reason.INVALID_UTF8),
    Wrong("CESU-8 surrogates", event().replace(b"ada", b"\xed\xa0\xbd\xed\xb8\x80"), Reason.INVALID_UTF8),
    Wrong("cut inside a character", event(user_id="é").partition(b"\xa9")[0], Reason.INVALID_UTF8),
    Wrong("beyond the last code point", event().replace(b"ada", b"\xf4\x90\x80\x80"), Reason.INVALID_UTF8),
    Wrong("33 levels of lists", nested(NESTED_ONCE_TOO_OFTEN), Reason.TOO_DEEP),
    Wrong("33 levels of objects", nested(NESTED_ONCE_TOO_OFTEN, b'{"a":', b"}"), Reason.TOO_DEEP),
    Wrong("5 000 levels", nested(5_000), Reason.TOO_DEEP),
    Wrong("5 000 levels and no end", b"[" * 5_000, Reason.TOO_DEEP),
    Wrong(
        "100 000 levels under a generous limit",
        nested(100_000),
        Reason.TOO_DEEP,
        replace(EVENTS, longest_payload=1_000_000),
    ),
    Wrong("half a surrogate pair in a known field", event().replace(b"ada", rb"\ud83d"), Reason.LONE_SURROGATE),
    Wrong("half a surrogate pair in an unknown field", event_and(rb'"extra":"\ud83d"'), Reason.LONE_SURROGATE),
    Wrong("half a surrogate pair deep in an unknown field", event_and(rb'"e":[{"a":"\ude00"}]'), Reason.LONE_SURROGATE),
    Wrong("half a surrogate pair in a key", event_and(rb'"\ud83d":1'), Reason.LONE_SURROGATE),
    Wrong("a surrogate pair the wrong way round", event().replace(b"ada", rb"\ude00\ud83d"), Reason.LONE_SURROGATE),
    Wrong("nothing at all", b"", Reason.INVALID_JSON),
    Wrong("white space only", b" \n\t\r ", Reason.INVALID_JSON),
    Wrong("a byte order mark in front", b"\xef\xbb\xbf" + event(), Reason.INVALID_JSON),
    Wrong("UTF-16", event().decode().encode("utf-16-le"), Reason.INVALID_JSON),
    Wrong("UTF-32", event().decode().encode("utf-32-be"), Reason.INVALID_JSON),
    Wrong("two records in one payload", event() + event(), Reason.INVALID_JSON),
    Wrong("a stray bracket behind it", event() + b"}", Reason.INVALID_JSON),
    Wrong("a null byte behind it", event() + b"\0", Reason.INVALID_JSON),
    Wrong("cut short", event()[:-1], Reason.INVALID_JSON),
    Wrong("cut inside a string", event()[:20], Reason.INVALID_JSON),
    Wrong("single quotes", event().replace(b'"', b"'"), Reason.INVALID_JSON),
    Wrong("a trailing comma", event()[:-1] + b",}", Reason.INVALID_JSON),
    Wrong("a comment", event_and(b'"extra":1/* why */'), Reason.INVALID_JSON),
    Wrong("NaN in a known field", event_and(b'"price":NaN'), Reason.INVALID_JSON),
    Wrong("Infinity in a known field", event_and(b'"price":Infinity'), Reason.INVALID_JSON),
    Wrong("-Infinity in an unknown field", event_and(b'"extra":-Infinity'), Reason.INVALID_JSON),
    Wrong("a leading zero", event_and(b'"quantity":01'), Reason.INVALID_JSON),
    Wrong("a number without digits behind the point", event_and(b'"price":1.'), Reason.INVALID_JSON),
    Wrong("an escape that JSON does not know, in an unknown field", event_and(rb'"extra":"\q"'), Reason.INVALID_JSON),
    Wrong("a bare line feed in a text", event().replace(b"ada", b"a\na"), Reason.INVALID_JSON),
    Wrong("a bare control character in an unknown key", event_and(b'"\x01":1'), Reason.INVALID_JSON),
    Wrong("a list", b"[" + event() + b"]", Reason.NOT_AN_OBJECT),
    Wrong("a text", b'"ada-17"', Reason.NOT_AN_OBJECT),
    Wrong("a number", b"17", Reason.NOT_AN_OBJECT),
    Wrong("null", b"null", Reason.NOT_AN_OBJECT),
    Wrong("true", b"true", Reason.NOT_AN_OBJECT),
    Wrong("a key twice", event_and(b'"user_id":"bob-18"'), Reason.DUPLICATE_FIELD),
    Wrong("a key twice with one value", event_and(b'"user_id":"ada-17"'), Reason.DUPLICATE_FIELD),
    Wrong("a key twice, once escaped", event_and(rb'"user\u005fid":"bob-18"'), Reason.DUPLICATE_FIELD),
    Wrong("a key twice, all escaped", event_and(rb'"\u0075ser_id":"ada-17"'), Reason.DUPLICATE_FIELD),
    Wrong("a key twice, once null", event_and(b'"browser":"Opera","browser":null'), Reason.DUPLICATE_FIELD),
    Wrong("a key twice, space before the colon", event_and(b'"user_id"  \n :"bob-18"'), Reason.DUPLICATE_FIELD),
    Wrong("a number twice", event_and(b'"quantity":1,"quantity":1'), Reason.DUPLICATE_FIELD),
    Wrong("an unknown key twice", event_and(b'"extra":1,"extra":2'), Reason.DUPLICATE_FIELD),
    Wrong("a key twice inside an unknown field", event_and(b'"extra":[{"a":1,"a":1}]'), Reason.DUPLICATE_FIELD),
    Wrong("an unknown field where none is allowed", event_and(b'"extra":1'), Reason.UNKNOWN_FIELD, STRICT),
    Wrong("no record id", event(event_id=...), Reason.MISSING_RECORD_ID),
    Wrong("record id is null", event(event_id=None), Reason.MISSING_RECORD_ID),
    Wrong("no subject", event(user_id=...), Reason.MISSING_SUBJECT),
    Wrong("subject is empty", event(user_id=""), Reason.MISSING_SUBJECT),
    Wrong("subject is null", event(user_id=None), Reason.MISSING_SUBJECT),
    Wrong("no subject, and an unknown field", event(user_id=..., extra=1), Reason.MISSING_SUBJECT),
    Wrong("no event time", event(event_timestamp=...), Reason.MISSING_EVENT_TIME),
    Wrong("event time is null", event(event_timestamp=None), Reason.MISSING_EVENT_TIME),
    Wrong("no other required field", event(event_type=...), Reason.MISSING_FIELD),
    Wrong("another required field is null", event(event_type=None), Reason.MISSING_FIELD),
    Wrong("a profile without creation", profile(created_at=...), Reason.MISSING_FIELD, USERS),
    Wrong("a profile without subject", profile(user_id=...), Reason.MISSING_SUBJECT, USERS),
    Wrong("a profile without its time", profile(updated_at=...), Reason.MISSING_EVENT_TIME, USERS),
    Wrong("an object where a text belongs", event(user_id={"id": "ada-17"}), Reason.WRONG_TYPE),
    Wrong("a list where a text belongs", event(browser=["Opera"]), Reason.WRONG_TYPE),
    Wrong("a number where a text belongs", event(user_id=17), Reason.WRONG_TYPE),
    Wrong("a text where a number belongs", event(price="9.99"), Reason.WRONG_TYPE),
    Wrong("a text where a whole number belongs", event(quantity="2"), Reason.WRONG_TYPE),
    Wrong("true where a number belongs", event(quantity=True), Reason.WRONG_TYPE),
    Wrong("1.0 where a whole number belongs", event(quantity=1.0), Reason.WRONG_TYPE),
    Wrong("1e0 where a whole number belongs", event_and(b'"quantity":1e0'), Reason.WRONG_TYPE),
    Wrong("a number where an instant belongs", event(event_timestamp=1_767_225_600), Reason.WRONG_TYPE),
    Wrong("a number where a listed word belongs", event(event_type=1), Reason.WRONG_TYPE),
    Wrong("129 characters of subject", event(user_id="é" * 129), Reason.TOO_LONG),
    Wrong("2 049 characters of address", event(page_url="a" * 2049), Reason.TOO_LONG),
    Wrong("2 characters of 3", event(browser="ab"), Reason.OUT_OF_RANGE, SHORT),
    Wrong("no character of 3", event(browser=""), Reason.OUT_OF_RANGE, SHORT),
    Wrong("no piece", event(quantity=0), Reason.OUT_OF_RANGE),
    Wrong("1 001 pieces", event(quantity=1001), Reason.OUT_OF_RANGE),
    Wrong("a price below zero", event(price=-0.01), Reason.OUT_OF_RANGE),
    Wrong("a price above the most", event(price=100_000.01), Reason.OUT_OF_RANGE),
    Wrong("30 digits of pieces", event_and(b'"quantity":' + b"9" * 30), Reason.OUT_OF_RANGE),
    Wrong("5 000 digits of pieces", event_and(b'"quantity":' + b"9" * 5_000), Reason.OUT_OF_RANGE),
    Wrong("5 000 digits of price", event_and(b'"price":' + b"9" * 5_000), Reason.OUT_OF_RANGE),
    Wrong("a price of 1e999", event_and(b'"price":1e999'), Reason.OUT_OF_RANGE),
    Wrong("before the earliest instant", at("1999-12-31T23:59:59.999999Z"), Reason.OUT_OF_RANGE),
    Wrong("the earliest instant of another offset", at("2000-01-01T00:30:00+01:00"), Reason.OUT_OF_RANGE),
    Wrong("another instant too early", profile(last_login="1970-01-01T00:00:00Z"), Reason.OUT_OF_RANGE, USERS),
    Wrong("a word not listed", event(event_type="teleport"), Reason.NOT_IN_ENUM),
    Wrong("a listed word in capitals", event(event_type="CLICK"), Reason.NOT_IN_ENUM),
    Wrong("an empty word", event(device_type=""), Reason.NOT_IN_ENUM),
    Wrong("a word that imitates an error", event(event_type="of length >= 1"), Reason.NOT_IN_ENUM),
    Wrong("a word that imitates a null", event(event_type="got `null`"), Reason.NOT_IN_ENUM),
    Wrong("a record id too short", event(event_id="evt"), Reason.PATTERN_MISMATCH),
    Wrong("an empty record id", event(event_id=""), Reason.PATTERN_MISMATCH),
    Wrong("a record id with a line feed at its end", event(event_id="evt-00000001\n"), Reason.PATTERN_MISMATCH),
    Wrong("a record id with a foreign digit", event(event_id="evt-0000000١"), Reason.PATTERN_MISMATCH),
    Wrong("a ZIP code of nine digits", profile(zip_code="02139-4307"), Reason.PATTERN_MISMATCH, USERS),
    Wrong("no offset", at("2026-03-01T11:00:00"), Reason.BAD_TIMESTAMP),
    Wrong("no time", at("2026-03-01"), Reason.BAD_TIMESTAMP),
    Wrong("an empty instant", at(""), Reason.BAD_TIMESTAMP),
    Wrong("30 February", at("2026-02-30T11:00:00Z"), Reason.BAD_TIMESTAMP),
    Wrong("a leap second", at("2016-12-31T23:59:60Z"), Reason.BAD_TIMESTAMP),
    Wrong("24 o'clock", at("2026-02-28T24:00:00Z"), Reason.BAD_TIMESTAMP),
    Wrong("the year 0", at("0000-01-01T00:00:00Z"), Reason.BAD_TIMESTAMP),
    Wrong("an offset of a day", at("2026-03-01T11:00:00+24:00"), Reason.BAD_TIMESTAMP),
    Wrong("an offset that leaves the last year", at("9999-12-31T23:59:59-01:00"), Reason.BAD_TIMESTAMP),
    Wrong("an offset that leaves the first year", at("0001-01-01T00:00:00+01:00"), Reason.BAD_TIMESTAMP),
    Wrong("rounded up past the last year", at("9999-12-31T23:59:59.9999999Z"), Reason.BAD_TIMESTAMP),
    Wrong("epoch seconds as text", at("1767225600"), Reason.BAD_TIMESTAMP),
    Wrong("ahead by 5 min and a microsecond", at("2026-03-01T12:05:00.000001Z"), Reason.FUTURE_EVENT_TIME),
    Wrong("ahead by 5 min in another offset", at("2026-03-01T17:35:01+05:30"), Reason.FUTURE_EVENT_TIME),
    Wrong("the last instant there is", at("9999-12-31T23:59:59.999999Z"), Reason.FUTURE_EVENT_TIME),
)  # fmt: skip

_MARKED = [pytest.param(case, id=case.story) for case in WRONG]


def neighbours(contract: Contract) -> bytes:
    return profile() if contract is USERS else event()


@pytest.mark.parametrize("case", _MARKED)
def test_a_wrong_record_has_its_reason_and_harms_no_neighbour(case: Wrong) -> None:
    good = neighbours(case.contract)
    result = decoded([good, case.payload, good], case.contract)
    assert result.rejected == [(1, case.reason)]
    assert result.rows.tolist() == [0, 2]
    assert result.canonical[0] == result.canonical[1] == decoded([good], case.contract).canonical[0]
    assert {len(column) for column in result.columns.values()} == {2}


def test_every_reason_has_a_case() -> None:
    assert {case.reason for case in WRONG} == set(FAULTS)


def test_every_reason_has_a_remedy() -> None:
    assert all(reason.remedy for reason in Reason)


def optional_texts(contract: Contract) -> list[str]:
    return [field.name for field in contract.fields if isinstance(field.constraint, Text) and not field.required]


@pytest.mark.parametrize("contract", [EVENTS, USERS], ids=lambda contract: contract.name)
def test_an_empty_optional_text_is_taken_and_is_not_an_absent_one(contract: Contract) -> None:
    make = profile if contract is USERS else event
    names = optional_texts(contract)
    assert names
    result = decoded([make(**dict.fromkeys(names, "")), make()], contract)
    assert result.rejected == []
    assert [result.columns[name].to_pylist() for name in names] == [["", None]] * len(names)
    assert result.canonical[0] != result.canonical[1]


def test_an_unclosed_text_of_escaped_quotes_takes_no_longer_than_other_records() -> None:
    hostile = b"[" * 33 + b'"' + rb"\"" * 8_000
    begun = time.process_time()
    result = decoded([hostile])
    assert result.rejected[0][1] in (Reason.TOO_DEEP, Reason.INVALID_JSON)
    assert time.process_time() - begun < 0.3


GOOD = {
    "white space around it": b" \r\n\t" + event() + b" \n",
    "exactly as long as allowed": event().ljust(EVENTS.longest_payload),
    "exactly 5 min ahead": at("2026-03-01T12:05:00Z"),
    "exactly 5 min ahead in another offset": at("2026-03-01T17:35:00+05:30"),
    "the earliest instant": at("2000-01-01T00:00:00Z"),
    "small letters in the instant": at("2026-03-01t11:00:00z"),
    "nanoseconds": at("2026-03-01T11:00:00.123456789Z"),
    "128 characters of subject": event(user_id="é" * 128),
    "128 characters outside the first plane": event(user_id="🦉" * 128),
    "a subject with an escaped null character": event().replace(b"ada-17", rb"ada\u0000"),
    "a subject of white space": event(user_id=" "),
    "a surrogate pair": event().replace(b"ada", rb"\ud83e\udd89"),
    "escaped quotes": event(browser='"Opera"'),
    "escaped spelling of a key": event().replace(b"user_id", rb"user\u005fid"),
    "32 levels": nested(NESTED_ONCE_TOO_OFTEN - 1),
    "brackets inside texts": event(search_query="[{" * 200),
    "brackets inside texts behind an escaped quote": event(search_query='"' + "[" * 200),
    "many brackets side by side": event_and(b'"extra":[' + b"[]," * 100 + b"[]]"),
    "an unknown number beyond all bounds": event_and(b'"extra":1e999'),
    "an unknown number of 6 000 digits": event_and(b'"extra":' + b"9" * 6_000),
    "every field": event(
        session_id="s", device_type="tablet", browser="b", referrer="r", ip_address="i", page_url="p", search_query="q",
        product_id="p-1", quantity=1000, price=100_000, video_id="v_1", duration_seconds=0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("payload", GOOD.values(), ids=GOOD.keys())
def test_a_good_record_is_taken(payload: bytes) -> None:
    result = decoded([payload])
    assert result.rejected == []
    assert result.rows.tolist() == [0]


UNKNOWN = {
    "none": (event(), 0),
    "one": (event_and(b'"extra":1'), 1),
    "several": (event_and(b'"a":1,"b":{"c":[1,2]},"d":null'), 3),
    "names that look like ours": (event_and(b'"User_id":"x","user_id ":1,"user-id":2,"event":3'), 4),
    "a look-alike letter": (event(usеr_id="x"), 1),
    "our names inside an unknown object": (event_and(b'"extra":{"user_id":"x","event_id":"y"}'), 1),
    "the empty name": (event_and(b'"":1'), 1),
    "a known name escaped": (event().replace(b"user_id", rb"user\u005fid"), 0),
}


@pytest.mark.parametrize(("payload", "count"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_unknown_fields_are_counted_and_change_nothing_else(payload: bytes, count: int) -> None:
    result = decoded([event(), payload])
    assert result.unknown.tolist() == [0, count]
    assert result.canonical[0] == result.canonical[1]
    assert set(result.columns) == {field.name for field in EVENTS.fields}


def test_no_records_are_no_records() -> None:
    result = decoded([])
    assert (result.rows.size, result.canonical, result.rejected) == (0, [], [])
    assert {name: column.type for name, column in result.columns.items()} == {
        field.name: field.constraint.arrow for field in EVENTS.fields
    }


SAME = {
    "equal instants in different offsets": (at("2026-03-01T11:00:00Z"), at("2026-03-01T16:30:00+05:30")),
    "equal instants across midnight": (at("2026-02-28T23:30:00Z"), at("2026-03-01T00:30:00+01:00")),
    "an offset of minus zero": (at("2026-03-01T11:00:00Z"), at("2026-03-01T11:00:00-00:00")),
    "zeros behind the second": (at("2026-03-01T11:00:00Z"), at("2026-03-01T11:00:00.000Z")),
    "other instants of the record in another offset": (
        profile(last_login="2026-01-01T00:00:00Z"),
        profile(last_login="2025-12-31T19:00:00-05:00"),
    ),
    "keys in another order": (event(), json.dumps(dict(reversed(EVENT.items()))).encode()),
    "white space": (event(), json.dumps(EVENT, indent=4).encode()),
    "null and absent": (event(), event(browser=None, quantity=None)),
    "1 and 1.0 of a real number": (event(price=1), event(price=1.0)),
    "1.50 and 15e-1": (event_and(b'"price":1.50'), event_and(b'"price":15e-1')),
    "escaped and plain text": (event(user_id="Zoë"), event(user_id="Zoë").replace("ë".encode(), rb"\u00eb")),
    "escaped and plain slash": (event(page_url="a/b"), event(page_url="a/b").replace(b"a/b", rb"a\/b")),
    "with and without an unknown field": (event(), event_and(b'"extra":1')),
}


def contract_of(payload: bytes) -> Contract:
    return USERS if b"created_at" in payload else EVENTS


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME.keys())
def test_equal_records_have_equal_canonical_forms(one: bytes, other: bytes) -> None:
    result = decoded([one, other], contract_of(one))
    assert result.rejected == []
    assert result.canonical[0] == result.canonical[1]


def test_minus_zero_is_zero() -> None:
    result = decoded([event(price=0), event(price=-0.0), event()])
    assert result.canonical[0] == result.canonical[1]
    assert [str(price) for price in result.columns["price"].to_pylist()] == ["0.0", "0.0", "None"]


DIFFERENT = {
    "another person": event(user_id="bob-18"),
    "another record id": event(event_id="evt-00000002"),
    "one microsecond later": at("2026-03-01T11:00:00.000001Z"),
    "the same clock in another offset": at("2026-03-01T11:00:00+01:00"),
    "a field more": event(browser="Opera"),
    "the same text in another field": event(session_id="Opera"),
    "a subject in capitals": event(user_id="ADA-17"),
    "a subject with a space behind": event(user_id="ada-17 "),
    "a subject with a null character behind": event().replace(b"ada-17", rb"ada-17\u0000"),
}


def test_different_records_have_different_canonical_forms() -> None:
    result = decoded([event(), *DIFFERENT.values()])
    assert result.rejected == []
    assert len(set(result.canonical)) == 1 + len(DIFFERENT)


def test_identifiers_are_exact_bytes() -> None:
    composed, split = (unicodedata.normalize(form, "Zoë") for form in ("NFC", "NFD"))
    result = decoded([event(user_id=composed), event(user_id=split)])
    subjects = [subject.encode() for subject in result.columns["user_id"].to_pylist()]
    assert subjects == [composed.encode(), split.encode()]
    assert subjects[0] != subjects[1]
    assert result.canonical[0] != result.canonical[1]


def test_instants_come_out_in_utc_to_the_microsecond() -> None:
    result = decoded([at("2026-03-01T16:30:00.1234567+05:30")])
    assert result.columns["event_timestamp"].to_pylist() == [dt.datetime(2026, 3, 1, 11, 0, 0, 123457, tzinfo=dt.UTC)]
    assert result.columns["event_timestamp"].type == pa.timestamp("us", tz="UTC")


def test_the_clock_is_that_of_the_arrival_and_not_of_the_wall() -> None:
    later = RECEIVED + dt.timedelta(days=365 * 50)
    far = at("2076-02-16T12:00:00Z")
    assert decoded([far], received=later).rejected == []
    assert decoded([far]).rejected == [(0, Reason.FUTURE_EVENT_TIME)]


SUBJECTS: dict[str, tuple[bytes | None, str | None]] = {
    "wrong elsewhere": (event(quantity=0), "ada-17"),
    "future": (at("2030-01-01T00:00:00Z"), "ada-17"),
    "an invalid byte elsewhere": (event_and(b'"extra":"\xff"'), "ada-17"),
    "no subject": (event(user_id=...), None),
    "a subject of the wrong type": (event(user_id=17), None),
    "a subject too long": (event(user_id="x" * 129), None),
    "no JSON": (b'{"user_id":"ada-17"', None),
    "no value": (None, None),
    "too large": (event().ljust(5_000_000), None),
}


@pytest.mark.parametrize(("payload", "subject"), SUBJECTS.values(), ids=SUBJECTS.keys())
def test_the_subject_of_a_rejected_record_is_told_where_it_can_be_read(
    payload: bytes | None, subject: str | None
) -> None:
    assert decoded([event(), payload]).rejected_subjects == [subject]


BOB_TOO = b'"user_id":"bob-18"'
FAULTS_BESIDE = {
    "no other": b"",
    "ahead of the clock": b',"event_timestamp":"2999-01-01T00:00:00Z"',
    "half a surrogate pair": rb',"extra":"\ud83d"',
    "out of range": b',"quantity":0',
    "a word not listed": b',"event_type":"teleport"',
    "too deep": b',"extra":' + b"[" * 40 + b"]" * 40,
    "of the wrong type": b',"event_id":1',
    "an invalid byte": b',"extra":"\xff"',
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS_BESIDE.values(), ids=FAULTS_BESIDE.keys())
def test_a_record_that_names_two_persons_is_nobodys_whatever_else_is_wrong(fault: bytes) -> None:
    result = decoded([event_and(BOB_TOO + fault)])
    assert len(result.rejected) == 1
    assert result.rejected_subjects == [None]


def test_a_contract_of_another_company_decodes_alike() -> None:
    visits = Contract(
        name="visits",
        version=1,
        subject="patient",
        event_time="event_timestamp",
        fields=(
            Field("patient", Text(8, shortest=1), "who", required=True),
            EVENTS.field("event_timestamp"),
            Field("weight", Real(0, 500), "kilograms", required=True),
        ),
    )

    def visit(**overrides: Any) -> bytes:
        default = {"patient": "p", "event_timestamp": "2026-03-01T11:00:00Z", "weight": 70}
        return json.dumps(default | overrides).encode()

    result: Decoded = decoded([visit(), visit(weight=None), visit(weight=501), visit(patient="")], visits)
    assert result.columns["weight"].to_pylist() == [70.0]
    assert result.rejected == [(1, Reason.MISSING_FIELD), (2, Reason.OUT_OF_RANGE), (3, Reason.MISSING_SUBJECT)]

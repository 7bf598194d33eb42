"""Treatments over all values: against independent readings, and with canaries that must not come out.

What each technique guarantees is held by the tests that are marked as its own; none is without one.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import itertools
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, TypeVar

import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from privacy.hierarchies import BROWSERS, PAGES, REFERRER_HOSTS, REGION_OF_STATE, SPARSE_ZIP3
from privacy.keyed import (
    Encrypt,
    HashEmail,
    HashWithinPerson,
    Pseudonym,
    RecordIdentity,
    ShiftWithinPerson,
    decrypted,
    event_keys,
)
from privacy.keys import KeyedHash, PersonKeys, Seal, Unopenable, canonical_email
from privacy.redaction import vocabulary
from privacy.treatments import (
    Bands,
    ClosedList,
    Keep,
    MaskAddress,
    Parent,
    Persons,
    Redact,
    ReferrerHost,
    RoundTo,
    RouteTemplate,
    Suppress,
    ToCents,
    TopCode,
    Treatment,
    Truncate,
    Zip3,
)
from tests.support.techniques import TREATMENTS

pytestmark = pytest.mark.property

CANARY = "canary7f3a"
texts = st.text(st.characters(codec="utf-8"), max_size=60)
ADA = b"a" * 16
user_keys = st.binary(min_size=16, max_size=16)
moments = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001
INSTANT = pa.timestamp("us", tz="UTC")


GUARANTEED: set[type] = set()
Test = TypeVar("Test", bound=Callable[..., None])


def guarantee_of(*techniques: type) -> Callable[[Test], Test]:
    """Marks a test of what these techniques guarantee."""
    GUARANTEED.update(techniques)
    return lambda test: test


def test_no_technique_is_without_a_test_of_its_guarantee() -> None:
    assert GUARANTEED == TREATMENTS
    assert {type(case.treatment) for case in CASES} | {RecordIdentity} == TREATMENTS


def treated(
    treatment: Treatment, values: list[Any], type_: pa.DataType | None = None, keys: list[bytes] | None = None
) -> list[Any]:
    """``values`` treated, of one person unless ``keys`` say whose: as many come out, and null where null was."""
    keys = keys or [ADA] * len(values)
    out = treatment.apply(pa.array(values, type_ or pa.string()), persons(keys)).to_pylist()
    assert len(out) == len(values)
    if not isinstance(treatment, Pseudonym):
        assert all(after is None for before, after in zip(values, out, strict=True) if before is None)
    return out  # type: ignore[no-any-return]


def persons(keys: list[bytes], event_key: bytes = b"e" * 32, email_key: bytes = b"m" * 32) -> Persons:
    """Whose data keys are their pseudonyms twice."""
    return Persons(keys, KeyedHash(event_key), KeyedHash(email_key), [Seal(key * 2) for key in keys])


@dataclass(frozen=True)
class Case:
    """A technique with values that it may meet."""

    treatment: Treatment
    values: st.SearchStrategy[Any]
    type_: pa.DataType


ages, amounts = st.integers(0, 130), st.floats(0, 10_000_000)
CASES = (
    Case(Keep(), texts, pa.string()),
    Case(Suppress(), texts, pa.string()),
    Case(Redact(), texts, pa.string()),
    Case(Pseudonym(), texts, pa.string()),
    Case(HashWithinPerson("session"), texts, pa.string()),
    Case(HashEmail(), texts, pa.string()),
    Case(Encrypt("note"), texts, pa.string()),
    Case(ShiftWithinPerson("updated"), moments, INSTANT),
    Case(Truncate("minute"), moments, INSTANT),
    Case(Truncate("day"), moments, INSTANT),
    Case(Truncate("week"), moments, INSTANT),
    Case(Truncate("month"), moments, INSTANT),
    Case(Bands(10, 90), ages, pa.int64()),
    Case(RoundTo(10), amounts, pa.float64()),
    Case(TopCode(50), ages, pa.int64()),
    Case(ToCents(), amounts, pa.float64()),
    Case(ClosedList(BROWSERS), texts | st.sampled_from(BROWSERS), pa.string()),
    Case(Parent(REGION_OF_STATE), texts | st.sampled_from(sorted(REGION_OF_STATE)), pa.string()),
    Case(Zip3(SPARSE_ZIP3), texts | st.from_regex(r"[0-9]{5}", fullmatch=True), pa.string()),
    Case(ReferrerHost(REFERRER_HOSTS), texts, pa.string()),
    Case(RouteTemplate(PAGES), texts, pa.string()),
    Case(MaskAddress(), texts | st.ip_addresses().map(str), pa.string()),
)
by_name = pytest.mark.parametrize(
    "case", CASES, ids=[f"{case.treatment.technique}-{at}" for at, case in enumerate(CASES)]
)


@by_name
def test_a_row_depends_on_itself_alone_and_null_stays_null(case: Case) -> None:
    """Whatever stands beside it: so batches of any size give the same rows."""

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.none() | case.values, max_size=8))
    def check(values: list[Any]) -> None:
        together = treated(case.treatment, values, case.type_)
        alone = [treated(case.treatment, [value], case.type_)[0] for value in values]
        if isinstance(case.treatment, Encrypt):
            together, alone = ([each is None for each in out] for out in (together, alone))
        assert together == alone

    check()


@by_name
def test_one_person_or_another_differ_where_the_technique_is_within_the_person(case: Case) -> None:
    of_the_person = isinstance(case.treatment, Pseudonym | HashWithinPerson | ShiftWithinPerson | Encrypt)

    @settings(max_examples=40, deadline=None)
    @given(case.values, user_keys, user_keys)
    def check(value: Any, ada: bytes, bob: bytes) -> None:
        assume(ada != bob)
        one, other = treated(case.treatment, [value, value], case.type_, [ada, bob])
        assert (one != other) == of_the_person

    check()


IN_ORDER = [case for case in CASES if isinstance(case.treatment, Truncate | Bands | RoundTo | TopCode | ToCents)]


@pytest.mark.parametrize("case", IN_ORDER, ids=[case.treatment.technique for case in IN_ORDER])
def test_what_is_coarser_is_in_the_order_it_was(case: Case) -> None:
    @settings(max_examples=60, deadline=None)
    @given(st.lists(case.values, min_size=2, max_size=8).map(sorted))
    def check(values: list[Any]) -> None:
        out = treated(case.treatment, values, case.type_)
        assert all(low <= high for low, high in itertools.pairwise(out))

    check()


@guarantee_of(Keep)
@given(st.lists(st.none() | texts, max_size=8))
def test_what_is_kept_is_the_same(values: list[str | None]) -> None:
    assert treated(Keep(), values) == values


@guarantee_of(Suppress)
@given(st.lists(st.none() | texts, max_size=8))
def test_of_what_is_suppressed_nothing_comes_out(values: list[str | None]) -> None:
    assert treated(Suppress(), values) == [None] * len(values)


@guarantee_of(Redact)
@settings(max_examples=200, deadline=None)
@given(st.lists(texts | st.sampled_from(["red shoes", f"{CANARY} shoes", f"mail ada@{CANARY}.example"]), max_size=8))
def test_of_a_redacted_text_only_listed_words_come_out(values: list[str]) -> None:
    for text in treated(Redact(), values):
        for word in (text or "").split(" ") if text else ():
            assert word in vocabulary() or re.fullmatch(r"\[[A-Z_]+\]|[0-9]{1,2}", word)


@guarantee_of(Pseudonym)
@given(st.lists(st.tuples(user_keys, st.none() | texts), max_size=8))
def test_a_pseudonym_says_nothing_of_the_identifier(rows: list[tuple[bytes, str | None]]) -> None:
    keys, values = [key for key, _ in rows], [value for _, value in rows]
    assert treated(Pseudonym(), values, None, keys) == keys


identities = st.tuples(user_keys, texts, st.integers(-(2**62), 2**62))


@guarantee_of(RecordIdentity)
@given(st.lists(identities, min_size=2, max_size=8, unique=True))
def test_an_identity_is_person_record_id_and_instant_and_shows_none_of_them(rows: list[tuple[bytes, str, int]]) -> None:
    keys, ids, micros = (list(column) for column in zip(*rows, strict=True))
    made = event_keys(KeyedHash(b"e" * 32), keys, ids, micros)
    assert len(set(made)) == len(rows)
    assert made == event_keys(KeyedHash(b"e" * 32), keys, ids, micros)
    assert set(made).isdisjoint(event_keys(KeyedHash(b"f" * 32), keys, ids, micros))
    assert all(len(each) == 16 and each not in keys for each in made)


@guarantee_of(Encrypt)
@given(st.lists(st.tuples(user_keys, texts), min_size=1, max_size=8), texts, texts)
def test_what_is_encrypted_opens_for_its_person_and_label_alone(
    rows: list[tuple[bytes, str]], label: str, other: str
) -> None:
    keys, values = [key for key, _ in rows], [value for _, value in rows]
    closed = treated(Encrypt(label), values, None, keys)
    own = [PersonKeys(key, key * 2) for key in keys]
    assert [decrypted(each, label, keys) for each, keys in zip(closed, own, strict=True)] == values
    assert len(set(closed)) == len(closed), "equal values are not equal"
    assert [len(each) for each in closed] == [len(value.encode()) + 28 for value in values]
    strange = [
        (closed[0], label, PersonKeys(own[0].user_key, b"k" * 32)),
        (closed[0], label, PersonKeys(b"k" * 16, own[0].dek)),
    ]
    strange += [(closed[0][:-1] + bytes([closed[0][-1] ^ 1]), label, own[0])]
    strange += [(closed[0], other, own[0])] if other != label else []
    for sealed, wrong, keys_of in strange:
        with pytest.raises(Unopenable):
            decrypted(sealed, wrong, keys_of)


@guarantee_of(HashEmail, HashWithinPerson)
@given(
    st.lists(st.from_regex(r"[a-z0-9]{1,20}@[a-z0-9]{1,10}\.org", fullmatch=True), min_size=1, max_size=8, unique=True)
)
def test_a_keyed_hash_is_one_to_one_shows_nothing_and_cannot_be_made_without_the_key(values: list[str]) -> None:
    array, keys = pa.array(values), [ADA] * len(values)
    for technique in (HashEmail(), HashWithinPerson("mail")):
        made = treated(technique, values)
        assert len(set(made)) == len(values)
        assert {len(each) for each in made} == {16}
        elsewhere = technique.apply(array, persons(keys, b"f" * 32, b"n" * 32)).to_pylist()
        assert set(made).isdisjoint(elsewhere)


AS_TEXT = [case for case in CASES if case.type_ == pa.string() and not isinstance(case.treatment, Keep)]


@pytest.mark.parametrize("case", AS_TEXT, ids=[case.treatment.technique for case in AS_TEXT])
def test_nothing_of_a_text_that_is_not_listed_comes_out(case: Case) -> None:
    @settings(max_examples=60, deadline=None)
    @given(texts, texts)
    def check(before: str, behind: str) -> None:
        (out,) = treated(case.treatment, [before + CANARY + behind])
        assert CANARY.encode() not in (out if isinstance(out, bytes) else str(out).encode())

    check()


addresses = (
    st.ip_addresses(v=4).map(str)
    | st.ip_addresses(v=6).map(str)
    | st.ip_addresses(v=6).map(lambda address: address.exploded.upper())
    | st.ip_addresses(v=4).map(lambda address: f"::ffff:{address}")
    | st.ip_addresses(v=4).map(lambda address: f"2002:{int(address) >> 16:x}:{int(address) & 0xFFFF:X}:7::1")
    | st.ip_addresses(v=6).map(lambda address: f"{address}%eth0")
    | st.ip_addresses(v=4).map(lambda address: ".".join(part.zfill(3) for part in str(address).split(".")))
    | st.lists(st.integers(0, 300), min_size=3, max_size=5).map(lambda parts: ".".join(map(str, parts)))
    | st.text("0123456789abcdef.:%/ \n", max_size=40)
    | texts
)


def network(text: str) -> str | None:
    """What Python's own library makes of it, and of the IPv4 address that an IPv6 address carries in front."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    address = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    return str(
        ipaddress.ip_network(f"{str(address).partition('%')[0]}/{24 if address.version == 4 else 48}", strict=False)
    )


@guarantee_of(MaskAddress)
@settings(max_examples=400, deadline=None)
@given(st.lists(st.none() | addresses, max_size=12))
def test_masks_are_those_of_pythons_own_library(values: list[str | None]) -> None:
    assert treated(MaskAddress(), values) == [None if value is None else network(value) for value in values]


@settings(max_examples=200, deadline=None)
@given(addresses)
def test_a_mask_is_never_masked_again(value: str) -> None:
    (once,) = treated(MaskAddress(), [value])
    assert treated(MaskAddress(), [once]) == [None]


@guarantee_of(Truncate)
@settings(max_examples=200, deadline=None)
@given(st.lists(moments, min_size=1, max_size=10))
def test_truncation_is_that_of_the_calendar(values: list[dt.datetime]) -> None:
    days = [value.date() for value in values]
    assert treated(Truncate("minute"), values, INSTANT) == [value.replace(second=0, microsecond=0) for value in values]
    assert treated(Truncate("day"), values, INSTANT) == days
    assert treated(Truncate("week"), values, INSTANT) == [day - dt.timedelta(days=day.weekday()) for day in days]
    assert treated(Truncate("month"), values, INSTANT) == [day.replace(day=1) for day in days]


@given(st.lists(moments, min_size=1, max_size=10), st.sampled_from(["minute", "day", "week", "month"]))
def test_truncating_what_is_truncated_changes_nothing(values: list[dt.datetime], unit: str) -> None:
    once = treated(Truncate(unit), values, INSTANT)
    midnight = [dt.datetime.combine(day, dt.time(), dt.UTC) if type(day) is dt.date else day for day in once]
    assert treated(Truncate(unit), midnight, INSTANT) == once


@guarantee_of(Bands)
@given(st.lists(st.none() | st.integers(0, 130), max_size=20))
def test_a_band_holds_its_ages(ages: list[int | None]) -> None:
    for age, band in zip(ages, treated(Bands(10, 90), ages, pa.int64()), strict=True):
        if age is None:
            assert band is None
        elif age >= 90:
            assert band == "90+"
        else:
            low, high = map(int, band.split("-"))
            assert low <= age <= high == low + 9


@guarantee_of(TopCode)
@given(st.lists(st.none() | st.integers(0, 1_000_000), max_size=20), st.integers(0, 1000))
def test_top_codes_are_the_smaller_of_two(values: list[int | None], top: int) -> None:
    once = treated(TopCode(top), values, pa.int64())
    assert once == [None if value is None else min(value, top) for value in values]
    assert treated(TopCode(top), once, pa.int64()) == once


@guarantee_of(RoundTo)
@given(st.lists(st.floats(0, 10_000_000), max_size=20), st.sampled_from([1, 5, 10, 1000]))
def test_a_rounded_number_is_a_near_multiple_and_stays_it(values: list[float], step: int) -> None:
    once = treated(RoundTo(step), values, pa.float64())
    for value, rounded in zip(values, once, strict=True):
        assert rounded % step == 0
        assert abs(Decimal(value) - rounded) <= Decimal(step) / 2 + Decimal("1e-6")
    assert treated(RoundTo(step), once, pa.int64()) == once


@given(st.integers(0, 10_000_000))
def test_cents_are_exact(cents: int) -> None:
    assert treated(ToCents(), [cents / 100], pa.float64()) == [Decimal(cents) / 100]


@guarantee_of(ToCents)
@given(st.floats(0, 100_000))
def test_a_price_is_off_by_half_a_cent_at_most(price: float) -> None:
    (rounded,) = treated(ToCents(), [price], pa.float64())
    assert treated(ToCents(), [float(rounded)], pa.float64()) == [rounded]
    assert abs(rounded - Decimal(price)) <= Decimal("0.0050001")
    assert rounded == rounded.quantize(Decimal("0.01"), ROUND_HALF_EVEN)


@guarantee_of(Zip3)
@settings(max_examples=200)
@given(st.from_regex(r"[0-9]{5}", fullmatch=True) | texts)
def test_an_area_is_three_digits_and_sparse_ones_are_000(code: str) -> None:
    (area,) = treated(Zip3(SPARSE_ZIP3), [code])
    is_code = len(code) == 5 and code.isascii() and code.isdigit()
    assert area == (("000" if code[:3] in SPARSE_ZIP3 else code[:3]) if is_code else None)


CLOSED: dict[str, tuple[Treatment, set[str | None]]] = {
    "browser": (ClosedList(BROWSERS), {*BROWSERS, "other"}),
    "region": (Parent(REGION_OF_STATE), {*REGION_OF_STATE.values(), None}),
    "referrer": (ReferrerHost(REFERRER_HOSTS), {*REFERRER_HOSTS, "other"}),
    "route": (RouteTemplate(PAGES), {*PAGES.values(), "other"}),
}


@guarantee_of(ClosedList, Parent, ReferrerHost, RouteTemplate)
@pytest.mark.parametrize(("treatment", "words"), CLOSED.values(), ids=CLOSED.keys())
def test_nothing_comes_out_but_listed_words(treatment: Treatment, words: set[str | None]) -> None:
    @settings(max_examples=200, deadline=None)
    @given(texts | urls())
    def check(value: str) -> None:
        assert treated(treatment, [value])[0] in words

    check()


@st.composite
def urls(draw: st.DrawFn) -> str:
    """Addresses, well-formed and not, with a canary in user part, path, query or fragment."""
    scheme = draw(st.sampled_from(["https://", "HTTP://", "http:/", "//", "", "javascript:", " https://"]))
    user = draw(st.sampled_from(["", f"{CANARY}@", f"ada:{CANARY}@", f"google.com:{CANARY}@", f"{CANARY}%40"]))
    host = draw(st.sampled_from([*REFERRER_HOSTS, f"{CANARY}.example", "192.0.2.7", "[2001:db8::1]", "Google.COM."]))
    port = draw(st.sampled_from(["", ":443", f":{CANARY}"]))
    segments = draw(
        st.lists(st.sampled_from([*PAGES, CANARY, f"account;{CANARY}", "..", "%2e", "\\", "a b"]), max_size=4)
    )
    query = draw(st.sampled_from(["", f"?q={CANARY}", f"#{CANARY}", f"?{CANARY}/product", f"\n{CANARY}"]))
    return scheme + user + host + port + "".join(f"/{segment}" for segment in segments) + query + draw(texts)


@settings(max_examples=400, deadline=None)
@given(urls())
def test_no_part_of_an_address_that_names_a_person_comes_out(url: str) -> None:
    for treatment in (ReferrerHost(REFERRER_HOSTS), RouteTemplate(PAGES), ClosedList(BROWSERS), MaskAddress()):
        assert CANARY not in str(treated(treatment, [url])[0])


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40), st.sampled_from(["", " ", "\t", "\u3000"]))
def test_spellings_of_an_email_address_agree(email: str, space: str) -> None:
    spaced, plain = treated(HashEmail(), [space + email + space, email])
    assert spaced == plain
    wide = unicodedata.normalize("NFKC", email)
    assert treated(HashEmail(), [wide]) == [plain]


@given(st.from_regex(r"[A-Za-z0-9.]{1,20}@[A-Za-z0-9]{1,10}\.(org|COM)", fullmatch=True))
def test_case_of_an_email_address_does_not_matter(email: str) -> None:
    assert len(set(treated(HashEmail(), [email, email.upper(), email.lower(), email.swapcase()]))) == 1


@settings(max_examples=300, deadline=None)
@given(texts)
def test_a_canonical_email_address_is_canonical(email: str) -> None:
    once = canonical_email(email)
    assert canonical_email(once.decode()) == once


@guarantee_of(HashWithinPerson)
@given(st.lists(st.tuples(user_keys, texts), min_size=2, max_size=8, unique=True))
def test_within_a_person_equal_and_between_persons_different(visits: list[tuple[bytes, str]]) -> None:
    keys, sessions = [key for key, _ in visits], [session for _, session in visits]
    first = treated(HashWithinPerson("session"), sessions, None, keys)
    assert len(set(first)) == len(visits)
    assert treated(HashWithinPerson("session"), sessions, None, keys) == first


@guarantee_of(ShiftWithinPerson)
@given(user_keys, user_keys, st.lists(moments, min_size=2, max_size=8))
def test_a_shift_keeps_a_persons_order_and_distances(ada: bytes, bob: bytes, values: list[dt.datetime]) -> None:
    assume(ada != bob)
    shifted = treated(ShiftWithinPerson("updated"), values, INSTANT, [ada] * len(values))
    micros = [(value - values[0]) // dt.timedelta(microseconds=1) for value in values]
    assert [value - shifted[0] for value in shifted] == micros
    assert treated(ShiftWithinPerson("updated"), values[:1], INSTANT, [bob])[0] != shifted[0]

"""Treatments over all values: against independent readings, and with canaries that must not come out."""

from __future__ import annotations

import datetime as dt
import ipaddress
import unicodedata
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from privacy.hierarchies import BROWSERS, PAGES, REFERRER_HOSTS, REGION_OF_STATE, SPARSE_ZIP3
from privacy.keyed import HashEmail, HashWithinPerson, ShiftWithinPerson
from privacy.keys import KeyedHash, canonical_email
from privacy.treatments import (
    Bands,
    ClosedList,
    MaskAddress,
    Parent,
    Persons,
    ReferrerHost,
    RoundTo,
    RouteTemplate,
    ToCents,
    TopCode,
    Treatment,
    Truncate,
    Zip3,
)

pytestmark = pytest.mark.property

CANARY = "canary7f3a"
texts = st.text(st.characters(codec="utf-8"), max_size=60)
user_keys = st.binary(min_size=16, max_size=16)
moments = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001
INSTANT = pa.timestamp("us", tz="UTC")


def treated(
    treatment: Treatment, values: list[Any], type_: pa.DataType | None = None, keys: list[bytes] | None = None
) -> list[Any]:
    array = pa.array(values, type_ or pa.string())
    persons = Persons(keys or [b"a" * 16] * len(values), KeyedHash(b"e" * 32), KeyedHash(b"m" * 32))
    out = treatment.apply(array, persons)
    assert len(out) == len(values)
    assert [value is None for value in values] <= [value is None for value in out.to_pylist()]
    return out.to_pylist()  # type: ignore[no-any-return]


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


@settings(max_examples=400, deadline=None)
@given(st.lists(st.none() | addresses, max_size=12))
def test_masks_are_those_of_pythons_own_library(values: list[str | None]) -> None:
    assert treated(MaskAddress(), values) == [None if value is None else network(value) for value in values]


@settings(max_examples=200, deadline=None)
@given(addresses)
def test_a_mask_is_never_masked_again(value: str) -> None:
    (once,) = treated(MaskAddress(), [value])
    assert treated(MaskAddress(), [once]) == [None]


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


@given(st.lists(st.none() | st.integers(0, 1_000_000), max_size=20), st.integers(0, 1000))
def test_top_codes_are_the_smaller_of_two(values: list[int | None], top: int) -> None:
    once = treated(TopCode(top), values, pa.int64())
    assert once == [None if value is None else min(value, top) for value in values]
    assert treated(TopCode(top), once, pa.int64()) == once


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


@given(st.floats(0, 100_000))
def test_a_price_is_off_by_half_a_cent_at_most(price: float) -> None:
    (rounded,) = treated(ToCents(), [price], pa.float64())
    assert abs(rounded - Decimal(price)) <= Decimal("0.0050001")
    assert rounded == rounded.quantize(Decimal("0.01"), ROUND_HALF_EVEN)


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


@given(st.lists(st.tuples(user_keys, texts), min_size=2, max_size=8, unique=True))
def test_within_a_person_equal_and_between_persons_different(visits: list[tuple[bytes, str]]) -> None:
    keys, sessions = [key for key, _ in visits], [session for _, session in visits]
    first = treated(HashWithinPerson("session"), sessions, None, keys)
    assert len(set(first)) == len(visits)
    assert treated(HashWithinPerson("session"), sessions, None, keys) == first


@given(user_keys, user_keys, st.lists(moments, min_size=2, max_size=8))
def test_a_shift_keeps_a_persons_order_and_distances(ada: bytes, bob: bytes, values: list[dt.datetime]) -> None:
    assume(ada != bob)
    shifted = treated(ShiftWithinPerson("updated"), values, INSTANT, [ada] * len(values))
    micros = [(value - values[0]) // dt.timedelta(microseconds=1) for value in values]
    assert [value - shifted[0] for value in shifted] == micros
    assert treated(ShiftWithinPerson("updated"), values[:1], INSTANT, [bob])[0] != shifted[0]

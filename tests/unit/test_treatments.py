"""Treatments one by one: what comes out for ordinary, empty, foreign and hostile values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from privacy.hierarchies import BROWSERS, PAGES, REFERRER_HOSTS, REGION_OF_STATE, REGIONS, SPARSE_ZIP3
from privacy.keyed import (
    Encrypt,
    HashEmail,
    HashWithinPerson,
    Pseudonym,
    RecordIdentity,
    ShiftWithinPerson,
    content_hashes,
    decrypted,
    event_keys,
)
from privacy.keys import KeyedHash, PersonKeys, Seal, Unopenable
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
from schemas.constraints import ContractError, Instant, OneOf, Pattern, Real, Text, Whole
from tests.support.techniques import TREATMENTS

pytestmark = pytest.mark.unit


def event_key(hashed: KeyedHash, user_key: bytes, record_id: str, micros: int) -> bytes:
    return event_keys(hashed, [user_key], [record_id], [micros])[0]


def content_hash(hashed: KeyedHash, user_key: bytes, canonical: bytes) -> bytes:
    return content_hashes(hashed, [user_key], [canonical])[0]


ADA, BOB = b"a" * 16, b"b" * 16
INSTANT = pa.timestamp("us", tz="UTC")
EVERY = (
    Keep(), Suppress(), Redact(), Pseudonym(), HashWithinPerson("session"), HashEmail(), ShiftWithinPerson("updated"),
    Truncate("minute"), Truncate("day"), Truncate("week"), Truncate("month"), Bands(10, 90), RoundTo(10), TopCode(50),
    ToCents(), ClosedList(BROWSERS), Parent(REGION_OF_STATE), Zip3(SPARSE_ZIP3), ReferrerHost(REFERRER_HOSTS),
    RouteTemplate(PAGES), MaskAddress(), RecordIdentity(), Encrypt("note"),
)  # fmt: skip


def persons(*user_keys: bytes) -> Persons:
    """Whose data keys are their pseudonyms twice."""
    seals = [Seal(key * 2) for key in user_keys]
    return Persons(list(user_keys), KeyedHash(b"e" * 32), KeyedHash(b"m" * 32), seals)


def treated(treatment: Treatment, values: list[Any], type_: pa.DataType | None = None, *user_keys: bytes) -> list[Any]:
    """``values`` treated, all of them of one person unless ``user_keys`` say whose."""
    array = pa.array(values, type_ or (INSTANT if isinstance(treatment, Truncate | ShiftWithinPerson) else pa.string()))
    out = treatment.apply(array, persons(*(user_keys or [ADA] * len(values))))
    assert len(out) == len(values)
    return out.to_pylist()  # type: ignore[no-any-return]


def instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def whole(treatment: Treatment, values: list[int | None]) -> list[Any]:
    return treated(treatment, values, pa.int64())


def real(treatment: Treatment, values: list[float | None]) -> list[Any]:
    return treated(treatment, values, pa.float64())


LOOK_AT_THE_VALUE = [treatment for treatment in EVERY if not isinstance(treatment, RecordIdentity | Pseudonym)]


@pytest.mark.parametrize("treatment", LOOK_AT_THE_VALUE, ids=lambda treatment: treatment.technique)
def test_null_stays_null_and_nothing_stays_nothing(treatment: Treatment) -> None:
    types: dict[type, pa.DataType] = {
        Truncate: INSTANT, ShiftWithinPerson: INSTANT, ToCents: pa.float64(),
        Bands: pa.int64(), RoundTo: pa.int64(), TopCode: pa.int64(),
    }  # fmt: skip
    type_ = types.get(type(treatment), pa.string())
    assert treated(treatment, [None, None], type_) == [None, None]
    assert treated(treatment, [], type_) == []


TEXTS = (
    ClosedList(BROWSERS), Parent(REGION_OF_STATE), Zip3(SPARSE_ZIP3), ReferrerHost(REFERRER_HOSTS),
    RouteTemplate(PAGES), MaskAddress(), Suppress(), HashEmail(), HashWithinPerson("session"), Encrypt("note"),
)  # fmt: skip
MALFORMED = (
    "", " ", "\0", "ada@example.org", "Zoë Ångström", "渡辺 直美", "🦉", "a" * 2048, "%61%64%61", "\u202eada",
    "null", "1.2.3.4.5", "999.1.1.1", "192.0.2.7x", "192.0.2.7\n", "\n192.0.2.7", "2001:db8::1::2", "02139x", "٠٢١٣٩",
)  # fmt: skip


@pytest.mark.parametrize("treatment", TEXTS, ids=lambda treatment: treatment.technique)
@pytest.mark.parametrize("value", MALFORMED, ids=ascii)
def test_what_is_not_understood_never_comes_back_in_clear(treatment: Treatment, value: str) -> None:
    (out,) = treated(treatment, [value])
    assert out is None or isinstance(out, bytes) or out in ("other", "/")
    shown = out.encode() if isinstance(out, str) else out or b""
    by_chance = isinstance(out, bytes) and len(value.encode()) < 4  # in a hash or a ciphertext
    assert value == "" or by_chance or value.encode() not in shown


ADDRESSES = {
    "v4": ("192.0.2.77", "192.0.2.0/24"),
    "lowest v4": ("0.0.0.0", "0.0.0.0/24"),
    "highest v4": ("255.255.255.255", "255.255.255.0/24"),
    "v6": ("2001:db8:abcd:1234::1", "2001:db8:abcd::/48"),
    "v6 in full": ("2001:0DB8:ABCD:0012:0000:0000:0000:0001", "2001:db8:abcd::/48"),
    "v6 loopback": ("::1", "::/48"),
    "mapped": ("::ffff:192.0.2.77", "192.0.2.0/24"),
    "mapped in hexadecimal": ("::ffff:c000:24d", "192.0.2.0/24"),
    "scoped": ("fe80::1:2:3:4%eth0", "fe80::/48"),
    "translated (NAT64)": ("64:ff9b::192.0.2.77", "64:ff9b::/48"),
    "leading zeros": ("192.000.002.077", None),
    "one leading zero": ("192.0.2.07", None),
    "three parts": ("192.0.2", None),
    "a number": ("3221225985", None),
    "hexadecimal": ("0xc000024d", None),
    "with a port": ("192.0.2.77:443", None),
    "v6 with a port": ("[2001:db8::1]:443", None),
    "already masked": ("192.0.2.0/24", None),
    "foreign digits": ("١٩٢.0.2.77", None),
    "spaces around": (" 192.0.2.77 ", None),
    "empty": ("", None),
    "nothing": (None, None),
}


@pytest.mark.parametrize(("address", "network"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_an_address_becomes_its_network(address: str | None, network: str | None) -> None:
    assert treated(MaskAddress(), [address, "198.51.100.9", None]) == [network, "198.51.100.0/24", None]


@pytest.mark.parametrize("address", ["2002:c000:24d::1", "2002:C000:024D:7::", "2002:c000:24d:1:2:3:4:5%eth0"])
def test_an_address_that_carries_an_ipv4_address_in_front_is_masked_too(address: str) -> None:
    assert treated(MaskAddress(), [address]) == ["192.0.2.0/24"]


ZIPS = {
    "populous": ("02139", "021"),
    "sparse": ("03601", "000"),
    "sparse with another ending": ("89399", "000"),
    "next to a sparse one": ("03501", "035"),
    "four digits": ("0213", None),
    "nine digits": ("02139-4307", None),
    "already three digits": ("021", None),
    "a line feed behind": ("02139\n", None),
    "letters": ("ABCDE", None),
    "empty": ("", None),
}


@pytest.mark.parametrize(("code", "area"), ZIPS.values(), ids=ZIPS.keys())
def test_a_zip_code_becomes_its_area(code: str, area: str | None) -> None:
    assert treated(Zip3(SPARSE_ZIP3), [code, None]) == [area, None]


def test_the_sparse_areas_are_the_seventeen_of_the_2000_census() -> None:
    listed = "036 059 063 102 203 556 692 790 821 823 830 831 878 879 884 890 893"
    assert " ".join(sorted(SPARSE_ZIP3)) == listed  # OCR guidance of 26 November 2012 on 45 CFR 164.514(b)
    assert treated(Zip3(SPARSE_ZIP3), [f"{area}01" for area in sorted(SPARSE_ZIP3)]) == ["000"] * 17


def test_ages_become_bands_and_all_over_89_are_one() -> None:
    ages = [0, 9, 10, 19, 79, 80, 89, 90, 91, 130, None]
    bands = ["00-09", "00-09", "10-19", "10-19", "70-79", "80-89", "80-89", "90+", "90+", "90+", None]
    assert whole(Bands(10, 90), ages) == bands


@pytest.mark.parametrize(("width", "top"), [(10, 85), (0, 90), (-10, 90), (7, 90)])
def test_a_top_between_two_bands_is_refused(width: int, top: int) -> None:
    with pytest.raises(ContractError, match="top is a multiple of width"):
        Bands(width, top)


INSTANTS = {
    "a leap day": ("2024-02-29T23:59:59.999999+00:00", "2024-02-29T23:59", "2024-02-29", "2024-02-26", "2024-02-01"),
    "a Monday": ("2026-03-02T00:00:00+00:00", "2026-03-02T00:00", "2026-03-02", "2026-03-02", "2026-03-01"),
    "a Sunday": ("2026-03-01T12:34:56+00:00", "2026-03-01T12:34", "2026-03-01", "2026-02-23", "2026-03-01"),
    "before 1970": ("1969-12-31T23:59:59.5+00:00", "1969-12-31T23:59", "1969-12-31", "1969-12-29", "1969-12-01"),
    "another offset": ("2026-01-01T00:30:00+01:00", "2025-12-31T23:30", "2025-12-31", "2025-12-29", "2025-12-01"),
}


@pytest.mark.parametrize(("moment", "minute", "day", "week", "month"), INSTANTS.values(), ids=INSTANTS.keys())
def test_an_instant_is_truncated_in_utc(moment: str, minute: str, day: str, week: str, month: str) -> None:
    values = [instant(moment)]
    assert treated(Truncate("minute"), values) == [instant(minute).replace(tzinfo=dt.UTC)]
    for unit, expected in (("day", day), ("week", week), ("month", month)):
        assert treated(Truncate(unit), values) == [dt.date.fromisoformat(expected)]


def test_an_unknown_unit_is_refused_where_it_is_declared() -> None:
    with pytest.raises(ContractError, match="minute, day, week or month, not hour"):
        Truncate("hour")


def test_numbers_are_rounded_and_top_coded() -> None:
    assert real(RoundTo(10), [0.0, 4.99, 5.01, 14.0, 9_999_999.0, None]) == [0, 0, 10, 10, 10_000_000, None]
    assert whole(RoundTo(10), [1, 26, None]) == [0, 30, None]
    assert whole(TopCode(50), [0, 49, 50, 51, 1_000_000, None]) == [0, 49, 50, 50, 50, None]


def test_prices_are_exact_to_the_cent() -> None:
    prices = [0.0, 0.1 + 0.2, 19.99, 99_999.999, 100_000.0, None]
    cents = ["0.00", "0.30", "19.99", "100000.00", "100000.00"]
    assert real(ToCents(), prices) == [*map(Decimal, cents), None]


REGION_BY_HAND = {
    "Northeast": "CT DC DE MA MD ME NH NJ NY PA RI VT",
    "Southeast": "AL AR FL GA KY LA MS NC PR SC TN VA WV",
    "Midwest": "IA IL IN KS MI MN MO ND NE OH SD WI",
    "Southwest": "AZ NM OK TX",
    "West": "AK CA CO HI ID MT NV OR UT WA WY",
}


@pytest.mark.parametrize("region", REGIONS)
def test_a_state_becomes_its_region(region: str) -> None:
    states = REGION_BY_HAND[region].split()
    assert treated(Parent(REGION_OF_STATE), states) == [region] * len(states)


def test_all_states_the_district_and_puerto_rico_have_a_region_and_nothing_else_has() -> None:
    states = " ".join(REGION_BY_HAND.values()).split()
    assert len(states) == len(set(states)) == 52
    assert set(REGION_OF_STATE) == set(states)
    assert treated(Parent(REGION_OF_STATE), ["ZZ", "ca", "", "California", "West", None]) == [None] * 6


def test_listed_words_stay_and_all_others_become_one() -> None:
    words = [*BROWSERS, "chrome", " Chrome", "", "Netscape", "other", None]
    assert treated(ClosedList(BROWSERS), words) == [*BROWSERS, "other", "other", "other", "other", "other", None]


REFERRERS = {
    "listed": ("https://www.google.com/search?q=ada", "www.google.com"),
    "capitals": ("HTTPS://WWW.Google.COM/", "www.google.com"),
    "no path": ("http://t.co", "t.co"),
    "query at once": ("https://bing.com?q=ada", "bing.com"),
    "port and user": ("https://ada:secret@bing.com:8443/x", "bing.com"),
    "unlisted": ("https://ada.example.org/", "other"),
    "a listed name as user": ("https://google.com@ada.example/", "other"),
    "a listed name in the path": ("https://ada.example/google.com", "other"),
    "a listed name as a subdomain": ("https://google.com.ada.example/", "other"),
    "a dot behind": ("https://google.com./", "other"),
    "another scheme": ("javascript://google.com/%0aalert(1)", "other"),
    "no scheme": ("google.com/search", "other"),
    "a foreign letter": ("https://gооgle.com/", "other"),
    "punycode": ("https://xn--ggle-55da.com/", "other"),
    "already treated": ("other", "other"),
    "empty": ("", "other"),
    "nothing": (None, None),
}


@pytest.mark.parametrize(("url", "host"), REFERRERS.values(), ids=REFERRERS.keys())
def test_a_referrer_becomes_a_listed_host(url: str | None, host: str | None) -> None:
    assert treated(ReferrerHost(REFERRER_HOSTS), [url]) == [host]


ROUTES = {
    "home": ("https://shop.example", "/"),
    "home with a slash": ("https://shop.example/", "/"),
    "home with a query": ("https://shop.example?user=ada", "/"),
    "home with a fragment": ("https://shop.example/#ada", "/"),
    "a product": ("https://shop.example/product/17?ref=ada", "/product/{id}"),
    "capitals": ("https://shop.example/PRODUCT/17", "/product/{id}"),
    "a listed segment further behind": ("https://shop.example/ada/product", "other"),
    "an account": ("https://shop.example/account/ada", "/account"),
    "an unlisted segment": ("https://shop.example/~ada/", "other"),
    "an encoded segment": ("https://shop.example/%61ccount", "other"),
    "a segment with a parameter": ("https://shop.example/account;ada", "other"),
    "no host": ("/product/17", "other"),
    "empty": ("", "other"),
    "nothing": (None, None),
}


@pytest.mark.parametrize(("url", "template"), ROUTES.values(), ids=ROUTES.keys())
def test_an_address_becomes_its_route(url: str | None, template: str | None) -> None:
    assert treated(RouteTemplate(PAGES), [url]) == [template]


SAME_ADDRESS = ("ada@example.org", " ada@example.org\t", "ADA@Example.ORG", "ａｄａ@example.org", "ada＠example.org")


def test_spellings_of_one_email_address_are_one() -> None:
    hashes = treated(HashEmail(), [*SAME_ADDRESS, "ada@example.com", "bob@example.org"])
    assert len(set(hashes[: len(SAME_ADDRESS)])) == 1
    assert len(set(hashes)) == 3
    assert {len(token) for token in hashes} == {16}


def test_an_email_address_of_nothing_but_space_is_none() -> None:
    assert treated(HashEmail(), ["", " ", "\u3000\t"]) == [None] * 3


def test_a_composed_and_a_split_letter_are_one_email_address() -> None:
    composed, split = treated(HashEmail(), ["zo\u00eb@example.org", "zoe\u0308@example.org"])
    assert composed == split


def test_a_session_is_one_within_a_person_and_unlinkable_between_persons() -> None:
    hashes = treated(HashWithinPerson("session"), ["s", "s", "t", "s"], None, ADA, ADA, ADA, BOB)
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 3


def test_a_session_hashed_twice_is_another_value() -> None:
    (once,) = treated(HashWithinPerson("session"), ["s"])
    (twice,) = treated(HashWithinPerson("session"), [once.hex()])
    assert once != twice


def test_two_labels_are_not_comparable() -> None:
    assert treated(HashWithinPerson("session"), ["s"]) != treated(HashWithinPerson("device"), ["s"])


def test_a_session_is_compared_by_its_exact_bytes() -> None:
    assert len(set(treated(HashWithinPerson("session"), ["\u00eb", "e\u0308", "Ë", "", " "]))) == 5


def test_a_shift_keeps_the_order_within_a_person_and_none_between_persons() -> None:
    moments = [instant(f"2026-03-01T11:00:00.00000{digit}+00:00") for digit in range(3)]
    ada, bob = (treated(ShiftWithinPerson("updated"), moments, None, *[key] * 3) for key in (ADA, BOB))
    assert [value - ada[0] for value in ada] == [0, 1, 2]
    assert [value - bob[0] for value in bob] == [0, 1, 2]
    assert ada[0] != bob[0]
    assert ada[0] != round(moments[0].timestamp() * 1_000_000)


def test_a_pseudonym_is_the_persons_and_does_not_depend_on_the_identifier() -> None:
    assert treated(Pseudonym(), ["ada-17", "anything", ""], None, ADA, ADA, BOB) == [ADA, ADA, BOB]


def test_what_is_encrypted_opens_with_the_persons_keys_and_label_only() -> None:
    ada, none, again = treated(Encrypt("note"), ["ada's own", None, "ada's own"], None, ADA, ADA, ADA)
    assert (decrypted(ada, "note", PersonKeys(ADA, ADA * 2)), none) == ("ada's own", None)
    assert ada != again, "a nonce of its own"
    for label, keys in (
        ("mail", PersonKeys(ADA, ADA * 2)),
        ("note", PersonKeys(BOB, ADA * 2)),
        ("note", PersonKeys(ADA, BOB * 2)),
    ):
        with pytest.raises(Unopenable):
            decrypted(ada, label, keys)


def test_nothing_is_encrypted_without_a_key() -> None:
    without = Persons([ADA], KeyedHash(b"e" * 32), KeyedHash(b"m" * 32))
    with pytest.raises(ValueError, match="shorter"):
        Encrypt("note").apply(pa.array(["ada's own"]), without)


def test_a_record_identity_is_never_treated_alone() -> None:
    with pytest.raises(NotImplementedError, match="person and the instant together"):
        treated(RecordIdentity(), ["evt-00000001"])


def test_suppressed_is_suppressed() -> None:
    assert treated(Suppress(), ["ada", "", None]) == [None] * 3


def test_redacted_texts_keep_their_places() -> None:
    """Equal ones are looked at once."""
    texts = ["red shoes", None, "for Ada Lovelace", "", "red shoes"]
    assert treated(Redact(), texts) == ["red shoes", None, "for [PERSON_NAME]", None, "red shoes"]


IDENTITIES = {
    "another person": (BOB, "evt-00000001", 0),
    "another record id": (ADA, "evt-00000002", 0),
    "one microsecond later": (ADA, "evt-00000001", 1),
    "before 1970": (ADA, "evt-00000001", -1),
    "a boundary moved": (ADA, "0evt-00000001", 0),
}


def test_an_event_is_person_record_id_and_instant() -> None:
    hashed = KeyedHash(b"e" * 32)
    same = event_key(hashed, ADA, "evt-00000001", 0)
    others = {event_key(hashed, *identity) for identity in IDENTITIES.values()}
    assert event_key(hashed, ADA, "evt-00000001", 0) == same
    assert len(others | {same}) == 1 + len(IDENTITIES)


def test_content_is_compared_within_a_person_only() -> None:
    hashed = KeyedHash(b"e" * 32)
    assert content_hash(hashed, ADA, b"{}") == content_hash(hashed, ADA, b"{}")
    assert (
        len({content_hash(hashed, ADA, b"{}"), content_hash(hashed, BOB, b"{}"), content_hash(hashed, ADA, b"[]")}) == 3
    )


class Told:
    """Stands for a keyed hash and notes what it is given, so that what is hashed can be compared, not only hashes."""

    def __init__(self) -> None:
        self.given: list[bytes] = []

    def __call__(self, message: bytes) -> bytes:
        self.given.append(message)
        return b"h" * 32

    def many(self, messages: Iterable[bytes]) -> list[bytes]:
        return [self(message) for message in messages]


@pytest.mark.parametrize("label", ["event", "content", "field", ""])
def test_no_label_of_a_field_reaches_what_the_road_hashes_itself(label: str) -> None:
    instant_and_id = "\0" * 7 + "\x01evt-00000001"
    hashed = KeyedHash(b"e" * 32)
    fields = treated(HashWithinPerson(label), [instant_and_id, "{}"], None, ADA, ADA)
    assert {event_key(hashed, ADA, "evt-00000001", 1), content_hash(hashed, ADA, b"{}")}.isdisjoint(fields)
    told, road = Told(), Told()
    persons = Persons([ADA], told, told)  # type: ignore[arg-type]
    HashWithinPerson(label).apply(pa.array([instant_and_id]), persons)
    ShiftWithinPerson(label).apply(pa.array([instant("2026-03-01T11:00:00Z")], INSTANT), persons)
    event_key(road, ADA, "evt-00000001", 1)  # type: ignore[arg-type]
    content_hash(road, ADA, b"{}")  # type: ignore[arg-type]
    assert {message.split(b"\0")[0] for message in told.given} == {b"field", b"shift"}
    assert {message.split(b"\0")[0] for message in road.given} == {b"event", b"content"}


CONSTRAINTS = (Text(9), Pattern(r"^a\Z"), OneOf(("a",)), Whole(0, 1), Real(0, 1), Instant())
SUITS: dict[type, tuple[type, ...]] = {
    Keep: (Pattern, OneOf, Whole, Real),
    Suppress: (Text, Pattern, OneOf, Whole, Real, Instant),
    Redact: (Text,),
    Pseudonym: (Text, Pattern),
    RecordIdentity: (Text, Pattern),
    HashWithinPerson: (Text, Pattern),
    HashEmail: (Text,),
    ShiftWithinPerson: (Instant,),
    Truncate: (Instant,),
    Bands: (Whole,),
    RoundTo: (Whole, Real),
    TopCode: (Whole,),
    ToCents: (Real,),
    ClosedList: (Text, Pattern),
    Parent: (Text, Pattern),
    Zip3: (Pattern,),
    ReferrerHost: (Text,),
    RouteTemplate: (Text,),
    MaskAddress: (Text,),
    Encrypt: (Text, Pattern),
}


@pytest.mark.parametrize("treatment", EVERY, ids=lambda treatment: treatment.technique)
@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=lambda constraint: type(constraint).__name__)
def test_a_treatment_says_which_fields_it_suits(treatment: Treatment, constraint: Any) -> None:
    if isinstance(constraint, SUITS[type(treatment)]):
        treatment.check(constraint)
        return
    with pytest.raises(ContractError, match=r"choose another treatment|generalise, mask or suppress"):
        treatment.check(constraint)


def test_every_treatment_is_tested_here() -> None:
    assert {type(treatment) for treatment in EVERY} == set(SUITS) == TREATMENTS

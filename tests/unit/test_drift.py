"""Drift: what is recognised in a field that does not declare it is told, and what is kept loses it on its way."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from batch.synthetic import Traffic, events
from batch.synthetic.traffic import SECOND
from privacy import drift
from privacy.detection.spans import kinds_by_form
from privacy.drift import Found, watch
from privacy.policies import EVENT_POLICY, USER_POLICY
from privacy.policy import Policy
from schemas.events import EVENTS
from schemas.kinds import Kind
from tests.labelled import texts_a, texts_b, texts_c
from tests.unit.records import decoded, event, profile

pytestmark = pytest.mark.unit

UNDECLARED = {
    Kind.EMAIL: "mail-to:ada.lovelace@example.org",
    Kind.PHONE: "+1 202 555 0143",
    Kind.SSN: "219-09-9998",
    Kind.CREDIT_CARD: "4539578763621486",
    Kind.IP_ADDRESS: "203.0.113.77",
    Kind.OTHER_ID: "DE89370400440532013000",
}


def look(payloads: list[bytes], policy: Policy = EVENT_POLICY) -> Found:
    return watch(policy).look(decoded(payloads, policy.contract).columns)


def counts(drift: list[str | None]) -> Counter[str]:
    return Counter(one for row in drift if row for one in row.split(","))


def told(found: Found) -> list[str | None]:
    return found.drift.to_pylist()


@pytest.mark.parametrize("kind", UNDECLARED)
def test_what_a_referrer_never_declared_is_told_by_field_and_kind(kind: Kind) -> None:
    there = f"https://shop.example/?next={UNDECLARED[kind]}" if kind is Kind.EMAIL else UNDECLARED[kind]
    assert told(look([event(), event(referrer=there)])) == [None, f"referrer:{kind}"]


def test_what_is_kept_loses_the_value_and_what_is_treated_keeps_it_for_its_treatment() -> None:
    found = look([event(product_id="219-09-9998"), event(product_id="p-01176"), event(referrer="a@example.org")])
    assert found.fields["product_id"].to_pylist() == [None, "p-01176", None]
    assert found.fields["referrer"].to_pylist() == [None, None, "a@example.org"]
    assert told(found) == ["product_id:SSN", None, "referrer:EMAIL"]


def test_one_record_may_drift_in_several_fields_and_kinds() -> None:
    (words,) = told(look([event(referrer="a@example.org, 203.0.113.77", page_url="call +1 202 555 0143")]))
    assert words == "referrer:EMAIL,referrer:IP_ADDRESS,page_url:PHONE"
    assert counts([words, None, words]) == Counter(dict.fromkeys(words.split(","), 2))


def test_a_kept_field_is_looked_at_whole_in_a_batch_of_any_size() -> None:
    many = [event(product_id="p-01176")] * 5_000
    many[4_321] = event(product_id="219-09-9998")
    found = look(many)
    assert found.fields["product_id"].null_count == 1
    assert found.fields["product_id"][4_321].as_py() is None
    assert counts(told(found)) == {"product_id:SSN": 1}


def test_a_treated_field_is_looked_at_in_a_bounded_number_of_rows() -> None:
    found = look([event(referrer="a@example.org")] * 5_000)
    assert counts(told(found)) == {"referrer:EMAIL": drift.SAMPLED_ROWS}


def test_a_row_is_the_same_in_any_batch() -> None:
    payloads = [event(product_id=("219-09-9998", f"p-{n}")[n % 2]) for n in range(600)]
    alone = [look([payload]).fields["product_id"][0].as_py() for payload in payloads]
    assert look(payloads).fields["product_id"].to_pylist() == alone


def test_a_field_may_hold_its_own_kind_what_is_declared_and_numbers_that_look_alike() -> None:
    own = profile(email="a@example.org", phone="+12025550143", ip_address="203.0.113.77", zip_code="10001")
    assert told(look([own], USER_POLICY)) == [None]
    assert told(look([profile(phone="219-09-9998")], USER_POLICY)) == [None]
    assert told(look([profile(phone="a@example.org")], USER_POLICY)) == ["phone:EMAIL"]
    assert told(look([profile(ip_address="a@example.org")], USER_POLICY)) == ["ip_address:EMAIL"]
    declared = declaring("referrer", Kind.EMAIL)
    assert told(look([event(referrer="a@example.org")], declared)) == [None]
    assert told(look([event(referrer="203.0.113.77")], declared)) == ["referrer:IP_ADDRESS"]


def declaring(name: str, *kinds: Kind) -> Policy:
    fields = tuple(replace(field, holds=kinds) if field.name == name else field for field in EVENTS.fields)
    return replace(EVENT_POLICY, contract=replace(EVENTS, fields=fields))


def test_texts_that_are_redacted_may_hold_anything() -> None:
    assert told(look([event(search_query="a@example.org +1 202 555 0143")])) == [None]


def test_nothing_of_a_value_is_in_what_is_told() -> None:
    found = look([event(**dict.fromkeys(("referrer", "page_url", "browser"), UNDECLARED[kind])) for kind in UNDECLARED])
    names = {field.name for field in EVENTS.fields}
    for words in told(found):
        assert words
        for word in words.split(","):
            field, _, kind = word.partition(":")
            assert field in names
            assert kind in Kind.__members__


@pytest.mark.parametrize("texts", [texts_a.texts, texts_b.texts, texts_c.texts], ids=["a", "b", "c"])
def test_whatever_the_recognisers_find_has_a_sign(texts: Any) -> None:
    """Else the closer look would never be taken."""
    plain = [text.text for text in texts()]
    hard = [text for text in plain if kinds_by_form(text) & drift._HARD]
    found = drift._kinds(pa.array(hard, pa.string()), drift._HARD)
    assert len(hard) > 100
    assert sorted(found) == list(range(len(hard)))


def test_ids_and_addresses_of_invented_traffic_are_not_taken_for_persons() -> None:
    """It has e-mail addresses in one address of a page in some thousand, as real traffic has, and nothing else."""
    table = events(Traffic(seed=7, base_us=1_767_225_600 * SECOND, users=100_000, rate=2000), 0, 20_000)
    payloads = [payload for payload in table["payload"].to_pylist() if payload]
    found = Counter[str]()
    for start in range(0, len(payloads), 250):
        found += counts(told(look(payloads[start : start + 250])))
    assert set(found) <= {"referrer:EMAIL", "page_url:EMAIL"}

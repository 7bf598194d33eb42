"""Records with objects in them, numbers for instants, flags and local times: decoder and oracle agree on each."""

from __future__ import annotations

import datetime as dt
import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.constraints import Epoch, Flag, LocalTime, OneOf, Pattern, Real, Text, Whole
from schemas.contract import Contract, Field
from schemas.decoding import Decoded
from tests.support.oracle import judged
from tests.unit.records import RECEIVED, decoded

pytestmark = pytest.mark.property

ORDERS = Contract(
    name="orders",
    version=1,
    record_id="order_id",
    subject="customer_id",
    event_time="placed_at",
    fields=(
        Field("order_id", Pattern(r"^[A-Z0-9-]{4,20}\Z"), "the shop's number", required=True, path="orderNo"),
        Field("customer_id", Text(64, shortest=1), "who orders", required=True, path="customer.id"),
        Field("customer_mail", Text(320), "address", path="customer.contact.e-mail"),
        Field("customer_phone", Text(32), "phone", path="customer.contact.phone"),
        Field("placed_at", Epoch(), "when", required=True, path="placedAt"),
        Field("paid_at", LocalTime(zone="Europe/Berlin"), "when paid, by the shop's clocks", path="payment.at"),
        Field("paid_by", OneOf(("card", "invoice")), "means of payment", path="payment.by"),
        Field("total", Real(0, 100_000), "sum", required=True, path="payment.total"),
        Field("pieces", Whole(1, 1000), "pieces"),
        Field("gift", Flag(), "wrapped as a gift", path="delivery.options.gift"),
    ),
)
STRICT = replace(ORDERS, unknown_fields="reject")

GOOD: dict[str, Any] = {
    "orderNo": "A-1001",
    "customer": {"id": "c-1", "contact": {"e-mail": "a@example.org", "phone": "1"}},
    "placedAt": 1_772_362_800_000,
    "payment": {"at": "2026-03-01 12:00:00", "by": "card", "total": 19.5},
    "pieces": 2,
    "delivery": {"options": {"gift": True}},
}
PLACES = [
    *(("orderNo",), ("customer",), ("customer", "id"), ("customer", "contact"), ("customer", "contact", "e-mail")),
    *(("placedAt",), ("payment",), ("payment", "at"), ("payment", "by"), ("payment", "total"), ("pieces",)),
    *(("delivery",), ("delivery", "options"), ("delivery", "options", "gift"), ("new",), ("customer", "new")),
    *(("delivery", "options", "new"), ("payment", "new")),
]
VALUES = [
    *(None, True, False, 0, -1, 1, 1.5, -0.0, 1e400, "", "x", "card", [], [[]], [["id", "c"]], {}, {"id": "c-2"}),
    *({"options": {}}, {"options": None}, {"contact": {}}, {"id": "c-1", "contact": None}, {"id": None}),
    *({"total": 1}, {"total": 1, "at": None}, {"at": "2026-03-01 12:00:00"}, {"new": {"deep": {"er": 1}}}),
    *("2026-03-29 02:30:00", "2026-10-25 02:30:00", "2026-03-01T12:00:00.123456", "2026-13-01 00:00:00"),
    *("2026-03-01 12:00", "2026-03-01 12:00:00+01:00", "1999-12-31 23:00:00", "2000-01-01 01:00:00"),
    *("٢٠٢٦-03-01 12:00:00", 946_684_800_000, 946_684_799_999, 1_772_366_700_000, 1_772_366_700_001),
    *(10**13, 10**16, 10**30, 1_772_362_800_000.0),
]


@st.composite
def bent(draw: st.DrawFn) -> bytes:
    """A good order with a few values at a few places."""
    record = json.loads(json.dumps(GOOD))
    for _ in range(draw(st.integers(0, 3))):
        *parents, last = draw(st.sampled_from(PLACES))
        inner = record
        for parent in parents:
            if not isinstance(inner.get(parent), dict):
                inner[parent] = {}
            inner = inner[parent]
        if draw(st.integers(0, 3)):
            inner[last] = deepcopy(draw(st.sampled_from(VALUES)))
        else:
            inner.pop(last, None)
    text = json.dumps(record).replace("Infinity", "1e400")
    if draw(st.integers(0, 9)) == 0:
        text = text.replace('"id"', '"id": "c-9", "id"', 1)
    return text.encode()


@settings(max_examples=600, deadline=None)
@given(st.lists(bent(), min_size=1, max_size=5), st.sampled_from([ORDERS, STRICT]))
def test_decoder_and_oracle_agree(payloads: list[bytes], contract: Contract) -> None:
    found = decoded(payloads, contract)
    verdicts = [judged(raw, contract, RECEIVED) for raw in payloads]
    reasons = dict(found.rejected)
    assert set(reasons) == {row for row, verdict in enumerate(verdicts) if verdict.faults}
    for row, reason in reasons.items():
        assert reason in verdicts[row].faults
    for (row, _), subject in zip(found.rejected, found.rejected_subjects, strict=True):
        assert subject == verdicts[row].subject
    for index, row in enumerate(found.rows.tolist()):
        values = tuple(found.columns[field.name][index].as_py() for field in contract.fields)
        assert values == verdicts[row].values
        assert found.unknown[index] == verdicts[row].unknown


@settings(max_examples=300, deadline=None)
@given(bent(), bent())
def test_canonical_forms_are_equal_exactly_when_the_fields_are(one: bytes, other: bytes) -> None:
    found = decoded([one, other], ORDERS)
    if len(found.rows) == 2:
        first, second = ([column[at].as_py() for column in found.columns.values()] for at in (0, 1))
        assert (found.canonical[0] == found.canonical[1]) == (first == second)


def column(result: Decoded, name: str) -> Any:
    return result.columns[name][0].as_py()


def test_a_good_order_is_read_as_it_says() -> None:
    found = decoded([json.dumps(GOOD).encode()], ORDERS)
    assert found.rejected == []
    assert column(found, "placed_at") == dt.datetime(2026, 3, 1, 11, tzinfo=dt.UTC)
    assert column(found, "paid_at") == dt.datetime(2026, 3, 1, 11, tzinfo=dt.UTC)
    assert column(found, "gift") is True
    assert found.columns["gift"].type == pa.bool_()
    assert (column(found, "customer_id"), column(found, "customer_mail")) == ("c-1", "a@example.org")


@pytest.mark.parametrize("unit", ["s", "ms", "us"])
def test_an_epoch_counts_in_its_unit(unit: str) -> None:
    fields = tuple(
        replace(field, constraint=Epoch(unit=unit)) if field.name == "placed_at" else field for field in ORDERS.fields
    )
    count = 1_772_362_800 * {"s": 1, "ms": 1000, "us": 10**6}[unit]
    found = decoded([json.dumps(GOOD | {"placedAt": count}).encode()], replace(ORDERS, fields=fields))
    assert column(found, "placed_at") == dt.datetime(2026, 3, 1, 11, tzinfo=dt.UTC)


KEYS = ("class", "None", "_0", "__init__", "__struct_fields__", "e-mail", "self", "key_1", "_1")


def test_any_key_that_a_path_may_have_is_found() -> None:
    more = tuple(Field(f"more_{at}", Text(9), "", path=f"odd.{key}") for at, key in enumerate(KEYS))
    contract = replace(ORDERS, fields=(*ORDERS.fields, *more))
    found = decoded([json.dumps(GOOD | {"odd": {key: str(at) for at, key in enumerate(KEYS)}}).encode()], contract)
    assert [column(found, field.name) for field in more] == [str(at) for at in range(len(KEYS))]
    assert (found.rejected, found.unknown.tolist()) == ([], [0])


@pytest.mark.parametrize("inside", [{"gift": False}, {"gift": None}, {}])
def test_a_value_that_says_no_is_not_an_absent_one(inside: dict[str, Any]) -> None:
    plain = {name: value for name, value in GOOD.items() if name != "delivery"}
    found = decoded(
        [json.dumps(plain | {"delivery": {"options": inside}}).encode(), json.dumps(plain).encode()], ORDERS
    )
    assert (found.canonical[0] == found.canonical[1]) is (inside.get("gift") is None)

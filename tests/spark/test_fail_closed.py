"""Every way to be wrong, in one batch among good records: rejected for its reason, closed, and nobody else hurt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.outcomes import FAULTS, Reason
from schemas.tables import QUARANTINE
from tests.conftest import NewLake
from tests.support.canary import Canary, survey
from tests.support.installation import Installation
from tests.support.records import NOON, Arrival, event
from tests.support.wrong import SECRET, STRICT, WRONG, Wrong

pytestmark = pytest.mark.spark

PARTITIONS = 3
STRANGERS_BAD = event(user_id="nobody-knows-me", event_type=SECRET)
UNREADABLE = event(user_id={"name": SECRET})
MORE = (
    Wrong(Reason.NOT_IN_ENUM, STRANGERS_BAD, "day"),
    Wrong(Reason.WRONG_TYPE, UNREADABLE, "day"),
    Wrong(Reason.MISSING_SUBJECT, event(user_id="", search_query=SECRET), "day"),
    Wrong(Reason.INVALID_JSON, b"", "day"),
)


def good(number: int) -> bytes:
    return event(event_id=f"good-{number:06d}", user_id=("ada", "bob", "eve")[number % 3])


def at(number: int, payload: bytes | None) -> Arrival:
    return Arrival(payload, offset=100 + number // PARTITIONS, partition=number % PARTITIONS)


CASES = dict(zip(range(1, 1000, 2), (*WRONG, *MORE), strict=False))
BATCH = [at(n, CASES[n].payload if n in CASES else good(n)) for n in range(2 * len(CASES) + 1)]


@pytest.fixture(scope="module")
def carried(new_lake: NewLake) -> Iterator[Installation]:
    """A lake that knew ada and bob, and has taken the batch."""
    with new_lake() as lake:
        lake.enrol("ada", "bob")
        lake.carry("events", BATCH, road=lake.road("events", STRICT))
        yield lake


@pytest.fixture(scope="module")
def quarantine(carried: Installation) -> dict[tuple[str, int, int], tuple[str, str, bytes | None]]:
    return carried.quarantine()


def test_there_is_a_case_for_every_reason() -> None:
    assert {wrong.reason for wrong in WRONG} == set(FAULTS)


@pytest.mark.parametrize("number", CASES, ids=lambda number: f"{CASES[number].reason}-{number}")
def test_a_wrong_record_is_in_quarantine_as_it_came(
    quarantine: dict[tuple[str, int, int], tuple[str, str, bytes | None]], number: int
) -> None:
    wrong = CASES[number]
    assert quarantine[at(number, None).position] == (wrong.reason, wrong.whose, wrong.payload)


def test_good_records_around_them_are_in_bronze_and_silver(carried: Installation) -> None:
    expected = {n: good(n) for n in range(len(BATCH)) if n not in CASES}
    names = ("ada", "bob", "eve")
    assert carried.bronze("events") == {at(n, None).position: (names[n % 3], raw) for n, raw in expected.items()}
    assert sorted(row["who"] for row in carried.silver("events")) == sorted(names[n % 3] for n in expected)


def test_no_wrong_record_is_both_rejected_and_kept(
    carried: Installation, quarantine: dict[tuple[str, int, int], tuple[str, str, bytes | None]]
) -> None:
    bronze = carried.bronze("events")
    assert set(bronze).isdisjoint(quarantine)
    assert set(bronze) | set(quarantine) == {arrival.position for arrival in BATCH}


def test_a_rejected_record_makes_nobody_known(carried: Installation) -> None:
    assert set(carried.persons()) == {"ada", "bob", "eve"}


def test_both_equations_hold_in_every_partition(carried: Installation) -> None:
    balances = carried.ledger.balances("stream.events")
    assert [balance.partition for balance in balances] == list(range(PARTITIONS))
    for balance in balances:
        of_partition = [n for n in range(len(BATCH)) if n % PARTITIONS == balance.partition]
        assert balance.holds
        assert (balance.consumed, balance.rejected) == (len(of_partition), sum(n in CASES for n in of_partition))


def test_reasons_are_counted(carried: Installation) -> None:
    counted = {(contract, reason): records for contract, reason, records in carried.ledger.rejections()}
    wanted = [wrong.reason for wrong in CASES.values()]
    assert counted == {("events", str(reason)): wanted.count(reason) for reason in set(wanted)}


def test_lengths_are_those_of_the_payloads(carried: Installation) -> None:
    found = {(row["partition"], row["offset"]): row["length"] for row in carried.rows(QUARANTINE)}
    wanted = {
        (at(n, None).partition, at(n, None).offset): wrong.payload and len(wrong.payload) for n, wrong in CASES.items()
    }
    assert found == {place: 0 if wanted[place] == b"" else wanted[place] for place in found}


def test_nothing_of_them_can_be_read_in_any_file(carried: Installation) -> None:
    planted = [Canary("secret", SECRET.encode()), Canary("stranger", b"nobody-knows-me")]
    seen = survey([Path(carried.lake.root)], planted)
    assert seen.findings == ()
    assert seen.files > 10
    assert survey([carried.folder / "arrived"], planted).findings, "the scan finds what is there to be found"


def test_the_day_of_rejection_stands_in_place_of_the_record_s(carried: Installation) -> None:
    days = {row["ingest_date"] for row in carried.rows(QUARANTINE)}
    assert len(days) <= 2  # today, or the two days of a midnight; never the day of arrival, months ago
    assert NOON.date() not in days

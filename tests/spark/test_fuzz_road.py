"""100,000 bent records through the whole road: each is in bronze or in quarantine, once, and opens to what was sent."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import pytest

from tests.conftest import NewLake
from tests.support.fuzz import SAMPLES, Sample, sample
from tests.support.installation import Installation, Position
from tests.support.mutations import ARRIVAL, PERSONS
from tests.support.records import Arrival

pytestmark = [pytest.mark.spark, pytest.mark.usefixtures("generated")]

CONTRACTS = SAMPLES[:2]
PARTITIONS = 3
KNOWN_BEFORE = frozenset(PERSONS[::2])


def at(contract: str, row: int) -> Position:
    return f"kafka:cluster/{contract}", row % PARTITIONS, 100 + row // PARTITIONS


def arrivals(contract: str, made: Sample) -> list[Arrival]:
    places = [(at(contract, row), payload) for row, payload in enumerate(made.payloads)]
    return [Arrival(payload, offset, partition, ARRIVAL, source) for (source, partition, offset), payload in places]


@dataclass(frozen=True, repr=False)
class Carried:
    """A lake that has taken both samples, and what an officer with the key finds in it. A failing test shows rows of
    the sample, never what is in them."""

    lake: Installation
    samples: dict[str, Sample]

    @cached_property
    def bronze(self) -> dict[str, dict[Position, tuple[str, bytes]]]:
        return {contract: self.lake.bronze(contract) for contract in CONTRACTS}

    @cached_property
    def quarantine(self) -> dict[Position, tuple[str, str, bytes | None]]:
        return self.lake.quarantine()

    def good(self, contract: str) -> list[int]:
        return [row for row, verdict in enumerate(self.samples[contract].verdicts) if not verdict.faults]

    def bad(self, contract: str) -> list[int]:
        return [row for row, verdict in enumerate(self.samples[contract].verdicts) if verdict.faults]

    def known_before(self, contract: str) -> frozenset[str | None]:
        """Who was in the registry when the records of ``contract`` were passed: events came first."""
        met = {self.samples["events"].verdicts[row].subject for row in self.good("events")}
        return KNOWN_BEFORE | met if contract == "users" else KNOWN_BEFORE


@pytest.fixture(scope="module")
def carried(new_lake: NewLake) -> Iterator[Carried]:
    with new_lake() as lake:
        lake.day_seal = cache(lake.day_seal)  # type: ignore[method-assign]  # 50,000 records are closed by one key
        lake.enrol(*KNOWN_BEFORE)
        samples = {contract: sample(contract) for contract in CONTRACTS}
        for contract, made in samples.items():
            lake.carry(contract, arrivals(contract, made))
        yield Carried(lake, samples)


def test_each_position_is_in_bronze_or_in_quarantine(carried: Carried) -> None:
    sent = {at(contract, row) for contract in CONTRACTS for row in range(len(carried.samples[contract].payloads))}
    kept = [position for contract in CONTRACTS for position in carried.bronze[contract]]
    assert len(sent) == 100_000
    assert len(kept) + len(carried.quarantine) == len(sent)
    assert {*kept, *carried.quarantine} == sent


@pytest.mark.parametrize("contract", CONTRACTS)
def test_bronze_holds_the_good_as_they_came_under_their_persons_key(carried: Carried, contract: str) -> None:
    made, bronze = carried.samples[contract], carried.bronze[contract]
    assert sorted(bronze) == sorted(at(contract, row) for row in carried.good(contract))
    sent = {row: (made.verdicts[row].subject, made.payloads[row]) for row in carried.good(contract)}
    assert [row for row, whose in sent.items() if bronze[at(contract, row)] != whose] == []


@pytest.mark.parametrize("contract", CONTRACTS)
def test_quarantine_holds_the_others_as_they_came_with_a_reason(carried: Carried, contract: str) -> None:
    made, known = carried.samples[contract], carried.known_before(contract)
    wrong = []
    for row in carried.bad(contract):
        reason, whose, payload = carried.quarantine[at(contract, row)]
        subject = made.verdicts[row].subject
        owner = subject if subject in known else "day"
        if reason not in made.verdicts[row].faults or (whose, payload) != (owner, made.payloads[row]):
            wrong.append(row)
    assert wrong == []


def test_nobody_is_made_known_by_a_wrong_record(carried: Carried) -> None:
    met = {carried.samples[name].verdicts[row].subject for name in CONTRACTS for row in carried.good(name)}
    assert set(carried.lake.persons()) == KNOWN_BEFORE | met


@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_ledger_counts_what_is_there(carried: Carried, contract: str) -> None:
    balances = {balance.partition: balance for balance in carried.lake.ledger.balances(f"stream.{contract}")}
    rows, bad = len(carried.samples[contract].payloads), carried.bad(contract)
    assert all(balance.holds for balance in balances.values())
    assert {number: (balance.consumed, balance.rejected) for number, balance in balances.items()} == {
        number: (len(range(number, rows, PARTITIONS)), sum(row % PARTITIONS == number for row in bad))
        for number in range(PARTITIONS)
    }


def test_reasons_and_unknown_fields_are_counted(carried: Carried) -> None:
    counted = {(contract, reason): records for contract, reason, records in carried.lake.ledger.rejections()}
    assert counted == Counter(
        (position[0].rpartition("/")[2], reason) for position, (reason, _, _) in carried.quarantine.items()
    )
    unknown = sum(carried.samples[name].verdicts[row].unknown for name in CONTRACTS for row in carried.good(name))
    assert carried.lake.query("SELECT sum(unknown_fields)::bigint FROM ledger.range") == [(unknown,)]


def minute(instant: Any) -> dt.datetime:
    floored: dt.datetime = instant.replace(second=0, microsecond=0)
    return floored


def test_silver_holds_each_identity_once(carried: Carried) -> None:
    made = carried.samples["events"]
    good = carried.good("events")
    names = ("user_id", "event_id", "event_timestamp")
    identities = {tuple(made.value(row, name) for name in names) for row in good}
    (balance,) = carried.lake.query(
        "SELECT sum(accepted)::int, sum(duplicate + conflict)::int FROM ledger.range WHERE job = 'stream.events'"
    )
    assert balance == (len(identities), len(good) - len(identities))
    assert balance[1] > 100
    silver = Counter((row["who"], minute(row["event_time"])) for row in carried.lake.silver("events"))
    assert silver == Counter((who, minute(instant)) for who, _, instant in identities)


def test_silver_holds_each_persons_newest_profile(carried: Carried) -> None:
    made = carried.samples["users"]
    newest: dict[object, dt.datetime] = {}
    for row in carried.good("users"):
        who, instant = made.value(row, "user_id"), made.value(row, "updated_at")
        assert isinstance(instant, dt.datetime)
        newest[who] = max(instant, newest.get(who, instant))
    silver = carried.lake.silver("users")
    assert len(silver) == len(newest)
    assert {row["who"]: minute(row["updated_at"]) for row in silver} == {who: minute(at) for who, at in newest.items()}

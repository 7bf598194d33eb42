"""Exactly once: a batch may be cut off anywhere and carried again; what was sent twice counts once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lakehouse.accounts import BatchId
from lakehouse.catalog import SILVER
from lakehouse.failpoints import STEPS
from lakehouse.road import BatchReport, RoadError
from schemas.outcomes import Fate
from tests.conftest import NewLake
from tests.support.cutoff import CutOff, cut_off_after
from tests.support.extent import long
from tests.support.installation import Installation
from tests.support.records import Arrival, arrivals, event, profile

pytestmark = pytest.mark.spark


ROAD = tuple(step for step in STEPS if not step.startswith(("gold.", "publish.")))
# A profile's way differs from an event's in silver alone, and each carriage costs seconds.
OF = {"events": ROAD, "users": ("ledger.opened", "silver.judged", "silver.written", "quarantine.marked")}

EVENTS = arrivals(
    [
        event(event_id="evt-00000001"),
        event(event_id="evt-00000001"),
        event(event_id="evt-00000001", browser="Opera"),
        event(event_id="evt-00000002", user_id="bob", event_timestamp="2026-03-03T23:59:59.999999Z"),
        event(event_id="evt-00000003", user_id="eve", event_timestamp="2026-01-01T00:00:00Z"),
        event(event_id="evt-00000004", user_id="eve", event_type="teleport"),
        b"{",
    ]
)
USERS = arrivals(
    [
        profile(),
        profile(updated_at="2026-03-04T11:00:00.500Z", state="CA"),
        profile(user_id="bob", updated_at="2026-03-03T23:59:59.999999Z"),
        profile(user_id="bob", age="old"),
    ]
)
RECORDS = {"events": EVENTS, "users": USERS}


def state(lake: Installation, contract: str, job: str) -> dict[str, Any]:
    """All that the batches of ``job`` leave behind."""
    ledger = lake.ledger_state()
    return {
        "bronze": lake.bronze(contract),
        "silver": lake.silver(contract),
        "quarantine": lake.quarantine(),
        "ledger": {name: [_without(job, row) for row in rows if job in row] for name, rows in ledger.items()},
    }


def _without(job: str, row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value for value in row if value != job)


@pytest.mark.parametrize("contract", ["events", "users"])
def test_a_batch_cut_off_after_each_step_in_turn_ends_as_if_nothing_had_been(lake: Installation, contract: str) -> None:
    records = RECORDS[contract]
    for step in OF[contract]:
        with pytest.raises(CutOff):
            lake.carry(contract, records, job="cut off", road=lake.road(contract, reach=cut_off_after(step)))
        closed = any(batch[-1] for batch in lake.ledger_state()["batches"])
        assert closed == (step == "batch.closed"), f"closed although cut off: {step}"
    if not closed:
        assert lake.carry(contract, records, job="cut off") is not None
    # Over the same registry: which of two conflicting records stays depends on the person's pseudonym.
    undisturbed = lake.beside()
    undisturbed.carry(contract, records, job="undisturbed")
    expected = state(undisturbed, contract, "undisturbed")
    assert all(expected.values())
    assert state(lake, contract, "cut off") == expected
    assert lake.carry(contract, records, job="cut off") is None
    assert state(lake, contract, "cut off") == expected


NEWCOMERS = arrivals([profile(), profile(user_id="bob"), profile(user_id="eve")])


@pytest.mark.parametrize("step", ["silver.written", *long("silver.judged")])
def test_a_first_load_that_is_cut_off_has_each_person_once(lake: Installation, step: str) -> None:
    """It is appended; the second attempt, and the undisturbed lake, know the persons and merge."""
    with pytest.raises(CutOff):
        lake.carry("users", NEWCOMERS, road=lake.road("users", reach=cut_off_after(step)))
    assert len(lake.rows(SILVER["users"])) == (3 if step == "silver.written" else 0)
    assert lake.carry("users", NEWCOMERS) is not None
    undisturbed = lake.beside()
    undisturbed.carry("users", NEWCOMERS, job="undisturbed")
    assert len(lake.rows(SILVER["users"])) == 3
    assert lake.silver("users") == undisturbed.silver("users")


def test_who_comes_by_another_batch_meanwhile_is_no_newcomer(lake: Installation) -> None:
    newer = arrivals([profile(user_id="bob", updated_at="2026-03-04T11:00:00.500Z", state="CA")], first=10)

    def meanwhile(step: str) -> None:
        if step == "persons.minted":
            assert lake.carry("users", newer, job="meanwhile") is not None

    assert lake.carry("users", NEWCOMERS, road=lake.road("users", reach=meanwhile)) is not None
    rows = lake.rows(SILVER["users"])
    assert len(rows) == len({row["user_key"] for row in rows}) == 3
    assert [row["region"] for row in rows].count("West") == 1


@pytest.fixture(scope="module")
def taken(new_lake: NewLake) -> Iterator[tuple[Installation, list[BatchReport]]]:
    """Three batches of events: new ones; some again, some with other content; the first whole batch again."""
    first = [event(event_id=f"evt-0000000{n}") for n in range(4)]
    again = [first[0], event(event_id="evt-00000001", browser="Opera"), event(event_id="evt-00000001", browser="Edge")]
    others = [
        event(event_id="evt-00000002", user_id="bob"),
        event(event_id="evt-00000003", event_timestamp="2026-03-04T11:58:30.250001Z"),
        event(event_id="evt-00000003", event_timestamp="2026-03-04T12:58:30.250+01:00"),
    ]
    with new_lake() as lake:
        road = lake.road("events")
        batches = [arrivals(first), arrivals(again + others, first=4), arrivals(first, first=10)]
        reports = [lake.carry("events", records, number, road) for number, records in enumerate(batches)]
        yield lake, [report for report in reports if report is not None]


def fates(report: BatchReport) -> dict[Fate, int]:
    assert report.judgement is not None
    return {fate: count for fate in Fate if (count := report.judgement.total(fate))}


def test_a_redelivery_in_a_later_batch_is_a_duplicate_and_other_content_a_conflict(
    taken: tuple[Installation, list[BatchReport]],
) -> None:
    _, (first, second, third) = taken
    assert fates(first) == {Fate.ACCEPTED: 4}
    # evt-3 an hour further east is the same instant: a duplicate. Another person or microsecond is another event.
    assert fates(second) == {Fate.DUPLICATE: 2, Fate.CONFLICT: 2, Fate.ACCEPTED: 2}
    assert fates(third) == {Fate.DUPLICATE: 4}


def test_of_conflicting_records_the_first_to_arrive_stays(taken: tuple[Installation, list[BatchReport]]) -> None:
    lake, _ = taken
    assert [row["browser"] for row in lake.silver("events")] == ["Firefox"] * 6


def test_every_redelivery_stays_in_bronze(taken: tuple[Installation, list[BatchReport]]) -> None:
    lake, _ = taken
    assert len(lake.bronze("events")) == 14
    assert all(balance.holds for balance in lake.ledger.balances("stream.events"))


@pytest.mark.parametrize(
    "records",
    [
        arrivals([event()], first=10),
        arrivals([event()] * 5, first=10),
        arrivals([event()] * 4, first=11),
        arrivals([event()] * 4, first=10, partition=1),
        arrivals([event()] * 4, first=10, source_id="kafka:cluster/topic-made-anew"),
        [],
    ],
    ids=["fewer", "more", "later", "another partition", "another topic", "none"],
)
def test_a_known_batch_with_other_positions_is_refused(
    taken: tuple[Installation, list[BatchReport]], records: list[Arrival]
) -> None:
    lake, _ = taken
    before = lake.ledger_state()
    with pytest.raises(RoadError, match=r"opened with other positions.*NEW_EPOCH=1"):
        lake.carry("events", records, 2)
    assert lake.ledger_state() == before


def test_a_batch_older_than_the_newest_is_refused(taken: tuple[Installation, list[BatchReport]]) -> None:
    lake, _ = taken
    with pytest.raises(RoadError, match="the checkpoint is older than the lake"):
        lake.carry("events", arrivals([event()], first=14), 1)


def test_an_empty_batch_leaves_no_trace(taken: tuple[Installation, list[BatchReport]]) -> None:
    lake, _ = taken
    assert lake.carry("events", [], 3) is None
    assert lake.ledger.progress(BatchId("stream.events", 1, 3)) is None


@pytest.fixture(scope="module")
def profiles(new_lake: NewLake) -> Iterator[tuple[Installation, list[BatchReport]]]:
    """Four batches of profiles of ada; bob comes once; cid changes twice within a minute."""

    def ada(at: str, state: str) -> bytes:
        return profile(updated_at=f"2026-03-04T{at}Z", state=state)

    def cid(at: str, state: str) -> bytes:
        return profile(user_id="cid", updated_at=f"2026-03-04T{at}Z", state=state)

    batches = [
        [ada("09:00:00", "NY"), ada("10:00:00", "TX"), profile(user_id="bob"), cid("09:00:10.000001", "CA")],
        [ada("09:30:00", "CA"), ada("10:00:00", "TX"), cid("09:00:10.000002", "TX"), cid("09:00:09", "NY")],
        [ada("11:00:00", "IL"), ada("10:30:00", "NY"), ada("11:00:00", "IL")],
    ]
    with new_lake() as lake:
        road = lake.road("users")
        starts = [0, 4, 8]
        reports = [
            lake.carry("users", arrivals(payloads, first), number, road)
            for number, (first, payloads) in enumerate(zip(starts, batches, strict=True))
        ]
        yield lake, [report for report in reports if report is not None]


def test_the_newest_profile_is_the_one_that_counts(profiles: tuple[Installation, list[BatchReport]]) -> None:
    lake, _ = profiles
    regions = {row["who"]: row["region"] for row in lake.silver("users")}
    assert regions == {"ada": "Midwest", "bob": "Northeast", "cid": "Southwest"}
    assert len(lake.silver("users")) == 3


def test_profiles_that_are_older_equal_or_overtaken_are_superseded(
    profiles: tuple[Installation, list[BatchReport]],
) -> None:
    lake, reports = profiles
    assert [fates(report) for report in reports] == [
        {Fate.ACCEPTED: 3, Fate.SUPERSEDED: 1},
        {Fate.ACCEPTED: 1, Fate.SUPERSEDED: 3},
        {Fate.ACCEPTED: 1, Fate.SUPERSEDED: 2},
    ]
    assert all(balance.holds for balance in lake.ledger.balances("stream.users"))
    assert len(lake.bronze("users")) == 11

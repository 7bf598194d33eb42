"""Backfill: history goes the road of the stream, slice by slice, in any order, and is there once."""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pytest

from batch.backfill import Backfill
from batch.source import Slice, Source
from batch.synthetic import Rates, Traffic, events
from batch.synthetic.source import SyntheticEvents, SyntheticUsers, source_id
from batch.synthetic.traffic import SECOND
from governance.database import DatabaseUnavailable
from governance.history import Histories, Origin
from lakehouse.catalog import BRONZE, SILVER
from lakehouse.failpoints import Reach, nothing
from lakehouse.road import BatchReport
from tests.conftest import NewLake
from tests.support.cutoff import CutOff, cut_off_after
from tests.support.installation import Installation

pytestmark = pytest.mark.spark

DIRTY = Rates(duplicate=0.1, conflict=0.05, late=0.05, very_late=0.02, out_of_order=0.05, drifted=0.03)
BEGINNING = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
TRAFFIC = Traffic.history(7, int(BEGINNING.timestamp()) * SECOND, events=2400, users=120, days=3, rates=DIRTY)
USERS = SyntheticUsers(TRAFFIC, source_id("users", "test"), 50)
EVENTS = SyntheticEvents(TRAFFIC, source_id("events", "test"), 500)
TRUTH = events(TRAFFIC, 0, 2400).to_pylist()


class Listening:
    """Hears what a backfill tells."""

    def __init__(self) -> None:
        self.left: list[int] = []
        self.records: Counter[str] = Counter()
        self.waited: list[float] = []

    def begun(self, source: Source, left: Sequence[Slice]) -> None:
        self.left.append(len(left))

    def carried(self, part: Slice, report: BatchReport) -> None:
        self.records[part.contract] += report.records

    def waiting(self, seconds: float) -> None:
        self.waited.append(seconds)


def backfill(
    lake: Installation, source: Source, heard: Listening | None = None, reach: Reach = nothing, roads: int = 2
) -> bool:
    """A run as of a process of its own, whose connections end with it."""
    opened = len(lake.databases)
    made = [lake.road(source.contract, reach=reach) for _ in range(roads)]
    try:
        return Backfill(lake.spark, made, Histories(lake.database()), heard or Listening(), threading.Event()).run(
            source
        )
    finally:
        while len(lake.databases) > opened:
            lake.databases.pop().close()


@pytest.fixture(scope="module")
def filled(new_lake: NewLake) -> Iterator[tuple[Installation, Listening]]:
    """All of history, two slices at a time."""
    with new_lake() as lake:
        heard = Listening()
        assert backfill(lake, USERS, heard)
        assert backfill(lake, EVENTS, heard)
        yield lake, heard


def test_slices_cover_each_record_once_and_no_slice_spans_two_days() -> None:
    covered = [number for part in EVENTS.slices for number in range(part.first, part.stop)]
    assert covered == list(range(2400))
    assert max(part.records for part in EVENTS.slices) <= 500
    assert len({part.batch for part in EVENTS.slices}) == len(EVENTS.slices) >= 6
    again = SyntheticEvents(TRAFFIC, source_id("events", "test"), 500)
    assert [part.batch for part in again.slices] == [part.batch for part in EVENTS.slices]


def test_every_record_is_in_bronze_or_quarantine_with_the_reason_of_the_truth(
    filled: tuple[Installation, Listening],
) -> None:
    lake, heard = filled
    assert heard.records == {"users": 120, "events": 2400}
    bronze, quarantine = lake.bronze("events"), lake.quarantine()
    reasons = {row["idx"]: row["expected_reason"] for row in TRUTH if row["expected_reason"]}
    assert {offset: reason for (_, _, offset), (reason, _, _) in quarantine.items()} == reasons
    assert {offset: name for (_, _, offset), (name, _) in bronze.items()} == {
        row["idx"]: row["user_id"] for row in TRUTH if not row["expected_reason"]
    }


def test_silver_holds_each_identity_once_and_each_profile(filled: tuple[Installation, Listening]) -> None:
    lake, _ = filled
    identities = {(r["event_id"], r["user_id"], r["event_time_us"]) for r in TRUTH if not r["expected_reason"]}
    assert len(lake.silver("events")) == len(identities)
    assert len(lake.silver("users")) == 120


def test_a_day_is_received_at_its_end(filled: tuple[Installation, Listening]) -> None:
    lake, _ = filled
    received = pa.Table.from_pylist(lake.rows(BRONZE["events"]))["received_at"].to_pylist()
    assert {(at - BEGINNING).total_seconds() / 86_400 for at in received} == {1.0, 2.0, 3.0}


def test_the_accounts_of_history_balance_as_one_job(filled: tuple[Installation, Listening]) -> None:
    lake, _ = filled
    (events_sum,), (users_sum,) = (lake.ledger.balances(f"backfill.{name}") for name in ("events", "users"))
    assert events_sum.holds
    assert users_sum.holds
    assert (events_sum.consumed, users_sum.consumed) == (2400, 120)
    assert events_sum.accepted == len(lake.silver("events"))
    assert events_sum.conflict > 20


def test_a_second_run_adds_nothing(filled: tuple[Installation, Listening]) -> None:
    lake, _ = filled
    before, heard = lake.ledger_state(), Listening()
    versions = [lake.writer.version(table) for table in (BRONZE["events"], SILVER["events"], SILVER["users"])]
    assert backfill(lake, USERS, heard)
    assert backfill(lake, EVENTS, heard)
    assert heard.left == [0, 0]
    assert lake.ledger_state() == before
    assert [lake.writer.version(t) for t in (BRONZE["events"], SILVER["events"], SILVER["users"])] == versions


def test_cut_off_at_each_step_and_called_again_it_ends_as_if_nothing_had_been(
    filled: tuple[Installation, Listening],
) -> None:
    whole, _ = filled
    lake = whole.beside()
    prepared = {part.batch.job for part in EVENTS.slices}
    for job in prepared:  # the other lake has the same ledger: what it says of slices is taken away
        for table in ("rejection", "drift", "gold_work", "range", "batch"):
            lake.query(f"DELETE FROM ledger.{table} WHERE job = %s", job)
    for step in ("ledger.opened", "bronze.written", "silver.judged", "silver.written", "quarantine.marked"):
        with pytest.raises(CutOff):
            backfill(lake, EVENTS, reach=cut_off_after(step), roads=1)
    assert backfill(lake, EVENTS)
    assert lake.bronze("events") == whole.bronze("events")
    assert lake.quarantine().keys() == whole.quarantine().keys()
    assert {row["event_key"] for row in lake.rows(SILVER["events"])} == {
        row["event_key"] for row in whole.rows(SILVER["events"])
    }


class Absent:
    """A ledger's database that is away for the first so many calls."""

    def __init__(self, times: int) -> None:
        self.times = times

    def __call__(self, step: str) -> None:
        if step == "batch.passed" and self.times:
            self.times -= 1
            raise DatabaseUnavailable("Postgres does not answer")


def test_a_slice_waits_for_postgres(lake: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("governance.patience._PAUSES_SECONDS", (0.01, 0.02, 0.03))
    heard = Listening()
    assert backfill(lake, USERS, heard, reach=Absent(2), roads=1)
    assert heard.waited == [0.01, 0.02]
    with pytest.raises(DatabaseUnavailable):
        backfill(lake, EVENTS, heard, reach=Absent(99), roads=1)


def test_a_stop_ends_it_behind_the_slices_at_hand(lake: Installation) -> None:
    stop = threading.Event()

    def reach(step: str) -> None:
        if step == "batch.closed":
            stop.set()

    heard = Listening()
    whole = Backfill(lake.spark, [lake.road("users", reach=reach)], Histories(lake.database()), heard, stop)
    assert not whole.run(USERS)
    assert heard.records["users"] == 40
    stop.clear()
    rest = Listening()
    assert backfill(lake, USERS, rest)
    assert rest.left == [2]


def test_a_source_keeps_how_it_was_cut_and_dated(lake: Installation) -> None:
    histories = Histories(lake.database())
    first = Origin("synthetic:a/users", "users", 100, 50, BEGINNING)
    assert histories.met(first) == first
    assert histories.met(Origin("synthetic:a/users", "users", 100, 70, BEGINNING + dt.timedelta(days=9))) == first

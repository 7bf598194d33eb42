"""One batch of a query: what is carried again, what ends the job, what is left to the next start. Without Spark."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from governance.database import DatabaseError, DatabaseFull, DatabaseUnavailable
from governance.ledger import Epoch
from lakehouse.accounts import BatchId, PartitionAccount
from lakehouse.road import BatchReport, RoadError
from streaming.epochs import Start
from streaming.failures import StopRequested
from streaming.ingest import Ingest, IngestFailed, RejectionLimit
from streaming.journal import Journal
from streaming.outages import NoRoom, Outage, Outages, Service
from streaming.progress import Progress
from streaming.rejections import RejectionPolicy
from streaming.source import TopicSource
from streaming.space import Space
from streaming.surroundings import Surroundings

pytestmark = pytest.mark.unit

SOURCE = "kafka:c/t"


def report(records: int = 10, rejected: int = 0) -> BatchReport:
    reasons = {"invalid_json": rejected} if rejected else {}
    account = PartitionAccount(SOURCE, 0, 0, records, records, records - rejected, rejected, 0, 0, reasons)
    return BatchReport((account,), None, {}, 0.0)


class Road:
    """Carries a batch, or fails as it is told to, once for each failure."""

    def __init__(self, *failures: Exception, carried: BatchReport | None = None) -> None:
        self._failures = list(failures)
        self._report = carried or report()
        self.attempts: list[BatchId] = []

    def carry(self, _envelope: Any, batch: BatchId) -> BatchReport:
        self.attempts.append(batch)
        if self._failures:
            raise self._failures.pop(0)
        return self._report


class Rows:
    """Stands in for the rows of a batch."""

    def select(self, *_: Any) -> Rows:
        return self


Made = Callable[..., Ingest]


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "stream.jsonl")
    yield journal
    journal.close()


@pytest.fixture
def noted(tmp_path: Path) -> Callable[[], list[str]]:
    return lambda: [json.loads(line)["event"] for line in (tmp_path / "stream.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture
def ingest(tmp_path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> Made:
    monkeypatch.setattr("streaming.ingest._FIRST_PAUSE_SECONDS", 0.0)
    monkeypatch.setattr("streaming.source.F.lit", lambda _: Column())
    monkeypatch.setattr("streaming.source.F.col", lambda _: Column())

    def make(road: Road, topic_now: str = SOURCE) -> Ingest:
        progress, space = Progress(), Space({})
        there = [Service(name, lambda: None, lambda: True) for name in ("Kafka", "Postgres")]
        outages = Outages(*(Outage(service, space, progress, journal) for service in there))
        around = Surroundings(progress, journal, outages, space, RejectionPolicy(0.5, 10))
        source = TopicSource("events", SOURCE, 3, "127.0.0.1:1", dict, identity=lambda: topic_now)
        start = Start(Epoch("stream.events", 2, "events", SOURCE), tmp_path, {})
        return Ingest(None, road, source, start, 500_000, around)  # type: ignore[arg-type]

    return make


class Column:
    """Stands in for a column: without a session there are none."""

    def alias(self, _: str) -> Column:
        return self


def carried(one: Ingest, number: int = 7) -> None:
    one._carry(Rows(), number)  # type: ignore[arg-type]


def test_a_batch_is_carried_once(ingest: Made, noted: Callable[[], list[str]]) -> None:
    road = Road()
    carried(ingest(road))
    assert road.attempts == [BatchId("stream.events", 2, 7)]
    assert noted() == ["batch"]


def test_a_batch_that_postgres_left_is_carried_again_as_the_same(ingest: Made, noted: Callable[[], list[str]]) -> None:
    road = Road(DatabaseUnavailable("away"), DatabaseUnavailable("away"))
    one = ingest(road)
    carried(one)
    one.check()
    assert road.attempts == [BatchId("stream.events", 2, 7)] * 3
    assert noted() == ["batch waits", "batch waits", "batch"]


def test_a_service_that_answers_and_still_fails_each_time_is_not_waited_for_for_ever(ingest: Made) -> None:
    road = Road(*[DatabaseUnavailable("it dies of this batch") for _ in range(50)])
    with pytest.raises(IngestFailed, match="events: it dies of this batch"):
        carried(ingest(road))
    assert len(road.attempts) == 12


FINAL = {
    "Postgres refuses": (DatabaseError("refused"), IngestFailed, "events: refused"),
    "the road refuses": (RoadError("the checkpoint is older"), IngestFailed, "events: the checkpoint is older"),
    "Postgres is full": (DatabaseFull("Postgres has no room"), NoRoom, "Postgres has no room"),
    "a disk is full": (OSError(28, "canary-7f3a"), NoRoom, "a disk is full"),
    "anything else": (ValueError("canary-7f3a"), IngestFailed, "events: failed with ValueError"),
}


@pytest.mark.parametrize(("error", "family", "words"), FINAL.values(), ids=FINAL.keys())
def test_any_other_failure_ends_the_query_and_then_the_job(
    ingest: Made, error: Exception, family: type[Exception], words: str
) -> None:
    road = Road(error)
    one = ingest(road)
    with pytest.raises(family, match=words) as told:
        carried(one)
    assert "canary" not in str(told.value)
    with pytest.raises(family):
        one.check()
    with pytest.raises(StopRequested):
        carried(one, 8)
    assert len(road.attempts) == 1


def test_a_topic_that_is_another_by_now_is_not_read(ingest: Made) -> None:
    road = Road()
    with pytest.raises(IngestFailed, match="topic events is not the one this lake has read"):
        carried(ingest(road, "kafka:c/another"))
    assert road.attempts == []


def test_too_many_rejections_end_the_job_after_the_batch(ingest: Made, noted: Callable[[], list[str]]) -> None:
    road = Road(carried=report(records=20, rejected=15))
    one = ingest(road)
    carried(one)
    assert noted() == ["batch"]
    with pytest.raises(RejectionLimit, match="75% of the last 20 records of topic events"):
        one.check()
    with pytest.raises(StopRequested):
        carried(one, 8)
    assert len(road.attempts) == 1


class Decisions:
    """Stands in for the query of decisions, which takes one more position with each look at it."""

    def __init__(self, there: int, *ends: dict[int, int]) -> None:
        self._taken, self._ends = there, list(ends)
        self.looks = 0

    def ends(self) -> dict[int, int]:
        return self._ends.pop(0) if len(self._ends) > 1 else self._ends[0]

    def has_taken(self, ends: dict[int, int]) -> bool:
        self.looks += 1
        self._taken += 1
        return self._taken > ends[0]


@pytest.mark.parametrize(
    ("there", "ends", "looks"),
    [(1, [{0: 3}], 3), (5, [{}, {}, {0: 3}], 1)],
    ids=["it waits until they are taken", "while nobody knows what Kafka holds it is not carried"],
)
def test_a_batch_waits_for_the_decisions_that_kafka_holds(
    ingest: Made, there: int, ends: list[dict[int, int]], looks: int
) -> None:
    road, decisions = Road(), Decisions(there, *ends)
    one = ingest(road)
    one._after = decisions  # type: ignore[assignment]
    carried(one)
    assert decisions.looks == looks
    assert len(road.attempts) == 1


def test_who_waits_for_decisions_is_stopped_without_a_batch(ingest: Made) -> None:
    road, decisions = Road(), Decisions(-10_000, {0: 3})
    one = ingest(road)
    one._after = decisions  # type: ignore[assignment]
    threading.Timer(0.2, one._stopping.set).start()
    with pytest.raises(StopRequested):
        carried(one)
    assert road.attempts == []


def test_decisions_are_taken_where_spark_has_looked_past_what_holds_no_record(ingest: Made) -> None:
    """A transaction ends with a position that holds none; a topic whose records have expired begins after 0."""

    source = SimpleNamespace(endOffset='{"events": {"0": 41, "1": 7}}')
    query = SimpleNamespace(lastProgress=SimpleNamespace(sources=[source]))
    one = ingest(Road())
    one._taken = {0: 40}
    assert one.has_taken({0: 40})
    assert not one.has_taken({0: 41})
    one._query = query  # type: ignore[assignment]
    assert one.has_taken({0: 41, 1: 7})
    assert not one.has_taken({0: 42})

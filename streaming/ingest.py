"""One query: micro-batches of one topic, each carried through the road."""

from __future__ import annotations

import threading
import time
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.streaming.query import StreamingQuery

from governance.ledger import RunLedger
from lakehouse.accounts import BatchId
from lakehouse.road import BatchReport, Road
from streaming.epochs import Start
from streaming.failures import StopRequested, in_words
from streaming.journal import Journal
from streaming.progress import Progress
from streaming.source import TopicSource

_POLL_SECONDS = 0.1
_STOP_SECONDS = 300.0
_LAG_SECONDS = 2.0


class IngestFailed(Exception):
    """A query has failed; the text is fit to be shown."""


class Ingest:
    """Runs one topic. ``start`` and ``stop`` may alternate: each start goes on from the checkpoint."""

    def __init__(
        self,
        spark: SparkSession,
        road: Road,
        source: TopicSource,
        start: Start,
        most: int,
        progress: Progress,
        journal: Journal,
    ) -> None:
        self._spark = spark
        self._road = road
        self._source = source
        self._start = start
        self._most = most
        self._progress = progress
        self._journal = journal
        self._query: StreamingQuery | None = None
        self._stopping = threading.Event()
        self._failure: str | None = None
        self._taken = dict(start.offsets)
        self._next_look = 0.0

    @property
    def topic(self) -> str:
        return self._source.topic

    def start(self, every_seconds: int) -> StreamingQuery:
        """A first batch at once, then one ``every_seconds``."""
        self._stopping.clear()
        rows = self._source.stream(self._spark, self._start.offsets, self._most)
        self._query = query = (
            rows.writeStream.foreachBatch(self._carry)
            .option("checkpointLocation", str(self._start.checkpoint))
            .queryName(self._start.epoch.job)
            .trigger(processingTime=f"{every_seconds} seconds")
            .start()
        )
        return query

    def check(self) -> None:
        """Notes the lag now and then; raises IngestFailed if the query has ended by itself."""
        query = self._query
        if query is None:
            return
        if not query.isActive:
            raise IngestFailed(self._failure or _ended(query))
        if time.monotonic() >= self._next_look:
            self._next_look = time.monotonic() + _LAG_SECONDS
            self._note_lag()
            if query.lastProgress is not None:
                self._progress.looked(self.topic)

    def stop(self) -> None:
        """Lets a running batch finish, then ends the query; a batch that has not begun is left for the next start.

        ``query.stop()`` alone would interrupt the batch.
        """
        query, self._query = self._query, None
        if query is None:
            return
        self._stopping.set()
        _wait_until(lambda: not (query.isActive and query.status["isTriggerActive"]))
        query.stop()
        if self._failure:
            raise IngestFailed(self._failure)

    def flush(self) -> None:
        """Takes what has arrived: one more batch at most, begun at once, then stops."""
        self.stop()
        query = self.start(every_seconds=0)
        _wait_until(lambda: not query.isActive or _idle(query) or _batches(query) > 0)
        self.stop()

    def _carry(self, rows: DataFrame, number: int) -> None:
        if self._stopping.is_set():
            raise StopRequested
        batch = BatchId(self._start.epoch.job, self._start.epoch.number, number)
        try:
            self._note(self._road.carry(self._source.envelope(rows), batch), batch)
        except Exception as error:  # noqa: BLE001 - its text would go to Spark's log and out again with the plan
            self._failure = f"{self.topic}: {in_words(error)}"
            self._journal.note("batch failed", job=batch.job, epoch=batch.epoch, batch=number, error=in_words(error))
            raise IngestFailed(self._failure) from None

    def _note(self, report: BatchReport | None, batch: BatchId) -> None:
        if report is None:
            return
        self._taken.update({account.partition: account.to_offset for account in report.accounts})
        self._progress.carried(self.topic, report)
        self._journal.note(
            "batch",
            job=batch.job,
            epoch=batch.epoch,
            batch=batch.number,
            records=report.records,
            new_persons=report.new_persons,
            bronze=sum(account.bronze for account in report.accounts),
            rejected=sum(account.rejected for account in report.accounts),
            unknown_fields=sum(account.unknown_fields for account in report.accounts),
            fates={} if report.judgement is None else _sums(report),
            seconds={stage: round(seconds, 3) for stage, seconds in report.seconds.items()},
        )

    def _note_lag(self) -> None:
        """What Kafka holds beyond the last closed batch. Spark's own figure is as old as its last trigger."""
        ends = self._source.ends()
        self._progress.lagging(self.topic, sum(end - self._taken.get(number, 0) for number, end in ends.items()))


def finish_half_done(spark: SparkSession, road: Road, source: TopicSource, ledger: RunLedger, job: str) -> int:
    """Carries batches of ``job`` that were begun and not finished once more, from their positions; returns how many.

    Before a new epoch, when no checkpoint would repeat them. Under their own ids, so that what was written is
    recognised. What was read from a topic that is gone cannot be read again and stays as it is.
    """
    finished = 0
    for batch, ranges in ledger.half_done(job):
        if any(found[0] != source.source_id for found in ranges):
            continue
        spans = {found[1]: (found[2], found[3]) for found in ranges}
        road.carry(source.positions(spark, spans), batch)
        finished += 1
    return finished


def _sums(report: BatchReport) -> dict[str, int]:
    totals: dict[str, int] = {}
    for account in report.judgement.accounts if report.judgement else ():
        for fate, count in account.fates.items():
            totals[str(fate)] = totals.get(str(fate), 0) + count
    return totals


def _ended(query: StreamingQuery) -> str:
    error = query.exception()
    return in_words(error) if error is not None else "a query ended without an error: restart the job"


def _batches(query: StreamingQuery) -> int:
    return sum(1 for progress in query.recentProgress if progress["numInputRows"] > 0)


def _idle(query: StreamingQuery) -> bool:
    """Whether the query has looked for data and found none."""
    return not query.status["isTriggerActive"] and bool(query.recentProgress) and not query.status["isDataAvailable"]


def _wait_until(condition: Any) -> None:
    deadline = time.monotonic() + _STOP_SECONDS
    while not condition() and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)

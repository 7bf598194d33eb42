"""One query: micro-batches of one topic, each carried through the road."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.streaming.query import StreamingQuery

from governance.database import DatabaseError
from lakehouse.accounts import BatchId
from lakehouse.road import BatchReport, Road
from lakehouse.session import BATCHES, enter_pool
from streaming.epochs import Start, other_topic
from streaming.failures import Cause, StopRequested, cause_of, in_words
from streaming.outages import NoRoom, Outage, ServiceLost
from streaming.rejections import RejectionState
from streaming.source import TopicSource
from streaming.surroundings import Surroundings

_POLL_SECONDS = 0.1
_STOP_SECONDS = 300.0
_LAG_SECONDS = 2.0
_MOST_ATTEMPTS = 12
"""In a row, each after the service had answered again: then it is not the service."""
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 30.0


class IngestFailed(Exception):
    """A query has failed; the text is fit to be shown."""


class RejectionLimit(Exception):
    """Too large a share of what a topic sends is rejected; the text says why and what to do."""


@dataclass
class _Attempts:
    """Failures in a row that waiting was to mend. The pauses between them double."""

    failed: int = 0
    not_before: float = field(default=0.0)

    def again(self) -> bool:
        """Notes one more; whether another attempt makes sense."""
        self.failed += 1
        pause = min(_FIRST_PAUSE_SECONDS * 2 ** (self.failed - 1), _LONGEST_PAUSE_SECONDS)
        self.not_before = time.monotonic() + pause
        return self.failed < _MOST_ATTEMPTS

    @property
    def due(self) -> bool:
        return time.monotonic() >= self.not_before

    def succeeded(self) -> None:
        self.failed = 0


class Ingest:
    """Runs one topic. ``start`` and ``stop`` may alternate: each start goes on from the checkpoint.

    A batch that Postgres or Kafka has left in the lurch is carried again when they answer, and so is a query that Spark
    has ended for want of Kafka. Every other failure ends the query.
    """

    def __init__(
        self,
        spark: SparkSession,
        road: Road,
        source: TopicSource,
        start: Start,
        most: int,
        around: Surroundings,
        after: Ingest | None = None,
    ) -> None:
        """``after``: takes the decisions of persons by which records of this topic are ruled."""
        self._spark = spark
        self._road = road
        self._source = source
        self._start = start
        self._most = most
        self._around = around
        self._after = after
        self._rejections = RejectionState(around.rejections)
        self._query: StreamingQuery | None = None
        self._every = 0
        self._stopping = threading.Event()
        self._carrying = threading.Event()
        self._failure: Exception | None = None
        self._restarts = _Attempts()
        self._forsaken = False
        self._declined = False
        self._taken = dict(start.offsets)
        self._next_look = 0.0

    @property
    def topic(self) -> str:
        return self._source.topic

    def start(self, every_seconds: int) -> StreamingQuery:
        """A first batch at once, then one ``every_seconds``."""
        self._stopping.clear()
        self._forsaken = self._declined = False
        self._every = every_seconds
        rows = self._source.stream(self._spark, self._start.offsets, self._most)
        enter_pool(self._spark, BATCHES)
        self._query = query = (
            rows.writeStream.foreachBatch(self._carry)
            .option("checkpointLocation", str(self._start.checkpoint))
            .queryName(self._start.epoch.job)
            .trigger(processingTime=f"{every_seconds} seconds")
            .start()
        )
        return query

    def check(self) -> None:
        """Notes the lag now and then, starts a query again that Kafka has left in the lurch; raises what ended it."""
        if self._failure is not None:
            raise self._failure
        if self._forsaken:
            self._start_again()
        elif self._query is not None and not self._query.isActive:
            self._ended(self._query)
        elif self._query is not None and time.monotonic() >= self._next_look:
            self._look(self._query)

    def stop(self) -> None:
        """Lets a running batch finish, then ends the query; a batch that has not begun is left for the next start.

        ``query.stop()`` alone would interrupt the batch.
        """
        query, self._query = self._query, None
        if query is None:
            return
        self._stopping.set()
        _wait_until(lambda: not query.isActive or not self._busy(query))
        query.stop()
        self._failure = self._failure or self._unseen(query)
        if self._failure is not None:
            raise self._failure

    def _unseen(self, query: StreamingQuery) -> Exception | None:
        """What ended the query outside a batch while nobody looked. A broker that is away is told by the outage."""
        error = query.exception()
        if error is None or self._declined or cause_of(error) is Cause.KAFKA:
            return None
        return self._told(error)

    def flush(self) -> None:
        """Takes what has arrived: one more batch at most, begun at once, then stops."""
        self.stop()
        if self._around.outages.kafka.away:
            return
        query = self.start(every_seconds=0)
        _wait_until(lambda: not query.isActive or _idle(query) or _batches(query) > 0 or self._deserted())
        self.stop()
        self._note_lag(self._ends())

    def _busy(self, query: StreamingQuery) -> bool:
        return self._carrying.is_set() or (query.status["isTriggerActive"] and not self._deserted())

    def _deserted(self) -> bool:
        """Whether a query that is at no batch waits for a broker that is away: it would do so for minutes."""
        if time.monotonic() >= self._next_look:
            self._ends()
        return self._around.outages.kafka.away and not self._carrying.is_set()

    def _carry(self, rows: DataFrame, number: int) -> None:
        if self._stopping.is_set() or self._failure is not None:
            self._declined = True
            raise StopRequested
        batch = BatchId(self._start.epoch.job, self._start.epoch.number, number)
        self._carrying.set()
        try:
            self._note(self._carried(rows, batch), batch)
            self._restarts.succeeded()
        except StopRequested:
            self._declined = True
            raise StopRequested from None
        except Exception as error:  # noqa: BLE001 - its text would go to Spark's log and out again with the plan
            self._failure = failure = self._told(error)
            self._around.journal.note(
                "batch failed", job=batch.job, epoch=batch.epoch, batch=batch.number, error=str(failure)
            )
            raise failure from None
        finally:
            self._carrying.clear()

    def _carried(self, rows: DataFrame, batch: BatchId) -> BatchReport | None:
        """Carries the batch, again and again while that is all it needs: it is the same batch each time."""
        attempts = _Attempts()
        while True:
            try:
                if self._source.changed():
                    raise other_topic(self._source)
                self._await_decisions()
                return self._road.carry(self._source.envelope(rows), batch)
            except Exception as error:
                outage = self._outage(error)
                if outage is None or not attempts.again():
                    raise
                self._around.journal.note("batch waits", job=batch.job, batch=batch.number, error=in_words(error))
                outage.suspect()
                outage.wait()
                _wait_until(lambda: attempts.due or self._stopping.is_set())

    def _await_decisions(self) -> None:
        """Until all decisions are taken up that Kafka holds now: who withdraws is out from the next batch on, and no
        record is ruled by a decision older than one that was sent before it."""
        if self._after is None:
            return
        kafka, ends = self._around.outages.kafka, self._after.ends()
        while not (ends and self._after.has_taken(ends)):
            if self._stopping.wait(_POLL_SECONDS):
                raise StopRequested
            if not ends or kafka.away:
                kafka.suspect()
                kafka.wait()
                ends = self._after.ends()

    def ends(self) -> dict[int, int]:
        """The end of each partition now; nothing while Kafka does not answer."""
        return self._source.ends()

    def has_taken(self, ends: dict[int, int]) -> bool:
        """Whether every position before ``ends`` was carried, or holds no record: a transaction ends with one that
        does not."""
        seen = self._seen()
        return all(max(self._taken.get(at, 0), seen.get(at, 0)) >= end for at, end in ends.items())

    def _seen(self) -> dict[int, int]:
        """Up to where Spark has looked, by partition."""
        progress = self._query.lastProgress if self._query is not None else None
        offset = progress.sources[0].endOffset if progress and progress.sources else None
        return {int(at): end for at, end in json.loads(offset)[self.topic].items()} if offset else {}

    def _outage(self, error: Exception) -> Outage | None:
        """The service whose absence ``error`` tells of."""
        outages = self._around.outages
        return {Cause.POSTGRES: outages.postgres, Cause.KAFKA: outages.kafka}.get(cause_of(error))

    def _ended(self, query: StreamingQuery) -> None:
        """Raises what ended the query by itself, unless Kafka's return mends it."""
        error = query.exception()
        if error is None:
            raise IngestFailed(f"{self.topic}: a query ended without an error: restart the job")
        self._around.journal.note("query ended", job=self._start.epoch.job, error=in_words(error))
        if cause_of(error) is not Cause.KAFKA or not self._restarts.again():
            raise self._told(error)
        self._query, self._forsaken = None, True
        self._around.outages.kafka.suspect()

    def _start_again(self) -> None:
        kafka = self._around.outages.kafka
        kafka.check()
        if not kafka.away and self._restarts.due:
            self.start(self._every)

    def _told(self, error: Exception) -> Exception:
        """``error`` as the job raises it: its own text names the topic, the disk, or the service."""
        if isinstance(error, (ServiceLost, NoRoom, RejectionLimit)):
            return error
        if cause_of(error) is Cause.ROOM:
            return NoRoom(str(error) if isinstance(error, DatabaseError) else self._around.space.told())
        return IngestFailed(f"{self.topic}: {in_words(error)}")

    def _note(self, report: BatchReport | None, batch: BatchId) -> None:
        if report is None:
            return
        self._taken.update({account.partition: account.to_offset for account in report.accounts})
        self._around.heard.carried(self.topic, report)
        self._around.journal.note("batch", job=batch.job, epoch=batch.epoch, batch=batch.number, **_facts(report))
        self._rejections.take(report)
        if words := self._rejections.exceeded(self.topic):
            # Not raised here: the batch is done, and Spark is to note so.
            self._failure = RejectionLimit(words)

    def _look(self, query: StreamingQuery) -> None:
        ends = self._ends()
        if not ends:
            return
        if self._source.changed():
            raise IngestFailed(str(other_topic(self._source)))
        self._note_lag(ends)
        if query.lastProgress is not None:
            self._restarts.succeeded()
            self._around.heard.looked(self.topic)

    def _note_lag(self, ends: dict[int, int]) -> None:
        """What Kafka holds beyond the last closed batch. Spark's own figure is as old as its last trigger."""
        if ends:
            lag = sum(end - self._taken.get(number, 0) for number, end in ends.items())
            self._around.heard.lagging(self.topic, lag)

    def _ends(self) -> dict[int, int]:
        """Ends of the partitions; without an answer Kafka is looked after."""
        ends = self._source.ends()
        self._next_look = time.monotonic() + _LAG_SECONDS
        if not ends:
            self._around.outages.kafka.suspect()
        return ends


def _facts(report: BatchReport) -> dict[str, Any]:
    """Counts and seconds for the log."""
    return {
        "records": report.records,
        "new_persons": report.new_persons,
        "bronze": sum(account.bronze for account in report.accounts),
        "rejected": sum(account.rejected for account in report.accounts),
        "unknown_fields": sum(account.unknown_fields for account in report.accounts),
        "drifts": _drifts(report),
        "fates": {} if report.judgement is None else _sums(report),
        "seconds": {stage: round(seconds, 3) for stage, seconds in report.seconds.items()},
    }


def _drifts(report: BatchReport) -> dict[str, int]:
    return dict(sum((Counter(account.drifts) for account in report.accounts), Counter()))


def _sums(report: BatchReport) -> dict[str, int]:
    totals: dict[str, int] = {}
    for account in report.judgement.accounts if report.judgement else ():
        for fate, count in account.fates.items():
            totals[str(fate)] = totals.get(str(fate), 0) + count
    return totals


def _batches(query: StreamingQuery) -> int:
    return sum(1 for progress in query.recentProgress if progress["numInputRows"] > 0)


def _idle(query: StreamingQuery) -> bool:
    """Whether the query has looked for data and found none."""
    return not query.status["isTriggerActive"] and bool(query.recentProgress) and not query.status["isDataAvailable"]


def _wait_until(condition: Any) -> None:
    deadline = time.monotonic() + _STOP_SECONDS
    while not condition() and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)

"""Live counts: events of each minute by type, written once, two minutes after the minute is over by the clock of Kafka.

What comes later is not counted there. The writes are their own memory: each is an append under the number of its last
minute, and Delta takes no number twice.
"""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import or_
from typing import Protocol

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.catalog import BRONZE, SILVER
from lakehouse.locks import Locks
from lakehouse.tables import Lake
from lakehouse.writer import Transaction, Writer
from privacy.disclosure import Count, Disclosed, Gate
from schemas.gold import LIVE_EVENT_COUNTS

_JOB = "stream.events"
_APP = "gold.live"
_WAITS = dt.timedelta(minutes=2)
_BACK = dt.timedelta(hours=24)
"""Minutes further back are never written: Kafka keeps a day."""
_IDLE = dt.timedelta(minutes=10)
"""A partition that has sent nothing for so long, while others have, is not waited for."""
_MINUTE = dt.timedelta(minutes=1)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Taken(Protocol):
    """The run ledger, as live counts need it."""

    def taken(self, job: str) -> tuple[str, dict[int, int]] | None:
        """The source that ``job`` reads now, and the first offset of each partition that no closed batch has taken."""


class LiveCounts:
    """Writes ``gold.live_event_counts``."""

    def __init__(self, spark: SparkSession, lake: Lake, locks: Locks, taken: Taken, gate: Gate) -> None:
        self._writer = Writer(spark, lake)
        self._locks = locks
        self._taken = taken
        self._gate = gate

    def refresh(self) -> int:
        """Writes the minutes that are over and were not written; how many they are."""
        with self._locks.held(LIVE_EVENT_COUNTS.full_name):
            before = self._writer.committed(LIVE_EVENT_COUNTS, _APP)
            until = self._arrived_until(before)
            if until is None:
                return 0
            last = number_of_minute(until - _WAITS) - 1
            first = max(before + 1, last - _BACK // _MINUTE)
            if last < first:
                return 0
            self._writer.append_disclosed(self._counted(first, last), LIVE_EVENT_COUNTS, Transaction(_APP, last))
        return last - first + 1

    def _arrived_until(self, before: int) -> dt.datetime | None:
        """What Kafka received before this instant is in silver. From bronze's rows of closed batches, since the minute
        ``before``."""
        taken = self._taken.taken(_JOB)
        if taken is None or not taken[1]:
            return None
        source, offsets = taken
        closed = [(F.col("partition") == number) & (F.col("offset") < end) for number, end in offsets.items()]
        since = _EPOCH + before * _MINUTE if before >= 0 else dt.datetime.now(dt.UTC) - _BACK
        rows = self._writer.read(BRONZE["events"]).filter(
            (F.col("source_id") == source)
            & (F.col("ingest_date") >= F.lit(since.date()))
            & (F.col("received_at") >= F.lit(since))
        )
        newest = rows.filter(reduce(or_, closed)).groupBy("partition").agg(F.unix_micros(F.max("received_at")))
        instants = [_EPOCH + dt.timedelta(microseconds=row[1]) for row in newest.collect()]
        return min((at for at in instants if at >= max(instants) - _IDLE), default=None)

    def _counted(self, first: int, last: int) -> Disclosed:
        start, end = _EPOCH + first * _MINUTE, _EPOCH + last * _MINUTE
        events = self._writer.read(SILVER["events"]).filter(
            F.col("event_date").between(F.lit(start.date()), F.lit(end.date()))
            & F.col("event_time").between(F.lit(start), F.lit(end))
            & ~F.col("is_late")
        )
        return self._gate.passing(self._gate.cells(_parts(events), LIVE_EVENT_COUNTS.key, (Count("events", "events"),)))


def number_of_minute(at: dt.datetime) -> int:
    """Minutes since 1970 began."""
    return (at - _EPOCH) // _MINUTE


def _parts(events: DataFrame) -> DataFrame:
    day, minute = F.col("event_date").alias("window_date"), F.col("event_time").alias("window_start")
    return events.groupBy(day, minute, "event_type", "user_key").agg(F.count("*").alias("events"))

"""Gold: aggregates of silver, a changed day at a time, each through the disclosure gate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.accounts import BatchId
from lakehouse.catalog import CELLS, SILVER
from lakehouse.failpoints import Reach, nothing
from lakehouse.locks import Locks
from lakehouse.tables import Lake
from lakehouse.writer import Writer
from privacy.disclosure import Count, Disclosed, Figure, Gate, Mean, Persons, Total
from schemas.tables import DAILY_EVENT_METRICS, Table


@dataclass(frozen=True)
class Work:
    """A day of gold that a batch has changed in silver."""

    day: dt.date
    batch: BatchId
    onwards: bool = False
    """the days after it too"""


@dataclass(frozen=True)
class GoldDay:
    """What was computed for one day. ``withheld``: cells that did not pass the gate."""

    day: dt.date
    cells: int
    withheld: int


class WorkList(Protocol):
    """The work list in the ledger, as gold needs it."""

    def gold_work(self, table: str) -> list[Work]:
        """What batches whose silver is written have changed. A version read after this call holds all of it."""

    def gold_versions(self, table: str) -> dict[dt.date, int]: ...

    def gold_done(self, table: str, silver_version: int, days: list[GoldDay], done: list[Work]) -> None: ...


def changed_day(silver: Table) -> Column:
    """The day of gold that a row of ``silver`` changes, or null.

    A late event changes none: gold is not recomputed for it. A profile changes the region of the person's events from
    the day of the change on.
    """
    if "event_date" in silver.column_names:
        return F.when(~F.col("is_late"), F.col("event_date"))
    return F.date_add(F.lit(dt.date(1970, 1, 1)), F.floor(F.unix_seconds("updated_at") / 86_400).cast("int"))


@dataclass(frozen=True)
class Aggregate:
    """A table of gold. ``parts``: from silver's events of whole days and silver's users to one row a cell and person,
    with ``user_key`` and the exact numbers that the person adds to ``figures``."""

    table: Table
    key: tuple[str, ...]
    figures: tuple[Figure, ...]
    parts: Callable[[DataFrame, DataFrame], DataFrame]


def daily_parts(events: DataFrame, users: DataFrame) -> DataFrame:
    """What each person adds to event_date x event_type x region x device_type.

    Counts a person's sessions before a cell's persons: a session belongs to one person, so plain aggregations do what
    several ``count(distinct)`` in one would do with every row repeated for each of them.
    """
    own = ("event_date", "event_type", "device_type", "user_key")
    bought = F.when(F.col("event_type") == "purchase", F.col("quantity") * F.col("price"))
    by_session = (
        events.filter(~F.col("is_late"))
        .withColumn("device_type", F.coalesce("device_type", F.lit("unknown")))
        .groupBy(*own, "session_key")
        .agg(
            F.count("*").alias("events"),
            F.sum("duration_seconds").alias("watched"),
            F.count("duration_seconds").alias("watches"),
            F.sum(bought).alias("revenue"),
        )
    )
    by_person = by_session.groupBy(*own).agg(
        F.count("session_key").alias("sessions"),
        *(F.sum(name).alias(name) for name in ("events", "watched", "watches", "revenue")),
    )
    region = users.select("user_key", "region")
    return by_person.join(region, "user_key", "left").withColumn("region", F.coalesce("region", F.lit("unknown")))


DAILY = Aggregate(
    DAILY_EVENT_METRICS,
    ("event_date", "event_type", "region", "device_type"),
    (
        Count("total_events", "events"),
        Persons("unique_users"),
        Count("sessions", "sessions"),
        Mean("avg_watch_seconds", "watched", "watches", 1.0),
        Total("revenue", "revenue", 10),
    ),
    daily_parts,
)


class Gold:
    """Keeps gold up to date with silver. One run at a time, under gold's lock."""

    def __init__(
        self, spark: SparkSession, lake: Lake, locks: Locks, work: WorkList, gate: Gate, reach: Reach = nothing
    ) -> None:
        self._writer = Writer(spark, lake)
        self._locks = locks
        self._work = work
        self._gate = gate
        self._reach = reach

    def refresh(self, aggregate: Aggregate = DAILY) -> list[GoldDay]:
        """Recomputes every day that changed since it was last computed; returns what was written."""
        table = aggregate.table
        with self._locks.held(table.full_name):
            ready = self._work.gold_work(table.full_name)
            self._reach("gold.listed")
            version = self._writer.version(SILVER["events"])
            held = self._work.gold_versions(table.full_name)
            days = [day for day in _days(ready, held) if held.get(day, -1) <= version]
            written = self._write(aggregate, days, version) if days else []
            self._reach("gold.written")
            self._work.gold_done(table.full_name, version, written, ready)
            self._reach("gold.noted")
        return written

    def _write(self, aggregate: Aggregate, days: list[dt.date], version: int) -> list[GoldDay]:
        """First the cells with what they are compared with, then gold from them: cut off between the two, gold is made
        from the same cells the next time."""
        table, cells = aggregate.table, CELLS[aggregate.table.name]
        of_days = F.col("event_date").isin(days)
        events = self._writer.read(SILVER["events"], version).filter(of_days)
        parts = aggregate.parts(events, self._writer.read(SILVER["users"]))
        # Not persist(): whoever lets go of a frame, as every batch does, waits until all that are being kept are made.
        fresh = self._gate.cells(parts, aggregate.key, aggregate.figures).localCheckpoint()
        names = [figure.name for figure in aggregate.figures]
        renewed = self._gate.renewed(fresh, self._writer.read(cells).filter(of_days), aggregate.key, names)
        self._writer.replace_days(renewed, cells, [day.isoformat() for day in days])
        shown = Disclosed(self._writer.read(cells).filter(of_days))
        self._writer.replace_days(shown, table, [day.isoformat() for day in days])
        counts = self._counts(shown.cells, fresh)
        return [GoldDay(day, *counts.get(day, (0, 0))) for day in days]

    def _counts(self, shown: DataFrame, fresh: DataFrame) -> dict[dt.date, tuple[int, int]]:
        """By day, cells published and cells of too few persons."""
        withheld = fresh.filter(F.col("persons") < self._gate.k)
        both = shown.select("event_date", F.lit(1).alias("of")).unionAll(withheld.select("event_date", F.lit(0)))
        counted = both.groupBy("event_date").agg(F.count_if(F.col("of") == 1), F.count_if(F.col("of") == 0))
        return {row[0]: (row[1], row[2]) for row in counted.collect()}


def _days(work: list[Work], held: dict[dt.date, int]) -> list[dt.date]:
    """The days to compute: those named, and those that gold has after one named with ``onwards``."""
    days = {item.day for item in work}
    first = min((item.day for item in work if item.onwards), default=None)
    return sorted(days | {day for day in held if first is not None and day >= first})

"""Gold: aggregates of silver, a changed day at a time, each through the disclosure gate."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.accounts import BatchId
from lakehouse.catalog import SILVER
from lakehouse.failpoints import Reach, nothing
from lakehouse.locks import Locks
from lakehouse.tables import Lake
from lakehouse.writer import Writer
from privacy.disclosure import Disclosed, Gate, Measure
from schemas.tables import DAILY_EVENT_METRICS, Table

_CELL = ("event_date", "event_type", "region", "device_type")


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


def daily_event_cells(events: DataFrame, users: DataFrame) -> DataFrame:
    """Exact cells of event_date x event_type x region x device_type, before the gate.

    ``events``: silver.events of whole days; ``users``: silver.users. Counts a person's sessions before a cell's
    persons: a session belongs to one person, so three plain aggregations do what several ``count(distinct)`` in one
    would do with every row repeated for each of them.
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
    placed = by_person.join(region, "user_key", "left").withColumn("region", F.coalesce("region", F.lit("unknown")))
    return placed.groupBy(*_CELL).agg(
        F.sum("events").alias("total_events"),
        F.count("*").alias("unique_users"),
        F.sum("sessions").alias("sessions"),
        (F.sum("watched") / F.sum("watches")).alias("avg_watch_seconds"),
        F.sum("revenue").cast("decimal(18,2)").alias("revenue"),
        # Who adds nothing to a sum hides nobody in it: invented buyers at a price of 0 would.
        F.count(F.when(F.col("watched") > 0, 1)).alias("watchers"),
        F.count(F.when(F.col("revenue") > 0, 1)).alias("buyers"),
        F.count(F.when(F.col("sessions") > 0, 1)).alias("visitors"),
    )


def daily_event_metrics(cells: DataFrame, gate: Gate) -> Disclosed:
    """gold.daily_event_metrics from exact cells."""
    disclosed = gate.disclose(
        cells,
        key=_CELL,
        counts=("total_events", "unique_users"),
        measures=(
            Measure("sessions", "visitors", gate.rounding),
            Measure("avg_watch_seconds", "watchers", 1.0),
            Measure("revenue", "buyers", 10.0),
        ),
    )
    types = {"sessions": "bigint", "avg_watch_seconds": "double", "revenue": "decimal(18,2)"}
    return Disclosed(disclosed.cells.withColumns({name: F.col(name).cast(type_) for name, type_ in types.items()}))


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

    def refresh(self) -> list[GoldDay]:
        """Recomputes every day that changed since it was last computed; returns what was written."""
        table = DAILY_EVENT_METRICS
        with self._locks.held(table.full_name):
            ready = self._work.gold_work(table.full_name)
            self._reach("gold.listed")
            version = self._writer.version(SILVER["events"])
            held = self._work.gold_versions(table.full_name)
            days = [day for day in _days(ready, held) if held.get(day, -1) <= version]
            written = self._write(table, days, version) if days else []
            self._reach("gold.written")
            self._work.gold_done(table.full_name, version, written, ready)
            self._reach("gold.noted")
        return written

    def _write(self, table: Table, days: list[dt.date], version: int) -> list[GoldDay]:
        events = self._writer.read(SILVER["events"], version).filter(F.col("event_date").isin(days))
        # Not persist(): whoever lets go of a frame, as every batch does, waits until all that are being kept are made.
        cells = daily_event_cells(events, self._writer.read(SILVER["users"])).localCheckpoint()
        counted = cells.groupBy("event_date").agg(
            F.count(F.when(F.col("unique_users") >= self._gate.k, 1)).alias("cells"), F.count("*").alias("all")
        )
        counts = {row.event_date: (row.cells, row.all) for row in counted.collect()}
        disclosed = daily_event_metrics(cells, self._gate)
        self._writer.replace_days(disclosed, table, [day.isoformat() for day in days])
        return [_gold_day(day, *counts.get(day, (0, 0))) for day in days]


def _days(work: list[Work], held: dict[dt.date, int]) -> list[dt.date]:
    """The days to compute: those named, and those that gold has after one named with ``onwards``."""
    days = {item.day for item in work}
    first = min((item.day for item in work if item.onwards), default=None)
    return sorted(days | {day for day in held if first is not None and day >= first})


def _gold_day(day: dt.date, cells: int, of: int) -> GoldDay:
    return GoldDay(day, cells, of - cells)

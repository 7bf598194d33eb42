"""Gold: aggregates of silver, what changed made again, each through the disclosure gate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.accounts import BatchId
from lakehouse.aggregates import AGGREGATES, Aggregate, Silver
from lakehouse.catalog import CELLS, SILVER
from lakehouse.failpoints import Reach, nothing
from lakehouse.locks import Locks
from lakehouse.tables import Lake
from lakehouse.writer import Writer
from privacy.disclosure import Disclosed, Gate
from schemas.tables import Table


@dataclass(frozen=True)
class Work:
    """A day of gold that a batch has changed in silver."""

    day: dt.date
    batch: BatchId
    onwards: bool = False
    """the days after it too"""


@dataclass(frozen=True)
class GoldDay:
    """What was computed of a table for one day; of a table that is made as a whole, up to that day. ``withheld``: cells
    of too few persons."""

    table: str
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


def changed_days(silver: Table, rows: pa.Table) -> set[dt.date]:
    """The same of ``rows`` in memory."""
    if "event_date" in silver.column_names:
        return set(rows.filter(pc.invert(rows["is_late"]))["event_date"].to_pylist())
    return {at.date() for at in rows["updated_at"].to_pylist()}


class Gold:
    """Keeps gold up to date with silver. One run at a time for each table, under its lock."""

    def __init__(
        self, spark: SparkSession, lake: Lake, locks: Locks, work: WorkList, gate: Gate, reach: Reach = nothing
    ) -> None:
        self._writer = Writer(spark, lake)
        self._locks = locks
        self._work = work
        self._gate = gate
        self._reach = reach

    def refresh(self, aggregates: Sequence[Aggregate] = AGGREGATES) -> list[GoldDay]:
        """Recomputes what has changed since it was last computed; returns what was written."""
        return [day for aggregate in aggregates for day in self._refreshed(aggregate)]

    def _refreshed(self, aggregate: Aggregate) -> list[GoldDay]:
        name = aggregate.table.full_name
        with self._locks.held(name):
            ready = self._work.gold_work(name)
            self._reach("gold.listed")
            if not ready:
                return []
            version = self._writer.version(SILVER["events"])
            written = self._written(aggregate, ready, self._work.gold_versions(name), version)
            self._reach("gold.written")
            self._work.gold_done(name, version, written, ready)
            self._reach("gold.noted")
        return written

    def _written(
        self, aggregate: Aggregate, ready: list[Work], held: dict[dt.date, int], version: int
    ) -> list[GoldDay]:
        """An older version of silver never replaces a newer one."""
        events = self._writer.read(SILVER["events"], version)
        users = self._writer.read(SILVER["users"])
        if aggregate.day:
            days = [day for day in _days(ready, held) if held.get(day, -1) <= version]
        else:
            last = _last_day(events, users) if max(held.values(), default=-1) <= version else None
            days = [] if last is None else [last]
        if not days:
            return []
        of_days = F.col("event_date").isin(days) if aggregate.day else F.lit(True)
        silver = Silver(events.filter(of_days & ~F.col("is_late")), users, days[-1])
        return self._write(aggregate, silver, days)

    def _write(self, aggregate: Aggregate, silver: Silver, days: list[dt.date]) -> list[GoldDay]:
        """First the cells with what they are compared with, then gold, which is the same without that: cut off between
        the two, the next time finds the cells of this one and compares with them."""
        table, cells = aggregate.table, CELLS[aggregate.table.name]
        of_days = F.col(aggregate.day).isin(days) if aggregate.day else F.lit(True)
        parts = aggregate.parts(silver)
        # Not persist(): whoever lets go of a frame, as every batch does, waits until all that are being kept are made.
        fresh = self._gate.cells(parts, aggregate.key, aggregate.figures).localCheckpoint()
        fresh = fresh.withColumn("as_of", F.lit(silver.as_of))
        others = [name for name in ("as_of",) if name in table.column_names]
        before = self._writer.read(cells).filter(of_days)
        renewed = self._gate.renewed(fresh, before, aggregate.key, aggregate.figures, *others)
        # Written twice: read again from the first table, the state of that one would be made up once more.
        shown = Disclosed(renewed.cells.localCheckpoint())
        replaced = days if aggregate.day else None
        self._writer.replace(shown, cells, replaced)
        self._writer.replace(shown, table, replaced)
        counts = self._counts(F.col(aggregate.day) if aggregate.day else F.lit(days[-1]), shown.cells, fresh)
        return [GoldDay(table.full_name, day, *counts.get(day, (0, 0))) for day in days]

    def _counts(self, day: Column, shown: DataFrame, fresh: DataFrame) -> dict[dt.date, tuple[int, int]]:
        """By day, cells published and cells of too few persons."""
        withheld = fresh.filter(F.col("persons") < self._gate.k)
        both = shown.select(day.alias("day"), F.lit(1).alias("of")).unionAll(withheld.select(day, F.lit(0)))
        counted = both.groupBy("day").agg(F.count_if(F.col("of") == 1), F.count_if(F.col("of") == 0))
        return {row[0]: (row[1], row[2]) for row in counted.collect()}


def _days(work: list[Work], held: dict[dt.date, int]) -> list[dt.date]:
    """The days to compute: those named, and those that gold has after one named with ``onwards``."""
    days = {item.day for item in work}
    first = min((item.day for item in work if item.onwards), default=None)
    return sorted(days | {day for day in held if first is not None and day >= first})


def _last_day(events: DataFrame, users: DataFrame) -> dt.date | None:
    """The last day of which silver knows anything: of events, or without any of profiles."""
    of_events = events.agg(F.max("event_date")).collect()[0][0]
    last: dt.date | None = of_events or users.agg(F.to_date(F.max("updated_at"))).collect()[0][0]
    return last

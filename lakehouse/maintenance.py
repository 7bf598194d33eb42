"""Upkeep of tables beside the road: rows of forgotten persons taken out, small files of open days put together, what
has passed its time removed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pyarrow as pa
from delta.tables import DeltaTable
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.catalog import PERSONS
from lakehouse.gold import changed_day
from lakehouse.locks import Locks
from lakehouse.named import names, rows_but_of, rows_of
from lakehouse.stopwatch import Stopwatch
from lakehouse.tables import Lake, snapshot
from privacy.policies import POLICIES
from schemas.tables import ASIDE, QUARANTINE, Table

SMALL_FILE_BYTES = 16 << 20
"""A file from this size on is left alone. Small ones that add up to it are put together at once: a row of a busy day is
written twice, and the table's lock held for the rewriting of one such file."""
_CROWDED = 20
_NOT_AHEAD = dt.timedelta()
_RETENTION_CHECK = "spark.databricks.delta.retentionDurationCheck.enabled"
_MOST_DAYS = 8
_AT_ONCE = 3
_MOST_BYTES = 1 << 30
_INSTANT = pa.timestamp("us", tz="UTC")
_MOST_AHEAD = max(policy.contract.ahead for policy in POLICIES.values())
_AFTER_ALL = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Compacted:
    """What became of the small files of one table. ``days``: partitions touched; files ``before`` and ``after``;
    seconds for which the table's lock was ``held`` at most."""

    table: str
    days: int
    before: int
    after: int
    held: float = field(default=0.0, compare=False)


class Maintenance:
    """Works on one lake, a table at a time, under its lock."""

    def __init__(self, spark: SparkSession, lake: Lake, locks: Locks) -> None:
        self._spark = spark
        self._lake = lake
        self._locks = locks
        # A lock in Postgres ends with the process that holds it, and its last commit may still be on its way.
        self._spare_hours = 1.0 if "://" in lake.root else 0.0

    def take_out(self, of: dict[str, Sequence[bytes]]) -> dict[str, int]:
        """Deletes the rows of persons from every table that names persons; returns how many, by table.

        ``of``: the persons by the column they are named in. Old versions keep the rows until they are vacuumed.
        """
        named = [(table, column) for table, column in PERSONS if of.get(column)]

        def out_of(one: tuple[Table, str]) -> int:
            table, column = one
            return self._merge_out(table, names(self._spark, column, of[column]), f"t.{column} = r.{column}")

        counts = _side_by_side(out_of, named)
        return {table.full_name: count for (table, _), count in zip(named, counts, strict=True)}

    def take_out_of(
        self,
        contracts: Sequence[str],
        of: dict[str, Sequence[bytes]],
        happened: Sequence[dt.datetime | None],
        arrived: Sequence[dt.datetime | None],
    ) -> dict[str, int]:
        """The same for records of ``contracts``. Of who has an instant in ``happened`` and ``arrived``, in the order of
        ``of``, only what happened (silver) or arrived (elsewhere) up to then; rather more than less: a sender's
        clock may be ahead. What is put aside stays: it is of who is not to be named here."""
        taken = {}
        for table, column in PERSONS:
            if table is ASIDE or (table is not QUARANTINE and table.name not in contracts):
                continue
            time = _time_of(table)
            ends = arrived if time == "received_at" else [at and at + _MOST_AHEAD for at in happened]
            # Of several of one person, the one without an end goes before all.
            ends = [_AFTER_ALL if at is None else at for at in ends]
            requests = self._spark.createDataFrame(
                pa.table({column: pa.array(of[column], pa.binary()), "until": pa.array(ends, _INSTANT)})
            )
            latest = requests.groupBy(column).agg(F.max("until").alias("until"))
            condition = f"t.{column} = r.{column} AND t.{time} <= r.until"
            if table is QUARANTINE:
                condition += f" AND t.contract IN ({', '.join(map(repr, contracts))})"
            taken[table.full_name] = self._merge_out(table, latest, condition)
        return taken

    def changed_days(self, table: Table, column: str, values: Sequence[bytes]) -> list[dt.date]:
        """Days of gold that would change without the rows of these persons."""
        rows = self._spark.read.format("delta").load(self._lake.path(table))
        found = rows_of(rows, column, values).select(changed_day(table).alias("day"))
        return sorted(row.day for row in found.filter("day IS NOT NULL").distinct().collect())

    def purge(self, tables: Sequence[Table]) -> None:
        """Removes every file that the newest version of ``tables`` does not need, those that were never committed
        included, and rewrites those of which rows are only marked as deleted. Old versions cannot be read any more; of
        a lake elsewhere, the files of the last hour stay. To be called when nobody else reads or writes them: behind
        the fence, and with the locks of who reads silver."""
        with self._without_retention():
            _side_by_side(self._purged, tables)
        self.shorten_logs(tables)

    def _purged(self, table: Table) -> None:
        with self._locks.held(table.full_name):
            if table.deletion_vectors and not self._holds_nothing(table):
                self._spark.sql(f"REORG TABLE delta.`{self._lake.path(table)}` APPLY (PURGE)")
            DeltaTable.forPath(self._spark, self._lake.path(table)).vacuum(self._spare_hours)

    @contextmanager
    def _without_retention(self) -> Iterator[None]:
        """Delta refuses to remove young files, for the sake of others at work: here there are none."""
        self._spark.conf.set(_RETENTION_CHECK, "false")
        try:
            yield
        finally:
            self._spark.conf.unset(_RETENTION_CHECK)

    def compact(self, tables: Sequence[Table], crowded: int = _CROWDED) -> list[Compacted]:
        """Puts the small files of a day together when they fill one, or are ``crowded`` or more; the fullest days
        first. The table's lock is let go between two days, so that a batch waits for one at most. No row changes."""
        found = [(table, self._crowded(table, crowded)) for table in tables]
        return [self._compacted(table, days) for table, days in found if days]

    def _compacted(self, table: Table, days: list[dt.date | None]) -> Compacted:
        befores, afters, held = zip(*(self._put_together(table, day) for day in days), strict=True)
        return Compacted(table.full_name, len(days), sum(befores), sum(afters), round(max(held), 1))

    def expire(self, table: Table, first_kept: dt.date, column: str, but_of: Sequence[bytes] = ()) -> None:
        """Deletes the days of a partitioned ``table`` before ``first_kept``, whole files at once, and the log names a
        day; but not the rows of who is named in ``but_of`` by ``column``."""
        if table.partition_by is None:
            raise TypeError(f"{table.full_name} has no days")
        old = F.col(table.partition_by) < F.lit(first_kept)
        with self._locks.held(table.full_name):
            here = DeltaTable.forPath(self._spark, self._lake.path(table))
            if not but_of:
                here.delete(old)
                return
            # Those that go, by the names they have: a condition of names would stand in the log.
            going = rows_but_of(here.toDF().filter(old).select(column).distinct(), column, but_of)
            old_rows = f"t.{table.partition_by} < DATE'{first_kept}' AND t.{column} <=> r.{column}"
            here.alias("t").merge(going.alias("r"), old_rows).whenMatchedDelete().execute()

    def vacuum(self, tables: Sequence[Table], ahead: dt.timedelta = _NOT_AHEAD) -> None:
        """Removes files that no version of the last ``history_days`` needs. Takes no lock: it commits nothing, and a
        file that is being written is young. ``ahead``: of the machine's clock, in tests."""
        for table in tables:
            here = DeltaTable.forPath(self._spark, self._lake.path(table))
            if not ahead:
                here.vacuum()
                continue
            with self._without_retention():
                here.vacuum(max(0.0, table.history_days * 24 - ahead / dt.timedelta(hours=1)))

    def shorten_logs(self, tables: Sequence[Table]) -> None:
        """Removes what has passed its time of each log, before a checkpoint of the newest version, which is written
        where there is none yet. Takes no lock: a checkpoint commits nothing."""
        _side_by_side(self._shorten_log, tables)

    def _shorten_log(self, table: Table) -> None:
        jvm: Any = self._spark._jvm  # noqa: SLF001 - Delta has no public way
        newest = snapshot(self._spark, self._lake.path(table))
        log, none = newest.deltaLog(), jvm.scala.Option.empty()
        if newest.version() > max(0, newest.checkpointProvider().version()):
            log.checkpoint(newest, none)  # and removes then
        else:
            log.doLogCleanup(newest, none)

    def _crowded(self, table: Table, least: int) -> list[dt.date | None]:
        """Days with many small files; of a table without partitions the one ``None``."""
        # Delta tells the sizes of single files in no public way.
        files = snapshot(self._spark, self._lake.path(table)).allFiles().toDF()
        day = F.col("partitionValues")[table.partition_by].cast("date") if table.partition_by else F.lit(None)
        small = DataFrame(files, self._spark).filter(F.col("size") < SMALL_FILE_BYTES)
        counted = small.groupBy(day.alias("day")).agg(F.count("*").alias("files"), F.sum("size").alias("bytes"))
        ripe = (F.col("files") >= least) | ((F.col("files") > 1) & (F.col("bytes") >= SMALL_FILE_BYTES))
        crowded = counted.filter(ripe).orderBy(F.desc("files")).limit(_MOST_DAYS).collect()
        return _affordable([(row.day, row.bytes) for row in crowded])

    def _put_together(self, table: Table, day: dt.date | None) -> tuple[int, int, float]:
        """Numbers of files before and after, seconds under the lock."""
        work = DeltaTable.forPath(self._spark, self._lake.path(table)).optimize()
        if table.partition_by:
            work = work.where(f"{table.partition_by} = DATE'{day}'")
        with self._locks.held(table.full_name):
            watch = Stopwatch()
            (row,) = work.executeCompaction().collect()
            held = watch.elapsed
        metrics: Any = row.metrics
        return metrics.numFilesRemoved, metrics.numFilesAdded, held

    def _holds_nothing(self, table: Table) -> bool:
        """Whether the newest version has no file; False where that would have to be counted."""
        files = snapshot(self._spark, self._lake.path(table)).numOfFilesIfKnown()
        return bool(files.isDefined() and files.get() == 0)

    def _merge_out(self, table: Table, requests: DataFrame, condition: str) -> int:
        with self._locks.held(table.full_name):
            if self._holds_nothing(table):
                return 0
            metrics = (
                DeltaTable.forPath(self._spark, self._lake.path(table))
                .alias("t")
                .merge(requests.alias("r"), condition)
                .whenMatchedDelete()
                .execute()
            )
        (counted,) = metrics.select("num_deleted_rows").collect()
        return int(counted[0])


def _side_by_side(work: Callable[[T], R], each: Sequence[T]) -> list[R]:
    """What ``work`` gives for ``each``, a few at once. Of a small table most of the time is planning and commit, for
    which no core is needed; whoever fails is raised when all have ended."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(work, each))


def _time_of(table: Table) -> str:
    """The column with the instant of arrival, in silver of what is told."""
    return next(name for name in ("received_at", "event_time", "updated_at") if name in table.column_names)


def _affordable(crowded: list[tuple[dt.date | None, int]]) -> list[dt.date | None]:
    """The first days whose small files add up to what is rewritten in some seconds; at least one."""
    days: list[dt.date | None] = []
    total = 0
    for day, size in crowded:
        total += size
        if not days or total <= _MOST_BYTES:
            days.append(day)
    return days

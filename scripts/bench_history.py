"""``make bench``, second part: history by size, from the first record to the release.

Sizes: 100 k users with 1 M events; with ``BENCH=full`` also 1 M users with 5 M and with 50 M events, an hour and more.
Beside them DuckDB over the same files of silver, and on the smallest lake the same anonymisation as row-at-a-time
Python functions do it.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from pyspark.sql import SparkSession

import conf
from batch.backfill import Backfill
from batch.source import Slice, Source
from conf import Settings
from governance.history import Histories
from governance.locks import PostgresLocks
from governance.patience import Patience
from lakehouse import tables
from lakehouse.aggregates import AGGREGATES
from lakehouse.catalog import BRONZE, GOLD, SILVER, TABLES
from lakehouse.locks import FileLocks
from lakehouse.road import BatchReport
from lakehouse.tables import Lake, snapshot
from schemas.tables import Table
from scripts import session
from scripts.apart import apart
from scripts.bench_others import duckdb_over, row_at_a_time
from scripts.control import Control, control
from scripts.memory import PeakMemory
from scripts.origins import sources
from scripts.release import publisher
from scripts.roads import gold, roads

_USUAL = ((100_000, 1_000_000),)
_FULL = (*_USUAL, (1_000_000, 5_000_000), (1_000_000, 50_000_000))


def main(arguments: list[str] | None = None) -> int:
    """Prints a table; exit code 0."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--users", type=int, default=0, help="of one size, in place of the usual ones")
    parser.add_argument("--events", type=int, default=0, help="of the same")
    options = parser.parse_args(arguments)
    settings = conf.load()
    sizes = _FULL if settings.bench.size == "full" else _USUAL
    if options.users and options.events:
        sizes = ((options.users, options.events),)
    for number, (users, events) in enumerate(sizes):
        print(f"\n{users:,} users, {events:,} events", flush=True)
        asked = replace(settings, backfill=replace(settings.backfill, files="", users=users, events=events))
        with apart(asked, "bench") as own:
            _measured(own, smallest=number == 0)
    return 0


def _measured(settings: Settings, smallest: bool) -> None:
    plane = control(settings)
    spark = session.session(settings, "bench")
    try:
        tables.ensure(spark, plane.lake, TABLES)
        measure = _Measure(settings, spark, plane)
        with PeakMemory() as peak:
            for source in sources(settings, Histories(plane.database()), plane.keyring):
                measure.backfill(source)
            measure.gold()
            measure.release()
        measure.sizes()
        print(f"  memory              {peak}")
        for line in (*(row_at_a_time(spark, plane, settings) if smallest else ()), *duckdb_over(spark, plane)):
            print(f"  {line}", flush=True)
    finally:
        spark.stop()


@dataclass
class _Counting:
    """Hears how many records were carried."""

    records: int = 0
    guard: threading.Lock = field(default_factory=threading.Lock)

    def begun(self, source: Source, left: object) -> None: ...

    def carried(self, part: Slice, report: BatchReport) -> None:
        with self.guard:
            self.records += part.records

    def waiting(self, seconds: float) -> None: ...


@dataclass(frozen=True)
class _Measure:
    settings: Settings
    spark: SparkSession
    plane: Control

    def backfill(self, source: Source) -> None:
        heard = _Counting()
        made = roads(self.settings, self.spark, self.plane, self._locks(), source.contract)
        run = Backfill(self.spark, made, Histories(self.plane.database()), heard, threading.Event())
        seconds = _timed(lambda: run.run(source))
        print(f"  {source.contract:<19} {seconds:8.1f} s  {heard.records / seconds:9,.0f} records/s", flush=True)

    def gold(self) -> None:
        made = gold(self.settings, self.spark, self.plane, self._locks())
        for aggregate in AGGREGATES:
            seconds = _timed(partial(made.refresh, (aggregate,)))
            print(f"  {aggregate.table.name:<19} {seconds:8.1f} s", flush=True)

    def release(self) -> None:
        marks: dict[str, float] = {}

        def reach(step: str) -> None:
            marks[step] = time.perf_counter()

        patience = Patience(lambda _: None, threading.Event())
        with publisher(self.settings, self.spark, self.plane, patience, reach) as made:
            whole = _timed(lambda: made.publish(GOLD))
        swapped = marks["publish.committed"] - marks["publish.staged"]
        print(f"  checks and release  {whole:8.1f} s, of which check, swap and commit {swapped:.2f} s", flush=True)

    def sizes(self) -> None:
        for table in (*BRONZE.values(), *SILVER.values()):
            size, rows = _of(self.spark, self.plane.lake, table)
            print(f"  {table.full_name:<19} {size / max(rows, 1):8.0f} bytes a row", flush=True)

    def _locks(self) -> FileLocks | PostgresLocks:
        return session.locks(self.settings, self.spark, self.plane)


def _of(spark: SparkSession, lake: Lake, table: Table) -> tuple[int, int]:
    """Bytes of the files of the newest version, and rows."""
    path = lake.path(table)
    return int(snapshot(spark, path).sizeInBytes()), spark.read.format("delta").load(path).count()


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())

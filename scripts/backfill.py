"""``make backfill``: carries history through the road, brings gold up to date, and publishes it to Postgres.

History is the files that FROM names (JSON lines, CSV with a header, Parquet; plain, .gz, .zst), or else synthetic:
USERS users and EVENTS events over DAYS days. It can be ended at any time, by Ctrl-C or worse; called again with the
same settings it goes on where it was, and adds nothing to what is there.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from batch.backfill import Backfill
from batch.source import Source, job_of
from conf import Settings
from governance.history import Histories
from governance.ledger import RunLedger
from governance.locks import PostgresLocks
from lakehouse import tables
from lakehouse.catalog import SILVER, TABLES
from lakehouse.failpoints import Reach, failpoint
from lakehouse.gold import GoldDay
from lakehouse.locks import FileLocks, ProcessLock
from lakehouse.writer import Writer
from privacy.policies import POLICIES
from schemas.events import EVENTS
from scripts import entry, session
from scripts.bar import Bar
from scripts.control import Control, control
from scripts.ending import end_at_once, stop_on_signals
from scripts.origins import sources
from scripts.release import release
from scripts.roads import gold, roads, snapshots
from scripts.standby import reviver
from scripts.summary import summary
from streaming.outages import NoRoom

_NICE = 10
"""A stream beside it goes first."""
_BYTES_A_RECORD = 1000
"""Bronze and silver of an event take 450 bytes, of a user 620, and for a while twice that, after files were put
together (5 M events, 1 M users, 2026-11-23)."""
_SPARE_BYTES = 1 << 30


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make backfill", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    with ProcessLock(session.locks_folder(settings) / "backfill.run", "make backfill").held():
        os.nice(_NICE)
        plane = control(settings)
        histories = Histories(plane.database())
        history = sources(settings, histories, plane.keyring)  # what cannot be read is told at once
        _check_room(settings, _left(history, histories))
        spark = session.session(settings, "backfill")
        stop = threading.Event()
        stop_on_signals(stop)
        try:
            locks = session.locks(settings, spark, plane)
            tables.ensure(spark, plane.lake, TABLES)
            print(_History(settings, spark, plane, locks, stop).run(history))
        finally:
            spark.stop()
            shutil.rmtree(snapshots(settings), ignore_errors=True)


def _left(history: Sequence[Source], histories: Histories) -> int:
    """Records that are yet to be carried."""
    closed = histories.closed([part.batch.job for source in history for part in source.slices])
    return sum(part.records for source in history for part in source.slices if part.batch.job not in closed)


def _check_room(settings: Settings, records: int) -> None:
    """Raises NoRoom when the disk of a local lake would run full on the way."""
    if "://" in settings.paths.lake:
        return
    needed, free = records * _BYTES_A_RECORD, shutil.disk_usage(Path(settings.paths.lake)).free
    if needed + _SPARE_BYTES > free:
        raise NoRoom(
            f"{records:,} records need about {(needed + _SPARE_BYTES) / 1e9:.1f} GB, and {free / 1e9:.1f} GB are free "
            f"on the disk of {settings.paths.lake}: make room, or point LAKE_VAR elsewhere; nothing was carried"
        )


@dataclass(frozen=True)
class _History:
    """One run, once services, session and tables are there."""

    settings: Settings
    spark: SparkSession
    plane: Control
    locks: FileLocks | PostgresLocks
    stop: threading.Event

    def run(self, history: Sequence[Source]) -> str:
        histories, bar = Histories(self.plane.database()), Bar(reviver(self.settings, self.plane))
        try:
            for source in history:
                if not self._carried(source, histories, bar):
                    raise entry.Unfinished("stopped; `make backfill` with the same settings goes on where it was")
                histories.done(source.source_id)
        finally:
            bar.close()
        bar.say("gold: computing what has changed")
        made = gold(self.settings, self.spark, self.plane, self.locks, self._reach("gold"))
        computed = _told(made.refresh())
        bar.say("checking and publishing")
        published = release(self.settings, self.spark, self.plane, bar.waiting, self.stop)
        return "\n".join(filter(None, (self._summed_up(), computed, self._late(), published)))

    def _carried(self, source: Source, histories: Histories, bar: Bar) -> bool:
        """Whether all of it was."""
        contract = source.contract
        made = roads(self.settings, self.spark, self.plane, self.locks, contract, self._reach(contract))
        return Backfill(self.spark, made, histories, bar, self.stop).run(source)

    def _reach(self, who: str) -> Reach:
        return failpoint(self.settings.faults.failpoint, lambda: end_at_once(self.spark), who)

    def _late(self) -> str:
        """Nobody should wonder why history that was exported long after it happened is not in gold."""
        events = Writer(self.spark, self.plane.lake).read(SILVER["events"])
        late, rows = events.agg(F.count_if("is_late"), F.count("*")).collect()[0]
        if not late:
            return ""
        return (
            f"late: {late:,} of {rows:,} rows of silver.events arrived more than {EVENTS.late_after.days} days after "
            "they happened; no table of gold counts them (EXPORTED= says when history arrived)"
        )

    def _summed_up(self) -> str:
        _, text = summary(RunLedger(self.plane.database()), [job_of(name) for name in POLICIES])
        return text


def _told(days: list[GoldDay]) -> str:
    cells, withheld = sum(day.cells for day in days), sum(day.withheld for day in days)
    tables, dates = len({day.table for day in days}), len({day.day for day in days})
    return (
        f"gold: {tables} tables, {dates} days computed, {cells:,} cells, {withheld:,} withheld for fewer than k persons"
    )


if __name__ == "__main__":
    sys.exit(main())

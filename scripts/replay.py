"""``make replay DAY=..``: makes a day of silver.events again from bronze, so that a new field reaches the past."""

from __future__ import annotations

import datetime as dt
import shutil
import sys

from pyspark.sql import SparkSession

from batch.replay import Replayed, ReplayError, replay
from conf import Settings
from governance.audit import Action
from governance.ledger import RunLedger
from governance.registry import Registry, Subjects
from lakehouse import tables
from lakehouse.catalog import TABLES
from lakehouse.persons import SnapshotWriter
from lakehouse.writer import Writer
from privacy.policies import EVENT_POLICY
from scripts import entry, session
from scripts.control import Control, control
from scripts.purposes import purpose_of


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make replay", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    try:
        day = dt.date.fromisoformat(settings.replay.day)
    except ValueError:
        raise ReplayError("DAY names the day to make again, such as DAY=2026-01-31") from None
    plane = control(settings)
    spark = session.session(settings, "replay")
    try:
        tables.ensure(spark, plane.lake, TABLES)
        with plane.audited(Action.REPLAY, day=int(f"{day:%Y%m%d}")) as told:
            done = _replayed(settings, spark, plane, day)
            told["rows"] = done.rows
    finally:
        spark.stop()
        shutil.rmtree(settings.paths.registry_snapshot / "replay", ignore_errors=True)
    left = f", {done.stayed:,} stayed: their records would be rejected today, or their persons have withdrawn"
    stayed = left if done.stayed else ""
    print(f"silver.events {done.day}: {done.rows:,} rows made again from bronze{stayed}; gold follows with the stream")


def _replayed(settings: Settings, spark: SparkSession, plane: Control, day: dt.date) -> Replayed:
    folder, purpose = settings.paths.registry_snapshot / "replay", purpose_of(EVENT_POLICY, plane.required)
    registry = Registry(plane.database(), plane.key_file, SnapshotWriter(folder / "registry"), purpose)
    return replay(
        day,
        EVENT_POLICY,
        registry,
        Subjects(plane.database(), SnapshotWriter(folder / "subjects")),
        RunLedger(plane.database()),
        session.locks(settings, spark, plane),
        Writer(spark, plane.lake),
    )


if __name__ == "__main__":
    sys.exit(main())

"""``make maintain``: puts the small files of days together, removes what has passed its time, shortens Delta's logs.

Safe beside a stream and a backfill: each piece of work holds a table's lock for some seconds at most. The stream does
the same by itself; this is for a lake that no stream runs on, or after a large backfill.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator

from pyspark.sql import SparkSession

from conf import Settings
from lakehouse import tables
from lakehouse.catalog import INGESTED, TABLES
from lakehouse.maintenance import Maintenance
from scripts import entry, rights, session
from scripts.control import Control, control

_CROWDED = 2
"""Two small files of a day are put together: nobody waits for it here."""


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make maintain", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    plane = control(settings)
    spark = session.session(settings, "maintain")
    try:
        tables.ensure(spark, plane.lake, TABLES)
        for said in _maintained(settings, spark, plane):
            print(said, flush=True)
    finally:
        spark.stop()


def _maintained(settings: Settings, spark: SparkSession, plane: Control) -> Iterator[str]:
    maintenance = Maintenance(spark, plane.lake, session.locks(settings, spark, plane))
    before = after = 0
    held = 0.0
    for table in INGESTED:
        while done := maintenance.compact((table,), _CROWDED):  # a few days at a time, until none is crowded
            (compacted,) = done
            before, after = before + compacted.before, after + compacted.after
            held = max(held, compacted.held)
            if compacted.after >= compacted.before:
                break
    yield f"{before:,} small files put together to {after:,}; a lock was held for {held:.1f} s at most"
    expiry = rights.expiry(settings, plane, maintenance)
    for name, first in expiry.remove(dt.datetime.now(dt.UTC)).items():
        yield f"{name}: what was received before {first} removed"
    maintenance.shorten_logs(TABLES)
    maintenance.vacuum(TABLES)
    yield "logs shortened, files that no version needs removed"


if __name__ == "__main__":
    sys.exit(main())

"""``make publish``: checks silver and gold, and publishes gold to Postgres in one transaction.

Readers of schema published see the release before it until the new one is there whole. `make psql` asks it as the
analyst.
"""

from __future__ import annotations

import sys
import threading

from conf import Settings
from lakehouse import tables
from lakehouse.catalog import TABLES
from scripts import entry, session
from scripts.control import control
from scripts.ending import stop_on_signals
from scripts.release import release
from scripts.standby import reviver


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make publish", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    plane = control(settings)
    spark = session.session(settings, "publish")
    stop = threading.Event()
    stop_on_signals(stop)
    try:
        tables.ensure(spark, plane.lake, TABLES)
        revive = reviver(settings, plane)

        def waiting(seconds: float) -> None:
            print(f"Postgres does not answer: trying again in {seconds:.0f} s", file=sys.stderr, flush=True)
            revive()

        print(release(settings, spark, plane, waiting, stop))
    finally:
        spark.stop()


if __name__ == "__main__":
    sys.exit(main())

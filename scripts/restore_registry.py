"""``make restore-registry FROM=file``: puts persons back whom the registry has lost, nobody who was forgotten since.

What they have decided since the backup, and who is restricted, is taken up from the lake. Safe under a running stream,
which takes everybody up anew at its next batch; rows that are there stay as they are. It gives back rows of persons and
their decisions only: where the whole of Postgres is lost, the run ledger is too, and both have to come back from one
pg_dump.
"""

from __future__ import annotations

import shutil
import sys
from contextlib import closing
from pathlib import Path

from pyspark.sql import SparkSession

from batch.redecide import Redecided, redecided
from conf import Settings
from governance.audit import Action
from governance.backup import BackupError
from governance.database import Database
from governance.erasure_journal import Journal
from governance.registry import Registry, Subjects
from governance.restoration import Restored, check_ledger, decide_again, restore
from lakehouse import tables
from lakehouse.catalog import TABLES
from lakehouse.locks import FENCE
from lakehouse.persons import SnapshotWriter
from lakehouse.writer import Writer
from scripts import entry, rights, session
from scripts.control import Control, control
from scripts.services import postgres


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make restore-registry", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    if not settings.backfill.files:
        raise BackupError("FROM names the backup: FROM=var/backups/registry-....backup")
    plane = control(settings)
    database = Database(postgres.ensure(settings).owner.reveal())
    spark = None
    try:
        check_ledger(database)
        spark = session.session(settings, "restore registry")
        journal = Journal(settings.backup.journal, plane.lake.lake_id)
        rights.check_lake(spark, plane)
        tables.ensure(spark, plane.lake, TABLES)
        with plane.audited(Action.RESTORE) as told, session.locks(settings, spark, plane).held(FENCE):
            done = restore(database, plane.key_file, journal, Path(settings.backfill.files).expanduser())
            told["persons"] = done.back
            again = _decided_again(settings, spark, plane, database)
    finally:
        if spark is not None:
            spark.stop()
        database.close()
    _say(done, again)


def _decided_again(settings: Settings, spark: SparkSession, plane: Control, owner: Database) -> Redecided:
    """No batch opens before."""
    folder = settings.paths.registry_snapshot / "restore"
    try:
        with closing(plane.database()) as database:
            registry = Registry(database, plane.key_file, SnapshotWriter(folder / "registry"), None)
            subjects = Subjects(database, SnapshotWriter(folder / "subjects"))
            again = redecided(registry, subjects, Writer(spark, plane.lake))
        decide_again(owner, again.decisions())
        return again
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _say(done: Restored, again: Redecided) -> None:
    print(f"{done.back:,} persons put back; {done.there:,} were there; {done.forgotten:,} stay forgotten")
    decisions, restrictions = again.consents.num_rows, len(again.restricted)
    print(f"taken up from the lake: {decisions:,} decisions, {restrictions:,} restrictions")
    print(
        "it does not know lifts since the backup, nor restrictions since then of whom it has put nothing aside: ask "
        "for those again (`make restrict`)"
    )
    if done.behind:
        print(f"{done.behind:,} are under an earlier version of the master key: `make rotate-keys` brings them along")
    if again.unread:
        raise BackupError(
            f"{again.unread:,} decisions cannot be read by the contract of today: stop every stream, and have them "
            "sent again before another starts (`make consent`)"
        )


if __name__ == "__main__":
    sys.exit(main())

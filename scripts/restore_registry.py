"""``make restore-registry FROM=file``: puts persons back whom the registry has lost, nobody who was forgotten since.

Safe under a running stream, which takes everybody up anew at its next batch; rows that are there stay as they are. It
gives back rows of persons only: where the whole of Postgres is lost, the run ledger is too, and both have to come back
from one pg_dump.
"""

from __future__ import annotations

import sys
from pathlib import Path

from conf import Settings
from governance.audit import Action
from governance.backup import BackupError
from governance.database import Database
from governance.erasure_journal import Journal
from governance.restoration import Restored, check_ledger, restore
from lakehouse.locks import FENCE
from scripts import entry, session
from scripts.control import control
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
        with plane.audited(Action.RESTORE) as told, session.locks(settings, spark, plane).held(FENCE):
            done = restore(database, plane.key_file, journal, Path(settings.backfill.files).expanduser())
            told["persons"] = done.back
    finally:
        if spark is not None:
            spark.stop()
        database.close()
    _say(done)


def _say(done: Restored) -> None:
    print(f"{done.back:,} persons put back; {done.there:,} were there; {done.forgotten:,} stay forgotten")
    print(
        "decisions and restrictions of persons made since the backup are not in it: before you start a stream, have "
        "those sent again and ask for these again (`make consent`, `make restrict`)"
    )
    if done.behind:
        print(f"{done.behind:,} are under an earlier version of the master key: `make rotate-keys` brings them along")


if __name__ == "__main__":
    sys.exit(main())

"""``make restore-registry FROM=file``: puts persons back whom the registry has lost, nobody who was forgotten since.

Safe beside a running stream; rows that are there stay as they are. It gives back rows of persons only: where the whole
of Postgres is lost, the run ledger is too, and both have to come back from one pg_dump.
"""

from __future__ import annotations

import sys
from pathlib import Path

from conf import Settings
from governance.backup import BackupError
from governance.database import Database
from governance.restoration import restore
from scripts import entry
from scripts.control import control
from scripts.services import postgres


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make restore-registry", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    if not settings.backfill.files:
        raise BackupError("FROM names the backup: FROM=var/backups/registry-....backup")
    plane = control(settings)
    database = Database(postgres.ensure(settings).owner.reveal())
    try:
        done = restore(database, plane.keyring, plane.lake.lake_id, Path(settings.backfill.files).expanduser())
    finally:
        database.close()
    print(f"{done.back:,} persons put back; {done.there:,} were there; {done.forgotten:,} stay forgotten")


if __name__ == "__main__":
    sys.exit(main())

"""``make backup-registry TO=folder``: the registry of persons in one encrypted file, usable for backup.days days.

Without the registry's rows nobody opens a record of the lake, ever. The file opens with the master key alone: keep the
two apart. An old backup keeps persons whom the lake has forgotten since, so the ones in the folder whose time is over
are removed. Who was erased stands in the journal of erasures afterwards (ERASURE_JOURNAL), which a restore needs: keep
that file too, apart from the database.
"""

from __future__ import annotations

import sys

from conf import Settings
from governance.audit import Action
from governance.backup import backup
from governance.erasure_journal import Journal
from scripts import entry
from scripts.control import control


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make backup-registry", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    plane = control(settings)
    database, journal = plane.database(), Journal(settings.backup.journal, plane.lake.lake_id)
    try:
        with plane.audited(Action.BACKUP):
            made = backup(database, plane.keyring, journal, settings.backup.folder, settings.backup.days)
    finally:
        database.close()
    print(f"{made}: {made.stat().st_size / 1e6:,.1f} MB, for {settings.backup.days} days")


if __name__ == "__main__":
    sys.exit(main())

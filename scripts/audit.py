"""``make audit``: the last lines of the audit (LAST=20), or with VERIFY=1 whether every line is as it was written.

A line is written with each erasure, access, reveal, use of keys, release and change of policy, and bound to the one
before. Its newest ones are anchored in a file (AUDIT_ANCHOR): keep copies of that where the database's administrator
cannot write. Only the officer's role reads lines (OFFICER_DSN).
"""

from __future__ import annotations

import sys

from conf import Settings
from governance.audit import AuditError, Line, lines, newest, verify
from governance.database import Database
from scripts import entry
from scripts.control import control
from scripts.services import postgres_officer


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make audit", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    plane = control(settings)
    officer = Database(postgres_officer.officer(settings).reveal())
    try:
        if settings.audit.verify:
            found = verify(plane.keyring, plane.lake.lake_id, lines(officer), plane.audit.anchor.read())
            if found.bad is not None:
                raise AuditError(
                    f"line {found.bad} {found.what}; the {found.lines:,} before it are as they were written. Backups "
                    "of the database and copies of the anchor show since when"
                )
            print(f"{found.lines:,} lines, all as they were written")
        for line in newest(officer, settings.audit.last):
            print(_shown(line))
    finally:
        officer.close()


def _shown(line: Line) -> str:
    return f"{line.seq:>8} {line.at:%Y-%m-%d %H:%M:%SZ} {line.actor:<14} {line.action:<18} {line.detail}"


if __name__ == "__main__":
    sys.exit(main())

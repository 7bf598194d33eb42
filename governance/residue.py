"""What is left in the files of Postgres of rows that were deleted: dead tuples, and the log of changes (WAL).

A deleted row stays in its table's file until that is written anew, and in the WAL until a checkpoint lets its segment
go. Segments are not recycled with their bytes where the server is our own (scripts/services/postgres.py).
"""

from __future__ import annotations

import time
from typing import Any

import psycopg2
from psycopg2 import errors
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

from governance.database import DatabaseError

TABLES = (
    "registry.person", "registry.doomed", "registry.erasure", "registry.tombstone", "registry.suppression",
    "registry.decision", "registry.quarantine_key", "rights.request", "rights.trace", "rights.hold",
    "rights.correction",
)  # fmt: skip
"""Those that hold, or held, anything of a person."""


_PATIENCE_SECONDS = 60


def _wait_for_readers(cursor: Any) -> None:
    """Whoever reads an older state of the database keeps what was deleted since: VACUUM would copy it."""
    cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::xid::text")
    (horizon,) = cursor.fetchone()
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        cursor.execute(
            """SELECT count(*) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL
                 AND age(backend_xmin) > age(%s::xid)""",
            (horizon,),
        )
        if not cursor.fetchone()[0]:
            return
        if time.monotonic() > until:
            raise DatabaseError(
                "somebody reads an older state of the database (backend_xmin of pg_stat_activity), which keeps "
                "what was deleted: end that, and call this again"
            )
        time.sleep(0.5)


def scrub(dsn: str) -> bool:
    """Writes the tables anew without what was deleted, and lets the WAL of before go. ``dsn``: of who owns the tables.
    False where the role may not make checkpoints: then the WAL stays until the server makes one. Each table is locked
    while it is written."""
    try:
        connection = psycopg2.connect(dsn)
    except psycopg2.OperationalError:
        raise DatabaseError("Postgres cannot be reached to remove what was deleted: call this again") from None
    try:
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        with connection.cursor() as cursor:
            _wait_for_readers(cursor)
            cursor.execute(f"SET lock_timeout = '{_PATIENCE_SECONDS}s'")
            for table in TABLES:
                cursor.execute(f"VACUUM (FULL) {table}")
            try:
                # The first one writes everything; the log is then begun anew, and the second lets all before it go.
                for statement in ("CHECKPOINT", "SELECT pg_switch_wal()", "CHECKPOINT"):
                    cursor.execute(statement)
            except errors.InsufficientPrivilege:
                return False
    except psycopg2.Error as error:
        raise DatabaseError(
            f"Postgres could not remove what was deleted ({type(error).__name__}): call this again"
        ) from None
    finally:
        connection.close()
    return True

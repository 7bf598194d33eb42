"""What is left in the files of Postgres of rows that were deleted: dead tuples, and the log of changes (WAL).

A deleted row stays in its table's file until that is written anew, and in the WAL until a checkpoint lets its segment
go. Segments are not recycled with their bytes where the server is our own (scripts/services/postgres.py).
"""

from __future__ import annotations

import psycopg2
from psycopg2 import errors
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

from governance.database import DatabaseError

TABLES = (
    "registry.person", "registry.doomed", "registry.erasure", "registry.tombstone", "registry.suppression",
    "rights.request", "rights.trace", "rights.hold",
)  # fmt: skip
"""Those that hold, or held, anything of a person."""


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

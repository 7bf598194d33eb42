"""Locks in Postgres, for a lake that is not on a local disk and is written from more than one machine.

A lock is a session's advisory lock on a connection of its own: it ends with the connection, so with the process or
machine that held it. Postgres queues fairly, so who waits for an exclusive lock is overtaken by no shared one. The
connection must lead to the server itself: a pooler that shares sessions would share their locks.

It is the Python process that holds the lock, while its JVM commits. A JVM whose driver was killed ends by itself, but a
commit may come through until then: on object stores and HDFS that is one more commit, which Delta itself puts in order,
and what the batch wrote is met again by its transaction ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psycopg2
from psycopg2 import errors
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import make_dsn, parse_dsn

from governance.database import DatabaseUnavailable
from lakehouse.locks import LockError

_PATIENT = {
    "connect_timeout": "10",
    # A machine that vanished is noticed within half a minute, here and, by `_SESSION`, at the server.
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
_SESSION = (
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; "
    # A session that only holds its lock is idle for as long as the write takes.
    "SET idle_session_timeout = 0"
)


@dataclass(frozen=True)
class _Kind:
    """How a lock is taken and given back. The key is a 64-bit hash that the server makes of lake and name."""

    take: str
    give_back: str


_EXCLUSIVE = _Kind(
    "SELECT pg_advisory_lock(hashtextextended(%s, 0))",
    "SELECT pg_advisory_unlock(hashtextextended(%s, 0))",
)
_SHARED = _Kind(
    "SELECT pg_advisory_lock_shared(hashtextextended(%s, 0))",
    "SELECT pg_advisory_unlock_shared(hashtextextended(%s, 0))",
)


class PostgresLocks:
    """One lock a name and lake. Excludes threads of one process as it does processes and machines."""

    def __init__(self, dsn: str, lake_id: str, patience_seconds: float = 600.0) -> None:
        self._dsn = dsn
        self._lake_id = lake_id
        self._patience = patience_seconds
        self._kept: list[Connection] = []

    def __repr__(self) -> str:
        return "PostgresLocks(***)"

    @contextmanager
    def held(self, name: str) -> Iterator[None]:
        """Alone. Raises LockError when it cannot be had in time, and at the end when it was lost meanwhile."""
        with self._lock(_EXCLUSIVE, name):
            yield

    @contextmanager
    def shared(self, name: str) -> Iterator[None]:
        """Together with other shared holders, and not beside an exclusive one, nor one that waits. Errors as above."""
        with self._lock(_SHARED, name):
            yield

    def keep(self, name: str, patience_seconds: float) -> bool:
        """Takes ``name`` until this process ends. False when another one has it after ``patience_seconds``."""
        connection = self._connected(name)
        try:
            self._take(connection, _EXCLUSIVE, name, patience_seconds)
        except LockError:
            connection.close()
            return False
        self._kept.append(connection)
        return True

    @contextmanager
    def _lock(self, kind: _Kind, name: str) -> Iterator[None]:
        connection = self._connected(name)
        try:
            self._take(connection, kind, name, self._patience)
            yield
            self._give_back(connection, kind, name)
        finally:
            # The server gives the lock to the next one also where that ends with an error of the work inside.
            with suppress(psycopg2.Error):
                connection.close()

    def _connected(self, name: str) -> Connection:
        """A connection that `pg_stat_activity` shows by the name of the lock."""
        named = {"application_name": f"lake lock {name}"}
        try:
            connection = psycopg2.connect(make_dsn(**_PATIENT | parse_dsn(self._dsn) | named))
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(_SESSION)
        except psycopg2.Error:
            raise DatabaseUnavailable(
                f"Postgres cannot be reached for the lock of {name}: check POSTGRES_DSN, and that it runs"
            ) from None
        return connection

    def _take(self, connection: Connection, kind: _Kind, name: str, patience: float) -> None:
        try:
            with connection.cursor() as cursor:
                # 0 would mean for ever.
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", (f"{max(1, round(patience * 1000))}ms",))
                cursor.execute(kind.take, (self._key(name),))
        except errors.LockNotAvailable:
            raise LockError(
                f"{name} is locked by another process for {patience:.0f} s: pg_stat_activity shows it under the "
                f"application name `lake lock {name}`"
            ) from None
        except psycopg2.Error:
            raise DatabaseUnavailable(
                f"Postgres was lost while the lock of {name} was waited for: start again once it answers"
            ) from None

    def _give_back(self, connection: Connection, kind: _Kind, name: str) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute(kind.give_back, (self._key(name),))
                row = cursor.fetchone()
            still_ours = row is not None and bool(row[0])
        except psycopg2.Error:
            still_ours = False
        if not still_ours:
            raise LockError(
                f"the lock of {name} was lost while it was held, and another process may have written meanwhile: "
                "start again, what was begun is then taken up under the same ids"
            )

    def _key(self, name: str) -> str:
        return f"{self._lake_id} {name}"

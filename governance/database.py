"""Connections to Postgres, and the migrations that bring it to this version."""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import make_dsn, parse_dsn
from yoyo import get_backend, read_migrations

_MIGRATIONS = Path(__file__).with_name("migrations")

_NOTICES_A_LOSS = {
    "connect_timeout": "10",
    # Without these a connection whose other end has vanished is waited for until the kernel gives up, for hours.
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
"""Connection parameters (seconds, the last in ms) where the DSN says nothing else."""

_REFUSALS = {
    "root certificate file": "is to be trusted by a file that is not there (sslrootcert)",
    "authentication failed": "refused user or password",
    "no password supplied": "wants a password",
    "no pg_hba.conf entry": "lets nobody in from here, or only with TLS",
    "does not exist": "has no such database or role",
    "permission denied": "does not let this role into the database",
    "does not support SSL": "speaks no TLS, which the address asks for",
    "certificate": "has a certificate that is not trusted",
    "invalid dsn": "cannot be asked: its address is not a connection string",
}
"""What is said of an address that will never do, by a piece of the driver's text."""

_AWAY = ("08", "57P01", "57P02", "57P03", "53300")
"""SQLSTATEs, or their beginnings, of a server that is lost, going down, coming up, or full of connections."""
_AGAIN = ("40001", "40P01")
"""SQLSTATEs of a transaction that only has to be done again: serialisation failure, deadlock."""
_NO_ROOM = "53100"
_MAY_NOT = "42501"


class DatabaseError(Exception):
    """Postgres cannot be used; the text says what to do and quotes no value."""


class DatabaseUnavailable(DatabaseError):
    """Postgres is away or was lost: what was not committed is not done, and may be done again once it answers."""


class DatabaseForbids(DatabaseError):
    """The role of this connection may not do that."""


class DatabaseFull(DatabaseError):
    """Postgres has no room left on its disk."""


class Database:
    """One connection, opened when it is first used and again after it was lost. One thread at a time."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._connection: Connection | None = None

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        """A cursor in a transaction: committed at the end, rolled back on any error."""
        connection = self._open()
        try:
            with connection, connection.cursor() as cursor:
                yield cursor
        except psycopg2.Error as error:
            lost = bool(connection.closed) or (isinstance(error, psycopg2.OperationalError) and not error.pgcode)
            self.close()
            raise _told(error, lost) from None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> Connection:
        if self._connection is not None and _deserted(self._connection):
            self.close()
        if self._connection is None:
            try:
                self._connection = psycopg2.connect(make_dsn(**_NOTICES_A_LOSS | parse_dsn(self._dsn)))
            except (psycopg2.OperationalError, psycopg2.ProgrammingError) as error:
                raise _refused(error) from None
        return self._connection

    def __repr__(self) -> str:
        return "Database(***)"


def migrate(owner_dsn: str) -> None:
    """Applies what is missing of ``governance/migrations``, each once, under yoyo's own lock. Raises DatabaseError for
    a database that a later version of this project has migrated."""
    backend = get_backend(_url(owner_dsn))
    try:
        migrations = read_migrations(str(_MIGRATIONS))
        with backend.lock():
            backend.ensure_internal_schema_updated()
            unknown = _applied(backend) - {migration.id for migration in migrations}
            if unknown:
                raise DatabaseError(
                    f"this Postgres has schema {max(unknown)}, which this version does not know: a later version "
                    "migrated it, start that one"
                )
            backend.apply_migrations(backend.to_apply(migrations))
    finally:
        backend.connection.close()


def _applied(backend: Any) -> set[str]:
    return {row[0] for row in backend.execute("SELECT migration_id FROM _yoyo_migration").fetchall()}


def _deserted(connection: Connection) -> bool:
    """Whether an idle connection has something to read: its server's farewell. Noticed here, it costs nothing; in the
    middle of a batch it would cost the batch."""
    if connection.closed:
        return True
    idle = select.poll()
    idle.register(connection.fileno(), select.POLLIN)
    return bool(idle.poll(0))


def _told(error: psycopg2.Error, lost: bool) -> DatabaseError:
    code = error.pgcode or ""
    what = f"({type(error).__name__} {code}".strip() + ")"
    if lost or code.startswith(_AWAY + _AGAIN):
        return DatabaseUnavailable(f"Postgres was lost {what}: start again once it answers; nothing is half done")
    if code == _NO_ROOM:
        return DatabaseFull("Postgres has no room left on its disk: make room and start again; nothing is half done")
    kind = DatabaseForbids if code == _MAY_NOT else DatabaseError
    return kind(f"Postgres refused {what}: start again once that is mended; nothing is half done")


def _refused(error: psycopg2.Error) -> DatabaseError:
    """The driver knows no SQLSTATE of a connection that was never made; its text may name values, so it is not said."""
    for sign, words in _REFUSALS.items():
        if sign in str(error):
            return DatabaseError(f"Postgres {words}: check POSTGRES_DSN")
    return DatabaseUnavailable(
        "Postgres cannot be reached: check POSTGRES_DSN; the local one is started by `make stream`"
    )


def _url(dsn: str) -> str:
    """The DSN as the URL that yoyo wants."""
    parts = parse_dsn(dsn)
    user = quote(parts.pop("user", ""), safe="")
    password = quote(parts.pop("password", ""), safe="")
    host, port, name = parts.pop("host", "localhost"), parts.pop("port", "5432"), parts.pop("dbname", "")
    options = "&".join(f"{key}={quote(value, safe='')}" for key, value in parts.items())
    if host.startswith("/"):
        options, host = f"host={quote(host, safe='')}" + (f"&{options}" if options else ""), ""
    return f"postgresql://{user}:{password}@{host}:{port}/{quote(name, safe='')}" + (f"?{options}" if options else "")

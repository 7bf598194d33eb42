"""Connections to Postgres, and the migrations that bring it to this version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import parse_dsn
from yoyo import get_backend, read_migrations

_MIGRATIONS = Path(__file__).with_name("migrations")
_TIMEOUT_SECONDS = 10


class DatabaseError(Exception):
    """Postgres cannot be used; the text says what to do and quotes no value."""


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
            self.close()
            raise DatabaseError(
                f"Postgres refused or was lost ({type(error).__name__} {error.pgcode or ''}".strip()
                + "): start again once it answers; nothing is half done"
            ) from None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> Connection:
        if self._connection is None or self._connection.closed:
            try:
                self._connection = psycopg2.connect(self._dsn, connect_timeout=_TIMEOUT_SECONDS)
            except psycopg2.OperationalError:
                raise DatabaseError(
                    "Postgres cannot be reached: check POSTGRES_DSN; the local one is started by `make stream`"
                ) from None
        return self._connection

    def __repr__(self) -> str:
        return "Database(***)"


def migrate(owner_dsn: str) -> None:
    """Applies what is missing of ``governance/migrations``, each once, under yoyo's own lock."""
    backend = get_backend(_url(owner_dsn))
    try:
        migrations = read_migrations(str(_MIGRATIONS))
        with backend.lock():
            backend.apply_migrations(backend.to_apply(migrations))
    finally:
        backend.connection.close()


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

"""The connection to Postgres without one: errors quote no value, and an address survives its translation."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any, Self

import psycopg2
import pytest
from psycopg2.extensions import parse_dsn

from governance import database
from governance.database import Database, DatabaseError, DatabaseFull, DatabaseUnavailable

pytestmark = pytest.mark.unit

CANARY = "canary-7f3a"
DSN = f"postgresql://lake:{CANARY}@127.0.0.1:1/lake"


class Ends(list[str]):
    """How transactions ended, and each time a connection was made; ``made``: the stand-ins themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[Connection] = []


class Connection:
    """Stands in for psycopg2's: remembers how each transaction ended."""

    def __init__(self, ended: Ends) -> None:
        self.closed = 0
        self._ended = ended
        self._ours, self.server = socket.socketpair()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._ended.append("rolled back" if kind else "committed")

    def fileno(self) -> int:
        return self._ours.fileno()

    def cursor(self) -> nullcontext[None]:
        return nullcontext()

    def close(self) -> None:
        self.closed = 1
        self._ours.close()
        self.server.close()


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ends]:
    ended = Ends()

    def connect(*_: Any, **__: Any) -> Connection:
        ended.append("connected")
        ended.made.append(Connection(ended))
        return ended.made[-1]

    monkeypatch.setattr(psycopg2, "connect", connect)
    yield ended
    for connection in ended.made:
        connection.close()


def test_one_connection_serves_many_transactions(ended: Ends) -> None:
    base = Database(DSN)
    for _ in range(2):
        with base.transaction():
            pass
    assert ended == ["connected", "committed", "committed"]


def test_a_connection_that_its_server_has_left_is_made_anew_before_it_is_used(ended: Ends) -> None:
    base = Database(DSN)
    with base.transaction():
        pass
    ended.made[0].server.close()
    with base.transaction():
        pass
    assert ended == ["connected", "committed", "connected", "committed"]


@pytest.mark.parametrize(
    "kind", [psycopg2.OperationalError, psycopg2.DataError, psycopg2.IntegrityError, psycopg2.InterfaceError]
)
def test_an_error_of_postgres_is_told_without_its_text_and_connects_anew(ended: Ends, kind: type[Exception]) -> None:
    base = Database(DSN)
    with pytest.raises(DatabaseError, match=f"{kind.__name__}.*start again") as refused, base.transaction():
        raise kind(f"DETAIL: Key (email)=({CANARY}) already exists")
    assert CANARY not in str(refused.value)
    assert refused.value.__suppress_context__
    with base.transaction():
        pass
    assert ended == ["connected", "rolled back", "connected", "committed"]


def coded(kind: type[psycopg2.Error], code: str | None) -> psycopg2.Error:
    """psycopg2 sets the code of an error itself, from its state alone."""
    error = kind.__new__(kind)
    error.__setstate__({"pgcode": code})
    return error


TOLD = {
    "the server was killed": (psycopg2.errors.CrashShutdown, "57P02", DatabaseUnavailable),
    "the server is going down": (psycopg2.errors.AdminShutdown, "57P01", DatabaseUnavailable),
    "the connection broke": (psycopg2.OperationalError, None, DatabaseUnavailable),
    "a deadlock": (psycopg2.errors.DeadlockDetected, "40P01", DatabaseUnavailable),
    "no connection left": (psycopg2.errors.TooManyConnections, "53300", DatabaseUnavailable),
    "no room": (psycopg2.errors.DiskFull, "53100", DatabaseFull),
    "a wrong value": (psycopg2.errors.CheckViolation, "23514", DatabaseError),
    "no such table": (psycopg2.errors.UndefinedTable, "42P01", DatabaseError),
}


@pytest.mark.parametrize(("kind", "code", "family"), TOLD.values(), ids=TOLD.keys())
def test_a_server_that_is_away_is_told_apart_from_one_that_refuses(
    ended: Ends, kind: type[psycopg2.Error], code: str | None, family: type[DatabaseError]
) -> None:
    with pytest.raises(DatabaseError) as refused, Database(DSN).transaction():
        raise coded(kind, code)
    assert type(refused.value) is family


def test_another_error_is_rolled_back_and_goes_on(ended: Ends) -> None:
    with pytest.raises(KeyError), Database(DSN).transaction():
        raise KeyError
    assert ended == ["connected", "rolled back"]


def test_an_address_that_does_not_answer_is_told_with_the_remedy_and_without_the_password() -> None:
    with pytest.raises(DatabaseUnavailable, match="check POSTGRES_DSN") as refused, Database(DSN).transaction():
        pytest.fail("nothing listens there")
    assert CANARY not in str(refused.value)


@pytest.mark.parametrize("dsn", [f"nonsense {CANARY}", f"hst={CANARY}"])
def test_an_address_that_is_none_is_no_absence(dsn: str) -> None:
    with pytest.raises(DatabaseError, match="not a connection string") as refused, Database(dsn).transaction():
        pytest.fail("there is no such address")
    assert not isinstance(refused.value, DatabaseUnavailable)
    assert CANARY not in str(refused.value)


def test_a_database_does_not_show_its_address() -> None:
    assert CANARY not in f"{Database(DSN)} {Database(DSN)!r}"


ADDRESSES = {
    "plain": "host=db.example port=5433 dbname=lake user=lake password=pw",
    "a URL": "postgresql://lake:pw@db.example:5433/lake?sslmode=require",
    "hard characters": r"host=db.example port=5432 dbname=lake user=l@ke password='p/w:@?#%& é'",
    "a socket folder": "host=/tmp/sock dbname=lake user=lake password=pw port=5432",
    "options": "host=db.example port=5432 dbname=lake user=lake password=pw options='-c search_path=ledger'",
}  # fmt: skip


@pytest.mark.parametrize("dsn", ADDRESSES.values(), ids=ADDRESSES.keys())
def test_an_address_survives_its_translation_to_a_url(dsn: str) -> None:
    assert parse_dsn(database._url(dsn)) == parse_dsn(dsn)


def test_a_database_name_with_hard_characters_survives() -> None:
    dsn = "host=db.example port=5432 dbname='la/ke?x' user=lake password=pw"
    assert parse_dsn(database._url(dsn)) == parse_dsn(dsn)

"""The connection to Postgres without one: errors quote no value, and an address survives its translation."""

from __future__ import annotations

from typing import Any, Self

import psycopg2
import pytest
from psycopg2.extensions import parse_dsn

from governance import database
from governance.database import Database, DatabaseError

pytestmark = pytest.mark.unit

CANARY = "canary-7f3a"
DSN = f"postgresql://lake:{CANARY}@127.0.0.1:1/lake"


class Connection:
    """Stands in for psycopg2's: remembers how each transaction ended."""

    def __init__(self, ended: list[str]) -> None:
        self.closed = 0
        self._ended = ended

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._ended.append("rolled back" if kind else "committed")

    def cursor(self) -> Connection:
        return Connection([])

    def close(self) -> None:
        self.closed = 1


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ends of transactions on stand-in connections, and each time one is made."""
    ended: list[str] = []

    def connect(*_: Any, **__: Any) -> Connection:
        ended.append("connected")
        return Connection(ended)

    monkeypatch.setattr(psycopg2, "connect", connect)
    return ended


def test_one_connection_serves_many_transactions(ended: list[str]) -> None:
    base = Database(DSN)
    for _ in range(2):
        with base.transaction():
            pass
    assert ended == ["connected", "committed", "committed"]


@pytest.mark.parametrize(
    "kind", [psycopg2.OperationalError, psycopg2.DataError, psycopg2.IntegrityError, psycopg2.InterfaceError]
)
def test_an_error_of_postgres_is_told_without_its_text_and_connects_anew(
    ended: list[str], kind: type[Exception]
) -> None:
    base = Database(DSN)
    with pytest.raises(DatabaseError, match=f"{kind.__name__}.*start again") as refused, base.transaction():
        raise kind(f"DETAIL: Key (email)=({CANARY}) already exists")
    assert CANARY not in str(refused.value)
    assert refused.value.__suppress_context__
    with base.transaction():
        pass
    assert ended == ["connected", "rolled back", "connected", "committed"]


def test_another_error_is_rolled_back_and_goes_on(ended: list[str]) -> None:
    with pytest.raises(KeyError), Database(DSN).transaction():
        raise KeyError
    assert ended == ["connected", "rolled back"]


def test_an_address_that_does_not_answer_is_told_with_the_remedy_and_without_the_password() -> None:
    with pytest.raises(DatabaseError, match="check POSTGRES_DSN") as refused, Database(DSN).transaction():
        pytest.fail("nothing listens there")
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

"""Databases for single tests: copies of a migrated one, a tenth of a second each."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, make_dsn

from conf import Settings
from scripts.services import postgres, postgres_officer, postgres_shop

_TEMPLATE = "lake_template"


@dataclass(frozen=True, repr=False)
class Clone:
    """Connection strings of one copy. ``owner`` makes tables, ``job`` reads and writes rows, ``publisher`` and
    ``analyst`` write and read what is published, ``officer`` reveals, ``administrator`` is above all of them."""

    owner: str
    job: str
    publisher: str
    analyst: str
    officer: str
    administrator: str
    name: str


class Clones:
    """Copies of the migrated database, by way of a copy that nobody is ever in: ``CREATE DATABASE`` insists on that."""

    def __init__(self, settings: Settings) -> None:
        self._databases = postgres.ensure(settings)
        shop = postgres_shop.publisher(settings), postgres_shop.analyst(settings)
        self._roles = (*shop, postgres_officer.officer(settings))
        passwords = json.loads((settings.paths.keys / "postgres.json").read_text("utf-8"))
        self._superuser = make_dsn(
            self._databases.owner.reveal(), user="postgres", password=passwords["postgres"], dbname="postgres"
        )
        self._numbers = itertools.count(1)
        self._run(f"CREATE DATABASE {_TEMPLATE} TEMPLATE lake OWNER lake_owner")

    @contextmanager
    def clone(self, of: Clone | None = None) -> Iterator[Clone]:
        """A copy, dropped at the end whoever is still in it; of another one if it is named, which nobody may be in."""
        name = f"lake_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {of.name if of else _TEMPLATE} OWNER lake_owner")
        self._run(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
        self._run(f"GRANT CONNECT ON DATABASE {name} TO lake_job, lake_publisher, lake_analyst, lake_officer")
        self._run(f"GRANT TEMPORARY ON DATABASE {name} TO lake_publisher")
        try:
            roles = (self._databases.owner, self._databases.job, *self._roles)
            yield Clone(
                *(make_dsn(role.reveal(), dbname=name) for role in roles), make_dsn(self._superuser, dbname=name), name
            )
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        connection = psycopg2.connect(self._superuser)
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()

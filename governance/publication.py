"""The shop window in Postgres: a release replaces the one before in one transaction, or nothing of it is there.

Rows are staged, checked in SQL, and swapped by DELETE and INSERT: who reads meanwhile sees the old release whole, is
not blocked, and tables, indexes, grants and comments stay. Only tables of gold are taken.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa
import pyarrow.csv
from psycopg2 import sql

from governance.database import Database
from lakehouse.failpoints import Reach, nothing
from privacy.disclosure import Gate
from schemas.gold import GoldTable

_ONE_AT_A_TIME = 0x6C616B65
_SCHEMA = sql.Identifier("published")


class PublicationError(Exception):
    """What was to be published did not pass a check; the text says which, and no value. Nothing was published."""


@dataclass(frozen=True)
class Staged:
    """Cells of one table at a version of it. ``rows``: the table's columns in their order."""

    table: GoldTable
    version: int
    rows: pa.Table


@dataclass(frozen=True)
class Origin:
    """Where the numbers of a release come from. ``as_of``: the last day that it knows events of; ``policies``: versions
    by contract; ``gate``: what cells were let through; ``checks``: how many expectations held."""

    as_of: dt.date | None
    gate: Gate
    policies: dict[str, int]
    checks: int


class Publication:
    """The published schema over one connection of the role that writes it."""

    def __init__(self, database: Database, reach: Reach = nothing) -> None:
        self._database = database
        self._reach = reach

    def published(self, versions: dict[str, int]) -> int | None:
        """The release that shows these versions of the lake's tables, if it is the newest."""
        with self._database.transaction() as cursor:
            cursor.execute("SELECT release_id, delta_versions FROM published.release ORDER BY release_id DESC LIMIT 1")
            row = cursor.fetchone()
        return int(row[0]) if row and row[1] == versions else None

    def publish(self, staged: Sequence[Staged], origin: Origin) -> tuple[int, bool]:
        """Replaces what is published; the number of the release that shows it, and whether it was made now. A version
        never takes the place of a later one: what is there then stands. Raises PublicationError, DatabaseError."""
        for each in staged:
            if not isinstance(each.table, GoldTable):
                raise TypeError(f"{each.table.full_name} is not a table of gold: nothing else is published")
        with self._database.transaction() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_ONE_AT_A_TIME,))
            shown = _overtaken(cursor, {each.table.name: each.version for each in staged})
            if shown is not None:
                return shown, False
            for each in staged:
                _stage(cursor, each)
            self._reach("publish.staged")
            for each in staged:
                _check(cursor, each)
            release = _noted(cursor, staged, origin)
            for each in staged:
                _swap(cursor, each.table, release)
                self._reach("publish.swapping")
            self._reach("publish.swapped")
        self._reach("publish.committed")
        return release, True


def _overtaken(cursor: Any, versions: dict[str, int]) -> int | None:
    """The newest release, if it shows these versions or later ones. Raises PublicationError if it shows some later and
    some earlier."""
    cursor.execute(
        """SELECT name, max(version::bigint), max(release_id)
           FROM published.release CROSS JOIN jsonb_each_text(delta_versions) AS shown (name, version) GROUP BY name"""
    )
    found: dict[str, tuple[int, int]] = {row[0]: (row[1], row[2]) for row in cursor.fetchall() if row[0] in versions}
    later = [name for name, (version, _) in found.items() if version > versions[name]]
    if len(found) == len(versions) and all(version >= versions[name] for name, (version, _) in found.items()):
        return max(release for _, release in found.values())
    if later:
        raise PublicationError(
            f"gold.{later[0]} was published at a later version meanwhile: nothing was published now, "
            "run `make publish` again"
        )
    return None


def _stage(cursor: Any, staged: Staged) -> None:
    names = [column.name for column in staged.table.columns]
    if staged.rows.column_names != names:
        raise PublicationError(f"{staged.table.full_name} has other columns than described: nothing was published")
    statement = sql.SQL("CREATE TEMP TABLE {} (LIKE {}.{} INCLUDING DEFAULTS) ON COMMIT DROP")
    cursor.execute(statement.format(_staging(staged.table), _SCHEMA, sql.Identifier(staged.table.name)))
    cursor.execute(sql.SQL("ALTER TABLE {} DROP COLUMN release_id").format(_staging(staged.table)))
    buffer = io.BytesIO()
    pyarrow.csv.write_csv(staged.rows, buffer, pyarrow.csv.WriteOptions(include_header=False))
    buffer.seek(0)
    copy = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(_staging(staged.table), _listed(names))
    cursor.copy_expert(copy, buffer)


def _check(cursor: Any, staged: Staged) -> None:
    """What Postgres holds is what was sent, a cell once, no number below nothing."""
    table = staged.table
    numbers = [column.name for column in table.columns if column.name not in table.key and column.type != "DATE"]
    cursor.execute(
        sql.SQL("SELECT count(*), count(DISTINCT ({})), count(*) FILTER (WHERE least({}) < 0) FROM {}").format(
            _listed(table.key), _listed(numbers), _staging(table)
        )
    )
    rows, cells, negative = cursor.fetchone()
    if rows != staged.rows.num_rows:
        raise PublicationError(f"{table.full_name}: {rows:,} of {staged.rows.num_rows:,} rows came to Postgres")
    if cells != rows:
        raise PublicationError(f"{table.full_name} has {rows - cells:,} cells twice: nothing was published")
    if negative:
        raise PublicationError(f"{table.full_name} has {negative:,} rows with a number below 0: nothing was published")


def _noted(cursor: Any, staged: Sequence[Staged], origin: Origin) -> int:
    cursor.execute(
        """INSERT INTO published.release (as_of, k, rounding, dominance, policy_versions, delta_versions, rows, checks)
           VALUES (%(as_of)s, %(k)s, %(rounding)s, %(dominance)s, %(policies)s, %(versions)s, %(rows)s, %(checks)s)
           RETURNING release_id""",
        {
            "as_of": origin.as_of,
            **asdict(origin.gate),
            "policies": json.dumps(origin.policies),
            "versions": json.dumps({each.table.name: each.version for each in staged}),
            "rows": json.dumps({each.table.name: each.rows.num_rows for each in staged}),
            "checks": origin.checks,
        },
    )
    return int(cursor.fetchone()[0])


def _swap(cursor: Any, table: GoldTable, release: int) -> None:
    target, names = sql.Identifier(table.name), _listed([column.name for column in table.columns])
    cursor.execute(sql.SQL("DELETE FROM {}.{}").format(_SCHEMA, target))
    insert = sql.SQL("INSERT INTO {}.{} (release_id, {}) SELECT %s, {} FROM {} ORDER BY {}")
    cursor.execute(insert.format(_SCHEMA, target, names, names, _staging(table), _listed(table.key)), (release,))


def _staging(table: GoldTable) -> sql.Identifier:
    return sql.Identifier("pg_temp", f"staged_{table.name}")


def _listed(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))

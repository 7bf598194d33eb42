"""The catalog: of every column what it is, how sensitive, what was done to get there, and by which policy.

Made from contracts, policies and tables, which are what the road runs by; kept in Postgres, so that an auditor can ask
for it without this program.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields

import psycopg2.extras

from governance.audit import Action, Audit
from governance.database import Database
from lakehouse.catalog import TABLES
from privacy.policies import POLICIES
from privacy.policy import Policy
from schemas.kinds import Kind
from schemas.tables import Column, Table


@dataclass(frozen=True)
class Entry:
    """A column. ``kind``: of the field it comes from, whatever is left of that; ``field``: that field, if one."""

    table_name: str
    column_name: str
    type: str
    level: str
    kind: str
    field: str | None
    treatment: str
    policy_version: int | None
    meaning: str


_NAMES = tuple(each.name for each in fields(Entry))


def entries() -> tuple[Entry, ...]:
    """Of all tables, in their order."""
    return tuple(_entry(table, column) for table in TABLES for column in table.columns)


def record(database: Database, audit: Audit) -> None:
    """Makes the catalog in Postgres that of this program; a change of it is a change of policy."""
    made = entries()
    if set(recorded(database)) == set(made):
        return
    values = ", ".join(f"{name} = excluded.{name}" for name in _NAMES)
    with audit.recorded(database, Action.POLICY, {"columns": len(made)}) as cursor:
        psycopg2.extras.execute_values(
            cursor,
            f"""INSERT INTO ledger.catalog ({", ".join(_NAMES)}) VALUES %s
                ON CONFLICT (table_name, column_name) DO UPDATE SET {values}""",  # noqa: S608 - names of this module
            [astuple(entry) for entry in made],
        )
        cursor.execute(
            "DELETE FROM ledger.catalog WHERE table_name || '.' || column_name <> ALL (%s)",
            ([f"{entry.table_name}.{entry.column_name}" for entry in made],),
        )


def recorded(database: Database) -> tuple[Entry, ...]:
    """The catalog in Postgres, by table and column."""
    with database.transaction() as cursor:
        cursor.execute(f"SELECT {', '.join(_NAMES)} FROM ledger.catalog ORDER BY 1, 2")  # noqa: S608 - names of this module
        return tuple(Entry(*row) for row in cursor.fetchall())


def _entry(table: Table, column: Column) -> Entry:
    policy = POLICIES.get(table.name) if table.zone == "silver" else None
    field, kind = _origin(policy, column.name) if policy else (None, Kind.NONE)
    return Entry(
        table.full_name,
        column.name,
        column.type,
        column.level.word,
        str(kind),
        field,
        column.treatment,
        policy.version if policy else None,
        column.meaning,
    )


def _origin(policy: Policy, column: str) -> tuple[str | None, Kind]:
    for rule in policy.rules:
        if rule.column == column:
            return rule.field, policy.contract.field(rule.field).kind
    return None, Kind.NONE

"""What each run has read and written, from the run ledger: batches of positions, days of gold, releases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from governance.database import Database
from lakehouse.accounts import BatchId


@dataclass(frozen=True)
class Taken:
    """Positions [first, end) of one partition. ``topic``: of Kafka; None: a file, or what is readmitted."""

    source_id: str
    topic: str | None
    partition: int
    first: int
    end: int
    records: int


@dataclass
class BatchRun:
    """A batch, slice or readmission. ``rows`` by zone."""

    batch: BatchId
    contract: str
    versions: tuple[int, int]
    began: dt.datetime
    ended: dt.datetime | None
    taken: list[Taken] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=lambda: {"bronze": 0, "silver": 0, "quarantine": 0})


@dataclass(frozen=True)
class GoldRun:
    """A day of a table of gold, as it was made last: of version ``silver_version`` of silver.events."""

    table: str
    day: dt.date
    silver_version: int
    ended: dt.datetime
    cells: int


@dataclass(frozen=True)
class ReleaseRun:
    """A release to Postgres; ``versions`` and ``rows`` by table of gold."""

    number: int
    ended: dt.datetime
    versions: dict[str, int]
    rows: dict[str, int]


def batch_runs(database: Database, since: dt.date) -> Iterator[BatchRun]:
    """Those that were begun on ``since`` or later, oldest first."""
    with database.transaction() as cursor:
        cursor.execute(
            """SELECT job, epoch, batch_id, contract, contract_version, policy_version, opened_at, closed_at,
                      range.source_id, topic, partition, from_offset, to_offset, records, bronze,
                      coalesce(accepted, 0), rejected
               FROM ledger.batch JOIN ledger.range USING (job, epoch, batch_id)
               LEFT JOIN ledger.epoch USING (job, epoch)
               WHERE opened_at >= %s ORDER BY opened_at, job, epoch, batch_id, range.source_id, partition""",
            (since,),
        )
        rows = cursor.fetchall()
    run: BatchRun | None = None
    for job, epoch, number, contract, contract_version, policy_version, began, ended, *rest in rows:
        batch = BatchId(job, epoch, number)
        if run is None or run.batch != batch:
            if run is not None:
                yield run
            run = BatchRun(batch, contract, (contract_version, policy_version), began, ended)
        run.taken.append(Taken(*rest[:6]))
        for zone, count in zip(run.rows, rest[6:], strict=True):
            run.rows[zone] += count
    if run is not None:
        yield run


def gold_runs(database: Database, since: dt.date) -> list[GoldRun]:
    with database.transaction() as cursor:
        cursor.execute(
            """SELECT table_name, day, silver_version, computed_at, cells FROM ledger.gold_day
               WHERE computed_at >= %s ORDER BY computed_at, table_name, day""",
            (since,),
        )
        return [GoldRun(*row) for row in cursor.fetchall()]


def release_runs(database: Database, since: dt.date) -> list[ReleaseRun]:
    """``database``: as the role that publishes."""
    with database.transaction() as cursor:
        cursor.execute(
            """SELECT release_id, published_at, delta_versions, rows FROM published.release
               WHERE published_at >= %s ORDER BY release_id""",
            (since,),
        )
        return [ReleaseRun(*row) for row in cursor.fetchall()]

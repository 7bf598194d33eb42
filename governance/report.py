"""What an operator asks of the control plane: read-only questions, answered in counts, times and closed words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from governance.database import Database
from governance.lake import restoring
from governance.ledger import Balance
from lakehouse.aggregates import BY_DAY


@dataclass(frozen=True)
class LakeFacts:
    """Which lake this is. ``now``: the database's clock, by which its times are to be read. ``restoring``: persons are
    back from a backup, and what they have decided since is not."""

    lake_id: str
    key_fingerprint: str | None
    now: dt.datetime
    restoring: bool = False


@dataclass(frozen=True)
class EpochFacts:
    """The newest epoch of a job."""

    job: str
    number: int
    topic: str
    source_id: str
    started_at: dt.datetime


@dataclass(frozen=True)
class BatchFacts:
    """A batch. ``opened_at``: when the ledger first heard of it, after its pass; None in ``closed_at``: half done."""

    job: str
    epoch: int
    number: int
    opened_at: dt.datetime
    closed_at: dt.datetime | None
    records: int

    @property
    def seconds(self) -> float | None:
        """From the first mark in the ledger to the last: what the writing took."""
        return (self.closed_at - self.opened_at).total_seconds() if self.closed_at else None


@dataclass(frozen=True)
class Rejections:
    """Records of one UTC day that were rejected for one reason. ``first`` and ``last``: when they were taken."""

    contract: str
    reason: str
    day: dt.date
    records: int
    first: dt.datetime
    last: dt.datetime


@dataclass(frozen=True)
class DriftFacts:
    """Records with a ``kind`` in a ``field`` for which the contract does not declare it."""

    contract: str
    field: str
    kind: str
    records: int


@dataclass(frozen=True, slots=True)
class RangeFacts:
    """Positions [from_offset, to_offset) that a batch took of one partition. ``accepted``: None before its judgement;
    ``fates``: of all kinds."""

    job: str
    epoch: int
    number: int
    contract: str
    source_id: str
    partition: int
    from_offset: int
    to_offset: int
    bronze: int
    rejected: int
    suppressed: int
    accepted: int | None
    fates: int
    opened_at: dt.datetime
    closed: bool


@dataclass(frozen=True)
class MoveFacts:
    """Rejected records of one partition that readmissions took out of quarantine: into bronze, or nowhere for a person
    who was forgotten. ``done``: false while the readmission is not."""

    contract: str
    source_id: str
    partition: int
    done: bool
    bronze: int
    suppressed: int


@dataclass(frozen=True)
class GoldFacts:
    """What gold has yet to recompute. ``oldest``: when the first of it was opened."""

    entries: int
    days: int
    oldest: dt.datetime | None


class Report:
    """Read-only questions over one connection. One thread at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lake(self) -> LakeFacts | None:
        """None: no lake was ever made in this database."""
        with self._reading() as cursor:
            if not _exists(cursor, "ledger.lake"):
                return None
            cursor.execute("SELECT lake_id::text, key_fingerprint, now() FROM ledger.lake")
            lake_id, fingerprint, now = cursor.fetchone()
            return LakeFacts(lake_id, fingerprint, now, restoring(cursor))

    def epochs(self) -> tuple[EpochFacts, ...]:
        with self._reading() as cursor:
            cursor.execute(
                """SELECT DISTINCT ON (job) job, epoch, topic, source_id, started_at
                   FROM ledger.epoch ORDER BY job, epoch DESC"""
            )
            return tuple(EpochFacts(*row) for row in cursor.fetchall())

    def newest_closed(self, job: str) -> BatchFacts | None:
        """The last batch of ``job`` that every sink holds."""
        with self._reading() as cursor:
            cursor.execute(
                f"""{_BATCHES} WHERE job = %s AND closed_at IS NOT NULL
                    ORDER BY epoch DESC, batch_id DESC LIMIT 1""",
                (job,),
            )
            row = cursor.fetchone()
        return BatchFacts(*row) if row else None

    def half_done(self) -> tuple[BatchFacts, ...]:
        """Batches that were opened and not closed, oldest first."""
        with self._reading() as cursor:
            cursor.execute(f"{_BATCHES} WHERE closed_at IS NULL ORDER BY opened_at")
            return tuple(BatchFacts(*row) for row in cursor.fetchall())

    def taken(self, job: str, source_id: str, partitions: Sequence[int]) -> dict[int, int]:
        """The first offset of each partition that no closed batch of ``job`` has taken; those taken from only.

        One step down an index a partition: the ledger gains three rows every five seconds.
        """
        with self._reading() as cursor:
            cursor.execute(
                """SELECT p, newest.to_offset FROM unnest(%s::int[]) AS p CROSS JOIN LATERAL (
                       SELECT to_offset FROM ledger.range JOIN ledger.batch USING (job, epoch, batch_id)
                       WHERE source_id = %s AND partition = p AND job = %s AND closed_at IS NOT NULL
                       ORDER BY from_offset DESC LIMIT 1) AS newest""",
                (list(partitions), source_id, job),
            )
            return dict(cursor.fetchall())

    def balances(self, since: dt.timedelta | None = None) -> tuple[Balance, ...]:
        """Sums by job and partition over the closed batches of the last ``since``, or over all; slices of a backfill,
        each a job of its own, together.

        ``consumed`` comes from the offsets; readmitted positions are not neighbours, so there it is counted.
        """
        with self._reading() as cursor:
            cursor.execute(
                """SELECT split_part(job, '/', 1) AS job, partition,
                          sum(CASE WHEN job LIKE 'readmit.%%' THEN records ELSE to_offset - from_offset END)::bigint
                              AS consumed,
                          sum(bronze)::bigint AS bronze, sum(rejected)::bigint AS rejected,
                          sum(suppressed)::bigint AS suppressed, sum(coalesce(accepted, 0))::bigint AS accepted,
                          sum(coalesce(duplicate, 0))::bigint AS duplicate,
                          sum(coalesce(conflict, 0))::bigint AS conflict,
                          sum(coalesce(superseded, 0))::bigint AS superseded
                   FROM ledger.batch JOIN ledger.range USING (job, epoch, batch_id)
                   WHERE closed_at IS NOT NULL AND opened_at > coalesce(now() - %s::interval, '-infinity')
                   GROUP BY 1, 2 ORDER BY 1, 2""",
                (since,),
            )
            names = [column.name for column in cursor.description]
            return tuple(Balance(**dict(zip(names, row, strict=True))) for row in cursor.fetchall())

    def unknown_fields(self, since: dt.timedelta) -> int:
        """Fields that no contract names, met in the last ``since``."""
        with self._reading() as cursor:
            cursor.execute(
                """SELECT coalesce(sum(unknown_fields), 0)::bigint
                   FROM ledger.batch JOIN ledger.range USING (job, epoch, batch_id) WHERE opened_at > now() - %s""",
                (since,),
            )
            return int(cursor.fetchone()[0])

    def drifts(self, since: dt.timedelta) -> tuple[DriftFacts, ...]:
        """What drifted in the last ``since`` under the newest version of each contract."""
        with self._reading() as cursor:
            if not _exists(cursor, "ledger.drift"):
                return ()
            cursor.execute(
                """SELECT contract, field, kind, sum(records)::bigint
                   FROM ledger.drift JOIN ledger.batch USING (job, epoch, batch_id)
                   WHERE opened_at > now() - %s
                     AND contract_version = (SELECT max(version) FROM ledger.contract WHERE name = batch.contract)
                   GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""",
                (since,),
            )
            return tuple(DriftFacts(*row) for row in cursor.fetchall())

    def rejections(self, contract: str = "", reason: str = "", since: dt.timedelta | None = None) -> list[Rejections]:
        """By contract, reason and day, half-done batches included, readmissions not. Empty words stand for all."""
        with self._reading() as cursor:
            cursor.execute(
                """SELECT contract, reason, (opened_at AT TIME ZONE 'UTC')::date, sum(records)::bigint,
                          min(opened_at), max(opened_at)
                   FROM ledger.rejection JOIN ledger.batch USING (job, epoch, batch_id)
                   WHERE %s IN ('', contract) AND %s IN ('', reason) AND job NOT LIKE 'readmit.%%'
                     AND opened_at > coalesce(now() - %s::interval, '-infinity')
                   GROUP BY 1, 2, 3 ORDER BY 1, 2, 3""",
                (contract, reason, since),
            )
            return [Rejections(*row) for row in cursor.fetchall()]

    def ranges(self) -> tuple[RangeFacts, ...]:
        """Every range of every batch, by job, partition and place."""
        with self._reading() as cursor:
            cursor.execute(
                """SELECT job, epoch, batch_id, contract, source_id, partition, from_offset, to_offset,
                          bronze, rejected, suppressed, accepted,
                          coalesce(accepted + duplicate + conflict + superseded, 0), opened_at, closed_at IS NOT NULL
                   FROM ledger.range JOIN ledger.batch USING (job, epoch, batch_id)
                   ORDER BY job, source_id, partition, from_offset, epoch, batch_id"""
            )
            return tuple(RangeFacts(*row) for row in cursor.fetchall())

    def readmitted(self) -> dict[tuple[str, str], int]:
        """Records that left quarantine by readmission, by contract and the reason for which they were in it."""
        with self._reading() as cursor:
            if not _exists(cursor, "ledger.readmission"):
                return {}
            cursor.execute(
                """SELECT contract, reason, sum(bronze + suppressed)::bigint
                   FROM ledger.readmission JOIN ledger.batch USING (job, batch_id)
                   JOIN ledger.range USING (job, epoch, batch_id) GROUP BY 1, 2"""
            )
            return {(row[0], row[1]): row[2] for row in cursor.fetchall()}

    def moves(self) -> tuple[MoveFacts, ...]:
        """What readmissions moved, by contract, source and partition."""
        with self._reading() as cursor:
            cursor.execute(
                """SELECT contract, source_id, partition, closed_at IS NOT NULL, sum(bronze)::bigint,
                          sum(suppressed)::bigint
                   FROM ledger.range JOIN ledger.batch USING (job, epoch, batch_id)
                   WHERE job LIKE 'readmit.%' GROUP BY 1, 2, 3, 4"""
            )
            return tuple(MoveFacts(*row) for row in cursor.fetchall())

    def forgotten(self) -> int:
        """Persons whose rows, those of a purpose, or wrong ones, were taken away since the lake was made."""
        with self._reading() as cursor:
            if not _exists(cursor, "registry.tombstone"):
                return 0
            cursor.execute("SELECT count(*) FROM registry.tombstone")
            erased = int(cursor.fetchone()[0])
            if not _exists(cursor, "registry.decision"):
                return erased
            cursor.execute(
                """SELECT (SELECT count(*) FROM registry.decision WHERE past_gone)
                          + (SELECT count(*) FROM rights.request WHERE kind = 'rectify' AND began_at IS NOT NULL)"""
            )
            return erased + int(cursor.fetchone()[0])

    def bronze_kept(self) -> dict[str, dt.date]:
        """The day of receipt from which on bronze is whole, by contract; without those of which nothing was removed."""
        with self._reading() as cursor:
            if not _exists(cursor, "ledger.bronze_kept"):
                return {}
            cursor.execute("SELECT contract, first_kept FROM ledger.bronze_kept")
            return dict(cursor.fetchall())

    def ends(self) -> dict[tuple[str, int], int]:
        """Behind the last position that any batch began to take, by source and partition."""
        with self._reading() as cursor:
            cursor.execute("SELECT source_id, partition, max(to_offset) FROM ledger.range GROUP BY 1, 2")
            return {(row[0], row[1]): row[2] for row in cursor.fetchall()}

    def accepted(self, contract: str, written: Mapping[tuple[str, int], int]) -> int:
        """Records of ``contract`` that were accepted in batches up to those ``written``, by job and epoch."""
        with self._reading() as cursor:
            cursor.execute(
                """SELECT coalesce(sum(accepted), 0)::bigint
                   FROM ledger.range JOIN ledger.batch USING (job, epoch, batch_id)
                   JOIN unnest(%s::text[], %s::int[], %s::bigint[]) AS written (job, epoch, newest)
                        USING (job, epoch)
                   WHERE contract = %s AND batch_id <= newest""",
                ([job for job, _ in written], [epoch for _, epoch in written], list(written.values()), contract),
            )
            return int(cursor.fetchone()[0])

    def runs(self, contract: str) -> tuple[tuple[str, int], ...]:
        """Jobs and epochs that have carried batches of ``contract``."""
        with self._reading() as cursor:
            cursor.execute(
                "SELECT DISTINCT job, epoch FROM ledger.batch WHERE contract = %s ORDER BY 1, 2", (contract,)
            )
            return tuple(cursor.fetchall())

    def quarantine_days(self) -> tuple[dt.date, ...]:
        """Days whose key for rejected records of unknown persons still exists."""
        with self._reading() as cursor:
            cursor.execute("SELECT key_day FROM registry.quarantine_key ORDER BY key_day")
            return tuple(row[0] for row in cursor.fetchall())

    def requests_due(self) -> tuple[dt.datetime, ...]:
        """When each request of a person that is not done is due; none in a database of an earlier version."""
        with self._reading() as cursor:
            cursor.execute("SELECT to_regclass('rights.request') IS NOT NULL")
            if not cursor.fetchone()[0]:
                return ()
            cursor.execute("SELECT due_at FROM rights.request WHERE ended_at IS NULL ORDER BY due_at")
            return tuple(row[0] for row in cursor.fetchall())

    def gold(self) -> GoldFacts:
        """Of the tables that are made by the day; the others follow more rarely."""
        with self._reading() as cursor:
            cursor.execute(
                """SELECT count(*), count(DISTINCT day), min(opened_at)
                   FROM ledger.gold_work JOIN ledger.batch USING (job, epoch, batch_id)
                   WHERE table_name = ANY(%s)""",
                ([aggregate.table.full_name for aggregate in BY_DAY],),
            )
            return GoldFacts(*cursor.fetchone())

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        with self._database.transaction() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
            yield cursor


_BATCHES = """SELECT job, epoch, batch_id, opened_at, closed_at,
       (SELECT coalesce(sum(records), 0)::bigint FROM ledger.range
        WHERE (job, epoch, batch_id) = (batch.job, batch.epoch, batch.batch_id)) FROM ledger.batch"""


def _exists(cursor: Any, table: str) -> bool:
    """Whether the database has got so far: looking at it applies no migration."""
    cursor.execute("SELECT to_regclass(%s) IS NOT NULL", (table,))
    return bool(cursor.fetchone()[0])

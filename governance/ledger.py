"""The run ledger: which positions were taken, what became of them, and how far each batch has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import psycopg2.extras

from governance.database import Database
from lakehouse.accounts import BatchId, Judgement, PartitionAccount
from lakehouse.aggregates import made_of
from lakehouse.gold import GoldDay, Work
from lakehouse.road import Progress, RoadError, Rules
from privacy.policy import Policy
from schemas.outcomes import Fate

_MARKS = {
    "bronze": "UPDATE ledger.batch SET bronze_at = now() WHERE job = %s AND epoch = %s AND batch_id = %s",
    "silver": "UPDATE ledger.batch SET silver_at = now() WHERE job = %s AND epoch = %s AND batch_id = %s",
    "quarantine": "UPDATE ledger.batch SET quarantine_at = now() WHERE job = %s AND epoch = %s AND batch_id = %s",
}


@dataclass(frozen=True)
class Epoch:
    """A run of a job's checkpoint over one topic."""

    job: str
    number: int
    topic: str
    source_id: str


@dataclass(frozen=True)
class Balance:
    """Sums over the batches of a partition, for the accounting equations."""

    job: str
    partition: int
    consumed: int
    bronze: int
    rejected: int
    suppressed: int
    accepted: int
    duplicate: int
    conflict: int
    superseded: int

    @property
    def holds(self) -> bool:
        """consumed = bronze + rejected + suppressed, and bronze = accepted + duplicate + conflict + superseded."""
        outcomes = self.bronze + self.rejected + self.suppressed
        fates = self.accepted + self.duplicate + self.conflict + self.superseded
        return self.consumed == outcomes and self.bronze == fates


class Range(NamedTuple):
    """Positions [from_offset, to_offset) of a partition."""

    source_id: str
    partition: int
    from_offset: int
    to_offset: int


class RunLedger:
    """The ledger over one connection. One thread at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def progress(self, batch: BatchId) -> Progress | None:
        """How far ``batch`` has come. Raises RoadError when later ones were begun: then its checkpoint is too old."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """SELECT judged_at, closed_at, contract_version, policy_version, decided, waits
                   FROM ledger.batch
                   WHERE job = %s AND epoch = %s AND batch_id = %s""",
                _key(batch),
            )
            row = cursor.fetchone()
            cursor.execute(
                "SELECT max(batch_id) FROM ledger.batch WHERE job = %s AND epoch = %s", (batch.job, batch.epoch)
            )
            newest = cursor.fetchone()[0]
            if newest is not None and newest > batch.number:
                raise RoadError(
                    f"{batch.job} batch {batch.number} was begun, and {newest} after it: the checkpoint is older than "
                    "the lake; put the right one back, or start with NEW_EPOCH=1 to go on from the run ledger"
                )
            if row is None:
                return None
            cursor.execute(
                """SELECT source_id, partition, from_offset, to_offset, records FROM ledger.range
                   WHERE job = %s AND epoch = %s AND batch_id = %s""",
                _key(batch),
            )
            ranges = tuple((found[0], found[1], found[2], found[3], found[4]) for found in cursor.fetchall())
        return Progress(ranges, row[0] is not None, row[1] is not None, (row[2], row[3]), Rules(row[4], row[5]))

    def open(
        self,
        batch: BatchId,
        policy: Policy,
        accounts: tuple[PartitionAccount, ...],
        anew: bool,
        rules: Rules = Rules(),  # noqa: B008 - a value
    ) -> None:
        """Writes what is about to be taken, before anything else of the batch is written. ``anew``: replaces what an
        earlier attempt wrote; else that stands."""
        contract = policy.contract
        with self._database.transaction() as cursor:
            cursor.execute(
                """INSERT INTO ledger.batch (job, epoch, batch_id, contract, contract_version, policy_version, decided,
                                             waits)
                   VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING""",
                (*_key(batch), contract.name, contract.version, policy.version, *rules),
            )
            if anew:
                for table in ("rejection", "drift", "range"):
                    cursor.execute(
                        f"DELETE FROM ledger.{table} WHERE job = %s AND epoch = %s AND batch_id = %s",  # noqa: S608 - two names
                        _key(batch),
                    )
            _write_accounts(cursor, batch, accounts)

    def judged(self, batch: BatchId, judgement: Judgement) -> None:
        """Writes the fates of bronze rows and the days of gold they change, before silver is written."""
        with self._database.transaction() as cursor:
            for account in judgement.accounts:
                cursor.execute(
                    """UPDATE ledger.range SET accepted = %s, duplicate = %s, conflict = %s, superseded = %s
                        WHERE job = %s AND epoch = %s AND batch_id = %s AND source_id = %s AND partition = %s""",
                    (
                        *(account.fates.get(fate, 0) for fate in Fate),
                        *_key(batch),
                        account.source_id,
                        account.partition,
                    ),
                )
            cursor.execute(
                """UPDATE ledger.batch SET judged_at = now() WHERE job = %s AND epoch = %s AND batch_id = %s
                   RETURNING contract""",
                _key(batch),
            )
            (contract,) = cursor.fetchone()
            _add_work(cursor, contract, batch, judgement.days, judgement.onwards)

    def mark(self, batch: BatchId, sink: str) -> None:
        """Notes that ``sink`` (bronze, silver, quarantine) holds the batch."""
        with self._database.transaction() as cursor:
            cursor.execute(_MARKS[sink], _key(batch))

    def close(self, batch: BatchId) -> None:
        """Notes that every sink holds the batch."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """UPDATE ledger.batch SET closed_at = now()
                   WHERE job = %s AND epoch = %s AND batch_id = %s
                     AND bronze_at IS NOT NULL AND silver_at IS NOT NULL AND quarantine_at IS NOT NULL""",
                _key(batch),
            )

    def gold_work(self, table: str) -> list[Work]:
        with self._database.transaction() as cursor:
            cursor.execute(
                """SELECT day, job, epoch, batch_id, onwards
                   FROM ledger.gold_work JOIN ledger.batch USING (job, epoch, batch_id)
                   WHERE table_name = %s AND silver_at IS NOT NULL""",
                (table,),
            )
            return [Work(row[0], BatchId(row[1], row[2], row[3]), row[4]) for row in cursor.fetchall()]

    def gold_versions(self, table: str) -> dict[dt.date, int]:
        with self._database.transaction() as cursor:
            cursor.execute("SELECT day, silver_version FROM ledger.gold_day WHERE table_name = %s", (table,))
            return dict(cursor.fetchall())

    def gold_done(self, table: str, silver_version: int, days: list[GoldDay], done: list[Work]) -> None:
        with self._database.transaction() as cursor:
            psycopg2.extras.execute_values(
                cursor,
                """INSERT INTO ledger.gold_day (table_name, day, silver_version, cells, cells_withheld) VALUES %s
                   ON CONFLICT (table_name, day) DO UPDATE SET silver_version = excluded.silver_version,
                       cells = excluded.cells, cells_withheld = excluded.cells_withheld, computed_at = now()""",
                [(table, day.day, silver_version, day.cells, day.withheld) for day in days],
            )
            psycopg2.extras.execute_values(
                cursor,
                """DELETE FROM ledger.gold_work USING (VALUES %s) AS done (table_name, day, job, epoch, batch_id)
                   WHERE (gold_work.table_name, gold_work.day, gold_work.job, gold_work.epoch, gold_work.batch_id)
                       = (done.table_name, done.day, done.job, done.epoch, done.batch_id)""",
                [(table, work.day, *_key(work.batch)) for work in done],
                "(%s, %s::date, %s, %s, %s)",
            )

    def epoch(self, job: str) -> Epoch | None:
        """The newest epoch of ``job``."""
        with self._database.transaction() as cursor:
            cursor.execute(
                "SELECT job, epoch, topic, source_id FROM ledger.epoch WHERE job = %s ORDER BY epoch DESC LIMIT 1",
                (job,),
            )
            row = cursor.fetchone()
        return Epoch(*row) if row else None

    def begin_epoch(self, job: str, topic: str, source_id: str) -> Epoch:
        with self._database.transaction() as cursor:
            cursor.execute("UPDATE ledger.epoch SET state = 'closed' WHERE job = %s", (job,))
            cursor.execute(
                """INSERT INTO ledger.epoch (job, epoch, topic, source_id)
                   SELECT %s, coalesce(max(epoch), 0) + 1, %s, %s FROM ledger.epoch WHERE job = %s RETURNING epoch""",
                (job, topic, source_id, job),
            )
            number = int(cursor.fetchone()[0])
        return Epoch(job, number, topic, source_id)

    def has_batches(self, job: str, epoch: int) -> bool:
        """Whether any batch of the epoch was begun."""
        with self._database.transaction() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM ledger.batch WHERE job = %s AND epoch = %s)", (job, epoch))
            return bool(cursor.fetchone()[0])

    def half_done(self, job: str) -> list[tuple[BatchId, tuple[tuple[str, int, int, int, int], ...]]]:
        """Batches of ``job`` that were opened and not closed, with their ranges, oldest first."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """SELECT epoch, batch_id FROM ledger.batch WHERE job = %s AND closed_at IS NULL
                   ORDER BY epoch, batch_id""",
                (job,),
            )
            batches = [BatchId(job, row[0], row[1]) for row in cursor.fetchall()]
        return [(batch, found.ranges) for batch in batches if (found := self.progress(batch)) is not None]

    def taken_until(self, job: str, source_id: str) -> dict[int, int]:
        """The first offset of each partition that no closed batch of ``job`` has taken."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """SELECT partition, max(to_offset) FROM ledger.range JOIN ledger.batch USING (job, epoch, batch_id)
                   WHERE job = %s AND source_id = %s AND closed_at IS NOT NULL GROUP BY partition""",
                (job, source_id),
            )
            return dict(cursor.fetchall())

    def taken(self, job: str) -> tuple[str, dict[int, int]] | None:
        """The source of the newest epoch of ``job``, and :meth:`taken_until` of it."""
        epoch = self.epoch(job)
        return (epoch.source_id, self.taken_until(job, epoch.source_id)) if epoch else None

    def balances(self, job: str) -> list[Balance]:
        """Sums of ``job`` by partition over closed batches, all epochs, slices and sources together.

        ``consumed`` comes from the offsets, the rest from counting rows, so the equations can fail. Readmitted
        positions are not neighbours: there it is counted too.
        """
        with self._database.transaction() as cursor:
            cursor.execute(
                """SELECT %s, partition,
                          sum(CASE WHEN reason IS NULL THEN to_offset - from_offset ELSE records END)::bigint,
                          sum(bronze)::bigint,
                          sum(rejected)::bigint, sum(suppressed)::bigint, sum(coalesce(accepted, 0))::bigint,
                          sum(coalesce(duplicate, 0))::bigint, sum(coalesce(conflict, 0))::bigint,
                          sum(coalesce(superseded, 0))::bigint
                   FROM ledger.range JOIN ledger.batch USING (job, epoch, batch_id)
                   LEFT JOIN ledger.readmission USING (job, batch_id)
                   WHERE split_part(job, '/', 1) = %s AND closed_at IS NOT NULL
                   GROUP BY partition ORDER BY partition""",
                (job, job),
            )
            return [Balance(*row) for row in cursor.fetchall()]

    def turns(self, since: dt.date) -> list[tuple[str, int, int, int, int, int]]:
        """(source_id, partition, from_offset, to_offset, contract_version, turn) of the batches begun on ``since`` or
        after, or the day before; turns count up in the order in which batches were begun."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """SELECT source_id, partition, from_offset, to_offset, contract_version,
                          rank() OVER (ORDER BY opened_at, job, epoch, batch_id)
                   FROM ledger.range JOIN ledger.batch USING (job, epoch, batch_id)
                   WHERE opened_at >= %s::date - 1""",
                (since,),
            )
            return list(cursor.fetchall())

    def under_way(self, contract: str) -> list[tuple[BatchId, Range]]:
        """What batches have taken whose silver is not noted as written, and which somebody will finish."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """SELECT job, epoch, batch_id, range.source_id, partition, from_offset, to_offset
                   FROM ledger.range JOIN ledger.batch USING (job, epoch, batch_id)
                   LEFT JOIN ledger.epoch USING (job, epoch) LEFT JOIN ledger.readmission USING (job, batch_id)
                   WHERE batch.contract = %s AND silver_at IS NULL AND done_at IS NULL
                     AND coalesce(state, '') <> 'closed'""",
                (contract,),
            )
            return [(BatchId(*row[:3]), Range(*row[3:])) for row in cursor.fetchall()]

    def now(self) -> dt.datetime:
        """By the clock that batches are noted by."""
        with self._database.transaction() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            found: dt.datetime = cursor.fetchone()[0]
        return found

    def unfinished(self, before: dt.datetime, but_of: str) -> bool:
        """Whether a batch that was opened ``before`` is not closed, and somebody will carry it again; those of job
        ``but_of`` apart."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """SELECT EXISTS (
                       SELECT FROM ledger.range JOIN ledger.batch USING (job, epoch, batch_id)
                       LEFT JOIN ledger.epoch USING (job, epoch) LEFT JOIN ledger.readmission USING (job, batch_id)
                       WHERE opened_at < %s AND closed_at IS NULL AND done_at IS NULL
                         AND coalesce(state, '') <> 'closed' AND split_part(job, '.', 1) <> %s)""",
                (before, but_of),
            )
            return bool(cursor.fetchone()[0])

    def bronze_expires(self, contract: str, first_kept: dt.date) -> None:
        """Notes that bronze is about to hold nothing that was received before ``first_kept``."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """INSERT INTO ledger.bronze_kept (contract, first_kept) VALUES (%s, %s)
                   ON CONFLICT (contract) DO UPDATE SET noted_at = now(),
                       first_kept = greatest(bronze_kept.first_kept, excluded.first_kept)""",
                (contract, first_kept),
            )

    def bronze_kept(self, contract: str) -> dt.date | None:
        """The day of receipt from which on bronze is whole; None: nothing was ever removed."""
        with self._database.transaction() as cursor:
            cursor.execute("SELECT first_kept FROM ledger.bronze_kept WHERE contract = %s", (contract,))
            row = cursor.fetchone()
        return row[0] if row else None

    def is_empty(self) -> bool:
        """Whether no batch was ever begun."""
        with self._database.transaction() as cursor:
            cursor.execute("SELECT NOT EXISTS (SELECT FROM ledger.batch)")
            return bool(cursor.fetchone()[0])

    def rework_begins(self, work: str, policy: Policy, days: Sequence[dt.date]) -> None:
        """Notes, before ``days`` of silver are changed by ``work`` (replay, erase), that gold will have to be made
        anew."""
        job = _job(work, policy)
        with self._database.transaction() as cursor:
            cursor.execute(
                """INSERT INTO ledger.batch (job, epoch, batch_id, contract, contract_version, policy_version,
                                             bronze_at, judged_at, quarantine_at, decided)
                   SELECT %s, 1, coalesce(max(batch_id) + 1, 0), %s, %s, %s, now(), now(), now(),
                          (SELECT coalesce(max(decision_id), 0) FROM registry.decision)
                   FROM ledger.batch WHERE job = %s RETURNING batch_id""",
                (job, policy.contract.name, policy.contract.version, policy.version, job),
            )
            batch = int(cursor.fetchone()[0])
            _add_work(cursor, policy.contract.name, BatchId(job, 1, batch), days, onwards=False)

    def reworked(self, work: str, policy: Policy) -> None:
        """Notes that silver holds what was begun, that of calls which were cut off included: theirs may be there, and
        gold made again in vain is right too."""
        with self._database.transaction() as cursor:
            cursor.execute(
                "UPDATE ledger.batch SET silver_at = now(), closed_at = now() WHERE job = %s AND closed_at IS NULL",
                (_job(work, policy),),
            )

    def rejections(self) -> list[tuple[str, str, int]]:
        """(contract, reason, records) over all batches, most frequent first; readmissions are not taken off."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """SELECT contract, rejection.reason, sum(records)::bigint FROM ledger.rejection
                   JOIN ledger.batch USING (job, epoch, batch_id) LEFT JOIN ledger.readmission r USING (job, batch_id)
                   WHERE r.reason IS NULL GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"""
            )
            return list(cursor.fetchall())


def _add_work(cursor: Any, contract: str, batch: BatchId, days: Sequence[dt.date], onwards: bool) -> None:
    """Notes which days of which tables of gold the batch changes; of a table that is made as a whole, that it does."""
    psycopg2.extras.execute_values(
        cursor,
        """INSERT INTO ledger.gold_work (table_name, day, job, epoch, batch_id, onwards) VALUES %s
           ON CONFLICT DO NOTHING""",
        [
            (aggregate.table.full_name, day, *_key(batch), onwards)
            for aggregate in made_of(contract)
            for day in (days if aggregate.day else days[:1])
        ],
    )


def _write_accounts(cursor: Any, batch: BatchId, accounts: tuple[PartitionAccount, ...]) -> None:
    psycopg2.extras.execute_values(
        cursor,
        """INSERT INTO ledger.range (job, epoch, batch_id, source_id, partition, from_offset, to_offset,
                                     records, bronze, rejected, suppressed, unknown_fields)
           VALUES %s ON CONFLICT DO NOTHING""",
        [
            (
                *_key(batch), a.source_id, a.partition, a.from_offset, a.to_offset, a.records, a.bronze,
                a.rejected, a.suppressed, a.unknown_fields,
            )
            for a in accounts
        ],
    )  # fmt: skip
    reasons = [
        (*_key(batch), a.source_id, a.partition, reason, count) for a in accounts for reason, count in a.reasons.items()
    ]
    if reasons:
        psycopg2.extras.execute_values(
            cursor,
            """INSERT INTO ledger.rejection (job, epoch, batch_id, source_id, partition, reason, records)
               VALUES %s ON CONFLICT DO NOTHING""",
            reasons,
        )
    drifts = [
        (*_key(batch), a.source_id, a.partition, *drift.split(":"), count)
        for a in accounts
        for drift, count in a.drifts.items()
    ]
    if drifts:
        psycopg2.extras.execute_values(
            cursor,
            """INSERT INTO ledger.drift (job, epoch, batch_id, source_id, partition, field, kind, records)
               VALUES %s ON CONFLICT DO NOTHING""",
            drifts,
        )


def _job(work: str, policy: Policy) -> str:
    return f"{work}.{policy.contract.name}"


def _key(batch: BatchId) -> tuple[str, int, int]:
    return batch.job, batch.epoch, batch.number

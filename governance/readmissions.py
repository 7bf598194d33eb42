"""Readmissions in the control plane: which rejected records are taken through the road again, each time once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from governance.database import Database
from lakehouse.accounts import BatchId
from schemas.outcomes import Reason
from schemas.purposes import Purpose


@dataclass(frozen=True)
class Decided:
    """Decisions numbered above ``after`` and up to ``until``, about ``purpose``; looked at at ``begun_at``."""

    after: int
    until: int
    begun_at: dt.datetime
    purpose: str


@dataclass(frozen=True)
class Readmission:
    """A batch of rejected records: of those with ``reason`` in version ``table_version`` of quarantine one of
    ``parts``. ``decided``: only of persons with such a decision."""

    batch: BatchId
    reason: Reason
    table_version: int
    part: int
    parts: int
    decided: Decided | None = None


def under_way(database: Database) -> bool:
    """Whether one of any contract was begun and is not done: it needs the version of quarantine it is bound to."""
    with database.transaction() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM ledger.readmission WHERE done_at IS NULL)")
        return bool(cursor.fetchone()[0])


class Readmissions:
    """Of one contract. What was begun is finished before another is."""

    def __init__(self, database: Database, contract: str) -> None:
        self._database = database
        self._job = f"readmit.{contract}"
        self._contract = contract

    def unfinished(self) -> list[Readmission]:
        """What was begun and not done, in its order."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """SELECT batch_id, reason, table_version, part, parts, decided_after, decided_until, begun_at, purpose
                   FROM ledger.readmission WHERE job = %s AND done_at IS NULL ORDER BY batch_id""",
                (self._job,),
            )
            rows = cursor.fetchall()
        return [self._read(*row) for row in rows]

    def _read(self, number: int, reason: str, version: int, part: int, parts: int, *decided: Any) -> Readmission:
        only = None if decided[-1] is None else Decided(*decided)
        return Readmission(BatchId(self._job, 1, number), Reason(reason), version, part, parts, only)

    def due(self, purpose: Purpose) -> Decided:
        """Decisions about it that came since the last release, and those that batches closed since did not know yet."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """WITH last AS (SELECT decided, begun_at FROM ledger.released
                                WHERE contract = %(contract)s AND purpose = %(purpose)s)
                   SELECT coalesce(least((SELECT decided FROM last), (
                              SELECT min(batch.decided) FROM ledger.batch LEFT JOIN ledger.epoch USING (job, epoch)
                              LEFT JOIN ledger.readmission USING (job, batch_id)
                              WHERE batch.contract = %(contract)s
                                AND EXISTS (SELECT FROM ledger.range AS taken WHERE taken.job = batch.job
                                            AND taken.epoch = batch.epoch AND taken.batch_id = batch.batch_id)
                                AND (closed_at >= (SELECT begun_at FROM last)
                                     OR closed_at IS NULL AND done_at IS NULL AND coalesce(state, '') <> 'closed'))), 0)
                          * (EXISTS (SELECT FROM last))::int,
                          (SELECT coalesce(max(decision_id), 0) FROM registry.decision), clock_timestamp()""",
                {"contract": self._contract, "purpose": purpose.name},
            )
            after, until, now = cursor.fetchone()
        return Decided(after, until, now, purpose.name)

    def deciders(self, decided: Decided) -> list[bytes]:
        """Whose decisions those are, by ``subject_id``."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """SELECT DISTINCT subject_id FROM registry.decision
                   WHERE purpose = %s AND decision_id > %s AND decision_id <= %s""",
                (decided.purpose, decided.after, decided.until),
            )
            return [bytes(row[0]) for row in cursor.fetchall()]

    def released(self, decided: Decided) -> None:
        """Notes that waiting records were looked through for those decisions."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """INSERT INTO ledger.released (contract, purpose, decided, begun_at) VALUES (%s, %s, %s, %s)
                   ON CONFLICT (contract, purpose)
                   DO UPDATE SET decided = excluded.decided, begun_at = excluded.begun_at""",
                (self._contract, decided.purpose, decided.until, decided.begun_at),
            )

    def give_up(self, after: dt.timedelta) -> None:
        """What was begun longer ago than ``after``: the version of quarantine that it is bound to is gone."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """UPDATE ledger.readmission SET done_at = now()
                   WHERE job = %s AND done_at IS NULL AND begun_at < now() - %s""",
                (self._job, after),
            )

    def begin(
        self, reason: Reason, table_version: int, parts: int, decided: Decided | None = None
    ) -> list[Readmission]:
        only = (decided.after, decided.until, decided.purpose) if decided else (None, None, None)
        with self._database.transaction() as cursor:
            cursor.execute(
                """INSERT INTO ledger.readmission (job, batch_id, reason, table_version, part, parts, decided_after,
                                                   decided_until, purpose)
                   SELECT %s, next + part, %s, %s, part, %s, %s, %s, %s
                   FROM generate_series(0, %s) AS part,
                        (SELECT coalesce(max(batch_id) + 1, 0) AS next FROM ledger.readmission WHERE job = %s) AS n""",
                (self._job, reason, table_version, parts, *only, parts - 1, self._job),
            )
        return self.unfinished()

    def counts(self, readmission: Readmission) -> tuple[int, int, int, int]:
        """Records carried, and of those in bronze, rejected, suppressed."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """SELECT coalesce(sum(records), 0)::bigint, coalesce(sum(bronze), 0)::bigint,
                          coalesce(sum(rejected), 0)::bigint, coalesce(sum(suppressed), 0)::bigint
                   FROM ledger.range WHERE job = %s AND batch_id = %s""",
                (self._job, readmission.batch.number),
            )
            row = cursor.fetchone()
        return row[0], row[1], row[2], row[3]

    def done(self, readmission: Readmission) -> None:
        with self._database.transaction() as cursor:
            cursor.execute(
                "UPDATE ledger.readmission SET done_at = now() WHERE job = %s AND batch_id = %s",
                (self._job, readmission.batch.number),
            )

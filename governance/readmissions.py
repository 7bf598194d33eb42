"""Readmissions in the control plane: which rejected records are taken through the road again, each time once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from governance.database import Database
from lakehouse.accounts import BatchId
from schemas.outcomes import Reason


@dataclass(frozen=True)
class Readmission:
    """A batch of rejected records: of those with ``reason`` in version ``table_version`` of quarantine one of
    ``parts``."""

    batch: BatchId
    reason: Reason
    table_version: int
    part: int
    parts: int


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

    def unfinished(self) -> list[Readmission]:
        """What was begun and not done, in its order."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """SELECT batch_id, reason, table_version, part, parts FROM ledger.readmission
                   WHERE job = %s AND done_at IS NULL ORDER BY batch_id""",
                (self._job,),
            )
            return [Readmission(BatchId(self._job, 1, row[0]), Reason(row[1]), *row[2:]) for row in cursor.fetchall()]

    def give_up(self, after: dt.timedelta) -> None:
        """What was begun longer ago than ``after``: the version of quarantine that it is bound to is gone."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """UPDATE ledger.readmission SET done_at = now()
                   WHERE job = %s AND done_at IS NULL AND begun_at < now() - %s""",
                (self._job, after),
            )

    def begin(self, reason: Reason, table_version: int, parts: int) -> list[Readmission]:
        with self._database.transaction() as cursor:
            cursor.execute(
                """INSERT INTO ledger.readmission (job, batch_id, reason, table_version, part, parts)
                   SELECT %s, next + part, %s, %s, part, %s
                   FROM generate_series(0, %s) AS part,
                        (SELECT coalesce(max(batch_id) + 1, 0) AS next FROM ledger.readmission WHERE job = %s) AS n""",
                (self._job, reason, table_version, parts, parts - 1, self._job),
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

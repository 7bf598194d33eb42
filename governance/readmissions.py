"""Readmissions in the control plane: which rejected records are taken through the road again, each time once."""

from __future__ import annotations

from dataclasses import dataclass

from governance.database import Database
from lakehouse.accounts import BatchId
from schemas.outcomes import Reason


@dataclass(frozen=True)
class Readmission:
    """A batch of rejected records: those with ``reason`` in version ``table_version`` of quarantine."""

    batch: BatchId
    reason: Reason
    table_version: int


class Readmissions:
    """Of one contract. What was begun is finished before another is."""

    def __init__(self, database: Database, contract: str) -> None:
        self._database = database
        self._job = f"readmit.{contract}"

    def unfinished(self) -> Readmission | None:
        with self._database.transaction() as cursor:
            cursor.execute(
                "SELECT batch_id, reason, table_version FROM ledger.readmission WHERE job = %s AND done_at IS NULL",
                (self._job,),
            )
            row = cursor.fetchone()
        return Readmission(BatchId(self._job, 1, row[0]), Reason(row[1]), row[2]) if row else None

    def begin(self, reason: Reason, table_version: int) -> Readmission:
        with self._database.transaction() as cursor:
            cursor.execute(
                """INSERT INTO ledger.readmission (job, batch_id, reason, table_version)
                   SELECT %s, coalesce(max(batch_id) + 1, 0), %s, %s FROM ledger.readmission WHERE job = %s
                   RETURNING batch_id""",
                (self._job, reason, table_version, self._job),
            )
            number = int(cursor.fetchone()[0])
        return Readmission(BatchId(self._job, 1, number), reason, table_version)

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

"""Sources of history in the control plane: how each was cut and dated when it was met first, and what is closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from governance.database import Database


@dataclass(frozen=True)
class Origin:
    """A source as it is known for good. ``exported_at``: received_at of its records."""

    source_id: str
    contract: str
    records: int
    slice_records: int
    exported_at: dt.datetime


class Histories:
    """One thread at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def met(self, origin: Origin) -> Origin:
        """``origin``, or what was noted when its source was met first."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """INSERT INTO ledger.source (source_id, contract, records, slice_records, exported_at)
                   VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING""",
                (origin.source_id, origin.contract, origin.records, origin.slice_records, origin.exported_at),
            )
            cursor.execute(
                """SELECT source_id, contract, records, slice_records, exported_at FROM ledger.source
                   WHERE source_id = %s""",
                (origin.source_id,),
            )
            return Origin(*cursor.fetchone())

    def closed(self, jobs: Sequence[str]) -> set[str]:
        """Those of ``jobs`` whose batches are in every sink."""
        with self._database.transaction() as cursor:
            cursor.execute(
                "SELECT DISTINCT job FROM ledger.batch WHERE job = ANY(%s) AND closed_at IS NOT NULL", (list(jobs),)
            )
            return {row[0] for row in cursor.fetchall()}

    def done(self, source_id: str) -> None:
        with self._database.transaction() as cursor:
            cursor.execute(
                "UPDATE ledger.source SET done_at = coalesce(done_at, now()) WHERE source_id = %s", (source_id,)
            )

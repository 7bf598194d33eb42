"""A control plane filled by hand: batches as the road notes them, without carrying a record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import psycopg2

from governance.database import Database
from governance.ledger import RunLedger
from lakehouse.accounts import BatchId, FateAccount, Judgement, PartitionAccount
from privacy.policies import POLICIES
from schemas.outcomes import Fate
from tests.support.clones import Clone

SINKS = ("bronze", "silver", "quarantine")


@dataclass(frozen=True)
class Taken:
    """What a batch took of one partition. All of it became accepted bronze unless said otherwise."""

    from_offset: int
    to_offset: int
    partition: int = 0
    source_id: str = "kafka:cluster/topic"
    reasons: dict[str, int] = field(default_factory=dict)
    suppressed: int = 0
    duplicate: int = 0
    unknown_fields: int = 0

    @property
    def bronze(self) -> int:
        return self.to_offset - self.from_offset - sum(self.reasons.values()) - self.suppressed

    def account(self) -> PartitionAccount:
        rejected = sum(self.reasons.values())
        records = self.bronze + rejected + self.suppressed
        return PartitionAccount(
            self.source_id, self.partition, self.from_offset, self.to_offset, records, self.bronze, rejected,
            self.suppressed, self.unknown_fields, self.reasons,
        )  # fmt: skip

    def fates(self) -> FateAccount:
        counts = {Fate.ACCEPTED: self.bronze - self.duplicate, Fate.DUPLICATE: self.duplicate}
        return FateAccount(self.source_id, self.partition, counts)


class Books:
    """The ledger of one copy of the database."""

    def __init__(self, clone: Clone) -> None:
        self._clone = clone
        self.database = Database(clone.job)
        self.ledger = RunLedger(self.database)

    def close(self) -> None:
        self.database.close()

    def epoch(self, contract: str, source_id: str) -> None:
        self.ledger.begin_epoch(f"stream.{contract}", contract, source_id)

    def batch(
        self, number: int, *taken: Taken, contract: str = "events", job: str = "", epoch: int = 1, closed: bool = True
    ) -> BatchId:
        """Opens, judges and closes a batch; one that is not ``closed`` stops after its judgement."""
        batch = BatchId(job or f"stream.{contract}", epoch, number)
        self.ledger.open(batch, POLICIES[contract], tuple(each.account() for each in taken), anew=True)
        self.ledger.judged(batch, Judgement(tuple(each.fates() for each in taken), ()))
        if closed:
            for sink in SINKS:
                self.ledger.mark(batch, sink)
            self.ledger.close(batch)
        return batch

    def owner(self, statement: str, *values: object) -> None:
        """Runs ``statement`` as the role that owns the tables."""
        connection = psycopg2.connect(self._clone.owner)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, values)
        finally:
            connection.close()

    def backdate(self, span: dt.timedelta, *batches: BatchId) -> None:
        """Makes batches look ``span`` older than they are."""
        for batch in batches:
            self.owner(
                """UPDATE ledger.batch SET opened_at = opened_at - %s, closed_at = closed_at - %s
                   WHERE job = %s AND epoch = %s AND batch_id = %s""",
                span, span, batch.job, batch.epoch, batch.number,
            )  # fmt: skip

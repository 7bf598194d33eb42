"""Counts of a batch: what became of its positions and of its bronze rows, a partition at a time."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from schemas.outcomes import Fate, Outcome


@dataclass(frozen=True)
class BatchId:
    """``number`` counts up within an epoch of a job; for a stream it is Spark's batch id."""

    job: str
    epoch: int
    number: int

    def app_id(self, table: str) -> str:
        """Transaction app id of this job's appends to ``table``."""
        return f"{self.job}/{self.epoch}/{table}"


@dataclass(frozen=True)
class PartitionAccount:
    """Positions [from_offset, to_offset) of one partition. ``records`` = bronze + rejected + suppressed, always."""

    source_id: str
    partition: int
    from_offset: int
    to_offset: int
    records: int
    bronze: int
    rejected: int
    suppressed: int
    unknown_fields: int
    reasons: dict[str, int] = field(default_factory=dict)
    drifts: dict[str, int] = field(default_factory=dict)
    """by ``field:KIND``: records with what the contract does not declare for the field (``privacy.drift``)"""


@dataclass(frozen=True)
class FateAccount:
    """What became of the bronze rows of one partition."""

    source_id: str
    partition: int
    fates: dict[Fate, int]


@dataclass(frozen=True)
class Judgement:
    """Fates of a batch and the days whose gold they change."""

    accounts: tuple[FateAccount, ...]
    days: tuple[dt.date, ...]
    onwards: bool = False
    """Whether the days after the first are changed too: a person's new region holds from the change on."""

    def total(self, fate: Fate) -> int:
        return sum(account.fates.get(fate, 0) for account in self.accounts)


@dataclass(frozen=True)
class OutcomeCount:
    """One group of the tally over the pass: counts by partition, outcome, reason, drift."""

    source_id: str
    partition: int
    outcome: str
    reason: str | None
    drift: str | None
    records: int
    least: int
    most: int
    unknown_fields: int


def partition_accounts(counts: Iterable[OutcomeCount], passed_again: str) -> tuple[PartitionAccount, ...]:
    """Adds counts up by partition, leaving out those with the outcome ``passed_again`` (they are counted when they
    come back)."""
    groups: dict[tuple[str, int], list[OutcomeCount]] = defaultdict(list)
    for count in counts:
        if count.outcome != passed_again:
            groups[count.source_id, count.partition].append(count)
    return tuple(_account(source_id, partition, group) for (source_id, partition), group in sorted(groups.items()))


def _account(source_id: str, partition: int, group: list[OutcomeCount]) -> PartitionAccount:
    outcomes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    drifts: Counter[str] = Counter()
    for count in group:
        outcomes[count.outcome] += count.records
        if count.reason:
            reasons[count.reason] += count.records
        for drift in count.drift.split(",") if count.drift else ():
            drifts[drift] += count.records
    return PartitionAccount(
        source_id=source_id,
        partition=partition,
        from_offset=min(count.least for count in group),
        to_offset=max(count.most for count in group) + 1,
        records=sum(outcomes.values()),
        bronze=outcomes[Outcome.BRONZE],
        rejected=outcomes[Outcome.REJECTED],
        suppressed=outcomes[Outcome.SUPPRESSED],
        unknown_fields=sum(count.unknown_fields for count in group),
        reasons=dict(reasons),
        drifts=dict(drifts),
    )

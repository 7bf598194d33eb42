"""The limit on rejections: a job that rejects most of what it is sent stops and says why, before a day has passed it by
into quarantine."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass

from lakehouse.road import BatchReport
from schemas.outcomes import WAITS, Reason


@dataclass(frozen=True)
class RejectionPolicy:
    """Of the last ``window`` records of a topic at most ``share`` may be rejected; a share of 0 or 1 is no limit."""

    share: float
    window: int

    @property
    def limits(self) -> bool:
        return 0 < self.share < 1


@dataclass(frozen=True)
class _Batch:
    records: int
    rejected: int
    reasons: dict[str, int]


class RejectionState:
    """What was rejected of the last records of one topic, whole batches at a time. Starts anew with the job."""

    def __init__(self, policy: RejectionPolicy) -> None:
        self._policy = policy
        self._batches: deque[_Batch] = deque()

    def take(self, report: BatchReport) -> None:
        reasons: Counter[str] = Counter()
        for account in report.accounts:
            reasons.update(account.reasons)
        for waits in WAITS:  # nobody's fault
            del reasons[waits]
        self._batches.append(_Batch(report.records, reasons.total(), dict(reasons)))
        while self._records - self._batches[0].records >= self._policy.window:
            self._batches.popleft()

    def exceeded(self, topic: str) -> str | None:
        """A sentence when the limit is exceeded. Fewer records than the window say nothing yet."""
        records, reasons = self._records, self._reasons
        if not self._policy.limits or records < self._policy.window:
            return None
        share = reasons.total() / records
        if share <= self._policy.share:
            return None
        reason, count = reasons.most_common(1)[0]
        return (
            f"{share:.0%} of the last {records:,} records of topic {topic} were rejected, {count:,} of them as "
            f"{reason} ({Reason(reason).remedy}); the limit is {self._policy.share:.0%}: have the sender mended, or "
            "raise rejection_share; the next start goes on behind them"
        )

    @property
    def _records(self) -> int:
        return sum(batch.records for batch in self._batches)

    @property
    def _reasons(self) -> Counter[str]:
        total: Counter[str] = Counter()
        for batch in self._batches:
            total.update(batch.reasons)
        return total

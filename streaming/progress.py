"""What a running stream shows: counts since its start, the last batch, the lag. Counts only."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from lakehouse.road import BatchReport
from schemas.outcomes import Fate

_MOST_REASONS = 3
T = TypeVar("T")


@dataclass
class Flow:
    """Counts of one query."""

    records: int = 0
    bronze: int = 0
    rejected: int = 0
    suppressed: int = 0
    unknown_fields: int = 0
    drifts: Counter[str] = field(default_factory=Counter)
    batches: int = 0
    seconds: float = 0.0
    lag: int = 0
    new_persons: int = 0
    fates: Counter[Fate] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)


class Progress:
    """Shared by the queries, gold and whoever prints. Safe for threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self.flows: dict[str, Flow] = {}
        self.first_batch = threading.Event()
        self.gold_cells = 0
        self.gold_withheld = 0
        self._failures: dict[str, str] = {}
        self._recent: list[tuple[float, int]] = []

    def carried(self, topic: str, report: BatchReport) -> None:
        with self._guard:
            flow = self.flows.setdefault(topic, Flow())
            flow.batches += 1
            flow.seconds = report.elapsed
            flow.new_persons += report.new_persons
            for account in report.accounts:
                flow.records += account.records
                flow.bronze += account.bronze
                flow.rejected += account.rejected
                flow.suppressed += account.suppressed
                flow.unknown_fields += account.unknown_fields
                flow.reasons.update(account.reasons)
                flow.drifts.update(account.drifts)
            for fates in report.judgement.accounts if report.judgement else ():
                flow.fates.update(fates.fates)
            if topic == "events":
                self._recent = [*self._recent[-11:], (time.monotonic(), report.records)]
        self.looked(topic)

    def looked(self, topic: str) -> None:
        """Notes that ``topic`` has been read once, whether or not anything new was in it."""
        if topic == "events":
            self.first_batch.set()

    def lagging(self, topic: str, lag: int) -> None:
        with self._guard:
            self.flows.setdefault(topic, Flow()).lag = lag

    def gold(self, cells: int, withheld: int) -> None:
        with self._guard:
            self.gold_cells, self.gold_withheld = cells, withheld
            self._failures.pop("gold", None)

    def compacted(self, files: int) -> None:
        """What upkeep does is not shown, only what it cannot do."""
        with self._guard:
            self._failures.pop("upkeep", None)

    def failed(self, what: str, words: str) -> None:
        with self._guard:
            self._failures[what] = words

    def waiting(self, service: str, away: bool) -> None:
        """That a service is away is shown by a line of its own."""
        if not away:
            with self._guard:
                self._failures.pop(service, None)

    def line(self) -> str:
        """One line for a person to watch."""
        with self._guard:
            flows = self.flows.values()
            events = self.flows.get("events", Flow())
            fates = _added(flow.fates for flow in flows)
            parts = [
                f"{dt.datetime.now(dt.UTC):%H:%M:%S}Z",
                f"{self._rate():,.0f} events/s",
                f"bronze {sum(flow.bronze for flow in flows):,}",
                f"silver {self._accepted()}",
                f"rejected {sum(flow.rejected for flow in flows):,}{_named(_added(flow.reasons for flow in flows))}",
                f"duplicate {fates[Fate.DUPLICATE]:,} conflict {fates[Fate.CONFLICT]:,}",
                f"lag {sum(flow.lag for flow in flows):,}",
                f"batch {events.seconds:.1f} s",
            ]
            if self.gold_cells or self.gold_withheld:
                parts.append(f"gold {self.gold_cells:,} cells ({self.gold_withheld:,} withheld)")
            if unknown := sum(flow.unknown_fields for flow in flows):
                parts.append(f"ALERT {unknown:,} unknown fields")
            if drifts := _added(flow.drifts for flow in flows):
                parts.append(f"ALERT undeclared in its field{_named(drifts)}")
            parts += [f"ALERT {what}: {words}" for what, words in self._failures.items()]
        return " | ".join(parts)

    def _accepted(self) -> str:
        """Of the topics of the demonstration, and of others once something of theirs has come."""
        names = dict.fromkeys(("events", "users", *self.flows))
        return ", ".join(f"{self.flows.get(name, Flow()).fates[Fate.ACCEPTED]:,} {name}" for name in names)

    def _rate(self) -> float:
        if len(self._recent) < 2:
            return 0.0
        elapsed = self._recent[-1][0] - self._recent[0][0]
        return sum(records for _, records in self._recent[1:]) / elapsed if elapsed else 0.0


def _added(counters: Iterable[Counter[T]]) -> Counter[T]:
    return sum(counters, Counter())


def _named(reasons: Counter[str]) -> str:
    if not reasons:
        return ""
    named = ", ".join(f"{reason} {count:,}" for reason, count in reasons.most_common(_MOST_REASONS))
    more = len(reasons) - _MOST_REASONS
    return f" ({named}{f', {more} more' if more > 0 else ''})"

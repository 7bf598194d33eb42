"""The progress bar of a backfill: records, records a second, time left."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from typing import Never

from tqdm import tqdm

from batch.source import Slice, Source
from lakehouse.road import BatchReport
from schemas.outcomes import Fate

_SECONDS = 1.0
_SECONDS_WITHOUT_TERMINAL = 10.0


class Bar:
    """One bar a source. Counts only. Safe for threads. ``revive`` is called when Postgres does not answer."""

    def __init__(self, revive: Callable[[], None]) -> None:
        self._revive = revive
        self._guard = threading.Lock()
        self._bar: tqdm[Never] | None = None

    def begun(self, source: Source, left: Sequence[Slice]) -> None:
        whole, ahead = sum(part.records for part in source.slices), sum(part.records for part in left)
        every = _SECONDS if sys.stderr.isatty() else _SECONDS_WITHOUT_TERMINAL
        self._bar = tqdm(
            total=whole, initial=whole - ahead, desc=source.contract, unit=" records", unit_scale=True,
            mininterval=every, dynamic_ncols=True, file=sys.stderr,
        )  # fmt: skip

    def carried(self, part: Slice, report: BatchReport) -> None:
        with self._guard:
            if self._bar is not None:
                rejected = sum(account.rejected for account in report.accounts)
                accepted = report.judgement.total(Fate.ACCEPTED) if report.judgement else 0
                self._bar.set_postfix_str(f"last slice {report.elapsed:.1f} s, +{accepted:,} -{rejected:,}", False)
                self._bar.update(part.records)

    def waiting(self, seconds: float) -> None:
        with self._guard:
            words = f"Postgres does not answer, tried again in {seconds:.0f} s"
            if self._bar is not None:
                self._bar.set_postfix_str(words)
            else:
                self.say(words)
        self._revive()

    def say(self, words: str) -> None:
        """Of what comes after the records."""
        print(words, file=sys.stderr, flush=True)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None

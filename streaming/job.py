"""The streaming job: a query for each topic, and gold, from their start to a clean stop."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from streaming.cadence import Cadence
from streaming.ingest import Ingest
from streaming.outages import Outages
from streaming.progress import Progress

_DECISION_SECONDS = 1
_LINE_SECONDS = 1.0
_LINE_SECONDS_IN_A_FILE = 10.0


@dataclass(frozen=True)
class Rhythm:
    """Seconds between batches of a query, of topics with a row for each record and of those with the newest profile of
    each person; and how long to run after the first batch (0: until stopped). Decisions of persons are looked for every
    second: others wait for them."""

    records: int
    profiles: int
    duration: int


class _Checked(Protocol):
    def check(self) -> None:
        """Raises what ends the job."""


class StreamJob:
    """Runs until ``stop`` is set, the duration is over, or something fails that waiting does not mend."""

    def __init__(
        self,
        decisions: Sequence[Ingest],
        records: Sequence[Ingest],
        profiles: Sequence[Ingest],
        gold: Cadence,
        upkeep: Sequence[Cadence],
        progress: Progress,
        outages: Outages,
        rhythm: Rhythm,
    ) -> None:
        self._decisions = tuple(decisions)
        self._records = tuple(records)
        self._profiles = tuple(profiles)
        self._gold = gold
        self._upkeep = tuple(upkeep)
        self._progress = progress
        self._outages = outages
        self._rhythm = rhythm

    def run(self, stop: threading.Event, before_flush: Callable[[], None]) -> None:
        """``before_flush`` is called once, when the job has begun to stop: feeding ends there.

        Whatever fails, the queries end between two batches and gold between two refreshes; then the first failure is
        raised.
        """
        ending = _Ending()
        with ending.noted():
            for ingest in self._decisions:
                ingest.start(_DECISION_SECONDS)
            for ingest in self._profiles:
                ingest.start(self._rhythm.profiles)
            for ingest in self._records:
                ingest.start(self._rhythm.records)
            self._gold.start()
            for cadence in self._upkeep:
                cadence.start()
            print("running; the first batch takes 10 to 30 s (warm-up), Ctrl-C stops cleanly", flush=True)
            self._watch(stop)
        self._outages.end()
        _show(
            "stopping: what has arrived is carried, then gold brought up to date, which takes minutes on a large lake"
        )
        with ending.noted():
            before_flush()
        for cadence in self._upkeep:
            with ending.noted():
                cadence.stop()
        # Profiles first, so that regions are there for gold; decisions last, for the others wait for them.
        for ingest in (*self._profiles, *self._records, *self._decisions):
            with ending.noted():
                ingest.stop() if ending.failed else ingest.flush()
        with ending.noted():
            self._gold.stop()
            self._gold.once()
        _show(self._progress.line())
        if sys.stdout.isatty():
            print()
        ending.raise_first()

    def _watch(self, stop: threading.Event) -> None:
        every = _LINE_SECONDS if sys.stdout.isatty() else _LINE_SECONDS_IN_A_FILE
        next_line = time.monotonic() + every
        ends_at: float | None = None
        waiting = False
        while not stop.wait(0.2):
            self._check()
            if ends_at is None and self._rhythm.duration and self._progress.first_batch.is_set():
                ends_at = time.monotonic() + self._rhythm.duration
            words = self._outages.words
            if time.monotonic() >= next_line or (words is not None) is not waiting:
                waiting = words is not None
                _show(words or self._progress.line())
                next_line = time.monotonic() + every
            if ends_at is not None and time.monotonic() >= ends_at:
                return

    def _check(self) -> None:
        queries: tuple[_Checked, ...] = (*self._decisions, *self._records, *self._profiles)
        for part in (*queries, self._gold, *self._upkeep, self._outages):
            part.check()


class _Ending:
    """What went wrong on the way to the end; the rest of the way is taken all the same."""

    def __init__(self) -> None:
        self._failures: list[Exception] = []

    @property
    def failed(self) -> bool:
        return bool(self._failures)

    @contextmanager
    def noted(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001 - raised again at the end
            self._failures.append(error)

    def raise_first(self) -> None:
        if self._failures:
            raise self._failures[0]


def _show(line: str) -> None:
    if sys.stdout.isatty():
        print(f"\r\x1b[2K{line}", end="", flush=True)
    else:
        print(line, flush=True)

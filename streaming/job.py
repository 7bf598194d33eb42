"""The streaming job: both queries and gold, from their start to a clean stop."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from streaming.cadence import GoldCadence
from streaming.ingest import Ingest, IngestFailed
from streaming.progress import Progress

_LINE_SECONDS = 1.0
_LINE_SECONDS_IN_A_FILE = 10.0


@dataclass(frozen=True)
class Rhythm:
    """Seconds between batches of either query, and how long to run after the first batch (0: until stopped)."""

    events: int
    users: int
    duration: int


class StreamJob:
    """Runs until ``stop`` is set, the duration is over, or a query fails."""

    def __init__(self, events: Ingest, users: Ingest, gold: GoldCadence, progress: Progress, rhythm: Rhythm) -> None:
        self._events = events
        self._users = users
        self._gold = gold
        self._progress = progress
        self._rhythm = rhythm

    def run(self, stop: threading.Event, before_flush: Callable[[], None]) -> None:
        """``before_flush`` is called once, when the job has begun to stop: feeding ends there."""
        self._users.start(self._rhythm.users)
        self._events.start(self._rhythm.events)
        self._gold.start()
        print("running; the first batch takes 10 to 30 s (warm-up), Ctrl-C stops cleanly", flush=True)
        try:
            self._watch(stop)
        except IngestFailed:
            before_flush()
            self._abandon()
            raise
        before_flush()
        self._wind_down()

    def _watch(self, stop: threading.Event) -> None:
        every = _LINE_SECONDS if sys.stdout.isatty() else _LINE_SECONDS_IN_A_FILE
        next_line = time.monotonic() + every
        ends_at: float | None = None
        while not stop.wait(0.2):
            for ingest in (self._events, self._users):
                ingest.check()
            if ends_at is None and self._rhythm.duration and self._progress.first_batch.is_set():
                ends_at = time.monotonic() + self._rhythm.duration
            if time.monotonic() >= next_line:
                _show(self._progress.line())
                next_line = time.monotonic() + every
            if ends_at is not None and time.monotonic() >= ends_at:
                return

    def _abandon(self) -> None:
        """One query has failed: the other one ends cleanly, and the next start goes on from both checkpoints."""
        for ingest in (self._users, self._events):
            with suppress(IngestFailed):
                ingest.stop()
        self._gold.stop()

    def _wind_down(self) -> None:
        """Takes what has arrived, users first so that their regions are there for gold."""
        self._users.flush()
        self._events.flush()
        self._gold.stop()
        self._gold.refresh()
        _show(self._progress.line())
        if sys.stdout.isatty():
            print()


def _show(line: str) -> None:
    if sys.stdout.isatty():
        print(f"\r\x1b[2K{line}", end="", flush=True)
    else:
        print(line, flush=True)

"""What has a cadence of its own, beside the queries and never inside a batch: gold, and upkeep of the tables."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import asdict

from governance.database import DatabaseUnavailable
from governance.expiry import Expiry
from lakehouse.aggregates import AGGREGATES, BY_DAY
from lakehouse.catalog import INGESTED, TABLES
from lakehouse.gold import Gold
from lakehouse.live import LiveCounts
from lakehouse.maintenance import Maintenance
from lakehouse.stopwatch import Stopwatch
from streaming.failures import Cause, StopRequested, cause_of, in_words
from streaming.outages import NoRoom
from streaming.surroundings import Surroundings

_MOST_ATTEMPTS = 12
_PAUSE_SECONDS = 0.5
_CLEANING_SECONDS = 600
_WHOLE_SECONDS = 3600
_PAUSES_OF_UPKEEP, _PAUSES_OF_GOLD = 3, 9
_LONGEST_PAUSE_SECONDS = 900.0
"""Upkeep, which must keep up, takes a quarter of the time at most, gold a tenth; more only if it takes minutes, as gold
of a very large day does."""


class Cadence:
    """Does ``work`` every ``seconds`` in a thread, more rarely when it takes so long that batches would go short: it
    rests ``pauses`` times as long as it took. What fails is told and done again the next time."""

    def __init__(
        self, name: str, work: Callable[[], None], seconds: int, around: Surroundings, pauses: int = _PAUSES_OF_UPKEEP
    ) -> None:
        self._name = name
        self._work = work
        self._seconds = seconds
        self._around = around
        self._pauses = pauses
        self._took = 0.0
        self._stopping = threading.Event()
        self._failure: NoRoom | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def check(self) -> None:
        """Raises NoRoom when the work found a disk full."""
        if self._failure is not None:
            raise self._failure

    @property
    def ending(self) -> bool:
        """Whether it has been told to end."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Ends the cadence after work under way."""
        self._stopping.set()
        if self._thread.ident is not None:  # what failed before may have kept it from being started
            self._thread.join()

    def once(self) -> None:
        """Waits for Postgres where it is away: work that was cut off is done again from its beginning."""
        for _ in range(_MOST_ATTEMPTS):
            try:
                return self._timed()
            except DatabaseUnavailable as error:
                self._around.outages.postgres.suspect()
                try:
                    self._around.outages.postgres.wait()
                except StopRequested:
                    raise error from None
                self._stopping.wait(_PAUSE_SECONDS)
        return self._timed()

    def _pause(self) -> float:
        return max(self._seconds, min(self._pauses * self._took, _LONGEST_PAUSE_SECONDS))

    def _timed(self) -> None:
        """One long work at a time: upkeep beside gold would hold a table's lock for a batch's patience and more."""
        with self._around.turn:
            watch = Stopwatch()
            try:
                self._work()
            finally:
                self._took = watch.elapsed

    def _run(self) -> None:
        self._around.stand_back()
        while not self._stopping.wait(self._pause()) and self._failure is None:
            try:
                self.once()
            except Exception as error:  # noqa: BLE001 - it lags and says so; ingest goes on
                self._around.journal.note(f"{self._name} failed", error=in_words(error))
                self._around.heard.failed(self._name, in_words(error))
                if cause_of(error) is Cause.ROOM:
                    self._failure = NoRoom(self._around.space.told())


def gold_cadence(gold: Gold, live: LiveCounts, seconds: int, around: Surroundings) -> Cadence:
    """Keeps gold up to date: what is made by the day each time, what is made of all of silver every hour and at the
    end."""
    since_whole = Stopwatch()

    def refresh() -> None:
        nonlocal since_whole
        watch = Stopwatch()
        minutes = live.refresh()
        whole = cadence.ending or since_whole.elapsed >= _WHOLE_SECONDS
        days = gold.refresh(AGGREGATES if whole else BY_DAY)
        if whole:
            since_whole = Stopwatch()
        if days:
            cells, withheld = sum(day.cells for day in days), sum(day.withheld for day in days)
            around.heard.gold(cells, withheld)
            tables, seconds = len({day.table for day in days}), round(watch.elapsed, 1)
            around.journal.note("gold", tables=tables, minutes=minutes, cells=cells, withheld=withheld, seconds=seconds)

    cadence = Cadence("gold", refresh, seconds, around, _PAUSES_OF_GOLD)
    return cadence


def upkeep_cadence(maintenance: Maintenance, seconds: int, around: Surroundings) -> Cadence:
    """Keeps the number of small files level."""

    def compact() -> None:
        put_together = maintenance.compact(INGESTED)
        around.heard.compacted(sum(done.before for done in put_together))
        for done in put_together:
            around.journal.note("compacted", **asdict(done))

    return Cadence("upkeep", compact, seconds, around)


def cleaning_cadence(maintenance: Maintenance, expiry: Expiry, around: Surroundings) -> Cadence:
    """Removes what has passed its time: once a day, and for the first time when the start is well over."""
    return Cadence("cleaning", _Cleaning(maintenance, expiry, around), _CLEANING_SECONDS, around)


class _Cleaning:
    def __init__(self, maintenance: Maintenance, expiry: Expiry, around: Surroundings) -> None:
        self._maintenance = maintenance
        self._expiry = expiry
        self._around = around
        self._done: dt.date | None = None

    def __call__(self) -> None:
        now = dt.datetime.now(dt.UTC)
        today = now.date()
        if today == self._done:
            return
        self._expiry.remove(now)
        self._maintenance.vacuum(TABLES)
        self._done = today
        self._around.journal.note("cleaned")

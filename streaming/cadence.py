"""Gold's own cadence: refreshed beside the queries, never inside a batch."""

from __future__ import annotations

import threading

from governance.database import DatabaseUnavailable
from lakehouse.gold import Gold, GoldDay
from streaming.failures import Cause, StopRequested, cause_of, in_words
from streaming.outages import NoRoom
from streaming.surroundings import Surroundings

_MOST_ATTEMPTS = 12
_PAUSE_SECONDS = 0.5


class GoldCadence:
    """Refreshes gold every ``seconds`` in a thread, and once more when told to."""

    def __init__(self, gold: Gold, seconds: int, around: Surroundings) -> None:
        self._gold = gold
        self._seconds = seconds
        self._around = around
        self._stopping = threading.Event()
        self._failure: NoRoom | None = None
        self._thread = threading.Thread(target=self._run, name="gold", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def check(self) -> None:
        """Raises NoRoom when gold found a disk full."""
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """Ends the cadence after a refresh under way."""
        self._stopping.set()
        self._thread.join()

    def refresh(self) -> None:
        """Waits for Postgres where it is away: a refresh that was cut off is done again from its beginning."""
        days = self._patiently()
        if days:
            cells, withheld = sum(day.cells for day in days), sum(day.withheld for day in days)
            self._around.heard.gold(cells, withheld)
            self._around.journal.note("gold", days=len(days), cells=cells, withheld=withheld)

    def _patiently(self) -> list[GoldDay]:
        for _ in range(_MOST_ATTEMPTS):
            try:
                return self._gold.refresh()
            except DatabaseUnavailable as error:
                self._around.outages.postgres.suspect()
                try:
                    self._around.outages.postgres.wait()
                except StopRequested:
                    raise error from None
                self._stopping.wait(_PAUSE_SECONDS)
        return self._gold.refresh()

    def _run(self) -> None:
        while not self._stopping.wait(self._seconds) and self._failure is None:
            try:
                self.refresh()
            except Exception as error:  # noqa: BLE001 - gold lags and says so; ingest goes on
                self._around.journal.note("gold failed", error=in_words(error))
                self._around.heard.failed("gold", in_words(error))
                if cause_of(error) is Cause.ROOM:
                    self._failure = NoRoom(self._around.space.told())

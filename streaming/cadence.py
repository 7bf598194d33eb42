"""Gold's own cadence: refreshed beside the queries, never inside a batch."""

from __future__ import annotations

import threading

from lakehouse.gold import Gold
from streaming.failures import in_words
from streaming.journal import Journal
from streaming.progress import Progress


class GoldCadence:
    """Refreshes gold every ``seconds`` in a thread, and once more when told to."""

    def __init__(self, gold: Gold, seconds: int, progress: Progress, journal: Journal) -> None:
        self._gold = gold
        self._seconds = seconds
        self._progress = progress
        self._journal = journal
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="gold", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends the cadence after a refresh under way."""
        self._stopping.set()
        self._thread.join()

    def refresh(self) -> None:
        days = self._gold.refresh()
        if days:
            cells, withheld = sum(day.cells for day in days), sum(day.withheld for day in days)
            self._progress.gold(cells, withheld)
            self._journal.note("gold", days=len(days), cells=cells, withheld=withheld)

    def _run(self) -> None:
        while not self._stopping.wait(self._seconds):
            try:
                self.refresh()
            except Exception as error:  # noqa: BLE001 - gold lags and says so; ingest goes on
                self._journal.note("gold failed", error=in_words(error))

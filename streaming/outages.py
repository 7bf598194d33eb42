"""Services that are away: whoever needs one waits, one thread brings it back, and a stop ends the waiting."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from streaming.failures import StopRequested, in_words
from streaming.journal import Journal
from streaming.listeners import Listener
from streaming.space import Space

_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 10.0
_POLL_SECONDS = 0.1
_GRACE_SECONDS = 10.0


class ServiceLost(Exception):
    """A service will not come back by waiting; the text says what to do."""


class NotRevived(Exception):
    """A local service could not be started again this time; the text says why, and is fit to be shown."""


class NoRoom(Exception):
    """A disk is full; the text says which, and what to do."""


@dataclass(frozen=True)
class Service:
    """Kafka or Postgres, as the job needs to know it.

    ``revive`` starts a local one again and does nothing for one that settings name; ``answers`` says whether it is
    there. Both may raise ServiceLost, for what waiting does not mend; NotRevived and any other error mean: not yet.
    """

    name: str
    revive: Callable[[], None]
    answers: Callable[[], bool]


class Outage:
    """One service: there, or away since some instant. Safe for threads."""

    def __init__(self, service: Service, space: Space, heard: Listener, journal: Journal) -> None:
        self._service = service
        self._space = space
        self._heard = heard
        self._journal = journal
        self._guard = threading.Lock()
        self._there = threading.Event()
        self._there.set()
        self._since = 0.0
        self._announced = False
        self._ends_at: float | None = None
        self._ending = threading.Event()
        self._verdict: Exception | None = None

    @property
    def name(self) -> str:
        return self._service.name

    @property
    def away(self) -> bool:
        return not self._there.is_set()

    @property
    def words(self) -> str | None:
        """What to show while it is away, once that is certain."""
        return f"waiting for {self.name} ({time.monotonic() - self._since:.0f} s)" if self._announced else None

    def suspect(self) -> None:
        """Called by whoever did not reach it. A thread looks, and brings it back."""
        with self._guard:
            if self.away:
                return
            self._since = time.monotonic()
            self._there.clear()
            threading.Thread(target=self._mend, name=f"mend {self.name}", daemon=True).start()

    def wait(self) -> None:
        """Until it answers. Raises StopRequested when the job is to stop, ServiceLost or NoRoom when it is in vain."""
        while not self._there.wait(_POLL_SECONDS):
            self.check()
            if self._over():
                raise StopRequested

    def check(self) -> None:
        """Raises ServiceLost or NoRoom when waiting is in vain."""
        if self._verdict is not None:
            raise self._verdict

    def end(self) -> None:
        """From now on waiting lasts a few seconds at most: the job is stopping."""
        if self._ends_at is None:
            self._ends_at = time.monotonic() + _GRACE_SECONDS
            self._ending.set()

    def _over(self) -> bool:
        return self._ends_at is not None and time.monotonic() >= self._ends_at

    def _mend(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while not self._over() and self._verdict is None:
            if self._back():
                self._told(away=False)
                self._there.set()
                return
            self._told(away=True)
            self._rest(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    def _rest(self, seconds: float) -> None:
        """For ``seconds``; for a moment only when the job is stopping."""
        if self._ending.wait(seconds):
            self._there.wait(_POLL_SECONDS)  # until the grace is over

    def _back(self) -> bool:
        try:
            if self._service.answers():
                return True
            self._told(away=True)
            self._service.revive()
            if self._service.answers():
                return True
        except ServiceLost as error:
            self._verdict = error
        except Exception as error:  # noqa: BLE001 - whatever it was, it is tried again, and said
            words = str(error) if isinstance(error, NotRevived) else in_words(error)
            self._heard.failed(self.name, words)
            self._journal.note("not revived", service=self.name, error=words)
        if full := self._space.full(self.name.lower()):
            self._verdict = NoRoom(full)
        return False

    def _told(self, away: bool) -> None:
        if away == self._announced:
            return
        self._announced = away
        self._heard.waiting(self.name, away)
        self._journal.note("waiting" if away else "answers again", service=self.name)


@dataclass(frozen=True)
class Outages:
    """Both services."""

    kafka: Outage
    postgres: Outage

    @property
    def words(self) -> str | None:
        """One line about whatever is away; None while both are there."""
        told = [outage.words for outage in (self.kafka, self.postgres) if outage.words]
        return f"{', '.join(told)} ..." if told else None

    def check(self) -> None:
        """Raises ServiceLost or NoRoom when waiting is in vain."""
        for outage in (self.kafka, self.postgres):
            outage.check()

    def end(self) -> None:
        """From now on waiting lasts a few seconds at most: the job is stopping."""
        for outage in (self.kafka, self.postgres):
            outage.end()

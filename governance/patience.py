"""Waiting for Postgres: work that it was lost in the middle of is done again from its beginning."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from governance.database import DatabaseUnavailable

_PAUSES_SECONDS = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 30.0, 30.0)
"""Before each further attempt: about two minutes in all."""

T = TypeVar("T")


@dataclass(frozen=True)
class Patience:
    """``waiting`` hears for how many seconds is waited; ``stop`` ends the waiting."""

    waiting: Callable[[float], None]
    stop: threading.Event

    def until_done(self, work: Callable[[], T]) -> T:
        """What ``work`` returns. Raises DatabaseUnavailable when Postgres stays away or ``stop`` is set."""
        for pause in _PAUSES_SECONDS:
            try:
                return work()
            except DatabaseUnavailable:
                self.waiting(pause)
                if self.stop.wait(pause):
                    raise
        return work()

"""What changes silver beside the road, for the sake of a person: days of gold are noted first, and afterwards no old
version is left to be read."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from governance.ledger import RunLedger
from governance.requests import RequestError
from lakehouse.aggregates import made_of
from lakehouse.catalog import ANONYMOUS, FIGURES, GOLD, PERSONS, SILVER
from lakehouse.gold import GoldDay
from lakehouse.locks import FENCE, Locks
from lakehouse.maintenance import Maintenance
from privacy.policies import POLICIES
from schemas.tables import Table

_READERS = tuple(table.full_name for table in (*GOLD, *ANONYMOUS, *FIGURES))
"""Locks of whoever reads silver to make something else of it."""
NAMING = tuple(table for table, _ in PERSONS)
_HALF_DONE = (
    "a batch that began before is half done, and would bring back what is to go: let the command that began it "
    "(`make stream`, `make backfill`, `make readmit`, `make rectify`) finish it, then call this again, without names"
)
_READMITTING = (
    "no table holds what was to go; but rejected records are being readmitted out of a version that has its bytes: let "
    "`make readmit` end, or run it again, and then this"
)

Days = Mapping[str, Sequence[dt.date]]
"""Of gold, by the source that it is made of."""


class Refreshing(Protocol):
    """Gold, as it is needed here."""

    def refresh(self) -> list[GoldDay]:
        """Makes it again where silver has changed."""


@dataclass(frozen=True)
class Rework:
    """``readmitting``: whether a readmission is under way, which needs an old version of quarantine."""

    ledger: RunLedger
    maintenance: Maintenance
    gold: Refreshing
    locks: Locks
    readmitting: Callable[[], bool]
    patience_seconds: float = 60.0

    @contextmanager
    def quiet(self, but_of: str = "") -> Iterator[None]:
        """Behind the fence: no batch is under way, and none is half done, whose next attempt would bring back what is
        to go; those of job ``but_of`` apart. RequestError after a while."""
        behind_the_fence = partial(self.locks.held, FENCE)
        with self._once(behind_the_fence, lambda: not self.ledger.unfinished(self.ledger.now(), but_of), _HALF_DONE):
            yield

    def days_of(self, user_keys: Sequence[bytes]) -> Days:
        """That change with rows of these persons in silver."""
        return {
            name: self.maintenance.changed_days(table, "user_key", user_keys)
            for name, table in SILVER.items()
            if made_of(name)
        }

    def begins(self, work: str, days: Days) -> None:
        """To be called before silver is changed."""
        for name, changed in days.items():
            if changed:
                self.ledger.rework_begins(work, POLICIES[name], changed)

    def ends(self, work: str) -> None:
        """Silver is changed, by calls that were cut off too."""
        for policy in POLICIES.values():
            self.ledger.reworked(work, policy)

    def purge(self, tables: Sequence[Table] = NAMING) -> None:
        """No file of ``tables`` is left that holds a row which is in no table any more. Waits while records are
        readmitted, as a stream does for a moment at a time: its batch may have to get past the locks that this
        needs."""
        with self._once(self._alone, lambda: not self.readmitting(), _READMITTING):
            self.maintenance.purge(tables)

    def restate(self) -> int:
        """Makes gold again where it has to be; how many days."""
        return len(self.gold.refresh())

    @contextmanager
    def _once(
        self, alone: Callable[[], AbstractContextManager[None]], ready: Callable[[], bool], otherwise: str
    ) -> Iterator[None]:
        """Inside of ``alone``, once it is ``ready`` there; RequestError with ``otherwise`` after a while."""
        until = time.monotonic() + self.patience_seconds
        while True:
            with alone():
                if ready():
                    yield
                    return
            if time.monotonic() > until:
                raise RequestError(otherwise)
            time.sleep(1.0)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody makes anything of silver, and no batch is open. The fence last: gold of a large lake is waited for for
        minutes, and batches go on meanwhile; none of them ever waits for gold."""
        with ExitStack() as until_done:
            for name in (*_READERS, FENCE):
                until_done.enter_context(self.locks.held(name))
            yield

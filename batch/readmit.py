"""Takes rejected records through the road again after a fix, and waiting ones once a decision has come, each exactly
once."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from governance.readmissions import Decided, Readmission, Readmissions
from governance.registry import QUARANTINE_KEPT, Subjects
from lakehouse.locks import FENCE, Locks
from lakehouse.named import rows_of
from lakehouse.reopen import ReopenPlan, reopened
from lakehouse.road import Keys, Road
from lakehouse.writer import Writer
from schemas.envelope import POSITION
from schemas.outcomes import WAITS, Reason
from schemas.purposes import RESTRICTION, Purpose
from schemas.tables import QUARANTINE


class ReadmitError(Exception):
    """Records cannot be readmitted; the text says why and what to do."""


@dataclass(frozen=True)
class Readmitted:
    """Counts of one contract: taken up, of those in bronze now, rejected once more, suppressed, and closed for good
    because their key is gone."""

    contract: str
    reason: Reason
    records: int
    bronze: int
    rejected: int
    suppressed: int
    unreadable: int


def reason_named(text: str) -> Reason:
    """Raises ReadmitError for a reason that does not exist."""
    try:
        return Reason(text)
    except ValueError:
        known = ", ".join(sorted(Reason))
        raise ReadmitError(
            f"REASON={text!r} is no reason for which records are rejected. `make rejected` shows those that there are; "
            f"there can be: {known}"
        ) from None


@dataclass(frozen=True)
class Readmitter:
    """Of one contract. ``keys``: that the lake is bound to now; ``most``: about so many records in a batch. One process
    at a time."""

    contract: str
    road: Road
    readmissions: Readmissions
    subjects: Subjects
    writer: Writer
    keys: Callable[[], Keys]
    locks: Locks
    most: int = 500_000

    def readmit(self, reason: Reason) -> Readmitted | None:
        """All records rejected for ``reason`` until now, in batches; None if there are none. A readmission that was cut
        off is finished instead, whatever its reason: then call again. One whose records have expired meanwhile is
        given up."""
        return self._carried(self._left() or self._begun(reason))

    def release(self, purpose: Purpose) -> Readmitted | None:
        """The waiting records of persons who have decided about ``purpose`` since the last time; None if there are
        none. What was cut off is finished instead."""
        if left := self._left():
            return self._carried(left)
        # Before quarantine is looked at: what comes meanwhile is for the next time.
        due = self.readmissions.due(purpose)
        reason = Reason.RESTRICTED if purpose is RESTRICTION else Reason.AWAITING_CONSENT
        begun = self._begun(reason, due) if self.readmissions.deciders(due) else []
        done = self._carried(begun)
        self.readmissions.released(due)
        return done

    def _left(self) -> list[Readmission]:
        self.readmissions.give_up(QUARANTINE_KEPT)
        return self.readmissions.unfinished()

    def _begun(self, reason: Reason, decided: Decided | None = None) -> list[Readmission]:
        """Nothing, if there is nothing to be carried."""
        version = self.writer.version(QUARANTINE)
        held = self._sealed(reason, version, decided).count()
        parts = math.ceil(held / self.most)
        return self.readmissions.begin(reason, version, parts, decided) if held else []

    def _sealed(self, reason: Reason, version: int, decided: Decided | None) -> DataFrame:
        rows = self.writer.read(QUARANTINE, version)
        of_contract = rows.filter(F.col("contract") == self.contract)
        if decided is None:
            return of_contract.filter(F.col("reason") == str(reason))
        # Whichever of the two it was first: what is rejected once more keeps the reason it had.
        found = of_contract.filter(F.col("reason").isin(*map(str, WAITS)))
        return rows_of(found, "subject_id", self.readmissions.deciders(decided))

    def _carried(self, begun: list[Readmission]) -> Readmitted | None:
        if not begun:
            return None
        with self.locks.shared(FENCE):  # who is erased from now on is wiped from it
            keys = self.keys()
            plan = ReopenPlan(keys.file, keys.fingerprint, self.subjects.snapshot(), self.subjects.days())
            left = self.readmissions.unfinished()  # as they are now: a restore gives decisions other numbers
        if not left:
            return None
        held, *sums = (sum(column) for column in zip(*(self._carry(one, plan) for one in left), strict=True))
        records, bronze, rejected, suppressed = sums
        return Readmitted(
            self.contract, left[0].reason, records, bronze, rejected, suppressed, unreadable=held - records
        )

    def _carry(self, one: Readmission, plan: ReopenPlan) -> tuple[int, ...]:
        """Counts: found in quarantine; carried; of those in bronze, rejected, suppressed."""
        every = self._sealed(one.reason, one.table_version, one.decided)
        # A remainder of a hash: the same records at each attempt, whatever has been rejected or moved since.
        sealed = every.filter(F.pmod(F.xxhash64(*POSITION), F.lit(one.parts)) == one.part)
        held = sealed.count()
        self.road.readmit(reopened(sealed, plan), one.batch)
        self.readmissions.done(one)
        return held, *self.readmissions.counts(one)

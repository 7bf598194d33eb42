"""Takes rejected records through the road again after a fix, each exactly once."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from governance.readmissions import Readmission, Readmissions
from governance.registry import QUARANTINE_KEPT, Subjects
from lakehouse.locks import FENCE, Locks
from lakehouse.reopen import ReopenPlan, reopened
from lakehouse.road import Keys, Road
from lakehouse.writer import Writer
from schemas.envelope import POSITION
from schemas.outcomes import Reason
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


def readmit(
    contract: str,
    reason: Reason,
    road: Road,
    readmissions: Readmissions,
    subjects: Subjects,
    writer: Writer,
    keys: Keys,
    locks: Locks,
    most: int = 500_000,
) -> Readmitted | None:
    """All records of ``contract`` rejected for ``reason`` until now, in batches of about ``most`` records; None if
    there are none. A readmission that was cut off is finished instead, whatever its reason: then call again. One whose
    records have expired meanwhile is given up.
    """
    readmissions.give_up(QUARANTINE_KEPT)
    begun = readmissions.unfinished() or _begun(contract, reason, readmissions, writer, most)
    with locks.shared(FENCE):  # who is erased from now on is wiped from it
        plan = ReopenPlan(keys.file, keys.fingerprint, subjects.snapshot(), subjects.days())
    counts = [_carried(contract, one, road, readmissions, writer, plan) for one in begun]
    if not counts:
        return None
    held, *sums = (sum(column) for column in zip(*counts, strict=True))
    records, bronze, rejected, suppressed = sums
    return Readmitted(contract, begun[0].reason, records, bronze, rejected, suppressed, unreadable=held - records)


def _begun(contract: str, reason: Reason, readmissions: Readmissions, writer: Writer, most: int) -> list[Readmission]:
    """Nothing, if there is nothing to be readmitted."""
    version = writer.version(QUARANTINE)
    held = _sealed(contract, reason, version, writer).count()
    return readmissions.begin(reason, version, math.ceil(held / most)) if held else []


def _sealed(contract: str, reason: Reason, version: int, writer: Writer) -> DataFrame:
    rows = writer.read(QUARANTINE, version)
    return rows.filter((F.col("contract") == contract) & (F.col("reason") == str(reason)))


def _carried(
    contract: str, one: Readmission, road: Road, readmissions: Readmissions, writer: Writer, plan: ReopenPlan
) -> tuple[int, ...]:
    """Counts: found in quarantine; carried; of those in bronze, rejected, suppressed."""
    every = _sealed(contract, one.reason, one.table_version, writer)
    # A remainder of a hash: the same records at each attempt, whatever has been rejected or moved since.
    sealed = every.filter(F.pmod(F.xxhash64(*POSITION), F.lit(one.parts)) == one.part)
    held = sealed.count()
    road.readmit(reopened(sealed, plan), one.batch)
    readmissions.done(one)
    return held, *readmissions.counts(one)

"""Takes rejected records through the road again after a fix, each exactly once."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import functions as F

from governance.readmissions import Readmissions
from governance.registry import Subjects
from lakehouse.reopen import ReopenPlan, reopened
from lakehouse.road import Keys, Road
from lakehouse.writer import Writer
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
) -> Readmitted | None:
    """One batch: all records of ``contract`` rejected for ``reason`` until now; None if there are none. A readmission
    that was cut off is finished instead, whatever its reason: then call again."""
    begun = readmissions.unfinished() or readmissions.begin(reason, writer.version(QUARANTINE))
    sealed = writer.read(QUARANTINE, begun.table_version).filter(
        (F.col("contract") == contract) & (F.col("reason") == str(begun.reason))
    )
    plan = ReopenPlan(keys.file, keys.fingerprint, subjects.snapshot(), subjects.days())
    held = sealed.count()
    if held:
        road.readmit(reopened(sealed, plan), begun.batch)
    readmissions.done(begun)
    if not held:
        return None
    records, bronze, rejected, suppressed = readmissions.counts(begun)
    return Readmitted(contract, begun.reason, records, bronze, rejected, suppressed, unreadable=held - records)

"""Reconciliation: what the run ledger says was written, beside what the tables hold. Pure comparison, no reading."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby, pairwise

from governance.registry import QUARANTINE_KEPT
from governance.report import MoveFacts, RangeFacts
from lakehouse.census import Found, Outside, Stretch

_AGAIN = ("readmit", "replay")
"""Jobs whose names begin so carry positions that another job has taken: their ranges are not compared."""


_WAITED = dt.timedelta(days=7)
"""No topic of this road keeps a record longer for a stream that is away."""


class Difference(StrEnum):
    """What can be wrong. All but the last three are failures."""

    OVERLAP = "overlap"
    GAP = "gap"
    POSITIONS = "positions"
    FATES = "fates"
    BRONZE = "bronze"
    QUARANTINE = "quarantine"
    TWICE = "twice"
    UNKNOWN = "unknown"
    SILVER = "silver"
    IDENTITIES = "identities"
    READMITTED = "readmitted"
    HALF_DONE = "half_done"
    SKIPPED = "skipped"
    FORGOTTEN = "forgotten"

    @property
    def meaning(self) -> str:
        return _MEANINGS[self]

    @property
    def fails(self) -> bool:
        return self not in (Difference.HALF_DONE, Difference.SKIPPED, Difference.FORGOTTEN)


_MEANINGS = {
    Difference.OVERLAP: "two batches of one job took the same positions",
    Difference.GAP: "no batch of the epoch took these positions",
    Difference.POSITIONS: "positions are not bronze + rejected + suppressed",
    Difference.FATES: "bronze rows are not accepted + duplicate + conflict + superseded",
    Difference.BRONZE: "rows in bronze differ from the ledger",
    Difference.QUARANTINE: "rows in quarantine differ from the ledger",
    Difference.TWICE: "positions are in the tables more than once",
    Difference.UNKNOWN: "rows of positions that no batch took",
    Difference.SILVER: "rows in silver differ from what was accepted",
    Difference.IDENTITIES: "identities are in silver more than once",
    Difference.READMITTED: "rows that were readmitted are not in bronze",
    Difference.HALF_DONE: "begun and not finished: the next `make stream`, or `make backfill`, finishes it",
    Difference.SKIPPED: "a new epoch began behind these positions: Kafka had deleted them",
    Difference.FORGOTTEN: "rows are missing, and persons were forgotten since: nobody counted theirs",
}


@dataclass(frozen=True)
class Finding:
    """One difference. ``expected`` and ``found`` are counts; offsets are None where it is about a whole table."""

    difference: Difference
    where: str
    partition: int | None
    from_offset: int | None
    to_offset: int | None
    expected: int
    found: int


Place = tuple[str, int]
"""Source and partition."""


@dataclass(frozen=True)
class Moves:
    """Rows that were moved since their batch was closed: certainly ``least``, at most ``most`` (one is under way)."""

    least: int = 0
    most: int = 0


@dataclass(frozen=True)
class Corrections:
    """Rows that were moved or taken out after their batch was closed, as counted by whoever does that.

    ``readmitted``: from quarantine to bronze; ``suppressed``: out of quarantine by a readmission, to nowhere.
    ``erased_bronze``, ``erased_quarantine``, ``erased_silver`` (by contract): taken out, their persons forgotten, or
    put aside while they are restricted.
    ``forgotten``: how many persons were; where nobody has counted their rows, missing ones are no failure then.
    ``bronze_kept``: the day of receipt before which bronze was emptied, if it ever was.
    """

    readmitted: Mapping[Place, Moves] = field(default_factory=dict)
    suppressed: Mapping[Place, Moves] = field(default_factory=dict)
    erased_bronze: Mapping[Place, Moves] = field(default_factory=dict)
    erased_quarantine: Mapping[Place, Moves] = field(default_factory=dict)
    erased_silver: Mapping[str, int] = field(default_factory=dict)
    forgotten: int = 0
    bronze_kept: dt.date | None = None


def moved(
    before: Iterable[MoveFacts],
    after: Iterable[MoveFacts],
    contract: str,
    forgotten: int,
    bronze_kept: dt.date | None = None,
) -> Corrections:
    """What readmissions of ``contract`` moved: those done ``before`` the tables were read have, and those begun by
    ``after`` may have."""
    certain = [one for one in before if one.done and one.contract == contract]
    possible = [one for one in after if one.contract == contract]
    return Corrections(
        readmitted=_moves(certain, possible, lambda one: one.bronze),
        suppressed=_moves(certain, possible, lambda one: one.suppressed),
        forgotten=forgotten,
        bronze_kept=bronze_kept,
    )


def _moves(
    certain: Iterable[MoveFacts], possible: Iterable[MoveFacts], count: Callable[[MoveFacts], int]
) -> dict[Place, Moves]:
    least, most = Counter[Place](), Counter[Place]()
    for one in certain:
        least[one.source_id, one.partition] += count(one)
    for one in possible:
        most[one.source_id, one.partition] += count(one)
    return {place: Moves(least[place], most[place]) for place in most | least}


def takes(one: RangeFacts) -> bool:
    """Whether the range was the first to take its positions."""
    return not one.job.startswith(_AGAIN)


def stretch(one: RangeFacts) -> Stretch:
    return Stretch(one.source_id, one.partition, one.from_offset, one.to_offset)


def ledger_findings(ranges: Sequence[RangeFacts]) -> Iterator[Finding]:
    """What the ledger itself shows. ``ranges``: by job, partition and place, as the report gives them."""
    for one in ranges:
        yield from _unbalanced(one)
        if not one.closed:
            yield _finding(Difference.HALF_DONE, one, one.to_offset - one.from_offset, 0)
    for _, group in groupby(ranges, key=lambda one: (one.job, one.source_id, one.partition)):
        for before, after in pairwise(group):
            yield from _neighbours(before, after)


def _unbalanced(one: RangeFacts) -> Iterator[Finding]:
    taken, outcomes = one.to_offset - one.from_offset, one.bronze + one.rejected + one.suppressed
    if taken != outcomes:
        yield _finding(Difference.POSITIONS, one, taken, outcomes)
    if one.closed and one.bronze != one.fates:
        yield _finding(Difference.FATES, one, one.bronze, one.fates)


def _neighbours(before: RangeFacts, after: RangeFacts) -> Iterator[Finding]:
    missing = after.from_offset - before.to_offset
    if missing < 0:
        yield _finding(Difference.OVERLAP, after, 0, -missing)
    elif missing > 0:
        difference = Difference.GAP if before.epoch == after.epoch else Difference.SKIPPED
        yield Finding(
            difference, after.job, after.partition, before.to_offset, after.from_offset, expected=missing, found=0
        )


def table_findings(
    ranges: Sequence[RangeFacts], counted: Sequence[Found], today: dt.date, corrections: Corrections
) -> Iterator[Finding]:
    """What bronze and quarantine hold of each range. ``counted``: one for each of ``ranges``.

    What was moved since is known by partition, not by range: a range may differ by as much as is left of it, and all
    of it must be found in the end. A half-done batch may have written anything up to what it counted.
    """
    places: dict[Place, _Place] = {}
    for one, found in zip(ranges, counted, strict=True):
        key = one.source_id, one.partition
        place = places.setdefault(key, _Place.of(key, corrections))
        yield from _compared(one, found, place, today, corrections)
    for (_, partition), place in places.items():
        if missing := place.readmitted.missing:
            difference = Difference.FORGOTTEN if corrections.forgotten else Difference.READMITTED
            yield Finding(difference, "readmit", partition, None, None, missing, found=0)


def _compared(
    one: RangeFacts, found: Found, place: _Place, today: dt.date, corrections: Corrections
) -> Iterator[Finding]:
    forgotten = corrections.forgotten > 0
    moved = place.readmitted.take(found.bronze - one.bronze)
    bronze = one.bronze + moved - place.erased_bronze.take(one.bronze + moved - found.bronze)
    quarantine = one.rejected - moved
    quarantine -= place.suppressed.take(quarantine - found.quarantine)
    quarantine -= place.erased_quarantine.take(quarantine - found.quarantine)
    if _differs(found.bronze, bronze, may_lack=not one.closed or _may_have_expired(one, corrections.bronze_kept)):
        yield _finding(_or_forgotten(Difference.BRONZE, found.bronze, bronze, forgotten), one, bronze, found.bronze)
    may_be_gone = today - one.opened_at.astimezone(dt.UTC).date() > QUARANTINE_KEPT
    unsettled = place.twice.take(max(found.twice, found.quarantine - quarantine))
    if _differs(found.quarantine - unsettled, quarantine, may_lack=not one.closed or may_be_gone or unsettled > 0):
        difference = _or_forgotten(Difference.QUARANTINE, found.quarantine, quarantine, forgotten)
        yield _finding(difference, one, quarantine, found.quarantine)
    if found.twice > unsettled:
        yield _finding(Difference.TWICE, one, 0, found.twice)


def _may_have_expired(one: RangeFacts, bronze_kept: dt.date | None) -> bool:
    """Whether records of the range may have been received before ``bronze_kept``: the ledger knows when they were
    taken. A stream takes what waited for some days, a backfill what was exported any time ago."""
    if bronze_kept is None:
        return False
    return one.job.startswith("backfill") or one.opened_at.astimezone(dt.UTC).date() < bronze_kept + _WAITED


@dataclass
class _Budget:
    """Rows that may still be missing or too many in the ranges of a partition."""

    least: int
    most: int
    used: int = 0

    def take(self, wanted: int) -> int:
        """As much of ``wanted`` as is left; nothing of what is not above 0."""
        taken = max(0, min(wanted, self.most - self.used))
        self.used += taken
        return taken

    @property
    def missing(self) -> int:
        return max(0, self.least - self.used)


@dataclass
class _Place:
    """``twice``: rows of a readmission under way, which stand in bronze already and in quarantine still."""

    readmitted: _Budget
    suppressed: _Budget
    erased_bronze: _Budget
    erased_quarantine: _Budget
    twice: _Budget

    @staticmethod
    def of(place: Place, corrections: Corrections) -> _Place:
        def budget(moves: Mapping[Place, Moves]) -> _Budget:
            of_place = moves.get(place, Moves())
            return _Budget(of_place.least, of_place.most)

        readmitted = budget(corrections.readmitted)
        return _Place(
            readmitted=readmitted,
            suppressed=budget(corrections.suppressed),
            erased_bronze=budget(corrections.erased_bronze),
            erased_quarantine=budget(corrections.erased_quarantine),
            twice=_Budget(0, readmitted.most - readmitted.least),
        )


def _differs(found: int, expected: int, may_lack: bool) -> bool:
    return found > expected if may_lack else found != expected


def _or_forgotten(difference: Difference, found: int, expected: int, forgotten: bool) -> Difference:
    return Difference.FORGOTTEN if forgotten and found < expected else difference


def outside_findings(
    contract: str, outside: Iterable[Outside], ends: Mapping[tuple[str, int], int]
) -> Iterator[Finding]:
    """Rows in no range, unless they lie below the end of a range that was opened since. ``ends``: behind the last
    position that any batch began to take, by source and partition, read afterwards."""
    for one in outside:
        if not (one.above and one.most < ends.get((one.source_id, one.partition), 0)):
            yield Finding(
                Difference.UNKNOWN, contract, one.partition, one.least, one.most + 1, expected=0, found=one.rows
            )


@dataclass(frozen=True)
class Silver:
    """What silver holds of one contract: ``rows``, of which ``identities`` differ; ``accepted``: what the ledger says
    was accepted in the batches whose rows are in it."""

    contract: str
    rows: int
    identities: int
    accepted: int


def silver_findings(silver: Silver, each_is_kept: bool, corrections: Corrections) -> Iterator[Finding]:
    """``each_is_kept``: every accepted record has a row of its own; else one replaces another."""
    expected = silver.accepted - corrections.erased_silver.get(silver.contract, 0)
    name = f"silver.{silver.contract}"
    if each_is_kept and silver.rows != expected:
        difference = _or_forgotten(Difference.SILVER, silver.rows, expected, corrections.forgotten > 0)
        yield Finding(difference, name, None, None, None, expected, silver.rows)
    if silver.rows != silver.identities:
        yield Finding(Difference.IDENTITIES, name, None, None, None, silver.identities, silver.rows)


def _finding(difference: Difference, one: RangeFacts, expected: int, found: int) -> Finding:
    where = f"{one.job} {one.epoch}/{one.number}"
    return Finding(difference, where, one.partition, one.from_offset, one.to_offset, expected, found)

"""Reconciliation without tables: every way in which ledger and tables can differ is found, and no other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from governance.reconciliation import (
    Corrections,
    Difference,
    Finding,
    Moves,
    Silver,
    ledger_findings,
    moved,
    outside_findings,
    silver_findings,
    table_findings,
    takes,
)
from governance.report import MoveFacts, RangeFacts
from lakehouse.census import Found, Outside, Stretch, _counter

pytestmark = pytest.mark.unit

TODAY = dt.date(2026, 3, 10)
OPENED = dt.datetime(2026, 3, 10, 8, 0, tzinfo=dt.UTC)
RANGE = RangeFacts(
    "stream.events", 1, 0, "events", "kafka:c/t", 0, 0, 100, bronze=90, rejected=8, suppressed=2, accepted=85,
    fates=90, opened_at=OPENED, closed=True,
)  # fmt: skip
NEXT = replace(RANGE, number=1, from_offset=100, to_offset=200)
HELD = Found(bronze=90, quarantine=8)


def differences(findings: Iterator[Finding]) -> list[Difference]:
    return [finding.difference for finding in findings]


LEDGERS = {
    "whole": ([RANGE, NEXT], []),
    "a hole": ([RANGE, replace(NEXT, from_offset=110, bronze=80, fates=80)], [Difference.GAP]),
    "a hole where a new epoch began": (
        [RANGE, replace(NEXT, epoch=2, from_offset=110, bronze=80, fates=80)], [Difference.SKIPPED],
    ),
    "the same positions twice": ([RANGE, replace(NEXT, from_offset=90, bronze=100, fates=100)], [Difference.OVERLAP]),
    "another partition": ([RANGE, replace(NEXT, partition=1, from_offset=150, bronze=40, fates=40)], []),
    "another source": ([RANGE, replace(NEXT, source_id="kafka:c/other", from_offset=150, bronze=40, fates=40)], []),
    "another job": ([RANGE, replace(NEXT, job="backfill", from_offset=150, bronze=40, fates=40)], []),
    "an outcome too few": ([replace(RANGE, suppressed=1)], [Difference.POSITIONS]),
    "a fate too few": ([replace(RANGE, fates=89)], [Difference.FATES]),
    "half done": ([RANGE, replace(NEXT, closed=False, accepted=None, fates=0)], [Difference.HALF_DONE]),
}  # fmt: skip


@pytest.mark.parametrize(("ranges", "expected"), LEDGERS.values(), ids=LEDGERS.keys())
def test_a_ledger(ranges: list[RangeFacts], expected: list[Difference]) -> None:
    assert differences(ledger_findings(ranges)) == expected


def test_a_hole_is_told_with_its_place_and_size() -> None:
    (hole,) = ledger_findings([RANGE, replace(NEXT, from_offset=110, bronze=80, fates=80)])
    assert (hole.from_offset, hole.to_offset, hole.expected, hole.found) == (100, 110, 10, 0)


OLD = replace(RANGE, opened_at=OPENED - dt.timedelta(days=9))
OPEN = replace(RANGE, closed=False)
HELDS = {
    "what the ledger says": (RANGE, HELD, []),
    "a row of bronze too few": (RANGE, replace(HELD, bronze=89), [Difference.BRONZE]),
    "a row of bronze too many": (RANGE, replace(HELD, bronze=91), [Difference.BRONZE]),
    "a rejected row too few": (RANGE, replace(HELD, quarantine=7), [Difference.QUARANTINE]),
    "a rejected row too few after its days are over": (OLD, replace(HELD, quarantine=0), []),
    "a rejected row too many after its days are over": (OLD, replace(HELD, quarantine=9), [Difference.QUARANTINE]),
    "a position twice": (RANGE, replace(HELD, twice=1), [Difference.TWICE]),
    "half done, bronze only": (OPEN, replace(HELD, quarantine=0), []),
    "half done, and more than was begun": (OPEN, replace(HELD, bronze=91), [Difference.BRONZE]),
}


@pytest.mark.parametrize(("one", "found", "expected"), HELDS.values(), ids=HELDS.keys())
def test_tables(one: RangeFacts, found: Found, expected: list[Difference]) -> None:
    assert differences(table_findings([one], [found], TODAY, Corrections())) == expected


PLACE = (RANGE.source_id, RANGE.partition)


def corrected(found: Found, **moves: Moves) -> list[Difference]:
    corrections = Corrections(**{name: {PLACE: each} for name, each in moves.items()})
    return differences(table_findings([RANGE], [found], TODAY, corrections))


def test_rows_that_were_readmitted_are_expected_where_they_are_now() -> None:
    five = Moves(5, 5)
    assert corrected(Found(95, 3), readmitted=five) == []
    assert corrected(Found(95, 3)) == [Difference.BRONZE, Difference.QUARANTINE]
    assert corrected(Found(96, 3), readmitted=five) == [Difference.BRONZE]
    assert corrected(Found(95, 2), readmitted=five) == [Difference.QUARANTINE]
    assert corrected(Found(95, 2), readmitted=five, suppressed=Moves(1, 1)) == []
    assert corrected(Found(90, 8), readmitted=five) == [Difference.READMITTED]


def test_a_readmission_under_way_may_have_come_anywhere() -> None:
    under_way = Moves(0, 5)
    assert corrected(Found(90, 8), readmitted=under_way) == []
    assert corrected(Found(95, 8, twice=5), readmitted=under_way) == []
    assert corrected(Found(95, 3), readmitted=under_way) == []
    assert Difference.TWICE in corrected(Found(96, 8, twice=6), readmitted=under_way)


def test_rows_that_were_erased_are_expected_to_be_gone() -> None:
    assert corrected(Found(80, 7), erased_bronze=Moves(10, 10), erased_quarantine=Moves(1, 1)) == []
    assert corrected(Found(79, 7), erased_bronze=Moves(10, 10), erased_quarantine=Moves(1, 1)) == [Difference.BRONZE]


def test_rows_that_are_missing_where_persons_were_forgotten_are_told_and_are_no_failure() -> None:
    corrections = Corrections(forgotten=1)
    assert differences(table_findings([RANGE], [Found(89, 7)], TODAY, corrections)) == [Difference.FORGOTTEN] * 2
    assert differences(table_findings([RANGE], [Found(91, 8)], TODAY, corrections)) == [Difference.BRONZE]


def test_moves_are_certain_when_they_were_done_before_the_tables_were_read() -> None:
    done = MoveFacts("events", *PLACE, done=True, bronze=3, suppressed=1)
    begun = MoveFacts("events", *PLACE, done=False, bronze=2, suppressed=0)
    other = MoveFacts("users", *PLACE, done=True, bronze=9, suppressed=9)
    found = moved([done, other], [done, begun, other], "events", forgotten=0)
    assert (found.readmitted, found.suppressed) == ({PLACE: Moves(3, 5)}, {PLACE: Moves(1, 1)})


@pytest.mark.parametrize(
    ("outside", "expected"),
    [
        (Outside("kafka:c/t", 0, above=True, rows=40, least=100, most=139), []),
        (Outside("kafka:c/t", 0, above=True, rows=140, least=100, most=239), [Difference.UNKNOWN]),
        (Outside("kafka:c/t", 0, above=False, rows=1, least=50, most=50), [Difference.UNKNOWN]),
        (Outside("kafka:c/t", 7, above=True, rows=1, least=0, most=0), [Difference.UNKNOWN]),
    ],
    ids=["of a batch begun since", "beyond every batch", "in a hole", "of a partition nobody took"],
)
def test_rows_that_no_batch_took(outside: Outside, expected: list[Difference]) -> None:
    assert differences(outside_findings("events", [outside], {("kafka:c/t", 0): 200})) == expected


def silver(rows: int, identities: int, kept: bool = True, **erased: int) -> list[Difference]:
    held = Silver("events", rows, identities, accepted=85)
    return differences(silver_findings(held, kept, Corrections(erased_silver=erased)))


def test_silver_has_a_row_for_each_accepted_record_that_was_not_erased() -> None:
    assert silver(85, 85) == []
    assert silver(84, 84) == silver(86, 86) == [Difference.SILVER]
    assert silver(84, 84, events=1) == []


def test_silver_of_profiles_has_fewer_rows_than_were_accepted() -> None:
    assert silver(40, 40, kept=False) == []


def test_an_identity_that_is_in_silver_twice_is_found() -> None:
    assert silver(85, 84) == silver(40, 39, kept=False) == [Difference.IDENTITIES]


def test_what_is_carried_again_takes_nothing() -> None:
    assert takes(RANGE)
    assert not takes(replace(RANGE, job="readmit.events"))
    assert not takes(replace(RANGE, job="replay.events"))


def test_every_difference_has_a_meaning_and_only_three_are_no_failure() -> None:
    assert all(difference.meaning for difference in Difference)
    told = [Difference.HALF_DONE, Difference.SKIPPED, Difference.FORGOTTEN]
    assert [each for each in Difference if not each.fails] == told


# --- the census, as it runs in a worker -------------------------------------------------------------------------------


def batch(source_id: str, partition: int, offsets: range, bronze: int = 1, quarantine: int = 0) -> pa.RecordBatch:
    count = len(offsets)
    return pa.record_batch(
        {
            "source_id": pa.array([source_id] * count),
            "partition": pa.array(np.full(count, partition, np.int32)),
            "offset": pa.array(list(offsets), pa.int64()),
            "bronze": pa.array(np.full(count, bronze, np.int64)),
            "quarantine": pa.array(np.full(count, quarantine, np.int64)),
        }
    )


def test_each_position_is_counted_in_its_stretch() -> None:
    stretches = [Stretch("b", 0, 0, 10), Stretch("a", 1, 100, 200), Stretch("a", 0, 50, 60), Stretch("a", 0, 0, 40)]
    batches = [
        batch("a", 0, range(70)),
        batch("a", 0, range(50, 55), bronze=0, quarantine=2),
        batch("a", 1, range(100)),
        batch("b", 0, range(5, 10)),
        batch("c", 0, range(3)),
    ]
    counted = pa.Table.from_batches(list(_counter(stretches)(iter(batches)))).to_pylist()
    told = {
        (row["stretch"], row["source_id"], row["partition"]): (row["bronze"], row["quarantine"], row["twice"],
                                                               row["least"], row["most"])
        for row in counted
    }  # fmt: skip
    above, between = -1, -2
    assert told == {
        (0, "b", 0): (5, 0, 0, 5, 9),
        (2, "a", 0): (10, 10, 5, 50, 59),
        (3, "a", 0): (40, 0, 0, 0, 39),
        (between, "a", 0): (10, 0, 0, 40, 49),
        (above, "a", 0): (10, 0, 0, 60, 69),
        (between, "a", 1): (100, 0, 0, 0, 99),
        (above, "c", 0): (3, 0, 0, 0, 2),
    }


def test_nothing_is_counted_of_nothing() -> None:
    assert list(_counter([])(iter([]))) == []

"""The disclosure gate, attacked: nobody learns by subtraction what fewer than k persons did."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from privacy.disclosure import STATE, Count, Disclosed, Gate, Mean, Persons, Total
from schemas.constraints import ContractError
from tests.support.extent import long

pytestmark = pytest.mark.spark

KEY = ("cell",)
FIGURES = (
    Count("total", "events"),
    Persons("people"),
    Total("revenue", "revenue", 10),
    Mean("watched", "seconds", "events", 1.0),
)
TOLD_BY = {"total": (0,), "people": (), "revenue": (1,), "watched": (0, 2)}
"""Which of the numbers that a person adds a figure is made of; () is that the person is there."""
GATE = Gate(5, 5)

Parts = dict[tuple[str, int], tuple[int, int, int]]
"""What a person adds to a cell: events, cents, seconds."""

_SCHEMA = pa.schema(
    [
        ("cell", pa.string()),
        ("user_key", pa.binary()),
        ("events", pa.int64()),
        ("revenue", pa.decimal128(18, 2)),
        ("seconds", pa.int64()),
    ]
)
_PUBLISHED = (
    "cell STRING, total BIGINT, people BIGINT, revenue DECIMAL(18,2), watched DOUBLE, state MAP<TINYINT,BIGINT>"
)


class Bench:
    """Frames of parts, by way of files."""

    def __init__(self, spark: SparkSession, folder: Path) -> None:
        self.spark = spark
        self._folder = folder
        self._made = 0

    def parts(self, parts: Parts) -> DataFrame:
        rows = [
            {"cell": c, "user_key": p.to_bytes(16), "events": e, "revenue": Decimal(cents) / 100, "seconds": s}
            for (c, p), (e, cents, s) in parts.items()
        ]
        self._made += 1
        path = str(self._folder / f"{self._made}.parquet")
        pq.write_table(pa.Table.from_pylist(rows, _SCHEMA), path)
        return self.spark.read.parquet(path)

    def kept(self, disclosed: Disclosed) -> DataFrame:
        """As published: written and read again."""
        self._made += 1
        path = str(self._folder / f"{self._made}.parquet")
        disclosed.cells.write.parquet(path)
        return self.spark.read.parquet(path)

    def nothing(self) -> DataFrame:
        return self.spark.createDataFrame([], _PUBLISHED)


@pytest.fixture
def bench(spark: SparkSession, tmp_path: Path) -> Bench:
    return Bench(spark, tmp_path)


def shown(bench: Bench, parts: Parts, gate: Gate = GATE, before: DataFrame | None = None) -> DataFrame:
    fresh = gate.cells(bench.parts(parts), KEY, FIGURES)
    return bench.kept(gate.renewed(fresh, bench.nothing() if before is None else before, KEY, FIGURES))


def rows(frame: DataFrame) -> dict[str, dict[str, Any]]:
    return {row["cell"]: row for row in frame.toArrow().to_pylist()}


def alike(cell: str, persons: int, each: tuple[int, int, int] = (2, 500, 30)) -> Parts:
    return {(cell, person): each for person in range(persons)}


# --- one release ----------------------------------------------------------------------------------------------------


def test_cells_of_fewer_than_k_persons_are_left_out(bench: Bench) -> None:
    assert rows(shown(bench, alike("four", 4) | alike("five", 5))).keys() == {"five"}


def test_numbers_are_rounded_up_or_down_and_right_on_average(bench: Bench) -> None:
    many: Parts = {}
    for cell in range(200):
        for person in range(7):
            many[f"c{cell}", cell * 100 + person] = (1, 450, 10)
    found = rows(shown(bench, many)).values()
    assert {row["people"] for row in found} == {5, 10}
    assert {row["revenue"] for row in found} == {Decimal(30), Decimal(40)}  # 31.50, nobody more than 10
    assert sum(row["people"] for row in found) / 200 == pytest.approx(7, abs=0.6)
    assert {row["watched"] for row in found} == {10.0}


def test_the_same_persons_are_counted_alike_wherever_they_are_counted(bench: Bench) -> None:
    """Else who sees a count often enough averages its noise away."""
    found = rows(shown(bench, alike("here", 7) | alike("there", 7, (3, 0, 1))))
    assert found["here"]["people"] == found["there"]["people"]


def test_a_sum_that_one_person_makes_is_left_out(bench: Bench) -> None:
    parts = alike("cell", 9) | {("cell", 9): (500, 500, 30)}
    (row,) = rows(shown(bench, parts)).values()
    assert row["total"] is None
    assert row["revenue"] is not None
    assert rows(shown(bench, alike("cell", 10)))["cell"]["total"] == 20


def test_who_adds_nothing_hides_nobody(bench: Bench) -> None:
    parts = alike("cell", 20, (1, 0, 0)) | {("cell", person): (1, 1000, 9) for person in range(4)}
    (row,) = rows(shown(bench, parts)).values()
    assert row["people"] == 20
    assert row["revenue"] is None
    assert row["watched"] is None


@pytest.mark.parametrize("numbers", [(1, 1, 50), (33, 5, 50), (5, 6, 50), (5, 0, 50), (5, 5, 0), (5, 5, 101)])
def test_a_gate_that_lets_all_pass_is_refused(numbers: tuple[int, int, int]) -> None:
    with pytest.raises(ContractError):
        Gate(*numbers)


# --- release after release ------------------------------------------------------------------------------------------


def test_a_cell_waits_until_k_persons_have_changed(bench: Bench) -> None:
    first = shown(bench, alike("cell", 40))
    few = alike("cell", 44)
    second = shown(bench, few, before=first)
    assert rows(second) == rows(first)
    third = shown(bench, few | {("cell", person): (4, 900, 30) for person in range(12)}, before=second)
    assert rows(third)["cell"]["total"] in (110, 115)
    assert rows(third)["cell"][STATE] != rows(first)["cell"][STATE]


def test_a_figure_waits_though_others_are_replaced(bench: Bench) -> None:
    """Else revenue would tell of one buyer whenever enough others have only looked."""
    first = shown(bench, alike("cell", 40))
    looked = {("cell", person): (3, 500, 30) for person in range(40)}
    second = shown(bench, looked | {("cell", 0): (3, 2400, 30)}, before=first)
    assert rows(second)["cell"]["total"] == 120
    assert rows(second)["cell"]["revenue"] == rows(first)["cell"]["revenue"]
    third = shown(bench, looked | {("cell", person): (3, 2400, 30) for person in range(20)}, before=second)
    assert rows(third)["cell"]["revenue"] in (550, 600)  # 580, in steps of 50
    assert rows(third)["cell"]["total"] == 120


def test_a_cell_of_other_figures_is_not_compared(bench: Bench) -> None:
    """Such as an earlier program has left."""
    first = shown(bench, alike("cell", 40))
    other = first.withColumn(STATE, F.map_filter(STATE, lambda bucket, _: bucket >= 0))
    assert rows(shown(bench, alike("cell", 41), before=bench.kept(Disclosed(other))))["cell"]["people"] in (40, 45)
    assert rows(shown(bench, alike("cell", 4), before=bench.kept(Disclosed(other)))) == {}


def test_the_bytes_of_a_person_in_two_cells_have_nothing_in_common(bench: Bench) -> None:
    found = rows(shown(bench, alike("here", 60) | alike("there", 60)))
    here, there = (dict(found[cell][STATE]) for cell in ("here", "there"))
    assert here.keys() == there.keys()
    assert sum(here[bucket] == there[bucket] for bucket in here if bucket >= 0) == 0


def test_a_person_who_leaves_a_cell_cannot_be_seen_leaving(bench: Bench) -> None:
    first = shown(bench, alike("cell", 5))
    assert rows(shown(bench, alike("cell", 4), before=first)) == rows(first)
    assert rows(shown(bench, {}, before=shown(bench, alike("cell", 30)))) == {}


def _lives(draw: random.Random, parts: Parts, few: bool) -> Parts:
    """The next version: some persons come, go, move or do more; few of them, or many."""
    after = dict(parts)
    for _ in range(draw.randint(1, 3) if few else draw.randint(10, 40)):
        person, cell = draw.randrange(80), f"c{draw.randrange(4)}"
        if draw.random() < 0.3:
            after.pop((cell, person), None)
        else:
            after[cell, person] = (draw.randint(1, 9), draw.randrange(5000), draw.randrange(60))
    return after


def _attacked(bench: Bench, gate: Gate, renew: Callable[..., Disclosed], seed: int) -> list[int]:
    """Publishes version after version; of every two numbers that a figure of a cell has had, neighbours and others, how
    many persons are behind what lies between them."""
    draw, truth = random.Random(seed), [_lives(random.Random(seed), {}, few=False)]
    for number in range(7):
        truth.append(_lives(draw, truth[-1], few=number % 3 > 0))
    before, behind = bench.nothing(), []
    had: dict[tuple[str, str], dict[Any, int]] = {}
    """of a figure of a cell: what tells its number from another, and the version that it was of"""
    for number, parts in enumerate(truth):
        fresh = gate.cells(bench.parts(parts), KEY, FIGURES)
        before = bench.kept(renew(fresh, before, KEY, FIGURES))
        for cell, row in rows(before).items():
            for at, figure in enumerate(TOLD_BY):
                versions = had.setdefault((cell, figure), {})
                print_ = (_bytes_of(row[STATE], at), row[figure])
                if print_ not in versions:
                    earlier = [_changed(figure, cell, truth[version], parts) for version in versions.values()]
                    behind += earlier
                    versions[print_] = number
    return behind


def _bytes_of(state: list[tuple[int, int]], figure: int) -> tuple[tuple[int, int], ...]:
    """Of the members (0) and the parts of the three other figures, in the order of FIGURES without repetition."""
    place = {0: 1, 1: 0, 2: 2, 3: 3}[figure]
    return tuple((bucket, value >> 8 * place & 255) for bucket, value in sorted(state) if bucket >= 0)


def _changed(figure: str, cell: str, earlier: Parts, later: Parts) -> int:
    """Persons who add something else to the figure."""

    def adds(parts: Parts, person: int) -> Any:
        numbers = parts.get((cell, person))
        if numbers is None:
            return None
        told = tuple(numbers[at] for at in TOLD_BY[figure])
        return told if any(told) or not told else None

    persons = {person for c, person in earlier.keys() | later.keys() if c == cell}
    return sum(adds(earlier, person) != adds(later, person) for person in persons)


@pytest.mark.parametrize("seed", [1, *long(2)])
def test_whoever_subtracts_two_versions_sees_at_least_k_persons(bench: Bench, seed: int) -> None:
    behind = _attacked(bench, GATE, GATE.renewed, seed)
    assert len(behind) > 5
    assert min(behind) >= GATE.k


def test_the_attack_finds_a_gate_that_does_not_wait(bench: Bench) -> None:
    """The control: without the rule the same attacker sees single persons."""

    def at_once(fresh: DataFrame, _before: DataFrame, key: tuple[str, ...], _figures: Any) -> Disclosed:
        return Disclosed(fresh.filter(F.col("persons") >= GATE.k).select(*key, *TOLD_BY, STATE))

    assert min(_attacked(bench, GATE, at_once, 1)) < GATE.k

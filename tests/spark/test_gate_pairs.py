"""Two published tables of the same events, attacked together: neither tells what the other has left out."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from privacy import disclosure
from privacy.disclosure import Count, Gate, Persons, Total
from tests.support.attacker import Fine, Seen, bounds
from tests.support.extent import long

pytestmark = pytest.mark.spark

K = 5
REGIONS, DEVICES, PRODUCTS = ("North", "South"), ("desktop", "mobile"), tuple(f"P{n}" for n in range(12))
FINE = [(r, d, p) for r in REGIONS for d in DEVICES for p in PRODUCTS]
SMALL = ("South", "mobile")
"""The cell of daily metrics that too few persons are in."""

Bought = Counter[tuple[int, Fine]]
"""Purchases by person and finest cell."""

FIGURES = (Count("purchases", "purchases"), Total("revenue", "revenue", 10), Persons("people"))


@dataclass(frozen=True)
class Attacked:
    """What the two tables leave possible for the sum over the persons of SMALL, and what it is."""

    least: float
    most: float
    truth: float


def bought(seed: int, each: int = 1) -> Bought:
    """Many persons everywhere but in SMALL, where three bought a few things, ``each`` so many times; others a tenth of
    that."""
    draw, found = random.Random(seed), Bought()
    for person in range(200):
        place = (draw.choice(REGIONS), draw.choice(DEVICES))
        if place != SMALL:
            for _ in range(draw.randint(2, 12)):
                found[person, (*place, draw.choice(PRODUCTS))] += max(each // 10, 1)
    for person in range(900, 903):
        for _ in range(draw.randint(1, 3)):
            found[person, (*SMALL, draw.choice(PRODUCTS))] += each
    return found


def price(product: str) -> int:
    return 40 + 35 * PRODUCTS.index(product)


def frame(spark: SparkSession, path: Path, found: Bought) -> DataFrame:
    rows = [
        {
            "user_key": person.to_bytes(16), "region": r, "device_type": d, "product_id": p,
            "purchases": n, "revenue": Decimal(n * price(p)),
        }
        for (person, (r, d, p)), n in found.items()
    ]  # fmt: skip
    pq.write_table(pa.Table.from_pylist(rows), path)
    return spark.read.parquet(str(path))


def shown(gate: Gate, parts: DataFrame, figure: str, *key: str) -> tuple[dict[Any, float], dict[Any, int]]:
    """The published numbers, and to what multiples they are rounded: he may have guessed that."""
    by_person = parts.groupBy(*key, "user_key").agg(*(F.sum(name).alias(name) for name in ("purchases", "revenue")))
    cells = gate.passing(gate.cells(by_person, key, FIGURES)).cells.toArrow().to_pylist()
    largest = by_person.groupBy(*key).agg(F.max(figure).alias("most")).toArrow().to_pylist()
    least = gate.rounding if figure == "purchases" else 10
    steps = {tuple(row[name] for name in key): disclosure_step(row["most"], least) for row in largest}
    numbers = {tuple(row[name] for name in key): float(row[figure]) for row in cells if row[figure] is not None}
    return numbers, steps


def disclosure_step(most: Decimal | int, least: int) -> int:
    if least == 1:
        return 0  # exact
    return next(
        step * power for power in (1, 10, 100, 1000, 10_000) for step in (1, 2, 5) if step * power >= max(most, least)
    )


def attacked(
    spark: SparkSession, path: Path, gate: Gate, seed: int, figure: str, fixed: int = 0, each: int = 1
) -> Attacked:
    """The sum of ``figure`` over SMALL, from what is published by place and what by product. ``fixed``: the step of all
    cells, where there is one."""
    found = bought(seed, each)
    parts = frame(spark, path / f"{seed}-{gate.rounding}.parquet", found)
    by_place, steps_of_place = shown(gate, parts, figure, "region", "device_type")
    by_product, steps_of_product = shown(gate, parts, figure, "product_id")
    assert SMALL not in by_place
    assert len(by_place) == 3
    assert len(by_product) == len(PRODUCTS)

    def noise(steps: dict[Any, int]) -> Callable[[Hashable], float]:
        return lambda cell: fixed or steps[cell]

    tables = (
        Seen(lambda cell: (cell[0], cell[1]), by_place, noise(steps_of_place)),
        Seen(lambda cell: (cell[2],), by_product, noise(steps_of_product)),
    )
    worth = {"purchases": lambda _: 1, "revenue": price}[figure]
    truth = sum(n * worth(cell[2]) for (_, cell), n in found.items() if (cell[0], cell[1]) == SMALL)
    return Attacked(*bounds(FINE, tables, lambda cell: (cell[0], cell[1]) == SMALL), truth)


@pytest.mark.parametrize("seed", [1, *long(2, 3)])
def test_what_one_table_leaves_out_is_not_told_by_another(spark: SparkSession, tmp_path: Path, seed: int) -> None:
    found = attacked(spark, tmp_path, Gate(K, 5), seed, "purchases")
    assert found.least <= found.truth <= found.most
    assert found.least < K, "it may have been nobody, or fewer than k purchases"
    assert found.most - found.least >= 2 * K


@pytest.mark.parametrize("seed", [1, *long(2, 3)])
def test_nor_are_persons_who_buy_very_much(spark: SparkSession, tmp_path: Path, seed: int) -> None:
    found = attacked(spark, tmp_path, Gate(K, 5), seed, "purchases", each=150)
    assert found.least == 0
    assert found.truth <= found.most
    assert found.most >= 2 * found.truth


@pytest.mark.parametrize("seed", [1, *long(2, 3)])
def test_the_attack_finds_a_gate_that_rounds_all_counts_alike(
    spark: SparkSession, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disclosure, "_step", lambda _most, least: F.lit(least))
    found = attacked(spark, tmp_path, Gate(K, 5), seed, "purchases", fixed=5, each=150)
    assert 0 < found.least <= found.truth <= found.most
    assert found.most < 2 * found.truth


@pytest.mark.parametrize("seed", [1, *long(2, 3)])
def test_the_attack_finds_a_gate_that_does_not_round(spark: SparkSession, tmp_path: Path, seed: int) -> None:
    """The control: with exact numbers the same attacker knows what three persons bought."""
    found = attacked(spark, tmp_path, Gate(K, 1), seed, "purchases")
    assert found.least == pytest.approx(found.truth)
    assert found.most == pytest.approx(found.truth)


@pytest.mark.parametrize("seed", [1, *long(2, 3)])
def test_revenue_that_one_table_leaves_out_is_not_told_by_another(
    spark: SparkSession, tmp_path: Path, seed: int
) -> None:
    found = attacked(spark, tmp_path, Gate(K, 5), seed, "revenue")
    assert found.least == 0, "it may have been nothing"
    assert found.truth <= found.most
    assert found.most >= 2 * found.truth, "or twice as much"


@pytest.mark.parametrize("seed", [1, *long(2, 3)])
def test_the_attack_finds_a_gate_that_rounds_all_revenue_alike(
    spark: SparkSession, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: to multiples of 10, whatever persons spend, three persons' money is known."""
    monkeypatch.setattr(disclosure, "_step", lambda _most, least: F.lit(least))
    found = attacked(spark, tmp_path, Gate(K, 5), seed, "revenue", fixed=10)
    assert 0 < found.least <= found.truth <= found.most
    assert found.most < 2 * found.truth

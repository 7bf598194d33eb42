"""Two published tables of the same events, attacked together: neither tells what the other has left out."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from privacy.disclosure import Count, Gate, Persons
from tests.support.attacker import Fine, Seen, bounds

pytestmark = pytest.mark.spark

K = 5
REGIONS, DEVICES, PRODUCTS = ("North", "South"), ("desktop", "mobile"), tuple(f"P{n}" for n in range(12))
FINE = [(r, d, p) for r in REGIONS for d in DEVICES for p in PRODUCTS]
SMALL = ("South", "mobile")
"""The cell of daily metrics that too few persons are in."""

Bought = Counter[tuple[int, Fine]]
"""Purchases by person and finest cell."""


def bought(seed: int) -> Bought:
    """Many persons everywhere but in SMALL, where three bought a few things."""
    draw, found = random.Random(seed), Bought()
    for person in range(200):
        place = (draw.choice(REGIONS), draw.choice(DEVICES))
        if place != SMALL:
            for _ in range(draw.randint(2, 12)):
                found[person, (*place, draw.choice(PRODUCTS))] += 1
    for person in range(900, 903):
        for _ in range(draw.randint(1, 3)):
            found[person, (*SMALL, draw.choice(PRODUCTS))] += 1
    return found


def frame(spark: SparkSession, path: Path, found: Bought) -> DataFrame:
    rows = [
        {"user_key": person.to_bytes(16), "region": r, "device_type": d, "product_id": p, "purchases": n}
        for (person, (r, d, p)), n in found.items()
    ]
    pq.write_table(pa.Table.from_pylist(rows), path)
    return spark.read.parquet(str(path))


def shown(gate: Gate, parts: DataFrame, *key: str) -> dict[Any, int]:
    by_person = parts.groupBy(*key, "user_key").agg(F.sum("purchases").alias("purchases"))
    cells = gate.passing(gate.cells(by_person, key, (Count("purchases", "purchases"), Persons("people")))).cells
    rows = cells.toArrow().to_pylist()
    return {tuple(row[name] for name in key): row["purchases"] for row in rows if row["purchases"] is not None}


def attacked(spark: SparkSession, path: Path, gate: Gate, seed: int) -> tuple[float, float, int]:
    """Bounds of what the persons of SMALL bought, from purchases by place and purchases by product; and the truth."""
    found = bought(seed)
    parts = frame(spark, path / f"{seed}-{gate.rounding}.parquet", found)
    by_place, by_product = shown(gate, parts, "region", "device_type"), shown(gate, parts, "product_id")
    assert SMALL not in by_place
    assert len(by_place) == 3
    assert len(by_product) == len(PRODUCTS)
    tables = (
        Seen(lambda cell: (cell[0], cell[1]), by_place, gate.rounding),
        Seen(lambda cell: (cell[2],), by_product, gate.rounding),
    )
    truth = sum(n for (_, cell), n in found.items() if (cell[0], cell[1]) == SMALL)
    return *bounds(FINE, tables, lambda cell: (cell[0], cell[1]) == SMALL), truth


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_one_table_leaves_out_is_not_told_by_another(spark: SparkSession, tmp_path: Path, seed: int) -> None:
    least, most, truth = attacked(spark, tmp_path, Gate(K, 5), seed)
    assert least <= truth <= most
    assert least < K, "it may have been nobody, or fewer than k purchases"
    assert most - least >= 2 * K


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_attack_finds_a_gate_that_does_not_round(spark: SparkSession, tmp_path: Path, seed: int) -> None:
    """The control: with exact numbers the same attacker knows what three persons bought."""
    least, most, truth = attacked(spark, tmp_path, Gate(K, 1), seed)
    assert least == pytest.approx(truth)
    assert most == pytest.approx(truth)

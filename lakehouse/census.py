"""The census: how many rows the tables hold of which positions. Reads positions only, and writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from schemas.envelope import POSITION

_ABOVE, _BETWEEN = -1, -2
_KEY = ("stretch", "source_id", "partition")
_COUNTS = ("bronze", "quarantine", "twice")
_SCHEMA = pa.schema(
    [
        *(pa.field(name, pa.int64()) for name in ("stretch", *_COUNTS, "least", "most")),
        pa.field("source_id", pa.string()),
        pa.field("partition", pa.int32()),
    ]
)
_DDL = (
    "stretch bigint, bronze bigint, quarantine bigint, twice bigint, least bigint, most bigint, "
    "source_id string, partition int"
)


@dataclass(frozen=True)
class Stretch:
    """Positions [from_offset, to_offset) of one partition, to count the rows of."""

    source_id: str
    partition: int
    from_offset: int
    to_offset: int


@dataclass(frozen=True)
class Found:
    """Rows of one stretch. ``twice``: positions that are there more than once, in one table or in both."""

    bronze: int = 0
    quarantine: int = 0
    twice: int = 0


@dataclass(frozen=True)
class Outside:
    """Rows of a partition in no stretch. ``above``: behind its last one; else between two, or before the first."""

    source_id: str
    partition: int
    above: bool
    rows: int
    least: int
    most: int


@dataclass(frozen=True)
class Census:
    """``found``: one for each stretch, in their order."""

    found: tuple[Found, ...]
    outside: tuple[Outside, ...]


def positions(bronze: DataFrame, quarantine: DataFrame) -> DataFrame:
    """Each position once, with its rows in both tables: source_id, partition, offset, bronze, quarantine."""
    one, none = F.lit(1).cast("bigint"), F.lit(0).cast("bigint")
    kept = bronze.select(*POSITION, one.alias("bronze"), none.alias("quarantine"))
    rejected = quarantine.select(*POSITION, none.alias("bronze"), one.alias("quarantine"))
    both = kept.unionByName(rejected)
    return both.groupBy(*POSITION).agg(F.sum("bronze").alias("bronze"), F.sum("quarantine").alias("quarantine"))


def census(rows: DataFrame, stretches: Sequence[Stretch]) -> Census:
    """Counts ``rows`` (see :func:`positions`) by stretch. ``stretches`` of one partition do not overlap.

    A join by range compares every row with every stretch; here each row finds its own by bisection, 1.5 M a second.
    """
    counted = (
        rows.mapInArrow(_counter(stretches), _DDL)
        .groupBy(*_KEY)
        .agg(*(F.sum(name).alias(name) for name in _COUNTS), F.min("least").alias("least"), F.max("most").alias("most"))
        .collect()
    )
    found = [Found()] * len(stretches)
    outside = []
    for row in counted:
        if row.stretch >= 0:
            found[row.stretch] = Found(row.bronze, row.quarantine, row.twice)
        else:
            rows_there = row.bronze + row.quarantine
            above = row.stretch == _ABOVE
            outside.append(Outside(row.source_id, row.partition, above, rows_there, row.least, row.most))
    return Census(tuple(found), tuple(outside))


def identities(silver: DataFrame, identity: str) -> tuple[int, int]:
    """Rows of a silver table, and how many different values of ``identity`` they have."""
    once = silver.groupBy(identity).agg(F.count("*").alias("rows"))
    (row,) = once.agg(F.sum("rows"), F.count("*")).collect()
    return row[0] or 0, row[1]


_Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True)
class _Places:
    """The stretches of one partition in the order of their begin: begin, end, number."""

    starts: _Numbers
    ends: _Numbers
    numbers: _Numbers

    @staticmethod
    def by_partition(stretches: Sequence[Stretch]) -> dict[tuple[str, int], _Places]:
        found: dict[tuple[str, int], list[tuple[int, int, int]]] = defaultdict(list)
        for number, one in enumerate(stretches):
            found[one.source_id, one.partition].append((one.from_offset, one.to_offset, number))
        return {key: _Places(*np.array(sorted(rows), np.int64).T) for key, rows in found.items()}

    def of(self, offsets: _Numbers) -> _Numbers:
        """Number of the stretch of each offset, or where outside of all it lies."""
        at = np.searchsorted(self.starts, offsets, side="right") - 1
        inside = (at >= 0) & (offsets < self.ends[at])
        outside = np.where(offsets >= self.ends[-1], _ABOVE, _BETWEEN)
        return np.where(inside, self.numbers[at], outside)


def _counter(stretches: Sequence[Stretch]) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What runs in the Arrow worker: batches of positions in, their counts by stretch out, at the end of each task."""
    known = _Places.by_partition(stretches)

    def count(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        parts = [_summed(_placed(pa.Table.from_batches([batch]), known)) for batch in batches]
        if parts:
            yield from _summed(pa.concat_tables(parts)).cast(_SCHEMA).to_batches()

    return count


def _placed(rows: pa.Table, known: Mapping[tuple[str, int], _Places]) -> pa.Table:
    """``rows`` with the number of their stretch, and as counts of one position each."""
    number = np.empty(len(rows), np.int64)
    offset, partition, source = rows["offset"].to_numpy(), rows["partition"].to_numpy(), rows["source_id"]
    for pair in rows.group_by(["source_id", "partition"]).aggregate([]).to_pylist():
        here = pc.equal(source, pair["source_id"]).to_numpy() & (partition == pair["partition"])
        place = known.get((pair["source_id"], pair["partition"]))
        number[here] = place.of(offset[here]) if place else _ABOVE
    twice = pc.greater(pc.add(rows["bronze"], rows["quarantine"]), 1).cast(pa.int64())
    columns = {"stretch": pa.array(number), "twice": twice, "least": rows["offset"], "most": rows["offset"]}
    return pa.table(columns | {name: rows[name] for name in ("source_id", "partition", "bronze", "quarantine")})


def _summed(counts: pa.Table) -> pa.Table:
    sums = [*((name, "sum") for name in _COUNTS), ("least", "min"), ("most", "max")]
    grouped = counts.group_by(list(_KEY)).aggregate(sums)
    named = {name: grouped[f"{name}_{how}"] for name, how in sums} | {name: grouped[name] for name in _KEY}
    return pa.table(named).select(_SCHEMA.names)

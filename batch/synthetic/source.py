"""Synthetic history as a source: every record is made where it is needed, from its number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from batch.source import Slice, cut, enveloped
from batch.synthetic import Traffic, events, users
from batch.synthetic.draws import key
from batch.synthetic.rhythm import day_bounds
from batch.synthetic.traffic import DAY
from schemas.envelope import ENVELOPE

_CHUNK = 16_384
_EDITION = 2
"""To be raised when other records are made from the same description."""
Maker = Callable[[Traffic, int, int], pa.Table]


@dataclass(frozen=True)
class SyntheticEvents:
    """The events of ``traffic``, which is history: exported at the end of each day, in slices of at most ``most``."""

    traffic: Traffic
    source_id: str
    most: int
    contract: str = "events"

    @cached_property
    def slices(self) -> Sequence[Slice]:
        spans = pairwise(day_bounds(self.traffic))
        return [part for a, b in spans for part in cut(self.contract, self.source_id, a, b, self.most)]

    def envelope(self, spark: SparkSession, part: Slice) -> DataFrame:
        day = int(np.searchsorted(day_bounds(self.traffic), part.first, side="right"))
        return _envelope(spark, events, self.traffic, part, self.traffic.base_us + day * DAY)


@dataclass(frozen=True)
class SyntheticUsers:
    """The profiles of ``traffic``, exported at its end."""

    traffic: Traffic
    source_id: str
    most: int
    contract: str = "users"

    @cached_property
    def slices(self) -> Sequence[Slice]:
        return cut(self.contract, self.source_id, 0, self.traffic.users, self.most)

    def envelope(self, spark: SparkSession, part: Slice) -> DataFrame:
        return _envelope(spark, users, self.traffic, part, self.traffic.export_us)


def source_id(contract: str, *asked: object) -> str:
    """The id of what is made for whoever asks for the same."""
    return f"synthetic:{int(key('source', _EDITION, *asked)):016x}/{contract}"


def _envelope(spark: SparkSession, make: Maker, traffic: Traffic, part: Slice, received_us: int) -> DataFrame:
    """One task a core, each with a run of numbers of its own."""
    tasks = spark.sparkContext.defaultParallelism
    starts = spark.range(part.first, part.stop, _CHUNK, tasks)
    return starts.mapInArrow(_made(make, traffic, part, received_us), from_arrow_schema(ENVELOPE))


def _made(
    make: Maker, traffic: Traffic, part: Slice, received_us: int
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    source_id, stop = part.source_id, part.stop
    received = pa.scalar(received_us, pa.timestamp("us", tz="UTC"))

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for first in batch.column(0).to_pylist():
                made = make(traffic, first, min(first + _CHUNK, stop)).combine_chunks()
                yield enveloped(source_id, made["idx"].chunk(0), received, made["payload"].chunk(0))

    return run

"""A source of history: numbered records that never change, cut into slices that each can be carried alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession

from lakehouse.accounts import BatchId
from schemas.envelope import ENVELOPE


@dataclass(frozen=True)
class Slice:
    """Records [first, stop) of a source."""

    contract: str
    source_id: str
    first: int
    stop: int

    @property
    def records(self) -> int:
        return self.stop - self.first

    @property
    def batch(self) -> BatchId:
        """The same for the same records of the same source, whoever asks: a slice is carried once. A job of its own,
        because slices are done in any order: Delta takes a lower number under a known id for one it has seen."""
        return BatchId(f"{job_of(self.contract)}/{self.source_id}/{self.first}-{self.stop}", 1, 0)


class Source(Protocol):
    """What history comes from."""

    @property
    def contract(self) -> str:
        """Name of the contract that its records follow."""

    @property
    def source_id(self) -> str:
        """As in the positions of its records."""

    @property
    def slices(self) -> Sequence[Slice]:
        """All of it, the same at every call and in every process."""

    def envelope(self, spark: SparkSession, part: Slice) -> DataFrame:
        """The records of ``part`` as envelopes. Lazy."""


def job_of(contract: str) -> str:
    """What the jobs of all slices of a contract begin with."""
    return f"backfill.{contract}"


def cut(contract: str, source_id: str, first: int, stop: int, most: int) -> list[Slice]:
    """[first, stop) in slices of at most ``most`` records, all of about the same size."""
    return [Slice(contract, source_id, a, b) for a, b in spans(first, stop, -(-(stop - first) // most))]


def spans(first: int, stop: int, parts: int) -> list[tuple[int, int]]:
    """[first, stop) in at most so many ``parts`` of about the same size, none of them empty."""
    parts = max(1, parts)
    ends = [first + (stop - first) * part // parts for part in range(parts + 1)]
    return [(a, b) for a, b in pairwise(ends) if b > a]


def enveloped(source_id: str, offsets: pa.Array, received_at: pa.Scalar, payloads: pa.Array) -> pa.RecordBatch:
    """Envelopes of n records: ``offsets`` (n,) int64, ``payloads`` (n,) binary, all received at one instant, UTC."""
    rows = len(offsets)
    columns = [
        pa.repeat(pa.scalar(source_id), rows),
        pa.repeat(pa.scalar(0, pa.int32()), rows),
        offsets,
        pa.repeat(received_at, rows),
        payloads,
    ]
    return pa.RecordBatch.from_arrays(columns, schema=ENVELOPE)

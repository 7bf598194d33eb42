"""A source of history: numbered records that never change, cut into slices that each can be carried alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from pyspark.sql import DataFrame, SparkSession

from lakehouse.accounts import BatchId


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
    parts = max(1, -(-(stop - first) // most))
    ends = [first + (stop - first) * part // parts for part in range(parts + 1)]
    return [Slice(contract, source_id, a, b) for a, b in pairwise(ends) if b > a]

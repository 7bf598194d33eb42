"""The disclosure gate: which aggregated cells may be published, and how exactly.

A threshold on distinct persons is a disclosure rule, not anonymity: it says nothing against homogeneity or against
comparing releases.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from schemas.constraints import ContractError


@dataclass(frozen=True)
class Measure:
    """A column of cells. ``persons``: the column that counts the distinct persons who contribute to it."""

    name: str
    persons: str
    step: float


@dataclass(frozen=True)
class Disclosed:
    """Cells that passed the gate. Gold takes nothing else."""

    cells: DataFrame


@dataclass(frozen=True)
class Gate:
    """``k``: fewest distinct persons behind a published number; ``rounding``: counts are published to its multiples."""

    k: int
    rounding: int

    def __post_init__(self) -> None:
        if self.k < 2 or not 1 <= self.rounding <= self.k:
            raise ContractError(
                "the gate needs k of at least 2 and a rounding from 1 to k: else k persons could round to 0"
            )

    def disclose(
        self, cells: DataFrame, key: tuple[str, ...], counts: tuple[str, ...], measures: tuple[Measure, ...]
    ) -> Disclosed:
        """``cells``: one row a cell with exact numbers, among them ``unique_users``, the distinct persons in it.

        A cell of fewer than k persons is left out; a measure that fewer than k persons contribute to becomes null.
        """
        kept = cells.filter(F.col("unique_users") >= self.k)
        rounded = [_nearest(F.col(name), self.rounding).cast("bigint").alias(name) for name in counts]
        measured = [
            F.when(F.col(measure.persons) >= self.k, _nearest(F.col(measure.name), measure.step)).alias(measure.name)
            for measure in measures
        ]
        return Disclosed(kept.select(*key, *rounded, *measured))


def _nearest(value: Column, step: float) -> Column:
    return F.round(value / F.lit(step)) * F.lit(step)

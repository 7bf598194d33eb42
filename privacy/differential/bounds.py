"""How much of a day's figures one person can be, whatever they do: what noise has to hide."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

AMOUNT = "amount"
PERSON = "user_key"
_ORDER = "event_key"
"""A keyed hash: which events are taken says nothing of what they hold."""


@dataclass(frozen=True)
class Once:
    """A person counts once."""

    most: int = 1

    @property
    def words(self) -> str:
        return "each person once"

    def apply(self, events: DataFrame, cell: tuple[str, ...]) -> DataFrame:
        """One row a person: ``cell``, which is of the person, and what they add."""
        return events.groupBy(PERSON, *cell).agg(F.lit(1).cast("bigint").alias(AMOUNT))


@dataclass(frozen=True)
class Rows:
    """``most`` events of a person count, drawn by their keyed hash, and no others."""

    most: int

    @property
    def words(self) -> str:
        return f"at most {self.most} of a person, drawn at random"

    def apply(self, events: DataFrame, cell: tuple[str, ...]) -> DataFrame:
        """One row an event."""
        place = F.row_number().over(Window.partitionBy(PERSON).orderBy(_ORDER))
        taken = events.withColumn("_place", place).filter(F.col("_place") <= self.most)
        return taken.select(PERSON, *cell, F.lit(1).cast("bigint").alias(AMOUNT))


@dataclass(frozen=True)
class ByValue:
    """The sum of column ``of`` (whole, none below 0) over a person's events, cut off at ``most``; ``shown``: that, as
    readers see it."""

    most: int
    of: str
    shown: str

    @property
    def words(self) -> str:
        return f"of a person at most {self.shown}"

    def apply(self, events: DataFrame, cell: tuple[str, ...]) -> DataFrame:
        """One row a person: ``cell``, which is of the person, and what they add."""
        added = F.least(F.sum(self.of), F.lit(self.most).cast("bigint"))
        return events.groupBy(PERSON, *cell).agg(added.alias(AMOUNT))

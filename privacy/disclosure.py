"""The disclosure gate: which aggregated cells may be published, how exactly, and when a published one changes.

Rules of statistical offices. A threshold on distinct persons (k); dominance, (1, p %); random rounding whose direction
is drawn from the members of a cell, so that the same persons give the same number in whatever table they are counted; a
published cell is replaced only where the change involves at least k persons. A disclosure rule, not anonymity.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from schemas.constraints import ContractError

BUCKETS = 64
STATE = "state"
"""Column of published cells, never of gold: what to compare the next version with."""


@dataclass(frozen=True)
class Persons:
    """How many distinct persons."""

    name: str

    @property
    def parts(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True)
class Count:
    """Sum over persons of the whole numbers in column ``of``, to multiples of the gate's rounding."""

    name: str
    of: str

    @property
    def parts(self) -> tuple[str, ...]:
        return (self.of,)


@dataclass(frozen=True)
class Total:
    """Sum over persons of the exact numbers in column ``of``, to multiples of ``step``."""

    name: str
    of: str
    step: int

    @property
    def parts(self) -> tuple[str, ...]:
        return (self.of,)


@dataclass(frozen=True)
class Mean:
    """Sum of ``of`` divided by the sum of ``weight``, to multiples of ``step``: weighted, no mean of means."""

    name: str
    of: str
    weight: str
    step: float

    @property
    def parts(self) -> tuple[str, ...]:
        return (self.of, self.weight)


@dataclass(frozen=True)
class Rate:
    """Figure ``of`` divided by figure ``by``, both as they are shown: it says no more than they do."""

    name: str
    of: str
    by: str

    @property
    def parts(self) -> tuple[str, ...]:
        return ()


Figure = Persons | Count | Total | Mean | Rate
_RATE_DIGITS = 3


@dataclass(frozen=True)
class Disclosed:
    """Cells that passed the gate. Gold takes nothing else."""

    cells: DataFrame


@dataclass(frozen=True)
class Gate:
    """``k``: fewest distinct persons behind a published number. ``rounding``: counts are multiples of it.
    ``dominance``: the largest share, in percent, that one person may have in a published sum."""

    k: int
    rounding: int
    dominance: int = 50

    def __post_init__(self) -> None:
        if self.k < 2 or not 1 <= self.rounding <= self.k:
            raise ContractError(
                "the gate needs k of at least 2 and a rounding from 1 to k: else k persons could round to 0"
            )
        if not 1 <= self.dominance <= 100:
            raise ContractError("dominance is a share from 1 to 100 percent")

    def cells(self, parts: DataFrame, key: tuple[str, ...], figures: tuple[Figure, ...]) -> DataFrame:
        """What each cell would publish: its key, the figures, ``persons`` and ``state``.

        ``parts``: one row a cell and person, with ``user_key`` and the exact numbers that the person adds. In two
        steps, of which the first is by a bucket of persons too: so the fingerprints of the buckets come with it.
        """
        names = sorted({name for figure in figures for name in figure.parts})
        person, print_ = F.xxhash64("user_key"), F.xxhash64("user_key", *names)
        by_bucket = parts.groupBy(*key, F.pmod(person, F.lit(BUCKETS)).cast("tinyint").alias("bucket")).agg(
            F.count("*").alias("persons"),
            F.bit_xor(person).alias("members"),
            F.bit_xor(print_).alias("print"),
            *(aggregate for name in names for aggregate in _first(name, person)),
        )
        exact = by_bucket.groupBy(*key).agg(
            F.sum("persons").alias("persons"),
            F.bit_xor("members").alias("members"),
            F.map_from_entries(F.collect_list(F.struct("bucket", "print"))).alias(STATE),
            *(aggregate for name in names for aggregate in _second(name)),
        )
        shown = [self._shown(figure).alias(figure.name) for figure in figures if not isinstance(figure, Rate)]
        rates = [_rate(figure).alias(figure.name) for figure in figures if isinstance(figure, Rate)]
        return exact.select(*key, *shown, "persons", STATE).select("*", *rates)

    def renewed(self, fresh: DataFrame, published: DataFrame, key: tuple[str, ...], names: Iterable[str]) -> Disclosed:
        """The cells to publish now. ``fresh``: see :meth:`cells`; ``published``: those of before, with ``state``.

        A cell stays as it is while fewer than k persons have changed anything in it. Counted from below, as the number
        of buckets that differ, so that a doubt keeps the old cell. A new cell needs k persons.
        """
        both = fresh.alias("n").join(published.alias("o"), list(key), "full_outer")
        before = F.col(f"o.{STATE}").isNotNull()
        enough = F.coalesce(F.col("n.persons"), F.lit(0)) >= self.k
        replaced = ~before | (changed_buckets(f"o.{STATE}", f"n.{STATE}") >= self.k)
        kept = both.filter(F.when(replaced, enough).otherwise(True))
        columns = [
            F.when(replaced, F.col(f"n.{name}")).otherwise(F.col(f"o.{name}")).alias(name) for name in (*names, STATE)
        ]
        return Disclosed(kept.select(*key, *columns))

    def passing(self, fresh: DataFrame) -> Disclosed:
        """The cells of enough persons, for a table whose cells are written once and never again."""
        return Disclosed(fresh.filter(F.col("persons") >= self.k))

    def _shown(self, figure: Persons | Count | Total | Mean) -> Column:
        if isinstance(figure, Persons):
            return _drawn(F.col("persons"), self.rounding, "members")
        open_ = self._open(figure.of)
        if isinstance(figure, Count):
            return F.when(open_, _drawn(F.col(f"{figure.of}_sum"), self.rounding, f"{figure.of}_members"))
        if isinstance(figure, Total):
            return F.when(open_, _drawn(F.col(f"{figure.of}_sum"), figure.step, f"{figure.of}_members"))
        mean = F.try_divide(f"{figure.of}_sum", f"{figure.weight}_sum")
        return F.when(open_, F.round(mean / F.lit(figure.step)) * F.lit(figure.step))

    def _open(self, name: str) -> Column:
        """k persons add to it, and nobody makes most of it: who adds nothing hides nobody."""
        most, whole = F.col(f"{name}_most"), F.col(f"{name}_sum")
        return (F.col(f"{name}_persons") >= self.k) & (most * F.lit(100) <= whole * F.lit(self.dominance))


def changed_buckets(before: str, after: str) -> Column:
    """How many buckets of persons differ between two states: never more than persons whose part has changed."""
    return F.size(
        F.filter(
            F.sequence(F.lit(0), F.lit(BUCKETS - 1)),
            lambda n: (
                ~F.try_element_at(F.col(before), n.cast("tinyint")).eqNullSafe(
                    F.try_element_at(F.col(after), n.cast("tinyint"))
                )
            ),
        )
    )


def _rate(figure: Rate) -> Column:
    return F.round(F.try_divide(figure.of, figure.by), _RATE_DIGITS)


def _first(name: str, person: Column) -> Iterable[Column]:
    yield F.sum(name).alias(f"{name}_sum")
    yield F.count_if(F.col(name) > 0).alias(f"{name}_persons")
    yield F.bit_xor(F.when(F.col(name) > 0, person)).alias(f"{name}_members")
    yield F.max(name).alias(f"{name}_most")


def _second(name: str) -> Iterable[Column]:
    yield F.sum(f"{name}_sum").alias(f"{name}_sum")
    yield F.sum(f"{name}_persons").alias(f"{name}_persons")
    yield F.bit_xor(f"{name}_members").alias(f"{name}_members")
    yield F.max(f"{name}_most").alias(f"{name}_most")


def _drawn(value: Column, step: int, members: str) -> Column:
    """Random rounding to a multiple of ``step``: up with the probability of what is above the multiple below, so that
    sums of cells stay right on average. The draw is of the ``members`` who add to it: the same persons, the same way
    (the cell-key method of statistical offices: Fraser and Wooton 2005)."""
    above = F.floor(F.pmod(value, F.lit(step)))
    up = above > F.pmod(F.xxhash64(members), F.lit(step))
    return value - F.pmod(value, F.lit(step)) + F.when(up, F.lit(step)).otherwise(F.lit(0))

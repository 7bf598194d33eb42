"""The disclosure gate: which aggregated cells may be published, how exactly, and when a published figure changes.

Rules of statistical offices. A threshold on distinct persons (k); dominance, (1, p %); random rounding whose direction
is drawn from the members of a cell, so that the same persons give the same number in whatever table they are counted; a
published figure is replaced only where the change involves at least k persons. A disclosure rule, not anonymity.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from privacy.fingerprints import BUCKETS, Fingerprints
from schemas.constraints import ContractError

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
    """Sum over persons of the whole numbers in column ``of``, to multiples of the largest that a person adds, rounded
    up to 1, 2 or 5 times a power of ten, and of at least the gate's rounding: see :class:`Total`."""

    name: str
    of: str

    @property
    def parts(self) -> tuple[str, ...]:
        return (self.of,)


@dataclass(frozen=True)
class Total:
    """Sum over persons of the exact amounts in column ``of``, to multiples of the largest that a person adds, rounded
    up to 1, 2 or 5 times a power of ten, and of at least ``step``. So what one table leaves out cannot be told from the
    sums of another (as in magnitude tables of statistical offices: noise in proportion to the largest)."""

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
    """Figure ``of`` divided by figure ``by``, both as they are shown: it says no more than they do. ``share``: ``of``
    counts some of those in ``by``, so that rounding must not make it more than 1."""

    name: str
    of: str
    by: str
    share: bool = False

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
    """``k``: fewest distinct persons behind a published number. ``rounding``: counts are to multiples of it at least.
    ``dominance``: the largest share, in percent, that one person may have in a published sum."""

    k: int
    rounding: int
    dominance: int = 50

    def __post_init__(self) -> None:
        if self.k < 2 or not 1 <= self.rounding <= self.k:
            raise ContractError(
                "the gate needs k of at least 2 and a rounding from 1 to k: else k persons could round to 0"
            )
        if self.k > BUCKETS // 2:
            raise ContractError(f"k is at most {BUCKETS // 2}: changes are counted in {BUCKETS} buckets of persons")
        if not 1 <= self.dominance <= 100:
            raise ContractError("dominance is a share from 1 to 100 percent")

    def cells(self, parts: DataFrame, key: tuple[str, ...], figures: tuple[Figure, ...]) -> DataFrame:
        """What each cell would publish: its key, the figures, ``persons`` and ``state``.

        ``parts``: one row a cell and person, with ``user_key`` and the exact numbers that the person adds. In two
        steps, of which the first is by a bucket of persons too: so the fingerprints of the buckets come with it.
        """
        names = sorted({name for figure in figures for name in figure.parts})
        person, prints = F.xxhash64("user_key"), self._prints(figures)
        by_bucket = parts.groupBy(*key, F.pmod(person, F.lit(BUCKETS)).cast("tinyint").alias("bucket")).agg(
            F.count("*").alias("persons"),
            F.bit_xor(person).alias("members"),
            prints.of_bucket(key).alias("print"),
            *(aggregate for name in names for aggregate in _first(name, person)),
        )
        exact = by_bucket.groupBy(*key).agg(
            F.sum("persons").alias("persons"),
            F.bit_xor("members").alias("members"),
            prints.of_cell("bucket", "print").alias(STATE),
            *(aggregate for name in names for aggregate in _second(name)),
        )
        shown = [self._shown(figure).alias(figure.name) for figure in _own(figures)]
        return _with_rates(exact.select(*key, *shown, "persons", STATE), figures)

    def renewed(
        self, fresh: DataFrame, published: DataFrame, key: tuple[str, ...], figures: tuple[Figure, ...], *others: str
    ) -> Disclosed:
        """The cells to publish now. ``fresh``: see :meth:`cells`; ``published``: those of before, with ``state``;
        ``others``: columns that are taken from where anything in the cell was replaced last.

        A figure stays as it is while fewer than k persons have changed their part in it; a cell is removed only when k
        have come or gone. Counted from below, as the number of buckets that differ, so that a doubt keeps what is
        there. A new cell needs k persons. One of other figures, by an earlier program, cannot be compared and is new.
        """
        prints = self._prints(figures)
        both = fresh.alias("n").join(published.alias("o"), list(key), "full_outer")
        old, new = F.col(f"o.{STATE}"), F.col(f"n.{STATE}")
        compared = both.withColumn("_differences", prints.differences(old, new))
        is_new = old.isNull() | ~prints.comparable(old)
        flags = {parts: f"_renewed_{at}" for at, parts in enumerate(prints.parts)}
        # Told in columns first: each is used several times below.
        told = compared.select(
            "*",
            *(
                (is_new | (prints.changed(F.col("_differences"), parts) >= self.k)).alias(flag)
                for parts, flag in flags.items()
            ),
        )
        renewed = {parts: F.col(flag) for parts, flag in flags.items()}
        renewed[()] |= F.col("n.persons").isNull()  # all have gone: those were k at least
        enough = F.coalesce(F.col("n.persons"), F.lit(0)) >= self.k
        kept = told.filter(F.when(renewed[()], enough).otherwise(F.lit(True)))
        shown = [_newer(renewed[figure.parts], figure.name) for figure in _own(figures)]
        anything = reduce(Column.__or__, renewed.values())
        aside = [_newer(anything, name) for name in others]
        state = prints.merged(old, new, renewed).alias(STATE)
        return Disclosed(_with_rates(kept.select(*key, *shown, *aside, state), figures))

    def passing(self, fresh: DataFrame) -> Disclosed:
        """The cells of enough persons, for a table whose cells are written once and never again."""
        return Disclosed(fresh.filter(F.col("persons") >= self.k))

    def _prints(self, figures: tuple[Figure, ...]) -> Fingerprints:
        """Cells of another gate, or of figures that are rounded otherwise, cannot be compared either."""
        return Fingerprints([figure.parts for figure in _own(figures)], repr((self, figures)))

    def _shown(self, figure: Persons | Count | Total | Mean) -> Column:
        if isinstance(figure, Persons):
            return _drawn(F.col("persons"), F.lit(self.rounding), "members")
        open_ = self._open(figure.of)
        if isinstance(figure, (Count, Total)):
            step = self._step_of(figure)
            return F.when(open_, _drawn(F.col(f"{figure.of}_sum"), step, f"{figure.of}_members"))
        mean = F.try_divide(f"{figure.of}_sum", f"{figure.weight}_sum")
        return F.when(open_, F.round(mean / F.lit(figure.step)) * F.lit(figure.step))

    def _step_of(self, figure: Count | Total) -> Column:
        """Counts of a gate that does not round are exact."""
        least = figure.step if isinstance(figure, Total) else self.rounding
        return F.lit(1) if least == 1 else _step(F.col(f"{figure.of}_most"), least)

    def _open(self, name: str) -> Column:
        """k persons add to it, and nobody makes most of it: who adds nothing hides nobody."""
        most, whole = F.col(f"{name}_most"), F.col(f"{name}_sum")
        return (F.col(f"{name}_persons") >= self.k) & (most * F.lit(100) <= whole * F.lit(self.dominance))


def _own(figures: tuple[Figure, ...]) -> list[Persons | Count | Total | Mean]:
    """Those that are not made of others."""
    return [figure for figure in figures if not isinstance(figure, Rate)]


def _newer(renewed: Column, name: str) -> Column:
    return F.when(renewed, F.col(f"n.{name}")).otherwise(F.col(f"o.{name}")).alias(name)


def _with_rates(cells: DataFrame, figures: tuple[Figure, ...]) -> DataFrame:
    return cells.select("*", *(_rate(figure).alias(figure.name) for figure in figures if isinstance(figure, Rate)))


def _rate(figure: Rate) -> Column:
    rate = F.round(F.try_divide(figure.of, figure.by), _RATE_DIGITS)
    return F.when(rate > 1, F.lit(1.0)).otherwise(rate) if figure.share else rate


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


def _step(most: Column, least: int) -> Column:
    """``most`` rounded up to 1, 2 or 5 times a power of ten, at least ``least``."""
    amount = F.greatest(most.cast("double"), F.lit(float(least)))
    power = F.pow(F.lit(10.0), F.floor(F.log10(amount)))
    digit = amount / power
    rounded = F.when(digit <= 1, 1).when(digit <= 2, 2).when(digit <= 5, 5).otherwise(10)
    return (rounded * power).cast("bigint")


def _drawn(value: Column, step: Column, members: str) -> Column:
    """Random rounding to a multiple of ``step``: up with the probability of what is above the multiple below, so that
    sums of cells stay right on average. The draw is of the ``members`` who add to it: the same persons, the same way
    (the cell-key method of statistical offices: Fraser and Wooton 2005)."""
    above = F.floor(F.pmod(value, step))
    up = above > F.pmod(F.xxhash64(members), step)
    return value - F.pmod(value, step) + F.when(up, step).otherwise(F.lit(0))

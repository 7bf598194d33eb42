"""Figures of a day for a public grid of cells: each person's part bounded, noise added before anything leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.catalog import SILVER
from lakehouse.tables import Lake
from lakehouse.writer import Transaction, Writer
from privacy.differential.bounds import AMOUNT, PERSON
from privacy.differential.mechanism import DiscreteLaplace
from privacy.differential.releases import UNIT, UNKNOWN, Axis, DailyRelease
from privacy.disclosure import Disclosed
from privacy.hierarchies import REGIONS
from schemas.events import DEVICE_TYPES, EVENT_TYPES
from schemas.users import SUBSCRIPTION_TIERS

_PLANTED = bytearray(b"nobody at all...")
_EVENT = ("event_key", "event_type", "device_type", "cents")


@dataclass(frozen=True)
class Versions:
    """Of the silver tables that figures are made of."""

    events: int
    users: int


@dataclass(frozen=True)
class Drawn:
    """Figures with noise, in the order of the release's cells."""

    release: DailyRelease
    day: dt.date
    epsilon: Decimal
    figures: tuple[int, ...]

    @property
    def mechanism(self) -> DiscreteLaplace:
        return self.release.mechanism(self.epsilon)


class DailyFigures:
    """Of one lake."""

    def __init__(self, spark: SparkSession, lake: Lake) -> None:
        self._spark = spark
        self._writer = Writer(spark, lake)

    def versions(self) -> Versions:
        return Versions(self._writer.version(SILVER["events"]), self._writer.version(SILVER["users"]))

    def noised(self, release: DailyRelease, day: dt.date, epsilon: Decimal, versions: Versions) -> Drawn:
        """Draws. What is exact stays in this function: it is kept nowhere, logged nowhere, and told to nobody."""
        mechanism = release.mechanism(epsilon)
        rows = bounded(release, *self._silver(day, versions)).groupBy(*_axes(release)).agg(F.sum(AMOUNT).alias(AMOUNT))
        exact = {tuple(row[:-1]): int(row[-1]) for row in rows.collect()}
        figures = mechanism.noised([exact.get(cell, 0) for cell in release.cells])
        return Drawn(release, day, epsilon, tuple(figures))

    def dates(self, versions: Versions) -> tuple[dt.date, dt.date] | None:
        """The first and the last day of silver; None of an empty one."""
        found = self._writer.read(SILVER["events"], versions.events).agg(F.min("event_date"), F.max("event_date"))
        first, last = found.collect()[0]
        return (first, last) if first else None

    def days(self, release: DailyRelease, period: dt.date) -> set[dt.date]:
        """Days of a month (its first day) that the table has figures of."""
        of_month = F.trunc("event_date", "month") == F.lit(period)
        rows = self._writer.read(release.table).filter(of_month).select("event_date").distinct().collect()
        return {row[0] for row in rows}

    def added_by(self, release: DailyRelease, events: int, versions: Versions) -> int:
        """How much somebody with so many ``events`` of every kind, and two profiles, changes a day's figures together:
        for attacks. Nobody like them is written anywhere."""
        own = self._spark.range(events).select(
            F.lit(_PLANTED).alias(PERSON), F.unhex(F.md5(F.col("id").cast("string"))).alias("event_key"),
            F.element_at(F.array(*map(F.lit, EVENT_TYPES)), (F.col("id") % len(EVENT_TYPES) + 1).cast("int"))
            .alias("event_type"),
            F.element_at(F.array(*map(F.lit, DEVICE_TYPES)), (F.col("id") % len(DEVICE_TYPES) + 1).cast("int"))
            .alias("device_type"),
            F.lit(100).alias("quantity"), F.lit(99.99).cast("decimal(12,2)").alias("price"),
        )  # fmt: skip
        last = self.dates(versions)
        of_day, users = self._silver(last[1] if last else dt.date(1970, 1, 1), versions)
        profiles = self._spark.createDataFrame(
            [(_PLANTED, REGIONS[0], SUBSCRIPTION_TIERS[0]), (_PLANTED, REGIONS[1], SUBSCRIPTION_TIERS[1])],
            f"{PERSON} binary, region string, subscription_tier string",
        )
        everybody = users.select(*profiles.columns).unionByName(profiles)
        parts = bounded(release, of_day.select(*own.columns).unionByName(own), everybody)
        of_them = parts.filter(F.col(PERSON) == F.lit(_PLANTED)).agg(F.coalesce(F.sum(AMOUNT), F.lit(0)))
        return int(of_them.collect()[0][0])

    def write(self, drawn: Drawn) -> None:
        """Appends the figures to their table, once however often it is called."""
        release, mechanism = drawn.release, drawn.mechanism
        cells = zip(release.cells, drawn.figures, strict=True)
        axes = ", ".join(f"{axis.column} string" for axis in release.axes)
        rows = self._spark.createDataFrame(
            [(*cell, figure) for cell, figure in cells], f"{axes}, {release.figure} bigint"
        )
        per = release.divisor
        told = rows.select(
            F.lit(drawn.day).alias("event_date"),
            *_axes(release),
            (F.col(release.figure) if per == 1 else F.col(release.figure).cast("decimal(20,0)") / per).alias(
                release.figure
            ),
            F.lit(drawn.epsilon).alias("epsilon"),
            F.lit(UNIT).alias("unit"),
            F.lit(mechanism.expected_error / per).alias("expected_error"),
            F.lit(mechanism.error_within(0.95) / per).alias("error_95"),
        )
        self._writer.append_disclosed(Disclosed(told), release.table, _transaction(release, drawn.day))

    def written(self, release: DailyRelease, day: dt.date) -> bool:
        """Whether the table has the figures of ``day``."""
        transaction = _transaction(release, day)
        return self._writer.committed(release.table, transaction.app_id) >= transaction.version

    def _silver(self, day: dt.date, versions: Versions) -> tuple[DataFrame, DataFrame]:
        events = self._writer.read(SILVER["events"], versions.events)
        of_day = events.filter((F.col("event_date") == F.lit(day)) & ~F.col("is_late") & F.col(PERSON).isNotNull())
        return of_day, self._writer.read(SILVER["users"], versions.users)


def bounded(release: DailyRelease, events: DataFrame, users: DataFrame) -> DataFrame:
    """What each person adds to which cell of one day: ``user_key``, the cell, and ``amount``; over all rows of a person
    at most the release's bound. ``events``: of that day."""
    own = [axis for axis in release.axes if axis.of_person]
    others = [axis for axis in release.axes if not axis.of_person]
    each = events.withColumn("cents", _cents()).select(
        PERSON, *(name for name in _EVENT if name not in {axis.column for axis in others}), *map(_listed, others)
    )
    if own:
        # A person with two profiles, which should not be, would be in two cells and add twice the bound.
        of_person = users.select(PERSON, *map(_listed, own)).dropDuplicates([PERSON])
        each = each.join(of_person, PERSON, "left").fillna(UNKNOWN, [axis.column for axis in own])
    return release.bound.apply(each, tuple(_axes(release)))


def _transaction(release: DailyRelease, day: dt.date) -> Transaction:
    return Transaction(f"dp.{release.name}.{day}", 1)


def _axes(release: DailyRelease) -> Sequence[str]:
    return [axis.column for axis in release.axes]


def _listed(axis: Axis) -> Column:
    return F.coalesce(F.col(axis.column), F.lit(UNKNOWN)).alias(axis.column)


def _cents() -> Column:
    bought = F.when(F.col("event_type") == "purchase", F.col("quantity") * F.col("price") * 100)
    return F.coalesce(bought, F.lit(0)).cast("bigint")

"""What gold's tables are made of: of each, what a person adds to which cell, and which figures are shown of it.

Definitions in words: docs/metrics.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from privacy.disclosure import Count, Figure, Mean, Persons, Rate, Total
from schemas.gold import (
    DAILY_EVENT_METRICS,
    FUNNEL_DAILY,
    PRODUCT_METRICS,
    RETENTION_COHORTS,
    USER_COHORTS,
    GoldTable,
)

ACTIVE_DAYS = 30
_STEPS = ("page_view", "add_to_cart", "purchase")


@dataclass(frozen=True)
class Silver:
    """What is aggregated. ``events``: those that are not late; ``as_of``: the last day taken into account."""

    events: DataFrame
    users: DataFrame
    as_of: dt.date


@dataclass(frozen=True)
class Aggregate:
    """A table of gold.

    ``parts``: one row a cell and person, with ``user_key`` and the exact numbers that the person adds to ``figures``.
    ``origins``: for each column of the key and each of those numbers, the columns of silver it is computed from.
    ``changed_by``: names of the silver tables it is made of. A table with days is made again by the day, one without
    as a whole.
    """

    table: GoldTable
    figures: tuple[Figure, ...]
    parts: Callable[[Silver], DataFrame]
    changed_by: frozenset[str]
    origins: Mapping[str, tuple[str, ...]]

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that name a cell."""
        return self.table.key

    @property
    def day(self) -> str | None:
        """The column with the day of a cell; None for a table that is made as a whole."""
        return self.table.partition_by


def daily_parts(silver: Silver) -> DataFrame:
    """What each person adds to event_date x event_type x region x device_type.

    Counts a person's sessions before a cell's persons: a session belongs to one person, so plain aggregations do what
    several ``count(distinct)`` in one would do with every row repeated for each of them.
    """
    own = ("event_date", "event_type", "device_type", "user_key")
    by_session = (
        _by_person(silver.events)
        .withColumn("device_type", _known("device_type"))
        .groupBy(*own, "session_key")
        .agg(
            F.count("*").alias("events"),
            F.sum("duration_seconds").alias("watched"),
            F.count("duration_seconds").alias("watches"),
            F.sum(_bought()).alias("revenue"),
        )
    )
    by_person = by_session.groupBy(*own).agg(
        F.count("session_key").alias("sessions"),
        *(F.sum(name).alias(name) for name in ("events", "watched", "watches", "revenue")),
    )
    return _placed(by_person, silver.users)


def product_parts(silver: Silver) -> DataFrame:
    """What each person adds to analysis_date x product_id."""
    bought = _bought()
    return (
        _with_products(silver.events)
        .groupBy(F.col("event_date").alias("analysis_date"), "product_id", "user_key")
        .agg(
            *(F.count_if(F.col("event_type") == step).alias(step) for step in _STEPS),
            F.sum(bought).alias("revenue"),
            F.sum(F.when(bought.isNotNull(), F.col("quantity"))).alias("pieces"),
        )
    )


def funnel_parts(silver: Silver) -> DataFrame:
    """How far each person came on a day with any product: each step at the minute of the one before, or later."""
    stage = F.array_position(F.array(*map(F.lit, _STEPS)), F.col("event_type"))
    by_time = Window.partitionBy("event_date", "user_key", "product_id").orderBy("event_time", "stage")
    until_now = by_time.rowsBetween(Window.unboundedPreceding, Window.currentRow)
    steps = _with_products(silver.events).select(
        "event_date", "user_key", "product_id", "event_time", stage.alias("stage")
    )
    viewed = F.max(F.col("stage") == 1).over(until_now)
    carted = F.max((F.col("stage") == 2) & F.col("viewed")).over(until_now)
    reached = steps.withColumn("viewed", viewed).withColumn("carted", carted)
    by_person = reached.groupBy("event_date", "user_key").agg(
        F.max(F.col("viewed").cast("int")).alias("viewed"),
        F.max(F.col("carted").cast("int")).alias("carted"),
        F.max(((F.col("stage") == 3) & F.col("carted")).cast("int")).alias("bought"),
    )
    return _placed(by_person, silver.users)


def cohort_parts(silver: Silver) -> DataFrame:
    """What each person with a profile adds to signup month x region x age band x gender x tier."""
    since = silver.as_of - dt.timedelta(days=ACTIVE_DAYS)
    done = silver.events.groupBy("user_key").agg(
        F.max(F.col("event_date") > F.lit(since)).cast("int").alias("active"), F.sum(_bought()).alias("revenue")
    )
    people = silver.users.select(
        "user_key",
        F.col("signup_month").alias("cohort_month"),
        *(_known(name).alias(name) for name in ("region", "age_band", "gender", "subscription_tier")),
        "lifetime_value",
        F.col("lifetime_value").isNotNull().cast("int").alias("has_value"),
        F.col("total_purchases").alias("bought"),
        F.col("total_purchases").isNotNull().cast("int").alias("has_bought"),
    )
    return people.join(done, "user_key", "left").withColumn("active", F.coalesce("active", F.lit(0)))


def retention_parts(silver: Silver) -> DataFrame:
    """The weeks in which each person did something, by the week of the first."""
    week = F.date_trunc("week", "event_date").cast("date")
    weeks = silver.events.select("user_key", week.alias("week")).distinct()
    first = F.min("week").over(Window.partitionBy("user_key"))
    return weeks.select(
        "user_key",
        first.alias("cohort_week"),
        F.floor(F.date_diff("week", first) / 7).cast("int").alias("weeks_since"),
    )


def _by_person(events: DataFrame) -> DataFrame:
    """Each person's events in one place, where all that follows by person finds them: one exchange of events for what
    would be two or three."""
    return events.repartition("user_key")


def _with_products(events: DataFrame) -> DataFrame:
    return _by_person(events).filter(F.col("product_id").isNotNull() & F.col("event_type").isin(*_STEPS))


def _bought() -> Column:
    return F.when(F.col("event_type") == "purchase", F.col("quantity") * F.col("price"))


def _placed(by_person: DataFrame, users: DataFrame) -> DataFrame:
    region = users.select("user_key", "region")
    return by_person.join(region, "user_key", "left").withColumn("region", _known("region"))


def _known(name: str) -> Column:
    return F.coalesce(F.col(name), F.lit("unknown"))


BOUGHT = ("events.event_type", "events.quantity", "events.price")
_STEP = ("events.event_type", "events.product_id")
_REGION = ("users.region",)

MADE_OF = frozenset({"events", "users"})
"""Contracts that gold is made of."""

DAILY = Aggregate(
    DAILY_EVENT_METRICS,
    (
        Count("total_events", "events"),
        Persons("unique_users"),
        Count("sessions", "sessions"),
        Mean("avg_watch_seconds", "watched", "watches", 1.0),
        Total("revenue", "revenue", 10),
    ),
    daily_parts,
    MADE_OF,
    {
        "event_date": ("events.event_date",),
        "event_type": ("events.event_type",),
        "region": _REGION,
        "device_type": ("events.device_type",),
        "events": ("events.event_key",),
        "sessions": ("events.session_key",),
        "watched": ("events.duration_seconds",),
        "watches": ("events.duration_seconds",),
        "revenue": BOUGHT,
    },
)

PRODUCTS = Aggregate(
    PRODUCT_METRICS,
    (
        Count("views", "page_view"),
        Count("add_to_cart", "add_to_cart"),
        Count("purchases", "purchase"),
        Rate("conversion_rate", "purchases", "views"),
        Total("revenue", "revenue", 10),
        Mean("avg_price", "revenue", "pieces", 0.5),
    ),
    product_parts,
    frozenset({"events"}),
    {
        "analysis_date": ("events.event_date",),
        "product_id": ("events.product_id",),
        **dict.fromkeys(_STEPS, _STEP),
        "revenue": BOUGHT,
        "pieces": BOUGHT,
    },
)

FUNNEL = Aggregate(
    FUNNEL_DAILY,
    (
        Count("viewers", "viewed"),
        Count("carters", "carted"),
        Count("buyers", "bought"),
        Rate("cart_rate", "carters", "viewers", share=True),
        Rate("purchase_rate", "buyers", "viewers", share=True),
    ),
    funnel_parts,
    MADE_OF,
    {
        "event_date": ("events.event_date",),
        "region": _REGION,
        "viewed": _STEP,
        **dict.fromkeys(("carted", "bought"), (*_STEP, "events.event_time")),
    },
)

COHORTS = Aggregate(
    USER_COHORTS,
    (
        Persons("total_users"),
        Count("active_users", "active"),
        Mean("avg_lifetime_value", "lifetime_value", "has_value", 10.0),
        Mean("avg_purchases", "bought", "has_bought", 0.1),
        Total("total_revenue", "revenue", 10),
    ),
    cohort_parts,
    MADE_OF,
    {
        "cohort_month": ("users.signup_month",),
        "region": _REGION,
        "age_band": ("users.age_band",),
        "gender": ("users.gender",),
        "subscription_tier": ("users.subscription_tier",),
        "active": ("events.event_date",),
        "revenue": BOUGHT,
        "lifetime_value": ("users.lifetime_value",),
        "has_value": ("users.lifetime_value",),
        "bought": ("users.total_purchases",),
        "has_bought": ("users.total_purchases",),
    },
)

RETENTION = Aggregate(
    RETENTION_COHORTS,
    (Persons("active_users"),),
    retention_parts,
    frozenset({"events"}),
    {"cohort_week": ("events.event_date",), "weeks_since": ("events.event_date",)},
)

AGGREGATES = (DAILY, PRODUCTS, FUNNEL, COHORTS, RETENTION)
BY_DAY = tuple(aggregate for aggregate in AGGREGATES if aggregate.day)
WHOLE = tuple(aggregate for aggregate in AGGREGATES if not aggregate.day)
"""Made anew of all of silver, so more rarely."""


def made_of(name: str) -> tuple[Aggregate, ...]:
    """The aggregates that a change of the silver table ``name`` changes."""
    return tuple(aggregate for aggregate in AGGREGATES if name in aggregate.changed_by)

"""What aggregates say they are made of is what they are made of: a number changes with the columns it names, and with
no others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import pytest
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.aggregates import AGGREGATES, Aggregate, Silver
from lakehouse.catalog import SILVER

pytestmark = pytest.mark.spark

NOON = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)
AS_OF = dt.date(2026, 3, 20)
_STEPS = ("page_view", "add_to_cart", "purchase")
_FIXED = ("user_key",)
_OF_STEPS = ("product_metrics", "funnel_daily")


def event(number: int) -> dict[str, Any]:
    at = NOON + dt.timedelta(days=number % 12, minutes=7 * (number % 5))
    return {
        "event_key": b"e%d" % number, "user_key": b"u%d" % (number % 6), "session_key": b"s%d" % (number % 9),
        "event_type": _STEPS[number // 12 % 3], "event_time": at, "event_date": at.date(), "device_type": "mobile",
        "product_id": f"p{number % 4}", "quantity": number % 3 + 1, "price": Decimal("2.50") * (number % 5 + 1),
        "duration_seconds": 10 * number + 5, "is_late": False,
    }  # fmt: skip


def user(number: int) -> dict[str, Any]:
    return {
        "user_key": b"u%d" % number, "signup_month": dt.date(2025, number + 1, 1), "region": f"r{number % 2}",
        "age_band": f"a{number % 3}", "gender": "F", "subscription_tier": "free", "lifetime_value": 10 * number + 10,
        "total_purchases": number + 1, "updated_at": NOON,
    }  # fmt: skip


@pytest.fixture(scope="module")
def silver(spark: SparkSession) -> Silver:
    frames = {
        name: spark.createDataFrame(rows, ", ".join(f"{c.name} {c.type}" for c in SILVER[name].columns))
        for name, rows in (("events", [event(n) for n in range(60)]), ("users", [user(n) for n in range(6)]))
    }
    return Silver(frames["events"].localCheckpoint(), frames["users"].localCheckpoint(), AS_OF)


def other(column: str, type_: str) -> Column:
    """Another value for each value: groups stay as they are."""
    value = F.col(column)
    if type_ == "STRING":
        return F.concat(value, F.lit("'"))
    if type_ == "BINARY":
        return F.concat(value, F.lit(b"'"))
    if type_ == "DATE":
        return F.date_add(value, 7)
    if type_ == "TIMESTAMP":
        return F.timestamp_seconds(F.lit(4 * 10**9) - F.unix_seconds(value))  # the other way round
    return ~value if type_ == "BOOLEAN" else value * 2


def same(column: str, type_: str) -> Column:
    """One value for all."""
    return F.lit({"DATE": dt.date(2020, 1, 6), "TIMESTAMP": NOON, "BINARY": b"x"}.get(type_, "1")).cast(type_)


def none(column: str, type_: str) -> Column:
    return F.lit(None).cast(type_)


Change = Callable[[str, str], Column]


def changed(silver: Silver, origins: Iterable[str], change: Change) -> Silver:
    """``origins``: as table.column."""
    wanted = set(origins)

    def of(name: str, frame: DataFrame) -> DataFrame:
        columns = [c for c in SILVER[name].columns if f"{name}.{c.name}" in wanted]
        return frame.withColumns({c.name: change(c.name, c.type) for c in columns})

    return Silver(of("events", silver.events), of("users", silver.users), silver.as_of)


def values(aggregate: Aggregate, silver: Silver, part: str) -> list[str]:
    rows = aggregate.parts(silver).select("user_key", part).collect()
    return sorted(map(repr, rows))


CASES = [(aggregate, part) for aggregate in AGGREGATES for part in aggregate.origins]


@pytest.mark.parametrize(("aggregate", "part"), CASES, ids=[f"{a.table.name}.{part}" for a, part in CASES])
def test_a_number_is_made_of_the_columns_it_names_and_of_no_others(
    silver: Silver, aggregate: Aggregate, part: str
) -> None:
    before = values(aggregate, silver, part)
    own = set(aggregate.origins[part])
    others = {f"{name}.{c.name}" for name in ("events", "users") for c in SILVER[name].columns if c.name not in _FIXED}
    # What names cells decides which rows are added up: it keeps its groups when every value becomes another.
    steps = {"events.event_type"} if aggregate.table.name in _OF_STEPS else set()  # which rows there are at all
    assert values(aggregate, changed(silver, others - own - steps, other), part) == before
    for origin in own - {"events.event_key"}:  # a count of rows: one for each
        differing = (values(aggregate, changed(silver, [origin], change), part) for change in (other, same, none))
        assert any(found != before for found in differing), f"{part} does not change with {origin}"

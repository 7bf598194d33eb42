"""The tables of gold beside daily metrics: their numbers are those of a count by hand."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from pyspark.sql import functions as F

from batch.synthetic import Rates, Traffic, events, users
from lakehouse.aggregates import AGGREGATES, COHORTS, FUNNEL, PRODUCTS, RETENTION, Aggregate, Silver
from lakehouse.catalog import SILVER
from privacy.disclosure import Persons
from privacy.hierarchies import REGION_OF_STATE
from tests.conftest import NewLake
from tests.support.installation import Installation
from tests.support.records import arrivals, event, profile

pytestmark = pytest.mark.spark

AT = dt.datetime(2026, 3, 4, 2, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 4)
_PERSONS = 150

Cell = tuple[Any, ...]
Sent = list[dict[str, Any]]


@pytest.fixture(scope="module")
def sent() -> tuple[Sent, Sent]:
    """Events that gold counts, each once, and profiles; with them some twice, some late, some malformed."""
    base = int(dt.datetime(2026, 3, 3, 23, 0, tzinfo=dt.UTC).timestamp() * 1_000_000)
    rates = Rates(duplicate=0.1, conflict=0, late=0.05, very_late=0.05)
    traffic = Traffic(7, base, users=_PERSONS, rate=1.0, rates=rates, lanes=16)
    return events(traffic, 0, 4000).to_pylist(), users(traffic, 0, 120).to_pylist()


@pytest.fixture(scope="module")
def counted(sent: tuple[Sent, Sent]) -> Sent:
    kept = [
        row for row in sent[0] if row["kind"] not in ("malformed", "duplicate", "very_late") and not row["of_index"]
    ]
    records = [json.loads(row["payload"]) for row in kept]
    for record in records:
        at = dt.datetime.fromisoformat(record["event_timestamp"]).astimezone(dt.UTC)
        record["day"], record["minute"] = at.date(), at.replace(second=0, microsecond=0)
        bought = record["event_type"] == "purchase" and record.get("quantity") and record.get("price") is not None
        record["paid"] = record["quantity"] * Decimal(str(record["price"])).quantize(Decimal("0.01")) if bought else 0
    return records


@pytest.fixture(scope="module")
def profiles(sent: tuple[Sent, Sent]) -> Sent:
    newest = {}
    for row in sent[1]:
        found = json.loads(row["payload"])
        held = newest.get(found["user_id"])
        if held is None or found["updated_at"] > held["updated_at"]:
            newest[found["user_id"]] = found
    return list(newest.values())


@pytest.fixture(scope="module")
def lake(new_lake: NewLake, sent: tuple[Sent, Sent]) -> Iterator[Installation]:
    with new_lake() as made:
        made.carry("users", arrivals([row["payload"] for row in sent[1]], received_at=AT))
        made.carry("events", arrivals([row["payload"] for row in sent[0]], received_at=AT))
        yield made


@pytest.fixture(scope="module")
def silver(lake: Installation) -> Silver:
    seen = lake.read(SILVER["events"]).filter(~F.col("is_late"))
    return Silver(seen, lake.read(SILVER["users"]), DAY)


def sums(aggregate: Aggregate, silver: Silver) -> dict[Cell, dict[str, Any]]:
    """Exact sums of the parts by cell, and how many persons add."""
    parts = aggregate.parts(silver)
    names = [name for name in parts.columns if name not in (*aggregate.key, "user_key")]
    rows = parts.groupBy(*aggregate.key).agg(F.count("*").alias("n"), *(F.sum(name).alias(name) for name in names))
    return {tuple(row[name] for name in aggregate.key): row for row in rows.toArrow().to_pylist()}


def test_products(silver: Silver, counted: Sent) -> None:
    expected: dict[Cell, Counter[str]] = defaultdict(Counter)
    for record in counted:
        if record.get("product_id") and record["event_type"] in ("page_view", "add_to_cart", "purchase"):
            of = expected[record["day"], record["product_id"]]
            of[record["event_type"]] += 1
            of["revenue"] += record["paid"]
            of["pieces"] += record.get("quantity", 0) if record["paid"] else 0
    found = sums(PRODUCTS, silver)
    assert found.keys() == expected.keys()
    assert {name for of in expected.values() for name, number in of.items() if number} == {
        "page_view", "add_to_cart", "purchase", "revenue", "pieces"
    }  # fmt: skip
    for cell, of in expected.items():
        assert {name: found[cell][name] or 0 for name in of} == dict(of)


def test_the_funnel(silver: Silver, counted: Sent, profiles: Sent) -> None:
    regions = {found["user_id"]: REGION_OF_STATE[found["state"]] for found in profiles}
    reached: dict[Cell, int] = defaultdict(int)
    for (day, who, _), steps in _steps(counted).items():
        reached[day, who] = max(reached[day, who], _stage(steps))
    expected: dict[Cell, Counter[str]] = defaultdict(Counter)
    for (day, who), stage in reached.items():
        of = expected[day, regions.get(who, "unknown")]
        of["n"] += 1
        for name in ("viewed", "carted", "bought")[:stage]:
            of[name] += 1
    found = sums(FUNNEL, silver)
    assert sum(of["bought"] for of in expected.values()) > 0
    assert {
        cell: Counter({name: int(of[name]) for name in ("n", "viewed", "carted", "bought")})
        for cell, of in found.items()
    } == expected


def _steps(counted: Sent) -> dict[Cell, list[tuple[dt.datetime, int]]]:
    steps: dict[Cell, list[tuple[dt.datetime, int]]] = defaultdict(list)
    order = ("page_view", "add_to_cart", "purchase")
    for record in counted:
        if record.get("product_id") and record["event_type"] in order:
            key = record["day"], record["user_id"], record["product_id"]
            steps[key].append((record["minute"], order.index(record["event_type"])))
    return steps


def _stage(steps: list[tuple[dt.datetime, int]]) -> int:
    """0 to 3: the longest chain of view, cart, purchase that begins with a view and never goes back in time."""
    stage = 0
    for _, step in sorted(steps):
        if step <= stage:
            stage = max(stage, step + 1)
    return stage


def test_cohorts(silver: Silver, counted: Sent, profiles: Sent) -> None:
    paid: Counter[str] = Counter()
    for record in counted:
        paid[record["user_id"]] += record["paid"]
    since = DAY - dt.timedelta(days=30)
    active = {record["user_id"] for record in counted if record["day"] > since}
    expected: dict[Cell, Counter[str]] = defaultdict(Counter)
    for found in profiles:
        of = expected[_cohort(found)]
        of["n"] += 1
        of["active"] += found["user_id"] in active
        of["revenue"] += paid[found["user_id"]]
        of["bought"] += min(found["total_purchases"], 50)
    found = sums(COHORTS, silver)
    assert found.keys() == expected.keys()
    for cell, of in expected.items():
        assert {name: found[cell][name] or 0 for name in of} == dict(of)


def _cohort(found: dict[str, Any]) -> Cell:
    month = dt.datetime.fromisoformat(found["created_at"]).astimezone(dt.UTC).date().replace(day=1)
    low = min(found["age"] // 10 * 10, 90)
    band = "90+" if low == 90 else f"{low:02d}-{low + 9:02d}"
    return month, REGION_OF_STATE[found["state"]], band, found["gender"], found["subscription_tier"]


def test_retention(silver: Silver, counted: Sent) -> None:
    weeks: dict[str, set[dt.date]] = defaultdict(set)
    for record in counted:
        weeks[record["user_id"]].add(record["day"] - dt.timedelta(days=record["day"].weekday()))
    expected = Counter((min(of), (week - min(of)).days // 7) for of in weeks.values() for week in of)
    assert {cell: row["n"] for cell, row in sums(RETENTION, silver).items()} == dict(expected)
    assert len({since for _, since in expected}) > 1


def test_a_person_is_counted_once_in_a_cell(silver: Silver) -> None:
    for aggregate in AGGREGATES:
        parts = aggregate.parts(silver)
        assert parts.count() == parts.select(*aggregate.key, "user_key").distinct().count() > 0, aggregate.table.name


# --- as they are published ------------------------------------------------------------------------------------------

SIX = ("ada", "bob", "cid", "dan", "eve", "fay")


@pytest.fixture(scope="module")
def shop(new_lake: NewLake) -> Iterator[Installation]:
    """Six persons who view, put in the cart and buy one product, three of them in two weeks."""
    with new_lake() as made:
        seen = []
        for who in SIX:
            for step, minute in (("page_view", 1), ("add_to_cart", 2), ("purchase", 3)):
                at = f"2026-03-04T11:0{minute}:00Z"
                bought = {"quantity": 2, "price": 7.5} if step == "purchase" else {}
                seen.append(event(event_id=f"evt-{who}-{step}", user_id=who, event_type=step, event_timestamp=at,
                                  product_id="P1", **bought))  # fmt: skip
        seen += [event(event_id=f"evt-{who}-later", user_id=who, event_timestamp="2026-02-24T11:00:00Z",
                       product_id=None) for who in SIX[:3]]  # fmt: skip
        made.carry("users", arrivals([profile(user_id=who, lifetime_value=100.0, total_purchases=4) for who in SIX]))
        made.carry("events", arrivals(seen))
        made.gold().refresh()
        yield made


def test_published_products(shop: Installation) -> None:
    (row,) = shop.rows(PRODUCTS.table)
    assert (row["analysis_date"], row["product_id"]) == (DAY, "P1")
    assert [row[name] for name in ("views", "add_to_cart", "purchases", "conversion_rate")] == [6, 6, 6, 1.0]
    assert row["avg_price"] == 7.5
    assert row["revenue"] in (Decimal(80), Decimal(100))  # 90: nobody more than 15, so in steps of 20


def test_published_funnel(shop: Installation) -> None:
    (row,) = shop.rows(FUNNEL.table)
    assert [row[name] for name in ("viewers", "carters", "buyers", "cart_rate", "purchase_rate")] == [6, 6, 6, 1, 1]


def test_published_cohorts_say_until_when(shop: Installation) -> None:
    (row,) = shop.rows(COHORTS.table)
    assert (row["as_of"], row["total_users"], row["active_users"]) == (DAY, 6, 6)
    assert (row["avg_lifetime_value"], row["avg_purchases"]) == (100.0, 4.0)
    assert row["total_revenue"] in (Decimal(80), Decimal(100))


def test_published_retention(shop: Installation) -> None:
    found = {(row["cohort_week"], row["weeks_since"]): row["active_users"] for row in shop.rows(RETENTION.table)}
    first = dt.date(2026, 2, 23)
    assert found == {(first, 0): 3, (first, 1): 3, (dt.date(2026, 3, 2), 0): 3}


def test_a_table_made_as_a_whole_follows_what_comes_later(shop: Installation) -> None:
    """After the tests above."""
    assert shop.gold().refresh() == []
    later = [
        event(event_id=f"evt-{who}-next", user_id=who, event_timestamp="2026-03-09T11:00:00Z", product_id=None)
        for who in SIX
    ]
    at = dt.datetime(2026, 3, 10, tzinfo=dt.UTC)
    shop.carry("events", arrivals(later, 100, received_at=at), 1)
    computed = {(day.table, day.day) for day in shop.gold().refresh()}
    assert (COHORTS.table.full_name, dt.date(2026, 3, 9)) in computed
    assert (PRODUCTS.table.full_name, DAY) not in computed
    found = {(row["cohort_week"], row["weeks_since"]): row for row in shop.rows(RETENTION.table)}
    assert found[dt.date(2026, 3, 2), 1]["as_of"] == dt.date(2026, 3, 9)
    assert found[dt.date(2026, 2, 23), 0]["as_of"] == DAY, "nobody has changed anything in it"


def test_figures_that_count_persons_are_never_more_than_the_persons(silver: Silver) -> None:
    for aggregate in AGGREGATES:
        if any(isinstance(figure, Persons) for figure in aggregate.figures):
            assert all(row["n"] <= _PERSONS for row in sums(aggregate, silver).values())

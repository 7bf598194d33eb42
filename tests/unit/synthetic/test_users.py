"""What user profiles promise: geography that agrees, plausible values, versions that only move forward."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

import pyarrow as pa
import pytest

from batch.synthetic import USERS_SCHEMA, Traffic, user_updates, users
from batch.synthetic.geography import CITIES
from batch.synthetic.traffic import DAY, SECOND

BASE = 1_767_225_600 * SECOND
TRAFFIC = Traffic(seed=3, base_us=BASE, users=30_000)

pytestmark = pytest.mark.unit


def _records(table: pa.Table) -> list[dict[str, Any]]:
    return [json.loads(p) for p in table["payload"].to_pylist()]


@pytest.fixture(scope="module")
def people() -> list[dict[str, Any]]:
    return _records(users(TRAFFIC, 0, TRAFFIC.users))


def _us(stamp: str) -> int:
    return round(datetime.fromisoformat(stamp).timestamp() * SECOND)


def test_city_state_and_zip_code_agree(people: list[dict[str, Any]]) -> None:
    known = {(c.name, c.state, z) for c in CITIES for z in c.zips}
    assert {(p["city"], p["state"], p["zip_code"]) for p in people} <= known


def test_all_regions_are_lived_in_and_every_zip_code_of_a_large_city(people: list[dict[str, Any]]) -> None:
    lived = {p["zip_code"] for p in people}
    assert {c.region for c in CITIES for z in c.zips if z in lived} == {
        "Northeast",
        "Southeast",
        "Midwest",
        "Southwest",
        "West",
    }
    assert {z for c in CITIES if c.weight >= 20 for z in c.zips} <= lived


def test_the_table_of_cities_is_sound() -> None:
    zips = [z for c in CITIES for z in c.zips]
    assert len(zips) == len(set(zips))
    assert all(re.fullmatch(r"\d{5}", z) for z in zips)
    assert all(re.fullmatch(r"[2-9]\d\d", c.area_code) and re.fullmatch("[A-Z]{2}", c.state) for c in CITIES)
    region_of: dict[str, set[str]] = defaultdict(set)
    for city in CITIES:
        region_of[city.state].add(city.region)
    assert max(map(len, region_of.values())) == 1
    assert len(CITIES) >= 60


def test_ids_and_addresses_are_unique(people: list[dict[str, Any]]) -> None:
    for field in ("user_id", "email"):
        assert len({p[field] for p in people}) == len(people)


def test_values_lie_where_they_should(people: list[dict[str, Any]]) -> None:
    for p in people:
        assert re.fullmatch(r"[a-z]+\.[a-z]+\.\d{9}@[a-z.]+", p["email"])
        assert re.fullmatch(r"\+1[2-9]\d\d[2-9]\d{6}", p.get("phone", "+12125550100"))
        assert 0 <= p["age"] <= 130
        assert 0 <= p["lifetime_value"] <= 1000
        assert 0 <= p["total_purchases"] <= 50
        assert p["gender"] in "MFON"


@pytest.mark.parametrize(
    ("field", "shares"),
    [
        ("account_status", {"active": 0.85, "inactive": 0.10, "suspended": 0.05}),
        ("subscription_tier", {"free": 0.50, "basic": 0.30, "premium": 0.20}),
    ],
)
def test_shares_are_met(people: list[dict[str, Any]], field: str, shares: dict[str, float]) -> None:
    counts = Counter(p[field] for p in people)
    assert {v: n / len(people) for v, n in counts.items()} == pytest.approx(shares, abs=0.01)


def test_times_are_in_order_and_in_range(people: list[dict[str, Any]]) -> None:
    for p in people:
        created, login, updated = (_us(p[f]) for f in ("created_at", "last_login", "updated_at"))
        assert BASE - 731 * DAY <= created <= login <= updated <= BASE
        assert login >= BASE - 30 * DAY


def test_some_names_are_not_ascii(people: list[dict[str, Any]]) -> None:
    odd = sum(not p["first_name"].isascii() for p in people) / len(people)
    assert odd == pytest.approx(TRAFFIC.rates.non_ascii, abs=0.01)


def test_a_later_version_is_the_same_person_with_a_later_update() -> None:
    first, second, third = (_records(users(TRAFFIC, 0, 2000, version=v)) for v in (0, 1, 2))
    for earlier, later in ((first, second), (second, third)):
        changed = 0
        for a, b in zip(earlier, later, strict=True):
            assert _us(a["updated_at"]) < _us(b["updated_at"])
            for field in ("user_id", "email", "first_name", "last_name", "age", "gender", "created_at"):
                assert a[field] == b[field]
            assert a["total_purchases"] <= b["total_purchases"]
            changed += a["zip_code"] != b["zip_code"]
        assert 20 < changed < 400


def test_updates_of_a_second_fall_into_that_second() -> None:
    for version in (1, 2, 77):
        table = user_updates(TRAFFIC, version, 50)
        assert 45 <= len(table) <= 50
        assert len(set(table["idx"].to_pylist())) == len(table)
        assert all(
            BASE + (version - 1) * SECOND <= t < BASE + version * SECOND for t in table["updated_us"].to_pylist()
        )


def test_the_same_persons_appear_in_every_run() -> None:
    elsewhere = Traffic(TRAFFIC.seed, BASE + 9 * DAY, 100, rate=3)
    assert users(elsewhere, 0, 100)["user_id"].to_pylist() == users(TRAFFIC, 0, 100)["user_id"].to_pylist()


def test_the_schema_is_the_promised_one_also_when_empty() -> None:
    assert users(TRAFFIC, 4, 4).schema == users(TRAFFIC, 0, 5).schema == USERS_SCHEMA


def test_a_range_outside_the_population_is_refused() -> None:
    with pytest.raises(ValueError, match="range of users"):
        users(TRAFFIC, 0, TRAFFIC.users + 1)

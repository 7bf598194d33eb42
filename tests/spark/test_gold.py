"""Gold: the right numbers, nothing below the gate, and a work list that forgets no batch."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from batch.synthetic import Rates, Traffic, events, users
from lakehouse.accounts import BatchId, Judgement, PartitionAccount
from lakehouse.aggregates import AGGREGATES, DAILY, Silver, daily_parts
from lakehouse.catalog import SILVER
from lakehouse.gold import Work
from privacy.disclosure import Gate
from privacy.hierarchies import REGION_OF_STATE
from privacy.policies import EVENT_POLICY
from schemas.gold import DAILY_EVENT_METRICS
from tests.conftest import NewLake
from tests.support.installation import Installation
from tests.support.records import arrivals, event, profile

pytestmark = pytest.mark.spark

GOLD = DAILY_EVENT_METRICS
DAY = dt.date(2026, 3, 4)
BATCH = BatchId("stream.events", 1, 0)
SIX = ("ada", "bob", "cid", "dan", "eve", "fay")
_KEY = ("event_date", "event_type", "region", "device_type")
_EXACT = ("total_events", "unique_users", "sessions", "avg_watch_seconds", "revenue", "watchers", "buyers", "visitors")

Cell = tuple[Any, ...]


# --- the numbers ----------------------------------------------------------------------------------------------------


def oracle(records: list[dict[str, Any]], regions: dict[str, str]) -> dict[Cell, tuple[Any, ...]]:
    """The cells of decoded records, each counted once, the slow way."""
    cells: dict[Cell, list[dict[str, Any]]] = defaultdict(list)
    for record in records:
        day = dt.datetime.fromisoformat(record["event_timestamp"]).astimezone(dt.UTC).date()
        region = regions.get(record["user_id"], "unknown")
        cells[day, record["event_type"], region, record.get("device_type") or "unknown"].append(record)
    return {cell: _measured(of_cell) for cell, of_cell in cells.items()}


def _measured(records: list[dict[str, Any]]) -> tuple[Any, ...]:
    watched = [r for r in records if r.get("duration_seconds") is not None]
    bought = [r for r in records if r["event_type"] == "purchase" and r.get("quantity") and r.get("price") is not None]
    seen = {(r["user_id"], r["session_id"]) for r in records if r.get("session_id")}
    return (
        len(records),
        len({r["user_id"] for r in records}),
        len(seen),
        sum(r["duration_seconds"] for r in watched) / len(watched) if watched else None,
        sum(r["quantity"] * Decimal(str(r["price"])).quantize(Decimal("0.01")) for r in bought) if bought else None,
        len({user for user, seconds in _sums(watched, lambda r: r["duration_seconds"]).items() if seconds > 0}),
        len({user for user, paid in _sums(bought, lambda r: r["quantity"] * r["price"]).items() if paid > 0}),
        len({user for user, _ in seen}),
    )


def _sums(records: list[dict[str, Any]], what: Callable[[dict[str, Any]], float]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for record in records:
        sums[record["user_id"]] += what(record)
    return sums


def silver(events: DataFrame, users: DataFrame) -> Silver:
    return Silver(events.filter(~F.col("is_late")), users, DAY)


def cells_of(frame: DataFrame) -> dict[Cell, tuple[Any, ...]]:
    rows = frame.toArrow().to_pylist()
    found = {tuple(row[name] for name in _KEY): tuple(row[name] for name in _EXACT) for row in rows}
    assert len(found) == len(rows), "a cell is there twice"
    return found


def exactly(parts: DataFrame) -> DataFrame:
    """The cells of daily parts without rounding."""
    sums = ("events", "sessions", "watched", "watches", "revenue")
    cells = parts.groupBy(*_KEY).agg(
        *(F.sum(name).alias(name) for name in sums),
        F.count("*").alias("unique_users"),
        F.count_if(F.col("watched") > 0).alias("watchers"),
        F.count_if(F.col("revenue") > 0).alias("buyers"),
        F.count_if(F.col("sessions") > 0).alias("visitors"),
    )
    mean = F.try_divide("watched", "watches").alias("avg_watch_seconds")
    return cells.select("*", F.col("events").alias("total_events"), mean)


def in_floats(numbers: tuple[Any, ...]) -> tuple[float | None, ...]:
    return tuple(None if number is None else float(number) for number in numbers)


def test_cells_are_those_of_a_count_by_hand(lake: Installation) -> None:
    base = int(dt.datetime(2026, 3, 3, 23, 0, tzinfo=dt.UTC).timestamp() * 1_000_000)
    traffic = Traffic(
        7, base, users=150, rate=1.0, rates=Rates(duplicate=0.1, conflict=0, late=0.05, very_late=0.05), lanes=16
    )
    sent, people = events(traffic, 0, 4000), users(traffic, 0, 120)
    at = dt.datetime(2026, 3, 4, 2, 0, tzinfo=dt.UTC)
    lake.carry("users", arrivals(people["payload"].to_pylist(), received_at=at))
    lake.carry("events", arrivals(sent["payload"].to_pylist(), received_at=at))
    good = [row for row in sent.to_pylist() if row["kind"] not in ("malformed", "duplicate", "very_late")]
    counted = [json.loads(row["payload"]) for row in good if not row["of_index"]]
    known = {profile["user_id"]: profile for profile in map(json.loads, people["payload"].to_pylist())}
    regions = {name: REGION_OF_STATE[profile["state"]] for name, profile in known.items()}
    expected = oracle(counted, regions)
    exact = cells_of(exactly(daily_parts(silver(lake.read(SILVER["events"]), lake.read(SILVER["users"])))))
    assert exact.keys() == expected.keys()
    assert {cell: pytest.approx(in_floats(numbers)) for cell, numbers in expected.items()} == {
        cell: in_floats(numbers) for cell, numbers in exact.items()
    }
    lake.gold(k=5, rounding=5).refresh((DAILY,))
    published = {tuple(row[name] for name in _KEY): row for row in lake.rows(GOLD)}
    assert published.keys() == {cell for cell, numbers in expected.items() if numbers[1] >= 5}
    assert 0 < len(published) < len(expected)


# --- the gate -------------------------------------------------------------------------------------------------------

_EVENTS = pa.schema(
    [
        ("event_date", pa.date32()),
        ("event_type", pa.string()),
        ("device_type", pa.string()),
        ("user_key", pa.binary()),
        ("session_key", pa.binary()),
        ("quantity", pa.int64()),
        ("price", pa.decimal128(12, 2)),
        ("duration_seconds", pa.int64()),
        ("is_late", pa.bool_()),
    ]
)
_USERS = pa.schema([("user_key", pa.binary()), ("region", pa.string())])

seen_events = st.fixed_dictionaries(
    {
        "event_date": st.sampled_from([DAY, DAY + dt.timedelta(days=1)]),
        "event_type": st.sampled_from(["purchase", "video_play"]),
        "device_type": st.sampled_from(["mobile", None]),
        "user_key": st.integers(0, 5).map(lambda number: number.to_bytes(16)),
        "session_key": st.none() | st.integers(0, 2).map(lambda number: number.to_bytes(16)),
        "quantity": st.none() | st.integers(1, 1000),
        "price": st.none() | st.decimals(0, 100_000, places=2),
        "duration_seconds": st.none() | st.integers(0, 86_400),
        "is_late": st.sampled_from([False, False, False, True]),
    }
)


@hypothesis_settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(seen_events, min_size=1, max_size=60), st.integers(2, 4), st.sampled_from([1, 2]))
def test_nothing_of_fewer_than_k_persons_is_published(
    spark: SparkSession, tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]], k: int, rounding: int
) -> None:
    folder = tmp_path_factory.mktemp("gate")
    pq.write_table(pa.Table.from_pylist(rows, _EVENTS), folder / "events.parquet")
    people = [{"user_key": number.to_bytes(16), "region": ("West", None)[number % 2]} for number in range(4)]
    pq.write_table(pa.Table.from_pylist(people, _USERS), folder / "users.parquet")
    parts = daily_parts(silver(*(spark.read.parquet(str(folder / f"{name}.parquet")) for name in ("events", "users"))))
    exact, gate = cells_of(exactly(parts)), Gate(k, rounding)
    most = {tuple(row[name] for name in _KEY): row for row in _most(parts)}
    fresh = gate.cells(parts, DAILY.key, DAILY.figures).filter(F.col("persons") >= k).toArrow().to_pylist()
    shown = {tuple(row[name] for name in _KEY): row for row in fresh}
    assert sum(numbers[0] for numbers in exact.values()) == sum(not row["is_late"] for row in rows)
    assert shown.keys() == {cell for cell, numbers in exact.items() if numbers[1] >= k}
    for cell, row in shown.items():
        total, persons, sessions, watched, revenue, watchers, buyers, visitors = exact[cell]
        assert abs(row["unique_users"] - persons) < rounding
        for name, number, contributors, step, of in (
            ("total_events", total, persons, _step_of(most[cell]["events"], rounding), "events"),
            ("sessions", sessions, visitors, _step_of(most[cell]["sessions"], rounding), "sessions"),
            ("avg_watch_seconds", watched, watchers, 1, "watched"),
            ("revenue", revenue, buyers, _step_of(most[cell]["revenue"], 10), "revenue"),
        ):
            dominated = 2 * (most[cell][of] or 0) > (most[cell][f"{of}_sum"] or 0)
            assert (row[name] is None) == (contributors < k or dominated), name
            if row[name] is not None:
                assert row[name] % step == 0
                assert abs(float(row[name]) - float(number)) < step + 1e-6


def _step_of(largest: Decimal | int | None, least: int) -> int:
    """The least of 1, 2, 5, 10, 20, 50, .. that is below neither."""
    if least == 1:
        return 1
    steps = (digit * 10**power for power in range(12) for digit in (1, 2, 5))
    return next(step for step in steps if step >= max(largest or 0, least))


def _most(parts: DataFrame) -> list[dict[str, Any]]:
    names = ("events", "sessions", "watched", "revenue")
    figures = (agg for n in names for agg in (F.max(n).alias(n), F.sum(n).alias(f"{n}_sum")))
    return parts.groupBy(*_KEY).agg(*figures).toArrow().to_pylist()


@pytest.mark.parametrize("table", [GOLD], ids=lambda table: table.full_name)
def test_what_did_not_pass_the_gate_is_not_written(lake: Installation, table: Any) -> None:
    with pytest.raises(AttributeError):
        lake.writer.replace(lake.read(table), table, [DAY])  # type: ignore[arg-type]
    assert lake.writer.version(table) == 0


# --- the work list --------------------------------------------------------------------------------------------------


def begin(lake: Installation, *days: dt.date) -> None:
    """A batch that has been judged to change ``days`` and has not yet written silver."""
    account = PartitionAccount("s", 0, 0, 1, records=1, bronze=1, rejected=0, suppressed=0, unknown_fields=0)
    lake.ledger.open(BATCH, EVENT_POLICY, (account,), anew=True)
    lake.ledger.judged(BATCH, Judgement((), days))


def test_work_of_a_batch_whose_silver_is_not_written_waits(lake: Installation) -> None:
    begin(lake, DAY)
    assert lake.gold().refresh((DAILY,)) == []
    assert {row[0] for row in lake.ledger_state()["work"]} == {aggregate.table.full_name for aggregate in AGGREGATES}
    lake.ledger.mark(BATCH, "silver")
    assert [day.day for day in lake.gold().refresh((DAILY,))] == [DAY]
    assert lake.ledger.gold_work(GOLD.full_name) == []
    assert lake.gold().refresh((DAILY,)) == []


def test_an_older_version_of_silver_never_replaces_a_newer_one(lake: Installation) -> None:
    begin(lake, DAY, DAY + dt.timedelta(days=1))
    lake.ledger.mark(BATCH, "silver")
    lake.query("INSERT INTO ledger.gold_day VALUES (%s, %s, 99, now(), 1, 0)", GOLD.full_name, DAY)
    assert [day.day for day in lake.gold().refresh((DAILY,))] == [DAY + dt.timedelta(days=1)]
    assert lake.ledger.gold_versions(GOLD.full_name)[DAY] == 99


def test_work_that_came_after_gold_had_looked_stays(lake: Installation) -> None:
    begin(lake, DAY)
    lake.ledger.mark(BATCH, "silver")
    ready = lake.ledger.gold_work(GOLD.full_name)
    assert ready == [Work(DAY, BATCH)]
    later = BatchId("stream.events", 1, 1)
    lake.ledger.open(later, EVENT_POLICY, (), anew=True)
    lake.ledger.judged(later, Judgement((), (DAY,)))
    lake.ledger.gold_done(GOLD.full_name, 0, [], ready)
    assert [row[-2] for row in lake.ledger_state()["work"] if row[0] == GOLD.full_name] == [1]


@pytest.fixture(scope="module")
def visited(new_lake: NewLake) -> Iterator[Installation]:
    """Six persons without a profile on two days, one event of each too late for gold."""
    recent = ["2026-03-04T11:00:00Z", "2026-03-03T11:00:00Z", "2026-01-04T11:00:00Z"]
    payloads = [
        event(event_id=f"evt-{who}-{at}".replace(":", "-"), user_id=who, event_timestamp=at)
        for who in SIX
        for at in recent
    ]
    with new_lake() as lake:
        lake.carry("events", arrivals(payloads))
        yield lake


def published(lake: Installation) -> set[tuple[dt.date, str, int]]:
    return {(row["event_date"], row["region"], row["total_events"]) for row in lake.rows(GOLD)}


def test_persons_are_of_unknown_region_until_their_profile_comes_and_late_events_change_nothing(
    visited: Installation,
) -> None:
    lake = visited
    assert [day.day for day in lake.gold().refresh((DAILY,))] == [dt.date(2026, 3, 3), DAY]
    assert published(lake) == {(DAY, "unknown", 6), (dt.date(2026, 3, 3), "unknown", 6)}
    assert sum(row["is_late"] for row in lake.rows(SILVER["events"])) == 6
    people = [profile(user_id=who, updated_at="2026-03-03T10:00:00Z") for who in SIX]
    lake.carry("users", arrivals(people))
    lake.gold().refresh((DAILY,))
    assert (dt.date(2026, 3, 3), "Northeast", 6) in published(lake)


def test_a_profile_places_the_events_since_its_change(visited: Installation) -> None:
    """After the test above: gold has taken up the profiles, of a change on the day before ``DAY``."""
    assert (DAY, "Northeast", 6) in published(visited)

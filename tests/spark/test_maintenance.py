"""Upkeep: small files are put together, and nothing else changes."""

from __future__ import annotations

import datetime as dt
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lakehouse.aggregates import DAILY
from lakehouse.catalog import BRONZE, INGESTED, SILVER
from lakehouse.maintenance import Compacted, Maintenance
from schemas.outcomes import Fate
from schemas.tables import QUARANTINE, Table
from tests.conftest import NewLake
from tests.support.installation import Installation
from tests.support.records import Arrival, arrivals, event, profile

pytestmark = pytest.mark.spark

TODAY, BEFORE = "2026-03-04T11:00:00Z", "2026-02-20T11:00:00Z"


def batch(number: int) -> list[Arrival]:
    """Two days, the second in every other batch, and a record that is rejected."""
    late = [event(event_id=f"evt-1000000{number}", event_timestamp=BEFORE)] if number % 2 else []
    new = event(event_id=f"evt-0000000{number}", event_timestamp=TODAY)
    return arrivals([new, *late, b"{"], first=10 * number)


def files(lake: Installation, table: Table) -> int:
    return len(lake.read(table).inputFiles())


def work(lake: Installation) -> Maintenance:
    return Maintenance(lake.spark, lake.lake, lake.locks)


@pytest.fixture(scope="module")
def carried(new_lake: NewLake) -> Iterator[Installation]:
    with new_lake() as lake:
        road = lake.road("events")
        for number in range(4):
            lake.carry("events", batch(number), number, road)
        yield lake


@pytest.fixture
def crowded(carried: Installation, new_lake: NewLake) -> Iterator[Installation]:
    with new_lake(like=carried) as lake:
        yield lake


def test_days_with_many_small_files_are_put_together_and_the_others_left(crowded: Installation) -> None:
    bronze, silver, rejected = crowded.bronze("events"), crowded.silver("events"), crowded.quarantine()
    assert files(crowded, SILVER["events"]) == 6
    done = work(crowded).compact(INGESTED, crowded=3)
    assert set(done) == {
        Compacted("bronze.events", 1, 4, 1),
        Compacted("silver.events", 1, 4, 1),
        Compacted("quarantine.records", 1, 4, 1),
    }
    assert files(crowded, SILVER["events"]) == 3
    assert files(crowded, BRONZE["events"]) == 1
    assert (crowded.bronze("events"), crowded.silver("events"), crowded.quarantine()) == (bronze, silver, rejected)


@pytest.mark.long
def test_there_is_nothing_to_do_the_second_time(crowded: Installation) -> None:
    work(crowded).compact(INGESTED, crowded=2)
    assert work(crowded).compact(INGESTED, crowded=2) == []


def test_what_comes_again_is_found_in_the_files_put_together(crowded: Installation) -> None:
    work(crowded).compact(INGESTED, crowded=2)
    report = crowded.carry("events", [*batch(1)[:2], *arrivals([event(event_id="evt-00000009")], first=99)], 9)
    assert report is not None
    assert report.judgement is not None
    assert (report.judgement.total(Fate.DUPLICATE), report.judgement.total(Fate.ACCEPTED)) == (2, 1)


@pytest.mark.long
def test_marked_rows_of_profiles_stay_away(lake: Installation) -> None:
    road = lake.road("users")
    for number in range(4):
        changed = profile(updated_at=f"2026-03-04T11:00:0{number}.000Z")
        lake.carry("users", arrivals([changed, profile(user_id=f"other{number}")], first=10 * number), number, road)
    silver = lake.silver("users")
    assert len(silver) == 5
    (done,) = [one for one in work(lake).compact(INGESTED, crowded=3) if one.table == "silver.users"]
    assert done.after < done.before
    assert lake.silver("users") == silver


def test_gold_is_not_recomputed_for_it(crowded: Installation) -> None:
    crowded.gold().refresh((DAILY,))
    work(crowded).compact(INGESTED, crowded=2)
    assert crowded.gold().refresh((DAILY,)) == []


def test_the_log_names_days_only(crowded: Installation) -> None:
    work(crowded).compact(INGESTED, crowded=2)
    log = Path(crowded.lake.path(SILVER["events"])) / "_delta_log"
    actions = [json.loads(line) for file in log.glob("*.json") for line in file.read_text().splitlines()]
    found = [
        action["commitInfo"]["operationParameters"]
        for action in actions
        if action.get("commitInfo", {}).get("operation") == "OPTIMIZE"
    ]
    assert len(found) == 2
    assert all("event_date" in one["predicate"] and "event_key" not in one["predicate"] for one in found)


def test_days_that_have_passed_are_deleted_as_whole_files(crowded: Installation) -> None:
    kept = crowded.quarantine()
    days = {row["ingest_date"] for row in crowded.rows(QUARANTINE)}
    (today,) = days
    work(crowded).expire(QUARANTINE, today, "subject_id")
    assert crowded.quarantine() == kept
    work(crowded).expire(QUARANTINE, today + dt.timedelta(days=1), "subject_id")
    assert crowded.quarantine() == {}
    assert len(crowded.bronze("events")) == 6
    with pytest.raises(TypeError, match="has no days"):
        work(crowded).expire(SILVER["users"], today, "user_key")


def test_vacuum_removes_what_no_version_needs_and_nothing_else(crowded: Installation) -> None:
    bronze = crowded.bronze("events")
    work(crowded).compact(INGESTED, crowded=2)
    folder = Path(crowded.lake.path(BRONZE["events"]))
    day = next(folder.glob("ingest_date=*"))
    orphan, young = day / "part-orphan.snappy.parquet", day / "part-young.snappy.parquet"
    for file in (orphan, young):
        file.write_bytes(b"left by a job that was killed")
    eight_days_ago = time.time() - 8 * 86_400
    os.utime(orphan, (eight_days_ago, eight_days_ago))
    before = set(folder.rglob("*.parquet"))
    work(crowded).vacuum(INGESTED)
    assert before - set(folder.rglob("*.parquet")) == {orphan}
    assert crowded.bronze("events") == bronze

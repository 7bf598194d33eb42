"""Retention: nothing anywhere is older than promised, whatever day it is, and what a legal hold protects stays."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conf import Secret, Settings
from governance.requests import Kind
from governance.retention import Place, remove_answers
from lakehouse.catalog import BRONZE, INGESTED, SILVER
from lakehouse.maintenance import Maintenance
from schemas.tables import QUARANTINE
from scripts import retain
from tests.conftest import NewLake
from tests.support.installation import Installation
from tests.support.records import Arrival, event

pytestmark = pytest.mark.spark

NOW = dt.datetime.now(dt.UTC)
DAY = dt.timedelta(days=1)
BRONZE_DAYS, SILVER_DAYS = 10, 5


RECORDS = [
    Arrival(
        event(user_id=who, event_id=f"{who}-{days:05d}", event_timestamp=(NOW - days * DAY).isoformat(), **wrong),
        10 * days + offset,
        received_at=NOW - days * DAY,
    )
    for days in range(5)
    for offset, (who, wrong) in enumerate(
        [("ada", {}), ("bob", {}), ("ada", {"event_type": "hop"}), ("bob", {"event_type": "hop"})]
    )
]
"""Of the last five days of two persons, good ones and rejected ones."""


@pytest.fixture(scope="module")
def carried(new_lake: NewLake) -> Iterator[Installation]:
    with new_lake() as lake:
        lake.enrol("ada", "bob")
        lake.carry("events", RECORDS)
        yield lake


@pytest.fixture
def kept(carried: Installation, new_lake: NewLake) -> Iterator[Installation]:
    with new_lake(like=carried) as lake:
        yield lake


def settings_of(lake: Installation) -> Settings:
    paths = replace(lake.settings.paths, var=lake.folder, lake=lake.lake.root)
    limits = replace(lake.settings.retention, bronze_days=BRONZE_DAYS, silver_days=SILVER_DAYS)
    postgres = replace(lake.settings.postgres, dsn=Secret(lake.clone.administrator))
    backups = replace(lake.settings.backup, folder=paths.backups)
    return replace(lake.settings, paths=paths, retention=limits, backup=backups, postgres=postgres)


def places(lake: Installation, now: dt.datetime) -> list[Place]:
    return list(retain.places(settings_of(lake), lake.spark, lake.control, now, INGESTED))


def late(lake: Installation, now: dt.datetime) -> list[str]:
    return sorted(place.name for place in places(lake, now) if place.late(now))


def applied(lake: Installation, now: dt.datetime) -> None:
    list(retain.applied(settings_of(lake), lake.spark, lake.control, now, INGESTED))


def test_on_no_day_is_anything_older_than_promised(kept: Installation) -> None:
    assert late(kept, NOW) == []
    neglected = late(kept, NOW + 30 * DAY)
    assert {f"{name}: rows" for name in ("bronze.events", "quarantine.records", "silver.events")} <= set(neglected)
    for days in (8, 30):
        now = NOW + days * DAY
        applied(kept, now)
        # Delta reads the age of its log from the clock of the machine: that is the next test.
        assert [name for name in late(kept, now) if not name.endswith(": log")] == [], days
    assert kept.rows(BRONZE["events"]) == kept.rows(SILVER["events"]) == kept.rows(QUARANTINE) == []
    assert list(Path(kept.lake.root).glob("bronze/events/ingest_date=*/*.parquet")) == [], "bytes go with the rows"


def test_entries_of_a_log_go_when_they_are_old(kept: Installation) -> None:
    folder = Path(kept.lake.path(BRONZE["events"])) / "_delta_log"
    old = (NOW - 20 * DAY).timestamp()
    for path in folder.iterdir():
        os.utime(path, (old, old))
    assert "bronze.events: log" in late(kept, NOW)
    Maintenance(kept.spark, kept.lake, kept.locks).shorten_logs([BRONZE["events"]])
    assert "bronze.events: log" not in late(kept, NOW)
    assert len(kept.rows(BRONZE["events"])) == 10


def test_a_dry_run_removes_nothing(kept: Installation) -> None:
    before = len(kept.rows(BRONZE["events"]))
    places(kept, NOW + 30 * DAY)
    assert len(kept.rows(BRONZE["events"])) == before > 0


def test_rows_of_who_is_held_stay_until_the_hold_is_over(kept: Installation) -> None:
    until = (NOW + 20 * DAY).date()
    kept.holds().place([b"ada", b"never-was-here"], until)
    applied(kept, NOW + 16 * DAY)
    ada = kept.persons()["ada"]
    assert {row["subject_id"] for row in kept.rows(BRONZE["events"])} == {ada[0]}
    assert {row["user_key"] for row in kept.rows(SILVER["events"])} == {ada[1].user_key}
    assert len(kept.rows(BRONZE["events"])) == 5
    assert {row["subject_id"] for row in kept.rows(QUARANTINE)} <= {ada[0]}
    applied(kept, NOW + 22 * DAY)
    assert kept.rows(BRONZE["events"]) == kept.rows(SILVER["events"]) == []


def test_what_was_kept_to_prove_an_erasure_goes_when_it_is_due(lake: Installation) -> None:
    lake.enrol("ada")
    lake.requests().receive(Kind.ERASE, [b"ada"])
    lake.forget("ada")
    name = "traces of erased persons, after their requests were due"
    assert name not in late(lake, NOW + 20 * DAY)
    assert name in late(lake, NOW + 40 * DAY)
    assert lake.traces().expire(NOW + 40 * DAY) == 1
    assert name not in late(lake, NOW + 40 * DAY)


def test_answers_are_removed_after_their_time(tmp_path: Path) -> None:
    (tmp_path / "1").mkdir()
    (tmp_path / "1" / "data.json").write_text("{}")
    (tmp_path / "2.p7m").write_bytes(b"x")
    assert remove_answers(tmp_path, NOW - DAY) == 0
    assert remove_answers(tmp_path, NOW + DAY) == 2
    assert list(tmp_path.iterdir()) == []
    assert remove_answers(tmp_path / "none", NOW) == 0

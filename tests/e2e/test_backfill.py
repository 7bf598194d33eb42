"""`make backfill` as its user meets it: it tells what it does, can be ended, goes on, and adds nothing twice."""

from __future__ import annotations

import gzip
import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import SparkSession

from batch.synthetic import Rates, Traffic, events, users
from lakehouse.catalog import SILVER
from lakehouse.tables import Lake
from lakehouse.writer import Writer
from privacy.keyfile import write_master_key
from schemas.gold import DAILY_EVENT_METRICS
from schemas.tables import Table
from scripts.control import control
from tests.support import jvm
from tests.support.deployment import Deployment, Run, wait_for

pytestmark = pytest.mark.e2e

SIZE = {"USERS": "300", "EVENTS": "3000", "DAYS": "8", "UNTIL": "2026-03-09", "K": "5"}
CLOSED = "SELECT count(*) FROM ledger.batch WHERE job LIKE 'backfill.%' AND closed_at IS NOT NULL"
TRUTH = events(Traffic.history(20260101, 1_772_323_200_000_000, 3000, 300, days=8), 0, 3000).to_pylist()


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    made = Deployment(tmp_path_factory.mktemp("backfill"), **SIZE, JDK_JAVA_OPTIONS=jvm.INTERPRETED)
    write_master_key(made.settings.paths.key_file)
    try:
        yield made
    finally:
        made.remove()


@pytest.fixture(scope="module")
def ended(deployment: Deployment) -> Run:
    """Ended by Ctrl-C in the middle of the events, then killed, then run to its end."""
    first = deployment.start("backfill")
    wait_for(lambda: first.alive() and deployment.number(CLOSED) >= 3, "the first slices of events")
    first.process.send_signal(signal.SIGINT)
    assert first.wait() == 1
    assert "goes on where it was" in first.text
    second = deployment.start("backfill")
    closed = deployment.number(CLOSED)
    wait_for(lambda: second.alive() and deployment.number(CLOSED) > closed, "another slice")
    second.kill()
    third = deployment.run(command="backfill")
    assert third.process.returncode == 0, third.text[-2000:]
    return third


def rows(deployment: Deployment, spark: SparkSession, table: Table) -> list[dict[str, Any]]:
    plane = control(deployment.settings)
    lake = Lake(deployment.settings.paths.lake, plane.lake.lake_id)
    return Writer(spark, lake).read(table).toArrow().to_pylist()


def test_all_that_was_sent_is_there_once(ended: Run, deployment: Deployment, spark: SparkSession) -> None:
    identities = {(r["event_id"], r["user_id"], r["event_time_us"]) for r in TRUTH if not r["expected_reason"]}
    keys = [row["event_key"] for row in rows(deployment, spark, SILVER["events"])]
    assert len(keys) == len(set(keys)) == len(identities)
    assert len(rows(deployment, spark, SILVER["users"])) == 300
    assert deployment.number("SELECT count(*) FROM ledger.gold_day") >= 8
    assert all(row["unique_users"] >= 5 for row in rows(deployment, spark, DAILY_EVENT_METRICS))


def test_it_says_what_it_did(ended: Run, deployment: Deployment, spark: SparkSession) -> None:
    rejected = sum(row["expected_reason"] is not None for row in TRUTH)
    assert "consumed = bronze + rejected + suppressed" in ended.text
    assert f"{3000:,}" in ended.text
    assert f" {rejected} " in ended.text
    assert "DOES NOT HOLD" not in ended.text
    assert "5 tables" in ended.text
    late = sum(row["is_late"] for row in rows(deployment, spark, SILVER["events"]))
    assert (f"late: {late:,} of" in ended.text) == (late > 0)
    assert "release 1 published: 6 tables" in ended.text
    ((shown,),) = deployment.rows("SELECT count(*) FROM published.daily_event_metrics WHERE release_id = 1")
    assert shown == len(rows(deployment, spark, DAILY_EVENT_METRICS)) > 0


def test_a_second_run_adds_nothing(ended: Run, deployment: Deployment) -> None:
    before = deployment.rows("SELECT * FROM ledger.batch ORDER BY 1, 2, 3")
    again = deployment.run(command="backfill")
    assert again.process.returncode == 0
    assert deployment.rows("SELECT * FROM ledger.batch ORDER BY 1, 2, 3") == before
    assert "0 days computed" in again.text


@pytest.mark.long
def test_real_exports_take_the_same_road(
    ended: Run, deployment: Deployment, spark: SparkSession, tmp_path: Path
) -> None:
    """Other events of the same persons, as files: users and events apart, packed and plain."""
    traffic = Traffic(5, 1_772_323_200_000_000, 300, rates=Rates.none())
    people = users(traffic, 0, 300)["payload"].to_pylist()
    clicks = events(traffic, 0, 400)["payload"].to_pylist()
    (tmp_path / "people.jsonl").write_bytes(b"\n".join(people))
    (tmp_path / "clicks-1.jsonl.gz").write_bytes(gzip.compress(b"\n".join(clicks[:250])))
    (tmp_path / "clicks-2.jsonl").write_bytes(b"\n".join([*clicks[200:], b"{"]))
    before = len(rows(deployment, spark, SILVER["events"]))
    done = deployment.run(command="backfill", FROM=f"{tmp_path}/*.jsonl {tmp_path}/*.gz", EXPORTED="2026-03-02")
    assert done.process.returncode == 0, done.text[-2000:]
    assert len(rows(deployment, spark, SILVER["events"])) == before + 400
    assert len({json.loads(row)["user_id"] for row in people}) == 300
    again = deployment.run(command="backfill", FROM=f"{tmp_path}/*.jsonl {tmp_path}/*.gz")
    assert again.process.returncode == 0
    assert len(rows(deployment, spark, SILVER["events"])) == before + 400


BAD = {
    "a file that is not there": ({"FROM": "/nowhere/*.jsonl"}, "there is no file /nowhere/"),
    "more than the disk holds": ({"EVENTS": "4000000000"}, "records need about 4"),
    "a day that is none": ({"UNTIL": "soon"}, "UNTIL is a day such as"),
    "an unknown contract": ({"FROM": "README.md", "CONTRACT": "orders"}, "must stand in its name"),
}


@pytest.mark.parametrize(("environment", "words"), BAD.values(), ids=BAD.keys())
def test_what_cannot_be_carried_is_one_sentence(
    ended: Run, deployment: Deployment, environment: dict[str, str], words: str
) -> None:
    before = deployment.number("SELECT count(*) FROM ledger.batch")
    run = deployment.run(command="backfill", **environment)
    assert run.process.returncode == 1
    assert words in run.text
    assert "Traceback" not in run.text
    assert deployment.number("SELECT count(*) FROM ledger.batch") == before

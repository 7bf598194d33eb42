"""The fault campaign: one lake, hit again and again; after each phase everything is compared from outside.

One story, told in order over one deployment. ``make test-faults`` runs it, ``ARGS="--short"`` in some minutes.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from confluent_kafka.admin import AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource, ResourceType
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

import conf
from batch.synthetic import Traffic
from batch.synthetic.traffic import DAY, SECOND
from lakehouse.failpoints import STEPS
from privacy.keyfile import read_keyring, write_master_key
from privacy.keys import Seal
from schemas.envelope import bound_to
from scripts.feed import send
from scripts.services import kafka, postgres
from streaming.topic import TopicNow
from tests.faults.checker import Checker
from tests.faults.conftest import Extent
from tests.faults.delta import Table
from tests.faults.record import Phase, Record
from tests.faults.witness import digest
from tests.support.deployment import Deployment, Run, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.timeout(5400)]

_BATCH_SECONDS = 300.0
_GOLD = tuple(step for step in STEPS if step.startswith("gold."))
_ROAD = tuple(step for step in STEPS if not step.startswith("gold."))


@pytest.fixture(scope="module")
def deployment(seed: int) -> Iterator[Deployment]:
    var = Path(tempfile.mkdtemp(prefix="lake-faults-"))
    var.chmod(0o755)  # as root the database runs as another OS user, who has to come in
    made = Deployment(var, LAKE_PROFILE="faults", RATE="700", USERS="400", SEED=str(seed), METRICS_PORT="0")
    write_master_key(made.settings.paths.key_file)
    try:
        yield made
    finally:
        made.remove()
        if not os.environ.get("KEEP_FAULTS"):
            shutil.rmtree(var, ignore_errors=True)


@pytest.fixture(scope="module")
def checker(deployment: Deployment) -> Checker:
    return Checker(deployment)


Told = Callable[[Phase], None]


@pytest.fixture
def settled(deployment: Deployment, checker: Checker) -> Told:
    """Ends a phase: one run to a clean end, then the check."""

    def settle(phase: Phase) -> None:
        run = deployment.run(600, DURATION="4")
        assert run.process.returncode == 0, run.text
        phase.findings = checker.check()

    return settle


def _started(deployment: Deployment, **environment: str) -> Run:
    """A run that has closed a batch."""
    run = deployment.start(**environment)
    run.await_batches()
    return run


def _stopped(run: Run, code: int = 0) -> None:
    run.process.send_signal(signal.SIGINT)
    assert run.wait(300) == code, run.text


def _rest(dice: random.Random, least: float, most: float, run: Run) -> None:
    """A while by the dice, during which the run must live."""
    until = time.monotonic() + dice.uniform(least, most)
    wait_for(lambda: run.alive() and time.monotonic() >= until, "a moment by the dice", most + 60)


# --- kills of the driver ----------------------------------------------------------------------------------------------


def test_the_driver_is_killed_at_any_moment(
    deployment: Deployment, dice: random.Random, extent: Extent, record: Record, settled: Told
) -> None:
    with record.phase("driver killed at random") as phase:
        for _ in range(extent.drivers):
            run = deployment.start()
            if dice.random() < 0.2:
                _rest(dice, 1, 15, run)  # on the way up
            else:
                run.await_open_batch()
                _rest(dice, 0, 15, run)
            run.kill()
        phase.faults = f"{extent.drivers} kill -9"
        settled(phase)


def _failpoints(extent: Extent, dice: random.Random) -> list[str]:
    every = [f"{topic}/{step}" for topic in ("events", "users") for step in _ROAD] + [f"gold/{step}" for step in _GOLD]
    return every if extent.every_step else dice.sample(every, 4)


def test_the_driver_ends_at_every_named_step(
    deployment: Deployment, dice: random.Random, seed: int, extent: Extent, record: Record, settled: Told
) -> None:
    with record.phase("driver ended at each failpoint") as phase:
        points = _failpoints(extent, dice)
        for number, point in enumerate(points):
            if point == "events/persons.minted":  # nobody met by an event has come with a profile
                _sent(deployment, Traffic(seed + 1, _now_us() - 60 * SECOND, 50), 200, "strangers")
            # Another seed, other persons: else nobody would be met for the first time.
            run = deployment.run(_BATCH_SECONDS, FAILPOINT=point, SEED=str(1000 + number))
            assert run.process.returncode == -signal.SIGKILL, f"{point}: {run.text}"
            deployment.await_feeds()
        phase.faults = f"{len(points)} failpoints"
        settled(phase)


# --- services that go away under a running stream ---------------------------------------------------------------------


def test_broker_and_postgres_are_killed_under_a_running_stream(
    deployment: Deployment, dice: random.Random, extent: Extent, record: Record, settled: Told
) -> None:
    with record.phase("broker and Postgres killed at random") as phase:
        run = _started(deployment)
        kills = [deployment.kill_broker] * extent.brokers + [deployment.kill_postgres] * extent.postgres
        dice.shuffle(kills)
        for kill in kills:
            _rest(dice, 0, 5, run)
            kill()
            run.await_batches(2)
        _stopped(run)
        phase.faults = f"{extent.brokers} broker, {extent.postgres} Postgres kill -9, one driver throughout"
        settled(phase)


def _named_postgres(deployment: Deployment) -> dict[str, str]:
    """Settings that name the local server: then nobody starts it again."""
    return {"POSTGRES_DSN": postgres.ensure(deployment.settings).owner.reveal()}


def test_postgres_is_away_for_a_while(deployment: Deployment, extent: Extent, record: Record, settled: Told) -> None:
    with record.phase("Postgres away") as phase:
        run = _started(deployment, **_named_postgres(deployment))
        postgres.stop(deployment.settings)
        wait_for(lambda: run.alive() and "waiting for Postgres" in run.text, "the line that says so")
        until = time.monotonic() + extent.minutes * 60
        wait_for(lambda: run.alive() and time.monotonic() >= until, "its return", extent.minutes * 60 + 60)
        postgres.ensure(deployment.settings)
        run.await_batches(2)
        _stopped(run)
        phase.faults = f"{extent.minutes:g} minutes"
        settled(phase)


def test_kafka_is_away_for_a_while(
    deployment: Deployment, seed: int, extent: Extent, record: Record, settled: Told
) -> None:
    """A broker that settings name, so that nobody starts it again; Spark gives the queries up meanwhile."""
    with record.phase("Kafka away") as phase:
        bootstrap = kafka.ensure(deployment.settings)
        run = deployment.start(KAFKA_BOOTSTRAP_SERVERS=bootstrap)
        wait_for(lambda: run.alive() and "running;" in run.text, "the queries")
        _sent(deployment, Traffic(seed + 3, _now_us() - 60 * SECOND, 50), 500, "before-kafka-went")
        run.await_batches()
        kafka.stop(deployment.settings)
        wait_for(lambda: run.alive() and "waiting for Kafka" in run.text, "the line that says so")
        until = time.monotonic() + extent.minutes * 60
        wait_for(lambda: run.alive() and time.monotonic() >= until, "its return", extent.minutes * 60 + 60)
        kafka.ensure(deployment.settings)
        _sent(deployment, Traffic(seed + 4, _now_us() - 60 * SECOND, 50), 500, "after-kafka-came")
        run.await_batches()
        _stopped(run)
        phase.faults = f"{extent.minutes:g} minutes"
        settled(phase)


def test_a_stop_ends_the_waiting_for_postgres(deployment: Deployment, record: Record, settled: Told) -> None:
    with record.phase("stopped while Postgres is away") as phase:
        run = _started(deployment, **_named_postgres(deployment))
        run.await_open_batch()
        deployment.kill_postgres()
        wait_for(lambda: run.alive() and "waiting for Postgres" in run.text, "the line that says so")
        _stopped(run, 6)
        assert "start again once it answers" in run.text or "Postgres cannot be reached" in run.text
        postgres.ensure(deployment.settings)
        deployment.await_feeds()
        phase.faults = "kill -9, then SIGINT"
        settled(phase)


# --- files that are lost ----------------------------------------------------------------------------------------------


def _checkpoint(deployment: Deployment, topic: str) -> Path:
    job = deployment.settings.paths.checkpoints / f"stream.{topic}"
    return max(job.glob("epoch-*"), key=lambda path: int(path.name.rpartition("-")[2]))


def test_the_last_commit_file_is_deleted(deployment: Deployment, record: Record, settled: Told) -> None:
    with record.phase("last commit file deleted") as phase:
        for topic in ("events", "users"):
            commits = _checkpoint(deployment, topic) / "commits"
            max(commits.glob("[0-9]*"), key=lambda path: int(path.name)).unlink()
        phase.faults = "2 files"
        settled(phase)


def _refused(deployment: Deployment, words: str) -> None:
    run = deployment.run(300)
    assert run.process.returncode == 1, run.text
    assert re.search(words, run.text), run.text
    assert "NEW_EPOCH=1" in run.text


def _new_epoch(deployment: Deployment) -> Run:
    run = deployment.run(600, NEW_EPOCH="1", DURATION="4")
    assert run.process.returncode == 0, run.text
    return run


def test_a_checkpoint_is_lost_in_mid_batch(deployment: Deployment, record: Record, settled: Told) -> None:
    with record.phase("checkpoint deleted after a kill") as phase:
        run = deployment.start()
        run.await_open_batch()
        run.kill()
        shutil.rmtree(_checkpoint(deployment, "events").parent)
        _refused(deployment, "the checkpoint of stream.events is lost")
        _new_epoch(deployment)
        phase.faults = "refused, NEW_EPOCH=1"
        settled(phase)


def test_a_topic_is_made_anew_under_a_running_stream(
    deployment: Deployment, checker: Checker, record: Record, settled: Told
) -> None:
    with record.phase("topic made anew under a running stream") as phase:
        run = _started(deployment, DURATION="4")
        assert run.wait(300) == 0, run.text
        checker.look()
        run = deployment.start(RATE="0")
        wait_for(lambda: run.alive() and "running;" in run.text, "the queries")
        client = AdminClient({"bootstrap.servers": kafka.ensure(deployment.settings)})
        for deleted in client.delete_topics(["events"]).values():
            deleted.result()
        assert run.wait(300) == 1, run.text
        assert "topic events was deleted or made anew while it was read" in run.text
        _refused(deployment, "topic events is not the one this lake has read")
        _new_epoch(deployment)
        phase.faults = "ended, refused, NEW_EPOCH=1"
        settled(phase)


def test_the_data_of_the_broker_is_lost(
    deployment: Deployment, checker: Checker, record: Record, settled: Told
) -> None:
    with record.phase("data of the broker lost") as phase:
        checker.look()
        kafka.stop(deployment.settings)
        shutil.rmtree(deployment.settings.paths.kafka)
        _refused(deployment, "is not the one this lake has read")
        _new_epoch(deployment)
        phase.faults = "refused, NEW_EPOCH=1"
        settled(phase)


def test_retention_passes_a_stopped_stream(
    deployment: Deployment, checker: Checker, seed: int, record: Record, settled: Told
) -> None:
    """Records that nobody took expire: the loss is refused with its size, and NEW_EPOCH=1 goes on behind it."""
    with record.phase("retention passes a stopped stream") as phase:
        bootstrap = kafka.ensure(deployment.settings)
        _sent(deployment, Traffic(seed, _now_us() - 60 * SECOND, 50), 3_000, "expiring")
        checker.look()
        source = checker.sources["events"]
        taken = _taken(deployment, source)
        _configured(bootstrap, {"retention.ms": "1000", "segment.ms": "1000"})
        kafka.stop(deployment.settings)  # its first look for what has expired comes 30 s after a start
        kafka.ensure(deployment.settings)
        ends = {place[1]: seen.end for place, seen in checker.witness.seen.items() if place[0] == source}
        wait_for(lambda: _starts(deployment) == ends, "the records to expire", 120)
        _configured(bootstrap, {"retention.ms": "86400000", "segment.ms": "3600000"})
        lost = sum(ends[number] - taken[number] for number in ends)
        assert lost == 3_000
        _refused(deployment, f"no longer holds {lost:,} positions of topic events")
        assert f"{lost:,} positions were deleted by Kafka" in _new_epoch(deployment).text
        for number, end in ends.items():
            checker.expire("events", (source, number), taken[number], end)
        phase.faults = f"{lost:,} records expired, refused, NEW_EPOCH=1"
        settled(phase)


def _now_us() -> int:
    return int(time.time() * SECOND)


def _sent(deployment: Deployment, traffic: Traffic, count: int, name: str) -> None:
    """Events beside the feed's, with their truth among the others: what lies ahead of its arrival will be rejected."""
    truth = send(kafka.ensure(deployment.settings), traffic, 0, count)
    ahead = pc.greater(truth["event_time_us"], _now_us() + DAY // 2)
    reason = pc.if_else(ahead, pc.coalesce(truth["expected_reason"], "future_event_time"), truth["expected_reason"])
    truth = truth.set_column(truth.schema.get_field_index("expected_reason"), "expected_reason", reason)
    folder = deployment.settings.paths.truth / f"run-{name}"
    folder.mkdir(parents=True)
    pq.write_table(truth, folder / "events-0.parquet")


def _taken(deployment: Deployment, source: str) -> dict[int, int]:
    return dict(
        deployment.rows(f"SELECT partition, max(to_offset) FROM ledger.range WHERE source_id = '{source}' GROUP BY 1")
    )


def _configured(bootstrap: str, settings: dict[str, str]) -> None:
    entries = [
        ConfigEntry(name, value, incremental_operation=AlterConfigOpType.SET) for name, value in settings.items()
    ]
    resource = ConfigResource(ResourceType.TOPIC, "events", incremental_configs=entries)
    client = AdminClient({"bootstrap.servers": bootstrap})
    for altered in client.incremental_alter_configs([resource]).values():
        altered.result()


def _starts(deployment: Deployment) -> dict[int, int]:
    return TopicNow(kafka.ensure(deployment.settings), {}, "events", 3).starts()


# --- company, and wrong clocks ----------------------------------------------------------------------------------------


def test_clocks_of_senders_jump(deployment: Deployment, seed: int, record: Record, settled: Told) -> None:
    """Days ahead: rejected with that reason. Weeks behind: taken, and late by more than 30 days. Nothing is lost."""
    with record.phase("clocks of senders jump") as phase:
        run = _started(deployment)
        jumps = {"ahead": 3 * DAY, "behind": -5 * DAY, "far-behind": -40 * DAY}
        for name, jump in jumps.items():
            _sent(deployment, Traffic(seed, _now_us() + jump, 50), 1_000, name)
            run.await_batches()
        _stopped(run)
        phase.faults = "+3, -5 and -40 days"
        settled(phase)
        days = _days_behind(deployment)
        assert all(late for behind, late in days if behind > 31)
        assert not any(late for behind, late in days if behind < 29)
        assert any(late for _, late in days)


def _days_behind(deployment: Deployment) -> list[tuple[float, bool]]:
    """Of every event in silver, how old it is and whether it is called late."""
    rows = Table(Path(deployment.settings.paths.lake) / "silver/events").read(["event_time", "is_late"])
    times = rows["event_time"].cast(pa.timestamp("us")).cast(pa.int64()).to_pylist()
    return [((_now_us() - at) / DAY, late) for at, late in zip(times, rows["is_late"].to_pylist(), strict=True)]


def test_two_writers_work_on_one_table(
    deployment: Deployment, checker: Checker, extent: Extent, record: Record, settled: Told
) -> None:
    with record.phase("two writers on the same tables") as phase:
        run = _started(deployment)
        truth = deployment.var / "second.parquet"
        batches = 10 if extent.every_step else 3
        command = [sys.executable, "-m", "tests.faults.second_writer", str(truth), str(batches)]
        environment = {**deployment.environment, "SPARK_DRIVER_MEMORY": "1g"}
        done = subprocess.run(
            command, cwd=conf.ROOT, env=environment, capture_output=True, text=True, timeout=900, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        assert run.alive()
        _stopped(run)
        checker.add("events", json.loads(done.stdout.splitlines()[-1])["source_id"], pq.read_table(truth))
        phase.faults = f"{batches} batches beside the stream's"
        settled(phase)


# --- what takes a session, once ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tables(spark: SparkSession, deployment: Deployment) -> Callable[[str], DataFrame]:
    """Tables of the deployment by zone and name, as any Spark reads them."""
    return lambda name: spark.read.format("delta").load(f"{deployment.settings.paths.lake}/{name}")


def test_no_person_has_two_profiles(tables: Callable[[str], DataFrame]) -> None:
    users = tables("silver/users")
    assert users.count() == users.select("user_key").distinct().count() > 0


def test_gold_of_today_is_what_silver_says(tables: Callable[[str], DataFrame]) -> None:
    """But for what fewer than k persons have changed in a cell since it was published, and the rounding. Days before
    keep the regions that persons had when they last changed."""
    today = dt.datetime.now(dt.UTC).date()
    regions = tables("silver/users").select("user_key", "region")
    cells = (
        tables("silver/events")
        .filter((F.col("event_date") == today) & ~F.col("is_late"))
        .join(regions, "user_key", "left")
        .fillna({"region": "unknown", "device_type": "unknown"})
        .groupBy("event_type", "region", "device_type")
        .agg(F.count("*").alias("events"), F.countDistinct("user_key").alias("users"))
        .filter("users >= 10")
        .collect()
    )
    published = tables("gold/daily_event_metrics").filter(F.col("event_date") == today).collect()
    found = {(row.event_type, row.region, row.device_type): row.unique_users for row in published}
    expected = {tuple(row[:3]): row.users for row in cells}
    assert found.keys() == expected.keys()
    assert found
    # Fewer than 10 of 64 buckets differ: about as many persons, a few more where two fell into one.
    assert all(-20 < found[cell] - users < 5 for cell, users in expected.items())


def test_every_payload_opens_to_what_kafka_held(deployment: Deployment, checker: Checker) -> None:
    """Under the key of its person, bound to its position; for each position of bronze."""
    keyring = read_keyring(deployment.settings.paths.key_file)
    rows = deployment.rows("SELECT subject_id, wrapped_keys, kek_version FROM registry.person")
    deks = {
        bytes(s): Seal(keyring.unwrap_person(bytes(wrapped), bytes(s), version).dek) for s, wrapped, version in rows
    }
    opened = 0
    for topic in ("users", "events"):
        table = Table(Path(deployment.settings.paths.lake) / "bronze" / topic)
        columns = ["source_id", "partition", "offset", "subject_id", "payload"]
        for source, partition, offset, subject, payload in zip(*table.read(columns).to_pydict().values(), strict=True):
            seen = checker.witness.seen.get((source, partition))
            if seen is not None:
                bound = bound_to(topic, source, partition, offset)
                assert digest(deks[subject].open(payload, bound)) == seen.digests[offset - seen.first]
                opened += 1
    assert opened > 1_000

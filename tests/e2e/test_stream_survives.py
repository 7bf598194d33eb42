"""One deployment that is killed, loses its services and a commit file, and is handed other keys: nothing lost, doubled
or leaked.

Two stories, a short and a long one, told in order: each test asserts what was left by the run before it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.dataset as ds
import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from governance.database import Database
from governance.ledger import RunLedger
from governance.registry import Registry
from lakehouse import tables
from lakehouse.accounts import BatchId
from lakehouse.catalog import BRONZE, SILVER, TABLES
from lakehouse.persons import SnapshotWriter
from lakehouse.road import Road
from lakehouse.tables import Lake
from privacy.keyfile import read_keyring
from privacy.keys import Keyring
from privacy.policies import POLICIES
from schemas.envelope import bound_to
from scripts import session, topics
from scripts.control import Control, control
from scripts.services import kafka
from streaming.source import TopicSource
from tests.support import jvm
from tests.support.canary import master_key, person_canaries, survey
from tests.support.deployment import Deployment, Run, wait_for
from tests.support.planted import plant

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]

PERSONS = person_canaries(6)
KEY = master_key()
CANARIES = [*(canary for person in PERSONS for canary in person.canaries), KEY.canary]


class Story(NamedTuple):
    """``planted``: how many times all canaries are sent; ``runs``: whose feeds have written their truth; ``rekeyed``:
    whether the master key has another version in the end."""

    told: Callable[[Deployment], None]
    planted: int
    runs: int
    rekeyed: bool


def _killed(deployment: Deployment) -> None:
    """A kill, both services killed, a clean end, a lost commit file. Scans for canaries on the way."""
    _killed_in_mid_batch(deployment)
    run = deployment.start()
    run.await_batches()
    _plant(deployment)
    _services_killed(deployment, run)
    run.await_open_batch()
    run.kill()
    _ended(deployment)


def _killed_and_rekeyed(deployment: Deployment) -> None:
    """Three kills, and the master key rotated and a wrong one in mid-run beside all the rest."""
    _killed_in_mid_batch(deployment)
    run = deployment.start()
    run.await_batches()
    _plant(deployment)
    run.await_open_batch()
    run.kill()

    run = deployment.start()
    run.await_batches()
    _services_killed(deployment, run)
    _rotated(deployment, run)
    _wrong_key(deployment, run)

    run = deployment.start()
    run.await_open_batch()
    run.kill()
    _ended(deployment)


STORIES = {
    "killed": Story(_killed, planted=2, runs=3, rekeyed=False),
    "rekeyed": Story(_killed_and_rekeyed, planted=5, runs=4, rekeyed=True),
}


@pytest.fixture(scope="module", params=["killed", pytest.param("rekeyed", marks=pytest.mark.long)])
def story(request: pytest.FixtureRequest) -> Story:
    return STORIES[request.param]


@pytest.fixture(scope="module")
def deployment(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    var = tmp_path_factory.mktemp("survives")
    # A slow machine has more to do between two kills, not so much more that it never ends.
    made = Deployment(var, RATE="250", JDK_JAVA_OPTIONS=jvm.INTERPRETED)
    key_file = made.settings.paths.key_file
    key_file.parent.mkdir(mode=0o700)
    key_file.write_text(f"1 {KEY.hex}\n", "ascii")
    key_file.chmod(0o400)
    try:
        story.told(made)
        yield made
    finally:
        made.remove()


def _plant(deployment: Deployment) -> None:
    plant(kafka.ensure(deployment.settings), PERSONS)


def _killed_in_mid_batch(deployment: Deployment) -> None:
    run = deployment.start()
    wait_for(lambda: deployment.number("SELECT count(*) FROM ledger.epoch") >= len(POLICIES), "all queries")
    _plant(deployment)
    run.await_batches()
    run.await_open_batch()
    frozen = run.freeze()
    _scan(deployment, "in mid-batch")
    for process in frozen:
        if process.is_running():
            process.resume()
    run.kill()
    _scan(deployment, "after a kill")


def _ended(deployment: Deployment) -> None:
    """A clean end, and another one after the newest commit file was lost."""
    run = deployment.run(DURATION="8")
    assert run.process.returncode == 0, run.text
    last = max((deployment.settings.paths.checkpoints / "stream.events/epoch-1/commits").glob("[0-9]*"), key=_number)
    last.unlink()
    run = deployment.run(DURATION="5", RATE="0")
    assert run.process.returncode == 0, run.text


def _services_killed(deployment: Deployment, run: Run) -> None:
    """Broker and Postgres are killed in mid-batch: the job says so, starts them again and goes on."""
    run.await_open_batch()
    deployment.kill_broker()
    deployment.kill_postgres()
    wait_for(lambda: run.alive() and "waiting for" in run.text, "the line that says so")
    run.await_batches(2)
    _scan(deployment, "after its services were killed")


def _rotated(deployment: Deployment, run: Run) -> None:
    """The master key gets a second version and loses its first while the stream runs: it goes on with either."""
    for retired in ("0", "1"):
        done = deployment.run(command="rotate_keys", RETIRE=retired)
        assert done.process.returncode == 0, done.text
        _plant(deployment)
        run.await_batches(2)
    _scan(deployment, "after the master key was rotated")


def _wrong_key(deployment: Deployment, run: Run) -> None:
    """The key file turns into another valid key while the stream runs: the job ends and writes nothing more."""
    key_file = deployment.settings.paths.key_file
    kept = key_file.with_name("kept")
    key_file.rename(kept)
    key_file.write_text(f"1 {os.urandom(32).hex()}\n", "ascii")
    key_file.chmod(0o400)
    _plant(deployment)
    assert run.wait() == 1, run.text
    assert "is not the master key this lake was made with" in run.text
    closed = deployment.closed_batches()
    refused = deployment.run()
    assert refused.process.returncode == 1
    assert "master key" in refused.text
    assert deployment.closed_batches() == closed
    _scan(deployment, "after a forced runtime error")
    key_file.unlink()
    kept.rename(key_file)


def _scan(deployment: Deployment, when: str) -> None:
    paths = deployment.settings.paths
    found = survey(deployment.roots(), CANARIES, exclude=[paths.keys, paths.kafka, paths.truth])
    assert found.files > 20, when
    assert not found.findings, f"{when}: {found.findings}"


def _number(path: Path) -> int:
    return int(path.name)


@pytest.fixture(scope="module")
def plane(deployment: Deployment) -> Control:
    return control(deployment.settings)


@pytest.fixture(scope="module")
def sources(deployment: Deployment) -> dict[str, TopicSource]:
    bootstrap = kafka.ensure(deployment.settings)
    return {
        name: topics.source(bootstrap, {}, topic)
        for name, topic in topics.describe(bootstrap, {}, tuple(POLICIES)).items()
    }


@pytest.fixture(scope="module")
def consumed(spark: SparkSession, plane: Control, sources: dict[str, TopicSource]) -> dict[str, DataFrame]:
    """By topic, the envelopes of every position that the ledger says was taken."""
    ledger = RunLedger(plane.database())
    taken = {name: ledger.taken_until(f"stream.{name}", source.source_id) for name, source in sources.items()}
    return {
        name: source.positions(spark, {partition: (0, end) for partition, end in taken[name].items()})
        for name, source in sources.items()
    }


@pytest.fixture(scope="module")
def undisturbed(spark: SparkSession, deployment: Deployment, plane: Control, consumed: dict[str, DataFrame]) -> Lake:
    """The same topics carried once, in one batch each, into a second lake; same registry, so same pseudonyms."""
    lake = Lake(str(deployment.var / "undisturbed"), plane.lake.lake_id)
    tables.ensure(spark, lake, TABLES)
    locks = session.locks(deployment.settings, spark, plane)
    for name, policy in POLICIES.items():
        registry = Registry(
            plane.database(), plane.key_file, SnapshotWriter(deployment.var / "second" / name), policy.purpose
        )
        road = Road(policy, lake, locks, registry, RunLedger(plane.database()))
        road.carry(consumed[name], BatchId(f"undisturbed.{name}", 1, 0))
    return lake


def _table(spark: SparkSession, lake: Lake, table: Any) -> DataFrame:
    return spark.read.format("delta").load(lake.path(table))


def test_every_partition_balances(plane: Control) -> None:
    for job in ("stream.events", "stream.users"):
        balances = RunLedger(plane.database()).balances(job)
        assert len(balances) == 3
        assert all(balance.holds and balance.consumed for balance in balances)


def test_nothing_is_left_half_done(deployment: Deployment) -> None:
    assert deployment.open_batches() == 0
    assert deployment.number("SELECT count(*) FROM ledger.gold_work") == 0


def test_the_ledger_leaves_no_gap_between_batches(deployment: Deployment) -> None:
    gaps = """SELECT count(*) FROM (
        SELECT from_offset,
               lag(to_offset, 1, 0::bigint) OVER (PARTITION BY job, source_id, partition ORDER BY batch_id) AS due
        FROM ledger.range WHERE job LIKE 'stream.%') AS r WHERE from_offset <> due"""
    assert deployment.number(gaps) == 0


@pytest.mark.parametrize("name", ["events", "users"])  # nobody decides anything in this traffic
def test_bronze_holds_each_good_position_once_and_opens_to_what_kafka_holds(
    name: str, spark: SparkSession, plane: Control, consumed: dict[str, DataFrame], undisturbed: Lake
) -> None:
    ours = _table(spark, plane.lake, BRONZE[name])
    theirs = _table(spark, undisturbed, BRONZE[name])
    position = ["source_id", "partition", "offset"]
    assert ours.count() == ours.select(*position).distinct().count() == theirs.count()
    assert ours.select(*position).exceptAll(theirs.select(*position)).isEmpty()
    opened = _opened(ours, plane)
    sent = {(row.partition, row.offset): bytes(row.payload) for row in consumed[name].dropna().collect()}
    assert opened
    assert all(sent[position] == payload for position, payload in opened.items())


def _opened(bronze: DataFrame, plane: Control) -> dict[tuple[int, int], bytes]:
    """Payloads by (partition, offset), decrypted under each person's key."""
    deks = _deks(plane.database(), plane.keyring)
    return {
        (row.partition, row.offset): deks[bytes(row.subject_id)].open(
            bytes(row.payload), bound_to(row.contract, row.source_id, row.partition, row.offset)
        )
        for row in bronze.collect()
    }


def _deks(database: Database, keyring: Keyring) -> dict[bytes, Any]:
    from privacy.keys import Seal

    with database.transaction() as cursor:
        cursor.execute("SELECT subject_id, wrapped_keys, kek_version FROM registry.person")
        rows = [(bytes(row[0]), bytes(row[1]), row[2]) for row in cursor.fetchall()]
    return {subject: Seal(keyring.unwrap_person(wrapped, subject, version).dek) for subject, wrapped, version in rows}


def test_silver_events_equal_an_undisturbed_run(
    spark: SparkSession, deployment: Deployment, plane: Control, undisturbed: Lake
) -> None:
    ours, theirs = (_table(spark, lake, SILVER["events"]) for lake in (plane.lake, undisturbed))
    assert ours.count() == ours.select("event_key").distinct().count() == theirs.count()
    assert ours.select("event_key").exceptAll(theirs.select("event_key")).isEmpty()
    differing = ours.exceptAll(theirs).select("event_key").distinct().count()
    conflicting = _fates(deployment, "undisturbed.events")["conflict"]
    assert differing <= conflicting, "rows may differ only where a conflicting record arrived in another batch"


def test_fates_are_those_of_an_undisturbed_run(deployment: Deployment, undisturbed: Lake) -> None:
    """As many rows stay out of silver. Which of them are duplicates and which conflicts depends on the row that stays,
    where an identity was sent three times or more and the batches were cut elsewhere."""
    ours, theirs = (_fates(deployment, job) for job in ("stream.events", "undisturbed.events"))
    assert ours["accepted"] == theirs["accepted"]
    assert ours["duplicate"] + ours["conflict"] == theirs["duplicate"] + theirs["conflict"]
    assert abs(ours["conflict"] - theirs["conflict"]) <= _sent_again(deployment, 2)


def _fates(deployment: Deployment, job: str) -> dict[str, int]:
    names = ("accepted", "duplicate", "conflict")
    sums = ", ".join(f"sum({name})" for name in names)
    (row,) = deployment.rows(f"SELECT {sums} FROM ledger.range WHERE job = '{job}'")
    return {name: int(number) for name, number in zip(names, row, strict=True)}


def _sent_again(deployment: Deployment, times: int) -> int:
    """Good rows of the truth, beyond the first ``times`` of each identity."""
    identities = ["event_id", "user_id", "event_time_us"]
    files = [str(file) for file in deployment.settings.paths.truth.glob("run-*/events-*.parquet")]
    good = ds.dataset(files).to_table(columns=identities, filter=ds.field("expected_reason").is_null())
    sent = good.group_by(identities).aggregate([([], "count_all")])["count_all"].to_pylist()
    return sum(max(0, count - times) for count in sent)


def test_silver_users_equal_an_undisturbed_run(
    story: Story, spark: SparkSession, plane: Control, undisturbed: Lake
) -> None:
    """Apart from e-mail hashes, and their version, of profiles from before the master key was rotated."""
    ours, theirs = (_table(spark, lake, SILVER["users"]) for lake in (plane.lake, undisturbed))
    assert ours.count() == ours.select("user_key").distinct().count() > 0
    if story.rekeyed:
        rotated = ours.filter("key_version = 2")
        assert rotated.exceptAll(theirs).isEmpty()
        assert 0 < rotated.count() < ours.count()
        ours, theirs = (rows.drop("email_hash", "key_version") for rows in (ours, theirs))
    assert ours.exceptAll(theirs).isEmpty()
    assert theirs.exceptAll(ours).isEmpty()


def test_silver_holds_the_distinct_identities_of_the_truth(
    story: Story, spark: SparkSession, deployment: Deployment, plane: Control
) -> None:
    runs = [run for run in deployment.settings.paths.truth.iterdir() if (run / "done.json").exists()]
    assert len(runs) >= story.runs
    good = set()
    for run in runs:
        for file in run.glob("events-*.parquet"):
            rows = ds.dataset(file).to_table(columns=["expected_reason", "event_id", "user_id", "event_time_us"])
            good |= {tuple(row[1:]) for row in zip(*rows.to_pydict().values(), strict=True) if row[0] is None}
    planted = 20 * len(PERSONS) * story.planted
    assert _table(spark, plane.lake, SILVER["events"]).count() == len(good) + planted


def test_every_rejection_of_the_truth_is_in_quarantine_by_reason(
    story: Story, spark: SparkSession, deployment: Deployment, plane: Control
) -> None:
    expected: dict[str, int] = {}
    for file in deployment.settings.paths.truth.glob("run-*/events-*.parquet"):
        for value in ds.dataset(file).to_table(columns=["expected_reason"])["expected_reason"].drop_null().to_pylist():
            expected[value] = expected.get(value, 0) + 1
    planted = story.planted * len(PERSONS)
    ways = ("not_in_enum", "pattern_mismatch", "bad_timestamp", "too_long", "out_of_range", "not_an_object",
            "invalid_json", "invalid_utf8", "wrong_type", "wrong_type")  # fmt: skip
    for reason in ways:
        expected[reason] = expected.get(reason, 0) + planted
    quarantine = spark.read.format("delta").load(f"{plane.lake.root}/quarantine/records").groupBy("reason").count()
    assert {row["reason"]: row["count"] for row in quarantine.collect()} == expected


def test_gold_has_no_cell_below_k(spark: SparkSession, plane: Control) -> None:
    gold = spark.read.format("delta").load(f"{plane.lake.root}/gold/daily_event_metrics")
    assert gold.count() > 0
    assert gold.filter((F.col("unique_users") < 10) | (F.col("total_events") % 5 != 0)).isEmpty()


def test_the_scan_would_have_found_a_leak(deployment: Deployment, tmp_path: Path) -> None:
    """The positive control: the same scan over a copy of one log with one canary in it, and over Kafka's own log."""
    leaking = tmp_path / "stream.jsonl"
    shutil.copy(deployment.settings.paths.log / "stream.jsonl", leaking)
    with leaking.open("a", encoding="utf-8") as file:
        file.write(PERSONS[0].email)
    assert survey([tmp_path], CANARIES).findings
    assert survey([deployment.settings.paths.kafka], CANARIES).findings


def test_the_job_says_what_it_did_without_a_value(story: Story, deployment: Deployment) -> None:
    assert read_keyring(deployment.settings.paths.key_file).versions == ((2,) if story.rekeyed else (1,))
    text = "".join(run.read_text("utf-8") for run in deployment.var.glob("run-*.out"))
    assert "bronze = accepted + duplicate + conflict + superseded" in text
    assert not any(canary.value.decode("utf-8", "replace") in text for canary in CANARIES)

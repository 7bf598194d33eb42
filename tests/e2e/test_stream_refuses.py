"""What a lake refuses, with the remedy, and that the remedy works: one deployment, in the order of the tests."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator

import psycopg2
import pytest
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, make_dsn, parse_dsn

import conf
from governance.database import Database
from governance.ledger import RunLedger
from privacy.keyfile import write_master_key
from scripts import topics
from scripts.services import kafka, postgres
from tests.support import jvm
from tests.support.deployment import Deployment, wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1200)]


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    made = Deployment(tmp_path_factory.mktemp("refuses"), RATE="250", USERS="500", JDK_JAVA_OPTIONS=jvm.INTERPRETED)
    write_master_key(made.settings.paths.key_file)
    try:
        yield made
    finally:
        made.remove()


def _balanced(deployment: Deployment) -> bool:
    database = Database(postgres.ensure(deployment.settings).job.reveal())
    try:
        balances = RunLedger(database).balances("stream.events")
        return bool(balances) and all(balance.holds for balance in balances)
    finally:
        database.close()


def test_a_sender_of_nonsense_stops_the_job_with_a_code_of_its_own(deployment: Deployment) -> None:
    """After the batch: what was rejected is in quarantine, and the next start, in the next test, goes on behind it."""
    bootstrap = kafka.ensure(deployment.settings)
    topics.ensure(bootstrap, {})
    producer = Producer({"bootstrap.servers": bootstrap})
    for number in range(12_000):
        producer.produce("events", b"{", partition=number % 3)
    assert producer.flush(60) == 0
    run = deployment.run(RATE="0")
    assert run.process.returncode == 4, run.text
    assert "100% of the last 12,000 records of topic events were rejected, 12,000 of them as invalid_json" in run.text
    assert deployment.open_batches() == 0
    assert deployment.number("SELECT sum(rejected) FROM ledger.range") == 12_000


def test_ctrl_c_finishes_the_batch_and_a_second_stream_is_refused_meanwhile(deployment: Deployment) -> None:
    run = deployment.start()
    run.await_batches()
    second = deployment.run()
    assert second.process.returncode == 1
    assert f"another `make stream` (process {run.process.pid}) runs on this lake" in second.text
    run.process.send_signal(signal.SIGINT)
    assert run.wait() == 0, run.text
    assert "bronze = accepted + duplicate + conflict + superseded" in run.text
    assert deployment.open_batches() == 0
    assert _balanced(deployment)


def test_sql_answers_over_silver_and_gold_and_refuses_paths(deployment: Deployment) -> None:
    query = "select count(*) from silver.events; select count(*) > 0 from gold.daily_event_metrics"
    answer = _sql(deployment, query)
    assert answer.returncode == 0, answer.stderr
    events, gold = answer.stdout.split()
    assert int(events) == deployment.number("SELECT sum(accepted) FROM ledger.range WHERE job = 'stream.events'")
    assert gold == "true"
    refused = _sql(deployment, f"select * from delta.`{deployment.settings.paths.lake}/bronze/events`")
    assert refused.returncode != 0


def _sql(deployment: Deployment, query: str) -> subprocess.CompletedProcess[str]:
    environment = deployment.environment | {"Q": query}
    command = [sys.executable, "-m", "scripts.sql"]
    return subprocess.run(command, cwd=conf.ROOT, env=environment, capture_output=True, text=True, timeout=180)


@pytest.mark.long
def test_a_lost_checkpoint_is_refused_and_a_new_epoch_finishes_the_half_written_batch(
    deployment: Deployment,
) -> None:
    run = deployment.start()
    run.await_open_batch()
    run.kill()
    checkpoint = deployment.settings.paths.checkpoints / "stream.events"
    half_written = deployment.open_batches()
    shutil.rmtree(checkpoint)
    refused = deployment.run()
    assert refused.process.returncode == 1
    assert "the checkpoint of stream.events is lost" in refused.text
    assert "NEW_EPOCH=1" in refused.text
    resumed = deployment.run(NEW_EPOCH="1", DURATION="3")
    assert resumed.process.returncode == 0, resumed.text
    assert half_written > 0
    assert deployment.open_batches() == 0
    assert _balanced(deployment)
    doubled = """SELECT count(*) FROM ledger.range a JOIN ledger.range b ON a.job = b.job AND a.source_id = b.source_id
                 AND a.partition = b.partition AND (a.epoch, a.batch_id) < (b.epoch, b.batch_id)
                 AND a.from_offset < b.to_offset AND b.from_offset < a.to_offset"""
    assert deployment.number(doubled) == 0


@pytest.mark.long
def test_a_topic_made_anew_is_refused_and_a_new_epoch_reads_it_from_its_start(deployment: Deployment) -> None:
    if not deployment.closed_batches():  # this test alone
        assert deployment.run(DURATION="1").process.returncode == 0
    bootstrap = kafka.ensure(deployment.settings)
    client = AdminClient({"bootstrap.servers": bootstrap})
    for deleted in client.delete_topics(["events"]).values():
        deleted.result()
    wait_for(lambda: "events" not in client.list_topics(timeout=10).topics, "the topic to go")
    refused = deployment.run()
    assert refused.process.returncode == 1
    assert "topic events is not the one this lake has read" in refused.text
    resumed = deployment.run(NEW_EPOCH="1", DURATION="3")
    assert resumed.process.returncode == 0, resumed.text
    assert deployment.number("SELECT count(DISTINCT source_id) FROM ledger.range WHERE job = 'stream.events'") == 2
    assert _balanced(deployment)


@pytest.mark.long
def test_tables_of_another_lake_are_refused(deployment: Deployment) -> None:
    """A Postgres that knows nothing of this lake: its checkpoint first, and without that its tables."""
    owner = parse_dsn(postgres.ensure(deployment.settings).owner.reveal())
    passwords = json.loads((deployment.settings.paths.keys / "postgres.json").read_text("utf-8"))
    superuser = {"user": "postgres", "password": passwords["postgres"], "dbname": "postgres"}
    with Autocommit(make_dsn(**(owner | superuser))) as cursor:
        cursor.execute("CREATE DATABASE another OWNER lake_owner")
    dsn = make_dsn(**(owner | {"dbname": "another"}))
    strange = {"POSTGRES_DSN": dsn}
    refused = deployment.run(**strange)
    assert refused.process.returncode == 1
    assert "is the checkpoint of another lake" in refused.text
    deployment.settings.paths.checkpoints.rename(deployment.var / "moved")
    refused = deployment.run(**strange)
    assert refused.process.returncode == 1
    assert "belongs to another lake than this Postgres" in refused.text


class Autocommit:
    def __init__(self, dsn: str) -> None:
        self._connection = psycopg2.connect(dsn)
        self._connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)

    def __enter__(self) -> psycopg2.extensions.cursor:
        return self._connection.cursor()

    def __exit__(self, *_: object) -> None:
        self._connection.close()

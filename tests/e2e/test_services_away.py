"""A real broker and a real Postgres that go away under a job's feet: noticed, told apart from refusals, brought back.

One pair of services, in the order of the tests.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from confluent_kafka import Producer, TopicPartition
from confluent_kafka.admin import AdminClient

import conf
from conf import Secret, Settings
from governance.database import Database, DatabaseError, DatabaseUnavailable
from privacy.keyfile import write_master_key
from scripts import topics
from scripts.control import Control, control
from scripts.services import kafka, postgres
from scripts.standby import kafka_service, postgres_service, space, watched
from streaming.outages import ServiceLost
from streaming.source import TopicSource
from streaming.topic import GONE
from tests.support.deployment import kill_server, wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def settings() -> Iterator[Settings]:
    with tempfile.TemporaryDirectory(prefix="lk") as folder:
        Path(folder).chmod(0o755)
        own = conf.load("default", {"LAKE_VAR": folder, "LAKE_JARS": os.environ.get("LAKE_JARS", "")})
        write_master_key(own.paths.key_file)
        try:
            yield own
        finally:
            kafka.stop(own)
            postgres.stop(own)
            postgres.remove(own)


@pytest.fixture(scope="module")
def plane(settings: Settings) -> Control:
    return control(settings)


@pytest.fixture(scope="module")
def source(settings: Settings) -> TopicSource:
    bootstrap = kafka.ensure(settings)
    topics.ensure(bootstrap, {}, ("events",))
    return watched(topics.source(bootstrap, {}, topics.describe(bootstrap, {}, ("events",))["events"]))


def test_a_connection_survives_its_server(settings: Settings, plane: Control) -> None:
    database = plane.database()
    service = postgres_service(settings, plane)
    assert service.answers()
    with pytest.raises(DatabaseUnavailable), database.transaction() as cursor:  # noqa: PT012 - in its middle
        cursor.execute("SELECT 1")
        kill_server(postgres.pid(settings))
        cursor.execute("SELECT 1")
    with pytest.raises(DatabaseUnavailable), database.transaction():
        pytest.fail("nobody answers")
    assert not service.answers()
    service.revive()
    assert service.answers()
    with database.transaction() as cursor:
        cursor.execute("SELECT count(*) FROM ledger.lake")
        assert cursor.fetchone() == (1,)
    database.close()


def test_a_named_server_is_not_started(settings: Settings, plane: Control) -> None:
    named = replace(settings, postgres=replace(settings.postgres, dsn=Secret(plane.dsn)))
    postgres.stop(settings)
    service = postgres_service(named, plane)
    service.revive()
    assert not service.answers()
    postgres.ensure(settings)
    assert service.answers()
    assert "postgres" not in space(named).folders


REFUSED = {
    "a wrong password": ("password=wrong", "refused user or password"),
    "no such database": ("dbname=nowhere", "has no such database or role"),
    "TLS it does not speak": ("sslmode=require", "speaks no TLS"),
}


@pytest.mark.parametrize(("change", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_a_refusal_is_no_absence(plane: Control, change: str, words: str) -> None:
    database = Database(f"{plane.dsn} {change}")
    with pytest.raises(DatabaseError, match=words) as refused, database.transaction():
        pytest.fail("it let us in")
    assert not isinstance(refused.value, DatabaseUnavailable)


def test_a_server_that_would_come_back_empty_is_not_started(settings: Settings, plane: Control) -> None:
    data = postgres.home(settings) / "data"
    postgres.stop(settings)
    data.rename(data.with_name("kept"))
    try:
        with pytest.raises(ServiceLost, match="has lost its data"):
            postgres_service(settings, plane).revive()
    finally:
        data.with_name("kept").rename(data)


def test_a_killed_broker_is_started_again_at_its_address_with_its_topics(
    settings: Settings, source: TopicSource
) -> None:
    service = kafka_service(settings, [source])
    assert wait_for(service.answers, "leaders of the new topic", 60)
    kill_server(kafka.pid(settings))
    assert not service.answers()
    assert source.identity() is None
    assert not source.changed()
    service.revive()
    assert wait_for(service.answers, "the broker", 60)
    assert source.identity() == source.source_id


def test_positions_that_were_deleted_unread_are_counted(source: TopicSource) -> None:
    producer = Producer({"bootstrap.servers": source.bootstrap})
    for number in range(30):
        producer.produce("events", b"{}", partition=number % 3)
    assert producer.flush(30) == 0
    client = AdminClient({"bootstrap.servers": source.bootstrap})
    for deleted in client.delete_records([TopicPartition("events", 1, 7)]).values():
        deleted.result()
    assert source.starts() == {0: 0, 1: 7, 2: 0}
    assert source.expired({0: 3, 1: 3, 2: 10}) == {1: 4}
    assert source.expired({1: 7}) == source.expired({}) == {}


def test_a_topic_made_anew_or_gone_is_not_waited_for(settings: Settings, source: TopicSource) -> None:
    service = kafka_service(settings, [source])
    client = AdminClient({"bootstrap.servers": source.bootstrap})
    for deleted in client.delete_topics(["events"]).values():
        deleted.result()
    wait_for(lambda: source.identity() == GONE, "the topic to go", 30)
    with pytest.raises(ServiceLost, match="topic events was deleted or made anew"):
        service.answers()
    topics.ensure(source.bootstrap, {}, ("events",))
    wait_for(lambda: source.identity() not in (GONE, None), "the topic to come", 30)
    assert source.changed()
    with pytest.raises(ServiceLost):
        service.answers()


def test_a_broker_that_would_come_back_empty_is_not_started(settings: Settings, source: TopicSource) -> None:
    kafka.stop(settings)
    shutil.rmtree(settings.paths.kafka / "data")
    with pytest.raises(ServiceLost, match="has lost its data"):
        kafka_service(settings, [source]).revive()

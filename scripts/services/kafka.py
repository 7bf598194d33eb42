"""The Kafka broker: a real one that settings name, else one KRaft node of our own on loopback."""

from __future__ import annotations

import base64
import json
import subprocess
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import AdminClient

from conf import Settings
from scripts import jars
from scripts.services import ServiceError, client_options, process
from scripts.services.java import java

_READY_SECONDS = 60.0
_JVM = (
    "-Xms128m", "-Xmx512m", "-XX:+UseG1GC", "-Djava.awt.headless=true",
    # A dump of the heap or of the process would hold records in clear.
    "-XX:-HeapDumpOnOutOfMemoryError", "-XX:+ExitOnOutOfMemoryError",
    "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null", "-XX:-UsePerfData",
)  # fmt: skip


@dataclass(frozen=True)
class Broker:
    """What is remembered of the local broker between runs."""

    cluster_id: str
    port: int
    controller_port: int

    @property
    def bootstrap(self) -> str:
        return f"127.0.0.1:{self.port}"


def ensure(settings: Settings) -> str:
    """Bootstrap servers of a broker that answers; starts the local one if settings name none.

    Raises :class:`ServiceError` or :class:`scripts.jars.JarError`.
    """
    if settings.kafka.bootstrap_servers:
        return _reached(settings)
    # Segments hold records in clear until they expire: nobody else looks in.
    settings.paths.kafka.mkdir(mode=0o700, parents=True, exist_ok=True)
    with process.exclusive(settings.paths.kafka / ".lock"):
        return _local(settings)


def options(settings: Settings) -> dict[str, str]:
    """Client options by the names of the Java client: empty for the local broker."""
    return client_options.read(settings.kafka.options_file) if settings.kafka.bootstrap_servers else {}


def stop(settings: Settings) -> bool:
    """Stops the local broker; whether one ran."""
    pid = process.find(_record(settings), _marker(settings))
    if pid is None:
        return False
    process.stop(pid, seconds=30)
    _record(settings).unlink(missing_ok=True)
    return True


def pid(settings: Settings) -> int | None:
    """Process of the local broker, if it runs."""
    return process.find(_record(settings), _marker(settings))


def log(settings: Settings) -> Path:
    return settings.paths.kafka / "log" / "server.log"


def _reached(settings: Settings) -> str:
    servers = settings.kafka.bootstrap_servers
    if problem := _problem(servers, client_options.librdkafka(options(settings)), seconds=10):
        raise ServiceError(
            f"Kafka at {servers} cannot be used ({problem}): check KAFKA_BOOTSTRAP_SERVERS and KAFKA_OPTIONS_FILE"
        )
    return servers


def _local(settings: Settings) -> str:
    broker = _remembered(settings)
    running = process.find(_record(settings), _marker(settings))
    if running is not None and broker is None:
        # Its folder was removed under it: what it writes is nowhere any more.
        process.stop(running, seconds=10)
        running = None
    if running is None or broker is None:
        broker = _started(settings, broker)
    _await_ready(settings, broker)
    return broker.bootstrap


def _started(settings: Settings, known: Broker | None) -> Broker:
    classpath = ":".join(str(path) for path in jars.verified(settings.paths.jars, "kafka"))
    formatted = (settings.paths.kafka / "data" / "meta.properties").exists()
    first = process.port(known.port if known else None)
    second = process.port(known.controller_port if known else None, taken=(first,))
    # A broker that lost its data counts offsets from 0 again: a new id keeps old and new positions apart.
    broker = Broker(known.cluster_id if known and formatted else _new_cluster_id(), first, second)
    folder = settings.paths.kafka
    process.write(folder / "service.json", json.dumps(asdict(broker)))
    process.write(Path(_marker(settings)), _properties(folder, broker))
    process.write(folder / "log4j2.properties", _logging(log(settings)))
    if not formatted:
        _format(settings, broker, classpath)
    process.start(
        [*_java(settings, classpath), "kafka.Kafka", _marker(settings)],
        record=_record(settings), marker=_marker(settings), log=folder / "log" / "start.log",
    )  # fmt: skip
    return broker


def _format(settings: Settings, broker: Broker, classpath: str) -> None:
    tool = [*_java(settings, classpath), "kafka.tools.StorageTool", "format"]
    arguments = ["--cluster-id", broker.cluster_id, "--config", _marker(settings)]
    done = subprocess.run([*tool, *arguments], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        process.write(log(settings), done.stdout + done.stderr)
        raise ServiceError(
            f"the local Kafka broker could not be set up: see {log(settings)}, or start afresh with `make clean`"
        )


def _await_ready(settings: Settings, broker: Broker) -> None:
    client = _client(broker.bootstrap, {}, [])

    def settled() -> bool:
        return _leads(client) or pid(settings) is None

    if not process.wait(settled, _READY_SECONDS) or pid(settings) is None:
        raise ServiceError(
            f"the local Kafka broker did not become ready: see {log(settings)}, then run `make down` and try again"
        )


def _leads(client: AdminClient) -> bool:
    """Whether the broker answers and leads its partitions: after a crash it takes them back one by one."""
    try:
        present = client.list_topics(timeout=1).topics.values()
    except KafkaException:
        return False
    return all(partition.leader >= 0 for topic in present for partition in topic.partitions.values())


def _problem(bootstrap: str, settings: dict[str, str], seconds: float) -> str | None:
    """Why the brokers cannot be used, in a few words without a secret; None if they answer."""
    seen: list[KafkaError] = []
    try:
        client = _client(bootstrap, settings, seen)
    except (KafkaException, ValueError, TypeError):
        return _WORDS["_INVALID_ARG"]

    def settled() -> bool:
        return _answers(client) or any(error.name() == _ALL_DOWN for error in seen)

    if process.wait(settled, seconds) and _answers(client):
        return None
    name = next((error.name() for error in seen if error.name() != _ALL_DOWN), "_TIMED_OUT")
    return _WORDS.get(name, name)


def _answers(client: AdminClient) -> bool:
    try:
        return bool(client.list_topics(timeout=1).brokers)
    except KafkaException:
        client.poll(0)  # hands the errors that were met on the way to the callback
        return False


def _client(bootstrap: str, settings: dict[str, str], seen: list[KafkaError]) -> AdminClient:
    # Without an error callback and a log level librdkafka writes its complaints to the terminal.
    quiet: dict[str, Any] = {"log_level": 0, "error_cb": seen.append}
    return AdminClient({"bootstrap.servers": bootstrap, **quiet, **settings})


_ALL_DOWN = "_ALL_BROKERS_DOWN"
_WORDS = {
    "_AUTHENTICATION": "it refused user or password",
    "SASL_AUTHENTICATION_FAILED": "it refused user or password",
    "_SSL": "TLS failed",
    "_RESOLVE": "the host name is unknown",
    "_TRANSPORT": "nothing answers there",
    "_TIMED_OUT": "it did not answer in time",
    "_INVALID_ARG": "an option is not valid",
}


def _java(settings: Settings, classpath: str) -> list[str]:
    logging = settings.paths.kafka / "log4j2.properties"
    return [java(), *_JVM, f"-Dlog4j2.configurationFile={logging}", "-cp", classpath]


def _record(settings: Settings) -> Path:
    return settings.paths.kafka / "process.json"


def _marker(settings: Settings) -> str:
    return str(settings.paths.kafka / "server.properties")


def _remembered(settings: Settings) -> Broker | None:
    try:
        return Broker(**json.loads((settings.paths.kafka / "service.json").read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _new_cluster_id() -> str:
    encoded = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode("ascii").rstrip("=")
    return encoded if not encoded.startswith("-") else _new_cluster_id()


def _properties(folder: Path, broker: Broker) -> str:
    return f"""\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{broker.controller_port}
listeners=PLAINTEXT://127.0.0.1:{broker.port},CONTROLLER://127.0.0.1:{broker.controller_port}
advertised.listeners=PLAINTEXT://127.0.0.1:{broker.port}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs={folder / "data"}
auto.create.topics.enable=false
default.replication.factor=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=3
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=3
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=3
group.initial.rebalance.delay.ms=0
# After a crash the node waits until the session of its former life has ended (9 s by default).
broker.session.timeout.ms=4000
broker.heartbeat.interval.ms=1000
log.cleaner.dedupe.buffer.size=16777216
num.network.threads=2
num.io.threads=4
"""


def _logging(file: Path) -> str:
    return f"""\
status=error
appender.file.type=RollingFile
appender.file.name=file
appender.file.fileName={file}
appender.file.filePattern={file}.%i
appender.file.layout.type=PatternLayout
appender.file.layout.pattern=%d{{ISO8601}} %p %c: %m%n
appender.file.policies.type=Policies
appender.file.policies.size.type=SizeBasedTriggeringPolicy
appender.file.policies.size.size=10MB
appender.file.strategy.type=DefaultRolloverStrategy
appender.file.strategy.max=3
rootLogger.level=warn
rootLogger.appenderRef.file.ref=file
logger.server.name=kafka.server
logger.server.level=info
"""

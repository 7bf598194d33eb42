"""The Kafka broker: a real one that settings name, else one KRaft node of our own on loopback."""

from __future__ import annotations

import base64
import json
import secrets
import subprocess
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from conf import Settings
from scripts import jars
from scripts.services import ServiceError, client_options, process, reach
from scripts.services.java import java

_READY_SECONDS = 60.0
# Between two attempts to connect librdkafka would wait up to ten seconds.
_EAGER = {"reconnect.backoff.max.ms": "200"}
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
    """Client options by the names of the Java client."""
    return client_options.read(options_file(settings))


def options_file(settings: Settings) -> Path | None:
    """Where they stand: the file that settings name, or the login of the local broker; None without either."""
    if settings.kafka.bootstrap_servers:
        return settings.kafka.options_file
    login = _login_file(settings)
    return login if _present(login) else None


def require_login(settings: Settings) -> bool:
    """Makes the local broker refuse whoever cannot read its login, and stops it if it did not; whether that is new.

    Without it every OS user of this machine can read all topics through loopback.
    """
    if options_file(settings):
        return False
    settings.paths.keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    process.write(_login_file(settings), _LOGIN.format(password=secrets.token_hex(24)), mode=0o400)
    stop(settings)
    return True


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
    given = options(settings)
    client_options.check_files(given)
    if problem := reach.problem(servers, client_options.librdkafka(given), seconds=10):
        raise ServiceError(f"Kafka at {servers} cannot be used ({problem.words}): {problem.remedy}")
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
    process.write(Path(_marker(settings)), _properties(folder, broker) + _with_login(options(settings), broker))
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
    client = reach.client(broker.bootstrap, _EAGER | client_options.librdkafka(options(settings)))

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


_LOGIN = """\
security.protocol=SASL_PLAINTEXT
sasl.mechanism=PLAIN
sasl.username=lake
sasl.password={password}
"""


def _login_file(settings: Settings) -> Path:
    return settings.paths.keys / "kafka.properties"


def _present(login: Path) -> bool:
    """Whether there is a login for us: who may not look into the folder of keys has none."""
    try:
        return login.exists()
    except PermissionError:
        return False


def _with_login(login: dict[str, str], broker: Broker) -> str:
    """What a broker with a login has otherwise: its controller's port is a way in as well."""
    if not login:
        return ""
    known = client_options.librdkafka(login)
    jaas = login["sasl.jaas.config"].replace(";", f' user_{known["sasl.username"]}="{known["sasl.password"]}";')
    return f"""\
listeners=SASL_PLAINTEXT://127.0.0.1:{broker.port},CONTROLLER://127.0.0.1:{broker.controller_port}
advertised.listeners=SASL_PLAINTEXT://127.0.0.1:{broker.port}
listener.security.protocol.map=SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT
inter.broker.listener.name=SASL_PLAINTEXT
sasl.enabled.mechanisms=PLAIN
sasl.mechanism.inter.broker.protocol=PLAIN
sasl.mechanism.controller.protocol=PLAIN
listener.name.sasl_plaintext.plain.sasl.jaas.config={jaas}
listener.name.controller.plain.sasl.jaas.config={jaas}
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

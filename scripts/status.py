"""``make status``: how services, stream, tables and disks are, what is wrong and what to do. Starts nothing.

Needs no Spark and no stream. Whoever does not answer within seconds is told as not answering.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import conf
from conf import Settings
from governance.database import Database
from governance.ledger import RunLedger
from governance.report import EpochFacts, LakeFacts, Report
from lakehouse.road import RoadError
from privacy.keyfile import read_keyring
from privacy.keys import KeyFileError
from privacy.policies import POLICIES
from schemas.outcomes import Reason
from scripts import topics
from scripts.condition import WINDOW, Accounts, Condition, Failure, Keys, Service, Topic, folders, problems
from scripts.disk import disks
from scripts.glance import Answer, Question, running
from scripts.panel import panel
from scripts.services import ServiceError, client_options, found, kafka, postgres
from streaming.backlog import Backlog, TopicAge
from streaming.epochs import check
from streaming.source import TopicSource, source_id

_DISK_SECONDS = 1.0
_LOG_TAIL_BYTES = 256 * 1024

EXIT_FINE = 0
EXIT_PROBLEM = 1
EXIT_UNKNOWN = 2


def main() -> int:
    """Exit codes: 0 nothing to do now; 1 a problem that somebody has to act on; 2 it cannot be told."""
    try:
        settings = conf.load()
        seen = condition(settings)
    except conf.SettingsError as error:
        print(error, file=sys.stderr)
        return EXIT_UNKNOWN
    except PermissionError:
        print("this user may not look into the folders of the lake: run it as the user of the stream", file=sys.stderr)
        return EXIT_UNKNOWN
    wrong = problems(seen, settings)
    if settings.status.json:
        facts = dataclasses.asdict(seen) | {"problems": [dataclasses.asdict(each) for each in wrong]}
        print(json.dumps(facts, default=str, indent=1))
    else:
        print(panel(seen, wrong))
    return EXIT_PROBLEM if any(problem.alarm for problem in wrong) else EXIT_FINE


def condition(settings: Settings) -> Condition:
    """What there is to see now. Kafka, Postgres and the disks are asked side by side, then the topics, each for
    ``status.seconds`` at most."""
    patience = settings.status.seconds
    rooms = Question(lambda: disks(folders(settings, postgres.home(settings)), _DISK_SECONDS))
    brokers = Question(lambda: _brokers(settings))
    books = Question(lambda: _books(settings))
    ledger, cluster = books.wait(patience), brokers.wait(patience)
    all_topics = _topics(settings, ledger.value, cluster.value)
    room = rooms.wait(patience).value
    lake = ledger.value.lake if ledger.value else None
    return Condition(
        at=dt.datetime.now(dt.UTC),
        begun=found.was_ever_started(settings),
        services=(_kafka(settings, cluster), _postgres(settings, ledger)),
        run=running(settings),
        topics=all_topics,
        lake=lake,
        accounts=ledger.value.accounts if ledger.value else None,
        keys=_keys(settings, lake),
        disks=room or (),
        failure=_failure(settings.paths.log / "stream.jsonl"),
        unseen=(
            *(f"topic {topic.name}" for topic in all_topics if topic.unseen),
            *(["the disks"] if room is None else []),
        ),
    )


@dataclass(frozen=True)
class _Cluster:
    """A broker that answers. ``problem``: why it does not tell of its topics."""

    bootstrap: str
    options: dict[str, str]
    topics: dict[str, topics.Topic]
    problem: str = ""


@dataclass(frozen=True)
class _Books:
    """What the control plane says. Without a lake in it there is nothing more."""

    database: Database
    lake: LakeFacts | None = None
    epochs: tuple[EpochFacts, ...] = ()
    accounts: Accounts | None = None


def _brokers(settings: Settings) -> _Cluster | None:
    bootstrap = found.bootstrap(settings)
    if bootstrap is None:
        return None
    options = client_options.librdkafka(kafka.options(settings))
    try:
        return _Cluster(bootstrap, options, topics.describe(bootstrap, options, tuple(POLICIES)))
    except ServiceError as error:
        return _Cluster(bootstrap, options, {}, str(error))


def _books(settings: Settings) -> _Books | None:
    database = found.database(settings)
    if database is None:
        return None
    report = Report(database)
    lake = report.lake()
    return _Books(database, lake, report.epochs(), _accounts(report)) if lake else _Books(database)


def _accounts(report: Report) -> Accounts:
    rejected: Counter[tuple[str, str]] = Counter()
    for each in report.rejections(since=WINDOW):
        rejected[each.contract, each.reason] += each.records
    return Accounts(
        balances=report.balances(WINDOW),
        rejected=tuple((*key, _remedy(key[1]), records) for key, records in rejected.most_common()),
        unknown_fields=report.unknown_fields(WINDOW),
        drifts=report.drifts(WINDOW),
        half_done=report.half_done(),
        gold=report.gold(),
        quarantine_days=report.quarantine_days(),
        requests_due=report.requests_due(),
    )


def _remedy(reason: str) -> str:
    return Reason(reason).remedy if reason in set(Reason) else "a reason of another version of this program"


def _topics(settings: Settings, books: _Books | None, cluster: _Cluster | None) -> tuple[Topic, ...]:
    """Every topic, as far as Kafka and Postgres can be asked. Postgres by one thread, for that is what a connection is
    for; then Kafka, about all topics at once."""
    patience = settings.status.seconds
    facts = Question(lambda: [_facts(settings, books, cluster, name) for name in POLICIES]).wait(patience).value
    if facts is None:
        return tuple(Topic(name, f"stream.{name}", unseen=True) for name in POLICIES)
    asked = [(topic, Question(ask) if ask else None) for topic, ask in facts]
    return tuple(_with_backlog(topic, question, patience) for topic, question in asked)


def _with_backlog(topic: Topic, question: Question[Backlog | None] | None, patience: float) -> Topic:
    if question is None:
        return topic
    backlog = question.wait(patience).value
    return dataclasses.replace(topic, backlog=backlog, unseen=backlog is None)


def _facts(
    settings: Settings, books: _Books | None, cluster: _Cluster | None, name: str
) -> tuple[Topic, Callable[[], Backlog | None] | None]:
    """What Postgres says of a topic, and how Kafka is asked what waits there, where it can be."""
    job = f"stream.{name}"
    if books is None or books.lake is None:
        return Topic(name, job), None
    report = Report(books.database)
    epoch = next((epoch for epoch in books.epochs if epoch.job == job), None)
    facts = Topic(name, job, epoch, report.newest_closed(job))
    if cluster is None or cluster.problem:
        return dataclasses.replace(facts, refusal=cluster.problem if cluster and epoch else None), None
    topic = cluster.topics[name]
    source = TopicSource(name, source_id(topic.cluster_id, topic.topic_id), topic.partitions, cluster.bootstrap, dict)
    taken = report.taken(job, source.source_id, range(topic.partitions))
    age = TopicAge(cluster.bootstrap, cluster.options, name, topic.partitions, settings.status.seconds)
    refusal = _refusal(books.database, job, source, settings.paths.checkpoints)
    return dataclasses.replace(facts, refusal=refusal), partial(age.backlog, taken)


def _refusal(database: Database, job: str, source: TopicSource, checkpoints: Path) -> str | None:
    try:
        check(RunLedger(database), job, source, checkpoints)
    except RoadError as error:
        return str(error)
    return None


def _kafka(settings: Settings, answer: Answer[_Cluster | None]) -> Service:
    named = bool(settings.kafka.bootstrap_servers)
    where = found.bootstrap(settings) or "no local broker runs"
    remedy = "check KAFKA_BOOTSTRAP_SERVERS and KAFKA_OPTIONS_FILE" if named else "`make stream` starts it"
    return _service("Kafka", named, where, answer, remedy)


def _postgres(settings: Settings, answer: Answer[_Books | None]) -> Service:
    named = settings.postgres.dsn is not None
    where = "POSTGRES_DSN" if named else "127.0.0.1" if postgres.pid(settings) else "no local server runs"
    remedy = "check POSTGRES_DSN" if named else "`make stream` starts it"
    return _service("PostgreSQL", named, where, answer, remedy)


def _service(name: str, named: bool, where: str, answer: Answer[Any], remedy: str) -> Service:
    up = answer.value is not None
    return Service(name, named, up, where, "" if up else answer.problem or remedy)


def _keys(settings: Settings, lake: LakeFacts | None) -> Keys:
    try:
        keyring = read_keyring(settings.paths.key_file)
    except KeyFileError as error:
        return Keys((), fits=False, problem=str(error))
    bound = lake.key_fingerprint if lake else None
    return Keys(keyring.versions, fits=bound in (None, keyring.fingerprint()))


def _failure(log: Path) -> Failure | None:
    """The last failure of the last 24 hours, from the end of the stream's log: its texts hold no value."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - _LOG_TAIL_BYTES))
            lines = file.read().splitlines()
    except OSError:
        return None
    since = (dt.datetime.now(dt.UTC) - WINDOW).isoformat()
    told = (_told(line) for line in reversed(lines) if b' failed"' in line)
    return next((failure for failure in told if failure and failure.at > since), None)


def _told(line: bytes) -> Failure | None:
    """The failure that a line of the log tells of; None for another line, and for one that is cut off."""
    try:
        fact = json.loads(line)
        event = str(fact["event"])
        return Failure(str(fact["at"]), event, str(fact["error"])) if event.endswith(" failed") else None
    except (ValueError, KeyError, TypeError):
        return None


if __name__ == "__main__":
    sys.exit(main())

"""``make stream``: makes services, topics and tables ready, feeds synthetic traffic, runs the road until a stop."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from pyspark.sql import SparkSession

import conf
from conf import Settings
from governance.database import DatabaseFull, DatabaseUnavailable
from governance.lake import check_restored
from governance.ledger import RunLedger
from governance.locks import PostgresLocks
from governance.registry import Registry
from lakehouse import tables
from lakehouse.catalog import TABLES
from lakehouse.failpoints import FailpointError, Reach, failpoint
from lakehouse.gold import Gold
from lakehouse.live import LiveCounts
from lakehouse.locks import FileLocks, LockError, ProcessLock
from lakehouse.maintenance import Maintenance
from lakehouse.persons import SnapshotWriter
from lakehouse.road import Road
from lakehouse.session import BESIDE, enter_pool, of_few_tasks
from privacy.policies import POLICIES
from schemas.consents import CONSENTS
from schemas.purposes import RESTRICTION
from scripts import readmitting, rights, session, topics
from scripts.control import Control, control
from scripts.ending import end_at_once, stop_on_signals
from scripts.folders import PRIVATE_UMASK, make_private
from scripts.jars import JarError
from scripts.purposes import purpose_of
from scripts.services import ServiceError, client_options, kafka
from scripts.standby import kafka_service, postgres_service, space, watched
from scripts.summary import summary
from streaming.backlog import TopicAge
from streaming.cadence import Cadence, cleaning_cadence, gold_cadence, upkeep_cadence
from streaming.epochs import Start, check, settle
from streaming.failures import OURS, Cause, cause_of, in_words
from streaming.halves import Halves, finish
from streaming.ingest import Ingest, IngestFailed, RejectionLimit
from streaming.job import Rhythm, StreamJob
from streaming.journal import Journal
from streaming.listeners import Listener, Listeners
from streaming.metrics import Exposition, Metrics
from streaming.outages import NoRoom, Outage, Outages, ServiceLost
from streaming.progress import Progress
from streaming.rejections import RejectionPolicy
from streaming.source import TopicSource
from streaming.surroundings import Surroundings

_EARLIER_JVM_SECONDS = 60.0
_FEED_STOP_SECONDS = 60.0

EXIT_FAILED = 1
EXIT_NOT_BALANCED = 3
EXIT_REJECTIONS = 4
EXIT_NO_ROOM = 5
EXIT_AWAY = 6

_OURS = (conf.SettingsError, FailpointError, ServiceError, JarError, IngestFailed, ServiceLost, *OURS)


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: 0 clean stop; 1 refused or failed, with one sentence; 3 the accounting equations do not hold; 4 too
    much was rejected; 5 a disk is full; 6 stopped while Kafka or Postgres was away."""
    argparse.ArgumentParser(prog="make stream", description=__doc__, epilog="Settings: see `make help`.").parse_args(
        arguments
    )
    os.umask(PRIVATE_UMASK)
    stop = threading.Event()
    stop_on_signals(stop)
    try:
        settings = conf.load()
        make_private(settings)
        with ProcessLock(session.locks_folder(settings) / "stream.run").held():
            return _run(settings, stop)
    except Exception as error:  # noqa: BLE001 - the text of any error but ours may quote a value
        code, words = _ended_by(error)
        print(f"\n{words}", file=sys.stderr)
        return code


def _ended_by(error: Exception) -> tuple[int, str]:
    """Exit code and sentence."""
    if isinstance(error, RejectionLimit):
        return EXIT_REJECTIONS, str(error)
    if isinstance(error, (NoRoom, DatabaseFull)):
        return EXIT_NO_ROOM, str(error)
    if isinstance(error, DatabaseUnavailable):
        return EXIT_AWAY, str(error)
    if isinstance(error, _OURS):
        return EXIT_FAILED, str(error)
    settings = conf.load()
    if cause_of(error) is Cause.ROOM:
        return EXIT_NO_ROOM, space(settings).told()
    return EXIT_FAILED, f"make stream {in_words(error)}; see {settings.paths.log}"


def _run(settings: Settings, stop: threading.Event) -> int:
    failpoint(settings.faults.failpoint, lambda: None)  # an unknown one is refused before anything is started
    print("starting Kafka and Postgres ...", flush=True)
    bootstrap = kafka.ensure(settings)
    sources = _sources(settings, bootstrap, kafka.options(settings))
    plane = control(settings)
    if not settings.stream.new_epoch:
        _check_epochs(settings, plane, sources)
    print("starting Spark ...", flush=True)
    spark = session.session(settings, "stream")
    stop_on_signals(stop)  # once more
    journal = Journal(settings.paths.log / "stream.jsonl")
    try:
        locks = session.locks(settings, spark, plane)
        if not locks.keep("stream.jvm", _EARLIER_JVM_SECONDS):
            raise LockError("the JVM of an earlier `make stream` is still writing: end it, or try again in a minute")
        tables.ensure(spark, plane.lake, TABLES)
        return _Stream(settings, spark, plane, locks, sources, journal).run(stop)
    finally:
        journal.close()
        spark.stop()


def _sources(settings: Settings, bootstrap: str, options: dict[str, str]) -> dict[str, TopicSource]:
    for warning in topics.ensure(
        bootstrap, client_options.librdkafka(options), tuple(POLICIES), settings.kafka.partitions
    ):
        print(warning, file=sys.stderr)
    found = topics.describe(bootstrap, client_options.librdkafka(options), tuple(POLICIES))
    return {name: watched(topics.source(bootstrap, options, topic)) for name, topic in found.items()}


def _check_epochs(settings: Settings, plane: Control, sources: dict[str, TopicSource]) -> None:
    """Refuses before Spark is started: that takes ten seconds."""
    with closing(plane.database()) as database:
        with database.transaction() as cursor:
            check_restored(cursor)
        for name, source in sources.items():
            check(RunLedger(database), f"stream.{name}", source, settings.paths.checkpoints)


@dataclass(frozen=True)
class _Stream:
    """One run, once services, session and tables are there."""

    settings: Settings
    spark: SparkSession
    plane: Control
    locks: FileLocks | PostgresLocks
    sources: dict[str, TopicSource]
    journal: Journal

    def run(self, stop: threading.Event) -> int:
        progress, metrics = Progress(), Metrics()
        heard = Listeners(progress, metrics)  # whoever is to hear of batches, lag, gold and outages is named here
        exposition = Exposition(metrics, self.settings.metrics.port)
        if exposition.warning:
            print(exposition.warning, file=sys.stderr)
        feed = Feed(self.settings, self.sources["events"].bootstrap)
        try:
            return self._streamed(stop, progress, metrics, heard, feed)
        finally:
            feed.stop()
            exposition.close()

    def _streamed(
        self, stop: threading.Event, progress: Progress, metrics: Metrics, heard: Listener, feed: Feed
    ) -> int:
        around = self._surroundings(heard)
        decisions = self._ingest(self.sources[CONSENTS.name], around, metrics)
        records, profiles = (
            [self._ingest(self.sources[name], around, metrics, decisions) for name, policy in POLICIES.items()
             if policy.keeps_every_record is every and not policy.contract.decides]
            for every in (True, False)
        )  # fmt: skip
        stream = self.settings.stream
        gold = gold_cadence(self._gold(), self._live(), stream.gold_seconds, around)
        maintenance = Maintenance(self.spark, self.plane.lake, self.locks)
        upkeep = (
            upkeep_cadence(maintenance, stream.upkeep_seconds, around),
            cleaning_cadence(maintenance, rights.expiry(self.settings, self.plane, maintenance), around),
            *self._releases(around),
        )
        rhythm = Rhythm(stream.events_seconds, stream.users_seconds, stream.duration_seconds)
        self.journal.note("started", rate=self.settings.feed.rate, duration=rhythm.duration)
        feed.start()
        job = StreamJob([decisions], records, profiles, gold, upkeep, progress, around.outages, rhythm)
        job.run(stop, feed.stop)
        return self._summed_up(around.outages)

    def _releases(self, around: Surroundings) -> list[Cadence]:
        """Records that wait for a decision, or for a restriction to end: takes those whose has come."""
        found = {name: purpose_of(policy, self.plane.required) for name, policy in POLICIES.items()}
        waiting = {
            name: [RESTRICTION, *([purpose] if purpose.waits else [])] for name, purpose in found.items() if purpose
        }
        each = {
            name: readmitting.readmitter(self.settings, self.spark, self.plane, self.locks, name, "release")
            for name in waiting
        }

        def release() -> None:
            with suppress(LockError), readmitting.alone(self.settings):  # else the next time
                for name, purpose in ((name, purpose) for name, several in waiting.items() for purpose in several):
                    if done := each[name].release(purpose):
                        self.journal.note("released", topic=name, records=done.records, bronze=done.bronze)

        return [Cadence("release", release, self.settings.stream.gold_seconds, around)]

    def _surroundings(self, heard: Listener) -> Surroundings:
        room = space(self.settings)
        services = (kafka_service(self.settings, self.sources.values()), postgres_service(self.settings, self.plane))
        outages = Outages(*(Outage(service, room, heard, self.journal) for service in services))
        policy = RejectionPolicy(self.settings.stream.rejection_share, self.settings.stream.rejection_window)
        return Surroundings(heard, self.journal, outages, room, policy, lambda: enter_pool(self.spark, BESIDE))

    def _gold(self) -> Gold:
        ledger = RunLedger(self.plane.database())
        spark = of_few_tasks(self.spark)
        return Gold(spark, self.plane.lake, self.locks, ledger, session.gate(self.settings), reach=self._reach("gold"))

    def _live(self) -> LiveCounts:
        ledger = RunLedger(self.plane.database())
        return LiveCounts(of_few_tasks(self.spark), self.plane.lake, self.locks, ledger, session.gate(self.settings))

    def _ingest(
        self, source: TopicSource, around: Surroundings, metrics: Metrics, decisions: Ingest | None = None
    ) -> Ingest:
        """One topic's query over a road of its own, half-written batches of an earlier epoch finished first.
        ``decisions``: what takes those by which its records are ruled."""
        job, plane = f"stream.{source.topic}", self.plane
        ledger = RunLedger(plane.database())
        policy, folder = POLICIES[source.topic], self.settings.paths.registry_snapshot / job
        purpose = purpose_of(policy, self.plane.required)
        registry = Registry(plane.database(), plane.key_file, SnapshotWriter(folder), purpose)
        road = Road(policy, plane.lake, self.locks, registry, ledger, reach=self._reach(source.topic))
        halves = Halves()
        if self.settings.stream.new_epoch:
            halves = finish(self.spark, road, plane.lake, source, ledger, job)
        begun = settle(
            ledger, job, source, self.settings.paths.checkpoints, self.settings.stream.new_epoch, halves.behind
        )
        self._tell(source.topic, begun, halves)
        age = TopicAge(
            source.bootstrap, client_options.librdkafka(dict(source.options)), source.topic, source.partitions
        )  # fmt: skip
        metrics.watch(source.topic, begun.offsets, age.backlog)
        after = decisions if policy.purpose else None
        return Ingest(self.spark, road, source, begun, self.settings.stream.max_records_per_batch, around, after)

    def _tell(self, topic: str, begun: Start, halves: Halves) -> None:
        """What a new epoch could not save."""
        if halves.left:
            print(f"{topic}: {halves.left} batches stay half written, their records are no longer in Kafka")
        if begun.lost:
            print(f"{topic}: {begun.lost:,} positions were deleted by Kafka before they were taken, and are lost")
        if halves.left or begun.lost:
            self.journal.note("lost", topic=topic, positions=begun.lost, half_written=halves.left)

    def _reach(self, who: str) -> Reach:
        return failpoint(self.settings.faults.failpoint, lambda: end_at_once(self.spark), who)

    def _summed_up(self, outages: Outages) -> int:
        jobs = tuple(f"stream.{name}" for name in POLICIES)
        balanced, text = summary(RunLedger(self.plane.database()), jobs)
        print(text)
        self.journal.note("stopped", balanced=int(balanced))
        if not balanced:
            return EXIT_NOT_BALANCED
        if outages.kafka.away:
            print("Kafka was away at the stop: what it holds is taken by the next start", file=sys.stderr)
            return EXIT_AWAY
        return 0


class Feed:
    """The feeding process, when a rate is set and the broker is the local one."""

    def __init__(self, settings: Settings, bootstrap: str) -> None:
        self._settings = settings
        self._bootstrap = bootstrap
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        feed, paths = self._settings.feed, self._settings.paths
        if not feed.rate:
            return
        if self._settings.kafka.bootstrap_servers:
            print("no synthetic traffic is fed to a broker that settings name; RATE=0 says so too", file=sys.stderr)
            return
        paths.truth.mkdir(mode=0o700, parents=True, exist_ok=True)
        arguments = {
            "--bootstrap": self._bootstrap,
            "--users": feed.users,
            "--rate": feed.rate,
            "--seed": feed.seed,
            "--truth": paths.truth,
            # Told, not asked for: a driver that is killed at once is gone before the feed could look.
            "--parent": os.getpid(),
            "--status": Path(paths.truth) / "status.json",
        }
        if login := kafka.options_file(self._settings):
            arguments["--client-options"] = login
        words = [str(word) for pair in arguments.items() for word in pair]
        self._process = subprocess.Popen([sys.executable, "-m", "scripts.feed", *words], cwd=conf.ROOT)

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_FEED_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    sys.exit(main())

"""``make stream``: makes services, topics and tables ready, feeds synthetic traffic, runs the road until a stop."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from pyspark.sql import SparkSession

import conf
from conf import Settings
from governance.ledger import RunLedger
from governance.registry import Registry
from lakehouse import tables
from lakehouse.catalog import TABLES
from lakehouse.gold import Gold
from lakehouse.locks import FileLocks, LockError, ProcessLock
from lakehouse.persons import SnapshotWriter
from lakehouse.road import Road
from privacy.disclosure import Gate
from privacy.policies import POLICIES
from scripts import session, topics
from scripts.control import Control, control
from scripts.jars import JarError
from scripts.services import ServiceError, client_options, kafka
from scripts.summary import summary
from streaming.cadence import GoldCadence
from streaming.epochs import check, settle
from streaming.failures import OURS, in_words
from streaming.ingest import Ingest, IngestFailed, finish_half_done
from streaming.job import Rhythm, StreamJob
from streaming.journal import Journal
from streaming.progress import Progress
from streaming.source import TopicSource

_EARLIER_JVM_SECONDS = 60.0
_FEED_STOP_SECONDS = 60.0

EXIT_FAILED = 1
EXIT_NOT_BALANCED = 3


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: 0 clean stop; 1 refused or failed, with one sentence; 3 the accounting equations do not hold."""
    argparse.ArgumentParser(prog="make stream", description=__doc__, epilog="Settings: see `make help`.").parse_args(
        arguments
    )
    os.umask(0o077)
    stop = threading.Event()
    _stop_on_signals(stop)
    try:
        settings = conf.load()
        with ProcessLock(session.locks_folder(settings) / "stream.run").held():
            return _run(settings, stop)
    except (conf.SettingsError, ServiceError, JarError, IngestFailed, *OURS) as error:
        print(f"\n{error}", file=sys.stderr)
        return EXIT_FAILED
    except Exception as error:  # noqa: BLE001 - the text of any other error may quote a value
        print(f"\nmake stream {in_words(error)}; see {conf.load().paths.log}", file=sys.stderr)
        return EXIT_FAILED


def _stop_on_signals(stop: threading.Event) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())


def _run(settings: Settings, stop: threading.Event) -> int:
    print("starting Kafka and Postgres ...", flush=True)
    bootstrap = kafka.ensure(settings)
    options = kafka.options(settings)
    sources = _sources(settings, bootstrap, options)
    plane = control(settings)
    if not settings.stream.new_epoch:
        _check_epochs(settings, plane, sources)
    print("starting Spark ...", flush=True)
    spark = session.session(settings, "stream")
    _stop_on_signals(stop)  # once more: pyspark has put a handler of its own that raises
    journal = Journal(settings.paths.log / "stream.jsonl")
    try:
        locks = session.locks(settings, spark)
        if not locks.keep("stream.jvm", _EARLIER_JVM_SECONDS):
            raise LockError("the JVM of an earlier `make stream` is still writing: end it, or try again in a minute")
        tables.ensure(spark, plane.lake, TABLES)
        return _stream(settings, spark, plane, locks, sources, journal, stop)
    finally:
        journal.close()
        spark.stop()


def _sources(settings: Settings, bootstrap: str, options: dict[str, str]) -> dict[str, TopicSource]:
    for warning in topics.ensure(
        bootstrap, client_options.librdkafka(options), tuple(POLICIES), settings.kafka.partitions
    ):
        print(warning, file=sys.stderr)
    found = topics.describe(bootstrap, client_options.librdkafka(options), tuple(POLICIES))
    return {name: topics.source(bootstrap, options, topic) for name, topic in found.items()}


def _check_epochs(settings: Settings, plane: Control, sources: dict[str, TopicSource]) -> None:
    """Refuses before Spark is started: that takes ten seconds."""
    database = plane.database()
    try:
        for name, source in sources.items():
            check(RunLedger(database), f"stream.{name}", source, settings.paths.checkpoints)
    finally:
        database.close()


def _stream(
    settings: Settings,
    spark: SparkSession,
    plane: Control,
    locks: FileLocks,
    sources: dict[str, TopicSource],
    journal: Journal,
    stop: threading.Event,
) -> int:
    progress = Progress()
    ledger = RunLedger(plane.database())
    ingests = {name: _ingest(settings, spark, plane, locks, sources[name], progress, journal) for name in POLICIES}
    gate = Gate(settings.privacy.k, settings.privacy.rounding)
    gold = Gold(spark, plane.lake, locks, RunLedger(plane.database()), gate)
    cadence = GoldCadence(gold, settings.stream.gold_seconds, progress, journal)
    rhythm = Rhythm(settings.stream.events_seconds, settings.stream.users_seconds, settings.stream.duration_seconds)
    feed = Feed(settings, sources["events"].bootstrap)
    journal.note("started", rate=settings.feed.rate, duration=rhythm.duration)
    feed.start()
    try:
        StreamJob(ingests["events"], ingests["users"], cadence, progress, rhythm).run(stop, feed.stop)
    finally:
        feed.stop()
    balanced, text = summary(ledger, tuple(f"stream.{name}" for name in POLICIES))
    print(text)
    journal.note("stopped", balanced=int(balanced))
    return 0 if balanced else EXIT_NOT_BALANCED


def _ingest(
    settings: Settings,
    spark: SparkSession,
    plane: Control,
    locks: FileLocks,
    source: TopicSource,
    progress: Progress,
    journal: Journal,
) -> Ingest:
    """One topic's query over a road of its own, half-written batches of an earlier epoch finished first."""
    job = f"stream.{source.topic}"
    snapshots = SnapshotWriter(settings.paths.registry_snapshot / job)
    registry = Registry(plane.database(), plane.keyring, snapshots)
    ledger = RunLedger(plane.database())
    road = Road(POLICIES[source.topic], plane.lake, locks, registry, ledger, plane.keys)
    if settings.stream.new_epoch:
        finish_half_done(spark, road, source, ledger, job)
    start = settle(ledger, job, source, settings.paths.checkpoints, settings.stream.new_epoch)
    return Ingest(spark, road, source, start, settings.stream.max_records_per_batch, progress, journal)


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
            "--status": Path(paths.truth) / "status.json",
        }
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

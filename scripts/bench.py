"""``make bench``: the road beside a plain one without privacy, on the same records, in one run, as ratios.

(a) plain: Kafka -> a table of bytes and a table of rows parsed with ``from_json``. (b) ours: strict decoding, person
look-up, encrypted bronze, judged silver, quarantine, ledger. Both take the same positions of the same topic in turn;
the first two rounds warm both and are not counted.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

import conf
from batch.synthetic import Traffic, users
from conf import Settings
from governance.ledger import RunLedger
from governance.registry import Registry
from lakehouse import tables
from lakehouse.accounts import BatchId
from lakehouse.catalog import TABLES
from lakehouse.gold import Gold
from lakehouse.persons import SnapshotWriter
from lakehouse.road import BatchReport, Road, Stranger
from lakehouse.worker import vault_binding
from privacy.disclosure import Gate
from privacy.keys import Purpose, write_master_key
from privacy.policies import EVENT_POLICY
from schemas.constraints import Instant, Real, Whole
from schemas.events import EVENTS
from scripts import session, topics
from scripts.control import Control, control
from scripts.feed import send
from scripts.services import kafka, postgres
from streaming.source import TopicSource

_WARM_UP = 2
_MOST = 3.0
_LEAST_A_SECOND = 25_000


def main(arguments: list[str] | None = None) -> int:
    """Prints the table; exit code 1 when the ratio says that something is built wrong."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--records", type=int, default=480_000, help="events a round")
    parser.add_argument("--rounds", type=int, default=6, help="rounds, the first two to warm up")
    parser.add_argument("--persons", type=int, default=1_000_000, help="persons in the registry, all of whom may act")
    options = parser.parse_args(arguments)
    settings = _apart(conf.load())
    shutil.rmtree(settings.paths.var / "lake", ignore_errors=True)
    write_master_key(settings.paths.key_file)
    try:
        return _bench(settings, options)
    finally:
        kafka.stop(settings)
        postgres.stop(settings)
        postgres.remove(settings)
        shutil.rmtree(settings.paths.var, ignore_errors=True)


def _apart(settings: Settings) -> Settings:
    """Settings with services and a lake of their own, so that nobody's lake is measured into."""
    var = settings.paths.var / "bench"
    shutil.rmtree(var, ignore_errors=True)
    paths = replace(settings.paths, var=var, lake=str(var / "lake"), key_file=var / "keys" / "master.key")
    kafka_settings = replace(settings.kafka, bootstrap_servers="", options_file=None)
    return replace(settings, paths=paths, kafka=kafka_settings, postgres=replace(settings.postgres, dsn=None))


def _bench(settings: Settings, options: argparse.Namespace) -> int:
    total = options.records * options.rounds
    bootstrap = kafka.ensure(settings)
    topics.ensure(bootstrap, {}, ("events",), settings.kafka.partitions)
    print(f"sending {total:,} events ...", flush=True)
    traffic = Traffic(settings.feed.seed, int((time.time() - 600) * 1_000_000), options.persons, total / 600)
    truth = send(bootstrap, traffic, 0, total)
    share = min(count["counts"] for count in truth["partition"].value_counts().to_pylist()) // options.rounds
    del truth
    plane = control(settings)
    spark = session.session(settings, "bench")
    try:
        tables.ensure(spark, plane.lake, TABLES)
        topic = topics.describe(bootstrap, {}, ("events",))["events"]
        source = topics.source(bootstrap, {}, topic)
        return _compared(spark, settings, plane, source, traffic, share, options)
    finally:
        spark.stop()


def _compared(
    spark: SparkSession,
    settings: Settings,
    plane: Control,
    source: TopicSource,
    traffic: Traffic,
    share: int,
    options: argparse.Namespace,
) -> int:
    registry = Registry(plane.database(), plane.keyring, SnapshotWriter(settings.paths.registry_snapshot / "bench"))
    ledger = RunLedger(plane.database())
    road = Road(EVENT_POLICY, plane.lake, session.locks(settings, spark, plane), registry, ledger, plane.keys)
    _enrol(registry, plane, traffic)
    epoch = ledger.begin_epoch("bench", source.topic, source.source_id)
    plain: list[float] = []
    ours: list[float] = []
    reports: list[BatchReport] = []
    for number in range(options.rounds):
        spans = dict.fromkeys(range(source.partitions), (number * share, (number + 1) * share))
        rows = source.positions(spark, spans)
        plain.append(_seconds(lambda rows=rows: _plain(rows, plane.lake.root)))
        begun = time.perf_counter()
        report = road.carry(rows, BatchId("bench", epoch.number, number))
        ours.append(time.perf_counter() - begun)
        if report is not None:
            reports.append(report)
        print(f"round {number}: plain {plain[-1]:.1f} s, ours {ours[-1]:.1f} s", flush=True)
    code = _told(share * source.partitions, plain[_WARM_UP:], ours[_WARM_UP:], reports[_WARM_UP:])
    gate = Gate(settings.privacy.k, settings.privacy.rounding)
    gold = Gold(spark, plane.lake, session.locks(settings, spark, plane), RunLedger(plane.database()), gate)
    print(f"gold, all days at once  {_seconds(gold.refresh):6.2f} s")
    print(f"memory                  {_memory()}")
    return code


def _memory() -> str:
    """Most that the driver's JVM had resident, and what the Python processes have now."""
    driver = psutil.Process()
    family = driver.children(recursive=True)
    java = [process.pid for process in family if process.name() == "java"]
    most = sum(_peak_kb(pid) for pid in java)
    python = [process.memory_info().rss / 1e9 for process in (driver, *family) if process.pid not in java]
    return f"JVM at most {most / 1e6:.1f} GB, driver {python[0]:.2f} GB, a worker up to {max(python[1:]):.2f} GB"


def _peak_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def _enrol(registry: Registry, plane: Control, traffic: Traffic) -> None:
    """All persons known beforehand, as after some time of running."""
    ref, vault = plane.keyring.keyed_hash(Purpose.REF), plane.keyring.seal(Purpose.VAULT)
    people = [user_id.encode() for user_id in users(traffic, 0, traffic.users)["user_id"].to_pylist()]
    registry.mint([Stranger(ref(person), vault.close(person, vault_binding(ref(person)))) for person in people])


def _plain(rows: DataFrame, root: str) -> None:
    """What one would write without privacy: the bytes, and lax typed rows."""
    kinds = {Whole: "BIGINT", Real: "DOUBLE", Instant: "TIMESTAMP"}
    schema = ", ".join(f"{field.name} {kinds.get(type(field.constraint), 'STRING')}" for field in EVENTS.fields)
    rows = rows.persist(StorageLevel.MEMORY_AND_DISK)
    try:
        rows.write.format("delta").mode("append").save(f"{root}/plain/bytes")
        parsed = rows.select("received_at", F.from_json(F.col("payload").cast("string"), schema).alias("record"))
        day = F.to_date("event_timestamp").alias("event_date")
        typed = parsed.select("received_at", "record.*").select("*", day)
        typed.write.format("delta").mode("append").save(f"{root}/plain/rows")
    finally:
        rows.unpersist()


def _seconds(work: object) -> float:
    begun = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - begun


def _told(records: int, plain: list[float], ours: list[float], reports: list[BatchReport]) -> int:
    a, b = statistics.median(plain), statistics.median(ours)
    print(f"\n{records:,} events a round, {len(plain)} warm rounds, medians, {os.cpu_count()} cores with the broker")
    print(f"(a) plain, no privacy   {a:6.2f} s  {records / a:10,.0f} events/s")
    print(f"(b) the road            {b:6.2f} s  {records / b:10,.0f} events/s")
    print(f"b/a                     {b / a:6.2f}")
    for stage in reports[0].seconds:
        # Judge, bronze and quarantine run beside each other: the stages add up to more than the whole.
        print(f"    {stage:<12} {statistics.median(report.seconds[stage] for report in reports):6.2f} s")
    if b / a > _MOST or records / b < _LEAST_A_SECOND:
        print(f"above {_MOST} or below {_LEAST_A_SECOND:,} events/s: something is built wrong", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

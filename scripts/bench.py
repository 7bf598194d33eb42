"""``make bench``: the road beside a plain one without privacy, on the same records, in one run, as ratios.

(a) plain: Kafka -> a table of bytes and a table of rows parsed with ``from_json``. (b) ours: strict decoding, person
look-up, encrypted bronze, judged silver, quarantine, ledger. Both take the same positions of the same topic in turn;
the first two rounds warm both and are not counted. ``--day`` adds (c): ours into a lake whose silver holds so many rows
of that day already.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from dataclasses import dataclass, replace

from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

import conf
from batch.synthetic import Traffic, users
from conf import Settings
from governance.ledger import Epoch, RunLedger
from governance.registry import Registry
from lakehouse import tables
from lakehouse.accounts import BatchId
from lakehouse.catalog import SILVER, TABLES
from lakehouse.gold import Gold
from lakehouse.persons import SnapshotWriter
from lakehouse.road import BatchReport, Road, Stranger
from lakehouse.tables import Lake
from lakehouse.writer import Transaction, Writer
from privacy.keys import Purpose
from privacy.policies import EVENT_POLICY
from privacy.vault import vaulted
from schemas.constraints import Instant, Real, Whole
from schemas.events import EVENTS
from schemas.purposes import ANALYTICS
from scripts import session, topics
from scripts.apart import apart
from scripts.control import Control, control
from scripts.feed import send
from scripts.memory import PeakMemory
from scripts.services import kafka
from streaming.source import TopicSource

_WARM_UP = 2
_MOST = 3.0
_MOST_BY_DAY = 1.3
_ROWS_A_FILE = 480_000
_PERSONS_AT_ONCE = 1_000_000
_DAY_US = 86_400_000_000
_LEAST_A_SECOND = 25_000


def main(arguments: list[str] | None = None) -> int:
    """Prints the table; exit code 1 when the ratio says that something is built wrong."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    parser.add_argument("--records", type=int, default=480_000, help="events a round")
    parser.add_argument("--rounds", type=int, default=6, help="rounds, the first two to warm up")
    parser.add_argument("--persons", type=int, default=1_000_000, help="persons in the registry, all of whom may act")
    parser.add_argument("--day", type=int, default=0, help="rows of the day already in silver, of a second lake")
    options = parser.parse_args(arguments)
    with apart(conf.load(), "bench") as settings, PeakMemory() as peak:
        code = _bench(settings, options)
        print(f"memory                  {peak}")
        return code


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
        full = Lake(f"{plane.lake.root}-full", plane.lake.lake_id)
        if options.day:
            tables.ensure(spark, full, TABLES)
            print(f"writing a day of {options.day:,} rows ...", flush=True)
            _fill(spark, full, options.day, traffic)
        topic = topics.describe(bootstrap, {}, ("events",))["events"]
        source = topics.source(bootstrap, {}, topic)
        lakes = [plane.lake, full] if options.day else [plane.lake]
        return _compared(spark, settings, plane, lakes, source, traffic, share, options)
    finally:
        spark.stop()


def _compared(
    spark: SparkSession,
    settings: Settings,
    plane: Control,
    lakes: list[Lake],
    source: TopicSource,
    traffic: Traffic,
    share: int,
    options: argparse.Namespace,
) -> int:
    folder = settings.paths.registry_snapshot / "bench"
    registry = Registry(plane.database(), plane.key_file, SnapshotWriter(folder), ANALYTICS)
    ledger = RunLedger(plane.database())
    _enrol(registry, plane, traffic)
    sides = []
    for number, lake in enumerate(lakes):
        locks = session.locks(replace(settings, paths=replace(settings.paths, lake=lake.root)), spark, plane)
        epoch = ledger.begin_epoch(f"bench.{number}", source.topic, source.source_id)
        sides.append(_Side(epoch, Road(EVENT_POLICY, lake, locks, registry, ledger), [], []))
    plain: list[float] = []
    for number in range(options.rounds):
        spans = dict.fromkeys(range(source.partitions), (number * share, (number + 1) * share))
        rows = source.positions(spark, spans)
        plain.append(_seconds(lambda rows=rows: _plain(rows, plane.lake.root)))
        for side in sides:
            side.carry(rows, number)
        print(f"round {number}: plain {plain[-1]:.1f} s, {', '.join(map(str, sides))}", flush=True)
    code = _told(share * source.partitions, plain[_WARM_UP:], *(side.since(_WARM_UP) for side in sides))
    gate = session.gate(settings)
    gold = Gold(spark, plane.lake, session.locks(settings, spark, plane), RunLedger(plane.database()), gate)
    print(f"gold, all days at once  {_seconds(gold.refresh):6.2f} s")
    return code


@dataclass(frozen=True)
class _Side:
    """Ours, into one lake: seconds and reports by round."""

    epoch: Epoch
    road: Road
    seconds: list[float]
    reports: list[BatchReport]

    def carry(self, rows: DataFrame, number: int) -> None:
        begun = time.perf_counter()
        report = self.road.carry(rows, BatchId(self.epoch.job, self.epoch.number, number))
        self.seconds.append(time.perf_counter() - begun)
        if report is not None:
            self.reports.append(report)

    def since(self, first: int) -> _Side:
        return replace(self, seconds=self.seconds[first:], reports=self.reports[first:])

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        return f"ours {self.seconds[-1]:.1f} s"


def _fill(spark: SparkSession, lake: Lake, rows: int, traffic: Traffic) -> None:
    """A day of ``rows`` rows of silver.events, spread evenly over the date on which the traffic begins."""
    silver = SILVER["events"]
    midnight = traffic.base_us // _DAY_US * _DAY_US // 1_000_000
    key = F.unhex(F.md5(F.col("id").cast("string")))
    made = {
        "event_time": F.timestamp_seconds(F.lit(midnight) + F.floor(F.col("id") * 1440 / rows) * 60),
        "event_date": F.to_date(F.timestamp_seconds(F.lit(midnight))),
        "event_type": F.lit("page_view"),
        "is_late": F.lit(False),
    }
    binary = {column.name: key for column in silver.columns if column.type == "BINARY"}
    number = {column.name: F.lit(1) for column in silver.columns if column.type == "INT"}
    whole = spark.range(0, rows, 1, max(1, rows // _ROWS_A_FILE)).withColumns(made | binary | number)
    empty = {
        column.name: F.lit(None).cast(column.type) for column in silver.columns if column.name not in whole.columns
    }
    Writer(spark, lake).append(whole.withColumns(empty), silver, Transaction("bench.day", 0))


def _enrol(registry: Registry, plane: Control, traffic: Traffic) -> None:
    """All persons known beforehand, as after some time of running."""
    ref = plane.keyring.keyed_hash(Purpose.REF)
    print(f"enrolling {traffic.users:,} persons ...", flush=True)
    for first in range(0, traffic.users, _PERSONS_AT_ONCE):
        some = users(traffic, first, min(first + _PERSONS_AT_ONCE, traffic.users))["user_id"].to_pylist()
        people = [user_id.encode() for user_id in some]
        registry.mint([Stranger(ref(person), vaulted(plane.keyring, ref(person), person)) for person in people])


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


def _told(records: int, plain: list[float], ours: _Side, full: _Side | None = None) -> int:
    a, b = statistics.median(plain), ours.median
    print(f"\n{records:,} events a round, {len(plain)} warm rounds, medians, {os.cpu_count()} cores with the broker")
    print(f"(a) plain, no privacy   {a:6.2f} s  {records / a:10,.0f} events/s")
    print(f"(b) the road            {b:6.2f} s  {records / b:10,.0f} events/s")
    print(f"b/a                     {b / a:6.2f}")
    for stage in ours.reports[0].seconds:
        # Judge, bronze and quarantine run beside each other: the stages add up to more than the whole.
        print(f"    {stage:<12} {statistics.median(report.seconds[stage] for report in ours.reports):6.2f} s")
    slower = full.median / b if full else 1.0
    if full:
        print(f"(c) into a full day     {full.median:6.2f} s  c/b {slower:.2f}")
    if slower > _MOST_BY_DAY:
        print(f"a full day makes it more than {_MOST_BY_DAY} times slower: something is built wrong", file=sys.stderr)
        return 1
    if b / a > _MOST or records / b < _LEAST_A_SECOND:
        print(f"above {_MOST} or below {_LEAST_A_SECOND:,} events/s: something is built wrong", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

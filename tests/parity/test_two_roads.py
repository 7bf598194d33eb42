"""Two roads, one lake: the same records by way of Kafka, of files, or of both give the same rows of silver and gold."""

from __future__ import annotations

import datetime as dt
import gzip
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic
from pyspark.sql import DataFrame, SparkSession

from batch.backfill import Backfill
from batch.files.source import FileSource
from batch.files.survey import survey
from batch.source import Slice
from batch.synthetic import Rates, Traffic, events, users
from governance.history import Histories
from lakehouse.accounts import BatchId
from lakehouse.aggregates import AGGREGATES
from lakehouse.catalog import SILVER
from privacy.keys import Purpose
from privacy.policies import POLICIES
from schemas.tables import Table
from streaming.source import TopicSource
from tests.conftest import NewLake
from tests.spark.test_backfill import Listening
from tests.support.installation import Installation

pytestmark = [
    pytest.mark.parity, pytest.mark.spark, pytest.mark.long, pytest.mark.timeout(1200),
    pytest.mark.usefixtures("generated"),
]  # fmt: skip

PARTITIONS = 3
EXPORTED = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)
BEGAN_US = int((EXPORTED - dt.timedelta(hours=40)).timestamp()) * 1_000_000
DIRTY = Rates(duplicate=0.03, conflict=0, late=0.02, very_late=0.01, out_of_order=0.03, drifted=0.01)

Payloads = list[bytes]


def traffic(people: int, rates: Rates) -> Traffic:
    return Traffic(23, BEGAN_US, users=people, rate=1.3, rates=rates)


def sendable(rows: pa.Table | pa.RecordBatch) -> Payloads:
    """Payloads that a line of a file can hold; of an identity with two contents, two at most: which of three is a
    duplicate depends on who came first."""
    repeats: Counter[int] = Counter()
    kept = []
    for row in rows.to_pylist():
        payload, source = row["payload"], row.get("of_index")
        if source is not None:
            repeats[source] += 1
        if payload and b"\n" not in payload and b"\r" not in payload and repeats.get(source, 0) < 2:
            kept.append(payload)
    return kept


class Roads:
    """Both roads into one lake."""

    def __init__(self, lake: Installation, bootstrap: str, folder: Path) -> None:
        self.lake = lake
        self._bootstrap = bootstrap
        self._folder = folder
        self._topics = 0

    def by_kafka(self, contract: str, payloads: Payloads, batches: int = 3) -> None:
        """Sends and carries them as micro-batches of the stream."""
        self._topics += 1
        topic = f"parity-{self.lake.folder.name}-{contract}-{self._topics}"
        admin = AdminClient({"bootstrap.servers": self._bootstrap})  # let go of too early, it ends what it was asked
        kept = {"retention.ms": "-1"}  # what is sent is as old as the export
        admin.create_topics([NewTopic(topic, PARTITIONS, 1, config=kept)])[topic].result()
        self._send(topic, payloads)
        source = TopicSource(topic, f"kafka:parity/{topic}", PARTITIONS, self._bootstrap, ends=dict)
        counts = [len(payloads[number::PARTITIONS]) for number in range(PARTITIONS)]
        road = self.lake.road(contract)
        for number in range(batches):
            spans = {
                partition: (count * number // batches, count * (number + 1) // batches)
                for partition, count in enumerate(counts)
            }
            batch = BatchId(f"stream.{contract}", self._topics, number)
            assert road.carry(source.positions(self.lake.spark, spans), batch) is not None

    def _send(self, topic: str, payloads: Payloads) -> None:
        """Each to the next partition, received when the files say that they were exported."""
        producer = Producer({"bootstrap.servers": self._bootstrap, "linger.ms": 50, "queue.buffering.max.messages": 0})
        at = int(EXPORTED.timestamp() * 1000)
        for number, payload in enumerate(payloads):
            producer.produce(topic, payload, partition=number % PARTITIONS, timestamp=at)
            producer.poll(0)
        assert producer.flush(60) == 0

    def by_files(self, contract: str, payloads: Payloads, backwards: bool = False) -> None:
        """Writes and carries them as a compressed export, two slices at a time."""
        path = self._folder / f"{self.lake.folder.name}-{contract}-{len(payloads)}.jsonl.gz"
        with gzip.open(path, "wb", compresslevel=1) as file:
            file.write(b"\n".join(payloads) + b"\n")
        hashed = self.lake.keyring.keyed_hash(Purpose.SOURCE, min(self.lake.keyring.versions))
        found = survey(path, lambda blocks: hashed.of_whole(blocks).hex())
        assert found.records == len(payloads)
        file = FileSource(found, POLICIES[contract].contract, EXPORTED, len(payloads) // 4 + 1)
        roads = [self.lake.road(contract) for _ in range(2)]
        ledger = Histories(self.lake.database())
        assert Backfill(self.lake.spark, roads, ledger, Listening(), threading.Event()).run(
            Backwards(file) if backwards else file
        )

    def gold(self) -> None:
        self.lake.gold(5, 5).refresh()

    def conflicts(self, job: str) -> int:
        ((count,),) = self.lake.query(
            "SELECT coalesce(sum(conflict), 0) FROM ledger.range WHERE split_part(job, '/', 1) = %s", job
        )
        return int(count)


@dataclass(frozen=True)
class Backwards:
    """A file whose slices are carried from the last to the first."""

    file: FileSource

    @property
    def contract(self) -> str:
        return self.file.contract

    @property
    def source_id(self) -> str:
        return self.file.source_id

    @property
    def slices(self) -> Sequence[Slice]:
        return self.file.slices[::-1]

    def envelope(self, spark: SparkSession, part: Slice) -> DataFrame:
        return self.file.envelope(spark, part)


def rows(lake: Installation, table: Table, *key: str) -> pa.Table:
    found = lake.read(table).select(*table.column_names).toArrow()
    return found.sort_by([(name, "ascending") for name in key]).combine_chunks()


def silver(lake: Installation) -> dict[str, pa.Table]:
    return {
        "events": rows(lake, SILVER["events"], "event_key"),
        "users": rows(lake, SILVER["users"], "user_key"),
    }


def gold(lake: Installation) -> dict[str, pa.Table]:
    return {aggregate.table.name: rows(lake, aggregate.table, *aggregate.key) for aggregate in AGGREGATES}


def fresh_ledger(lake: Installation) -> None:
    """Lakes beside each other share a ledger: gold of the next begins anew."""
    lake.query("DELETE FROM ledger.gold_work")
    lake.query("DELETE FROM ledger.gold_day")


@pytest.mark.parametrize("size", [20_000, pytest.param(200_000, marks=pytest.mark.faults)])
def test_kafka_and_files_give_the_same_rows(new_lake: NewLake, kafka: str, tmp_path: Path, size: int) -> None:
    many = size // 10
    sent = sendable(events(traffic(many, DIRTY), 0, size - many))
    people = sendable(users(traffic(many, DIRTY), 0, many))
    with new_lake() as lake:
        streamed, other = Roads(lake, kafka, tmp_path), lake.beside()
        filed = Roads(other, kafka, tmp_path)
        streamed.by_kafka("users", people, 1)
        streamed.by_kafka("events", sent)
        streamed.gold()
        fresh_ledger(lake)
        filed.by_files("users", people)
        filed.by_files("events", sent)
        filed.gold()
        assert len(sent) + len(people) > 0.99 * size
        _same(silver(lake), silver(other))
        _same(gold(lake), gold(other))
        assert min(table.num_rows for table in gold(lake).values()) > 0
        assert Counter(row[0] for row in _rejected(lake)) == Counter(row[0] for row in _rejected(other))


def _same(one: dict[str, pa.Table], two: dict[str, pa.Table]) -> None:
    for name, table in one.items():
        assert table.num_rows == two[name].num_rows, name
        assert table.equals(two[name]), f"{name} differs"


def _rejected(lake: Installation) -> list[tuple[Any, ...]]:
    return [(reason,) for reason, _, _ in lake.quarantine().values()]


CONTESTED = Rates(duplicate=0.03, conflict=0.02, late=0.02, very_late=0.01, out_of_order=0.03, drifted=0.01)


def test_half_by_each_overlapping_in_any_order_gives_the_same_rows(
    new_lake: NewLake, kafka: str, tmp_path: Path
) -> None:
    sent = sendable(events(traffic(500, CONTESTED), 0, 8_000))
    people = sendable(users(traffic(500, CONTESTED), 0, 500))
    half, some = len(sent) // 2, len(sent) // 10
    with new_lake() as lake:
        whole, halves, over = (Roads(each, kafka, tmp_path) for each in (lake, lake.beside(), lake.beside()))
        whole.by_kafka("users", people)
        whole.by_kafka("events", sent)
        all_at_once = whole.conflicts("stream.events")
        halves.by_files("events", sent[half:], backwards=True)
        halves._topics = 100
        halves.by_kafka("events", sent[:half])
        halves.by_kafka("users", people[:250])
        halves.by_files("users", people[250:])
        by_halves = halves.conflicts("stream.events") - all_at_once + halves.conflicts("backfill.events")
        assert all_at_once == by_halves > 50
        over._topics = 200
        over.by_kafka("events", sent[half - some :])
        over.by_files("events", sent[: half + some], backwards=True)
        over.by_files("users", people[:400])
        over.by_kafka("users", people[100:])
        expected = silver(lake)
        for other in (halves, over):
            found = silver(other.lake)
            assert found["users"].equals(expected["users"])
            assert found["events"]["event_key"].equals(expected["events"]["event_key"])
            differ = pc.sum(pc.not_equal(found["events"]["content_hash"], expected["events"]["content_hash"])).as_py()
            assert differ <= all_at_once, "only who was contested may be another"

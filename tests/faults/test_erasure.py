"""Erasure under fire: a thousand of a hundred thousand persons, under a running stream that goes on receiving records
of theirs, by a command that is killed at every step."""

from __future__ import annotations

import csv
import json
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource, ResourceType
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.aggregates import AGGREGATES, Silver
from lakehouse.catalog import CELLS, PERSONS, SILVER
from lakehouse.failpoints import ERASURES
from lakehouse.tables import Lake
from lakehouse.writer import Writer
from privacy.disclosure import Gate
from privacy.keyfile import read_keyring, write_master_key
from privacy.keys import Purpose
from scripts.control import control
from scripts.services import client_options, kafka, postgres
from tests.faults.conftest import Extent
from tests.support import people
from tests.support.canary import Canary, survey
from tests.support.deployment import Deployment, wait_for
from tests.support.records import event, profile

pytestmark = [pytest.mark.faults, pytest.mark.timeout(7200)]

PERSONS_THERE, GOING, EVENTS_EACH = 100_000, 1_000, 3
_WAITING = "SELECT count(*) FROM ledger.gold_work WHERE table_name = 'gold.daily_event_metrics'"
_EVERY = PERSONS_THERE // GOING
_FEW = ("erase.taken", "erase.forgotten")
_STATES, _TIERS = ("NY", "CA", "TX", "IL", "WA"), ("free", "basic", "premium")
_TYPES, _DEVICES = ("page_view", "add_to_cart", "purchase"), ("mobile", "desktop")
NOW = datetime.now(UTC)


def name(number: int) -> str:
    return f"person-{number * 2_654_435_761 % 2**32:08x}-{number}"


STAYING = [name(n) for n in range(PERSONS_THERE) if n % _EVERY]
GONE = [name(n) for n in range(0, PERSONS_THERE, _EVERY)]


def number_of(who: str) -> int:
    return int(who.rpartition("-")[2])


def profile_of(who: str) -> bytes:
    now, draw = (NOW - timedelta(hours=1)).isoformat(), number_of(who) * 7919
    return profile(
        user_id=who, email=f"{who}@mail.example", first_name=f"Given {who}", created_at=now, updated_at=now,
        state=_STATES[draw % len(_STATES)], age=20 + draw % 41, subscription_tier=_TIERS[draw % len(_TIERS)],
    )  # fmt: skip


def event_of(who: str, number: int, at: datetime) -> bytes:
    draw = number_of(who) * 104_729 + number
    return event(
        user_id=who, event_id=f"{who}-{number:04d}", event_timestamp=at.isoformat(), browser=f"of {who}"[:64],
        event_type=_TYPES[draw % len(_TYPES)], device_type=_DEVICES[draw // 7 % len(_DEVICES)],
        product_id=f"p-{draw % 40}", price=float(draw % 90 + 1), quantity=draw % 3 + 1,
    )  # fmt: skip


def happened(number: int) -> datetime:
    """Over two days, before anything is erased."""
    return NOW - timedelta(hours=8 * number + 1)


@dataclass
class Sender:
    """What goes into Kafka; ``records``: how many."""

    producer: Producer
    records: int = 0
    new: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def send(self, topic: str, payload: bytes) -> None:
        while True:
            try:
                self.producer.produce(topic, value=payload)
                break
            except BufferError:
                self.producer.poll(0.1)
        self.records += 1

    def everybody(self) -> None:
        for who in (*STAYING, *GONE):
            self.send("users", profile_of(who))
        self.flush()

    def what_they_did(self) -> None:
        for number in range(EVENTS_EACH):
            for who in (*STAYING, *GONE):
                self.send("events", event_of(who, number, happened(number)))
        for who in (*STAYING[:500], *GONE):
            self.send("events", event(user_id=who, event_id=f"{who}-bad", event_type="hop"))
        self.flush()

    def late_and_again(self) -> None:
        """Of who is being erased: what was sent before, and what happened before and was not sent."""
        for who in GONE:
            self.send("events", event_of(who, 0, happened(0)))
            self.send("events", event_of(who, 900, happened(1)))
            self.send("users", profile_of(who))
        self.flush()

    def go_on(self) -> None:
        """New events of those who stay, 200 a second, one after the other however long it takes."""
        while not self.stop.wait(0.5):
            for number in range(self.new, self.new + 100):
                again, at = divmod(number, len(STAYING))
                self.send("events", event_of(STAYING[at], 7_000 + again, datetime.now(UTC)))
            self.new += 100
            self.flush()

    def flush(self) -> None:
        assert self.producer.flush(120) == 0


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Deployment]:
    deployment = Deployment(tmp_path / "var", RATE="0", SPARK_DRIVER_MEMORY="3g", BRONZE_DAYS="0")
    write_master_key(deployment.settings.paths.key_file)
    try:
        yield deployment
    finally:
        deployment.remove()


def taken(deployment: Deployment) -> int:
    return deployment.number(
        """SELECT sum(records) FROM ledger.range JOIN ledger.batch USING (job, epoch, batch_id)
           WHERE closed_at IS NOT NULL"""
    )


def canaries(deployment: Deployment) -> list[Canary]:
    """All that gives away who is going to be erased."""
    keyring = read_keyring(deployment.settings.paths.key_file)
    dsn = postgres.ensure(deployment.settings).owner.reveal()
    known = people.persons(dsn, keyring)
    wrapped = {bytes(i): bytes(w) for i, w in people.query(dsn, "SELECT subject_id, wrapped_keys FROM registry.person")}
    found = []
    for who in GONE:
        subject_id, keys = known[who]
        found += [
            Canary("identifier", who.encode(), generic_prefix=True),
            Canary("e-mail", f"{who}@mail.example".encode(), generic_prefix=True),
            Canary("subject_id", subject_id),
            Canary("pseudonym", keys.user_key),
            Canary("reference", keyring.keyed_hash(Purpose.REF)(who.encode())),
            Canary("data key", keys.dek),
            Canary("wrapped keys", wrapped[subject_id]),
        ]
    return found


def kept_rows(spark: SparkSession, writer: Writer, deployment: Deployment, folder: Path) -> None:
    """Copies of all rows of who stays."""
    dsn = postgres.ensure(deployment.settings).owner.reveal()
    known = people.persons(dsn, read_keyring(deployment.settings.paths.key_file))
    gone = [(known[who][0], known[who][1].user_key) for who in GONE]
    names = spark.createDataFrame(gone, "subject_id binary, user_key binary")
    for table, column in PERSONS:
        rows = writer.read(table).join(names.select(column), column, "left_anti")
        rows.select(*table.column_names).write.parquet(str(folder / table.full_name))


def test_a_thousand_of_a_hundred_thousand_are_erased_under_a_stream(
    place: Deployment, extent: Extent, spark: SparkSession, tmp_path: Path, record_property: pytest.Recorder
) -> None:
    stream = place.start()
    wait_for(lambda: stream.alive() and "running;" in stream.text, "the stream")
    sender = Sender(producer(place))
    for send in (sender.everybody, sender.what_they_did):
        send()
        wait_for(lambda: stream.alive() and taken(place) == sender.records, "all to be taken")
    writer = Writer(spark, Lake(place.settings.paths.lake, control(place.settings).lake.lake_id))
    wait_for(lambda: stream.alive() and not place.number(_WAITING), "gold of days", 1200)
    kept_rows(spark, writer, place, tmp_path / "before")
    sought = canaries(place)
    control_found = {each.canary for each in survey(place.roots(), sought, aside(place)).findings}
    assert control_found >= {"subject_id", "pseudonym", "wrapped keys"}, "the scan finds what is there"

    requests = tmp_path / "requests.csv"
    with requests.open("w", newline="") as file:
        csv.writer(file).writerows([["subject"], *([who] for who in GONE)])
    feeding = threading.Thread(target=sender.go_on)
    feeding.start()
    try:
        named = {"FROM": str(requests)}
        for step in ERASURES if extent.every_step else _FEW:
            killed = place.run(command="erase", FAILPOINT=f"erase/{step}", **named)
            assert killed.process.returncode != 0, step
            named = {}  # what was begun is gone on with
            stream.alive()
            sender.late_and_again()
        began = time.monotonic()
        last = place.run(command="erase", FROM="")
        assert last.process.returncode == 0, last.text[-2000:]
        assert "1,000 requests done" in last.text
        record_property("seconds of the last run", round(time.monotonic() - began))
    finally:
        sender.stop.set()
        feeding.join()
    wait_for(lambda: stream.alive() and taken(place) == sender.records, "all to be taken")
    stream.process.send_signal(signal.SIGINT)
    assert stream.wait() == 0, stream.text[-2000:]
    assert "DOES NOT HOLD" not in stream.text

    assert [str(each) for each in survey(place.roots(), sought, aside(place)).findings] == []
    others_are_as_before(spark, writer, tmp_path / "before", sender.new)
    gold_is_what_its_rules_make_of_silver(writer)
    again = place.run(command="erase")
    assert "nothing was waiting" in again.text
    proof_is_signed(place, requests)
    kafka_lets_go(place, [each for each in sought if each.name in ("identifier", "e-mail")])


def producer(deployment: Deployment) -> Producer:
    options = client_options.librdkafka(kafka.options(deployment.settings))
    return Producer({"bootstrap.servers": kafka.ensure(deployment.settings), "acks": "all", "linger.ms": 50} | options)


def aside(deployment: Deployment) -> list[Path]:
    """What keeps them until a date, and is proved by that."""
    return [deployment.settings.paths.kafka]


def others_are_as_before(spark: SparkSession, writer: Writer, before: Path, new: int) -> None:
    for table, _ in PERSONS:
        was = spark.read.parquet(str(before / table.full_name))
        now = writer.read(table).select(*table.column_names)
        more = new if table.full_name in ("bronze.events", "silver.events") else 0
        assert same_but(was, now, more), table.full_name


def same_but(was: DataFrame, now: DataFrame, more: int) -> bool:
    """Every row is there as it was, and as many others."""
    return was.exceptAll(now).isEmpty() and now.count() == was.count() + more


def gold_is_what_its_rules_make_of_silver(writer: Writer) -> None:
    """Counted anew from what silver holds, no cell of gold would change."""
    gate = Gate(10, 5)
    events, users = writer.read(SILVER["events"]), writer.read(SILVER["users"])
    as_of = events.selectExpr("max(event_date)").toArrow()[0][0].as_py()
    for aggregate in AGGREGATES:
        table = aggregate.table
        parts = aggregate.parts(Silver(events.filter("NOT is_late"), users, as_of))
        fresh = gate.cells(parts, aggregate.key, aggregate.figures)
        columns = [*aggregate.key, *(figure.name for figure in aggregate.figures)]
        anew = gate.renewed(fresh, writer.read(CELLS[table.name]), aggregate.key, aggregate.figures).cells
        held = writer.read(table).select(*columns)
        wanted = anew.select(*(F.col(field.name).cast(field.dataType) for field in held.schema.fields))
        assert held.exceptAll(wanted).isEmpty(), table.full_name
        assert wanted.exceptAll(held).isEmpty(), table.full_name


def proof_is_signed(deployment: Deployment, requests: Path) -> None:
    """By somebody without any key of the lake."""
    proof = deployment.run(command="prove", FROM=str(requests), seconds=1800)
    assert proof.process.returncode == 0, proof.text[-2000:]
    (folder,) = deployment.settings.paths.receipts.iterdir()
    key = load_pem_public_key((folder / "public-key.pem").read_bytes())
    assert isinstance(key, Ed25519PublicKey)
    verdicts = {}
    for file in folder.glob("*.json"):
        key.verify(file.with_suffix(".sig").read_bytes(), file.read_bytes())
        receipt = json.loads(file.read_bytes())
        verdicts[receipt["store"]] = receipt["verdict"]
        assert receipt["control"] == "found"
        assert len(receipt["requests"]) == GOING
    assert verdicts.pop("kafka") == "gone by the date"
    assert set(verdicts.values()) == {"nothing found"}
    assert deployment.number("SELECT count(*) FROM rights.trace") == 0
    assert deployment.number("SELECT count(*) FROM rights.request WHERE proved_at IS NOT NULL") == GOING


def kafka_lets_go(deployment: Deployment, sought: list[Canary]) -> None:
    """With short settings, after the broker has looked twice."""
    client = AdminClient({"bootstrap.servers": kafka.ensure(deployment.settings)})
    entries = [
        ConfigEntry(key, value, incremental_operation=AlterConfigOpType.SET)
        for key, value in {"retention.ms": "1000", "segment.ms": "1000", "file.delete.delay.ms": "1000"}.items()
    ]
    resources = [
        ConfigResource(ResourceType.TOPIC, topic, incremental_configs=entries) for topic in ("users", "events")
    ]
    for answer in client.incremental_alter_configs(resources).values():
        answer.result(30)
    folder = deployment.settings.paths.kafka
    assert survey([folder], sought).findings, "it holds them until then"
    wait_for(lambda: not survey([folder], sought).findings, "Kafka to let go", 900)

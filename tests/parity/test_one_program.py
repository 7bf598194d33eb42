"""One program: the same records give the same rows from a stream or a frame, in any time zone, in any batches."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from batch.synthetic import Rates, Traffic, events, users
from lakehouse.accounts import BatchId
from lakehouse.catalog import SILVER
from lakehouse.refine import refine
from lakehouse.worker import STRANGER, PassPlan
from privacy.keys import Seal
from schemas.envelope import ENVELOPE, bound_to
from schemas.outcomes import Fate
from tests.conftest import NewLake
from tests.support.extent import long
from tests.support.installation import Installation
from tests.support.records import Arrival, arrow

pytestmark = [pytest.mark.parity, pytest.mark.spark]

DIRTY = Rates(duplicate=0.1, conflict=0.06, late=0.05, very_late=0.03, out_of_order=0.05, drifted=0.03)
# Across a midnight, a leap day and the hour at which America/St_Johns sets its clocks forth.
BASE = int(dt.datetime(2028, 2, 29, 23, 30, tzinfo=dt.UTC).timestamp() * 1_000_000)
TRAFFIC = Traffic(11, BASE, users=80, rate=1.0, rates=DIRTY, lanes=16)
EVENTS = 2500
ZONES = ("Asia/Kathmandu", "America/St_Johns")

SENT = events(TRAFFIC, 0, EVENTS).to_pylist()
RECORDS = {
    "events": [
        Arrival(
            row["payload"],
            offset=row["idx"] // 3,
            partition=row["idx"] % 3,
            received_at=dt.datetime.fromtimestamp((BASE + row["idx"] * 1_000_000) / 1e6 + 2, dt.UTC),
        )
        for row in SENT
    ],
    "users": [
        Arrival(payload, offset, received_at=dt.datetime(2028, 3, 1, tzinfo=dt.UTC))
        for offset, payload in enumerate(users(TRAFFIC, 0, 60)["payload"].to_pylist())
    ],
}


@pytest.fixture(scope="module")
def lake(new_lake: NewLake) -> Iterator[Installation]:
    """A lake that knows half of the persons."""
    with new_lake() as made:
        made.enrol(*sorted({row["user_id"] for row in SENT})[::2])
        yield made


@pytest.fixture(scope="module")
def plans(lake: Installation) -> dict[str, PassPlan]:
    return {contract: lake.plan(contract) for contract in RECORDS}


@contextmanager
def in_zone(spark: SparkSession, zone: str) -> Iterator[None]:
    spark.conf.set("spark.sql.session.timeZone", zone)
    try:
        yield
    finally:
        spark.conf.set("spark.sql.session.timeZone", "UTC")


def opened(lake: Installation, rows: pa.Table, contract: str) -> list[dict[str, Any]]:
    """Rows of the pass by position, what was closed in them opened: ciphertexts differ by their nonce. No notice of
    drift: which records are looked at for it depends on the batch, and no row of a table has it."""
    seals = {subject_id: Seal(keys.dek) for subject_id, keys in lake.persons().values()}
    found = []
    for row in (
        _in_utc(rows.drop_columns("drift"))
        .sort_by([("source_id", "ascending"), ("partition", "ascending"), ("offset", "ascending")])
        .to_pylist()
    ):
        row["vault"] = row["vault"] is not None
        if row["payload"] is not None and row["outcome"] != STRANGER:
            seal = seals[row["subject_id"]] if row["subject_id"] else lake.day_seal(row["key_day"])
            row["payload"] = seal.open(
                row["payload"], bound_to(contract, row["source_id"], row["partition"], row["offset"])
            )
        found.append(row)
    return found


def _in_utc(rows: pa.Table) -> pa.Table:
    fields = [
        pa.field(field.name, pa.timestamp("us", "UTC")) if pa.types.is_timestamp(field.type) else field
        for field in rows.schema
    ]
    return rows.cast(pa.schema(fields))


@pytest.fixture(scope="module")
def of_a_frame(lake: Installation, plans: dict[str, PassPlan]) -> dict[str, list[dict[str, Any]]]:
    """Rows of the pass over a static frame, in UTC: what all others are compared with."""
    return {
        contract: opened(lake, refine(lake.envelope(records), plans[contract]).passed.toArrow(), contract)
        for contract, records in RECORDS.items()
    }


def test_the_frame_has_every_outcome_and_every_position(of_a_frame: dict[str, list[dict[str, Any]]]) -> None:
    assert [len(of_a_frame[contract]) for contract in RECORDS] == [len(records) for records in RECORDS.values()]
    assert {row["outcome"] for row in of_a_frame["events"]} == {"bronze", "rejected", STRANGER}
    reasons = Counter(row["expected_reason"] for row in SENT if row["expected_reason"])
    assert Counter(row["reason"] for row in of_a_frame["events"] if row["reason"]) == reasons


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("contract", RECORDS)
def test_the_session_s_time_zone_changes_nothing(
    lake: Installation,
    plans: dict[str, PassPlan],
    of_a_frame: dict[str, list[dict[str, Any]]],
    contract: str,
    zone: str,
) -> None:
    envelope = lake.envelope(RECORDS[contract])
    with in_zone(lake.spark, zone):
        rows = refine(envelope, plans[contract]).passed.toArrow()
    assert opened(lake, rows, contract) == of_a_frame[contract]


@pytest.mark.parametrize("way", ["over the stream", "in each micro-batch"])
def test_a_stream_gives_the_rows_of_a_frame(
    lake: Installation,
    plans: dict[str, PassPlan],
    of_a_frame: dict[str, list[dict[str, Any]]],
    tmp_path: Path,
    way: str,
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for number, part in enumerate(_parts()):
        pq.write_table(arrow(part), source / f"{number}.parquet")
    stream = (
        lake.spark.readStream.schema(from_arrow_schema(ENVELOPE)).option("maxFilesPerTrigger", 1).parquet(str(source))
    )
    target = str(tmp_path / "rows")
    if way == "over the stream":
        writer = refine(stream, plans["events"]).passed.writeStream.format("parquet").option("path", target)
    else:

        def carry(rows: DataFrame, _number: int) -> None:
            refine(rows, plans["events"]).passed.write.mode("append").parquet(target)

        writer = stream.writeStream.foreachBatch(carry)
    query = writer.option("checkpointLocation", str(tmp_path / "checkpoint")).trigger(availableNow=True).start()
    assert query.awaitTermination(120)
    assert opened(lake, lake.spark.read.parquet(target).toArrow(), "events") == of_a_frame["events"]


def _parts() -> Iterator[list[Arrival]]:
    for start in range(0, EVENTS, 900):
        yield RECORDS["events"][start : start + 900]


def conflicting() -> int:
    """How many identities came with more than one content, by the truth."""
    return len({row["of_index"] for row in SENT if row["kind"] == "conflict"})


@pytest.fixture(scope="module")
def at_once(lake: Installation) -> dict[bytes, dict[str, Any]]:
    """Silver of all events in one batch, by identity."""
    lake.carry("events", RECORDS["events"], job="at once")
    return silver_of(lake)


def silver_of(lake: Installation) -> dict[bytes, dict[str, Any]]:
    rows = _in_utc(lake.read(SILVER["events"]).toArrow()).to_pylist()
    found = {row["event_key"]: row for row in rows}
    assert len(found) == len(rows), "an identity is in silver twice"
    return found


@pytest.mark.parametrize(("seed", "zone"), [(2, ZONES[0]), *long((1, "UTC"))])
def test_micro_batches_in_any_order_end_in_the_same_lake(
    lake: Installation, at_once: dict[bytes, dict[str, Any]], seed: int, zone: str
) -> None:
    draw = random.Random(seed)
    shuffled = RECORDS["events"][:]
    draw.shuffle(shuffled)
    cuts = [0, *sorted(draw.sample(range(1, EVENTS), 2)), EVENTS]
    other, job = lake.beside(), f"shuffled {seed}"
    road, reports = other.road("events"), []
    with in_zone(lake.spark, zone):
        for number, (start, stop) in enumerate(itertools.pairwise(cuts)):
            rows = other.envelope(shuffled[start:stop]).repartition(draw.randint(1, 5))
            reports.append(road.carry(rows, BatchId(job, 1, number)))
    silver = silver_of(other)
    assert silver.keys() == at_once.keys()
    differing = [key for key in silver if silver[key] != at_once[key]]
    assert all(silver[key]["content_hash"] != at_once[key]["content_hash"] for key in differing)
    assert len(differing) <= conflicting()
    assert other.bronze("events") == lake.bronze("events")
    days = other.query("SELECT DISTINCT day FROM ledger.gold_work WHERE job = %s ORDER BY 1", job)
    assert days == other.query("SELECT DISTINCT day FROM ledger.gold_work WHERE job = 'at once' ORDER BY 1")
    accepted = sum(report.judgement.total(Fate.ACCEPTED) for report in reports if report and report.judgement)
    assert (
        accepted
        == len(silver)
        == len({(row["event_id"], row["user_id"], row["event_time_us"]) for row in SENT if not row["expected_reason"]})
    )


def test_conflicting_identities_are_as_many_as_were_sent(
    lake: Installation, at_once: dict[bytes, dict[str, Any]]
) -> None:
    rows = (
        refine(lake.envelope(RECORDS["events"]), lake.plan("events"))
        .silver.select("event_key", "content_hash")
        .toArrow()
    )
    contents = {(row["event_key"], row["content_hash"]) for row in rows.to_pylist()}
    several = [key for key, count in Counter(key for key, _ in contents).items() if count > 1]
    assert len(several) == conflicting() > 10
    assert all((key, row["content_hash"]) in contents for key, row in at_once.items())

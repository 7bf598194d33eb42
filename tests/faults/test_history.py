"""History under fire: a backfill that is killed again and again, and a shop window whose publisher, Spark and Postgres
are killed in turn while somebody reads it."""

from __future__ import annotations

import random
import signal
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from batch.synthetic import Traffic, events
from lakehouse.catalog import BRONZE, SILVER
from lakehouse.tables import Lake
from lakehouse.writer import Writer
from privacy.disclosure import Disclosed
from privacy.keyfile import write_master_key
from schemas.gold import DAILY_EVENT_METRICS
from schemas.tables import QUARANTINE
from scripts.control import control
from scripts.freshness import freshness
from scripts.services import postgres_shop
from tests.faults.conftest import Extent
from tests.support.deployment import Deployment, Run, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.timeout(7200)]

EVENTS, USERS, DAYS = 2_000_000, 20_000, 8
_START_US = 1_772_064_000_000_000
"""2026-02-26; so many days before UNTIL."""
_UNTIL = "2026-03-06"


def lake_of(deployment: Deployment, spark: SparkSession) -> Writer:
    plane = control(deployment.settings)
    return Writer(spark, Lake(deployment.settings.paths.lake, plane.lake.lake_id))


def made(folder: Path, **environment: str) -> Deployment:
    deployment = Deployment(folder, **environment)
    write_master_key(deployment.settings.paths.key_file)
    return deployment


# --- a backfill -------------------------------------------------------------------------------------------------------


def truth() -> tuple[int, int]:
    """Distinct identities that were sent, and records that no contract takes."""
    traffic, rejected, parts = Traffic.history(20260101, _START_US, EVENTS, USERS, DAYS), 0, []
    for first in range(0, EVENTS, 200_000):
        rows = pa.table(events(traffic, first, first + 200_000))
        good = rows.filter(pc.is_null(rows["expected_reason"]))
        rejected += rows.num_rows - good.num_rows
        parts.append(good.select(["event_id", "user_id", "event_time_us"]))
    sent = pa.concat_tables(parts)
    return sent.group_by(sent.column_names).aggregate([]).num_rows, rejected


@pytest.fixture
def filling(tmp_path: Path) -> Iterator[Deployment]:
    deployment = made(
        tmp_path / "var", USERS=str(USERS), EVENTS=str(EVENTS), DAYS=str(DAYS), UNTIL=_UNTIL,
        SPARK_DRIVER_MEMORY="3g",
    )  # fmt: skip
    try:
        yield deployment
    finally:
        deployment.remove()


def _at_work(run: Run) -> bool:
    """Or at its end: the machine is quicker than the kills."""
    return "records/s" in run.text or run.process.poll() is not None


def test_a_backfill_is_killed_at_any_moment(
    filling: Deployment, extent: Extent, dice: random.Random, spark: SparkSession
) -> None:
    closed = "SELECT count(*) FROM ledger.batch WHERE job LIKE 'backfill.%' AND closed_at IS NOT NULL"
    for _ in range(extent.backfills):
        run = filling.start("backfill")
        wait_for(partial(_at_work, run), "a slice at hand")
        time.sleep(dice.uniform(0, 30))
        run.kill()
    killed_with = filling.number(closed)
    last = filling.run(seconds=1800, command="backfill")
    assert last.process.returncode == 0, last.text[-2000:]
    identities, rejected = truth()
    writer = lake_of(filling, spark)
    seen = writer.read(SILVER["events"])
    positions = ["source_id", "partition", "offset"]
    assert seen.count() == seen.select("event_key").distinct().count() == identities
    assert writer.read(SILVER["users"]).count() == USERS
    for table, expected in ((BRONZE["events"], EVENTS - rejected), (QUARANTINE, rejected)):
        held = writer.read(table)
        assert held.count() == held.select(*positions).distinct().count() == expected, table.full_name
    assert "DOES NOT HOLD" not in last.text
    assert filling.number("SELECT count(*) FROM ledger.gold_work") == 0
    assert filling.number("SELECT count(*) FROM published.release") == 1
    print(f"{extent.backfills} kills; {killed_with} slices were closed by then; {identities:,} identities")


def test_a_stream_beside_a_killed_backfill_loses_no_commit(
    filling: Deployment, extent: Extent, dice: random.Random
) -> None:
    stream = filling.start("stream", RATE="1000")
    stream.await_batches(3)
    for _ in range(max(1, extent.backfills // 10)):
        run = filling.start("backfill")
        wait_for(partial(_at_work, run), "a slice at hand")
        time.sleep(dice.uniform(5, 30))
        run.kill()
    last = filling.run(seconds=1800, command="backfill")
    assert last.process.returncode == 0, last.text[-2000:]
    assert stream.alive()
    stream.process.send_signal(signal.SIGINT)
    assert stream.wait() == 0, stream.text[-2000:]
    compared = filling.run(command="reconcile", seconds=600)
    assert compared.process.returncode == 0, compared.text[-2000:]
    database = control(filling.settings).database()
    try:
        lake = Path(filling.settings.paths.lake)
        found = freshness(lake / "silver/events", lake / "bronze/events", database, "stream.events")
    finally:
        database.close()
    assert found.seconds.size > 0
    print(f"freshness of the stream beside the backfill: {found.between(0, found.minutes)}")


# --- the shop window --------------------------------------------------------------------------------------------------

_SHOWN = "SELECT release_id, count(*), sum(total_events) FROM published.daily_event_metrics GROUP BY release_id"


_BETWEEN_READS = 0.002
"""Without a pause the reader and its server take one of two cores from those that publish."""


class Reader(threading.Thread):
    """Reads what is published, over and over, as the analyst; comes again when Postgres was away."""

    def __init__(self, dsn: str) -> None:
        super().__init__(daemon=True)
        self._dsn = dsn
        self.done = threading.Event()
        self.reads = 0
        self.mixtures = 0
        self.seen: dict[int, set[tuple[int, Any]]] = {}
        self.slowest = 0.0

    def run(self) -> None:
        while not self.done.is_set():
            try:
                self._read()
            except psycopg2.Error:
                time.sleep(0.05)

    def _read(self) -> None:
        connection = psycopg2.connect(self._dsn)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                while not self.done.is_set():
                    begun = time.monotonic()
                    cursor.execute(_SHOWN)
                    rows = cursor.fetchall()
                    self.slowest = max(self.slowest, time.monotonic() - begun)
                    self.reads += 1
                    self.mixtures += len(rows) != 1
                    for release, count, total in rows:
                        self.seen.setdefault(release, set()).add((count, total))
                    self.done.wait(_BETWEEN_READS)
        finally:
            connection.close()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Deployment]:
    deployment = made(tmp_path / "var", USERS="300", EVENTS="6000", DAYS="4", UNTIL=_UNTIL, K="5")
    try:
        run = deployment.run(seconds=600, command="backfill")
        assert run.process.returncode == 0, run.text[-2000:]
        yield deployment
    finally:
        deployment.remove()


def _next_version(writer: Writer, number: int) -> Any:
    """Gold of another version, whose sum no other has; returns the sum."""
    rows = writer.read(DAILY_EVENT_METRICS).localCheckpoint()
    changed = rows.withColumn("total_events", F.lit(5 * (number + 1)))
    writer.replace(Disclosed(changed), DAILY_EVENT_METRICS, None)
    return 5 * (number + 1) * rows.count()


def _kill(shop: Deployment, run: Run, kind: str) -> None:
    if kind == "publisher":
        run.kill()
    elif kind == "spark":
        for process in run.driver():
            if process.name() == "java":
                process.kill()
    else:
        shop.kill_postgres()


def test_who_reads_never_sees_a_mixture(
    shop: Deployment, extent: Extent, dice: random.Random, spark: SparkSession
) -> None:
    writer = lake_of(shop, spark)
    reader = Reader(postgres_shop.analyst(shop.settings).reveal())
    reader.start()
    sums, steps = set(), ("publish.staged", "publish.swapping", "publish.swapped", "publish.committed")
    try:
        for number in range(extent.publishers):
            sums.add(_next_version(writer, number))
            kind = ("publisher", "spark", "postgres")[number % 3]
            step = steps[number // 3 % len(steps)] if kind == "publisher" else ""
            run = shop.start("publish", **({"FAILPOINT": f"publish/{step}"} if step else {}))
            if step:
                run.wait()
            else:
                time.sleep(dice.uniform(8, 26))
                if run.process.poll() is None:
                    _kill(shop, run, kind)
                    run.wait()
            again = shop.run(seconds=600, command="publish")
            assert again.process.returncode == 0, again.text[-2000:]
    finally:
        reader.done.set()
        reader.join(30)
    assert reader.mixtures == 0
    assert all(len(of_release) == 1 for of_release in reader.seen.values()), "a release changed"
    shown = {total for of_release in reader.seen.values() for _, total in of_release}
    assert len(shown & sums) >= extent.publishers // 2
    print(f"{extent.publishers} kills, {reader.reads:,} reads, slowest {reader.slowest * 1000:.0f} ms")

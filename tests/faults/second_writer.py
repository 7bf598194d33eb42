"""A second process that carries batches of its own into the tables of a running stream: ``<truth file> <batches>``.

Prints its source id, and writes what it carried with partition and offset, as the feed's truth does.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import conf
from batch.synthetic import Traffic, events
from batch.synthetic.traffic import SECOND
from governance.ledger import RunLedger
from governance.registry import Registry
from lakehouse.accounts import BatchId
from lakehouse.persons import SnapshotWriter
from lakehouse.road import Road
from privacy.policies import EVENT_POLICY
from scripts import session
from scripts.control import control
from tests.support.records import Arrival, envelope

_A_BATCH = 500
_SOURCE = "file:second-writer"


def main(file: Path, batches: int) -> int:
    settings = conf.load()
    plane = control(settings)
    spark = session.session(settings, "second writer")
    ledger = RunLedger(plane.database())
    registry = Registry(
        plane.database(), plane.key_file, SnapshotWriter(settings.paths.registry_snapshot / "second"), None
    )
    road = Road(EVENT_POLICY, plane.lake, session.locks(settings, spark, plane), registry, ledger)
    now = dt.datetime.now(dt.UTC)
    traffic = Traffic(settings.feed.seed + 2, int(now.timestamp() * SECOND) - 120 * SECOND, 100)
    sent = events(traffic, 0, batches * _A_BATCH)
    epoch = ledger.begin_epoch("second", "events", _SOURCE)
    for number in range(batches):
        first = number * _A_BATCH
        payloads = sent["payload"].slice(first, _A_BATCH).to_pylist()
        arrived = [Arrival(payload, first + at, 0, now, _SOURCE) for at, payload in enumerate(payloads)]
        rows = envelope(spark, arrived, settings.paths.var / "second")
        assert road.carry(rows, BatchId("second", epoch.number, number)) is not None
    _write(sent, file)
    spark.stop()
    print(json.dumps({"source_id": _SOURCE}))
    return 0


def _write(sent: pa.Table, file: Path) -> None:
    offsets = pa.array(range(len(sent)), pa.int64())
    partitions = pa.array([0] * len(sent), pa.int32())
    truth = sent.drop_columns("payload").append_column("partition", partitions).append_column("offset", offsets)
    pq.write_table(truth, file)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))

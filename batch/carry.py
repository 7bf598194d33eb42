"""Carries corrected records: sealed from the moment they leave the driver's memory, as what is readmitted is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from governance.corrections import Carried
from governance.registry import Registry, Subjects
from lakehouse.accounts import BatchId
from lakehouse.locks import FENCE, Locks
from lakehouse.reopen import ReopenPlan, reopened
from lakehouse.road import Keys, Ledger, Road
from lakehouse.writer import Writer
from privacy.keys import Keyring, Seal
from schemas.envelope import bound_to

_SCHEMA = pa.schema(
    [
        pa.field("source_id", pa.string()),
        pa.field("partition", pa.int32()),
        pa.field("offset", pa.int64()),
        pa.field("received_at", pa.timestamp("us", tz="UTC")),
        pa.field("contract", pa.string()),
        pa.field("subject_id", pa.binary()),
        pa.field("key_day", pa.date32()),
        pa.field("payload", pa.binary()),
    ]
)
"""Columns of ``lakehouse.reopen.SEALED``."""


def source_of(lake_id: str, contract: str) -> str:
    """Where corrected records of a lake come from, in their positions: those of two contracts are never alike."""
    return f"corrections:{lake_id}/{contract}"


@dataclass(frozen=True)
class Carrier:
    """Of one contract. ``source_id``: of corrections of this lake."""

    contract: str
    source_id: str
    road: Road
    ledger: Ledger
    registry: Registry
    subjects: Subjects
    writer: Writer
    keyring: Callable[[], Keyring]
    keys: Callable[[], Keys]
    locks: Locks

    def begun(self, batch: BatchId) -> bool:
        return self.ledger.progress(batch) is not None

    def carry(self, carried: Carried) -> None:
        with self.locks.shared(FENCE):
            keys = self.keys()
            plan = ReopenPlan(keys.file, keys.fingerprint, self.subjects.snapshot(), self.subjects.days())
            sealed = self._sealed(carried)
        self.road.carry(reopened(self.writer.spark.createDataFrame(sealed), plan), carried.batch)

    def _sealed(self, carried: Carried) -> pa.Table:
        """Under today's key for rejected records."""
        key = self.registry.quarantine_key()
        seal = self.keyring().unwrap_key(key.wrapped, key.name, key.kek_version)
        rows = [self._row(place, at, correction.record, seal, key.day) for place, at, correction in carried.places]
        return pa.Table.from_pylist(rows, _SCHEMA)

    def _row(
        self, place: int, received_at: dt.datetime, record: bytes | None, seal: Seal, day: dt.date
    ) -> dict[str, object]:
        binding = bound_to(self.contract, self.source_id, 0, place)
        return {
            "source_id": self.source_id,
            "partition": 0,
            "offset": place,
            "received_at": received_at,
            "contract": self.contract,
            "key_day": day,
            "payload": None if record is None else seal.close(record, binding),
        }

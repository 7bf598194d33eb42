"""The way back: sealed records of bronze and quarantine become envelopes again, to be carried once more.

Records whose key is gone (the person was forgotten, the day is over) cannot be opened by anybody and are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.pandas.types import from_arrow_schema

from lakehouse.persons import Snapshot
from lakehouse.unlocked import reader, unlock
from lakehouse.worker import QuarantineKey, value_free
from privacy.keys import Seal
from schemas.envelope import ENVELOPE, bound_to

SEALED = ("source_id", "partition", "offset", "received_at", "contract", "subject_id", "key_day", "payload")
"""Columns of a sealed record; ``key_day`` is null in bronze."""


@dataclass(frozen=True)
class ReopenPlan:
    """All a worker is told; nothing in it is secret. ``persons``: a snapshot by ``subject_id`` instead of reference."""

    key_file: str
    key_fingerprint: str
    persons: Snapshot
    days: tuple[QuarantineKey, ...]


def reopened(sealed: DataFrame, plan: ReopenPlan) -> DataFrame:
    """``sealed``: columns SEALED. Envelopes of the records that can still be opened.

    Their payloads are readable on their way into the pass, as those from Kafka are; whoever carries them on must not
    keep or shuffle them.
    """
    return sealed.select(*SEALED).mapInArrow(value_free(lambda: _opener(plan)), from_arrow_schema(ENVELOPE))


def _opener(plan: ReopenPlan) -> Callable[[pa.RecordBatch], list[pa.RecordBatch]]:
    keys, persons = unlock(plan.key_file, plan.key_fingerprint), reader(plan.persons)
    days = {day.day: keys.keyring.unwrap_key(day.wrapped, day.name, day.kek_version) for day in plan.days}

    def seals(batch: pa.RecordBatch) -> list[Seal | None]:
        subjects: list[bytes | None] = batch.column("subject_id").to_pylist()
        distinct = sorted({subject for subject in subjects if subject is not None})
        found = persons.find(b"".join(distinct))
        at = np.flatnonzero(found.known)
        known = {distinct[index]: person.seal for index, person in zip(at, keys.open(found.rows[at]), strict=True)}
        closed_by = zip(subjects, batch.column("key_day").to_pylist(), strict=True)
        return [days.get(day) if subject is None else known.get(subject) for subject, day in closed_by]

    def open_(batch: pa.RecordBatch) -> list[pa.RecordBatch]:
        by = seals(batch)
        there = pa.array([index for index, seal in enumerate(by) if seal is not None], pa.int64())
        kept = batch.take(there)
        bindings = map(bound_to, *(kept.column(name).to_pylist() for name in ("contract", *ENVELOPE.names[:3])))
        payloads = [
            None if sealed is None else seal.open(sealed, binding)
            for seal, sealed, binding in zip(
                filter(None, by), kept.column("payload").to_pylist(), bindings, strict=True
            )
        ]
        columns = [kept.column(name) for name in ENVELOPE.names[:4]]
        columns[3] = columns[3].cast(ENVELOPE.field("received_at").type)
        return [pa.RecordBatch.from_arrays([*columns, pa.array(payloads, pa.binary())], schema=ENVELOPE)]

    return open_

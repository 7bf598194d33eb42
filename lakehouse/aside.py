"""Rows of silver of persons whose data may be stored and no more (GDPR Art. 18): put aside, sealed under their own
keys, and put back.

Whoever reads silver, gold or a release meets none of them meanwhile; they come back as they were.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.catalog import SILVER
from lakehouse.locks import Locks
from lakehouse.named import names, rows_of
from lakehouse.writer import Writer
from privacy.keys import Seal
from schemas.tables import ASIDE, Table

_ROWS_A_SEAL = 50_000
_INSTANT = pa.timestamp("us", tz="UTC")
_SCHEMA = pa.schema(
    [
        pa.field("contract", pa.string()),
        pa.field("subject_id", pa.binary()),
        pa.field("rows", pa.int64()),
        pa.field("put_at", _INSTANT),
        pa.field("payload", pa.binary()),
    ]
)


@dataclass(frozen=True, repr=False)
class Whose:
    """A person, as bronze and silver name them, and their seal."""

    subject_id: bytes
    user_key: bytes
    seal: Seal


def sealed(rows: pa.Table, contract: str, whose: Whose) -> bytes:
    """``rows`` of silver, with their types."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as stream:
        stream.write_table(rows)
    return whose.seal.close(sink.getvalue().to_pybytes(), _bound(contract, whose.subject_id))


def opened(payload: bytes, contract: str, subject_id: bytes, seal: Seal) -> pa.Table:
    """Raises :class:`privacy.keys.Unopenable` for another person's seal, another contract or a changed byte."""
    return pa.ipc.open_stream(seal.open(payload, _bound(contract, subject_id))).read_all()


def _bound(contract: str, subject_id: bytes) -> bytes:
    return b"aside|" + contract.encode() + b"|" + subject_id


class Aside:
    """Of one lake. Each step may be repeated: it is done once. Rows of the persons named are in memory, about half a KB
    each.

    What is sealed anew is appended before what it replaces is removed: cut off between the two, rows are there twice,
    and count once by their identity.
    """

    def __init__(self, writer: Writer, locks: Locks) -> None:
        self._writer = writer
        self._locks = locks

    def put(self, contract: str, persons: Sequence[Whose]) -> int:
        """Takes the rows of ``persons`` out of silver, to those that are aside already; how many. Nobody may write new
        ones meanwhile."""
        silver = SILVER[contract]
        with self._locks.held(silver.full_name), self._locks.held(ASIDE.full_name):
            rows = rows_of(self._writer.read(silver), "user_key", [each.user_key for each in persons])
            found = rows.select(*silver.column_names).toArrow()
            if not found.num_rows:
                return 0
            whose = set(found["user_key"].to_pylist())
            there = [each for each in persons if each.user_key in whose]
            self._replace(contract, there, _joined(found, self.rows(contract, there), _identity(silver)))
            self._writer.remove(names(self._writer.spark, "user_key", whose), silver)
        return int(found.num_rows)

    def rows(self, contract: str, persons: Sequence[Whose]) -> pa.Table | None:
        """What is aside of ``persons``, as silver had it; None for nothing."""
        by_id = {each.subject_id: each for each in persons}
        kept = rows_of(self._kept(contract), "subject_id", by_id)
        found = kept.select("subject_id", "payload").toArrow().to_pylist()
        parts = [opened(row["payload"], contract, row["subject_id"], by_id[row["subject_id"]].seal) for row in found]
        if not parts:
            return None
        # By name: a column that came since is not in what was put aside before.
        return _once(pa.concat_tables(parts, promote_options="default"), _identity(SILVER[contract]))

    def back(self, contract: str, persons: Sequence[Whose]) -> int:
        """Puts what is aside of ``persons`` back; how many rows."""
        silver = SILVER[contract]
        with self._locks.held(silver.full_name), self._locks.held(ASIDE.full_name):
            rows = self.rows(contract, persons)
            if rows is None:
                return 0
            self._writer.append(self._missing(rows, silver), silver)
            self._replace(contract, persons, None)
        return int(rows.num_rows)

    def without(self, contract: str, persons: Sequence[Whose], identities: Sequence[bytes]) -> None:
        """Takes rows out of what is aside: those with these ``identities`` (of a record, or of a person)."""
        with self._locks.held(ASIDE.full_name):
            rows = self.rows(contract, persons)
            if rows is None:
                return
            gone = set(identities)
            stays = [value not in gone for value in rows[_identity(SILVER[contract])].to_pylist()]
            self._replace(contract, persons, rows.filter(pa.array(stays, pa.bool_())))

    def _replace(self, contract: str, persons: Sequence[Whose], rows: pa.Table | None) -> None:
        """Seals ``rows`` in the place of what is aside of ``persons``."""
        kept = rows_of(self._kept(contract), "subject_id", [each.subject_id for each in persons])
        before = kept.select("subject_id", "contract", "put_at").distinct().toArrow()
        if rows is not None and rows.num_rows:
            self._writer.append(self._frame(_sealed_rows(contract, rows, persons)), ASIDE)
        if before.num_rows:
            self._writer.remove(self._frame(before), ASIDE)

    def _kept(self, contract: str) -> DataFrame:
        return self._writer.read(ASIDE).filter(F.col("contract") == contract)

    def _missing(self, rows: pa.Table, silver: Table) -> DataFrame:
        """Those that silver does not have: a call that was cut off may have put them back. A file for each day."""
        frame, identity = self._frame(rows), _identity(silver)
        lacking = [
            F.lit(None).cast(column.type).alias(column.name)
            for column in silver.columns
            if column.name not in rows.column_names
        ]
        there = self._writer.read(silver).select(identity)
        missing = frame.join(there, identity, "left_anti").select("*", *lacking).coalesce(1)
        return missing.sortWithinPartitions(silver.partition_by) if silver.partition_by else missing

    def _frame(self, rows: pa.Table) -> DataFrame:
        return self._writer.spark.createDataFrame(rows)


def _identity(silver: Table) -> str:
    return "event_key" if "event_key" in silver.column_names else "user_key"


def _joined(newer: pa.Table, older: pa.Table | None, identity: str) -> pa.Table:
    """Both, ``newer`` first."""
    return newer if older is None else _once(pa.concat_tables([newer, older], promote_options="default"), identity)


def _once(rows: pa.Table, identity: str) -> pa.Table:
    """The first row of each identity."""
    first = {key: at for at, key in reversed(list(enumerate(rows[identity].to_pylist())))}
    return rows.take(pa.array(sorted(first.values()), pa.int64()))


def _sealed_rows(contract: str, rows: pa.Table, persons: Sequence[Whose]) -> pa.Table:
    """Rows of the table, each of many ``rows`` of one person."""
    by_key, now = {each.user_key: each for each in persons}, dt.datetime.now(dt.UTC)
    parts = [(by_key[key], part) for key, part in _by_person(rows)]
    made = [(contract, each.subject_id, part.num_rows, now, sealed(part, contract, each)) for each, part in parts]
    columns = [pa.array(column, field.type) for column, field in zip(zip(*made, strict=True), _SCHEMA, strict=True)]
    return pa.Table.from_arrays(columns, schema=_SCHEMA)


def _by_person(rows: pa.Table) -> Iterator[tuple[bytes, pa.Table]]:
    """``rows`` by ``user_key``, so many at a time that a seal is made in memory."""
    ordered = rows.sort_by("user_key").combine_chunks()
    keys = ordered["user_key"].to_pylist()
    starts = [at for at, key in enumerate(keys) if at == 0 or key != keys[at - 1]]
    for start, end in zip(starts, [*starts[1:], len(keys)], strict=True):
        for first in range(start, end, _ROWS_A_SEAL):
            yield keys[start], ordered.slice(first, min(_ROWS_A_SEAL, end - first))

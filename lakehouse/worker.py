"""The Arrow pass: what happens to a record inside a Python worker, in one go and nowhere else.

Decode strictly, find the person, encrypt the payload under the person's key, and treat every field by the policy.
Readable personal data exists only here and in Kafka: what leaves is ciphertext, treated columns, and (for a person
met for the first time) the untouched envelope, which comes back once the driver has made that person's row.
Keys are read here from the key file; they do not travel in closures.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.persons import Found, Snapshot, SnapshotReader
from privacy.keys import NONCE_BYTES, KeyFileError, Keyring, PersonKeys, Purpose, Seal, Unopenable, read_keyring
from privacy.policy import Policy
from privacy.treatments import Persons, content_hash, event_key
from schemas.decoding import Decoded, decoder
from schemas.envelope import ENVELOPE, bound_to
from schemas.outcomes import Outcome, Reason
from schemas.tables import Column

STRANGER = "stranger"
"""Not an outcome: the record is good and its person not yet in the registry. It is passed again."""

SILVER_PREFIX = "silver_"
_CACHED_PERSONS = 100_000

FRONT = pa.schema(
    [
        *(ENVELOPE.field(name) for name in ("source_id", "partition", "offset", "received_at")),
        pa.field("ingest_date", pa.date32()),
        pa.field("outcome", pa.string()),
        pa.field("reason", pa.string()),
        pa.field("length", pa.int64()),
        pa.field("unknown_fields", pa.int32()),
        pa.field("subject_ref", pa.binary()),
        pa.field("vault", pa.binary()),
        pa.field("subject_id", pa.binary()),
        pa.field("key_version", pa.int32()),
        pa.field("key_day", pa.date32()),
        pa.field("payload", pa.binary()),
    ]
)
"""Columns of the pass ahead of the silver ones. ``payload`` is ciphertext, but for strangers the record itself."""

_ARROW = {
    "STRING": pa.string(),
    "BINARY": pa.binary(),
    "BIGINT": pa.int64(),
    "INT": pa.int32(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us", tz="UTC"),
    "DECIMAL(12,2)": pa.decimal128(12, 2),
}


class PassError(Exception):
    """The pass cannot go on. Carries the kind of failure only: a traceback's text may hold a value."""


@dataclass(frozen=True)
class QuarantineKey:
    """The key that closes today's rejected records of unknown persons, wrapped."""

    day: dt.date
    wrapped: bytes
    kek_version: int

    @property
    def name(self) -> str:
        return quarantine_key_name(self.day)


def quarantine_key_name(day: dt.date) -> str:
    return f"quarantine|{day.isoformat()}"


@dataclass(frozen=True)
class PassPlan:
    """All a worker is told. Nothing in it is secret: paths, wrapped keys, and the master key's check value."""

    policy: Policy
    key_file: str
    key_fingerprint: str
    snapshot: Snapshot
    quarantine_key: QuarantineKey


def pass_schema(policy: Policy) -> pa.Schema:
    """Schema of what the pass puts out for ``policy``."""
    silver = [pa.field(SILVER_PREFIX + column.name, _ARROW[column.type]) for column in policy.table().columns]
    return pa.schema([*FRONT, *silver])


def passed(plan: PassPlan) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """The function that ``mapInArrow`` runs: envelope batches in, batches of :func:`pass_schema` out."""

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        try:
            work = _Pass(plan)
            for batch in batches:
                yield work.run(batch)
        except (KeyFileError, Unopenable, PassError) as error:
            raise PassError(str(error)) from None
        except Exception as error:  # noqa: BLE001 - the text of any other error may quote a record
            raise PassError(f"the pass failed with {type(error).__name__} {_where(error)}") from None

    return run


def _where(error: Exception) -> str:
    """File and line of the innermost frame: enough to look it up, without the message."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return f"at {Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else ""


@lru_cache(maxsize=4)
def _reader(snapshot: Snapshot) -> SnapshotReader:
    return SnapshotReader(snapshot)


@lru_cache(maxsize=2)
def _unlocked(path: str, fingerprint: str, _version_of_file: tuple[int, ...]) -> _Unlocked:
    """Read again whenever the file has changed: a key that is damaged or withdrawn stops the job at the next batch."""
    return _Unlocked(read_keyring(Path(path), fingerprint))


class _Unlocked:
    """A keyring in a worker, with the keys of the persons met last. Bounded: about 1 KB a person."""

    def __init__(self, keyring: Keyring) -> None:
        self.keyring = keyring
        self.ref = keyring.keyed_hash(Purpose.REF)
        self.event = keyring.keyed_hash(Purpose.EVENT, min(keyring.versions))
        self.email = keyring.keyed_hash(Purpose.EMAIL)
        self.vault = keyring.seal(Purpose.VAULT)
        self._persons: dict[bytes, tuple[bytes, Seal]] = {}

    def version_of(self, policy: Policy) -> int:
        """Of the keyed hashes in a silver row: K_event stays for a table's life, K_email is the newest."""
        return min(self.keyring.versions) if policy.keeps_every_record else self.keyring.newest

    def person(self, row: Any) -> tuple[bytes, Seal]:
        """Pseudonym and seal of the person in a snapshot row."""
        wrapped = bytes(row["wrapped"])
        known = self._persons.get(wrapped)
        if known is None:
            keys: PersonKeys = self.keyring.unwrap_person(wrapped, bytes(row["subject_id"]), int(row["kek_version"]))
            known = (keys.user_key, Seal(keys.dek))
            if len(self._persons) >= _CACHED_PERSONS:
                del self._persons[next(iter(self._persons))]
            self._persons[wrapped] = known
        return known


def vault_binding(subject_ref: bytes) -> bytes:
    """Associated data of a vaulted identifier."""
    return b"vault|" + subject_ref


class _Pass:
    """One task's work on its batches."""

    def __init__(self, plan: PassPlan) -> None:
        key_file = Path(plan.key_file)
        file = key_file.stat() if key_file.exists() else None
        version = (file.st_mtime_ns, file.st_size, file.st_ino, file.st_mode) if file else ()
        self._keys = _unlocked(plan.key_file, plan.key_fingerprint, version)
        self._policy = plan.policy
        self._contract = plan.policy.contract
        self._decode = decoder(self._contract).decode
        self._snapshot = _reader(plan.snapshot)
        self._quarantine = plan.quarantine_key
        self._schema = pass_schema(plan.policy)
        self._columns = plan.policy.table().columns

    def run(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        envelope = {name: batch.column(name) for name in ENVELOPE.names}
        received = envelope["received_at"].cast(pa.timestamp("us", tz="UTC"))
        decoded = self._decode(envelope["payload"], received)
        rows = _Rows(batch, envelope, received)
        found = self._find(decoded)
        parts = [
            self._bronze(rows, decoded, found),
            self._strangers(rows, decoded, found),
            self._rejected(rows, decoded),
        ]
        whole = pa.Table.from_batches(parts, self._schema).combine_chunks().to_batches()
        if sum(part.num_rows for part in whole) != batch.num_rows or len(whole) > 1:
            raise PassError("the pass put out another number of rows than it was given")
        return whole[0] if whole else pa.RecordBatch.from_pylist([], self._schema)

    def _find(self, decoded: Decoded) -> _Known:
        subjects = decoded.columns[self._contract.subject].to_pylist()
        refs = [self._keys.ref(subject.encode()) for subject in subjects]
        return _Known(refs, self._snapshot.find(b"".join(refs)))

    def _bronze(self, rows: _Rows, decoded: Decoded, found: _Known) -> pa.RecordBatch:
        at = np.flatnonzero(found.found.known)
        persons = [self._keys.person(row) for row in found.found.rows[at]]
        chosen = decoded.rows[at]
        payload = rows.sealed(chosen, [seal for _, seal in persons], self._contract.name)
        front = rows.front(
            chosen,
            outcome=Outcome.BRONZE,
            unknown_fields=pa.array(decoded.unknown[at], pa.int32()),
            subject_id=_bytes_column(found.found.rows["subject_id"][at]),
            key_version=pa.array(found.found.rows["key_version"][at].astype(np.int32)),
            payload=pa.array(payload, pa.binary()),
        )
        silver = self._silver(rows.received.take(pa.array(chosen)), decoded, at, [key for key, _ in persons])
        return _assembled(self._schema, front | silver, len(at))

    def _silver(
        self, received: pa.Array, decoded: Decoded, at: npt.NDArray[np.int64], user_keys: list[bytes]
    ) -> dict[str, pa.Array]:
        taken = pa.array(at)
        fields = {name: column.take(taken) for name, column in decoded.columns.items()}
        columns = self._policy.treat(fields, Persons(user_keys, self._keys.event, self._keys.email))
        canonical = [decoded.canonical[index] for index in at]
        columns["content_hash"] = pa.array(
            [content_hash(self._keys.event, key, text) for key, text in zip(user_keys, canonical, strict=True)],
            pa.binary(),
        )
        instants = fields[self._contract.event_time]
        if self._contract.record_id:
            ids = fields[self._contract.record_id].to_pylist()
            columns["event_key"] = pa.array(
                [
                    event_key(self._keys.event, key, record_id, instant)
                    for key, record_id, instant in zip(user_keys, ids, _micros(instants), strict=True)
                ],
                pa.binary(),
            )
            columns["is_late"] = pc.less(
                instants, pc.subtract(received, pa.scalar(self._contract.late_after, pa.duration("us")))
            )
        columns["policy_version"] = _constant(self._policy.version, len(at))
        columns["key_version"] = _constant(self._keys.version_of(self._policy), len(at))
        return {SILVER_PREFIX + column.name: _typed(columns[column.name], column) for column in self._columns}

    def _strangers(self, rows: _Rows, decoded: Decoded, found: _Known) -> pa.RecordBatch:
        at = np.flatnonzero(~found.found.known)
        subjects = decoded.columns[self._contract.subject].take(pa.array(at)).to_pylist()
        refs = [found.refs[index] for index in at]
        vault = [
            self._keys.vault.close(subject.encode(), vault_binding(ref))
            for subject, ref in zip(subjects, refs, strict=True)
        ]
        chosen = decoded.rows[at]
        front = rows.front(
            chosen,
            outcome=STRANGER,
            subject_ref=pa.array(refs, pa.binary()),
            vault=pa.array(vault, pa.binary()),
            payload=rows.payload.take(pa.array(chosen)),
        )
        return _assembled(self._schema, front, len(at))

    def _rejected(self, rows: _Rows, decoded: Decoded) -> pa.RecordBatch:
        """Closes rejected records under the person's key where the person is known, else under the day's."""
        chosen = np.array([row for row, _ in decoded.rejected], dtype=np.int64)
        if not len(chosen):
            return _assembled(self._schema, rows.front(chosen, outcome=Outcome.REJECTED), 0)
        named = [index for index, subject in enumerate(decoded.rejected_subjects) if subject is not None]
        refs = [self._keys.ref((decoded.rejected_subjects[index] or "").encode()) for index in named]
        found = self._snapshot.find(b"".join(refs))
        day = self._keys.keyring.unwrap_key(
            self._quarantine.wrapped, self._quarantine.name, self._quarantine.kek_version
        )
        seals = [day] * len(chosen)
        subject_ids: list[bytes | None] = [None] * len(chosen)
        key_days: list[dt.date | None] = [self._quarantine.day] * len(chosen)
        for index, row in zip(np.array(named, dtype=np.int64)[found.known], found.rows[found.known], strict=True):
            seals[index] = self._keys.person(row)[1]
            subject_ids[index] = bytes(row["subject_id"])
            key_days[index] = None
        reasons: list[Reason] = [reason for _, reason in decoded.rejected]
        front = rows.front(
            chosen,
            outcome=Outcome.REJECTED,
            reason=pa.array([str(reason) for reason in reasons], pa.string()),
            ingest_date=pa.array([self._quarantine.day] * len(chosen), pa.date32()),
            subject_id=pa.array(subject_ids, pa.binary()),
            key_day=pa.array(key_days, pa.date32()),
            payload=pa.array(rows.sealed(chosen, seals, self._contract.name), pa.binary()),
        )
        return _assembled(self._schema, front, len(chosen))


@dataclass(frozen=True)
class _Known:
    refs: list[bytes]
    found: Found


class _Rows:
    """The envelope of one Arrow batch, and the columns that all outcomes share."""

    def __init__(self, batch: pa.RecordBatch, envelope: dict[str, pa.Array], received: pa.Array) -> None:
        self.payload = envelope["payload"]
        self.received = received
        self._envelope = envelope | {"received_at": received}

    def front(self, chosen: npt.NDArray[np.int64], outcome: str, **columns: pa.Array) -> dict[str, pa.Array]:
        taken = pa.array(chosen, pa.int64())
        shared = {
            name: self._envelope[name].take(taken) for name in ("source_id", "partition", "offset", "received_at")
        }
        shared["ingest_date"] = shared["received_at"].cast(pa.timestamp("us")).cast(pa.date32(), safe=False)
        shared["outcome"] = pa.array([outcome] * len(chosen), pa.string())
        shared["length"] = pc.binary_length(self.payload.take(taken)).cast(pa.int64())
        return shared | columns

    def sealed(self, chosen: npt.NDArray[np.int64], seals: list[Seal], contract: str) -> list[bytes | None]:
        """Payloads of the ``chosen`` rows, each closed by its seal and bound to contract and position."""
        taken = pa.array(chosen, pa.int64())
        nonces = os.urandom(NONCE_BYTES * len(chosen))
        positions = zip(
            *(self._envelope[name].take(taken).to_pylist() for name in ("source_id", "partition", "offset")),
            strict=True,
        )
        return [
            None
            if payload is None
            else seal.close(payload, bound_to(contract, *position), nonces[start : start + NONCE_BYTES])
            for payload, seal, position, start in zip(
                self.payload.take(taken).to_pylist(), seals, positions, range(0, len(nonces), NONCE_BYTES), strict=True
            )
        ]


def _assembled(schema: pa.Schema, columns: dict[str, pa.Array], length: int) -> pa.RecordBatch:
    arrays = [columns.get(field.name) for field in schema]
    filled = [
        pa.nulls(length, field.type) if array is None else array for array, field in zip(arrays, schema, strict=True)
    ]
    return pa.RecordBatch.from_arrays(filled, schema=schema)


def _typed(array: pa.Array, column: Column) -> pa.Array:
    return array if array.type == _ARROW[column.type] else array.cast(_ARROW[column.type])


def _constant(value: int, length: int) -> pa.Array:
    return pa.array(np.full(length, value, np.int32))


def _bytes_column(values: npt.NDArray[np.void]) -> pa.Array:
    return pa.array([bytes(value) for value in values], pa.binary())


def _micros(instants: pa.Array) -> list[int]:
    return instants.cast(pa.timestamp("us")).cast(pa.int64()).to_pylist()  # type: ignore[no-any-return]

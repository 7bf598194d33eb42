"""The Arrow pass: what happens to a record inside a Python worker, in one go and nowhere else.

Decode strictly, find the person, encrypt the payload under the person's key, and treat every field by the policy.
Readable personal data exists only here and in Kafka: what leaves is ciphertext, treated columns, and (for a person
met for the first time) the untouched envelope, which comes back once the driver has made that person's row. What
belongs to a person who was forgotten leaves nothing but its position.
Keys are read here from the key file; they do not travel in closures.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.decisions import Records, Ruling, Said
from lakehouse.persons import Found, Snapshot
from lakehouse.references import NEVER, Micros
from lakehouse.unlocked import Person, reader, rules, unlock
from privacy.drift import watch
from privacy.keyed import content_hashes, event_keys
from privacy.keys import NONCE_BYTES, KeyFileError, Seal, Unopenable
from privacy.policy import Policy
from privacy.treatments import Persons
from privacy.vault import vault_binding
from schemas.consents import GRANTED
from schemas.decoding import Decoded, decoder
from schemas.envelope import ENVELOPE, bound_to
from schemas.outcomes import Outcome, Reason
from schemas.tables import Column

STRANGER = "stranger"
"""Not an outcome: the record is good and its person not yet in the registry. It is passed again."""

SILVER_PREFIX = "silver_"

FRONT = pa.schema(
    [
        *(ENVELOPE.field(name) for name in ("source_id", "partition", "offset", "received_at")),
        pa.field("ingest_date", pa.date32()),
        pa.field("outcome", pa.string()),
        pa.field("reason", pa.string()),
        pa.field("length", pa.int64()),
        pa.field("unknown_fields", pa.int32()),
        pa.field("drift", pa.string()),
        pa.field("subject_ref", pa.binary()),
        pa.field("vault", pa.binary()),
        pa.field("not_before", pa.timestamp("us", tz="UTC")),
        pa.field("subject_id", pa.binary()),
        pa.field("key_version", pa.int32()),
        pa.field("key_day", pa.date32()),
        pa.field("payload", pa.binary()),
    ]
)
"""Columns of the pass ahead of the silver ones. ``payload`` is ciphertext, but for strangers the record itself."""

DECIDED = pa.schema(
    [
        pa.field("decided_at", pa.timestamp("us", tz="UTC")),
        pa.field("decided_about", pa.string()),
        pa.field("decided", pa.int8()),
    ]
)
"""Columns besides, where records are decisions of persons: when, about which purpose, and what (``Said``)."""

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
    return pa.schema([*FRONT, *(DECIDED if policy.contract.decides else ()), *silver])


def passed(plan: PassPlan) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """The function that ``mapInArrow`` runs: envelope batches in, batches of :func:`pass_schema` out."""

    return value_free(lambda: _Pass(plan).run)


def value_free(
    make: Callable[[], Callable[[pa.RecordBatch], list[pa.RecordBatch]]],
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What ``mapInArrow`` runs over batches: ``make`` is called in the worker and makes the work on one. No error that
    comes out quotes a record."""

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        try:
            work = make()
            for batch in batches:
                with _uncollected():
                    parts = work(batch)
                yield from parts
        except (KeyFileError, Unopenable, PassError) as error:
            raise PassError(str(error)) from None
        except Exception as error:  # noqa: BLE001 - the text of any other error may quote a record
            raise PassError(f"the pass failed with {type(error).__name__} {_where(error)}") from None

    return run


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the cyclic garbage collector, which walks through ten thousand records again and again: a tenth of the
    pass. Nothing in it makes cycles."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _where(error: Exception) -> str:
    """File and line of the innermost frame: enough to look it up, without the message."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return f"at {Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else ""


class _Pass:
    """One task's work on its batches."""

    def __init__(self, plan: PassPlan) -> None:
        self._keys = unlock(plan.key_file, plan.key_fingerprint)
        self._policy = plan.policy
        self._contract = plan.policy.contract
        self._decode = decoder(self._contract).decode
        self._snapshot = reader(plan.snapshot)
        self._memory = self._keys.memory(plan.snapshot)
        self._rules = rules(plan.snapshot)
        self._quarantine = plan.quarantine_key
        self._schema = pass_schema(plan.policy)
        self._columns = plan.policy.table().columns
        self._watch = watch(plan.policy)

    def run(self, batch: pa.RecordBatch) -> list[pa.RecordBatch]:
        envelope = {name: batch.column(name) for name in ENVELOPE.names}
        received = envelope["received_at"].cast(pa.timestamp("us", tz="UTC"))
        decoded = self._decode(envelope["payload"], received)
        rows = _Rows(envelope, received)
        met = self._meet(rows, decoded)
        parts = [
            self._bronze(rows, decoded, met),
            self._strangers(rows, decoded, met),
            *self._rejected(rows, decoded),
            *self._waiting(rows, decoded, met),
            self._suppressed(rows, decoded.rows[met.suppressed]),
        ]
        if sum(part.num_rows for part in parts) != batch.num_rows:
            raise PassError("the pass put out another number of rows than it was given")
        return [part for part in parts if part.num_rows]

    def _meet(self, rows: _Rows, decoded: Decoded) -> _Met:
        """Who the good records are about, and which of them belong to somebody who was forgotten."""
        subjects: list[str] = decoded.columns[self._contract.subject].to_pylist()
        persons, erased = self._persons_of(subjects)
        not_before = np.fromiter((person.not_before if person else NEVER for person in persons), np.int64, len(persons))
        strange = np.fromiter((person is None for person in persons), np.bool_, len(persons))
        not_before[strange] = erased
        event = np.array(_micros(decoded.columns[self._contract.event_time]), np.int64)
        barred = (np.minimum(event, rows.received_micros[decoded.rows]) <= not_before) & (not_before != NEVER)
        ruled = self._ruled(persons, ~strange & ~barred, event, rows.received_micros[decoded.rows])
        barred |= ruled == Ruling.BARRED
        waits = (ruled == Ruling.WAITS) | (ruled == Ruling.RESTRICTED)
        return _Met(
            persons=persons,
            known=np.flatnonzero(~strange & ~barred & ~waits),
            strange=np.flatnonzero(strange & ~barred),
            suppressed=np.flatnonzero(barred),
            waiting=np.flatnonzero(waits),
            restricted=ruled == Ruling.RESTRICTED,
            not_before=not_before,
        )

    def _ruled(
        self, persons: list[Person | None], known: npt.NDArray[np.bool_], event: Micros, arrived: Micros
    ) -> npt.NDArray[np.int8]:
        """What follows from decisions of persons, for records of ``known`` ones; others are ruled once they are."""
        ruled = np.full(len(persons), Ruling.USED, np.int8)
        if self._rules is not None and known.any():
            who = [person.subject_id for person, is_known in zip(persons, known, strict=True) if person and is_known]
            lasting = not self._policy.keeps_every_record
            ruled[known] = self._rules.rulings(Records(who, event[known], arrived[known], lasting))
        return ruled

    def _persons_of(self, subjects: Sequence[str]) -> tuple[list[Person | None], Micros]:
        """The person of each subject, None for strangers, and when those were erased, NEVER for most."""
        memory = self._memory
        persons = [memory.get(subject) for subject in subjects]
        if None in persons:
            missing = list(dict.fromkeys(s for s, person in zip(subjects, persons, strict=True) if person is None))
            found = self._found(missing)
            known = np.flatnonzero(found.known)
            opened = self._keys.open(found.rows[known])
            met = {missing[at]: memory.keep(missing[at], person) for at, person in zip(known, opened, strict=True)}
            persons = [person or met.get(subject) for subject, person in zip(subjects, persons, strict=True)]
        strangers = [subject for subject, person in zip(subjects, persons, strict=True) if person is None]
        entries = self._keys.suppression.many(subject.encode() for subject in strangers)
        return persons, self._snapshot.erased_at(b"".join(entries))

    def _found(self, subjects: list[str]) -> Found:
        """Their rows, under whichever version of the key for references they stand: the newest first."""
        identifiers = [subject.encode() for subject in subjects]
        found = self._snapshot.find(b"".join(self._keys.ref.many(identifiers)))
        for earlier in self._keys.earlier_refs:
            rest = np.flatnonzero(~found.known)
            older = self._snapshot.find(b"".join(earlier.many(identifiers[at] for at in rest)))
            found.known[rest], found.rows[rest] = older.known, older.rows
        return found

    def _bronze(self, rows: _Rows, decoded: Decoded, met: _Met) -> pa.RecordBatch:
        at = met.known
        persons = [person for index in at.tolist() if (person := met.persons[index])]
        chosen = decoded.rows[at]
        user_keys, seals = [person.user_key for person in persons], [person.seal for person in persons]
        payload = rows.sealed(chosen, seals, self._contract.name)
        taken = pa.array(at)
        found = self._watch.look({name: column.take(taken) for name, column in decoded.columns.items()})
        front = rows.front(
            chosen,
            outcome=Outcome.BRONZE,
            unknown_fields=pa.array(decoded.unknown[at], pa.int32()),
            drift=found.drift,
            subject_id=pa.array([person.subject_id for person in persons], pa.binary()),
            key_version=pa.array([person.key_version for person in persons], pa.int32()),
            payload=pa.array(payload, pa.binary()),
        )
        canonical = [decoded.canonical[index] for index in at.tolist()]
        received = rows.received.take(pa.array(chosen))
        treated = Persons(user_keys, self._keys.event, self._keys.email, seals)
        silver = self._silver(received, found.fields, canonical, treated)
        if self._contract.decides:
            front |= _decided(found.fields, self._contract.event_time)
        return _assembled(self._schema, front | silver, len(at))

    def _silver(
        self, received: pa.Array, fields: dict[str, pa.Array], canonical: list[bytes], persons: Persons
    ) -> dict[str, pa.Array]:
        columns, user_keys = self._policy.treat(fields, persons), persons.user_keys
        columns["content_hash"] = pa.array(content_hashes(self._keys.event, user_keys, canonical), pa.binary())
        instants = fields[self._contract.event_time]
        if self._contract.record_id:
            ids = fields[self._contract.record_id].to_pylist()
            columns["event_key"] = pa.array(
                event_keys(self._keys.event, user_keys, ids, _micros(instants)), pa.binary()
            )
            columns["is_late"] = pc.less(
                instants, pc.subtract(received, pa.scalar(self._contract.late_after, pa.duration("us")))
            )
        columns["policy_version"] = _constant(self._policy.version, len(user_keys))
        columns["key_version"] = _constant(self._keys.version_of(self._policy), len(user_keys))
        return {SILVER_PREFIX + column.name: _typed(columns[column.name], column) for column in self._columns}

    def _strangers(self, rows: _Rows, decoded: Decoded, met: _Met) -> pa.RecordBatch:
        at = met.strange
        subjects = [s.encode() for s in decoded.columns[self._contract.subject].take(pa.array(at)).to_pylist()]
        refs = self._keys.ref.many(subjects)
        vault = [
            self._keys.vault.close(subject, vault_binding(ref)) for subject, ref in zip(subjects, refs, strict=True)
        ]
        chosen = decoded.rows[at]
        not_before = met.not_before[at]
        front = rows.front(
            chosen,
            outcome=STRANGER,
            subject_ref=pa.array(refs, pa.binary()),
            vault=pa.array(vault, pa.binary()),
            not_before=pa.array(not_before, pa.int64(), mask=not_before == NEVER).cast(pa.timestamp("us", tz="UTC")),
            payload=rows.payload.take(pa.array(chosen)),
        )
        return _assembled(self._schema, front, len(at))

    def _suppressed(self, rows: _Rows, chosen: npt.NDArray[np.int64]) -> pa.RecordBatch:
        return _assembled(self._schema, rows.front(chosen, outcome=Outcome.SUPPRESSED), len(chosen))

    def _rejected(self, rows: _Rows, decoded: Decoded) -> list[pa.RecordBatch]:
        """Closes rejected records under the person's key where the person is known, else under the day's; of those
        who were forgotten nothing is kept."""
        if not decoded.rejected:
            return []
        chosen = np.array([row for row, _ in decoded.rejected], dtype=np.int64)
        named = [index for index, subject in enumerate(decoded.rejected_subjects) if subject is not None]
        found, erased = self._persons_of([decoded.rejected_subjects[index] or "" for index in named])
        unknown = iter(erased.tolist())
        persons: list[Person | None] = [None] * len(chosen)
        barred = np.zeros(len(chosen), np.bool_)
        for index, person in zip(named, found, strict=True):
            persons[index] = person
            not_before = person.not_before if person else next(unknown)
            barred[index] = rows.received_micros[chosen[index]] <= not_before
        arrived = rows.received_micros[chosen]
        known = np.array([person is not None for person in persons], np.bool_)
        barred |= self._ruled(persons, known, arrived, arrived) == Ruling.BARRED
        keep = np.flatnonzero(~barred)
        return [
            self._quarantined(
                rows, chosen[keep], [decoded.rejected[at][1] for at in keep], [persons[at] for at in keep]
            ),
            self._suppressed(rows, chosen[barred]),
        ]

    def _waiting(self, rows: _Rows, decoded: Decoded, met: _Met) -> list[pa.RecordBatch]:
        """Good records of known persons who have decided nothing yet, or may not be used now: under their own keys."""
        at = met.waiting
        if not at.size:
            return []
        reasons = [Reason.RESTRICTED if restricted else Reason.AWAITING_CONSENT for restricted in met.restricted[at]]
        return [self._quarantined(rows, decoded.rows[at], reasons, [met.persons[index] for index in at])]

    def _quarantined(
        self, rows: _Rows, chosen: npt.NDArray[np.int64], reasons: list[Reason], persons: list[Person | None]
    ) -> pa.RecordBatch:
        today = self._quarantine
        day = self._keys.keyring.unwrap_key(today.wrapped, today.name, today.kek_version)
        seals = [person.seal if person else day for person in persons]
        front = rows.front(
            chosen,
            outcome=Outcome.REJECTED,
            reason=pa.array([str(reason) for reason in reasons], pa.string()),
            ingest_date=pa.array([today.day] * len(chosen), pa.date32()),
            subject_id=pa.array([person.subject_id if person else None for person in persons], pa.binary()),
            key_day=pa.array([None if person else today.day for person in persons], pa.date32()),
            payload=pa.array(rows.sealed(chosen, seals, self._contract.name), pa.binary()),
        )
        return _assembled(self._schema, front, len(chosen))


@dataclass(frozen=True)
class _Met:
    """Of g good records: their ``persons``, and the places of those to be kept, of strangers, to be suppressed, and
    waiting for a decision, of which some (n,) for a restriction to end."""

    persons: list[Person | None]
    known: npt.NDArray[np.int64]
    strange: npt.NDArray[np.int64]
    suppressed: npt.NDArray[np.int64]
    waiting: npt.NDArray[np.int64]
    restricted: npt.NDArray[np.bool_]
    not_before: Micros


class _Rows:
    """The envelope of one Arrow batch, and the columns that all outcomes share."""

    def __init__(self, envelope: dict[str, pa.Array], received: pa.Array) -> None:
        self.payload = envelope["payload"]
        self.received = received
        self.received_micros = np.array(_micros(received), np.int64)
        self._envelope = envelope | {"received_at": received}

    def front(self, chosen: npt.NDArray[np.int64], outcome: str, **columns: pa.Array) -> dict[str, pa.Array]:
        taken = pa.array(chosen, pa.int64())
        shared = {
            name: self._envelope[name].take(taken) for name in ("source_id", "partition", "offset", "received_at")
        }
        shared["ingest_date"] = shared["received_at"].cast(pa.timestamp("us")).cast(pa.date32(), safe=False)
        shared["outcome"] = pa.repeat(pa.scalar(str(outcome)), len(chosen))
        shared["length"] = pc.binary_length(self.payload.take(taken)).cast(pa.int64())
        return shared | columns

    def sealed(self, chosen: npt.NDArray[np.int64], seals: list[Seal], contract: str) -> list[bytes | None]:
        """Payloads of the ``chosen`` rows, each closed by its seal and bound to contract and position."""
        taken = pa.array(chosen, pa.int64())
        nonces = os.urandom(NONCE_BYTES * len(chosen))
        positions = (self._envelope[name].take(taken).to_pylist() for name in ("source_id", "partition", "offset"))
        bindings = map(bound_to, repeat(contract), *positions)
        return [
            None if payload is None else seal.close(payload, binding, nonces[start : start + NONCE_BYTES])
            for payload, seal, binding, start in zip(
                self.payload.take(taken).to_pylist(), seals, bindings, range(0, len(nonces), NONCE_BYTES), strict=True
            )
        ]


def _decided(fields: dict[str, pa.Array], at: str) -> dict[str, pa.Array]:
    """Columns DECIDED of records of ``schemas.consents``."""
    yes = pc.equal(fields["decision"], GRANTED)
    erased = pc.fill_null(fields["erase_past"], False)
    said = pc.if_else(yes, int(Said.YES), pc.if_else(erased, int(Said.ERASED), int(Said.NO)))
    return {
        "decided_at": fields[at].cast(pa.timestamp("us", tz="UTC")),
        "decided_about": fields["purpose"].cast(pa.string()),
        "decided": said.cast(pa.int8()),
    }


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


def _micros(instants: pa.Array) -> list[int]:
    return instants.cast(pa.timestamp("us")).cast(pa.int64()).to_pylist()  # type: ignore[no-any-return]

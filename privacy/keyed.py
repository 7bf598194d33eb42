"""Keyed treatments: what is made of a field under a key, or of a person's pseudonym; and the keyed hashes by which the
road tells records apart. Otherwise like the treatments of ``privacy/treatments.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from privacy.keys import KeyedHash, PersonKeys, Seal, canonical_email
from privacy.treatments import Persons, needs
from schemas.constraints import Constraint, Instant, Pattern, Text
from schemas.levels import Strength

_SHIFT_RANGE_US = 2**52


@dataclass(frozen=True)
class Pseudonym:
    """The person's random pseudonym from the registry, 128 bits; it cannot be computed from the identifier."""

    technique = "pseudonym"
    strength = Strength.REPLACED
    sql_type = "BINARY"

    def check(self, constraint: Constraint) -> None:
        needs(constraint, (Text, Pattern), self.technique)

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        return pa.array(persons.user_keys, pa.binary())


@dataclass(frozen=True)
class RecordIdentity:
    """Goes into ``event_key`` (with the person and the instant) and nowhere else."""

    technique = "record identity"
    strength = Strength.REPLACED
    sql_type = None

    def check(self, constraint: Constraint) -> None:
        needs(constraint, (Text, Pattern), self.technique)

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        raise NotImplementedError("the road makes event_key from the record id, the person and the instant together")


@dataclass(frozen=True)
class HashWithinPerson:
    """HMAC of the value together with the pseudonym: equal within a person, unlinkable between persons and after
    the person's keys are gone."""

    label: str
    technique = "keyed hash within the person"
    strength = Strength.REPLACED
    sql_type = "BINARY"

    def check(self, constraint: Constraint) -> None:
        needs(constraint, (Text, Pattern), self.technique)

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        label = b"field\0" + self.label.encode() + b"\0"
        pairs = zip(values.to_pylist(), persons.user_keys, strict=True)
        messages = [label + key + value.encode() for value, key in pairs if value is not None]
        hashed = pa.array(persons.event_hash.many(messages), pa.binary())
        return hashed if len(hashed) == len(values) else spread(hashed, pc.is_valid(values))


@dataclass(frozen=True)
class HashEmail:
    """HMAC of the canonical e-mail address under a key of its own. Linkable across records while that key lives:
    pseudonymised personal data, not anonymous."""

    technique = "keyed hash"
    strength = Strength.REPLACED
    sql_type = "BINARY"

    def check(self, constraint: Constraint) -> None:
        needs(constraint, (Text,), self.technique)

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        emails = (None if value is None else canonical_email(value) for value in values.to_pylist())
        return pa.array([persons.email_hash(email) if email else None for email in emails], pa.binary())


@dataclass(frozen=True)
class ShiftWithinPerson:
    """Microseconds since 1970 plus a secret constant of the person, up to 142 years: keeps the order of one person's
    instants, and the distances between them, exactly; not where they lie."""

    label: str
    technique = "per-person time shift"
    strength = Strength.COARSER
    sql_type = "BIGINT"

    def check(self, constraint: Constraint) -> None:
        needs(constraint, (Instant,), self.technique)

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        label = b"shift\0" + self.label.encode() + b"\0"
        shifts = [int.from_bytes(persons.event_hash(label + key)[:8]) % _SHIFT_RANGE_US for key in persons.user_keys]
        return pc.add(values.cast(pa.timestamp("us")).cast(pa.int64()), pa.array(shifts, pa.int64()))


@dataclass(frozen=True)
class Encrypt:
    """The text closed by AES-256-GCM under the person's own data key, bound to ``label`` and pseudonym: whoever has the
    person's keys opens it (``decrypted``), and nobody once the person is forgotten. A random nonce each time, so equal
    values are not equal: no joins, no grouping. How many bytes it has can be seen."""

    label: str
    technique = "encrypt"
    strength = Strength.REPLACED
    sql_type = "BINARY"

    def check(self, constraint: Constraint) -> None:
        needs(constraint, (Text, Pattern), self.technique)

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        rows = zip(values.to_pylist(), persons.user_keys, persons.seals, strict=True)
        closed = [
            None if value is None else seal.close(value.encode(), _bound(self.label, key)) for value, key, seal in rows
        ]
        return pa.array(closed, pa.binary())


def decrypted(closed: bytes, label: str, keys: PersonKeys) -> str:
    """The text that ``Encrypt(label)`` has closed. Raises :class:`privacy.keys.Unopenable` for another label, another
    person's keys or a changed byte, not saying which."""
    return Seal(keys.dek).open(closed, _bound(label, keys.user_key)).decode()


def _bound(label: str, user_key: bytes) -> bytes:
    return b"encrypt\0" + label.encode() + b"\0" + user_key


def spread(dense: pa.Array, valid: pa.BooleanArray) -> pa.Array:
    """The values of ``dense``, in order, at the places that are ``valid``; null elsewhere."""
    places = np.cumsum(np.asarray(valid)) - 1
    return dense.take(pa.array(places, mask=~np.asarray(valid)))


def event_keys(
    hashed: KeyedHash, user_keys: Sequence[bytes], record_ids: Sequence[str], micros: Sequence[int]
) -> list[bytes]:
    """Identities of events: HMAC of person, record id and exact instant (microseconds since 1970, UTC)."""
    return hashed.many(
        b"event\0" + user_key + instant.to_bytes(8, signed=True) + record_id.encode()
        for user_key, record_id, instant in zip(user_keys, record_ids, micros, strict=True)
    )


def content_hashes(hashed: KeyedHash, user_keys: Sequence[bytes], canonical: Sequence[bytes]) -> list[bytes]:
    """Tell equal records of one identity from conflicting ones: HMAC of person and canonical decoded record."""
    return hashed.many(b"content\0" + key + text for key, text in zip(user_keys, canonical, strict=True))

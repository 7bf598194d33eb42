"""Keys and persons in an Arrow worker: read there from the key file and the job's snapshot, and kept from one batch to
the next."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lakehouse.decisions import DecisionReader
from lakehouse.persons import Snapshot, SnapshotReader
from privacy.keyfile import read_keyring
from privacy.keys import Keyring, Purpose, Seal
from privacy.policy import Policy

_PERSONS_IN_MEMORY = 200_000
_MEMORIES = 3


def unlock(key_file: str, key_fingerprint: str) -> Unlocked:
    """The keys in a worker, read again whenever the file has changed: a key that is damaged or withdrawn stops the job
    at the next batch."""
    path = Path(key_file)
    file = path.stat() if path.exists() else None
    version = (file.st_mtime_ns, file.st_size, file.st_ino, file.st_mode) if file else ()
    return _unlocked(key_file, key_fingerprint, version)


@lru_cache(maxsize=4)
def reader(snapshot: Snapshot) -> SnapshotReader:
    """One a worker and snapshot."""
    return SnapshotReader(snapshot)


@lru_cache(maxsize=4)
def rules(snapshot: Snapshot) -> DecisionReader | None:
    """By what persons have decided; None where they have nothing to decide."""
    return None if snapshot.decisions is None else DecisionReader(snapshot.decisions)


@lru_cache(maxsize=2)
def _unlocked(path: str, fingerprint: str, _version_of_file: tuple[int, ...]) -> Unlocked:
    return Unlocked(read_keyring(Path(path), fingerprint))


class Person(NamedTuple):
    subject_id: bytes
    key_version: int
    not_before: int
    user_key: bytes
    seal: Seal


class _Memory(dict[str, Person]):
    """The persons met last, by their identifier. Bounded: about 1 KB a person. When it is full, the half that came
    first goes: one by one each would cost a walk over all that went before (32 microseconds instead of 0.4)."""

    def __init__(self, forgotten: int) -> None:
        super().__init__()
        self.forgotten = forgotten

    def keep(self, subject: str, person: Person) -> Person:
        if len(self) >= _PERSONS_IN_MEMORY:
            for early in list(islice(self, len(self) // 2)):
                del self[early]
        self[subject] = person
        return person


class Unlocked:
    """A keyring in a worker, and the persons in memory."""

    def __init__(self, keyring: Keyring) -> None:
        self.keyring = keyring
        self.ref = keyring.keyed_hash(Purpose.REF)
        self.earlier_refs = [keyring.keyed_hash(Purpose.REF, version) for version in keyring.versions[-2::-1]]
        self.event = keyring.for_life(Purpose.EVENT)
        self.email = keyring.keyed_hash(Purpose.EMAIL)
        self.vault = keyring.seal(Purpose.VAULT)
        self.suppression = keyring.for_life(Purpose.SUPPRESSION)
        self._memories: dict[str, _Memory] = {}

    def version_of(self, policy: Policy) -> int:
        """Of the keyed hashes in a silver row: K_event stays for a table's life, K_email is the newest."""
        return self.keyring.first if policy.keeps_every_record else self.keyring.newest

    def memory(self, snapshot: Snapshot) -> _Memory:
        """The persons of one job in memory, none after somebody was forgotten."""
        memory = self._memories.pop(snapshot.writer, None)
        if memory is None or memory.forgotten != snapshot.forgotten:
            while len(self._memories) >= _MEMORIES:
                del self._memories[next(iter(self._memories))]  # the one that was used longest ago
            memory = _Memory(snapshot.forgotten)
        self._memories[snapshot.writer] = memory
        return memory

    def open(self, rows: npt.NDArray[np.void]) -> Iterator[Person]:
        """Opens the keys of the persons in snapshot rows, of dtype ``lakehouse.persons.ROW``."""
        names = ("subject_id", "wrapped", "kek_version", "key_version", "not_before")
        for subject_id, wrapped, kek_version, version, not_before in zip(
            *(rows[name].tolist() for name in names), strict=True
        ):
            keys = self.keyring.unwrap_person(wrapped, subject_id, kek_version)
            yield Person(subject_id, version, not_before, keys.user_key, Seal(keys.dek))

"""The person snapshot: who is in the registry, as sorted arrays that Arrow workers map into memory.

A snapshot is a list of segments, each three ``.npy`` files: ``<segment>.refs`` (2, n) uint64, the two halves of
``subject_ref`` in ascending order, ``<segment>.rows`` (n,) records and ``<segment>.seqs`` (n,) int64, the registry's
own numbers of them. It holds wrapped keys only. Small segments are merged into larger ones as they come (a
log-structured merge), so that a look-up visits about log2(n) of them at most and a batch that meets a hundred new
persons among a million writes a hundred rows, not a million. A person who is forgotten is wiped in place.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lakehouse.decisions import KINDS as DECISION_KINDS
from lakehouse.decisions import Decisions, DecisionWriter, names_any
from lakehouse.references import NEVER, Micros, Refs, halves
from lakehouse.segments import destroy
from privacy.keys import TOKEN_BYTES, WRAPPED_PERSON_BYTES

REF_BYTES = TOKEN_BYTES
SUBJECT_ID_BYTES = 16

ROW = np.dtype(
    [
        ("subject_id", f"V{SUBJECT_ID_BYTES}"),
        ("key_version", ">i2"),
        ("kek_version", ">i2"),
        ("wrapped", f"V{WRAPPED_PERSON_BYTES}"),
        ("not_before", ">i8"),
    ]
)
"""One person of a segment: 104 bytes. ``not_before``: microseconds since 1970; what is not after it belongs to a person
of the same identifier who was forgotten. ``key_version`` 0: the row is wiped."""

_KINDS = ("refs", "rows", "seqs")


@dataclass(frozen=True)
class Snapshot:
    """Paths of the segments, oldest first. Travels to workers; holds no key that opens anything by itself.

    ``suppressed``: path of the suppression list, if any. ``forgotten``: how far the registry's tombstones are taken
    up; workers drop the keys they have in memory when it changes. ``writer``: whose snapshot it is; what is known of
    one registry says nothing of another. ``decisions``: of persons about the purpose of the job's records; None where
    they have none to decide about.
    """

    segments: tuple[str, ...]
    suppressed: str = ""
    forgotten: int = 0
    writer: str = ""
    decisions: Decisions | None = None


@dataclass(frozen=True)
class Found:
    """Of m references looked up: ``known`` (m,) bool, and ``rows`` (m,) of dtype ROW, zero where unknown."""

    known: npt.NDArray[np.bool_]
    rows: npt.NDArray[np.void]


class SnapshotReader:
    """Looks references up in one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._segments = [
            (np.load(f"{path}.refs.npy", mmap_mode="r"), np.load(f"{path}.rows.npy", mmap_mode="r"))
            for path in snapshot.segments
        ]
        self._suppressed = snapshot.suppressed and (
            np.load(f"{snapshot.suppressed}.refs.npy", mmap_mode="r"),
            np.load(f"{snapshot.suppressed}.erased.npy", mmap_mode="r"),
        )

    def find(self, refs: bytes) -> Found:
        """``refs``: m references of 16 bytes, joined."""
        wanted = halves(refs)
        known = np.zeros(wanted.shape[1], dtype=np.bool_)
        rows = np.zeros(wanted.shape[1], dtype=ROW)
        for index, records in self._segments:
            at, hit = _search(index, wanted)
            hit[hit] = records["key_version"][at[hit]] != 0
            rows[hit] = records[at[hit]]
            known |= hit
        return Found(known, rows)

    def erased_at(self, entries: bytes) -> Micros:
        """``entries``: m entries of 16 bytes of the suppression list, joined. (m,) microseconds, NEVER where absent."""
        wanted = halves(entries)
        erased = np.full(wanted.shape[1], NEVER, dtype=np.int64)
        if self._suppressed and wanted.shape[1]:
            index, instants = self._suppressed
            at, hit = _search(index, wanted)
            erased[hit] = instants[at[hit]]
        return erased


def _search(index: Refs, wanted: Refs) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Places of ``wanted`` (2, m) in the sorted ``index`` (2, n), and which of them are there."""
    at = np.searchsorted(index[0], wanted[0])
    size = index.shape[1]
    while True:
        # Equal first halves are one in 2**64 by chance; the loop is there to be right, not to be run.
        inside = np.minimum(at, size - 1)
        next_up = (at < size) & (index[0][inside] == wanted[0]) & (index[1][inside] != wanted[1])
        if not next_up.any():
            return inside, (at < size) & (index[0][inside] == wanted[0]) & (index[1][inside] == wanted[1])
        at = at + next_up


def wipe(folder: Path, seqs: Sequence[int], ids: Sequence[bytes] = ()) -> None:
    """Wipes the persons numbered ``seqs``, with these ``subject_id``, from every snapshot below ``folder``, whichever
    job wrote it and whether that lives or not. To be called behind the fence, when no batch is open."""
    wanted = np.array(seqs, np.int64)
    for path in sorted(_files(folder, f".{DECISION_KINDS[0]}.npy")) if ids else ():
        segment = path.removesuffix(f".{DECISION_KINDS[0]}.npy")
        if names_any(segment, ids):
            destroy(segment, DECISION_KINDS)  # its job, if it lives, takes all up anew
    for path in sorted(_files(folder, ".rows.npy")):
        segment = path.removesuffix(".rows.npy")
        try:
            _wipe(segment, wanted)
        except FileNotFoundError:
            destroy(segment, _KINDS)  # removed meanwhile, or never whole
        except (ValueError, EOFError):
            destroy(segment, _KINDS)  # its writer was killed: nobody writes while this runs


def _files(folder: Path, suffix: str) -> Iterator[str]:
    """What another job removes meanwhile is gone too; what cannot be looked into is an error."""

    def refused(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise error

    for place, _, names in os.walk(folder, onerror=refused):
        yield from (os.path.join(place, name) for name in names if name.endswith(suffix))  # noqa: PTH118 - as os.walk


def _wipe(segment: str, seqs: Micros) -> None:
    """Their wrapped keys first of all, where they stand: a file made anew would leave the old bytes on the disk. In
    place of a reference that of the one before it, whom a look-up finds first, keeps the order; of everybody wiped so
    far, for the one before may have stood there for others."""
    doomed = np.flatnonzero(np.isin(np.load(f"{segment}.seqs.npy", mmap_mode="r"), seqs))
    if not doomed.size:
        return
    rows = np.load(f"{segment}.rows.npy", mmap_mode="r+")
    rows[doomed] = np.zeros(doomed.size, ROW)
    rows.flush()
    refs = np.load(f"{segment}.refs.npy", mmap_mode="r+")
    for at in np.flatnonzero(rows["key_version"] == 0):
        refs[:, at] = refs[:, at - 1] if at else 0
    refs.flush()


class SnapshotWriter:
    """Keeps the segments of one job in a private folder. One job, one writer."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._segments: list[tuple[str, int]] = []
        self._stale: list[str] = []
        self._suppressed = ""
        self._forgotten = 0
        self._made = 0
        # Workers cache segments by path, and outlive a writer: two writers must never use one path.
        self._token = secrets.token_hex(4)
        self.decisions = DecisionWriter(folder, self._token)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in folder.iterdir():
            left.unlink()

    def add(self, refs: Refs, rows: npt.NDArray[np.void], seqs: Micros) -> None:
        """Takes n new persons: ``refs`` (2, n), ``rows`` (n,), ``seqs`` (n,)."""
        if not refs.shape[1]:
            return
        while self._segments and self._segments[-1][1] <= 2 * refs.shape[1]:
            path, _ = self._segments.pop()
            alive = np.load(f"{path}.rows.npy")["key_version"] != 0
            refs = np.concatenate([np.load(f"{path}.refs.npy")[:, alive], refs], axis=1)
            rows = np.concatenate([np.load(f"{path}.rows.npy")[alive], rows])
            seqs = np.concatenate([np.load(f"{path}.seqs.npy")[alive], seqs])
            self._stale.append(path)
        order = np.lexsort((refs[1], refs[0]))
        self._segments.append((self._write(refs[:, order], rows[order], seqs[order]), refs.shape[1]))

    def forget(self, seqs: Micros, up_to: int) -> None:
        """Wipes the persons numbered ``seqs`` (k,). To be called when no batch is open. ``up_to``: the newest
        tombstone. Decisions go, to be added anew."""
        self._forgotten = up_to
        self.decisions.clear()
        for path, _ in self._segments:
            _wipe(path, seqs)

    def clear(self) -> None:
        """Lets go of everybody, to be added anew as the registry has them now."""
        self.decisions.clear()
        self._stale += [path for path, _ in self._segments]
        self._segments.clear()

    def suppress(self, entries: Refs, erased_at: Micros) -> None:
        """Replaces the suppression list: ``entries`` (2, k), ``erased_at`` (k,) microseconds."""
        order = np.lexsort((entries[1], entries[0]))
        if self._suppressed:
            self._stale.append(self._suppressed)
        self._suppressed = self._new_path()
        np.save(f"{self._suppressed}.refs.npy", np.ascontiguousarray(entries[:, order]))
        np.save(f"{self._suppressed}.erased.npy", erased_at[order])

    def snapshot(self, waits: bool | None = None) -> Snapshot:
        """``waits``: whether who has decided nothing is waited for; None: nobody has anything to decide."""
        decisions = None if waits is None else self.decisions.decisions(waits)
        segments = tuple(path for path, _ in self._segments)
        return Snapshot(segments, self._suppressed, self._forgotten, self._token, decisions)

    def sweep(self) -> None:
        """Removes merged segments. To be called when no batch is open that could still read them."""
        for path in self._stale:
            for kind in (*_KINDS, "erased"):
                Path(f"{path}.{kind}.npy").unlink(missing_ok=True)
        self._stale.clear()
        self.decisions.sweep()

    def _write(self, refs: Refs, rows: npt.NDArray[np.void], seqs: Micros) -> str:
        path = self._new_path()
        for kind, array in zip(_KINDS, (np.ascontiguousarray(refs), rows, seqs), strict=True):
            np.save(f"{path}.{kind}.npy", array)
        return path

    def _new_path(self) -> str:
        self._made += 1
        return str(self._folder / f"{self._token}-{self._made:08d}")

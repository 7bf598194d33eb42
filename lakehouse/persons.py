"""The person snapshot: who is in the registry, as sorted arrays that Arrow workers map into memory.

A snapshot is a list of segments, each two ``.npy`` files: ``<segment>.refs`` (2, n) uint64, the two halves of
``subject_ref`` in ascending order, and ``<segment>.rows`` (n,) records. It holds wrapped keys only. Small segments are
merged into larger ones as they come (a log-structured merge), so that a look-up visits about log2(n) of them at most
and a batch that meets a hundred new persons among a million writes a hundred rows, not a million.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

REF_BYTES = 16
SUBJECT_ID_BYTES = 16
WRAPPED_BYTES = 76

ROW = np.dtype(
    [
        ("subject_id", f"V{SUBJECT_ID_BYTES}"),
        ("key_version", ">i2"),
        ("kek_version", ">i2"),
        ("wrapped", f"V{WRAPPED_BYTES}"),
    ]
)
"""One person of a segment: 96 bytes."""

Refs = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Snapshot:
    """Paths of the segments, oldest first. Travels to workers; holds no key that opens anything by itself."""

    segments: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """Of m references looked up: ``known`` (m,) bool, and ``rows`` (m,) of dtype ROW, zero where unknown."""

    known: npt.NDArray[np.bool_]
    rows: npt.NDArray[np.void]


def halves(refs: bytes) -> Refs:
    """m references of 16 bytes, joined, as (2, m) uint64 in native order."""
    return np.frombuffer(refs, dtype=">u8").reshape(-1, 2).T.astype(np.uint64)


class SnapshotReader:
    """Looks references up in one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._segments = [
            (np.load(f"{path}.refs.npy", mmap_mode="r"), np.load(f"{path}.rows.npy", mmap_mode="r"))
            for path in snapshot.segments
        ]

    def find(self, refs: bytes) -> Found:
        """``refs``: m references of 16 bytes, joined."""
        wanted = halves(refs)
        known = np.zeros(wanted.shape[1], dtype=np.bool_)
        rows = np.zeros(wanted.shape[1], dtype=ROW)
        for index, records in self._segments:
            at, hit = _search(index, wanted)
            rows[hit] = records[at[hit]]
            known |= hit
        return Found(known, rows)


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


class SnapshotWriter:
    """Keeps the segments of one job in a private folder. One job, one writer."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._segments: list[tuple[str, int]] = []
        self._stale: list[str] = []
        self._made = 0
        # Workers cache segments by path, and outlive a writer: two writers must never use one path.
        self._token = secrets.token_hex(4)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in folder.iterdir():
            left.unlink()

    def add(self, refs: Refs, rows: npt.NDArray[np.void]) -> None:
        """Takes n new persons: ``refs`` (2, n), ``rows`` (n,)."""
        if not refs.shape[1]:
            return
        while self._segments and self._segments[-1][1] <= 2 * refs.shape[1]:
            path, _ = self._segments.pop()
            refs = np.concatenate([np.load(f"{path}.refs.npy"), refs], axis=1)
            rows = np.concatenate([np.load(f"{path}.rows.npy"), rows])
            self._stale.append(path)
        order = np.lexsort((refs[1], refs[0]))
        self._segments.append((self._write(refs[:, order], rows[order]), refs.shape[1]))

    def snapshot(self) -> Snapshot:
        return Snapshot(tuple(path for path, _ in self._segments))

    def sweep(self) -> None:
        """Removes merged segments. To be called when no batch is open that could still read them."""
        for path in self._stale:
            for kind in ("refs", "rows"):
                Path(f"{path}.{kind}.npy").unlink()
        self._stale.clear()

    def _write(self, refs: Refs, rows: npt.NDArray[np.void]) -> str:
        self._made += 1
        path = str(self._folder / f"{self._token}-{self._made:08d}")
        np.save(f"{path}.refs.npy", np.ascontiguousarray(refs))
        np.save(f"{path}.rows.npy", rows)
        return path

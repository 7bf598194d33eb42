"""What persons have decided about a purpose, as sorted arrays that Arrow workers map into memory, and what follows for
a record: it is used where the last decision at or before its event time says yes, and the last one of all does too.

A segment is three ``.npy`` files: ``<segment>.who`` (2, n) uint64, the halves of ``subject_id`` in ascending order,
``<segment>.at`` (n,) int64 microseconds, ``<segment>.said`` (n,) int8, a :class:`Said`. It is a copy of the control
plane's, to be thrown away and taken up anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from lakehouse.references import NEVER, Micros, Refs, halves
from lakehouse.segments import files

KINDS = ("who", "at", "said")


class Said(IntEnum):
    """``ERASED``: no, and what was used before is to go. ``GONE``: the second half of that alone, of a decision that a
    batch does not go by otherwise. ``RESTRICTED``, ``LIFTED``: not about one purpose, but about all use (Art. 18)."""

    NO = 0
    YES = 1
    ERASED = 2
    GONE = 3
    RESTRICTED = 4
    LIFTED = 5


class Ruling(IntEnum):
    """What becomes of a record: used, kept until a decision comes, nothing kept, or kept until a restriction ends."""

    USED = 0
    WAITS = 1
    BARRED = 2
    RESTRICTED = 3


@dataclass(frozen=True)
class Decisions:
    """Paths of the segments with decisions about one purpose. ``waits``: who has decided nothing is waited for."""

    segments: tuple[str, ...]
    waits: bool


class Records(NamedTuple):
    """n records: ``who`` by ``subject_id``; ``event`` (n,) and ``arrived`` (n,) microseconds. ``lasting``: they speak
    of now until they are replaced, as a profile does, whenever they were made."""

    who: Sequence[bytes]
    event: Micros
    arrived: Micros
    lasting: bool = False


class _Timeline(NamedTuple):
    """r decisions, by ``person`` (a number), then ``at``; of one instant a no, or a restriction, comes last."""

    person: npt.NDArray[np.int64]
    at: Micros
    said: npt.NDArray[np.int8]


class DecisionReader:
    """Rules by one copy."""

    def __init__(self, decisions: Decisions) -> None:
        self._waits = decisions.waits
        self._segments = [_loaded(path, "r") for path in decisions.segments]

    def rulings(self, records: Records) -> npt.NDArray[np.int8]:
        """(n,) of :class:`Ruling`."""
        numbers: dict[bytes, int] = {}
        person = np.fromiter((numbers.setdefault(each, len(numbers)) for each in records.who), np.int64)
        line = self._timeline(b"".join(numbers))
        ruled = np.full(len(person), Ruling.WAITS if self._waits else Ruling.USED, np.int8)
        if not line.person.size:
            return ruled
        erased, restricted = _erased(line, len(numbers)), _restricted(line, len(numbers))
        known = line.said <= Said.ERASED
        line = _Timeline(line.person[known], line.at[known], line.said[known])
        now = _now(line, len(numbers))
        then = now[person] if records.lasting else _as_of(line, person, records.event)
        ruled[then == Said.YES] = Ruling.USED
        ruled[restricted[person]] = Ruling.RESTRICTED
        barred = (then == Said.NO) | (now[person] == Said.NO)
        barred |= np.minimum(records.event, records.arrived) <= erased[person]
        ruled[barred] = Ruling.BARRED
        return ruled

    def _timeline(self, ids: bytes) -> _Timeline:
        """Of all segments, for p persons with these ``subject_id``, joined."""
        wanted = halves(ids)
        parts = [_of(segment, wanted) for segment in self._segments]
        if not parts:
            return _Timeline(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int8))
        person, at, said = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.lexsort((-said, said != Said.YES, at, person))
        return _Timeline(person[order], at[order], said[order])


_UNDECIDED = np.int8(-1)


def _now(line: _Timeline, persons: int) -> npt.NDArray[np.int8]:
    """By person: the last decision, yes or no."""
    now = np.full(persons, _UNDECIDED, np.int8)
    now[line.person] = line.said == Said.YES  # of many the last one stays
    return now


def _erased(line: _Timeline, persons: int) -> Micros:
    """By person: up to when the past is to go."""
    erased = np.full(persons, NEVER, np.int64)
    gone = (line.said == Said.ERASED) | (line.said == Said.GONE)
    np.maximum.at(erased, line.person[gone], line.at[gone])
    return erased


def _restricted(line: _Timeline, persons: int) -> npt.NDArray[np.bool_]:
    """By person: whether the last that was said of it is that all use is restricted."""
    restricted = np.zeros(persons, np.bool_)
    of_use = line.said >= Said.RESTRICTED
    restricted[line.person[of_use]] = line.said[of_use] == Said.RESTRICTED
    return restricted


def _as_of(line: _Timeline, person: npt.NDArray[np.int64], event: Micros) -> npt.NDArray[np.int8]:
    """By record: the last decision at or before its time, yes or no."""
    if not line.person.size:
        return np.full(len(person), _UNDECIDED, np.int8)
    instants = np.unique(line.at)
    width = len(instants) + 1
    places = line.person * width + np.searchsorted(instants, line.at, "right")
    found = np.searchsorted(places, person * width + np.searchsorted(instants, event, "right"), "right") - 1
    there = (found >= 0) & (line.person[found] == person)
    return np.where(there, (line.said[found] == Said.YES).astype(np.int8), _UNDECIDED)


class _Segment(NamedTuple):
    """n decisions in the order of ``who``: (2, n), (n,), (n,)."""

    who: Refs
    at: Micros
    said: npt.NDArray[np.int8]


def _loaded(path: str, mode: Literal["r"] | None = None) -> _Segment:
    return _Segment(*(np.load(file, mmap_mode=mode) for file in files(path, KINDS)))


def _of(segment: _Segment, wanted: Refs) -> tuple[npt.NDArray[Any], ...]:
    """Decisions in one segment of the ``wanted`` persons: number of the person, instant, what was said."""
    who, at, said = segment
    first = np.searchsorted(who[0], wanted[0], "left")
    end = np.searchsorted(who[0], wanted[0], "right")
    counts = end - first
    person = np.repeat(np.arange(len(counts)), counts)
    place = np.arange(len(person)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
    same = who[1][place] == wanted[1][person]
    return person[same], at[place[same]], said[place[same]]


class DecisionWriter:
    """Keeps the segments of one job in a private folder; small ones are merged into larger ones as they come.
    ``up_to``: the number of the last decision that is in them, or might have been."""

    def __init__(self, folder: Path, token: str) -> None:
        self._folder = folder
        self._token = token
        self._segments: list[tuple[str, int]] = []
        self._stale: list[str] = []
        self._made = 0
        self.up_to = 0

    def add(self, ids: bytes, at: Micros, said: npt.NDArray[np.int8]) -> None:
        """n decisions: ``ids`` joined, ``at`` (n,), ``said`` (n,)."""
        who = halves(ids)
        if not at.size:
            return
        while self._segments and self._segments[-1][1] <= 2 * at.size:
            path, _ = self._segments.pop()
            earlier = _loaded(path)
            who = np.concatenate([earlier.who, who], axis=1)
            at, said = np.concatenate([earlier.at, at]), np.concatenate([earlier.said, said])
            self._stale.append(path)
        order = np.lexsort((at, who[1], who[0]))
        self._made += 1
        path = str(self._folder / f"{self._token}-decisions-{self._made:08d}")
        arrays: tuple[npt.NDArray[Any], ...] = (np.ascontiguousarray(who[:, order]), at[order], said[order])
        for file, array in zip(files(path, KINDS), arrays, strict=True):
            np.save(file, array)
        self._segments.append((path, at.size))

    def clear(self) -> None:
        """To be taken up anew, without those who are gone."""
        self._stale += [path for path, _ in self._segments]
        self._segments.clear()
        self.up_to = 0

    @property
    def whole(self) -> bool:
        """Whether all of it is there: an erasure removes what names a person."""
        return all(file.exists() for path, _ in self._segments for file in files(path, KINDS))

    def decisions(self, waits: bool) -> Decisions:
        return Decisions(tuple(path for path, _ in self._segments), waits)

    def sweep(self) -> None:
        """Removes what no batch reads any more."""
        for path in self._stale:
            for file in files(path, KINDS):
                file.unlink(missing_ok=True)
        self._stale.clear()


def names_any(path: str, ids: Sequence[bytes]) -> bool:
    """Whether a segment has a decision of one of them; one that cannot be read may have."""
    try:
        segment = _loaded(path, "r")
    except (FileNotFoundError, ValueError, EOFError):
        return True  # half written by a job that was killed, or removed meanwhile
    return bool(_of(segment, halves(b"".join(ids)))[0].size)

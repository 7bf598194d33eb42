"""Room on the disks of a lake: what its folders take, and what is left."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_GB = 1024**3


@dataclass(frozen=True)
class Folder:
    """``whole``: false when there was no time to look at every file, so that it takes more than ``used``."""

    name: str
    used: int
    whole: bool


@dataclass(frozen=True)
class Disk:
    """One file system with the folders that are on it. Bytes."""

    folders: tuple[Folder, ...]
    free: int
    total: int

    def is_low(self, least_gb: int, least_percent: int) -> bool:
        return self.free < least_gb * _GB or self.free * 100 < self.total * least_percent


def disks(folders: Mapping[str, Path], seconds: float) -> tuple[Disk, ...]:
    """The file systems of those ``folders`` that are there, in at most about ``seconds``."""
    until = time.monotonic() + seconds
    found: dict[int, list[tuple[str, Path]]] = {}
    for name, folder in folders.items():
        if folder.exists():
            found.setdefault(folder.stat().st_dev, []).append((name, folder))
    return tuple(_disk(places, until) for places in found.values())


def _disk(places: list[tuple[str, Path]], until: float) -> Disk:
    room = shutil.disk_usage(places[0][1])
    return Disk(tuple(_folder(name, place, until) for name, place in places), room.free, room.total)


def _folder(name: str, place: Path, until: float) -> Folder:
    used = 0
    for size in _sizes(place):
        used += size
        if time.monotonic() > until:
            return Folder(name, used, whole=False)
    return Folder(name, used, whole=True)


def _sizes(place: Path) -> Iterator[int]:
    """Bytes on disk of every file; a file that goes meanwhile, or may not be looked at, counts nothing."""
    for folder, _, names in os.walk(place):
        for name in names:
            try:
                yield os.lstat(f"{folder}/{name}").st_blocks * 512
            except OSError:
                continue

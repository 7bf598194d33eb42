"""The folders that the job and its services fill, and which of them has no room left."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_LEAST_FREE = 32 * 1024 * 1024
"""Bytes. PostgreSQL needs 16 MB at once for its log, and gives them back when it cannot have them all."""


@dataclass(frozen=True)
class Space:
    """``folders``: by what is kept there (lake, checkpoints, tmp, log, kafka, postgres)."""

    folders: Mapping[str, Path]

    def full(self, name: str) -> str | None:
        """A sentence if next to nothing is left where ``name`` is kept; None as well where that is not known."""
        free = _free(self.folders.get(name))
        return None if free is None or free >= _LEAST_FREE else _sentence([name], self.folders[name])

    def told(self) -> str:
        """A sentence about a write that found no room: names what is kept on the disk with the least left.

        What was half written has been removed again by then, so no disk need look full any more.
        """
        free = {name: left for name, folder in self.folders.items() if (left := _free(folder)) is not None}
        if not free:
            return "a disk is full: make room and start again"
        least = min(free, key=free.__getitem__)
        disk = _existing(self.folders[least]).stat().st_dev
        beside = [name for name in free if _existing(self.folders[name]).stat().st_dev == disk]
        return _sentence(beside, self.folders[least])


def _sentence(names: list[str], folder: Path) -> str:
    kept = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"no room is left on the disk of {kept} ({folder}): make room and start again; nothing is lost"


def _free(folder: Path | None) -> int | None:
    if folder is None:
        return None
    try:
        found = os.statvfs(_existing(folder))
    except OSError:
        return None
    return 0 if found.f_files and not found.f_favail else found.f_bavail * found.f_frsize


def _existing(folder: Path) -> Path:
    """``folder``, or the nearest one above it that is there."""
    return next(place for place in (folder, *folder.parents) if place.exists())

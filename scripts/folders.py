"""Who may enter which folder of an installation: made private by a start, opened to others by the boundary alone.

A folder guards all that is below it. That is what holds the boundary: the JVM gives files it writes to a lake modes of
its own (0644, folders 0755), whatever the process's umask says.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from conf import Settings

PRIVATE_UMASK = 0o027
"""Of whoever writes below these folders: nothing for others, and for the group what it may enter to read."""


class Entry(Enum):
    """Who may enter a folder beside its owner."""

    NOBODY = auto()
    READERS = auto()
    """Who may query silver and gold."""
    RECIPIENTS = auto()
    """Who may query releases of anonymous rows, and no silver."""
    SUBSCRIBERS = auto()
    """Who may query figures with noise, and nothing that has none."""
    OPERATORS = auto()
    """Who may read logs, what the quality suites found, and the privacy report."""
    PASSAGE = auto()
    """Everybody, on the way to a folder below that they may enter; nobody can see what else there is."""


@dataclass(frozen=True)
class Folder:
    path: Path
    entry: Entry


def folders(settings: Settings) -> tuple[Folder, ...]:
    """Every folder of an installation, outer ones first. Of a remote lake, none: its storage has rules of its own."""
    paths = settings.paths
    private = (
        paths.access, paths.audit, paths.backups, paths.checkpoints, paths.erasures, paths.kafka, paths.keys,
        paths.postgres, paths.receipts, paths.registry_snapshot, paths.tmp, paths.truth,
    )  # fmt: skip
    return (
        Folder(paths.var, Entry.PASSAGE),
        *(Folder(path, Entry.NOBODY) for path in private),
        Folder(paths.log, Entry.OPERATORS),
        Folder(paths.quality, Entry.OPERATORS),
        Folder(paths.privacy, Entry.OPERATORS),
        *_of_lake(settings),
    )


def make_private(settings: Settings) -> None:
    """Makes the folders that are not there yet, for their owner alone; leaves the others as they are."""
    for folder in folders(settings):
        folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)


def _of_lake(settings: Settings) -> tuple[Folder, ...]:
    if "://" in settings.paths.lake:
        return ()
    lake = Path(settings.paths.lake)
    return (
        Folder(lake, Entry.PASSAGE),
        *(Folder(lake / zone, Entry.READERS) for zone in ("silver", "gold")),
        Folder(lake / "release", Entry.RECIPIENTS),
        Folder(lake / "dp", Entry.SUBSCRIBERS),
        *(Folder(lake / zone, Entry.NOBODY) for zone in ("bronze", "quarantine", "cells", "locks")),
    )

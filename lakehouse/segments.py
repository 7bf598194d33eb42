"""Files of a segment: ``<segment>.<kind>.npy``, one for each kind of array in it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def files(segment: str, kinds: Iterable[str]) -> list[Path]:
    return [Path(f"{segment}.{kind}.npy") for kind in kinds]


def destroy(segment: str, kinds: Iterable[str]) -> None:
    """Writes over what there is of it, and removes it."""
    for path in files(segment, kinds):
        with suppress(FileNotFoundError):
            with path.open("r+b") as file:
                file.write(bytes(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()

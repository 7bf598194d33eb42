"""What a running stream takes: memory by process, live files by day, bytes of checkpoints. Seen from outside."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from conf import Settings
from lakehouse.maintenance import SMALL_FILE_BYTES
from schemas.tables import Table
from scripts.delta_log import live_files
from scripts.memory import memory


@dataclass(frozen=True)
class Footprint:
    """One look; ``figures`` by name: GB, numbers of files, MB."""

    at: dt.datetime
    figures: dict[str, float]

    LEVEL: ClassVar = ("jvm", "driver", "worker", "files", "checkpoints")
    """What must not grow with time. The lake does: full files stay, and small ones until they are vacuumed."""
    _COLUMNS: ClassVar = (
        ("jvm", "JVM GB"),
        ("driver", "driver GB"),
        ("worker", "worker GB"),
        ("files", "most small files a day"),
        ("live", "live files"),
        ("lake", "lake GB"),
        ("checkpoints", "checkpoints MB"),
    )

    @classmethod
    def of(cls, pid: int, settings: Settings, tables: Sequence[Table]) -> Footprint:
        """``pid``: of the driver."""
        by_table = [live_files(Path(settings.paths.lake) / table.zone / table.name) for table in tables]
        small = [Counter(file.day for file in live if file.size < SMALL_FILE_BYTES) for live in by_table]
        figures = memory(pid) | {
            "files": float(max((count for days in small for count in days.values()), default=0)),
            "live": float(sum(map(len, by_table))),
            "lake": _bytes(Path(settings.paths.lake)) / 1e9,
            "checkpoints": _bytes(settings.paths.checkpoints) / 1e6,
        }
        return cls(dt.datetime.now(dt.UTC), figures)

    @classmethod
    def heading(cls) -> str:
        return "time      " + "  ".join(title for _, title in cls._COLUMNS)

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S}  " + "  ".join(
            f"{self.figures[name]:>{len(title)}.{0 if 'files' in title else 2}f}" for name, title in self._COLUMNS
        )


def _bytes(folder: Path) -> int:
    total = 0
    for file in folder.rglob("*"):
        try:
            total += file.stat().st_size if file.is_file() else 0
        except FileNotFoundError:
            continue
    return total

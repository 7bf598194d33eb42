"""The run's structured log: one JSON object a line, made of counts, seconds and closed words only."""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
from pathlib import Path

Fact = int | float | str | None | dict[str, int] | dict[str, float]


class Journal:
    """Appends to ``path`` (mode 0600). Callers hand in names, counts, durations and texts of our own errors."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.fchmod(handle, 0o600)
        self._file = os.fdopen(handle, "a", encoding="utf-8")
        self._guard = threading.Lock()

    def note(self, event: str, **facts: Fact) -> None:
        at = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"at": at, "event": event, **facts}, allow_nan=False)
        with self._guard:
            self._file.write(line + "\n")
            self._file.flush()

    def close(self) -> None:
        self._file.close()

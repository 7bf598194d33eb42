"""The run's structured log: one JSON object a line, made of counts, seconds and closed words only."""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
from pathlib import Path

Fact = int | float | str | None | dict[str, int] | dict[str, float]


class Journal:
    """Appends to ``path`` (mode 0640: the boundary may open its folder to operators). Callers hand in names,
    counts, durations and texts of our own errors.

    A disk that takes no more loses lines, not the job: ``missed`` counts them, and the next line that fits tells it.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
        os.fchmod(self._handle, 0o640)
        self._guard = threading.Lock()
        self._torn = False
        self.missed = 0

    def note(self, event: str, **facts: Fact) -> None:
        at = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
        with self._guard:
            missed = {"missed_lines": self.missed} if self.missed else {}
            line = json.dumps({"at": at, "event": event, **facts, **missed}, allow_nan=False) + "\n"
            self.missed = 0 if self._appended(line.encode("ascii")) else self.missed + 1

    def close(self) -> None:
        os.close(self._handle)

    def _appended(self, line: bytes) -> bool:
        """Whether the whole line was written. What a full disk took of one is ended by a line break of its own."""
        whole = b"\n" + line if self._torn else line
        try:
            written = os.write(self._handle, whole)
        except OSError:
            return False
        self._torn = written < len(whole) and (written > 0 or self._torn)
        return written == len(whole)

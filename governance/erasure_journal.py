"""The journal of erasures: who was forgotten and when, in a file outside the database, so that a loss of the database
brings nobody back.

The first line names the lake, each further one is an entry of the suppression list (a keyed hash) with its instant.
Lines are only ever added; one that says again what is known changes nothing.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from privacy.keyfile import sync_folder

_LINE = re.compile(rb"([0-9a-f]{32}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)")
_LINE_BYTES = 60
_INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"

Erased = dict[bytes, dt.datetime]
"""Entry of the suppression list, and the last instant at which that person was erased."""


class JournalError(Exception):
    """The journal cannot be written or believed; the text says what to do and quotes no line."""


@dataclass(frozen=True)
class Journal:
    """Of one lake. Whoever adds to it holds the lock under which persons are forgotten."""

    path: Path
    lake_id: str

    def add(self, erased: Iterable[tuple[bytes, dt.datetime]]) -> None:
        """On the disk when this returns."""
        text = b"".join(_line(entry, at) for entry, at in erased)
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "a+b") as file:
                file.write(self._so_far(file.fileno()) + text)
                file.flush()
                os.fsync(file.fileno())
            sync_folder(self.path.parent)
        except OSError:
            raise JournalError(
                f"the journal of erasures, {self.path}, cannot be written: mend that and call this again; nobody was "
                "forgotten"
            ) from None

    def complete(self, erased: Erased) -> None:
        """Adds what it lacks of ``erased``; makes the file where there is none."""
        known = self.read() if self.path.exists() else {}
        self.add((entry, at) for entry, at in erased.items() if entry not in known or known[entry] < at)

    def read(self) -> Erased:
        """Everybody in it. A file without a byte says that there is nobody; one that is not there says nothing."""
        try:
            lines = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            raise JournalError(
                f"there is no journal of erasures at {self.path}: put it back; where it is lost for good, make an "
                "empty file there and erase again who was erased since the backup"
            ) from None
        except OSError:
            raise JournalError(f"the journal of erasures, {self.path}, cannot be read: mend that first") from None
        self._check_head(lines.pop(0))
        return self._erased(lines)

    def _so_far(self, handle: int) -> bytes:
        """What has to stand before the next line: the head, or the end of a line that a crash has cut off."""
        size = os.fstat(handle).st_size
        if not size:
            return self._head()
        self._check_head(os.pread(handle, len(self._head()), 0).split(b"\n")[0])
        return b"" if os.pread(handle, 1, size - 1) == b"\n" else b"\n"

    def _check_head(self, head: bytes) -> None:
        if not self._head().startswith(head.strip(b"\0")):  # it too may have been cut off
            raise JournalError(
                f"{self.path} is no journal of erasures of this lake: put that one in its place, or name it in "
                "ERASURE_JOURNAL"
            )

    def _erased(self, lines: list[bytes]) -> Erased:
        found: Erased = {}
        for line in lines:
            text = line.strip(b"\0")
            if len(text) < _LINE_BYTES:
                continue  # cut off while it was written, so its erasure was never committed
            parts = _LINE.fullmatch(text)
            if parts is None:
                raise JournalError(f"{self.path.name} is damaged: put a good copy of it in its place")
            entry, at = bytes.fromhex(parts[1].decode()), dt.datetime.fromisoformat(parts[2].decode())
            found[entry] = max(at, found.get(entry, at))
        return found

    def _head(self) -> bytes:
        return f"erasures of lake {self.lake_id}\n".encode()


def _line(entry: bytes, at: dt.datetime) -> bytes:
    return f"{entry.hex()} {at.astimezone(dt.UTC).strftime(_INSTANT)}\n".encode()

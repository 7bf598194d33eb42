"""A copy of the registry in one encrypted file of its own, for a few days: without the registry's rows nobody opens a
record, so their loss is the loss of everything; and an old copy keeps whom the lake has forgotten since.

A line of JSON in clear (which lake, which master key and version, until when), then pieces: four bytes of length and
AES-256-GCM under a key for backups alone. Each piece is bound to the line, to its number and to whether it is the last
one, so that what is cut off, changed, mixed or put in another order does not open.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from governance.database import Database
from governance.erasure_journal import Journal
from governance.registry import MINT_LOCK
from privacy.keyfile import sync_folder
from privacy.keys import Keyring, Purpose, Seal, Unopenable

_FORMAT = 3
_PIECE_BYTES = 1 << 20
_MOST_BYTES = 1 << 24
"""No piece is longer: the length in front of it is not to be believed before the piece is opened."""
_TIMES = ("made_at", "expires_at")
_LENGTH = struct.Struct(">I")
_PART, _LAST = b"\0", b"\1"
_SUFFIX, _UNFINISHED = ".backup", ".part"

TABLES = {
    "person": "subject_ref, ref_key_version, subject_id, key_version, wrapped_keys, kek_version, vault_user_id,"
    " vault_key_version, created_at, not_before, seq",
    "quarantine_key": "key_day, wrapped_key, kek_version, created_at",
    "suppression": "entry, key_version, erased_at",
    "tombstone": "person_seq",
    "decision": "subject_id, purpose, decided_at, said, past_gone, arrived_at",
    "key_version": "version, known_at, rewrapped_at, retired_at",
}
"""Of schema registry, with the columns that a backup holds."""


class BackupError(Exception):
    """A backup cannot be made or used; the text says why and what to do, and quotes nothing of it."""


@dataclass(frozen=True)
class Label:
    """What stands in a backup in clear. ``key``: a check value of the master key's first version, which stays."""

    lake_id: str
    key: str
    key_version: int
    made_at: dt.datetime
    expires_at: dt.datetime
    file_id: str
    format: int = _FORMAT

    def line(self) -> bytes:
        facts = {"format": self.format, "lake": self.lake_id, "key": self.key, "key_version": self.key_version}
        times = dict(zip(_TIMES, (self.made_at.isoformat(), self.expires_at.isoformat()), strict=True))
        return json.dumps(facts | times | {"file": self.file_id}).encode() + b"\n"


def backup(database: Database, keyring: Keyring, journal: Journal, folder: Path, days: int) -> Path:
    """Writes a backup that may be used for ``days`` days into ``folder``, as of one instant; takes those away whose
    time is over. Nothing stands under the final name before all of it is on the disk."""
    _complete(journal, database)
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    expire(folder, now)
    until = now + dt.timedelta(days=days)
    label = Label(journal.lake_id, _check_value(keyring), keyring.newest, now, until, secrets.token_hex(16))
    final = folder / f"registry-{now:%Y%m%dT%H%M%SZ}-{label.file_id[:8]}{_SUFFIX}"
    unfinished = final.with_suffix(_UNFINISHED)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    try:
        with os.fdopen(handle, "wb") as file:
            _write(database, _Pieces(file, label, keyring.seal(Purpose.BACKUP)))
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(final)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    sync_folder(folder)
    return final


def expire(folder: Path, now: dt.datetime) -> int:
    """Writes over and removes the backups in ``folder`` whose time is over, also those that a kill has left half
    written; how many there were."""
    found = [path for suffix in (_SUFFIX, _UNFINISHED) for path in sorted(folder.glob(f"*{suffix}"))]
    over = [path for path in found if _is_over(path, now)]
    for path in over:
        path.chmod(0o600)
        with path.open("r+b") as file:
            for left in range(path.stat().st_size, 0, -_PIECE_BYTES):
                file.write(bytes(min(left, _PIECE_BYTES)))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    return len(over)


def ends(folder: Path) -> list[dt.datetime]:
    """When each of the backups in ``folder`` expires; other files are nobody's business."""
    found = []
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        with suppress(BackupError):
            found.append(_label(path).expires_at)
    return found


def _is_over(path: Path, now: dt.datetime) -> bool:
    try:
        return _label(path).expires_at <= now
    except BackupError:
        return False  # somebody else's file


def opened(path: Path, keyring: Keyring, lake_id: str, now: dt.datetime) -> Iterator[tuple[str, bytes]]:
    """(table, some of its binary COPY) in order. Raises BackupError for what is not this lake's, damaged or too old;
    that it is whole is known only when its last piece has been read."""
    label = _label(path)
    if label.format != _FORMAT:
        raise BackupError(f"{path.name} is of form {label.format}, not {_FORMAT}: use the program that made it")
    if label.lake_id != lake_id:
        raise BackupError(f"{path.name} is of another lake: look for a backup of this one")
    if label.key != _check_value(keyring):
        raise BackupError(f"{path.name} was made with another master key: put the key file it was made with in place")
    if label.expires_at <= now:
        raise BackupError(f"{path.name} has expired: persons were promised that nothing older is used")
    if label.key_version not in keyring.versions:
        raise BackupError(f"{path.name} was made under version {label.key_version} of the master key, which is retired")
    with path.open("rb") as file:
        file.readline()
        yield from _pieces(file, label, keyring.seal(Purpose.BACKUP, label.key_version), path.name)


def _check_value(keyring: Keyring) -> str:
    return keyring.for_life(Purpose.FINGERPRINT)(b"backup").hex()


def _complete(journal: Journal, database: Database) -> None:
    """Whoever the database alone knows to be erased stands in the journal too from here on."""
    with database.transaction() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (MINT_LOCK,))
        cursor.execute("SELECT entry, erased_at FROM registry.suppression")
        journal.complete({bytes(entry): at for entry, at in cursor.fetchall()})


def _write(database: Database, pieces: _Pieces) -> None:
    with database.transaction() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for number, (table, columns) in enumerate(TABLES.items()):
            pieces.begin(number)
            cursor.copy_expert(f"COPY registry.{table} ({columns}) TO STDOUT (FORMAT binary)", pieces)
    pieces.end()


class _Pieces:
    """What COPY writes, closed piece by piece: bounded memory."""

    def __init__(self, file: BinaryIO, label: Label, seal: Seal) -> None:
        self._file, self._line, self._seal = file, label.line(), seal
        self._held = bytearray()
        self._number = 0
        file.write(self._line)

    def begin(self, table: int) -> None:
        if self._held:
            self._close(_PART)
        self._held += bytes([table])

    def write(self, data: bytes) -> int:
        self._held += data
        if len(self._held) >= _PIECE_BYTES:
            table = self._held[:1]
            self._close(_PART)
            self._held += table
        return len(data)

    def end(self) -> None:
        self._close(_LAST)

    def _close(self, which: bytes) -> None:
        sealed = self._seal.close(bytes(self._held), _bound(self._line, self._number, which))
        self._file.write(_LENGTH.pack(len(sealed)) + sealed)
        self._held.clear()
        self._number += 1


def _pieces(file: BinaryIO, label: Label, seal: Seal, name: str) -> Iterator[tuple[str, bytes]]:
    tables, number, line = list(TABLES), 0, label.line()
    while True:
        length = file.read(_LENGTH.size)
        sealed = file.read(min(_LENGTH.unpack(length)[0], _MOST_BYTES)) if len(length) == _LENGTH.size else b""
        ends = not file.peek(1)  # type: ignore[attr-defined]
        try:
            piece = seal.open(sealed, _bound(line, number, _LAST if ends else _PART))
        except Unopenable:
            raise BackupError(f"{name} is damaged or cut off: nothing was restored; look for another") from None
        yield tables[piece[0]], piece[1:]
        if ends:
            return
        number += 1


def _bound(line: bytes, number: int, which: bytes) -> bytes:
    return b"backup|" + line + number.to_bytes(8) + which


def _label(path: Path) -> Label:
    try:
        with path.open("rb") as file:
            facts: dict[str, Any] = json.loads(file.readline(4096))
        made, expires = (dt.datetime.fromisoformat(facts[name]).astimezone(dt.UTC) for name in _TIMES)
        lake, key, version = str(facts["lake"]), str(facts.get("key")), int(facts["key_version"])
        return Label(lake, key, version, made, expires, str(facts["file"]), int(facts["format"]))
    except (ValueError, KeyError, TypeError):
        raise BackupError(f"{path.name} is no backup of a registry") from None
    except OSError:
        raise BackupError(f"{path.name} cannot be read: name a file that `make backup-registry` has made") from None

"""Puts back what the registry has lost, from a backup; and nobody who was forgotten since."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2.extras

from governance.backup import TABLES, BackupError, opened
from governance.database import Database
from governance.registry import MINT_LOCK, QUARANTINE_KEPT
from privacy.keys import Keyring, Purpose
from privacy.vault import unvaulted

_AT_ONCE = 10_000


@dataclass(frozen=True)
class Restored:
    """Persons of the backup: put back, there already, forgotten since."""

    back: int
    there: int
    forgotten: int


def restore(database: Database, keyring: Keyring, lake_id: str, path: Path) -> Restored:
    """All of it or nothing; ``database``: as the role that owns the registry, for jobs may make no tables. A row that
    is there stays as it is: it is newer. Running jobs take up who came back at their next batch, for rows that are put
    back are numbered anew."""
    now = dt.datetime.now(dt.UTC)
    for _ in opened(path, keyring, lake_id, now):
        pass  # looked at to its end before anything is begun
    with database.transaction() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (MINT_LOCK,))
        _copy_in(cursor, opened(path, keyring, lake_id, now))
        cursor.execute(_UNITED)
        persons = _count(cursor, "SELECT count(*) FROM restored_person")
        cursor.execute(_THERE)
        there = cursor.rowcount
        forgotten = _forget(cursor, keyring)
        cursor.execute(_BACK)
        back = cursor.rowcount
        cursor.execute(_DAYS, (now.date() - QUARANTINE_KEPT,))
        if back + there + forgotten != persons:
            raise BackupError("the rows of the backup do not add up: nothing was restored")
    return Restored(back, there, forgotten)


def _copy_in(cursor: Any, pieces: Iterator[tuple[str, bytes]]) -> None:
    """Into tables that end with the transaction."""
    for table, columns in TABLES.items():
        cursor.execute(f"CREATE TEMP TABLE restored_{table} (LIKE registry.{table}) ON COMMIT DROP")
        kept = {column.strip() for column in columns.split(",")}
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", (f"restored_{table}",)
        )
        for (column,) in cursor.fetchall():
            if column not in kept:
                cursor.execute(f"ALTER TABLE restored_{table} DROP COLUMN {column}")
    waiting = _Copied(pieces)
    for table, columns in TABLES.items():
        cursor.copy_expert(f"COPY restored_{table} ({columns}) FROM STDIN (FORMAT binary)", waiting.of(table))
    waiting.check_end()


class _Copied:
    """Hands COPY the bytes of one table after the other, as the pieces come."""

    def __init__(self, pieces: Iterator[tuple[str, bytes]]) -> None:
        self._pieces = pieces
        self._next = next(pieces, None)

    def of(self, table: str) -> io.BufferedReader:
        return io.BufferedReader(_Stream(self, table), 1 << 16)

    def take(self, table: str) -> bytes:
        """The next piece of ``table``; empty when another begins."""
        if self._next is None or self._next[0] != table:
            return b""
        _, data = self._next
        self._next = next(self._pieces, None)
        return data

    def check_end(self) -> None:
        if self._next is not None:
            raise BackupError("the backup holds tables that nobody knows: nothing was restored")


class _Stream(io.RawIOBase):
    def __init__(self, copied: _Copied, table: str) -> None:
        self._copied, self._table, self._rest = copied, table, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._rest = self._rest or self._copied.take(self._table)
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)


def _forget(cursor: Any, keyring: Keyring) -> int:
    """Takes those out of what is to be put back who are on the list and were known before they were erased, and those
    whose number was buried: an identifier that was not kept cannot be looked up on the list."""
    cursor.execute("DELETE FROM restored_person AS back USING registry.tombstone WHERE back.seq = person_seq")
    forgotten = int(cursor.rowcount)
    hashed, last = keyring.for_life(Purpose.SUPPRESSION), 0
    while True:
        cursor.execute(_VAULTED, (last, _AT_ONCE))
        rows = cursor.fetchall()
        if not rows:
            return forgotten
        last = rows[-1][0]
        entries = [
            (seq, hashed(unvaulted(keyring, bytes(ref), bytes(vault), version))) for seq, ref, vault, version in rows
        ]
        psycopg2.extras.execute_values(cursor, _ERASED, entries, page_size=_AT_ONCE)
        forgotten += int(cursor.rowcount)


def _count(cursor: Any, question: str) -> int:
    cursor.execute(question)
    return int(cursor.fetchone()[0])


_UNITED = """
    INSERT INTO registry.suppression (entry, key_version, erased_at)
    SELECT entry, key_version, erased_at FROM restored_suppression
    ON CONFLICT (entry) DO UPDATE SET erased_at = excluded.erased_at, seq = DEFAULT
    WHERE suppression.erased_at < excluded.erased_at
"""
_THERE = """
    DELETE FROM restored_person USING registry.person
    WHERE person.subject_id = restored_person.subject_id OR person.subject_ref = restored_person.subject_ref
"""
_VAULTED = """
    SELECT seq, subject_ref, vault_user_id, vault_key_version FROM restored_person
    WHERE vault_user_id IS NOT NULL AND seq > %s ORDER BY seq LIMIT %s
"""
_ERASED = """
    DELETE FROM restored_person USING (VALUES %s) AS known (seq, entry), registry.suppression
    WHERE restored_person.seq = known.seq AND suppression.entry = known.entry
      AND suppression.erased_at >= restored_person.created_at
"""
_BACK = """
    INSERT INTO registry.person (subject_ref, ref_key_version, subject_id, key_version, wrapped_keys, kek_version,
                                 vault_user_id, vault_key_version, created_at, not_before)
    SELECT subject_ref, ref_key_version, subject_id, key_version, wrapped_keys, kek_version, vault_user_id,
           vault_key_version, created_at, not_before
    FROM restored_person ORDER BY seq
"""
_DAYS = """
    INSERT INTO registry.quarantine_key (key_day, wrapped_key, kek_version, created_at)
    SELECT key_day, wrapped_key, kek_version, created_at FROM restored_quarantine_key WHERE key_day >= %s
    ON CONFLICT (key_day) DO NOTHING
"""

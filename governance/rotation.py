"""Rotation of the master key: a new version for what is new, everything in the registry brought under it, the earlier
version retired once nothing is left on it (NIST SP 800-57 part 1, 5.3: a key is used for a bounded time).

Payloads are not touched: they are under the keys of their persons, which are wrapped anew. Pseudonyms stay, so old and
new rows join, and nobody is counted twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import psycopg2.extras

from governance.corrections import correction_of
from governance.database import Database
from governance.erasure import bound
from governance.lake import bound_keyring
from governance.registry import MINT_LOCK
from governance.subjects import asked_by
from governance.traces import trace_of
from lakehouse.worker import quarantine_key_name
from privacy.keyfile import lay_beside, read_keyring, settle
from privacy.keys import Keyring, Purpose
from privacy.vault import unvaulted, vaulted

_AT_ONCE = 10_000


class RotationError(Exception):
    """A version cannot be made or retired now; the text says what stands against it and what to do."""


class Left(NamedTuple):
    """What is still under a version: rows of persons, keys of quarantine days, and what is kept of requests and of
    persons who are erased."""

    persons: int
    quarantine_days: int
    erasures: int


class _Wrapped(NamedTuple):
    """What else is under the KEK: the statement that finds what is under an earlier version (key, what it is bound to,
    wrapped bytes, version), and the one that puts it under the newest."""

    behind: str
    renew: str
    bound: Callable[[Any], bytes]


_WRAPPED = (
    _Wrapped(
        """SELECT key_day, key_day, wrapped_key, kek_version FROM registry.quarantine_key
           WHERE kek_version < %s FOR UPDATE""",
        "UPDATE registry.quarantine_key SET wrapped_key = %s, kek_version = %s WHERE key_day = %s",
        lambda day: quarantine_key_name(day).encode(),
    ),
    _Wrapped(
        """SELECT person_seq, subject_id, wrapped_user_key, kek_version FROM registry.doomed
           WHERE kek_version < %s FOR UPDATE""",
        "UPDATE registry.doomed SET wrapped_user_key = %s, kek_version = %s WHERE person_seq = %s",
        bound,
    ),
    _Wrapped(
        "SELECT request_id, subject, sealed, kek_version FROM rights.request WHERE kek_version < %s FOR UPDATE",
        "UPDATE rights.request SET sealed = %s, kek_version = %s WHERE request_id = %s",
        asked_by,
    ),
    _Wrapped(
        "SELECT subject, subject, sealed, kek_version FROM rights.hold WHERE kek_version < %s FOR UPDATE",
        "UPDATE rights.hold SET sealed = %s, kek_version = %s WHERE subject = %s",
        asked_by,
    ),
    _Wrapped(
        "SELECT trace_id, request_id, sealed, kek_version FROM rights.trace WHERE kek_version < %s FOR UPDATE",
        "UPDATE rights.trace SET sealed = %s, kek_version = %s WHERE trace_id = %s",
        trace_of,
    ),
    _Wrapped(
        """SELECT correction_id, request_id, sealed, kek_version FROM rights.correction
           WHERE kek_version < %s FOR UPDATE""",
        "UPDATE rights.correction SET sealed = %s, kek_version = %s WHERE correction_id = %s",
        correction_of,
    ),
)


class _Person(NamedTuple):
    seq: int
    subject_ref: bytes
    subject_id: bytes
    wrapped: bytes
    kek_version: int
    vault: bytes | None
    vault_version: int | None


class Rotation:
    """Made, carried out, retired: each step may be cut off anywhere and called again."""

    def __init__(self, database: Database, key_file: Path) -> None:
        self._database = database
        self._key_file = key_file
        self._keyring = read_keyring(key_file)

    @property
    def newest(self) -> int:
        return self._keyring.newest

    def unfinished(self) -> bool:
        """Whether the newest version was made by a rotation that has not brought everything under it yet, or something
        has come under an earlier one since. To be called behind the fence."""
        with self._database.transaction() as cursor:
            self._read(cursor)
            cursor.execute(
                "SELECT rewrapped_at IS NULL FROM registry.key_version WHERE version = %s", (self._keyring.newest,)
            )
            row = cursor.fetchone()
        return bool(row and row[0]) or self.people() > 0

    def begin(self) -> int:
        """Makes a fresh version, which every batch that opens from now on uses. To be called behind the fence: no
        batch under way knows only the earlier ones. Returns its number."""
        with self._database.transaction() as cursor:
            self._read(cursor)
            fresh = self._keyring.with_fresh_version()
            cursor.execute("SELECT EXISTS (SELECT FROM registry.erasure)")
            if cursor.fetchone()[0]:
                raise RotationError("persons are being erased: let that end, then call this again")
            self._take(cursor, fresh)
            psycopg2.extras.execute_values(
                cursor,
                "INSERT INTO registry.key_version (version) VALUES %s ON CONFLICT DO NOTHING",
                [(version,) for version in fresh.versions],
            )
        self._settle(fresh)
        return fresh.newest

    def people(self) -> int:
        """Persons who are not wholly under the newest version."""
        with self._database.transaction() as cursor:
            self._read(cursor)
            cursor.execute(_BEHIND, self._versions())
            return int(cursor.fetchone()[0])

    def rewrap(self) -> Iterator[int]:
        """Brings all rows under the newest version, a piece a transaction; yields how many persons each was. Beside
        running jobs: whoever has taken the old rows up can still open them."""
        last = 0
        while True:
            with self._database.transaction() as cursor:
                # Erasures find persons by a reference that this changes, so the two take turns.
                self._read(cursor)
                cursor.execute(_PIECE, self._versions() | {"last": last, "most": _AT_ONCE})
                persons = [_Person(*map(_plain, row)) for row in cursor.fetchall()]
                self._bring(cursor, persons)
            if not persons:
                break
            last = persons[-1].seq
            yield len(persons)
        self._finish()

    def left(self, version: int) -> Left:
        """What nobody could open any more if ``version`` were retired now."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """SELECT (SELECT count(*) FROM registry.person
                            WHERE %(version)s IN (ref_key_version, kek_version, vault_key_version)),
                          (SELECT count(*) FROM registry.quarantine_key WHERE kek_version = %(version)s),
                          (SELECT count(*) FROM registry.doomed WHERE kek_version = %(version)s)
                          + (SELECT count(*) FROM rights.request WHERE kek_version = %(version)s)
                          + (SELECT count(*) FROM rights.hold WHERE kek_version = %(version)s)
                          + (SELECT count(*) FROM rights.trace WHERE kek_version = %(version)s)
                          + (SELECT count(*) FROM rights.correction WHERE kek_version = %(version)s)""",
                {"version": version},
            )
            return Left(*cursor.fetchone())

    def retire(self, version: int) -> None:
        """Takes ``version`` out of the key file: what was wrapped under it, in old files and backups too, cannot be
        opened any more. To be called behind the fence. RotationError while something of the lake is on it."""
        left, unfinished = self.left(version), self.unfinished()
        self._keyring.without(version)  # refuses the newest, and one that is not there
        if any(left) or unfinished:
            raise RotationError(
                f"version {version} is still needed: {left.persons:,} persons, {left.quarantine_days:,} days of "
                f"quarantine, {left.erasures:,} erasures are under it; `make rotate-keys` brings them under version "
                f"{self._keyring.newest}"
            )
        with self._database.transaction() as cursor:
            self._read(cursor)
            without = self._keyring.without(version)
            self._take(cursor, without)
            cursor.execute("UPDATE registry.key_version SET retired_at = now() WHERE version = %s", (version,))
        self._settle(without)

    def _take(self, cursor: Any, keyring: Keyring) -> None:
        """Lays ``keyring`` beside the key file and binds the lake to it: the commit decides which of the two it is.
        Only in place of the keys it was made from: else those of another rotation would be lost."""
        cursor.execute(
            "UPDATE ledger.lake SET key_fingerprint = %s WHERE key_fingerprint = %s",
            (keyring.fingerprint(), self._keyring.fingerprint()),
        )
        if cursor.rowcount != 1:
            raise RotationError("another rotation is under way: let it end, then call this again")
        lay_beside(self._key_file, keyring)

    def _read(self, cursor: Any) -> None:
        """The keys of now, and nobody makes persons, erases them or rotates until the transaction ends."""
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (MINT_LOCK,))
        self._keyring = bound_keyring(cursor, self._key_file, self._keyring)

    def _settle(self, keyring: Keyring) -> None:
        settle(self._key_file, keyring.fingerprint())
        self._keyring = keyring

    def _versions(self) -> dict[str, int]:
        return {"newest": self._keyring.newest}

    def _bring(self, cursor: Any, persons: list[_Person]) -> None:
        keyring, newest = self._keyring, self._keyring.newest
        psycopg2.extras.execute_values(
            cursor,
            """UPDATE registry.person SET wrapped_keys = new.wrapped, kek_version = new.version
               FROM (VALUES %s) AS new (seq, wrapped, version) WHERE person.seq = new.seq""",
            [(p.seq, keyring.rewrap_person(p.wrapped, p.subject_id, p.kek_version), newest) for p in persons],
            page_size=_AT_ONCE,
        )
        psycopg2.extras.execute_values(
            cursor,
            """UPDATE registry.person SET subject_ref = new.ref, ref_key_version = new.version,
                      vault_user_id = new.vault, vault_key_version = new.version
               FROM (VALUES %s) AS new (seq, ref, vault, version) WHERE person.seq = new.seq""",
            [(p.seq, *self._vaulted(p), newest) for p in persons if p.vault is not None],
            page_size=_AT_ONCE,
        )

    def _vaulted(self, person: _Person) -> tuple[bytes, bytes]:
        """A person's reference and vaulted identifier under the newest version."""
        identifier = unvaulted(self._keyring, person.subject_ref, person.vault or b"", person.vault_version or 0)
        ref = self._keyring.keyed_hash(Purpose.REF)(identifier)
        return ref, vaulted(self._keyring, ref, identifier)

    def _finish(self) -> None:
        """What else is wrapped, and word to the jobs to take all rows up anew."""
        with self._database.transaction() as cursor:
            self._read(cursor)
            newest = self._keyring.newest
            for each in _WRAPPED:
                cursor.execute(each.behind, (newest,))
                for key, name, wrapped, version in cursor.fetchall():
                    again = self._keyring.rewrap(bytes(wrapped), each.bound(_plain(name)), version)
                    cursor.execute(each.renew, (again, newest, key))
            cursor.execute("UPDATE registry.key_version SET rewrapped_at = now() WHERE version = %s", (newest,))
            cursor.execute("UPDATE ledger.lake SET rewrapped = rewrapped + 1")


_BEHIND = """
    SELECT count(*) FROM registry.person
    WHERE kek_version < %(newest)s
       OR vault_user_id IS NOT NULL AND (ref_key_version < %(newest)s OR vault_key_version < %(newest)s)
"""
_PIECE = """
    SELECT seq, subject_ref, subject_id, wrapped_keys, kek_version, vault_user_id, vault_key_version
    FROM registry.person
    WHERE (kek_version < %(newest)s
           OR vault_user_id IS NOT NULL AND (ref_key_version < %(newest)s OR vault_key_version < %(newest)s))
      AND seq > %(last)s
    ORDER BY seq LIMIT %(most)s FOR UPDATE
"""


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value

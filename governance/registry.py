"""The registry of persons: who exists in the lake, and the wrapped keys by which they do."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from governance import consents
from governance.database import Database
from governance.lake import bound_keyring, check_restored
from governance.person_rows import FreshRow, add, newer_than, records, references
from lakehouse.persons import SUBJECT_ID_BYTES, Snapshot, SnapshotWriter
from lakehouse.references import Micros, halves
from lakehouse.road import Decision, Keys, Rules, Stranger
from lakehouse.worker import QuarantineKey, quarantine_key_name
from privacy.keyfile import read_keyring
from privacy.keys import Keyring, PersonKeys
from schemas.purposes import Purpose

MINT_LOCK = 7_001
"""Held while rows of persons are made or taken away, so that numbers follow the order of commit."""
QUARANTINE_KEPT = dt.timedelta(days=7)


def destroy_days(cursor: Any, before: dt.date) -> None:
    """Destroys the keys of quarantine days before that one: what they close cannot be read any more."""
    cursor.execute("DELETE FROM registry.quarantine_key WHERE key_day < %s", (before,))


def fresh_row(keyring: Keyring, stranger: Stranger) -> FreshRow:
    """What makes ``stranger`` a person, under keys of their own."""
    subject_id = secrets.token_bytes(SUBJECT_ID_BYTES)
    wrapped = keyring.wrap_person(PersonKeys.fresh(), subject_id)
    return FreshRow(stranger.subject_ref, subject_id, wrapped, stranger.vault, stranger.not_before, keyring.newest)


class Registry:
    """The registry as one job sees it: its snapshot on disk, its connection. One thread at a time. ``purpose``: what
    the job's records are used for; None where persons have nothing to decide about them."""

    def __init__(self, database: Database, key_file: Path, snapshots: SnapshotWriter, purpose: Purpose | None) -> None:
        self._database = database
        self._key_file = key_file
        self._keyring = read_keyring(key_file)
        self._snapshots = snapshots
        self._rewrapped = 0
        self._seen = 0
        self._buried = 0
        self._suppressed = 0
        self._purpose = purpose
        self._waits = purpose is not None and purpose.waits

    def keys(self) -> Keys:
        """Where workers find the keys that this lake is bound to since the batch was opened."""
        return Keys(str(self._key_file), self._keyring.fingerprint())

    def open_batch(self, by: Rules | None = None) -> Rules:
        """Brings keys and snapshot up to date, forgotten persons first, and removes what earlier batches read.
        RoadError while decisions of persons are missing."""
        return self._taken_up(by, check_restored)

    def take_up(self) -> None:
        """The same for who has no batch, and brings the decisions that are missing."""
        self._taken_up(None, lambda _: None)

    def _taken_up(self, by: Rules | None, check: Callable[[Any], None]) -> Rules:
        self._snapshots.sweep()
        with self._database.transaction() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            check(cursor)
            self._take_keys(cursor)
            self._bury(cursor)
            self._bar(cursor)
            self._catch_up(cursor)
            return self._take_decisions(cursor, by)

    def snapshot(self) -> Snapshot:
        return self._snapshots.snapshot(None if self._purpose is None else self._waits)

    def mint(self, strangers: list[Stranger]) -> None:
        """Makes rows for the persons who have none, and takes up all new rows.

        Under one lock, so that nobody else makes one meanwhile and ``seq`` follows the order of commit: who is not
        among the rows since the last look has none.
        """
        in_order = sorted(strangers, key=lambda stranger: stranger.subject_ref)
        rows = [fresh_row(self._keyring, stranger) for stranger in in_order]
        with self._database.transaction() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (MINT_LOCK,))
            there = {ref for found in newer_than(cursor, self._seen) for ref in references(found)}
            add(cursor, (row for row in rows if row.subject_ref not in there))
        with self._database.transaction() as cursor:
            self._catch_up(cursor)

    def decide(self, decisions: list[Decision]) -> None:
        with self._database.transaction() as cursor:
            consents.add(cursor, decisions)

    def quarantine_key(self) -> QuarantineKey:
        """Today's key for rejected records of unknown persons; made by whoever asks first, who also destroys those of
        days that are over: without its key a day's records cannot be read."""
        day = dt.datetime.now(dt.UTC).date()
        with self._database.transaction() as cursor:
            cursor.execute("SELECT wrapped_key, kek_version FROM registry.quarantine_key WHERE key_day = %s", (day,))
            row = cursor.fetchone()
            if row is None:
                destroy_days(cursor, day - QUARANTINE_KEPT)
                fresh = self._keyring.fresh_wrapped_key(quarantine_key_name(day))
                cursor.execute(
                    """INSERT INTO registry.quarantine_key (key_day, wrapped_key, kek_version) VALUES (%s, %s, %s)
                       ON CONFLICT (key_day) DO UPDATE SET key_day = excluded.key_day
                       RETURNING wrapped_key, kek_version""",
                    (day, fresh, self._keyring.newest),
                )
                row = cursor.fetchone()
        return QuarantineKey(day, bytes(row[0]), int(row[1]))

    def _take_keys(self, cursor: Any) -> None:
        """Takes up the versions of the master key that the lake is bound to, and the rows anew where a rotation has
        wrapped them anew."""
        self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
        cursor.execute("SELECT rewrapped FROM ledger.lake")
        (rewrapped,) = cursor.fetchone()
        if rewrapped != self._rewrapped:
            self._rewrapped, self._seen = rewrapped, 0
            self._snapshots.clear()

    def _bury(self, cursor: Any) -> None:
        """Takes the persons out whose rows were deleted since the last look."""
        cursor.execute("SELECT seq, person_seq FROM registry.tombstone WHERE seq > %s ORDER BY seq", (self._buried,))
        rows = cursor.fetchall()
        if rows:
            self._buried = int(rows[-1][0])
            self._snapshots.forget(np.array([row[1] for row in rows], np.int64), self._buried)

    def _bar(self, cursor: Any) -> None:
        """Takes the suppression list up, whole, where it has changed."""
        cursor.execute("SELECT coalesce(max(seq), 0) FROM registry.suppression")
        newest = int(cursor.fetchone()[0])
        if newest == self._suppressed:
            return
        cursor.execute("SELECT entry, (extract(epoch FROM erased_at) * 1000000)::bigint FROM registry.suppression")
        rows = cursor.fetchall()
        self._suppressed = newest
        erased_at: Micros = np.array([row[1] for row in rows], np.int64)
        self._snapshots.suppress(halves(b"".join(bytes(row[0]) for row in rows)), erased_at)

    def _take_decisions(self, cursor: Any, by: Rules | None) -> Rules:
        if self._purpose is None:
            return Rules()
        self._waits = self._purpose.waits if by is None else by.waits
        until = consents.newest(cursor) if by is None else by.decided
        taken = self._snapshots.decisions
        if until < taken.up_to or not taken.whole:
            taken.clear()
        for rows in consents.between(cursor, self._purpose.name, taken.up_to, until):
            ids = np.ascontiguousarray(rows["subject_id"]).tobytes()
            taken.add(ids, rows["at"].astype(np.int64), rows["said"].astype(np.int8))
        taken.up_to = until
        return Rules(until, self._waits)

    def _catch_up(self, cursor: Any) -> None:
        for rows in newer_than(cursor, self._seen):
            self._seen = int(rows["seq"][-1])
            refs = np.stack([rows["high"], rows["low"]]).astype(np.uint64)
            self._snapshots.add(refs, records(rows), rows["seq"].astype(np.int64))


class Subjects:
    """All persons by ``subject_id``, as bronze and quarantine name them; for those who open what was sealed."""

    def __init__(self, database: Database, snapshots: SnapshotWriter) -> None:
        self._database = database
        self._snapshots = snapshots

    def snapshot(self) -> Snapshot:
        """Who there is now. To be called behind the fence; what an earlier call returned is of no use any more."""
        self._snapshots.clear()
        with self._database.transaction() as cursor:
            for rows in newer_than(cursor, 0):
                names = np.ascontiguousarray(rows["subject_id"]).tobytes()
                self._snapshots.add(halves(names), records(rows), rows["seq"].astype(np.int64))
        self._snapshots.sweep()
        return self._snapshots.snapshot()

    def known(self, subject_ids: Sequence[bytes]) -> set[bytes]:
        """Those of ``subject_ids`` whom the registry has."""
        with self._database.transaction() as cursor:
            cursor.execute("SELECT subject_id FROM registry.person WHERE subject_id = ANY(%s)", (list(subject_ids),))
            return {bytes(row[0]) for row in cursor.fetchall()}

    def days(self) -> tuple[QuarantineKey, ...]:
        """The keys of quarantine days that are not destroyed yet."""
        with self._database.transaction() as cursor:
            cursor.execute("SELECT key_day, wrapped_key, kek_version FROM registry.quarantine_key")
            return tuple(QuarantineKey(row[0], bytes(row[1]), int(row[2])) for row in cursor.fetchall())

"""The registry of persons: who exists in the lake, and the wrapped keys by which they do."""

from __future__ import annotations

import datetime as dt
import io
import secrets
from typing import Any

import numpy as np
import psycopg2.extras

from governance.database import Database
from lakehouse.persons import REF_BYTES, ROW, SUBJECT_ID_BYTES, Micros, Snapshot, SnapshotWriter, halves
from lakehouse.road import Stranger
from lakehouse.worker import QuarantineKey, quarantine_key_name
from privacy.keys import WRAPPED_PERSON_BYTES, Keyring, PersonKeys

MINT_LOCK = 7_001
"""Held while rows of persons are made or taken away, so that numbers follow the order of commit."""
_QUARANTINE_KEPT = dt.timedelta(days=7)

_COPIED = np.dtype(
    [
        ("fields", ">i2"),
        ("size", ">i4"),
        ("seq", ">i8"),
        ("high", ">u8"),
        ("low", ">u8"),
        ("subject_id", f"V{SUBJECT_ID_BYTES}"),
        ("key_version", ">i2"),
        ("kek_version", ">i2"),
        ("wrapped", f"V{WRAPPED_PERSON_BYTES}"),
        ("not_before", ">i8"),
    ]
)
"""One row of a binary COPY of a single bytea: every row has the same length, so the whole is one numpy array."""

_COPY = """
    COPY (SELECT int8send(seq) || subject_ref || subject_id || int2send(key_version) || int2send(kek_version)
                 || wrapped_keys
                 || int8send(coalesce((extract(epoch FROM not_before) * 1000000)::bigint, -9223372036854775808))
          FROM registry.person WHERE seq > {since} ORDER BY seq LIMIT {most})
    TO STDOUT (FORMAT binary)
"""
_COPY_HEADER, _COPY_TRAILER = 19, 2
_MOST_AT_ONCE = 500_000


class Registry:
    """The registry as one job sees it: its snapshot on disk, its connection. One thread at a time."""

    def __init__(self, database: Database, keyring: Keyring, snapshots: SnapshotWriter) -> None:
        self._database = database
        self._keyring = keyring
        self._snapshots = snapshots
        self._seen = 0
        self._buried = 0
        self._suppressed = 0

    def open_batch(self) -> None:
        """Brings the snapshot up to date, forgotten persons first, and removes what earlier batches read."""
        self._snapshots.sweep()
        with self._database.transaction() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            self._bury(cursor)
            self._bar(cursor)
            self._catch_up(cursor)

    def snapshot(self) -> Snapshot:
        return self._snapshots.snapshot()

    def mint(self, strangers: list[Stranger]) -> None:
        """Makes rows for the persons who have none, and takes up all new rows.

        Under one lock, sorted: two processes that minted unsorted deadlocked, and ``seq`` follows the order of commit.
        """
        rows = [self._fresh_row(stranger) for stranger in sorted(strangers, key=lambda stranger: stranger.subject_ref)]
        with self._database.transaction() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (MINT_LOCK,))
            psycopg2.extras.execute_values(
                cursor,
                """INSERT INTO registry.person (subject_ref, ref_key_version, subject_id, wrapped_keys, kek_version,
                                                vault_user_id, vault_key_version, not_before)
                   VALUES %s ON CONFLICT (subject_ref) DO NOTHING""",
                rows,
                page_size=1000,
            )
        with self._database.transaction() as cursor:
            self._catch_up(cursor)

    def quarantine_key(self) -> QuarantineKey:
        """Today's key for rejected records of unknown persons; made by whoever asks first, who also destroys those of
        days that are over: without its key a day's records cannot be read."""
        day = dt.datetime.now(dt.UTC).date()
        with self._database.transaction() as cursor:
            cursor.execute("SELECT wrapped_key, kek_version FROM registry.quarantine_key WHERE key_day = %s", (day,))
            row = cursor.fetchone()
            if row is None:
                expired = day - _QUARANTINE_KEPT
                cursor.execute("DELETE FROM registry.quarantine_key WHERE key_day < %s", (expired,))
                fresh = self._keyring.fresh_wrapped_key(quarantine_key_name(day))
                cursor.execute(
                    """INSERT INTO registry.quarantine_key (key_day, wrapped_key, kek_version) VALUES (%s, %s, %s)
                       ON CONFLICT (key_day) DO UPDATE SET key_day = excluded.key_day
                       RETURNING wrapped_key, kek_version""",
                    (day, fresh, self._keyring.newest),
                )
                row = cursor.fetchone()
        return QuarantineKey(day, bytes(row[0]), int(row[1]))

    def _fresh_row(self, stranger: Stranger) -> tuple[bytes | int | dt.datetime | None, ...]:
        subject_id = secrets.token_bytes(SUBJECT_ID_BYTES)
        newest = self._keyring.newest
        wrapped = self._keyring.wrap_person(PersonKeys.fresh(), subject_id)
        return (
            stranger.subject_ref, newest, subject_id, wrapped, newest, stranger.vault, newest, stranger.not_before
        )  # fmt: skip

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

    def _catch_up(self, cursor: Any) -> None:
        while (rows := self._newer(cursor)).size:
            self._seen = int(rows["seq"][-1])
            records = np.zeros(rows.size, ROW)
            for name in ROW.names or ():
                records[name] = rows[name]
            refs = np.stack([rows["high"], rows["low"]]).astype(np.uint64)
            self._snapshots.add(refs, records, rows["seq"].astype(np.int64))
            if rows.size < _MOST_AT_ONCE:
                return

    def _newer(self, cursor: Any) -> np.ndarray[tuple[int], np.dtype[np.void]]:
        """Up to half a million rows above the last seen ``seq``, by ``seq``: 1 M rows take about 1 s and 60 MB."""
        buffer = io.BytesIO()
        cursor.copy_expert(_COPY.format(since=self._seen, most=_MOST_AT_ONCE), buffer)
        return np.frombuffer(buffer.getbuffer()[_COPY_HEADER:-_COPY_TRAILER], dtype=_COPIED)


assert _COPIED.itemsize == 6 + 8 + REF_BYTES + ROW.itemsize  # noqa: S101 - the layout of two modules must agree

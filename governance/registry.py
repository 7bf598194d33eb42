"""The registry of persons: who exists in the lake, and the wrapped keys by which they do."""

from __future__ import annotations

import datetime as dt
import io
import secrets

import numpy as np
import psycopg2.extras

from governance.database import Database
from lakehouse.persons import REF_BYTES, ROW, SUBJECT_ID_BYTES, WRAPPED_BYTES, Snapshot, SnapshotWriter
from lakehouse.worker import QuarantineKey, quarantine_key_name
from privacy.keys import Keyring, PersonKeys

_MINT_LOCK = 7_001
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
        ("wrapped", f"V{WRAPPED_BYTES}"),
    ]
)
"""One row of a binary COPY of a single bytea: every row has the same length, so the whole is one numpy array."""

_COPY = """
    COPY (SELECT int8send(seq) || subject_ref || subject_id || int2send(key_version) || int2send(kek_version)
                 || wrapped_keys
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

    def open_batch(self) -> None:
        """Brings the snapshot up to date and removes what earlier batches read."""
        self._snapshots.sweep()
        self._catch_up()

    def snapshot(self) -> Snapshot:
        return self._snapshots.snapshot()

    def mint(self, strangers: list[tuple[bytes, bytes]]) -> None:
        """Makes rows for (subject_ref, vaulted identifier) pairs that have none, and takes up all new rows.

        Under one lock, sorted: two processes that minted unsorted deadlocked, and ``seq`` follows the order of commit.
        """
        rows = [self._fresh_row(ref, vault) for ref, vault in sorted(strangers)]
        with self._database.transaction() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_MINT_LOCK,))
            psycopg2.extras.execute_values(
                cursor,
                """INSERT INTO registry.person (subject_ref, ref_key_version, subject_id, wrapped_keys, kek_version,
                                                vault_user_id, vault_key_version)
                   VALUES %s ON CONFLICT (subject_ref) DO NOTHING""",
                rows,
                page_size=1000,
            )
        self._catch_up()

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

    def _fresh_row(self, subject_ref: bytes, vault: bytes) -> tuple[bytes | int, ...]:
        subject_id = secrets.token_bytes(SUBJECT_ID_BYTES)
        newest = self._keyring.newest
        wrapped = self._keyring.wrap_person(PersonKeys.fresh(), subject_id)
        return (subject_ref, newest, subject_id, wrapped, newest, vault, newest)

    def _catch_up(self) -> None:
        while (rows := self._newer()).size:
            self._seen = int(rows["seq"][-1])
            records = np.zeros(rows.size, ROW)
            for name in ROW.names or ():
                records[name] = rows[name]
            self._snapshots.add(np.stack([rows["high"], rows["low"]]).astype(np.uint64), records)
            if rows.size < _MOST_AT_ONCE:
                return

    def _newer(self) -> np.ndarray[tuple[int], np.dtype[np.void]]:
        """Up to half a million rows above the last seen ``seq``, by ``seq``: 1 M rows take about 1 s and 60 MB."""
        buffer = io.BytesIO()
        with self._database.transaction() as cursor:
            cursor.copy_expert(_COPY.format(since=self._seen, most=_MOST_AT_ONCE), buffer)
        return np.frombuffer(buffer.getbuffer()[_COPY_HEADER:-_COPY_TRAILER], dtype=_COPIED)


assert _COPIED.itemsize == 6 + 8 + REF_BYTES + ROW.itemsize  # noqa: S101 - the layout of two modules must agree

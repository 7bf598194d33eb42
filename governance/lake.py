"""Which lake this Postgres belongs to, and the check value of its master key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from governance.database import Database, DatabaseError
from lakehouse.road import Keys, RoadError
from privacy.keyfile import read_keyring, settle
from privacy.keys import Keyring


def lake_id(database: Database) -> str:
    with database.transaction() as cursor:
        cursor.execute("SELECT lake_id::text FROM ledger.lake")
        return str(cursor.fetchone()[0])


def bind_key(database: Database, key_file: Path) -> Keyring:
    """Binds the lake to the keys in ``key_file`` the first time, and returns them; finishes a rotation that was cut
    off between the two. DatabaseError for other keys."""
    keyring = read_keyring(key_file)
    with database.transaction() as cursor:
        cursor.execute(
            "UPDATE ledger.lake SET key_fingerprint = %s WHERE key_fingerprint IS NULL", (keyring.fingerprint(),)
        )
        cursor.execute("SELECT key_fingerprint FROM ledger.lake")
        bound = str(cursor.fetchone()[0])
    if bound != keyring.fingerprint():
        settle(key_file, bound)
        keyring = read_keyring(key_file)
    if bound != keyring.fingerprint():
        raise DatabaseError(
            "the master key is not the one this lake was made with: put the right key file in its place"
        )
    return keyring


def bound_keys(database: Database, key_file: Path) -> Keys:
    """What workers are told of the keys that the lake is bound to now."""
    with database.transaction() as cursor:
        keyring = bound_keyring(cursor, key_file, read_keyring(key_file))
    return Keys(str(key_file), keyring.fingerprint())


def restoring(cursor: Any) -> bool:
    """Whether persons are back from a backup and what they have decided since is not."""
    # As JSON: who only looks does so in a lake of an earlier version too.
    cursor.execute("SELECT coalesce((to_jsonb(lake) ->> 'restoring')::boolean, false) FROM ledger.lake")
    return bool(cursor.fetchone()[0])


def check_restored(cursor: Any) -> None:
    """RoadError while it is :func:`restoring`."""
    if restoring(cursor):
        raise RoadError(
            "the registry was put back, but not what persons have decided since its backup: nothing is carried or "
            "removed until `make restore-registry` was called again and has ended (where its backup is too old: make "
            "one of what is there, `make backup-registry`, and restore that)"
        )


def bound_keyring(cursor: Any, key_file: Path, known: Keyring) -> Keyring:
    """The keys that the lake is bound to now: ``known`` if it is these, else read again. KeyFileError for other keys in
    the file. Whoever must not work with those of a moment ago asks under MINT_LOCK or behind the fence."""
    cursor.execute("SELECT key_fingerprint FROM ledger.lake")
    (bound,) = cursor.fetchone()
    if bound in (None, known.fingerprint()):
        return known
    settle(key_file, bound)
    return read_keyring(key_file, bound)

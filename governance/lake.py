"""Which lake this Postgres belongs to, and the check value of its master key."""

from __future__ import annotations

from governance.database import Database, DatabaseError
from privacy.keys import Keyring


def lake_id(database: Database) -> str:
    with database.transaction() as cursor:
        cursor.execute("SELECT lake_id::text FROM ledger.lake")
        return str(cursor.fetchone()[0])


def bind_key(database: Database, keyring: Keyring) -> str:
    """Binds the lake to ``keyring`` the first time, and returns its check value. DatabaseError for another key."""
    with database.transaction() as cursor:
        cursor.execute(
            "UPDATE ledger.lake SET key_fingerprint = %s WHERE key_fingerprint IS NULL", (keyring.fingerprint(),)
        )
        cursor.execute("SELECT key_fingerprint FROM ledger.lake")
        bound = str(cursor.fetchone()[0])
    if bound != keyring.fingerprint():
        raise DatabaseError(
            "the master key is not the one this lake was made with: put the right key file in its place"
        )
    return bound

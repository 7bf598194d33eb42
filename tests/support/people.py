"""Persons of a registry as a test makes and finds them: by the identifiers that senders use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import psycopg2

from lakehouse.road import Stranger
from privacy.keys import Keyring, PersonKeys, Purpose
from privacy.vault import unvaulted, vaulted


def query(dsn: str, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows of one statement in a transaction of its own; none of one that returns nothing."""
    connection = psycopg2.connect(dsn)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return list(cursor.fetchall()) if cursor.description else []
    finally:
        connection.close()


def strangers(keyring: Keyring, names: Iterable[str], since: dt.datetime | None = None) -> list[Stranger]:
    """To be minted, as if records of theirs had come; ``since``: when earlier ones were forgotten."""
    refs = [(keyring.keyed_hash(Purpose.REF)(name.encode()), name.encode()) for name in names]
    return [Stranger(ref, vaulted(keyring, ref, name), since) for ref, name in refs]


def persons(dsn: str, keyring: Keyring) -> dict[str, tuple[bytes, PersonKeys]]:
    """``subject_id`` and keys of everybody, by identifier, in the order of the registry."""
    rows = query(
        dsn,
        """SELECT subject_ref, subject_id, wrapped_keys, kek_version, vault_user_id, vault_key_version
           FROM registry.person ORDER BY seq""",
    )
    return {
        unvaulted(keyring, bytes(ref), bytes(sealed), vault).decode(): (
            bytes(subject_id),
            keyring.unwrap_person(bytes(wrapped), bytes(subject_id), kek),
        )
        for ref, subject_id, wrapped, kek, sealed, vault in rows
    }

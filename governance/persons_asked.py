"""Persons of the registry by the identifiers that senders use, with their keys: for who answers them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from governance.database import Database
from governance.lake import bound_keyring
from governance.subjects import references
from privacy.keyfile import read_keyring
from privacy.keys import Keyring, PersonKeys


@dataclass(frozen=True, repr=False)
class Known:
    """``since``: when the person's row was made; ``reveals``: whether their identifier is kept for who may reveal."""

    subject_id: bytes
    keys: PersonKeys
    since: dt.datetime
    reveals: bool


def known(database: Database, key_file: Path, identifiers: Sequence[bytes]) -> dict[bytes, Known]:
    """Those of ``identifiers`` whom the registry has."""
    with database.transaction() as cursor:
        keyring = bound_keyring(cursor, key_file, read_keyring(key_file))
        named = references(keyring, identifiers)
        cursor.execute(
            """SELECT subject_ref, subject_id, wrapped_keys, kek_version, created_at, vault_user_id IS NOT NULL
               FROM registry.person WHERE subject_ref = ANY(%s)""",
            (list(named),),
        )
        rows = cursor.fetchall()
    return {
        named[bytes(ref)]: Known(
            bytes(subject_id), keyring.unwrap_person(bytes(wrapped), bytes(subject_id), kek), since, reveals
        )
        for ref, subject_id, wrapped, kek, since, reveals in rows
    }


def subjects(cursor: Any, keyring: Keyring, identifiers: Sequence[bytes]) -> list[bytes]:
    """``subject_id`` of those of ``identifiers`` whom the registry has."""
    refs = list(references(keyring, identifiers))
    cursor.execute("SELECT subject_id FROM registry.person WHERE subject_ref = ANY(%s)", (refs,))
    return [bytes(row[0]) for row in cursor.fetchall()]


def known_among(cursor: Any, keyring: Keyring, identifiers: Sequence[bytes]) -> list[bytes]:
    """Those of ``identifiers`` whom the registry has."""
    named = references(keyring, identifiers)
    cursor.execute("SELECT subject_ref FROM registry.person WHERE subject_ref = ANY(%s)", (list(named),))
    found = {named[bytes(row[0])] for row in cursor.fetchall()}
    return [each for each in identifiers if each in found]


def user_keys(cursor: Any, keyring: Keyring, subject_ids: Sequence[bytes]) -> list[bytes]:
    """Pseudonyms of those of ``subject_ids`` whom the registry has."""
    cursor.execute(
        "SELECT subject_id, wrapped_keys, kek_version FROM registry.person WHERE subject_id = ANY(%s)",
        (list(subject_ids),),
    )
    return [keyring.unwrap_person(bytes(row[1]), bytes(row[0]), row[2]).user_key for row in cursor.fetchall()]


def names(database: Database, key_file: Path, identifiers: Sequence[bytes]) -> dict[str, list[bytes]]:
    """How tables name those of ``identifiers`` whom the registry has, by column."""
    found = known(database, key_file, identifiers).values() if identifiers else ()
    return {
        "subject_id": [person.subject_id for person in found],
        "user_key": [person.keys.user_key for person in found],
    }

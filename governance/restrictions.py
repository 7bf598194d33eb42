"""Restrictions of use in the control plane (GDPR Art. 18): a decision about all purposes, by which every batch goes
that opens from then on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from governance import consents, persons_asked
from governance.audit import Action, Audit
from governance.database import Database
from governance.lake import bound_keyring, check_restored
from governance.person_rows import add
from governance.persons_asked import Known, known_among, user_keys
from governance.registry import MINT_LOCK, fresh_row
from governance.requests import running
from lakehouse.decisions import Said
from lakehouse.road import Decision, Stranger
from privacy.keyfile import read_keyring
from privacy.keys import Purpose
from privacy.policies import USED
from privacy.vault import vault_binding
from schemas.purposes import RESTRICTION

_IN_FORCE = """
    WITH last AS (
        SELECT DISTINCT ON (subject_id) subject_id, said, decision_id FROM registry.decision
        WHERE purpose = %(purpose)s ORDER BY subject_id, decided_at DESC, said),
    released AS (
        SELECT min(coalesce(decided, 0)) AS until FROM unnest(%(contracts)s::text[]) AS used (name)
        LEFT JOIN ledger.released ON contract = name AND purpose = %(purpose)s)
    SELECT subject_id FROM last, released WHERE said = %(no)s OR decision_id > until
"""
"""Lifted, and what waited not yet taken: it is theirs as well."""


class Restrictions:
    """Begun and lifted. Each step may be repeated."""

    def __init__(self, database: Database, key_file: Path, audit: Audit) -> None:
        self._database = database
        self._key_file = key_file
        self._audit = audit
        self._keyring = read_keyring(key_file)

    def begin(self, asked: Mapping[int, bytes]) -> None:
        """From here on no batch that opens uses records of these persons (identifiers by number of request). Who is
        not known is made known: what comes of them later is not used either."""
        with self._audit.recorded(
            self._database, Action.RESTRICT, {"outcome": "begun", "requests": len(asked)}
        ) as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (MINT_LOCK,))
            self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
            there = set(known_among(cursor, self._keyring, list(asked.values())))
            self._mint(cursor, sorted(set(asked.values()) - there))
            self._decide(cursor, list(asked.values()), Said.NO)
            running(cursor, list(asked))

    def lift(self, asked: Mapping[int, bytes]) -> None:
        """Notes that work at the end of these has begun; they hold until :meth:`lifted`."""
        with self._audit.recorded(
            self._database, Action.RESTRICT, {"outcome": "lift begun", "requests": len(asked)}
        ) as cursor:
            running(cursor, list(asked))

    def lifted(self, asked: Mapping[int, bytes]) -> None:
        """Batches that open from now on use their records again."""
        with self._audit.recorded(
            self._database, Action.RESTRICT, {"outcome": "lifted", "requests": len(asked)}
        ) as cursor:
            self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
            self._decide(cursor, list(asked.values()), Said.YES)

    def persons(self, identifiers: Collection[bytes]) -> list[Known]:
        """Those of them whom the registry has: all, but who was forgotten meanwhile."""
        return list(persons_asked.known(self._database, self._key_file, list(identifiers)).values())

    def in_force(self) -> dict[str, list[bytes]]:
        """How tables name who is restricted now, or was until a moment ago and has records that wait, by column."""
        with self._database.transaction() as cursor:
            check_restored(cursor)
            cursor.execute(_IN_FORCE, {"purpose": RESTRICTION.name, "contracts": list(USED), "no": int(Said.NO)})
            subjects = [bytes(row[0]) for row in cursor.fetchall()]
            self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
            return {"subject_id": subjects, "user_key": user_keys(cursor, self._keyring, subjects)}

    def _mint(self, cursor: Any, identifiers: Sequence[bytes]) -> None:
        if not identifiers:
            return
        ref, vault = self._keyring.keyed_hash(Purpose.REF), self._keyring.seal(Purpose.VAULT)
        forgotten = self._forgotten(cursor, identifiers)
        strangers = [
            Stranger(name, vault.close(each, vault_binding(name)), forgotten.get(each))
            for each, name in zip(identifiers, ref.many(identifiers), strict=True)
        ]
        add(cursor, (fresh_row(self._keyring, stranger) for stranger in strangers))

    def _forgotten(self, cursor: Any, identifiers: Sequence[bytes]) -> dict[bytes, dt.datetime]:
        """Since when those of them are forgotten who were: they come back as new persons."""
        entries = dict(zip(self._keyring.for_life(Purpose.SUPPRESSION).many(identifiers), identifiers, strict=True))
        cursor.execute("SELECT entry, erased_at FROM registry.suppression WHERE entry = ANY(%s)", (list(entries),))
        return {entries[bytes(entry)]: at for entry, at in cursor.fetchall()}

    def _decide(self, cursor: Any, identifiers: Sequence[bytes], said: Said) -> None:
        found = persons_asked.subjects(cursor, self._keyring, identifiers)
        # The clock behind the locks: of two decisions the later one has the later instant.
        cursor.execute("SELECT clock_timestamp()")
        (at,) = cursor.fetchone()
        consents.add(cursor, [Decision(subject, RESTRICTION.name, at, int(said), at) for subject in found])

"""Erasure in the control plane: a person's row and keys go, an entry on the suppression list stays (GDPR Art. 17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2.extras

from governance import consents
from governance.audit import Action, Audit
from governance.database import Database
from governance.erasure_journal import Journal
from governance.lake import bound_keyring
from governance.registry import MINT_LOCK
from governance.requests import begin
from governance.subjects import references, subjects_of
from governance.traces import Trace, keep_traces
from privacy.keyfile import read_keyring
from privacy.keys import NONCE_BYTES, TOKEN_BYTES, PersonKeys, Purpose


@dataclass(frozen=True, repr=False)
class Doomed:
    """A person whose rows in the lake are yet to be taken out: how bronze and quarantine name them, and silver."""

    person_seq: int
    subject_id: bytes
    user_key: bytes


@dataclass(frozen=True, repr=False)
class _Gone:
    """A row of the registry that is taken away."""

    seq: int
    subject_id: bytes
    wrapped: bytes
    kek_version: int
    subject_ref: bytes
    request_id: int | None

    def trace(self, keys: PersonKeys) -> Trace:
        head = self.wrapped[: NONCE_BYTES + TOKEN_BYTES]
        return Trace(self.subject_id, self.subject_ref, keys.user_key, head, keys.dek[:8])


class Erasures:
    """Begun, settled behind the fence, done. Each step may be repeated; what is begun is kept until it is done."""

    def __init__(self, database: Database, key_file: Path, journal: Journal, audit: Audit) -> None:
        self._database = database
        self._audit = audit
        self._key_file = key_file
        self._keyring = read_keyring(key_file)
        self._journal = journal

    def begin(self, identifiers: Sequence[bytes]) -> None:
        """Forgets the persons with these identifiers (exact bytes), known or not: from here on no batch that opens
        knows them, and what they sent up to now is suppressed wherever it comes from. RequestError while one of them
        must not be erased."""
        with self._database.transaction() as cursor:
            self._lock(cursor)
            # The clock behind the lock: whoever waited for it has forgotten nobody yet.
            cursor.execute("SELECT clock_timestamp()")
            (at,) = cursor.fetchone()
            named = subjects_of(self._keyring, identifiers)
            entries = sorted(named)
            requests = begin(cursor, entries)
            number_of = {identifier: requests[entry] for entry, identifier in named.items()}
            refs = {ref: number_of[identifier] for ref, identifier in references(self._keyring, identifiers).items()}
            psycopg2.extras.execute_values(
                cursor,
                """INSERT INTO registry.suppression (entry, key_version, erased_at) VALUES %s
                   ON CONFLICT (entry) DO UPDATE SET erased_at = excluded.erased_at, seq = DEFAULT""",
                [(entry, self._keyring.first, at) for entry in entries],
            )
            psycopg2.extras.execute_values(
                cursor,
                """INSERT INTO registry.erasure (subject_ref, request_id, erased_at) VALUES %s
                   ON CONFLICT (subject_ref) DO UPDATE SET erased_at = excluded.erased_at, settled = false,
                                                           request_id = excluded.request_id""",
                [(ref, number, at) for ref, number in sorted(refs.items())],
            )
            self._doom(cursor)
            line = self._audit.add(cursor, Action.ERASE, {"outcome": "begun", "requests": len(requests)})
            # Last before the commit: an erasure that the database has is one that survives it.
            self._journal.add((entry, at) for entry in entries)
        self._audit.anchor.note(line)

    def settle(self) -> None:
        """Once no batch is open that began before: takes the rows too that such a batch has made since. To be called
        behind the fence."""
        with self._database.transaction() as cursor:
            self._lock(cursor)
            self._doom(cursor)
            # A batch that was open may have taken up decisions of theirs.
            cursor.execute("SELECT subject_id FROM registry.doomed")
            consents.forget(cursor, [bytes(row[0]) for row in cursor.fetchall()])
            cursor.execute("UPDATE registry.erasure SET settled = true WHERE NOT settled")

    def pending(self) -> list[Doomed]:
        with self._database.transaction() as cursor:
            self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
            cursor.execute("SELECT person_seq, subject_id, wrapped_user_key, kek_version FROM registry.doomed")
            rows = cursor.fetchall()
        return [Doomed(row[0], bytes(row[1]), self._unwrapped(bytes(row[1]), bytes(row[2]), row[3])) for row in rows]

    def done(self, doomed: Sequence[Doomed], requests: Sequence[int] = ()) -> None:
        """Their rows are out of the lake: what still named them goes, by these requests whoever is pending beside."""
        with self._database.transaction() as cursor:
            cursor.execute("DELETE FROM registry.doomed WHERE person_seq = ANY(%s)", ([d.person_seq for d in doomed],))
            cursor.execute(
                """DELETE FROM registry.erasure
                   WHERE settled AND (request_id = ANY(%s) OR NOT EXISTS (SELECT FROM registry.doomed))""",
                (list(requests),),
            )

    def _lock(self, cursor: Any) -> None:
        """Then nobody makes persons or moves them to another version of the keys, and these are the keys of now."""
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (MINT_LOCK,))
        self._keyring = bound_keyring(cursor, self._key_file, self._keyring)

    def _doom(self, cursor: Any) -> None:
        """Takes away the rows of all persons being erased, but not of those who came back afterwards."""
        cursor.execute(
            """DELETE FROM registry.person USING registry.erasure
               WHERE person.subject_ref = erasure.subject_ref
                 AND (not_before IS NULL OR not_before < erasure.erased_at)
               RETURNING person.seq, subject_id, wrapped_keys, kek_version, person.subject_ref, request_id"""
        )
        gone = [_Gone(row[0], bytes(row[1]), bytes(row[2]), row[3], bytes(row[4]), row[5]) for row in cursor.fetchall()]
        if not gone:
            return
        opened = [self._keyring.unwrap_person(each.wrapped, each.subject_id, each.kek_version) for each in gone]
        psycopg2.extras.execute_values(
            cursor,
            "INSERT INTO registry.doomed (person_seq, subject_id, wrapped_user_key, kek_version) VALUES %s",
            [
                (each.seq, each.subject_id, self._wrapped(keys.user_key, each.subject_id), self._keyring.newest)
                for each, keys in zip(gone, opened, strict=True)
            ],
        )
        psycopg2.extras.execute_values(
            cursor, "INSERT INTO registry.tombstone (person_seq) VALUES %s", [(each.seq,) for each in gone]
        )
        consents.forget(cursor, [each.subject_id for each in gone])
        traces = [
            (each.request_id, each.trace(keys))
            for each, keys in zip(gone, opened, strict=True)
            if each.request_id is not None
        ]
        keep_traces(cursor, self._keyring, traces)

    def _wrapped(self, user_key: bytes, subject_id: bytes) -> bytes:
        """The pseudonym without the data key."""
        return self._keyring.seal(Purpose.KEK).close(user_key, bound(subject_id))

    def _unwrapped(self, subject_id: bytes, wrapped: bytes, kek_version: int) -> bytes:
        return self._keyring.seal(Purpose.KEK, kek_version).open(wrapped, bound(subject_id))


def bound(subject_id: bytes) -> bytes:
    """Associated data of the pseudonym of a person who is being forgotten."""
    return b"doomed|" + subject_id

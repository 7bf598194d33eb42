"""Requests of persons for what is owed to them (GDPR Art. 12 to 21): kept in Postgres, with a clock of one month, and
gone on with after a crash.

A request names its person by a keyed hash, the same for known and unknown ones: nothing here tells who exists.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import psycopg2.extras

from governance.audit import Action, Audit
from governance.database import Database
from governance.holds import held
from governance.lake import bound_keyring
from governance.subjects import opened, sealed, subjects_of
from privacy.keyfile import read_keyring
from privacy.keys import Keyring


class RequestError(Exception):
    """A request cannot be taken; the text says why and what to do, and quotes no identifier."""


class Kind(StrEnum):
    ERASE = "erase"
    ACCESS = "access"
    RESTRICT = "restrict"
    LIFT = "lift"
    RECTIFY = "rectify"


_ACTIONS = {Kind.ERASE: Action.ERASE, Kind.RECTIFY: Action.RECTIFY}
"""Of those that a hold stands against."""


@dataclass(frozen=True)
class Standing:
    """A request as the privacy team sees it. ``subject``: keyed hash of the identifier, in hexadecimal."""

    number: int
    kind: str
    subject: str
    state: str
    reason: str | None
    received_at: dt.datetime
    due_at: dt.datetime
    ended_at: dt.datetime | None
    proved_at: dt.datetime | None

    def overdue(self, now: dt.datetime) -> bool:
        return self.ended_at is None and now > self.due_at


class Requests:
    """Of one lake. One thread at a time."""

    def __init__(self, database: Database, key_file: Path, audit: Audit) -> None:
        self._database = database
        self._key_file = key_file
        self._audit = audit
        self._keyring = read_keyring(key_file)

    def receive(self, kind: Kind, identifiers: Sequence[bytes]) -> int:
        """Writes down who asks; how many of them had no such request open. ``identifiers``: exact bytes, as senders use
        them; those of the same person, and of a request that is open, count once."""
        with self._database.transaction() as cursor:
            self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
            return received(cursor, self._keyring, kind, identifiers)

    def verify(self, kind: Kind) -> int:
        """Looks whether what was received may be done; how many may not, for a hold is on them. To ask whether somebody
        is who they say is for whoever calls."""
        with self._database.transaction() as cursor:
            refused = self._refuse(cursor, kind) if kind in _ACTIONS else 0
            cursor.execute(
                """UPDATE rights.request SET state = 'verified', verified_at = now()
                   WHERE kind = %s AND state = 'received'""",
                (kind,),
            )
            line = (
                self._audit.add(cursor, _ACTIONS[kind], {"outcome": "refused: hold", "requests": refused})
                if refused
                else None
            )
        if line:
            self._audit.anchor.note(line)
        return refused

    def _refuse(self, cursor: Any, kind: Kind) -> int:
        """What nobody has begun of who is held."""
        cursor.execute("SELECT subject FROM rights.request WHERE kind = %s AND state = ANY(%s)", (kind, list(_UNBEGUN)))
        subjects = held(cursor, [row[0] for row in cursor.fetchall()])
        _close(cursor, "legal hold", subjects, [kind], _UNBEGUN)
        return len(subjects)

    def waiting(self, kind: Kind, of: Sequence[bytes] = ()) -> dict[int, bytes]:
        """Identifiers of those that may be begun, or are and need them to go on, by number; ``of``: only of these
        persons, if any are named."""
        with self._database.transaction() as cursor:
            self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
            cursor.execute(
                """SELECT request_id, subject, sealed, kek_version FROM rights.request
                   WHERE kind = %s AND state IN ('verified', 'running') AND sealed IS NOT NULL
                     AND (subject = ANY(%s) OR NOT %s) ORDER BY request_id""",
                (kind, list(subjects_of(self._keyring, of)), bool(of)),
            )
            rows = cursor.fetchall()
        return {
            number: opened(self._keyring, bytes(subject), bytes(kept), version)
            for number, subject, kept, version in rows
        }

    def running(self, kind: Kind) -> list[int]:
        """Numbers of those that are begun and not done."""
        with self._database.transaction() as cursor:
            cursor.execute(
                "SELECT request_id FROM rights.request WHERE kind = %s AND state = 'running' ORDER BY 1", (kind,)
            )
            return [row[0] for row in cursor.fetchall()]

    def begun(self, identifiers: Sequence[bytes]) -> list[bytes]:
        """Those of them whose erasure is under way already."""
        named = subjects_of(self._keyring, identifiers)
        with self._database.transaction() as cursor:
            cursor.execute(
                """SELECT subject FROM rights.request
                   WHERE kind = 'erase' AND state = 'running' AND subject = ANY(%s)""",
                (list(named),),
            )
            return [named[bytes(row[0])] for row in cursor.fetchall()]

    def end(self, numbers: Sequence[int], action: Action) -> None:
        """Notes that these are done."""
        if not numbers:
            return
        with self._audit.recorded(self._database, action, {"outcome": "done", "requests": len(numbers)}) as cursor:
            cursor.execute(
                """UPDATE rights.request SET state = 'done', ended_at = now(), sealed = NULL, kek_version = NULL
                   WHERE request_id = ANY(%s) AND NOT EXISTS (
                       SELECT FROM registry.erasure WHERE erasure.request_id = request.request_id AND NOT settled)""",
                (list(numbers),),
            )

    def standing(self) -> list[Standing]:
        """Every request, the newest first."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """SELECT request_id, kind, encode(subject, 'hex'), state, reason, received_at, due_at,
                          ended_at, proved_at FROM rights.request ORDER BY request_id DESC"""
            )
            return [Standing(*row) for row in cursor.fetchall()]


_UNBEGUN = ("received", "verified")
_OPEN = (*_UNBEGUN, "running")
_OPPOSITE = {Kind.RESTRICT: Kind.LIFT, Kind.LIFT: Kind.RESTRICT}


def received(cursor: Any, keyring: Keyring, kind: Kind, identifiers: Sequence[bytes]) -> int:
    """Writes down who asks, in a transaction; how many of them had no such request open. What they asked for before and
    that is the opposite ends, however far it is."""
    if kind in _OPPOSITE:
        _close(cursor, "superseded", list(subjects_of(keyring, identifiers)), [_OPPOSITE[kind]])
    rows = [
        (kind, subject, sealed(keyring, subject, identifier), keyring.newest)
        for subject, identifier in sorted(subjects_of(keyring, identifiers).items())
    ]
    made = psycopg2.extras.execute_values(
        cursor,
        """INSERT INTO rights.request (kind, subject, sealed, kek_version) VALUES %s
           ON CONFLICT (kind, subject) WHERE state IN ('received', 'verified', 'running') DO NOTHING
           RETURNING 1""",
        rows,
        fetch=True,
    )
    return len(made)


def _close(
    cursor: Any, reason: str, subjects: Sequence[bytes], kinds: Sequence[Kind], states: Sequence[str] = _OPEN
) -> None:
    cursor.execute(
        """UPDATE rights.request SET state = 'failed', reason = %s, ended_at = now(), sealed = NULL, kek_version = NULL
           WHERE subject = ANY(%s) AND kind = ANY(%s) AND state = ANY(%s)""",
        (reason, list(subjects), list(kinds), list(states)),
    )


def running(cursor: Any, numbers: Sequence[int]) -> None:
    """In the transaction that begins them; what they need to go on stays."""
    cursor.execute(
        """UPDATE rights.request SET state = 'running', began_at = coalesce(began_at, now())
           WHERE request_id = ANY(%s) AND state IN ('verified', 'running')""",
        (list(numbers),),
    )


def begin(cursor: Any, subjects: Sequence[bytes]) -> dict[bytes, int]:
    """In the transaction that forgets them: requests of erasure by person, those that nobody wrote down before
    included. RequestError for who is held: then nobody is forgotten."""
    if on_hold := held(cursor, subjects):
        raise RequestError(f"{len(on_hold)} of them must not be erased yet (legal hold): nobody was forgotten")
    _close(cursor, "erased", subjects, [kind for kind in Kind if kind is not Kind.ERASE])
    cursor.execute(
        """DELETE FROM rights.correction USING rights.request
           WHERE request.request_id = correction.request_id AND subject = ANY(%s) AND batch IS NULL""",
        (list(subjects),),
    )
    # One that a batch has taken keeps its place in it.
    cursor.execute(
        """UPDATE rights.correction SET sealed = NULL, kek_version = NULL FROM rights.request
           WHERE request.request_id = correction.request_id AND subject = ANY(%s)""",
        (list(subjects),),
    )
    found = psycopg2.extras.execute_values(
        cursor,
        """INSERT INTO rights.request (kind, subject, state, verified_at, began_at) VALUES %s
           ON CONFLICT (kind, subject) WHERE state IN ('received', 'verified', 'running')
           DO UPDATE SET state = 'running', began_at = coalesce(request.began_at, now()), sealed = NULL,
                         kek_version = NULL
           RETURNING subject, request_id""",
        [(subject,) for subject in subjects],
        template="('erase', %s, 'running', now(), now())",
        fetch=True,
    )
    return {bytes(row[0]): int(row[1]) for row in found}

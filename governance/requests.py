"""Requests of persons for what is owed to them (GDPR Art. 12 to 21): kept in Postgres, with a clock of one month, and
gone on with after a crash.

A request names its person by a keyed hash, the same for known and unknown ones: nothing here tells who exists.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import psycopg2.extras

from governance.audit import Action, Audit
from governance.database import Database
from governance.lake import bound_keyring
from governance.registry import MINT_LOCK
from privacy.keyfile import read_keyring
from privacy.keys import Keyring, Purpose


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
            cursor.execute(
                """UPDATE rights.request SET state = 'failed', reason = 'legal hold', ended_at = now(),
                                             sealed = NULL, kek_version = NULL
                   FROM rights.hold WHERE hold.subject = request.subject AND until >= (now() AT TIME ZONE 'UTC')::date
                     AND kind = %s AND kind IN ('erase', 'rectify') AND state IN ('received', 'verified')""",
                (kind,),
            )
            held: int = cursor.rowcount
            cursor.execute(
                """UPDATE rights.request SET state = 'verified', verified_at = now()
                   WHERE kind = %s AND state = 'received'""",
                (kind,),
            )
            line = (
                self._audit.add(cursor, _ACTIONS[kind], {"outcome": "refused: hold", "requests": held})
                if held
                else None
            )
        if line:
            self._audit.anchor.note(line)
        return held

    def waiting(self, kind: Kind, of: Sequence[bytes] = ()) -> dict[int, bytes]:
        """Identifiers of those that may be begun, or are and need them to go on, by number; ``of``: only of these
        persons, if any are named."""
        with self._database.transaction() as cursor:
            self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
            cursor.execute(
                """SELECT request_id, subject, sealed, kek_version FROM rights.request
                   WHERE kind = %s AND state IN ('verified', 'running') AND sealed IS NOT NULL
                     AND (subject = ANY(%s) OR NOT %s) ORDER BY request_id""",
                (kind, list(self._named(of)), bool(of)),
            )
            rows = cursor.fetchall()
        return {
            number: self._opened(bytes(subject), bytes(sealed), version) for number, subject, sealed, version in rows
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
        named = self._named(identifiers)
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

    def hold(self, identifiers: Sequence[bytes], until: dt.date) -> int:
        """From now on, up to and including ``until``, they are not erased or corrected; but how many requests for that
        are under way already, which nothing takes back."""
        told: dict[str, int | str] = {
            "outcome": "set",
            "persons": len(self._named(identifiers)),
            "until": int(f"{until:%Y%m%d}"),
        }
        with self._audit.recorded(self._database, Action.HOLD, told) as cursor:
            # As whoever begins to erase somebody: of the two, one sees the other.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (MINT_LOCK,))
            self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
            psycopg2.extras.execute_values(
                cursor,
                """INSERT INTO rights.hold (subject, until, sealed, kek_version) VALUES %s
                   ON CONFLICT (subject) DO UPDATE SET until = excluded.until, sealed = excluded.sealed,
                                                       kek_version = excluded.kek_version, set_at = now()""",
                [
                    (subject, until, self._sealed(subject, identifier), self._keyring.newest)
                    for subject, identifier in sorted(self._named(identifiers).items())
                ],
            )
            cursor.execute(
                """SELECT count(*) FROM rights.request
                   WHERE kind IN ('erase', 'rectify') AND state = 'running' AND subject = ANY(%s)""",
                (list(self._named(identifiers)),),
            )
            return int(cursor.fetchone()[0])

    def held(self, today: dt.date) -> list[bytes]:
        """Identifiers of who must not be erased on this day, known or not."""
        with self._database.transaction() as cursor:
            self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
            cursor.execute("SELECT subject, sealed, kek_version FROM rights.hold WHERE until >= %s", (today,))
            rows = cursor.fetchall()
        return [self._opened(bytes(subject), bytes(sealed), version) for subject, sealed, version in rows]

    def lift(self, identifiers: Sequence[bytes]) -> None:
        """They may be erased again; an erasure that was refused is to be asked for anew."""
        subjects = sorted(self._named(identifiers))
        with self._audit.recorded(
            self._database, Action.HOLD, {"outcome": "lifted", "persons": len(subjects)}
        ) as cursor:
            cursor.execute("DELETE FROM rights.hold WHERE subject = ANY(%s)", (subjects,))

    def sought(self, identifiers: Sequence[bytes]) -> list[Sought]:
        """What is to be looked for of persons whose erasure is done, and not proved or not due yet. RequestError where
        there is one whose erasure was not asked for, or is under way."""
        with self._database.transaction() as cursor:
            self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
            named = self._named(identifiers)
            cursor.execute(
                """SELECT DISTINCT ON (subject) subject, request_id, state, (
                       SELECT coalesce(sum(kept.traces), 0)::int FROM rights.request AS kept
                       WHERE kept.subject = request.subject AND kept.proved_at IS NULL) FROM rights.request
                   WHERE kind = 'erase' AND subject = ANY(%s) ORDER BY subject, request_id DESC""",
                (list(named),),
            )
            newest = {bytes(row[0]): row[1:] for row in cursor.fetchall()}
            undone = sum(1 for subject in named if subject not in newest or newest[subject][1] != "done")
            if undone:
                raise RequestError(
                    f"{undone} of them have no erasure that is done: `make erase` first, then this (`make requests`)"
                )
            cursor.execute(
                """SELECT subject, trace.request_id, trace.sealed, trace.kek_version, trace_id FROM rights.trace
                   JOIN rights.request USING (request_id) WHERE subject = ANY(%s) ORDER BY trace_id""",
                (list(named),),
            )
            rows = cursor.fetchall()
        traces: dict[bytes, list[Trace]] = {subject: [] for subject in named}
        ids: dict[bytes, list[int]] = {subject: [] for subject in named}
        for subject, number, sealed, version, trace_id in rows:
            ids[bytes(subject)].append(trace_id)
            plain = self._keyring.seal(Purpose.KEK, version).open(bytes(sealed), trace_of(number))
            traces[bytes(subject)].append(Trace.unpacked(plain))
        return [
            Sought(
                newest[subject][0],
                subject,
                identifier,
                tuple(traces[subject]),
                tuple(ids[subject]),
                newest[subject][2] - len(traces[subject]),
            )
            for subject, identifier in named.items()
        ]

    def proved(self, sought: Sequence[Sought]) -> None:
        """Nothing is left of them but what receipts name with its date: what was looked for, and no more, goes."""
        with self._audit.recorded(
            self._database, Action.PROVE, {"outcome": "nothing left", "requests": len(sought)}
        ) as cursor:
            cursor.execute(
                "DELETE FROM rights.trace WHERE trace_id = ANY(%s)", ([each for one in sought for each in one.ids],)
            )
            cursor.execute(
                """UPDATE rights.request SET proved_at = now()
                   WHERE kind = 'erase' AND state = 'done' AND subject = ANY(%s) AND proved_at IS NULL
                     AND NOT EXISTS (SELECT FROM rights.trace WHERE trace.request_id = request.request_id)""",
                ([one.subject for one in sought],),
            )

    def expire(self, now: dt.datetime) -> int:
        """Removes what was kept to look for erased persons of requests that are due, and holds that are over; how much
        that was. Their bytes stay in the files of Postgres until these are scrubbed."""
        with self._database.transaction() as cursor:
            cursor.execute("DELETE FROM rights.hold WHERE until < %s", (now.astimezone(dt.UTC).date(),))
            gone = int(cursor.rowcount)
            cursor.execute(
                """DELETE FROM rights.trace USING rights.request
                   WHERE request.request_id = trace.request_id AND state = 'done'
                     AND greatest(due_at, ended_at + interval '1 month') < %s""",
                (now,),
            )
            return gone + int(cursor.rowcount)

    def _named(self, identifiers: Sequence[bytes]) -> dict[bytes, bytes]:
        return subjects_of(self._keyring, identifiers)

    def _sealed(self, subject: bytes, identifier: bytes) -> bytes:
        return sealed(self._keyring, subject, identifier)

    def _opened(self, subject: bytes, sealed: bytes, version: int) -> bytes:
        return self._keyring.seal(Purpose.KEK, version).open(sealed, asked_by(subject))


def subjects_of(keyring: Keyring, identifiers: Sequence[bytes]) -> dict[bytes, bytes]:
    """Identifiers by their keyed hash."""
    hashes = keyring.for_life(Purpose.SUPPRESSION).many(identifiers)
    return dict(zip(hashes, identifiers, strict=True))


def sealed(keyring: Keyring, subject: bytes, identifier: bytes) -> bytes:
    return keyring.seal(Purpose.KEK).close(identifier, asked_by(subject))


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


def _close(cursor: Any, reason: str, subjects: Sequence[bytes], kinds: Sequence[Kind]) -> None:
    cursor.execute(
        """UPDATE rights.request SET state = 'failed', reason = %s, ended_at = now(), sealed = NULL, kek_version = NULL
           WHERE subject = ANY(%s) AND kind = ANY(%s) AND state IN ('received', 'verified', 'running')""",
        (reason, list(subjects), list(kinds)),
    )


def running(cursor: Any, numbers: Sequence[int]) -> None:
    """In the transaction that begins them; what they need to go on stays."""
    cursor.execute(
        """UPDATE rights.request SET state = 'running', began_at = coalesce(began_at, now())
           WHERE request_id = ANY(%s) AND state IN ('verified', 'running')""",
        (list(numbers),),
    )


def asked_by(subject: bytes) -> bytes:
    """Associated data of an identifier that waits for its request to be begun."""
    return b"request|" + subject


def begin(cursor: Any, subjects: Sequence[bytes]) -> dict[bytes, int]:
    """In the transaction that forgets them: requests of erasure by person, those that nobody wrote down before
    included. RequestError for who is held: then nobody is forgotten."""
    cursor.execute(
        """SELECT count(*) FROM rights.hold
           WHERE subject = ANY(%s) AND until >= (now() AT TIME ZONE 'UTC')::date""",
        (list(subjects),),
    )
    (held,) = cursor.fetchone()
    if held:
        raise RequestError(f"{held} of them must not be erased yet (legal hold): nobody was forgotten")
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


@dataclass(frozen=True, repr=False)
class Trace:
    """What would give an erased person away: how tables name them, and heads of their keys. What is missing of the
    keys cannot be made up for: of the data key 24 of 32 bytes are gone for good."""

    subject_id: bytes
    subject_ref: bytes
    user_key: bytes
    wrapped_head: bytes
    dek_head: bytes

    _LENGTHS = (16, 16, 16, 28, 8)

    def packed(self) -> bytes:
        return self.subject_id + self.subject_ref + self.user_key + self.wrapped_head + self.dek_head

    @classmethod
    def unpacked(cls, packed: bytes) -> Trace:
        ends = [sum(cls._LENGTHS[: at + 1]) for at in range(len(cls._LENGTHS))]
        return cls(*(packed[end - length : end] for end, length in zip(ends, cls._LENGTHS, strict=True)))


@dataclass(frozen=True, repr=False)
class Sought:
    """Of a person who was erased, what would give them away. ``traces``: one for each time they were known, kept under
    ``ids``; ``missing``: how many are not kept any more, and were never looked for."""

    number: int
    subject: bytes
    identifier: bytes
    traces: tuple[Trace, ...]
    ids: tuple[int, ...] = ()
    missing: int = 0


def keep_traces(cursor: Any, keyring: Keyring, traces: Sequence[tuple[int, Trace]]) -> None:
    """Keeps what is to be looked for, sealed, by number of request."""
    psycopg2.extras.execute_values(
        cursor,
        "INSERT INTO rights.trace (request_id, sealed, kek_version) VALUES %s",
        [
            (number, keyring.seal(Purpose.KEK).close(trace.packed(), trace_of(number)), keyring.newest)
            for number, trace in traces
        ],
    )
    psycopg2.extras.execute_values(
        cursor,
        """UPDATE rights.request SET traces = traces + made.more
           FROM (VALUES %s) AS made (number, more) WHERE request_id = made.number""",
        list(Counter(number for number, _ in traces).items()),
    )


def trace_of(number: int) -> bytes:
    """Associated data of a trace."""
    return b"trace|%d" % number

"""Traces of persons who were erased: what their erasure is proved with, kept sealed until it is, or until the request
is due."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2.extras

from governance.audit import Action, Audit
from governance.database import Database
from governance.lake import bound_keyring
from governance.requests import RequestError
from governance.subjects import subjects_of
from privacy.keyfile import read_keyring
from privacy.keys import Keyring, Purpose


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


class Traces:
    """Of one lake. One thread at a time."""

    def __init__(self, database: Database, key_file: Path, audit: Audit) -> None:
        self._database = database
        self._key_file = key_file
        self._audit = audit
        self._keyring = read_keyring(key_file)

    def sought(self, identifiers: Sequence[bytes]) -> list[Sought]:
        """What is to be looked for of persons whose erasure is done, and not proved or not due yet. RequestError where
        there is one whose erasure was not asked for, or is under way."""
        with self._database.transaction() as cursor:
            self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
            named = subjects_of(self._keyring, identifiers)
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
        """Removes those of requests that are due; how many. Their bytes stay in the files of Postgres until these are
        scrubbed."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """DELETE FROM rights.trace USING rights.request
                   WHERE request.request_id = trace.request_id AND state = 'done'
                     AND greatest(due_at, ended_at + interval '1 month') < %s""",
                (now,),
            )
            return int(cursor.rowcount)


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

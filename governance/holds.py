"""Legal holds: persons who must not be erased or corrected up to a day (GDPR Art. 17(3)), known or not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg2.extras

from governance.audit import Action, Audit
from governance.database import Database
from governance.lake import bound_keyring
from governance.registry import MINT_LOCK
from governance.subjects import opened, sealed, subjects_of
from privacy.keyfile import read_keyring


class Holds:
    """Of one lake. One thread at a time."""

    def __init__(self, database: Database, key_file: Path, audit: Audit) -> None:
        self._database = database
        self._key_file = key_file
        self._audit = audit
        self._keyring = read_keyring(key_file)

    def place(self, identifiers: Sequence[bytes], until: dt.date) -> int:
        """From now on, up to and including ``until``, they are not erased or corrected; but how many requests for that
        are under way already, which nothing takes back."""
        told: dict[str, int | str] = {
            "outcome": "set",
            "persons": len(set(identifiers)),
            "until": int(f"{until:%Y%m%d}"),
        }
        with self._audit.recorded(self._database, Action.HOLD, told) as cursor:
            # As whoever begins to erase somebody: of the two, one sees the other.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (MINT_LOCK,))
            self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
            named = subjects_of(self._keyring, identifiers)
            psycopg2.extras.execute_values(
                cursor,
                """INSERT INTO rights.hold (subject, until, sealed, kek_version) VALUES %s
                   ON CONFLICT (subject) DO UPDATE SET until = excluded.until, sealed = excluded.sealed,
                                                       kek_version = excluded.kek_version, set_at = now()""",
                [
                    (subject, until, sealed(self._keyring, subject, identifier), self._keyring.newest)
                    for subject, identifier in sorted(named.items())
                ],
            )
            cursor.execute(
                """SELECT count(*) FROM rights.request
                   WHERE kind IN ('erase', 'rectify') AND state = 'running' AND subject = ANY(%s)""",
                (list(named),),
            )
            return int(cursor.fetchone()[0])

    def lift(self, identifiers: Sequence[bytes]) -> None:
        """They may be erased again; an erasure that was refused is to be asked for anew."""
        told: dict[str, int | str] = {"outcome": "lifted", "persons": len(set(identifiers))}
        with self._audit.recorded(self._database, Action.HOLD, told) as cursor:
            subjects = sorted(subjects_of(self._keyring, identifiers))
            cursor.execute("DELETE FROM rights.hold WHERE subject = ANY(%s)", (subjects,))

    def of(self, today: dt.date) -> list[bytes]:
        """Identifiers of who must not be erased on this day, known or not."""
        with self._database.transaction() as cursor:
            self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
            cursor.execute("SELECT subject, sealed, kek_version FROM rights.hold WHERE until >= %s", (today,))
            rows = cursor.fetchall()
        return [opened(self._keyring, bytes(subject), bytes(kept), version) for subject, kept, version in rows]

    def expire(self, now: dt.datetime) -> int:
        """Removes holds that are over; how many. Their bytes stay in the files of Postgres until these are scrubbed."""
        with self._database.transaction() as cursor:
            cursor.execute("DELETE FROM rights.hold WHERE until < %s", (now.astimezone(dt.UTC).date(),))
            return int(cursor.rowcount)


def held(cursor: Any, subjects: Sequence[bytes]) -> list[bytes]:
    """Those of ``subjects`` who must not be erased today."""
    cursor.execute(
        "SELECT subject FROM rights.hold WHERE subject = ANY(%s) AND until >= (now() AT TIME ZONE 'UTC')::date",
        (list(subjects),),
    )
    return [bytes(row[0]) for row in cursor.fetchall()]

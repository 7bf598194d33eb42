"""Revealing: the identifier of the person behind a pseudonym, for an officer who says why. What leads back from
pseudonyms is kept apart and used under control (GDPR Art. 4(5)).

Written down before anything is opened, and refused by the database to whoever may not. No index leads from a pseudonym
to a person: it stands inside wrapped keys alone, so those of everybody are opened one after the other until it is met.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from governance.audit import Action, Audit
from governance.database import Database, DatabaseForbids
from governance.person_rows import newer_than
from privacy.detection.spans import kinds_by_form
from privacy.keys import Keyring
from privacy.vault import unvaulted

_ACTION = "reveal"
_LONGEST = 200
_PERSONS = "audit.person"
"""The registry, for who has an attempt under way."""


class RevealError(Exception):
    """Nothing is revealed; the text says why and what to do, and holds neither pseudonym nor identifier."""


class Outcome(StrEnum):
    """What the audit says of an attempt, and of its end."""

    GRANTED = "granted"
    RATE = "refused: rate"
    PURPOSE = "refused: purpose"
    ROLE = "refused: role"
    REVEALED = "revealed"
    NOT_FOUND = "not found"
    NOT_KEPT = "not kept"


_WITHOUT = {
    Outcome.NOT_FOUND: "no person of this lake has this pseudonym: never, or not any more",
    Outcome.NOT_KEPT: "there is a person with this pseudonym, whose identifier was not kept: nobody can tell it",
}


def pseudonym(token: str) -> bytes:
    """The ``user_key`` that ``token`` writes in hexadecimal."""
    if not re.fullmatch(r"[0-9A-Fa-f]{32}", token):
        raise RevealError(
            "TOKEN is a user_key of silver in 32 hexadecimal digits: select hex(user_key) from silver.users"
        )
    return bytes.fromhex(token)


@dataclass(frozen=True, repr=False)
class Reveals:
    """``database``: as a role that may reveal; ``per_hour``: how many attempts a role has, refused ones included.
    ``job``: as a role that may write the audit, and note there that another one was denied."""

    database: Database
    keyring: Keyring
    per_hour: int
    audit: Audit
    job: Database

    def identifier(self, user_key: bytes, purpose: str) -> str:
        """The identifier that senders use for the person with this pseudonym. Each call is an attempt: one line of the
        audit before anything is opened, and another one before the identifier is given back."""
        attempt = self._begin(user_key, purpose)
        outcome, identifier = self._looked_up(user_key)
        with self.audit.recorded(self.database, Action.REVEAL, {"attempt": attempt, "outcome": outcome}) as cursor:
            cursor.execute("SELECT audit.ended(%s, %s)", (attempt, outcome))
        if outcome in _WITHOUT:
            raise RevealError(_WITHOUT[outcome])
        return identifier

    def _begin(self, user_key: bytes, purpose: str) -> int:
        telling = _telling(user_key, purpose)
        try:
            with self.database.transaction() as cursor:
                cursor.execute(
                    "SELECT seq, outcome FROM audit.attempt(%s, %s, %s)",
                    (_ACTION, None if telling else purpose, self.per_hour),
                )
                seq, outcome = cursor.fetchone()
                line = self.audit.add(cursor, Action.REVEAL, {"attempt": seq, "outcome": outcome})
            self.audit.anchor.note(line)
        except DatabaseForbids:
            self._note_denial()
            raise RevealError("this role may not reveal: OFFICER_DSN names one that may (docs/operate.md)") from None
        if outcome != Outcome.GRANTED:
            raise RevealError(self._refusal(Outcome(outcome), telling))
        return int(seq)

    def _refusal(self, outcome: Outcome, telling: str) -> str:
        if outcome is Outcome.RATE:
            return f"all {self.per_hour} attempts that a role has in an hour are used, refused ones included: wait"
        wrong = f"PURPOSE holds {telling}" if telling else "PURPOSE says why, in one line of 10 to 200 characters"
        return f"{wrong}: say it otherwise; this attempt is written down as refused, its words are not"

    def _note_denial(self) -> None:
        """By the job's role, for the one that was denied may not even do that; in its own entries, where it may."""
        self.audit.alone(self.job, Action.REVEAL, {"outcome": Outcome.ROLE})
        try:
            with self.database.transaction() as cursor:
                cursor.execute("SELECT audit.denied(%s)", (_ACTION,))
        except DatabaseForbids:
            return

    def _looked_up(self, user_key: bytes) -> tuple[Outcome, str]:
        seq = self._found(user_key)
        with self.database.transaction() as cursor:
            cursor.execute(
                "SELECT subject_ref, vault_user_id, vault_key_version FROM audit.person WHERE seq = %s", (seq,)
            )
            row = cursor.fetchone()
        if row is None:
            return Outcome.NOT_FOUND, ""
        subject_ref, sealed, version = row
        if sealed is None:
            return Outcome.NOT_KEPT, ""
        return Outcome.REVEALED, unvaulted(self.keyring, bytes(subject_ref), bytes(sealed), version).decode()

    def _found(self, user_key: bytes) -> int | None:
        """The number of the person's row. Whoever is not there costs a look at everybody."""
        with self.database.transaction() as cursor:
            for rows in newer_than(cursor, 0, _PERSONS):
                at = self._place(user_key, rows)
                if at is not None:
                    return int(rows["seq"][at])
        return None

    def _place(self, user_key: bytes, rows: npt.NDArray[np.void]) -> int | None:
        wrapped, names, versions = (rows[name].tolist() for name in ("wrapped", "subject_id", "kek_version"))
        opened = map(self.keyring.unwrap_person, wrapped, names, versions)
        return next((at for at, keys in enumerate(opened) if keys.user_key == user_key), None)


def _telling(user_key: bytes, purpose: str) -> str:
    """What in ``purpose`` must not be written down; empty for nothing."""
    if user_key.hex() in "".join(filter(str.isalnum, purpose)).lower():
        return "the pseudonym"
    kinds = sorted(kinds_by_form(purpose[:_LONGEST]))
    return f"what looks like personal data ({', '.join(kinds)})" if kinds else ""

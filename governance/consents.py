"""Decisions of persons about purposes in the control plane (GDPR Art. 7): an index of what bronze.consents holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import psycopg2.extras

from governance.audit import Action, Audit
from governance.database import Database
from governance.lake import bound_keyring, check_restored
from governance.person_rows import copied
from lakehouse.decisions import Said
from lakehouse.persons import SUBJECT_ID_BYTES
from lakehouse.road import Decision
from privacy.keyfile import read_keyring
from privacy.keys import Keyring
from schemas.purposes import RESTRICTION

DECISION_LOCK = 7_005
"""Held while decisions are written, so that their numbers follow the order of commit."""

_ROW = np.dtype(
    [
        ("fields", ">i2"),
        ("size", ">i4"),
        ("number", ">i8"),
        ("subject_id", f"V{SUBJECT_ID_BYTES}"),
        ("at", ">i8"),
        ("said", ">i2"),
    ]
)
_SELECT = """
    SELECT int8send(decision_id) || subject_id || int8send((extract(epoch FROM decided_at) * 1000000)::bigint)
           || int2send((CASE WHEN purpose = '{restriction}' THEN said + {restricted}
                             WHEN decision_id <= {until} THEN said ELSE {gone} END)::smallint)
    FROM registry.decision
    WHERE purpose IN ('{purpose}', '{restriction}') AND decision_id > {after} AND (decision_id <= {until} OR said = 2)
    ORDER BY decision_id LIMIT {most}
"""
_MOST_AT_ONCE = 500_000


def newest(cursor: Any) -> int:
    """Number of the last decision; 0: there is none."""
    cursor.execute("SELECT coalesce(max(decision_id), 0) FROM registry.decision")
    return int(cursor.fetchone()[0])


def between(cursor: Any, purpose: str, after: int, until: int) -> Iterator[npt.NDArray[np.void]]:
    """Decisions about ``purpose`` and restrictions numbered above ``after``, up to ``until``, and beyond it that the
    past is to go: whatever an earlier attempt knew, that must not come back. None of the pieces is empty. ``purpose``:
    a name of ours."""
    fixed = {"restriction": RESTRICTION.name, "restricted": int(Said.RESTRICTED), "gone": int(Said.GONE)}
    while True:
        query = _SELECT.format(purpose=purpose, after=after, until=until, most=_MOST_AT_ONCE, **fixed)
        rows = copied(cursor, query, _ROW)
        if rows.size:
            yield rows
            after = int(rows["number"][-1])
        if rows.size < _MOST_AT_ONCE:
            return


def add(cursor: Any, decisions: Sequence[Decision]) -> None:
    """Adds those that are not there; their numbers follow the order in which they arrived."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", (DECISION_LOCK,))
    psycopg2.extras.execute_values(
        cursor,
        """INSERT INTO registry.decision (subject_id, purpose, decided_at, said, arrived_at) VALUES %s
           ON CONFLICT DO NOTHING""",
        sorted(decisions, key=lambda decision: (decision.arrived, decision)),
        page_size=5000,
    )


def require(database: Database, audit: Audit, purposes: Collection[str], loosen: bool = False) -> frozenset[str]:
    """Names of the purposes for which this lake waits for consent, ``purposes`` among them from now on: whoever asks
    for it once asks for all jobs. ``loosen``: for none any more."""
    with database.transaction() as cursor:
        cursor.execute("SELECT purpose FROM ledger.consent_required")
        known = {row[0] for row in cursor.fetchall()}
    if loosen and known:
        with audit.recorded(database, Action.POLICY, {"outcome": "consent no longer required"}) as cursor:
            cursor.execute("DELETE FROM ledger.consent_required")
        return frozenset()
    fresh = sorted(set(purposes) - known)
    if fresh:
        with audit.recorded(database, Action.POLICY, {"outcome": "consent required", "purposes": len(fresh)}) as cursor:
            for purpose in fresh:
                cursor.execute(
                    "INSERT INTO ledger.consent_required (purpose) VALUES (%s) ON CONFLICT DO NOTHING", (purpose,)
                )
    return frozenset(known | set(fresh))


def forget(cursor: Any, subjects: Sequence[bytes]) -> None:
    """Takes all decisions of these persons away."""
    cursor.execute("DELETE FROM registry.decision WHERE subject_id = ANY(%s)", (list(subjects),))


@dataclass(frozen=True, repr=False)
class Past:
    """Of a person who has withdrawn, and let what was used for a purpose before go. ``number``: of the decision.
    ``until``: where a later decision allows what came after, what happened up to then, and arrived up to ``arrived``;
    else everything."""

    number: int
    purpose: str
    until: dt.datetime | None
    arrived: dt.datetime | None
    subject_id: bytes
    user_key: bytes


class Withdrawals:
    """By which the past is to go, and has not yet."""

    def __init__(self, database: Database, key_file: Path, audit: Audit) -> None:
        self._database = database
        self._key_file = key_file
        self._audit = audit
        self._keyring: Keyring = read_keyring(key_file)

    def pending(self) -> list[Past]:
        with self._database.transaction() as cursor:
            check_restored(cursor)
            self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
            cursor.execute(
                """SELECT decision_id, purpose, decided_at, greatest(decided_at, arrived_at), EXISTS (
                              SELECT FROM registry.decision AS yes
                              WHERE yes.subject_id = decision.subject_id AND yes.purpose = decision.purpose
                                AND yes.said = %s AND yes.decided_at > decision.decided_at),
                          subject_id, wrapped_keys, kek_version
                   FROM registry.decision JOIN registry.person USING (subject_id)
                   WHERE said = %s AND NOT past_gone ORDER BY decision_id""",
                (Said.YES, Said.ERASED),
            )
            rows = cursor.fetchall()
        return [
            Past(
                number, purpose, until if again else None, arrived if again else None, bytes(subject),
                self._user_key(bytes(subject), *keys),
            )
            for number, purpose, until, arrived, again, subject, *keys in rows
        ]  # fmt: skip

    def done(self, past: Sequence[Past]) -> None:
        if not past:
            return
        told: dict[str, int | str] = {"outcome": "past of a purpose gone", "persons": len(past)}
        with self._audit.recorded(self._database, Action.ERASE, told) as cursor:
            cursor.execute(
                "UPDATE registry.decision SET past_gone = true WHERE decision_id = ANY(%s)",
                ([each.number for each in past],),
            )

    def _user_key(self, subject_id: bytes, wrapped: Any, kek_version: int) -> bytes:
        return self._keyring.unwrap_person(bytes(wrapped), subject_id, kek_version).user_key

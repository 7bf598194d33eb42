"""Corrected records in the control plane (GDPR Art. 16): kept, sealed, until what they replace is out of the lake and
a batch has carried them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2.extras

from governance.audit import Action, Audit
from governance.database import Database
from governance.lake import bound_keyring
from governance.requests import Kind, received, running
from governance.subjects import subjects_of
from lakehouse.accounts import BatchId
from privacy.keyfile import read_keyring
from privacy.keys import Keyring, Purpose


@dataclass(frozen=True, repr=False)
class Correction:
    """``record``: as a sender would send it; None: its person was erased since."""

    contract: str
    record: bytes | None
    number: int = 0


@dataclass(frozen=True, repr=False)
class Carried:
    """Corrections of one contract that a batch carries: each at its place, with the instant at which the record came
    that it replaces."""

    batch: BatchId
    places: tuple[tuple[int, dt.datetime, Correction], ...]


_SELECT = """
    SELECT correction_id, request_id, contract, sealed, kek_version, batch, place, received_at FROM rights.correction
"""
JOB = "correct"
"""Of the batches that carry them."""


class Corrections:
    """Received, begun, bound to a batch, gone. Each step may be repeated."""

    def __init__(self, database: Database, key_file: Path, audit: Audit) -> None:
        self._database = database
        self._key_file = key_file
        self._audit = audit
        self._keyring: Keyring = read_keyring(key_file)

    def receive(self, corrections: Sequence[tuple[bytes, Correction]]) -> None:
        """Writes down who (an identifier) asks for what, all or nothing. A request of the same person that is open
        takes it up."""
        if not corrections:
            return
        identifiers = [identifier for identifier, _ in corrections]
        with self._database.transaction() as cursor:
            keyring = self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
            received(cursor, keyring, Kind.RECTIFY, identifiers)
            subjects = subjects_of(keyring, identifiers)
            cursor.execute(
                """SELECT subject, request_id FROM rights.request
                   WHERE kind = %s AND subject = ANY(%s) AND state IN ('received', 'verified', 'running')""",
                (Kind.RECTIFY, list(subjects)),
            )
            numbers = {subjects[bytes(subject)]: number for subject, number in cursor.fetchall()}
            seal = keyring.seal(Purpose.KEK)
            psycopg2.extras.execute_values(
                cursor,
                "INSERT INTO rights.correction (request_id, contract, sealed, kek_version) VALUES %s",
                [
                    (number, each.contract, seal.close(each.record or b"", correction_of(number)), keyring.newest)
                    for identifier, each in corrections
                    for number in (numbers[identifier],)
                ],
            )

    def begin(self, asked: Mapping[int, bytes]) -> list[Correction]:
        """What is asked for by these requests (identifiers by number) and bound to no batch, in the order in which it
        came."""
        with self._audit.recorded(
            self._database, Action.RECTIFY, {"outcome": "begun", "requests": len(asked)}
        ) as cursor:
            self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
            running(cursor, list(asked))
            cursor.execute(f"{_SELECT} WHERE batch IS NULL AND request_id = ANY(%s) ORDER BY 1", (list(asked),))
            return [self._read(*row[:5]) for row in cursor.fetchall()]

    def bind(self, contract: str, corrections: Sequence[tuple[Correction, dt.datetime]]) -> None:
        """From here on one batch carries them; with when the records came that they replace."""
        job = job_of(contract)
        with self._database.transaction() as cursor:
            cursor.execute(
                """WITH bound AS (SELECT max(batch) + 1 AS batch, max(place) + 1 AS place
                                  FROM rights.correction WHERE contract = %(of)s)
                   SELECT greatest(0, batch, (SELECT max(batch_id) + 1 FROM ledger.batch WHERE job = %(job)s)),
                          greatest(0, place, (SELECT max(to_offset) FROM ledger.range WHERE job = %(job)s))
                   FROM bound""",
                {"job": job, "of": contract},
            )
            batch, first = cursor.fetchone()
            psycopg2.extras.execute_values(
                cursor,
                """UPDATE rights.correction SET batch = made.batch, place = made.place, received_at = made.received_at
                   FROM (VALUES %s) AS made (number, batch, place, received_at) WHERE correction_id = made.number""",
                [(each.number, batch, first + at, received_at) for at, (each, received_at) in enumerate(corrections)],
                template="(%s, %s, %s, %s::timestamptz)",
            )

    def bound(self) -> list[Carried]:
        """All that is bound to a batch, batch by batch."""
        with self._database.transaction() as cursor:
            self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
            cursor.execute(f"{_SELECT} WHERE batch IS NOT NULL ORDER BY contract, batch, place")
            rows = cursor.fetchall()
        found: dict[BatchId, list[tuple[int, dt.datetime, Correction]]] = {}
        for *facts, batch, place, received_at in rows:
            correction = self._read(*facts)
            found.setdefault(BatchId(job_of(correction.contract), 1, batch), []).append(
                (place, received_at, correction)
            )
        return [Carried(batch, tuple(places)) for batch, places in found.items()]

    def gone(self, corrections: Sequence[Correction]) -> None:
        """They are carried, or another one has taken their place; those of requests that were refused go too."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """DELETE FROM rights.correction USING rights.request
                   WHERE request.request_id = correction.request_id
                     AND (correction_id = ANY(%s) OR state = 'failed' AND batch IS NULL)""",
                ([each.number for each in corrections],),
            )

    def done(self, asked: Mapping[int, bytes]) -> list[int]:
        """Numbers of these requests of which nothing is left to be carried."""
        with self._database.transaction() as cursor:
            cursor.execute("SELECT DISTINCT request_id FROM rights.correction")
            open_ = {row[0] for row in cursor.fetchall()}
        return [number for number in asked if number not in open_]

    def _read(self, number: int, request: int, contract: str, sealed: Any, version: int | None) -> Correction:
        if sealed is None or version is None:
            return Correction(contract, None, number)
        record = self._keyring.seal(Purpose.KEK, version).open(bytes(sealed), correction_of(request))
        return Correction(contract, record, number)


def correction_of(number: int) -> bytes:
    """Associated data of a corrected record."""
    return b"correction|%d" % number


def job_of(contract: str) -> str:
    """What carries corrected records of a contract."""
    return f"{JOB}.{contract}"

"""Corrected records in the control plane (GDPR Art. 16): kept, sealed, until what they replace is out of the lake and
they are on their way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg2.extras

from governance.audit import Action, Audit
from governance.database import Database
from governance.lake import bound_keyring
from governance.requests import Kind, received, running, subjects_of
from privacy.keyfile import read_keyring
from privacy.keys import Keyring, Purpose


@dataclass(frozen=True, repr=False)
class Correction:
    """``record``: as a sender would send it, of person ``identifier``."""

    identifier: bytes
    contract: str
    record: bytes


class Corrections:
    """Received, begun, gone. Each step may be repeated."""

    def __init__(self, database: Database, key_file: Path, audit: Audit) -> None:
        self._database = database
        self._key_file = key_file
        self._audit = audit
        self._keyring: Keyring = read_keyring(key_file)

    def receive(self, corrections: Sequence[Correction]) -> None:
        """Writes down who asks for what, all or nothing. A request of the same person that is open takes it up."""
        if not corrections:
            return
        with self._database.transaction() as cursor:
            keyring = self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
            received(cursor, keyring, Kind.RECTIFY, [each.identifier for each in corrections])
            subjects = subjects_of(keyring, [each.identifier for each in corrections])
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
                    (number, each.contract, seal.close(each.record, correction_of(number)), keyring.newest)
                    for each in corrections
                    for number in (numbers[each.identifier],)
                ],
            )

    def begin(self, asked: Mapping[int, bytes]) -> list[Correction]:
        """What is to be carried out for these requests (identifiers by number), in the order in which it came."""
        with self._audit.recorded(
            self._database, Action.RECTIFY, {"outcome": "begun", "requests": len(asked)}
        ) as cursor:
            self._keyring = bound_keyring(cursor, self._key_file, self._keyring)
            running(cursor, list(asked))
            cursor.execute(
                """SELECT request_id, contract, sealed, kek_version FROM rights.correction
                   WHERE request_id = ANY(%s) ORDER BY correction_id""",
                (list(asked),),
            )
            rows = cursor.fetchall()
        return [
            Correction(
                asked[number],
                contract,
                self._keyring.seal(Purpose.KEK, version).open(bytes(sealed), correction_of(number)),
            )
            for number, contract, sealed, version in rows
        ]

    def gone(self, numbers: Sequence[int]) -> None:
        """They are on their way; those of requests that were refused go too."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """DELETE FROM rights.correction USING rights.request
                   WHERE request.request_id = correction.request_id
                     AND (correction.request_id = ANY(%s) OR state = 'failed')""",
                (list(numbers),),
            )


def correction_of(number: int) -> bytes:
    """Associated data of a corrected record."""
    return b"correction|%d" % number

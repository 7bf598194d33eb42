"""Puts back what the registry has lost, from a backup; and nobody who was forgotten since.

Who was forgotten stands on the suppression list of the database, on that of the backup, and in the journal beside
both: whichever of them is left is enough.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2.extras

from governance import consents
from governance.backup import TABLES, BackupError, opened
from governance.consents import DECISION_LOCK
from governance.database import Database
from governance.erasure_journal import Erased, Journal
from governance.lake import bound_keyring
from governance.registry import MINT_LOCK, QUARANTINE_KEPT
from lakehouse.road import Decision
from privacy.keyfile import read_keyring
from privacy.keys import Keyring, Purpose
from privacy.vault import unvaulted

_AT_ONCE = 10_000


@dataclass(frozen=True)
class Restored:
    """Persons of the backup: put back, there already, forgotten since. ``behind``: of those put back, how many are
    under an earlier version of the master key than the newest."""

    back: int
    there: int
    forgotten: int
    behind: int = 0


def restore(database: Database, key_file: Path, journal: Journal, path: Path) -> Restored:
    """All of it or nothing; ``database``: as the role that owns the registry, for jobs may make no tables. A row that
    is there stays as it is: it is newer. To be called behind the fence: persons come back under the numbers they had,
    below those that jobs have seen, so every job takes all rows up anew when it opens its next batch; which none does
    before :func:`decide_again`."""
    now, keyring = dt.datetime.now(dt.UTC), read_keyring(key_file)
    for _ in opened(path, keyring, journal.lake_id, now):
        pass  # looked at to its end before anything is begun
    erased = journal.read()
    with database.transaction() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (MINT_LOCK,))
        keyring = bound_keyring(cursor, key_file, keyring)
        _copy_in(cursor, opened(path, keyring, journal.lake_id, now))
        _check_versions(cursor, keyring, path.name)
        _unite(cursor, keyring, erased)
        persons = _count(cursor, "SELECT count(*) FROM restored_person")
        forgotten = _forget_buried(cursor)
        cursor.execute(_DECIDED_AS)
        there = sum(_changed(cursor, _THERE.format(column=column)) for column in ("subject_id", "subject_ref"))
        also_forgotten, also_there = _sift(cursor, keyring)
        done = Restored(_put_back(cursor), there + also_there, forgotten + also_forgotten, _behind(cursor, keyring))
        cursor.execute(_DAYS, (now.date() - QUARANTINE_KEPT, list(keyring.versions)))
        if done.back + done.there + done.forgotten != persons:
            raise BackupError("the rows of the backup do not add up: nothing was restored")
    return done


def decide_again(database: Database, decisions: Iterator[list[Decision]]) -> int:
    """Adds what the lake says that persons have decided, those that are missing, and lets batches open again; how many
    were handed in. All of it or nothing: of a withdrawal and the consent after it, one alone would be wrong. What is
    half done goes by all that had arrived when it was begun: the numbers that it went by are of decisions that were
    lost."""
    count = 0
    with database.transaction() as cursor:
        for some in decisions:
            consents.add(cursor, some)
            count += len(some)
        for statement in (_OPEN_BATCHES, _OPEN_READMISSIONS, _RESTORED):
            cursor.execute(statement)
    return count


def check_ledger(database: Database) -> None:
    """BackupError where the run ledger is lost too: rows of persons alone would not bring the lake back."""
    with database.transaction() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM ledger.batch)")
        if not cursor.fetchone()[0]:
            raise BackupError(
                "the run ledger is empty: where all of Postgres is lost, ledger and registry have to come back "
                "together from a pg_dump of the same moment; without one the originals stay unreadable and what was "
                "carried is not known any more"
            )


def _copy_in(cursor: Any, pieces: Iterator[tuple[str, bytes]]) -> None:
    """Into tables that end with the transaction."""
    for table, columns in TABLES.items():
        cursor.execute(f"CREATE TEMP TABLE restored_{table} (LIKE registry.{table}) ON COMMIT DROP")
        kept = {column.strip() for column in columns.split(",")}
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", (f"restored_{table}",)
        )
        for (column,) in cursor.fetchall():
            if column not in kept:
                cursor.execute(f"ALTER TABLE restored_{table} DROP COLUMN {column}")
    waiting = _Copied(pieces)
    for table, columns in TABLES.items():
        cursor.copy_expert(f"COPY restored_{table} ({columns}) FROM STDIN (FORMAT binary)", waiting.of(table))
    waiting.check_end()
    cursor.execute("CREATE UNIQUE INDEX ON restored_suppression (entry)")
    cursor.execute("CREATE UNIQUE INDEX ON restored_person (seq)")
    cursor.execute("ANALYZE restored_person")


class _Copied:
    """Hands COPY the bytes of one table after the other, as the pieces come."""

    def __init__(self, pieces: Iterator[tuple[str, bytes]]) -> None:
        self._pieces = pieces
        self._next = next(pieces, None)

    def of(self, table: str) -> io.BufferedReader:
        return io.BufferedReader(_Stream(self, table), 1 << 16)

    def take(self, table: str) -> bytes:
        """The next piece of ``table``; empty when another begins."""
        if self._next is None or self._next[0] != table:
            return b""
        _, data = self._next
        self._next = next(self._pieces, None)
        return data

    def check_end(self) -> None:
        if self._next is not None:
            raise BackupError("the backup holds tables that nobody knows: nothing was restored")


class _Stream(io.RawIOBase):
    def __init__(self, copied: _Copied, table: str) -> None:
        self._copied, self._table, self._rest = copied, table, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._rest = self._rest or self._copied.take(self._table)
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)


def _check_versions(cursor: Any, keyring: Keyring, name: str) -> None:
    cursor.execute(_UNDER_OTHERS, {"versions": list(keyring.versions)})
    if cursor.fetchone()[0]:
        raise BackupError(
            f"{name} holds persons under a version of the master key that is retired: use one that was made after "
            "`make rotate-keys` had ended"
        )


def _unite(cursor: Any, keyring: Keyring, erased: Erased) -> None:
    """Everybody on one of the three lists is on that of the database, with the last instant that one of them says."""
    psycopg2.extras.execute_values(
        cursor,
        """INSERT INTO restored_suppression AS known (entry, key_version, erased_at) VALUES %s
           ON CONFLICT (entry) DO UPDATE SET erased_at = greatest(known.erased_at, excluded.erased_at)""",
        [(entry, keyring.first, at) for entry, at in erased.items()],
        page_size=_AT_ONCE,
    )
    cursor.execute(_UNITED)


def _forget_buried(cursor: Any) -> int:
    """Takes those out whose number was buried, or who are being erased: an identifier that was not kept cannot be
    looked up on the list. Numbers mean nothing where they began anew, in tables that were made again."""
    cursor.execute(
        "SELECT last_value < (SELECT coalesce(max(seq), 0) FROM restored_person) FROM registry.person_seq_seq"
    )
    began_anew = bool(cursor.fetchone()[0])
    return (0 if began_anew else _changed(cursor, _BURIED)) + _changed(cursor, _BEING_ERASED)


def _sift(cursor: Any, keyring: Keyring) -> tuple[int, int]:
    """Takes those out who are on the list, and those who are there under a reference of another version: (forgotten,
    there). Each identifier is opened and hashed, which is most of what a restore does."""
    erased = _list(cursor)
    entry = keyring.for_life(Purpose.SUPPRESSION)
    references = [keyring.keyed_hash(Purpose.REF, version) for version in keyring.versions]
    forgotten = there = last = 0
    while True:
        cursor.execute(_VAULTED, (last, _AT_ONCE))
        rows = cursor.fetchall()
        if not rows:
            return forgotten, there
        last = rows[-1][0]
        names = [unvaulted(keyring, bytes(ref), bytes(vault), version) for _, ref, vault, version, _ in rows]
        out = [row[0] for row, key in zip(rows, entry.many(names), strict=True) if _is_out(erased.get(key), row[4])]
        forgotten += _changed(cursor, "DELETE FROM restored_person WHERE seq = ANY(%s)", out)
        if len(references) > 1:
            there += _take_out_known(cursor, [(row[0], ref(name)) for row, name in zip(rows, names, strict=True)
                                              for ref in references])  # fmt: skip


def _is_out(erased_at: dt.datetime | None, not_before: dt.datetime | None) -> bool:
    """Whether a row is a forgotten person's, by the rule that erasures go by: who came back afterwards has a row that
    says so, and one that says nothing was made by a batch that did not know yet."""
    return erased_at is not None and (not_before is None or not_before < erased_at)


def _take_out_known(cursor: Any, references: list[tuple[int, bytes]]) -> int:
    psycopg2.extras.execute_values(cursor, _KNOWN, references, page_size=len(references))
    return int(cursor.rowcount)


def _list(cursor: Any) -> Erased:
    cursor.execute("SELECT entry, erased_at FROM registry.suppression")
    return {bytes(entry): at for entry, at in cursor.fetchall()}


def _put_back(cursor: Any) -> int:
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", (DECISION_LOCK,))
    cursor.execute(_NUMBERS)
    back = _changed(cursor, _BACK)
    for statement in (_VERSIONS, _TOMBSTONES, _NUMBERED, _DECISIONS, _SEEN_ANEW):
        cursor.execute(statement)
    return back


def _behind(cursor: Any, keyring: Keyring) -> int:
    """How many came back under an earlier version: what the next `make rotate-keys` begins with."""
    cursor.execute(_UNDER_EARLIER, {"newest": keyring.newest})
    return int(cursor.fetchone()[0])


def _count(cursor: Any, question: str) -> int:
    cursor.execute(question)
    return int(cursor.fetchone()[0])


def _changed(cursor: Any, statement: str, *values: Any) -> int:
    cursor.execute(statement, values)
    return int(cursor.rowcount)


_UNDER_OTHERS = """
    SELECT EXISTS (SELECT FROM restored_person
                   WHERE kek_version <> ALL (%(versions)s) OR vault_key_version <> ALL (%(versions)s))
"""
_UNITED = """
    INSERT INTO registry.suppression (entry, key_version, erased_at)
    SELECT entry, key_version, erased_at FROM restored_suppression
    ON CONFLICT (entry) DO UPDATE SET erased_at = excluded.erased_at, seq = DEFAULT
    WHERE suppression.erased_at < excluded.erased_at
"""
_BURIED = "DELETE FROM restored_person AS back USING registry.tombstone WHERE back.seq = person_seq"
_BEING_ERASED = "DELETE FROM restored_person AS back USING registry.doomed WHERE back.subject_id = doomed.subject_id"
_DECIDED_AS = """
    UPDATE restored_decision AS decided SET subject_id = person.subject_id
    FROM restored_person AS back JOIN registry.person USING (subject_ref)
    WHERE decided.subject_id = back.subject_id AND person.subject_id <> back.subject_id
"""
"""Who was met anew between loss and restore is another person to the lake, and the same who has said no."""
_THERE = """
    DELETE FROM restored_person USING registry.person WHERE person.{column} = restored_person.{column}
"""
_VAULTED = """
    SELECT seq, subject_ref, vault_user_id, vault_key_version, not_before FROM restored_person
    WHERE vault_user_id IS NOT NULL AND seq > %s ORDER BY seq LIMIT %s
"""
_KNOWN = """
    DELETE FROM restored_person USING (VALUES %s) AS known (seq, ref), registry.person
    WHERE restored_person.seq = known.seq AND person.subject_ref = known.ref
"""
_NUMBERS = """
    SELECT setval('registry.person_seq_seq', greatest(last_value, (SELECT max(seq) FROM restored_person),
                                                      (SELECT max(person_seq) FROM restored_tombstone)))
    FROM registry.person_seq_seq
"""
_BACK = """
    INSERT INTO registry.person (subject_ref, ref_key_version, subject_id, key_version, wrapped_keys, kek_version,
                                 vault_user_id, vault_key_version, created_at, not_before, seq)
    OVERRIDING SYSTEM VALUE
    SELECT subject_ref, ref_key_version, subject_id, key_version, wrapped_keys, kek_version, vault_user_id,
           vault_key_version, created_at, not_before,
           CASE WHEN EXISTS (SELECT FROM registry.person WHERE person.seq = back.seq)
                  OR EXISTS (SELECT FROM registry.tombstone WHERE person_seq = back.seq)
                THEN nextval('registry.person_seq_seq') ELSE back.seq END
    FROM restored_person AS back ORDER BY seq
"""
_VERSIONS = """
    INSERT INTO registry.key_version (version, known_at, rewrapped_at, retired_at)
    SELECT version, known_at, rewrapped_at, retired_at FROM restored_key_version ON CONFLICT (version) DO NOTHING
"""
_TOMBSTONES = """
    INSERT INTO registry.tombstone (person_seq) SELECT person_seq FROM restored_tombstone
    WHERE NOT EXISTS (SELECT FROM registry.person WHERE seq = person_seq)
    ON CONFLICT (person_seq) DO NOTHING
"""
_DECISIONS = """
    INSERT INTO registry.decision (subject_id, purpose, decided_at, said, past_gone, arrived_at)
    SELECT subject_id, purpose, decided_at, said, past_gone, arrived_at FROM restored_decision
    JOIN registry.person USING (subject_id) ORDER BY arrived_at
    ON CONFLICT DO NOTHING
"""
_SEEN_ANEW = "UPDATE ledger.lake SET rewrapped = rewrapped + 1, restoring = true"
_RESTORED = "UPDATE ledger.lake SET restoring = false"
_OPEN_BATCHES = """
    UPDATE ledger.batch SET decided = greatest(decided, (
        SELECT coalesce(max(decision_id), 0) FROM registry.decision WHERE arrived_at <= opened_at))
    WHERE closed_at IS NULL
"""
_OPEN_READMISSIONS = """
    UPDATE ledger.readmission SET decided_until = greatest(decided_until, (
        SELECT coalesce(max(decision_id), 0) FROM registry.decision WHERE arrived_at <= begun_at))
    WHERE done_at IS NULL AND decided_until IS NOT NULL
"""
_NUMBERED = """
    SELECT setval('registry.decision_decision_id_seq', greatest(last_value, (SELECT max(decided) FROM ledger.batch),
                                                                (SELECT max(decided) FROM ledger.released)))
    FROM registry.decision_decision_id_seq
"""
_UNDER_EARLIER = """
    SELECT count(*) FROM registry.person AS back JOIN restored_person USING (subject_id)
    WHERE back.kek_version < %(newest)s
       OR back.vault_user_id IS NOT NULL AND least(back.ref_key_version, back.vault_key_version) < %(newest)s
"""
_DAYS = """
    INSERT INTO registry.quarantine_key (key_day, wrapped_key, kek_version, created_at)
    SELECT key_day, wrapped_key, kek_version, created_at FROM restored_quarantine_key
    WHERE key_day >= %s AND kek_version = ANY (%s)
    ON CONFLICT (key_day) DO NOTHING
"""

"""The audit: a line for each thing done with persons, keys and what is published, chained by keyed hashes, its head
anchored in a file outside the database.

Each line's hash covers the line before it (Schneier and Kelsey 1999, "Secure audit logs to support computer
forensics"), under a key that the database does not have: a line that is changed, taken out, moved or put in between
breaks the chain there. What the chain alone cannot show, lines cut off at its end or all made anew by who has the key,
the anchors show. A line holds counts, closed words and keyed ids, never a value of a person.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from governance.database import Database, DatabaseError
from privacy.keyfile import sync_folder
from privacy.keys import KeyedHash, Keyring, Purpose

_WORD = re.compile(r"[a-z][a-z_.: -]{0,63}")
_KEYED_ID = re.compile(r"[0-9a-f]{32}")
_ANCHOR = re.compile(rb"(\d+) ([0-9a-f]{32})")
_AT_ONCE = 20_000


class AuditError(Exception):
    """The audit cannot be written or believed; the text says what to do."""


class Action(StrEnum):
    """What was done or tried; the detail's ``outcome`` says what came of it."""

    ERASE = "erase"
    PROVE = "prove"
    ACCESS = "access"
    HOLD = "hold"
    CONSENT = "consent"
    RESTRICT = "restrict"
    RECTIFY = "rectify"
    REVEAL = "reveal"
    PUBLISH = "publish"
    RELEASE_ROWS = "release rows"
    RELEASE_FIGURES = "release figures"
    ROTATE = "rotate keys"
    RETIRE = "retire key"
    BACKUP = "back up registry"
    RESTORE = "restore registry"
    RETAIN = "retain"
    REPLAY = "replay"
    READMIT = "readmit"
    POLICY = "policy changed"


Detail = Mapping[str, int | str]
Anchored = Mapping[int, set[bytes]]
"""Hashes that lines had when they were the newest, by number."""


@dataclass(frozen=True)
class Line:
    """One line of the audit, as the database has it."""

    seq: int
    at: dt.datetime
    actor: str
    action: str
    detail: str
    mac: bytes


@dataclass(frozen=True)
class Anchor:
    """The file beside the database, with number and hash of every line that was the newest. Lines are only added."""

    path: Path

    def note(self, line: Line) -> None:
        """On the disk when this returns."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "ab") as file:
                # First a break: a crash may have cut off the anchor before.
                file.write(f"\n{line.seq} {line.mac.hex()}\n".encode())
                file.flush()
                os.fsync(file.fileno())
            sync_folder(self.path.parent)
        except OSError:
            raise AuditError(
                f"line {line.seq} of the audit is written, but its anchor, {self.path}, cannot be: mend that; what was "
                "asked for is done as far as that line says"
            ) from None

    def read(self) -> Anchored:
        """Hashes by number of line: of one that was written once, one. AuditError where there is no file: then nobody
        can tell what was cut off."""
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            raise AuditError(
                f"there is no anchor of the audit at {self.path}: put it back, or name it in AUDIT_ANCHOR; without it "
                "lines cut off at the end, or all made anew, are not noticed"
            ) from None
        found = (_ANCHOR.fullmatch(line) for line in text.split(b"\n"))
        anchored: defaultdict[int, set[bytes]] = defaultdict(set)
        for match in filter(None, found):
            anchored[int(match[1])].add(bytes.fromhex(match[2].decode()))
        return anchored


@dataclass(frozen=True)
class Verdict:
    """``lines`` that were checked; ``bad``: number of the first that is not as it was written, None for none;
    ``what`` is wrong with it."""

    lines: int
    bad: int | None = None
    what: str = ""


UntilDone = Callable[[Callable[[], None]], None]


def at_once(work: Callable[[], None]) -> None:
    """Once; what goes wrong is raised."""
    work()


class Audit:
    """Adds lines to the audit of one lake."""

    def __init__(self, keyring: Keyring, lake_id: str, anchor: Anchor) -> None:
        self._chain = Chain(keyring.for_life(Purpose.AUDIT), lake_id)
        self.anchor = anchor

    def add(self, cursor: Any, action: Action, detail: Detail | None = None) -> Line:
        """Adds a line in the transaction of ``cursor``, which nobody else does until it ends: to be called last. To
        be anchored once it is committed."""
        told = _told(detail or {})
        cursor.execute("SELECT seq, mac, actor, at FROM audit.head()")
        seq, before, actor, at = cursor.fetchone()
        seq += 1
        mac = self._chain.mac(bytes(before) if before else self._chain.root, seq, at, actor, action, told)
        cursor.execute("SELECT audit.add(%s, %s, %s, %s, %s)", (seq, at, action, told, mac))
        return Line(seq, at, actor, action, told, mac)

    @contextmanager
    def recorded(self, database: Database, action: Action, detail: Detail | None = None) -> Iterator[Any]:
        """A transaction of ``database`` that ends with a line: both are committed, or neither."""
        with database.transaction() as cursor:
            yield cursor
            line = self.add(cursor, action, detail)
        self.anchor.note(line)

    def alone(self, database: Database, action: Action, detail: Detail | None = None) -> None:
        """A line and nothing else."""
        with self.recorded(database, action, detail):
            pass

    @contextmanager
    def around(
        self, database: Database, action: Action, detail: Detail | None = None, until_done: UntilDone = at_once
    ) -> Iterator[dict[str, int | str]]:
        """For what is done elsewhere than in one transaction of ``database``: a line before it, and one after it with
        what the block has put into the dict. A line ``begun`` without a second one: it was cut off. ``until_done``:
        how a line is written, where Postgres may be away for a while."""
        told = dict(detail or {})

        def say(outcome: str) -> None:
            until_done(lambda: self.alone(database, action, told | {"outcome": outcome}))

        say("begun")
        try:
            yield told
        except BaseException:
            with suppress(DatabaseError, AuditError):  # what went wrong first is what is told
                self.alone(database, action, told | {"outcome": "failed"})
            raise
        say("done")


class Chain:
    """Hashes of lines. ``root`` stands in for the line before the first."""

    def __init__(self, keyed: KeyedHash, lake_id: str) -> None:
        self._keyed = keyed
        self.root = keyed(f"audit of lake {lake_id}".encode())

    def mac(self, before: bytes, seq: int, at: dt.datetime, actor: str, action: str, detail: str) -> bytes:
        told = msgspec.json.encode((seq, at.astimezone(dt.UTC).isoformat(), actor, action, detail))
        return self._keyed(before + told)


def verify(keyring: Keyring, lake_id: str, lines: Iterable[Line], anchors: Anchored) -> Verdict:
    """Whether ``lines``, in the order of their numbers, are all that were written, as they were written."""
    chain = Chain(keyring.for_life(Purpose.AUDIT), lake_id)
    before, count = chain.root, 0
    for line in lines:
        if line.seq != count + 1:
            return Verdict(count, count + 1, "is missing")
        before = chain.mac(before, line.seq, line.at, line.actor, line.action, line.detail)
        if before != line.mac:
            return Verdict(count, line.seq, "is not as it was written, or not where")
        if anchors.get(line.seq, {before}) != {before}:
            return Verdict(count, line.seq, "is not the one that was anchored: this line, or one before, was made anew")
        count += 1
    if max(anchors, default=0) > count:
        return Verdict(count, count + 1, f"is missing, and all up to {max(anchors)}: the end was cut off")
    return Verdict(count)


def lines(database: Database) -> Iterator[Line]:
    """All lines, in the order of their numbers; as a role that may read them. A piece at a time."""
    last = 0
    while True:
        with database.transaction() as cursor:
            cursor.execute(
                "SELECT seq, at, actor, action, detail, mac FROM audit.line WHERE seq > %s ORDER BY seq LIMIT %s",
                (last, _AT_ONCE),
            )
            piece = [_line(*row) for row in cursor.fetchall()]
        yield from piece
        if len(piece) < _AT_ONCE:
            return
        last = piece[-1].seq


def newest(database: Database, count: int) -> list[Line]:
    """The last ``count`` lines, the newest last; as a role that may read them."""
    with database.transaction() as cursor:
        cursor.execute(
            "SELECT seq, at, actor, action, detail, mac FROM audit.line ORDER BY seq DESC LIMIT %s", (count,)
        )
        return [_line(*row) for row in reversed(cursor.fetchall())]


def _line(seq: int, at: dt.datetime, actor: str, action: str, detail: str, mac: memoryview) -> Line:
    return Line(seq, at, actor, action, detail, bytes(mac))


def _told(detail: Detail) -> str:
    """Canonical JSON. What is no count, closed word or keyed id does not go in."""
    for name, value in detail.items():
        if isinstance(value, str) and not (_WORD.fullmatch(value) or _KEYED_ID.fullmatch(value)):
            raise AuditError(f"the audit takes counts, closed words and keyed ids; {name} is none of them")
    return msgspec.json.encode(dict(sorted(detail.items()))).decode()

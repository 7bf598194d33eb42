"""The audit in a real Postgres: written with the action, only added to, read by the officer alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from governance.audit import Action, Anchor, Audit, Line, lines, newest, verify
from governance.database import Database, DatabaseError, DatabaseForbids
from scripts.control import Control
from tests.support import people
from tests.support.clones import Clone, Clones

pytestmark = pytest.mark.spark

_UNGUARDED = "ALTER TABLE audit.line DISABLE TRIGGER USER;"
_MANIPULATIONS = {
    "edit": ("UPDATE audit.line SET detail = '{\"persons\":7}' WHERE seq = 4", 4),
    "deletion": ("DELETE FROM audit.line WHERE seq = 4", 4),
    "deletion, and the others close up": (
        ("DELETE FROM audit.line WHERE seq = 4; UPDATE audit.line SET seq = -seq WHERE seq > 4; "
        "UPDATE audit.line SET seq = -seq - 1 WHERE seq < 0"), 4,
    ),
    "reorder": (
        ("UPDATE audit.line SET seq = -4 WHERE seq = 4; UPDATE audit.line SET seq = 4 WHERE seq = 5; "
        "UPDATE audit.line SET seq = 5 WHERE seq = -4"), 4,
    ),
    "insertion": (
        ("UPDATE audit.line SET seq = -seq WHERE seq > 3; UPDATE audit.line SET seq = 1 - seq WHERE seq < 0; "
        "INSERT INTO audit.line SELECT 4, at, actor, action, detail, mac FROM audit.line WHERE seq = 3"), 4,
    ),
    "tail truncation": ("DELETE FROM audit.line WHERE seq > 6", 7),
    "emptied": ("DELETE FROM audit.line", 1),
}  # fmt: skip
"""As the administrator of the database could do, without the key."""


class Place:
    def __init__(self, clone: Clone, control: Control, folder: Path) -> None:
        self.clone, self.control = clone, control
        self.anchor = Anchor(folder / "anchor.log")
        self.audit = Audit(control.keyring, control.lake.lake_id, self.anchor)
        # Without the line that the making of the catalog has left.
        people.query(clone.owner, f"{_UNGUARDED} DELETE FROM audit.line; ALTER TABLE audit.line ENABLE TRIGGER USER")
        self.job, self.officer = Database(clone.job), Database(clone.officer)

    def write(self, count: int) -> None:
        for number in range(count):
            self.audit.alone(self.job, Action.ERASE, {"persons": number})

    def verdict(self) -> tuple[int, int | None]:
        found = verify(self.control.keyring, self.control.lake.lake_id, lines(self.officer), self.anchor.read())
        return found.lines, found.bad

    def manipulate(self, statements: str) -> None:
        people.query(
            self.clone.owner,
            f"ALTER TABLE audit.line DROP CONSTRAINT line_seq_check; {_UNGUARDED} {statements}",
        )


@pytest.fixture
def place(clones: Clones, control: Control, tmp_path: Path) -> Iterator[Place]:
    with clones.clone() as clone:
        place = Place(clone, control, tmp_path)
        try:
            yield place
        finally:
            place.job.close()
            place.officer.close()


def test_what_was_written_verifies_and_is_read_by_the_officer(place: Place) -> None:
    place.write(3)
    assert place.verdict() == (3, None)
    assert [(line.seq, line.actor, line.detail) for line in newest(place.officer, 2)] == [
        (2, "lake_job", '{"persons":1}'), (3, "lake_job", '{"persons":2}'),
    ]  # fmt: skip


@pytest.mark.parametrize(("statements", "bad"), _MANIPULATIONS.values(), ids=_MANIPULATIONS.keys())
def test_what_an_administrator_manipulates_is_found(place: Place, statements: str, bad: int) -> None:
    place.write(8)
    place.manipulate(statements)
    assert place.verdict() == (bad - 1, bad)


def test_a_log_made_anew_by_who_has_the_key_is_found_by_its_anchors(place: Place, tmp_path: Path) -> None:
    place.write(3)
    place.manipulate("DELETE FROM audit.line")
    elsewhere = Audit(place.control.keyring, place.control.lake.lake_id, Anchor(tmp_path / "other.log"))
    for number in range(3):
        elsewhere.alone(place.job, Action.ERASE, {"persons": number + 10})
    assert place.verdict() == (0, 1)


@pytest.mark.parametrize("role", ["job", "analyst", "publisher"])
def test_others_do_not_read_lines(place: Place, role: str) -> None:
    place.write(1)
    database = Database(getattr(place.clone, role))
    try:
        with pytest.raises(DatabaseForbids):
            list(lines(database))
    finally:
        database.close()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit.line VALUES (1, now(), 'lake_job', 'erase', '{}', decode(repeat('00', 16), 'hex'))",
        "UPDATE audit.line SET detail = '{}'",
        "DELETE FROM audit.line",
        "TRUNCATE audit.line",
    ],
)
@pytest.mark.parametrize("role", ["job", "officer", "owner"])
def test_lines_are_neither_changed_nor_taken_away(place: Place, role: str, statement: str) -> None:
    if role == "owner" and statement.startswith("INSERT"):
        pytest.skip("the owner may add a line by hand, which then does not verify")
    place.write(1)
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        people.query(getattr(place.clone, role), statement)
    assert place.verdict() == (1, None)


def test_a_line_is_added_behind_the_newest_and_at_its_time(place: Place) -> None:
    place.write(2)
    for next_, moment in ((2, "clock_timestamp()"), (4, "clock_timestamp()"), (3, "now() - interval '1 day'")):
        with pytest.raises(psycopg2.Error):
            people.query(
                place.clone.job,
                f"SELECT audit.add({next_}, {moment}, 'erase', '{{}}', decode(repeat('00', 16), 'hex'))",
            )
    assert place.verdict() == (2, None)


def test_an_action_that_fails_leaves_no_line(place: Place) -> None:
    place.write(1)
    with pytest.raises(DatabaseError), place.audit.recorded(place.job, Action.HOLD) as cursor:
        cursor.execute("SELECT 1 / 0")
    assert place.verdict() == (1, None)


def test_many_at_once_make_one_chain(place: Place) -> None:
    def write() -> None:
        database = Database(place.clone.job)
        try:
            for _ in range(20):
                place.audit.alone(database, Action.PUBLISH)
        finally:
            database.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert place.verdict() == (80, None)


def test_a_line_cut_off_before_its_anchor_verifies(place: Place) -> None:
    place.write(2)
    with place.job.transaction() as cursor:
        line = place.audit.add(cursor, Action.BACKUP)
    assert isinstance(line, Line)
    assert place.verdict() == (3, None)
    assert 3 not in place.anchor.read()


def test_the_actor_is_who_logged_in(place: Place) -> None:
    place.write(1)
    place.audit.alone(place.officer, Action.REVEAL, {"outcome": "refused: role"})
    assert [line.actor for line in newest(place.officer, 9)] == ["lake_job", "lake_officer"]

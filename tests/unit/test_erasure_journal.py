"""The journal of erasures: lines are only added, a crash costs none that counts, and what is damaged is told."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path

import pytest

from governance.erasure_journal import Journal, JournalError

ADA, BOB = bytes(range(16)), bytes(range(16, 32))
FIRST = dt.datetime(2026, 1, 2, 3, 4, 5, 6, dt.UTC)
LATER = FIRST + dt.timedelta(microseconds=1)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "erasures" / "journal.log", "a-lake")


def test_what_is_added_is_read_the_last_instant_of_each(journal: Journal) -> None:
    journal.add([(ADA, LATER), (BOB, FIRST)])
    journal.add([(ADA, FIRST)])
    assert journal.read() == {ADA: LATER, BOB: FIRST}


def test_only_its_owner_reads_it(journal: Journal) -> None:
    journal.add([(ADA, FIRST)])
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (journal.path, journal.path.parent)]
    assert modes == [0o600, 0o700]


def test_what_is_known_is_not_added_again(journal: Journal) -> None:
    journal.complete({ADA: FIRST})
    before = journal.path.read_bytes()
    journal.complete({ADA: FIRST})
    assert journal.path.read_bytes() == before
    journal.complete({ADA: LATER, BOB: FIRST})
    assert journal.path.read_bytes().startswith(before)
    assert journal.read() == {ADA: LATER, BOB: FIRST}


def test_an_instant_is_one_wherever_its_clock_stands(journal: Journal) -> None:
    journal.add([(ADA, FIRST.astimezone(dt.timezone(dt.timedelta(hours=9))))])
    assert journal.read() == {ADA: FIRST}


def test_a_crash_at_any_byte_costs_no_line_that_was_whole(journal: Journal) -> None:
    journal.add([(ADA, FIRST)])
    whole = len(journal.path.read_bytes())
    journal.add([(BOB, FIRST)])
    data = journal.path.read_bytes()
    for at in range(len(data)):
        for rest in (b"", bytes(7)):
            journal.path.write_bytes(data[:at] + rest)
            journal.add([(BOB, LATER)])
            assert journal.read() == ({ADA: FIRST} if at >= whole - 1 else {}) | {BOB: LATER}, at


def test_a_damaged_line_is_told_and_not_quoted(journal: Journal) -> None:
    journal.add([(ADA, FIRST), (BOB, FIRST)])
    journal.path.write_bytes(journal.path.read_bytes().replace(ADA.hex().encode(), b"x" * 32))
    with pytest.raises(JournalError, match="is damaged") as caught:
        journal.read()
    assert "xx" not in str(caught.value)


def test_the_journal_of_another_lake_is_neither_read_nor_written(journal: Journal) -> None:
    journal.add([(ADA, FIRST)])
    before = journal.path.read_bytes()
    other = Journal(journal.path, "another")
    for use in (other.read, lambda: other.add([(BOB, FIRST)])):
        with pytest.raises(JournalError, match="is no journal of erasures of this lake"):
            use()
    assert journal.path.read_bytes() == before


def test_one_that_is_not_there_says_nothing_and_one_without_a_byte_that_there_is_nobody(journal: Journal) -> None:
    with pytest.raises(JournalError, match="there is no journal of erasures"):
        journal.read()
    journal.path.parent.mkdir()
    journal.path.touch()
    assert journal.read() == {}
    journal.add([(ADA, FIRST)])
    assert journal.read() == {ADA: FIRST}

"""The chain of the audit: an orderly one verifies, each manipulation is found at its first line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from governance.audit import Action, Anchor, AuditError, Chain, Line, Verdict, _told, verify
from privacy.keys import Keyring, Purpose

KEYRING = Keyring({1: bytes(range(32))})
OTHER = Keyring({1: bytes(32)})
LAKE = "3d7f0c4e-0000-4000-8000-000000000000"
NOON = dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)


def written(count: int, keyring: Keyring = KEYRING, detail: str = '{"persons":%d}') -> list[Line]:
    """A log as it is written, a line a second."""
    chain = Chain(keyring.for_life(Purpose.AUDIT), LAKE)
    before, made = chain.root, []
    for seq in range(1, count + 1):
        line = Line(seq, NOON + dt.timedelta(seconds=seq), "lake_job", Action.ERASE, detail % seq, b"")
        before = chain.mac(before, line.seq, line.at, line.actor, line.action, line.detail)
        made.append(replace(line, mac=before))
    return made


LOG = written(9)
ANCHORS = {line.seq: {line.mac} for line in LOG if line.seq % 3 == 0}


def moved(log: list[Line]) -> list[Line]:
    """Lines 4 and 5 change places, and take the numbers of where they are then."""
    return [*log[:3], replace(log[4], seq=4), replace(log[3], seq=5), *log[5:]]


def put_between(log: list[Line]) -> list[Line]:
    """A line that was never written, as number 4."""
    later = [replace(line, seq=line.seq + 1) for line in log[3:]]
    return [*log[:3], replace(log[3], detail='{"persons":0}'), *later]


MANIPULATIONS: dict[str, tuple[Callable[[list[Line]], list[Line]], int]] = {
    "a line is changed": (lambda log: [*log[:4], replace(log[4], detail='{"persons":0}'), *log[5:]], 5),
    "a line says another time": (lambda log: [replace(log[0], at=NOON), *log[1:]], 1),
    "a line names another role": (lambda log: [*log[:8], replace(log[8], actor="lake_owner")], 9),
    "a line is taken out": (lambda log: [*log[:4], *log[5:]], 5),
    "a line is taken out and the others close up": (
        lambda log: [*log[:4], *(replace(line, seq=line.seq - 1) for line in log[5:])],
        5,
    ),
    "two lines change places": (moved, 4),
    "a line is put in between": (put_between, 4),
    "the end is cut off": (lambda log: log[:7], 8),
    "everything is taken out": (lambda log: [], 1),
    "everything is made anew with the key": (lambda log: written(9, detail='{"persons":1%d}'), 3),
    "everything is made anew with another key": (lambda log: written(9, OTHER), 1),
}


def test_an_orderly_log_verifies() -> None:
    assert verify(KEYRING, LAKE, LOG, ANCHORS) == Verdict(9)
    assert verify(KEYRING, LAKE, [], {}) == Verdict(0)


@pytest.mark.parametrize(("manipulation", "first_bad"), MANIPULATIONS.values(), ids=MANIPULATIONS.keys())
def test_each_manipulation_is_found_at_its_first_line(
    manipulation: Callable[[list[Line]], list[Line]], first_bad: int
) -> None:
    verdict = verify(KEYRING, LAKE, manipulation(LOG), ANCHORS)
    assert (verdict.bad, verdict.lines) == (first_bad, first_bad - 1)


def test_a_log_of_another_lake_does_not_verify() -> None:
    assert verify(KEYRING, LAKE.replace("3", "4"), LOG, {}).bad == 1


def test_an_anchor_survives_being_cut_off(tmp_path: Path) -> None:
    anchor = Anchor(tmp_path / "audit" / "anchor.log")
    for line in LOG[:2]:
        anchor.note(line)
    with anchor.path.open("ab") as file:
        file.write(b"\n3 0011")
    anchor.note(LOG[3])
    assert anchor.read() == {line.seq: {line.mac} for line in (*LOG[:2], LOG[3])}
    assert anchor.path.stat().st_mode & 0o077 == 0


def test_a_missing_anchor_is_told(tmp_path: Path) -> None:
    with pytest.raises(AuditError, match="AUDIT_ANCHOR"):
        Anchor(tmp_path / "none.log").read()


@pytest.mark.parametrize("value", ["ada@example.org", "Ada", "192.0.2.1", "0" * 31, "A" * 32, "two\nlines", ""])
def test_a_value_of_a_person_does_not_go_in(value: str) -> None:
    with pytest.raises(AuditError, match="closed words"):
        _told({"subject": value})


def test_details_are_told_alike_whatever_their_order() -> None:
    assert _told({"b": 1, "a": "done"}) == _told({"a": "done", "b": 1}) == '{"a":"done","b":1}'


def test_an_end_that_was_cut_off_is_found_after_others_have_written_on(tmp_path: Path) -> None:
    anchor = Anchor(tmp_path / "anchor.log")
    after_the_cut = [*LOG[:7], *written(9, detail='{"again":%d}')[7:]]
    chain = Chain(KEYRING.for_life(Purpose.AUDIT), LAKE)
    before = LOG[6].mac
    for at in (7, 8):
        line = after_the_cut[at]
        before = chain.mac(before, line.seq, line.at, line.actor, line.action, line.detail)
        after_the_cut[at] = replace(line, mac=before)
    for line in (*LOG, *after_the_cut[7:]):
        anchor.note(line)
    assert verify(KEYRING, LAKE, after_the_cut, {}) == Verdict(9), "a sound chain by itself"
    assert verify(KEYRING, LAKE, after_the_cut, anchor.read()).bad == 8

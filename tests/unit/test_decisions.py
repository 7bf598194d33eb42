"""Rulings by what persons have decided, beside a plain reading of the rule, one record at a time."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from lakehouse.decisions import KINDS, DecisionReader, DecisionWriter, Records, Ruling, Said, names_any
from lakehouse.persons import wipe
from lakehouse.segments import destroy

pytestmark = pytest.mark.unit

Decision = tuple[bytes, int, Said]
Record = tuple[bytes, int, int]


def plainly(decisions: list[Decision], record: Record, waits: bool, lasting: bool) -> Ruling:
    who, event, arrived = record
    own = sorted(
        ((at, said != Said.YES, said) for whose, at, said in decisions if whose == who),
        key=lambda each: (*each[:2], -each[2]),
    )
    of_use = [said for _, _, said in own if said in (Said.RESTRICTED, Said.LIFTED)]
    restricted = of_use[-1:] == [Said.RESTRICTED]
    if any(said in (Said.ERASED, Said.GONE) and min(event, arrived) <= at for at, _, said in own):
        return Ruling.BARRED
    own = [each for each in own if each[2] in (Said.NO, Said.YES, Said.ERASED)]
    if own and own[-1][2] is not Said.YES:
        return Ruling.BARRED
    before = own if lasting else [each for each in own if each[0] <= event]
    if before and before[-1][2] is not Said.YES:
        return Ruling.BARRED
    if restricted:
        return Ruling.RESTRICTED
    return Ruling.WAITS if waits and not before else Ruling.USED


def persons(count: int) -> list[bytes]:
    """Half of them share their first half with another: a look-up that goes by that alone would mix them up."""
    return [(number // 2).to_bytes(8) + (number % 2).to_bytes(8) for number in range(count)]


def added(writer: DecisionWriter, decisions: list[Decision]) -> None:
    ids, at, said = zip(*decisions, strict=True)
    writer.add(b"".join(ids), np.array(at, np.int64), np.array(said, np.int8))


@pytest.mark.parametrize("seed", range(40))
def test_rulings_are_those_of_the_rule(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    who = persons(chance.choice([1, 4, 30]))
    decisions = [
        (chance.choice(who), chance.randrange(12), chance.choice(list(Said))) for _ in range(chance.randrange(60))
    ]
    records = [(chance.choice([*who, bytes(15) + b"x"]), chance.randrange(14), chance.randrange(14)) for _ in range(80)]
    writer, rest = DecisionWriter(tmp_path, "t"), list(decisions)
    while rest:  # in segments of different sizes
        many = chance.randrange(1, 9)
        added(writer, rest[:many])
        rest = rest[many:]
    waits, lasting = chance.random() < 0.5, chance.random() < 0.3
    ids, event, arrived = zip(*records, strict=True)
    given = Records(ids, np.array(event, np.int64), np.array(arrived, np.int64), lasting)
    ruled = DecisionReader(writer.decisions(waits)).rulings(given).tolist()
    assert ruled == [plainly(decisions, record, waits, lasting) for record in records]


def test_segments_stay_few(tmp_path: Path) -> None:
    writer = DecisionWriter(tmp_path, "t")
    for number in range(200):
        added(writer, [(number.to_bytes(16), number, Said.YES)])
        writer.sweep()
    assert len(writer.decisions(waits=True).segments) <= 9
    assert len(list(tmp_path.iterdir())) == 3 * len(writer.decisions(waits=True).segments)


def test_who_is_wiped_is_in_no_file(tmp_path: Path) -> None:
    writer = DecisionWriter(tmp_path, "t")
    gone, stays = b"g" * 16, b"s" * 16
    added(writer, [(gone, 1, Said.YES)] * 3 + [(stays, 1, Said.YES)])
    (mixed,) = writer.decisions(waits=True).segments
    other = DecisionWriter(tmp_path, "other")
    added(other, [(stays, 1, Said.NO)])
    assert names_any(mixed, [gone, b"n" * 16])
    wipe(tmp_path, [7], [gone])
    assert not any(np.load(path)[0].size > 1 for path in tmp_path.glob("t-*.who.npy"))
    assert not list(tmp_path.glob("t-*"))
    assert len(list(tmp_path.glob("other-*"))) == 3
    destroy(mixed, KINDS)  # is gone already
    assert not writer.whole
    (tmp_path / "half.who.npy").write_bytes(b"a job was killed")
    wipe(tmp_path, [7], [gone])
    assert not list(tmp_path.glob("half*"))

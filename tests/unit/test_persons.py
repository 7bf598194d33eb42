"""The person snapshot: every person is found once and with their own row, however the segments were merged."""

from __future__ import annotations

import random
import stat
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from lakehouse.persons import ROW, SnapshotReader, SnapshotWriter, wipe
from lakehouse.references import NEVER, Micros, Refs, halves

pytestmark = pytest.mark.unit


def ref(high: int, low: int) -> bytes:
    return high.to_bytes(8) + low.to_bytes(8)


def row(number: int) -> bytes:
    return (
        number.to_bytes(16)
        + (number % 99 + 1).to_bytes(2)
        + (1).to_bytes(2)
        + number.to_bytes(76)
        + NEVER.to_bytes(8, signed=True)
    )


def people(numbers: dict[bytes, int]) -> tuple[Refs, npt.NDArray[np.void], Micros]:
    """References, rows and numbers as the registry hands them in."""
    rows = np.frombuffer(b"".join(map(row, numbers.values())), dtype=ROW)
    return halves(b"".join(numbers)), rows, np.array([number % 2**63 for number in numbers.values()], np.int64)


def found(writer: SnapshotWriter, wanted: list[bytes]) -> dict[bytes, bytes]:
    """Rows by reference, of those that are known."""
    result = SnapshotReader(writer.snapshot()).find(b"".join(wanted))
    assert (len(result.known), len(result.rows)) == (len(wanted), len(wanted))
    return {one: bytes(row) for one, row, known in zip(wanted, result.rows, result.known, strict=True) if known}


def test_a_row_is_104_bytes_in_the_order_of_the_wire() -> None:
    assert ROW.itemsize == 104
    made = np.frombuffer(row(7), dtype=ROW)[0]
    assert (bytes(made["subject_id"]), int(made["key_version"]), int(made["kek_version"])) == ((7).to_bytes(16), 8, 1)
    assert bytes(made["wrapped"]) == (7).to_bytes(76)


def test_halves_are_two_numbers_in_the_order_of_bytes() -> None:
    assert halves(ref(1, 2) + ref(2**64 - 1, 0)).tolist() == [[1, 2**64 - 1], [2, 0]]


def test_nobody_is_known_at_first(tmp_path: Path) -> None:
    writer = SnapshotWriter(tmp_path / "registry")
    assert writer.snapshot().segments == ()
    assert found(writer, [ref(1, 1)]) == {}
    assert found(writer, []) == {}


def test_nobody_is_looked_for(tmp_path: Path) -> None:
    writer = SnapshotWriter(tmp_path / "registry")
    writer.add(*people({ref(1, 1): 1}))
    assert found(writer, []) == {}


def test_adding_nobody_changes_nothing(tmp_path: Path) -> None:
    writer = SnapshotWriter(tmp_path / "registry")
    writer.add(*people({}))
    assert found(writer, [ref(1, 1)]) == {}


def test_each_person_has_their_own_row(tmp_path: Path) -> None:
    writer = SnapshotWriter(tmp_path / "registry")
    numbers = {ref(high, high ^ 5): high for high in (2**64 - 1, 0, 17, 2**63, 1)}
    writer.add(*people(numbers))
    assert found(writer, [*numbers, ref(3, 3)]) == {one: row(number) for one, number in numbers.items()}


def test_persons_with_equal_first_halves_are_told_apart(tmp_path: Path) -> None:
    writer = SnapshotWriter(tmp_path / "registry")
    highs = (0, 8, 2**64 - 1)
    numbers = {ref(high, low): low + 1 for high in highs for low in (9, 0, 5, 2**64 - 1, 7)}
    writer.add(*people(numbers))
    strangers = [ref(high, low) for high in highs for low in (1, 6, 8, 2**64 - 2)]
    assert found(writer, [*numbers, *strangers]) == {one: row(number) for one, number in numbers.items()}


def test_a_person_who_is_asked_for_twice_is_found_twice(tmp_path: Path) -> None:
    writer = SnapshotWriter(tmp_path / "registry")
    writer.add(*people({ref(1, 1): 1}))
    assert SnapshotReader(writer.snapshot()).find(ref(1, 1) * 3).known.tolist() == [True] * 3


def test_many_small_batches_make_few_segments(tmp_path: Path) -> None:
    writer = SnapshotWriter(tmp_path / "registry")
    for number in range(1, 200):
        writer.add(*people({ref(number, number): number}))
        sizes = [np.load(f"{path}.refs.npy").shape[1] for path in writer.snapshot().segments]
        assert sum(sizes) == number
        assert all(older > 2 * newer for older, newer in pairwise(sizes))
        assert len(sizes) <= number.bit_length()


def test_a_small_batch_does_not_rewrite_a_large_segment(tmp_path: Path) -> None:
    writer = SnapshotWriter(tmp_path / "registry")
    writer.add(*people({ref(number, 0): number for number in range(1, 1000)}))
    (large,) = writer.snapshot().segments
    writer.add(*people({ref(5000, 0): 1}))
    assert writer.snapshot().segments[0] == large


def test_an_open_batch_reads_on_until_the_sweep(tmp_path: Path) -> None:
    writer = SnapshotWriter(tmp_path / "registry")
    writer.add(*people({ref(1, 1): 1}))
    before = writer.snapshot()
    writer.add(*people({ref(2, 2): 2}))
    assert SnapshotReader(before).find(ref(1, 1) + ref(2, 2)).known.tolist() == [True, False]
    writer.sweep()
    with pytest.raises(FileNotFoundError):
        SnapshotReader(before)
    assert len(found(writer, [ref(1, 1), ref(2, 2)])) == 2
    writer.sweep()


def test_the_sweep_leaves_the_files_of_the_snapshot_and_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "registry"
    writer = SnapshotWriter(folder)
    for number in range(50):
        writer.add(*people({ref(number, number): number}))
    writer.sweep()
    named = {f"{path}.{kind}.npy" for path in writer.snapshot().segments for kind in ("refs", "rows", "seqs")}
    assert {str(path) for path in folder.iterdir()} == named


def test_the_folder_is_private_and_what_a_killed_job_left_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "registry"
    SnapshotWriter(folder).add(*people({ref(1, 1): 1}))
    writer = SnapshotWriter(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(folder.iterdir()) == []
    assert found(writer, [ref(1, 1)]) == {}


def test_two_writers_of_one_folder_never_give_equal_snapshots(tmp_path: Path) -> None:
    snapshots = []
    for number in (1, 2):
        writer = SnapshotWriter(tmp_path / "registry")
        writer.add(*people({ref(number, number): number}))
        snapshots.append(writer.snapshot())
    assert snapshots[0] != snapshots[1]


def test_a_forgotten_person_is_unknown_and_their_wrapped_keys_are_gone_from_the_files(tmp_path: Path) -> None:
    writer = SnapshotWriter(tmp_path / "registry")
    wrapped = {number: bytes([number]) * 76 for number in (65, 66, 67)}
    refs, rows, seqs = people({ref(number, number): number for number in wrapped})
    rows = rows.copy()
    rows["wrapped"] = [wrapped[int(seq)] for seq in seqs]
    writer.add(refs, rows, seqs)
    before = writer.snapshot()
    writer.forget(np.array([66], np.int64), up_to=4)
    assert writer.snapshot().forgotten == 4
    assert writer.snapshot() != before
    known = SnapshotReader(writer.snapshot()).find(b"".join(ref(number, number) for number in wrapped)).known
    assert known.tolist() == [True, False, True]
    files = b"".join(path.read_bytes() for path in (tmp_path / "registry").iterdir())
    assert [each in files for each in wrapped.values()] == [True, False, True]


@pytest.mark.parametrize("seed", range(5))
def test_whoever_is_wiped_in_whatever_order_the_others_are_found_and_nothing_names_the_wiped(
    tmp_path: Path, seed: int
) -> None:
    draw = random.Random(seed)
    refs = {number: draw.randbytes(16) for number in range(60)}
    writer = SnapshotWriter(tmp_path / "registry")
    numbers = list(refs)
    writer.add(*people({refs[number]: number for number in numbers[:40]}))
    writer.add(*people({refs[number]: number for number in numbers[40:]}))
    gone: set[int] = set()
    for going in (draw.sample(numbers, 7), sorted(numbers, key=refs.__getitem__)[:3], draw.sample(numbers, 20)):
        wipe(tmp_path, going)  # as another process does
        gone |= set(going)
        kept = [refs[number] for number in numbers if number not in gone]
        assert set(found(writer, list(refs.values()))) == set(kept)
        held = np.concatenate([np.load(path) for path in tmp_path.rglob("*.refs.npy")], axis=1)
        there = {bytes(held[:, at].astype(">u8").tobytes()) for at in range(held.shape[1])}
        assert not there & {refs[number] for number in gone}


def test_a_forgotten_person_is_left_out_of_a_merge_and_may_come_back(tmp_path: Path) -> None:
    writer = SnapshotWriter(tmp_path / "registry")
    writer.add(*people({ref(1, 1): 1}))
    writer.forget(np.array([1], np.int64), up_to=1)
    writer.add(*people({ref(2, 2): 2}))
    assert set(found(writer, [ref(1, 1), ref(2, 2)])) == {ref(2, 2)}
    writer.add(*people({ref(1, 1): 3}))
    assert found(writer, [ref(1, 1)]) == {ref(1, 1): row(3)}


def test_the_suppression_list_tells_when_a_person_was_erased(tmp_path: Path) -> None:
    writer = SnapshotWriter(tmp_path / "registry")
    assert SnapshotReader(writer.snapshot()).erased_at(ref(1, 1)).tolist() == [NEVER]
    writer.suppress(halves(ref(9, 9) + ref(1, 1)), np.array([90, 10], np.int64))
    entries = ref(1, 1) + ref(5, 5) + ref(9, 9) + ref(9, 8)
    assert SnapshotReader(writer.snapshot()).erased_at(entries).tolist() == [10, NEVER, 90, NEVER]
    writer.suppress(halves(ref(1, 1)), np.array([20], np.int64))
    writer.sweep()
    assert SnapshotReader(writer.snapshot()).erased_at(entries).tolist() == [20, NEVER, NEVER, NEVER]
    assert len(list((tmp_path / "registry").iterdir())) == 2

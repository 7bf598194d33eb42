"""Full disks: which one is named, and a log that loses lines instead of its job."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from streaming.journal import Journal
from streaming.space import Space

pytestmark = pytest.mark.unit

_MB = 1024 * 1024


@pytest.fixture
def disks(monkeypatch: pytest.MonkeyPatch) -> dict[Path, int]:
    """Free bytes by folder, in place of what the kernel says: a disk is not filled for a sentence."""
    free: dict[Path, int] = {}
    real = os.statvfs

    def statvfs(folder: Path) -> os.statvfs_result:
        found = list(real(folder))
        if folder in free:
            found[0] = found[1] = 1
            found[4] = free[folder]
        return os.statvfs_result(found)

    monkeypatch.setattr(os, "statvfs", statvfs)
    return free


@pytest.fixture
def space(tmp_path: Path) -> Space:
    for name in ("lake", "tmp", "kafka"):
        (tmp_path / name).mkdir()
    return Space({name: tmp_path / name for name in ("lake", "tmp", "kafka")})


def test_a_service_with_room_is_not_full(space: Space, disks: dict[Path, int]) -> None:
    disks[space.folders["kafka"]] = 500 * _MB
    assert space.full("kafka") is None


def test_a_service_without_room_is_named_with_its_folder(space: Space, disks: dict[Path, int]) -> None:
    folder = space.folders["kafka"]
    disks[folder] = _MB
    assert space.full("kafka") == (
        f"no room is left on the disk of kafka ({folder}): make room and start again; nothing is lost"
    )


def test_nothing_is_said_of_a_service_elsewhere(space: Space) -> None:
    assert space.full("postgres") is None


def test_a_write_without_room_names_what_shares_the_fullest_disk(space: Space, disks: dict[Path, int]) -> None:
    disks.update({space.folders["lake"]: 900 * _MB, space.folders["tmp"]: 70 * _MB, space.folders["kafka"]: 800 * _MB})
    assert space.told().startswith("no room is left on the disk of lake, tmp and kafka (")
    assert f"({space.folders['tmp']})" in space.told()


def test_a_folder_that_is_gone_counts_where_it_was(tmp_path: Path) -> None:
    assert "lake" in Space({"lake": tmp_path / "gone" / "deep"}).told()


@contextmanager
def longest_file(size: int) -> Iterator[None]:
    """No file of this process grows beyond ``size`` bytes: what fits of a write is written, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_log_without_room_loses_lines_and_says_how_many(tmp_path: Path) -> None:
    path = tmp_path / "stream.jsonl"
    journal = Journal(path)
    journal.note("begin")
    with longest_file(path.stat().st_size + 10):
        for number in range(3):
            journal.note("batch", number=number)
        assert journal.missed == 3
    journal.note("after")
    journal.note("end")
    journal.close()
    begin, torn, after, end = path.read_text("utf-8").splitlines()
    assert len(torn) == 10
    assert [json.loads(line)["event"] for line in (begin, after, end)] == ["begin", "after", "end"]
    assert json.loads(after)["missed_lines"] == 3
    assert "missed_lines" not in json.loads(end)

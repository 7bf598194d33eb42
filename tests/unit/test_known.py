"""The look-up of known identities in files: finds each that is there, opens no row group that cannot hold one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lakehouse import known

pytestmark = pytest.mark.unit

FIRST_MINUTE = 29_000_000


def tally_of(keys: list[bytes], minutes: list[int]) -> pa.Table:
    return pa.table({"event_key": pa.array(keys, pa.binary()), "minute": pa.array(minutes, pa.int64())})


def file_of(folder: Path, keys: list[bytes], minutes: list[int], rows_a_group: int, statistics: bool = True) -> str:
    at = pa.array([minute * 60_000_000 for minute in minutes], pa.timestamp("us", tz="UTC"))
    rows = pa.table(
        {
            "event_key": pa.array(keys, pa.binary()),
            "content_hash": pa.array([key[::-1] for key in keys], pa.binary()),
            "event_time": at,
        }
    )
    path = folder / f"{len(list(folder.iterdir()))}.parquet"
    pq.write_table(rows, path, row_group_size=rows_a_group, write_statistics=statistics)
    return str(path)


def found(path: str, rows: pa.Table) -> set[bytes]:
    batches = list(known._of_file(path, known._Wanted(rows)))
    for batch in batches:
        assert batch.schema.names == ["event_key", "content_hash"]
        pairs = zip(batch["event_key"].to_pylist(), batch["content_hash"].to_pylist(), strict=True)
        assert all(content == key[::-1] for key, content in pairs)
    return {key for batch in batches for key in batch["event_key"].to_pylist()}


@pytest.fixture
def identities() -> list[bytes]:
    dice = np.random.default_rng(7)
    return [dice.bytes(16) for _ in range(5_000)]


@pytest.mark.parametrize("statistics", [True, False])
def test_every_identity_that_is_there_is_found(tmp_path: Path, identities: list[bytes], statistics: bool) -> None:
    minutes = [FIRST_MINUTE + at // 10 for at in range(len(identities))]
    path = file_of(tmp_path, identities, minutes, 300, statistics)
    sent = list(range(1_000, 1_200)) + list(range(4_321, 4_400))
    fresh = np.random.default_rng(8)
    rows = tally_of(
        [*(identities[at] for at in sent), *(fresh.bytes(16) for _ in range(2_000))],
        [*(minutes[at] for at in sent), *(FIRST_MINUTE + at % 500 for at in range(2_000))],
    )
    assert found(path, rows) == {identities[at] for at in sent}


def test_an_identity_with_the_same_first_half_is_for_the_judge_to_sort_out(tmp_path: Path) -> None:
    path = file_of(tmp_path, [b"12345678abcdefgh", b"87654321abcdefgh"], [FIRST_MINUTE] * 2, 10)
    assert found(path, tally_of([b"12345678ABCDEFGH"], [FIRST_MINUTE])) == {b"12345678abcdefgh"}


@pytest.mark.parametrize(
    ("minute", "groups"),
    [(0, [0]), (9, [0]), (10, [1]), (25, [2]), (99, [9]), (100, None), (-1, None)],
)
def test_only_row_groups_of_the_minutes_are_read(
    tmp_path: Path, identities: list[bytes], minute: int, groups: list[int] | None
) -> None:
    path = file_of(tmp_path, identities[:1_000], [FIRST_MINUTE + at // 10 for at in range(1_000)], 100)
    with patch.object(pq.ParquetFile, "iter_batches", return_value=iter([])) as read:
        assert found(path, tally_of([identities[0]], [FIRST_MINUTE + minute])) == set()
    assert (read.call_args.args[1] if groups else read.call_args) == groups


def test_the_old_type_of_instants_tells_nothing_and_is_read(tmp_path: Path, identities: list[bytes]) -> None:
    rows = pa.table(
        {
            "event_key": pa.array(identities, pa.binary()),
            "content_hash": pa.array([key[::-1] for key in identities], pa.binary()),
            "event_time": pa.array(
                [dt.datetime(2025, 1, 1, tzinfo=dt.UTC)] * len(identities), pa.timestamp("ns", tz="UTC")
            ),
        }
    )
    path = str(tmp_path / "old.parquet")
    pq.write_table(rows, path, use_deprecated_int96_timestamps=True)
    assert found(path, tally_of([identities[3]], [FIRST_MINUTE])) == {identities[3]}

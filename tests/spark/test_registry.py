"""The registry: one row a person whoever meets them first, and every row known to every job at its next batch."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from psycopg2 import errors

from conf import Settings
from governance.database import Database
from governance.registry import Registry
from lakehouse.persons import SnapshotReader, SnapshotWriter
from lakehouse.road import Stranger
from privacy.keyfile import read_keyring
from privacy.keys import Keyring
from schemas.purposes import ANALYTICS
from tests.support.clones import Clone, Clones
from tests.support.people import query

pytestmark = pytest.mark.spark  # needs the database, and no session: seconds


@pytest.fixture
def clone(clones: Clones) -> Iterator[Clone]:
    with clones.clone() as made:
        yield made


@pytest.fixture
def keyring(settings: Settings) -> Keyring:
    return read_keyring(settings.paths.key_file)


@pytest.fixture
def key_file(settings: Settings) -> Path:
    return settings.paths.key_file


def strangers(numbers: Iterator[int] | range) -> list[Stranger]:
    return [Stranger(number.to_bytes(16), b"vault") for number in numbers]


def registry(clone: Clone, key_file: Path, folder: Path) -> Registry:
    return Registry(Database(clone.job), key_file, SnapshotWriter(folder), ANALYTICS)


def test_two_jobs_that_meet_the_same_strangers_make_one_row_each(clone: Clone, key_file: Path, tmp_path: Path) -> None:
    start = threading.Barrier(2)

    def mint(number: int) -> list[bytes]:
        own = registry(clone, key_file, tmp_path / str(number))
        for round_ in range(10):
            # Each round both meet the same 60 of 100 persons, one counting up and one down.
            met = strangers(range(100 * round_ + 20 * number, 100 * round_ + 20 * number + 80))
            start.wait(30)
            own.mint(met if number else met[::-1])
        found = SnapshotReader(own.snapshot()).find(b"".join(ref for ref, *_ in strangers(range(1000))))
        return [bytes(row["subject_id"]) for row in found.rows]

    with ThreadPoolExecutor(2) as threads:
        seen = list(threads.map(mint, range(2)))
    rows = query(clone.owner, "SELECT subject_ref, subject_id FROM registry.person ORDER BY 1")
    assert [int.from_bytes(bytes(row[0])) for row in rows] == list(range(1000))
    # Whoever minted last in a round has seen everything; the other saw the same row wherever it saw one.
    everything = [bytes(row[1]) for row in rows]
    for found in seen:
        assert all(one in (other, bytes(16)) for one, other in zip(found, everything, strict=True))


def test_the_next_batch_knows_everybody_in_the_table(clone: Clone, key_file: Path, tmp_path: Path) -> None:
    idle, busy = (registry(clone, key_file, tmp_path / name) for name in ("idle", "busy"))
    idle.open_batch()
    for first in (0, 500, 900):
        busy.mint(strangers(range(first, first + 100 + first // 3)))
    idle.open_batch()
    rows = query(
        clone.owner,
        "SELECT subject_ref, subject_id, key_version, kek_version, wrapped_keys FROM registry.person ORDER BY seq",
    )
    found = SnapshotReader(idle.snapshot()).find(b"".join(bytes(row[0]) for row in rows))
    assert len(rows) == 100 + 266 + 400
    assert found.known.all()
    assert [
        (bytes(row["subject_id"]), int(row["key_version"]), int(row["kek_version"]), bytes(row["wrapped"]))
        for row in found.rows
    ] == [(bytes(row[1]), row[2], row[3], bytes(row[4])) for row in rows]


def test_a_snapshot_holds_nobody_else(clone: Clone, key_file: Path, tmp_path: Path) -> None:
    own = registry(clone, key_file, tmp_path)
    own.mint(strangers(range(10)))
    found = SnapshotReader(own.snapshot()).find(b"".join(ref for ref, *_ in strangers(range(5, 15))))
    assert found.known.tolist() == [True] * 5 + [False] * 5
    assert not np.frombuffer(found.rows[5:].tobytes(), np.uint8).any()


def test_a_snapshot_that_a_batch_reads_stays_until_the_next_batch(clone: Clone, key_file: Path, tmp_path: Path) -> None:
    own = registry(clone, key_file, tmp_path)
    own.mint(strangers(range(10)))
    before = own.snapshot()
    own.mint(strangers(range(10, 30)))
    assert SnapshotReader(before).find(strangers(range(1))[0][0]).known.all()
    own.open_batch()
    kept = {Path(segment).name for segment in own.snapshot().segments}
    assert {path.name.split(".")[0] for path in tmp_path.iterdir()} == kept


def test_two_callers_get_the_same_key_of_the_day(clone: Clone, key_file: Path, tmp_path: Path) -> None:
    start = threading.Barrier(4)

    def ask(number: int) -> object:
        own = registry(clone, key_file, tmp_path / str(number))
        start.wait(30)
        return own.quarantine_key()

    with ThreadPoolExecutor(4) as threads:
        keys = set(threads.map(ask, range(4)))
    assert len(keys) == 1


def test_person_keys_open_only_as_that_persons(clone: Clone, keyring: Keyring, key_file: Path, tmp_path: Path) -> None:
    registry(clone, key_file, tmp_path).mint(strangers(range(2)))
    (one, two) = query(clone.owner, "SELECT subject_id, wrapped_keys, kek_version FROM registry.person")
    keys = keyring.unwrap_person(bytes(one[1]), bytes(one[0]), one[2])
    assert len({keys.user_key, keys.dek}) == 2
    with pytest.raises(Exception, match="does not open"):
        keyring.unwrap_person(bytes(one[1]), bytes(two[0]), one[2])


def test_statistics_keep_no_value_of_a_person(clone: Clone, key_file: Path, tmp_path: Path) -> None:
    registry(clone, key_file, tmp_path).mint(strangers(range(500)))
    query(clone.owner, "ANALYZE registry.person")
    kept = query(clone.owner, "SELECT attname FROM pg_stats WHERE schemaname = 'registry' ORDER BY 1")
    assert {name for (name,) in kept}.isdisjoint({"subject_ref", "subject_id", "wrapped_keys", "vault_user_id"})


@pytest.mark.parametrize("table", ["registry.person", "registry.quarantine_key", "ledger.lake", "ledger.batch"])
@pytest.mark.parametrize(
    "statement",
    ["ALTER TABLE {} ADD COLUMN more int", "DROP TABLE {}", "TRUNCATE {}", "CREATE INDEX ON {} ((1))"],
    ids=["alter", "drop", "truncate", "index"],
)
def test_the_job_role_changes_rows_and_no_table(clone: Clone, table: str, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        query(clone.job, statement.format(table))

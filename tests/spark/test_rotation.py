"""Rotation of the master key: old and new rows join, nobody is there twice, and what is retired opens nothing."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from batch.erase import forget
from governance.database import DatabaseError
from governance.lake import bind_key
from governance.rotation import Rotation, RotationError
from lakehouse.road import BatchReport, Keys
from privacy.keyfile import read_keyring
from privacy.keys import KeyFileError, Keyring, Purpose, Unopenable
from schemas.outcomes import Fate
from tests.conftest import NewLake
from tests.support.installation import Installation
from tests.support.records import Arrival, arrivals, event, profile

pytestmark = pytest.mark.spark

REJECTED = arrivals(
    [event(event_id="evt-00000099", user_id="bob", event_type="share"), event(user_id={"name": "x"})], first=90
)


def events_of(*names: str, first: int = 0) -> list[Arrival]:
    payloads = [event(event_id=f"evt-{first + at:08d}", user_id=name) for at, name in enumerate(names)]
    return arrivals(payloads, first)


@dataclass(frozen=True)
class Rotated:
    """``wrapped``: persons wrapped anew; ``old_row``: keys, id and version of a person before; ``again``: what became
    of records that had come before."""

    lake: Installation
    wrapped: int
    old_file: Path
    old_row: tuple[Any, ...]
    again: BatchReport


@contextmanager
def of_its_own(new_lake: NewLake) -> Iterator[Installation]:
    """A lake with a key file of its own."""
    with new_lake() as lake:
        key_file = lake.folder / "keys" / "master.key"
        key_file.parent.mkdir(mode=0o700)
        shutil.copy2(lake.control.key_file, key_file)
        lake.control = replace(lake.control, keys=Keys(str(key_file), lake.control.keys.fingerprint))
        yield lake


@pytest.fixture
def lake(new_lake: NewLake) -> Iterator[Installation]:
    with of_its_own(new_lake) as lake:
        yield lake


def rotation(lake: Installation) -> Rotation:
    return Rotation(lake.database(), lake.control.key_file)


def rotate(lake: Installation) -> int:
    """What `make rotate-keys` does; how many persons were wrapped anew."""
    one = rotation(lake)
    one.begin()
    return sum(one.rewrap())


def retire(lake: Installation, version: int = 1) -> None:
    rotation(lake).retire(version)


def versions(lake: Installation) -> set[tuple[int, int, int]]:
    return {
        (row[0], row[1], row[2])
        for row in lake.query("SELECT ref_key_version, kek_version, vault_key_version FROM registry.person")
    }


@pytest.fixture(scope="module")
def rotated(new_lake: NewLake) -> Iterator[Rotated]:
    """A lake whose master key was rotated, and its first version retired, under three jobs of which two were there
    before."""
    with of_its_own(new_lake) as lake:
        early, late, profiles = lake.road("events"), lake.road("events"), lake.road("users")
        mail = profile(user_id="ada", email="ada@example.org"), profile(user_id="bob")
        lake.carry("users", arrivals(mail), road=profiles)
        lake.carry("events", [*events_of("ada", "bob"), *REJECTED], 0, early)
        lake.carry("events", events_of("ada", first=5), 0, late, job="other.events")
        old_file = lake.folder / "keys" / "old.key"
        shutil.copy2(lake.control.key_file, old_file)
        old_row = lake.query("SELECT wrapped_keys, subject_id, kek_version FROM registry.person LIMIT 1")[0]
        wrapped = rotate(lake)
        lake.carry("events", events_of("ada", "bob", "carol", first=10), 1, early)
        lake.carry("events", events_of("ada", "carol", "dan", first=20), 1, late, job="other.events")
        retire(lake)
        lake.carry("events", events_of("ada", "bob", "carol", "dan", "eve", first=30), 2, early)
        newer = profile(user_id="bob", email="ada@example.org", updated_at="2026-03-04T11:58:00Z")
        lake.carry("users", arrivals([newer], 10), 1, profiles)
        started_later = lake.road("events")
        report = lake.carry("events", events_of("eve", "ada", first=40), 2, started_later, job="third.events")
        again = [replace(each, offset=each.offset + 1000) for each in events_of("ada", "bob")]
        report = lake.carry("events", again, 3, started_later, job="third.events")
        assert report
        yield Rotated(lake, wrapped, old_file, old_row, report)


def test_nobody_is_made_twice_and_old_rows_join_new_ones(rotated: Rotated) -> None:
    lake = rotated.lake
    assert rotated.wrapped == 2
    assert versions(lake) == {(2, 2, 2)}
    assert lake.query("SELECT count(*) FROM registry.person") == [(5,)]
    assert Counter(row["who"] for row in lake.silver("events")) == {"ada": 6, "bob": 3, "carol": 3, "dan": 2, "eve": 2}
    assert {row["who"] for row in lake.silver("users")} == {"ada", "bob"}


def test_what_came_before_is_a_duplicate_when_it_comes_again(rotated: Rotated) -> None:
    (account,) = rotated.again.judgement.accounts if rotated.again.judgement else ()
    assert account.fates[Fate.DUPLICATE] == 2


def test_bronze_and_quarantine_of_before_open_under_the_new_version(rotated: Rotated) -> None:
    opened = {payload for _, payload in rotated.lake.bronze("events").values()}
    assert {record.payload for record in events_of("ada", "bob")} < opened
    assert {payload for _, _, payload in rotated.lake.quarantine().values()} == {each.payload for each in REJECTED}


def test_what_is_retired_opens_nothing_and_the_old_file_is_refused(rotated: Rotated) -> None:
    keyring = read_keyring(rotated.lake.control.key_file)
    wrapped, subject_id, version = rotated.old_row
    with pytest.raises(KeyFileError, match="no version 1"):
        keyring.unwrap_person(bytes(wrapped), bytes(subject_id), version)
    with pytest.raises(Unopenable):
        keyring.unwrap_person(bytes(wrapped), bytes(subject_id), 2)
    with pytest.raises(DatabaseError, match="is not the one this lake was made with"):
        bind_key(rotated.lake.database(), rotated.old_file)
    with pytest.raises(KeyFileError, match="cannot be retired"):
        retire(rotated.lake, 2)


def test_email_hashes_carry_their_version_and_those_of_before_cannot_be_made_any_more(rotated: Rotated) -> None:
    rows = {row["key_version"]: row["email_hash"] for row in rotated.lake.silver("users")}
    keyring = read_keyring(rotated.lake.control.key_file)
    assert rows[2] == keyring.keyed_hash(Purpose.EMAIL)(b"ada@example.org")
    assert rows[1] != rows[2]
    with pytest.raises(KeyFileError):
        keyring.keyed_hash(Purpose.EMAIL, 1)


def test_nothing_is_left_beside_the_key_file(rotated: Rotated) -> None:
    key_file = rotated.lake.control.key_file
    assert sorted(path.name for path in key_file.parent.iterdir()) == ["master.key", "old.key"]
    assert key_file.stat().st_mode & 0o777 == 0o400


def test_between_a_new_version_and_the_last_row_under_it_both_can_be_read(lake: Installation) -> None:
    road = lake.road("events")
    lake.carry("events", events_of("ada"), 0, road)
    rotation(lake).begin()
    lake.carry("events", events_of("ada", "bob", first=10), 1, road)
    lake.carry("events", events_of("ada", "bob", first=20), 0, lake.road("events"), job="other.events")
    assert versions(lake) == {(1, 1, 1), (2, 2, 2)}
    assert lake.query("SELECT count(*) FROM registry.person") == [(2,)]
    with pytest.raises(RotationError, match="version 1 is still needed: 1 persons"):
        retire(lake)
    assert rotation(lake).unfinished()
    assert sum(rotation(lake).rewrap()) == 1
    retire(lake)


def test_a_person_is_forgotten_whichever_version_they_stand_under(lake: Installation) -> None:
    lake.carry("events", events_of("ada", "bob", "carol"), 0)
    rotation(lake).begin()
    lake.carry("events", events_of("dan", first=10), 1)
    lake.forget("ada", "dan")
    list(rotation(lake).rewrap())
    lake.forget("bob")
    assert lake.query("SELECT count(*) FROM registry.person") == [(1,)]
    assert [row["who"] for row in lake.silver("events")] == ["carol"]
    suppressed = lake.carry("events", events_of("ada", "bob", "dan", first=0), 5, job="again.events")
    assert suppressed
    assert [account.suppressed for account in suppressed.accounts] == [3]


def test_a_rotation_waits_for_an_erasure_that_is_under_way(lake: Installation) -> None:
    lake.query("INSERT INTO registry.erasure VALUES (decode(repeat('ab', 16), 'hex'), now()) RETURNING settled")
    with pytest.raises(RotationError, match="persons are being erased"):
        rotation(lake).begin()
    assert read_keyring(lake.control.key_file).versions == (1,)


@pytest.mark.parametrize("moment", ["laid beside", "bound"])
def test_a_rotation_cut_off_between_file_and_database_is_finished_or_never_was(
    lake: Installation, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    road = lake.road("events")
    lake.carry("events", events_of("ada"), 0, road)

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    one = rotation(lake)
    with monkeypatch.context() as patched:
        if moment == "bound":
            patched.setattr("governance.rotation.settle", cut_off)
        else:
            patched.setattr(Keyring, "fingerprint", cut_off)
        with pytest.raises(KeyboardInterrupt):
            one.begin()
    lake.carry("events", events_of("ada", "bob", first=10), 1, road)
    keyring = bind_key(lake.database(), lake.control.key_file)
    assert keyring.versions == ((1, 2) if moment == "bound" else (1,))
    assert lake.query("SELECT count(*) FROM registry.person") == [(2,)]
    assert rotate(lake) == 2 if moment != "bound" else rotation(lake).unfinished()


def test_of_two_rotations_at_once_the_second_goes_on_with_the_first(lake: Installation) -> None:
    lake.carry("events", events_of("ada"), 0)
    one, two = rotation(lake), rotation(lake)
    one.begin()
    assert two.unfinished()
    assert sum(two.rewrap()) == 1
    assert two.begin() == 3
    assert sum(one.rewrap()) == 1
    assert versions(lake) == {(3, 3, 3)}
    lake.carry("events", events_of("ada", first=10), 1)
    assert [row["who"] for row in lake.silver("events")] == ["ada", "ada"]


def test_who_has_read_the_keys_before_another_rotation_loses_none_of_it(lake: Installation) -> None:
    lake.carry("events", events_of("ada"), 0)
    rotate(lake)
    late = rotation(lake)
    rotate(lake)
    late.retire(1)
    assert read_keyring(lake.control.key_file).versions == (2, 3)
    assert [row["who"] for row in lake.silver("events")] == ["ada"]


def test_a_retirement_cut_off_after_its_commit_is_finished_by_who_looks_next(
    lake: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake.carry("events", events_of("ada"), 0)
    rotate(lake)
    both = read_keyring(lake.control.key_file)
    one = rotation(lake)

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("governance.rotation.settle", cut_off)
        with pytest.raises(KeyboardInterrupt):
            one.retire(1)
    assert bind_key(lake.database(), lake.control.key_file).versions == (2,)
    assert both.fingerprint() != both.without(1).fingerprint()


def test_an_erasure_that_was_prepared_before_a_rotation_forgets_all_the_same(lake: Installation) -> None:
    lake.carry("events", events_of("ada", "bob"), 0)
    plane = lake.erasing()
    rotate(lake)
    plane.erasures.begin([b"ada"])
    forget(plane)
    assert lake.query("SELECT count(*) FROM registry.person") == [(1,)]
    assert [row["who"] for row in lake.silver("events")] == ["bob"]

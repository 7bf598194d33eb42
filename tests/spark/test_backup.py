"""Backups of the registry: what is lost comes back, who was forgotten does not, and nothing of anybody is in clear."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from conf import Settings
from governance import backup as backups
from governance.audit import Anchor, Audit
from governance.backup import BackupError, backup, expire
from governance.database import Database
from governance.erasure import Erasures
from governance.erasure_journal import Journal, JournalError
from governance.lake import lake_id
from governance.registry import Registry
from governance.restoration import Restored, check_ledger, decide_again, restore
from governance.rotation import Rotation, RotationError
from lakehouse.decisions import Said
from lakehouse.persons import SnapshotWriter
from lakehouse.road import Decision, RoadError
from privacy.keyfile import read_keyring
from privacy.keys import Keyring, Purpose
from schemas.purposes import ANALYTICS
from tests.support import people
from tests.support.canary import Canary, survey
from tests.support.clones import Clone, Clones

pytestmark = pytest.mark.spark  # needs the database, and no session: seconds

NAMES = [f"visitor-{number:05d}" for number in range(50)]


@dataclass(frozen=True)
class Place:
    """A registry of 50 persons, and a folder for backups of it."""

    clone: Clone
    database: Database
    owner: Database
    key_file: Path
    folder: Path

    @property
    def lake(self) -> str:
        return lake_id(self.database)

    @property
    def keyring(self) -> Keyring:
        return read_keyring(self.key_file)

    @property
    def journal(self) -> Journal:
        return Journal(self.folder / "erasures" / "journal.log", self.lake)

    @property
    def audit(self) -> Audit:
        return Audit(self.keyring, self.lake, Anchor(self.folder / "anchor.log"))

    def backup(self, days: int = 7) -> Path:
        return backup(self.database, self.keyring, self.journal, self.folder / "backups", days)

    def restore(self, path: Path) -> Restored:
        """The part that is the database's; of a lake that knows no decisions."""
        done = restore(self.owner, self.key_file, self.journal, path)
        decide_again(self.owner, iter(()))
        return done

    def forget(self, *names: str) -> None:
        erasures = Erasures(self.database, self.key_file, self.journal, self.audit)
        erasures.begin([name.encode() for name in names])
        erasures.settle()
        erasures.done(erasures.pending())

    def query(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        return people.query(self.clone.owner, statement, *values)

    def pseudonyms(self) -> dict[str, bytes]:
        """Of every person, by identifier."""
        return {name: keys.user_key for name, (_, keys) in people.persons(self.clone.owner, self.keyring).items()}


@pytest.fixture
def place(clones: Clones, settings: Settings, tmp_path: Path) -> Iterator[Place]:
    key_file = tmp_path / "keys" / "master.key"
    key_file.parent.mkdir(mode=0o700)
    shutil.copy2(settings.paths.key_file, key_file)
    with clones.clone() as clone:
        database, owner = Database(clone.job), Database(clone.owner)
        made = Place(clone, database, owner, key_file, tmp_path)
        enrol(made, NAMES)
        yield made
        database.close()
        owner.close()


def enrol(place: Place, names: list[str], since: dt.datetime | None = None) -> Registry:
    """``since``: when persons of the same identifiers were forgotten."""
    registry = Registry(place.database, place.key_file, SnapshotWriter(place.folder / "snapshot"), ANALYTICS)
    registry.open_batch()
    registry.mint(people.strangers(place.keyring, names, since))
    return registry


def lose(place: Place, where: str = "true") -> None:
    place.query(f"DELETE FROM registry.person WHERE {where}")


def test_no_batch_opens_before_the_lake_was_asked_what_they_decided_since(place: Place) -> None:
    registry, made = enrol(place, []), place.backup()
    lose(place)
    restore(place.owner, place.key_file, place.journal, made)
    with pytest.raises(RoadError, match="make restore-registry"):
        registry.open_batch()
    decide_again(place.owner, iter(()))
    registry.open_batch()


def test_who_was_met_anew_meanwhile_keeps_their_no(place: Place) -> None:
    registry = enrol(place, [])
    ((ada, _),) = [people.persons(place.clone.owner, place.keyring)[NAMES[0]]]
    said = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)
    registry.decide([Decision(ada, ANALYTICS.name, said, int(Said.NO), said)])
    made = place.backup()
    lose(place)
    place.query("DELETE FROM registry.decision")
    enrol(place, NAMES[:1])
    place.restore(made)
    anew, _ = people.persons(place.clone.owner, place.keyring)[NAMES[0]]
    assert anew != ada
    assert [bytes(row[0]) for row in place.query("SELECT subject_id FROM registry.decision")] == [anew]


def test_who_is_lost_comes_back_as_who_they_were(place: Place) -> None:
    before, made = place.pseudonyms(), place.backup()
    lose(place)
    assert place.restore(made) == Restored(back=50, there=0, forgotten=0)
    assert place.pseudonyms() == before
    assert place.restore(made) == Restored(back=0, there=50, forgotten=0)


def test_decisions_come_back_with_their_persons_under_numbers_that_no_batch_has_seen(place: Place) -> None:
    registry = Registry(place.database, place.key_file, SnapshotWriter(place.folder / "decisions"), ANALYTICS)
    at = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)
    subjects = [bytes(row[0]) for row in place.query("SELECT subject_id FROM registry.person ORDER BY seq")]
    registry.decide([Decision(subject, "analytics", at, Said.NO, at) for subject in subjects[:2]])
    kept = "SELECT subject_id, purpose, decided_at, said, arrived_at FROM registry.decision ORDER BY decision_id"
    before, made = place.query(kept), place.backup()
    seen = registry.open_batch().decided
    place.query(
        """INSERT INTO ledger.batch (job, epoch, batch_id, contract, contract_version, policy_version, decided)
           VALUES ('stream.events', 1, 0, 'events', 1, 1, %s)""",
        seen + 7,
    )
    lose(place)
    place.query("TRUNCATE registry.decision RESTART IDENTITY")
    place.restore(made)
    assert place.query(kept) == before
    assert place.query("SELECT min(decision_id) > %s FROM registry.decision", seen + 7) == [(True,)]
    place.query("TRUNCATE registry.decision")
    lose(place, "seq > 1")
    place.restore(made)
    assert len(place.query(kept)) == 2


def test_a_row_that_is_there_stays_as_it_is(place: Place) -> None:
    made = place.backup()
    lose(place, "seq % 2 = 0")
    enrol(place, ["visitor-late"])
    before = place.pseudonyms()
    done = place.restore(made)
    assert (done.back + done.there, done.forgotten) == (50, 0)
    assert place.pseudonyms().items() >= before.items()
    assert len(place.pseudonyms()) == 51


def test_a_running_job_takes_up_who_came_back_under_the_numbers_they_had(place: Place) -> None:
    numbers = "SELECT subject_id, seq FROM registry.person ORDER BY seq"
    before, made = place.query(numbers), place.backup()
    registry = enrol(place, ["visitor-late"])
    lose(place, "seq <= 40")
    registry.open_batch()
    assert place.restore(made).back == 40
    registry.open_batch()
    assert sum(len(np.load(f"{path}.refs.npy")[0]) for path in registry.snapshot().segments) == 51
    assert [(bytes(who), seq) for who, seq in place.query(numbers)[:50]] == [(bytes(who), seq) for who, seq in before]


def test_numbers_that_began_anew_are_nobody_s_twice_and_bury_nobody(place: Place) -> None:
    made, before = place.backup(), place.pseudonyms()
    place.query("TRUNCATE registry.person RESTART IDENTITY")
    enrol(place, ["visitor-new-1", "visitor-new-2"])
    place.forget("visitor-new-1")
    assert place.restore(made) == Restored(back=50, there=0, forgotten=0)
    assert place.pseudonyms().items() >= before.items()
    enrol(place, ["visitor-newer"])
    assert place.query("SELECT count(*), count(DISTINCT seq) FROM registry.person") == [(52, 52)]


def test_who_was_forgotten_after_the_backup_stays_forgotten(place: Place) -> None:
    made = place.backup()
    place.forget(NAMES[3], NAMES[7])
    lose(place)
    assert place.restore(made) == Restored(back=48, there=0, forgotten=2)
    assert not {NAMES[3], NAMES[7]} & place.pseudonyms().keys()


def test_the_list_of_the_forgotten_alone_is_enough(place: Place) -> None:
    made = place.backup()
    place.forget(NAMES[3])
    place.query("DELETE FROM registry.tombstone")
    lose(place)
    assert place.restore(made).forgotten == 1


def test_a_list_that_was_lost_comes_back(place: Place) -> None:
    place.forget(NAMES[3])
    made = place.backup()
    place.query("DELETE FROM registry.suppression")
    lose(place)
    assert place.restore(made) == Restored(back=49, there=0, forgotten=0)
    assert place.query("SELECT count(*) FROM registry.suppression") == [(1,)]


@pytest.mark.parametrize("lost", ["the journal", "the list"])
def test_the_journal_or_the_list_alone_keeps_them_forgotten(place: Place, lost: str) -> None:
    made = place.backup()
    place.forget(NAMES[3], NAMES[7])
    place.query("DELETE FROM registry.tombstone")
    if lost == "the list":
        place.query("DELETE FROM registry.suppression")
    else:
        place.journal.path.write_bytes(b"")
    lose(place)
    assert place.restore(made) == Restored(back=48, there=0, forgotten=2)
    assert place.query("SELECT count(*) FROM registry.suppression") == [(2,)]


def test_the_later_of_two_erasures_counts(place: Place) -> None:
    place.forget(NAMES[3])
    made = place.backup()
    place.forget(NAMES[3])
    later = place.query("SELECT erased_at FROM registry.suppression")
    place.query("UPDATE registry.suppression SET erased_at = erased_at - interval '1 day'")
    place.restore(made)
    assert place.query("SELECT erased_at FROM registry.suppression") == later


def test_a_row_that_a_batch_made_without_knowing_of_the_erasure_is_the_forgotten_person_s(place: Place) -> None:
    erasures = Erasures(place.database, place.key_file, place.journal, place.audit)
    erasures.begin([NAMES[3].encode()])
    enrol(place, [NAMES[3]])
    made = place.backup()
    erasures.settle()
    place.query("DELETE FROM registry.tombstone")
    lose(place)
    assert place.restore(made) == Restored(back=49, there=0, forgotten=1)


def test_without_a_vaulted_identifier_the_number_decides(place: Place) -> None:
    place.query("UPDATE registry.person SET vault_user_id = NULL, vault_key_version = NULL")
    made = place.backup()
    place.forget(NAMES[3])
    lose(place)
    assert place.restore(made) == Restored(back=49, there=0, forgotten=1)
    assert place.restore(made) == Restored(back=0, there=49, forgotten=1)


def test_an_erasure_that_the_journal_cannot_take_is_none(place: Place) -> None:
    place.journal.path.parent.write_text("a file where the folder would be\n", "utf-8")
    with pytest.raises(JournalError, match="nobody was forgotten"):
        place.forget(NAMES[3])
    assert place.query("SELECT (SELECT count(*) FROM registry.suppression), count(*) FROM registry.person") == [(0, 50)]


def test_the_journal_has_an_erasure_before_the_database_has_it(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, add = [], Journal.add

    def watched(journal: Journal, erased: Any) -> None:
        add(journal, erased)
        seen.append((len(journal.read()), place.query("SELECT count(*) FROM registry.suppression")))

    monkeypatch.setattr(Journal, "add", watched)
    place.forget(NAMES[3])
    assert seen == [(1, [(0,)])]


def test_without_a_journal_nothing_is_restored_until_somebody_says_that_it_is_lost(place: Place) -> None:
    made = place.backup()
    place.journal.path.unlink()
    lose(place)
    with pytest.raises(JournalError, match="there is no journal of erasures"):
        place.restore(made)
    assert place.pseudonyms() == {}
    place.journal.path.touch()
    assert place.restore(made).back == 50


def test_a_backup_writes_into_the_journal_whom_the_database_alone_knows_to_be_erased(place: Place) -> None:
    place.forget(NAMES[3])
    place.journal.path.unlink()
    for _ in range(2):
        place.backup()
        assert len(place.journal.path.read_bytes().splitlines()) == 2


def test_who_came_back_after_being_forgotten_is_restored(place: Place) -> None:
    place.forget(NAMES[3])
    enrol(place, [NAMES[3]], since=place.query("SELECT erased_at FROM registry.suppression")[0][0])
    made = place.backup()
    lose(place)
    assert place.restore(made) == Restored(back=50, there=0, forgotten=0)


def test_keys_of_quarantine_days_come_back_while_they_may_be_used(place: Place) -> None:
    Registry(place.database, place.key_file, SnapshotWriter(place.folder / "other"), None).quarantine_key()
    place.query(
        """INSERT INTO registry.quarantine_key (key_day, wrapped_key, kek_version)
           SELECT key_day - 8, wrapped_key, kek_version FROM registry.quarantine_key"""
    )
    made = place.backup()
    place.query("DELETE FROM registry.quarantine_key")
    place.restore(made)
    assert place.query("SELECT count(*), min(key_day) > current_date - 2 FROM registry.quarantine_key") == [(1, True)]


@pytest.mark.parametrize("at", [0.0, 0.3, 0.5, 0.9, 1.0])
def test_a_changed_byte_restores_nothing(place: Place, at: float) -> None:
    made = place.backup()
    data = bytearray(made.read_bytes())
    first = data.index(b"\n") + 1
    data[min(first + int(at * (len(data) - first)), len(data) - 1)] ^= 1
    refused(place, rewritten(made, bytes(data)), "is damaged or cut off")


@pytest.fixture
def in_pieces(place: Place, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A backup of many pieces."""
    monkeypatch.setattr(backups, "_PIECE_BYTES", 1000)
    return place.backup()


def pieces(path: Path) -> tuple[bytes, list[bytes]]:
    line, _, rest = path.read_bytes().partition(b"\n")
    found = []
    while rest:
        length = 4 + int.from_bytes(rest[:4])
        found.append(rest[:length])
        rest = rest[length:]
    return line + b"\n", found


def test_many_pieces_are_one_backup(place: Place, in_pieces: Path) -> None:
    assert len(pieces(in_pieces)[1]) > 8
    before = place.pseudonyms()
    lose(place)
    assert place.restore(in_pieces).back == 50
    assert place.pseudonyms() == before


@pytest.mark.parametrize("how", ["cut off", "swapped", "twice", "of two backups"])
def test_pieces_that_are_not_all_of_one_in_order_restore_nothing(place: Place, in_pieces: Path, how: str) -> None:
    line, parts = pieces(in_pieces)
    other = pieces(place.backup())[1]
    changed = {
        "cut off": parts[:-1],
        "swapped": [parts[1], parts[0], *parts[2:]],
        "twice": [parts[0], parts[0], *parts[1:]],
        "of two backups": [*parts[:-1], other[-1]],
    }[how]
    refused(place, rewritten(in_pieces, line + b"".join(changed)), "is damaged or cut off")


def rewritten(path: Path, data: bytes) -> Path:
    path.chmod(0o600)
    path.write_bytes(data)
    return path


def refused(place: Place, path: Path, words: str) -> None:
    lose(place, "seq % 2 = 0")
    before = place.query("SELECT count(*) FROM registry.person")
    with pytest.raises(BackupError, match=words):
        place.restore(path)
    assert place.query("SELECT count(*) FROM registry.person") == before


def test_a_label_that_was_changed_restores_nothing(place: Place) -> None:
    made = place.backup(days=1)
    later = made.read_bytes().replace(b'"expires_at": "2', b'"expires_at": "3', 1)
    refused(place, rewritten(made, later), "is damaged or cut off")


def test_another_lake_s_an_expired_one_and_no_backup_at_all_are_refused(place: Place) -> None:
    made, now = place.backup(), dt.datetime.now(dt.UTC)
    with pytest.raises(BackupError, match="is of another lake"):
        restore(place.owner, place.key_file, replace(place.journal, lake_id="another"), made)
    with pytest.raises(BackupError, match="was made with another master key"):
        list(backups.opened(made, Keyring({1: bytes(range(32))}), place.lake, now))
    with pytest.raises(BackupError, match="was made under version 1 of the master key, which is retired"):
        list(backups.opened(made, place.keyring.with_fresh_version().without(1), place.lake, now))
    with pytest.raises(BackupError, match="has expired"):
        list(backups.opened(made, place.keyring, place.lake, now + dt.timedelta(days=8)))
    nothing = place.folder / "nothing.backup"
    nothing.write_text("{}\n", "utf-8")
    with pytest.raises(BackupError, match="is no backup of a registry"):
        place.restore(nothing)
    with pytest.raises(BackupError, match="cannot be read"):
        place.restore(place.folder / "absent.backup")


def test_where_the_run_ledger_is_lost_too_rows_of_persons_are_not_enough(place: Place) -> None:
    with pytest.raises(BackupError, match="from a pg_dump of the same moment"):
        check_ledger(place.owner)
    place.query(
        """INSERT INTO ledger.batch (job, epoch, batch_id, contract, contract_version, policy_version)
           VALUES ('stream.events', 1, 0, 'events', 1, 1)"""
    )
    check_ledger(place.owner)


def test_a_backup_of_before_a_rotation_comes_back_and_the_next_rotation_brings_it_along(place: Place) -> None:
    before, made = place.pseudonyms(), place.backup()
    rotation = Rotation(place.database, place.key_file)
    rotation.begin()
    list(rotation.rewrap())
    lose(place, "seq > 10")
    anew = min(before.keys() - place.pseudonyms().keys())
    enrol(place, [anew])  # the same person, under a reference of the new version
    again = {anew: place.pseudonyms()[anew]}
    assert place.restore(made) == Restored(back=39, there=11, forgotten=0, behind=39)
    assert place.pseudonyms() == before | again
    with pytest.raises(RotationError, match="is still needed"):
        rotation.retire(1)
    assert rotation.unfinished()
    list(rotation.rewrap())
    rotation.retire(1)
    assert place.pseudonyms() == before | again
    with pytest.raises(BackupError, match="which is retired"):
        place.restore(made)


def test_a_backup_of_the_middle_of_a_rotation_ends_with_the_earlier_version(place: Place) -> None:
    rotation = Rotation(place.database, place.key_file)
    rotation.begin()
    made = place.backup()
    list(rotation.rewrap())
    rotation.retire(1)
    refused(place, made, "holds persons under a version of the master key that is retired")


def test_backups_whose_time_is_over_are_removed_and_other_files_are_not(place: Place) -> None:
    made = place.backup(days=1)
    (made.parent / "notes.backup").write_text("not ours\n", "utf-8")
    assert expire(made.parent, dt.datetime.now(dt.UTC)) == 0
    shutil.copy2(made, made.with_suffix(".part"))  # as a kill would leave one
    assert expire(made.parent, dt.datetime.now(dt.UTC) + dt.timedelta(days=2)) == 2
    assert [path.name for path in made.parent.iterdir()] == ["notes.backup"]


def test_nothing_stands_under_the_final_name_before_it_is_whole(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(backups._Pieces, "end", cut_off)
    with pytest.raises(KeyboardInterrupt):
        place.backup()
    assert list((place.folder / "backups").iterdir()) == []


def test_nothing_of_anybody_is_in_a_backup_in_clear(place: Place) -> None:
    made = place.backup()
    assert made.stat().st_mode & 0o777 == 0o400
    canaries = [Canary(f"name-{at}", name.encode()) for at, name in enumerate(NAMES[:5])]
    canaries += [Canary(f"pseudonym-{at}", key) for at, key in enumerate(list(place.pseudonyms().values())[:5])]
    refs = place.query("SELECT subject_ref FROM registry.person LIMIT 5")
    canaries += [Canary(f"ref-{at}", bytes(ref)) for at, (ref,) in enumerate(refs)]
    assert survey([made.parent], canaries).findings == ()
    plain = place.folder / "plain"
    plain.mkdir()
    canaries += [Canary("entry", place.keyring.for_life(Purpose.SUPPRESSION)(NAMES[0].encode()))]
    place.forget(NAMES[0])
    assert survey([place.journal.path.parent], canaries[:-1]).findings == (), "the journal has entries alone"
    opened = backups.opened(made, place.keyring, place.lake, dt.datetime.now(dt.UTC))
    (plain / "file").write_bytes(b"".join(piece for _, piece in opened))
    assert survey([plain], canaries).findings, "the scan finds what is there to be found"


def test_a_hundred_thousand_persons_need_little_memory(place: Place) -> None:
    """``-s`` shows the figures of docs/operate.md."""
    enrol(place, [f"visitor-of-many-{number:06d}" for number in range(100_000 - len(NAMES))])
    at = place.clone, place.key_file, place.folder
    made, *of_backup = in_a_process_of_its_own(measured_backup, *at)
    lose(place)
    done, *of_restore = in_a_process_of_its_own(measured_restore, *at, made)
    assert done == Restored(back=100_000, there=0, forgotten=0)
    print(f"{made.stat().st_size / 1e6:.1f} MB")
    for what, (seconds, before, peak) in {"backup": of_backup, "restore": of_restore}.items():
        print(f"{what}: {seconds:.1f} s, {peak:.0f} MB at its peak, {before:.0f} MB before it began")
        assert peak - before < 100, what


def in_a_process_of_its_own(work: Callable[..., Any], *arguments: Any) -> Any:
    """Of which nothing was freed before, so that its peak is the work's."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result(300)


def measured_backup(clone: Clone, key_file: Path, folder: Path) -> tuple[Any, ...]:
    return measured(Place(clone, Database(clone.job), Database(clone.owner), key_file, folder).backup)


def measured_restore(clone: Clone, key_file: Path, folder: Path, made: Path) -> tuple[Any, ...]:
    place = Place(clone, Database(clone.job), Database(clone.owner), key_file, folder)
    return measured(lambda: place.restore(made))


def measured(work: Callable[[], Any]) -> tuple[Any, float, float, float]:
    """What comes of ``work``, its seconds, and MB of this process: before, and at the peak."""
    before, began = memory("VmRSS"), time.monotonic()
    result = work()
    return result, time.monotonic() - began, before, memory("VmHWM")


def memory(name: str) -> float:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(float(line.split()[1]) / 1000 for line in lines if line.startswith(name))

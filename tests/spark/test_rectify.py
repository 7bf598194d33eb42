"""Correction (GDPR Art. 16): what was wrong is in no table and no file, what is right takes its place by the road, and
everything else is as before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from batch.carry import Carrier, source_of
from batch.rectify import Plane, corrections, rectify
from batch.restrict import lift, restrict
from governance.corrections import Corrections
from governance.lake import bound_keys
from governance.ledger import RunLedger
from governance.persons_asked import known
from governance.registry import Subjects
from governance.requests import Kind, RequestError
from lakehouse.aside import Aside
from lakehouse.catalog import BRONZE, SILVER
from lakehouse.failpoints import CORRECTIONS, Reach, nothing
from lakehouse.persons import SnapshotWriter
from privacy.keys import Purpose
from privacy.policies import POLICIES
from schemas.tables import QUARANTINE
from scripts.reconcile import compare
from tests.conftest import NewLake
from tests.spark.test_restrict import plane as restricting
from tests.support.cutoff import CutOff, cut_off_after
from tests.support.installation import Installation, RowsAlone
from tests.support.records import NOON, arrivals, event, profile

pytestmark = pytest.mark.spark

NAMES = ("ada", "bob", "cyd", "dan", "eve", "fay", "gus", "hal")
"""One for each test: they share a lake."""
WRONG = {"page_url": "https://shop.example/wrong", "browser": "Mosaic"}


class World:
    """A lake, and its topics."""

    def __init__(self, lake: Installation) -> None:
        self.lake = lake
        self._offset = 0
        self._batch = 0
        self.reach: Reach = nothing
        self.corrections = Corrections(lake.database(), lake.control.key_file, lake.control.audit)
        carriers = {name: self._carrier(name) for name in ("events", "users")}
        self.plane = Plane(
            self.corrections, lake.requests(), lake.rework(of=RowsAlone), Aside(lake.writer, lake.locks),
            lake.writer, lake.locks,
            partial(known, lake.database(), lake.control.key_file), lambda: lake.keyring.for_life(Purpose.EVENT),
            lambda carried: carriers[carried.places[0][2].contract].carry(carried),
            lambda batch: carriers[batch.job.removeprefix("correct.")].begun(batch),
        )  # fmt: skip

    def send(self, contract: str, payloads: Sequence[bytes]) -> None:
        self.lake.carry(contract, arrivals(payloads, self._offset), self._batch)
        self._offset += len(payloads)
        self._batch += 1

    def _carrier(self, contract: str) -> Carrier:
        lake = self.lake
        subjects = Subjects(lake.database(), SnapshotWriter(lake.folder / f"subjects-{contract}"))
        road = lake.road(contract, reach=lambda step: self.reach(step))
        return Carrier(
            contract, source_of(lake.lake.lake_id, contract), road, RunLedger(lake.database()), lake.registry(),
            subjects, lake.writer, lambda: lake.keyring,
            partial(bound_keys, lake.database(), lake.control.key_file), lake.locks,
        )  # fmt: skip

    def receive(self, contract: str, *lines: bytes) -> int:
        """How many requests are refused."""
        self.corrections.receive(corrections(POLICIES[contract].contract, lines, NOON))
        return self.plane.requests.verify(Kind.RECTIFY)

    def correct(self, contract: str = "", *lines: bytes, reach: Reach = nothing) -> None:
        self.lake.let_go()
        if lines:
            self.receive(contract, *lines)
        rectify(self.plane, self.plane.requests.waiting(Kind.RECTIFY), reach=reach)

    def equal(self) -> bool:
        return compare(self.lake.spark, self.lake.lake, self.lake.database()).equal


@pytest.fixture(scope="module")
def world(new_lake: NewLake) -> Iterator[World]:
    with new_lake() as lake:
        made = World(lake)
        made.send("users", [profile(user_id=who, state="TX") for who in NAMES])
        newer = [profile(user_id=who, state="NV", updated_at="2026-03-04T11:30:00.000Z") for who in ("bob", "dan")]
        made.send("users", newer)
        made.send("events", [record(who, n, **WRONG) for who in NAMES for n in range(3)])
        made.send("events", [record("ada", 0, event_type="hop"), record("ada", 0, **WRONG)])
        yield made


def record(who: str, number: int, **fields: str) -> bytes:
    return event(**{"user_id": who, "event_id": f"event-{who}-{number}"} | fields)


def of_silver(lake: Installation, contract: str, who: str) -> list[dict[str, Any]]:
    return [row for row in lake.silver(contract) if row["who"] == who]


def hours(lake: Installation, who: str) -> list[int]:
    return sorted(row["event_time"].hour for row in of_silver(lake, "events", who))


def sent(lake: Installation, who: str) -> list[bytes]:
    return [payload for name, payload in lake.bronze("events").values() if name == who]


def files(lake: Installation) -> set[str]:
    """Data files of events."""
    folders = (Path(lake.lake.path(table)) for table in (BRONZE["events"], SILVER["events"], QUARANTINE))
    return {path.name for folder in folders for path in folder.rglob("part-*.parquet")}


def kept(lake: Installation) -> int:
    return len(lake.query("SELECT 1 FROM rights.correction"))


def test_a_corrected_record_takes_the_place_of_the_wrong_one(world: World) -> None:
    lake = world.lake
    others = {name: [row for row in lake.silver(name) if row["who"] != "ada"] for name in ("events", "users")}
    right = record("ada", 0, event_timestamp="2026-03-04T09:00:00.000Z", browser="Firefox")
    whole = replace(world.plane, rework=lake.rework())
    before = files(lake)
    world.receive("events", right)
    rectify(whole, whole.requests.waiting(Kind.RECTIFY))
    assert before.isdisjoint(files(lake)), "no file is left that held it"
    assert right in sent(lake, "ada")
    assert len(sent(lake, "ada")) == 3, "the wrong one, and the one that came twice, are gone"
    assert lake.quarantine() == {}, "so is the one that was rejected"
    assert hours(lake, "ada") == [9, 11, 11]
    assert not any(row["is_late"] for row in of_silver(lake, "events", "ada")), "it came when the wrong one came"
    assert {name: [r for r in lake.silver(name) if r["who"] != "ada"] for name in ("events", "users")} == others
    assert len(of_silver(lake, "users", "ada")) == 1
    assert world.equal()
    assert lake.query("SELECT state FROM rights.request WHERE kind = 'rectify'") == [("done",)]
    assert kept(lake) == 0


def test_a_corrected_profile_takes_the_place_of_all_before_and_of_two_the_later_one(world: World) -> None:
    lake = world.lake
    world.correct("users", profile(user_id="bob", state="WA"), profile(user_id="bob", state="OR"))
    (row,) = of_silver(lake, "users", "bob")
    assert row["updated_at"] == dt.datetime(2026, 3, 4, 11, tzinfo=dt.UTC), "older than the newest wrong one"
    profiles = [payload for name, payload in lake.bronze("users").values() if name == "bob"]
    assert profiles == [profile(user_id="bob", state="OR")]
    assert len(of_silver(lake, "events", "bob")) == 3
    assert lake.read(SILVER["users"]).count() == len(NAMES)


@pytest.mark.long
def test_cut_off_after_every_step_and_called_again_it_ends_the_same(world: World) -> None:
    lake, right = world.lake, record("cyd", 0, browser="Firefox")
    lines = [record("cyd", 0, browser="Chrome"), right, record("cyd", 1, browser="Firefox")]
    for step in CORRECTIONS[:4]:
        with pytest.raises(CutOff):
            world.correct("events", *lines, reach=cut_off_after(step))
        lines = []
    for step in ("bronze.marked", "silver.written", "quarantine.marked"):  # in the middle of the batch
        world.reach = cut_off_after(step)
        with pytest.raises(CutOff):
            world.correct()
    world.reach = nothing
    for step in CORRECTIONS[4:]:
        with pytest.raises(CutOff):
            world.correct(reach=cut_off_after(step))
    world.correct()
    assert [payload for payload in sent(lake, "cyd") if b"event-cyd-0" in payload] == [right]
    assert len(of_silver(lake, "events", "cyd")) == 3
    assert kept(lake) == 0
    assert world.equal()


def test_of_who_is_restricted_what_is_aside_is_corrected(world: World) -> None:
    lake, at_work = world.lake, restricting(world.lake)

    def carry_out(kind: Kind) -> None:
        lake.let_go()
        at_work.requests.receive(kind, [b"dan"])
        at_work.requests.verify(kind)
        {Kind.RESTRICT: restrict, Kind.LIFT: lift}[kind](at_work, at_work.requests.waiting(kind))

    carry_out(Kind.RESTRICT)
    world.correct("events", record("dan", 0, event_timestamp="2026-03-04T09:00:00.000Z"))
    world.correct("users", profile(user_id="dan", state="WA"))
    assert of_silver(lake, "events", "dan") == of_silver(lake, "users", "dan") == []
    carry_out(Kind.LIFT)
    assert hours(lake, "dan") == [9, 11, 11]
    assert len(of_silver(lake, "users", "dan")) == 1
    assert world.equal()


def test_who_is_not_known_and_what_was_never_there_are_taken(world: World) -> None:
    world.correct("events", record("new", 7), record("eve", 7))
    assert len(sent(world.lake, "new")) == 1
    assert len(sent(world.lake, "eve")) == 4


def test_who_is_erased_in_the_middle_of_it_leaves_nothing(world: World) -> None:
    lake = world.lake
    with pytest.raises(CutOff):
        world.correct("events", record("fay", 0), record("eve", 0), reach=cut_off_after("rectify.bound"))
    world.receive("events", record("fay", 1))
    lake.forget("fay")
    assert sorted(lake.query("SELECT sealed IS NULL FROM rights.correction")) == [(False,), (True,)]
    assert ("failed", "erased") in lake.query("SELECT state, reason FROM rights.request WHERE kind = 'rectify'")
    world.correct()
    assert "fay" not in {who for who, _ in lake.bronze("events").values()}
    assert "fay" not in {row["who"] for row in lake.silver("events")}
    assert kept(lake) == 0


def test_under_a_hold_nothing_is_corrected_and_nothing_kept(world: World) -> None:
    lake = world.lake
    lake.holds().place([b"gus"], dt.date(2999, 1, 1))
    before = sent(lake, "gus")
    assert world.receive("events", record("gus", 0), record("hal", 0)) == 1
    world.corrections.gone([])
    assert kept(lake) == 1
    world.correct()
    assert sent(lake, "gus") == before
    assert record("hal", 0) in sent(lake, "hal")


def test_a_line_that_would_be_rejected_stops_the_file() -> None:
    contract = POLICIES["events"].contract
    with pytest.raises(RequestError, match=r"^line 3 would be rejected \(not_in_enum") as error:
        corrections(contract, [record("ada", 0), b"", record("ada", 1, event_type="hop")], NOON)
    assert "hop" not in str(error.value)

"""Correction (GDPR Art. 16): what was wrong is in no table and no file, what is right takes its place by the road, and
everything else is as before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

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
from lakehouse.catalog import SILVER
from lakehouse.failpoints import CORRECTIONS, Reach, nothing
from lakehouse.persons import SnapshotWriter
from privacy.keys import Purpose
from privacy.policies import POLICIES
from scripts.reconcile import compare
from tests.spark.test_restrict import plane as restricting
from tests.support.cutoff import CutOff, cut_off_after
from tests.support.installation import Installation
from tests.support.records import NOON, arrivals, event, profile

pytestmark = pytest.mark.spark

NAMES = ("ada", "bob", "eve")
WRONG = {"page_url": "https://shop.example/wrong", "browser": "Mosaic"}


class World:
    """A lake, and its topics."""

    def __init__(self, lake: Installation) -> None:
        self.lake = lake
        self._offset = 0
        self._batch = 0
        self.reach: Reach = nothing

    def send(self, contract: str, payloads: Sequence[bytes]) -> None:
        self.lake.carry(contract, arrivals(payloads, self._offset), self._batch)
        self._offset += len(payloads)
        self._batch += 1

    def plane(self) -> Plane:
        lake = self.lake
        carriers = {name: self._carrier(name) for name in ("events", "users")}
        return Plane(
            self.corrections(), lake.requests(), lake.rework(), Aside(lake.writer, lake.locks), lake.writer, lake.locks,
            partial(known, lake.database(), lake.control.key_file), lambda: lake.keyring.for_life(Purpose.EVENT),
            lambda carried: carriers[carried.places[0][2].contract].carry(carried),
            lambda batch: carriers[batch.job.removeprefix("correct.")].begun(batch),
        )  # fmt: skip

    def _carrier(self, contract: str) -> Carrier:
        lake = self.lake
        subjects = Subjects(lake.database(), SnapshotWriter(lake.folder / f"subjects-{contract}"))
        return Carrier(
            contract, source_of(lake.lake.lake_id), lake.road(contract, reach=self.reach), RunLedger(lake.database()),
            lake.registry(), subjects, lake.writer, lambda: lake.keyring,
            partial(bound_keys, lake.database(), lake.control.key_file), lake.locks,
        )  # fmt: skip

    def corrections(self) -> Corrections:
        return Corrections(self.lake.database(), self.lake.control.key_file, self.lake.control.audit)

    def correct(self, contract: str = "", *lines: bytes, reach: Reach = nothing) -> None:
        at_work = self.plane()
        if lines:
            at_work.corrections.receive(corrections(POLICIES[contract].contract, lines, NOON))
        at_work.requests.verify(Kind.RECTIFY)
        rectify(at_work, at_work.requests.waiting(Kind.RECTIFY), reach=reach)


@pytest.fixture
def world(lake: Installation) -> World:
    made = World(lake)
    made.send("users", [profile(user_id=who, state="TX") for who in NAMES])
    made.send("users", [profile(user_id="ada", state="NV", updated_at="2026-03-04T11:30:00.000Z")])
    made.send("events", [record(who, n, **WRONG) for who in NAMES for n in range(3)])
    made.send("events", [record("ada", 0, event_type="hop"), record("ada", 0, **WRONG)])
    return made


def record(who: str, number: int, **fields: str) -> bytes:
    return event(**{"user_id": who, "event_id": f"event-{who}-{number}"} | fields)


def of_silver(lake: Installation, contract: str, who: str) -> list[dict[str, object]]:
    return [row for row in lake.silver(contract) if row["who"] == who]


def sent(lake: Installation, who: str) -> list[bytes]:
    return [payload for name, payload in lake.bronze("events").values() if name == who]


def kept(lake: Installation) -> int:
    return len(lake.query("SELECT 1 FROM rights.correction"))


def test_a_corrected_record_takes_the_place_of_the_wrong_one(world: World) -> None:
    lake = world.lake
    others = {name: [row for row in lake.silver(name) if row["who"] != "ada"] for name in ("events", "users")}
    right = record("ada", 0, event_timestamp="2026-03-04T09:00:00.000Z", browser="Firefox")
    world.correct("events", right)
    assert right in sent(lake, "ada")
    assert len(sent(lake, "ada")) == 3, "the wrong one, and the one that came twice, are gone"
    assert lake.quarantine() == {}, "so is the one that was rejected"
    hours = sorted(row["event_time"].hour for row in of_silver(lake, "events", "ada"))
    assert hours == [9, 11, 11]
    assert not any(row["is_late"] for row in of_silver(lake, "events", "ada"))
    assert {name: [r for r in lake.silver(name) if r["who"] != "ada"] for name in ("events", "users")} == others
    assert len(of_silver(lake, "users", "ada")) == 1
    assert compare(lake.spark, lake.lake, lake.database()).equal
    assert lake.query("SELECT state FROM rights.request WHERE kind = 'rectify'") == [("done",)]
    assert kept(lake) == 0


def test_a_corrected_profile_takes_the_place_of_all_before(world: World) -> None:
    lake = world.lake
    world.correct("users", profile(user_id="ada", state="WA"))
    (row,) = of_silver(lake, "users", "ada")
    assert row["updated_at"] == dt.datetime(2026, 3, 4, 11, tzinfo=dt.UTC), (
        "older than what it corrects, and all the same"
    )
    assert len([1 for name, _ in lake.bronze("users").values() if name == "ada"]) == 1
    assert len(of_silver(lake, "events", "ada")) == 3
    assert lake.read(SILVER["users"]).count() == 3


def test_cut_off_after_every_step_and_called_again_it_ends_the_same(world: World) -> None:
    lake, right = world.lake, record("ada", 0, browser="Firefox")
    lines = [right]
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
    assert [payload for payload in sent(lake, "ada") if b"event-ada-0" in payload] == [right]
    assert len(of_silver(lake, "events", "ada")) == 3
    assert kept(lake) == 0
    assert compare(lake.spark, lake.lake, lake.database()).equal


def test_of_who_is_restricted_what_is_aside_is_corrected(world: World) -> None:
    lake, at_work = world.lake, restricting(world.lake)
    before = of_silver(lake, "events", "ada")
    for kind in (Kind.RESTRICT, Kind.LIFT):
        at_work.requests.receive(kind, [b"ada"])
        at_work.requests.verify(kind)
        if kind is Kind.RESTRICT:
            restrict(at_work, at_work.requests.waiting(kind))
            world.correct("events", record("ada", 0, event_timestamp="2026-03-04T09:00:00.000Z"))
            world.correct("users", profile(user_id="ada", state="WA"))
            assert of_silver(lake, "events", "ada") == of_silver(lake, "users", "ada") == []
        else:
            lift(at_work, at_work.requests.waiting(kind))
    after = of_silver(lake, "events", "ada")
    assert len(after) == len(before) == 3
    assert sorted(row["event_time"].hour for row in after) == [9, 11, 11]
    assert [row["updated_at"].hour for row in of_silver(lake, "users", "ada")] == [11]
    assert compare(lake.spark, lake.lake, lake.database()).equal


def test_who_is_not_known_and_what_was_never_there_are_sent(world: World) -> None:
    world.correct("events", record("new", 7), record("bob", 7))
    assert len(sent(world.lake, "new")) == 1
    assert len(sent(world.lake, "bob")) == 4


def test_of_two_corrections_of_one_record_the_later_one_counts(world: World) -> None:
    lines = [record("ada", 0, browser="Chrome"), record("ada", 0, browser="Edge"), record("ada", 1, browser="Edge")]
    world.correct("events", *lines)
    assert [payload for payload in sent(world.lake, "ada") if b"event-ada-2" not in payload] == lines[1:]
    world.correct("users", profile(user_id="ada", state="WA"), profile(user_id="ada", state="OR"))
    assert len([1 for who, _ in world.lake.bronze("users").values() if who == "ada"]) == 1


def test_who_is_erased_in_the_middle_of_it_leaves_nothing(world: World) -> None:
    lake = world.lake
    with pytest.raises(CutOff):
        world.correct("events", record("ada", 0), record("bob", 0), reach=cut_off_after("rectify.bound"))
    world.plane().corrections.receive(corrections(POLICIES["events"].contract, [record("ada", 1)], NOON))
    lake.forget("ada")
    assert lake.query("SELECT sealed IS NULL FROM rights.correction ORDER BY 1") == [(False,), (True,)]
    assert ("failed", "erased") in lake.query("SELECT state, reason FROM rights.request WHERE kind = 'rectify'")
    world.correct()
    assert {who for who, _ in lake.bronze("events").values()} == {"bob", "eve"}
    assert kept(lake) == 0


def test_under_a_hold_nothing_is_corrected_and_nothing_kept(world: World) -> None:
    lake = world.lake
    lake.requests().hold([b"ada"], dt.date(2999, 1, 1))
    before = lake.bronze("events")
    at_work = world.plane()
    lines = [record("ada", 0), record("bob", 0)]
    at_work.corrections.receive(corrections(POLICIES["events"].contract, lines, NOON))
    assert at_work.requests.verify(Kind.RECTIFY) == 1
    at_work.corrections.gone([])
    assert kept(lake) == 1
    rectify(at_work, at_work.requests.waiting(Kind.RECTIFY))
    assert {name: p for name, p in lake.bronze("events").items() if p[0] == "ada"} == {
        name: p for name, p in before.items() if p[0] == "ada"
    }
    assert record("bob", 0) in sent(lake, "bob")


def test_a_line_that_would_be_rejected_stops_the_file() -> None:
    contract = POLICIES["events"].contract
    with pytest.raises(RequestError, match=r"^line 3 would be rejected \(not_in_enum") as error:
        corrections(contract, [record("ada", 0), b"", record("ada", 1, event_type="hop")], NOON)
    assert "hop" not in str(error.value)

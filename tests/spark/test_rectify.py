"""Correction (GDPR Art. 16): what was wrong is in no table and no file, what is right takes its place by the road, and
everything else is as before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

import pytest

from batch.rectify import Plane, corrections, rectify
from batch.restrict import lift, restrict
from governance.corrections import Correction, Corrections
from governance.persons_asked import known
from governance.requests import Kind, RequestError
from lakehouse.aside import Aside
from lakehouse.catalog import SILVER
from lakehouse.failpoints import CORRECTIONS, Reach, nothing
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
    """A lake, and its topics: what is sent to one is carried as the next batch of a stream."""

    def __init__(self, lake: Installation) -> None:
        self.lake = lake
        self._offset = 0
        self._batch = 0

    def send(self, contract: str, payloads: Sequence[bytes]) -> None:
        self.lake.carry(contract, arrivals(payloads, self._offset), self._batch)
        self._offset += len(payloads)
        self._batch += 1

    def plane(self) -> Plane:
        lake = self.lake

        def send(corrected: Sequence[Correction]) -> None:
            for contract in sorted({each.contract for each in corrected}):
                self.send(contract, [each.record for each in corrected if each.contract == contract])

        return Plane(
            self.corrections(), lake.requests(), lake.rework(), Aside(lake.writer, lake.locks), lake.writer, lake.locks,
            partial(known, lake.database(), lake.control.key_file), lambda: lake.keyring.for_life(Purpose.EVENT), send,
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
    lake.gold().refresh()
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
    for step in CORRECTIONS:
        with pytest.raises(CutOff):
            world.correct("events", *lines, reach=cut_off_after(step))
        lines = []
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


def test_under_a_hold_nothing_is_corrected_and_nothing_kept(world: World) -> None:
    lake = world.lake
    lake.requests().hold([b"ada"], dt.date(2999, 1, 1))
    before = lake.bronze("events")
    at_work = world.plane()
    lines = [record("ada", 0), record("bob", 0)]
    at_work.corrections.receive(corrections(POLICIES["events"].contract, lines, NOON))
    assert at_work.requests.verify(Kind.RECTIFY) == 1
    at_work.corrections.gone(())
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

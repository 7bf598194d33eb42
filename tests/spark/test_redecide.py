"""A registry that was lost and put back goes by what persons have decided since its backup: the lake says it."""

from __future__ import annotations

from typing import Any

import pytest

from batch.erase import erase
from batch.redecide import redecided
from governance.database import Database
from governance.registry import Registry, Subjects
from governance.requests import Kind
from governance.restoration import decide_again
from lakehouse.catalog import BRONZE
from lakehouse.persons import SnapshotWriter
from lakehouse.road import RoadError
from tests.spark.test_consent import ASKING, World
from tests.spark.test_restrict import carried, carried_later, carry_out
from tests.support.cutoff import CutOff, cut_off_after
from tests.support.extent import long
from tests.support.installation import Installation
from tests.support.records import arrivals, consent, event

pytestmark = pytest.mark.spark

DECIDED = (("ada", "granted", 8), ("bob", "granted", 8), ("ada", "withdrawn", 9), ("cid", "refused", 9))


def decisions(lake: Installation) -> list[tuple[Any, ...]]:
    """All that batches may go by."""
    found = lake.query("SELECT subject_id, purpose, decided_at, said, arrived_at FROM registry.decision")
    return sorted((bytes(subject), *rest) for subject, *rest in found)


def decided_again(lake: Installation) -> tuple[int, int]:
    """As a restore does it, for whoever is there: how many decisions the lake has, and restrictions."""
    registry = Registry(lake.database(), lake.control.key_file, SnapshotWriter(lake.folder / "again"), None)
    subjects = Subjects(lake.database(), SnapshotWriter(lake.folder / "again-by-subject"))
    found = redecided(registry, subjects, lake.writer)
    assert found.unread == 0
    owner = Database(lake.clone.owner)
    decide_again(owner, found.decisions())
    owner.close()
    return found.consents.num_rows, len(found.restricted)


def lose_decisions(lake: Installation) -> None:
    """And put persons back from a backup that has none."""
    lake.query("DELETE FROM registry.decision")
    lake.query("UPDATE ledger.lake SET restoring = true")


def test_decisions_are_those_of_the_lake_however_old_the_registry(lake: Installation) -> None:
    sent = [
        consent(consent_id=f"consent-{n}", user_id=who, decision=said, decided_at=f"2026-03-04T{hour:02}:00:00Z")
        for n, (who, said, hour) in enumerate(DECIDED)
    ]
    lake.carry("consents", arrivals(sent))
    before = decisions(lake)
    assert len(before) == len(DECIDED)
    lose_decisions(lake)
    assert decided_again(lake) == (4, 0)
    assert decisions(lake) == before
    decided_again(lake)
    assert decisions(lake) == before
    lake.carry("events", arrivals([event(user_id=who, event_id=f"event-{who}") for who in ("ada", "bob", "cid")]))
    assert {row["who"] for row in lake.silver("events")} == {"bob"}


def test_who_is_restricted_stays_so_with_what_waits(lake: Installation) -> None:
    carried(lake, "staying-person", "restricted-person")
    carry_out(lake, Kind.RESTRICT, "restricted-person", "sends-only-now")
    lake.carry("events", arrivals([event(user_id="sends-only-now", event_id="event-of-now")], 100), job="other.events")
    lose_decisions(lake)
    assert decided_again(lake) == (0, 2)
    carried_later(lake, "staying-person", "restricted-person")
    assert {row["who"] for name in ("events", "users") for row in lake.silver(name)} == {"staying-person"}
    carry_out(lake, Kind.LIFT, "restricted-person", "sends-only-now")
    everybody = {"staying-person", "restricted-person", "sends-only-now"}
    assert {row["who"] for row in lake.silver("events")} == everybody


def test_who_is_erased_decides_nothing(lake: Installation) -> None:
    lake.carry("consents", arrivals([consent(user_id="ada", decision="withdrawn")]))
    lake.requests().receive(Kind.ERASE, [b"ada"])
    lake.erasures().begin([b"ada"])
    assert decided_again(lake) == (0, 0)
    assert decisions(lake) == []
    erase(lake.erasing())
    assert decisions(lake) == []


def test_nothing_is_carried_before_the_lake_was_asked(lake: Installation) -> None:
    lake.carry("consents", arrivals([consent(user_id="ada", decision="withdrawn")]))
    lose_decisions(lake)
    with pytest.raises(RoadError, match="make restore-registry"):
        lake.carry("events", arrivals([event(user_id="ada")]))
    assert lake.rows(BRONZE["events"]) == []
    decided_again(lake)
    lake.carry("events", arrivals([event(user_id="ada")]))
    assert lake.silver("events") == []


def test_nothing_is_removed_before_the_lake_was_asked(lake: Installation) -> None:
    """The backup may have a withdrawal that lets the past go, and not the consent that came after it."""
    lake.carry("consents", arrivals([consent(user_id="ada", decision="withdrawn", erase_past=True)]))
    lose_decisions(lake)
    with pytest.raises(RoadError, match="make restore-registry"):
        erase(lake.erasing())


def test_who_waited_is_released_once_where_a_release_was_cut_off(lake: Installation) -> None:
    """What the first attempt had not let through is not in bronze, and does not leave quarantine for it."""
    world = World(lake)
    hours = ("T08:30:00Z", "T09:30:00Z")
    world.send("events", [
        event(user_id=who, event_id=f"event-{who}-{at}", event_timestamp=f"2026-03-04{hour}")
        for who in ("ada", "bob") for at, hour in enumerate(hours)
    ])  # fmt: skip
    world.send("consents", [consent(consent_id="consent-ada", user_id="ada", decided_at="2026-03-04T08:00:00Z")])
    with pytest.raises(CutOff):
        lake.readmitter("events", world.road(cut_off_after("bronze.marked"))).release(ASKING)
    world.send("consents", [consent(consent_id="consent-bob", user_id="bob", decided_at="2026-03-04T08:00:00Z")])
    lose_decisions(lake)
    decided_again(lake)
    for _ in range(2):  # what was cut off is finished first
        world.release()
    assert world.in_silver() == {"ada": [8, 9], "bob": [8, 9]}
    assert len(lake.bronze("events")) == 4
    assert lake.quarantine() == {}


@pytest.mark.parametrize("step", ["persons.opened", *long("bronze.marked")])
def test_a_batch_that_is_half_done_goes_by_them_too(lake: Installation, step: str) -> None:
    """Their numbers are others than those that its first attempt went by."""
    lake.carry("consents", arrivals([consent(user_id="ada", decision="withdrawn")]))
    records = arrivals([event(user_id=who, event_id=f"event-{who}") for who in ("ada", "bob")])
    with pytest.raises(CutOff):
        lake.carry("events", records, road=lake.road("events", reach=cut_off_after(step)))
    lose_decisions(lake)
    decided_again(lake)
    lake.carry("events", records)
    assert {row["who"] for row in lake.silver("events")} == {"bob"}

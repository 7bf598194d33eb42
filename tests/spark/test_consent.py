"""Decisions of persons about a purpose: what is used, what waits, what is kept out, in whatever order all of it
comes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pytest

from batch.erase import Plane, erase, forget
from governance import consents
from lakehouse.catalog import BRONZE, SILVER
from lakehouse.failpoints import Reach
from lakehouse.road import Road
from privacy.policies import POLICIES, USER_POLICY
from privacy.policy import Policy
from schemas.outcomes import Reason
from schemas.purposes import ANALYTICS
from schemas.tables import QUARANTINE
from tests.support.cutoff import CutOff, cut_off_after
from tests.support.extent import long
from tests.support.installation import Installation
from tests.support.records import arrivals, consent, event, profile

pytestmark = pytest.mark.spark

ASKING = replace(ANALYTICS, waits=True)
EVENTS = replace(POLICIES["events"], purpose=ASKING)
PROFILES = replace(USER_POLICY, purpose=ASKING)
"""Where records of who has decided nothing wait."""


@dataclass(frozen=True)
class Said:
    """A decision at ``hour`` of the day; ``decision``: yes, no, or gone (no, and the past is to go)."""

    hour: int
    decision: str

    def payload(self, who: str, number: int) -> bytes:
        return consent(
            consent_id=f"consent-{who}-{number}", user_id=who, decided_at=f"2026-03-04T{self.hour:02}:00:00Z",
            decision="granted" if self.decision == "yes" else "withdrawn", erase_past=self.decision == "gone",
        )  # fmt: skip


@dataclass(frozen=True)
class Did:
    """An event at half past ``hour``."""

    hour: int

    def payload(self, who: str, number: int) -> bytes:
        return event(event_id=f"event-{who}-{number}", user_id=who, event_timestamp=f"2026-03-04T{self.hour:02}:30:00Z")


RELEASE = "release"
Step = Said | Did | str

ORDERINGS: dict[str, tuple[tuple[Step, ...], str, str]] = {
    # what comes, in its order; what is in silver at the end, and what waits: hours of events
    "yes, then the event": ((Said(8, "yes"), Did(9)), "9", ""),
    "no, then the event": ((Said(8, "no"), Did(9)), "", ""),
    "the event alone": ((Did(9),), "", "9"),
    "the event, then the yes that was given before it": ((Did(9), Said(8, "yes"), RELEASE), "9", ""),
    "the event, then a no": ((Did(9), Said(8, "no"), RELEASE), "", ""),
    "the event, then a yes that was given after it": ((Did(9), Said(10, "yes"), RELEASE), "", "9"),
    "the same, and then the yes from before": ((Did(9), Said(10, "yes"), RELEASE, Said(8, "yes"), RELEASE), "9", ""),
    "yes, the event, withdrawn": ((Said(7, "yes"), Did(8), Said(9, "no")), "8", ""),
    "yes, withdrawn, then a late event from before": ((Said(7, "yes"), Said(9, "no"), Did(8)), "", ""),
    "withdrawn came before the yes it withdraws": ((Said(9, "no"), Said(7, "yes"), Did(8), Did(10)), "", ""),
    "yes again: only what was done under a yes": (
        (Said(5, "yes"), Said(7, "no"), Said(9, "yes"), Did(6), Did(8), Did(10)), "6 10", "",
    ),
    "waits, yes, an earlier no: only what was done under the yes": (
        (Did(6), Did(10), Said(9, "yes"), Said(7, "no"), RELEASE), "10", "6",
    ),
    "a yes and a no of one instant are a no": ((Said(8, "yes"), Said(8, "no"), Did(9)), "", ""),
    "twice the same yes": ((Said(8, "yes"), Said(8, "yes"), Did(9)), "9", ""),
    "the past is to go, and yes again: old events do not come back": (
        (Said(5, "yes"), Said(7, "gone"), Said(9, "yes"), Did(6), Did(10)), "10", "",
    ),
    "waits, and what has waited is to go": ((Did(6), Said(5, "yes"), Said(7, "gone"), RELEASE), "", ""),
    "withdrawn while it waits": ((Did(9), Said(8, "yes"), Said(10, "no"), RELEASE), "", ""),
}  # fmt: skip


class World:
    """A lake that asks for consent, with roads that go on as those of a running stream do."""

    def __init__(self, lake: Installation, events: Policy = EVENTS) -> None:
        self.lake = lake
        self._policy = events
        self._roads = {"events": self.road(), "consents": lake.road("consents")}
        self._batches = {"events": 0, "consents": 0}
        self._offsets = {"events": 0, "consents": 0}

    def road(self, reach: Reach | None = None) -> Road:
        return self.lake.road("events", self._policy, *([reach] if reach else []))

    def send(self, contract: str, payloads: list[bytes], road: Road | None = None) -> None:
        records = arrivals(payloads, self._offsets[contract])
        self.lake.carry(contract, records, self._batches[contract], road or self._roads[contract])
        self._offsets[contract] += len(payloads)
        self._batches[contract] += 1

    def release(self) -> None:
        self.lake.readmitter("events", self.road()).release(ASKING)

    def in_silver(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for row in self.lake.silver("events"):
            found.setdefault(row["who"], []).append(row["event_time"].hour)
        return {who: sorted(hours) for who, hours in found.items()}

    def waiting(self) -> dict[str, int]:
        """Records by person: closed under their own keys."""
        found: dict[str, int] = {}
        for reason, closed_by, _ in self.lake.quarantine().values():
            assert reason == Reason.AWAITING_CONSENT
            found[closed_by] = found.get(closed_by, 0) + 1
        return found


def test_every_ordering_is_decided_right(lake: Installation) -> None:
    """One person for each ordering; all their first steps in one batch of their kind, then the second ones."""
    world = World(lake)
    who = {name: f"person-{number}" for number, name in enumerate(ORDERINGS)}
    longest = max(len(steps) for steps, _, _ in ORDERINGS.values())
    for at in range(longest):
        now = {who[name]: steps[at] for name, (steps, _, _) in ORDERINGS.items() if at < len(steps)}
        for contract, kind in (("events", Did), ("consents", Said)):
            payloads = [step.payload(person, at) for person, step in now.items() if isinstance(step, kind)]
            if payloads:
                world.send(contract, payloads)
        if RELEASE in now.values():
            world.release()
    in_silver, waiting = world.in_silver(), world.waiting()
    for name, (_, silver, waits) in ORDERINGS.items():
        assert in_silver.get(who[name], []) == sorted(map(int, silver.split())), name
        assert waiting.get(who[name], 0) == len(waits.split()), name
    assert balanced(lake)


def test_where_nobody_is_asked_records_are_used_until_somebody_objects(lake: Installation) -> None:
    world = World(lake, POLICIES["events"])
    world.send("events", [Did(6).payload(who, 0) for who in ("ada", "bob")])
    world.send("consents", [Said(7, "no").payload("ada", 0)])
    world.send("events", [Did(8).payload(who, 1) for who in ("ada", "bob")])
    assert world.in_silver() == {"ada": [6], "bob": [6, 8]}
    assert lake.quarantine() == {}


def test_a_profile_speaks_of_now(lake: Installation) -> None:
    """However old it is: what counts is what its person says now."""
    road = lake.road("users", PROFILES)
    lake.carry("users", arrivals([profile(user_id=who) for who in ("ada", "bob", "eve")]), 0, road)
    assert lake.silver("users") == []
    world = World(lake)
    world.send("consents", [Said(11, "yes").payload("ada", 0), Said(11, "no").payload("bob", 0)])
    lake.readmitter("users", lake.road("users", PROFILES)).release(ASKING)
    assert [row["who"] for row in lake.silver("users")] == ["ada"]
    assert [closed_by for _, closed_by, _ in lake.quarantine().values()] == ["eve"]


@pytest.mark.parametrize(
    ("step", "change"),
    [("bronze.written", "no"), *long(("silver.written", "yes"))],
)
def test_a_batch_goes_by_one_state_of_decisions_whatever_comes_between_two_attempts(
    lake: Installation, step: str, change: str
) -> None:
    world = World(lake)
    world.send("consents", [Said(5, "yes").payload("bob", 0)])
    records = [Did(8).payload(who, 0) for who in ("ada", "bob")]
    with pytest.raises(CutOff):
        world.send("events", records, world.road(cut_off_after(step)))
    world.send("consents", [Said(7, "yes").payload("ada", 1), Said(9, change).payload("bob", 1)])
    world.send("events", records, world.road())
    assert world.in_silver() == {"bob": [8]}
    assert world.waiting() == {"ada": 1}
    world.release()
    assert world.in_silver() == {"ada": [8], "bob": [8]}
    assert balanced(lake)


@pytest.mark.parametrize("step", ["bronze.written", *long("silver.written")])
def test_a_release_that_is_cut_off_is_gone_on_with(lake: Installation, step: str) -> None:
    world = World(lake)
    world.send("events", [Did(8).payload(who, 0) for who in ("ada", "bob")])
    world.send("consents", [Said(7, "yes").payload("ada", 0)])
    with pytest.raises(CutOff):
        lake.readmitter("events", world.road(cut_off_after(step))).release(ASKING)
    world.send("consents", [Said(9, "no").payload("ada", 1), Said(7, "yes").payload("bob", 1)])
    world.release()
    world.release()
    in_silver = world.in_silver()
    assert in_silver.pop("bob") == [8]
    assert in_silver in ({"ada": [8]}, {}), "before or after the withdrawal, and not half"
    assert len(lake.bronze("events")) == 1 + len(in_silver)
    assert world.waiting() == {}
    assert balanced(lake)


def test_a_decision_that_comes_while_the_batch_is_open_is_not_missed(lake: Installation) -> None:
    """The batch does not know it, and a release that runs before the batch is written does not see its records."""
    world = World(lake)
    world.send("events", [Did(6).payload("eve", 0)])

    def meanwhile(step: str) -> None:
        if step == "batch.passed":
            world.send("consents", [Said(7, "yes").payload("ada", 0)])
            world.release()

    world.send("events", [Did(8).payload("ada", 1)], world.road(meanwhile))
    assert world.waiting() == {"ada": 1, "eve": 1}
    world.release()
    assert world.in_silver() == {"ada": [8]}


def past_gone(plane: Plane) -> int:
    """Rows alone: the files of who is erased are another test's."""
    done = forget(plane)
    plane.withdrawals.done(done.past)
    return len(done.past)


def test_a_withdrawal_can_let_the_past_of_its_purpose_go(lake: Installation) -> None:
    world = World(lake, POLICIES["events"])
    lake.carry("users", arrivals([profile(user_id=who) for who in ("ada", "bob")]))
    world.send("events", [Did(6).payload(who, 0) for who in ("ada", "bob")])
    world.send("events", [event(user_id="ada", event_type="teleport")])
    world.send("consents", [Said(7, "yes").payload("ada", 0), Said(12, "gone").payload("ada", 1)])
    done = erase(lake.erasing())
    assert (done.requests, done.withdrawals) == (0, 1)
    assert world.in_silver() == {"bob": [6]}
    assert [row["who"] for row in lake.silver("users")] == ["bob"]
    assert {who for who, _ in lake.bronze("events").values()} == {"bob"}
    assert lake.rows(QUARANTINE) == []
    assert len(lake.bronze("consents")) == 2, "what she decided stays, to show for it"
    assert "ada" in lake.persons()
    again = erase(lake.erasing())
    assert (again.withdrawals, again.rows) == (0, {})
    world.send("events", [Did(6).payload("ada", 0)])
    assert world.in_silver() == {"bob": [6]}, "it does not come back"


@pytest.mark.long
def test_what_came_after_a_new_yes_stays_when_the_past_goes(lake: Installation) -> None:
    world = World(lake, POLICIES["events"])
    late = dt.datetime(2026, 3, 4, 20, tzinfo=dt.UTC)
    world.send("events", [Did(6).payload("ada", 0)])
    world.send("consents", [Said(12, "gone").payload("ada", 0)])
    lake.carry("consents", arrivals([Said(15, "yes").payload("ada", 1)], 10, received_at=late), 5)
    lake.carry("events", arrivals([Did(18).payload("ada", 1)], 10, received_at=late), 5)
    assert world.in_silver() == {"ada": [6, 18]}
    past_gone(lake.erasing())
    assert world.in_silver() == {"ada": [18]}
    assert len(lake.bronze("events")) == 1


def test_decisions_go_with_their_person(lake: Installation) -> None:
    world = World(lake)
    world.send("consents", [Said(7, "yes").payload(who, 0) for who in ("ada", "bob")])
    world.send("events", [Did(8).payload("ada", 0)])
    lake.forget("ada")
    assert lake.query("SELECT count(*) FROM registry.decision") == [(1,)]
    assert lake.read(SILVER["consents"]).count() == lake.read(BRONZE["consents"]).count() == 1
    later = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1)
    back = event(event_id="event-back-1", user_id="ada", event_timestamp=f"{later:%Y-%m-%dT%H:%M:%SZ}")
    road = world.road()
    lake.carry("events", arrivals([back], 50, received_at=later), 9, road)
    assert world.waiting() == {"ada": 1}, "somebody new, who has decided nothing"


def test_a_decision_is_taken_up_once_and_one_about_nothing_known_never(lake: Installation) -> None:
    world = World(lake)
    payload = Said(7, "yes").payload("ada", 0)
    world.send("consents", [payload])
    world.send("consents", [payload])
    assert lake.query("SELECT count(*) FROM registry.decision") == [(1,)]
    assert lake.read(SILVER["consents"]).count() == 1
    world.send("consents", [consent(purpose="resale"), consent(decision="maybe")])
    assert lake.query("SELECT count(*) FROM registry.decision") == [(1,)]
    assert [reason for reason, _, _ in lake.quarantine().values()] == [Reason.NOT_IN_ENUM] * 2


def test_what_is_asked_of_one_attempt_is_asked_of_the_next(lake: Installation) -> None:
    """Settings changed between two attempts at a batch: it goes by those of the first."""
    world = World(lake, POLICIES["events"])
    records = [Did(8).payload("ada", 0)]
    with pytest.raises(CutOff):
        world.send("events", records, world.road(cut_off_after("bronze.written")))
    strict = World(lake)
    strict.send("events", records)
    assert strict.in_silver() == {"ada": [8]}
    assert strict.waiting() == {}


def test_a_malformed_record_of_who_said_no_leaves_nothing(lake: Installation) -> None:
    world = World(lake, POLICIES["events"])
    world.send("consents", [Said(7, "no").payload("ada", 0)])
    world.send("events", [event(user_id=who, event_type="teleport") for who in ("ada", "bob")])
    assert [reason for reason, _, _ in lake.quarantine().values()] == [Reason.NOT_IN_ENUM]
    assert lake.query("SELECT suppressed FROM ledger.range WHERE job = 'stream.events'") == [(1,)]


def test_who_is_held_keeps_the_past(lake: Installation) -> None:
    world = World(lake, POLICIES["events"])
    world.send("events", [Did(6).payload("ada", 0)])
    world.send("consents", [Said(7, "gone").payload("ada", 0)])
    plane = replace(lake.erasing(), held=lambda _: {"subject_id": [lake.persons()["ada"][0]]})
    assert past_gone(plane) == 0
    assert world.in_silver() == {"ada": [6]}
    assert past_gone(lake.erasing()) == 1
    assert world.in_silver() == {}
    lines = lake.query("SELECT detail FROM audit.line WHERE action = 'erase'")
    assert any("past of a purpose gone" in line for (line,) in lines)


def test_what_arrived_after_a_no_that_nobody_knew_goes_too(lake: Installation) -> None:
    world = World(lake, POLICIES["events"])
    late = dt.datetime(2026, 3, 4, 13, tzinfo=dt.UTC)
    lake.carry("events", arrivals([Did(9).payload("ada", 0)], 10, received_at=late), 5)
    world.send("consents", [Said(11, "gone").payload("ada", 0)])
    past_gone(lake.erasing())
    assert lake.bronze("events") == {}
    assert world.in_silver() == {}


def test_a_job_goes_on_when_an_erasure_has_removed_what_it_knows(lake: Installation) -> None:
    world = World(lake)
    world.send("consents", [Said(7, "yes").payload(who, 0) for who in ("ada", "bob")])
    world.send("events", [Did(8).payload("bob", 0)])
    for file in lake.folder.glob("registry-*/*decisions*"):
        file.unlink()
    world.send("events", [Did(9).payload("bob", 1)])
    assert world.in_silver() == {"bob": [8, 9]}


def test_consent_that_is_required_once_is_required_of_every_job(lake: Installation) -> None:
    database, audit = lake.database(), lake.control.audit
    assert consents.require(database, audit, ()) == frozenset()
    assert consents.require(database, audit, ("analytics",)) == {"analytics"}
    assert consents.require(database, audit, ()) == {"analytics"}
    assert consents.require(database, audit, (), loosen=True) == frozenset()
    assert consents.require(database, audit, ()) == frozenset()


def balanced(lake: Installation) -> bool:
    jobs = ("stream.events", "stream.consents", "readmit.events")
    return all(balance.holds for job in jobs for balance in lake.ledger.balances(job))

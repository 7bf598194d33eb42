"""Restriction of use (GDPR Art. 18): of who is restricted nobody who reads meets anything, and nothing is lost: once it
is lifted, all is as it would have been."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from batch.access import held
from batch.erase import erase
from batch.replay import replay
from batch.restrict import Plane, lift, restrict
from batch.rework import Rework
from governance.expiry import Expiry, Limits
from governance.persons_asked import known
from governance.registry import Subjects
from governance.requests import Kind, RequestError
from governance.restrictions import Restrictions
from lakehouse.aside import Aside, Whose
from lakehouse.catalog import GOLD
from lakehouse.failpoints import RESTRICTIONS, Reach, nothing
from lakehouse.maintenance import Maintenance
from lakehouse.persons import SnapshotWriter
from lakehouse.writer import Writer
from privacy.keys import Seal
from privacy.policies import EVENT_POLICY
from schemas.outcomes import Reason
from schemas.purposes import RESTRICTION
from schemas.tables import ASIDE, Table
from scripts.reconcile import compare
from tests.conftest import NewLake
from tests.support.canary import Canary, survey
from tests.support.cutoff import CutOff, cut_off_after
from tests.support.installation import Installation, RowsAlone
from tests.support.records import NOON, arrivals, consent, event, profile

pytestmark = pytest.mark.spark

STAYING = tuple(f"staying-person-{n}" for n in range(5))
RESTRICTED = ("restricted-person-one", "restricted-person-two")
EVERYBODY = (*STAYING, *RESTRICTED)
DAYS = (NOON, NOON - dt.timedelta(days=1), NOON - dt.timedelta(days=40))


def plane(lake: Installation, k: int | None = None) -> Plane:
    """What it works on, as a process that has just started has it. ``k``: of gold's gate; without it gold and files
    are left as they are."""

    def release() -> bool:
        for contract in ("events", "users"):
            lake.readmitter(contract, lake.road(contract)).release(RESTRICTION)
        return True

    return Plane(
        Restrictions(lake.database(), lake.control.key_file, lake.control.audit), lake.requests(),
        lake.rework(k, Rework if k else RowsAlone),
        Aside(lake.writer, lake.locks), release,
    )  # fmt: skip


def carry_out(lake: Installation, kind: Kind, *names: str, reach: Reach = nothing, k: int | None = None) -> None:
    lake.let_go()
    at_work = plane(lake, k)
    at_work.requests.receive(kind, [name.encode() for name in names])
    at_work.requests.verify(kind)
    {Kind.RESTRICT: restrict, Kind.LIFT: lift}[kind](at_work, at_work.requests.waiting(kind), reach=reach)


def first(name: str) -> list[bytes]:
    """Events of three days, one of them late, and one that is rejected."""
    good = [
        event(user_id=name, event_id=f"{name}-{n}", event_timestamp=(day - dt.timedelta(minutes=5)).isoformat())
        for n, day in enumerate(DAYS)
    ]
    return [*good, event(user_id=name, event_id=f"{name}-bad", event_type="hop")]


def later(name: str) -> list[bytes]:
    """A new event, and one again."""
    return [event(user_id=name, event_id=f"{name}-new"), first(name)[0]]


def carried(lake: Installation, *names: str) -> None:
    profiles = [profile(user_id=name, email=f"{name}@mail.example") for name in names]
    lake.carry("users", arrivals(profiles))
    lake.carry("events", arrivals([record for name in names for record in first(name)]))


def carried_later(lake: Installation, *names: str) -> None:
    lake.carry("events", arrivals([record for name in names for record in later(name)], 4 * len(names)), 1)
    newer = [profile(user_id=name, state="TX", updated_at="2026-03-04T11:30:00.000Z") for name in names]
    lake.carry("users", arrivals(newer, len(names)), 1)


def silver(lake: Installation) -> dict[str, list[Any]]:
    return {name: lake.silver(name) for name in ("events", "users")}


def gold(lake: Installation) -> dict[str, list[str]]:
    return {table.full_name: sorted(map(repr, lake.rows(table))) for table in GOLD}


def reconciled(lake: Installation) -> bool:
    return compare(lake.spark, lake.lake, lake.database()).equal


def test_nobody_who_reads_meets_them_and_once_lifted_all_is_as_it_would_have_been(
    lake: Installation, new_lake: NewLake
) -> None:
    carried(lake, *EVERYBODY)
    lake.gold().refresh()
    whole, bronze = silver(lake), lake.bronze("events")
    keys = [lake.persons()[name][1].user_key for name in RESTRICTED]

    carry_out(lake, Kind.RESTRICT, *RESTRICTED, k=2)

    assert silver(lake) == {name: [row for row in rows if row["who"] not in RESTRICTED] for name, rows in whole.items()}
    assert lake.bronze("events") == bronze
    assert sum(row["rows"] for row in lake.rows(ASIDE)) == 8
    assert reconciled(lake)
    pseudonyms = [Canary(f"pseudonym {n}", key) for n, key in enumerate(keys)]
    assert survey([lake.folder], pseudonyms, [lake.folder / "arrived"]).findings == ()

    carried_later(lake, *EVERYBODY)
    assert {row["who"] for rows in silver(lake).values() for row in rows} == set(STAYING)
    waiting = [closed_by for reason, closed_by, _ in lake.quarantine().values() if reason == Reason.RESTRICTED]
    assert sorted(waiting) == sorted(RESTRICTED * 3)
    assert reconciled(lake)

    carry_out(lake, Kind.LIFT, *RESTRICTED, k=2)

    with new_lake() as fresh:
        carried(fresh, *EVERYBODY)
        carried_later(fresh, *EVERYBODY)
        fresh.gold().refresh()
        assert silver(lake) == silver(fresh)
        assert gold(lake) == gold(fresh)
    assert lake.rows(ASIDE) == []
    assert not any(reason == Reason.RESTRICTED for reason, _, _ in lake.quarantine().values())
    assert reconciled(lake)
    assert [row[0] for row in lake.query("SELECT state FROM rights.request")] == ["done"] * 4
    assert ("restrict",) in lake.query("SELECT DISTINCT action FROM audit.line")


@pytest.mark.long
def test_cut_off_after_every_step_and_called_again_it_ends_as_if_nothing_had_been(lake: Installation) -> None:
    carried(lake, *EVERYBODY)
    whole = silver(lake)
    for step in (step for step in RESTRICTIONS if step.startswith("restrict")):
        with pytest.raises(CutOff):
            carry_out(lake, Kind.RESTRICT, *RESTRICTED, reach=cut_off_after(step))
    carry_out(lake, Kind.RESTRICT)
    assert {row["who"] for rows in silver(lake).values() for row in rows} == set(STAYING)
    assert sum(row["rows"] for row in lake.rows(ASIDE)) == 8
    assert reconciled(lake)
    for step in (step for step in RESTRICTIONS if step.startswith("lift")):
        with pytest.raises(CutOff):
            carry_out(lake, Kind.LIFT, *RESTRICTED, reach=cut_off_after(step))
    carry_out(lake, Kind.LIFT)
    assert silver(lake) == whole
    assert lake.rows(ASIDE) == []
    assert reconciled(lake)


class _Cut(Writer):
    """Ends before what was sealed is taken away where it stood before."""

    def remove(self, positions: Any, table: Table) -> None:
        raise CutOff("remove")


def test_cut_off_between_two_tables_nothing_is_twice_and_nothing_lost(lake: Installation) -> None:
    carried(lake, *EVERYBODY)
    whole, keys = silver(lake), {name: lake.persons()[name] for name in RESTRICTED}
    persons = [Whose(subject_id, each.user_key, Seal(each.dek)) for subject_id, each in keys.values()]
    aside, cut = Aside(lake.writer, lake.locks), Aside(_Cut(lake.spark, lake.lake), lake.locks)
    with pytest.raises(CutOff):
        cut.put("events", persons)  # sealed, and still in silver
    assert aside.put("events", persons) == 6
    first = sorted(aside.rows("events", persons)["event_key"].to_pylist())  # type: ignore[index]
    with pytest.raises(CutOff):
        cut.without("events", persons, first[:1])  # what stays sealed anew, and the earlier seal still there
    aside.without("events", persons, first[:1])
    assert sorted(aside.rows("events", persons)["event_key"].to_pylist()) == first[1:]  # type: ignore[index]
    with pytest.raises(CutOff):
        cut.back("events", persons)  # in silver, and still aside
    assert aside.back("events", persons) == 5
    assert len(lake.silver("events")) == len(whole["events"]) - 1
    assert lake.rows(ASIDE) == []


def test_a_batch_that_is_half_done_is_finished_first(lake: Installation) -> None:
    """Its next attempt goes by what was decided when it was begun, and would bring them back."""
    carried(lake, *STAYING, RESTRICTED[0])
    records = arrivals([event(user_id=RESTRICTED[0], event_id="event-half-1")], 500)
    with pytest.raises(CutOff):
        lake.carry("events", records, 1, lake.road("events", reach=cut_off_after("bronze.marked")))
    with pytest.raises(RequestError, match="half done"):
        carry_out(lake, Kind.RESTRICT, RESTRICTED[0])
    lake.carry("events", records, 1)
    carry_out(lake, Kind.RESTRICT)
    assert {row["who"] for row in lake.silver("events")} == set(STAYING)
    carry_out(lake, Kind.LIFT, RESTRICTED[0])
    assert len([row for row in lake.silver("events") if row["who"] == RESTRICTED[0]]) == 4


def test_of_two_opposite_requests_the_later_one_counts(lake: Installation) -> None:
    requests = lake.requests()
    for kind in (Kind.RESTRICT, Kind.LIFT, Kind.RESTRICT):
        requests.receive(kind, [b"ada"])
        requests.verify(kind)
    assert requests.waiting(Kind.LIFT) == {}
    assert list(requests.waiting(Kind.RESTRICT).values()) == [b"ada"]


def test_who_is_not_known_is_restricted_all_the_same(lake: Installation) -> None:
    """Their first records may be on their way."""
    restrictions, requests = plane(lake).restrictions, lake.requests()
    requests.receive(Kind.RESTRICT, [RESTRICTED[0].encode()])
    requests.verify(Kind.RESTRICT)
    restrictions.begin(requests.waiting(Kind.RESTRICT))
    carried(lake, *STAYING, RESTRICTED[0])
    assert {row["who"] for rows in silver(lake).values() for row in rows} == set(STAYING)


@pytest.fixture(scope="module")
def restricted(new_lake: NewLake) -> Iterator[Installation]:
    """Where two of seven are. Tests that share it go from those that change nothing to those that change most."""
    with new_lake() as lake:
        carried(lake, *EVERYBODY)
        carry_out(lake, Kind.RESTRICT, *RESTRICTED)
        carried_later(lake, *EVERYBODY)
        yield lake


def aside(lake: Installation) -> list[int]:
    return sorted(row["rows"] for row in lake.rows(ASIDE))


def test_who_is_restricted_is_told_what_is_held(restricted: Installation) -> None:
    asked = known(restricted.database(), restricted.control.key_file, [RESTRICTED[0].encode()])
    (told,) = held(restricted.writer, list(asked.values()))
    rows = told.rows[ASIDE.full_name]
    assert sorted(row["contract"] for row in rows) == ["events"] * 3 + ["users"]
    times = {row["event_time"] for row in rows if row["contract"] == "events"}
    assert times == {(day - dt.timedelta(minutes=5)).isoformat() for day in DAYS}
    assert not any(isinstance(value, bytes) for row in rows for value in row.values())


def test_a_replay_does_not_bring_them_back(restricted: Installation) -> None:
    lake, before = restricted, silver(restricted)
    subjects = Subjects(lake.database(), SnapshotWriter(lake.folder / "subjects"))
    replay(NOON.date(), EVENT_POLICY, lake.registry(), subjects, lake.ledger, lake.locks, lake.writer)
    assert silver(lake) == before


def test_a_withdrawn_past_goes_only_once_it_may_be_touched(restricted: Installation) -> None:
    """Restricted is restricted: what is aside is not looked into."""
    gone = consent(user_id=RESTRICTED[0], decision="withdrawn", erase_past=True)
    restricted.carry("consents", arrivals([gone]))
    in_force = plane(restricted).restrictions.in_force()
    assert erase(replace(restricted.erasing(), held=lambda _: in_force)).withdrawals == 0
    assert aside(restricted) == [1, 1, 3, 3]


def test_retention_leaves_what_is_theirs(restricted: Installation) -> None:
    lake, in_force = restricted, plane(restricted).restrictions.in_force()
    maintenance = Maintenance(lake.spark, lake.lake, lake.locks)
    Expiry(maintenance, lake.ledger, Limits(30, 30), lambda _: in_force).remove(NOON + dt.timedelta(days=400))
    assert {name for name, _ in lake.bronze("events").values()} == set(RESTRICTED)
    waiting = [(reason, name) for reason, name, _ in lake.quarantine().values() if reason == Reason.RESTRICTED]
    assert len(waiting) == 6
    assert aside(lake) == [1, 1, 3, 3]


def test_until_what_waited_is_taken_retention_goes_on_to_leave_it(restricted: Installation) -> None:
    requests, restrictions = restricted.requests(), plane(restricted).restrictions
    requests.receive(Kind.LIFT, [RESTRICTED[1].encode()])
    requests.verify(Kind.LIFT)
    restrictions.lifted(requests.waiting(Kind.LIFT))
    assert len(restrictions.in_force()["subject_id"]) == 2
    carry_out(restricted, Kind.LIFT)
    assert len(restrictions.in_force()["subject_id"]) == 1
    assert {row["who"] for row in restricted.silver("events")} == {RESTRICTED[1]}


def test_who_is_restricted_can_be_erased(restricted: Installation) -> None:
    at_work = restricted.erasing()
    at_work.requests.receive(Kind.ERASE, [RESTRICTED[0].encode()])
    at_work.requests.verify(Kind.ERASE)
    at_work.erasures.begin(list(at_work.requests.waiting(Kind.ERASE).values()))
    erase(at_work)
    assert aside(restricted) == []
    assert plane(restricted).restrictions.in_force() == {"subject_id": [], "user_key": []}

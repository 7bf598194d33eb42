"""Erasure: afterwards no byte in the lake or in Postgres gives the person away, everybody else is as before, and gold
is as if they had never been, as far as its rules of publication let it change."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from batch.erase import erase, forget
from governance.audit import Action, lines, verify
from governance.database import Database
from governance.readmissions import Readmissions
from governance.requests import Kind, RequestError
from governance.residue import scrub
from governance.traces import Trace
from lakehouse.aggregates import DAILY
from lakehouse.catalog import GOLD, INGESTED, PERSONS
from lakehouse.failpoints import ERASURES
from privacy.keys import Purpose
from schemas.gold import DAILY_EVENT_METRICS
from schemas.outcomes import Reason
from scripts.services import postgres
from tests.conftest import NewLake
from tests.support import people
from tests.support.canary import Canary, survey
from tests.support.cutoff import CutOff, cut_off_after
from tests.support.installation import Installation
from tests.support.records import NOON, arrivals, event, profile

pytestmark = pytest.mark.spark

STAYING = tuple(f"staying-person-{n}" for n in range(6))
GOING = ("going-person-one", "going-person-two", "going-person-three")
DAYS = (NOON, NOON - dt.timedelta(days=1), NOON - dt.timedelta(days=2))
LATE = NOON - dt.timedelta(days=40)


def of(name: str) -> list[bytes]:
    """Good events of three days, a late one, and one that is rejected under the person's own key."""
    at = [*DAYS, LATE]
    good = [
        event(user_id=name, event_id=f"{name}-{n}", event_timestamp=(each - dt.timedelta(minutes=5)).isoformat())
        for n, each in enumerate(at)
    ]
    return [*good, event(user_id=name, event_id=f"{name}-bad", event_type="hop")]


def records(*names: str) -> list[bytes]:
    return [record for name in names for record in of(name)]


def profiles(*names: str) -> list[bytes]:
    return [profile(user_id=name, email=f"{name}@mail.example", first_name=f"First {name}") for name in names]


def carried(lake: Installation, *names: str) -> None:
    lake.carry("users", arrivals(profiles(*names)))
    lake.carry("events", arrivals(records(*names)))


def traces(lake: Installation, *names: str) -> list[Canary]:
    """What gives these persons away: what they sent, and what tables and the registry call them."""
    ref, persons = lake.keyring.keyed_hash(Purpose.REF), lake.persons()
    wrapped = {
        bytes(row[0]): bytes(row[1]) for row in lake.query("SELECT subject_id, wrapped_keys FROM registry.person")
    }
    found = []
    for name in names:
        subject_id, keys = persons[name]
        found += [
            Canary(f"{name} identifier", name.encode()),
            Canary(f"{name} subject_id", subject_id),
            Canary(f"{name} pseudonym", keys.user_key),
            Canary(f"{name} reference", ref(name.encode())),
            Canary(f"{name} data key", keys.dek),
            Canary(f"{name} wrapped keys", wrapped[subject_id]),
        ]
    return found


def found(lake: Installation, canaries: list[Canary]) -> set[str]:
    """Which of them any file of the lake, or of its Postgres, holds."""
    roots = [lake.folder, postgres.home(lake.settings)]
    return {each.canary for each in survey(roots, canaries, [lake.folder / "arrived"]).findings}


def rows(lake: Installation) -> dict[str, list[str]]:
    """Every row of every table that names persons, and of gold."""
    tables = (*(table for table, _ in PERSONS), *GOLD)
    return {table.full_name: sorted(map(repr, lake.rows(table))) for table in tables}


def erased(lake: Installation, *names: str, k: int | None = None) -> dict[str, int]:
    plane = lake.erasing(k)
    plane.requests.receive(Kind.ERASE, [name.encode() for name in names])
    plane.requests.verify(Kind.ERASE)
    plane.erasures.begin(list(plane.requests.waiting(Kind.ERASE).values()))
    return erase(plane).rows


def without(rows_: dict[str, list[str]], gone: set[bytes]) -> dict[str, list[str]]:
    return {
        name: [row for row in of_table if not any(repr(each) in row for each in gone)]
        for name, of_table in rows_.items()
        if not name.startswith("gold.")
    }


def test_no_byte_is_left_the_others_are_as_before_and_gold_as_if_they_had_never_been(
    lake: Installation, new_lake: NewLake
) -> None:
    """Three of nine go, and the gate is of two: every cell of theirs may change, and does."""
    carried(lake, *STAYING, *GOING)
    lake.gold().refresh()
    canaries, before, persons = traces(lake, *GOING), rows(lake), lake.persons()
    gone = {each for name in GOING for each in (persons[name][0], persons[name][1].user_key)}
    others = traces(lake, STAYING[0])
    there = {"subject_id", "pseudonym", "wrapped keys"}  # the positive control: what the lake does hold is found
    assert {f"{name} {what}" for name in GOING for what in there} <= found(lake, canaries)

    taken_out = erased(lake, *GOING, k=2)

    assert taken_out == {
        "bronze.users": 3, "bronze.events": 12, "quarantine.records": 3, "silver.users": 3, "silver.events": 12,
        "bronze.consents": 0, "silver.consents": 0, "quarantine.restricted": 0,
    }  # fmt: skip
    assert found(lake, canaries) == set()
    assert {f"{STAYING[0]} {what}" for what in there} <= found(lake, others)
    after = rows(lake)
    assert {name: of_table for name, of_table in after.items() if not name.startswith("gold.")} == without(before, gone)
    assert set(lake.persons()) == set(STAYING)
    with new_lake() as fresh:
        carried(fresh, *STAYING)
        fresh.gold().refresh()
        for table in GOLD:
            assert _told(lake, table) == _told(fresh, table), table.full_name
    versions = {table.full_name: lake.writer.version(table) for table in INGESTED}
    assert erase(lake.erasing(2)).requests == 0  # a second run does nothing
    assert rows(lake) == after
    assert {table.full_name: lake.writer.version(table) for table in INGESTED} == versions


def _told(lake: Installation, table: Any) -> list[str]:
    """Cells whose counts are exact: the gate of these tests does not round."""
    return sorted(repr(row) for row in lake.rows(table))


def test_gold_keeps_a_cell_that_fewer_than_k_leave(new_lake: NewLake) -> None:
    """Who subtracts two versions must not see one person."""
    with new_lake() as lake:
        carried(lake, *STAYING, GOING[0])
        lake.gold().refresh((DAILY,))
        before = _told(lake, DAILY_EVENT_METRICS)
        lake.forget(GOING[0])
        assert [day.day for day in lake.gold().refresh((DAILY,))] == sorted(each.date() for each in DAYS)
        assert _told(lake, DAILY_EVENT_METRICS) == before


@pytest.mark.long
def test_an_erasure_cut_off_after_every_step_ends_all_the_same(lake: Installation) -> None:
    carried(lake, STAYING[0], *GOING)
    canaries = traces(lake, *GOING)
    plane = lake.erasing()
    plane.erasures.begin([name.encode() for name in GOING])
    for step in ERASURES:
        with pytest.raises(CutOff):
            erase(lake.erasing(2), reach=cut_off_after(step))
        assert [each.state for each in plane.requests.standing()] == ["running"] * 3, step
    done = erase(lake.erasing(2))
    assert (done.requests, done.rows) == (3, {})
    assert [each.state for each in plane.requests.standing()] == ["done"] * 3
    assert found(lake, canaries) == set()
    assert lake.query("SELECT count(*) FROM registry.erasure") == [(0,)]
    assert lake.query("SELECT count(*) FROM ledger.gold_work") == [(0,)]


def test_who_is_unknown_gets_the_same_answer(lake: Installation) -> None:
    assert lake.forget("never-was-here") == {}
    (standing,) = lake.requests().standing()
    assert (standing.state, standing.reason) == ("done", None)
    # From then on they are suppressed as anybody who was erased.
    lake.carry("events", arrivals([event(user_id="never-was-here")]))
    assert lake.rows(PERSONS[0][0]) == []


def test_the_same_request_twice_is_one(lake: Installation) -> None:
    requests = lake.requests()
    assert requests.receive(Kind.ERASE, [b"ada", b"bob", b"ada"]) == 2
    assert requests.receive(Kind.ERASE, [b"ada"]) == 0
    assert requests.receive(Kind.ERASE, []) == 0
    assert [each.state for each in requests.standing()] == ["received"] * 2
    assert all(dt.timedelta(27) < each.due_at - each.received_at < dt.timedelta(32) for each in requests.standing())


def test_a_request_that_was_only_received_is_gone_on_with(lake: Installation) -> None:
    lake.enrol("ada")
    lake.requests().receive(Kind.ERASE, [b"ada"])  # and the process ends
    requests = lake.requests()
    assert requests.verify(Kind.ERASE) == 0
    assert list(requests.waiting(Kind.ERASE).values()) == [b"ada"]
    lake.erasures().begin(list(requests.waiting(Kind.ERASE).values()))
    assert lake.persons() == {}
    assert lake.query("SELECT sealed FROM rights.request") == [(None,)]


def test_who_came_back_while_an_erasure_was_cut_off_is_erased_when_asked_again(lake: Installation) -> None:
    lake.enrol("ada")
    plane = lake.erasing()
    plane.erasures.begin([b"ada"])  # and the process ends
    since = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=1)
    lake.registry().mint(people.strangers(lake.keyring, ["ada"], since - dt.timedelta(seconds=1)))
    assert plane.requests.receive(Kind.ERASE, [b"ada"]) == 0
    assert plane.requests.begun([b"ada", b"bob"]) == [b"ada"]
    plane.erasures.begin(plane.requests.begun([b"ada"]))
    assert lake.persons() == {}
    lake.forget()
    assert [each.state for each in plane.requests.standing()] == ["done"]


def test_a_request_begun_beside_one_that_ends_is_not_ended_with_it(lake: Installation) -> None:
    lake.enrol("ada", "bob")
    plane = lake.erasing()
    plane.erasures.begin([b"ada"])
    done = forget(plane)
    plane.erasures.begin([b"bob"])  # another process
    plane.requests.end([*done.numbers, done.numbers[0] + 1], Action.ERASE)
    assert [each.state for each in plane.requests.standing()] == ["running", "done"]


def test_an_erasure_waits_for_a_readmission_that_was_cut_off(lake: Installation) -> None:
    """Whose version of quarantine it would take away, and with it the records of others."""
    lake.enrol("ada")
    readmissions = Readmissions(lake.database(), "events")
    (begun,) = readmissions.begin(Reason.NOT_IN_ENUM, 0, 1)
    plane = lake.erasing()
    plane.erasures.begin([b"ada"])
    with pytest.raises(RequestError, match="make readmit"):
        erase(plane)
    assert [each.state for each in plane.requests.standing()] == ["running"]
    assert lake.persons() == {}
    readmissions.done(begun)
    assert erase(lake.erasing()).requests == 1


def test_who_is_held_is_not_erased_and_the_others_are(lake: Installation) -> None:
    lake.enrol("ada", "bob")
    requests, today = lake.requests(), dt.datetime.now(dt.UTC).date()
    lake.holds().place([b"ada", b"never-was-here"], today)
    requests.receive(Kind.ERASE, [b"ada", b"bob", b"never-was-here"])
    assert requests.verify(Kind.ERASE) == 2
    lake.erasures().begin(list(requests.waiting(Kind.ERASE).values()))
    lake.forget()
    assert set(lake.persons()) == {"ada"}
    assert sorted((each.state, each.reason) for each in requests.standing()) == [
        ("done", None), ("failed", "legal hold"), ("failed", "legal hold"),
    ]  # fmt: skip
    with pytest.raises(RequestError, match="legal hold"):
        lake.erasures().begin([b"ada"])
    assert set(lake.persons()) == {"ada"}
    lake.holds().lift([b"ada"])
    lake.forget("ada")
    assert lake.persons() == {}


def test_a_hold_that_is_over_holds_nobody(lake: Installation) -> None:
    lake.enrol("ada")
    lake.holds().place([b"ada"], dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1))
    lake.forget("ada")
    assert lake.persons() == {}


def test_every_step_is_a_line_of_the_audit_without_a_person(lake: Installation) -> None:
    lake.enrol("ada")
    lake.forget("ada")
    officer = Database(lake.clone.officer)
    try:
        told = list(lines(officer))
        anchors = lake.control.audit.anchor.read()
        assert verify(lake.keyring, lake.lake.lake_id, told, anchors).bad is None
    finally:
        officer.close()
    of_erasure = [(line.action, line.detail) for line in told if line.action == "erase"]
    assert of_erasure == [
        ("erase", '{"outcome":"begun","requests":1}'), ("erase", '{"outcome":"done","requests":1}'),
    ]  # fmt: skip


def test_what_is_kept_to_look_for_opens_nothing_and_goes_when_the_request_is_due(lake: Installation) -> None:
    lake.enrol("ada")
    subject_id, keys = lake.persons()["ada"]
    ((wrapped,),) = lake.query("SELECT wrapped_keys FROM registry.person")
    lake.forget("ada")
    ((number, sealed, version),) = lake.query("SELECT request_id, sealed, kek_version FROM rights.trace")
    packed = lake.keyring.seal(Purpose.KEK, version).open(bytes(sealed), b"trace|%d" % number)
    trace = Trace.unpacked(packed)
    assert (trace.subject_id, trace.user_key, trace.dek_head) == (subject_id, keys.user_key, keys.dek[:8])
    assert bytes(wrapped).startswith(trace.wrapped_head)
    assert keys.dek[8:16] not in packed
    assert bytes(wrapped)[28:36] not in packed
    ((due,),) = lake.query("SELECT greatest(due_at, ended_at + interval '1 month') FROM rights.request")
    assert lake.traces().expire(due) == 0
    assert lake.traces().expire(due + dt.timedelta(seconds=1)) == 1
    assert lake.query("SELECT 1 FROM rights.trace") == []


def test_a_role_that_may_not_make_checkpoints_is_told(lake: Installation) -> None:
    assert scrub(lake.clone.owner) is False
    assert scrub(lake.clone.administrator) is True


def test_what_a_killed_job_left_of_its_knowledge_is_wiped(lake: Installation) -> None:
    lake.enrol("ada-lovelace-1", "bob-charles-22")
    in_files = ("subject_id", "wrapped keys")
    canaries = [each for each in traces(lake, "ada-lovelace-1") if each.name.endswith(in_files)]
    registry = lake.registry()
    registry.open_batch()  # takes everybody up into files; and the job is killed
    left = lake.folder / "registry-2"
    assert {each.canary for each in survey([left], canaries).findings} == {each.name for each in canaries}
    lake.forget("ada-lovelace-1")
    assert survey([left], canaries).findings == ()

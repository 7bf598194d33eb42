"""Readmission: after a fix, rejected records take the road again, each exactly once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from batch.readmit import ReadmitError, Readmitted, reason_named
from lakehouse import tables
from lakehouse.failpoints import Reach, nothing
from lakehouse.writer import Writer
from schemas.outcomes import Reason
from tests.conftest import NewLake
from tests.support.cutoff import CutOff, cut_off_after
from tests.support.extent import long
from tests.support.installation import Installation
from tests.support.records import arrivals, event, profile
from tests.support.versions import EVENT_POLICY_2

pytestmark = pytest.mark.spark

SHARED = [
    event(event_id="evt-00000001"),
    event(event_id="evt-00000002", event_type="share"),
    event(event_id="evt-00000002", event_type="share"),
    event(event_id="evt-00000003", event_type="share", user_id="bob"),
    event(event_id="evt-00000004", event_type="teleport"),
    event(event_id="evt-00000005", event_type="share", user_id="eve", quantity=0),
]


def readmitted(
    lake: Installation, reason: Reason = Reason.NOT_IN_ENUM, reach: Reach = nothing, most: int = 500_000
) -> Readmitted | None:
    tables.ensure(lake.spark, lake.lake, (EVENT_POLICY_2.table(),))
    return lake.readmitter("events", lake.road("events", EVENT_POLICY_2, reach), most).readmit(reason)


@pytest.fixture(scope="module")
def carried(new_lake: NewLake) -> Iterator[Installation]:
    """A lake whose contract did not know that visitors share pages."""
    with new_lake() as lake:
        lake.enrol("ada")
        lake.carry("events", arrivals(SHARED))
        assert len(lake.quarantine()) == 5
        yield lake


@pytest.fixture
def rejected(carried: Installation, new_lake: NewLake) -> Iterator[Installation]:
    with new_lake(like=carried) as lake:
        yield lake


def balanced(lake: Installation) -> bool:
    return all(balance.holds for job in ("stream.events", "readmit.events") for balance in lake.ledger.balances(job))


def test_what_the_fix_cures_moves_to_bronze_and_silver_and_the_rest_stays(rejected: Installation) -> None:
    counts = readmitted(rejected)
    assert counts == Readmitted(
        "events", Reason.NOT_IN_ENUM, records=5, bronze=3, rejected=2, suppressed=0, unreadable=0
    )
    assert {offset for _, _, offset in rejected.bronze("events")} == {0, 1, 2, 3}
    assert {offset for _, _, offset in rejected.quarantine()} == {4, 5}
    assert sorted(row["event_type"] for row in rejected.silver("events")) == ["page_view", "share", "share"]
    assert balanced(rejected)


def test_many_records_are_carried_in_parts_and_what_was_cut_off_between_two_is_finished(rejected: Installation) -> None:
    with pytest.raises(CutOff):
        readmitted(rejected, reach=cut_off_after("batch.closed"), most=2)
    counts = readmitted(rejected, most=500_000)
    assert counts is not None
    assert (counts.records, counts.bronze, counts.rejected) == (5, 3, 2)
    rows = rejected.query("SELECT part, parts, done_at IS NOT NULL FROM ledger.readmission ORDER BY batch_id")
    assert rows == [(0, 3, True), (1, 3, True), (2, 3, True)]
    assert {offset for _, _, offset in rejected.bronze("events")} == {0, 1, 2, 3}
    assert {offset for _, _, offset in rejected.quarantine()} == {4, 5}
    assert sorted(row["event_type"] for row in rejected.silver("events")) == ["page_view", "share", "share"]


@pytest.mark.parametrize("step", ["bronze.written", *long("ledger.opened", "silver.written")])
def test_somebody_may_be_forgotten_while_a_readmission_is_cut_off(rejected: Installation, step: str) -> None:
    with pytest.raises(CutOff):
        readmitted(rejected, reach=cut_off_after(step))
    rejected.forget("ada")
    assert readmitted(rejected) is not None
    assert rejected.query("SELECT count(*) FROM ledger.batch WHERE closed_at IS NULL") == [(0,)]
    assert {who for who, _ in rejected.bronze("events").values()} == {"bob"}
    assert {row["who"] for row in rejected.silver("events")} == {"bob"}


def test_nothing_leaves_quarantine_when_bronze_cannot_be_written(
    rejected: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rejected.quarantine()

    def fails(*_: object) -> None:
        raise OSError("no room")

    with monkeypatch.context() as patched:
        patched.setattr(Writer, "append", fails)
        with pytest.raises(OSError, match="no room"):
            readmitted(rejected)
    assert rejected.quarantine() == before
    assert readmitted(rejected) is not None
    assert {offset for _, _, offset in rejected.bronze("events")} == {0, 1, 2, 3}


def test_one_that_was_cut_off_long_ago_is_given_up(rejected: Installation) -> None:
    with pytest.raises(CutOff):
        readmitted(rejected, reach=cut_off_after("batch.begun"))
    rejected.query("UPDATE ledger.readmission SET begun_at = now() - interval '8 days' RETURNING 1")
    counts = readmitted(rejected)
    assert counts is not None
    assert counts.bronze == 3
    assert rejected.query("SELECT count(*), count(done_at) FROM ledger.readmission") == [(2, 2)]


def test_a_second_readmission_adds_nothing(rejected: Installation) -> None:
    readmitted(rejected)
    before = rejected.bronze("events"), rejected.silver("events"), rejected.quarantine()
    again = readmitted(rejected)
    assert again is not None
    assert (again.records, again.bronze, again.rejected) == (2, 0, 2)
    assert (rejected.bronze("events"), rejected.silver("events"), rejected.quarantine()) == before
    assert balanced(rejected)


@pytest.mark.parametrize(
    "step", ["silver.written", *long("ledger.opened", "bronze.written", "quarantine.written", "batch.closed")]
)
def test_a_readmission_cut_off_is_finished_by_the_next_call_whatever_was_rejected_since(
    rejected: Installation, step: str
) -> None:
    with pytest.raises(CutOff):
        readmitted(rejected, reach=cut_off_after(step))
    rejected.carry("events", arrivals([event(event_id="evt-00000006", event_type="share")], first=20), 1)
    counts = readmitted(rejected)
    assert counts is not None
    assert (counts.records, counts.bronze) == (5, 3)
    assert {offset for _, _, offset in rejected.quarantine()} == {4, 5, 20}
    assert {offset for _, _, offset in rejected.bronze("events")} == {0, 1, 2, 3}
    assert len(rejected.silver("events")) == 3
    assert balanced(rejected)


def test_what_was_accepted_by_another_way_meanwhile_is_a_duplicate(rejected: Installation) -> None:
    tables.ensure(rejected.spark, rejected.lake, (EVENT_POLICY_2.table(),))
    resent = arrivals([event(event_id="evt-00000003", event_type="share", user_id="bob")], first=30)
    rejected.carry("events", resent, 1, rejected.road("events", EVENT_POLICY_2))
    readmitted(rejected)
    assert len(rejected.silver("events")) == 3
    assert balanced(rejected)


def test_records_of_a_forgotten_person_do_not_come_back(rejected: Installation) -> None:
    rejected.forget("ada", "bob")
    counts = readmitted(rejected)
    # Ada was known, so her records are gone; Bob was not, so his is closed under the day's key and opens.
    assert counts is not None
    assert (counts.records, counts.suppressed, counts.bronze) == (2, 1, 0)
    assert set(rejected.persons()) == set()
    assert {offset for _, _, offset in rejected.quarantine()} == {5}


def test_records_whose_day_is_over_stay_closed(rejected: Installation) -> None:
    rejected.query("DELETE FROM registry.quarantine_key RETURNING key_day")
    counts = readmitted(rejected)
    assert counts is not None
    assert (counts.records, counts.unreadable) == (3, 2), "Ada was known: hers are under her own key"


def test_nothing_was_rejected_for_this_reason(rejected: Installation) -> None:
    assert readmitted(rejected, Reason.TOO_DEEP) is None
    assert readmitted(rejected) is not None


def test_another_contract_is_left_alone(rejected: Installation) -> None:
    rejected.carry(
        "users", arrivals([profile(account_status="happy")], received_at=dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC))
    )
    readmitted(rejected)
    assert [reason for reason, _, _ in rejected.quarantine().values()].count(Reason.NOT_IN_ENUM) == 3


def test_a_reason_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(ReadmitError, match=r"REASON='bad_luck' is no reason .* not_in_enum"):
        reason_named("bad_luck")

"""A contract that grows on a running system: old and new records together; replay fills the new field for the past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from batch.replay import Replayed, ReplayError, replay
from governance.contracts import register
from governance.expiry import Expiry, Limits
from governance.ledger import RunLedger
from governance.registry import Subjects
from lakehouse import tables
from lakehouse.aggregates import AGGREGATES
from lakehouse.catalog import BRONZE, SILVER, TABLES
from lakehouse.maintenance import Maintenance
from lakehouse.persons import SnapshotWriter
from lakehouse.tables import LakeError
from privacy.policies import EVENT_POLICY, USER_POLICY
from privacy.policy import Policy
from schemas.events import EVENTS
from schemas.outcomes import Reason
from tests.conftest import NewLake
from tests.support.cutoff import CutOff, cut_off_after
from tests.support.installation import Installation
from tests.support.records import arrivals, event
from tests.support.versions import EVENT_POLICY_2, EVENTS_2

pytestmark = pytest.mark.spark

DAY = dt.date(2026, 3, 4)
NEXT = "2026-03-05T09:00:00Z"
BEFORE = [
    event(event_id="evt-00000001", campaign="spring"),
    event(event_id="evt-00000001", campaign="spring"),
    event(event_id="evt-00000002", user_id="bob"),
    event(event_id="evt-00000003", campaign="autumn"),
    event(event_id="evt-00000004", browser="Edge"),
    event(event_id="evt-00000004", browser="Opera"),
]


def replayed(lake: Installation, policy: Policy = EVENT_POLICY_2, day: dt.date = DAY) -> Replayed:
    subjects = Subjects(lake.database(), SnapshotWriter(lake.folder / "subjects"))
    return replay(day, policy, lake.registry(), subjects, lake.ledger, lake.locks, lake.writer)


def grown(lake: Installation) -> None:
    """What a start of the later program does."""
    register(lake.database(), EVENTS_2)
    tables.ensure(lake.spark, lake.lake, (EVENT_POLICY_2.table(),))


@pytest.fixture(scope="module")
def carried(new_lake: NewLake) -> Iterator[Installation]:
    """A lake whose senders sent a field before the contract knew it."""
    with new_lake() as lake:
        register(lake.database(), EVENTS)
        report = lake.carry("events", arrivals(BEFORE))
        assert report is not None
        assert sum(account.unknown_fields for account in report.accounts) == 3
        yield lake


@pytest.fixture
def old(carried: Installation, new_lake: NewLake) -> Iterator[Installation]:
    with new_lake(like=carried) as lake:
        yield lake


def campaigns(lake: Installation) -> list[str | None]:
    return [row["campaign"] for row in sorted(lake.rows(EVENT_POLICY_2.table()), key=lambda row: str(row["campaign"]))]


def test_old_and_new_records_go_together(old: Installation) -> None:
    grown(old)
    together = [event(event_id="evt-00000005", campaign="summer"), event(event_id="evt-00000006")]
    old.carry("events", arrivals(together, first=20), 1, old.road("events", EVENT_POLICY_2))
    assert campaigns(old) == [None, None, None, None, None, "summer"]
    assert all(balance.holds for balance in old.ledger.balances("stream.events"))
    columns = {row["col_name"]: row["comment"] for row in _described(old)}
    assert columns["campaign"] == "from campaign: what led here [personal; keep; policy v3]"


def _described(lake: Installation) -> list[dict[str, str]]:
    path = lake.lake.path(SILVER["events"])
    return lake.spark.sql(f"DESCRIBE delta.`{path}`").toArrow().to_pylist()


def test_replay_fills_the_field_for_the_past_and_changes_no_identity(old: Installation) -> None:
    grown(old)
    other_day = arrivals(
        [event(event_id="evt-00000009", event_timestamp=NEXT)],
        first=20,
        received_at=dt.datetime(2026, 3, 5, 12, tzinfo=dt.UTC),
    )
    old.carry("events", other_day, 1, old.road("events", EVENT_POLICY_2))
    before = {row["event_key"]: row for row in old.rows(SILVER["events"])}
    # "autumn" is in no list: such a record would be rejected today, so its row stays as it is.
    assert replayed(old) == Replayed(DAY, rows=3, stayed=1)
    after = {row["event_key"]: row for row in old.rows(EVENT_POLICY_2.table())}
    assert after.keys() == before.keys()
    assert sorted(str(row["campaign"]) for row in after.values()) == ["None", "None", "None", "None", "spring"]
    untreated = ("content_hash", "policy_version", "campaign")
    for key, row in before.items():
        assert {n: v for n, v in row.items() if n not in untreated} == {
            n: v for n, v in after[key].items() if n not in untreated
        }
    work = old.query("SELECT table_name, day FROM ledger.gold_work WHERE job = 'replay.events'")
    assert sorted(work) == sorted((aggregate.table.full_name, DAY) for aggregate in AGGREGATES)


def test_a_batch_under_way_is_left_to_itself(old: Installation) -> None:
    """It is in bronze and not in silver: judged after the replay it must not find its own records there."""
    grown(old)
    more = arrivals([*BEFORE[:1], event(event_id="evt-00000007"), event(event_id="evt-00000008")], first=20)
    with pytest.raises(CutOff):
        old.carry("events", more, 1, old.road("events", EVENT_POLICY_2, cut_off_after("bronze.marked")))
    assert len(old.rows(BRONZE["events"])) == len(BEFORE) + 3
    assert replayed(old) == Replayed(DAY, rows=3, stayed=1)
    old.carry("events", more, 1, old.road("events", EVENT_POLICY_2))
    assert len(old.rows(SILVER["events"])) == 6
    assert all(balance.holds for balance in old.ledger.balances("stream.events"))
    fates = "SELECT sum(accepted), sum(duplicate), sum(conflict) FROM ledger.range WHERE batch_id = 1"
    assert old.query(fates) == [(2, 1, 0)]


@pytest.mark.long
def test_a_batch_whose_silver_is_written_and_not_noted_is_made_again(old: Installation) -> None:
    grown(old)
    more = arrivals([event(event_id="evt-00000007", campaign="summer")], first=20)
    with pytest.raises(CutOff):
        old.carry("events", more, 1, old.road("events", EVENT_POLICY_2, cut_off_after("silver.written")))
    assert replayed(old) == Replayed(DAY, rows=4, stayed=1)


@pytest.mark.long
def test_gold_is_told_of_a_replay_that_was_cut_off(old: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    grown(old)
    to_do = """SELECT DISTINCT day FROM ledger.gold_work JOIN ledger.batch USING (job, epoch, batch_id)
               WHERE job = 'replay.events'"""

    def killed(*_: object) -> None:
        raise CutOff

    with monkeypatch.context() as patched:
        patched.setattr(RunLedger, "reworked", killed)
        with pytest.raises(CutOff):
            replayed(old)
    assert old.query(f"{to_do} AND silver_at IS NULL") == [(DAY,)]
    other_day = event(event_id="evt-00000009", event_timestamp=NEXT)
    later = dt.datetime(2026, 3, 5, 12, tzinfo=dt.UTC)
    old.carry("events", arrivals([other_day], first=20, received_at=later), 1, old.road("events", EVENT_POLICY_2))
    replayed(old, day=DAY + dt.timedelta(days=1))
    assert sorted(old.query(f"{to_do} AND silver_at IS NOT NULL")) == [(DAY,), (DAY + dt.timedelta(days=1),)]
    assert old.query("SELECT count(*) FROM ledger.batch WHERE closed_at IS NULL") == [(0,)]


def test_of_two_contents_the_one_that_stays_is_that_which_silver_holds(old: Installation) -> None:
    """The first of them to arrive was rejected then, and readmitted after the other had been accepted."""
    sent = [event(event_id="evt-00000020", event_type="share"), event(event_id="evt-00000020", browser="Opera")]
    old.carry("events", arrivals(sent[:1], first=20), 1)
    grown(old)
    old.carry("events", arrivals(sent[1:], first=21), 2, old.road("events", EVENT_POLICY_2))
    old.readmitter("events", old.road("events", EVENT_POLICY_2), 1000).readmit(Reason.NOT_IN_ENUM)
    held = {row["event_key"]: (row["event_type"], row["browser"]) for row in old.rows(SILVER["events"])}
    replayed(old)
    assert {row["event_key"]: (row["event_type"], row["browser"]) for row in old.rows(SILVER["events"])} == held
    replayed(old)
    assert {row["event_key"]: (row["event_type"], row["browser"]) for row in old.rows(SILVER["events"])} == held


def test_a_redelivery_after_the_replay_is_a_duplicate(old: Installation) -> None:
    grown(old)
    replayed(old)
    report = old.carry("events", arrivals(BEFORE[:1], first=40), 1, old.road("events", EVENT_POLICY_2))
    assert report is not None
    assert report.judgement is not None
    assert [(account.fates) for account in report.judgement.accounts] == [{"duplicate": 1}]


def test_days_that_bronze_no_longer_covers_are_named_and_stay(old: Installation) -> None:
    grown(old)
    before = old.rows(SILVER["events"])
    expiry = Expiry(Maintenance(old.spark, old.lake, old.locks), old.ledger, Limits(bronze_days=30))
    midnight = dt.datetime.combine(DAY, dt.time(), dt.UTC)
    assert expiry.remove(midnight + dt.timedelta(days=30))[BRONZE["events"].full_name] == DAY
    assert len(old.rows(BRONZE["events"])) == len(BEFORE)
    with pytest.raises(ReplayError, match="days before 2026-03-05 cannot be made again, and 2026-03-04 stays"):
        replayed(old)  # a record of the day may have come the day before
    expiry.remove(midnight + dt.timedelta(days=31))
    assert old.rows(BRONZE["events"]) == []
    expiry.remove(midnight)  # a clock set back brings nothing back
    with pytest.raises(ReplayError, match="days before 2026-03-06 cannot be made again"):
        replayed(old, day=DAY + dt.timedelta(days=1))
    assert old.rows(SILVER["events"]) == before


def test_a_day_that_bronze_does_not_hold_wholly_stays_as_it_is(old: Installation) -> None:
    grown(old)
    before = old.rows(SILVER["events"])
    old.query("DELETE FROM registry.person WHERE seq = (SELECT min(seq) FROM registry.person) RETURNING seq")
    with pytest.raises(ReplayError, match=r"bronze does not hold [23] of the records of 2026-03-04"):
        replayed(old)
    assert old.rows(SILVER["events"]) == before


def test_profiles_have_no_days(old: Installation) -> None:
    with pytest.raises(ReplayError, match="has no days"):
        replayed(old, USER_POLICY)


def test_an_earlier_program_does_not_start_on_a_lake_of_a_later_one(old: Installation) -> None:
    grown(old)
    with pytest.raises(LakeError, match="start the later program"):
        register(old.database(), EVENTS)
    with pytest.raises(LakeError, match="column campaign that this version does not know"):
        tables.ensure(old.spark, old.lake, TABLES)


def test_a_version_that_removes_a_field_is_refused(old: Installation) -> None:
    from dataclasses import replace

    fields = tuple(field for field in EVENTS.fields if field.name != "browser")
    with pytest.raises(LakeError, match="leaves out browser: a version may add fields, not remove them"):
        register(old.database(), replace(EVENTS, version=2, fields=fields))
    register(old.database(), EVENTS)
    assert EVENT_POLICY.contract is EVENTS

"""`make reconcile`: a lake equals its ledger, also in mid-stream; whatever is taken out, put in or doubled is found."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from governance.expiry import Expiry, Limits
from governance.ledger import RunLedger
from governance.reconciliation import Difference, Finding
from governance.report import Report
from lakehouse.catalog import BRONZE, SILVER
from lakehouse.maintenance import Maintenance
from lakehouse.tables import Lake, LakeError
from schemas.tables import QUARANTINE
from scripts import reconcile
from scripts.reconcile import Comparison
from tests.conftest import NewLake
from tests.support.installation import Installation
from tests.support.records import arrivals, event, profile

pytestmark = pytest.mark.spark

EVENTS = [
    *(event(event_id=f"evt-0000000{number}") for number in range(6)),
    event(event_id="evt-00000000"),
    event(event_id="evt-00000007", event_type="teleport"),
    b"{",
]
MORE = [event(event_id=f"evt-1000000{number}") for number in range(4)]
USERS = [profile(), profile(user_id="bob"), profile(user_id="bob", age="old")]


@dataclass(frozen=True)
class Story:
    """One lake, compared at rest, while a batch is written that is then cut off, and after it was tampered with."""

    at_rest: Comparison
    in_mid_batch: Comparison
    tampered: Comparison


@pytest.fixture(scope="module")
def story(new_lake: NewLake) -> Iterator[Story]:
    with new_lake() as lake, pytest.MonkeyPatch.context() as patch:
        lake.carry("events", arrivals(EVENTS))
        lake.carry("users", arrivals(USERS))
        at_rest = compared(lake)
        counting = reconcile.positions
        patch.setattr(reconcile, "positions", lambda *frames: _meanwhile(lake) or counting(*frames))
        in_mid_batch = compared(lake)
        patch.undo()
        _tamper(lake)
        yield Story(at_rest, in_mid_batch, compared(lake))


def compared(lake: Installation) -> Comparison:
    return reconcile.compare(lake.spark, lake.lake, lake.database())


def _meanwhile(lake: Installation) -> None:
    """One more batch of events, written and not closed. Again harmless."""
    if Report(lake.database()).half_done():
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RunLedger, "close", _cut_off)
        with pytest.raises(ConnectionError):
            lake.carry("events", arrivals(MORE, first=9), number=1)


def _cut_off(*_: Any) -> None:
    raise ConnectionError


def _tamper(lake: Installation) -> None:
    """What nobody should do: two rows of bronze taken out and elsewhere, one taken out of silver, one doubled."""
    bronze, silver, quarantine = (lake.lake.path(one) for one in (BRONZE["events"], SILVER["events"], QUARANTINE))
    lake.spark.sql(f"DELETE FROM delta.`{bronze}` WHERE offset = 3")
    lake.spark.sql(f"UPDATE delta.`{bronze}` SET offset = 4711 WHERE offset = 4")
    first = min(row["event_key"] for row in lake.rows(SILVER["events"]))
    lake.spark.sql(f"DELETE FROM delta.`{silver}` WHERE event_key = X'{first.hex()}'")
    lake.read(QUARANTINE).filter("offset = 8").limit(1).write.format("delta").mode("append").save(quarantine)


def test_a_lake_equals_its_ledger(story: Story) -> None:
    done = story.at_rest
    assert (done.equal, done.findings) == (True, ())
    assert (done.ranges, done.positions, done.bronze, done.quarantine, done.silver) == (2, 12, 9, 3, 8)


def test_what_is_written_meanwhile_does_not_disturb(story: Story) -> None:
    done = story.in_mid_batch
    assert (done.equal, done.findings, done.positions) == (True, (), 12)
    assert done.silver == 8 + len(MORE), "rows of the batch that was not closed were seen, and told apart"


def test_whatever_is_taken_out_put_in_or_doubled_is_found(story: Story) -> None:
    assert sorted((one.difference, one.expected, one.found) for one in story.tampered.findings) == [
        (Difference.BRONZE, 7, 5),
        (Difference.HALF_DONE, 4, 0),
        (Difference.QUARANTINE, 2, 3),
        (Difference.SILVER, 10, 9),
        (Difference.TWICE, 0, 1),
        (Difference.UNKNOWN, 0, 1),
    ]
    assert not story.tampered.equal


def test_bronze_whose_time_has_passed_is_not_missed(lake: Installation) -> None:
    lake.carry("events", arrivals(EVENTS))
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    Expiry(Maintenance(lake.spark, lake.lake, lake.locks), lake.ledger, Limits(bronze_days=1)).remove(tomorrow)
    done = compared(lake)
    assert (done.equal, done.findings, done.bronze, done.quarantine, done.silver) == (True, (), 0, 2, 6)
    lake.query("DELETE FROM ledger.bronze_kept RETURNING contract")
    assert [one.difference for one in compared(lake).findings] == [Difference.BRONZE]


def test_a_lake_of_another_database_is_refused(lake: Installation) -> None:
    with pytest.raises(LakeError, match="belongs to another lake"):
        reconcile.compare(lake.spark, Lake(lake.lake.root, "another"), lake.database())


def test_the_result_is_shown_as_a_table_or_as_json(
    capsys: pytest.CaptureFixture[str], ends: Callable[..., int]
) -> None:
    assert ends(Comparison("id", 2, 100, 90, 10, 80, ())) == 0
    assert "the ledger and the tables are equal" in capsys.readouterr().out
    found = Finding(Difference.BRONZE, "stream.events 1/7", 0, 0, 100, 90, 89)
    assert ends(Comparison("id", 2, 100, 90, 10, 80, (found,) * 50)) == reconcile.EXIT_NOT_EQUAL
    shown = capsys.readouterr().out
    assert "NOT EQUAL" in shown
    assert "10 more: JSON=1 shows all" in shown
    assert ends(Comparison("id", 2, 100, 90, 10, 80, (found,)), JSON="1") == reconcile.EXIT_NOT_EQUAL
    told = json.loads(capsys.readouterr().out)
    assert (told["equal"], told["findings"][0]["difference"]) == (False, "bronze")


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """The command over a comparison that is made already: its exit code."""

    def run(done: Comparison, **environment: str) -> int:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(reconcile, "_compared", lambda _: done)
        return reconcile.main()

    return run

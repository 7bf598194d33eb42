"""A sender changes what stands in a field: it is told at the first batch, and nothing of it reaches silver."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from governance.report import DriftFacts, Report
from lakehouse.road import BatchReport
from tests.conftest import NewLake
from tests.support.canary import Canary, PersonCanaries, person_canaries, survey
from tests.support.installation import Installation
from tests.support.records import arrivals, event

pytestmark = pytest.mark.spark

PERSONS: tuple[PersonCanaries, ...] = person_canaries(20, "drift")
BEFORE, AFTER = 400, 400
SSN = "219-09-9998"


def before(number: int) -> bytes:
    return event(event_id=f"before-{number:05d}", user_id=f"visitor-{number % 20}", referrer="https://shop.example/")


def after(number: int) -> bytes:
    """From now on the referrer carries e-mail addresses, and every tenth product id a social security number."""
    person = PERSONS[number % len(PERSONS)]
    return event(
        event_id=f"after-{number:06d}",
        user_id=f"visitor-{number % 20}",
        referrer=f"https://mail.example/?to={person.email}" if number % 2 else person.email,
        product_id=SSN if number % 10 == 0 else f"p-{number % 7:05d}",
    )


@pytest.fixture(scope="module")
def lake(new_lake: NewLake) -> Iterator[Installation]:
    with new_lake() as lake:
        yield lake


@pytest.fixture(scope="module")
def reports(lake: Installation) -> list[BatchReport | None]:
    """Of a batch before the change, and of the first one after it."""
    lots = [[before(n) for n in range(BEFORE)], [after(n) for n in range(AFTER)]]
    return [lake.carry("events", arrivals(lot, number * BEFORE), number) for number, lot in enumerate(lots)]


def test_the_first_batch_after_the_change_tells_it(reports: list[BatchReport | None]) -> None:
    usual, changed = ([account.drifts for account in report.accounts] if report else [] for report in reports)
    assert usual == [{}]
    (drifts,) = changed
    assert set(drifts) == {"referrer:EMAIL", "product_id:SSN"}
    assert drifts["product_id:SSN"] == AFTER // 10
    assert drifts["referrer:EMAIL"] > 0


def test_the_good_records_go_on(lake: Installation, reports: list[BatchReport | None]) -> None:
    rows = lake.silver("events")
    assert (len(rows), len(lake.quarantine())) == (BEFORE + AFTER, 0)
    of_after = [row for row in rows if row["product_id"] or row["referrer_host"] == "other"]
    assert sum(row["product_id"] is None for row in of_after) == AFTER // 10


def test_nothing_of_it_is_in_silver_nor_anywhere_in_the_lake(
    lake: Installation, reports: list[BatchReport | None]
) -> None:
    canaries = [canary for person in PERSONS for canary in person.canaries] + [Canary("ssn", SSN.encode())]
    assert survey([Path(lake.lake.root)], canaries).findings == ()
    assert survey([lake.folder / "arrived"], canaries).findings, "the scan finds what is there to be found"


def test_the_ledger_keeps_it_and_status_asks_there(lake: Installation, reports: list[BatchReport | None]) -> None:
    found = Report(lake.database()).drifts(dt.timedelta(hours=1))
    (changed,) = reports[1].accounts if reports[1] else ()
    assert found == (
        DriftFacts("events", "product_id", "SSN", AFTER // 10),
        DriftFacts("events", "referrer", "EMAIL", changed.drifts["referrer:EMAIL"]),
    )


def test_a_batch_carried_again_is_counted_once(lake: Installation, reports: list[BatchReport | None]) -> None:
    told = Report(lake.database()).drifts(dt.timedelta(hours=1))
    assert lake.carry("events", arrivals([after(n) for n in range(AFTER)], BEFORE), 1) is None
    assert Report(lake.database()).drifts(dt.timedelta(hours=1)) == told

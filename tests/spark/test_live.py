"""Live counts: each minute once, when what came in time is there, and of enough persons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from lakehouse.live import LiveCounts
from privacy.disclosure import Gate
from schemas.gold import LIVE_EVENT_COUNTS
from tests.conftest import NewLake
from tests.support.installation import Installation
from tests.support.records import SOURCE, Arrival, arrivals, event

pytestmark = pytest.mark.spark

START = dt.datetime.now(dt.UTC).replace(second=0, microsecond=0) - dt.timedelta(hours=2)
SIX = ("ada", "bob", "cid", "dan", "eve", "fay")


def minute(number: int) -> dt.datetime:
    return START + dt.timedelta(minutes=number)


def sent(number: int, who: tuple[str, ...], first: int, arrived: float | None = None) -> list[Arrival]:
    """One event of each person in a minute, which arrive ``arrived`` minutes after START."""
    at = START + dt.timedelta(minutes=number + 0.5 if arrived is None else arrived)
    stamp = (minute(number) + dt.timedelta(seconds=10)).isoformat().replace("+00:00", "Z")
    payloads = [event(event_id=f"evt-{first}-{one}", user_id=one, event_timestamp=stamp) for one in who]
    return arrivals(payloads, first, received_at=at)


@pytest.fixture(scope="module")
def lake(new_lake: NewLake) -> Iterator[Installation]:
    with new_lake() as made:
        made.ledger.begin_epoch("stream.events", "events", SOURCE)
        yield made


def live(lake: Installation) -> LiveCounts:
    return LiveCounts(lake.spark, lake.lake, lake.locks, lake.ledger, Gate(3, 1))


def shown(lake: Installation) -> dict[dt.datetime, int]:
    found = {row["window_start"].astimezone(dt.UTC): row["events"] for row in lake.rows(LIVE_EVENT_COUNTS)}
    assert len(found) == len(lake.rows(LIVE_EVENT_COUNTS)), "a minute is there twice"
    return found


def test_each_minute_is_written_once_two_minutes_after_its_end(lake: Installation) -> None:
    assert live(lake).refresh() == 0, "nothing has come"
    lake.carry("events", [*sent(0, SIX, 0), *sent(1, SIX[:2], 10), *sent(2, SIX, 20)], 0)
    live(lake).refresh()
    assert shown(lake) == {}, "two minutes are not over"
    lake.carry("events", [*sent(0, SIX[:1], 30, arrived=2.8), *sent(3, SIX, 40)], 1)
    live(lake).refresh()
    assert shown(lake) == {minute(0): 7}
    lake.carry("events", [*sent(0, SIX, 50, arrived=5.0), *sent(5, SIX, 60)], 2)
    assert live(lake).refresh() > 0
    assert live(lake).refresh() == 0
    assert shown(lake) == {minute(0): 7, minute(2): 6}, "a late one is not counted, two persons are not shown"


def test_a_partition_or_a_batch_that_is_behind_is_waited_for(lake: Installation) -> None:
    """After the test above, which leaves the first partition at minute 5."""
    lake.carry("events", [replace(arrival, partition=1) for arrival in sent(8, SIX, 70)], 3)
    assert live(lake).refresh() == 0, "the first partition may still bring what was received before"
    lake.carry("events", sent(9, SIX, 80), 4)
    lake.query("UPDATE ledger.batch SET closed_at = NULL WHERE batch_id = 4 RETURNING 1")
    assert live(lake).refresh() == 0, "its rows may not be in silver yet"
    lake.query("UPDATE ledger.batch SET closed_at = now() WHERE batch_id = 4 RETURNING 1")
    live(lake).refresh()
    assert shown(lake).keys() == {minute(0), minute(2), minute(3), minute(5)}

"""History has nights and weekends, and begins and ends where it says."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from batch.synthetic import Rates, Traffic, TrafficError, events
from batch.synthetic.rhythm import day_bounds, due_us
from batch.synthetic.storyboard import MIX
from batch.synthetic.traffic import DAY, SECOND

pytestmark = pytest.mark.unit

MONDAY = int(dt.datetime(2026, 3, 2, tzinfo=dt.UTC).timestamp()) * SECOND
EVENTS = 300_000
HISTORY = Traffic.history(7, MONDAY, EVENTS, 20_000, days=28, rates=Rates.none())


@lru_cache(maxsize=1)
def made() -> pa.Table:
    return events(HISTORY, 0, EVENTS)


def counts(parts: int, of: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Events by hour of the day, or day of the week."""
    at = (made()["event_time_us"].to_numpy() - MONDAY) // of
    return np.bincount(at[at >= 0] % parts, minlength=parts)


def test_the_night_is_quiet_and_the_weekend_less_busy() -> None:
    hours, days = counts(24, DAY // 24), counts(7, DAY)
    assert hours[6:10].mean() < 0.25 * hours[16:24].mean()
    assert days[5:].mean() < 0.85 * days[:5].mean()
    assert days.min() > 0.5 * days.max()


@pytest.mark.parametrize("name", MIX)
def test_the_mix_of_types_is_met_within_half_a_point(name: str) -> None:
    share = pc.mean(pc.equal(made()["event_type"], name)).as_py()
    assert share == pytest.approx(MIX[name] / sum(MIX.values()), abs=0.005)


def test_it_begins_and_ends_where_it_says() -> None:
    due = due_us(HISTORY, np.array([-5, 0, EVENTS - 1, EVENTS, EVENTS + 5]))
    end = MONDAY + 28 * DAY
    assert due[0] == due[1] == MONDAY
    assert end - 60 * SECOND < due[2] < due[3] == due[4] == end
    assert (np.diff(due_us(HISTORY, np.arange(EVENTS))) >= 0).all()


def test_the_events_of_a_day_are_those_between_its_bounds() -> None:
    bounds = day_bounds(HISTORY)
    assert (bounds[0], bounds[-1], len(bounds)) == (0, EVENTS, 29)
    for day in (0, 13, 27):
        due = due_us(HISTORY, np.arange(bounds[day], bounds[day + 1])) - MONDAY
        assert due.min() >= day * DAY - SECOND
        assert due.max() <= (day + 1) * DAY


def test_sessions_last_minutes_whatever_the_rate() -> None:
    for count in (20_000, 300_000, 3_000_000):
        traffic = Traffic.history(7, MONDAY, count, 20_000, days=28)
        assert 10 <= traffic.lanes / traffic.rate <= 120 or traffic.lanes in (16, 512)


def test_a_live_stream_has_no_days() -> None:
    with pytest.raises(ValueError, match="no last day"):
        day_bounds(Traffic(1, MONDAY, 10))


@pytest.mark.parametrize(("count", "days"), [(0, 28), (10, 0)])
def test_history_without_events_or_days_is_refused(count: int, days: int) -> None:
    with pytest.raises(TrafficError, match="at least one event and one day"):
        Traffic.history(7, MONDAY, count, 10, days)

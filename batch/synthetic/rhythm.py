"""When events become due: evenly in a live stream; by day and night, weekday and weekend in history."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from batch.synthetic.draws import Rows
from batch.synthetic.traffic import DAY, SECOND, Traffic

_HOUR = 3_600 * SECOND
_BY_HOUR = (
    1.25, 1.15, 1.00, 0.80, 0.55, 0.35, 0.22, 0.15, 0.12, 0.13, 0.20, 0.40,
    0.70, 0.95, 1.15, 1.25, 1.35, 1.40, 1.35, 1.35, 1.40, 1.50, 1.55, 1.45,
)  # fmt: skip
"""Weight of each UTC hour, for customers in North America: their night is 5 to 11 UTC."""
_BY_WEEKDAY = (1.0, 1.0, 1.0, 1.0, 1.0, 0.75, 0.7)
"""From Monday on."""
_MONDAY = 4
"""Days from 1970-01-01, a Thursday, to the first Monday."""


class _Profile(NamedTuple):
    """At ``instants`` (microseconds after the beginning, an hour apart) ``shares`` of all events have become due."""

    instants: NDArray[np.float64]
    shares: NDArray[np.float64]


def due_us(traffic: Traffic, index: Rows) -> Rows:
    """When each event may be sent, before jitter and delays: microseconds since 1970. In history indices before the
    first and behind the last event are due at the beginning and at the end."""
    if traffic.days is None:
        return traffic.base_us + (index * (SECOND / traffic.rate)).astype(np.int64)
    instants, shares = _profile(traffic.base_us, traffic.days)
    return traffic.base_us + np.interp(index / _total(traffic), shares, instants).astype(np.int64)


def day_bounds(traffic: Traffic) -> list[int]:
    """The first index of each day of history, counted from its beginning, and the number of events as the last."""
    if traffic.days is None:
        raise ValueError("a live stream has no last day")
    instants, shares = _profile(traffic.base_us, traffic.days)
    at = np.interp(np.arange(traffic.days + 1) * float(DAY), instants, shares) * _total(traffic)
    return [int(index) for index in np.ceil(at - 1e-6)]


def _total(traffic: Traffic) -> float:
    return traffic.rate * (traffic.days or 0) * DAY / SECOND


@lru_cache(maxsize=16)
def _profile(base_us: int, days: int) -> _Profile:
    hours = base_us // _HOUR + np.arange(days * 24)
    weights = np.array(_BY_HOUR)[hours % 24] * np.array(_BY_WEEKDAY)[(hours // 24 - _MONDAY) % 7]
    shares = np.concatenate((np.zeros(1), np.cumsum(weights))) / np.sum(weights)
    return _Profile(np.arange(days * 24 + 1, dtype=np.float64) * _HOUR, shares.astype(np.float64))

"""Which records go wrong: one outcome per index, and for a repetition the index it repeats."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from batch.synthetic.accounts import created_us
from batch.synthetic.draws import Draws, Rows
from batch.synthetic.rates import MALFORMED
from batch.synthetic.rhythm import due_us
from batch.synthetic.storyboard import CODE, free_share
from batch.synthetic.traffic import DAY, SECOND, Traffic
from batch.synthetic.visits import Visits, visits

KINDS = ("duplicate", "conflict", "late", "very_late", "out_of_order", "drifted")
OUTCOMES = (*KINDS, *MALFORMED, "clean")
DUPLICATE, CONFLICT, LATE, VERY_LATE, OUT_OF_ORDER, DRIFTED = range(len(KINDS))
FIRST_MALFORMED, CLEAN = len(KINDS), len(OUTCOMES) - 1
FUTURE = OUTCOMES.index("future_event_time")

_FARTHEST_BACK = 17
"""A repetition follows its original by 1 to 2**17 records, small distances as likely as large ones."""

_DELAYS = {LATE: (300 * SECOND, 2 * DAY), VERY_LATE: (31 * DAY, 60 * DAY), OUT_OF_ORDER: (5 * SECOND, 120 * SECOND)}


class Dirt(NamedTuple):
    """One entry per event. ``outcome``: index in OUTCOMES. ``source``: the index whose record is sent (its own, or an
    earlier one for a duplicate or conflict). ``source_outcome``: what that record was when first sent. ``visit``: the
    visit behind the source. ``time_us``: event time."""

    outcome: Rows
    source: Rows
    source_outcome: Rows
    visit: Visits
    time_us: Rows


def dirt(traffic: Traffic, index: Rows) -> Dirt:
    """Outcomes of the given event indices, in any order."""
    visit = visits(traffic, index)
    outcome, time_us = _own(traffic, index, visit)
    source, source_outcome = index.copy(), outcome.copy()
    again = np.flatnonzero((outcome == DUPLICATE) | (outcome == CONFLICT))
    source[again] = np.maximum(index[again] - _distance(traffic, index[again]), 0)
    first_visit = visits(traffic, source[again])
    first_outcome, first_time = _own(traffic, source[again], first_visit)
    stands = (source[again] < index[again]) & _good(first_outcome)
    outcome[again[~stands]], source_outcome[again[~stands]] = CLEAN, CLEAN
    source[again[~stands]] = index[again[~stands]]
    kept = again[stands]
    source_outcome[kept], time_us[kept] = first_outcome[stands], first_time[stands]
    for whole, part in zip(visit, first_visit, strict=True):
        whole[kept] = part[stands]
    return Dirt(outcome, source, source_outcome, visit, time_us)


def _good(outcome: Rows) -> NDArray[np.bool_]:
    return np.isin(outcome, (CLEAN, LATE, VERY_LATE, OUT_OF_ORDER, DRIFTED))


def _own(traffic: Traffic, index: Rows, visit: Visits) -> tuple[Rows, Rows]:
    """Outcome and time of a record, before it is known whether what it repeats can be repeated."""
    draws = Draws((traffic.seed, traffic.base_us, "dirt"))
    outcome = np.searchsorted(_thresholds(traffic), draws.unit("outcome", index), side="right")
    outcome[visit.type > CODE["click"]] = CLEAN
    prompt = due_us(traffic, index) - _jitter(draws, traffic, visit)
    time_us = prompt.copy()
    for kind, (least, most) in _DELAYS.items():
        rows = np.flatnonzero(outcome == kind)
        time_us[rows] -= (least * (most / least) ** draws.unit("delay", index[rows])).astype(np.int64)
    time_us[outcome == FUTURE] = np.maximum(prompt[outcome == FUTURE], traffic.export_us) + 2 * DAY
    _keep_after_creation(traffic, visit, outcome, time_us, prompt)
    return outcome, time_us


def _keep_after_creation(traffic: Traffic, visit: Visits, outcome: Rows, time_us: Rows, prompt: Rows) -> None:
    """A record that its delay would put before its user's account, or a newcomer's sign-up, comes in time instead."""
    rows = np.flatnonzero((outcome >= LATE) & (outcome <= OUT_OF_ORDER))
    early = rows[visit.newcomer[rows] | (created_us(traffic, visit.user[rows]) >= time_us[rows])]
    outcome[early], time_us[early] = CLEAN, prompt[early]


def _thresholds(traffic: Traffic) -> NDArray[np.float64]:
    return np.cumsum(list(traffic.rates.dirt().values())) / free_share()


def _jitter(draws: Draws, traffic: Traffic, visit: Visits) -> Rows:
    """One per session, so that the order of its events stands; at most 0.5 s, and less when sessions are short.

    Drawn per event it put purchases before their carts: two events of a session may have neighbouring indices.
    """
    most = min(SECOND // 2, int(SECOND * traffic.lanes / traffic.rate / 2))
    return (draws.unit("jitter", visit.session) * most).astype(np.int64)


def _distance(traffic: Traffic, index: Rows) -> Rows:
    draws = Draws((traffic.seed, traffic.base_us, "dirt"))
    return np.exp2(draws.unit("distance", index) * _FARTHEST_BACK).astype(np.int64)

"""When accounts came into being: shared by users, and by events, which may not precede them."""

from __future__ import annotations

import numpy as np

from batch.synthetic.draws import Draws, Rows
from batch.synthetic.rhythm import due_us
from batch.synthetic.traffic import DAY, SECOND, Traffic
from batch.synthetic.visits import signup_index

_TWO_YEARS = 730 * DAY


def user_draws(traffic: Traffic) -> Draws:
    """Draws about users depend on the seed alone: the same persons in every run."""
    return Draws((traffic.seed, "users"))


def created_us(traffic: Traffic, user: Rows) -> Rows:
    """Creation of each account, microseconds since 1970.

    Settled users: within the two years before the export, at least a day before the traffic. Newcomers: at their
    sign-up, or in the last day before the export where the sign-up is still to come (a stream sends all users first).
    """
    unit = user_draws(traffic).unit("created", user)
    oldest, newest = traffic.export_us - _TWO_YEARS, traffic.base_us - DAY
    settled = oldest + (unit * max(newest - oldest, DAY)).astype(np.int64)
    signup = signup_index(traffic, np.maximum(user - traffic.settled, 0))
    signed_up = due_us(traffic, signup) - SECOND
    joined = np.minimum(signed_up, traffic.export_us - ((0.01 + 0.98 * unit) * DAY).astype(np.int64))
    return np.where(user < traffic.settled, settled, joined)

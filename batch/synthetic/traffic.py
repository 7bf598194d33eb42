"""What is asked for: one frozen description of which every row is a function."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime

from batch.synthetic.rates import Rates
from batch.synthetic.storyboard import MIX

SECOND = 1_000_000
DAY = 86_400 * SECOND
_SECONDS_APART = 30


class TrafficError(ValueError):
    """The traffic asked for cannot be made; the text says what to change."""


@dataclass(frozen=True)
class Traffic:
    """Event ``i`` never carries a later time than that at which it becomes due (malformed ones excepted).

    ``base_us``: microseconds since 1970 UTC. ``days``: length of history, which has nights and weekends
    (:mod:`batch.synthetic.rhythm`); None for a live stream, where event ``i`` is due at ``base_us + i / rate``.
    ``users``: size of the population. ``newcomer_share``: who of them may sign up during the traffic; when all have,
    there are no more sign-ups. ``rate``: events per second of event time, on average.
    ``lanes``: sessions that run side by side, a power of two; one session's events are ``lanes / rate`` seconds
    apart. ``as_of_us``: when the user records are exported (default ``base_us``, for a stream; for history the end of
    the period, so that a newcomer's account is created when they sign up).
    """

    seed: int
    base_us: int
    users: int
    rate: float = 2000.0
    rates: Rates = field(default_factory=Rates)
    lanes: int = 512
    as_of_us: int | None = None
    newcomer_share: float = 0.2
    days: int | None = None

    def __post_init__(self) -> None:
        if self.users < 1 or self.rate <= 0:
            raise TrafficError("traffic needs at least one user and a rate above zero")
        if self.lanes < 16 or self.lanes & (self.lanes - 1):
            raise TrafficError("lanes is a power of two, at least 16")
        if not 0 <= self.newcomer_share <= 1:
            raise TrafficError("newcomer_share lies in [0, 1]")
        if self.as_of_us is not None and self.as_of_us < self.base_us:
            raise TrafficError("as_of_us is not before base_us")

    @staticmethod
    def history(
        seed: int, start_us: int, events: int, users: int, days: int = 30, rates: Rates | None = None
    ) -> Traffic:
        """``events`` events over ``days`` days from ``start_us``; users as they stand at the end."""
        if events < 1 or days < 1:
            raise TrafficError("history has at least one event and one day")
        rate = events / (days * DAY / SECOND)
        share = min(0.5, events * MIX["signup"] / sum(MIX.values()) / max(users, 1))
        return Traffic(
            seed, start_us, users, rate, rates or Rates(), _lanes(rate), start_us + days * DAY, share, days
        )  # fmt: skip

    @property
    def export_us(self) -> int:
        return self.base_us if self.as_of_us is None else self.as_of_us

    @property
    def newcomers(self) -> int:
        """Users who may sign up during the traffic; the others, at least one, had an account before it began."""
        return min(int(self.users * self.newcomer_share), self.users - 1)

    @property
    def settled(self) -> int:
        return self.users - self.newcomers

    @property
    def name(self) -> str:
        """Identifies the run in a folder name: its base time, UTC, to the microsecond."""
        return datetime.fromtimestamp(self.base_us / SECOND, UTC).strftime("%Y%m%dT%H%M%S.%fZ")


def _lanes(rate: float) -> int:
    """As many lanes, from 16 to 512, as bring a session's events about half a minute apart."""
    return 1 << min(9, max(4, round(math.log2(rate * _SECONDS_APART))))

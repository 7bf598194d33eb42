"""What is asked for: one frozen description of which every row is a function."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from batch.synthetic.rates import Rates
from batch.synthetic.storyboard import MIX

SECOND = 1_000_000
DAY = 86_400 * SECOND


class TrafficError(ValueError):
    """The traffic asked for cannot be made; the text says what to change."""


@dataclass(frozen=True)
class Traffic:
    """Event ``i`` becomes due at ``base_us + i / rate`` and never carries a later time (malformed ones excepted).

    ``base_us``: microseconds since 1970 UTC. ``users``: size of the population. ``newcomer_share``: who of them may
    sign up during the traffic; when all have, there are no more sign-ups. ``rate``: events per second of event time.
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
        """``events`` events spread evenly over ``days`` days from ``start_us``; users as they stand at the end."""
        end_us, seconds = start_us + days * DAY, days * DAY / SECOND
        share = min(0.5, events * MIX["signup"] / sum(MIX.values()) / users)
        return Traffic(seed, start_us, users, events / seconds, rates or Rates(), as_of_us=end_us, newcomer_share=share)

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

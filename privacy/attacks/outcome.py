"""What came of an attack: a rate with its confidence interval, the bound that it must stay under, and the rate of the
same attack on something deliberately weak, which it must break: else it proves nothing."""

from __future__ import annotations

from dataclasses import dataclass

_CONFIDENCE = 1 - 1e-6
"""Of a thousand people who attack every day, one is told once in three years that something is broken which is not."""


@dataclass(frozen=True)
class Interval:
    """A rate, and the bounds that hold it, but once in a million."""

    rate: float
    low: float
    high: float
    tries: int


def share(wins: int, tries: int) -> Interval:
    """Clopper and Pearson (1934): exact. Of no tries, anything."""
    if not tries:
        return Interval(0.0, 0.0, 1.0, 0)
    from scipy.stats import beta

    tail = (1 - _CONFIDENCE) / 2
    low = float(beta.ppf(tail, wins, tries - wins + 1)) if wins else 0.0
    high = float(beta.ppf(1 - tail, wins + 1, tries - wins)) if wins < tries else 1.0
    return Interval(wins / tries, low, high, tries)


def difference(one: Interval, other: Interval) -> Interval:
    """Of two rates; both intervals hold, but twice in a million."""
    tries = min(one.tries, other.tries)
    return Interval(one.rate - other.rate, one.low - other.high, one.high - other.low, tries)


def over_baseline(with_: Interval, without: Interval) -> Interval:
    """How much of what could not be guessed without is told (Giomi et al. 2023): 0 nothing, 1 everything."""
    room = max(1 - without.rate, 1e-9)
    apart = difference(with_, without)
    return Interval(apart.rate / room, apart.low / room, apart.high / room, apart.tries)


@dataclass(frozen=True)
class Attack:
    """``target``: table; ``question``: what the rate is of; ``bound``: what it must not be above, and why; ``control``:
    of the weak release that ``weak`` describes. Without a bound it tells how far nothing is claimed."""

    name: str
    target: str
    question: str
    found: Interval
    bound: float | None
    why: str
    control: Interval | None
    weak: str

    @property
    def holds(self) -> bool:
        """No more was won than the bound, as sure as the interval is."""
        return self.bound is None or self.found.low <= self.bound

    @property
    def proves(self) -> bool:
        """There was something to attack, and the weak release was broken."""
        broken = self.control is not None and self.bound is not None and self.control.low > self.bound
        return self.bound is None or (broken and self.found.tries > 0)

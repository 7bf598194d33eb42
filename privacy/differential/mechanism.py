"""The discrete Laplace mechanism: whole numbers plus whole noise, so that whatever is published is almost as likely
without any one person as with them.

For data sets that differ in one person, whose part of all figures together is at most the sensitivity, no outcome is
more than exp(epsilon) times as likely under one as under the other (pure differential privacy: Dwork, McSherry, Nissim
and Smith 2006). Noise over floating-point numbers does not keep that promise (Mironov 2012). OpenDP draws this one
exactly, from the operating system's generator (the geometric mechanism: Ghosh, Roughgarden and Sundararajan 2012;
sampler: Canonne, Kamath and Steinke 2020).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import opendp.prelude as opendp

from schemas.constraints import ContractError

opendp.enable_features("contrib")

LEAST_EPSILON, MOST_EPSILON = Decimal("0.001"), Decimal(10)
"""Below the one figures are noise alone; above the other they hide nobody."""


@dataclass(frozen=True)
class DiscreteLaplace:
    """``sensitivity``: the most that one person adds to all figures together, in units of them; ``epsilon``: of all of
    them together. Raises ContractError for an epsilon that no release should have."""

    sensitivity: int
    epsilon: Decimal

    def __post_init__(self) -> None:
        if not self.epsilon.is_finite() or not LEAST_EPSILON <= self.epsilon <= MOST_EPSILON:
            raise ContractError(f"epsilon is a number from {LEAST_EPSILON} to {MOST_EPSILON}")
        if self.sensitivity < 1:
            raise ContractError("the sensitivity is at least 1: nobody could be in figures that nobody changes")

    @property
    def scale(self) -> float:
        """The least for which OpenDP proves ``epsilon``."""
        return self._proved[0]

    def noised(self, figures: Sequence[int]) -> list[int]:
        """Each figure with noise of its own. Two calls draw twice: whoever calls keeps what they were given."""
        return [int(figure) for figure in self._proved[1](list(figures))]

    @property
    def expected_error(self) -> float:
        """Mean distance of a figure with noise from the one without."""
        p = self._ratio
        return 2 * p / (1 - p * p)

    def error_within(self, probability: float) -> int:
        """The distance that is not exceeded with ``probability``."""
        p = self._ratio
        return max(0, math.ceil(math.log((1 - probability) * (1 + p) / 2, p) - 1))

    def probability(self, noise: int) -> float:
        """Of drawing ``noise``."""
        p = self._ratio
        return (1 - p) / (1 + p) * float(p ** abs(noise))

    @property
    def _ratio(self) -> float:
        return math.exp(-1 / self.scale)

    @cached_property
    def _proved(self) -> tuple[float, Any]:
        space = opendp.vector_domain(opendp.atom_domain(T="i64")), opendp.l1_distance(T="i64")
        epsilon = float(self.epsilon)
        scale = self.sensitivity / epsilon
        while True:
            measurement: Any = opendp.m.make_laplace(*space, scale=scale)
            if measurement.map(self.sensitivity) <= epsilon:
                return scale, measurement
            scale = math.nextafter(scale, math.inf)  # rounding alone

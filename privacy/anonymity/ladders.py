"""Generalisation hierarchies of quasi-identifiers: for each value, what stands for it at each level.

Level 0 is the value as silver has it, the last one says nothing. Each label of a level has one label above it (domain
generalisation hierarchies: Samarati 2001).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from schemas.constraints import ContractError

UNKNOWN = "unknown"
"""Of a value that is not there, at every level but the last."""
ANY = "*"

Rung = Callable[[str], str]
"""From a value to its label at one level."""


@dataclass(frozen=True)
class Ladder:
    """Of one column; ``rungs``: from the second level on, without the last. ``weight``: how much what is lost of it
    counts beside what is lost of other columns."""

    column: str
    meaning: str
    rungs: tuple[Rung, ...] = ()
    weight: float = 1.0

    @property
    def said(self) -> str:
        """Changes with what stands for a value at any level."""
        return repr((self.column, [getattr(rung, "__qualname__", None) or repr(rung) for rung in self.rungs]))

    @property
    def levels(self) -> int:
        return len(self.rungs) + 2

    def labels(self, values: Sequence[str | None]) -> list[list[str]]:
        """A list for each level, with the label of each of ``values``. Raises ContractError where two values that one
        level holds together are apart on the next."""
        own = [UNKNOWN if value is None else value for value in values]
        steps = [
            own,
            *([rung(value) if value != UNKNOWN else UNKNOWN for value in own] for rung in self.rungs),
            [ANY] * len(own),
        ]
        for level, (below, above) in enumerate(itertools.pairwise(steps)):
            parent = dict(zip(below, above, strict=True))
            if any(parent[label] != higher for label, higher in zip(below, above, strict=True)):
                raise ContractError(f"{self.column}: a label of level {level} has two at level {level + 1}: mend that")
        return steps


@dataclass(frozen=True)
class Decades:
    """Bands of ten years (``30-39``, ``90+``) to bands of ``width``, a multiple of ten; the last one stays open."""

    width: int

    def __call__(self, band: str) -> str:
        low = int(band[:2])
        first = low - low % self.width
        if band.endswith("+") or first + self.width > 90:
            return f"{first:02d}+"
        return f"{first:02d}-{first + self.width - 1:02d}"


def month(date: str) -> str:
    """An ISO date to its month."""
    return date[:7]


def quarter(date: str) -> str:
    return f"{date[:4]}-Q{(int(date[5:7]) + 2) // 3}"


def half_year(date: str) -> str:
    return f"{date[:4]}-H{(int(date[5:7]) + 5) // 6}"


def year(date: str) -> str:
    return date[:4]

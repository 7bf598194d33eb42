"""An attacker who has two published tables of the same events and a linear program.

What is published of a cell confines its true count; what both tables count are sums over the same finest cells. How far
the count of a cell that was left out can still lie apart is what is left of its secret (the audit of statistical
offices: Fischetti and Salazar 2001).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

MOST_CELLS = 2_000

Fine = tuple[Any, ...]


@dataclass(frozen=True)
class Seen:
    """A published table: ``of`` names the cell of a finest cell; ``shown`` are the numbers of cells that were
    published, each at most ``noise`` away from the true one."""

    of: Callable[[Fine], Hashable]
    shown: Mapping[Hashable, float]
    noise: Callable[[Hashable], float]


def bounds(fine: Iterable[Fine], tables: Iterable[Seen], secret: Callable[[Fine], bool]) -> tuple[float, float]:
    """Least and largest sum over the finest cells that are ``secret``, as far as the tables tell."""
    cells = list(fine)
    assert len(cells) <= MOST_CELLS
    rows: list[np.ndarray[Any, Any]] = []
    limits: list[float] = []
    for table in tables:
        names = [table.of(cell) for cell in cells]
        for name, count in table.shown.items():
            inside = np.array([each == name for each in names], dtype=float)
            rows += [inside, -inside]
            limits += [count + table.noise(name), -(count - table.noise(name))]
    sought = np.array([secret(cell) for cell in cells], dtype=float)
    found = []
    for sign in (1, -1):
        answer = linprog(sign * sought, A_ub=csr_matrix(np.array(rows)), b_ub=limits, bounds=(0, None), method="highs")
        found.append(np.inf if answer.status == 3 else sign * answer.fun)
    return found[0], abs(found[1])

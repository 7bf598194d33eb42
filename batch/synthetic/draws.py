"""Randomness by counting: a draw depends on (seed, table, column, row) and on nothing else.

Any split of an index range therefore gives the same rows, in any order, on any number of cores. The mixer is
splitmix64's finaliser: a bijection of 64 bits, so ids made from one draw cannot collide inside a run.
``numpy.random.Philox`` with ``advance`` gives the same guarantee only for contiguous ranges; a duplicate needs the
draw of any earlier row.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
Rows = NDArray[np.int64]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


@lru_cache(maxsize=4096)
def key(*parts: object) -> np.uint64:
    """A 64-bit key of a name such as (seed, table, column)."""
    return np.uint64(int.from_bytes(blake2b(repr(parts).encode(), digest_size=8).digest(), "little"))


def mixed(x: Bits) -> Bits:
    """splitmix64's finaliser; ``x`` is overwritten and returned."""
    x ^= x >> np.uint64(30)
    x *= _MIX[0]
    x ^= x >> np.uint64(27)
    x *= _MIX[1]
    x ^= x >> np.uint64(31)
    return x


@dataclass(frozen=True)
class Draws:
    """The draws of one table: ``scope`` names the seed and whatever else the table depends on."""

    scope: tuple[object, ...]

    def bits(self, column: str, rows: Rows) -> Bits:
        """64 bits per row; different for different rows of one column."""
        return mixed(rows.astype(np.uint64) * _STEP + key(*self.scope, column))

    def below(self, column: str, rows: Rows, n: int) -> Rows:
        """A whole number in [0, n) per row, n < 2**31."""
        return scaled(self.bits(column, rows), n)

    def unit(self, column: str, rows: Rows) -> NDArray[np.float64]:
        """A number in [0, 1) per row, 53 bits."""
        return (self.bits(column, rows) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def scaled(bits: Bits, n: int | Rows) -> Rows:
    """The upper 32 bits as a whole number in [0, n)."""
    wide = np.asarray(n, np.uint64)
    return (((bits >> np.uint64(32)) * wide) >> np.uint64(32)).astype(np.int64)

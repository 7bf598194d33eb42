"""References to persons as numpy sees them: 16 bytes as two halves, so that they can be sorted and searched."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Refs = npt.NDArray[np.uint64]
"""(2, n): the first and the second halves."""
Micros = npt.NDArray[np.int64]
"""Instants, in microseconds since 1970."""
NEVER = np.iinfo(np.int64).min
"""An instant before all others."""


def halves(refs: bytes) -> Refs:
    """m references of 16 bytes, joined, as (2, m) uint64 in native order."""
    return np.frombuffer(refs, dtype=">u8").reshape(-1, 2).T.astype(np.uint64)

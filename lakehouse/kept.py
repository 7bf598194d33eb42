"""Frames that are worth keeping for a batch, and letting go of them without waiting.

Spark lets go of a cached frame only when every frame that is being cached has been computed: whoever does so between
two batches stands still for as long as another road in the same JVM computes its own.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor

from pyspark import StorageLevel
from pyspark.sql import DataFrame

_BATCHES = 2
"""So many batches may still have frames to let go of: memory is bounded."""


class Kept:
    """Frames of the batches of one road."""

    def __init__(self) -> None:
        self._lane = ThreadPoolExecutor(1, "letting-go")
        self._going: deque[Future[None]] = deque()
        self._frames: list[DataFrame] = []

    def keep(self, frame: DataFrame) -> DataFrame:
        """``foreachBatch`` would run the plan again for each action."""
        self._frames.append(frame.persist(StorageLevel.MEMORY_AND_DISK))
        return self._frames[-1]

    def let_go(self) -> None:
        """Of all that was kept since the last call."""
        frames, self._frames = self._frames, []
        self._going.append(self._lane.submit(_unpersisted, frames))
        while len(self._going) > _BATCHES:
            self._going.popleft().result()


def _unpersisted(frames: list[DataFrame]) -> None:
    for frame in frames:
        frame.unpersist()

"""Carries history through the road, a slice at a time: what is closed is not carried again, what was cut off is
finished under its old id."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import Protocol

from pyspark import inheritable_thread_target
from pyspark.sql import SparkSession

from batch.source import Slice, Source
from governance.patience import Patience
from lakehouse.road import BatchReport, Road


class Heard(Protocol):
    """Who is to know how far a backfill is. Called by several threads."""

    def begun(self, source: Source, left: Sequence[Slice]) -> None: ...

    def carried(self, part: Slice, report: BatchReport) -> None: ...

    def waiting(self, seconds: float) -> None:
        """Postgres does not answer; the slice is carried again after so many seconds."""


class Closed(Protocol):
    """The run ledger, as a backfill needs it."""

    def closed(self, jobs: Sequence[str]) -> set[str]:
        """Those of ``jobs`` whose batches every sink holds."""


class Backfill:
    """Several ``roads``, which share nothing but the tables' locks, carry a slice each at a time."""

    def __init__(
        self, spark: SparkSession, roads: Sequence[Road], ledger: Closed, heard: Heard, stop: threading.Event
    ) -> None:
        self._spark = spark
        self._roads = roads
        self._ledger = ledger
        self._heard = heard
        self._stop = stop
        self._patience = Patience(heard.waiting, stop)

    def run(self, source: Source) -> bool:
        """Carries what is left of ``source``. False when it was stopped before the end. Raises the first error after
        the slices at hand have ended; called again, it goes on behind them."""
        closed = self._ledger.closed([part.batch.job for part in source.slices])
        left = [part for part in source.slices if part.batch.job not in closed]
        self._heard.begun(source, left)
        idle: SimpleQueue[Road] = SimpleQueue()
        for road in self._roads:
            idle.put(road)
        failed = threading.Event()

        def carry(part: Slice) -> bool:
            if self._stop.is_set() or failed.is_set():
                return False
            road = idle.get()
            try:
                self._carried(road, source, part)
            except BaseException:
                failed.set()
                raise
            finally:
                idle.put(road)
            return True

        in_session = inheritable_thread_target(self._spark)
        with ThreadPoolExecutor(len(self._roads), "backfill") as threads:
            done = [threads.submit(in_session(carry), part) for part in left]
        carried = [future.result() for future in done]
        return all(carried)

    def _carried(self, road: Road, source: Source, part: Slice) -> None:
        report = self._patience.until_done(lambda: road.carry(source.envelope(self._spark, part), part.batch))
        if report is not None:
            self._heard.carried(part, report)

"""What has a cadence of its own: it goes on after a failure, waits for Postgres, and leaves time for batches."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from governance.database import DatabaseUnavailable
from streaming.cadence import Cadence
from streaming.outages import NoRoom

pytestmark = pytest.mark.unit


class Heard:
    """Surroundings that write down what they are told."""

    def __init__(self) -> None:
        self.failures: list[str] = []
        self.waits = 0
        outage = SimpleNamespace(suspect=lambda: None, wait=self._wait)
        self.outages = SimpleNamespace(postgres=outage)
        self.heard = SimpleNamespace(failed=lambda what, words: self.failures.append(what))
        self.journal = SimpleNamespace(note=lambda *_, **__: None)
        self.stand_back = lambda: None
        self.turn = threading.Lock()
        self.space = SimpleNamespace(told=lambda: "the disk is full")

    def _wait(self) -> None:
        self.waits += 1


def cadence(work: Callable[[], None], around: Any, seconds: float = 0.01) -> Cadence:
    return Cadence("upkeep", work, seconds, around)  # type: ignore[arg-type]


def done_within(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.005)
    return condition()


def test_a_failure_is_told_and_the_work_goes_on() -> None:
    around, times = Heard(), []

    def work() -> None:
        times.append(1)
        if len(times) == 1:
            raise RuntimeError

    made = cadence(work, around)
    made.start()
    assert done_within(lambda: len(times) >= 3)
    made.stop()
    made.check()
    assert around.failures == ["upkeep"]


def test_a_full_disk_ends_it() -> None:
    around, times = Heard(), []

    def work() -> None:
        times.append(1)
        raise OSError(errno.ENOSPC, "no space left")

    made = cadence(work, around)
    made.start()
    made._thread.join(10)
    assert len(times) == 1
    with pytest.raises(NoRoom, match="the disk is full"):
        made.check()


def test_it_waits_for_postgres_and_does_the_work_again() -> None:
    around, times = Heard(), []

    def work() -> None:
        times.append(1)
        if len(times) < 3:
            raise DatabaseUnavailable("away")

    cadence(work, around).once()
    assert (len(times), around.waits, around.failures) == (3, 2, [])


def test_long_work_is_done_more_rarely() -> None:
    moments: list[tuple[float, float]] = []

    def work() -> None:
        begun = time.monotonic()
        time.sleep(0.1)
        moments.append((begun, time.monotonic()))

    made = cadence(work, Heard())
    made.start()
    assert done_within(lambda: len(moments) >= 3)
    made.stop()
    pauses = [after[0] - before[1] for before, after in pairwise(moments)]
    assert min(pauses) >= 0.3


def test_stop_waits_for_work_under_way() -> None:
    begun, ended = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        time.sleep(0.2)
        ended.set()

    made = cadence(work, Heard())
    made.start()
    assert begun.wait(10)
    made.stop()
    assert ended.is_set()

"""Memory of a program and of what it started: JVM, driver, workers. Services such as the broker are not among it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import psutil

_EVERY_SECONDS = 2.0


def memory(pid: int | None = None) -> dict[str, float]:
    """GB by ``jvm``, ``driver``, ``worker`` (the largest) and ``all``. Proportional set sizes: a page that several
    processes share is divided among them, so that the sum counts it once. ``pid``: of the driver, by default this
    process."""
    driver = psutil.Process(pid)
    figures = {"jvm": 0.0, "driver": _gigabytes(driver), "worker": 0.0, "all": 0.0}
    figures["all"] = figures["driver"]
    for child in driver.children(recursive=True):
        try:
            name, words, size = child.name(), child.cmdline(), _gigabytes(child)
        except psutil.Error:
            continue
        figures["all"] += size
        if name == "java":
            figures["jvm"] += size
        elif "scripts.feed" not in words:
            figures["worker"] = max(figures["worker"], size)
    return figures


@dataclass
class PeakMemory:
    """The most of this program while it is open, looked at every two seconds."""

    figures: dict[str, float] = field(default_factory=dict)
    _done: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._watcher = threading.Thread(target=self._watch, name="memory", daemon=True)
        self._watcher.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._watcher.join()

    def __str__(self) -> str:
        most = self.figures
        parts = f"JVM {most['jvm']:.1f}, driver {most['driver']:.1f}, a worker {most['worker']:.1f}"
        return f"at most {most['all']:.1f} GB at once ({parts})"

    def _watch(self) -> None:
        while not self._done.wait(_EVERY_SECONDS):
            for name, size in memory().items():
                self.figures[name] = max(size, self.figures.get(name, 0.0))


def _gigabytes(process: psutil.Process) -> float:
    return float(process.memory_full_info().pss) / 1e9

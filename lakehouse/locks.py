"""Locks around each look-up and write of a table.

On a local file system Delta's commit is not safe between processes, so every table has one lock file. The lock is
taken by the JVM, not by Python: it is the JVM that commits, and after a kill of the Python driver a commit may still
be on its way. A lock therefore ends exactly when the process that could write has ended.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from py4j.protocol import Py4JJavaError
from pyspark.sql import SparkSession


class LockError(Exception):
    """A lock could not be had in time; the text names it and says what to do."""


FENCE = "erasure.fence"
"""Shared by every batch and slice while it is open; held once by an erasure, so that whoever could still know the
person has closed."""


class Locks(Protocol):
    """Locks by name; handed to whoever writes."""

    def held(self, name: str) -> Any:
        """A context manager that holds ``name`` alone."""

    def shared(self, name: str) -> Any:
        """A context manager that holds ``name`` together with any number of others who share it. Nobody begins to
        share it while somebody waits to hold it alone."""


class ProcessLock:
    """A lock that one Python process holds, for a job that may run once. Ends with the process, however it ends."""

    def __init__(self, path: Path, job: str = "make stream") -> None:
        self._path = path
        self._job = job

    @contextmanager
    def held(self) -> Iterator[None]:
        """Raises LockError, naming the process, when another one holds it."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._path.open("a+", encoding="ascii") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                raise LockError(
                    f"another `{self._job}` (process {file.read().strip()}) runs on this lake: stop it first"
                ) from None
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield


_GATE = (0, 1)
_SHARES = (1, 2**62)


class FileLocks:
    """One lock file a name in ``folder``, for a lake on a local disk. Also excludes threads of one process.

    Who wants a name alone takes its gate (byte 0), then all bytes behind it; who shares it passes the gate and keeps
    one byte behind it.
    """

    _POLL_SECONDS = 0.02

    def __init__(self, spark: SparkSession, folder: Path, patience_seconds: float = 600.0) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._jvm: Any = spark._jvm  # noqa: SLF001 - pyspark has no public way to its JVM
        self._folder = folder
        self._patience = patience_seconds
        self._guard = threading.Lock()
        self._threads: dict[str, threading.Lock] = {}
        # POSIX drops a process's locks on a file when any handle to it is closed: one handle a name, never closed.
        self._channels: dict[str, Any] = {}

    @contextmanager
    def held(self, name: str) -> Iterator[None]:
        deadline = time.monotonic() + self._patience
        thread_lock, channel = self._of(name)
        if not thread_lock.acquire(timeout=self._patience):
            raise LockError(f"{name} is locked by another thread for {self._patience:.0f} s: restart the job")
        try:
            with self._span(name, channel, _GATE, deadline), self._span(name, channel, _SHARES, deadline):
                yield
        finally:
            thread_lock.release()

    @contextmanager
    def shared(self, name: str) -> Iterator[None]:
        # A JVM cannot lock the same bytes twice, not even to share them: everybody who shares has a byte of their own.
        deadline = time.monotonic() + self._patience
        _, channel = self._of(name)
        own = (secrets.randbelow(_SHARES[1] - 1) + _SHARES[0], 1)
        with self._span(name, channel, _GATE, deadline):
            lock = self._of_process(name, channel, own, deadline)
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def _span(self, name: str, channel: Any, span: tuple[int, int], deadline: float) -> Iterator[None]:
        lock = self._of_process(name, channel, span, deadline)
        try:
            yield
        finally:
            lock.release()

    def keep(self, name: str, patience_seconds: float) -> bool:
        """Takes ``name`` until this process ends. False when another process has it after ``patience_seconds``."""
        _, channel = self._of(name)
        deadline = time.monotonic() + patience_seconds
        while _tried(channel, _GATE) is None:
            if time.monotonic() > deadline:
                return False
            time.sleep(self._POLL_SECONDS)
        return True

    def _of(self, name: str) -> tuple[threading.Lock, Any]:
        with self._guard:
            if name not in self._channels:
                path = str(self._folder / f"{name}.lock")
                self._channels[name] = self._jvm.java.io.RandomAccessFile(path, "rw").getChannel()
                self._threads[name] = threading.Lock()
            return self._threads[name], self._channels[name]

    def _of_process(self, name: str, channel: Any, span: tuple[int, int], deadline: float) -> Any:
        while (lock := _tried(channel, span)) is None:
            if time.monotonic() > deadline:
                raise LockError(
                    f"{name} is locked by another process for {self._patience:.0f} s: see what holds it with lsof"
                )
            time.sleep(self._POLL_SECONDS)
        return lock


def _tried(channel: Any, span: tuple[int, int]) -> Any:
    """The lock of the bytes (first, how many), or None while this or another process has it."""
    try:
        return channel.tryLock(*span, False)
    except Py4JJavaError:
        # OverlappingFileLockException: another FileLocks of this JVM has it.
        return None

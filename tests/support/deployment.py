"""A deployment under test: `make stream` as a process of its own, over real services in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import psycopg2

import conf
from conf import Settings
from scripts.services import kafka, postgres

DEADLINE_SECONDS = 180.0
# A run under test lives for half a minute: the second compiler would take more time than it saves.
_QUICK_JVM = {"JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m"}


def wait_for(condition: Callable[[], Any], what: str, seconds: float = DEADLINE_SECONDS) -> Any:
    """The first true value of `condition`, before the deadline."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds:.0f} s for {what}")


class Deployment:
    """Services, lake and keys under one folder."""

    def __init__(self, var: Path, **environment: str) -> None:
        self.var = var
        self.environment = {
            **os.environ,
            "LAKE_VAR": str(var),
            "USERS": "2000",
            "RATE": "1500",
            **_QUICK_JVM,
            **environment,
        }
        self.settings: Settings = conf.load(environ=self.environment)
        self._runs: list[Run] = []

    def start(self, **environment: str) -> Run:
        run = Run(self, {**self.environment, **environment})
        self._runs.append(run)
        return run

    def run(self, seconds: float = DEADLINE_SECONDS, **environment: str) -> Run:
        """A run to its own end."""
        run = self.start(**environment)
        run.wait(seconds)
        return run

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of a query to the control plane; none while Postgres or its tables are not there yet."""
        try:
            connection = psycopg2.connect(postgres.ensure(self.settings).job.reveal())
        except psycopg2.OperationalError:
            return []
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(query)
                return list(cursor.fetchall())
        except psycopg2.errors.UndefinedTable:
            return []
        finally:
            connection.close()

    def number(self, query: str) -> int:
        rows = self.rows(query)
        return int(rows[0][0] or 0) if rows else 0

    def closed_batches(self) -> int:
        return self.number("SELECT count(*) FROM ledger.batch WHERE closed_at IS NOT NULL")

    def open_batches(self) -> int:
        return self.number("SELECT count(*) FROM ledger.batch WHERE closed_at IS NULL")

    def roots(self) -> list[Path]:
        """Every folder the deployment writes to."""
        home = postgres.home(self.settings)
        return [self.var] if home.is_relative_to(self.var) else [self.var, home]

    def remove(self) -> None:
        for run in self._runs:
            run.kill()
        kafka.stop(self.settings)
        postgres.stop(self.settings)
        postgres.remove(self.settings)


class Run:
    """One `make stream`."""

    def __init__(self, deployment: Deployment, environment: dict[str, str]) -> None:
        self._deployment = deployment
        self.output = deployment.var / f"run-{time.monotonic_ns()}.out"
        with self.output.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scripts.stream"],
                cwd=conf.ROOT, env=environment, stdout=file, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    @property
    def text(self) -> str:
        return self.output.read_text("utf-8")

    def wait(self, seconds: float = DEADLINE_SECONDS) -> int:
        return self.process.wait(seconds)

    def await_batches(self, more: int = 1) -> None:
        """Until so many more batches are closed."""
        begun = self._deployment.closed_batches()
        wait_for(lambda: self._alive() and self._deployment.closed_batches() >= begun + more, "a batch")

    def await_open_batch(self) -> None:
        """Until a batch is begun and not done."""
        wait_for(lambda: self._alive() and self._deployment.open_batches(), "a batch under way")

    def freeze(self) -> list[psutil.Process]:
        """Halts the driver and its JVM where they are, so that files can be looked at in mid-batch."""
        return [process for process in self.driver() if _done(process.suspend)]

    def driver(self) -> list[psutil.Process]:
        """The driver and what it started (JVM, Python workers), the feed apart: that ends by itself."""
        python = psutil.Process(self.process.pid)
        return [python, *(child for child in python.children(recursive=True) if not _is_feed(child))]

    def kill(self) -> None:
        """kill -9 of the driver and its JVM; the feed notices and writes its truth."""
        if self.process.poll() is not None:
            return
        feeds = [child for child in psutil.Process(self.process.pid).children() if _is_feed(child)]
        for process in self.driver():
            _done(process.kill)
        self.process.wait(30)
        psutil.wait_procs(feeds, timeout=60)

    def _alive(self) -> bool:
        assert self.process.poll() is None, f"the stream has ended: {self.text[-2000:]}"
        return True


def _is_feed(process: psutil.Process) -> bool:
    try:
        return "scripts.feed" in process.cmdline()
    except psutil.NoSuchProcess:
        return False


def _done(action: Callable[[], None]) -> bool:
    """Whether `action` found its process still there: Python workers come and go."""
    try:
        action()
    except psutil.NoSuchProcess:
        return False
    return True

"""A deployment under test: `make stream` as a process of its own, over real services in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg2
from psycopg2.extensions import connection as Connection

import conf
from conf import Settings
from scripts.services import kafka, postgres
from tests.support import jvm

DEADLINE_SECONDS = 420.0


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
            "JDK_JAVA_OPTIONS": jvm.QUICK,
            **environment,
        }
        self.settings: Settings = conf.load(environ=self.environment)
        self._runs: list[Run] = []
        self._dsn: str | None = None
        self._connection: Connection | None = None

    def start(self, command: str = "stream", **environment: str) -> Run:
        run = Run(self, command, {**self.environment, **environment})
        self._runs.append(run)
        return run

    def run(self, seconds: float = DEADLINE_SECONDS, command: str = "stream", **environment: str) -> Run:
        """A run to its own end."""
        run = self.start(command, **environment)
        run.wait(seconds)
        return run

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of a query to the control plane; none while Postgres or its tables are not there."""
        for _ in range(2):  # the first connection may be one to a server that was killed since
            try:
                with self._connected().cursor() as cursor:
                    cursor.execute(query)
                    return list(cursor.fetchall())
            except psycopg2.errors.UndefinedTable:
                return []
            except (psycopg2.OperationalError, psycopg2.InterfaceError):
                self._connection = None
        return []

    def _connected(self) -> Connection:
        """One connection for many questions: those who wait for a batch ask every moment. Postgres is started the first
        time only; whoever has taken it away since has done so on purpose."""
        if self._dsn is None:
            self._dsn = postgres.ensure(self.settings).job.reveal()
        if self._connection is None or self._connection.closed:
            self._connection = psycopg2.connect(self._dsn)
            self._connection.autocommit = True
        return self._connection

    def number(self, query: str) -> int:
        rows = self.rows(query)
        return int(rows[0][0] or 0) if rows else 0

    def closed_batches(self) -> int:
        return self.number("SELECT count(*) FROM ledger.batch WHERE closed_at IS NOT NULL")

    def open_batches(self) -> int:
        return self.number("SELECT count(*) FROM ledger.batch WHERE closed_at IS NULL")

    def kill_broker(self) -> None:
        kill_server(kafka.pid(self.settings))

    def kill_postgres(self) -> None:
        kill_server(postgres.pid(self.settings))

    def await_feeds(self, seconds: float = DEADLINE_SECONDS) -> None:
        """Until every feed of this deployment has delivered what it sent and written its truth."""
        truth = str(self.settings.paths.truth)
        feeds = [process for process in psutil.process_iter() if _is_feed(process, truth)]
        assert not psutil.wait_procs(feeds, seconds)[1], "a feed does not end"

    def roots(self) -> list[Path]:
        """Every folder the deployment writes to."""
        home = postgres.home(self.settings)
        return [self.var] if home.is_relative_to(self.var) else [self.var, home]

    def remove(self) -> None:
        for run in self._runs:
            run.kill()
        if self._connection is not None:
            self._connection.close()
        kafka.stop(self.settings)
        postgres.stop(self.settings)
        postgres.remove(self.settings)


class Run:
    """One `make stream`, or another command."""

    def __init__(self, deployment: Deployment, command: str, environment: dict[str, str]) -> None:
        self._deployment = deployment
        self.output = deployment.var / f"run-{time.monotonic_ns()}.out"
        with self.output.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", f"scripts.{command}"],
                cwd=conf.ROOT, env=environment, stdout=file, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    @property
    def text(self) -> str:
        return self.output.read_text("utf-8")

    def wait(self, seconds: float = DEADLINE_SECONDS) -> int:
        return self.process.wait(seconds)

    def await_batches(self, more: int = 1) -> None:
        """Until so many more batches are closed."""
        wait_for(lambda: self.alive() and self._deployment.rows("SELECT 1"), "Postgres")
        begun = self._deployment.closed_batches()
        wait_for(lambda: self.alive() and self._deployment.closed_batches() >= begun + more, "a batch")

    def await_open_batch(self) -> None:
        """Until this run is at a batch: what an earlier one left half done does not count before its queries run."""
        wait_for(
            lambda: self.alive() and "running;" in self.text and self._deployment.open_batches(), "a batch under way"
        )

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

    def alive(self) -> bool:
        """True; fails with what the run said if it has ended."""
        assert self.process.poll() is None, f"the stream has ended: {self.text[-2000:]}"
        return True


def _is_feed(process: psutil.Process, truth: str = "") -> bool:
    try:
        words = process.cmdline()
    except psutil.Error:
        return False
    return "scripts.feed" in words and (not truth or truth in words)


def kill_server(pid: int | None) -> None:
    """kill -9 of a server, which is there, and of what it started."""
    assert pid is not None, "there is no such server"
    server = psutil.Process(pid)
    ending = [server, *server.children(recursive=True)]
    for process in ending:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(ending, 10)


def _done(action: Callable[[], None]) -> bool:
    """Whether `action` found its process still there: Python workers come and go."""
    try:
        action()
    except psutil.NoSuchProcess:
        return False
    return True

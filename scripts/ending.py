"""How a process ends: at a signal, when the work at hand is done; at a failpoint of a test, at once."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

from pyspark.sql import SparkSession


def stop_on_signals(stop: threading.Event) -> None:
    """SIGINT and SIGTERM set ``stop``. Call it once Spark is there, which puts a handler of its own that raises."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())


def end_at_once(spark: SparkSession) -> None:
    """Ends the JVM and this process as kill -9 would."""
    gateway: Any = spark.sparkContext._gateway  # noqa: SLF001 - pyspark has no public way to its JVM's process
    gateway.proc.kill()
    os.kill(os.getpid(), signal.SIGKILL)

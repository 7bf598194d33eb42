"""How a test ends a process at a failpoint."""

from __future__ import annotations

import os
import signal
from typing import Any

from pyspark.sql import SparkSession


def end_at_once(spark: SparkSession) -> None:
    """Ends the JVM and this process as kill -9 would."""
    gateway: Any = spark.sparkContext._gateway  # noqa: SLF001 - pyspark has no public way to its JVM's process
    gateway.proc.kill()
    os.kill(os.getpid(), signal.SIGKILL)

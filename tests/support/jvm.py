"""The JVM of the test session: what it is told, and where it prints to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyspark.sql import SparkSession

QUICK = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseTransparentHugePages"
"""For minutes the second compiler costs more than it saves; large pages are fewer misses."""

INTERPRETED = f"{QUICK} -Dspark.sql.codegen.wholeStage=false -Dspark.sql.codegen.factoryMode=NO_CODEGEN"
"""Nor does it pay to generate and compile a program for each query over some hundred rows: a third less time."""


@contextmanager
def launched(output: Path) -> Iterator[None]:
    """A JVM started inside prints to ``output``, and so do its Python workers."""
    output.parent.mkdir(parents=True, exist_ok=True)
    saved = [os.dup(number) for number in (1, 2)]
    target = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    options = os.environ.get("JDK_JAVA_OPTIONS")
    os.environ["JDK_JAVA_OPTIONS"] = INTERPRETED
    try:
        for number in (1, 2):
            os.dup2(target, number)
        yield
    finally:
        for number, before in zip((1, 2), saved, strict=True):
            os.dup2(before, number)
            os.close(before)
        os.close(target)
        os.environ.pop("JDK_JAVA_OPTIONS")
        if options is not None:
            os.environ["JDK_JAVA_OPTIONS"] = options


def forget_tables(spark: SparkSession) -> None:
    """Has Delta let go of the logs that it keeps in memory for an hour: 19 MB a lake, and after some fifty lakes the
    JVM does little but collect garbage. Tables still in use are read again."""
    spark._jvm.org.apache.spark.sql.delta.DeltaLog.clearCache()

"""``python -m scripts.class_archive``: makes the archive of Spark's classes, once for each Java, pyspark and jars.

Part of ``make setup``. Every command that uses Spark starts in two thirds of the time with it; without it all works.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

import conf
from conf import Settings
from lakehouse import class_archive, tables
from lakehouse.catalog import BRONZE
from lakehouse.session import SessionError, SessionPlan, end_session, open_session
from lakehouse.tables import Lake
from scripts.services.java import java

_END_SECONDS = 120.0
_OTHERS = (
    "org.apache.spark.sql.execution.streaming.runtime.MicroBatchExecution",
    "org.apache.spark.sql.kafka010.KafkaSourceProvider",
    "org.apache.kafka.clients.consumer.KafkaConsumer",
)
"""Classes that a rehearsal without services does not reach."""


class ArchiveError(Exception):
    """The archive could not be made. Nothing but time depends on it."""


def ensure(settings: Settings) -> None:
    """Makes the archive where it is missing and removes those of earlier jars. Raises ArchiveError, SessionError,
    PySparkException, Py4JError, OSError."""
    wanted = class_archive.archive(java(), settings.paths.jars / "spark")
    if wanted.is_file():
        return
    print("Archiving the classes of Spark, so that commands start faster (once, a minute) ...", flush=True)
    wanted.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=wanted.parent) as folder:
        made = Path(folder) / wanted.name
        _rehearsed(settings, Path(folder), made)
        _keep(made, wanted)


def _rehearsed(settings: Settings, folder: Path, made: Path) -> None:
    """A short life of a JVM, with what most commands do."""
    plan = SessionPlan(
        name="rehearsal", driver_memory="1g", cores=2, jars=settings.paths.jars / "spark", tmp=folder / "tmp",
        log=folder / "log", jvm=class_archive.make(made),
    )  # fmt: skip
    spark = open_session(plan)
    try:
        _rehearse(spark, folder)
    finally:
        ended = end_session(spark, _END_SECONDS)  # it is then that the JVM writes it
    if ended:
        raise ArchiveError


def _rehearse(spark: SparkSession, folder: Path) -> None:
    lake = Lake(str(folder / "lake"), str(uuid4()))
    tables.ensure(spark, lake, tuple(BRONZE.values()))
    place = f"{folder}/rows"
    rows = spark.createDataFrame(pa.table({"number": range(100), "text": [str(number) for number in range(100)]}))
    for _ in range(2):
        rows.mapInArrow(lambda batches: batches, rows.schema).write.format("delta").mode("append").save(place)
        counted = spark.read.format("delta").load(place).groupBy("text").count().join(rows, "text")
        counted.createOrReplaceTempView("counted")
        spark.sql(
            f"MERGE INTO delta.`{place}` AS kept USING counted ON kept.text = counted.text "  # noqa: S608 - our own path
            "WHEN MATCHED AND counted.number < 50 THEN DELETE WHEN NOT MATCHED THEN INSERT (number, text) "
            "VALUES (counted.number, counted.text)"
        )
        counted.write.format("noop").mode("overwrite").save()
    jvm: Any = spark._jvm  # noqa: SLF001 - pyspark has no public way to its JVM
    loader = jvm.Thread.currentThread().getContextClassLoader()
    for name in _OTHERS:
        loader.loadClass(name)


def _keep(made: Path, wanted: Path) -> None:
    """Whole or not at all: one that is cut off takes every JVM down that maps it."""
    if not made.is_file():
        raise ArchiveError
    with made.open("rb") as file:
        os.fsync(file.fileno())
    for other in wanted.parent.glob("*.jsa"):
        other.unlink(missing_ok=True)
    made.replace(wanted)


def main() -> int:
    try:
        settings = conf.load()
        ensure(settings)
    except conf.SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    except (ArchiveError, SessionError, PySparkException, Py4JError, OSError):
        print("the classes of Spark could not be archived: commands work all the same and start more slowly")
    return 0


if __name__ == "__main__":
    sys.exit(main())

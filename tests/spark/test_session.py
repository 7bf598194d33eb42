"""The session: workers run in the driver's own Python, and nothing is kept that would outlive it in clear."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from pyspark.sql import SparkSession

from conf import Settings
from lakehouse import class_archive
from scripts.services.java import java

pytestmark = pytest.mark.spark


def test_workers_run_in_the_python_of_the_driver(spark: SparkSession) -> None:
    """Else another ``python3``, first on PATH, has none of the libraries, or others."""
    assert spark.sparkContext.pythonExec == sys.executable


def test_workers_are_forked_from_a_process_that_has_imported_what_they_need(spark: SparkSession) -> None:
    def parent(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        list(batches)
        yield pa.RecordBatch.from_pydict({"process": [os.getppid()]})

    ((process,),) = spark.range(0, 1, 1, 1).mapInArrow(parent, "process long").collect()
    home = Path(f"/proc/{process}")
    assert "lakehouse.forks" in (home / "cmdline").read_text("utf-8")
    mapped = (home / "maps").read_text("utf-8")
    assert all(library in mapped for library in ("pandas", "pyarrow", "cryptography"))


def test_the_jvm_maps_the_archive_of_classes_that_setup_made(settings: Settings, spark: SparkSession) -> None:
    found = class_archive.archive(java(), settings.paths.jars / "spark")
    assert str(found) in Path(f"/proc/{spark.sparkContext._gateway.proc.pid}/maps").read_text("ascii")


def test_a_jvm_says_nothing_of_an_archive_that_does_not_fit(settings: Settings) -> None:
    options = class_archive.use(class_archive.archive(java(), settings.paths.jars / "spark"))
    assert options
    shown = subprocess.run([java(), *options, "-cp", "/elsewhere", "-version"], capture_output=True, text=True)
    assert (shown.returncode, shown.stdout) == (0, "")
    assert "archive" not in shown.stderr


def test_an_archive_is_of_one_java_and_one_set_of_jars(tmp_path: Path) -> None:
    jars = tmp_path / "spark"
    jars.mkdir()
    first = class_archive.archive(java(), jars)
    assert class_archive.archive("/elsewhere/bin/java", jars) != first
    (jars / "more.jar").write_bytes(b"x")
    assert class_archive.archive(java(), jars) != first
    assert class_archive.use(first) == (), "without one a JVM is told nothing"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("spark.io.encryption.enabled", "true"),
        ("spark.io.encryption.keySizeBits", "256"),
        ("spark.ui.enabled", "false"),
        ("spark.eventLog.enabled", "false"),
        ("spark.speculation", "false"),
        ("spark.databricks.delta.v2.enableMode", "NONE"),
        ("spark.databricks.delta.merge.materializeSource", "all"),
        ("spark.sql.session.timeZone", "UTC"),
    ],
)
def test_session_setting(spark: SparkSession, name: str, value: str) -> None:
    assert spark.conf.get(name) == value

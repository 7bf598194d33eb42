"""The command of the README with which any Spark reads the tables, without this project's Makefile, jars or catalog."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from lakehouse.tables import Lake, ensure
from schemas.gold import DAILY_EVENT_METRICS

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1200)]

README = Path(__file__).resolve().parents[2] / "README.md"


def _command(lake: str) -> list[str]:
    """The fenced block of the README that begins with `spark-sql --packages`, for a lake elsewhere."""
    found = re.search(r"^spark-sql --packages.*?(?=^```)", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert found
    words = shlex.split(found.group(0).replace("\\\n", " ").replace("var/lake", lake))
    return [str(Path(sys.executable).with_name("spark-sql")), *words[1:]]


def test_any_spark_reads_gold(spark: SparkSession, tmp_path: Path) -> None:
    lake = Lake(str(tmp_path / "lake"), "of-this-test")
    ensure(spark, lake, (DAILY_EVENT_METRICS,))
    command = _command(lake.root)
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    answer = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=500)
    assert answer.returncode == 0, answer.stderr[-2000:]
    assert answer.stdout.split() == ["0"]

"""The session: workers run in the driver's own Python, and nothing is kept that would outlive it in clear."""

from __future__ import annotations

import sys

import pytest
from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark


def test_workers_run_in_the_python_of_the_driver(spark: SparkSession) -> None:
    """Else another ``python3``, first on PATH, has none of the libraries, or others."""
    assert spark.sparkContext.pythonExec == sys.executable


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

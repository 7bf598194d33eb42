"""Rows of persons who are named: by a relation of their names. Literals would stand in plans, and in Delta's log for
ever where they are a predicate."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F


def names(spark: SparkSession, column: str, values: Iterable[bytes]) -> DataFrame:
    """``values``, each once, as ``column`` of a relation."""
    return spark.createDataFrame(pa.table({column: pa.array(sorted(set(values)), pa.binary())}))


def rows_of(rows: DataFrame, column: str, values: Iterable[bytes]) -> DataFrame:
    """Those of ``rows`` with one of ``values`` in ``column``."""
    return rows.join(F.broadcast(names(rows.sparkSession, column, values)), column, "left_semi")


def rows_but_of(rows: DataFrame, column: str, values: Iterable[bytes]) -> DataFrame:
    """Those of ``rows`` with another in ``column``, or none."""
    return rows.join(F.broadcast(names(rows.sparkSession, column, values)), column, "left_anti")

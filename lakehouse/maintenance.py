"""Upkeep of tables beside the road: rows of forgotten persons taken out, small files of open days put together."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from delta.tables import DeltaTable
from pyspark.sql import SparkSession

from lakehouse.catalog import PERSONS
from lakehouse.locks import Locks
from lakehouse.tables import Lake
from schemas.tables import Table


class Maintenance:
    """Works on one lake, a table at a time, under its lock."""

    def __init__(self, spark: SparkSession, lake: Lake, locks: Locks) -> None:
        self._spark = spark
        self._lake = lake
        self._locks = locks

    def take_out(self, names: dict[str, Sequence[bytes]]) -> dict[str, int]:
        """Deletes the rows of persons from every table that names persons; returns how many, by table.

        ``names``: the persons by the column they are named in. By a merge with a table of requests: the predicate of a
        DELETE would stand in the Delta log for ever. Old versions keep the rows until they are vacuumed.
        """
        return {
            table.full_name: self._merge_out(table, column, names[column])
            for table, column in PERSONS
            if names.get(column)
        }

    def _merge_out(self, table: Table, column: str, values: Sequence[bytes]) -> int:
        requests = self._spark.createDataFrame(pa.table({column: pa.array(sorted(set(values)), pa.binary())}))
        with self._locks.held(table.full_name):
            metrics = (
                DeltaTable.forPath(self._spark, self._lake.path(table))
                .alias("t")
                .merge(requests.alias("r"), f"t.{column} = r.{column}")
                .whenMatchedDelete()
                .execute()
            )
        (counted,) = metrics.select("num_deleted_rows").collect()
        return int(counted[0])

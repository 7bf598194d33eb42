"""The only place (beside maintenance) that writes Delta. Every write can be repeated: appends carry a transaction id,
the others are idempotent by key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from delta.tables import DeltaTable
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.tables import Lake, snapshot
from privacy.disclosure import Disclosed
from schemas.tables import Table

_DISCLOSED = ("gold", "release", "dp")
"""Zones for who may not see silver."""


@dataclass(frozen=True)
class Transaction:
    """Delta skips an append whose ``version`` is not above the last of the same ``app_id``, silently: that makes a
    repeated append harmless, and a reused number fatal. Stream: app id of query, epoch and table; version the
    batch id."""

    app_id: str
    version: int


class Writer:
    """Writes tables of one lake. The caller holds the table's lock."""

    def __init__(self, spark: SparkSession, lake: Lake) -> None:
        self._spark = spark
        self._lake = lake

    @property
    def spark(self) -> SparkSession:
        return self._spark

    def append(self, rows: DataFrame, table: Table, transaction: Transaction | None = None) -> None:
        """Appends the table's columns of ``rows``, once for this transaction id however often it is called; without
        one the caller sees to it.

        Not for what is read outside silver: that is written from disclosed cells only.
        """
        if table.zone in _DISCLOSED:
            raise TypeError(f"{table.full_name} takes disclosed cells: use replace or append_disclosed")
        self._append(rows.select(*table.column_names), table, transaction)

    def append_disclosed(self, disclosed: Disclosed, table: Table, transaction: Transaction) -> None:
        """Appends cells that are written once."""
        self._append(_cells(disclosed, table), table, transaction)

    def _append(self, rows: DataFrame, table: Table, transaction: Transaction | None) -> None:
        writing = rows.write.format("delta").mode("append")
        if transaction:
            writing = writing.option("txnAppId", transaction.app_id).option("txnVersion", transaction.version)
        writing.save(self._lake.path(table))

    def committed(self, table: Table, app_id: str) -> int:
        """Version of the last append under ``app_id``; -1 if there was none."""
        found = self._snapshot(table).transactions().get(app_id)
        return int(found.get()) if found.isDefined() else -1

    def version(self, table: Table) -> int:
        """The newest version of ``table``."""
        return int(self._snapshot(table).version())

    def _snapshot(self, table: Table) -> Any:
        return snapshot(self._spark, self._lake.path(table))

    def read(self, table: Table, version: int | None = None) -> DataFrame:
        reader = self._spark.read.format("delta")
        if version is not None:
            reader = reader.option("versionAsOf", version)
        return reader.load(self._lake.path(table))

    def upsert_newest(self, rows: DataFrame, table: Table, key: str, order: tuple[str, ...]) -> None:
        """``rows``: at most one a ``key``. Replaces a row by a greater one in ``order``; leaves it otherwise."""
        newer = F.struct(*(F.col(f"n.{name}") for name in order)) > F.struct(*(F.col(f"t.{name}") for name in order))
        (
            DeltaTable.forPath(self._spark, self._lake.path(table))
            .alias("t")
            .merge(rows.select(*table.column_names).alias("n"), f"t.{key} = n.{key}")
            .whenMatchedUpdateAll(condition=newer)
            .whenNotMatchedInsertAll()
            .execute()
        )

    def remove(self, positions: DataFrame, table: Table) -> None:
        """Deletes the rows of ``table`` at ``positions``. A merge: the predicate of a DELETE stands in the log."""
        (
            DeltaTable.forPath(self._spark, self._lake.path(table))
            .alias("t")
            .merge(positions.alias("r"), " AND ".join(f"t.`{name}` = r.`{name}`" for name in positions.columns))
            .whenMatchedDelete()
            .execute()
        )

    def replace_silver_day(self, rows: DataFrame, table: Table, day: str) -> None:
        """Replaces one day (ISO date) of a table partitioned by days, in one commit."""
        if table.zone != "silver":
            raise TypeError(f"{table.full_name} is not silver")
        (
            rows.select(*table.column_names)
            .write.format("delta")
            .mode("overwrite")
            .option("replaceWhere", f"{table.partition_by} = DATE'{day}'")
            .save(self._lake.path(table))
        )

    def replace(
        self, disclosed: Disclosed, table: Table, days: Sequence[dt.date] | None, one_file: bool = True
    ) -> None:
        """Replaces the partitions of ``days``, or all there is, by the disclosed cells, in one commit. ``one_file``:
        for few rows; many would be written by one task."""
        writing = _cells(disclosed, table, one_file).write.format("delta").mode("overwrite")
        if days is not None:
            listed = ", ".join(f"DATE'{day}'" for day in days)
            writing = writing.option("replaceWhere", f"{table.partition_by} IN ({listed})")
        writing.save(self._lake.path(table))


def _cells(disclosed: Disclosed, table: Table, one_file: bool = True) -> DataFrame:
    columns = [F.col(column.name).cast(column.type).alias(column.name) for column in table.columns]
    cells = disclosed.cells.select(*columns)
    return cells.coalesce(1) if one_file else cells

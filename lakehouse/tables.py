"""Makes Delta tables from their descriptions and refuses those of another lake."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyspark.sql import SparkSession
from pyspark.sql.types import StructType

from schemas.tables import Column, Table

LAKE_ID = "lakehouse.lake_id"


class LakeError(Exception):
    """The lake is not what it should be; the text says what to do."""


@dataclass(frozen=True)
class Lake:
    """Where the tables are, and whose they are. ``lake_id`` stands in Postgres and in every table's properties."""

    root: str
    lake_id: str

    def path(self, table: Table) -> str:
        return f"{self.root}/{table.zone}/{table.name}"


def ensure(spark: SparkSession, lake: Lake, tables: tuple[Table, ...]) -> None:
    """Makes what is missing: tables, and columns that a later policy has added. Raises LakeError for a table of another
    lake or with other columns."""
    for table in tables:
        path = lake.path(table)
        if snapshot(spark, path).version() < 0:
            spark.sql(create_statement(table, path, lake.lake_id))
        _check(spark, lake, table, path)
        _add_columns(spark, table, path)
        _keep_history(spark, table, path)


def check_there(spark: SparkSession, lake: Lake, tables: Sequence[Table]) -> None:
    """Raises LakeError where one of ``tables`` is not there: for work that must not take an empty lake for the one it
    is about."""
    for table in tables:
        if snapshot(spark, lake.path(table)).version() < 0:
            raise LakeError(
                f"{table.full_name} is not at {lake.root}: is its disk there, and LAKE_ROOT right? Call this again then"
            )


def snapshot(spark: SparkSession, path: str) -> Any:
    """The newest Delta snapshot at ``path``, a JVM object: ``version()`` (-1: no table), ``metadata()``,
    ``transactions()``. Delta's public ways to the same (DESCRIBE DETAIL, history) list files and take seconds."""
    jvm: Any = spark._jvm  # noqa: SLF001 - there is no public way to transactions
    none = jvm.scala.Option.empty()
    log = jvm.org.apache.spark.sql.delta.DeltaLog.forTable(spark._jsparkSession, path)  # noqa: SLF001
    return log.update(False, none, none)


def _check(spark: SparkSession, lake: Lake, table: Table, path: str) -> None:
    metadata = snapshot(spark, path).metadata()
    owner = metadata.configuration().get(LAKE_ID)
    if not owner.isDefined() or owner.get() != lake.lake_id:
        raise LakeError(
            f"{table.full_name} belongs to another lake than this Postgres: point LAKE_ROOT and POSTGRES_DSN at the "
            "same installation, or start anew with `make clean`"
        )
    for key, value in _guarded(table, lake.lake_id).items():
        kept = metadata.configuration().get(key)
        if not kept.isDefined() or kept.get() != value:
            raise LakeError(
                f"{table.full_name} has {key} changed: values of persons could reach its log; set it back to {value!r} "
                "with ALTER TABLE ... SET TBLPROPERTIES"
            )
    wanted = {column.name: column.type for column in table.columns}
    for name, type_ in _columns(metadata).items():
        if name not in wanted:
            raise LakeError(
                f"{table.full_name} has a column {name} that this version does not know: a later version made it, "
                "start that one; a policy may add columns and never takes one away"
            )
        if wanted[name] != type_:
            raise LakeError(
                f"{table.full_name} has {name} as {type_}, this version makes {wanted[name]}: a column keeps its type, "
                "give the new one another name"
            )


def _columns(metadata: Any) -> dict[str, str]:
    fields = StructType.fromJson(json.loads(metadata.schemaString())).fields
    return {field.name: field.dataType.simpleString().upper() for field in fields}


def _add_columns(spark: SparkSession, table: Table, path: str) -> None:
    """Null for the rows that are there, until they are made again from bronze."""
    found = _columns(snapshot(spark, path).metadata())
    missing = [column for column in table.columns if column.name not in found]
    required = [column.name for column in missing if column.required]
    if required:
        raise LakeError(f"{table.full_name} lacks {required[0]}, which every row must have: migrate it first")
    if missing:
        columns = ", ".join(_column(column, table.policy_version) for column in missing)
        spark.sql(f"ALTER TABLE delta.`{path}` ADD COLUMNS ({columns})")


def _keep_history(spark: SparkSession, table: Table, path: str) -> None:
    """A later version may keep old versions of a table for longer, or not so long."""
    held, wanted = snapshot(spark, path).metadata().configuration(), _history(table)
    if any(not held.get(key).isDefined() or held.get(key).get() != value for key, value in wanted.items()):
        listed = ", ".join(f"{_quoted(key)} = {_quoted(value)}" for key, value in wanted.items())
        spark.sql(f"ALTER TABLE delta.`{path}` SET TBLPROPERTIES ({listed})")


def create_statement(table: Table, path: str, lake_id: str) -> str:
    """The ``CREATE TABLE`` of ``table`` at ``path``, with a comment on every column."""
    columns = ",\n  ".join(_column(column, table.policy_version) for column in table.columns)
    properties = ",\n  ".join(
        f"{_quoted(key)} = {_quoted(value)}" for key, value in (_guarded(table, lake_id) | _history(table)).items()
    )
    partitioned = f"\nPARTITIONED BY (`{table.partition_by}`)" if table.partition_by else ""
    return (
        f"CREATE TABLE IF NOT EXISTS delta.`{path}` (\n  {columns}\n) USING delta{partitioned}\n"
        f"COMMENT {_quoted(table.comment)}\nTBLPROPERTIES (\n  {properties}\n)"
    )


def _column(column: Column, policy_version: int | None) -> str:
    required = " NOT NULL" if column.required else ""
    return f"`{column.name}` {column.type}{required} COMMENT {_quoted(column.comment(policy_version))}"


def _guarded(table: Table, lake_id: str) -> dict[str, str]:
    """Properties that nobody may change. Delta keeps smallest and largest values of columns in its log in clear, so
    only named columns have statistics."""
    statistics = (
        {"delta.dataSkippingStatsColumns": ",".join(table.statistics)}
        if table.statistics
        else {"delta.dataSkippingNumIndexedCols": "0"}
    )
    return {
        **statistics,
        "delta.enableDeletionVectors": str(table.deletion_vectors).lower(),
        "delta.enableChangeDataFeed": "false",
        LAKE_ID: lake_id,
    }


def _history(table: Table) -> dict[str, str]:
    kept = f"interval {table.history_days} days"
    return {"delta.logRetentionDuration": kept, "delta.deletedFileRetentionDuration": kept}


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

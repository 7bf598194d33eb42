"""Makes Delta tables from their descriptions and refuses those of another lake."""

from __future__ import annotations

from dataclasses import dataclass

from delta.tables import DeltaTable
from pyspark.sql import SparkSession

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
    """Makes what is missing. Raises LakeError for a table of another lake or with other columns."""
    for table in tables:
        path = lake.path(table)
        if not DeltaTable.isDeltaTable(spark, path):
            spark.sql(create_statement(table, path, lake.lake_id))
        _check(spark, lake, table, path)


def _check(spark: SparkSession, lake: Lake, table: Table, path: str) -> None:
    row = spark.sql(f"DESCRIBE DETAIL delta.`{path}`").select("properties").collect()[0]
    if row.properties.get(LAKE_ID) != lake.lake_id:
        raise LakeError(
            f"{table.full_name} belongs to another lake than this Postgres: point LAKE_ROOT and POSTGRES_DSN at the "
            "same installation, or start anew with `make clean`"
        )
    found = {
        field.name: field.dataType.simpleString().upper() for field in spark.read.format("delta").load(path).schema
    }
    wanted = {column.name: column.type for column in table.columns}
    if found != wanted:
        differing = sorted(set(found.items()) ^ set(wanted.items()))
        raise LakeError(
            f"{table.full_name} has other columns than this version makes ({differing[0][0]}): migrate it first"
        )


def create_statement(table: Table, path: str, lake_id: str) -> str:
    """The ``CREATE TABLE`` of ``table`` at ``path``, with a comment on every column."""
    columns = ",\n  ".join(_column(column, table.policy_version) for column in table.columns)
    properties = ",\n  ".join(
        f"{_quoted(key)} = {_quoted(value)}" for key, value in properties_of(table, lake_id).items()
    )
    partitioned = f"\nPARTITIONED BY (`{table.partition_by}`)" if table.partition_by else ""
    return (
        f"CREATE TABLE IF NOT EXISTS delta.`{path}` (\n  {columns}\n) USING delta{partitioned}\n"
        f"COMMENT {_quoted(table.comment)}\nTBLPROPERTIES (\n  {properties}\n)"
    )


def _column(column: Column, policy_version: int | None) -> str:
    required = " NOT NULL" if column.required else ""
    return f"`{column.name}` {column.type}{required} COMMENT {_quoted(column.comment(policy_version))}"


def properties_of(table: Table, lake_id: str) -> dict[str, str]:
    """Delta keeps smallest and largest values of columns in its log in clear, so only named columns have statistics."""
    statistics = (
        {"delta.dataSkippingStatsColumns": ",".join(table.statistics)}
        if table.statistics
        else {"delta.dataSkippingNumIndexedCols": "0"}
    )
    return {
        **statistics,
        "delta.enableDeletionVectors": str(table.deletion_vectors).lower(),
        "delta.enableChangeDataFeed": "false",
        "delta.logRetentionDuration": f"interval {table.history_days} days",
        "delta.deletedFileRetentionDuration": f"interval {table.history_days} days",
        LAKE_ID: lake_id,
    }


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

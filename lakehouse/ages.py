"""How old what a table holds is: its rows, the files that no version needs any more, its log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.named import rows_but_of
from lakehouse.tables import Lake, snapshot
from schemas.tables import Table


@dataclass(frozen=True)
class Ages:
    """Of one table. ``rows``: its first day, None without days or rows; ``removed``: since when the file is out of the
    table that has been so the longest and is still on the disk; ``log``: its oldest entry but the newest. The last
    two are None also where the lake is not on this machine."""

    rows: dt.date | None
    removed: dt.datetime | None
    log: dt.datetime | None


def ages(spark: SparkSession, lake: Lake, table: Table) -> Ages:
    """From Delta's log and the file system: no row is read."""
    now = snapshot(spark, lake.path(table))
    files = DataFrame(now.allFiles().toDF(), spark)
    rows = _first_day(files, table)
    if "://" in lake.root:
        return Ages(rows, None, None)
    folder = Path(lake.path(table))
    live = {unquote(row.path) for row in files.select("path").collect()}
    out = DataFrame(now.tombstones().toDF(), spark).select("path", "deletionTimestamp").collect()
    since = {unquote(row.path): dt.datetime.fromtimestamp(row.deletionTimestamp / 1000, dt.UTC) for row in out}
    left = [since.get(name) or _written(folder / name) for name in _data(folder) if name not in live]
    # The newest entry is what the table is: it stays however old it is.
    entries = sorted((folder / "_delta_log").glob("[0-9]*.json"))[:-1]
    logs = [_written(path) for path in entries]
    return Ages(rows, min(left, default=None), min(logs, default=None))


def first_day_but_of(
    spark: SparkSession, lake: Lake, table: Table, column: str, names: Sequence[bytes]
) -> dt.date | None:
    """The first day with a row of anybody who is not named in ``names`` by ``column``."""
    rows = spark.read.format("delta").load(lake.path(table))
    others = rows_but_of(rows, column, names)
    found: dt.date | None = others.agg(F.min(table.partition_by or "")).collect()[0][0]
    return found


def _first_day(files: DataFrame, table: Table) -> dt.date | None:
    if table.partition_by is None:
        return None
    day = F.col("partitionValues")[table.partition_by].cast("date")
    found: dt.date | None = files.agg(F.min(day)).collect()[0][0]
    return found


def _data(folder: Path) -> Iterator[str]:
    """Data files, as Delta's log names them."""
    for path in folder.rglob("*.parquet"):
        name = path.relative_to(folder)
        if name.parts[0] != "_delta_log":
            yield str(name)


def _written(path: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)

"""A scan of a table by Spark: the same verdicts as of the same rows in a file, and counts only on the way."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from batch.files import ExportError
from batch.scan import as_json, scan_files, scan_frame

pytestmark = pytest.mark.spark


def test_a_table_and_a_file_of_the_same_rows_get_the_same_verdicts(spark: SparkSession, tmp_path: Path) -> None:
    rows = spark.range(0, 4000, 1, 4).select(
        F.col("id").alias("customer_id"),
        F.concat(F.lit("canary"), "id", F.lit("@secret.example")).alias("contact"),
        F.struct(F.concat(F.lit("+49 30 12345"), F.lpad("id", 4, "0")).alias("phone")).alias("more"),
    )
    frame = scan_frame(rows, "people")
    pq.write_table(rows.toArrow(), tmp_path / "people.parquet")
    (file,) = scan_files([tmp_path / "people.parquet"], lambda name, seen: None)
    told = [[(row["column"], row["type"]) for row in as_json([found])] for found in (frame, file)]
    assert told[0] == told[1]
    assert dict(told[0]) == {"customer_id": "USER_ID", "contact": "EMAIL", "more": "NONE", "more.phone": "PHONE"}
    assert (frame.rows, file.rows) == (4000, 4000)
    assert "canary" not in repr(frame)


def test_a_table_without_rows_is_one_sentence(spark: SparkSession) -> None:
    with pytest.raises(ExportError, match="holds no row"):
        scan_frame(spark.range(0).select(F.col("id").alias("mail")), "nothing")

"""The look-up of known identities in a table: by files in the driver, and by a join for a lake elsewhere, alike."""

from __future__ import annotations

import pyarrow as pa
import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.known import covering, joined, known_records
from lakehouse.tally import MINUTES_A_DAY

pytestmark = pytest.mark.spark

FIRST_DAY = 20_500
ROWS = 40_000


def rows(spark: SparkSession, numbers: DataFrame) -> DataFrame:
    """Rows of a table like silver.events: most on one day, every thousandth on one of thirty days before."""
    day = F.when(F.col("id") % 1000 == 0, FIRST_DAY - F.col("id") / 1000 % 30).otherwise(F.lit(FIRST_DAY)).cast("int")
    minute = day * MINUTES_A_DAY + (F.col("id") * 1440 / ROWS).cast("int")
    return numbers.select(
        F.unhex(F.md5(F.col("id").cast("string"))).alias("event_key"),
        F.unhex(F.md5((-F.col("id")).cast("string"))).alias("content_hash"),
        F.timestamp_seconds(minute * 60).alias("event_time"),
        F.date_add(F.lit("1970-01-01").cast("date"), day).alias("event_date"),
        minute.alias("minute"),
    )


@pytest.fixture(scope="module")
def silver(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> DataFrame:
    """In a folder whose name no URI holds as it is; small row groups, so that some are left out."""
    folder = str(tmp_path_factory.mktemp("known") / "my lake, 100% of it #1 ü")
    for half in (0, ROWS // 2):
        made = rows(spark, spark.range(half, half + ROWS // 2, 1, 2)).drop("minute")
        made.write.format("delta").partitionBy("event_date").option("parquet.block.size", 65_536).mode("append").save(
            folder
        )
    return spark.read.format("delta").load(folder)


@pytest.mark.parametrize(
    "numbers",
    [range(0, 40_000, 7), range(39_000, 41_000), range(20_000, 20_003), range(40_000, 40_100), range(0, 40_000, 1000)],
    ids=["all over", "the newest and new ones", "three", "new ones", "the late tail"],
)
def test_both_ways_find_what_is_there_and_nothing_else(spark: SparkSession, silver: DataFrame, numbers: range) -> None:
    fresh = rows(spark, spark.createDataFrame(pa.table({"id": list(numbers)})))
    tally = (
        fresh.select("event_key", "minute")
        .toArrow()
        .set_column(1, "minute", fresh.select(F.col("minute").cast("long")).toArrow()["minute"])
    )
    found = known_records(silver, fresh, tally)()
    expected = sum(1 for number in numbers if number < ROWS)
    assert len(found) == expected
    by_join = joined(silver.filter(covering(tally)), fresh).toArrow()
    assert _pairs(found) == _pairs(by_join)


def _pairs(table: pa.Table) -> set[tuple[bytes, bytes]]:
    return set(zip(table["event_key"].to_pylist(), table["content_hash"].to_pylist(), strict=True))

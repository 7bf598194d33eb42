"""``python -m scripts.bench_release``: how long a release of anonymous rows takes, by persons.

Each size has a lake of its own, made for it and removed, with profiles drawn at random in silver; so what is measured
is the release alone.
"""

from __future__ import annotations

import argparse
import sys
import time

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

import conf
from batch.anonymous import release_persons
from conf import Settings
from governance.releases import Releases
from lakehouse import tables
from lakehouse.anonymous import Anonymiser
from lakehouse.catalog import SILVER, TABLES
from lakehouse.session import of_many_parts
from privacy.anonymity.releases import USERS_ANONYMOUS
from scripts import session
from scripts.apart import apart
from scripts.control import control
from scripts.memory import PeakMemory

_SIZES = (1_000_000, 3_000_000, 10_000_000)


def main(arguments: list[str] | None = None) -> int:
    """Prints a line for each size; exit code 0."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench_release", description=__doc__.partition("\n")[0])
    parser.add_argument("--persons", type=int, nargs="*", default=_SIZES, help="sizes, in place of 1, 3 and 10 million")
    for persons in parser.parse_args(arguments).persons:
        with apart(conf.load(), "bench-release") as own:
            print(_measured(own, persons), flush=True)
    return 0


def _measured(settings: Settings, persons: int) -> str:
    plane, release = control(settings), USERS_ANONYMOUS
    spark, database = session.session(settings, "bench release"), plane.database()
    try:
        tables.ensure(spark, plane.lake, TABLES)
        rows = _profiles(spark, persons)
        path = plane.lake.path(SILVER[release.of])
        wanted = SILVER[release.of].columns
        known = [F.col(each.name).cast(each.type).alias(each.name) for each in wanted if each.name in rows.columns]
        others = [F.lit(None).cast(each.type).alias(each.name) for each in wanted if each.name not in rows.columns]
        rows.select(*known, *others).write.format("delta").mode("append").save(path)
        locks, k = session.locks(settings, spark, plane), settings.release.k
        anonymiser = Anonymiser(of_many_parts(spark), plane.lake, locks, release, SILVER[release.of], k)
        begun = time.monotonic()
        with PeakMemory() as peak:
            made = release_persons(anonymiser, Releases(database, release, k), repin=False).made
        took = f"{persons:>11,} persons  {time.monotonic() - begun:6.1f} s  {peak}"
        if made is None:
            return took
        return (
            f"{took}  {made.classes:,} classes, the smallest of {made.smallest}, {made.left_out / persons:.1%} out, "
            f"{made.loss:.0%} lost, levels {made.levels}"
        )
    finally:
        database.close()
        spark.stop()


def _profiles(spark: SparkSession, persons: int) -> DataFrame:
    """Shares as in synthetic traffic: 75 places of which two hold a sixth, 48 months, few purchases for most."""
    place = F.when(F.rand(1) < 0.17, F.floor(F.rand(2) * 2)).otherwise(F.floor(F.rand(3) * 75)).cast("int")
    bought = F.pow(F.rand(4), 3)
    spread = F.rand(5)
    return spark.range(persons).select(
        F.unhex(F.md5(F.col("id").cast("string"))).alias("user_key"),
        F.unhex(F.md5(F.col("id").cast("string"))).alias("content_hash"),
        F.lit(1).alias("policy_version"),
        F.lit(1).alias("key_version"),
        _one_of(["20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "10-19", "90+"], F.pow(F.rand(6), 1.5)).alias(
            "age_band"
        ),
        F.when(F.rand(7) < 0.96, _one_of(["M", "F"], F.rand(8)))
        .otherwise(_one_of(["O", "N"], F.rand(9)))
        .alias("gender"),
        F.element_at(
            F.array(*map(F.lit, ("Northeast", "Southeast", "Midwest", "Southwest", "West"))), place % 5 + 1
        ).alias("region"),
        F.lpad((place * 13 % 1000).cast("string"), 3, "0").alias("zip3"),
        F.add_months(F.lit("2022-01-01"), F.floor(F.rand(10) * 48).cast("int")).alias("signup_month"),
        _one_of(["free", "free", "basic", "premium"], F.rand(11)).alias("subscription_tier"),
        F.when(F.rand(12) < 0.85, "active")
        .otherwise(_one_of(["inactive", "suspended"], F.rand(13)))
        .alias("account_status"),
        F.date_add(F.lit("2026-02-02"), (F.floor(F.rand(14) * 5) * 7).cast("int")).alias("last_login_week"),
        (bought * spread * 900).cast("bigint").alias("lifetime_value"),
        (bought * 40).cast("int").alias("total_purchases"),
    )


def _one_of(values: list[str], unit: Column) -> Column:
    return F.element_at(F.array(*map(F.lit, values)), (F.floor(unit * len(values)) + 1).cast("int"))


if __name__ == "__main__":
    sys.exit(main())

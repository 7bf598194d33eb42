"""``make sql``: Spark's own SQL shell over silver and gold. Works while the stream runs, and needs no key."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pyspark

import conf
from conf import Settings
from lakehouse.catalog import READABLE
from schemas.tables import Table

_QUIET = Path(__file__).with_name("sql-log4j2.properties")


def main(arguments: list[str]) -> int:
    """Arguments go to ``spark-sql`` as they are; ``Q`` in the environment is one query to run."""
    try:
        settings = conf.load()
    except conf.SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    missing = [table for table in READABLE if not _there(settings.paths.lake, table)]
    if len(missing) == len(READABLE):
        print(
            f"no tables in {settings.paths.lake} that you may read: run `make stream` first, or set LAKE_ROOT",
            file=sys.stderr,
        )
        return 1
    with tempfile.TemporaryDirectory(prefix="lake-sql-") as folder:
        catalog = Path(folder) / "catalog.sql"
        catalog.write_text(catalog_script(settings.paths.lake, {table.full_name for table in missing}), "utf-8")
        return subprocess.call(command(settings, catalog, Path(folder)) + arguments)


def _there(lake: str, table: Table) -> bool:
    """Whether it is there for this user; of a remote lake only the shell itself can tell."""
    return "://" in lake or os.access(Path(lake) / table.zone / table.name, os.R_OK)


def command(settings: Settings, catalog: Path, scratch: Path) -> list[str]:
    """The ``spark-sql`` command line. A metastore in memory, so that any number of shells can run side by side."""
    jars = ",".join(str(jar) for jar in sorted((settings.paths.jars / "spark").glob("*.jar")))
    confs = {
        "spark.hadoop.javax.jdo.option.ConnectionURL": "jdbc:derby:memory:lake;create=true",
        "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        "spark.databricks.delta.v2.enableMode": "NONE",
        "spark.databricks.delta.snapshotPartitions": "2",
        "spark.sql.runSQLOnFiles": "false",
        "spark.authenticate": str(settings.spark.master.startswith("local")).lower(),
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.warehouse.dir": str(scratch / "warehouse"),
        "spark.local.dir": str(scratch),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_QUIET.as_uri()} -Dderby.system.home={scratch} "
        f"-Djava.io.tmpdir={scratch}",
    }
    # Another Spark named by SPARK_HOME would bring other versions of everything.
    spark_home = Path(pyspark.__file__).parent
    words = [
        "env",
        f"SPARK_HOME={spark_home}",
        str(spark_home / "bin" / "spark-sql"),
        "--master",
        settings.spark.master,
        "--jars",
        jars,
    ]
    words += ["-i", str(catalog)]
    for key, value in confs.items():
        words += ["--conf", f"{key}={value}"]
    return words + (
        ["--hiveconf", "hive.session.silent=true", "-S", "-e", settings.sql.query] if settings.sql.query else []
    )


def catalog_script(lake: str, missing: set[str]) -> str:
    """``CREATE SCHEMA`` and ``CREATE TABLE ... LOCATION`` for every readable table that is there."""
    present = [table for table in READABLE if table.full_name not in missing]
    schemas = [f"CREATE SCHEMA IF NOT EXISTS {zone};" for zone in sorted({table.zone for table in present})]
    made = [
        f"CREATE TABLE IF NOT EXISTS {table.full_name} USING delta LOCATION '{lake}/{table.zone}/{table.name}';"
        for table in present
    ]
    return "\n".join([*schemas, *made, ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

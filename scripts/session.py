"""A Spark session from the settings, the lake it works on, and the locks of that lake."""

from __future__ import annotations

import re
from pathlib import Path

from pyspark.sql import SparkSession

from conf import Settings, SettingsError
from governance.locks import PostgresLocks
from lakehouse import class_archive
from lakehouse.locks import FileLocks
from lakehouse.session import SessionPlan, open_session
from privacy.disclosure import Gate
from scripts.control import Control
from scripts.services.java import java


def session(settings: Settings, name: str) -> SparkSession:
    jars = settings.paths.jars / "spark"
    return open_session(
        SessionPlan(
            name=name,
            driver_memory=settings.spark.driver_memory,
            cores=_cores(settings.spark.master),
            jars=jars,
            tmp=settings.paths.tmp,
            log=settings.paths.log,
            jvm=class_archive.use(class_archive.archive(java(), jars)),
        )
    )


def locks_folder(settings: Settings) -> Path:
    """Beside the tables, so that whoever opens the same lake meets the same locks; of a remote lake, those of this
    machine alone."""
    remote = "://" in settings.paths.lake
    return settings.paths.var / "locks" if remote else Path(settings.paths.lake) / "locks"


def locks(settings: Settings, spark: SparkSession, plane: Control) -> FileLocks | PostgresLocks:
    """Files for a lake on a local disk; for one that other machines may write to, Postgres."""
    if "://" in settings.paths.lake:
        return PostgresLocks(plane.dsn, plane.lake.lake_id)
    return FileLocks(spark, locks_folder(settings))


def gate(settings: Settings) -> Gate:
    return Gate(settings.privacy.k, settings.privacy.rounding)


def _cores(master: str) -> int:
    found = re.fullmatch(r"local\[(\d+)\]", master)
    if not found:
        raise SettingsError("SPARK_MASTER is local[n], with n cores of this machine")
    return int(found.group(1))

"""The Spark session: the only place that builds one, with all settings that keep data out of logs, files and plans."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyspark.logger import PySparkLogger
from pyspark.sql import SparkSession

from lakehouse.catalog import TABLES
from lakehouse.maintenance import SMALL_FILE_BYTES

_LOG4J = Path(__file__).with_name("log4j2.properties")
_POOLS = Path(__file__).with_name("pools.xml")
BATCHES, BESIDE = "batches", "beside"
"""Scheduler pools: what must be quick, and what takes the slots that are left."""
_SLOTS_A_CORE = 4
"""Spark interrupts no task for another: with a slot a core a batch waits behind a task of gold at each of its stages.
With more the operating system shares the cores, by the millisecond, and long work is held to few tasks instead."""
_MANY_PARTS = 256
"""Of 50 M rows 200,000 each: daily metrics over them take 92 s, with 64 parts, of which some went to disk, 117 s."""
_SMALL_PART = "16m"
"""Smaller parts are put together. With Spark's own rule, a part for each slot whatever its size, nothing would be."""
_ROW_GROUP_BYTES = 8 << 20
_REDACTED = "(?i)secret|password|token|access[.]?key|key|pepper|salt|kek|dek|jaas"


@dataclass(frozen=True)
class SessionPlan:
    """What a session needs to know. ``tmp`` is wiped before the start: a killed run leaves shuffle files behind.
    ``jvm``: further options of its JVM."""

    name: str
    driver_memory: str
    cores: int
    jars: Path
    tmp: Path
    log: Path
    jvm: tuple[str, ...] = ()


class SessionError(Exception):
    """A session cannot be opened; the text says what to do."""


def open_session(plan: SessionPlan) -> SparkSession:
    """A session with Delta and Kafka, time zone UTC."""
    jars = sorted(plan.jars.glob("*.jar"))
    if not jars:
        raise SessionError(f"no jars in {plan.jars}: run `make setup`")
    for folder in (plan.tmp, plan.log):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    tmp = _own_tmp(plan.tmp)
    _silence_query_contexts()
    _silence_bridge()
    builder = SparkSession.builder.appName(plan.name).master(f"local[{plan.cores * _SLOTS_A_CORE}]")
    for key, value in _settings(plan, jars, tmp).items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    # Workers run this Python, not the one that is first on PATH. The settings for it are read by spark-submit only.
    spark.sparkContext.pythonExec = sys.executable
    _mute(spark)
    return spark


def end_session(spark: SparkSession, seconds: float) -> int:
    """Stops the session and the JVM behind it, which would stay until Python ends; the JVM's exit code. One that takes
    longer than ``seconds`` is killed."""
    gateway: Any = spark.sparkContext._gateway  # noqa: SLF001 - pyspark has no public way to its JVM's process
    process: subprocess.Popen[bytes] = gateway.proc
    spark.stop()
    gateway.shutdown()
    if process.stdin is not None:
        process.stdin.close()
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def enter_pool(spark: SparkSession, pool: str) -> None:
    """Jobs of this thread, and of queries that it starts, run in ``pool`` from now on."""
    spark.sparkContext.setLocalProperty("spark.scheduler.pool", pool)


def of_few_tasks(spark: SparkSession) -> SparkSession:
    """A session beside ``spark`` for long work, whose stages take half of the cores: batches keep the other half."""
    tasks = _few(spark.sparkContext.defaultParallelism)
    beside = spark.newSession()
    for name in ("spark.sql.shuffle.partitions", "spark.sql.files.maxPartitionNum"):
        beside.conf.set(name, tasks)
    return beside


def of_many_parts(spark: SparkSession) -> SparkSession:
    """A session beside ``spark`` for work over much data: what is exchanged is cut into parts that fit into memory, and
    parts that turn out small are put together again. A slot reads its share in one task: the more rows a task sees, the
    fewer are left of them when it has counted (cohorts over 50 M events take 14 s, not 20)."""
    slots = spark.sparkContext.defaultParallelism * _SLOTS_A_CORE
    beside = spark.newSession()
    for name, value in (
        ("spark.sql.adaptive.coalescePartitions.initialPartitionNum", _MANY_PARTS),
        ("spark.sql.adaptive.coalescePartitions.parallelismFirst", "false"),
        ("spark.sql.adaptive.advisoryPartitionSizeInBytes", _SMALL_PART),
        ("spark.sql.files.maxPartitionNum", slots),
    ):
        beside.conf.set(name, value)
    return beside


def _few(cores: int) -> int:
    return max(1, cores // 2)


def _mute(spark: SparkSession) -> None:
    """The JVM prints the trace of an uncaught exception to stderr, text and all, and VACUUM what it did to stdout. What
    failed, and what was done, is told by Python."""
    jvm: Any = spark._jvm  # noqa: SLF001 - pyspark has no public way to its JVM
    nowhere = jvm.java.io.PrintStream(jvm.java.io.FileOutputStream(os.devnull))
    jvm.java.lang.System.setErr(nowhere)
    jvm.java.lang.System.setOut(nowhere)


def _own_tmp(root: Path) -> Path:
    """A temp folder for this process, and those of processes that are gone removed."""
    for left in root.glob("spark-*"):
        if not Path(f"/proc/{left.name.removeprefix('spark-')}").exists():
            shutil.rmtree(left, ignore_errors=True)
    own = root / f"spark-{os.getpid()}"
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir(mode=0o700)
    return own


def _silence_bridge() -> None:
    """py4j prints a trace for each call under way when the JVM is gone. Whoever called hears of it, and tells."""
    logger = logging.getLogger("py4j")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False


def _silence_query_contexts() -> None:
    """pyspark prints the failing value to stderr through these two, even when the exception is caught."""
    for name in ("DataFrameQueryContextLogger", "SQLQueryContextLogger"):
        logger = PySparkLogger.getLogger(name)
        logger.handlers.clear()
        logger.addHandler(logging.NullHandler())
        logger.propagate = False
        logger.disabled = True


def _never_alike() -> list[str]:
    """Columns of keys, hashes and ciphertext: a dictionary of values that never come twice is built and thrown away, a
    third of the time that a file takes to write."""
    return sorted({column.name for table in TABLES for column in table.columns if column.type == "BINARY"})


def _settings(plan: SessionPlan, jars: list[Path], tmp: Path) -> dict[str, str]:
    java = [
        # Two cores: a collector that works beside the program takes one of them (plain -27 %, the road -14 % of time).
        "-XX:+UseParallelGC",
        "-XX:-CreateCoredumpOnCrash",
        "-XX:ErrorFile=/dev/null",
        f"-Djava.io.tmpdir={tmp}",
        f"-Dderby.system.home={tmp}",
        f"-Dlog4j2.configurationFile={_LOG4J.as_uri()}",
        f"-Dlakehouse.log={plan.log / 'spark.log'}",
        *plan.jvm,
    ]
    return {
        "spark.jars": ",".join(str(jar) for jar in jars),
        "spark.driver.memory": plan.driver_memory,
        "spark.driver.extraJavaOptions": " ".join(java),
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.local.dir": str(tmp),
        "spark.sql.warehouse.dir": str(tmp / "warehouse"),
        # Its ports are on loopback, where whoever is on this machine comes. A local master makes the secret itself.
        "spark.authenticate": "true",
        "spark.io.encryption.enabled": "true",
        "spark.io.encryption.keySizeBits": "256",
        "spark.ui.enabled": "false",
        # What a user interface would show is kept all the same.
        "spark.ui.retainedJobs": "100",
        "spark.ui.retainedStages": "100",
        "spark.ui.retainedTasks": "1000",
        "spark.sql.ui.retainedExecutions": "50",
        "spark.ui.showConsoleProgress": "false",
        "spark.eventLog.enabled": "false",
        "spark.log.level": "WARN",
        "spark.redaction.regex": _REDACTED,
        "spark.scheduler.mode": "FAIR",
        "spark.scheduler.allocation.file": _POOLS.as_uri(),
        "spark.speculation": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.default.parallelism": str(plan.cores),
        "spark.sql.shuffle.partitions": str(plan.cores),
        "spark.sql.streaming.minBatchesToRetain": "10",
        "spark.sql.streaming.stopTimeout": "60000",
        "spark.sql.streaming.noDataProgressEventInterval": "500",
        "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        "spark.databricks.delta.v2.enableMode": "NONE",
        "spark.databricks.delta.merge.materializeSource": "all",
        # An append with a transaction id has Delta read its whole log. In one task that takes 0.15 s of processor less
        # than in two; it is enough for the thousands of files that upkeep leaves.
        "spark.databricks.delta.snapshotPartitions": "1",
        # VACUUM lists folders in so many tasks: 10,000 by default, minutes for seven small tables.
        "spark.sql.sources.parallelPartitionDiscovery.parallelism": str(plan.cores * 2),
        "spark.databricks.delta.vacuum.logging.enabled": "false",
        "spark.databricks.delta.optimize.minFileSize": str(SMALL_FILE_BYTES),
        "spark.databricks.delta.optimize.maxFileSize": str(4 * SMALL_FILE_BYTES),
        "spark.databricks.delta.optimize.maxThreads": str(_few(plan.cores)),
        "spark.python.worker.reuse": "true",
        "spark.python.daemon.module": "lakehouse.forks",
        **{f"spark.hadoop.parquet.enable.dictionary#{name}": "false" for name in _never_alike()},
        # Instants in a type that has statistics, and row groups small enough for them to leave some out.
        "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
        "spark.hadoop.parquet.block.size": str(_ROW_GROUP_BYTES),
        # What is kept of a pass is ciphertext and hashes, which no compression makes smaller.
        "spark.sql.inMemoryColumnarStorage.compressed": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "10000",
    }

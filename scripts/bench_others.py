"""What the bench compares with, and nothing else uses: anonymisation by row-at-a-time Python functions, as most
projects do it, and DuckDB over the same files of silver."""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from collections.abc import Iterator
from typing import Any

import duckdb
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import BinaryType, StringType

from conf import Settings
from governance.history import Histories
from governance.registry import Registry
from lakehouse.catalog import SILVER
from lakehouse.persons import SnapshotWriter
from lakehouse.refine import refine
from lakehouse.road import pass_plan
from privacy.policies import EVENT_POLICY
from schemas.purposes import ANALYTICS
from scripts.control import Control
from scripts.origins import sources

_SAMPLE = 100_000
_LAX = (
    "event_id STRING, user_id STRING, session_id STRING, event_type STRING, event_timestamp TIMESTAMP, "
    "device_type STRING, browser STRING, referrer STRING, ip_address STRING, page_url STRING, product_id STRING, "
    "quantity INT, price DOUBLE"
)


def row_at_a_time(spark: SparkSession, plane: Control, settings: Settings) -> Iterator[str]:
    """Lines of the table: a sample through the Arrow pass, and through a Python function for each field and row."""
    history = sources(settings, Histories(plane.database()), plane.keyring)
    source = next(source for source in history if source.contract == "events")
    part = max(source.slices, key=lambda part: part.records)
    envelope = source.envelope(spark, part).limit(_SAMPLE).localCheckpoint()
    count = envelope.count()
    folder = settings.paths.registry_snapshot / "others"
    registry = Registry(plane.database(), plane.key_file, SnapshotWriter(folder), ANALYTICS)
    registry.open_batch()
    plan = pass_plan(EVENT_POLICY, registry)
    for warm in (False, True):
        ours = _written(refine(envelope, plan).passed)
        theirs = _written(_row_at_a_time(envelope))
        if warm:
            yield f"one Arrow pass      {ours:8.1f} s for {count:,} events, strict, key per person"
            yield f"row by row in Python{theirs:8.1f} s, lax, one key: {theirs / ours:.1f} times as long"


def _written(frame: Any) -> float:
    begun = time.perf_counter()
    frame.write.format("noop").mode("overwrite").save()
    return time.perf_counter() - begun


def _row_at_a_time(envelope: Any) -> Any:
    """Parsed by Spark, then a Python function for each field and row."""
    key, seal = os.urandom(32), os.urandom(32)

    def token(text: str | None) -> bytes | None:
        return hmac.new(key, text.encode(), hashlib.sha256).digest()[:16] if text else None

    def closed(payload: bytes | None) -> bytes | None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # in the worker: the class does not travel

        nonce = os.urandom(12)
        return nonce + AESGCM(seal).encrypt(nonce, bytes(payload), b"") if payload else None

    def network(address: str | None) -> str | None:
        return ".".join(address.split(".")[:3]) + ".0/24" if address and "." in address else None

    def route(url: str | None) -> str | None:
        return "/" + url.split("/", 4)[3].split("?")[0] if url and url.count("/") > 2 else None

    to_token, to_closed = F.udf(token, BinaryType()), F.udf(closed, BinaryType())
    to_network, to_route = F.udf(network, StringType()), F.udf(route, StringType())
    parsed = envelope.select("payload", F.from_json(F.col("payload").cast("string"), _LAX).alias("r"))
    return parsed.select(
        to_closed("payload"),
        *(to_token(f"r.{name}") for name in ("event_id", "user_id", "session_id")),
        to_network("r.ip_address"), to_route("r.page_url"), to_route("r.referrer"),
        F.date_trunc("minute", "r.event_timestamp"), "r.event_type", "r.device_type", "r.browser", "r.product_id",
        "r.quantity", "r.price",
    )  # fmt: skip


_DAILY = """
    SELECT event_date, event_type, coalesce(region, 'unknown'), coalesce(device_type, 'unknown'), count(*),
           count(DISTINCT user_key), count(DISTINCT session_key), avg(duration_seconds),
           sum(CASE WHEN event_type = 'purchase' THEN quantity * price END)
    FROM events LEFT JOIN users USING (user_key) WHERE NOT is_late GROUP BY ALL
"""
_COHORTS = """
    SELECT signup_month, region, age_band, gender, subscription_tier, count(*), count(last), avg(lifetime_value),
           avg(total_purchases), sum(revenue)
    FROM users LEFT JOIN (
        SELECT user_key, max(event_date) AS last,
               sum(CASE WHEN event_type = 'purchase' THEN quantity * price END) AS revenue
        FROM events WHERE NOT is_late GROUP BY user_key) USING (user_key)
    GROUP BY ALL
"""


def duckdb_over(spark: SparkSession, plane: Control) -> Iterator[str]:
    """Lines of the table: the same daily metrics and cohorts, without the gate."""
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {os.cpu_count() or 1}")
        for name, table in SILVER.items():
            files = spark.read.format("delta").load(plane.lake.path(table)).inputFiles()
            paths = [file.removeprefix("file://") for file in files]
            connection.register(name, connection.read_parquet(paths, hive_partitioning=True))
        for name, query in (("daily metrics", _DAILY), ("cohorts", _COHORTS)):
            begun = time.perf_counter()
            connection.execute(query).fetchall()
            yield f"DuckDB, {name:<12}{time.perf_counter() - begun:8.1f} s, without the gate"

"""What takes history: a road for each slice that is carried at once, with a connection and a folder of its own, and
gold made of much at a time."""

from __future__ import annotations

from pathlib import Path

from pyspark.sql import SparkSession

from conf import Settings
from governance.ledger import RunLedger
from governance.locks import PostgresLocks
from governance.registry import Registry
from lakehouse.failpoints import Reach, nothing
from lakehouse.gold import Gold
from lakehouse.locks import FileLocks
from lakehouse.persons import SnapshotWriter
from lakehouse.road import Road
from lakehouse.session import of_many_parts
from privacy.policies import POLICIES
from scripts import session
from scripts.control import Control
from scripts.purposes import purpose_of


def roads(
    settings: Settings,
    spark: SparkSession,
    plane: Control,
    locks: FileLocks | PostgresLocks,
    contract: str,
    reach: Reach = nothing,
) -> list[Road]:
    """As many as settings say, or one for every two cores."""
    count = settings.backfill.slices_at_once or max(1, spark.sparkContext.defaultParallelism // 2)
    folders = [snapshots(settings) / f"{contract}-{number}" for number in range(count)]
    purpose = purpose_of(POLICIES[contract], plane.required)
    return [
        Road(
            POLICIES[contract],
            plane.lake,
            locks,
            Registry(plane.database(), plane.key_file, SnapshotWriter(folder), purpose),
            RunLedger(plane.database()),
            reach,
        )
        for folder in folders
    ]


def gold(
    settings: Settings, spark: SparkSession, plane: Control, locks: FileLocks | PostgresLocks, reach: Reach = nothing
) -> Gold:
    ledger, gate = RunLedger(plane.database()), session.gate(settings)
    return Gold(of_many_parts(spark), plane.lake, locks, ledger, gate, reach)


def snapshots(settings: Settings) -> Path:
    """Where they keep what they know of persons; of no use once they have ended."""
    return settings.paths.registry_snapshot / "backfill"

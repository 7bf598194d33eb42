"""What takes rejected and waiting records through the road again, from the settings."""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager
from functools import partial

from pyspark.sql import SparkSession

from batch.readmit import Readmitter
from conf import Settings
from governance.lake import bound_keys
from governance.ledger import RunLedger
from governance.locks import PostgresLocks
from governance.readmissions import Readmissions
from governance.registry import Registry, Subjects
from lakehouse.locks import FileLocks, ProcessLock
from lakehouse.persons import SnapshotWriter
from lakehouse.road import Road
from lakehouse.writer import Writer
from privacy.policies import POLICIES
from scripts import session
from scripts.control import Control
from scripts.purposes import purpose_of


def alone(settings: Settings) -> AbstractContextManager[None]:
    """One process at a time; LockError while another is at it."""
    return ProcessLock(session.locks_folder(settings) / "readmit.run", "make readmit").held()


def readmitter(
    settings: Settings,
    spark: SparkSession,
    plane: Control,
    locks: FileLocks | PostgresLocks,
    contract: str,
    job: str = "readmit",
) -> Readmitter:
    """``job``: whose folder it keeps persons in."""
    folder, policy = settings.paths.registry_snapshot / job / contract, POLICIES[contract]
    snapshots = SnapshotWriter(folder / "registry")
    registry = Registry(plane.database(), plane.key_file, snapshots, purpose_of(policy, plane.required))
    return Readmitter(
        contract,
        Road(policy, plane.lake, locks, registry, RunLedger(plane.database())),
        Readmissions(plane.database(), contract),
        Subjects(plane.database(), SnapshotWriter(folder / "subjects")),
        Writer(spark, plane.lake),
        partial(bound_keys, plane.database(), plane.key_file),
        locks,
        settings.stream.max_records_per_batch,
    )


def ended(settings: Settings) -> None:
    """What was kept to find persons is of no use any more."""
    shutil.rmtree(settings.paths.registry_snapshot / "readmit", ignore_errors=True)

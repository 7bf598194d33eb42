"""``make readmit REASON=.. [CONTRACT=..]``: takes rejected records through the road again after a fix, exactly once."""

from __future__ import annotations

import shutil
import sys

from pyspark.sql import SparkSession

from batch.readmit import ReadmitError, Readmitted, readmit, reason_named
from conf import Settings
from governance.audit import Action
from governance.ledger import RunLedger
from governance.readmissions import Readmissions
from governance.registry import Registry, Subjects
from lakehouse import tables
from lakehouse.catalog import TABLES
from lakehouse.locks import ProcessLock
from lakehouse.persons import SnapshotWriter
from lakehouse.road import Road
from lakehouse.writer import Writer
from privacy.policies import POLICIES
from schemas.outcomes import Reason
from scripts import entry, session
from scripts.control import Control, control


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make readmit", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    reason, contracts = reason_named(settings.readmit.reason), _contracts(settings.readmit.contract)
    with ProcessLock(session.locks_folder(settings) / "readmit.run", "make readmit").held():
        plane = control(settings)
        spark = session.session(settings, "readmit")
        try:
            tables.ensure(spark, plane.lake, TABLES)
            with plane.audited(Action.READMIT):
                done = [_readmitted(settings, spark, plane, reason, contract) for contract in contracts]
        finally:
            spark.stop()
            shutil.rmtree(settings.paths.registry_snapshot / "readmit", ignore_errors=True)
    print("\n".join(map(_told, filter(None, done))) or f"no record in quarantine was rejected for {reason}")


def _contracts(name: str) -> list[str]:
    if name and name not in POLICIES:
        raise ReadmitError(f"CONTRACT={name!r} is not known; there are: {', '.join(POLICIES)}")
    return [name] if name else list(POLICIES)


def _readmitted(
    settings: Settings, spark: SparkSession, plane: Control, reason: Reason, contract: str
) -> Readmitted | None:
    folder = settings.paths.registry_snapshot / "readmit" / contract
    registry = Registry(plane.database(), plane.key_file, SnapshotWriter(folder / "registry"))
    ledger, locks = RunLedger(plane.database()), session.locks(settings, spark, plane)
    return readmit(
        contract,
        reason,
        Road(POLICIES[contract], plane.lake, locks, registry, ledger),
        Readmissions(plane.database(), contract),
        Subjects(plane.database(), SnapshotWriter(folder / "subjects")),
        Writer(spark, plane.lake),
        plane.keys,
        locks,
        settings.stream.max_records_per_batch,
    )


def _told(counts: Readmitted) -> str:
    gone = f"; {counts.unreadable:,} more cannot be opened by anybody, their key is gone" if counts.unreadable else ""
    return (
        f"{counts.contract} {counts.reason}: {counts.records:,} records taken up; {counts.bronze:,} are in bronze now, "
        f"{counts.rejected:,} rejected again, {counts.suppressed:,} suppressed{gone}"
    )


if __name__ == "__main__":
    sys.exit(main())

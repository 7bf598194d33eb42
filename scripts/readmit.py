"""``make readmit REASON=.. [CONTRACT=..]``: takes rejected records through the road again after a fix, exactly once."""

from __future__ import annotations

import sys

from batch.readmit import ReadmitError, Readmitted, reason_named
from conf import Settings
from governance.audit import Action
from lakehouse import tables
from lakehouse.catalog import TABLES
from privacy.policies import POLICIES
from scripts import entry, readmitting, session
from scripts.control import control


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make readmit", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    reason, contracts = reason_named(settings.readmit.reason), _contracts(settings.readmit.contract)
    with readmitting.alone(settings):
        plane = control(settings)
        spark = session.session(settings, "readmit")
        try:
            tables.ensure(spark, plane.lake, TABLES)
            with plane.audited(Action.READMIT):
                locks = session.locks(settings, spark, plane)
                each = (readmitting.readmitter(settings, spark, plane, locks, contract) for contract in contracts)
                done = [one.readmit(reason) for one in each]
        finally:
            spark.stop()
            readmitting.ended(settings)
    print("\n".join(map(_told, filter(None, done))) or f"no record in quarantine was rejected for {reason}")


def _contracts(name: str) -> list[str]:
    if name and name not in POLICIES:
        raise ReadmitError(f"CONTRACT={name!r} is not known; there are: {', '.join(POLICIES)}")
    return [name] if name else list(POLICIES)


def _told(counts: Readmitted) -> str:
    gone = f"; {counts.unreadable:,} more cannot be opened by anybody, their key is gone" if counts.unreadable else ""
    return (
        f"{counts.contract} {counts.reason}: {counts.records:,} records taken up; {counts.bronze:,} are in bronze now, "
        f"{counts.rejected:,} rejected again, {counts.suppressed:,} suppressed{gone}"
    )


if __name__ == "__main__":
    sys.exit(main())

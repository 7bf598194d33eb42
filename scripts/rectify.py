"""``make rectify CONTRACT=users FROM=corrected.jsonl``: corrects what records say about persons (GDPR Art. 16).

FROM holds whole records as senders would send them, one a line: they replace the earlier ones with the same id of the
same person; where records have no ids (profiles), all earlier ones of the person. Those leave bronze, quarantine and
silver, and no file keeps them; the corrected ones are taken in their place. A stream waits meanwhile. Ended anywhere,
the next `make rectify` goes on. The answer is the same whether there was anything to correct.
"""

from __future__ import annotations

import datetime as dt
import sys
from functools import partial
from pathlib import Path

from pyspark.sql import SparkSession

from batch.carry import Carrier, source_of
from batch.rectify import Plane, corrections, rectify
from conf import Settings
from governance.corrections import JOB, Correction, Corrections
from governance.lake import bound_keys
from governance.ledger import RunLedger
from governance.persons_asked import known
from governance.registry import Registry, Subjects
from governance.requests import Kind, RequestError
from lakehouse.aside import Aside
from lakehouse.failpoints import failpoint
from lakehouse.persons import SnapshotWriter
from lakehouse.road import Road
from lakehouse.writer import Writer
from privacy.keyfile import read_keyring
from privacy.keys import Purpose
from privacy.policies import POLICIES, USED
from scripts import entry, rights, session
from scripts.control import Control, control
from scripts.ending import end_at_once
from scripts.purposes import purpose_of

_MOST_BYTES = 64 << 20


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make rectify", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    say, asked = rights.with_seconds(), _asked(settings)
    plane = control(settings)
    requests, kept = rights.requests(plane), _corrections(plane)
    kept.receive(asked)
    held = requests.verify(Kind.RECTIFY)
    kept.gone([])
    waiting = requests.waiting(Kind.RECTIFY)
    if waiting or kept.bound():
        with rights.at_work(settings, plane, "rectify") as spark:
            reach = failpoint(settings.faults.failpoint, lambda: end_at_once(spark), "rectify")
            days = rectify(_plane(settings, spark, plane), waiting, say, reach)
        say(f"gold is brought up to date: {days:,} days")
    if waiting or held:
        rights.scrubbed(settings)
    print(f"{len(waiting):,} requests done" if waiting else "nothing was waiting to be corrected")
    if held:
        raise RequestError(
            f"{held:,} requests refused: a legal hold is on them (`make hold SUBJECT=.. LIFT=1` ends one); ask again"
        )


def _asked(settings: Settings) -> list[tuple[bytes, Correction]]:
    file, name = settings.rights.file, settings.readmit.contract
    if not file:
        return []
    if name not in POLICIES or POLICIES[name].contract.decides:
        known_ones = ", ".join(each for each, policy in POLICIES.items() if not policy.contract.decides)
        raise RequestError(
            f"CONTRACT={name!r} is none whose records are corrected; there are: {known_ones} (a decision is followed "
            "by another one: `make consent`)"
        )
    return corrections(POLICIES[name].contract, _lines(Path(file).expanduser()), dt.datetime.now(dt.UTC))


def _lines(path: Path) -> list[bytes]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise RequestError(f"{path} has more than {_MOST_BYTES >> 20} MB: split it")
        found = path.read_bytes().splitlines()
    except OSError:
        raise RequestError(f"FROM={path} cannot be read: name a file of corrected records, one a line (JSON)") from None
    if not any(line.strip() for line in found):
        raise RequestError(f"{path} holds no record")
    return found


def _corrections(control: Control) -> Corrections:
    return Corrections(control.database(), control.key_file, control.audit)


def _plane(settings: Settings, spark: SparkSession, control: Control) -> Plane:
    locks, writer = session.locks(settings, spark, control), Writer(spark, control.lake)
    carriers = {name: _carrier(settings, spark, control, name) for name in USED}
    return Plane(
        _corrections(control),
        rights.requests(control),
        rights.rework(settings, spark, control),
        Aside(writer, locks),
        writer,
        locks,
        partial(known, control.database(), control.key_file),
        lambda: read_keyring(control.key_file).for_life(Purpose.EVENT),
        lambda carried: carriers[carried.places[0][2].contract].carry(carried),
        lambda batch: carriers[batch.job.removeprefix(f"{JOB}.")].begun(batch),
    )


def _carrier(settings: Settings, spark: SparkSession, control: Control, contract: str) -> Carrier:
    folder, policy = settings.paths.registry_snapshot / "rectify" / contract, POLICIES[contract]
    purpose, database = purpose_of(policy, control.required), control.database()
    registry = Registry(database, control.key_file, SnapshotWriter(folder / "registry"), purpose)
    locks, ledger = session.locks(settings, spark, control), RunLedger(control.database())
    return Carrier(
        contract,
        source_of(control.lake.lake_id, contract),
        Road(policy, control.lake, locks, registry, ledger),
        ledger,
        Registry(control.database(), control.key_file, SnapshotWriter(folder / "days"), purpose),
        Subjects(control.database(), SnapshotWriter(folder / "subjects")),
        Writer(spark, control.lake),
        lambda: read_keyring(control.key_file),
        partial(bound_keys, control.database(), control.key_file),
        locks,
    )


if __name__ == "__main__":
    sys.exit(main())

"""``make restrict SUBJECT=..`` or ``FROM=requests.csv``: keeps what there is of persons, unused (GDPR Art. 18).

Their rows leave silver, gold and what is made of them from then on, and wait sealed under their own keys; bronze stays;
new records wait too; nothing of theirs is removed by retention. LIFT=1 ends it, and all of it is back as it was. Ended
anywhere, the next `make restrict`, with or without names, goes on. The answer is the same whether somebody is known.
"""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import ExitStack
from itertools import groupby

from pyspark.sql import SparkSession

from batch.restrict import Plane, lift, restrict
from conf import Settings
from governance.requests import Kind
from lakehouse.aside import Aside
from lakehouse.failpoints import failpoint
from lakehouse.locks import LockError
from lakehouse.writer import Writer
from privacy.policies import USED
from schemas.purposes import RESTRICTION
from scripts import entry, readmitting, rights, session
from scripts.control import Control, control
from scripts.ending import end_at_once

_CARRY_OUT = {Kind.RESTRICT: restrict, Kind.LIFT: lift}


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make restrict", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    whose, say = rights.whose(settings), rights.with_seconds()
    plane = control(settings)
    requests = rights.requests(plane)
    requests.receive(Kind.LIFT if settings.rights.lift else Kind.RESTRICT, whose)
    rights.expire(settings, plane, dt.datetime.now(dt.UTC))
    for kind in _CARRY_OUT:
        requests.verify(kind)
    waiting = {number: (kind, who) for kind in _CARRY_OUT for number, who in requests.waiting(kind).items()}
    if not waiting:
        print("nothing was waiting to be restricted: SUBJECT or FROM says who asks")
        return
    with rights.at_work(settings, plane, "restrict") as spark:
        at_work = _plane(settings, spark, plane)
        reach = failpoint(settings.faults.failpoint, lambda: end_at_once(spark), "restrict")
        # In the order in which they were asked for: of two of one person the later one counts.
        for kind, some in groupby(sorted(waiting), lambda number: waiting[number][0]):
            days = _CARRY_OUT[kind](at_work, {number: waiting[number][1] for number in some}, say, reach)
            say(f"gold is brought up to date: {days:,} days")
    rights.scrubbed(settings)
    print(f"{len(waiting):,} requests done")


def _plane(settings: Settings, spark: SparkSession, control: Control) -> Plane:
    locks = session.locks(settings, spark, control)

    def release() -> bool:
        with ExitStack() as until_done:
            try:
                until_done.enter_context(readmitting.alone(settings))
            except LockError:
                return False
            for contract in USED:
                readmitter = readmitting.readmitter(settings, spark, control, locks, contract)
                if readmitter.release(RESTRICTION):  # or what was cut off was finished instead: once more
                    readmitter.release(RESTRICTION)
            readmitting.ended(settings)
            return True

    return Plane(
        rights.restrictions(control),
        rights.requests(control),
        rights.rework(settings, spark, control),
        Aside(Writer(spark, control.lake), locks),
        release,
    )


if __name__ == "__main__":
    sys.exit(main())

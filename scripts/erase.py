"""``make erase SUBJECT=..`` or ``FROM=requests.csv``: forgets persons (GDPR Art. 17), down to the bytes.

Who is named cannot be read any more within a second or two. Then every table and its old versions, the registry's files
and gold are brought to where nothing of them is left; a running stream waits for moments only. Ended anywhere, the next
`make erase`, with or without names, goes on. The answer is the same whether somebody was known or not. Kafka's log and
backups keep what they hold until their time is over; `make prove` says when, and looks for what is left.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable

from batch.erase import Erased, erase
from conf import Settings
from governance.requests import Kind, RequestError
from lakehouse import tables
from lakehouse.catalog import TABLES
from lakehouse.failpoints import failpoint
from scripts import entry, erasing, session
from scripts.control import Control, control
from scripts.ending import end_at_once


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make erase", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    whose = erasing.whose(settings)
    begun = time.monotonic()
    plane = control(settings)
    say = _with_seconds(begun)
    again = erasing.requests(plane).begun(whose)
    held = _begin(settings, plane, whose, say)
    done = _carried_out(settings, plane, again, say)
    withdrawn = f", and {done.withdrawals:,} withdrawals that let the past go" if done.withdrawals else ""
    anything = done.requests or done.withdrawals
    print(f"{done.requests:,} requests done{withdrawn}" if anything else "nothing was waiting to be erased")
    if held:
        raise RequestError(
            f"{held:,} requests refused: a legal hold is on them (`make hold SUBJECT=.. LIFT=1` ends one); ask again"
        )


def _begin(settings: Settings, plane: Control, whose: list[bytes], say: Callable[[str], None]) -> int:
    """From here on nobody can read them. How many are held."""
    requests, erasures = erasing.requests(plane), erasing.erasures(settings, plane)
    requests.receive(Kind.ERASE, whose)
    held = requests.verify(Kind.ERASE)
    if waiting := requests.waiting(Kind.ERASE):
        erasures.begin(list(waiting.values()))
        say(f"{len(waiting):,} requests: nothing of theirs can be read from now on")
    erasing.expire(settings, requests, dt.datetime.now(dt.UTC))
    return held


def _carried_out(settings: Settings, plane: Control, again: list[bytes], say: Callable[[str], None]) -> Erased:
    """``again``: who was being erased already when it was asked for, and may have come back since."""
    spark = session.session(settings, "erase")
    try:
        erasing.check_lake(spark, plane)
        tables.ensure(spark, plane.lake, TABLES)
        at_work = erasing.plane(settings, spark, plane)
        locks = session.locks(settings, spark, plane)  # the lock is its own, and lives as long
        if not locks.keep("erase.run", 0.0):
            raise RequestError("another `make erase` is at work: call this again when it has ended, for the rest")
        if again:
            at_work.erasures.begin(again)
        reach = failpoint(settings.faults.failpoint, lambda: end_at_once(spark), "erase")
        done = erase(at_work, say, reach)
    finally:
        spark.stop()
    if done.requests or done.withdrawals:
        say(f"gold is brought up to date: {done.restated:,} days")
    return done


def _with_seconds(begun: float) -> Callable[[str], None]:
    def say(text: str) -> None:
        print(f"{time.monotonic() - begun:6.1f} s  {text}", flush=True)

    return say


if __name__ == "__main__":
    sys.exit(main())

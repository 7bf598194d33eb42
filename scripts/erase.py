"""``make erase SUBJECT=..`` or ``FROM=requests.csv``: forgets persons (GDPR Art. 17), down to the bytes.

Who is named cannot be read any more within a second or two. Then every table and its old versions, the registry's files
and gold are brought to where nothing of them is left; a running stream waits for moments only. Ended anywhere, the next
`make erase`, with or without names, goes on. The answer is the same whether somebody was known or not. Kafka's log and
backups keep what they hold until their time is over; `make prove` says when, and looks for what is left.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable

from batch.erase import Erased, erase
from conf import Settings
from governance.requests import Kind, RequestError
from lakehouse.failpoints import failpoint
from scripts import entry, rights
from scripts.control import Control, control
from scripts.ending import end_at_once


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make erase", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    whose = rights.whose(settings)
    say = rights.with_seconds()
    plane = control(settings)
    again = rights.requests(plane).begun(whose)
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
    requests, erasures = rights.requests(plane), rights.erasures(settings, plane)
    requests.receive(Kind.ERASE, whose)
    held = requests.verify(Kind.ERASE)
    if waiting := requests.waiting(Kind.ERASE):
        erasures.begin(list(waiting.values()))
        say(f"{len(waiting):,} requests: nothing of theirs can be read from now on")
    rights.expire(settings, plane, dt.datetime.now(dt.UTC))
    return held


def _carried_out(settings: Settings, plane: Control, again: list[bytes], say: Callable[[str], None]) -> Erased:
    """``again``: who was being erased already when it was asked for, and may have come back since."""
    with rights.at_work(settings, plane, "erase") as spark:
        at_work = rights.plane(settings, spark, plane)
        if again:
            at_work.erasures.begin(again)
        reach = failpoint(settings.faults.failpoint, lambda: end_at_once(spark), "erase")
        done = erase(at_work, say, reach)
    if done.requests or done.withdrawals:
        say(f"gold is brought up to date: {done.restated:,} days")
    return done


if __name__ == "__main__":
    sys.exit(main())

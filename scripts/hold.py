"""``make hold SUBJECT=.. HOLD_UNTIL=2027-01-31``: persons who must not be erased up to that day (GDPR Art. 17(3)).

FROM=requests.csv names many. LIFT=1 ends a hold. An erasure that was refused for one is to be asked for again. It says
the same whether somebody is known or not.
"""

from __future__ import annotations

import datetime as dt
import sys

from conf import Settings
from governance.requests import RequestError
from scripts import entry, rights
from scripts.control import control


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make hold", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    asked, whose = settings.rights, rights.whose(settings)
    if not whose:
        raise RequestError("SUBJECT or FROM says who must not be erased")
    until = None if asked.lift else _day(asked.hold_until)
    holds = rights.holds(control(settings))
    if until is None:
        holds.lift(whose)
        print(f"{len(whose):,} may be erased again")
    else:
        under_way = holds.place(whose, until)
        print(f"{len(whose):,} are not erased up to and including {until}")
        if under_way:
            raise RequestError(f"but {under_way:,} are being erased or corrected already, which nothing takes back")


def _day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise RequestError("HOLD_UNTIL names the last day of the hold, such as 2027-01-31; LIFT=1 ends one") from None
    if day < dt.datetime.now(dt.UTC).date():
        raise RequestError("HOLD_UNTIL is over: name a day from today on, or LIFT=1")
    return day


if __name__ == "__main__":
    sys.exit(main())

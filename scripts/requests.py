"""``make requests``: requests of persons, how far each is and when it is due (one month, GDPR Art. 12(3)).

JSON=1 prints them for programs. A person is a keyed hash: `make prove` and `make access` take the identifier.
"""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import asdict

import msgspec

from conf import Settings
from governance.requests import Standing
from scripts import entry, rights
from scripts.control import control


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make requests", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    now = dt.datetime.now(dt.UTC)
    found = rights.requests(control(settings)).standing()
    if settings.status.json:
        print(msgspec.json.encode([asdict(each) | {"overdue": each.overdue(now)} for each in found]).decode())
        return
    for each in found:
        print(_shown(each, now))
    if not found:
        print("no requests")


def _shown(each: Standing, now: dt.datetime) -> str:
    state = f"{each.state}: {each.reason}" if each.reason else each.state
    proved = " and proved" if each.proved_at else ""
    overdue = "  OVERDUE" if each.overdue(now) else ""
    return f"{each.number:>6} {each.kind:<6} {each.subject}  due {each.due_at:%Y-%m-%d}  {state}{proved}{overdue}"


if __name__ == "__main__":
    sys.exit(main())

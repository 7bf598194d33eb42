"""``make budget``: by month, what releases of figures with noise may spend, have spent, and have left."""

from __future__ import annotations

import sys
from contextlib import closing

from conf import Settings
from governance.budget import Budget
from privacy.differential.releases import DATA_SET, UNIT
from scripts import entry
from scripts.control import control


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make budget", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    with closing(control(settings).database()) as database:
        accounts = Budget(database, settings.dp.budget).accounts()
    print(f"data set {DATA_SET}; unit: {UNIT}")
    if not accounts:
        print(f"no day is released yet; a month may spend epsilon {settings.dp.budget:f}")
        return
    print(f"{'month':<8} {'budget':>8} {'spent':>8} {'left':>8} {'days':>5}")
    for each in accounts:
        print(f"{each.period:%Y-%m}  {each.total:>8f} {each.spent:>8f} {each.left:>8f} {each.days:>5}")


if __name__ == "__main__":
    sys.exit(main())

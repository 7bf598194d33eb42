"""``make release-metrics DAY=..``: figures of a day with noise, in dp.daily_events, dp.daily_active_users, dp.revenue.

A day is released once: called again, the same figures stand and nothing is spent. EPSILON (1) is what the day spends of
its month's budget (DP_BUDGET, 31); QUOTE=1 tells the price and releases nothing. What that promises and to whom:
docs/differential-privacy.md.
"""

from __future__ import annotations

import datetime as dt
import sys
from contextlib import closing
from decimal import Decimal

from batch.metrics import Day, Released, cost, release_day
from conf import Settings
from governance.audit import Action
from governance.budget import Account, Budget, BudgetError
from lakehouse import tables
from lakehouse.catalog import TABLES
from lakehouse.failpoints import failpoint
from lakehouse.figures import DailyFigures
from lakehouse.session import of_many_parts
from scripts import entry, session
from scripts.control import Control, control
from scripts.ending import end_at_once


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make release-metrics", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    try:
        date = dt.date.fromisoformat(settings.dp.day)
    except ValueError:
        raise BudgetError("DAY names the day to release, such as DAY=2026-01-31") from None
    day = Day(date, settings.dp.epsilon, settings.dp.closed_after_days)
    day.check_closed(dt.datetime.now(dt.UTC).date())
    plane = control(settings)
    with closing(plane.database()) as database:
        budget = Budget(database, settings.dp.budget)
        if settings.dp.quote:
            needed = cost(day, budget)
            print(_quoted(day, needed, budget.check(date, needed)))
        else:
            print(_told(day, _released(settings, plane, budget, day)))


def _released(settings: Settings, plane: Control, budget: Budget, day: Day) -> Released:
    spark = session.session(settings, "release metrics")
    try:
        tables.ensure(spark, plane.lake, TABLES)
        reach = failpoint(settings.faults.failpoint, lambda: end_at_once(spark), "dp")
        figures = DailyFigures(of_many_parts(spark), plane.lake)
        locks = session.locks(settings, spark, plane)

        def quoted(needed: Decimal, account: Account) -> None:
            print(_quoted(day, needed, account), flush=True)

        with plane.audited(Action.RELEASE_FIGURES, day=int(f"{day.date:%Y%m%d}")) as told:
            done = release_day(day, figures, budget, locks, quoted, reach=reach)
            told["spent_hundredths"] = int(done.spent * 100)
        return done
    finally:
        spark.stop()


def _quoted(day: Day, needed: Decimal, account: Account) -> str:
    if not needed:
        return f"{day.date} is released: asked again it spends nothing"
    left = f"{account.left:f} of {account.total:f} is left for {account.period:%Y-%m}"
    return f"{day.date} costs epsilon {needed:f}; {left}"


def _told(day: Day, done: Released) -> str:
    lines = [
        f"{each.release.table.full_name}: {len(each.figures)} figures of {day.date}, epsilon {each.epsilon:f}, "
        f"expected error {each.mechanism.expected_error / each.release.divisor:,.1f}"
        for each in done.drawn
    ]
    account = done.account
    lines.append(f"spent now: {done.spent:f}; left for {account.period:%Y-%m}: {account.left:f} of {account.total:f}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())

"""Releases a day's figures with noise: once, whatever is cut off or called again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from governance.budget import Account, Budget, BudgetError
from lakehouse.failpoints import Reach, nothing
from lakehouse.figures import DailyFigures, Drawn
from lakehouse.locks import Locks
from privacy.differential.releases import DAILY_RELEASES, DailyRelease


@dataclass(frozen=True)
class Released:
    """``drawn``: what stands; ``spent``: by this call; ``account``: afterwards."""

    drawn: list[Drawn]
    spent: Decimal
    account: Account


@dataclass(frozen=True)
class Day:
    """To release. ``epsilon``: of all its releases together; ``closed_after_days``: how long events are waited for."""

    date: dt.date
    epsilon: Decimal
    closed_after_days: int

    def check_closed(self, today: dt.date) -> None:
        """BudgetError for a day whose events may still be under way: it would have to be released again."""
        closed = self.date + dt.timedelta(days=self.closed_after_days)
        if closed > today:
            raise BudgetError(f"{self.date} is not over for long enough: it can be released from {closed} on, once")


def cost(day: Day, budget: Budget, releases: Sequence[DailyRelease] = DAILY_RELEASES) -> Decimal:
    """What a release of ``day`` would spend: nothing of what is released. Raises BudgetError for other parameters."""
    stored = [budget.stored(release, day.date) for release in releases]
    for each in stored:
        if each is not None:
            _check_same(each, day)
    missing = [release for release, each in zip(releases, stored, strict=True) if each is None]
    return sum((day.epsilon * release.share for release in missing), Decimal(0))


def release_day(
    day: Day, figures: DailyFigures, budget: Budget, locks: Locks, quoted: Callable[[Decimal, Account], None],
    releases: Sequence[DailyRelease] = DAILY_RELEASES, reach: Reach = nothing,
) -> Released:  # fmt: skip
    """``quoted``: told what it will cost before anything is computed. Raises BudgetError: nothing was spent."""
    needed = cost(day, budget, releases)
    quoted(needed, budget.check(day.date, needed))
    standing = _standing(day, figures, budget, releases, reach)
    reach("dp.charged")
    for each in standing:
        with locks.held(each.release.table.full_name):
            if not figures.written(each.release, each.day):
                figures.write(each)
        reach("dp.written")
    return Released(standing, needed, budget.account(day.date))


def _standing(
    day: Day, figures: DailyFigures, budget: Budget, releases: Sequence[DailyRelease], reach: Reach
) -> list[Drawn]:
    stored = [budget.stored(release, day.date) for release in releases]
    versions = figures.versions()
    if None in stored:
        _check_ledger(day, figures, budget, releases)
        _check_there(day, figures.dates(versions))
    drawn = [
        each or figures.noised(release, day.date, day.epsilon * release.share, versions)
        for release, each in zip(releases, stored, strict=True)
    ]
    reach("dp.drawn")
    standing = budget.charge(drawn, versions)
    for each in standing:
        _check_same(each, day)
    return standing


def _check_ledger(day: Day, figures: DailyFigures, budget: Budget, releases: Sequence[DailyRelease]) -> None:
    """A ledger put back from before some releases has forgotten what they spent, and would let them be drawn again."""
    period = day.date.replace(day=1)
    for release in releases:
        unknown = figures.days(release, period) - budget.days(release, period)
        if unknown:
            raise BudgetError(
                f"{release.table.full_name} has figures of {min(unknown)} that the ledger does not know: it was put "
                f"back from before them. No further day of {period:%Y-%m} is released: what they spent is not known"
            )


def _check_there(day: Day, dates: tuple[dt.date, dt.date] | None) -> None:
    """A release is final: one of a day that is yet to come in, or was mistyped, would be noise for good."""
    if dates is None or not dates[0] <= day.date <= dates[1]:
        reach = f"reaches from {dates[0]} to {dates[1]}" if dates else "is empty"
        raise BudgetError(
            f"silver.events {reach}: there is nothing of {day.date} to release, and a day is released once"
        )


def _check_same(drawn: Drawn, day: Day) -> None:
    wanted = day.epsilon * drawn.release.share
    if drawn.epsilon != wanted:
        raise BudgetError(
            f"{drawn.release.table.full_name} of {day.date} was released with epsilon {drawn.epsilon:f} and stands, "
            f"now {wanted:f} was asked for: a second draw would take noise away; set EPSILON to "
            f"{drawn.epsilon / drawn.release.share:f}"
        )

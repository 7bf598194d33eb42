"""The ledger of figures with noise: what was spent of each month's budget, and the figures themselves.

A charge and the figures that it paid for are one row, committed at once: so a release that was cut off is either not
there and spent nothing, or there with its noise, and is never drawn again. Epsilons of one month add up, for the same
persons may be in all of its days (sequential composition: Dwork and Roth 2014, theorem 3.16).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from governance.database import Database
from lakehouse.figures import Drawn, Versions
from privacy.differential.releases import DATA_SET, UNIT, DailyRelease

_ONE_AT_A_TIME = 0x64705F63


class BudgetError(Exception):
    """A release was refused; the text says why and what to do. Nothing was drawn that anybody has seen, or spent."""


@dataclass(frozen=True)
class Account:
    """Of a month. ``total``: its budget, which stays as it was when the first release was charged."""

    period: dt.date
    total: Decimal
    spent: Decimal
    days: int

    @property
    def left(self) -> Decimal:
        return self.total - self.spent


class Budget:
    """``epsilon``: what a month may spend that has no releases yet."""

    def __init__(self, database: Database, epsilon: Decimal) -> None:
        self._database, self._epsilon = database, epsilon

    def account(self, day: dt.date) -> Account:
        """Of the month of ``day``."""
        with self._database.transaction() as cursor:
            return _account(cursor, day.replace(day=1), self._epsilon)

    def accounts(self) -> list[Account]:
        """Of every month with a release."""
        with self._database.transaction() as cursor:
            cursor.execute("SELECT period FROM dp.budget WHERE data_set = %s ORDER BY period", (DATA_SET,))
            return [_account(cursor, row[0], self._epsilon) for row in cursor.fetchall()]

    def charges(self) -> list[tuple[dt.date, Decimal]]:
        """Epsilon spent by day that was released."""
        with self._database.transaction() as cursor:
            cursor.execute(
                "SELECT day, sum(epsilon) FROM dp.release WHERE data_set = %s GROUP BY day ORDER BY day", (DATA_SET,)
            )
            return [(row[0], row[1]) for row in cursor.fetchall()]

    def epsilons(self, release: DailyRelease) -> list[Decimal]:
        """Every epsilon that a day of it was released with."""
        with self._database.transaction() as cursor:
            cursor.execute("SELECT DISTINCT epsilon FROM dp.release WHERE name = %s ORDER BY epsilon", (release.name,))
            return [row[0] for row in cursor.fetchall()]

    def days(self, release: DailyRelease, period: dt.date) -> set[dt.date]:
        """Days of a month (its first day) that are released."""
        with self._database.transaction() as cursor:
            cursor.execute("SELECT day FROM dp.release WHERE name = %s AND period = %s", (release.name, period))
            return {row[0] for row in cursor.fetchall()}

    def stored(self, release: DailyRelease, day: dt.date) -> Drawn | None:
        """What was drawn before. Raises BudgetError where that was of another form."""
        with self._database.transaction() as cursor:
            return _stored(cursor, release, day)

    def check(self, day: dt.date, cost: Decimal) -> Account:
        """The account, if there is enough left in it. Raises BudgetError."""
        account = self.account(day)
        _check(account, cost)
        return account

    def charge(self, drawn: Sequence[Drawn], versions: Versions) -> list[Drawn]:
        """Charges what was drawn, all of it or nothing, and returns what stands: where another process was faster, what
        that one drew. Raises BudgetError: what was drawn is to be forgotten."""
        period = drawn[0].day.replace(day=1)
        with self._database.transaction() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_ONE_AT_A_TIME,))
            before = [_stored(cursor, each.release, each.day) for each in drawn]
            fresh = [each for each, stored in zip(drawn, before, strict=True) if stored is None]
            account = _account(cursor, period, self._epsilon)
            _check(account, sum((each.epsilon for each in fresh), Decimal(0)))
            cursor.execute(
                "INSERT INTO dp.budget (data_set, period, unit, epsilon) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT (data_set, period) DO NOTHING",
                (DATA_SET, period, UNIT, account.total),
            )
            for each in fresh:
                _insert(cursor, each, versions)
        return [stored or each for each, stored in zip(drawn, before, strict=True)]


def _account(cursor: Any, period: dt.date, epsilon: Decimal) -> Account:
    cursor.execute(
        """SELECT (SELECT epsilon FROM dp.budget WHERE data_set = %(set)s AND period = %(period)s),
                  coalesce(sum(epsilon), 0), count(DISTINCT day)
           FROM dp.release WHERE data_set = %(set)s AND period = %(period)s""",
        {"set": DATA_SET, "period": period},
    )
    total, spent, days = cursor.fetchone()
    return Account(period, epsilon if total is None else total, spent, days)


def _check(account: Account, cost: Decimal) -> None:
    if cost > account.left:
        raise BudgetError(
            f"the budget of {account.period:%Y-%m} is spent: {account.left:f} of epsilon {account.total:f} is left, "
            f"{cost:f} is needed; days that are released stay readable, further ones of that month cannot be released"
        )


def _stored(cursor: Any, release: DailyRelease, day: dt.date) -> Drawn | None:
    cursor.execute("SELECT epsilon, form, figures FROM dp.release WHERE name = %s AND day = %s", (release.name, day))
    row = cursor.fetchone()
    if row is None:
        return None
    if row[1] != release.form:
        raise BudgetError(
            f"{release.table.full_name} of {day} was released with another grid or other bounds: that stands, and a "
            "day is released once"
        )
    return Drawn(release, day, row[0], tuple(row[2]))


def _insert(cursor: Any, drawn: Drawn, versions: Versions) -> None:
    cursor.execute(
        """INSERT INTO dp.release (name, day, data_set, period, epsilon, form, events_version, users_version, figures)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        (
            drawn.release.name, drawn.day, DATA_SET, drawn.day.replace(day=1), drawn.epsilon, drawn.release.form,
            versions.events, versions.users, list(drawn.figures),
        ),
    )  # fmt: skip

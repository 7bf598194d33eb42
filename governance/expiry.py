"""What has passed its time leaves the lake: rejected records, and bronze and silver where settings limit them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from governance.ledger import RunLedger
from governance.registry import QUARANTINE_KEPT
from lakehouse.catalog import BRONZE, PERSONS, SILVER
from lakehouse.maintenance import Maintenance
from privacy.policies import POLICIES
from schemas.tables import QUARANTINE, Table

_SHOWN = {name for name, policy in POLICIES.items() if policy.contract.decides}
"""Decisions stay as long as their person: whoever used records has to show that they were allowed (GDPR Art. 7(1))."""
Names = dict[str, list[bytes]]
"""Persons by the column that tables name them in."""


def nobody(_: dt.date) -> Names:
    return {}


def nothing_else(_: dt.datetime) -> None:
    """Only tables are looked at."""


@dataclass(frozen=True)
class Limits:
    """Days for which rows stay: after its receipt a record in bronze, after its day an event in silver; 0: for ever."""

    bronze_days: int = 0
    silver_days: int = 0

    def first_kept(self, today: dt.date) -> dict[Table, dt.date]:
        """Of every table whose rows have a limit, the first day that is kept."""
        kept = {QUARANTINE: today - QUARANTINE_KEPT}
        if self.bronze_days:
            of_bronze = (table for name, table in BRONZE.items() if name not in _SHOWN)
            kept |= {table: today - dt.timedelta(days=self.bronze_days) for table in of_bronze}
        if self.silver_days:
            of_days = (table for name, table in SILVER.items() if table.partition_by and name not in _SHOWN)
            kept |= {table: today - dt.timedelta(days=self.silver_days) for table in of_days}
        return kept


class Expiry:
    """``held``: on a day, whose rows must stay (legal holds). ``others``: removes what is over elsewhere."""

    def __init__(
        self,
        maintenance: Maintenance,
        ledger: RunLedger,
        limits: Limits,
        held: Callable[[dt.date], Names] = nobody,
        others: Callable[[dt.datetime], None] = nothing_else,
    ) -> None:
        self._maintenance = maintenance
        self._ledger = ledger
        self._limits = limits
        self._held = held
        self._others = others

    def remove(self, now: dt.datetime) -> dict[str, dt.date]:
        """Removes it; the first day that is kept, by table. Cut off, it is gone on with at the next call."""
        today = now.date()
        first_kept, held, columns = self._limits.first_kept(today), self._held(today), dict(PERSONS)
        contracts = {table: contract for contract, table in BRONZE.items()}
        for table, first in first_kept.items():
            if table in contracts:
                # First: who reads bronze as whole must not be mistaken.
                self._ledger.bronze_expires(contracts[table], first)
            self._maintenance.expire(table, first, columns[table], held.get(columns[table], ()))
        self._others(now)
        return {table.full_name: first for table, first in first_kept.items()}

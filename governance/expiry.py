"""What has passed its time leaves the lake: rejected records, and bronze where a setting limits its retention."""

from __future__ import annotations

import datetime as dt

from governance.ledger import RunLedger
from governance.registry import QUARANTINE_KEPT
from lakehouse.catalog import BRONZE
from lakehouse.maintenance import Maintenance
from schemas.tables import QUARANTINE


class Expiry:
    """``bronze_days``: for how many days after its receipt a record stays in bronze; 0: for ever."""

    def __init__(self, maintenance: Maintenance, ledger: RunLedger, bronze_days: int) -> None:
        self._maintenance = maintenance
        self._ledger = ledger
        self._bronze_days = bronze_days

    def remove(self, today: dt.date) -> dict[str, dt.date]:
        """Removes it; the first day that is kept, by table. Cut off, it is gone on with at the next call."""
        kept = {QUARANTINE.full_name: today - QUARANTINE_KEPT}
        self._maintenance.expire(QUARANTINE, today - QUARANTINE_KEPT)
        if self._bronze_days:
            first = today - dt.timedelta(days=self._bronze_days)
            for contract, table in BRONZE.items():
                self._ledger.bronze_expires(contract, first)  # first: who reads bronze as whole must not be mistaken
                self._maintenance.expire(table, first)
                kept[table.full_name] = first
        return kept

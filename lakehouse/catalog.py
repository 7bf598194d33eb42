"""All tables of the lake, in one list."""

from __future__ import annotations

from privacy.policies import POLICIES
from schemas.tables import DAILY_EVENT_METRICS, QUARANTINE, Table, bronze, published

BRONZE = {name: bronze(name) for name in POLICIES}
SILVER = {name: policy.table() for name, policy in POLICIES.items()}
GOLD = (DAILY_EVENT_METRICS,)
CELLS = {table.name: published(table) for table in GOLD}

TABLES: tuple[Table, ...] = (*BRONZE.values(), *SILVER.values(), QUARANTINE, *CELLS.values(), *GOLD)
"""Every table the project makes."""

INGESTED = (*BRONZE.values(), *SILVER.values(), QUARANTINE)
"""Tables that every batch adds files to."""

READABLE = tuple(table for table in TABLES if table.zone in ("silver", "gold"))
"""What ``make sql`` shows."""

PERSONS = (
    *((table, "subject_id") for table in BRONZE.values()),
    (QUARANTINE, "subject_id"),
    *((table, "user_key") for table in SILVER.values()),
)
"""Every table with rows about persons, and the column that names them."""

"""All tables of the lake, in one list."""

from __future__ import annotations

from lakehouse.aggregates import AGGREGATES
from privacy.anonymity.releases import RELEASES
from privacy.differential.releases import DAILY_RELEASES
from privacy.policies import POLICIES
from schemas.gold import LIVE_EVENT_COUNTS, published
from schemas.tables import ASIDE, QUARANTINE, Table, bronze

BRONZE = {name: bronze(name) for name in POLICIES}
SILVER = {name: policy.table() for name, policy in POLICIES.items()}
CELLS = {aggregate.table.name: published(aggregate.table) for aggregate in AGGREGATES}
GOLD = (*(aggregate.table for aggregate in AGGREGATES), LIVE_EVENT_COUNTS)

ANONYMOUS = tuple(release.table for release in RELEASES)
CLASSES = tuple(release.classes for release in RELEASES)
FIGURES = tuple(release.table for release in DAILY_RELEASES)

TABLES: tuple[Table, ...] = (
    *BRONZE.values(), *SILVER.values(), QUARANTINE, ASIDE, *CELLS.values(), *GOLD, *CLASSES, *ANONYMOUS, *FIGURES,
)  # fmt: skip
"""Every table the project makes."""

INGESTED = (*BRONZE.values(), *SILVER.values(), QUARANTINE)
"""Tables that every batch adds files to."""

READABLE = tuple(table for table in TABLES if table.zone in ("silver", "gold", "release", "dp"))
"""What ``make sql`` shows, to whoever may read it."""

PERSONS = (
    *((table, "subject_id") for table in BRONZE.values()),
    (QUARANTINE, "subject_id"),
    (ASIDE, "subject_id"),
    *((table, "user_key") for table in SILVER.values()),
)
"""Every table with rows about persons, and the column that names them."""

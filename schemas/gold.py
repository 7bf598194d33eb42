"""ANALYTICS: the published tables, column by column. What each word means: docs/metrics.md."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.levels import Level
from schemas.tables import Column, Table

_HISTORY_DAYS = 1
"""Analysts see what is current: who subtracts versions has few to subtract."""


_CELL = "cell"
_AS_OF = Column(
    "as_of", "DATE", Level.PUBLIC, "of the cell", "last day that the cell takes into account", required=True
)


def _cell(name: str, type_: str, meaning: str) -> Column:
    return Column(name, type_, Level.PUBLIC, _CELL, meaning, required=True)


def _rounded(name: str, type_: str, meaning: str, required: bool = False) -> Column:
    return Column(name, type_, Level.PUBLIC, "disclosure gate, rounded", meaning, required=required)


def _count(name: str, meaning: str, required: bool = False) -> Column:
    return _rounded(name, "BIGINT", meaning, required)


def _persons(name: str, meaning: str) -> Column:
    """Of a published cell there are always enough."""
    return _count(name, f"{meaning}; does not add up over cells or days", required=True)


def _money(name: str, meaning: str) -> Column:
    return _rounded(name, "DECIMAL(18,2)", meaning)


def _mean(name: str, meaning: str) -> Column:
    return _rounded(name, "DOUBLE", meaning)


def _rate(name: str, meaning: str) -> Column:
    return Column(name, "DOUBLE", Level.PUBLIC, "from published figures", meaning)


@dataclass(frozen=True)
class GoldTable(Table):
    """A table whose every row has passed the disclosure gate: all that may be published."""

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that name a cell."""
        return tuple(column.name for column in self.columns if column.treatment == _CELL)


def _gold(name: str, comment: str, *columns: Column, by: str | None = None) -> GoldTable:
    text = f"{comment}; cells of fewer than k persons are left out"
    return GoldTable("gold", name, columns, text, partition_by=by, history_days=_HISTORY_DAYS)


_REGION = _cell("region", "STRING", "region in the profile; unknown without one")

DAILY_EVENT_METRICS = _gold(
    "daily_event_metrics",
    "events per UTC day, type, region and device",
    _cell("event_date", "DATE", "UTC day"),
    _cell("event_type", "STRING", "what was done"),
    _REGION,
    _cell("device_type", "STRING", "kind of device; unknown where not sent"),
    _count("total_events", "events"),
    _persons("unique_users", "distinct persons"),
    _count("sessions", "distinct sessions; does not add up"),
    _mean("avg_watch_seconds", "mean seconds watched"),
    _money("revenue", "quantity x price of purchases"),
    by="event_date",
)

PRODUCT_METRICS = _gold(
    "product_metrics",
    "what was done with a product on a UTC day",
    _cell("analysis_date", "DATE", "UTC day"),
    _cell("product_id", "STRING", "the product"),
    _count("views", "page views that name the product"),
    _count("add_to_cart", "times it was put in a cart"),
    _count("purchases", "purchases"),
    _rate("conversion_rate", "purchases by views"),
    _money("revenue", "quantity x price of purchases"),
    _mean("avg_price", "mean price of a piece sold"),
    by="analysis_date",
)

FUNNEL_DAILY = _gold(
    "funnel_daily",
    "how far persons came with a product on a UTC day",
    _cell("event_date", "DATE", "UTC day"),
    _REGION,
    _count("viewers", "persons who viewed a product; does not add up over days"),
    _count("carters", "of them, who then put that product in a cart"),
    _count("buyers", "of them, who then bought it"),
    _rate("cart_rate", "carters by viewers"),
    _rate("purchase_rate", "buyers by viewers"),
    by="event_date",
)

USER_COHORTS = _gold(
    "user_cohorts",
    "persons by month of signup and profile",
    _cell("cohort_month", "DATE", "first day of the month in which the account was opened"),
    _REGION,
    _cell("age_band", "STRING", "age in bands; unknown where not given"),
    _cell("gender", "STRING", "as in the profile; unknown where not given"),
    _cell("subscription_tier", "STRING", "what is paid for; unknown where not given"),
    _AS_OF,
    _count("total_users", "persons", required=True),
    _count("active_users", "of them, with an event in the 30 days up to as_of"),
    _mean("avg_lifetime_value", "mean of the lifetime values in the profiles"),
    _mean("avg_purchases", "mean of the numbers of purchases in the profiles"),
    _money("total_revenue", "quantity x price of all their purchases in silver that were not late"),
)

RETENTION_COHORTS = _gold(
    "retention_cohorts",
    "persons by week of their first event who came back weeks later",
    _cell("cohort_week", "DATE", "Monday of the week of the person's first event"),
    _cell("weeks_since", "INT", "weeks since then; 0 is the week itself"),
    _AS_OF,
    _persons("active_users", "distinct persons with an event in that week"),
)

LIVE_EVENT_COUNTS = _gold(
    "live_event_counts",
    "events of the last minutes by type, each minute written once",
    _cell("window_date", "DATE", "UTC day of the minute"),
    _cell("window_start", "TIMESTAMP", "the minute"),
    _cell("event_type", "STRING", "what was done"),
    _count("events", "events that had arrived two minutes after the minute was over"),
    by="window_date",
)


def published(table: GoldTable) -> Table:
    """The cells of a table of gold as they were last published, with what the next version is compared with. Gold alone
    reads it, and shows all of it but that."""
    state = Column(
        "state", "MAP<TINYINT,BIGINT>", Level.IDENTIFYING, "fingerprints, by bucket",
        "tells how many persons have changed something in the cell", required=True,
    )  # fmt: skip
    return Table(
        zone="cells",
        name=table.name,
        comment=f"what {table.full_name} shows, and what its next version is compared with",
        columns=(*table.columns, state),
        partition_by=table.partition_by,
        history_days=table.history_days,
    )

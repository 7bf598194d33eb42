"""Publishes gold to the shop window in Postgres: one version of each table, after the quality suites have held, in one
transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from governance import quality
from governance.patience import Patience
from governance.publication import Origin, Publication, Staged
from governance.validation import Suite, validate
from lakehouse.catalog import SILVER
from lakehouse.tables import Lake
from lakehouse.writer import Writer
from privacy.disclosure import Gate
from privacy.policies import POLICIES
from schemas.gold import DAILY_EVENT_METRICS, LIVE_EVENT_COUNTS, GoldTable

_LIVE_DAYS = 7
"""Of live counts the last days are published; the lake keeps all."""


@dataclass(frozen=True)
class Published:
    """``release``: its number; ``rows`` by table; ``checks``: how many expectations held; ``new``: False when Postgres
    showed these versions already, or later ones."""

    release: int
    rows: dict[str, int]
    checks: int
    new: bool


class Publisher:
    """Brings the shop window up to the lake."""

    def __init__(
        self, spark: SparkSession, lake: Lake, publication: Publication, gate: Gate, report: Path, patience: Patience
    ) -> None:
        """``report``: folder of what the quality suites found."""
        self._writer = Writer(spark, lake)
        self._publication = publication
        self._gate = gate
        self._report = report
        self._patience = patience

    def publish(self, tables: Sequence[GoldTable]) -> Published:
        """Publishes the newest version of ``tables``. Raises QualityError, PublicationError, DatabaseError: then what
        was published before stands."""
        versions = {table.name: self._writer.version(table) for table in tables}
        shown = self._patience.until_done(lambda: self._publication.published(versions))
        if shown is not None:
            return Published(shown, {}, 0, new=False)
        staged = [Staged(table, versions[table.name], self._cells(table, versions[table.name])) for table in tables]
        checks = validate(self._suites(staged), self._report)
        policies = {name: policy.version for name, policy in POLICIES.items()}
        origin = Origin(_last_day(staged), self._gate, policies, checks)

        # Lost while it committed, the release may be there: then it is not made twice.
        release, new = self._patience.until_done(lambda: self._publication.publish(staged, origin))
        rows = {each.table.name: each.rows.num_rows for each in staged} if new else {}
        return Published(release, rows, checks, new)

    def _cells(self, table: GoldTable, version: int) -> pa.Table:
        """All of a version, in the order of the columns: aggregates are few."""
        rows = self._writer.read(table, version).select(*table.column_names)
        if table is LIVE_EVENT_COUNTS:
            rows = rows.filter(F.col("window_date") > F.date_sub(F.lit(dt.datetime.now(dt.UTC).date()), _LIVE_DAYS))
        return rows.toArrow()

    def _suites(self, staged: Sequence[Staged]) -> list[Suite]:
        silver = [
            Suite(SILVER[name], quality.of_silver(policy), self._writer.read(SILVER[name]))
            for name, policy in POLICIES.items()
        ]
        gold = [Suite(each.table, quality.of_gold(each.table), each.rows) for each in staged]
        return [*silver, *gold]


def _last_day(staged: Sequence[Staged]) -> dt.date | None:
    days = [each.rows["event_date"] for each in staged if each.table is DAILY_EVENT_METRICS]
    last: dt.date | None = pc.max(days[0]).as_py() if days else None
    return last

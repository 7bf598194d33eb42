"""Publishes gold to the shop window in Postgres: one version of each table, after the quality suites have held, in one
transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from governance.patience import Patience
from governance.publication import Origin, Publication, Staged, Terms
from lakehouse.tables import Lake
from lakehouse.writer import Writer
from privacy.policies import POLICIES
from schemas.gold import DAILY_EVENT_METRICS, LIVE_EVENT_COUNTS, GoldTable

_LIVE_DAYS = 7
"""Of live counts the last days are published; the lake keeps all."""


@dataclass(frozen=True)
class Published:
    """``release``: its number; ``rows`` by table; ``new``: False when Postgres shows these versions already."""

    release: int
    rows: dict[str, int]
    new: bool


Checks = Callable[[Sequence[Staged]], int]
"""Runs the quality suites over what is to be published; how many expectations held. Raises when one did not."""


def publish(
    spark: SparkSession,
    lake: Lake,
    tables: Sequence[GoldTable],
    publication: Publication,
    terms: Terms,
    checks: Checks,
    patience: Patience,
) -> Published:
    """Brings Postgres up to the newest version of ``tables``. Raises PublicationError, DatabaseError, and what
    ``checks`` raises: then nothing has changed."""
    writer = Writer(spark, lake)
    versions = {table.name: writer.version(table) for table in tables}
    shown = patience.until_done(lambda: publication.published(versions))
    if shown is not None:
        return Published(shown, {}, new=False)
    staged = [Staged(table, versions[table.name], _cells(writer, table, versions[table.name])) for table in tables]
    origin = Origin(
        _last_day(staged), terms, {name: policy.version for name, policy in POLICIES.items()}, checks(staged)
    )

    def attempt() -> int:
        """Lost while it committed, a release may be there."""
        there = publication.published(versions)
        return publication.publish(staged, origin) if there is None else there

    release = patience.until_done(attempt)
    return Published(release, {each.table.name: each.rows.num_rows for each in staged}, new=True)


def _cells(writer: Writer, table: GoldTable, version: int) -> pa.Table:
    """All of a version: aggregates are few. In the order of the columns."""
    rows = writer.read(table, version).select(*table.column_names)
    if table is LIVE_EVENT_COUNTS:
        since = F.date_sub(F.lit(dt.datetime.now(dt.UTC).date()), _LIVE_DAYS)
        rows = rows.filter(F.col("window_date") > since)
    return rows.toArrow()


def _last_day(staged: Sequence[Staged]) -> dt.date | None:
    days = [each.rows["event_date"] for each in staged if each.table is DAILY_EVENT_METRICS]
    last: dt.date | None = pc.max(days[0]).as_py() if days else None
    return last

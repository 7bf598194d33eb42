"""The tally: what the driver learns of a pass. One narrow row a position: outcome, identity and minute, no value.

It is collected once, in Arrow, and everything that must be known of a batch before it is written is computed from it:
the accounts, the minutes to search for duplicates in, and the judgement. A batch is bounded, so this is: about 150
bytes a record, 75 MB for 500,000. A shuffle each for counts, duplicates and days took 3.9 s for 250,000 records.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from lakehouse.accounts import OutcomeCount
from lakehouse.worker import SILVER_PREFIX
from privacy.policy import Policy
from schemas.envelope import POSITION
from schemas.outcomes import Outcome

MINUTES_A_DAY = 1440
_FULL_DAY_ROWS = 10_000
_FIRST_DAY = dt.date(1970, 1, 1)
_COUNTED = ("source_id", "partition", "outcome", "reason", "drift")


@dataclass(frozen=True)
class Tally:
    """``rows``: n rows; position, ``outcome``, ``reason``, ``unknown_fields``, ``drift``, and for records with an id
    ``event_key``, ``content_hash``, ``minute`` (since 1970), ``day`` (of gold, null for none)."""

    rows: pa.Table

    def of(self, outcome: str) -> int:
        return int(pc.sum(pc.equal(self.rows["outcome"], outcome)).as_py() or 0)

    def without(self, outcome: str) -> Tally:
        return Tally(self.rows.filter(pc.not_equal(self.rows["outcome"], outcome)))

    def with_(self, other: Tally) -> Tally:
        return Tally(pa.concat_tables([self.rows, other.rows]))

    def counts(self) -> list[OutcomeCount]:
        """Counts by partition, outcome, reason and drift."""
        grouped = self.rows.group_by(list(_COUNTED)).aggregate(
            [("offset", "count"), ("offset", "min"), ("offset", "max"), ("unknown_fields", "sum")]
        )
        grouped = grouped.set_column(
            grouped.column_names.index("unknown_fields_sum"),
            "unknown_fields_sum",
            pc.fill_null(grouped["unknown_fields_sum"], 0),
        )
        columns = (*_COUNTED, "offset_count", "offset_min", "offset_max", "unknown_fields_sum")
        rows = zip(*(grouped[name].to_pylist() for name in columns), strict=True)
        return [OutcomeCount(*row) for row in rows]

    def bronze(self) -> pa.Table:
        """The rows that became bronze."""
        return self.rows.filter(pc.equal(self.rows["outcome"], Outcome.BRONZE)).combine_chunks()


def tally(passed: DataFrame, policy: Policy, day: Column | None) -> Tally:
    """Collects the tally of a pass. ``day``: see :func:`lakehouse.gold.changed_day`, over the silver columns."""
    columns = [*POSITION, "outcome", "reason", "unknown_fields", "drift"]
    if not policy.keeps_every_record or day is None:
        return Tally(passed.select(*columns).toArrow())
    silver = passed.select(*columns, *_silver(policy))
    minute = F.floor(F.unix_seconds("event_time") / 60)
    return Tally(
        silver.select(*columns, "event_key", "content_hash", minute.alias("minute"), day.alias("day")).toArrow()
    )


def _silver(policy: Policy) -> list[Column]:
    return [F.col(SILVER_PREFIX + name).alias(name) for name in policy.table().column_names]


def days(rows: pa.Table) -> dict[dt.date, int]:
    """How many of the ``rows`` of a tally fall on which day."""
    numbers, counts = np.unique(rows["minute"].to_numpy() // MINUTES_A_DAY, return_counts=True)
    return {date_of(int(day)): int(count) for day, count in zip(numbers, counts, strict=True)}


def full_days(rows: pa.Table) -> list[dt.date]:
    """Days on which so many ``rows`` of a tally fall that they deserve files, and ranges, of their own."""
    return [day for day, count in days(rows).items() if count >= _FULL_DAY_ROWS]


def date_of(number: int) -> dt.date:
    """The day so many days after 1970-01-01."""
    return _FIRST_DAY + dt.timedelta(days=number)


def number_of(day: dt.date) -> int:
    """Days since 1970-01-01."""
    return (day - _FIRST_DAY).days


def keys(column: pa.ChunkedArray) -> npt.NDArray[np.uint64]:
    """(n, 2) halves of n binary values of 16 bytes each, none of them null."""
    fixed = column.combine_chunks().cast(pa.binary(16))
    if not len(fixed):
        return np.zeros((0, 2), np.uint64)
    joined = np.frombuffer(fixed.buffers()[1], dtype=">u8", count=2 * len(fixed), offset=16 * fixed.offset)
    return joined.reshape(-1, 2).astype(np.uint64)

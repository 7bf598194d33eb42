"""Half-written batches of an earlier epoch: finished before a new one begins, when no checkpoint would repeat them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyspark.sql import SparkSession

from governance.ledger import RunLedger
from lakehouse.accounts import BatchId
from lakehouse.catalog import BRONZE
from lakehouse.road import Road
from lakehouse.tables import Lake
from lakehouse.writer import Writer
from streaming.source import TopicSource


@dataclass(frozen=True)
class Halves:
    """``finished``: batches carried to their end. ``left``: those whose records Kafka no longer holds; they stay as
    they are. ``behind``: the first position, by partition, behind those of them that bronze has, which are not taken
    again."""

    finished: int = 0
    left: int = 0
    behind: Mapping[int, int] = field(default_factory=dict)


def finish(spark: SparkSession, road: Road, lake: Lake, source: TopicSource, ledger: RunLedger, job: str) -> Halves:
    """Carries batches of ``job`` that were begun and not finished once more, from their positions, under their own ids,
    so that what was written is recognised. What was read from a topic that is gone is left too."""
    finished = left = 0
    behind: dict[int, int] = {}
    starts = source.starts()
    for batch, ranges in ledger.half_done(job):
        if all(found[0] == source.source_id and starts.get(found[1], 0) <= found[2] for found in ranges):
            spans = {found[1]: (found[2], found[3]) for found in ranges}
            road.carry(source.positions(spark, spans), batch)
            finished += 1
            continue
        left += 1
        if _in_bronze(spark, lake, source, batch):
            behind |= {
                found[1]: max(found[3], behind.get(found[1], 0)) for found in ranges if found[0] == source.source_id
            }
    return Halves(finished, left, behind)


def _in_bronze(spark: SparkSession, lake: Lake, source: TopicSource, batch: BatchId) -> bool:
    """Asks the table: the ledger's mark is set a moment later."""
    table = BRONZE[source.topic]
    return Writer(spark, lake).committed(table, batch.app_id(table.full_name)) >= batch.number

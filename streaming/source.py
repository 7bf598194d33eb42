"""Kafka as a source of envelopes: a stream of a topic, or a fixed run of its positions."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

EARLIEST = -2
_PATIENCE = {
    # For a record that is due: a broker that is started again takes up to 20 s to deliver it (default 120 s).
    "kafkaConsumer.pollTimeoutMs": "30000",
    # For the ends of partitions. Three times a minute by default, in which the query cannot even be stopped: a query
    # that fails for it is started again by us.
    "fetchOffset.numRetries": "1",
    "kafka.default.api.timeout.ms": "20000",
    "kafka.request.timeout.ms": "10000",
}
"""How long Spark waits for a broker by itself; what KAFKA_OPTIONS_FILE says goes before."""


@dataclass(frozen=True)
class TopicSource:
    """A topic by the ids that its positions carry. ``options``: client options by the Java client's names."""

    topic: str
    source_id: str
    partitions: int
    bootstrap: str
    ends: Callable[[], dict[int, int]]
    """The end of each partition now; nothing while the broker does not answer."""
    starts: Callable[[], dict[int, int]] = dict
    """The first position of each partition that is still there; nothing while the broker does not answer."""
    identity: Callable[[], str | None] = lambda: None
    """The source id that the topic of this name has now; None while the broker does not answer."""
    options: Mapping[str, str] = field(default_factory=dict, repr=False)

    def changed(self) -> bool:
        """Whether there is another topic of this name by now, or none."""
        return self.identity() not in (None, self.source_id)

    def expired(self, taken: Mapping[int, int]) -> dict[int, int]:
        """By partition, how many positions from ``taken`` on were deleted before anybody took them."""
        starts = self.starts()
        return {
            number: starts[number] - offset for number, offset in taken.items() if starts.get(number, offset) > offset
        }

    def stream(self, spark: SparkSession, starting: Mapping[int, int], most: int) -> DataFrame:
        """Raw Kafka rows from ``starting`` (offset by partition, else the earliest), at most ``most`` a batch.

        Stops rather than skip records that retention took (``failOnDataLoss``).
        """
        offsets = {str(partition): starting.get(partition, EARLIEST) for partition in range(self.partitions)}
        rows: DataFrame = (
            self._with_client(spark.readStream.format("kafka"))
            .option("subscribe", self.topic)
            .option("startingOffsets", json.dumps({self.topic: offsets}))
            .option("maxOffsetsPerTrigger", most)
            .option("minPartitions", self._tasks(spark))
            .option("failOnDataLoss", "true")
            .load()
        )
        return rows

    def positions(self, spark: SparkSession, ranges: Mapping[int, tuple[int, int]]) -> DataFrame:
        """Envelopes of the positions [from, to) by partition."""
        starts = {str(partition): span[0] for partition, span in ranges.items()}
        ends = {str(partition): span[1] for partition, span in ranges.items()}
        rows = (
            self._with_client(spark.read.format("kafka"))
            .option("assign", json.dumps({self.topic: sorted(ranges)}))
            .option("startingOffsets", json.dumps({self.topic: starts}))
            .option("endingOffsets", json.dumps({self.topic: ends}))
            .option("minPartitions", self._tasks(spark))
            .option("failOnDataLoss", "true")
            .load()
        )
        return self.envelope(rows)

    def envelope(self, rows: DataFrame) -> DataFrame:
        """Envelopes of raw Kafka rows. Keys and headers are left behind; ``received_at`` is the broker's clock."""
        return rows.select(
            F.lit(self.source_id).alias("source_id"),
            "partition",
            "offset",
            F.col("timestamp").alias("received_at"),
            F.col("value").alias("payload"),
        )

    def _tasks(self, spark: SparkSession) -> int:
        """One for each partition, and more where there are more cores."""
        return max(self.partitions, spark.sparkContext.defaultParallelism)

    def _with_client(self, reader: Any) -> Any:
        given = {f"kafka.{key}": value for key, value in self.options.items()}
        return reader.options(**_PATIENCE | given | {"kafka.bootstrap.servers": self.bootstrap})


def source_id(cluster_id: str, topic_id: str) -> str:
    """A topic made anew has a new id, so that its offsets, which start at 0 again, never collide with the old ones."""
    return f"kafka:{cluster_id}/{topic_id}"

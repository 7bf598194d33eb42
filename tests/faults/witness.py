"""What Kafka holds, read by a consumer of its own: how far each partition goes, and a digest of every payload."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from confluent_kafka import Consumer, KafkaError, TopicPartition

_SECONDS = 60.0
_AT_ONCE = 10_000


@dataclass
class Partition:
    """``first``: the first offset that was there when it was first read; ``digests``: 8 bytes a record from there."""

    first: int = 0
    digests: list[int] = field(default_factory=list)

    @property
    def end(self) -> int:
        return self.first + len(self.digests)


class Witness:
    """Remembers all that was ever in a topic, by source id and partition: what retention takes later was there."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, int], Partition] = defaultdict(Partition)

    def look(self, bootstrap: str, topic: str, source_id: str, partitions: int = 3) -> None:
        """Reads what has come since the last look."""
        consumer = Consumer(
            {"bootstrap.servers": bootstrap, "group.id": "witness", "enable.auto.commit": False, "log_level": 0}
        )
        try:
            for number in range(partitions):
                low, end = consumer.get_watermark_offsets(TopicPartition(topic, number), timeout=_SECONDS)
                known = self.seen[source_id, number]
                if not known.digests:
                    known.first = low
                assert low <= known.end, "records were deleted before the witness saw them"
                self._read(consumer, TopicPartition(topic, number, known.end), known, end)
        finally:
            consumer.close()

    @staticmethod
    def _read(consumer: Consumer, place: TopicPartition, known: Partition, end: int) -> None:
        consumer.assign([place])
        while known.end < end:
            messages = consumer.consume(min(_AT_ONCE, end - known.end), _SECONDS)
            assert messages, "Kafka has stopped to deliver"
            for message in messages:
                error = message.error()
                assert error is None or error.code() == KafkaError._PARTITION_EOF, error.name()
                assert message.offset() == known.end, "Kafka has a gap"
                known.digests.append(digest(message.value()))
        consumer.unassign()

    def positions(self) -> dict[tuple[str, int], np.ndarray]:
        """Offsets by (source id, partition)."""
        return {place: np.arange(seen.first, seen.end) for place, seen in self.seen.items() if seen.digests}


def digest(payload: bytes | None) -> int:
    """8 bytes of a hash; of no payload at all, 0."""
    if payload is None:
        return 0
    return int.from_bytes(hashlib.blake2b(payload, digest_size=8).digest(), "big")

"""The newest messages of a topic, to look at and not to take: no group, no commit, nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition

_SECONDS = 10.0
_POLL_SECONDS = 0.5
_AT_ONCE = 10_000


class TopicError(Exception):
    """A topic cannot be read; the text says why and what to do."""


def newest(bootstrap: str, options: Mapping[str, str], topic: str, most: int) -> Iterator[list[bytes]]:
    """At most ``most`` messages of ``topic``, as many from each partition, some at a time; those without a value left
    out. ``options``: librdkafka client options. Raises TopicError."""
    quiet: dict[str, Any] = {"log_level": 0, "error_cb": lambda _: None}
    group: dict[str, Any] = {"group.id": "lake-scan", "enable.auto.commit": False, "enable.auto.offset.store": False}
    group |= {"enable.partition.eof": True, "auto.offset.reset": "earliest"}  # where retention is quicker than this
    consumer = Consumer({"bootstrap.servers": bootstrap, **quiet, **group, **options})
    try:
        partitions = _partitions(consumer, topic)
        for number in partitions:
            yield from _of_partition(consumer, TopicPartition(topic, number), most // len(partitions))
    except KafkaException as error:
        raise TopicError(
            f"topic {topic} cannot be read ({error.args[0].name()}): does Kafka run there, and may this user read it?"
        ) from None
    finally:
        consumer.close()


def _partitions(consumer: Consumer, topic: str) -> Sequence[int]:
    found = consumer.list_topics(topic, timeout=_SECONDS).topics[topic]
    if found.error is not None or not found.partitions:
        raise TopicError(f"there is no topic {topic}")
    return sorted(found.partitions)


def _of_partition(consumer: Consumer, place: TopicPartition, most: int) -> Iterator[list[bytes]]:
    """The end is where Kafka says it is: the last offsets may be of no message (markers of transactions)."""
    low, end = consumer.get_watermark_offsets(place, timeout=_SECONDS)
    at = max(low, end - max(most, 1))
    consumer.assign([TopicPartition(place.topic, place.partition, at)])
    waited = 0.0
    while at < end:
        messages = consumer.consume(min(_AT_ONCE, end - at), _POLL_SECONDS)
        waited = 0.0 if messages else waited + _POLL_SECONDS
        if waited >= _SECONDS:
            raise TopicError(f"Kafka delivers no more of topic {place.topic}: try again")
        taken = [message for message in messages if message.error() is None]
        if taken:
            at = int(taken[-1].offset() or 0) + 1
            yield [value for message in taken if (value := message.value()) is not None]
        for error in (error for message in messages if (error := message.error()) is not None):
            if error.code() == KafkaError._PARTITION_EOF:  # noqa: SLF001 - its public name
                return
            raise KafkaException(error)

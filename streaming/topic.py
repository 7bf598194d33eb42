"""What the broker says of a topic now: where each partition begins and ends, and whether it still is the topic that was
read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from confluent_kafka import KafkaError, KafkaException, TopicCollection, TopicPartition
from confluent_kafka.admin import AdminClient, OffsetSpec

from streaming.source import source_id

_SECONDS = 2.0
GONE = ""
"""Stands for the id of a topic that the broker does not have."""


class TopicNow:
    """Asks the broker about one topic. ``options``: librdkafka client options. Safe for threads."""

    def __init__(self, bootstrap: str, options: Mapping[str, str], topic: str, partitions: int) -> None:
        # Without the first two librdkafka writes its complaints to the terminal; without the third it would look for a
        # broker that was away every ten seconds only.
        own: dict[str, Any] = {"log_level": 0, "error_cb": lambda _: None, "reconnect.backoff.max.ms": 500}
        self._client = AdminClient({**own, **options, "bootstrap.servers": bootstrap})
        self._topic = topic
        self._partitions = range(partitions)

    def starts(self) -> dict[int, int]:
        """The first position that is still there, by partition; nothing while the broker does not answer."""
        return self._offsets(OffsetSpec.earliest())  # type: ignore[no-untyped-call]

    def ends(self) -> dict[int, int]:
        """The position that comes next, by partition; nothing while the broker does not answer."""
        return self._offsets(OffsetSpec.latest())  # type: ignore[no-untyped-call]

    def _offsets(self, spec: OffsetSpec) -> dict[int, int]:
        # Made anew for each question: an error that was noted on one of them would be its answer for ever.
        wanted = {TopicPartition(self._topic, number): spec for number in self._partitions}
        try:
            answers = self._client.list_offsets(wanted, request_timeout=_SECONDS)
            return {place.partition: answer.result().offset for place, answer in answers.items()}
        except KafkaException:
            return {}

    def identity(self) -> str | None:
        """The source id of the topic; GONE if there is none of its name, None while the broker does not answer."""
        try:
            cluster = self._client.describe_cluster(request_timeout=_SECONDS).result().cluster_id
            answers = self._client.describe_topics(TopicCollection([self._topic]), request_timeout=_SECONDS)
            found = answers[self._topic].result().topic_id
        except KafkaException as error:
            return GONE if error.args[0].code() == KafkaError.UNKNOWN_TOPIC_OR_PART else None
        return source_id(str(cluster), uuid_of(found))


def uuid_of(topic_id: Any) -> str:
    """The id in the usual form: Kafka's own is base64, of which two alphabets are about."""
    high, low = topic_id.get_most_significant_bits(), topic_id.get_least_significant_bits()
    return str(UUID(int=(high % 2**64) << 64 | low % 2**64))

"""Sends records to a topic, and waits until Kafka has them."""

from __future__ import annotations

from collections.abc import Sequence

from confluent_kafka import KafkaError

from conf import Settings
from scripts import topics
from scripts.feed import producer
from scripts.services import ServiceError, client_options, kafka

_SECONDS = 30.0


def send(settings: Settings, topic: str, records: Sequence[tuple[bytes, bytes]]) -> None:
    """``records``: key (the person: what is of one stays in order) and value. ServiceError where not all have
    arrived."""
    bootstrap = kafka.ensure(settings)
    options = client_options.librdkafka(kafka.options(settings))
    topics.ensure(bootstrap, options, (topic,), settings.kafka.partitions)
    to, failed = producer(bootstrap, options), []

    def delivered(error: KafkaError | None, _: object) -> None:
        if error is not None:
            failed.append(error)

    for key, value in records:
        while True:
            try:
                to.produce(topic, value, key=key, on_delivery=delivered)
                break
            except BufferError:
                if not to.poll(_SECONDS):
                    raise _lost() from None
        to.poll(0)
    if to.flush(_SECONDS) or failed:
        raise _lost()


def _lost() -> ServiceError:
    return ServiceError("not all records have reached Kafka: see that it runs, and call this again")

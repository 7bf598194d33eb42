"""Topics of the road: made where absent, left as they are where present, described by the ids that positions carry."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from confluent_kafka import KafkaError, KafkaException, TopicCollection, TopicPartition
from confluent_kafka.admin import AclOperation, AdminClient, ConfigResource, NewTopic, OffsetSpec, ResourceType

import conf
from privacy.policies import POLICIES
from scripts.jars import JarError
from scripts.services import ServiceError, client_options, kafka, reach
from streaming.source import TopicSource, source_id

NAMES = tuple(POLICIES)
_SECONDS = 20.0
_GLANCE_SECONDS = 2.0
# The broker's clock, not the sender's: else a record with an old timestamp is deleted at once, one with a future
# timestamp never. An hour's segments: what is past its retention goes at most an hour later.
_PROMISED = {"retention.ms": "86400000", "message.timestamp.type": "LogAppendTime"}
_KEEPING = ("retention.ms", "segment.ms", "file.delete.delay.ms")
_BY_ARRIVAL = {"cleanup.policy": "delete", "message.timestamp.type": "LogAppendTime"}
_LOOKS = "log.retention.check.interval.ms"
_SETTINGS = {**_PROMISED, "segment.ms": "3600000", "max.message.bytes": str(10 * 1024 * 1024)}


@dataclass(frozen=True)
class Topic:
    """A topic as positions name it: ``topic_id`` changes when a topic of the same name is made anew."""

    name: str
    cluster_id: str
    topic_id: str
    partitions: int
    readable: bool = True
    """Whether this user may read it."""


_NO_ANSWER = (
    "the address that the broker names for itself does not answer",
    "check its advertised.listeners, and what stands between here and there",
)
_FORBIDDEN = (
    "this user may not do that",
    "grant it Describe and Read on the topics, and Create unless they are there",
)
_CAUSES = {
    "_TIMED_OUT": _NO_ANSWER,
    "_TRANSPORT": _NO_ANSWER,
    "TOPIC_AUTHORIZATION_FAILED": _FORBIDDEN,
    "CLUSTER_AUTHORIZATION_FAILED": _FORBIDDEN,
    "UNKNOWN_TOPIC_OR_PART": ("there is no such topic", "run `make topics`"),
    "INVALID_REPLICATION_FACTOR": ("too few brokers are up", "start the others"),
    "POLICY_VIOLATION": ("a policy of the cluster forbids it", "make the topics by hand"),
}
"""What is behind an error of Kafka's, by its name, and the remedy."""


def ensure(bootstrap: str, options: Mapping[str, str], names: Sequence[str] = NAMES, partitions: int = 3) -> list[str]:
    """Makes the absent ones of ``names``; returns a warning for each present one that keeps records otherwise.

    ``options``: librdkafka client options. Raises :class:`ServiceError`.
    """
    client = reach.client(bootstrap, options)
    try:
        brokers = len(client.describe_cluster(request_timeout=_SECONDS).result().nodes)
        absent = [name for name in names if name not in _present(client)]
        _create(client, absent, partitions, min(3, brokers))
        return [warning for name in names if name not in absent for warning in _differences(client, name)]
    except KafkaException as error:
        raise ServiceError(f"topics could not be made {_because(error)}") from None


def describe(bootstrap: str, options: Mapping[str, str], names: Sequence[str] = NAMES) -> dict[str, Topic]:
    """Ids and partitions of ``names``. Raises :class:`ServiceError`, also where one is absent."""
    client = reach.client(bootstrap, options)
    try:
        cluster_id = client.describe_cluster(request_timeout=_SECONDS).result().cluster_id
        answers = client.describe_topics(
            TopicCollection(list(names)), include_authorized_operations=True, request_timeout=_SECONDS
        )
        described = {name: answer.result() for name, answer in answers.items()}
    except KafkaException as error:
        raise ServiceError(f"topics could not be described {_because(error)}") from None
    return {
        name: Topic(name, str(cluster_id), _uuid(found.topic_id), len(found.partitions), _readable(found))
        for name, found in described.items()
    }


def _readable(found: Any) -> bool:
    """A broker too old to say what a user may do says nothing."""
    return not found.authorized_operations or AclOperation.READ in found.authorized_operations


def _uuid(topic_id: Any) -> str:
    """The id in the usual form: Kafka's own is base64, of which two alphabets are about."""
    high, low = topic_id.get_most_significant_bits(), topic_id.get_least_significant_bits()
    return str(UUID(int=(high % 2**64) << 64 | low % 2**64))


def ends(bootstrap: str, options: Mapping[str, str], topic: Topic) -> Callable[[], dict[int, int]]:
    """A function that asks for the end of each partition of ``topic``; nothing while the broker does not answer."""
    client = reach.client(bootstrap, options)
    latest = OffsetSpec.latest()  # type: ignore[no-untyped-call]
    wanted = {TopicPartition(topic.name, number): latest for number in range(topic.partitions)}

    def ask() -> dict[int, int]:
        try:
            answers = client.list_offsets(wanted, request_timeout=_GLANCE_SECONDS)
            return {place.partition: answer.result().offset for place, answer in answers.items()}
        except KafkaException:
            return {}

    return ask


def kept(bootstrap: str, options: Mapping[str, str], names: Sequence[str] = NAMES) -> dt.timedelta | None:
    """For how long after its arrival a record may stay in a file of the broker, of any of the topics: its retention,
    the age of a segment, the delay of its deletion, and how often the broker looks. None where this user may not see
    that, or records are kept for ever. Raises :class:`ServiceError`."""
    client = reach.client(bootstrap, options)
    resources = [ConfigResource(ResourceType.TOPIC, name) for name in names]
    longest = dt.timedelta()
    for answer in client.describe_configs(resources, request_timeout=_SECONDS).values():
        try:
            entries = answer.result()
        except KafkaException as error:
            if _name(error) == "UNKNOWN_TOPIC_OR_PART":
                continue  # nothing was ever sent there
            if _name(error) == "TOPIC_AUTHORIZATION_FAILED":
                return None
            raise ServiceError(f"how topics keep records cannot be seen {_because(error)}") from None
        if any(entries[name].value != value for name, value in _BY_ARRIVAL.items() if name in entries):
            return None  # what is compacted, or dated by its sender, may stay for any time
        spans = [int(entries[name].value) if name in entries else -1 for name in _KEEPING]
        if min(spans) < 0:
            return None
        longest = max(longest, dt.timedelta(milliseconds=sum(spans)))
    return longest + _looks_every(client) if longest else longest


def _looks_every(client: AdminClient) -> dt.timedelta:
    """How often the broker looks for segments that are to go, at the longest; where it does not say, as it comes."""
    try:
        nodes = client.describe_cluster(request_timeout=_SECONDS).result().nodes
        resources = [ConfigResource(ResourceType.BROKER, str(node.id)) for node in nodes]
        answers = client.describe_configs(resources, request_timeout=_SECONDS).values()
        return max(dt.timedelta(milliseconds=int(answer.result()[_LOOKS].value)) for answer in answers)
    except (KafkaException, KeyError, ValueError):
        return dt.timedelta(minutes=5)


def source(bootstrap: str, options: Mapping[str, str], topic: Topic) -> TopicSource:
    """The topic as the stream reads it. ``options``: by the Java client's names. Refuses one that it may not read."""
    if not topic.readable:
        raise ServiceError(f"topic {topic.name} cannot be read ({_FORBIDDEN[0]}): {_FORBIDDEN[1]}")
    return TopicSource(
        topic=topic.name,
        source_id=source_id(topic.cluster_id, topic.topic_id),
        partitions=topic.partitions,
        bootstrap=bootstrap,
        ends=ends(bootstrap, client_options.librdkafka(dict(options)), topic),
        options=options,
    )


def _present(client: AdminClient) -> set[str]:
    return set(client.list_topics(timeout=_SECONDS).topics)


def _create(client: AdminClient, names: Sequence[str], partitions: int, replicas: int) -> None:
    if not names:
        return
    wanted = [
        NewTopic(name, num_partitions=partitions, replication_factor=replicas, config=_SETTINGS) for name in names
    ]
    for answer in client.create_topics(wanted, operation_timeout=_SECONDS, request_timeout=_SECONDS).values():
        try:
            answer.result()
        except KafkaException as error:
            if error.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS:
                raise


def _differences(client: AdminClient, name: str) -> list[str]:
    resource = ConfigResource(ResourceType.TOPIC, name)
    try:
        entries = client.describe_configs([resource], request_timeout=_SECONDS)[resource].result()
    except KafkaException as error:
        if _name(error) != "TOPIC_AUTHORIZATION_FAILED":
            raise
        promised = ", ".join(f"{setting}={value}" for setting, value in _PROMISED.items())
        return [f"this user may not see how topic {name} keeps its records: see to it that it has {promised}"]
    found = {setting: entries[setting].value for setting in _PROMISED if setting in entries}
    return [
        f"topic {name} has {setting}={found[setting]} instead of {promised}: "
        "its records are not kept as promised, alter the topic or state it"
        for setting, promised in _PROMISED.items()
        if found.get(setting, promised) != promised
    ]


def _because(error: KafkaException) -> str:
    words, remedy = _CAUSES.get(_name(error), (_name(error), "see the broker's log"))
    return f"({words}): {remedy}"


def _name(error: KafkaException) -> str:
    known = error.args[0]
    return str(known.name()) if isinstance(known, KafkaError) else "no reason given"


def main() -> int:
    try:
        settings = conf.load()
        bootstrap = kafka.ensure(settings)
        options = client_options.librdkafka(kafka.options(settings))
        for warning in ensure(bootstrap, options, NAMES, settings.kafka.partitions):
            print(f"warning: {warning}", file=sys.stderr)
        for topic in describe(bootstrap, options).values():
            print(f"{topic.name}: {topic.partitions} partitions, id {topic.topic_id}, cluster {topic.cluster_id}")
    except (conf.SettingsError, ServiceError, JarError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

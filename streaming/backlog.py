"""What a topic holds beyond what was taken from it: how many positions, how old the oldest is, how new the last taken.

The broker is asked by time, so that no record is read to learn its age.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from confluent_kafka import KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient, ConfigResource, OffsetSpec, ResourceType

_SECONDS = 2.0
_PRECISION_MS = 1000
_YOUNG_MS = 16_000
_OLDEST_MS = 14 * 86_400_000
"""Older than this is told as this: no retention that the road is made for is longer."""

Offsets = dict[int, int]
FirstSince = Callable[[int], Offsets]


@dataclass(frozen=True)
class Backlog:
    """``lag``: positions not taken. ``lost``: positions that were deleted before they were taken.

    ``age_seconds``: since the oldest position not taken was received (see :func:`age_ms`); 0 without any.
    ``fresh_seconds``: since the newest position that was taken was received; None where the topic holds it no more.
    ``retention_seconds``: how long the topic keeps records; None: for ever, or this user may not know.
    """

    topic: str
    lag: int
    lost: int
    age_seconds: float
    fresh_seconds: float | None
    retention_seconds: float | None

    @property
    def ratio(self) -> float:
        """Age as a share of the retention: from 1 on, records are deleted unread."""
        return self.age_seconds / self.retention_seconds if self.retention_seconds else 0.0


class TopicAge:
    """Asks the broker about one topic. ``options``: librdkafka client options. Safe for threads."""

    def __init__(
        self, bootstrap: str, options: Mapping[str, str], topic: str, partitions: int, seconds: float = _SECONDS
    ) -> None:
        """``seconds``: how long the broker has for each of about 20 questions."""
        # Without these two librdkafka writes its complaints to the terminal.
        quiet: dict[str, Any] = {"log_level": 0, "error_cb": lambda _: None}
        self._client = AdminClient({"bootstrap.servers": bootstrap, **quiet, **options})
        self._topic = topic
        self._partitions = range(partitions)
        self._seconds = seconds

    def backlog(self, taken: Mapping[int, int]) -> Backlog | None:
        """What lies beyond ``taken`` (the first offset not taken, by partition; absent: nothing taken yet).

        None while the broker does not answer.
        """
        try:
            starts = self._offsets(OffsetSpec.earliest())  # type: ignore[no-untyped-call]
            ends = self._offsets(OffsetSpec.latest())  # type: ignore[no-untyped-call]
            return self._backlog(starts, ends, taken, int(time.time() * 1000))
        except KafkaException:
            return None

    def _backlog(self, starts: Offsets, ends: Offsets, taken: Mapping[int, int], now_ms: int) -> Backlog:
        due = {number: max(taken.get(number, 0), start) for number, start in starts.items()}
        waiting = {number: due[number] for number, end in ends.items() if end > due[number]}
        last = {number: offset - 1 for number, offset in taken.items() if offset > starts.get(number, offset)}
        return Backlog(
            topic=self._topic,
            lag=sum(ends[number] - offset for number, offset in waiting.items()),
            lost=sum(max(0, starts.get(number, 0) - offset) for number, offset in taken.items()),
            age_seconds=age_ms(waiting, self._first_since, now_ms, any) / 1000,
            fresh_seconds=age_ms(last, self._first_since, now_ms, all) / 1000 if last else None,
            retention_seconds=self._retention(),
        )

    def _first_since(self, timestamp_ms: int) -> Offsets:
        return self._offsets(OffsetSpec.for_timestamp(timestamp_ms))

    def _offsets(self, spec: OffsetSpec) -> Offsets:
        wanted = {TopicPartition(self._topic, number): spec for number in self._partitions}
        answers = self._client.list_offsets(wanted, request_timeout=self._seconds)
        return {place.partition: answer.result().offset for place, answer in answers.items()}

    def _retention(self) -> float | None:
        resource = ConfigResource(ResourceType.TOPIC, self._topic)
        try:
            entries = self._client.describe_configs([resource], request_timeout=self._seconds)[resource].result()
        except KafkaException:
            return None
        milliseconds = int(entries["retention.ms"].value)
        return milliseconds / 1000 if milliseconds > 0 else None


def age_ms(positions: Offsets, first_since: FirstSince, now_ms: int, of: Callable[[Iterable[bool]], bool]) -> int:
    """Age of the oldest (``of=any``) or the newest (``of=all``) of ``positions``; 0 without any.

    To the second, from a quarter of an hour on to a thousandth. ``positions``: offset by partition. ``first_since``:
    the first offset of each partition that was received at or after a time, -1 for none. Looks among the young first:
    five questions for what is younger than 16 s, some 20 for what is days old.
    """
    if not positions:
        return 0

    def is_older(age: int) -> bool:
        first = first_since(now_ms - age)
        return of(not 0 <= first.get(number, -1) <= offset for number, offset in positions.items())

    younger, older = 0, _YOUNG_MS
    while older < _OLDEST_MS and is_older(older):
        younger, older = older, min(4 * older, _OLDEST_MS)
    while older - younger > max(_PRECISION_MS, younger // 1000):
        middle = (younger + older) // 2
        younger, older = (middle, older) if is_older(middle) else (younger, middle)
    return younger

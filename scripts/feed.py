"""Feeds synthetic traffic to Kafka: all users first, then events at a rate, with the truth kept apart.

Truth is written only for records whose delivery the broker confirmed, with their partition and offset. Nothing of a
record is ever printed. Pushing 348-byte records through one producer, in records/s on two cores shared with the
broker: ``produce`` per record with a callback 0.17-0.37 M, ``produce_batch`` with a callback 0.46 M.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from confluent_kafka import KafkaException, Producer

from batch.synthetic import Traffic, TrafficError, events, user_updates, users
from batch.synthetic.draws import Draws
from batch.synthetic.traffic import SECOND
from scripts.services import ServiceError, client_options

USERS, EVENTS = "users", "events"
DEFAULT_SEED = 20260101

_CHUNK_SECONDS = 0.25
_LARGEST_CHUNK = 1 << 14
_IN_FLIGHT = 1 << 17
_TRUTH_ROWS = 1 << 17
_TRUTH_SECONDS = 5.0
_DELIVERY_SECONDS = 120
_EVENTS_PER_UPDATE = 500

_SILENT = logging.getLogger("feed.client")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


class FeedError(Exception):
    """Feeding cannot begin or go on; one sentence that says why and holds no record."""


class Outbox:
    """Sends tables to one topic and gives each back, with partition and offset, once all its records are delivered.

    The partition of a record is a hash of its index: all versions of a user keep their order, and a repeated event
    may go elsewhere than its original. Reports of one partition come in the order of sending, so a queue per
    partition suffices.
    """

    def __init__(self, producer: Producer, topic: str, seed: int) -> None:
        self._producer = producer
        self._topic = topic
        self._draws = Draws((seed, "partition", topic))
        self._offsets: list[deque[int]] = [deque() for _ in range(_partitions(producer, topic))]
        self._waiting: deque[tuple[pa.Table, np.ndarray[Any, np.dtype[np.int64]]]] = deque()
        self._failed: str | None = None
        self.sent = 0

    def put(self, table: pa.Table) -> None:
        """Queues the payloads; blocks while too many records are on their way."""
        partition = self._draws.below("partition", table["idx"].to_numpy(), len(self._offsets))
        self._waiting.append((table.drop_columns("payload"), partition))
        self.sent += len(table)
        self._wait(lambda: len(self._producer) + len(table) <= _IN_FLIGHT or not len(self._producer))
        for number in range(len(self._offsets)):
            # The client ignores a partition named in a record's own dict: measured, 20,806 of 30,000 went to one of
            # three.
            records = [{"value": v} for v in table["payload"].filter(pa.array(partition == number)).to_pylist()]
            queued = self._producer.produce_batch(self._topic, records, partition=number, on_delivery=self._delivered)
            if queued != len(records):
                raise FeedError("the client refused a record: it is larger than message.max.bytes or the queue is full")

    def delivered(self) -> Iterator[pa.Table]:
        """Tables whose records all arrived, in the order of sending: without payload, with partition and offset."""
        self._check()
        while self._waiting and self._complete(self._waiting[0][1]):
            table, partition = self._waiting.popleft()
            offset = np.empty(len(partition), np.int64)
            for number, queue in enumerate(self._offsets):
                rows = np.flatnonzero(partition == number)
                offset[rows] = [queue.popleft() for _ in range(len(rows))]
            at = pa.array(partition.astype(np.int32))
            yield table.append_column("partition", at).append_column("offset", pa.array(offset))

    def flush(self) -> None:
        """Waits until every record is delivered."""
        self._wait(lambda: not len(self._producer))

    def _wait(self, done: Callable[[], bool]) -> None:
        while not done():
            self._producer.poll(0.05)
            self._check()

    def _complete(self, partition: np.ndarray[Any, np.dtype[np.int64]]) -> bool:
        needed = np.bincount(partition, minlength=len(self._offsets)).tolist()
        return all(len(queue) >= n for queue, n in zip(self._offsets, needed, strict=True))

    def _delivered(self, error: Any, message: Any) -> None:
        if error is None:
            self._offsets[message.partition()].append(message.offset())
        elif self._failed is None:
            self._failed = str(error.name())

    def _check(self) -> None:
        if self._failed:
            raise FeedError(f"records could not be delivered to topic {self._topic}: {self._failed}")


class Truth:
    """Parquet files of delivered records, each written whole: ``users-``, ``updates-`` and ``events-<first
    row>.parquet``."""

    def __init__(self, folder: Path | None, name: str) -> None:
        self._folder = folder
        self._name = name
        self._tables: list[pa.Table] = []
        self._opened = time.monotonic()
        self.rows = 0
        self.kinds: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()

    def add(self, table: pa.Table) -> None:
        for column, counter in (("kind", self.kinds), ("expected_reason", self.reasons)):
            if column in table.column_names:
                counter.update(
                    {str(c["values"]): c["counts"] for c in table[column].drop_null().value_counts().to_pylist()}
                )
        self._tables.append(table)
        if sum(map(len, self._tables)) >= _TRUTH_ROWS or time.monotonic() - self._opened >= _TRUTH_SECONDS:
            self.write()

    def write(self) -> None:
        tables, self._tables, self._opened = self._tables, [], time.monotonic()
        if not tables:
            return
        first, self.rows = self.rows, self.rows + sum(map(len, tables))
        if self._folder:
            _write_whole(
                self._folder / f"{self._name}-{first:012d}.parquet",
                lambda p: pq.write_table(pa.concat_tables(tables), p),
            )


@dataclass(frozen=True)
class Orders:
    """What one run of the feed was asked to do. ``events`` 0: until stopped. ``paced`` false: as fast as possible."""

    bootstrap: str
    traffic: Traffic
    feeds_events: bool = True
    events: int = 0
    paced: bool = True
    client_options: Path | None = None
    truth: Path | None = None
    status: Path | None = None
    parent: int = field(default_factory=os.getppid)
    """the process with which the feed ends"""


@dataclass
class _Run:
    """The state of one run: what is due, what was sent, whether to stop."""

    orders: Orders
    producer: Producer
    began: float = 0.0
    next_event: int = 0
    second: int = 0
    stopped_by: str = ""
    reported: float = 0.0

    def __post_init__(self) -> None:
        traffic, folder = self.orders.traffic, self.orders.truth
        self.folder = folder / f"run-{traffic.name}" if folder else None
        if self.folder:
            _new_folder(self.folder)
        self.users, self.events = (Outbox(self.producer, topic, traffic.seed) for topic in (USERS, EVENTS))
        self.truths = {name: Truth(self.folder, name) for name in ("users", "updates", "events")}

    def stop(self, number: int, _frame: object) -> None:
        self.stopped_by = self.stopped_by or signal.Signals(number).name

    def feed(self) -> dict[str, Any]:
        """Users, then events until the last one or a stop; whatever was sent is delivered and in the truth at the
        end."""
        self._send_users()
        self.began = max(time.time(), self.orders.traffic.base_us / SECOND)
        while self.orders.feeds_events and not self._over():
            self._send_events()
            self._collect()
            self._report()
        return self._finished()

    def _send_users(self) -> None:
        for start, stop in _chunks(0, self.orders.traffic.users):
            if self._over():
                break
            self.users.put(users(self.orders.traffic, start, stop))
            self._collect(into="users")
            self._report()
        self.users.flush()
        self._collect(into="users")
        self.truths["users"].write()

    def _send_events(self) -> None:
        stop = self._due()
        if stop > self.next_event:
            self.events.put(events(self.orders.traffic, self.next_event, stop))
            self.next_event = stop
            self._send_updates()
        self._rest()

    def _send_updates(self) -> None:
        """User changes of the last full second of event time: one for every 500 events, at least one."""
        second = int(self.next_event / self.orders.traffic.rate)
        if second > self.second:
            self.second = second
            count = max(1, min(self.orders.traffic.users, round(self.orders.traffic.rate / _EVENTS_PER_UPDATE)))
            self.users.put(user_updates(self.orders.traffic, second, count))

    def _due(self) -> int:
        """The end of the chunk that may be sent now; never an event before its time, and never more than one chunk."""
        due = self.next_event + _LARGEST_CHUNK
        if self.orders.paced:
            due = min(due, int((time.time() - self.began) * self.orders.traffic.rate))
        return min(due, self.orders.events) if self.orders.events else due

    def _rest(self) -> None:
        """Until the next chunk is due; librdkafka works meanwhile. ``poll`` alone returns at the first delivery
        report."""
        until = time.monotonic() + (0.0 if self._behind() else _CHUNK_SECONDS)
        self.producer.poll(0)
        while not self._over() and (left := until - time.monotonic()) > 0:
            self.producer.poll(left)

    def _behind(self) -> bool:
        return self._due() - self.next_event >= _LARGEST_CHUNK

    def _over(self) -> bool:
        if os.getppid() != self.orders.parent:
            self.stopped_by = self.stopped_by or "parent ended"
        return bool(self.stopped_by) or bool(self.orders.events and self.next_event >= self.orders.events)

    def _collect(self, into: str = "updates") -> None:
        for outbox, name in ((self.users, into), (self.events, "events")):
            for table in outbox.delivered():
                self.truths[name].add(table)

    def _finished(self) -> dict[str, Any]:
        self.events.flush()
        self._collect()
        for truth in self.truths.values():
            truth.write()
        self._report(last=True)
        totals = self._totals()
        if self.folder:
            _write_json(self.folder / "done.json", totals)
        return totals

    def _totals(self) -> dict[str, Any]:
        truth = self.truths["events"]
        return {
            "run": self.orders.traffic.name,
            "seed": self.orders.traffic.seed,
            "base_us": self.orders.traffic.base_us,
            "rate": self.orders.traffic.rate,
            "users": self.truths["users"].rows,
            "updates": self.truths["updates"].rows,
            "events": truth.rows,
            "kinds": dict(sorted(truth.kinds.items())),
            "reasons": dict(sorted(truth.reasons.items())),
            "ended": self.stopped_by or "complete",
        }

    def _report(self, last: bool = False) -> None:
        now = time.time()
        if self.orders.status and (last or now - self.reported >= 1):
            self.reported = now
            rate = self.next_event / max(now - self.began, 0.001) if self.next_event else 0.0
            status = {
                "events_sent": self.events.sent,
                "users_sent": self.users.sent,
                "rate": round(rate, 1),
                "finished": last,
            }
            _write_json(self.orders.status, status)


def feed(orders: Orders) -> dict[str, Any]:
    """Carries the orders out in this process; SIGTERM and SIGINT end it after the chunk at hand.

    Returns the totals that ``done.json`` holds. Raises :class:`FeedError`. Call it from the main thread.
    """
    run = _Run(orders, producer(orders.bootstrap, _options(orders.client_options)))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, run.stop)
    return run.feed()


def send(bootstrap: str, traffic: Traffic, start: int, stop: int, options: Mapping[str, Any] | None = None) -> pa.Table:
    """Pushes events ``start`` to ``stop`` to topic ``events`` as fast as possible.

    Returns their truth (``EVENTS_SCHEMA`` without payload, with int32 ``partition`` and int64 ``offset``) once the
    broker has confirmed all. Raises :class:`FeedError`.
    """
    outbox = Outbox(producer(bootstrap, options or {}), EVENTS, traffic.seed)
    return _pushed(outbox, (events(traffic, at, to) for at, to in _chunks(start, stop)))


def producer(bootstrap: str, options: Mapping[str, Any]) -> Producer:
    """An idempotent producer without transactions; ``options`` are librdkafka's own (SASL, TLS)."""
    settings: dict[str, Any] = {
        "acks": "all",
        "enable.idempotence": True,
        "linger.ms": 20,
        "compression.type": "lz4",
        "queue.buffering.max.messages": 2 * _IN_FLIGHT,
        "delivery.timeout.ms": _DELIVERY_SECONDS * 1000,
        **options,
        "bootstrap.servers": bootstrap,
    }
    try:
        return Producer(settings, logger=_SILENT)
    except KafkaException as error:
        raise FeedError(f"the client options cannot be used: {error.args[0].name()}") from None


def _pushed(outbox: Outbox, tables: Iterator[pa.Table]) -> pa.Table:
    for table in tables:
        outbox.put(table)
    outbox.flush()
    return pa.concat_tables(outbox.delivered())


def _chunks(start: int, stop: int) -> Iterator[tuple[int, int]]:
    for at in range(start, stop, _LARGEST_CHUNK):
        yield at, min(at + _LARGEST_CHUNK, stop)


def _partitions(of: Producer, topic: str) -> int:
    try:
        found = of.list_topics(topic, timeout=15).topics[topic]
    except KafkaException as error:
        raise FeedError(f"no Kafka broker answers at the bootstrap address: {error.args[0].name()}") from None
    if found.error is not None:
        raise FeedError(f"topic {topic} cannot be used: {found.error.name()}; create it first")
    return len(found.partitions)


def _options(path: Path | None) -> dict[str, str]:
    """Client options from a file, by librdkafka's names."""
    try:
        return client_options.librdkafka(client_options.read(path))
    except ServiceError as error:
        raise FeedError(str(error)) from None


def _new_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        raise FeedError(f"there is a truth of {folder.name} already: choose another --truth or --base-time") from None


def _write_json(path: Path, content: dict[str, Any]) -> None:
    _write_whole(path, lambda part: part.write_text(json.dumps(content) + "\n", "utf-8"))


def _write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """A reader sees the whole file or none."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    write(part)
    part.replace(path)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.feed", description=__doc__.partition("\n")[0])
    parser.add_argument("--bootstrap", required=True, help="host:port of a broker")
    parser.add_argument("--client-options", type=Path, help="file of client properties (SASL, TLS), mode 0400 or 0600")
    parser.add_argument("--users", type=int, default=20_000, help="synthetic population")
    parser.add_argument("--rate", type=float, default=2000, help="events per second; 0: users only")
    parser.add_argument("--events", type=int, default=0, help="stop after so many; 0: until stopped")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument(
        "--base-time", help="time of event 0, RFC 3339; default now (unthrottled: so that the last one is now)"
    )
    parser.add_argument(
        "--unthrottled", action="store_true", help="as fast as possible; event times still follow --rate"
    )
    parser.add_argument("--truth", type=Path, help="folder for the truth, one sub-folder per run")
    parser.add_argument(
        "--parent", type=int, default=os.getppid(), help="process with which the feed ends; default whoever starts it"
    )
    parser.add_argument("--status", type=Path, help="JSON file rewritten every second, for a progress display")
    return parser


def _orders(options: argparse.Namespace) -> Orders:
    rate = options.rate or 1.0
    _warm_up()
    ahead = options.events / rate if options.unthrottled else 0.0
    if options.unthrottled and options.rate and not options.events:
        raise FeedError("--unthrottled needs --events")
    base = (
        datetime.fromisoformat(options.base_time)
        if options.base_time
        else datetime.fromtimestamp(time.time() - ahead, UTC)
    )
    if base.tzinfo is None:
        raise FeedError("--base-time needs a zone, such as Z")
    return Orders(
        bootstrap=options.bootstrap,
        traffic=Traffic(options.seed, round(base.timestamp() * SECOND), options.users, rate),
        feeds_events=options.rate > 0,
        events=options.events,
        paced=not options.unthrottled,
        client_options=options.client_options,
        truth=options.truth,
        status=options.status,
        parent=options.parent,
    )


def _warm_up() -> None:
    """Makes the pools (2 s) before the base time is read, else every event would be sent that much after its time."""
    small = Traffic(0, 0, 1)
    events(small, 0, 1)
    users(small, 0, 1)


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: 0 complete or stopped by a signal, 1 not delivered or wrong options, 2 usage."""
    try:
        feed(_orders(_parser().parse_args(arguments)))
    except (FeedError, TrafficError) as error:
        print(f"feed: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

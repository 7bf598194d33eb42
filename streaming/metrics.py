"""Prometheus metrics of a running stream: counts, seconds and closed words, kept apart from any global registry.

``CATALOGUE`` is the closed list: docs/metrics.md says what each means, and the alerts and the dashboard in
docs/monitoring name no other. One scrape sees whole batches, so the accounting equations hold in it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.core import Metric as Family
from prometheus_client.registry import Collector

from lakehouse.road import BatchReport
from schemas.outcomes import Fate, Outcome, Reason
from streaming.backlog import Backlog

_LOOPBACK = "127.0.0.1"
_SERVICES = ("kafka", "postgres")


@dataclass(frozen=True)
class Metric:
    """``labels`` take words of closed lists only: topics, outcomes, fates, reasons, stages, parts, services."""

    name: str
    kind: Literal["counter", "gauge"]
    meaning: str
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.kind == "counter") != self.name.endswith("_total"):
            raise ValueError(f"{self.name}: a counter, and nothing else, ends in _total")


POSITIONS = Metric("lake_positions_total", "counter", "positions taken, from the offsets of batches", ("topic",))
RECORDS = Metric(
    "lake_records_total", "counter", "records by outcome: bronze, rejected, suppressed", ("topic", "outcome")
)
FATES = Metric(
    "lake_fates_total", "counter", "bronze rows by fate: accepted, duplicate, conflict, superseded", ("topic", "fate")
)
JUDGED_BEFORE = Metric(
    "lake_judged_before_total", "counter", "bronze rows of batches that an earlier run had judged", ("topic",)
)
REJECTED = Metric("lake_rejected_total", "counter", "rejected records by reason", ("topic", "reason"))
UNKNOWN_FIELDS = Metric("lake_unknown_fields_total", "counter", "fields that no contract names", ("topic",))
DRIFTED = Metric(
    "lake_drifted_total", "counter", "what stood undeclared in a field of the records looked at", ("topic",)
)
NEW_PERSONS = Metric("lake_new_persons_total", "counter", "persons met for the first time", ("topic",))
BATCHES = Metric("lake_batches_total", "counter", "batches that every sink holds", ("topic",))
BATCH_SECONDS = Metric(
    "lake_batch_seconds_total",
    "counter",
    "seconds spent on batches by stage; some run side by side",
    ("topic", "stage"),
)
LAST_BATCH_SECONDS = Metric("lake_last_batch_seconds", "gauge", "seconds of the last batch, begin to end", ("topic",))
LAST_BATCH_TIME = Metric("lake_last_batch_timestamp_seconds", "gauge", "when the last batch was closed", ("topic",))
LAG = Metric("lake_lag_records", "gauge", "positions in the topic that no closed batch has taken", ("topic",))
LAG_AGE = Metric("lake_lag_age_seconds", "gauge", "since the oldest of them was received; 0 without any", ("topic",))
LAG_RATIO = Metric("lake_lag_age_ratio", "gauge", "that age as a share of the topic's retention", ("topic",))
FRESHNESS = Metric("lake_freshness_seconds", "gauge", "since the newest record in the tables was received", ("topic",))
LOOKED_TIME = Metric("lake_looked_timestamp_seconds", "gauge", "when the topic was last read", ("topic",))
GOLD_CELLS = Metric("lake_gold_cells", "gauge", "cells written by the last refresh of gold")
GOLD_WITHHELD = Metric("lake_gold_withheld_cells", "gauge", "cells that did not pass the gate in it")
GOLD_REFRESHES = Metric("lake_gold_refreshes_total", "counter", "refreshes of gold that wrote")
GOLD_TIME = Metric("lake_gold_timestamp_seconds", "gauge", "when the last of them ended")
COMPACTED = Metric("lake_compacted_files_total", "counter", "small files that upkeep put together")
FAILURES = Metric("lake_failures_total", "counter", "failures that the stream got over, by part", ("part",))
WAITING = Metric("lake_waiting", "gauge", "1 while the stream waits for the service", ("service",))
STARTED = Metric("lake_started_timestamp_seconds", "gauge", "when the stream was started")

CATALOGUE: tuple[Metric, ...] = (
    *(POSITIONS, RECORDS, FATES, JUDGED_BEFORE, REJECTED, UNKNOWN_FIELDS, DRIFTED, NEW_PERSONS),
    *(BATCHES, BATCH_SECONDS, LAST_BATCH_SECONDS, LAST_BATCH_TIME),
    *(LAG, LAG_AGE, LAG_RATIO, FRESHNESS, LOOKED_TIME),
    *(GOLD_CELLS, GOLD_WITHHELD, GOLD_REFRESHES, GOLD_TIME),
    *(COMPACTED, FAILURES, WAITING, STARTED),
)
"""Every metric there is."""

Labels = tuple[str, ...]
Look = Callable[[Mapping[int, int]], Backlog | None]
"""What lies in a topic beyond the first offsets not taken: ``streaming.backlog.TopicAge.backlog``."""


class Metrics(Collector):
    """Hears what the progress line hears, and is read by Prometheus. Safe for threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._values: dict[Metric, dict[Labels, float]] = {metric: {} for metric in CATALOGUE}
        self._taken: dict[str, dict[int, int]] = {}
        self._looks: dict[str, Look] = {}
        self._set(STARTED, time.time())
        self._add(GOLD_REFRESHES, 0)
        self._add(COMPACTED, 0)
        for part in ("gold", "upkeep"):
            self._add(FAILURES, 0, part)
        for service in _SERVICES:
            self._set(WAITING, 0, service)

    def watch(self, topic: str, taken: Mapping[int, int], look: Look) -> None:
        """From now on a scrape asks how old the records are that wait in ``topic`` beyond ``taken``."""
        with self._guard:
            self._taken[topic] = dict(taken)
            self._looks[topic] = look
            self._begin(topic)

    # --- what a Listener hears ----------------------------------------------------------------------------------------

    def carried(self, topic: str, report: BatchReport) -> None:
        with self._guard:
            self._count_outcomes(topic, report)
            self._count_fates(topic, report)
            self._add(BATCHES, 1, topic)
            self._add(NEW_PERSONS, report.new_persons, topic)
            for stage, seconds in report.seconds.items():
                self._add(BATCH_SECONDS, seconds, topic, stage)
            self._set(LAST_BATCH_SECONDS, report.elapsed, topic)
            self._set(LAST_BATCH_TIME, time.time(), topic)

    def looked(self, topic: str) -> None:
        with self._guard:
            self._set(LOOKED_TIME, time.time(), topic)

    def lagging(self, topic: str, lag: int) -> None:
        with self._guard:
            self._set(LAG, lag, topic)

    def gold(self, cells: int, withheld: int) -> None:
        with self._guard:
            self._set(GOLD_CELLS, cells)
            self._set(GOLD_WITHHELD, withheld)
            self._add(GOLD_REFRESHES, 1)
            self._set(GOLD_TIME, time.time())

    def compacted(self, files: int) -> None:
        with self._guard:
            self._add(COMPACTED, files)

    def failed(self, what: str, words: str) -> None:
        with self._guard:
            self._add(FAILURES, 1, what)

    def waiting(self, service: str, away: bool) -> None:
        with self._guard:
            self._set(WAITING, float(away), service.lower())

    # --- what Prometheus reads ----------------------------------------------------------------------------------------

    def collect(self) -> Iterator[Family]:
        self._look()
        with self._guard:
            families = [_family(metric, values) for metric, values in self._values.items() if values]
        yield from families

    def _look(self) -> None:
        """Asks outside the guard: a broker that is slow to answer holds up no batch. One that is known to be away is
        not asked: the answer to Prometheus, which says so, would come too late."""
        with self._guard:
            away = bool(self._values[WAITING]["kafka",])
            asked = [(topic, look, dict(self._taken[topic])) for topic, look in self._looks.items()]
        found = {topic: None if away else look(taken) for topic, look, taken in asked}
        with self._guard:
            for topic, backlog in found.items():
                self._note(topic, backlog)

    def _note(self, topic: str, backlog: Backlog | None) -> None:
        """Without an answer there is no figure: an old one would look like a new one."""
        figures = (backlog.age_seconds, backlog.ratio, backlog.fresh_seconds) if backlog else (None, None, None)
        for metric, figure in zip((LAG_AGE, LAG_RATIO, FRESHNESS), figures, strict=True):
            self._values[metric].pop((topic,), None)
            if figure is not None:
                self._set(metric, figure, topic)

    def _begin(self, topic: str) -> None:
        """Counters of ``topic`` at 0: Prometheus sees no increase in a series that begins with its first count."""
        for metric in (POSITIONS, JUDGED_BEFORE, UNKNOWN_FIELDS, DRIFTED, NEW_PERSONS, BATCHES, FAILURES):
            self._add(metric, 0, topic)
        for metric, words in ((RECORDS, Outcome), (FATES, Fate), (REJECTED, Reason)):
            for word in words:
                self._add(metric, 0, topic, word)

    def _count_outcomes(self, topic: str, report: BatchReport) -> None:
        for account in report.accounts:
            self._taken.setdefault(topic, {})[account.partition] = account.to_offset
            self._add(POSITIONS, account.to_offset - account.from_offset, topic)
            self._add(RECORDS, account.bronze, topic, Outcome.BRONZE)
            self._add(RECORDS, account.rejected, topic, Outcome.REJECTED)
            self._add(RECORDS, account.suppressed, topic, Outcome.SUPPRESSED)
            self._add(UNKNOWN_FIELDS, account.unknown_fields, topic)
            self._add(DRIFTED, sum(account.drifts.values()), topic)
            for reason, records in account.reasons.items():
                self._add(REJECTED, records, topic, reason)

    def _count_fates(self, topic: str, report: BatchReport) -> None:
        if report.judgement is None:
            self._add(JUDGED_BEFORE, sum(account.bronze for account in report.accounts), topic)
            return
        for account in report.judgement.accounts:
            for fate, rows in account.fates.items():
                self._add(FATES, rows, topic, fate)

    def _add(self, metric: Metric, amount: float, *labels: str) -> None:
        values = self._values[metric]
        values[labels] = values.get(labels, 0.0) + amount

    def _set(self, metric: Metric, value: float, *labels: str) -> None:
        self._values[metric][labels] = value


def _family(metric: Metric, values: Mapping[Labels, float]) -> Family:
    make = CounterMetricFamily if metric.kind == "counter" else GaugeMetricFamily
    family = make(metric.name, metric.meaning, labels=metric.labels)
    for labels, value in values.items():
        family.add_metric(labels, value)
    return family


class Exposition:
    """Serves metrics over HTTP on loopback. A port that cannot be had is no reason not to stream."""

    def __init__(self, metrics: Metrics, port: int) -> None:
        """``port`` 0: none is served."""
        self.warning: str | None = None
        """Why nothing is served, with the remedy; None where it is, or is not wanted."""
        self._server = None
        if not port:
            return
        registry = CollectorRegistry(auto_describe=False)
        registry.register(metrics)
        try:
            self._server, self._thread = start_http_server(port, _LOOPBACK, registry)
        except OSError:
            self.warning = (
                f"metrics are not served: port {port} is taken, or not allowed; set METRICS_PORT to another, or to 0"
            )

    def close(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
            self._server = None

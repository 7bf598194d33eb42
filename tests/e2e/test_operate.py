"""A running stream as an operator sees it: metrics, status and reconciliation agree, and disturb nothing."""

from __future__ import annotations

import signal
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from pyspark.sql import SparkSession

from conf import Settings
from lakehouse.tables import Lake
from privacy.keyfile import write_master_key
from schemas.outcomes import Outcome
from scripts import reconcile, status
from scripts.condition import Code, Condition, problems
from scripts.control import Control, control
from scripts.reconcile import Comparison
from scripts.services import process
from streaming.metrics import CATALOGUE
from tests.support import jvm
from tests.support.deployment import Deployment, Run, wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.long]

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@dataclass(frozen=True)
class Seen:
    """What was seen in mid-stream, and after the end."""

    deployment: Deployment
    metrics: Samples
    running: Condition
    beside: Comparison
    stopped: Condition
    after: Comparison


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory, spark: SparkSession) -> Iterator[Seen]:
    port = process.port(None)
    deployment = Deployment(
        tmp_path_factory.mktemp("operate"),
        METRICS_PORT=str(port),
        RATE="500",
        STATUS_SECONDS="30",
        JDK_JAVA_OPTIONS=jvm.INTERPRETED,
    )
    write_master_key(deployment.settings.paths.key_file)
    try:
        run = deployment.start()
        run.await_batches(2)
        plane = control(deployment.settings)
        metrics = wait_for(lambda: _looked(port), "the lag of events among the metrics")
        running = status.condition(deployment.settings)
        beside = compared(spark, plane)
        end(run)
        stopped = status.condition(deployment.settings)
        yield Seen(deployment, metrics, running, beside, stopped, compared(spark, plane))
    finally:
        deployment.remove()


def _looked(port: int) -> Samples:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
        families = text_string_to_metric_families(answer.read().decode())
        found = {(s.name, tuple(sorted(s.labels.items()))): s.value for family in families for s in family.samples}
    return found if ("lake_lag_records", (("topic", "events"),)) in found else {}


def compared(spark: SparkSession, plane: Control) -> Comparison:
    database = plane.database()
    try:
        return reconcile.compare(spark, Lake(plane.lake.root, plane.lake.lake_id), database)
    finally:
        database.close()


def end(run: Run) -> None:
    run.process.send_signal(signal.SIGINT)
    assert run.wait() == 0, run.text[-2000:]


def test_metrics_balance_and_belong_to_the_catalogue(seen: Seen) -> None:
    assert {name for name, _ in seen.metrics} <= {metric.name for metric in CATALOGUE}
    records = {
        outcome: seen.metrics["lake_records_total", (("outcome", outcome), ("topic", "events"))] for outcome in Outcome
    }
    assert records[Outcome.BRONZE] > 0
    assert sum(records.values()) == seen.metrics["lake_positions_total", (("topic", "events"),)]
    fates = sum(
        value for (name, labels), value in seen.metrics.items()
        if name == "lake_fates_total" and ("topic", "events") in labels
    )  # fmt: skip
    assert fates == records[Outcome.BRONZE]
    assert 0 <= seen.metrics["lake_lag_age_ratio", (("topic", "events"),)] < 0.1
    assert seen.metrics["lake_freshness_seconds", (("topic", "events"),)] < 300


def test_status_sees_the_run_and_no_problem_but_what_the_feed_sends(seen: Seen) -> None:
    assert seen.running.run is not None
    assert [service.up for service in seen.running.services] == [True, True]
    assert all(topic.epoch is not None for topic in seen.running.topics)
    assert codes(seen.running, seen.deployment.settings) <= SENT


SENT = {Code.REJECTED, Code.UNKNOWN_FIELDS, Code.DRIFT, Code.DISK_LOW}
"""The synthetic traffic has malformed records, unknown fields and e-mail addresses in URLs; the disk is the
machine's."""


def codes(found: Condition, settings: Settings) -> set[Code]:
    return {problem.code for problem in problems(found, settings)}


def test_after_a_clean_stop_nothing_waits(seen: Seen) -> None:
    assert seen.stopped.run is None
    assert {topic.name: topic.backlog and topic.backlog.lag for topic in seen.stopped.topics} == {
        "events": 0, "users": 0, "consents": 0,
    }  # fmt: skip
    assert codes(seen.stopped, seen.deployment.settings) <= SENT
    assert last(seen.stopped) > last(seen.running)


def last(found: Condition) -> Any:
    (events,) = (topic for topic in found.topics if topic.name == "events")
    assert events.last is not None
    return events.last.number


def test_tables_equal_the_ledger_in_mid_stream_and_after_it(seen: Seen) -> None:
    assert [one for one in seen.beside.findings if one.difference.fails] == []
    assert (seen.after.equal, seen.after.findings) == (True, ())
    assert seen.after.positions > seen.beside.positions > 0
    assert seen.after.bronze + seen.after.quarantine == seen.after.positions

"""Metrics: a closed catalogue that doc, alerts and dashboard keep to, counts that balance, served on loopback."""

from __future__ import annotations

import json
import re
import socket
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from conf import ROOT
from lakehouse.accounts import FateAccount, Judgement, PartitionAccount
from lakehouse.road import BatchReport
from schemas.outcomes import Fate, Outcome, Reason
from scripts.services import process
from streaming.backlog import Backlog
from streaming.listeners import Listener
from streaming.metrics import CATALOGUE, Exposition, Metric, Metrics

pytestmark = pytest.mark.unit

NAMES = {metric.name for metric in CATALOGUE}
DOC = (ROOT / "docs" / "metrics.md").read_text("utf-8")
ALERTS = yaml.safe_load((ROOT / "docs" / "monitoring" / "alerts.yml").read_text("utf-8"))
DASHBOARD = json.loads((ROOT / "docs" / "monitoring" / "dashboard.json").read_text("utf-8"))

RULES = [rule for group in ALERTS["groups"] for rule in group["rules"]]
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
QUERIES = [target["expr"] for panel in PANELS for target in panel["targets"]]

ACCOUNT = PartitionAccount("kafka:c/t", 0, 10, 20, 10, 7, 2, 1, 4, {Reason.TOO_LONG: 2}, {"referrer:EMAIL": 3})
REPORT = BatchReport(
    accounts=(ACCOUNT,),
    judgement=Judgement((FateAccount("kafka:c/t", 0, {Fate.ACCEPTED: 5, Fate.DUPLICATE: 2}),), ()),
    seconds={"pass": 1.5, "bronze": 0.5},
    elapsed=2.0,
    new_persons=3,
)


def samples(metrics: Metrics) -> dict[tuple[str, tuple[str, ...]], float]:
    """Every sample by name and label values."""
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in metrics.collect()
        for sample in family.samples
    }


# --- the catalogue and what is written about it -----------------------------------------------------------------------


def test_the_document_says_what_each_metric_means_and_names_no_other() -> None:
    rows = [line.split("|") for line in DOC.splitlines() if line.startswith("| `lake_")]
    documented = {row[1].strip(" `"): tuple(re.findall(r"\w+", row[2])) for row in rows}
    assert documented == {metric.name: metric.labels for metric in CATALOGUE}
    assert set(re.findall(r"`(lake_\w+)`", DOC)) == NAMES


def test_alerts_and_dashboard_name_metrics_of_the_catalogue_only() -> None:
    alerting = set(re.findall(r"\blake_\w+", " ".join(rule["expr"] for rule in RULES)))
    shown = set(re.findall(r"\blake_\w+", " ".join(QUERIES)))
    assert alerting <= NAMES
    assert shown == NAMES


FUNCTIONS = {"sum", "max", "abs", "rate", "increase", "time", "absent", "by", "on", "group_left"}
OPERATORS = {"and", "unless", "offset"}
LABELS = {label for metric in CATALOGUE for label in metric.labels}
WORDS = {*Outcome, *Fate, "events"}


@pytest.mark.parametrize("query", [*QUERIES, *(rule["expr"] for rule in RULES)])
def test_a_query_is_made_of_metrics_labels_and_known_words_alone(query: str) -> None:
    bare = re.sub(r"\[[0-9]+[mh]\]|offset [0-9]+h|\b[0-9.]+\b", "", query)
    words = set(re.findall(r"[A-Za-z_]\w*", bare))
    assert words <= NAMES | FUNCTIONS | OPERATORS | LABELS | WORDS


def test_an_alert_has_a_remedy_and_is_in_the_handbook() -> None:
    handbook = (ROOT / "docs" / "operate.md").read_text("utf-8")
    for rule in RULES:
        assert rule["annotations"]["remedy"]
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert f"`{rule['alert']}`" in handbook
    assert len({rule["alert"] for rule in RULES}) == len(RULES) >= 10


def test_the_dashboard_asks_prometheus_and_nothing_else() -> None:
    sources = {json.dumps(target["datasource"]) for panel in PANELS for target in panel["targets"]}
    assert sources == {json.dumps({"type": "prometheus", "uid": "${source}"})}
    assert [each["query"] for each in DASHBOARD["templating"]["list"]] == ["prometheus"]
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def test_legends_show_labels_of_the_catalogue_only() -> None:
    legends = " ".join(target["legendFormat"] for panel in PANELS for target in panel["targets"])
    assert set(re.findall(r"{{(\w+)}}", legends)) <= LABELS


@pytest.mark.parametrize(("name", "kind"), [("lake_x_total", "gauge"), ("lake_x", "counter")])
def test_a_name_that_hides_its_kind_is_refused(name: str, kind: Any) -> None:
    with pytest.raises(ValueError, match="ends in _total"):
        Metric(name, kind, "nothing")


# --- what is counted --------------------------------------------------------------------------------------------------


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


def test_metrics_hear_what_every_listener_hears(metrics: Metrics) -> None:
    heard: Listener = metrics
    heard.looked("events")
    heard.lagging("events", 12)
    heard.gold(40, 5)
    heard.failed("gold", "Spark failed")
    heard.waiting("Kafka", away=True)
    seen = samples(metrics)
    assert seen["lake_lag_records", ("events",)] == 12
    assert (seen["lake_gold_cells", ()], seen["lake_gold_withheld_cells", ()]) == (40, 5)
    assert (seen["lake_gold_refreshes_total", ()], seen["lake_failures_total", ("gold",)]) == (1, 1)
    assert (seen["lake_waiting", ("kafka",)], seen["lake_waiting", ("postgres",)]) == (1, 0)
    heard.waiting("Kafka", away=False)
    assert samples(metrics)["lake_waiting", ("kafka",)] == 0


def test_a_batch_is_counted_whole_and_its_accounts_balance(metrics: Metrics) -> None:
    for _ in range(2):
        metrics.carried("events", REPORT)
    seen = samples(metrics)
    outcomes = {outcome: seen["lake_records_total", ("events", outcome)] for outcome in Outcome}
    assert outcomes == {Outcome.BRONZE: 14, Outcome.REJECTED: 4, Outcome.SUPPRESSED: 2}
    assert sum(outcomes.values()) == seen["lake_positions_total", ("events",)]
    assert seen["lake_fates_total", ("events", Fate.ACCEPTED)] == 10
    assert seen["lake_rejected_total", ("events", Reason.TOO_LONG)] == 4
    assert seen["lake_batch_seconds_total", ("events", "pass")] == 3.0
    assert (seen["lake_last_batch_seconds", ("events",)], seen["lake_batches_total", ("events",)]) == (2.0, 2)
    assert seen["lake_drifted_total", ("events",)] == 6
    assert (seen["lake_unknown_fields_total", ("events",)], seen["lake_new_persons_total", ("events",)]) == (8, 6)


def test_a_batch_that_was_judged_before_the_restart_balances_too(metrics: Metrics) -> None:
    metrics.carried("events", BatchReport((ACCOUNT,), None, {}, elapsed=1.0))
    seen = samples(metrics)
    assert seen["lake_judged_before_total", ("events",)] == seen["lake_records_total", ("events", Outcome.BRONZE)] == 7


class Asked:
    """Stands for the broker: remembers what it was asked, answers what it is told to."""

    def __init__(self) -> None:
        self.answer: Backlog | None = Backlog("events", 5, 0, 30.0, 7.0, 120.0)
        self.taken: Mapping[int, int] = {}

    def __call__(self, taken: Mapping[int, int]) -> Backlog | None:
        self.taken = taken
        return self.answer


def test_a_scrape_asks_for_the_age_of_what_waits_beyond_the_last_batch(metrics: Metrics) -> None:
    broker = Asked()
    metrics.watch("events", {0: 10, 1: 4}, broker)
    metrics.carried("events", REPORT)
    seen = samples(metrics)
    assert broker.taken == {0: 20, 1: 4}
    assert (seen["lake_lag_age_seconds", ("events",)], seen["lake_lag_age_ratio", ("events",)]) == (30.0, 0.25)
    assert seen["lake_freshness_seconds", ("events",)] == 7.0
    broker.answer = None
    told = {"lake_lag_age_seconds", "lake_lag_age_ratio", "lake_freshness_seconds"}
    assert told.isdisjoint(name for name, _ in samples(metrics)), "an old figure would look like a new one"


def test_a_broker_that_is_known_to_be_away_is_not_asked(metrics: Metrics) -> None:
    broker = Asked()
    metrics.watch("events", {0: 10}, broker)
    metrics.waiting("Kafka", away=True)
    assert ("lake_lag_age_seconds", ("events",)) not in samples(metrics)
    assert broker.taken == {}
    metrics.waiting("Kafka", away=False)
    assert samples(metrics)["lake_lag_age_seconds", ("events",)] == 30.0


def test_counters_of_a_watched_topic_begin_at_zero(metrics: Metrics) -> None:
    metrics.watch("users", {}, Asked())
    seen = samples(metrics)
    assert all(seen["lake_rejected_total", ("users", reason)] == 0 for reason in Reason)
    assert all(seen["lake_records_total", ("users", outcome)] == 0 for outcome in Outcome)


def test_every_sample_belongs_to_the_catalogue(metrics: Metrics) -> None:
    metrics.watch("events", {}, Asked())
    metrics.carried("events", REPORT)
    test_metrics_hear_what_every_listener_hears(metrics)
    seen = samples(metrics)
    assert {name for name, _ in seen} == NAMES
    labels = {metric.name: len(metric.labels) for metric in CATALOGUE}
    assert all(len(values) == labels[name] for name, values in seen)


# --- how it is served -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def served() -> Iterator[int]:
    """The port of metrics that have counted one batch. Given back at the end, as the next one to take it would find."""
    metrics, port = Metrics(), process.port(None)
    metrics.carried("events", REPORT)
    exposition = Exposition(metrics, port)
    assert exposition.warning is None
    yield port
    exposition.close()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


def test_prometheus_reads_what_was_counted(served: int) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{served}/metrics", timeout=10) as answer:
        families = {family.name: family for family in text_string_to_metric_families(answer.read().decode())}
    bronze = [s for s in families["lake_records"].samples if s.labels == {"topic": "events", "outcome": "bronze"}]
    assert [sample.value for sample in bronze] == [7]
    assert {name for name in families if not name.startswith("lake_")} == set(), "of no global registry"


def test_only_loopback_is_listened_on(served: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.2", served))


def test_a_taken_port_is_a_warning_with_the_remedy(metrics: Metrics, served: int) -> None:
    second = Exposition(metrics, served)
    assert second.warning is not None
    assert "set METRICS_PORT" in second.warning
    second.close()


def test_port_zero_serves_nothing(metrics: Metrics) -> None:
    nothing = Exposition(metrics, 0)
    assert nothing.warning is None
    nothing.close()

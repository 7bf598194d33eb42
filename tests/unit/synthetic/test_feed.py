"""The feed without a broker: what it records as delivered, what it refuses, what it writes."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from batch.synthetic import Rates, Traffic, events
from scripts import feed

BASE = 1_767_225_600_000_000
TRAFFIC = Traffic(seed=1, base_us=BASE, users=200, rate=1000, rates=Rates())

pytestmark = pytest.mark.unit


class Broker:
    """Stands in for a producer and its broker: delivers in order per partition, when polled; keeps what it was sent."""

    def __init__(self, fails: str | None = None) -> None:
        self.logs: dict[tuple[str, int], list[bytes | None]] = {}
        self._reports: list[Callable[[], None]] = []
        self._fails = fails

    def __len__(self) -> int:
        return len(self._reports)

    def list_topics(self, topic: str, timeout: float) -> Any:
        return SimpleNamespace(topics={topic: SimpleNamespace(error=None, partitions={0: 0, 1: 1, 2: 2})})

    def produce_batch(self, topic: str, records: list[dict[str, Any]], partition: int, on_delivery: Any) -> int:
        log = self.logs.setdefault((topic, partition), [])
        error = SimpleNamespace(name=lambda: self._fails) if self._fails else None
        for record in records:
            at = len(log)
            message = SimpleNamespace(partition=lambda: partition, offset=lambda at=at: at)
            log.append(record["value"])
            self._reports.append(lambda message=message: on_delivery(error, message))
        return len(records)

    def poll(self, _seconds: float) -> None:
        for report in self._reports[:1000]:
            report()
        del self._reports[:1000]


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Broker:
    broker = Broker()
    monkeypatch.setattr(feed, "producer", lambda *_: broker)
    return broker


def test_truth_names_the_position_at_which_each_payload_lies(broker: Broker) -> None:
    truth = feed.send("x", TRAFFIC, 10, 40_000)
    payloads = events(TRAFFIC, 10, 40_000)["payload"].to_pylist()
    assert truth["idx"].to_pylist() == list(range(10, 40_000))
    positions = zip(truth["partition"].to_pylist(), truth["offset"].to_pylist(), strict=True)
    assert [broker.logs[feed.EVENTS, p][o] for p, o in positions] == payloads


def test_a_record_goes_to_the_same_partition_in_every_run(broker: Broker) -> None:
    whole, part = feed.send("x", TRAFFIC, 0, 900), feed.send("x", TRAFFIC, 300, 500)
    assert whole["partition"].slice(300, 200).to_pylist() == part["partition"].to_pylist()


def test_an_undelivered_record_ends_the_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "producer", lambda *_: Broker(fails="_MSG_TIMED_OUT"))
    with pytest.raises(feed.FeedError, match="could not be delivered to topic events: _MSG_TIMED_OUT"):
        feed.send("x", TRAFFIC, 0, 10)


def test_a_run_sends_all_users_first_and_leaves_a_complete_truth(broker: Broker, tmp_path: Path) -> None:
    orders = feed.Orders("x", TRAFFIC, events=5000, paced=False, truth=tmp_path, status=tmp_path / "status.json")
    totals = feed.feed(orders)
    folder = tmp_path / f"run-{TRAFFIC.name}"
    assert json.loads((folder / "done.json").read_text()) == totals
    assert (totals["users"], totals["events"], totals["ended"]) == (200, 5000, "complete")
    assert sum(totals["kinds"].values()) == 5000
    assert totals["updates"] == pq.read_table(folder / "updates-000000000000.parquet").num_rows
    written = pq.read_table(folder / "events-000000000000.parquet")
    assert written["idx"].to_pylist() == list(range(5000))
    assert pc.min(written["offset"]).as_py() == 0
    status = json.loads((tmp_path / "status.json").read_text())
    assert (status["events_sent"], status["finished"]) == (5000, True)


def test_a_feed_whose_starter_is_gone_before_it_began_ends_with_its_truth(broker: Broker, tmp_path: Path) -> None:
    totals = feed.feed(feed.Orders("x", TRAFFIC, truth=tmp_path, parent=2**22 + 1))
    assert (totals["ended"], totals["events"]) == ("parent ended", 0)
    assert (tmp_path / f"run-{TRAFFIC.name}" / "done.json").exists()


def test_a_second_run_of_the_same_base_time_does_not_mix_its_truth(broker: Broker, tmp_path: Path) -> None:
    orders = feed.Orders("x", TRAFFIC, feeds_events=False, truth=tmp_path)
    feed.feed(orders)
    with pytest.raises(feed.FeedError, match="there is a truth"):
        feed.feed(orders)


def test_a_paced_feed_never_sends_an_event_before_its_time(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SimpleNamespace(now=BASE / 1e6)
    monkeypatch.setattr(feed.time, "time", lambda: clock.now)
    run = feed._Run(feed.Orders("x", TRAFFIC), broker)  # type: ignore[arg-type]
    run.began = clock.now
    for seconds, due in ((0.0, 0), (0.2501, 250), (2.0, 2000), (1e6, feed._LARGEST_CHUNK)):
        clock.now = run.began + seconds
        assert run._due() == due


def test_client_options_may_use_the_names_of_the_java_client(tmp_path: Path) -> None:
    path = tmp_path / "client.properties"
    path.write_text(
        "# broker\nsecurity.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\nssl.truststore.type=PEM\n"
        "ssl.truststore.location=/ca.pem\n"
        'sasl.jaas.config=org.example.ScramLoginModule required username="u" password="p=1";\n'
    )
    path.chmod(0o600)
    assert feed._options(path) == {
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "SCRAM-SHA-512",
        "ssl.ca.location": "/ca.pem",
        "sasl.username": "u",
        "sasl.password": "p=1",
    }


def test_client_options_that_others_can_read_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "client.properties"
    path.write_text("sasl.password=x")
    path.chmod(0o644)
    with pytest.raises(feed.FeedError, match="chmod 600"):
        feed._options(path)


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        (["--unthrottled"], "needs --events"),
        (["--base-time", "2026-01-01T00:00:00"], "needs a zone"),
        (["--users", "0"], "at least one user"),
    ],
)
def test_options_that_cannot_work_end_in_one_sentence(
    arguments: list[str], remedy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert feed.main(["--bootstrap", "x", *arguments]) == 1
    said = capsys.readouterr().err
    assert remedy in said
    assert said.count("\n") == 1


@pytest.fixture(autouse=True)
def _signals_stay() -> Any:
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)

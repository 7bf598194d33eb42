"""What is exported of runs is what they have read and written: positions, versions of tables, columns."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from openlineage.client.event_v2 import RunEvent

from governance.database import Database
from governance.lineage import LineageError
from governance.openlineage import Exporter
from governance.runs import batch_runs, gold_runs, release_runs
from lakehouse.catalog import GOLD, TABLES
from lakehouse.commits import appended
from scripts.lineage import to_file, to_web
from tests.conftest import NewLake
from tests.support.installation import Installation
from tests.support.records import arrivals, event, profile

pytestmark = pytest.mark.spark

EVER = dt.date.min
WHO = "canary-of-lineage"


@pytest.fixture(scope="module")
def lake(new_lake: NewLake) -> Iterator[Installation]:
    """Two batches of events with others between them, gold, a release."""
    with new_lake() as lake:
        people = [f"{WHO}-{number}" for number in range(4)]
        lake.carry("users", arrivals([profile(user_id=who) for who in people]))
        for batch in range(2):
            sent = [event(event_id=f"event-{batch}-{at}", user_id=who) for at, who in enumerate(people)]
            lake.carry("events", arrivals([*sent, event(event_type="teleport")], 10 * batch), batch)
        lake.gold().refresh()
        lake.publisher().publish(GOLD)
        yield lake


def events(lake: Installation) -> Iterator[RunEvent]:
    exporter = Exporter(lake.lake, {table.full_name: appended(lake.lake, table) for table in TABLES})
    shop = Database(lake.clone.publisher)
    for batch in batch_runs(lake.database(), EVER):
        yield from exporter.of_batch(batch)
    for gold in gold_runs(lake.database(), EVER):
        yield from exporter.of_gold(gold)
    for release in release_runs(shop, EVER):
        yield from exporter.of_release(release)
    shop.close()


@pytest.fixture(scope="module")
def told(lake: Installation, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    file = tmp_path_factory.mktemp("lineage") / "runs.jsonl"
    count = to_file(events(lake), str(file))
    text = file.read_text("utf-8")
    assert WHO not in text
    found = [json.loads(line) for line in text.splitlines()]
    assert len(found) == count
    return found


def completed(told: list[dict[str, Any]], job: str) -> list[dict[str, Any]]:
    return [each for each in told if each["eventType"] == "COMPLETE" and each["job"]["name"] == job]


def test_a_run_names_the_positions_it_took_and_the_versions_that_hold_its_rows(
    lake: Installation, told: list[dict[str, Any]]
) -> None:
    runs = completed(told, "stream.events")
    assert len(runs) == 2
    for number, run in enumerate(runs):
        (source,) = run["inputs"]
        assert source["namespace"] == "kafka://cluster"
        assert source["inputFacets"]["lake_positions"]["partitions"] == [
            {"partition": 0, "first": 10 * number, "end": 10 * number + 5, "records": 5}
        ]
        assert run["run"]["facets"]["lake_policy"].items() >= {"contract": 1, "policy": 2}.items()
        for output in run["outputs"]:
            rows = output["outputFacets"]["outputStatistics"]["rowCount"]
            assert rows == (1 if output["name"].endswith("records") else 4)
            version = int(output["facets"]["version"]["datasetVersion"])
            read = lake.spark.read.format("delta")
            before, after = (read.option("versionAsOf", each).load(output["name"]) for each in (version - 1, version))
            assert after.count() - before.count() == rows
            if "offset" in after.columns:
                added = after.select("offset").subtract(before.select("offset")).collect()
                assert all(10 * number <= row.offset < 10 * number + 5 for row in added)


def test_columns_lead_from_kafka_to_what_is_published(told: list[dict[str, Any]]) -> None:
    fields: dict[tuple[str, str, str], list[tuple[str, str, str]]] = {}
    for run in told:
        for output in run.get("outputs", []):
            for column, of in output.get("facets", {}).get("columnLineage", {}).get("fields", {}).items():
                fields[output["namespace"], output["name"], column] = [
                    (each["namespace"], each["name"], each["field"]) for each in of["inputFields"]
                ]
    waiting = [next(name for name in fields if name[1:] == ("published.user_cohorts", "avg_lifetime_value"))]
    found = set(waiting)
    while waiting:
        for origin in fields.get(waiting.pop(), []):
            if origin not in found:
                found.add(origin)
                waiting.append(origin)
    assert ("kafka://cluster", "topic", "lifetime_value") in found


def test_gold_and_releases_name_the_versions_they_were_made_of(lake: Installation, told: list[dict[str, Any]]) -> None:
    (release,) = completed(told, "publish")
    gold = {each["name"]: int(each["facets"]["version"]["datasetVersion"]) for each in release["inputs"]}
    assert all(version >= 0 for version in gold.values())
    (daily, *_) = completed(told, "gold.daily_event_metrics")
    silver = {each["name"].rsplit("/", 2)[-1]: each for each in daily["inputs"]}
    version = int(silver["events"]["facets"]["version"]["datasetVersion"])
    read = lake.spark.read.format("delta").option("versionAsOf", version)
    assert read.load(silver["events"]["name"]).count() == 8


def test_a_run_is_the_same_whenever_it_is_exported(lake: Installation, told: list[dict[str, Any]]) -> None:
    again = [str(each.run.runId) for each in events(lake)]
    assert again == [each["run"]["runId"] for each in told]
    assert len({(each["run"]["runId"], each["eventType"]) for each in told}) == len(told)


def test_a_collector_gets_them_by_http(lake: Installation, told: list[dict[str, Any]]) -> None:
    taken: list[dict[str, Any]] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(201)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Not to the terminal."""

    server = HTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}"
        assert to_web(events(lake), address) == len(told)
    finally:
        server.shutdown()
        server.server_close()
    assert taken == told
    with pytest.raises(LineageError, match="does not take events"):
        to_web(iter(list(events(lake))[:1]), address)


def test_a_file_that_cannot_be_written_leaves_nothing(lake: Installation, tmp_path: Path) -> None:
    with pytest.raises(LineageError, match="cannot be written"):
        to_file(events(lake), str(tmp_path / "missing" / "runs.jsonl"))
    assert list(tmp_path.iterdir()) == []

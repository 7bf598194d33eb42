"""``make lineage COLUMN=gold.user_cohorts.avg_lifetime_value``: what a column is made of, back to the fields in Kafka.

A tree, or with MERMAID=1 a flow chart for Markdown. Each step says what was done, by which version of the policy.
TO=runs.jsonl or TO=http://collector:5000 exports what every run has read and written (positions, versions of tables,
columns) as OpenLineage events; SINCE=2026-01-31 those since that day.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from openlineage.client.event_v2 import RunEvent
from openlineage.client.serde import Serde
from openlineage.client.transport.http import HttpConfig, HttpTransport
from requests import RequestException

from conf import Settings
from governance.database import Database
from governance.lineage import LineageError, as_mermaid, as_text, upstream
from governance.openlineage import Exporter
from governance.runs import batch_runs, gold_runs, release_runs
from lakehouse.catalog import TABLES
from lakehouse.commits import appended
from scripts import entry
from scripts.control import Control, control
from scripts.services import postgres_shop

_WEB = ("http://", "https://")
_TELLS_EVERY = 1000


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make lineage", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    asked = settings.lineage
    if not asked.to:
        found = upstream(asked.column)
        print(as_mermaid(found) if asked.mermaid else as_text(asked.column, found))
        return
    since = _day(asked.since)
    send = to_web if asked.to.startswith(_WEB) else to_file
    sent = send(_events(settings, control(settings), since), asked.to)
    print(f"{sent:,} events of runs written to {asked.to}")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text) if text else dt.date.min
    except ValueError:
        raise LineageError("SINCE names a day, such as SINCE=2026-01-31") from None


def _events(settings: Settings, plane: Control, since: dt.date) -> Iterator[RunEvent]:
    jobs, shop = plane.database(), Database(postgres_shop.publisher(settings).reveal())
    exporter = Exporter(plane.lake, {table.full_name: appended(plane.lake, table) for table in TABLES})
    try:
        for batch in batch_runs(jobs, since):
            yield from exporter.of_batch(batch)
        for gold in gold_runs(jobs, since):
            yield from exporter.of_gold(gold)
        for release in release_runs(shop, since):
            yield from exporter.of_release(release)
    finally:
        jobs.close()
        shop.close()


def to_file(events: Iterator[RunEvent], to: str) -> int:
    """Whole or not at all; how many."""
    path = Path(to).expanduser()
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            sent = _each(events, lambda event: file.write(Serde.to_json(event) + "\n"))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise LineageError(f"TO={to} cannot be written: {error.strerror}") from None
    return sent


def to_web(events: Iterator[RunEvent], to: str) -> int:
    """To a collector of OpenLineage; how many."""
    transport = HttpTransport(HttpConfig(to))
    try:
        return _each(events, transport.emit)
    except RequestException as error:
        raise LineageError(
            f"TO={to} does not take events ({type(error).__name__}): is it a collector of OpenLineage? Call this "
            "again then; a run that it has already is the same run"
        ) from None
    finally:
        transport.close()


def _each(events: Iterator[RunEvent], send: Callable[[RunEvent], object]) -> int:
    sent = 0
    for event in events:
        send(event)
        sent += 1
        if sent % _TELLS_EVERY == 0:
            print(f"{sent:,} events", flush=True)
    return sent


if __name__ == "__main__":
    sys.exit(main())

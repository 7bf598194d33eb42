"""``make scan FROM=..``: tells for every column whether it is personal, what it is, and what to do with it.

FROM names files (CSV of any delimiter, JSON lines, JSON, Parquet; plain, .gz, .zst) with patterns such as "in/*.csv", a
table of the lake such as silver.users, the folder of a Delta table, or a Kafka topic as topic:events, of which the
newest million messages are looked at. A table is printed; JSON=out.json writes the list. No value of a record is in
either.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from batch.files import ExportError
from batch.scan import Scanned, Told, as_json, scan_files, scan_frame, scan_payloads
from conf import Settings
from lakehouse.catalog import READABLE
from schemas.kinds import Kind
from scripts import entry, session
from scripts.origins import paths_of
from scripts.services import ServiceError, client_options, found, kafka
from streaming.sample import TopicError, newest

_WIDEST = 44
TOPIC = "topic:"
_MOST_MESSAGES = 1_000_000


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make scan", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    if not settings.backfill.files:
        raise ExportError('FROM names what to scan, such as FROM="in/*.csv in/*.parquet"')
    scanned = list(_scanned(settings, settings.backfill.files.split()))
    target = settings.scan.json
    if settings.status.json:
        print(json.dumps(as_json(scanned), indent=1))
        return
    if target:
        Path(target).write_text(json.dumps(as_json(scanned), indent=1) + "\n", "utf-8")
    print(_rendered(scanned))


def _scanned(settings: Settings, named: Sequence[str]) -> Iterator[Scanned]:
    tables = {name: path for name in named for path in (_table(settings, name),) if path}
    topics = [name.removeprefix(TOPIC) for name in named if name.startswith(TOPIC)]
    files = [name for name in named if name not in tables and not name.startswith(TOPIC)]
    if files:
        yield from scan_files(paths_of(" ".join(files)), _progress())
    for topic in topics:
        yield scan_payloads(messages(settings, topic), topic, _progress())
    if tables:
        spark = session.session(settings, "scan")
        try:
            for name, path in tables.items():
                yield scan_frame(spark.read.format("delta").load(path), name)
        finally:
            spark.stop()


def messages(settings: Settings, topic: str) -> Iterator[bytes]:
    """The newest messages of a topic of the broker that settings name, or of the local one. Raises ServiceError."""
    bootstrap = found.bootstrap(settings)
    if bootstrap is None:
        raise ServiceError("no local Kafka runs: `make stream` starts it, or let KAFKA_BOOTSTRAP_SERVERS name one")
    options = client_options.librdkafka(kafka.options(settings))
    try:
        for messages in newest(bootstrap, options, topic, _MOST_MESSAGES):
            yield from messages
    except TopicError as error:
        raise ServiceError(str(error)) from None


def _table(settings: Settings, name: str) -> str:
    """Where the Delta table is that ``name`` means; nothing where it means files."""
    for table in READABLE:
        if table.full_name == name:
            if not Path(settings.paths.lake, table.zone, table.name).exists():
                raise ExportError(f"{name}: is not there yet: run `make stream` or `make backfill` first")
            return f"{settings.paths.lake}/{table.zone}/{table.name}"
    return str(Path(name).resolve()) if (Path(name).expanduser() / "_delta_log").is_dir() else ""


def _progress() -> Told:
    shown = sys.stderr.isatty()

    def told(table: str, rows: int) -> None:
        if shown:
            print(f"\r{table}: {rows:,} rows\x1b[K", end="", file=sys.stderr, flush=True)

    return told


def _rendered(scanned: Sequence[Scanned]) -> str:
    lines = []
    for table in scanned:
        sample = "" if table.closely == table.rows else f", {table.closely:,} of them looked at closely"
        lost = f", {table.lost:,} unreadable rows passed over" if table.lost else ""
        lines += ["", f"{table.table}: {table.rows:,} rows{sample}{lost}"]
        width = min(_WIDEST, max(len(verdict.column) for verdict in table.verdicts))
        for verdict in table.verdicts:
            name = verdict.column if len(verdict.column) <= _WIDEST else verdict.column[: _WIDEST - 1] + "…"
            sure = f"{verdict.primary.low:.2f}-{verdict.primary.high:.2f}"
            inside = ", ".join(str(kind) for kind in sorted(verdict.inside)) if verdict.kind is Kind.NONE else ""
            lines.append(
                f"  {name:<{width}}  {verdict.kind:<14} {verdict.level.name.lower():<11} {sure}  "
                f"{verdict.treatment}{f' (in it: {inside})' if inside else ''}"
            )
    return "\n".join(lines).strip("\n")


if __name__ == "__main__":
    sys.exit(main())

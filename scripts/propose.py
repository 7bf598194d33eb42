"""``make propose FROM=sample.jsonl NAME=orders``: drafts a contract and a policy for a source, to be reviewed.

FROM names a file or several of the same source (JSON lines, CSV, Parquet), or a Kafka topic as topic:orders. The draft
is a Python module in var/proposals; it is strict where it is unsure, says why, and is in force nowhere.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator

from batch.files import ExportError
from batch.files.unknown import Columns, Unreadable, batches, of_payloads
from batch.propose import Draft, draft, module
from conf import Settings
from scripts import entry
from scripts.origins import paths_of
from scripts.scan import TOPIC, messages

_CELLS = re.compile(r"\.(?:csv|tsv)(?:\.gz|\.zst)?\b")


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make propose", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    if not settings.backfill.files or not settings.propose.name:
        raise ExportError("FROM names a sample and NAME the source: FROM=sample.jsonl NAME=orders")
    made = draft(settings.propose.name, _columns(settings), _CELLS.search(settings.backfill.files) is not None)
    folder = settings.paths.var / "proposals"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"{made.name}.py"
    file.write_text(module(made, dt.datetime.now(dt.UTC).date()), "utf-8")
    print(_told(made, str(file)))


def _columns(settings: Settings) -> Iterator[Columns]:
    named = settings.backfill.files
    if named.startswith(TOPIC):
        yield from of_payloads(messages(settings, named.removeprefix(TOPIC)), Unreadable())
        return
    for path in paths_of(named):
        yield from batches(path, Unreadable())


def _told(made: Draft, file: str) -> str:
    lines = [f"{made.name}: a draft of {len(made.fields)} fields from {made.rows:,} records in {file}"]
    lines += [f"  not taken: {column}: {reason}" for column, reason in made.left]
    lines += [f"  to decide: no column was found for {role}" for role in made.missing]
    return "\n".join([*lines, "review it field by field: nothing of it is in force (docs/detection.md)"])


if __name__ == "__main__":
    sys.exit(main())

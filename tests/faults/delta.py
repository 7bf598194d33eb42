"""A reader of Delta tables that shares nothing with the job: it replays the log, and pyarrow reads the files."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.parquet as pq

_COMMIT = re.compile(r"^(\d{20})\.json$")
_CHECKPOINT = re.compile(r"^(\d{20})\.checkpoint\.parquet$")


@dataclass(frozen=True)
class File:
    """A live file: partition values by name, and how many of its rows are deleted by a vector."""

    path: Path
    partition: dict[str, str]
    deleted: int


class Table:
    """A table as its log says it is now."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.version, self._live = _replayed(folder / "_delta_log")

    def files(self) -> list[File]:
        return [
            File(self._folder / unquote(path), added.get("partitionValues") or {}, _deleted(added))
            for path, added in self._live.items()
        ]

    def count(self) -> int:
        return sum(pq.read_metadata(file.path).num_rows - file.deleted for file in self.files())

    def read(self, columns: list[str]) -> pa.Table:
        """``columns`` of all rows; refused where rows are deleted by vectors, which this reader does not open."""
        files = self.files()
        assert not any(file.deleted for file in files), f"{self._folder.name} has deletion vectors"
        stored = [pq.ParquetFile(file.path).read(columns=columns) for file in files]
        return pa.concat_tables(stored) if stored else pa.table({name: [] for name in columns})


def _replayed(log: Path) -> tuple[int, dict[str, dict[str, Any]]]:
    checkpoints = [int(found[1]) for name in log.iterdir() if (found := _CHECKPOINT.match(name.name))]
    live = _of_checkpoint(log / f"{max(checkpoints):020d}.checkpoint.parquet") if checkpoints else {}
    version = max(checkpoints, default=-1)
    commits = sorted(int(found[1]) for name in log.iterdir() if (found := _COMMIT.match(name.name)))
    for number in commits:
        if number > version:
            assert number == version + 1, f"the log of {log.parent.name} lacks version {version + 1}"
            _apply(live, log / f"{number:020d}.json")
            version = number
    return version, live


def _of_checkpoint(file: Path) -> dict[str, dict[str, Any]]:
    added = pq.read_table(file, columns=["add"])["add"].drop_null().to_pylist()
    return {row["path"]: row | {"partitionValues": dict(row["partitionValues"] or {})} for row in added}


def _apply(live: dict[str, dict[str, Any]], commit: Path) -> None:
    actions = [json.loads(line) for line in commit.read_text("utf-8").splitlines()]
    # A row delete takes a file out and puts it in again with a vector, in either order.
    for action in actions:
        if "remove" in action:
            live.pop(action["remove"]["path"], None)
    for action in actions:
        if "add" in action:
            live[action["add"]["path"]] = action["add"]


def _deleted(added: dict[str, Any]) -> int:
    vector = added.get("deletionVector")
    return int(vector["cardinality"]) if vector else 0

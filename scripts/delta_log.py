"""A Delta log read from outside, without Spark: for measuring a stream that runs in another process.

From its first commit on, so for tables younger than their log retention.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote


@dataclass(frozen=True)
class LiveFile:
    """``day``: value of the partition, empty without one."""

    path: Path
    day: str
    size: int


def live_files(table: Path) -> list[LiveFile]:
    """The files that make up the table now."""
    live: dict[str, LiveFile] = {}
    for commit in _commits(table):
        actions = list(_actions(commit))
        # A row delete takes a file out and puts it in again, in either order.
        for action in actions:
            if "remove" in action:
                live.pop(action["remove"]["path"], None)
        for added in (action["add"] for action in actions if "add" in action):
            day = "".join(str(value) for value in added["partitionValues"].values())
            live[added["path"]] = LiveFile(table / unquote(added["path"]), day, added["size"])
    return list(live.values())


def committed_at(table: Path, job: str) -> dict[int, float]:
    """When each batch of ``job`` could be read, in seconds since 1970: the time of its log file."""
    found: dict[int, float] = {}
    for commit in _commits(table):
        for action in _actions(commit):
            if job in action.get("txn", {}).get("appId", ""):
                found[int(action["txn"]["version"])] = commit.stat().st_mtime
    return found


def _commits(table: Path) -> list[Path]:
    return sorted((table / "_delta_log").glob("[0-9]*.json"))


def _actions(commit: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, commit.read_text("utf-8").splitlines())

"""Which version of a table holds what a batch has appended: from the transactions in Delta's log, without Spark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from lakehouse.tables import Lake
from schemas.tables import Table


def appended(lake: Lake, table: Table) -> dict[tuple[str, int], int]:
    """Version by transaction, (app id, number of the batch), as far back as the log goes; nothing of a lake that is not
    on this machine."""
    if "://" in lake.root:
        return {}
    logs = sorted(Path(lake.path(table), "_delta_log").glob("*.json"))
    return {transaction: int(log.stem) for log in logs if log.stem.isdecimal() for transaction in _of(log)}


def _of(log: Path) -> Iterator[tuple[str, int]]:
    try:
        lines = log.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return  # its time is over
    for line in lines:
        if line.startswith('{"txn"'):
            transaction = json.loads(line)["txn"]
            yield transaction["appId"], int(transaction["version"])

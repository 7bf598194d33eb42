"""The table at the end of a run: what was taken and what became of it, with both accounting equations."""

from __future__ import annotations

from collections.abc import Sequence

from governance.ledger import Balance, RunLedger

_COLUMNS = ("consumed", "bronze", "rejected", "suppressed", "accepted", "duplicate", "conflict", "superseded")


def summary(ledger: RunLedger, jobs: Sequence[str]) -> tuple[bool, str]:
    """Whether both equations hold in every partition since the lake was made, and the table that shows it."""
    balances = [balance for job in jobs for balance in ledger.balances(job)]
    rows: list[tuple[str, ...]] = [("topic", "part.", *_COLUMNS, "")]
    rows += [_row(balance) for balance in balances]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["", *(" ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)]
    lines += ["", "consumed = bronze + rejected + suppressed;  bronze = accepted + duplicate + conflict + superseded"]
    rejections = [f"{contract} {reason} {count:,}" for contract, reason, count in ledger.rejections()]
    if rejections:
        lines += ["rejected: " + ", ".join(rejections)]
    return all(balance.holds for balance in balances), "\n".join(lines)


def _row(balance: Balance) -> tuple[str, ...]:
    topic = balance.job.rpartition(".")[2]
    counts = (f"{getattr(balance, column):,}" for column in _COLUMNS)
    return (topic, str(balance.partition), *counts, "ok" if balance.holds else "DOES NOT HOLD")

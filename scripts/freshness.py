"""From Kafka's timestamp of a record to the moment its row of silver could be read, from tables and ledger alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow.dataset as ds

from governance.database import Database
from scripts.delta_log import committed_at, live_files


@dataclass(frozen=True)
class Quantiles:
    """Seconds, and of how many rows."""

    rows: int
    p50: float
    p95: float
    most: float

    def __str__(self) -> str:
        return f"p50 {self.p50:5.1f}  p95 {self.p95:5.1f}  most {self.most:5.1f}  ({self.rows:,} rows)"


@dataclass(frozen=True)
class Freshness:
    """``received`` (n,) seconds since the first record was received, ``seconds`` (n,) until its row was readable."""

    received: npt.NDArray[np.float64]
    seconds: npt.NDArray[np.float64]

    @property
    def minutes(self) -> int:
        return int(self.received.max() // 60) + 1

    def between(self, first: int, last: int) -> Quantiles:
        """Of the records received from minute ``first`` to before ``last``."""
        inside = (self.received >= 60 * first) & (self.received < 60 * last)
        chosen = self.seconds[inside] if inside.any() else np.zeros(1)
        p50, p95 = np.percentile(chosen, [50, 95])
        return Quantiles(int(inside.sum()), float(p50), float(p95), float(chosen.max()))


def freshness(silver: Path, bronze: Path, database: Database, job: str) -> Freshness:
    """Of every row of bronze whose batch is in silver: a batch is readable when its commit stands in silver's log."""
    readable = committed_at(silver, job)
    with database.transaction() as cursor:
        cursor.execute(
            "SELECT batch_id, partition, from_offset, to_offset, source_id FROM ledger.range WHERE job = %s", (job,)
        )
        ranges = [row for row in cursor.fetchall() if row[0] in readable]
    files = [str(file.path) for file in live_files(bronze)]
    of_job = ds.field("source_id").isin({row[-1] for row in ranges})
    table = ds.dataset(files).to_table(columns=["partition", "offset", "received_at"], filter=of_job)
    partition, offset = table["partition"].to_numpy(), table["offset"].to_numpy()
    received = table["received_at"].to_numpy().astype("datetime64[us]").astype(np.int64) / 1e6
    committed = np.full(len(offset), np.nan)
    for number in np.unique(partition):
        mine = np.flatnonzero(partition == number)
        of_partition = sorted(
            (start, end, readable[batch]) for batch, where, start, end, _ in ranges if where == number
        )
        if not of_partition:
            continue
        starts, ends, moments = (np.array(column) for column in zip(*of_partition, strict=True))
        at = np.searchsorted(starts, offset[mine], side="right") - 1
        inside = (at >= 0) & (offset[mine] < ends[at])
        committed[mine[inside]] = moments[at[inside]]
    known = ~np.isnan(committed)
    return Freshness(received[known] - received.min(), (committed - received)[known])

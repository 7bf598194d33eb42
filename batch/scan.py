"""Scan: what of a file, a table or a topic is personal, told by column; nothing of a value leaves it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
from pyspark.sql import DataFrame

from batch.files import ExportError
from batch.files.unknown import Columns, Unreadable, batches, of_payloads
from lakehouse.worker import value_free
from privacy.detection.profile import Profile
from privacy.detection.table import TableProfile
from privacy.detection.verdict import Verdict

_LARGE = 8 << 20
"""Bytes from which on a file is worth other processes, each of which reads the names of people first."""

Told = Callable[[str, int], None]
"""Hears the table at hand and the rows seen of it."""


@dataclass(frozen=True)
class Scanned:
    """What was found of one table. ``rows`` seen, ``closely`` of these looked at closely, ``lost`` passed over."""

    table: str
    rows: int
    closely: int
    lost: int
    verdicts: tuple[Verdict, ...]


def scan_files(paths: Sequence[Path], told: Told) -> Iterator[Scanned]:
    """Each of ``paths``, one after the other. Raises ExportError for one that cannot be read."""
    names = table_names(paths)
    pool: ProcessPoolExecutor | None = None
    try:
        for path in paths:
            if pool is None and path.is_file() and path.stat().st_size > _LARGE and (os.cpu_count() or 1) > 1:
                pool = ProcessPoolExecutor(os.cpu_count(), get_context("forkserver"))
            yield _scanned(path, names[path], told, pool)
    finally:
        if pool is not None:
            pool.shutdown(cancel_futures=True)


def scan_payloads(payloads: Iterable[bytes], name: str, told: Told) -> Scanned:
    """Messages, each a JSON text. Raises ExportError where there is none."""
    lost = Unreadable()
    parts = (_profile(name, at, part) for at, part in enumerate(of_payloads(payloads, lost)))
    return _summed(parts, name, name, lost, told)


def scan_frame(frame: DataFrame, name: str) -> Scanned:
    """A table of any size: each task counts what it sees, and counts are all that comes to the driver."""
    rows = frame.mapInArrow(_counting(name), "counted binary").collect()
    profile = sum((_decoded(row[0]) for row in rows), TableProfile(name))
    if not profile.rows:
        raise ExportError(f"{name}: holds no row")
    return Scanned(name, profile.rows, profile.closely, 0, tuple(profile.verdicts()))


def _counting(name: str) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        profile = TableProfile(name)

        def look(batch: pa.RecordBatch) -> list[pa.RecordBatch]:
            columns = [(column, batch.column(at)) for at, column in enumerate(batch.schema.names)]
            profile.add(columns, seed=profile.rows)
            return []

        yield from value_free(lambda: look)(batches)
        yield pa.RecordBatch.from_pydict({"counted": [msgspec.json.encode(profile)]})

    return run


def _decoded(counted: bytes) -> TableProfile:
    found = msgspec.json.decode(counted)
    paths = {path: Profile(**(counts | _counters(counts))) for path, counts in found.pop("paths").items()}
    return TableProfile(paths=paths, **found)


def _counters(counts: dict[str, Any]) -> dict[str, Counter[str]]:
    return {name: Counter(value) for name, value in counts.items() if isinstance(value, dict)}


def table_names(paths: Sequence[Path]) -> dict[Path, str]:
    """The stem of each file; with its folder where two have the same."""
    stems = [_stem(path) for path in paths]
    return {
        path: stem if stems.count(stem) == 1 else f"{path.parent.name}/{path.name}"
        for path, stem in zip(paths, stems, strict=True)
    }


def _stem(path: Path) -> str:
    name = path.name
    for suffix in (".gz", ".zst", ".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".json", ".parquet"):
        name = name.removesuffix(suffix)
    return name or path.name


def _scanned(path: Path, name: str, told: Told, pool: ProcessPoolExecutor | None) -> Scanned:
    lost = Unreadable()
    parts = enumerate(batches(path, lost))
    made = _beside(parts, name, pool) if pool else (_profile(name, at, part) for at, part in parts)
    return _summed(made, name, path.name, lost, told)


def _summed(parts: Iterable[TableProfile], name: str, source: str, lost: Unreadable, told: Told) -> Scanned:
    profile = TableProfile(name)
    for part in parts:
        profile = profile + part
        told(name, profile.rows)
    if not profile.rows:
        raise ExportError(f"{source}: holds no row")
    return Scanned(name, profile.rows, profile.closely, lost.rows, tuple(profile.verdicts()))


def _beside(parts: Iterator[tuple[int, Columns]], name: str, pool: ProcessPoolExecutor) -> Iterator[TableProfile]:
    """A few batches at a time, so that memory holds no more of a file."""
    ahead = 2 * (os.cpu_count() or 1)
    running: list[Future[TableProfile]] = [pool.submit(_profile, name, at, part) for at, part in islice(parts, ahead)]
    while running:
        done = running.pop(0).result()
        for at, part in islice(parts, 1):
            running.append(pool.submit(_profile, name, at, part))
        yield done


def _profile(name: str, seed: int, columns: Columns) -> TableProfile:
    profile = TableProfile(name)
    profile.add(columns, seed)
    return profile


def as_json(scanned: Sequence[Scanned]) -> list[dict[str, Any]]:
    """A list with an entry a column."""
    return [_entry(verdict) for table in scanned for verdict in table.verdicts]


def _entry(verdict: Verdict) -> dict[str, Any]:
    primary = verdict.primary
    return {
        "table": verdict.table,
        "column": verdict.column,
        "type": str(verdict.kind),
        "level": verdict.level.name.lower(),
        "confidence": primary.confidence,
        "interval": [primary.low, primary.high],
        "treatment": verdict.treatment,
        "alternatives": [{"type": str(other.kind), "confidence": other.confidence} for other in verdict.alternatives],
        "inside": {str(kind): count for kind, count in sorted(verdict.inside.items())},
        "values": verdict.values,
        "nulls": verdict.nulls,
    }

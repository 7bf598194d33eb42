"""What a file is, by its name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

_LINES = (".jsonl", ".ndjson", ".json")
_PACKED = {".gz": "gzip", ".zst": "zstd"}


class ExportError(Exception):
    """A file cannot be taken; the text names it, says why and what to do, and quotes nothing that stands in it."""


class Kind(StrEnum):
    LINES = "JSON lines"
    CSV = "CSV"
    PARQUET = "Parquet"


@dataclass(frozen=True)
class Form:
    """``packed``: "gzip", "zstd" or nothing, as Arrow calls them."""

    kind: Kind
    packed: str = ""


def form_of(path: Path) -> Form:
    """Raises ExportError for a name that says nothing."""
    packed = _PACKED.get(path.suffix, "")
    suffix = Path(path.stem).suffix if packed else path.suffix
    if suffix in _LINES:
        return Form(Kind.LINES, packed)
    if suffix == ".csv":
        return Form(Kind.CSV, packed)
    if suffix == ".parquet" and not packed:
        return Form(Kind.PARQUET)
    raise ExportError(f"{path.name}: what it is must stand in its name: .jsonl, .csv (also .gz, .zst) or .parquet")

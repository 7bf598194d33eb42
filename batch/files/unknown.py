"""Files whose content nobody knows yet, as batches of columns: CSV of any delimiter, JSON lines, JSON, Parquet.

Every cell of CSV stays the text it is, so that leading zeros do. What cannot be read is one sentence; rows that do not
fit the header and lines that are no JSON are counted.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from batch.files.form import ExportError
from batch.files.unpacked import unpacked

BATCH_ROWS = 50_000
_BLOCK = 32 << 20
"""Bytes of a block of CSV; a cell may be as long."""
_LONGEST_LINE = 64 << 20
_WHOLE = 256 << 20
_PROBE = 64 << 10
_PACKED = {".gz": "gzip", ".zst": "zstd"}
_DELIMITERS = ",;\t|"

Columns = list[tuple[str, "pa.Array | Sequence[Any]"]]


@dataclass
class Unreadable:
    """Rows and lines of one file that were passed over."""

    rows: int = 0


def batches(path: Path, lost: Unreadable, rows: int = BATCH_ROWS) -> Iterator[Columns]:
    """Batches of ``path``, in order. Raises ExportError."""
    if not path.is_file():
        raise ExportError(f"{path}: there is no such file")
    packed = _PACKED.get(path.suffix.lower(), "")
    suffix = (Path(path.stem).suffix if packed else path.suffix).lower()
    probe = _probe(path, packed)
    if probe.startswith(b"PAR1"):
        yield from _parquet(path, rows)
    elif b"\0" in probe:
        raise ExportError(f"{path.name}: is a binary file, and no Parquet")
    elif suffix == ".json" and probe.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        yield from _array(path, packed, rows)
    elif suffix in (".jsonl", ".ndjson", ".json"):
        yield from _lines(path, packed, lost, rows)
    elif suffix in (".csv", ".tsv", ".txt", ".psv", ".tab"):
        yield from _csv(path, packed, probe, lost)
    else:
        raise ExportError(
            f"{path.name}: what it is must stand in its name: .csv, .tsv, .jsonl, .json, .parquet (.gz, .zst)"
        )


def _probe(path: Path, packed: str) -> bytes:
    with unpacked(path, packed) as stream:
        probe = bytes(stream.read(_PROBE))
    if not probe.strip():
        raise ExportError(f"{path.name}: holds nothing")
    return probe


def _csv(path: Path, packed: str, probe: bytes, lost: Unreadable) -> Iterator[Columns]:
    encoding = _encoding(probe)
    text = probe.decode(encoding, "replace").removeprefix("\ufeff")
    delimiter = _delimiter(text)
    names = _header(path, packed, text, encoding, delimiter)

    def passed_over(_: Any) -> str:
        lost.rows += 1
        return "skip"

    try:
        with unpacked(path, packed) as stream:
            reader = pacsv.open_csv(
                stream,
                read_options=pacsv.ReadOptions(
                    block_size=_BLOCK, encoding=encoding, column_names=_numbered(names), use_threads=False
                ),
                parse_options=pacsv.ParseOptions(
                    delimiter=delimiter, newlines_in_values=True, invalid_row_handler=passed_over
                ),
                convert_options=pacsv.ConvertOptions(
                    column_types=dict.fromkeys(_numbered(names), pa.string()),
                    strings_can_be_null=False,
                    check_utf8=True,
                ),
            )
            first = True
            for block in reader:
                for batch in _of_rows(block.slice(1) if first else block):
                    yield [(name, batch.column(at)) for at, name in enumerate(names)]
                first = False
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        raise ExportError(
            f"{path.name}: cannot be read to its end as CSV: damaged, cut off, or of mixed encodings"
        ) from None


def _of_rows(block: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    for at in range(0, len(block), BATCH_ROWS):
        yield block.slice(at, BATCH_ROWS)


def _numbered(names: Sequence[str]) -> list[str]:
    """Names that do not repeat."""
    return [f"{at}" for at in range(len(names))]


def _encoding(probe: bytes) -> str:
    cut = probe[: max(1, len(probe) - 4)] if len(probe) == _PROBE else probe
    try:
        cut.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(text: str) -> str:
    """The one by which the first lines fall into the same number of parts, more than one; else a comma."""
    lines = [line for line in text.splitlines()[:20] if line]
    best, most = ",", 1
    for delimiter in _DELIMITERS:
        counts = [len(row) for row in csv.reader(lines[:-1] or lines, delimiter=delimiter)]
        usual = max(set(counts), key=counts.count) if counts else 0
        if usual > most and counts.count(usual) * 2 > len(counts):
            best, most = delimiter, usual
    return best


def _header(path: Path, packed: str, text: str, encoding: str, delimiter: str) -> list[str]:
    """The first row, from as much of the file as it takes: ten thousand columns do not fit into a probe."""
    line, _, rest = text.partition("\n")
    if not rest:
        with unpacked(path, packed) as stream:
            whole = bytes(stream.read(_BLOCK)).decode(encoding, "replace").removeprefix("\ufeff")
        line = whole.partition("\n")[0]
    names = next(csv.reader([line.rstrip("\r")], delimiter=delimiter), [])
    if not names:
        raise ExportError(f"{path.name}: its first row names no column")
    return [name.strip() for name in names]


def _lines(path: Path, packed: str, lost: Unreadable, rows: int) -> Iterator[Columns]:
    return of_payloads(_split(path, packed), lost, rows)


def of_payloads(payloads: Iterable[bytes], lost: Unreadable, rows: int = BATCH_ROWS) -> Iterator[Columns]:
    """Batches of JSON texts, one a row."""
    held: list[Mapping[str, Any]] = []
    for line in payloads:
        try:
            record = msgspec.json.decode(line)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            lost.rows += 1
            continue
        held.append(record if isinstance(record, dict) else {"value": record})
        if len(held) == rows:
            yield _of_records(held)
            held = []
    if held:
        yield _of_records(held)


def _split(path: Path, packed: str) -> Iterator[bytes]:
    rest = b""
    with unpacked(path, packed) as stream:
        try:
            while block := stream.read(4 << 20):
                *whole, rest = (rest + bytes(block)).split(b"\n")
                if len(rest) > _LONGEST_LINE:
                    raise ExportError(f"{path.name}: has a line that does not end: is it JSON lines?")
                yield from (line for line in whole if line.strip())
        except OSError:
            raise ExportError(f"{path.name}: is damaged or cut off") from None
    if rest.strip():
        yield rest


def _array(path: Path, packed: str, rows: int) -> Iterator[Columns]:
    with unpacked(path, packed) as stream:
        whole = bytes(stream.read(_WHOLE + 1))
    if len(whole) > _WHOLE:
        raise ExportError(f"{path.name}: one JSON array of more than {_WHOLE >> 20} MB: make JSON lines of it")
    try:
        records = msgspec.json.decode(whole.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError):
        raise ExportError(f"{path.name}: is no JSON") from None
    for at in range(0, len(records), rows):
        yield _of_records([r if isinstance(r, dict) else {"value": r} for r in records[at : at + rows]])


def _of_records(records: Sequence[Mapping[str, Any]]) -> Columns:
    names = dict.fromkeys(name for record in records for name in record)
    return [(name, [record.get(name) for record in records]) for name in names]


def _parquet(path: Path, rows: int) -> Iterator[Columns]:
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(rows):
                yield [(name, batch.column(at)) for at, name in enumerate(batch.schema.names)]
    except (OSError, pa.ArrowException):
        raise ExportError(f"{path.name}: is no Parquet file, damaged or cut off") from None

"""Rows of CSV and Parquet as the JSON text in which they go through the road."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from batch.files.form import ExportError
from schemas.constraints import Epoch, Flag, Real, Whole
from schemas.contract import Contract

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?\Z")
_FLAG = re.compile(r"(?:true|false)\Z")
_NUMBERS = (Whole, Real, Epoch)
_ROWS = 16_384
_encode = msgspec.json.Encoder(decimal_format="number", enc_hook=str).encode


class CsvRows:
    """``header``: the first record of the file; a field inside an object has its path there, as ``customer.id``. An
    empty cell is an absent field; a cell of a numeric field that reads as a number becomes one, a flag that reads as
    one likewise, every other cell a text."""

    def __init__(self, name: str, header: bytes, contract: Contract) -> None:
        self._names = next(csv.reader([header.decode("utf-8-sig", "replace")]), [])
        self._check(name, contract)
        self._bare = {
            ".".join(field.keys): form
            for field in contract.fields
            for kinds, form in ((_NUMBERS, _NUMBER), (Flag, _FLAG))
            if isinstance(field.constraint, kinds)
        }
        self._keys = {".".join(field.keys): field.keys for field in contract.fields}

    def payloads(self, rows: Sequence[bytes]) -> list[bytes | None]:
        """A record that is no UTF-8, or has another number of cells than the header, goes on as it is, and is rejected
        by the road."""
        return [self._payload(row) for row in rows]

    def _payload(self, row: bytes) -> bytes:
        try:
            cells = next(csv.reader([row.decode()], strict=True))
        except (UnicodeDecodeError, csv.Error):
            return row
        if len(cells) != len(self._names):
            return row
        record: dict[str, Any] = {}
        for name, cell in zip(self._names, cells, strict=True):
            if cell:
                *objects, key = self._keys.get(name, (name,))
                inner = record
                for each in objects:
                    inner = inner.setdefault(each, {})
                inner[key] = self._value(name, cell)
        return _encode(record)

    def _value(self, name: str, cell: str) -> str | msgspec.Raw:
        form = self._bare.get(name)
        return msgspec.Raw(cell.encode()) if form and form.match(cell) else cell

    def _check(self, name: str, contract: Contract) -> None:
        required = [".".join(field.keys) for field in contract.fields if field.required]
        missing = [field for field in required if field not in self._names]
        if missing:
            raise ExportError(
                f"{name}: its header lacks what every record of {contract.name} has: {', '.join(missing)}"
            )
        around = {".".join(field.keys[:depth]) for field in contract.fields for depth in range(1, len(field.keys))}
        if both := sorted(around & set(self._names)):
            raise ExportError(
                f"{name}: its header names {both[0]}, which is an object of {contract.name}: leave it out"
            )
        if len(set(self._names)) < len(self._names):
            raise ExportError(f"{name}: its header names a column twice")


def parquet_rows(path: Path) -> int:
    """How many rows the file has. Raises ExportError for one that is no Parquet."""
    try:
        return int(pq.read_metadata(path).num_rows)
    except (OSError, pa.ArrowException):
        raise ExportError(f"{path.name}: is no Parquet file, damaged or cut off") from None


def parquet_payloads(path: Path, first: int, stop: int) -> Iterator[tuple[int, list[bytes | None]]]:
    """Rows [first, stop) as JSON texts, columns in the order of the file, absent where null."""
    try:
        with pq.ParquetFile(path) as file:
            yield from _of_groups(file, first, stop)
    except (OSError, pa.ArrowException):
        raise ExportError(f"{path.name}: cannot be read to its end: damaged, or changed while it was read") from None


def _of_groups(file: pq.ParquetFile, first: int, stop: int) -> Iterator[tuple[int, list[bytes | None]]]:
    begin = 0
    for number in range(file.num_row_groups):
        rows = file.metadata.row_group(number).num_rows
        if begin < stop and begin + rows > first:
            at = begin
            for batch in file.iter_batches(_ROWS, [number]):
                least, most = max(first - at, 0), max(min(stop - at, len(batch)), 0)
                if most > least:
                    yield at + least, [_json(row) for row in batch.slice(least, most - least).to_pylist()]
                at += len(batch)
        begin += rows


def _json(row: dict[str, Any]) -> bytes:
    return _encode({name: value for name, value in row.items() if value is not None})

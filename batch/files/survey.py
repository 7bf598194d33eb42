"""Reads a file once from end to end before anything of it is carried: what it is, and that it can be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa

from batch.files.form import ExportError, Form, Kind, form_of
from batch.files.lines import Layout, layout, rows_between
from batch.files.tabular import CsvRows, parquet_payloads, parquet_rows
from schemas.contract import Contract
from schemas.decoding import decoder
from schemas.outcomes import Reason

_PROBED = 1000
_BLOCK = 4 << 20

Fingerprint = Callable[[Iterator[bytes]], str]
"""Of the content of a file, under a key."""


@dataclass(frozen=True)
class Surveyed:
    """A file that was read to its end. ``records``: how many it holds, the header of CSV apart."""

    path: Path
    form: Form
    fingerprint: str
    size: int
    changed_ns: int
    records: int
    laid_out: Layout | None

    def payloads(self, contract: Contract, first: int, stop: int) -> Iterator[tuple[int, Sequence[bytes | None]]]:
        """Records [first, stop), some at a time, with the number of the first of each part. Raises ExportError where
        the file has changed since it was surveyed."""
        found = self.path.stat()
        if (found.st_size, found.st_mtime_ns) != (self.size, self.changed_ns):
            raise ExportError(f"{self.path.name}: was changed while it was read")
        if self.laid_out is None:
            yield from parquet_payloads(self.path, first, stop)
        elif self.form.kind is Kind.CSV:
            rows = CsvRows(self.path.name, self._row(0), contract)
            for at, part in rows_between(self.path, self.form.packed, self.laid_out, first + 1, stop + 1, True):
                yield at - 1, rows.payloads(part)
        else:
            yield from rows_between(self.path, self.form.packed, self.laid_out, first, stop)

    def _row(self, number: int) -> bytes:
        if self.laid_out is None:
            raise ValueError("only text has rows of bytes")
        _, (row, *_) = next(
            rows_between(self.path, self.form.packed, self.laid_out, number, number + 1, self.form.kind is Kind.CSV)
        )
        return row


def survey(path: Path, fingerprint: Fingerprint) -> Surveyed:
    """Raises ExportError for a file that cannot be read to its end or holds nothing."""
    if not path.is_file():
        raise ExportError(f"{path}: there is no such file")
    form, found = form_of(path), path.stat()
    laid_out = None if form.kind is Kind.PARQUET else layout(path, form.packed, form.kind is Kind.CSV)
    rows = parquet_rows(path) if laid_out is None else laid_out.rows
    records = rows - (form.kind is Kind.CSV)
    if records < 1:
        raise ExportError(f"{path.name}: holds no record")
    return Surveyed(path, form, fingerprint(_blocks(path)), found.st_size, found.st_mtime_ns, records, laid_out)


def contract_of(file: Surveyed, contracts: Sequence[Contract], received: pa.Scalar) -> Contract:
    """The contract that most of the first records follow. Raises ExportError where hardly any follows one."""
    good, refusals = {}, []
    for contract in contracts:
        try:
            good[contract.name], reasons = _probed(file, contract, received)
        except ExportError as error:
            refusals.append(str(error))
            continue
        told = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common(3))
        refusals.append(f"as {contract.name}: {told}")
    best = max(good, key=good.__getitem__, default=None)
    if best is None or not good[best]:
        raise ExportError(
            f"{file.path.name}: none of its first records follows a contract ({'; '.join(refusals)}): "
            "nothing of it was carried"
        )
    return next(contract for contract in contracts if contract.name == best)


def _probed(file: Surveyed, contract: Contract, received: pa.Scalar) -> tuple[int, Counter[Reason]]:
    """How many of the first records are good, and why the others are not."""
    rows = file.payloads(contract, 0, min(file.records, _PROBED))
    first = list(islice((row for _, part in rows for row in part), _PROBED))
    decoded = decoder(contract).decode(pa.array(first, pa.binary()), pa.repeat(received, len(first)))
    return len(decoded.rows), Counter(reason for _, reason in decoded.rejected)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block

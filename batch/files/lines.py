"""Rows of a text file: how many there are, where they begin, and those of a range. A row of JSON lines is a line, a row
of CSV a record. Lines with nothing on them are no rows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from batch.files.form import ExportError
from batch.files.quotes import Places, Quotes, Records
from batch.files.unpacked import unpacked

_BLOCK = 4 << 20
_LONGEST = 64 << 20
"""Bytes of a row. What is longer is no row: then it is another kind of file."""

_NEWLINE, _RETURN = 10, 13
_REMEDY = {False: "is it JSON lines, one record a line?", True: "is it CSV with quotes as in RFC 4180?"}


@dataclass(frozen=True)
class Layout:
    """``rows``: how many. ``marks``: (row, byte at which it begins), ascending, about one every 4 MB."""

    rows: int
    marks: tuple[tuple[int, int], ...]

    def before(self, row: int) -> tuple[int, int]:
        """The last mark that is not behind ``row``."""
        return self.marks[bisect_right(self.marks, row, key=lambda mark: mark[0]) - 1]


class _Rows:
    """Finds rows in blocks that follow each other, from a place where one begins. ``quoted``: a newline between quotes
    ends no row."""

    def __init__(self, quoted: bool, at_start: bool = True) -> None:
        self._quotes = Quotes(at_start) if quoted else None
        self.rest = b""
        """What has come of the row at hand."""

    @property
    def in_quotes(self) -> bool:
        return self._quotes is not None and self._quotes.open

    def of(self, block: bytes) -> tuple[bytes, Places, Places]:
        """Bytes, and where the rows that end in them begin and end."""
        text = self.rest + block
        newlines = self._ends(text, len(self.rest))
        behind = newlines + 1
        begins = np.concatenate((np.zeros(1, np.int64), behind[:-1]))[: len(behind)]
        letters = np.frombuffer(text, np.uint8)
        ends = newlines - (letters[np.maximum(newlines - 1, 0)] == _RETURN) if len(newlines) else newlines
        self.rest = text[int(behind[-1]) :] if len(behind) else text
        held = ends > begins
        return text, begins[held], ends[held]

    def last(self) -> bytes:
        """The row that no newline ends, if there is one."""
        return self.rest.removesuffix(b"\r")

    def _ends(self, text: bytes, seen: int) -> Places:
        """Newlines in ``text`` behind what was ``seen`` that end a row."""
        newlines: Places = np.flatnonzero(np.frombuffer(text, np.uint8)[seen:] == _NEWLINE) + seen
        return newlines if self._quotes is None else self._quotes.outside(text, seen, newlines)


def layout(path: Path, packed: str, quoted: bool = False) -> Layout:
    """Reads the file once, from end to end. Raises ExportError where it holds no rows of this kind."""
    found, rows, at, records = _Rows(quoted), 0, 0, Records(path.name)
    marks = [(0, 0)]
    with unpacked(path, packed) as stream:
        while block := stream.read(_BLOCK):
            text, begins, ends = found.of(block)
            if quoted:
                records.look_at(text, begins, ends, rows)
            rows, at = rows + len(begins), at + len(block)
            if len(found.rest) > _LONGEST:
                raise ExportError(f"{path.name}: the row behind row {rows:,} has no end: {_REMEDY[quoted]}")
            if len(begins):
                marks.append((rows, at - len(found.rest)))
    if found.in_quotes:
        raise ExportError(f"{path.name}: a quote behind row {rows:,} is never closed: {_REMEDY[quoted]}")
    last, begins, ends = _at_end(found)
    if quoted:
        records.look_at(last, begins, ends, rows)
    return Layout(rows + len(begins), tuple(marks))


def rows_between(
    path: Path, packed: str, laid_out: Layout, first: int, stop: int, quoted: bool = False
) -> Iterator[tuple[int, list[bytes]]]:
    """Rows [first, stop), some at a time, without their ends; with each part the number of its first row."""
    row, begin = laid_out.before(first)
    found = _Rows(quoted, at_start=begin == 0)
    with unpacked(path, packed) as stream:
        _skip(stream, begin, seekable=not packed)
        while row < stop:
            block = stream.read(_BLOCK)
            text, begins, ends = found.of(block) if block else _at_end(found)
            least, most = max(first - row, 0), max(min(stop - row, len(begins)), 0)
            taken = zip(begins[least:most].tolist(), ends[least:most].tolist(), strict=True)
            if part := [text[a:b] for a, b in taken]:
                yield row + least, part
            row += len(begins)
            if not block:
                break
    if row < stop:
        raise ExportError(f"{path.name}: was changed while it was read")


def _at_end(found: _Rows) -> tuple[bytes, Places, Places]:
    last = found.last()
    rows = np.zeros(int(bool(last)), np.int64)
    return last, rows, rows + len(last)


def _skip(stream: object, count: int, seekable: bool) -> None:
    """A packed file can be read from its beginning only."""
    if seekable:
        stream.seek(count)  # type: ignore[attr-defined]
        return
    while count:
        count -= len(stream.read(min(count, _BLOCK)))  # type: ignore[attr-defined]

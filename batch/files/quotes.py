"""Quotes of CSV: which open and close a cell, and whether what they make one row reads as one.

A quote opens only where a cell begins (RFC 4180), so that the inches of 27" swallow nothing. One that makes a row of
what does not read as one is refused: where it was to be closed nobody knows.
"""

from __future__ import annotations

import csv

import numpy as np
import numpy.typing as npt

from batch.files.form import ExportError

_NEWLINE, _QUOTE, _COMMA = 10, 34, 44
_MARK = b"\xef\xbb\xbf"
_CHANCE = {0: 1 << 30, 1: 1 << 30, 2: 60, 3: 16, 4: 6}
"""By number of columns, how many lines of a text are too many to each have the commas of a row by chance."""

csv.field_size_limit(64 << 20)  # what is too long for a record is rejected as one, not because of a reader

Places = npt.NDArray[np.int64]


class Quotes:
    """Which quotes open and close a cell, in a text that comes in parts."""

    def __init__(self, at_start: bool) -> None:
        """``at_start``: of the file, where a mark of UTF-8 may stand."""
        self.open = False
        self._at_start = at_start
        self._closed_last = False
        """the last byte so far was a quote that closed: another one behind it is a quote in the cell"""

    def outside(self, text: bytes, seen: int, places: Places) -> Places:
        """Those of ``places`` in ``text``, behind what was ``seen``, that are in no quoted cell."""
        quotes = self._turns(text, seen)
        inside = (np.searchsorted(quotes, places) + self.open) % 2 == 1
        self.open ^= bool(len(quotes) % 2)
        self._at_start &= len(text) <= len(_MARK) or not len(places)
        if len(text) > seen:
            self._closed_last = not self.open and bool(len(quotes)) and int(quotes[-1]) == len(text) - 1
        kept: Places = places[~inside]
        return kept

    def _turns(self, text: bytes, seen: int) -> Places:
        """The quotes that open or close. Nearly always all of them; else they are gone through one by one."""
        letters = np.frombuffer(text, np.uint8)
        quotes = np.flatnonzero(letters[seen:] == _QUOTE) + seen
        before = letters[np.maximum(quotes - 1, 0)]
        begins = (before == _COMMA) | (before == _NEWLINE) | (quotes == 0)
        if self._at_start and text.startswith(_MARK):
            begins |= quotes == len(_MARK)
        opening = (np.arange(len(quotes)) + self.open) % 2 == 0
        doubled = before == _QUOTE
        if len(quotes) and quotes[0] == seen:
            doubled[0] = self._closed_last
        if bool((begins | doubled)[opening].all()):
            return quotes
        return self._one_by_one(quotes, begins, seen)

    def _one_by_one(self, quotes: Places, begins: npt.NDArray[np.bool_], seen: int) -> Places:
        turns, is_open, closed_at = [], self.open, seen - 1 if self._closed_last else -2
        for at, first in zip(quotes.tolist(), begins.tolist(), strict=True):
            if is_open:
                is_open, closed_at = False, at
            elif first or closed_at == at - 1:
                is_open = True
            else:
                continue
            turns.append(at)
        return np.array(turns, np.int64)


class Records:
    """Looks at the rows of CSV that go over several lines: a cell that was opened by mistake makes one of many."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._width = 0

    def look_at(self, text: bytes, begins: Places, ends: Places, before: int) -> None:
        """``before``: rows that came before. Raises ExportError for one that is not wholly as RFC 4180 has it, or whose
        lines each are rows by themselves."""
        if not len(begins):
            return
        if not self._width:
            self._width = self._cells(text[int(begins[0]) : int(ends[0])].removeprefix(_MARK))
        newlines = np.flatnonzero(np.frombuffer(text, np.uint8) == _NEWLINE)
        several = np.searchsorted(newlines, ends) > np.searchsorted(newlines, begins)
        for at in np.flatnonzero(several).tolist():
            row = text[int(begins[at]) : int(ends[at])]
            lines = row.count(b"\n") + 1
            if self._cells(row.removeprefix(_MARK)) != self._width or self._swallows(row):
                raise ExportError(
                    f"{self._file}: row {before + at + 1:,} (the header is row 1) goes over {lines:,} lines "
                    "and does not read as one record: a cell that begins with a quote must end with one, and quotes in "
                    "it be doubled, as in RFC 4180"
                )

    def _swallows(self, row: bytes) -> bool:
        """Whether what lies between its first line and its last are rows, too many for a text that looks like some."""
        inner = row.split(b"\n")[1:-1]
        return len(inner) >= _CHANCE.get(self._width, 3) and all(self._cells(line) == self._width for line in inner)

    @staticmethod
    def _cells(row: bytes) -> int:
        """How many; 0 if they cannot be told."""
        try:
            found = list(csv.reader([row.decode("utf-8", "replace")], strict=True))
        except csv.Error:
            return 0
        return len(found[0]) if len(found) == 1 else 0

"""What a column of a source looks like, counted: of which constraints its values would allow."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from privacy.redaction import vocabulary

_WORD = re.compile(r"^[A-Za-z][A-Za-z0-9_-]{0,31}$")
_INSTANT = re.compile(r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)$")
_ID = re.compile(r"^[A-Za-z0-9_-]{1,64}$")
_LOCAL = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,6})?\Z")
_EPOCHS = {"s": 1, "ms": 1_000, "us": 1_000_000}
_SINCE, _UNTIL = 946_684_800, 4_102_444_800
"""The years 2000 to 2100, in seconds since 1970."""
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,15})(?P<real>\.\d+)?\Z")
_ZIP = re.compile(r"^[0-9]{5}$")
MOST_WORDS = 30
_FEWEST_OF_A_WORD = 10


@dataclass
class Shape:
    """What a column looks like, counted."""

    values: int = 0
    nulls: int = 0
    texts: int = 0
    whole: int = 0
    real: int = 0
    flags: int = 0
    nested: int = 0
    instants: int = 0
    local: int = 0
    ids: int = 0
    zips: int = 0
    longest: int = 0
    least: float = math.inf
    most: float = -math.inf
    words: Counter[str] = field(default_factory=Counter)
    seen: set[int] = field(default_factory=set)

    def add(self, value: Any) -> None:
        if value is None or value == "":
            self.nulls += 1
            return
        self.values += 1
        self.seen.add(hash(str(value)))
        if isinstance(value, bool):
            self.flags += 1
        elif isinstance(value, (dict, list)):
            self.nested += 1
        elif isinstance(value, str):
            self._text(value)
        else:
            self.whole += isinstance(value, int)
            self.real += isinstance(value, float)
            self.least, self.most = min(self.least, float(value)), max(self.most, float(value))

    def add_cell(self, cell: str) -> None:
        """Of CSV, where a number is a text too."""
        number = _NUMBER.match(cell or "")
        if number:
            self.add((float if number["real"] else int)(cell))
        else:
            self.add({"true": True, "false": False}.get(cell, cell))

    def _text(self, value: str) -> None:
        self.texts += 1
        self.longest = max(self.longest, len(value))
        self.instants += bool(_INSTANT.match(value))
        self.local += bool(_LOCAL.match(value))
        self.ids += bool(_ID.match(value))
        self.zips += bool(_ZIP.match(value))
        if len(self.words) <= MOST_WORDS * 10:
            self.words[value] += 1

    def all(self, kind: int) -> bool:
        return 0 < self.values == kind

    @property
    def epoch(self) -> str:
        """The unit in which its whole numbers would be instants of this century; empty where they would not."""
        fits = (unit for unit, each in _EPOCHS.items() if _SINCE * each <= self.least and self.most < _UNTIL * each)
        return next(fits, "") if self.all(self.whole) else ""

    @property
    def closed(self) -> tuple[str, ...]:
        """Its words, if they are few, each common, and each a word."""
        words = [word for word, count in self.words.items() if count >= _FEWEST_OF_A_WORD and _WORD.match(word)]
        whole = self.all(self.texts) and len(words) == len(self.words) <= MOST_WORDS
        known = all(part.lower() in vocabulary() or len(part) <= 2 for word in words for part in re.split("[_-]", word))
        return tuple(sorted(words)) if whole and known else ()

"""What a labelled case is: a column with its type, or a text with the spans that name or reach somebody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

TYPES = (
    "EMAIL", "PHONE", "SSN", "CREDIT_CARD", "IP_ADDRESS", "PERSON_NAME", "POSTAL_ADDRESS", "ZIP_CODE",
    "DATE_OF_BIRTH", "USER_ID", "OTHER_ID", "NONE",
)  # fmt: skip

_MARKED = re.compile(r"\[\[([A-Z_]+):(.*?)\]\]", re.DOTALL)


@dataclass(frozen=True)
class LabelledColumn:
    """A column as a file or table would hold it. ``values``: strings, numbers, None, or nested lists and dicts.
    ``trap``: looks like something it is not."""

    table: str
    column: str
    type: str
    values: tuple[Any, ...]
    trap: bool = False

    def __post_init__(self) -> None:
        if self.type not in TYPES:
            raise ValueError(f"{self.table}.{self.column}: no type {self.type}")


@dataclass(frozen=True)
class LabelledText:
    """``spans``: (start, end, type), in code points, ascending and apart."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def marked(text: str) -> LabelledText:
    """From a text in which what is to be found is written ``[[TYPE:...]]``."""
    plain, spans, at = "", [], 0
    for match in _MARKED.finditer(text):
        kind, inside = match.groups()
        if kind not in TYPES:
            raise ValueError(f"no type {kind}")
        plain += text[at : match.start()]
        spans.append((len(plain), len(plain) + len(inside), kind))
        plain += inside
        at = match.end()
    return LabelledText(plain + text[at:], tuple(spans))

"""The profile of a column: how many of its values are what. Counts only, so that it can be added up and sent about."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from privacy.detection.checks import PLACEHOLDERS, features
from privacy.detection.spans import kinds_in

LONGEST = 4096
"""Characters of a value that are looked at."""
_DEEPEST = 6
_MOST_PARTS = 200
_LONGEST_NAME = 64
_NUMBERED = re.compile(r"\d{6}|[0-9a-fA-F-]{16}")
_QUERY = re.compile(r"^[\w.-]+=[^&\s=]*(?:&[\w.-]+=[^&\s=]*)*$")


@dataclass
class Profile:
    """Of the values of one path. ``counts``: by feature; ``inside``: by kind, values in whose text it stands; ``rare``:
    the same of values that were not looked at otherwise, about."""

    seen: int = 0
    nulls: int = 0
    blanks: int = 0
    values: int = 0
    distinct: int = 0
    texts: int = 0
    length: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    inside: Counter[str] = field(default_factory=Counter)
    rare: Counter[str] = field(default_factory=Counter)

    def add(self, values: Iterable[Any]) -> None:
        """Adds values of one batch: strings, numbers, truths or None."""
        met: Counter[str] = Counter()
        for value in values:
            self.seen += 1
            text = as_text(value)
            if text is None:
                self.nulls += 1
            elif text.lower() in PLACEHOLDERS:
                self.blanks += 1
            else:
                met[text] += 1
        self.distinct += len(met)
        for text, times in met.items():
            self._count(text, times)

    def _count(self, text: str, times: int) -> None:
        self.values += times
        self.length += len(text) * times
        found = features(text)
        for feature in found:
            self.counts[feature] += times
        if any(sign in text for sign in " /=,:[(;|<"):
            self.texts += times
            for kind in kinds_in(text):
                self.inside[kind] += times

    def __add__(self, other: Profile) -> Profile:
        return Profile(
            self.seen + other.seen,
            self.nulls + other.nulls,
            self.blanks + other.blanks,
            self.values + other.values,
            self.distinct + other.distinct,
            self.texts + other.texts,
            self.length + other.length,
            self.counts + other.counts,
            self.inside + other.inside,
            self.rare + other.rare,
        )

    def share(self, *names: str) -> float:
        """Of all values, those with any of ``names``; names that exclude each other."""
        return min(1.0, sum(self.counts[name] for name in names) / self.values) if self.values else 0.0

    @property
    def variety(self) -> float:
        """Distinct values among a batch's values."""
        return self.distinct / self.values if self.values else 0.0


def as_text(value: Any) -> str | None:
    """A scalar as the text it would be written as; None for null."""
    if value is None or value != value:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e17:
        return str(int(value))
    if isinstance(value, bytes):
        return plain(value[:LONGEST].decode("utf-8", "replace"))
    return plain(str(value)[:LONGEST])


@lru_cache(maxsize=20_000)
def shown(name: str) -> str:
    """``name`` of a field as a report may show it: ``*`` for one that is itself a value, as keys of maps may be."""
    return "*" if len(name) > _LONGEST_NAME or _NUMBERED.search(name) or kinds_in(name) else name


def plain(text: str) -> str:
    """Without blanks around it and the apostrophe by which a spreadsheet marks a text; digits of all scripts as 0 to 9."""
    text = text.strip().removeprefix("'")
    return text if text.isascii() else "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)


def parts(value: Any, path: str, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """The scalars in a value with their dotted paths: structs, maps and lists (whose elements share a path), JSON in
    strings, the query of a URL. The value itself comes first if it is a scalar."""
    if isinstance(value, dict) and depth < _DEEPEST:
        for name, inner in list(value.items())[:_MOST_PARTS]:
            yield from parts(inner, f"{path}.{shown(name)}", depth + 1)
    elif isinstance(value, list | tuple) and depth < _DEEPEST:
        for inner in value[:_MOST_PARTS]:
            if isinstance(inner, tuple) and len(inner) == 2 and isinstance(inner[0], str):  # an Arrow map
                yield from parts(inner[1], f"{path}.{shown(inner[0])}", depth + 1)
            else:
                yield from parts(inner, path, depth + 1)
    else:
        yield path, value
        if isinstance(value, str):
            yield from _packed(value.strip(), path, depth)


def _packed(text: str, path: str, depth: int) -> Iterator[tuple[str, Any]]:
    if text[:1] in ("{", "[") and text[-1:] in ("}", "]"):
        try:
            inner = json.loads(text[:LONGEST])
        except (ValueError, RecursionError):
            return
        if isinstance(inner, dict | list):
            yield from parts(inner, path, depth + 1)
    elif _QUERY.match(text) or ("://" in text[:12] and "?" in text):
        try:
            asked = urlsplit(text[:LONGEST]).query if "://" in text[:12] else text[:LONGEST]
            query = parse_qsl(asked, max_num_fields=_MOST_PARTS)
        except ValueError:
            return
        for name, inner in query:
            yield f"{path}.{shown(name)}", inner

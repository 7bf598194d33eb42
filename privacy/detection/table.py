"""The profile of a table: of each column, and of each path inside its values, what a sample holds and what is rare.

A part of the rows is looked at closely, chosen by chance; of all other rows only whether anything has the signs of an
e-mail address, a phone number, a card, an identity number or a network address, with one regular expression over Arrow
arrays; what has is looked at closely too. So a kind that sits in a thousandth of the rows is seen.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from privacy.detection.profile import Profile, as_text, parts, shown
from privacy.detection.spans import kinds_in
from privacy.detection.verdict import Verdict, verdict

CLOSELY = 2_000
"""Rows of a batch that are looked at closely."""
BATCH = 50_000
"""Rows of a batch, at most."""
_RARE = 200
_MOST_FIELDS = 200
_SIGNS = (
    r"[^\s@]@[^\s@]+\.[A-Za-z]{2}|%40|\b\d{3}-\d{2}-\d{4}\b|\b(?:\d[ -]?){13,19}\b|\+\d[\d ().-]{7,}|\(\d{3}\) ?\d{3}|"
    r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b|\b[A-Z]{2}\d{2}[A-Z0-9 ]{11,30}\b"
)


@dataclass
class TableProfile:
    """Adds up batches of rows of one table. ``rows``: seen; ``closely``: of these looked at closely."""

    name: str
    rows: int = 0
    closely: int = 0
    paths: dict[str, Profile] = field(default_factory=dict)

    def add(self, columns: Sequence[tuple[str, pa.Array | Sequence[Any]]], seed: int = 0) -> None:
        """``columns``: names (which may repeat) with arrays of one length. ``seed``: of the choice of rows, one of its
        own for each batch."""
        count = len(columns[0][1]) if columns else 0
        chosen = _chosen(count, seed)
        self.rows += count
        self.closely += len(chosen)
        for at, (given, values) in enumerate(columns, 1):
            name = given if shown(given) == given else f"column {at}"
            self._look(name, _taken(values, chosen))
            if len(chosen) < count:
                self._look_for_rare(name, values, set(chosen))

    def __add__(self, other: TableProfile) -> TableProfile:
        paths = dict(self.paths)
        for path, profile in other.paths.items():
            paths[path] = paths[path] + profile if path in paths else profile
        return TableProfile(self.name, self.rows + other.rows, self.closely + other.closely, paths)

    def verdicts(self) -> list[Verdict]:
        """On every path, in the order in which they were met. A field with very many fields in it is a map: its keys
        are values, and are shown as one."""
        fields = Counter(path.partition(".")[0] for path in self.paths)
        found: dict[str, Profile] = {}
        for path, profile in self.paths.items():
            head, inner, _ = path.partition(".")
            name = f"{head}.*" if inner and fields[head] > _MOST_FIELDS else path
            found[name] = found[name] + profile if name in found else profile
        return [verdict(self.name, path, profile) for path, profile in found.items()]

    def _look(self, name: str, values: Iterable[Any]) -> None:
        by_path: dict[str, list[Any]] = {name: []}
        for value in values:
            for path, inner in parts(value, name):
                by_path.setdefault(path, []).append(inner)
        for path, inner_values in by_path.items():
            self.paths.setdefault(path, Profile()).add(inner_values)

    def _look_for_rare(self, name: str, values: pa.Array | Sequence[Any], seen: set[int]) -> None:
        if not isinstance(values, pa.Array) or not _is_text(values.type):
            return
        marked = pc.fill_null(pc.match_substring_regex(values, _SIGNS), False)
        hits = pc.indices_nonzero(marked).to_pylist()
        fresh = [at for at in hits if at not in seen]
        if not fresh:
            return
        some = fresh[:_RARE]
        profile = self.paths[name]
        for text in (as_text(value) for value in values.take(pa.array(some)).to_pylist()):
            for kind in kinds_in(text or ""):
                profile.rare[kind] += max(1, round(len(fresh) / len(some)))


def _chosen(count: int, seed: int) -> list[int]:
    return list(range(count)) if count <= CLOSELY else sorted(random.Random(seed).sample(range(count), CLOSELY))  # noqa: S311


def _taken(values: pa.Array | Sequence[Any], chosen: list[int]) -> list[Any]:
    if isinstance(values, pa.Array):
        taken = values if len(chosen) == len(values) else values.take(pa.array(chosen, pa.int64()))
        found: list[Any] = taken.to_pylist()
        return found
    return [values[at] for at in chosen]


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))

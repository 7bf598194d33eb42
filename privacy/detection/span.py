"""A span: where in a text something stands, and what it is."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.kinds import Kind


@dataclass(frozen=True, order=True)
class Span:
    """Code points [start, end) of a text."""

    start: int
    end: int
    kind: Kind

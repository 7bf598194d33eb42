"""What one field may hold, as frozen values that describe themselves and translate to a strict decoder's types."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
import pyarrow as pa


class ContractError(Exception):
    """A contract or policy contradicts itself. Raised where it is declared, with the remedy."""


@dataclass(frozen=True)
class Text:
    """Free text of ``shortest`` to ``longest`` characters (code points). Never kept as it is: see ``Keep``."""

    longest: int
    shortest: int = 1

    arrow = pa.string()
    quoted = True
    keepable = False

    @property
    def annotation(self) -> Any:
        return Annotated[str, msgspec.Meta(min_length=self.shortest, max_length=self.longest)]

    def __str__(self) -> str:
        return f"text of {self.shortest} to {self.longest} characters"


@dataclass(frozen=True)
class Pattern:
    """Text that matches ``regex`` from its first to its last character."""

    regex: str

    arrow = pa.string()
    quoted = True
    keepable = True

    def __post_init__(self) -> None:
        if not (self.regex.startswith("^") and self.regex.endswith(r"\Z")):
            raise ContractError(rf"anchor the pattern: ^...\Z, not {self.regex}")
        re.compile(self.regex)

    @property
    def annotation(self) -> Any:
        return Annotated[str, msgspec.Meta(pattern=self.regex)]

    def __str__(self) -> str:
        return f"text matching {self.regex}"


@dataclass(frozen=True)
class OneOf:
    """One of a closed list of words."""

    values: tuple[str, ...]

    arrow = pa.string()
    quoted = True
    keepable = True

    @property
    def annotation(self) -> Any:
        return Literal[self.values]

    def __str__(self) -> str:
        return "one of " + ", ".join(self.values)


@dataclass(frozen=True)
class Whole:
    """A whole number from ``least`` to ``most``, both included. ``1.0`` is not one."""

    least: int
    most: int

    arrow = pa.int64()
    quoted = False
    keepable = True

    @property
    def annotation(self) -> Any:
        return Annotated[int, msgspec.Meta(ge=self.least, le=self.most)]

    def __str__(self) -> str:
        return f"whole number, {self.least} to {self.most}"


@dataclass(frozen=True)
class Real:
    """A number from ``least`` to ``most``, both included; never NaN or infinite."""

    least: float
    most: float

    arrow = pa.float64()
    quoted = False
    keepable = True

    @property
    def annotation(self) -> Any:
        return Annotated[float, msgspec.Meta(ge=self.least, le=self.most)]

    def __str__(self) -> str:
        return f"number, {self.least:g} to {self.most:g}"


@dataclass(frozen=True)
class Instant:
    """An RFC 3339 date-time with an offset, not before ``earliest``; digits past the microsecond are rounded."""

    earliest: dt.datetime = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)

    arrow = pa.timestamp("us", tz="UTC")
    quoted = True
    keepable = False

    @property
    def annotation(self) -> Any:
        return Annotated[dt.datetime, msgspec.Meta(tz=True)]

    def __str__(self) -> str:
        return f"RFC 3339 date-time with offset, from {self.earliest:%Y-%m-%d}"


Constraint = Text | Pattern | OneOf | Whole | Real | Instant

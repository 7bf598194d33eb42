"""What one field may hold, as frozen values that describe themselves and translate to a strict decoder's types."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
import pyarrow as pa


class ContractError(Exception):
    """A contract or policy contradicts itself. Raised where it is declared, with the remedy."""


_FREE_TEXT = ("ada@example.org", "Ada Lovelace", "+12025550100", "https://example.org/ada", "a" * 200, "0" * 200)


def _ordered(least: float, most: float) -> None:
    if not least <= most:
        raise ContractError(f"bounds {least} to {most}: no number lies between")


@dataclass(frozen=True)
class Text:
    """Free text of ``shortest`` to ``longest`` characters (code points). Never kept as it is: see ``Keep``."""

    longest: int
    shortest: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.shortest <= self.longest:
            raise ContractError(f"text of {self.shortest} to {self.longest} characters: no text is that long")

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
    """Text that matches ``regex``, written ``^...\\Z``, from its first to its last character."""

    regex: str

    arrow = pa.string()
    quoted = True

    def __post_init__(self) -> None:
        if not (self.regex.startswith("^") and self.regex.endswith(r"\Z")):
            raise ContractError(rf"anchor the pattern: ^...\Z, not {self.regex}")
        re.compile(self.regex)
        re.compile(self._whole)

    @property
    def _whole(self) -> str:
        """With brackets, so that the anchors hold for every alternative."""
        return rf"^(?:{self.regex[1:-2]})\Z"

    @property
    def keepable(self) -> bool:
        """Whether it keeps out what free text may hold: an address, a full name, anything of any length.

        A pattern that a short name or a number fits (as every pattern for ids does) is its author's word that the
        field holds ids.
        """
        return not any(re.match(self._whole, probe) for probe in _FREE_TEXT)

    @property
    def annotation(self) -> Any:
        return Annotated[str, msgspec.Meta(pattern=self._whole)]

    def __str__(self) -> str:
        return f"text matching {self.regex}"


@dataclass(frozen=True)
class OneOf:
    """One of a closed list of words."""

    values: tuple[str, ...]

    arrow = pa.string()
    quoted = True
    keepable = True

    def __post_init__(self) -> None:
        if type(self.values) is not tuple or not self.values:
            raise ContractError("a closed list is a tuple of at least one word")

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

    def __post_init__(self) -> None:
        _ordered(self.least, self.most)

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

    def __post_init__(self) -> None:
        _ordered(self.least, self.most)

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

    def __post_init__(self) -> None:
        if self.earliest.tzinfo is None:
            raise ContractError("earliest needs a time zone: tzinfo=dt.UTC")

    arrow = pa.timestamp("us", tz="UTC")
    quoted = True
    keepable = False

    @property
    def annotation(self) -> Any:
        return Annotated[dt.datetime, msgspec.Meta(tz=True)]

    def __str__(self) -> str:
        return f"RFC 3339 date-time with offset, from {self.earliest:%Y-%m-%d}"


@dataclass(frozen=True)
class Epoch(Instant):
    """An instant as a whole number of ``unit`` (s, ms, us) since 1970-01-01 UTC, not before ``earliest``."""

    unit: str = "ms"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.unit not in _MICROS:
            raise ContractError(f"an epoch counts s, ms or us, not {self.unit}")

    quoted = False

    @property
    def micros(self) -> int:
        """Of one unit."""
        return _MICROS[self.unit]

    @property
    def annotation(self) -> Any:
        return Annotated[int, msgspec.Meta(ge=self._counted(self.earliest), le=self._counted(_LAST))]

    def _counted(self, instant: dt.datetime) -> int:
        return -((_EPOCH - instant) // dt.timedelta(microseconds=self.micros))

    def __str__(self) -> str:
        return f"{self.unit} since 1970, from {self.earliest:%Y-%m-%d}"


@dataclass(frozen=True)
class LocalTime(Instant):
    """A date and time of day without offset, ``2026-03-01 11:00:00`` (also with T and up to six digits of a second), by
    the clocks of ``zone`` (IANA). One that these clocks show twice, or never, is no instant."""

    zone: str = "UTC"

    def __post_init__(self) -> None:
        super().__post_init__()
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise ContractError(f"{self.zone} is no time zone; name one as Europe/Berlin") from None

    @property
    def annotation(self) -> Any:
        return str

    def __str__(self) -> str:
        return f"date and time by the clocks of {self.zone}, from {self.earliest:%Y-%m-%d}"


@dataclass(frozen=True)
class Flag:
    """True or false."""

    arrow = pa.bool_()
    quoted = False
    keepable = True
    annotation = bool

    def __str__(self) -> str:
        return "true or false"


_MICROS = {"s": 1_000_000, "ms": 1_000, "us": 1}
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_LAST = dt.datetime(9999, 12, 31, tzinfo=dt.UTC)

Constraint = Text | Pattern | OneOf | Whole | Real | Instant | Flag

Described = dict[str, str | int | float | list[str]]
"""A constraint as JSON can hold it: its kind and its settings."""

_AT_LEAST = {"longest", "most"}
_AT_MOST = {"shortest", "least", "earliest"}


def described(constraint: Constraint) -> Described:
    settings = {
        name: value.isoformat()
        if isinstance(value, dt.datetime)
        else list(value)
        if isinstance(value, tuple)
        else value
        for name, value in asdict(constraint).items()
    }
    return {"kind": type(constraint).__name__, **settings}


def admits_all_of(new: Described, old: Described) -> bool:
    """Whether every value that was good under ``old`` is good under ``new``; patterns are equal or they are not."""
    if new.keys() != old.keys():
        return False
    return all(_wide_enough(name, new[name], old[name]) for name in old)


def _wide_enough(name: str, new: object, old: object) -> bool:
    if isinstance(new, list) and isinstance(old, list):
        return set(old) <= set(new)
    if name in _AT_LEAST:
        return bool(new >= old)  # type: ignore[operator]
    if name in _AT_MOST:
        return bool(new <= old)  # type: ignore[operator]
    return new == old

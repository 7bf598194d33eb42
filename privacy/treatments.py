"""Treatments: what is done to a field on its way to the ANONYMIZED zone.

Each is a frozen value with ``apply(values, persons)``: an Arrow array in, an Arrow array of the same length out, null
stays null, and what it does not understand becomes null or ``other``, never the value itself. ``persons`` carries
what keyed treatments need, which are in ``privacy/keyed.py``. Anonymisation techniques are named as in ISO/IEC 20889.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from privacy.keys import KeyedHash, Seal
from privacy.redaction import redacted
from schemas.constraints import Constraint, ContractError, Instant, Pattern, Real, Text, Whole
from schemas.levels import Strength

OTHER = "other"
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = rf"^(?P<network>{_OCTET}\.{_OCTET}\.{_OCTET})\.{_OCTET}$"
_URL = r"^(?i:https?)://(?:[^/?#@]*@)?(?P<host>[A-Za-z0-9.-]+)(?::[0-9]+)?(?:[/?#]|$)"
_FIRST_SEGMENT = r"^(?i:https?)://[^/?#]*(?:/(?P<segment>[A-Za-z0-9_-]*)(?:[/?#]|$)|[?#]|$)"
_CACHED_ADDRESSES = 50_000


@dataclass(frozen=True, repr=False)
class Persons:
    """The persons of a batch of g rows and what their columns are made with; lives in a worker only.

    ``user_keys``: g pseudonyms of 16 bytes; ``seals``: g data keys, for what is encrypted.
    """

    user_keys: Sequence[bytes]
    event_hash: KeyedHash
    email_hash: KeyedHash
    seals: Sequence[Seal] = ()


class Treatment(Protocol):
    """One technique with its settings."""

    @property
    def technique(self) -> str: ...

    @property
    def strength(self) -> Strength:
        """What is left of a value."""

    @property
    def sql_type(self) -> str | None:
        """Spark type of what comes out; None where nothing does, or where it is the field's own."""

    def check(self, constraint: Constraint) -> None:
        """Raises ContractError where this technique does not suit such a field."""

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array: ...


def needs(constraint: Constraint, allowed: tuple[type, ...], technique: str) -> None:
    """Raises ContractError for a field that is none of ``allowed``."""
    if not isinstance(constraint, allowed):
        names = ", ".join(kind.__name__ for kind in allowed)
        raise ContractError(f"{technique} works on {names}, not on {constraint}: choose another treatment")


@dataclass(frozen=True)
class Keep:
    """The value as it is. Only for closed lists, bounded numbers and pattern-constrained ids."""

    technique = "keep"
    strength = Strength.AS_IS
    sql_type = None

    def check(self, constraint: Constraint) -> None:
        if not constraint.keepable:
            raise ContractError(f"keep on {constraint}: a free text may hold anything; generalise, mask or suppress it")

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        return values


@dataclass(frozen=True)
class Suppress:
    """Nothing comes out; with a column, that column is always null (its place is held for a later treatment)."""

    technique = "suppress"
    strength = Strength.REPLACED
    sql_type = "STRING"

    def check(self, constraint: Constraint) -> None:
        return None

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        return pa.nulls(len(values), pa.string())


@dataclass(frozen=True)
class Redact:
    """Free text to its common words, in lower case: what is recognised becomes its kind in brackets, whatever else is
    in no public list of words, or is a name, ``[OTHER]`` (``privacy/redaction.py``). What common words together tell
    about a person stays: pseudonymised personal data."""

    technique = "redact"
    strength = Strength.REPLACED
    sql_type = "STRING"

    def check(self, constraint: Constraint) -> None:
        needs(constraint, (Text,), self.technique)

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        texts = values.dictionary_encode()  # people search for the same things
        return pa.array(map(redacted, texts.dictionary.to_pylist()), pa.string()).take(texts.indices)


@dataclass(frozen=True)
class Truncate:
    """An instant to the start of its ``unit`` in UTC: minute (still an instant); day, week (Monday), month (dates)."""

    unit: str
    technique = "truncate"
    strength = Strength.COARSER

    def __post_init__(self) -> None:
        if self.unit not in ("minute", "day", "week", "month"):
            raise ContractError(f"truncate to minute, day, week or month, not {self.unit}")

    @property
    def sql_type(self) -> str:
        return "TIMESTAMP" if self.unit == "minute" else "DATE"

    def check(self, constraint: Constraint) -> None:
        needs(constraint, (Instant,), self.technique)

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        floored = pc.floor_temporal(values, unit=self.unit, week_starts_monday=True)
        return floored if self.unit == "minute" else floored.cast(pa.timestamp("us")).cast(pa.date32())


@dataclass(frozen=True)
class Bands:
    """A whole number to a band of ``width``, everything from ``top`` on to one band (45 CFR 164.514(b)(2)(i)(C) wants
    ages over 89 in one)."""

    width: int
    top: int

    def __post_init__(self) -> None:
        if self.width < 1 or self.top % self.width:
            raise ContractError(f"bands of {self.width} do not end at {self.top}: top is a multiple of width")

    technique = "generalise to bands"
    strength = Strength.COARSER
    sql_type = "STRING"

    def check(self, constraint: Constraint) -> None:
        needs(constraint, (Whole,), self.technique)
        if isinstance(constraint, Whole) and constraint.least < 0:
            raise ContractError(f"bands begin at 0, {constraint} does not: raise the contract's bound")

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        names = pa.array(self.names)
        band = pc.divide(pc.min_element_wise(values, self.top, skip_nulls=False), self.width)
        return names.take(band)

    @property
    def names(self) -> list[str]:
        """Of all bands, the lowest first."""
        return [self._name(low) for low in range(0, self.top + self.width, self.width)]

    def _name(self, low: int) -> str:
        return f"{self.top}+" if low >= self.top else f"{low:02d}-{min(low + self.width, self.top) - 1:02d}"


@dataclass(frozen=True)
class RoundTo:
    """A number to the nearest multiple of ``step``."""

    step: int
    technique = "round"
    strength = Strength.COARSER
    sql_type = "BIGINT"

    def check(self, constraint: Constraint) -> None:
        needs(constraint, (Whole, Real), self.technique)

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        steps = pc.round(pc.divide(values.cast(pa.float64()), float(self.step))).cast(pa.int64())
        return pc.multiply(steps, self.step)


@dataclass(frozen=True)
class TopCode:
    """A whole number, everything above ``top`` reported as ``top``."""

    top: int
    technique = "top-code"
    strength = Strength.COARSER
    sql_type = "BIGINT"

    def check(self, constraint: Constraint) -> None:
        needs(constraint, (Whole,), self.technique)

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        return pc.min_element_wise(values, pa.scalar(self.top, values.type), skip_nulls=False)


@dataclass(frozen=True)
class ToCents:
    """A price in currency units to DECIMAL(12, 2), so that sums are exact whatever the order."""

    technique = "keep, to the cent"
    strength = Strength.AS_IS
    sql_type = "DECIMAL(12,2)"

    def check(self, constraint: Constraint) -> None:
        needs(constraint, (Real,), self.technique)
        if isinstance(constraint, Real) and max(abs(constraint.least), abs(constraint.most)) >= 10**10:
            raise ContractError(f"{constraint} does not fit DECIMAL(12,2): lower the contract's bound")

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        return pc.round(values, ndigits=2).cast(pa.decimal128(12, 2), safe=False)


@dataclass(frozen=True)
class ClosedList:
    """Listed words stay; any other text becomes ``other``."""

    words: tuple[str, ...]
    technique = "generalise to a closed list"
    strength = Strength.REPLACED
    sql_type = "STRING"

    def check(self, constraint: Constraint) -> None:
        needs(constraint, (Text, Pattern), self.technique)

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        return _listed(values, {word: word for word in self.words})


@dataclass(frozen=True, eq=False)
class Parent:
    """A word to its parent in a hierarchy; what the hierarchy does not know becomes null."""

    hierarchy: Mapping[str, str]
    technique = "generalise along a hierarchy"
    strength = Strength.REPLACED
    sql_type = "STRING"

    def check(self, constraint: Constraint) -> None:
        needs(constraint, (Text, Pattern), self.technique)

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        return pa.array(list(self.hierarchy.values()), pa.string()).take(_index(values, self.hierarchy))


@dataclass(frozen=True)
class Zip3:
    """The first three digits of a ZIP code; areas with at most 20,000 people become 000."""

    sparse: frozenset[str]
    technique = "generalise to three digits"
    strength = Strength.COARSER
    sql_type = "STRING"

    def check(self, constraint: Constraint) -> None:
        needs(constraint, (Pattern,), self.technique)

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        area = pc.utf8_slice_codeunits(values, 0, 3)
        whole = pc.match_substring_regex(values, "^[0-9]{5}$")
        area = pc.if_else(pc.is_in(area, pa.array(sorted(self.sparse))), "000", area)
        return pc.if_else(whole, area, pa.scalar(None, pa.string()))


@dataclass(frozen=True)
class ReferrerHost:
    """A URL to its host where that is listed, else ``other``. Path, query and user part never come out."""

    hosts: tuple[str, ...]
    technique = "generalise to a listed host"
    strength = Strength.REPLACED
    sql_type = "STRING"

    def check(self, constraint: Constraint) -> None:
        needs(constraint, (Text,), self.technique)

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        host = pc.ascii_lower(pc.struct_field(pc.extract_regex(values, _URL), "host"))
        listed = _listed(host, {name: name for name in self.hosts})
        return pc.if_else(pc.is_valid(values), pc.fill_null(listed, OTHER), pa.scalar(None, pa.string()))


@dataclass(frozen=True, eq=False)
class RouteTemplate:
    """A URL to the template of its route, by the first segment of the path, else ``other``. No id, query or fragment
    comes out."""

    templates: Mapping[str, str]
    technique = "generalise to a route template"
    strength = Strength.REPLACED
    sql_type = "STRING"

    def check(self, constraint: Constraint) -> None:
        needs(constraint, (Text,), self.technique)

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        segment = pc.ascii_lower(pc.struct_field(pc.extract_regex(values, _FIRST_SEGMENT), "segment"))
        listed = _listed(segment, self.templates)
        return pc.if_else(pc.is_valid(values), pc.fill_null(listed, OTHER), pa.scalar(None, pa.string()))


@dataclass(frozen=True)
class MaskAddress:
    """An IP address to its network: IPv4 to /24, IPv6 to /48 (mapped and 6to4 to the /24 of the IPv4 inside). Anything
    else to null."""

    technique = "mask to the network"
    strength = Strength.COARSER
    sql_type = "STRING"

    def check(self, constraint: Constraint) -> None:
        needs(constraint, (Text,), self.technique)

    def apply(self, values: pa.Array, persons: Persons) -> pa.Array:
        prefix = pc.struct_field(pc.extract_regex(values, _IPV4), "network")
        masked = pc.binary_join_element_wise(prefix, "0/24", ".")
        rest = pc.and_(pc.is_null(masked), pc.is_valid(values))
        if not pc.any(rest).as_py():
            return masked
        networks = [_network(address) for address in values.filter(rest).to_pylist()]
        return pc.replace_with_mask(masked, rest, pa.array(networks, pa.string()))


@lru_cache(maxsize=_CACHED_ADDRESSES)
def _network(address: str) -> str | None:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    if isinstance(parsed, ipaddress.IPv6Address):
        inside = parsed.ipv4_mapped or parsed.sixtofour  # a 6to4 prefix is the whole IPv4 address
        if inside is None:
            return str(ipaddress.ip_network((int(parsed) >> 80 << 80, 48)))
        parsed = inside
    return str(ipaddress.ip_network((int(parsed) >> 8 << 8, 24)))


def _listed(values: pa.Array, names: Mapping[str, str]) -> pa.Array:
    """Each listed word's name, ``other`` for unlisted words, null for null."""
    found = pa.array(list(names.values()), pa.string()).take(_index(values, names))
    return pc.if_else(pc.is_valid(values), pc.fill_null(found, OTHER), pa.scalar(None, pa.string()))


def _index(values: pa.Array, names: Mapping[str, str]) -> pa.Array:
    return pc.index_in(values, pa.array(list(names), pa.string()))

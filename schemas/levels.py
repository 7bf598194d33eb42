"""Sensitivity levels, lowest first: what the disclosure of one value would tell about a person, and what follows:
where it may stand, what has to be done to it first, and how long old versions of it may stay.

Levels of data by sensitivity with rules of handling for each: ISO/IEC 27001:2022, controls 5.12 and 5.13.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """Ordered: a column holding several sources has the highest of their levels. Meanings are in HANDLING."""

    PUBLIC = 1
    INTERNAL = 2
    PERSONAL = 3
    IDENTIFYING = 4
    SECRET = 5

    @property
    def word(self) -> str:
        return self.name.lower()


class Strength(IntEnum):
    """What is left of a value after a treatment, most first."""

    AS_IS = 1
    """The value."""
    COARSER = 2
    """A part of it, or it less exactly."""
    REPLACED = 3
    """None of its own text: a word of a public list, a pseudonym, a keyed hash, a ciphertext, nothing."""


@dataclass(frozen=True)
class Handling:
    """What a level means and asks for. ``zones``: those whose tables may have a column of it; ``least``: what has to be
    done to a field of it on its way into the ANONYMIZED zone; ``history_days``: how long old versions of a table with
    it stay, at most."""

    meaning: str
    zones: frozenset[str]
    least: Strength
    history_days: int


_EVERYWHERE = frozenset({"bronze", "quarantine", "silver", "cells", "gold", "release", "dp"})

HANDLING = {
    Level.PUBLIC: Handling(
        "about nobody: product numbers, counts that passed the disclosure gate or have noise",
        _EVERYWHERE,
        Strength.AS_IS,
        14,
    ),
    Level.INTERNAL: Handling(
        "about the system: positions, versions, times of arrival",
        _EVERYWHERE - {"gold", "release", "dp"},
        Strength.AS_IS,
        14,
    ),
    Level.PERSONAL: Handling(
        "about a person, and common to many: device type, month of sign-up, region",
        frozenset({"silver", "cells", "release"}),
        Strength.AS_IS,
        7,
    ),
    Level.IDENTIFYING: Handling(
        "singles a person out alone or with little else: pseudonyms, network address, ZIP code",
        _EVERYWHERE - {"gold", "release", "dp"},
        Strength.COARSER,
        7,
    ),
    Level.SECRET: Handling(
        "names a person, reaches one, or opens what does; a free text, which may; or nobody has said what it is",
        frozenset({"bronze", "quarantine"}),
        Strength.REPLACED,
        7,
    ),
}
"""Of every level."""

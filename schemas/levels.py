"""Sensitivity levels, lowest first: what the disclosure of one value would tell about a person."""

from __future__ import annotations

from enum import IntEnum


class Level(IntEnum):
    """Ordered: a column holding several sources has the highest of their levels."""

    PUBLIC = 1
    """About nobody: product numbers, counts that passed the disclosure gate."""
    INTERNAL = 2
    """About the system: positions, versions, times of arrival."""
    PERSONAL = 3
    """About a person, and common to many: device type, month of sign-up, region."""
    IDENTIFYING = 4
    """Singles a person out alone or with little else: pseudonyms, network address, ZIP code."""
    SECRET = 5
    """Names a person, or opens what does: e-mail, phone, original payload, keys."""

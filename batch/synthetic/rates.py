"""How much of the traffic goes wrong, and in which way: shares of all events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

MALFORMED: Mapping[str, float] = MappingProxyType(
    {
        "null_payload": 0.0003,
        "invalid_json": 0.0005,
        "invalid_utf8": 0.0003,
        "not_an_object": 0.0002,
        "missing_record_id": 0.0003,
        "missing_subject": 0.0004,
        "missing_event_time": 0.0003,
        "missing_field": 0.0003,
        "wrong_type": 0.0004,
        "out_of_range": 0.0003,
        "not_in_enum": 0.0003,
        "pattern_mismatch": 0.0003,
        "too_long": 0.00005,
        "bad_timestamp": 0.0003,
        "future_event_time": 0.0003,
        "too_large": 0.000002,
        "duplicate_field": 0.0002,
        "lone_surrogate": 0.0001,
        "too_deep": 0.0001,
    }
)
"""Reason codes in the order of their draw, with their default shares: together about 0.5 %."""


@dataclass(frozen=True)
class Rates:
    """Shares in [0, 1] of all events; ``ipv6`` of (user, place) pairs, ``non_ascii`` of users and of searches.

    The kinds of dirt exclude each other, so their sum is the dirty share. Dirt falls only on page views and clicks
    (66 % of events): a session keeps its login, cart and purchase whatever goes wrong around them.
    """

    duplicate: float = 0.01
    conflict: float = 0.001
    late: float = 0.0098
    very_late: float = 0.0002
    out_of_order: float = 0.01
    drifted: float = 0.005
    malformed: Mapping[str, float] = field(default_factory=lambda: MALFORMED, hash=False)
    ipv6: float = 0.10
    non_ascii: float = 0.05

    def __post_init__(self) -> None:
        unknown = sorted(set(self.malformed) - set(MALFORMED))
        if unknown:
            raise ValueError(f"no such way to be malformed: {', '.join(unknown)}; known: {', '.join(MALFORMED)}")
        shares = (*self.dirt().values(), self.ipv6, self.non_ascii)
        if not all(0 <= share <= 1 for share in shares) or sum(self.dirt().values()) > 0.6:
            raise ValueError("each rate lies in [0, 1] and the kinds of dirt add up to at most 0.6")

    @staticmethod
    def none() -> Rates:
        """Nothing goes wrong: every record is good, on time and sent once."""
        return Rates(0, 0, 0, 0, 0, 0, MappingProxyType({}))

    def dirt(self) -> dict[str, float]:
        """Share per outcome, in the order of :data:`batch.synthetic.dirt.OUTCOMES`."""
        kinds = ("duplicate", "conflict", "late", "very_late", "out_of_order", "drifted")
        return {kind: getattr(self, kind) for kind in kinds} | {why: self.malformed.get(why, 0.0) for why in MALFORMED}

"""The 100,000 bent records of the fuzz tests and the oracle's verdict on each, made once a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from schemas.contract import Contract
from schemas.events import EVENTS
from schemas.users import USERS
from tests.support.mutations import ARRIVAL, fuzzed
from tests.support.oracle import Verdict, judged

SEED = 20260301
STRICT = replace(EVENTS, unknown_fields="reject")
_HOW_MANY = {"events": (EVENTS, 50_000), "users": (USERS, 50_000), "events, nothing unknown": (STRICT, 5_000)}

SAMPLES = tuple(_HOW_MANY)
"""Names of what :func:`sample` gives; the first two are the contracts in force."""


@dataclass(frozen=True, repr=False)
class Sample:
    """Payloads and verdicts, by row. A failing test shows rows, never what is in them."""

    contract: Contract
    payloads: Sequence[bytes | None]
    verdicts: Sequence[Verdict]

    def value(self, row: int, field: str) -> object:
        """What the oracle reads in ``field`` of a good record."""
        return self.verdicts[row].values[[known.name for known in self.contract.fields].index(field)]


@lru_cache
def sample(name: str) -> Sample:
    contract, count = _HOW_MANY[name]
    payloads = fuzzed(contract, SEED, count)
    return Sample(contract, payloads, [judged(raw, contract, ARRIVAL) for raw in payloads])

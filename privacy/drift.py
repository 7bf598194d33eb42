"""Drift: what stands in a field and was never declared for it, as an e-mail address in a referrer.

What stays as it is on its way to silver is looked at whole, and a value with something undeclared in it becomes null
there. What is treated is looked at by sample: its treatment holds whatever comes, and somebody should know.
Both depend on the record alone where silver is concerned, so the same record gives the same row in any batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from privacy.detection.spans import kinds_by_form
from privacy.policy import Policy, Rule
from privacy.treatments import Redact
from schemas.constraints import Pattern, Text
from schemas.contract import Field
from schemas.kinds import Kind
from schemas.levels import Strength

SAMPLED_ROWS = 256
"""Of an Arrow batch, at most, evenly spread. What stands in 1 % of 10,000 records is met with probability 0.92."""

_HARD = frozenset({Kind.EMAIL, Kind.PHONE, Kind.SSN, Kind.CREDIT_CARD, Kind.IP_ADDRESS, Kind.OTHER_ID})
"""Kinds that a value shows by its own form; names, towns and dates are told by what stands around them."""

_DIGITS = frozenset({Kind.PHONE, Kind.SSN, Kind.CREDIT_CARD, Kind.OTHER_ID})
"""Which of these a number is cannot always be told: a field that declares one may hold what looks like another."""

_SIGNS = {
    Kind.EMAIL: r"@|%40",
    Kind.IP_ADDRESS: r"(?:[0-9]{1,3}\.){3}[0-9]|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]",
    Kind.OTHER_ID: r"(?:^|[^0-9A-Za-z])(?:[A-Za-z]{2}[0-9]{2} ?[0-9A-Za-z]{4} ?[0-9A-Za-z]{4}|"
    r"[A-Za-z]{6}[0-9]{2}[A-Za-z][0-9]{2}|[A-HJ-NPR-Za-hj-npr-z0-9]{17}(?:[^0-9A-Za-z]|$))",
} | dict.fromkeys(
    _DIGITS - {Kind.OTHER_ID},
    r"(?:^|[^0-9A-Za-z]|%2[Bb])[A-Za-z]{0,4}[0-9](?:[^0-9A-Za-z]{0,2}[0-9]){5,}[A-Za-z]{0,2}(?:[^0-9A-Za-z]|$)",
)
"""What a value without the kind does not have: most values need no closer look."""

_ADDRESS = r"^(?:[0-9]{1,3}\.){3}[0-9]{1,3}$|^[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]*:[0-9A-Fa-f.]*$"
"""A network address and nothing else: to be looked at only where none should be."""

_LONGEST = 512
"""Characters of a value that are looked at: what is long and made for it costs 50 ms for 2,000."""


@dataclass(frozen=True)
class Found:
    """``fields``: as given, without what drifted in fields that are kept. ``drift``: (g,) strings, ``field:KIND`` with
    commas between, null for most."""

    fields: dict[str, pa.Array]
    drift: pa.Array


@dataclass(frozen=True)
class Watch:
    """What to look at by a policy. ``kept``: fields that stay as they are; ``sampled``: the others; each with the kinds
    that are not to be in it."""

    kept: dict[str, frozenset[Kind]]
    sampled: dict[str, frozenset[Kind]]

    def look(self, fields: dict[str, pa.Array]) -> Found:
        """``fields``: decoded columns of g records."""
        records = len(next(iter(fields.values())))
        told: dict[int, list[str]] = {}
        passed = dict(fields)
        for name, strange in self.kept.items():
            values = fields[name].dictionary_encode()  # ids are of few things
            kinds = _kinds(values.dictionary, strange)
            if kinds:
                wrong = pc.is_in(values.indices, pa.array(list(kinds), values.indices.type))
                _note(told, name, [(row, kinds[values.indices[row].as_py()]) for row in _places(wrong)])
                passed[name] = pc.if_else(wrong, pa.scalar(None, fields[name].type), fields[name])
        rows = _spread(records)
        chosen = pa.array(rows)
        for name, strange in self.sampled.items():
            kinds = _kinds(fields[name].take(chosen), strange)
            _note(told, name, [(int(rows[at]), found) for at, found in kinds.items()])
        return Found(passed, _told(told, records))


def watch(policy: Policy) -> Watch:
    """What a policy's fields have to be looked at for. Free text that is redacted may hold anything."""
    kept: dict[str, frozenset[Kind]] = {}
    sampled: dict[str, frozenset[Kind]] = {}
    for field in policy.contract.fields:
        strange = _undeclared(field)
        rules = [rule for rule in policy.rules if rule.field == field.name]
        if not isinstance(field.constraint, Text | Pattern) or not strange or any(map(_redacts, rules)):
            continue
        is_kept = any(rule.treatment.strength is Strength.AS_IS for rule in rules)
        (kept if is_kept else sampled)[field.name] = strange
    return Watch(kept, sampled)


def _redacts(rule: Rule) -> bool:
    return isinstance(rule.treatment, Redact)


def _undeclared(field: Field) -> frozenset[Kind]:
    declared = {field.kind, *field.holds}
    return _HARD - declared - (_DIGITS if declared & _DIGITS else frozenset())


def _kinds(values: pa.Array, strange: frozenset[Kind]) -> dict[int, list[Kind]]:
    """What of ``strange`` stands in which value."""
    signs = pc.match_substring_regex(values, _signs(strange))
    if Kind.IP_ADDRESS not in strange:
        signs = pc.and_not(signs, pc.match_substring_regex(values, _ADDRESS))
    found = {at: sorted(kinds_by_form(values[at].as_py()[:_LONGEST]) & strange) for at in _places(signs)}
    return {at: kinds for at, kinds in found.items() if kinds}


@lru_cache(maxsize=64)
def _signs(strange: frozenset[Kind]) -> str:
    return "|".join(sorted({_SIGNS[kind] for kind in strange}))


def _places(mask: pa.BooleanArray) -> list[int]:
    return np.flatnonzero(np.asarray(mask.fill_null(False))).tolist()


def _spread(rows: int) -> npt.NDArray[np.int64]:
    return np.unique(np.linspace(0, rows, min(rows, SAMPLED_ROWS), endpoint=False, dtype=np.int64))


def _note(told: dict[int, list[str]], field: str, found: list[tuple[int, list[Kind]]]) -> None:
    for row, kinds in found:
        told.setdefault(row, []).extend(f"{field}:{kind}" for kind in kinds)


def _told(told: dict[int, list[str]], length: int) -> pa.Array:
    if not told:
        return pa.nulls(length, pa.string())
    return pa.array([",".join(told[row]) if row in told else None for row in range(length)], pa.string())

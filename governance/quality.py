"""Quality suites: what must hold of every row of silver and gold, rendered from contracts, policies and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lakehouse.aggregates import MADE_OF
from privacy.policies import POLICIES
from privacy.policy import Policy, Rule
from privacy.treatments import OTHER, Bands, ClosedList, Keep, MaskAddress, Parent, Redact, RouteTemplate, TopCode, Zip3
from schemas.constraints import OneOf, Real, Whole
from schemas.gold import GoldTable
from schemas.tables import Column

UNKNOWN = "unknown"
_NUMBERS = ("BIGINT", "INT", "DOUBLE", "DECIMAL(18,2)")
_KEY_BYTES = 16
_WORD = r"(?:\[[A-Z_]+\]|[0-9]{1,2}|\p{L}+)"
_FORMS: dict[type, str] = {
    Zip3: "^[0-9]{3}$",
    MaskAddress: r"^(?:[0-9.]+\.0/24|[0-9a-f:]*::/48)$",
    Redact: rf"^{_WORD}(?: {_WORD})*$",
}
"""What comes out of a treatment looks like this and no other way, as Java writes it."""


@dataclass(frozen=True)
class Expectation:
    """``kind``: name of a class of Great Expectations; ``about``: its arguments, no value of a record among them."""

    kind: str
    about: dict[str, Any]


def of_gold(table: GoldTable) -> list[Expectation]:
    """What must hold of a table of gold: its columns, a cell once, closed words, no number below nothing."""
    words = _closed_words()
    columns = [Expectation("ExpectTableColumnsToMatchSet", {"column_set": list(table.column_names)})]
    once = [Expectation("ExpectCompoundColumnsToBeUnique", {"column_list": list(table.key)})]
    return [*columns, *once, *(each for column in table.columns for each in _of_column(column, words))]


def of_silver(policy: Policy) -> list[Expectation]:
    """What must hold of a table of silver: its columns, what is required, keys of one length, closed words, bounds."""
    table, rules = policy.table(), {rule.column: rule for rule in policy.rules if rule.column}
    found = [Expectation("ExpectTableColumnsToMatchSet", {"column_set": list(table.column_names)})]
    for column in table.columns:
        if column.required:
            found.append(Expectation("ExpectColumnValuesToNotBeNull", {"column": column.name}))
        if column.name.endswith("_key") and column.type == "BINARY":
            found.append(Expectation("ExpectColumnValueLengthsToEqual", {"column": column.name, "value": _KEY_BYTES}))
        if column.name in rules:
            found += _of_rule(policy, rules[column.name])
    return found


def _of_column(column: Column, words: dict[str, list[str]]) -> Iterator[Expectation]:
    if column.required:
        yield Expectation("ExpectColumnValuesToNotBeNull", {"column": column.name})
    if column.name in words:
        yield Expectation("ExpectColumnValuesToBeInSet", {"column": column.name, "value_set": words[column.name]})
    if column.type in _NUMBERS:
        yield Expectation("ExpectColumnValuesToBeBetween", {"column": column.name, "min_value": 0})


def _of_rule(policy: Policy, rule: Rule) -> Iterator[Expectation]:
    allowed = _allowed(policy, rule)
    if allowed:
        yield Expectation("ExpectColumnValuesToBeInSet", {"column": rule.column, "value_set": allowed})
    form = _FORMS.get(type(rule.treatment))
    if form:
        yield Expectation("ExpectColumnValuesToMatchRegex", {"column": rule.column, "regex": form})
    bounds = _bounds(policy, rule)
    if bounds:
        yield Expectation(
            "ExpectColumnValuesToBeBetween", {"column": rule.column, "min_value": bounds[0], "max_value": bounds[1]}
        )


def _allowed(policy: Policy, rule: Rule) -> list[str]:
    """The closed list of a column's values; empty when there is none."""
    treatment, constraint = rule.treatment, policy.contract.field(rule.field).constraint
    if isinstance(treatment, Keep) and isinstance(constraint, OneOf):
        return list(constraint.values)
    if isinstance(treatment, ClosedList):
        return [*treatment.words, OTHER]
    if isinstance(treatment, Parent):
        return sorted(set(treatment.hierarchy.values()))
    if isinstance(treatment, RouteTemplate):
        return [*dict.fromkeys(treatment.templates.values()), OTHER]
    return treatment.names if isinstance(treatment, Bands) else []


def _bounds(policy: Policy, rule: Rule) -> tuple[float, float] | None:
    treatment, constraint = rule.treatment, policy.contract.field(rule.field).constraint
    if isinstance(treatment, TopCode):
        return 0, treatment.top
    if isinstance(treatment, Keep) and isinstance(constraint, Whole | Real):
        return constraint.least, constraint.most
    return None


def _closed_words() -> dict[str, list[str]]:
    """By column of silver; gold has the same words and `unknown`."""
    return {
        rule.column: [*allowed, UNKNOWN]
        for policy in map(POLICIES.__getitem__, sorted(MADE_OF))
        for rule in policy.rules
        if rule.column and (allowed := _allowed(policy, rule))
    }

"""Documents rendered from the code: they are as committed, complete, and their examples are true."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from conf import ROOT
from privacy.policies import POLICIES
from schemas.kinds import Kind
from schemas.levels import HANDLING, Level
from schemas.outcomes import FAULTS, Reason
from tests.spec.render import DOCUMENTS, EXAMPLES, WRONG, reasons, rejected_for, treatments
from tests.support.techniques import TREATMENTS
from tests.unit.records import decoded

pytestmark = pytest.mark.spec


@pytest.mark.parametrize(("name", "render"), DOCUMENTS.items(), ids=DOCUMENTS.keys())
def test_a_document_says_what_the_code_does(name: str, render: Callable[[], str]) -> None:
    committed = (ROOT / "docs" / name).read_text("utf-8")
    assert committed == render(), "run: python -m tests.spec.render"


@pytest.mark.parametrize("reason", FAULTS)
def test_each_reason_has_a_true_example_and_a_remedy(reason: Reason) -> None:
    assert rejected_for(WRONG[reason]) == reason
    assert f"| `{reason}` | {WRONG[reason].said} | {reason.remedy} |" in reasons()


@pytest.mark.parametrize("name", POLICIES)
def test_the_examples_are_good_records_with_every_field(name: str) -> None:
    policy, example = POLICIES[name], EXAMPLES[name]
    assert set(example) == {field.name for field in policy.contract.fields}
    assert decoded([json.dumps(example).encode()], policy.contract).rejected == []


@pytest.mark.parametrize("name", POLICIES)
def test_each_field_and_each_column_has_its_line(name: str) -> None:
    rows = [line.split(" | ") for line in treatments().splitlines() if line.startswith("| `")]
    policy = POLICIES[name]
    for rule in policy.rules:
        column = f"`{rule.column}`" if rule.column else "none"
        lines = [row for row in rows if row[0] == f"| `{rule.field}`" and row[4] == column]
        assert rule.treatment.technique in {row[3] for row in lines}
        field = policy.contract.field(rule.field)
        assert {row[2] for row in lines} == {field.level.word}
        assert {row[1] for row in lines} == {"" if field.kind is Kind.NONE else str(field.kind)}
        assert (rule.level.word if rule.column else "") in {row[5] for row in lines}


def test_each_level_and_each_technique_has_its_line() -> None:
    rows = [line for line in treatments().splitlines() if line.startswith("| ")]
    for level in Level:
        assert sum(row.startswith(f"| {level.word} | {HANDLING[level].meaning}") for row in rows) == 1
    for technique in (vars(each)["technique"] for each in TREATMENTS):
        (row,) = [
            row
            for row in rows
            if row.startswith((f"| {technique} | as is", f"| {technique} | coarser", f"| {technique} | replaced"))
        ]
        assert len(row) > 60, "a sentence about it"


def test_no_result_in_the_table_names_the_person() -> None:
    rows = [line.split(" | ") for line in treatments().splitlines() if line.startswith("| `")]
    results = " ".join(row[7] for row in rows).lower()
    for word in (
        "maren",
        "ostby",
        "tarek",
        "lindqvist",
        "berlin",
        "555",
        "203.0.113.77",
        "03601",
        "11:07:42",
    ):
        assert word not in results

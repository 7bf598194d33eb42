"""Policies and contracts: what contradicts itself fails where it is declared; those in force are complete."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from lakehouse.catalog import TABLES
from privacy.policies import EVENT_POLICY, POLICIES, USER_POLICY
from privacy.policy import Policy, Rule
from privacy.treatments import (
    HashWithinPerson,
    Keep,
    MaskAddress,
    Pseudonym,
    RecordIdentity,
    Suppress,
    Treatment,
    Truncate,
)
from schemas.constraints import ContractError, Instant, OneOf, Pattern, Real, Text, Whole
from schemas.contract import Contract, Field
from schemas.levels import Level

pytestmark = pytest.mark.unit

FIELDS = (
    Field("patient", Text(64), "who", required=True),
    Field("visit_id", Pattern(r"^[a-z0-9]{1,32}\Z"), "which visit", required=True),
    Field("seen_at", Instant(), "when", required=True),
    Field("note", Text(500), "what was said"),
)
RULES = (
    Rule("patient", Pseudonym(), Level.IDENTIFYING, "user_key"),
    Rule("visit_id", RecordIdentity(), Level.IDENTIFYING),
    Rule("seen_at", Truncate("day"), Level.PERSONAL, "seen_on"),
    Rule("note", Suppress(), Level.SECRET),
)


def contract(**overrides: Any) -> Contract:
    default = {"name": "visits", "version": 1, "fields": FIELDS, "subject": "patient", "event_time": "seen_at"}
    return Contract(**(default | {"record_id": "visit_id"} | overrides))


def policy(**overrides: Any) -> Policy:
    return Policy(**({"contract": contract(), "version": 1, "comment": "visits", "rules": RULES} | overrides))


def ruled(field: str, treatment: Treatment, column: str | None, level: Level = Level.PERSONAL) -> Policy:
    """The default policy with one more rule for ``field``."""
    return policy(rules=(*RULES, Rule(field, treatment, level, column)))


def without(field: str, *more: Rule) -> Policy:
    return policy(rules=(*(rule for rule in RULES if rule.field != field), *more))


def with_field(name: str, **changes: Any) -> tuple[Field, ...]:
    return tuple(replace(field, **changes) if field.name == name else field for field in FIELDS)


def test_the_default_contract_and_policy_are_sound() -> None:
    assert policy().table().column_names == (
        "event_key", "content_hash", "user_key", "seen_on", "is_late", "policy_version", "key_version",
    )  # fmt: skip


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "a field without a treatment": (lambda: without("note"), "note has no treatment; name one"),
    "free text kept": (lambda: ruled("note", Keep(), "note"), "generalise, mask or suppress"),
    "an instant kept": (lambda: ruled("seen_at", Keep(), "seen_at"), "generalise, mask or suppress"),
    "a rule for a field that is not there": (lambda: ruled("diagnosis", Suppress(), None), "no field diagnosis"),
    "a column filled twice": (lambda: ruled("note", HashWithinPerson("n"), "seen_on"), "two rules fill seen_on"),
    "a treatment that does not suit": (lambda: ruled("seen_at", MaskAddress(), "net"), "choose another treatment"),
    "a pseudonym of another field": (lambda: ruled("note", Pseudonym(), "other_key"), "only patient can become"),
    "no pseudonym": (lambda: without("patient", Rule("patient", Suppress(), Level.SECRET)), "must become user_key"),
    "a pseudonym of another name": (
        lambda: without("patient", Rule("patient", Pseudonym(), Level.IDENTIFYING, "person")),
        "patient must become user_key",
    ),
    "a treatment that fills nothing": (lambda: ruled("note", HashWithinPerson("n"), None), "note is treated but fills"),
    "a record id with a column": (lambda: ruled("visit_id", RecordIdentity(), "id"), "visit_id is the record id"),
    "a contract name in capitals": (lambda: contract(name="Visits"), "use lower case letters"),
    "a field name with a space": (lambda: Field("my note", Text(9), ""), "'my note': use lower case letters"),
    "a field declared twice": (lambda: contract(fields=(*FIELDS, FIELDS[0])), "declared twice"),
    "a subject that is not there": (lambda: contract(subject="person"), "person has a role, so declare it"),
    "a subject that may be absent": (
        lambda: contract(fields=with_field("patient", required=False)),
        "patient has a role, so declare it as a required field",
    ),
    "a record id that may be absent": (
        lambda: contract(fields=with_field("visit_id", required=False)),
        "visit_id has a role, so declare it as a required field",
    ),
    "an event time that is a text": (
        lambda: contract(fields=with_field("seen_at", constraint=Text(30))),
        "seen_at is the event time, so make it an Instant",
    ),
    "an unknown way with unknown fields": (lambda: contract(unknown_fields="keep"), "'drop' or 'reject'"),
    "a field from a later version": (lambda: contract(fields=with_field("note", since=2)), "raise version"),
    "a pattern without its end": (lambda: Pattern("^[a-z]+$"), r"anchor the pattern: \^\.\.\.\\Z"),
    "a pattern without its start": (lambda: Pattern(r"[a-z]+\Z"), "anchor the pattern"),
}  # fmt: skip


@pytest.mark.parametrize(("declare", "remedy"), REFUSED.values(), ids=REFUSED.keys())
def test_what_contradicts_itself_is_refused_with_the_remedy(declare: Callable[[], object], remedy: str) -> None:
    with pytest.raises(ContractError, match=remedy):
        declare()


IDS = with_field("patient", constraint=Pattern(r"^[a-z0-9-]{1,64}\Z"))
ACCEPTED_YET: dict[str, tuple[Callable[[], object], str]] = {
    "the identifier kept as pseudonym": (
        lambda: policy(
            contract=contract(fields=IDS),
            rules=(Rule("patient", Keep(), Level.PERSONAL, "user_key"), *RULES[1:]),
        ),
        "privacy/policy.py:_check_roles looks for a column user_key, not for Pseudonym(): the identifier itself passes",
    ),
    "the identifier kept beside the pseudonym": (
        lambda: policy(
            contract=contract(fields=IDS), rules=(*RULES, Rule("patient", Keep(), Level.PERSONAL, "patient"))
        ),
        "privacy/policy.py: Keep() of the subject passes when the subject has a Pattern",
    ),
    "the record id kept": (
        lambda: ruled("visit_id", Keep(), "visit_id"),
        "privacy/policy.py: Keep() of the record id passes: it joins silver to the source",
    ),
    "a record identity of another field": (
        lambda: without("note", Rule("note", RecordIdentity(), Level.SECRET)),
        "privacy/policy.py: RecordIdentity() of a field that is not the record id is taken and does nothing",
    ),
    "a column of the road's own name": (
        lambda: ruled("note", HashWithinPerson("n"), "content_hash"),
        "privacy/policy.py: a rule may fill content_hash, event_key, is_late, policy_version or key_version",
    ),
    "statistics of a column that is not there": (
        lambda: policy(statistics=("diagnosis",)),
        "privacy/policy.py: statistics and partition_by are not checked",
    ),
    "statistics of a pseudonym": (
        lambda: policy(statistics=("user_key",)),
        "privacy/policy.py: statistics of an identifying column are taken: the Delta log holds its values (B33)",
    ),
    "a partition for each person": (
        lambda: policy(partition_by="user_key"),
        "privacy/policy.py: partition_by may name a personal column: its values become paths",
    ),
    "a pattern of two alternatives": (
        lambda: Pattern(r"^[a-z]|[0-9]\Z"),
        "schemas/constraints.py:Pattern: ^a|b\\Z is anchored on one side of each alternative only",
    ),
    "a text longer than its longest": (
        lambda: Text(longest=1, shortest=2),
        "schemas/constraints.py: bounds that nothing can meet are taken",
    ),
    "a number above its most": (lambda: Whole(2, 1), "schemas/constraints.py: bounds that nothing can meet are taken"),
    "an earliest instant without an offset": (
        lambda: Instant(dt.datetime(2000, 1, 1)),  # noqa: DTZ001
        "schemas/constraints.py:Instant: a naive earliest is taken as UTC",
    ),
}


@pytest.mark.parametrize(
    "declare",
    [
        pytest.param(
            declare, id=story, marks=pytest.mark.xfail(strict=True, reason=reason, raises=pytest.fail.Exception)
        )
        for story, (declare, reason) in ACCEPTED_YET.items()
    ],
)
def test_what_should_be_refused_is_refused(declare: Callable[[], object]) -> None:
    with pytest.raises(ContractError):
        declare()


SILVER_EVENTS = """
    event_key content_hash user_key session_key event_type event_time event_date device_type browser referrer_host page
    search_terms product_id quantity price video_id duration_seconds ip_network is_late policy_version key_version
"""
SILVER_USERS = """
    user_key content_hash signup_month age_band gender region zip3 account_status subscription_tier lifetime_value
    total_purchases last_login_week email_hash ip_network updated_at updated_order policy_version key_version
"""


@pytest.mark.parametrize(
    ("in_force", "columns"), [(EVENT_POLICY, SILVER_EVENTS), (USER_POLICY, SILVER_USERS)], ids=["events", "users"]
)
def test_silver_has_exactly_the_columns_of_the_design(in_force: Policy, columns: str) -> None:
    assert sorted(in_force.table().column_names) == sorted(columns.split())


@pytest.mark.parametrize("in_force", POLICIES.values(), ids=POLICIES.keys())
def test_every_field_has_a_rule(in_force: Policy) -> None:
    assert {rule.field for rule in in_force.rules} == {field.name for field in in_force.contract.fields}


@pytest.mark.parametrize("in_force", POLICIES.values(), ids=POLICIES.keys())
def test_a_field_taken_away_is_missed(in_force: Policy) -> None:
    for field in in_force.contract.fields:
        rules = tuple(rule for rule in in_force.rules if rule.field != field.name)
        with pytest.raises(ContractError, match=f"{field.name} "):
            replace(in_force, rules=rules)


@pytest.mark.parametrize("in_force", POLICIES.values(), ids=POLICIES.keys())
def test_no_free_text_and_no_exact_instant_is_kept(in_force: Policy) -> None:
    kept = [rule.field for rule in in_force.rules if isinstance(rule.treatment, Keep)]
    for name in kept:
        assert isinstance(in_force.contract.field(name).constraint, OneOf | Pattern | Whole | Real)
    assert {in_force.contract.subject, in_force.contract.record_id, in_force.contract.event_time}.isdisjoint(kept)


@pytest.mark.parametrize("name", ["first_name", "last_name", "city", "phone", "email", "user_id"])
def test_no_column_is_named_after_what_names_a_person(name: str) -> None:
    assert name not in {column for table in TABLES for column in table.column_names}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.full_name)
def test_every_column_tells_level_treatment_and_meaning(table: Any) -> None:
    for column in table.columns:
        assert column.treatment
        assert column.meaning
        pattern = rf"{re.escape(column.meaning)} \[{column.level.name.lower()}; {re.escape(column.treatment)}"
        assert re.match(pattern, column.comment(table.policy_version))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.full_name)
def test_statistics_and_partitions_name_no_personal_value(table: Any) -> None:
    levels = {column.name: column.level for column in table.columns}
    assert all(levels[name] <= Level.INTERNAL or name == "event_time" for name in table.statistics)
    assert table.partition_by is None or table.partition_by in ("ingest_date", "event_date")
    assert table.partition_by not in table.statistics


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.full_name)
def test_a_column_has_one_name(table: Any) -> None:
    assert len(set(table.column_names)) == len(table.column_names)
    assert {table.partition_by, *table.statistics} - {None} <= set(table.column_names)


def test_gold_holds_nothing_about_a_person() -> None:
    gold = [column for table in TABLES if table.zone == "gold" for column in table.columns]
    assert {column.level for column in gold} == {Level.PUBLIC}
    assert {column.type for column in gold}.isdisjoint({"BINARY", "TIMESTAMP"})


def test_levels_have_an_order() -> None:
    assert sorted(Level) == [Level.PUBLIC, Level.INTERNAL, Level.PERSONAL, Level.IDENTIFYING, Level.SECRET]

"""Policies and contracts: what contradicts itself fails where it is declared; those in force are complete."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from lakehouse.catalog import TABLES
from privacy import sources
from privacy.keyed import HashWithinPerson, Pseudonym, RecordIdentity
from privacy.policies import EVENT_POLICY, POLICIES, USER_POLICY
from privacy.policy import Policy, Rule
from privacy.treatments import Bands, Keep, MaskAddress, Suppress, Treatment, Truncate
from schemas.constraints import (
    Constraint,
    ContractError,
    Epoch,
    Flag,
    Instant,
    LocalTime,
    OneOf,
    Pattern,
    Real,
    Text,
    Whole,
)
from schemas.contract import Contract, Field
from schemas.kinds import Kind
from schemas.levels import Level

pytestmark = pytest.mark.unit

FIELDS = (
    Field("patient", Text(64, shortest=1), "who", required=True),
    Field("visit_id", Pattern(r"^[a-z0-9]{1,32}\Z"), "which visit", required=True, level=Level.IDENTIFYING),
    Field("seen_at", Instant(), "when", required=True, level=Level.IDENTIFYING),
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


def more(
    constraint: Constraint, treatment: Treatment, field: Level = Level.SECRET, column: Level = Level.PERSONAL
) -> Policy:
    """The default policy of a contract with one more field."""
    fields = (*FIELDS, Field("more", constraint, "more", level=field))
    return policy(contract=contract(fields=fields), rules=(*RULES, Rule("more", treatment, column, "more")))


def without(field: str, *more: Rule) -> Policy:
    return policy(rules=(*(rule for rule in RULES if rule.field != field), *more))


def with_field(name: str, **changes: Any) -> tuple[Field, ...]:
    return tuple(replace(field, **changes) if field.name == name else field for field in FIELDS)


def test_the_default_contract_and_policy_are_sound() -> None:
    assert policy().table().column_names == (
        "event_key", "content_hash", "user_key", "seen_on", "is_late", "policy_version", "key_version",
    )  # fmt: skip
    by_day = policy(partition_by="seen_on", statistics=("seen_on",)).table()
    assert (by_day.partition_by, by_day.statistics) == ("seen_on", ("seen_on",))


IDS = with_field("patient", constraint=Pattern(r"^[a-z0-9-]{1,64}\Z"))
REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "a field without a treatment": (lambda: without("note"), "note has no treatment; name one"),
    "free text kept": (lambda: ruled("note", Keep(), "note"), "generalise, mask or suppress"),
    "an instant kept": (lambda: ruled("seen_at", Keep(), "seen_at"), "generalise, mask or suppress"),
    "a rule for a field that is not there": (lambda: ruled("diagnosis", Suppress(), None), "no field diagnosis"),
    "a column filled twice": (lambda: ruled("note", HashWithinPerson("n"), "seen_on"), "two rules fill seen_on"),
    "a treatment that does not suit": (lambda: ruled("seen_at", MaskAddress(), "net"), "choose another treatment"),
    "a pseudonym of another field": (
        lambda: ruled("note", Pseudonym(), "other_key"),
        "patient, and only patient, must become user_key",
    ),
    "no pseudonym": (lambda: without("patient", Rule("patient", Suppress(), Level.SECRET)), "must become user_key"),
    "a pseudonym of another name": (
        lambda: without("patient", Rule("patient", Pseudonym(), Level.IDENTIFYING, "person")),
        "patient and nothing else becomes user_key",
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
        lambda: contract(fields=with_field("seen_at", constraint=Text(30, shortest=1))),
        "seen_at is the event time, so make it an Instant",
    ),
    "an unknown way with unknown fields": (lambda: contract(unknown_fields="keep"), "'drop' or 'reject'"),
    "a field from a later version": (lambda: contract(fields=with_field("note", since=2)), "raise version"),
    "a pattern without its end": (lambda: Pattern("^[a-z]+$"), r"anchor the pattern: \^\.\.\.\\Z"),
    "a pattern without its start": (lambda: Pattern(r"[a-z]+\Z"), "anchor the pattern"),
    "a field of no known level made coarser": (
        lambda: more(Whole(0, 99), Bands(10, 90)),
        "more is secret, and generalise to bands leaves it coarser: it has to be replaced at least",
    ),
    "an identifying field kept": (
        lambda: more(OneOf(("a", "b")), Keep(), field=Level.IDENTIFYING),
        "more is identifying, and keep leaves it as is: it has to be coarser at least",
    ),
    "a personal field kept and called public": (
        lambda: more(OneOf(("a", "b")), Keep(), field=Level.PERSONAL, column=Level.INTERNAL),
        "more stays as it is, so more is personal too",
    ),
    "a secret column in silver": (
        lambda: more(Text(9), HashWithinPerson("m"), column=Level.SECRET),
        "silver.visits.more is secret: not in silver",
    ),
    "two fields in one place": (
        lambda: contract(fields=(*FIELDS, Field("other", Text(9), "", path="note"))), "would stand inside note",
    ),
    "a field inside a text": (
        lambda: contract(fields=(*FIELDS, Field("other", Text(9), "", path="note.more"))), "would stand inside note",
    ),
    "a path too deep": (lambda: Field("x", Text(9), "", path="a.b.c.d.e.f"), "a path is up to 5 keys"),
    "a path with an empty key": (lambda: Field("x", Text(9), "", path="a..b"), "a path is up to 5 keys"),
    "an epoch in hours": (lambda: Epoch(unit="h"), "an epoch counts s, ms or us, not h"),
    "clocks of nowhere": (lambda: LocalTime(zone="Atlantis/Capital"), "is no time zone; name one as Europe/Berlin"),
    "an epoch kept": (
        lambda: more(Epoch(), Keep()), "generalise, mask or suppress",
    ),
    "an event time that the road cannot find": (
        lambda: policy().check_for_the_road(),
        r"the road reads event_time: Rule\(\"seen_at\", Truncate\(unit='minute'\)",
    ),
    "a kind whose level is too low": (
        lambda: Field("mail", Text(99), "", kind=Kind.EMAIL, level=Level.PERSONAL), "EMAIL is secret at least",
    ),
    "the identifier kept as pseudonym": (
        lambda: policy(
            contract=contract(fields=IDS),
            rules=(Rule("patient", Keep(), Level.PERSONAL, "user_key"), *RULES[1:]),
        ),
        "patient, and only patient, must become user_key",
    ),
    "the identifier kept beside the pseudonym": (
        lambda: policy(
            contract=contract(fields=IDS), rules=(*RULES, Rule("patient", Keep(), Level.PERSONAL, "patient"))
        ),
        "patient, and only patient, must become user_key",
    ),
    "the record id kept": (lambda: ruled("visit_id", Keep(), "visit_id"), r"RecordIdentity\(\) is for the record id"),
    "a record identity of another field": (
        lambda: without("note", Rule("note", RecordIdentity(), Level.SECRET)),
        r"RecordIdentity\(\) is for the record id \(visit_id\)",
    ),
    "another field as pseudonym": (
        lambda: without("patient", Rule("note", HashWithinPerson("n"), Level.PERSONAL, "user_key")),
        "patient has no treatment",
    ),
    "another field beside the pseudonym": (
        lambda: ruled("note", HashWithinPerson("n"), "user_key"), "two rules fill user_key",
    ),
    **{
        f"a column of the road's own name, {column}": (
            lambda column=column: ruled("note", HashWithinPerson("n"), column), f"the road makes {column} itself",
        )
        for column in ("event_key", "content_hash", "is_late", "policy_version", "key_version")
    },
    "statistics of a column that is not there": (
        lambda: policy(statistics=("diagnosis",)), "statistics of diagnosis would show values; times only",
    ),
    "statistics of a pseudonym": (
        lambda: policy(statistics=("seen_on", "user_key")), "statistics of user_key would show values; times only",
    ),
    "a partition for each person": (lambda: policy(partition_by="user_key"), "by a date column, not user_key"),
    "a partition for each minute": (
        lambda: policy(
            rules=(*RULES, Rule("seen_at", Truncate("minute"), Level.PERSONAL, "seen_at")), partition_by="seen_at"
        ),
        "partition by a date column, not seen_at",
    ),
    "a partition by nothing": (lambda: policy(partition_by="nowhere"), "partition by a date column, not nowhere"),
    "a text longer than its longest": (lambda: Text(longest=1, shortest=2), "no text is that long"),
    "a text shorter than nothing": (lambda: Text(longest=1, shortest=-1), "no text is that long"),
    "a number above its most": (lambda: Whole(2, 1), "no number lies between"),
    "a real number above its most": (lambda: Real(2, 1), "no number lies between"),
    "a bound that is no number": (lambda: Real(float("nan"), 1), "no number lies between"),
    "a closed list of nothing": (lambda: OneOf(()), "at least one word"),
    "an earliest instant without an offset": (
        lambda: Instant(dt.datetime(2000, 1, 1)),  # noqa: DTZ001
        "earliest needs a time zone",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("declare", "remedy"), REFUSED.values(), ids=REFUSED.keys())
def test_what_contradicts_itself_is_refused_with_the_remedy(declare: Callable[[], object], remedy: str) -> None:
    with pytest.raises(ContractError, match=remedy):
        declare()


FREE = {
    "anything": r"^.*\Z",
    "anything but spaces": r"^\S+\Z",
    "an e-mail address": r"^[^@]+@[^@]+\Z",
    "a name": r"^[A-Z][a-z]+ [A-Z][a-z]+\Z",
    "a phone number": r"^\+[0-9]{7,15}\Z",
    "a URL": r"^https?://\S+\Z",
    "letters of any number": r"^[a-z]+\Z",
    "digits of any number": r"^[0-9]+\Z",
    "a closed form or anything": r"^[a-z]{2}|.*\Z",
}


@pytest.mark.parametrize("regex", FREE.values(), ids=FREE.keys())
def test_a_pattern_that_lets_free_text_through_cannot_be_kept(regex: str) -> None:
    with pytest.raises(ContractError, match="generalise, mask or suppress"):
        Keep().check(Pattern(regex))


@pytest.mark.parametrize("regex", [r"^[A-Z]{2}\Z", r"^[0-9]{5}\Z", r"^[A-Za-z0-9_-]{1,64}\Z", r"^p-[0-9]{1,9}\Z"])
def test_a_pattern_that_keeps_free_text_out_can_be_kept(regex: str) -> None:
    Keep().check(Pattern(regex))


@pytest.mark.parametrize("text", ["a!", "!5", "ab", "a5", "a\n", "5\n", ""])
def test_a_pattern_holds_from_end_to_end_for_each_alternative(text: str) -> None:
    annotation = Pattern(r"^[a-z]|[0-9]\Z").annotation
    assert [msgspec.convert(good, annotation) for good in ("a", "5")] == ["a", "5"]
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(text, annotation)


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
        assert isinstance(in_force.contract.field(name).constraint, OneOf | Pattern | Whole | Real | Flag)
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
    assert (
        table.partition_by is None or levels[table.partition_by] <= Level.INTERNAL or table.partition_by == "event_date"
    )
    assert table.partition_by not in table.statistics


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.full_name)
def test_a_column_has_one_name(table: Any) -> None:
    assert len(set(table.column_names)) == len(table.column_names)
    assert {table.partition_by, *table.statistics} - {None} <= set(table.column_names)


def test_gold_holds_nothing_about_a_person() -> None:
    gold = [column for table in TABLES if table.zone == "gold" for column in table.columns]
    assert {column.level for column in gold} == {Level.PUBLIC}
    assert "BINARY" not in {column.type for column in gold}
    assert {column.name for column in gold if column.type == "TIMESTAMP"} == {"window_start"}


def test_levels_have_an_order() -> None:
    assert sorted(Level) == [Level.PUBLIC, Level.INTERNAL, Level.PERSONAL, Level.IDENTIFYING, Level.SECRET]


def test_the_policies_in_force_have_what_the_road_reads() -> None:
    for each in POLICIES.values():
        each.check_for_the_road()


@pytest.mark.parametrize("change", [{"partition_by": None}, {"statistics": ()}], ids=["no days", "no minutes"])
def test_a_policy_whose_files_the_road_cannot_find_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ContractError, match="the road looks for files by day and minute"):
        replace(EVENT_POLICY, **change).check_for_the_road()


def test_profiles_need_their_order() -> None:
    rules = tuple(rule for rule in USER_POLICY.rules if rule.column != "updated_order")
    with pytest.raises(ContractError, match="the road reads updated_order"):
        replace(USER_POLICY, rules=rules).check_for_the_road()


SOURCE = """
from privacy.keyed import Pseudonym, ShiftWithinPerson
from privacy.policy import Policy, Rule
from privacy.treatments import Truncate
from schemas.constraints import Instant, Text
from schemas.contract import Contract, Field
from schemas.levels import Level

CONTRACT = Contract("members", 1, (
    Field("member", Text(9, shortest=1), "", required=True),
    Field("changed", Instant(), "", required=True, level=Level.IDENTIFYING),
), subject="member", event_time="changed")
POLICY = Policy(CONTRACT, 1, (
    Rule("member", Pseudonym(), Level.IDENTIFYING, "user_key"),
    Rule("changed", Truncate("minute"), Level.IDENTIFYING, "updated_at"),
    Rule("changed", ShiftWithinPerson("updated"), Level.IDENTIFYING, "updated_order"),
), "")
"""


def test_a_module_in_the_folder_of_sources_is_a_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "members.py").write_text(SOURCE, "utf-8")
    monkeypatch.setattr(sources, "__path__", [str(tmp_path)])
    (found,) = sources.policies()
    assert (found.contract.name, found.keeps_every_record) == ("members", False)
    found.check_for_the_road()


def test_a_source_without_a_policy_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "nothing.py").write_text("x = 1\n", "utf-8")
    monkeypatch.setattr(sources, "__path__", [str(tmp_path)])
    with pytest.raises(ContractError, match=r"privacy/sources/nothing.py has 0 policies: it is for one"):
        sources.policies()

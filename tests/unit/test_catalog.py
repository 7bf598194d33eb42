"""The catalog and the levels behind it: nothing stands where its level does not let it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from batch.synthetic import Rates, Traffic, events, users
from governance.catalog import Entry, entries
from lakehouse.catalog import TABLES
from privacy.detection.table import TableProfile
from privacy.policies import POLICIES
from schemas.constraints import ContractError
from schemas.levels import HANDLING, Level, Strength
from schemas.tables import QUARANTINE, Column, Table, bronze
from scripts.catalog import told

pytestmark = pytest.mark.unit


def entry(table: str, column: str) -> Entry:
    return next(each for each in entries() if (each.table_name, each.column_name) == (table, column))


def test_every_column_of_every_table_is_in_it_once() -> None:
    found = [(each.table_name, each.column_name) for each in entries()]
    assert found == [(table.full_name, column.name) for table in TABLES for column in table.columns]
    assert len(found) == len(set(found)) > 100


def test_a_column_says_where_it_comes_from_and_what_that_was() -> None:
    assert entry("silver.users", "email_hash") == Entry(
        "silver.users", "email_hash", "BINARY", "identifying", "EMAIL", "email", "keyed hash",
        POLICIES["users"].version, "from email: e-mail address",
    )  # fmt: skip
    assert (entry("silver.users", "user_key").kind, entry("bronze.users", "payload").kind) == ("USER_ID", "NONE")
    assert entry("gold.daily_event_metrics", "revenue").level == "public"


@pytest.mark.parametrize("name", ["users", "events"])
def test_fields_are_of_the_kinds_that_the_detector_takes_them_for(name: str) -> None:
    traffic = Traffic(5, 1_772_323_200_000_000, 3000, rates=Rates.none())
    made = {"users": users, "events": events}[name](traffic, 0, 3000)
    records = [json.loads(payload) for payload in made["payload"].to_pylist()]
    columns = dict.fromkeys(field for record in records for field in record)
    profile = TableProfile(name)
    profile.add([(column, [record.get(column) for record in records]) for column in columns], seed=0)
    found = {verdict.column: verdict.kind for verdict in profile.verdicts()}
    for field in POLICIES[name].contract.fields:
        assert found[field.name] == field.kind, field.name


def test_the_higher_a_level_the_stricter() -> None:
    for lower, higher in ((Level.INTERNAL, Level.PUBLIC), (Level.SECRET, Level.IDENTIFYING)):
        low, high = sorted((HANDLING[lower], HANDLING[higher]), key=lambda each: len(each.zones))
        assert low.zones < high.zones
    strengths = [HANDLING[level].least for level in Level]
    assert strengths == sorted(strengths)
    assert strengths[-1] is Strength.REPLACED
    days = [HANDLING[level].history_days for level in Level]
    assert days == sorted(days, reverse=True)


def with_column(table: Table, level: Level, treatment: str = "keep") -> Table:
    return replace(table, columns=(*table.columns, Column("more", "STRING", level, treatment, "more")))


GOLD = next(table for table in TABLES if table.zone == "gold")
SILVER = next(table for table in TABLES if table.zone == "silver")


@pytest.mark.parametrize(
    ("table", "level"),
    [
        (GOLD, Level.INTERNAL), (GOLD, Level.PERSONAL), (GOLD, Level.IDENTIFYING), (GOLD, Level.SECRET),
        (SILVER, Level.SECRET), (QUARANTINE, Level.PERSONAL), (bronze("any"), Level.PERSONAL),
    ],
    ids=lambda each: getattr(each, "full_name", getattr(each, "word", "")),
)  # fmt: skip
def test_a_column_in_a_zone_that_its_level_does_not_know_is_refused(table: Table, level: Level) -> None:
    with pytest.raises(ContractError, match=f"more is {level.word}: not in {table.zone}"):
        with_column(table, level, "encrypted")


def test_what_is_secret_stands_encrypted_or_not_at_all() -> None:
    with pytest.raises(ContractError, match="more is secret: it stands there encrypted or not at all"):
        with_column(QUARANTINE, Level.SECRET)
    with_column(QUARANTINE, Level.SECRET, "encrypted")


def test_old_versions_of_what_is_personal_do_not_stay_longer_than_its_level_says() -> None:
    with pytest.raises(ContractError, match="keeps old versions for 8 days"):
        replace(SILVER, history_days=8)


def test_what_is_printed_has_a_line_a_column() -> None:
    text = told(entries())
    assert text.count("\n") >= len(entries())
    assert all(level.word in text for level in Level)

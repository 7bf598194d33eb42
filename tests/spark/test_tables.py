"""Tables: as they are described, of this lake only, and no value of a person in Delta's log."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from batch.metrics import Day
from governance import catalog
from lakehouse import tables
from lakehouse.aside import Aside, Whose
from lakehouse.catalog import BRONZE, SILVER, TABLES
from lakehouse.tables import LAKE_ID, Lake, LakeError
from lakehouse.writer import Transaction
from privacy.disclosure import Disclosed
from privacy.keys import Seal
from schemas.gold import DAILY_EVENT_METRICS, LIVE_EVENT_COUNTS
from schemas.levels import Level
from schemas.tables import QUARANTINE, Column, Table
from tests.conftest import NewLake
from tests.support.canary import person_canaries, survey
from tests.support.installation import Installation
from tests.support.records import arrivals, consent, event, profile

pytestmark = pytest.mark.spark

(EVE,) = person_canaries(1, "tables")
EACH_TABLE = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.full_name)


@pytest.fixture(scope="module")
def written(new_lake: NewLake) -> Iterator[Installation]:
    """Every table written to; a person with canaries for values among the records."""
    seen = {
        "ip_address": EVE.ipv6,
        "page_url": f"https://shop.example/product/1?m={EVE.email}",
        "search_query": EVE.full_name,
        "product_id": "P1",
    }
    people = {"email": EVE.email, "phone": EVE.phone, "first_name": EVE.full_name, "ip_address": EVE.ipv4}
    with new_lake() as lake:
        payloads = [event(user_id=who, **seen) for who in (EVE.email, "ada")]
        lake.carry("events", arrivals([*payloads, event(user_id=EVE.email, browser=7)]))
        lake.carry("users", arrivals([profile(user_id=who, **people) for who in (EVE.email, "ada")]))
        lake.carry("users", arrivals([profile(user_id=EVE.email, **people, updated_at="2026-03-04T11:30:00Z")], 2), 1)
        lake.carry("consents", arrivals([consent(user_id=EVE.email)]))
        lake.gold().refresh()
        minute = lake.spark.sql(
            "SELECT DATE'2026-03-04' AS window_date, timestamp_seconds(1772622000) AS window_start,"
            " 'page_view' AS event_type, 10L AS events"
        )
        lake.writer.append_disclosed(Disclosed(minute), LIVE_EVENT_COUNTS, Transaction("live", 1))
        crowd = [profile(user_id=f"user-{n}", lifetime_value=100 * n, total_purchases=3 * n) for n in range(8)]
        lake.carry("users", arrivals(crowd, 3), 2)
        lake.release(k=2)
        lake.release_figures(Day(dt.date(2026, 3, 4), Decimal(1), 2))
        subject_id, keys = lake.persons()[EVE.email]
        assert Aside(lake.writer, lake.locks).put("events", [Whose(subject_id, keys.user_key, Seal(keys.dek))])
        yield lake


@EACH_TABLE
def test_a_table_has_the_described_columns_and_says_what_they_are(written: Installation, table: Table) -> None:
    rows = written.spark.sql(f"DESCRIBE TABLE delta.`{written.lake.path(table)}`").collect()
    described = {row.col_name: (row.data_type.upper(), row.comment) for row in rows if not row.col_name.startswith("#")}
    assert described == {
        column.name: (column.type, column.comment(table.policy_version)) for column in table.columns if column.name
    }
    assert all(f"[{column.level.name.lower()}; " in described[column.name][1] for column in table.columns)


@EACH_TABLE
def test_a_required_column_takes_no_null(written: Installation, table: Table) -> None:
    nullable = {
        field.name: field.nullable for field in written.spark.read.format("delta").load(written.lake.path(table)).schema
    }
    (metadata,) = (action["metaData"] for action in actions(written, table) if "metaData" in action)
    stored = {field["name"]: field["nullable"] for field in json.loads(metadata["schemaString"])["fields"]}
    assert stored == {column.name: not column.required for column in table.columns}
    assert nullable.keys() == stored.keys()


@EACH_TABLE
def test_a_table_s_properties_keep_values_out_of_the_log(written: Installation, table: Table) -> None:
    (row,) = written.spark.sql(f"DESCRIBE DETAIL delta.`{written.lake.path(table)}`").collect()
    properties = row.properties
    assert properties[LAKE_ID] == written.lake.lake_id
    assert properties["delta.enableChangeDataFeed"] == "false"
    assert properties["delta.enableDeletionVectors"] == str(table is SILVER["users"]).lower()
    assert (
        properties["delta.logRetentionDuration"]
        == properties["delta.deletedFileRetentionDuration"]
        == f"interval {table.history_days} days"
    )
    named = properties.get("delta.dataSkippingStatsColumns", "")
    assert named == ",".join(table.statistics)
    assert named or properties["delta.dataSkippingNumIndexedCols"] == "0"
    assert row.partitionColumns == ([table.partition_by] if table.partition_by else [])
    assert row.description == table.comment


@EACH_TABLE
def test_only_harmless_columns_have_statistics(table: Table) -> None:
    levels = {column.name: column.level for column in table.columns}
    harmless = {"event_time"} | {name for name, level in levels.items() if level <= Level.INTERNAL}
    assert set(table.statistics) <= harmless


def actions(lake: Installation, table: Table) -> list[dict[str, dict[str, str]]]:
    log = Path(lake.lake.path(table)) / "_delta_log"
    return [json.loads(line) for file in sorted(log.glob("*.json")) for line in file.read_text("utf-8").splitlines()]


@EACH_TABLE
def test_the_log_holds_statistics_of_the_named_columns_only(written: Installation, table: Table) -> None:
    added = [action["add"] for action in actions(written, table) if "add" in action]
    assert added, "nothing was written, so nothing is shown"
    kept = [json.loads(add["stats"]) for add in added if add.get("stats")]
    assert {part for stats in kept for part in stats} <= {
        "numRecords",
        "minValues",
        "maxValues",
        "nullCount",
        "tightBounds",
    }
    for part in ("minValues", "maxValues", "nullCount"):
        assert {name for stats in kept for name in stats.get(part, {})} <= set(table.statistics), part
    if table.statistics:
        assert {name for stats in kept for name in stats["minValues"]} == set(table.statistics)


@EACH_TABLE
def test_partition_paths_hold_dates_only(written: Installation, table: Table) -> None:
    added = [action["add"]["path"] for action in actions(written, table) if "add" in action]
    folder = rf"^{table.partition_by}=\d{{4}}-\d\d-\d\d/part-[^/]*$" if table.partition_by else r"^part-[^/]*$"
    assert all(re.match(folder, path) for path in added)


def test_no_file_of_the_lake_holds_a_value_of_a_person(written: Installation) -> None:
    planted = EVE.canaries
    seen = survey([Path(written.lake.root)], planted)
    assert seen.findings == ()
    assert survey([written.folder / "arrived"], planted).findings, "the scan finds what is there to be found"


def test_commits_name_no_value(written: Installation) -> None:
    """What stands in commitInfo stands there for as long as the log does."""
    for table in (*BRONZE.values(), *SILVER.values(), QUARANTINE, DAILY_EVENT_METRICS):
        said = [
            action["commitInfo"]["operationParameters"] for action in actions(written, table) if "commitInfo" in action
        ]
        predicates = {str(parameters.get("predicate", "[]")) for parameters in said}
        assert all("=" not in one or "user_key" in one or "event_date" in one for one in predicates), table.full_name


def test_a_table_of_another_lake_is_refused(lake: Installation) -> None:
    other = Lake(lake.lake.root, "00000000-0000-0000-0000-000000000000")
    with pytest.raises(LakeError, match=r"^bronze\.events belongs to another lake .*make clean"):
        tables.ensure(lake.spark, other, TABLES)


REFUSED = {
    "one more that every row must have": (
        lambda columns: (*columns, Column("added", "INT", Level.INTERNAL, "none", "new", required=True)),
        "lacks added, which every row must have",
    ),
    "one fewer": (lambda columns: columns[:-1], "has a column payload that this version does not know"),
    "another type": (
        lambda columns: (replace(columns[0], type="BINARY"), *columns[1:]),
        "has source_id as STRING, this version makes BINARY",
    ),
}


def test_the_catalog_is_that_of_the_real_tables(written: Installation) -> None:
    """As Postgres holds it, beside what Delta holds: columns, types, and the comments that tell level and treatment."""
    catalog.record(written.database(), written.control.audit)
    kept = {(each.table_name, each.column_name): each for each in catalog.recorded(written.database())}
    found = {}
    for table in TABLES:
        described = written.spark.sql(f"DESCRIBE delta.`{written.lake.path(table)}`").toArrow().to_pylist()
        for row in described:
            if row["col_name"].startswith("#"):
                break
            found[table.full_name, row["col_name"]] = (row["data_type"], row["comment"])
    assert kept.keys() == found.keys()
    for name, (type_, comment) in found.items():
        each = kept[name]
        policy = f"; policy v{each.policy_version}" if each.policy_version else ""
        assert type_.upper() == each.type.upper()
        assert comment == f"{each.meaning} [{each.level}; {each.treatment}{policy}]"


def test_a_catalog_of_another_program_is_made_that_of_this_one(written: Installation) -> None:
    written.query("UPDATE ledger.catalog SET level = 'public' WHERE column_name = 'email_hash' RETURNING 1")
    written.query(
        """INSERT INTO ledger.catalog VALUES ('silver.gone', 'gone', 'INT', 'public', 'NONE', null, 'keep', 1, '')
           RETURNING 1"""
    )
    catalog.record(written.database(), written.control.audit)
    assert set(catalog.recorded(written.database())) == set(catalog.entries())


@pytest.mark.parametrize("story", REFUSED)
def test_a_table_with_other_columns_is_refused(lake: Installation, story: str) -> None:
    columns, words = REFUSED[story]
    changed = replace(QUARANTINE, columns=columns(QUARANTINE.columns))
    with pytest.raises(LakeError, match=rf"^quarantine\.records {words}"):
        tables.ensure(lake.spark, lake.lake, (changed,))


def test_a_column_that_a_later_version_adds_is_made(lake: Installation) -> None:
    added = Column("added", "INT", Level.INTERNAL, "none", "new")
    changed = replace(QUARANTINE, columns=(*QUARANTINE.columns, added))
    for _ in range(2):
        tables.ensure(lake.spark, lake.lake, (changed,))
    assert lake.read(changed).columns == [*QUARANTINE.column_names, "added"]


def test_a_table_whose_statistics_were_turned_on_is_refused(lake: Installation) -> None:
    path = lake.lake.path(SILVER["users"])
    lake.spark.sql(f"ALTER TABLE delta.`{path}` SET TBLPROPERTIES ('delta.dataSkippingNumIndexedCols' = '32')")
    with pytest.raises(LakeError):
        tables.ensure(lake.spark, lake.lake, TABLES)


def test_tables_that_are_there_are_left_alone(written: Installation) -> None:
    before = {table.full_name: written.writer.version(table) for table in TABLES}
    tables.ensure(written.spark, written.lake, TABLES)
    assert {table.full_name: written.writer.version(table) for table in TABLES} == before

"""Lineage: every column of every table that somebody reads leads back to fields in Kafka, by policies in force."""

from __future__ import annotations

import pytest

from governance.lineage import COUNTED, Edge, LineageError, as_mermaid, as_text, edges, upstream
from lakehouse.aggregates import AGGREGATES
from lakehouse.catalog import ANONYMOUS, FIGURES, GOLD, SILVER
from privacy.disclosure import Rate
from privacy.policies import POLICIES

_MADE_BY_THE_ROAD = {"policy_version", "key_version"}
_OF_THE_RELEASE = {"epsilon", "unit", "expected_error", "error_95"}


@pytest.mark.parametrize("table", [*SILVER.values(), *GOLD, *ANONYMOUS, *FIGURES], ids=lambda table: table.full_name)
def test_every_column_that_is_read_leads_back_to_kafka(table: object) -> None:
    names = [f"{table.full_name}.{column}" for column in table.column_names]  # type: ignore[attr-defined]
    apart = _MADE_BY_THE_ROAD | _OF_THE_RELEASE
    for name in (each for each in names if each.rpartition(".")[2] not in apart):
        found = upstream(name)
        ends = {edge.source for edge in found} - {edge.target for edge in found}
        assert ends, name
        assert all(end.startswith("kafka.") for end in ends), name


def test_every_field_in_kafka_goes_somewhere() -> None:
    sources = {edge.source for edge in edges()}
    assert {f"kafka.{name}.{field.name}" for name, policy in POLICIES.items() for field in policy.contract.fields} <= (
        sources
    )


def test_what_is_suppressed_goes_into_no_column_of_its_own() -> None:
    targets = {edge.target for edge in edges() if edge.source == "kafka.users.phone"}
    assert targets == {"bronze.users.payload", "silver.users.content_hash"}


def test_a_step_says_what_was_done_by_which_version() -> None:
    assert upstream("gold.user_cohorts.avg_lifetime_value") == (
        Edge("silver.users.lifetime_value", "gold.user_cohorts.avg_lifetime_value", "mean; disclosure gate"),
        Edge("silver.users.user_key", "gold.user_cohorts.avg_lifetime_value", "distinct persons; disclosure gate"),
        Edge("kafka.users.lifetime_value", "silver.users.lifetime_value", "round; policy v1"),
        Edge("kafka.users.user_id", "silver.users.user_key", "pseudonym; policy v1"),
    )


def test_nothing_is_made_of_itself() -> None:
    for edge in edges():
        assert edge.target not in {each.source for each in upstream(edge.target)}


def test_aggregates_say_of_each_part_what_it_is_made_of() -> None:
    for aggregate in AGGREGATES:
        parts = {part for figure in aggregate.figures if not isinstance(figure, Rate) for part in figure.parts}
        assert set(aggregate.origins) == {*aggregate.key, *parts}, aggregate.table.name
        for origins in aggregate.origins.values():
            for origin in origins:
                table, _, column = origin.partition(".")
                assert column in SILVER[table].column_names
                assert column != COUNTED


def test_a_tree_shows_each_column_with_what_it_is_made_of() -> None:
    text = as_text("gold.product_metrics.conversion_rate", upstream("gold.product_metrics.conversion_rate"))
    assert text.splitlines()[0] == "gold.product_metrics.conversion_rate"
    assert "│  ├─ silver.events.event_type  (count; disclosure gate)" in text
    assert "   ├─ silver.events.event_type  (count; disclosure gate) ..." in text, "shown once"


def test_a_chart_has_a_node_a_column_and_an_arrow_a_step() -> None:
    found = upstream("gold.retention_cohorts.active_users")
    lines = as_mermaid(found).splitlines()
    assert lines[0] == "flowchart LR"
    assert sum("-->" in line for line in lines) == len(found) == 2
    assert sum('["' in line for line in lines) == 3


@pytest.mark.parametrize(
    ("column", "told"),
    [("", "tables are"), ("gold.nothing.x", "tables are"), ("silver.users.phone", "it has account_status, age_band")],
)
def test_an_unknown_column_is_told_with_those_that_are_there(column: str, told: str) -> None:
    with pytest.raises(LineageError, match=told):
        upstream(column)

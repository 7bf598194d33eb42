"""Quality suites of gold over the rows to be published: each expectation holds of what is right and can fail."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from governance.quality import Expectation, of_gold
from governance.validation import QualityError, Suite, validate
from lakehouse.catalog import GOLD
from schemas.gold import GoldTable
from schemas.tables import Column

pytestmark = pytest.mark.unit

_TYPES: dict[str, tuple[pa.DataType, Any, Any]] = {
    "BIGINT": (pa.int64(), 7, -7),
    "INT": (pa.int32(), 7, -7),
    "DOUBLE": (pa.float64(), 1.5, -1.5),
    "DECIMAL(18,2)": (pa.decimal128(18, 2), Decimal("1.50"), Decimal("-1.50")),
    "STRING": (pa.string(), "unknown", "no such word"),
    "DATE": (pa.date32(), dt.date(2026, 3, 1), None),
    "TIMESTAMP": (pa.timestamp("us", "UTC"), dt.datetime(2026, 3, 1, tzinfo=dt.UTC), None),
}
"""By type of a column: Arrow's, a right value, a wrong one."""


def schema(table: GoldTable) -> pa.Schema:
    return pa.schema([(column.name, _TYPES[column.type][0]) for column in table.columns])


def right(table: GoldTable) -> dict[str, Any]:
    return {column.name: _TYPES[column.type][1] for column in table.columns}


def rows(table: GoldTable, *each: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(each), schema(table))


def broken(table: GoldTable, column: Column, expectation: Expectation) -> Any:
    """A value for which it does not hold."""
    return None if expectation.kind == "ExpectColumnValuesToNotBeNull" else _TYPES[column.type][2]


@pytest.mark.parametrize("table", GOLD, ids=lambda table: table.name)
def test_right_rows_hold_and_so_do_none(table: GoldTable, tmp_path: Path) -> None:
    nothing_said = right(table) | {column.name: None for column in table.columns if not column.required}
    suite = of_gold(table)
    for found in (rows(table, right(table)), rows(table, nothing_said), schema(table).empty_table()):
        assert validate([Suite(table, suite, found)], tmp_path) == len(suite)


@pytest.mark.parametrize("table", GOLD, ids=lambda table: table.name)
def test_each_expectation_of_a_column_fails_for_one_wrong_value(table: GoldTable, tmp_path: Path) -> None:
    columns = {column.name: column for column in table.columns}
    of_columns = [each for each in of_gold(table) if "column" in each.about]
    assert of_columns
    for expectation in of_columns:
        column = columns[expectation.about["column"]]
        wrong = right(table) | {column.name: broken(table, column, expectation)}
        with pytest.raises(QualityError, match=rf"\({column.name}\) does not hold"):
            validate([Suite(table, [expectation], rows(table, right(table), wrong))], tmp_path)


@pytest.mark.parametrize("table", GOLD, ids=lambda table: table.name)
def test_a_cell_that_is_there_twice_and_a_column_too_many_are_found(table: GoldTable, tmp_path: Path) -> None:
    with pytest.raises(QualityError, match="expect_compound_columns_to_be_unique"):
        validate([Suite(table, of_gold(table), rows(table, right(table), right(table)))], tmp_path)
    more = rows(table, right(table)).append_column("more", pa.array([1]))
    with pytest.raises(QualityError, match="expect_table_columns_to_match_set"):
        validate([Suite(table, of_gold(table), more)], tmp_path)

"""Erasure and access reach everything: each column that names persons is a target, or stands here with its reason."""

from __future__ import annotations

import re

import pytest

from conf import ROOT
from governance.residue import TABLES as SCRUBBED
from lakehouse.catalog import PERSONS, TABLES
from schemas.tables import QUARANTINE

pytestmark = pytest.mark.architecture

_NAMES = ("subject_id", "user_key")
_WITHOUT_PERSONS = {
    "cells": "figures and fingerprints of 64ths of the persons of a cell, no name of any",
    "gold": "cells that passed the gate",
    "release": "rows without any key",
    "dp": "figures with noise",
}
_BYTES_OF_NOBODY = {
    "audit.line": "hashes of lines",
}
"""Tables of Postgres with bytes in them that erasure has nothing to take out of."""


def test_every_table_with_rows_of_persons_is_a_target() -> None:
    targets = dict(PERSONS)
    for table in TABLES:
        naming = [name for name in _NAMES if name in table.column_names]
        assert ([targets[table]] if table in targets else []) == naming, table.full_name
        assert table in targets or table.zone in _WITHOUT_PERSONS, table.full_name


def test_what_is_sealed_for_a_person_stands_where_a_target_reaches() -> None:
    sealed = {table for table in TABLES for column in table.columns if column.treatment == "encrypted"}
    assert sealed <= {table for table, _ in PERSONS}
    assert QUARANTINE in sealed


def made() -> set[str]:
    """Tables of Postgres with a column of bytes, as the migrations make them."""
    found: set[str] = set()
    for path in sorted((ROOT / "governance" / "migrations").glob("*.sql")):
        text = path.read_text("utf-8")
        for name, columns in re.findall(r"CREATE TABLE (\w+\.\w+) \((.*?)\n\);", text, re.DOTALL):
            if re.search(r"\bbytea\b", columns):
                found.add(name)
        found |= set(re.findall(r"ALTER TABLE (\w+\.\w+) ADD COLUMN \w+ bytea", text))
    return found


def test_every_table_of_postgres_with_bytes_is_scrubbed_or_holds_nobody() -> None:
    assert made() - set(SCRUBBED) == set(_BYTES_OF_NOBODY)
    assert {"registry.person", "registry.doomed", "rights.trace"} <= made()

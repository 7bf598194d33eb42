"""Imports go one way: the contracts in pyproject.toml hold, and cover every room."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from conf import ROOT
from tests.architecture.sources import ROOMS, imported, sources

pytestmark = pytest.mark.architecture

LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]


def test_import_contracts_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(program), "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert f"Contracts: {len(LINTER['contracts'])} kept, 0 broken" in done.stdout


def test_every_room_is_under_contract() -> None:
    assert set(LINTER["root_packages"]) == set(ROOMS)
    layered = {room for layer in LINTER["contracts"][0]["layers"] for room in layer.split(" | ")}
    assert layered | {"conf"} == set(ROOMS)
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages == set(ROOMS)


KNOWS_NO_SPARK = {
    "conf": "settings are read before a session is thought of",
    "schemas": "a contract is read by people who run no Spark",
}


@pytest.mark.parametrize("room", KNOWS_NO_SPARK)
def test_rooms_that_know_no_spark_import_none(room: str) -> None:
    importers = [
        s.name for s in sources() if s.room == room and any(i.startswith(("pyspark", "delta")) for i in imported(s))
    ]
    assert importers == []


def test_the_pass_imports_no_spark() -> None:
    """What runs inside an Arrow worker; a session there would be a second one."""
    inside = {
        "lakehouse/worker.py",
        "lakehouse/persons.py",
        "privacy/keys.py",
        "privacy/keyed.py",
        "privacy/treatments.py",
        "privacy/policy.py",
    }
    found = [s.name for s in sources() if s.name in inside and any(i.startswith("pyspark") for i in imported(s))]
    assert found == []


def test_source_imports_no_test() -> None:
    assert [
        s.name for s in sources() if any(i.split(".")[0] in ("tests", "pytest", "hypothesis") for i in imported(s))
    ] == []

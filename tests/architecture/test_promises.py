"""Every test that the promises name exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.architecture

ROOT = Path(__file__).resolve().parents[2]
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", (ROOT / "docs/promises.md").read_text("utf-8"))))


@pytest.mark.parametrize(("file", "name"), NAMED, ids=["::".join(named).rstrip(":") for named in NAMED])
def test_a_promise_names_a_test_that_exists(file: str, name: str) -> None:
    source = (ROOT / file).read_text("utf-8")
    assert not name or re.search(rf"^def {name}\(", source, re.MULTILINE)


def test_promises_name_tests() -> None:
    assert len(NAMED) > 10

"""How much of what could be tried is tried by `make test`, and what by `make test-long` too."""

from __future__ import annotations

from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet


def long(*values: Any) -> list[ParameterSet]:
    """Parameters of a test that `make test-long` alone takes: further points of what another one shows as well."""
    return [
        pytest.param(*(value if isinstance(value, tuple) else (value,)), marks=pytest.mark.long) for value in values
    ]

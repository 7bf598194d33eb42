"""Failpoints: which step ends the process, whose, and at which time."""

from __future__ import annotations

import pytest

from lakehouse.failpoints import STEPS, FailpointError, failpoint, nothing

pytestmark = pytest.mark.unit


def ended(wanted: str, *reached: str, who: str = "") -> int:
    ends: list[str] = []
    reach = failpoint(wanted, lambda: ends.append(wanted), who)
    for step in reached:
        reach(step)
    return len(ends)


def test_without_one_nothing_ends() -> None:
    assert failpoint("", lambda: pytest.fail("ended")) is nothing
    assert ended("", *STEPS) == 0


@pytest.mark.parametrize("step", STEPS)
def test_each_step_ends_once_at_its_first_time(step: str) -> None:
    assert ended(step, *STEPS, *STEPS) == 1


def test_a_later_time_is_waited_for() -> None:
    assert ended("bronze.written@3", *["bronze.written", "bronze.marked"] * 2) == 0
    assert ended("bronze.written@3", *["bronze.written", "bronze.marked"] * 3) == 1


def test_one_road_of_several_can_be_meant() -> None:
    assert ended("users/silver.written", "silver.written", who="users") == 1
    assert ended("users/silver.written", "silver.written", who="events") == 0
    assert ended("silver.written", "silver.written", who="events") == 1


@pytest.mark.parametrize("wrong", ["nowhere", "bronze.written@", "bronze.written@x", "bronze.written@0", "@2", "/"])
def test_an_unknown_one_is_refused_with_those_that_are_known(wrong: str) -> None:
    if wrong == "bronze.written@":
        assert ended(wrong, "bronze.written") == 1
        return
    with pytest.raises(FailpointError, match=r"name one of .*gold"):
        failpoint(wrong, lambda: None)

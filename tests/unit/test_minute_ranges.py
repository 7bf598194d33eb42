"""Minute ranges of the duplicate look-up: they cover every minute, are few, and leave out the widest gaps."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.known import minute_ranges

pytestmark = pytest.mark.unit

ranges = st.lists(
    st.tuples(st.integers(-2000, 2000), st.integers(0, 120)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=60
)
NOW = 29_000_000

STORIES: dict[str, tuple[list[tuple[int, int]], list[tuple[int, int]]]] = {
    "nothing": ([], []),
    "one minute": ([(NOW, NOW)], [(NOW, NOW)]),
    "neighbours": ([(NOW + 1, NOW + 1), (NOW, NOW)], [(NOW, NOW + 1)]),
    "a gap of one": ([(NOW, NOW), (NOW + 2, NOW + 2)], [(NOW, NOW), (NOW + 2, NOW + 2)]),
    "one inside another": ([(NOW, NOW + 59), (NOW + 5, NOW + 6)], [(NOW, NOW + 59)]),
    "an hour overlapping a minute": ([(NOW + 59, NOW + 60), (NOW, NOW + 59)], [(NOW, NOW + 60)]),
    "the present and a late tail": (
        [(NOW - 40_000, NOW - 39_941), *((NOW - back, NOW - back) for back in range(30))],
        [(NOW - 40_000, NOW - 39_941), (NOW - 29, NOW)],
    ),
}


@pytest.mark.parametrize(("given_minutes", "expected"), STORIES.values(), ids=STORIES.keys())
def test_minutes_become_ranges(given_minutes: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert minute_ranges(given_minutes) == expected


def test_far_minutes_become_twelve_ranges_without_the_widest_gaps() -> None:
    minutes = [place * place for place in range(1, 41)]
    made = minute_ranges([(minute, minute) for minute in minutes])
    assert made == [(1, 29 * 29), *((minute, minute) for minute in minutes[29:])]


@settings(max_examples=300)
@given(ranges, st.integers(1, 15))
def test_ranges_cover_all_and_no_more_than_they_must(minutes: list[tuple[int, int]], most: int) -> None:
    made = minute_ranges(minutes, most)
    wanted = {minute for first, last in minutes for minute in range(first, last + 1)}
    covered = [minute for first, last in made for minute in range(first, last + 1)]
    assert covered == sorted(set(covered))
    assert wanted <= set(covered)
    assert len(made) <= most
    assert all(before[1] + 1 < after[0] for before, after in pairwise(made))
    gaps = _gaps(sorted(wanted))
    assert len(covered) == len(wanted) + sum(gaps[most - 1 :])


def _gaps(minutes: list[int]) -> list[int]:
    """Minutes left out between neighbours, the widest gap first."""
    steps = (after - before - 1 for before, after in pairwise(minutes))
    return sorted((step for step in steps if step), reverse=True)


@given(ranges)
def test_the_order_of_the_minutes_does_not_matter(minutes: list[tuple[int, int]]) -> None:
    assert minute_ranges(minutes) == minute_ranges(minutes[::-1])
    assert len(minute_ranges(minutes)) <= 12

"""The search for levels and what is demanded of classes, against slow and simple ways to the same."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import wasserstein_distance

from privacy.anonymity.ladders import ANY, UNKNOWN, Decades, Ladder, Rung, half_year, month, quarter, year
from privacy.anonymity.lattice import (
    AnonymityError,
    Demands,
    Diversity,
    Histogram,
    Levels,
    Steps,
    distances,
    search,
    steps,
    suppressed,
)
from privacy.anonymity.releases import USERS_ANONYMOUS
from schemas.constraints import ContractError

pytestmark = pytest.mark.property

Person = tuple[int, int, int, int]
_LADDERS = (
    Ladder("a", "six values in threes", (lambda v: str(int(v) // 2), lambda v: str(int(v) // 4))),
    Ladder("b", "three values"),
    Ladder("c", "four values in twos", (lambda v: str(int(v) // 2),)),
)
_SIZES = (6, 3, 4)
_SENSITIVE = 4

_person = st.tuples(*(st.integers(0, size - 1) for size in (*_SIZES, _SENSITIVE)))
_persons = st.lists(_person, min_size=6, max_size=120)
_demands = st.builds(
    lambda k, share, least, t: Demands(k, share, (Diversity(_SENSITIVE, least, t),)),
    st.integers(2, 6), st.sampled_from((0.0, 0.05, 0.2)), st.integers(1, 2), st.sampled_from((0.2, 0.5, 1.0)),
)  # fmt: skip


def histogram(persons: list[Person]) -> Histogram:
    counted = Counter(persons)
    columns = np.array(list(counted), dtype=np.int64).T
    return Histogram(tuple(columns[:3]), (columns[3],), np.array(list(counted.values()), dtype=np.int64))


def ladders(persons: list[Person]) -> list[Steps]:
    made = []
    for at, (ladder, size) in enumerate(zip(_LADDERS, _SIZES, strict=True)):
        counts = np.bincount([person[at] for person in persons], minlength=size).astype(np.int64)
        made.append(steps(ladder.labels([str(value) for value in range(size)]), counts))
    return made


def left_out(persons: list[Person], levels: Levels, demands: Demands) -> int:
    """Person by person."""
    labels = [ladder.labels([str(v) for v in range(n)]) for ladder, n in zip(_LADDERS, _SIZES, strict=True)]
    classes = defaultdict(list)
    for person in persons:
        classes[tuple(labels[at][level][person[at]] for at, level in enumerate(levels))].append(person[3])
    (diversity,) = demands.diversities
    ranks = {value: rank for rank, value in enumerate(sorted({person[3] for person in persons}))}
    whole = [ranks[person[3]] for person in persons]
    out = 0
    for values in classes.values():
        distance = wasserstein_distance([ranks[value] for value in values], whole) / max(len(ranks) - 1, 1)
        far = distance > diversity.t + 1e-12
        alike = diversity.l > 1 and len(set(values) - {0}) < diversity.l
        if len(values) < demands.k or alike or (diversity.t < 1 and far):
            out += len(values)
    return out


@settings(deadline=None)
@given(_persons, _demands, st.tuples(st.integers(0, 3), st.integers(0, 1), st.integers(0, 2)))
def test_who_is_left_out_is_told_as_by_hand(persons: list[Person], demands: Demands, levels: Levels) -> None:
    assert suppressed(histogram(persons), ladders(persons), levels, demands) == left_out(persons, levels, demands)


@settings(deadline=None)
@given(_persons, _demands)
def test_no_other_levels_lose_less(persons: list[Person], demands: Demands) -> None:
    made = ladders(persons)
    losses = {}
    for levels in itertools.product(range(4), range(2), range(3)):
        share = left_out(persons, levels, demands) / len(persons)
        lost = sum(each.losses[level] for each, level in zip(made, levels, strict=True)) / len(made)
        if share <= demands.suppressed:
            losses[levels] = share + (1 - share) * lost
    try:
        found = search(histogram(persons), made, demands)
    except AnonymityError:
        assert not losses or len(persons) < demands.k
    else:
        assert found.loss == pytest.approx(min(losses.values()))
        assert losses[found.levels] == pytest.approx(found.loss)


@given(st.lists(st.integers(0, 9), min_size=3, max_size=8), st.lists(st.integers(1, 9), min_size=8, max_size=8))
def test_the_distance_is_that_of_earth_movers(counts: list[int], whole: list[int]) -> None:
    counts = [*counts, 1]
    whole = whole[: len(counts)]
    codes = range(len(counts[: len(whole)]))
    (found,) = distances(np.array([counts[: len(whole)]]), np.array(whole))
    if sum(counts[: len(whole)]):
        expected = wasserstein_distance(codes, codes, counts[: len(whole)], whole) / (len(codes) - 1)
        assert found == pytest.approx(expected)


def test_what_a_level_loses_grows_from_nothing_to_everything() -> None:
    made = ladders([(a, b, c, 0) for a in range(6) for b in range(3) for c in range(4)])
    for each in made:
        assert (each.losses[0], each.losses[-1]) == (pytest.approx(0), pytest.approx(1))
        assert list(each.losses) == sorted(each.losses)


def test_a_label_with_two_above_it_is_refused() -> None:
    with pytest.raises(ContractError, match="a label of level 1 has two at level 2"):
        Ladder("a", "", (lambda v: v[0], lambda v: v[1])).labels(["ab", "ac"])


def test_ages_and_dates_become_coarser() -> None:
    bands = ["00-09", "30-39", "40-49", "80-89", "90+", None]
    assert Ladder("a", "", (Decades(20), Decades(40))).labels(bands) == [
        ["00-09", "30-39", "40-49", "80-89", "90+", UNKNOWN],
        ["00-19", "20-39", "40-59", "80+", "80+", UNKNOWN],
        ["00-39", "00-39", "40-79", "80+", "80+", UNKNOWN],
        [ANY] * 6,
    ]
    dates = ["2026-01-01", "2026-06-30", "2026-07-01", "2026-12-31"]
    assert Ladder("a", "", (month, quarter, half_year, year)).labels(dates)[1:5] == [
        ["2026-01", "2026-06", "2026-07", "2026-12"],
        ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"],
        ["2026-H1", "2026-H1", "2026-H2", "2026-H2"],
        ["2026"] * 4,
    ]


@pytest.mark.parametrize("rungs", [(Decades(30), Decades(90)), (Decades(20),), (month, year)])
def test_a_release_has_another_form_with_other_bands(rungs: tuple[Rung, ...]) -> None:
    ladder = replace(USERS_ANONYMOUS.quasi[0], rungs=rungs)
    other = replace(USERS_ANONYMOUS, quasi=(ladder, *USERS_ANONYMOUS.quasi[1:]))
    assert other.form != USERS_ANONYMOUS.form
    assert replace(USERS_ANONYMOUS).form == USERS_ANONYMOUS.form


@given(st.none() | st.floats(0, 1e6))
def test_each_number_has_one_band(number: float | None) -> None:
    for each in USERS_ANONYMOUS.sensitive:
        label = each.labels[each.code(number)]
        if number is None:
            assert label == UNKNOWN
        else:
            low, _, high = label.rstrip("+").partition("-")
            assert int(low) <= number
            assert label.endswith("+") or number < int(high or low) + 1

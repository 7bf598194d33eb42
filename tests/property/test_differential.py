"""Noise against its exact distribution, and what somebody who sees figures can tell of one person."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest
from scipy.stats import beta, chisquare

from privacy.differential.bounds import ByValue, Once, Rows
from privacy.differential.mechanism import DiscreteLaplace
from privacy.differential.releases import DAILY_ACTIVE_USERS, DAILY_RELEASES, Axis, DailyRelease
from schemas.constraints import ContractError

pytestmark = pytest.mark.property

_DRAWS = 200_000
_RARE = 1e-6
"""Chance that a test here fails of a program that is right."""
_SCALES = [(1, "1"), (1, "0.4"), (50, "0.3"), (3, "10")]


def noise(mechanism: DiscreteLaplace, draws: int = _DRAWS) -> np.ndarray:
    return np.array(mechanism.noised([0] * draws))


@pytest.mark.parametrize(("sensitivity", "epsilon"), _SCALES)
def test_noise_has_its_exact_distribution(sensitivity: int, epsilon: str) -> None:
    """Chi-squared over all values that are expected ten times, tails put together."""
    mechanism = DiscreteLaplace(sensitivity, Decimal(epsilon))
    counted = Counter(noise(mechanism).tolist())
    often = [n for n in range(-5000, 5001) if mechanism.probability(n) * _DRAWS >= 10]
    expected = [mechanism.probability(n) * _DRAWS for n in often]
    seen = [counted[n] for n in often]
    rest = _DRAWS - sum(expected)
    assert rest > 0
    if rest >= 5:
        expected.append(rest)
        seen.append(_DRAWS - sum(seen))
    else:
        expected = [each * sum(seen) / sum(expected) for each in expected]
    assert chisquare(seen, expected).pvalue > _RARE


def test_the_test_of_the_distribution_would_see_rounded_noise() -> None:
    """Positive control: continuous noise, rounded, is not the discrete one."""
    mechanism = DiscreteLaplace(1, Decimal(1))
    drawn = np.rint(np.random.default_rng(1).laplace(0, 1, _DRAWS)).astype(int)
    often = [n for n in range(-50, 51) if mechanism.probability(n) * _DRAWS >= 10]
    seen = np.array([(drawn == n).sum() for n in often])
    expected = np.array([mechanism.probability(n) for n in often])
    assert chisquare(seen, expected * seen.sum() / expected.sum()).pvalue < _RARE


@pytest.mark.parametrize(("sensitivity", "epsilon"), _SCALES)
def test_errors_are_as_they_are_said_to_be(sensitivity: int, epsilon: str) -> None:
    mechanism = DiscreteLaplace(sensitivity, Decimal(epsilon))
    drawn = np.abs(noise(mechanism))
    assert drawn.mean() == pytest.approx(mechanism.expected_error, abs=6 * drawn.std() / _DRAWS**0.5)
    within = mechanism.error_within(0.95)
    assert (drawn <= within).mean() >= 0.95 - 6 * (0.05 / _DRAWS) ** 0.5
    exact = sum(mechanism.probability(n) for n in range(-within, within + 1))
    assert exact >= 0.95
    assert within == 0 or exact - 2 * mechanism.probability(within) < 0.95, "and not further than that"


def test_the_error_of_users_at_epsilon_1_is_no_worse_than_laplace_by_hand() -> None:
    """The mean distance of continuous Laplace noise is its scale, sensitivity / epsilon."""
    mechanism = DAILY_ACTIVE_USERS.mechanism(Decimal(1))
    assert mechanism.expected_error < DAILY_ACTIVE_USERS.bound.most / 1.0


def most_telling(one: np.ndarray, other: np.ndarray) -> float:
    """A bound below epsilon (Clopper and Pearson 1934, both at once wrong once in 10^6) from the best of many questions
    with a yes or no, chosen on one half of the draws and asked of the other."""
    half = len(one) // 2
    edges = np.unique(np.quantile(np.concatenate([one[:half], other[:half]]), np.linspace(0.02, 0.98, 49)))
    best = max(
        itertools.product(edges, (False, True), (False, True)),
        key=lambda asked: _ratio(one[:half], other[:half], asked),
    )
    return _ratio(one[half:], other[half:], best)


def _ratio(one: np.ndarray, other: np.ndarray, asked: tuple[float, bool, bool]) -> float:
    edge, above, swapped = asked
    p, q = (other, one) if swapped else (one, other)
    yes_p, yes_q = ((p >= edge).sum(), (q >= edge).sum()) if above else ((p < edge).sum(), (q < edge).sum())
    low = beta.ppf(_RARE / 2, yes_p, len(p) - yes_p + 1) if yes_p else 0.0
    high = beta.ppf(1 - _RARE / 2, yes_q + 1, len(q) - yes_q) if yes_q < len(q) else 1.0
    return float(np.log(low / high)) if low > 0 else 0.0


@pytest.mark.parametrize("release", DAILY_RELEASES, ids=lambda release: release.name)
@pytest.mark.parametrize("epsilon", ["0.3", "1"])
def test_no_question_about_one_person_is_answered_better_than_epsilon_allows(
    release: DailyRelease, epsilon: str
) -> None:
    """Data sets that differ by all that one person may add."""
    mechanism = release.mechanism(Decimal(epsilon))
    found = most_telling(noise(mechanism), release.bound.most + noise(mechanism))
    assert 0.5 * float(epsilon) < found <= float(epsilon), "near to it, or the question was a poor one"


def test_a_person_who_adds_more_than_the_bound_would_be_found() -> None:
    """Positive control: noise for 50 events, a person with 500 whose part nobody bounded."""
    mechanism = DiscreteLaplace(50, Decimal("0.3"))
    assert most_telling(noise(mechanism), 500 + noise(mechanism)) > 0.3


@pytest.mark.parametrize("epsilon", ["0", "-1", "NaN", "Infinity", "0.0001", "11"])
def test_an_absurd_epsilon_is_refused(epsilon: str) -> None:
    with pytest.raises(ContractError, match="epsilon is a number from"):
        DiscreteLaplace(1, Decimal(epsilon))


@pytest.mark.parametrize("bound", [Once(), ByValue(10, "cents", "0.10")])
def test_who_would_be_in_several_cells_is_refused_where_it_is_declared(bound: Once | ByValue) -> None:
    device = Axis("device_type", "", ("a", "b"))
    with pytest.raises(ContractError, match="in several cells"):
        DailyRelease("x", "", (device,), "n", "", bound, Decimal(1))


def test_the_form_changes_with_bounds_and_grid() -> None:
    def declared(change: Callable[[], Rows], *values: str) -> str:
        return DailyRelease("x", "", (Axis("a", "", values),), "n", "", change(), Decimal(1)).form

    forms = [declared(lambda: Rows(5), "b"), declared(lambda: Rows(6), "b"), declared(lambda: Rows(5), "b", "c")]
    assert len(set(forms)) == 3
    assert declared(lambda: Rows(5), "b") == forms[0]

"""Every attack on what the lake releases: it stays under its bound, and breaks what is weak. A release that is weaker
than it says is told as broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from scipy.stats import binomtest

from batch import attacks
from batch.attacks import AttackError, Stand
from governance.releases import Releases
from lakehouse.catalog import SILVER
from lakehouse.figures import DailyFigures
from lakehouse.rehearsal import Rehearsal
from privacy.anonymity.releases import USERS_ANONYMOUS
from privacy.attacks.outcome import Attack, difference, over_baseline, share
from privacy.differential.bounds import Rows
from privacy.differential.releases import DAILY_RELEASES
from tests.conftest import NewLake
from tests.spark.test_anonymous import World, people
from tests.support.installation import Installation
from tests.support.records import arrivals, event

pytestmark = pytest.mark.spark

K = 10
PEOPLE = people(3000, seed=7)


@pytest.fixture(scope="module")
def released(new_lake: NewLake) -> Iterator[Installation]:
    with new_lake() as lake:
        World(lake).carry(PEOPLE)
        lake.release(K)
        yield lake


def rehearsal(lake: Installation, k: int = K) -> Rehearsal:
    return Rehearsal(lake.spark, lake.lake, lake.locks, USERS_ANONYMOUS, SILVER["users"], k)


def stand(lake: Installation, k: int = K) -> Stand:
    series = Releases(lake.database(), USERS_ANONYMOUS, K).pinned()
    assert series
    return Stand(USERS_ANONYMOUS, series.levels, k)


@pytest.fixture(scope="module")
def on_rows(released: Installation) -> dict[str, Attack]:
    return {each.name: each for each in attacks.on_rows(rehearsal(released), stand(released))}


ON_ROWS = (
    "uniqueness", "singling out", "homogeneity", "linkage", "differencing",
    "attribute inference: value_band", "attribute inference: purchases_band",
)  # fmt: skip


@pytest.mark.parametrize("name", ON_ROWS)
def test_an_attack_on_rows_stays_under_its_bound(on_rows: dict[str, Attack], name: str) -> None:
    attack = on_rows[name]
    assert attack.bound is not None
    assert attack.found.low <= attack.found.rate <= attack.found.high
    assert attack.holds


@pytest.mark.parametrize("name", ON_ROWS)
def test_the_same_attack_breaks_what_is_weak(on_rows: dict[str, Attack], name: str) -> None:
    attack = on_rows[name]
    assert attack.proves, f"{attack.weak} withstood, so nothing is shown"


def test_what_nothing_is_claimed_of_is_told(on_rows: dict[str, Attack]) -> None:
    assert set(on_rows) == {*ON_ROWS, "singling out by everything"}
    told = on_rows["singling out by everything"]
    assert (told.bound, told.holds, told.proves) == (None, True, True)


def test_a_release_of_a_smaller_k_than_is_said_is_told_as_broken(released: Installation) -> None:
    """As if somebody had said 40 of a release that was made with 10."""
    first = next(attacks.on_rows(rehearsal(released, 32), stand(released, 40)))
    assert (first.name, first.holds) == ("uniqueness", False)


@pytest.fixture(scope="module")
def on_figures(released: Installation) -> list[Attack]:
    released.carry("events", arrivals([event(event_id=f"evt-{n:08d}", user_id=f"user-{n % 7:04d}") for n in range(30)]))
    of_tables = {"daily_active_users": [Decimal("0.4"), Decimal(1)], "daily_events": [Decimal("0.3")],
                 "revenue": [Decimal("0.3")]}  # fmt: skip
    return list(attacks.on_figures(DailyFigures(released.spark, released.lake), of_tables))


def test_members_of_figures_with_noise_are_told_no_better_than_epsilon_allows(on_figures: list[Attack]) -> None:
    assert len(on_figures) == 4
    for each in on_figures:
        assert each.bound is not None
        assert each.holds
        assert each.proves
        assert each.found.rate > 0.5 * each.bound, "near to it, or the attack was a poor one"


def test_somebody_busy_is_let_in_as_far_as_the_bounds_say(released: Installation, on_figures: list[Attack]) -> None:
    figures = DailyFigures(released.spark, released.lake)
    assert on_figures
    for release in DAILY_RELEASES:
        assert figures.added_by(release, 1_000, figures.versions()) == release.bound.most


def test_figures_without_a_bound_are_told_as_broken(released: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    def unbounded(bound: Rows, events: DataFrame, cell: tuple[str, ...]) -> DataFrame:
        return events.select("user_key", *cell, F.lit(1).cast("bigint").alias("amount"))

    monkeypatch.setattr(Rows, "apply", unbounded)
    found = attacks.on_figures(DailyFigures(released.spark, released.lake), {"daily_events": [Decimal("0.3")]})
    assert [each.holds for each in found] == [False]


def test_no_pseudonym_is_found_by_who_knows_every_identifier(released: Installation) -> None:
    attack = attacks.on_tokens(released.spark, released.lake, SILVER["users"], list(PEOPLE))
    assert (attack.found.rate, attack.control and attack.control.rate) == (0.0, 1.0)
    assert attack.found.high < 0.01
    assert attack.holds
    assert attack.proves


def test_the_master_key_is_in_no_file_of_the_lake(released: Installation) -> None:
    keys = [bytes.fromhex(line.split()[-1]) for line in released.keyring.lines()]
    attack = attacks.on_files([Path(released.lake.root)], [], keys)
    assert attack.found.rate == 0
    assert attack.holds
    assert attack.proves


def test_a_key_that_lies_about_is_told_as_broken(released: Installation, tmp_path: Path) -> None:
    key = bytes(range(32))
    (tmp_path / "notes.txt").write_text(f"the key is {key.hex()}\n")
    attack = attacks.on_files([tmp_path], [], [key])
    assert not attack.holds


@pytest.mark.parametrize(("wins", "tries"), [(0, 10), (3, 10), (10, 10), (1, 1000)])
def test_an_interval_is_that_of_clopper_and_pearson(wins: int, tries: int) -> None:
    found = share(wins, tries)
    exact = binomtest(wins, tries).proportion_ci(1 - 1e-6, "exact")
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high))


def test_of_no_tries_nothing_is_known() -> None:
    assert (share(0, 0).low, share(0, 0).high) == (0.0, 1.0)
    nothing = Attack("a", "t", "q", share(0, 0), 0.0, "", share(9, 10), "")
    assert not nothing.proves


def test_what_is_told_beyond_a_baseline_is_nothing_where_both_are_alike() -> None:
    alike = over_baseline(share(500, 1000), share(500, 1000))
    assert alike.low < 0 < alike.high
    assert alike.rate == 0
    assert over_baseline(share(1000, 1000), share(0, 1000)).rate == 1
    assert difference(share(900, 1000), share(100, 1000)).low > 0.6


def test_an_attack_that_breaks_nothing_weak_proves_nothing() -> None:
    none = share(0, 1000)
    attack = Attack("a", "t", "q", none, 0.0, "", none, "")
    assert attack.holds
    assert not attack.proves
    assert not replace(attack, control=None).proves
    with pytest.raises(AttackError, match="proves nothing, for something weak withstood it: a on t"):
        attacks.judge([attack])


def test_what_is_broken_is_said_in_one_sentence() -> None:
    broken = Attack("a", "t", "q", share(5, 10), 0.0, "", share(9, 10), "")
    whole = replace(broken, found=share(0, 10))
    with pytest.raises(AttackError, match=r"what was said of it does not hold: a on t$"):
        attacks.judge([broken, whole])
    attacks.judge([whole])

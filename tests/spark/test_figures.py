"""Figures with noise: what a person can be of them, what a budget lets through, and what is never drawn twice."""

from __future__ import annotations

import datetime as dt
import random
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from typing import Any

import psycopg2
import pytest
from pyspark.sql import DataFrame, SparkSession

from batch.metrics import Day, Released
from governance.budget import Account, BudgetError
from lakehouse.figures import bounded
from privacy.differential.bounds import Rows
from privacy.differential.releases import (
    DAILY_ACTIVE_USERS,
    DAILY_EVENTS,
    DAILY_RELEASES,
    REVENUE,
    UNIT,
    DailyRelease,
)
from privacy.hierarchies import REGIONS
from schemas.events import DEVICE_TYPES, EVENT_TYPES
from schemas.users import SUBSCRIPTION_TIERS
from tests.conftest import NewLake
from tests.support.cutoff import CutOff, cut_off_after
from tests.support.extent import long
from tests.support.installation import Installation
from tests.support.records import arrivals, event, profile

pytestmark = pytest.mark.spark

DATE, NEXT, SECOND = (dt.date(2026, 3, day) for day in (4, 3, 2))
EARLIER = dt.date(2026, 2, 6)
"""Of another month."""
ONE = Decimal(1)
_EVENTS = "user_key string, event_key string, event_type string, device_type string, quantity int, price decimal(12,2)"
_USERS = "user_key string, region string, subscription_tier string"
EACH = pytest.mark.parametrize("release", DAILY_RELEASES, ids=lambda release: release.name)
Row = tuple[Any, ...]


class World:
    def __init__(self, lake: Installation) -> None:
        self.lake = lake
        rows = [event(event_id=f"evt-{n:08d}", user_id=f"user-{n % 7}") for n in range(30)]
        others = [
            event(event_id=f"evt-9{n:07d}", event_timestamp=f"2026-{at}T09:00:00.000Z")
            for n, at in enumerate(("02-06", "03-03"))
        ]
        lake.carry("events", arrivals([*rows, *others]))
        lake.carry("users", arrivals([profile(user_id=f"user-{n}") for n in range(5)]))

    def release(self, date: dt.date = DATE, epsilon: Decimal = ONE, budget: str = "31", **others: Any) -> Released:
        """By a process of its own."""
        return self.lake.release_figures(Day(date, epsilon, 2), Decimal(budget), **others)

    def table(self, release: DailyRelease) -> dict[Row, Any]:
        """By day and cell."""
        axes = [axis.column for axis in release.axes]
        rows = self.lake.rows(release.table)
        found = {(row["event_date"], *(row[name] for name in axes)): row[release.figure] for row in rows}
        assert len(found) == len(rows), "a cell once"
        return found

    def forget_releases(self) -> None:
        """As the owner, who alone may."""
        connection = psycopg2.connect(self.lake.clone.owner)
        with connection, connection.cursor() as cursor:
            cursor.execute("DELETE FROM dp.release")
        connection.close()

    def spent(self) -> Decimal:
        ((spent,),) = self.lake.query("SELECT coalesce(sum(epsilon), 0) FROM dp.release")
        return Decimal(spent)


@pytest.fixture
def world(lake: Installation) -> World:
    return World(lake)


@pytest.fixture(scope="module")
def done(new_lake: NewLake) -> Iterator[tuple[World, Released]]:
    with new_lake() as lake:
        world = World(lake)
        yield world, world.release()


def drawn_events(seed: int, persons: int = 12, most: int = 120) -> list[Row]:
    draw = random.Random(seed)
    return [
        (f"p{person}", f"{person}-{n}", draw.choice(EVENT_TYPES), draw.choice((*DEVICE_TYPES, None)),
         draw.choice((None, 1, 30)), draw.choice((None, Decimal("0.99"), Decimal("99.00"))))
        for person in range(persons) for n in range(draw.randrange(most))
    ]  # fmt: skip


def profiles(seed: int, persons: int = 12) -> list[Row]:
    draw = random.Random(seed)
    return [
        (f"p{n}", draw.choice((*REGIONS, None)), draw.choice((*SUBSCRIPTION_TIERS, None))) for n in range(persons) if n
    ]


def parts(spark: SparkSession, release: DailyRelease, events: list[Row], users: list[Row]) -> list[Row]:
    found: DataFrame = bounded(release, spark.createDataFrame(events, _EVENTS), spark.createDataFrame(users, _USERS))
    return [tuple(row) for row in found.collect()]


def figures(found: list[Row]) -> Counter[Row]:
    counted: Counter[Row] = Counter()
    for _, *cell, amount in found:
        counted[tuple(cell)] += amount
    return counted


@EACH
@pytest.mark.parametrize("seed", [0, *long(1, 2)])
def test_nobody_adds_more_than_the_bound(spark: SparkSession, release: DailyRelease, seed: int) -> None:
    events, users = drawn_events(seed), profiles(seed)
    by_person: Counter[str] = Counter()
    for person, *_, amount in parts(spark, release, events, [*users, *profiles(seed + 1)]):
        assert amount >= 0
        by_person[person] += amount
    assert max(by_person.values()) == release.bound.most, "and some reach it, or nothing was shown"


@EACH
def test_one_person_with_a_hundred_thousand_events_changes_no_more_than_the_noise_hides(
    spark: SparkSession, release: DailyRelease
) -> None:
    """Neighbours: the same records, with and without all of one person's."""
    events, users = drawn_events(5), profiles(5)
    busy = [("busy", f"b{n}", EVENT_TYPES[n % 10], DEVICE_TYPES[n % 3], 30, Decimal("99.00")) for n in range(100_000)]
    without = figures(parts(spark, release, events, users))
    with_ = figures(parts(spark, release, events + busy, [*users, ("busy", "West", "free")]))
    differ = sum(abs(with_[cell] - without[cell]) for cell in with_ | without)
    assert 0 < differ <= release.bound.most
    assert release.mechanism(ONE).scale >= release.bound.most, "noise is for as much"


def test_figures_without_noise_are_right(spark: SparkSession) -> None:
    """By hand, of persons who stay below every bound."""
    events, users = drawn_events(7, most=20), profiles(7)
    place = {who: (region or "unknown", tier or "unknown") for who, region, tier in users}
    of_day: dict[DailyRelease, Counter[Row]] = defaultdict(Counter)
    for who in {row[0] for row in events}:
        own = [row for row in events if row[0] == who]
        cell = place.get(who, ("unknown", "unknown"))
        cents = sum(int((row[4] or 0) * (row[5] or 0) * 100) for row in own if row[2] == "purchase")
        of_day[DAILY_ACTIVE_USERS][cell] += 1
        of_day[REVENUE][cell[:1]] += min(cents, REVENUE.bound.most)
        for row in own:
            of_day[DAILY_EVENTS][row[2], row[3] or "unknown"] += 1
    for release in DAILY_RELEASES:
        assert figures(parts(spark, release, events, users)) == of_day[release]


def test_which_events_are_taken_does_not_depend_on_what_they_hold(spark: SparkSession) -> None:
    """The same keys with other values are taken."""
    events = drawn_events(9)
    others = [(*row[:2], "login", "tablet", None, None) for row in events]
    release = replace(DAILY_EVENTS, bound=Rows(5))
    taken = Counter(row[0] for row in parts(spark, release, events, []))
    assert taken == Counter(row[0] for row in parts(spark, release, others, []))
    assert set(taken.values()) == {5}


def test_every_cell_of_the_grid_is_there_with_its_error(done: tuple[World, Released]) -> None:
    world, _ = done
    for release in DAILY_RELEASES:
        rows = world.lake.rows(release.table)
        assert {cell[1:] for cell in world.table(release)} == set(release.cells)
        mechanism = release.mechanism(ONE * release.share)
        for row in rows:
            assert row["event_date"] == DATE
            assert (row["epsilon"], row["unit"]) == (ONE * release.share, UNIT)
            assert row["expected_error"] == pytest.approx(mechanism.expected_error / release.divisor)
            assert row["error_95"] == pytest.approx(mechanism.error_within(0.95) / release.divisor)


def test_figures_have_noise_and_are_near(done: tuple[World, Released]) -> None:
    """Far from what is exact by no more than happens once in a million draws a cell."""
    world, _ = done
    exact = {("Northeast", "basic"): 5, ("unknown", "unknown"): 2}
    table = world.table(DAILY_ACTIVE_USERS)
    far = DAILY_ACTIVE_USERS.mechanism(DAILY_ACTIVE_USERS.share).error_within(1 - 1e-6)
    differences = [figure - exact.get(cell[1:], 0) for cell, figure in table.items()]
    assert max(map(abs, differences)) <= far
    assert len(set(differences)) > 1


def test_asked_again_the_same_figures_stand_and_nothing_is_spent(done: tuple[World, Released]) -> None:
    world, first = done
    before = {release.name: world.table(release) for release in DAILY_RELEASES}
    again = world.release()
    assert again.drawn == first.drawn
    assert (first.spent, again.spent, world.spent()) == (ONE, 0, ONE)
    assert {release.name: world.table(release) for release in DAILY_RELEASES} == before


def test_the_table_shows_what_the_ledger_holds(done: tuple[World, Released]) -> None:
    world, first = done
    for each in first.drawn:
        per = each.release.divisor
        held = dict(zip(each.release.cells, (Decimal(n) / per for n in each.figures), strict=True))
        assert {cell[1:]: figure for cell, figure in world.table(each.release).items()} == held


def test_another_epsilon_for_a_day_that_is_released_is_refused(done: tuple[World, Released]) -> None:
    world, _ = done
    with pytest.raises(BudgetError, match=r"was released with epsilon 0\.4.* set EPSILON to 1"):
        world.release(epsilon=Decimal(2))
    assert world.spent() == ONE


def test_another_bound_for_a_day_that_is_released_is_refused(done: tuple[World, Released]) -> None:
    world, _ = done
    wider = replace(DAILY_EVENTS, bound=Rows(60))
    with pytest.raises(BudgetError, match="another grid or other bounds"):
        world.release(releases=(DAILY_ACTIVE_USERS, wider, REVENUE))
    assert world.spent() == ONE


def test_a_day_that_is_not_over_is_refused() -> None:
    with pytest.raises(BudgetError, match="from 2026-03-06 on"):
        Day(DATE, ONE, 2).check_closed(dt.date(2026, 3, 5))
    Day(DATE, ONE, 2).check_closed(dt.date(2026, 3, 6))


@pytest.mark.parametrize("step", ["dp.charged", *long("dp.drawn", "dp.written")])
def test_cut_off_anywhere_nothing_is_drawn_twice(world: World, step: str) -> None:
    with pytest.raises(CutOff):
        world.release(reach=cut_off_after(step))
    held = world.lake.query("SELECT name, figures FROM dp.release ORDER BY name")
    assert len(held) == (0 if step == "dp.drawn" else 3), "charged with its figures, or not at all"
    done = world.release()
    assert world.spent() == ONE
    if held:
        assert {each.release.name: list(each.figures) for each in done.drawn} == dict(held)
    for each in done.drawn:
        assert len(world.table(each.release)) == len(each.release.cells)


def test_the_budget_of_a_month_is_not_overspent(world: World) -> None:
    world.release(budget="2")
    world.release(NEXT, budget="2")
    with pytest.raises(BudgetError, match="2026-03 is spent: 0"):
        world.release(SECOND, budget="2")
    with pytest.raises(BudgetError, match="2026-03 is spent"):
        world.release(SECOND, budget="50")
    assert world.release(EARLIER, budget="2").account.left == ONE, "another month"
    assert world.release(budget="2").spent == 0, "what is released is read again"


@pytest.mark.parametrize("date", [dt.date(2026, 2, 5), dt.date(2026, 3, 5)])
def test_a_day_that_silver_does_not_reach_is_refused(done: tuple[World, Released], date: dt.date) -> None:
    world, _ = done
    with pytest.raises(BudgetError, match="reaches from 2026-02-06 to 2026-03-04"):
        world.release(date)
    assert world.spent() == ONE


def test_a_ledger_put_back_from_before_draws_nothing_again(world: World) -> None:
    world.release()
    before = world.table(DAILY_EVENTS)
    world.forget_releases()
    for date in (DATE, NEXT):
        with pytest.raises(BudgetError, match="that the ledger does not know"):
            world.release(date)
    assert world.spent() == 0
    assert world.table(DAILY_EVENTS) == before


def test_two_at_once_cannot_overspend(world: World) -> None:
    """Both are let through by the first check; the charge decides."""
    both = threading.Barrier(2, timeout=120)

    def quoted(_: Decimal, __: Account) -> None:
        both.wait()

    def released(date: dt.date) -> Released | BudgetError:
        try:
            return world.release(date, budget="1.5", quoted=quoted)
        except BudgetError as error:
            return error

    with ThreadPoolExecutor(2) as threads:
        ends = list(threads.map(released, (DATE, NEXT)))
    assert sorted(type(end).__name__ for end in ends) == ["BudgetError", "Released"]
    assert world.spent() == ONE
    assert len({cell[0] for cell in world.table(DAILY_EVENTS)}) == 1


def test_two_at_once_of_one_day_draw_once(world: World) -> None:
    both = threading.Barrier(2, timeout=120)
    with ThreadPoolExecutor(2) as threads:
        ends = [
            thread.result() for thread in
            [threads.submit(world.release, quoted=lambda *_: both.wait()) for _ in range(2)]
        ]  # fmt: skip
    assert ends[0].drawn == ends[1].drawn
    assert world.spent() == ONE
    for release in DAILY_RELEASES:
        assert len(world.table(release)) == len(release.cells)

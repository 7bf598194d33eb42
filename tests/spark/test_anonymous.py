"""Anonymous releases: what holds for each, what two of them tell together, and what is refused."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import psycopg2
import pytest

from batch.anonymous import Released
from governance.releases import Releases
from lakehouse.failpoints import Reach, nothing
from privacy.anonymity.ladders import Ladder
from privacy.anonymity.lattice import AnonymityError
from privacy.anonymity.releases import USERS_ANONYMOUS, AnonymousRelease
from privacy.disclosure import Disclosed
from tests.conftest import NewLake
from tests.support.extent import long
from tests.support.installation import Installation
from tests.support.records import arrivals, profile

pytestmark = pytest.mark.spark

K = 5
QUASI = [ladder.column for ladder in USERS_ANONYMOUS.quasi]
BANDS = [each.band for each in USERS_ANONYMOUS.sensitive]
Row = tuple[str, ...]


def people(count: int, seed: int = 1) -> dict[str, dict[str, Any]]:
    draw = random.Random(seed)
    return {
        f"user-{n:04d}": {
            "age": draw.choice((25, 28, 34, 38, 61)),
            "gender": draw.choice("MF"),
            "state": draw.choice(("NY", "CA", "TX")),
            "zip_code": draw.choice(("10001", "94110", "73301", "10128")),
            "created_at": f"{draw.choice((2023, 2024))}-{draw.randrange(1, 13):02d}-06T07:08:09Z",
            "subscription_tier": draw.choice(("free", "basic", "premium")),
            "lifetime_value": draw.choice((0, 20, 120, 340, 800, 2000)),
            "total_purchases": draw.choice((0, 1, 3, 7, 12, 30)),
        }
        for n in range(count)
    }


class World:
    """A lake with persons, and releases of them."""

    def __init__(self, lake: Installation) -> None:
        self.lake = lake
        self.batches = 0

    def carry(self, persons: dict[str, dict[str, Any]]) -> None:
        """Profiles, each newer than those before."""
        at = f"2026-03-04T11:{self.batches:02d}:00.000Z"
        records = [profile(user_id=name, updated_at=at, **facts) for name, facts in persons.items()]
        self.lake.carry("users", arrivals(records, first=10_000 * self.batches), number=self.batches)
        self.batches += 1

    def release(
        self, k: int = K, repin: bool = False, reach: Reach = nothing, of: AnonymousRelease = USERS_ANONYMOUS
    ) -> Released:
        return self.lake.release(k, repin, of, reach)

    def rows(self) -> list[Row]:
        return [tuple(row[name] for name in (*QUASI, *BANDS)) for row in self.lake.rows(USERS_ANONYMOUS.table)]


def classes(rows: list[Row]) -> dict[Row, list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[row[: len(QUASI)]].append(row[len(QUASI) :])
    return found


@pytest.fixture
def world(lake: Installation) -> World:
    return World(lake)


@pytest.fixture(scope="module")
def released(new_lake: NewLake) -> Iterator[tuple[World, Released]]:
    with new_lake() as lake:
        world = World(lake)
        world.carry(people(800))
        yield world, world.release()


def test_every_class_has_k_persons_and_diverse_values(released: tuple[World, Released]) -> None:
    world, done = released
    found = classes(world.rows())
    assert done.made
    assert (len(found), min(map(len, found.values()))) == (done.made.classes, done.made.smallest)
    assert done.made.smallest >= K
    for rows in found.values():
        for at, each in enumerate(USERS_ANONYMOUS.sensitive):
            assert len({row[at] for row in rows} - {"unknown"}) >= each.l


def test_few_are_left_out_and_everybody_is_counted(released: tuple[World, Released]) -> None:
    world, done = released
    assert done.made
    assert done.made.persons == 800
    assert done.made.rows == len(world.rows()) == 800 - done.made.left_out
    assert done.made.left_out <= USERS_ANONYMOUS.suppressed * 800
    assert 0 < done.made.loss < 1


def test_rows_stand_in_an_order_of_their_own(released: tuple[World, Released]) -> None:
    world, _ = released
    assert world.rows() == sorted(world.rows())


def test_a_release_has_no_column_but_those_declared(released: tuple[World, Released]) -> None:
    world, _ = released
    assert world.lake.read(USERS_ANONYMOUS.table).columns == [*QUASI, *BANDS]
    assert not {"user_key", "content_hash", "email_hash"} & {*QUASI, *BANDS}


def test_the_ledger_says_what_a_release_came_to(released: tuple[World, Released]) -> None:
    world, done = released
    assert done.made
    (row,) = world.lake.query("SELECT series, persons, left_out, rows, classes, smallest FROM release.made")
    made = done.made
    assert row == (1, made.persons, made.left_out, made.rows, made.classes, made.smallest)
    ((levels,),) = world.lake.query("SELECT levels FROM release.series")
    assert tuple(levels[name] for name in QUASI) == made.levels


def test_the_same_silver_is_not_released_again(released: tuple[World, Released]) -> None:
    world, done = released
    version = world.lake.writer.version(USERS_ANONYMOUS.table)
    again = world.release()
    assert (again.number, again.made) == (done.number, None)
    assert world.lake.writer.version(USERS_ANONYMOUS.table) == version


def test_fewer_than_k_changes_show_nothing_and_k_do(world: World) -> None:
    """Values of one class change, person by person."""
    persons = people(400)
    world.carry(persons)
    world.release()
    before = Counter(world.rows())
    name, facts = next(iter(persons.items()))
    world.carry({name: facts | {"lifetime_value": 90_000}})
    done = world.release()
    assert done.made
    assert done.series == 1
    assert Counter(world.rows()) == before, "one person's change does not show"
    drawn = {name: {"lifetime_value": facts["lifetime_value"]} for name, facts in people(400, seed=2).items()}
    world.carry({name: facts | drawn[name] for name, facts in persons.items()})
    world.release()
    assert Counter(world.rows()) != before


@pytest.mark.long
def test_one_who_leaves_does_not_take_the_class_along(world: World) -> None:
    """Of a class with exactly k persons one is forgotten."""
    alike = {f"twin-{n}": facts for n, facts in enumerate(_one_class())}
    world.carry(people(300) | alike)
    world.release()
    before = world.rows()
    world.lake.forget("twin-0")
    done = world.release()
    assert done.made
    assert done.made.persons == 300 + K - 1
    assert Counter(world.rows()) == Counter(before)


def _one_class() -> list[dict[str, Any]]:
    """k persons like nobody else, with different values."""
    place = {"age": 45, "gender": "O", "state": "WA", "zip_code": "98101", "created_at": "2019-01-06T07:08:09Z"}
    values = zip((0, 20, 120, 340, 800), (0, 1, 3, 7, 12), strict=True)
    return [place | {"lifetime_value": value, "total_purchases": bought} for value, bought in values]


@pytest.mark.parametrize("step", ["release.classes", *long("release.pinned", "release.written")])
def test_cut_off_and_called_again_it_ends_as_if_nothing_had_been(world: World, step: str) -> None:
    world.carry(people(200))

    def cut(reached: str) -> None:
        if reached == step:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        world.release(reach=cut)
    done = world.release()
    assert done.made
    assert done.series == 1, "the levels that were pinned stay"
    assert len(world.rows()) == done.made.rows
    assert world.release().made is None


def test_k_above_the_persons_is_refused(world: World) -> None:
    world.carry(people(8))
    with pytest.raises(AnonymityError, match="fewer than k = 10 persons"):
        world.release(k=10)
    assert world.rows() == []
    assert world.lake.query("SELECT count(*) FROM release.series") == [(0,)]


def test_an_unknown_quasi_identifier_is_refused(world: World) -> None:
    unknown = replace(USERS_ANONYMOUS, quasi=(*USERS_ANONYMOUS.quasi, Ladder("shoe_size", "")))
    with pytest.raises(AnonymityError, match=r"declared over shoe_size, which silver\.users does not have"):
        world.release(of=unknown)


@pytest.mark.parametrize("k", [1, 33])
def test_an_absurd_k_is_refused(world: World, k: int) -> None:
    with pytest.raises(AnonymityError, match="k is from 2 to 32"):
        world.release(k=k)


@pytest.mark.long
def test_another_k_or_other_bands_need_a_series_of_their_own(world: World) -> None:
    world.carry(people(300))
    world.release()
    with pytest.raises(AnonymityError, match="was begun with k = 5, now k = 6"):
        world.release(k=6)
    finer = replace(USERS_ANONYMOUS, quasi=USERS_ANONYMOUS.quasi[1:])
    with pytest.raises(AnonymityError, match="hierarchies or bands"):
        Releases(world.lake.database(), finer, K).check(Releases(world.lake.database(), USERS_ANONYMOUS, K).pinned())  # type: ignore[arg-type]
    done = world.release(k=6, repin=True)
    assert done.made
    assert (done.series, done.made.smallest >= 6) == (2, True)


@pytest.mark.long
def test_levels_that_do_not_hold_any_more_are_refused(world: World) -> None:
    """Silver changes so much that at the pinned levels most persons would be left out."""
    world.carry(_alike(60))
    world.release()
    before = world.rows()
    world.carry({f"new-{n:04d}": facts | {"age": 10 * (n % 9)} for n, facts in enumerate(_scattered(60))})
    with pytest.raises(AnonymityError, match="REPIN=1"):
        world.release()
    assert world.rows() == before
    done = world.release(repin=True)
    assert done.made
    assert done.made.smallest >= K


def _alike(count: int) -> dict[str, dict[str, Any]]:
    """Two classes, and nothing has to be generalised."""
    return {
        f"user-{n:04d}": {"gender": "MF"[n % 2], "lifetime_value": (0, 20, 120, 340, 800, 2000)[n // 2 % 6],
                          "total_purchases": (0, 1, 3, 7, 12, 30)[n // 2 % 6]}
        for n in range(count)
    }  # fmt: skip


def _scattered(count: int) -> list[dict[str, Any]]:
    states = ("NY", "CA", "TX", "WA", "IL", "FL")
    return [
        {"state": states[n % 6], "gender": "MFON"[n % 4], "zip_code": f"{10000 + 997 * n}", "total_purchases": n % 30,
         "created_at": f"{2010 + n % 15}-0{1 + n % 9}-06T07:08:09Z", "lifetime_value": 37 * n}
        for n in range(count)
    ]  # fmt: skip


@pytest.mark.long
def test_a_release_that_the_ledger_does_not_know_is_not_replaced(world: World) -> None:
    """A database put back from before it."""
    world.carry(people(60))
    world.release()
    before = world.rows()
    connection = psycopg2.connect(world.lake.clone.owner)
    with connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM release.made; DELETE FROM release.series")
    connection.close()
    with pytest.raises(AnonymityError, match="that the ledger does not know"):
        world.release()
    assert world.rows() == before
    assert world.release(repin=True).series == 1


@pytest.mark.long
def test_what_cannot_be_compared_is_not_replaced(world: World) -> None:
    """Classes that were lost: each would be new, and the difference would tell of one person."""
    persons = people(60)
    world.carry(persons)
    world.release()
    before = world.rows()
    classes = world.lake.read(USERS_ANONYMOUS.classes)
    world.lake.writer.replace(Disclosed(classes.limit(0)), USERS_ANONYMOUS.classes, None)
    name, facts = next(iter(persons.items()))
    world.carry({name: facts | {"lifetime_value": 90_000}})
    with pytest.raises(AnonymityError, match="was lost or put back"):
        world.release()
    assert world.rows() == before


@pytest.mark.long
def test_a_class_that_was_met_and_not_shown_comes_by_the_same_rule(world: World) -> None:
    """k persons with two values; one of them gets a third, and who saw that would know whose it is."""
    place = {"age": 45, "gender": "O", "state": "WA", "zip_code": "98101", "created_at": "2019-01-06T07:08:09Z"}
    two = {f"twin-{n}": place | {"lifetime_value": 120 * (n % 2), "total_purchases": n % 2} for n in range(K)}
    world.carry(people(300) | two)
    world.release()
    before = Counter(world.rows())
    world.carry({"twin-0": two["twin-0"] | {"lifetime_value": 2000, "total_purchases": 30}})
    done = world.release()
    assert done.made
    assert Counter(world.rows()) == before


def test_persons_in_two_rows_are_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.carry(people(50))
    read: Callable[..., Any] = type(world.lake.writer).read

    def twice(writer: Any, table: Any, version: int | None = None) -> Any:
        return read(writer, table, version).unionAll(read(writer, table, version))

    monkeypatch.setattr("lakehouse.writer.Writer.read", twice)
    with pytest.raises(AnonymityError, match="in two rows"):
        world.release()

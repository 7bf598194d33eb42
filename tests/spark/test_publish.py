"""The shop window: what gold holds and nothing else, whole or not at all, for those who may read it."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from governance.publication import Origin, PublicationError, Staged
from governance.quality import Expectation, of_gold, of_silver
from governance.validation import QualityError, Suite, validate
from lakehouse.aggregates import DAILY
from lakehouse.catalog import GOLD, SILVER
from privacy.disclosure import Gate
from privacy.policies import POLICIES
from schemas.gold import DAILY_EVENT_METRICS, USER_COHORTS
from tests.conftest import NewLake
from tests.support.canary import Matcher, needles, person_canaries
from tests.support.cutoff import CutOff, cut_off_after
from tests.support.extent import long
from tests.support.installation import Installation
from tests.support.records import arrivals, event, profile

pytestmark = pytest.mark.spark

DAY = dt.date(2026, 3, 4)
SOME = (DAILY_EVENT_METRICS,)
(EVE,) = person_canaries(1, "publish")
SIX = ("ada", "bob", "cid", "dan", "eve", EVE.email)
PG = {
    "DATE": "date", "STRING": "text", "BIGINT": "bigint", "INT": "integer", "DOUBLE": "double precision",
    "DECIMAL(18,2)": "numeric(18,2)", "TIMESTAMP": "timestamp with time zone",
}  # fmt: skip
_SHOWN = "SELECT release_id, count(*), sum(total_events) FROM published.daily_event_metrics GROUP BY release_id"


def visits(number: int, each: int = 1) -> list[bytes]:
    return [
        event(event_id=f"evt-{number:04d}-{who}-{n}".replace("@", "-").replace(".", "-")[:64], user_id=who,
              event_type="purchase", product_id="P1", quantity=2, price=5.0,
              event_timestamp=f"2026-03-04T{number % 12:02d}:{n:02d}:00Z")
        for who in SIX for n in range(each)
    ]  # fmt: skip


def more(lake: Installation, number: int, each: int = 1) -> None:
    """More events, and daily metrics brought up to them."""
    lake.carry("events", arrivals(visits(number, each), 1000 * number), number)
    lake.gold().refresh((DAILY,))


@pytest.fixture(scope="module")
def lake(new_lake: NewLake) -> Iterator[Installation]:
    with new_lake() as made:
        made.carry("users", arrivals([profile(user_id=who, email=EVE.email, phone=EVE.phone) for who in SIX]))
        more(made, 0)
        made.gold().refresh()
        made.publisher().publish(GOLD)
        yield made


@contextmanager
def asking(dsn: str) -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
    """Statements, each in a transaction of its own."""
    connection = psycopg2.connect(dsn)
    connection.autocommit = True

    def ask(statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return list(cursor.fetchall()) if cursor.description else []

    try:
        yield ask
    finally:
        connection.close()


@pytest.fixture
def analyst(lake: Installation) -> Iterator[Callable[..., list[tuple[Any, ...]]]]:
    with asking(lake.clone.analyst) as ask:
        yield ask


# --- what is published ----------------------------------------------------------------------------------------------


def test_postgres_shows_what_gold_holds(lake: Installation, analyst: Callable[..., list[tuple[Any, ...]]]) -> None:
    for table in GOLD:
        names = ", ".join(table.column_names)
        shown = analyst(f"SELECT {names} FROM published.{table.name}")
        held = [tuple(row[name] for name in table.column_names) for row in lake.rows(table)]
        assert sorted(shown, key=repr) == sorted(held, key=repr)
    assert analyst("SELECT sum(total_events) FROM published.daily_event_metrics") == [(6,)]


def test_a_number_can_be_traced(lake: Installation, analyst: Callable[..., list[tuple[Any, ...]]]) -> None:
    ((k, as_of, policies, versions, rows, checks),) = analyst(
        """SELECT k, as_of, policy_versions, delta_versions, rows, checks FROM published.release
           WHERE release_id = (SELECT min(release_id) FROM published.daily_event_metrics)"""
    )
    assert (k, as_of, policies) == (2, DAY, {name: policy.version for name, policy in POLICIES.items()})
    assert versions == {table.name: lake.writer.version(table) for table in GOLD}
    assert rows[DAILY_EVENT_METRICS.name] == 1
    assert checks == sum(len(of_gold(table)) for table in GOLD) + sum(len(of_silver(p)) for p in POLICIES.values())


def test_the_tables_are_as_described(lake: Installation) -> None:
    for table in GOLD:
        found = lake.query(
            """SELECT attname, format_type(atttypid, atttypmod), attnotnull, col_description(attrelid, attnum)
               FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 ORDER BY attnum""",
            f"published.{table.name}",
        )
        assert found[0][:3] == ("release_id", "bigint", True)
        described = [(c.name, PG[c.type], c.required, c.comment(None)) for c in table.columns]
        assert found[1:] == described
        assert lake.query("SELECT obj_description(%s::regclass)", f"published.{table.name}") == [(table.comment,)]


def test_views_are_sums_of_cells(analyst: Callable[..., list[tuple[Any, ...]]]) -> None:
    assert analyst("SELECT event_date, event_type, events FROM published.v_recent_events") == [(DAY, "purchase", 6)]
    assert analyst("SELECT subscription_tier, users, active_share FROM published.v_subscription_metrics") == [
        ("basic", 6, 1)
    ]
    assert analyst("SELECT users, active_users, revenue FROM published.v_user_overview") == [(6, 6, 60)]
    assert analyst("SELECT sum(revenue) FROM published.v_recent_events") == [(60,)]


def test_what_is_there_is_not_published_again(lake: Installation) -> None:
    before = lake.query("SELECT count(*) FROM published.release")
    again = lake.publisher().publish(GOLD)
    assert not again.new
    assert lake.query("SELECT count(*) FROM published.release") == before


def test_only_tables_of_gold_are_taken(lake: Installation) -> None:
    users = Staged(SILVER["users"], 0, lake.read(SILVER["users"]).toArrow())  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="users is not a table"):
        lake.publisher()._publication.publish([users], Origin(DAY, Gate(2, 1), {}, 1))


# --- whole or not at all --------------------------------------------------------------------------------------------


def standing(lake: Installation) -> list[tuple[Any, ...]]:
    """What would have to survive: tables, indexes, grants, comments, by identity."""
    return lake.query(
        """SELECT oid, relname, relkind, relacl::text, obj_description(oid) FROM pg_class
           WHERE relnamespace = 'published'::regnamespace ORDER BY oid"""
    )


@pytest.mark.parametrize("step", ["publish.swapping", *long("publish.staged", "publish.swapped")])
def test_cut_off_it_shows_the_release_before(lake: Installation, step: str) -> None:
    more(lake, lake.writer.version(DAILY_EVENT_METRICS))
    before, stood = lake.query(_SHOWN), standing(lake)
    with pytest.raises(CutOff):
        lake.publisher(cut_off_after(step)).publish(SOME)
    assert lake.query(_SHOWN) == before
    assert lake.publisher().publish(SOME).new
    assert lake.query(_SHOWN) != before
    assert standing(lake) == stood


def test_cut_off_behind_the_commit_it_is_there_once(lake: Installation) -> None:
    more(lake, lake.writer.version(DAILY_EVENT_METRICS))
    with pytest.raises(CutOff):
        lake.publisher(cut_off_after("publish.committed")).publish(SOME)
    assert not lake.publisher().publish(SOME).new


def test_a_reader_never_sees_a_mixture_and_never_waits(lake: Installation) -> None:
    seen: dict[int, set[tuple[int, Any]]] = {}
    slowest, done = [0.0], threading.Event()

    def read() -> None:
        with asking(lake.clone.analyst) as ask:
            while not done.is_set():
                begun = time.monotonic()
                ((release, rows, total),) = ask(_SHOWN)
                slowest[0] = max(slowest[0], time.monotonic() - begun)
                seen.setdefault(release, set()).add((rows, total))
                time.sleep(0.01)  # else it takes a core from those it reads beside

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _ in range(3):
            more(lake, lake.writer.version(DAILY_EVENT_METRICS), each=2)
            lake.publisher().publish(SOME)
    finally:
        done.set()
        reader.join()
    assert len(seen) >= 3
    assert all(len(of_release) == 1 for of_release in seen.values())
    print(f"slowest read beside publishing: {slowest[0] * 1000:.0f} ms")


def test_cells_that_are_there_twice_are_refused(lake: Installation) -> None:
    before, rows = lake.query(_SHOWN), lake.read(DAILY_EVENT_METRICS).toArrow()
    twice = Staged(DAILY_EVENT_METRICS, 99, rows.take([0, 0]))
    with pytest.raises(PublicationError, match="1 cells twice"):
        lake.publisher()._publication.publish([twice], Origin(DAY, Gate(2, 1), {}, 1))
    assert lake.query(_SHOWN) == before


# --- quality --------------------------------------------------------------------------------------------------------


def test_rows_that_break_a_suite_are_not_published(lake: Installation, tmp_path: Path) -> None:
    lake.spark.sql(f"UPDATE delta.`{lake.lake.path(SILVER['users'])}` SET gender = '{EVE.email}', total_purchases = 99")
    more(lake, lake.writer.version(DAILY_EVENT_METRICS))
    before = lake.query(_SHOWN)
    with pytest.raises(QualityError) as refused:
        lake.publisher().publish(SOME)
    assert lake.query(_SHOWN) == before
    assert "silver.users: expect_column_values_to_be_in_set (gender)" in str(refused.value)
    matcher = Matcher([needle for canary in EVE.canaries for needle in needles(canary)])
    report = lake.folder / "quality"
    assert (report / "index.html").exists()
    told = [str(refused.value).encode(), *(path.read_bytes() for path in report.rglob("*.html"))]
    assert not any(matcher.find([text]) for text in told)


def test_each_expectation_can_fail(lake: Installation, tmp_path: Path) -> None:
    """The control: a suite that nothing breaks would let everything pass."""
    rows = lake.read(DAILY_EVENT_METRICS)
    for kind, about in (
        ("ExpectTableColumnsToMatchSet", {"column_set": ["other"]}),
        ("ExpectColumnValuesToBeInSet", {"column": "event_type", "value_set": ["other"]}),
        ("ExpectColumnValuesToBeBetween", {"column": "total_events", "max_value": 0}),
        ("ExpectColumnValueLengthsToEqual", {"column": "region", "value": 1}),
        ("ExpectColumnValuesToMatchRegex", {"column": "region", "regex": "^[0-9]$"}),
    ):
        with pytest.raises(QualityError, match="does not hold"):
            validate([Suite(DAILY_EVENT_METRICS, [Expectation(kind, about)], rows)], tmp_path)
    twice = rows.unionAll(rows)
    once = [each for each in of_gold(DAILY_EVENT_METRICS) if each.kind == "ExpectCompoundColumnsToBeUnique"]
    with pytest.raises(QualityError, match="expect_compound_columns_to_be_unique"):
        validate([Suite(DAILY_EVENT_METRICS, once, twice)], tmp_path)


def test_suites_cover_what_contract_and_policy_promise() -> None:
    cohorts = {(each.kind, each.about.get("column")) for each in of_gold(USER_COHORTS)}
    assert {
        ("ExpectColumnValuesToBeInSet", name) for name in ("region", "age_band", "gender", "subscription_tier")
    } <= cohorts
    visits = {(each.kind, each.about.get("column")) for each in of_silver(POLICIES["events"])}
    closed = ("event_type", "device_type", "browser", "page")
    assert {("ExpectColumnValuesToBeInSet", name) for name in closed} <= visits
    assert ("ExpectColumnValuesToBeBetween", "quantity") in visits
    assert {("ExpectColumnValuesToMatchRegex", name) for name in ("search_terms", "ip_network")} <= visits
    assert ("ExpectColumnValueLengthsToEqual", "user_key") in visits


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM registry.person",
        "SELECT * FROM ledger.batch",
        "DELETE FROM published.daily_event_metrics",
        "INSERT INTO published.release (k) VALUES (1)",
        "CREATE TABLE published.mine (a int)",
        "CREATE TABLE public.mine (a int)",
        "CREATE TEMP TABLE mine (a int)",
        "SELECT * FROM public._yoyo_migration",
    ],
)
def test_the_analyst_does_nothing_but_read_what_is_published(
    analyst: Callable[..., list[tuple[Any, ...]]], statement: str
) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        analyst(statement)


@pytest.mark.parametrize("schema", ["registry.person", "ledger.batch"])
def test_the_publisher_sees_no_person_and_no_ledger(lake: Installation, schema: str) -> None:
    with asking(lake.clone.publisher) as ask, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(f"SELECT * FROM {schema}")


@pytest.mark.parametrize("statement", ["DELETE FROM published.release", "UPDATE published.release SET k = 99"])
def test_nobody_who_publishes_takes_a_line_out_of_the_ledger(lake: Installation, statement: str) -> None:
    with asking(lake.clone.publisher) as ask, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(statement)


def test_no_role_comes_in_without_its_password(lake: Installation) -> None:
    wrong = psycopg2.extensions.make_dsn(lake.clone.analyst, password="wrong")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(wrong)


# --- last: the shop window shows versions that the lake does not have -----------------------------------------------


def test_an_earlier_version_does_not_take_the_place_of_a_later_one(lake: Installation) -> None:
    """Two publishers at once, and the slower one has read the lake before the faster one."""
    rows, version = lake.read(DAILY_EVENT_METRICS).toArrow(), lake.writer.version(DAILY_EVENT_METRICS)
    cohorts = lake.read(USER_COHORTS).toArrow()
    publication, origin = lake.publisher()._publication, Origin(DAY, Gate(2, 1), {}, 1)
    before = lake.query("SELECT max(release_id) FROM published.release")[0][0]
    later, made = publication.publish([Staged(DAILY_EVENT_METRICS, version + 1, rows)], origin)
    assert (later, made) == (before + 1, True)
    shown = lake.query(_SHOWN)
    assert publication.publish([Staged(DAILY_EVENT_METRICS, version, rows)], origin) == (later, False)
    mixed = [Staged(DAILY_EVENT_METRICS, version, rows), Staged(USER_COHORTS, 99, cohorts)]
    with pytest.raises(PublicationError, match="daily_event_metrics was published at a later version meanwhile"):
        publication.publish(mixed, origin)
    assert lake.query(_SHOWN) == shown

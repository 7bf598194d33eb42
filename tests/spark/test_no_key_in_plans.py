"""No key and no value of a person in a query plan, in generated code, or in what an error says and leaves behind."""

from __future__ import annotations

import copy
import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.errors import PySparkException
from pyspark.logger import PySparkLogger
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from governance.survey.needles import Among
from lakehouse.aggregates import AGGREGATES, Silver
from lakehouse.catalog import CELLS, SILVER
from lakehouse.fates import accepted_records, judge_profiles, judge_records
from lakehouse.gold import changed_day
from lakehouse.known import covering, joined
from lakehouse.refine import refine
from lakehouse.road import PROFILE_ORDER
from lakehouse.tally import tally
from privacy.disclosure import Gate
from privacy.keys import Purpose
from privacy.policies import EVENT_POLICY, USER_POLICY
from schemas.constraints import Whole
from schemas.users import USERS
from streaming.failures import in_words
from tests.conftest import NewLake
from tests.support.canary import Canary, Matcher, needles, person_canaries
from tests.support.installation import Installation
from tests.support.records import arrivals, event, profile

pytestmark = [pytest.mark.spark, pytest.mark.usefixtures("generated")]

(EVE,) = person_canaries(1, "plans")
SEEN = {
    "ip_address": EVE.ipv6,
    "page_url": f"https://shop.example/product/1?m={EVE.email}",
    "search_query": EVE.full_name,
}
HIDDEN = {"email": EVE.email, "phone": EVE.phone, "first_name": EVE.full_name, "ip_address": EVE.ipv4}

_AGE = -98_765_432_109_876
_ANY_AGE = replace(
    USERS, fields=tuple(replace(f, constraint=Whole(-(10**15), 130)) if f.name == "age" else f for f in USERS.fields)
)
UNFIT = copy.copy(USER_POLICY)
object.__setattr__(UNFIT, "contract", _ANY_AGE)  # past its own checks, which refuse such bounds
"""A policy that fits its contract badly: an age below zero is in no band, Arrow raises, and quotes it."""


@contextmanager
def not_adaptive(spark: SparkSession) -> Iterator[None]:
    spark.conf.set("spark.sql.adaptive.enabled", "false")
    try:
        yield
    finally:
        spark.conf.unset("spark.sql.adaptive.enabled")


@pytest.fixture(scope="module")
def frames(new_lake: NewLake) -> Iterator[tuple[Installation, dict[str, DataFrame]]]:
    """Every kind of frame that the road and gold make of records with canaries; not adaptive, for then there is no
    generated code before they run."""
    with new_lake() as lake, not_adaptive(lake.spark):
        lake.enrol(EVE.email)
        seen = lake.envelope(arrivals([event(user_id=EVE.email, **SEEN)] * 2 + [event(user_id="new", **SEEN), b"{"]))
        people = lake.envelope(arrivals([profile(user_id=EVE.email, **HIDDEN)]))
        visits, persons = refine(seen, lake.plan("events")), refine(people, lake.plan("users"))
        rows = tally(visits.passed, EVENT_POLICY, changed_day(SILVER["events"])).bronze()
        known = joined(lake.read(SILVER["events"]).filter(covering(rows)), visits.silver)
        profiles = judge_profiles(
            persons.silver, lake.read(SILVER["users"]), PROFILE_ORDER, changed_day(SILVER["users"])
        )
        silver, gate = Silver(visits.silver, persons.silver, dt.date(2026, 3, 4)), Gate(2, 1)
        golden = {}
        for aggregate in AGGREGATES:
            name = aggregate.table.name
            golden[name] = gate.cells(aggregate.parts(silver), aggregate.key, aggregate.figures)
            before = lake.read(CELLS[name])
            golden[f"published {name}"] = gate.renewed(golden[name], before, aggregate.key, aggregate.figures).cells
        yield (
            lake,
            {
                **{name: getattr(visits, name) for name in ("passed", "bronze", "silver", "rejected", "strangers")},
                "profiles": persons.silver,
                "known records": known,
                "accepted records": accepted_records(visits.silver, judge_records(rows, known.toArrow())),
                "judged profiles": profiles,
                **golden,
            },
        )


KINDS = (
    "passed", "bronze", "silver", "rejected", "strangers", "profiles", "known records", "accepted records",
    "judged profiles", *(f"{word}{aggregate.table.name}" for aggregate in AGGREGATES for word in ("", "published ")),
)  # fmt: skip


def explained(frame: DataFrame, mode: str) -> str:
    jvm = frame.sparkSession._jvm
    return str(jvm.org.apache.spark.sql.api.python.PythonSQLUtils.explainString(frame._jdf.queryExecution(), mode))


def matcher(lake: Installation) -> Matcher:
    """Finds the master key, every key derived from it, a person's own keys, and the canaries, in any disguise."""
    words = lake.settings.paths.key_file.read_text("ascii").split()
    keys = [Canary("master", bytes.fromhex(words[1]))]
    keys += [Canary(purpose, lake.keyring._key(purpose)) for purpose in Purpose]
    for _, person in lake.persons().values():
        keys += [Canary("dek", person.dek), Canary("pseudonym", person.user_key)]
    sought = (*keys, *EVE.canaries)
    among = Among(sought)
    return Matcher([needle for canary in sought for needle in needles(canary, among)])


@pytest.mark.parametrize("kind", KINDS)
def test_no_plan_holds_a_key_or_a_value(frames: tuple[Installation, dict[str, DataFrame]], kind: str) -> None:
    lake, made = frames
    search = matcher(lake)
    assert made.keys() == set(KINDS)
    for mode in ("extended", "formatted", "codegen"):
        text = explained(made[kind], mode)
        assert len(text) > 100
        assert search.find([text.encode()]) == [], mode


def test_a_key_in_a_plan_would_be_found(frames: tuple[Installation, dict[str, DataFrame]]) -> None:
    lake, _ = frames
    key = lake.keyring._key(Purpose.REF)
    naive = lake.spark.range(1).select(F.lit(key).alias("key"), F.lit(EVE.email).alias("email"))
    found = {needle.canary for needle in matcher(lake).find([explained(naive, "extended").encode()])}
    assert {str(Purpose.REF), f"{EVE.name}.email"} <= found


def said_since(output: Path, lake: Installation, begins: int) -> bytes:
    """What JVM, workers and log files have said: all of the logs, of the output what came after ``begins``."""
    logs = [path.read_bytes() for path in lake.settings.paths.log.rglob("*") if path.is_file()]
    return b"\n".join([output.read_bytes()[begins:], *logs])


def test_an_error_inside_the_pass_says_where_and_not_what(
    lake: Installation, jvm_output: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    begins = jvm_output.stat().st_size
    record = profile(user_id=EVE.email, age=_AGE, **HIDDEN)
    lake.enrol(EVE.email)
    with pytest.raises(PySparkException) as raised:
        lake.carry("users", arrivals([record]), road=lake.road("users", UNFIT))
    assert in_words(raised.value).startswith("the pass failed with ArrowIndexError at ")
    captured = capfd.readouterr()
    said = [captured.out.encode(), captured.err.encode(), said_since(jvm_output, lake, begins)]
    said += [in_words(raised.value).encode(), str(raised.value).encode()]
    assert matcher(lake).find([b"\n".join(said)]) == []
    assert b"987654321" not in b"\n".join(said)
    assert all(batch[3:] == (False,) * 5 for batch in lake.ledger_state()["batches"]), "and nothing was written"


@pytest.mark.parametrize("way", ["cast", "divide", "sql"])
def test_an_error_of_spark_itself_leaves_no_value_behind(
    lake: Installation, jvm_output: Path, capfd: pytest.CaptureFixture[str], way: str
) -> None:
    begins = jvm_output.stat().st_size
    pq.write_table(pa.table({"value": [EVE.email], "zero": [0]}), lake.folder / "values.parquet")
    values = lake.spark.read.parquet(str(lake.folder / "values.parquet"))
    values.createOrReplaceTempView("canaries")
    ways = {
        "cast": lambda: values.select(F.col("value").cast("int")),
        "divide": lambda: values.select(F.raise_error(F.concat(F.lit("no "), F.col("value"))) / F.col("zero")),
        "sql": lambda: lake.spark.sql(f"SELECT CAST('{EVE.email}' AS INT) + zero FROM canaries"),
    }
    with pytest.raises(PySparkException) as raised:
        ways[way]().collect()
    captured = capfd.readouterr()
    said = b"\n".join(
        [
            captured.out.encode(),
            captured.err.encode(),
            said_since(jvm_output, lake, begins),
            in_words(raised.value).encode(),
        ]
    )
    lake.spark.catalog.dropTempView("canaries")
    assert EVE.email in str(raised.value), "the error itself quotes it: that is what must go no further"
    assert matcher(lake).find([said]) == []


@pytest.mark.parametrize("name", ["DataFrameQueryContextLogger", "SQLQueryContextLogger"])
def test_pyspark_s_own_loggers_of_failing_values_are_silent(
    spark: SparkSession, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    PySparkLogger.getLogger(name).error("a failing value: %s", EVE.email)
    captured = capfd.readouterr()
    assert captured.out + captured.err == ""
    assert not logging.getLogger(name).propagate

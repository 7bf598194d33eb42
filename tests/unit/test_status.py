"""`make status` without services: what is a problem, how it is shown, and that the handbook knows every one."""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import conf
from conf import ROOT
from governance.database import DatabaseError
from governance.ledger import Balance
from governance.reconciliation import Difference
from governance.report import BatchFacts, DriftFacts, EpochFacts, GoldFacts, LakeFacts, Rejections
from privacy.policies import POLICIES
from scripts import status
from scripts.condition import Accounts, Code, Condition, Failure, Keys, Run, Service, Topic, problems
from scripts.disk import Disk, Folder, disks
from scripts.glance import Question
from scripts.panel import panel, size, span, table
from scripts.rejected import grouped
from streaming.backlog import Backlog, age_ms

pytestmark = pytest.mark.unit

SETTINGS = conf.load("default", {})
NOW = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)
LONG_AGO, JUST_NOW = NOW - dt.timedelta(hours=1), NOW - dt.timedelta(seconds=5)
HOUR = 3600.0

BACKLOG = Backlog("events", lag=0, lost=0, age_seconds=0.0, fresh_seconds=4.0, retention_seconds=24 * HOUR)
BATCH = BatchFacts("stream.events", 1, 7, JUST_NOW, JUST_NOW, 10_000)
EPOCH = EpochFacts("stream.events", 1, "events", "kafka:c/t", LONG_AGO)
TOPIC = Topic("events", "stream.events", EPOCH, BATCH, BACKLOG)
BALANCE = Balance("stream.events", 0, 1000, 990, 10, 0, 980, 10, 0, 0)
ACCOUNTS = Accounts(
    (BALANCE,), (("events", "too_long", "shorten it", 10),), 0, (), (), GoldFacts(0, 0, None), (NOW.date(),)
)
WELL = Condition(
    at=NOW,
    begun=True,
    services=(Service("Kafka", False, True, "127.0.0.1:1"), Service("PostgreSQL", False, True, "127.0.0.1")),
    run=Run(4711, 2 * HOUR),
    topics=(TOPIC,),
    lake=LakeFacts("2662f0eb", "abc", NOW),
    accounts=replace(ACCOUNTS, balances=(replace(BALANCE, rejected=0, consumed=990),), rejected=()),
    keys=Keys((1,), fits=True),
    disks=(Disk((Folder("lake", 3 * 1024**3, whole=True),), free=100 * 1024**3, total=200 * 1024**3),),
    failure=None,
)
DOWN = tuple(replace(service, up=False) for service in WELL.services)
EMPTY = replace(WELL, run=None, topics=(), lake=None, accounts=None)


def topic(**facts: Any) -> Condition:
    return replace(WELL, topics=(replace(TOPIC, **facts),))


def backlog(**facts: Any) -> Condition:
    return topic(backlog=replace(BACKLOG, **facts))


def accounts(**facts: Any) -> Condition:
    return replace(WELL, accounts=replace(WELL.accounts or ACCOUNTS, **facts))


HALF = replace(BATCH, closed_at=None)
LATE_HALF = replace(HALF, opened_at=LONG_AGO)
STOPPED = replace(WELL, run=None)

CASES: dict[str, tuple[Condition, set[Code]]] = {
    "all is well": (WELL, set()),
    "nothing ever ran": (replace(EMPTY, begun=False, services=DOWN), set()),
    "stopped, with everything taken": (STOPPED, set()),
    "everything is at rest": (replace(EMPTY, services=DOWN), {Code.AT_REST}),
    "the stream runs without its services": (replace(WELL, services=DOWN), {Code.SERVICE_DOWN}),
    "one of two local services is gone": (replace(EMPTY, services=(WELL.services[0], DOWN[1])), {Code.SERVICE_DOWN}),
    "a named service is away": (
        replace(EMPTY, services=tuple(replace(service, named=True) for service in DOWN)), {Code.SERVICE_DOWN},
    ),
    "a key file that others can read": (replace(WELL, keys=Keys((), False, "chmod it")), {Code.KEY_FILE}),
    "the key of another lake": (replace(WELL, keys=Keys((1,), fits=False)), {Code.KEY_FILE}),
    "topics that did not answer": (replace(WELL, unseen=("topic events",)), {Code.NOT_SEEN}),
    "a checkpoint is lost": (topic(refusal="the checkpoint is lost: restore it"), {Code.CANNOT_GO_ON}),
    "a restore that was cut off": (
        replace(WELL, lake=LakeFacts("2662f0eb", "abc", NOW, restoring=True)), {Code.CANNOT_GO_ON},
    ),
    "records that wait a little": (backlog(lag=100, age_seconds=30.0), set()),
    "records that wait for half of the retention": (backlog(lag=9, age_seconds=12 * HOUR), {Code.LAG_OLD}),
    "records that wait for ever in a topic that keeps them": (
        backlog(lag=9, age_seconds=99 * HOUR, retention_seconds=None), set(),
    ),
    "records that were deleted unread": (backlog(lost=5), {Code.DELETED_UNREAD}),
    "records that wait for no stream": (replace(backlog(lag=1), run=None), {Code.NO_STREAM}),
    "records that wait beside a stream that does nothing": (
        topic(backlog=replace(BACKLOG, lag=9), last=replace(BATCH, closed_at=LONG_AGO)), {Code.NO_BATCH},
    ),
    "records that wait beside a stream that never did anything": (
        topic(backlog=replace(BACKLOG, lag=9), last=None), {Code.NO_BATCH},
    ),
    "records that wait for a stream that was just started": (
        replace(topic(backlog=replace(BACKLOG, lag=9), last=None), run=Run(4711, 20.0)), set(),
    ),
    "a batch under way": (accounts(half_done=(HALF,)), set()),
    "a batch that does not end": (accounts(half_done=(LATE_HALF,)), {Code.HALF_DONE}),
    "a batch that nobody finishes": (replace(accounts(half_done=(HALF,)), run=None), {Code.HALF_DONE}),
    "a replay that may be running": (accounts(half_done=(replace(HALF, job="replay.events"),)), set()),
    "a replay that was cut off": (accounts(half_done=(replace(LATE_HALF, job="replay.events"),)), {Code.HALF_DONE}),
    "accounts that do not balance": (
        accounts(balances=(replace(BALANCE, accepted=979),)), {Code.ACCOUNTS, Code.REJECTED},
    ),
    "a few rejected records": (accounts(balances=(BALANCE,)), {Code.REJECTED}),
    "unknown fields": (accounts(unknown_fields=3), {Code.UNKNOWN_FIELDS}),
    "what no contract declares": (
        accounts(drifts=(DriftFacts("events", "referrer", "EMAIL", 12),)), {Code.DRIFT},
    ),
    "gold with work at hand": (accounts(gold=GoldFacts(3, 1, JUST_NOW)), set()),
    "gold that is not refreshed": (accounts(gold=GoldFacts(3, 1, LONG_AGO)), {Code.GOLD_BEHIND}),
    "a request that is due in a month": (accounts(requests_due=(WELL.at + dt.timedelta(days=30),)), set()),
    "a request that is due this week": (accounts(requests_due=(WELL.at + dt.timedelta(days=3),)), {Code.REQUEST_DUE}),
    "a request that is overdue": (accounts(requests_due=(LONG_AGO,)), {Code.REQUEST_DUE}),
    "few gigabytes": (replace(WELL, disks=(Disk((), 4 * 1024**3, 20 * 1024**3),)), {Code.DISK_LOW}),
    "few per cent": (replace(WELL, disks=(Disk((), 90 * 1024**3, 1000 * 1024**3),)), {Code.DISK_LOW}),
}  # fmt: skip


@pytest.mark.parametrize(("found", "expected"), CASES.values(), ids=CASES.keys())
def test_a_condition(found: Condition, expected: set[Code]) -> None:
    assert {problem.code for problem in problems(found, SETTINGS)} == expected


def test_each_code_has_a_case() -> None:
    assert {code for _, codes in CASES.values() for code in codes} == set(Code)


@pytest.mark.parametrize(
    ("rejected", "alarm"),
    [(10, False), (249, False), (251, True), (900, True)],
    ids=["1 %", "24.9 %", "25.1 %", "90 %"],
)
def test_rejections_are_an_alarm_from_half_of_what_stops_the_job(rejected: int, alarm: bool) -> None:
    bronze = 1000 - rejected
    balance = Balance("stream.events", 0, 1000, bronze, rejected, 0, bronze, 0, 0, 0)
    (problem,) = problems(accounts(balances=(balance,)), SETTINGS)
    assert problem.alarm is alarm


def test_what_is_kept_out_of_silver_anyway_is_a_notice() -> None:
    drifted = accounts(unknown_fields=3, drifts=(DriftFacts("events", "referrer", "EMAIL", 12),))
    assert [problem.alarm for problem in problems(drifted, SETTINGS)] == [False, False]


def test_alarms_come_before_notices_and_each_has_a_remedy() -> None:
    found = replace(accounts(unknown_fields=3), keys=Keys((1,), fits=False))
    listed = problems(found, SETTINGS)
    assert [problem.alarm for problem in listed] == [True, False]
    assert all(problem.remedy for problem in listed)


def test_the_handbook_has_a_line_for_each_problem_and_each_difference() -> None:
    handbook = (ROOT / "docs" / "operate.md").read_text("utf-8")
    listed = re.findall(r"^\| (`[a-z_`, ]+) \|", handbook, re.MULTILINE)
    words = {word for line in listed for word in re.findall(r"\w+", line)}
    assert {*Code, *Difference} <= words
    assert words - {*Code, *Difference} == {"make", "status", "rejected", "reconcile"} - {*Code}


# --- the screen -------------------------------------------------------------------------------------------------------

WORST = replace(
    accounts(balances=(BALANCE,), rejected=tuple(("events", f"reason {n}", "mend it", n) for n in range(20))),
    failure=Failure("2026-03-04T11:59:00.000+00:00", "gold failed", "Spark failed with X"),
    topics=(TOPIC, replace(TOPIC, name="users", backlog=None, last=None, epoch=None)),
    disks=(WELL.disks[0],) * 3,
)


def test_everything_fits_on_one_screen() -> None:
    lines = panel(WORST, problems(WORST, SETTINGS)).splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 160


def test_the_screen_says_what_is_wrong_or_that_nothing_is() -> None:
    assert panel(WELL, ()).splitlines()[-1] == "no problem"
    shown = panel(WORST, problems(WORST, SETTINGS))
    assert "12 more reasons: `make rejected`" in shown
    assert "last failure 2026-03-04T11:59:00Z gold failed: Spark failed with X" in shown
    assert re.search(r"^notice +10 records \(1.0%\) were rejected", shown, re.MULTILINE)


def test_an_empty_platform_is_told_how_to_begin() -> None:
    assert panel(replace(EMPTY, begun=False), ()).startswith("Nothing has run here yet. `make stream`")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (59.9, "59 s"), (61, "1 min 1 s"), (3725, "1 h 2 min"), (90_000, "25 h 0 min"), (200_000, "2 d 7 h")],
)
def test_spans(seconds: float, said: str) -> None:
    assert span(seconds) == said


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 B"), (2048, "2 KB"), (3 * 1024**3, "3.0 GB"), (2 * 1024**4, "2.0 TB")]
)
def test_sizes(count: int, said: str) -> None:
    assert size(count) == said


def test_a_table_has_its_words_left_and_its_numbers_right() -> None:
    rows = [("name", "count", "remark"), ("a", "1,000", "x"), ("longer", "1", "yy")]
    assert table(rows, left=1, open_end=True) == ["name    count  remark", "a       1,000  x", "longer      1  yy"]


# --- what it is made of -----------------------------------------------------------------------------------------------


def test_a_question_that_is_not_answered_is_left_behind() -> None:
    never = threading.Event()
    answer = Question(never.wait).wait(0.01)
    assert (answer.value, answer.problem) == (None, "it did not answer in time")
    never.set()


def test_topics_that_do_not_answer_in_time_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    never = threading.Event()
    monkeypatch.setattr(status, "_facts", lambda *_: never.wait())
    impatient = conf.load("default", {"LAKE_VAR": str(tmp_path), "STATUS_SECONDS": "1"})
    found = status.condition(impatient)
    never.set()
    assert {topic.name for topic in found.topics} == set(POLICIES)
    assert all(topic.backlog is None for topic in found.topics)
    assert set(found.unseen) >= {f"topic {name}" for name in POLICIES}


def test_a_question_that_is_refused_says_why() -> None:
    def refuse() -> int:
        raise DatabaseError("Postgres cannot be reached: check POSTGRES_DSN")

    assert Question(refuse).wait(10).problem == "Postgres cannot be reached: check POSTGRES_DSN"
    assert Question(lambda: 7).wait(10).value == 7


def test_a_question_that_fails_otherwise_says_no_more_than_its_kind() -> None:
    def fail() -> int:
        raise ValueError("canary-7f3a@mail.example")

    assert Question(fail).wait(10).problem == "failed with ValueError"


def test_the_last_failure_is_read_from_the_end_of_the_log(tmp_path: Path) -> None:
    log = tmp_path / "stream.jsonl"
    assert status._failure(log) is None
    now = dt.datetime.now(dt.UTC)
    lines = [
        {"at": (now - dt.timedelta(days=2)).isoformat(), "event": "batch failed", "error": "long ago"},
        {"at": (now - dt.timedelta(hours=2)).isoformat(), "event": "gold failed", "error": "Spark failed with X"},
        {"at": now.isoformat(), "event": "batch", "records": 7},
    ]
    log.write_text(
        "".join(json.dumps(line) + "\n" for line in lines) + '{"at": "2026", "event": "gold failed"', "utf-8"
    )
    found = status._failure(log)
    assert found is not None
    assert (found.event, found.words) == ("gold failed", "Spark failed with X")
    log.write_text(json.dumps(lines[0]) + "\n", "utf-8")
    assert status._failure(log) is None


def test_disks_are_told_once_with_the_folders_on_them(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").write_bytes(b"x" * 100_000)
    (found,) = disks({"a": tmp_path / "a", "all": tmp_path, "absent": tmp_path / "b"}, seconds=10)
    assert [(folder.name, folder.whole) for folder in found.folders] == [("a", True), ("all", True)]
    assert all(100_000 <= folder.used < 200_000 for folder in found.folders)
    assert 0 < found.free < found.total


def test_a_folder_that_takes_too_long_is_told_in_part(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / str(number)).write_bytes(b"x" * 4096)
    ((folder,),) = (disk.folders for disk in disks({"lake": tmp_path}, seconds=-1))
    assert (folder.whole, 0 < folder.used < 3 * 4096) == (False, True)


RECEIVED = {0: [100_000, 200_000, 300_000], 1: [250_000]}
"""When the records of two partitions were received, in milliseconds."""


def first_since(timestamp: int) -> dict[int, int]:
    return {
        number: next((offset for offset, at in enumerate(times) if at >= timestamp), -1)
        for number, times in RECEIVED.items()
    }


@pytest.mark.parametrize(
    ("positions", "oldest", "newest"),
    [({0: 0}, 900, 900), ({0: 2}, 700, 700), ({0: 1, 1: 0}, 800, 750), ({}, 0, 0)],
    ids=["the first", "the last", "of two partitions", "none"],
)
def test_the_age_of_positions_is_found_by_time_alone(positions: dict[int, int], oldest: int, newest: int) -> None:
    assert age_ms(positions, first_since, 1_000_000, any) / 1000 == pytest.approx(oldest, abs=1.0)
    assert age_ms(positions, first_since, 1_000_000, all) / 1000 == pytest.approx(newest, abs=1.0)


@pytest.mark.parametrize(("age", "most"), [(0.5, 6), (15, 6), (3600, 16), (10 * 86_400, 22), (90 * 86_400, 22)])
def test_an_age_takes_few_questions_and_those_of_the_young_the_fewest(age: float, most: int) -> None:
    asked = []

    def first(timestamp_ms: int) -> dict[int, int]:
        asked.append(timestamp_ms)
        return {0: 1 if timestamp_ms > 2_000_000_000_000 - age * 1000 else 0}

    found = age_ms({0: 0}, first, 2_000_000_000_000, any) / 1000
    assert len(asked) <= most
    assert found == pytest.approx(min(age, 14 * 86_400), abs=1, rel=0.001)


def test_days_of_one_reason_are_added_up_with_what_is_left_of_their_keys() -> None:
    today = NOW.date()
    days = [today - dt.timedelta(days=span) for span in (9, 7, 0)]
    rows = [Rejections("events", "too_long", day, 5, NOW, NOW) for day in days]
    rows += [Rejections("users", "wrong_type", days[0], 99, NOW, NOW)]
    first, second = grouped(rows, days[1:], today, {("events", "too_long"): 4})
    assert (first.reason, first.records, first.key) == ("wrong_type", 99, "gone")
    assert (second.records, second.readmitted, second.days_left, second.past) == (15, 4, 1, 5)
    assert second.key == "1 day left, of 5 gone"
    assert grouped(rows[:1], days, today, {})[0].key == "goes with the next batch"


def test_a_request_that_is_due_is_an_alarm_once_it_is_overdue() -> None:
    soon, late = (accounts(requests_due=(at,)) for at in (WELL.at + dt.timedelta(days=3), LONG_AGO))
    assert [problem.alarm for found in (soon, late) for problem in problems(found, SETTINGS)] == [False, True]

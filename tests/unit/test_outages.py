"""Services that go away: who waits for them, who brings them back, and what ends the waiting."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from streaming.failures import StopRequested
from streaming.journal import Journal
from streaming.outages import NoRoom, NotRevived, Outage, Outages, Service, ServiceLost
from streaming.progress import Progress
from streaming.space import Space
from tests.support.deployment import wait_for

pytestmark = pytest.mark.unit


class Heard(Progress):
    """Remembers what it was told of services."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, bool]] = []

    def waiting(self, service: str, away: bool) -> None:
        super().waiting(service, away)
        self.told.append((service, away))


class There:
    """A service that is there once it was revived often enough."""

    def __init__(self, revivals: int, failing: Exception | None = None) -> None:
        self.revived = 0
        self.needed = revivals
        self.failing = failing

    def answers(self) -> bool:
        return self.revived >= self.needed

    def revive(self) -> None:
        self.revived += 1
        if self.failing:
            raise self.failing


Made = Callable[[There], Outage]


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def outage(tmp_path: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> Iterator[Made]:
    journal = Journal(tmp_path / "log" / "stream.jsonl")
    monkeypatch.setattr("streaming.outages._FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr("streaming.outages._GRACE_SECONDS", 0.2)
    made: list[Outage] = []

    def make(there: There) -> Outage:
        service = Service("Kafka", there.revive, there.answers)
        made.append(Outage(service, Space({}), heard, journal))
        return made[-1]

    yield make
    for one in made:
        one.end()
    for thread in threading.enumerate():
        if thread.name == "mend Kafka":
            thread.join(10)
    journal.close()


def test_one_that_answers_after_all_is_waited_for_by_nobody(outage: Made, heard: Heard) -> None:
    one = outage(There(0))
    one.suspect()
    one.wait()
    assert not one.away
    assert heard.told == []


def test_one_that_is_away_is_brought_back_and_everybody_goes_on(outage: Made, heard: Heard, tmp_path: Path) -> None:
    there = There(3)
    one = outage(there)
    waiting = [threading.Thread(target=one.wait) for _ in range(4)]
    one.suspect()
    one.suspect()
    for thread in waiting:
        thread.start()
    for thread in waiting:
        thread.join(10)
        assert not thread.is_alive()
    assert there.revived == 3
    assert heard.told == [("Kafka", True), ("Kafka", False)]
    lines = [json.loads(line) for line in (tmp_path / "log" / "stream.jsonl").read_text("utf-8").splitlines()]
    assert [(line["event"], line["service"]) for line in lines] == [("waiting", "Kafka"), ("answers again", "Kafka")]


def test_while_one_is_away_a_line_says_so(outage: Made) -> None:
    there = There(1_000_000)
    kafka, postgres = outage(there), outage(There(0))
    both = Outages(kafka, postgres)
    assert both.words is None
    kafka.suspect()
    assert wait_for(lambda: both.words, "a line", 10).startswith("waiting for Kafka (0 s) ...")
    there.needed = 0
    kafka.wait()
    assert both.words is None


def test_a_stop_ends_the_waiting_soon(outage: Made) -> None:
    one = outage(There(1_000_000))
    one.suspect()
    one.end()
    with pytest.raises(StopRequested):
        one.wait()


def test_a_short_absence_during_a_stop_is_still_waited_for(outage: Made) -> None:
    one = outage(There(2))
    one.end()
    one.suspect()
    one.wait()
    assert not one.away


def test_what_will_not_come_back_is_not_waited_for(outage: Made) -> None:
    one = outage(There(1_000_000, ServiceLost("the topic is gone: start again")))
    one.suspect()
    with pytest.raises(ServiceLost, match="the topic is gone"):
        one.wait()
    with pytest.raises(ServiceLost):
        one.check()


def test_a_revival_that_fails_is_tried_again_and_said(outage: Made, heard: Heard) -> None:
    there = There(1_000_000, NotRevived("the local Kafka broker did not become ready: see its log"))
    one = outage(there)
    one.suspect()
    wait_for(lambda: there.revived > 2, "three revivals", 10)
    assert "ALERT Kafka: the local Kafka broker did not become ready" in heard.line()
    there.needed, there.failing = 0, None
    one.wait()
    assert "ALERT" not in heard.line()


def test_of_another_error_of_a_revival_only_its_kind_is_said(outage: Made, heard: Heard) -> None:
    there = There(1_000_000, ValueError("canary-7f3a"))
    outage(there).suspect()
    wait_for(lambda: there.revived > 1, "two revivals", 10)
    assert "failed with ValueError" in heard.line()
    assert "canary" not in heard.line()


def test_a_service_whose_disk_is_full_is_not_waited_for(
    outage: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streaming.space._LEAST_FREE", 1 << 62)
    one = outage(There(1_000_000))
    one._space = Space({"kafka": tmp_path})
    one.suspect()
    with pytest.raises(NoRoom, match="no room is left on the disk of kafka"):
        one.wait()

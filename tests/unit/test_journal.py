"""The structured log: private, one JSON object a line, appended whoever writes."""

from __future__ import annotations

import datetime as dt
import json
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from streaming.journal import Journal

pytestmark = pytest.mark.unit


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log" / "stream.jsonl"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def noted(path: Path, *events: str, **facts: Any) -> None:
    journal = Journal(path)
    for event in events:
        journal.note(event, **facts)
    journal.close()


def test_the_file_and_its_folder_are_private(path: Path) -> None:
    noted(path, "begin")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_that_others_may_read_becomes_private(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    path.chmod(0o644)
    noted(path, "begin")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_line_has_instant_event_and_facts(path: Path) -> None:
    before = dt.datetime.now(dt.UTC) - dt.timedelta(milliseconds=1)
    noted(path, "batch", records=7, seconds=1.5, error=None, reasons={"too_deep": 1})
    (line,) = lines(path)
    assert before <= dt.datetime.fromisoformat(line.pop("at")) <= dt.datetime.now(dt.UTC)
    assert line == {"event": "batch", "records": 7, "seconds": 1.5, "error": None, "reasons": {"too_deep": 1}}


def test_a_text_of_several_lines_stays_on_one(path: Path) -> None:
    noted(path, "failed", error="one\ntwo\r\n\u2028three\x1b[2K Zoë")
    assert [line["error"] for line in lines(path)] == ["one\ntwo\r\n\u2028three\x1b[2K Zoë"]
    assert path.read_bytes().count(b"\n") == 1
    assert path.read_bytes().isascii()
    assert b"\x1b" not in path.read_bytes()


def test_a_line_can_be_read_before_the_end(path: Path) -> None:
    journal = Journal(path)
    journal.note("begin")
    assert [line["event"] for line in lines(path)] == ["begin"]
    journal.close()


def test_a_second_run_appends(path: Path) -> None:
    noted(path, "begin")
    noted(path, "begin", "end")
    assert [line["event"] for line in lines(path)] == ["begin", "begin", "end"]


def test_threads_do_not_tear_lines(path: Path) -> None:
    journal = Journal(path)
    writers = [
        threading.Thread(target=lambda name=name: [journal.note(name, text="x" * 9000) for _ in range(40)])
        for name in ("events", "users", "gold")
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    journal.close()
    told = [line["event"] for line in lines(path)]
    assert sorted(told) == sorted(["events", "users", "gold"] * 40)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_json_has_not_is_refused_and_the_file_stays_readable(path: Path, number: float) -> None:
    journal = Journal(path)
    for facts in ({"rate": number}, {"seconds": {"decode": number}}):
        with pytest.raises(ValueError, match="not JSON compliant"):
            journal.note("batch", **facts)
    journal.note("end")
    journal.close()
    assert [line["event"] for line in lines(path)] == ["end"]

"""The page on adding a source, walked command by command in a copy of the project."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from confluent_kafka import Producer

import conf
from scripts.services import kafka, postgres
from tests.support import jvm
from tests.support.enterable import linked

pytestmark = [pytest.mark.e2e, pytest.mark.long, pytest.mark.timeout(1800)]

ROOT = conf.ROOT
PAGE = (ROOT / "docs" / "add-a-source.md").read_text("utf-8")
COMMANDS = [block.strip() for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)]
IN_STREAM, IN_BOTH, IN_ALL = 600, 200, 1_000
CUSTOMERS = 90


def order(number: int) -> dict[str, Any]:
    random = Random(number)
    customer = random.randrange(CUSTOMERS)
    return {
        "orderNo": f"A-{number:06d}",
        "customer": {"id": f"c-{customer:04d}", "contact": {"eMail": f"canary{customer}@example.org"}},
        "placedAt": 1_772_362_800_000 + 60_000 * number,
        "payment": {"by": random.choice(["card", "invoice"]), "total": round(random.random() * 200, 2)},
        "gift": random.random() < 0.2,
        "items": [{"sku": "x-1"}],
    }


def flat(record: dict[str, Any], path: str = "") -> dict[str, Any]:
    """As an export has it: fields under their paths, lists left out."""
    cells: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            cells |= flat(value, f"{path}{key}.")
        elif not isinstance(value, list):
            cells[f"{path}{key}"] = str(value).lower() if isinstance(value, bool) else value
    return cells


_WRITTEN_BY_SETUP = ("installed", "java-home", "build.lock", "setup.log")
"""In place, so a link to them would change those of this run."""
_OF_THIS_RUN = ("MAKEFLAGS", "MAKELEVEL", "ARGS", "LAKE_VENV", "PYTHONPATH")


class Walk:
    """A copy of the project with packages of its own, for `make` installs what it finds there, and its data apart."""

    def __init__(self, folder: Path) -> None:
        self.copy = folder / "project"
        tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        for name in filter(None, tracked.decode().split("\0")):
            target = self.copy / name
            if (ROOT / name).exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, target)
        linked(Path(sys.prefix), self.copy / ".venv")
        for written in _WRITTEN_BY_SETUP:
            (self.copy / ".venv" / written).unlink(missing_ok=True)
        settings = conf.load()
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in _OF_THIS_RUN},
            "LAKE_VAR": str(folder / "var"),
            "LAKE_JARS": str(settings.paths.jars),
            "JDK_JAVA_OPTIONS": jvm.QUICK,
        }
        self.settings = conf.load(environ=self.environment)
        self.said: dict[str, str] = {}

    def run(self, block: str) -> str:
        block = block.replace("var/proposals", f"{self.environment['LAKE_VAR']}/proposals")
        done = subprocess.run(
            ["bash", "-e", "-c", block],
            cwd=self.copy,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, f"{block}: {done.stdout[-1500:]} {done.stderr[-1500:]}"
        return done.stdout + done.stderr

    def send(self, records: list[dict[str, Any]]) -> None:
        producer = Producer({"bootstrap.servers": kafka.ensure(self.settings)})
        for record in records:
            producer.produce("orders", json.dumps(record).encode())
        assert producer.flush(30) == 0


@pytest.fixture(scope="module")
def walk() -> Iterator[Walk]:
    """All commands of the page, in its order. Records are sent before the stream is started the second time: the first
    start makes the topic."""
    with tempfile.TemporaryDirectory(prefix="lk") as folder:
        Path(folder).chmod(0o755)
        walk = Walk(Path(folder))
        orders = [order(number) for number in range(IN_ALL)]
        lines = "".join(json.dumps(each) + "\n" for each in orders[:IN_STREAM])
        (walk.copy / "orders.jsonl").write_text(lines, "utf-8")
        with (walk.copy / "orders-2025.csv").open("w", encoding="utf-8", newline="") as file:
            rows = [flat(each) for each in orders[IN_STREAM - IN_BOTH :]]
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        try:
            for block in COMMANDS:
                if "make stream" in block:
                    walk.run("make topics")
                    walk.send(orders[:IN_STREAM])
                walk.said[block] = walk.run(block)
            yield walk
        finally:
            kafka.stop(walk.settings)
            postgres.stop(walk.settings)
            postgres.remove(walk.settings)


def said(walk: Walk, command: str) -> str:
    return next(text for block, text in walk.said.items() if command in block)


def test_the_page_has_every_step() -> None:
    steps = ("propose", "catalog", "stream", "backfill", "sql", "status")
    assert [step for step in steps if f"make {step}" not in " ".join(COMMANDS)] == []


def test_the_draft_says_what_it_did_not_take(walk: Walk) -> None:
    assert "orders: a draft of" in said(walk, "make propose")
    assert "not taken: items" in said(walk, "make propose")


def test_the_catalog_shows_the_columns_to_come(walk: Walk) -> None:
    assert re.search(r"customer_contact_e_mail_hash +identifying +EMAIL", said(walk, "make catalog"))


def test_stream_and_history_meet_in_one_table(walk: Walk) -> None:
    stream, backfill = said(walk, "make stream"), said(walk, "make backfill")
    assert f"{IN_STREAM:,} orders" in stream
    (totals,) = re.findall(r"^orders +0 +([\d,]+) +([\d,]+) +0 +0 +([\d,]+) +([\d,]+) +0 +0 ok", backfill, re.MULTILINE)
    consumed, bronze, accepted, duplicate = (int(number.replace(",", "")) for number in totals)
    assert (consumed, bronze) == (IN_ALL - IN_STREAM + IN_BOTH,) * 2
    assert (accepted, duplicate) == (IN_ALL - IN_STREAM, IN_BOTH)


def test_the_table_can_be_asked(walk: Walk) -> None:
    counts = re.findall(r"^(card|invoice)\t(\d+)$", said(walk, "make sql"), re.MULTILINE)
    expected = [order(number)["payment"]["by"] for number in range(IN_ALL)]
    assert {word: int(count) for word, count in counts} == {word: expected.count(word) for word in ("card", "invoice")}


def test_nothing_that_was_said_holds_a_value(walk: Walk) -> None:
    assert not re.search(r"canary\d|c-00\d\d|A-00\d{4}", "".join(walk.said.values()))

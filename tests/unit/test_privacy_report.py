"""The privacy report: every table with its claim, figures as the ledgers have them, nothing that was not measured."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from governance.budget import Account
from governance.privacy_plots import draw
from governance.privacy_report import BUDGET, CLAIMS, CLASS_SIZES, ERROR, Facts, markdown, page
from governance.releases import Noted
from lakehouse.catalog import TABLES
from privacy.attacks.outcome import Attack, share

pytestmark = pytest.mark.unit

AT = dt.datetime(2026, 11, 28, 12, 0, tzinfo=dt.UTC)
RELEASED = Noted(
    number=7, series=2, k=10, made_at=AT, persons=20_000, left_out=553, rows=19_447, classes=224, smallest=11, loss=0.46
)
ATTACK = Attack("linkage", "release.users_anonymous", "rows", share(1, 1000), 0.1, "1 / k", share(900, 1000), "silver")
FACTS = Facts(
    lake_id="lake-1",
    at=AT,
    releases=[RELEASED],
    class_sizes=[11, 40, 300],
    accounts=[Account(dt.date(2026, 11, 1), Decimal(31), Decimal("2.50"), 2)],
    charges=[(dt.date(2026, 11, 3), Decimal(1)), (dt.date(2026, 11, 9), Decimal("1.5"))],
    epsilon=Decimal(1),
    attacked={
        "lake": "lake-1",
        "at": (AT + dt.timedelta(hours=1)).isoformat(),
        "attacks": [asdict(ATTACK) | {"verdict": "holds"}],
    },
)
NOTHING = replace(FACTS, releases=[], class_sizes=[], accounts=[], charges=[], attacked=None)


def test_every_table_of_the_lake_has_its_claim() -> None:
    text = markdown(FACTS)
    assert {table.zone for table in TABLES} == set(CLAIMS)
    for table in TABLES:
        assert f"| {table.full_name} | {CLAIMS[table.zone].what} |" in text


@pytest.mark.parametrize(
    ("zone", "word"),
    [("bronze", "encrypted"), ("silver", "pseudonymised"), ("gold", "disclosure threshold"),
     ("release", "disclosure threshold"), ("dp", "differentially private")],
)  # fmt: skip
def test_words_say_no_more_than_is_so(zone: str, word: str) -> None:
    assert f"**{word}" in CLAIMS[zone].what
    assert "anonymous" not in CLAIMS[zone].what.replace("not anonymous", "").replace("k-anonymous", "")


def test_figures_are_those_of_the_ledgers() -> None:
    text = markdown(FACTS)
    assert "| 7 | 2026-11-28 12:00 | 2 | 10 | 20,000 | 553 (2.8%) | 224 | 11 | 46% |" in text
    assert "| 2026-11 | 31 | 2.50 | 28.50 | 2 |" in text
    assert "| linkage | release.users_anonymous | rows | 0.0010 |" in text
    assert "| dp.daily_active_users | 0.4 | each person once | 2.4 | 7 |" in text


def test_what_was_not_done_is_said() -> None:
    text = markdown(NOTHING)
    assert "None was made" in text
    assert "nothing is spent" in text
    assert "**Nothing was attacked yet**" in text
    assert CLASS_SIZES not in text
    assert BUDGET not in text


def test_attacks_from_before_the_newest_release_are_told_as_old() -> None:
    assert "**Rows were released since**" not in markdown(FACTS)
    later = replace(RELEASED, made_at=AT + dt.timedelta(hours=2))
    assert "**Rows were released since**" in markdown(replace(FACTS, releases=[later]))


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.images: list[str | None] = []
        self.open: list[str] = []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.images.append(dict(attrs)["src"])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_its_plots_are_there(tmp_path: Path) -> None:
    draw(FACTS, tmp_path)
    tags = _Tags()
    tags.feed(page(markdown(FACTS)))
    assert tags.open == []
    assert set(tags.images) == {CLASS_SIZES, BUDGET, ERROR}
    for name in tags.images:
        assert name
        assert ET.parse(tmp_path / name).getroot().tag.endswith("svg")


def test_without_releases_only_the_error_is_drawn(tmp_path: Path) -> None:
    draw(NOTHING, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {ERROR}

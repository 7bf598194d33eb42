"""Folders of an installation: made for their owner alone, and left alone where they are."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

import conf
from conf import Settings
from scripts.folders import Entry, folders, make_private

pytestmark = pytest.mark.unit


@pytest.fixture
def loose() -> Iterator[None]:
    """The umask that most users have."""
    before = os.umask(0o002)
    yield
    os.umask(before)


def settings(var: Path, **environ: str) -> Settings:
    return conf.load("default", {"LAKE_VAR": str(var), **environ})


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_start_makes_every_folder_private_whatever_the_umask(tmp_path: Path, loose: None) -> None:
    own = settings(tmp_path / "var")
    make_private(own)
    assert {str(folder.path) for folder in folders(own) if mode(folder.path) != 0o700} == set()
    zones = {path.name for path in (tmp_path / "var" / "lake").iterdir()}
    assert zones == {"bronze", "silver", "gold", "release", "dp", "quarantine", "cells", "locks"}


def test_a_folder_that_is_there_keeps_what_the_boundary_gave_it(tmp_path: Path, loose: None) -> None:
    own = settings(tmp_path)
    silver = tmp_path / "lake" / "silver"
    silver.mkdir(parents=True)
    silver.chmod(0o2750)
    make_private(own)
    assert mode(silver) == 0o2750
    assert mode(tmp_path / "lake" / "bronze") == 0o700


def test_a_lake_elsewhere_is_made_private_as_well(tmp_path: Path, loose: None) -> None:
    own = settings(tmp_path / "var", LAKE_ROOT=str(tmp_path / "elsewhere"))
    make_private(own)
    assert mode(tmp_path / "elsewhere" / "bronze") == 0o700


def test_a_remote_lake_has_no_folders_here(tmp_path: Path) -> None:
    own = settings(tmp_path, LAKE_ROOT="s3a://bucket/lake")
    assert {folder.path.parent for folder in folders(own)} == {tmp_path, tmp_path.parent}


def test_nothing_but_silver_gold_releases_logs_and_reports_can_be_opened_to_others(tmp_path: Path) -> None:
    opened = {folder.path.name: folder.entry for folder in folders(settings(tmp_path / "var"))}
    assert {name for name, entry in opened.items() if entry is Entry.READERS} == {"silver", "gold"}
    assert {name for name, entry in opened.items() if entry is Entry.RECIPIENTS} == {"release"}
    assert {name for name, entry in opened.items() if entry is Entry.SUBSCRIBERS} == {"dp"}
    assert {name for name, entry in opened.items() if entry is Entry.OPERATORS} == {"log", "quality", "privacy"}
    assert {name for name, entry in opened.items() if entry is Entry.PASSAGE} == {"var", "lake"}

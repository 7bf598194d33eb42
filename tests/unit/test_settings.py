"""Settings: environment over profile over default, checked once, and secrets that do not show."""

from __future__ import annotations

import copy
import json
import pickle
import re
import tomllib
from dataclasses import FrozenInstanceError, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from pyspark import cloudpickle

import conf.settings
from conf import ROOT, Secret, Settings, SettingsError, load

pytestmark = pytest.mark.unit

DEFAULT = (ROOT / "conf" / "default.toml").read_text("utf-8")


@pytest.fixture
def profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A conf/ folder of its own, holding the defaults."""
    (tmp_path / "default.toml").write_text(DEFAULT, "utf-8")
    monkeypatch.setattr(conf.settings, "_CONF", tmp_path)
    return tmp_path


def with_profile(folder: Path, text: str) -> None:
    (folder / "company.toml").write_text(text, "utf-8")


def test_the_environment_wins_over_the_profile_and_that_over_the_default(profiles: Path) -> None:
    with_profile(profiles, "[feed]\nrate = 7\nusers = 70\n")
    company = {"LAKE_PROFILE": "company"}
    assert (load(environ={}).feed.rate, load(environ={}).feed.users) == (2000, 20_000)
    assert (load(environ=company).feed.rate, load(environ=company).feed.users) == (7, 70)
    assert load(environ=company | {"RATE": "9"}).feed == load("company", {"RATE": "9"}).feed
    assert (load(environ=company | {"RATE": "9"}).feed.rate, load(environ=company | {"RATE": "9"}).feed.users) == (
        9,
        70,
    )


def test_a_profile_that_is_named_wins_over_the_one_in_the_environment(profiles: Path) -> None:
    with_profile(profiles, "[feed]\nrate = 7\n")
    assert load("company", {"LAKE_PROFILE": "absent"}).profile == "company"


def test_an_empty_variable_is_none(profiles: Path) -> None:
    assert load(environ={"RATE": "", "LAKE_ROOT": "", "LAKE_PROFILE": ""}) == load(environ={})


def test_zero_is_a_value() -> None:
    assert load(environ={"RATE": "0", "DURATION": "0"}).feed.rate == 0


def test_what_is_asked_of_one_command_comes_by_the_environment() -> None:
    asked = load(environ={"REASON": "too_long", "CONTRACT": "events", "DAY": "2026-01-31", "JSON": "1"})
    assert (asked.readmit.reason, asked.readmit.contract) == ("too_long", "events")
    assert (asked.replay.day, asked.status.json) == ("2026-01-31", True)
    revealed = load(environ={"TOKEN": "5e0f" * 8, "PURPOSE": "because", "STDOUT": "1"}).reveal
    assert (revealed.purpose, revealed.stdout, revealed.per_hour) == ("because", True, 20)
    assert "5e0f" not in repr(revealed)
    assert load(environ={"FAILPOINT": "bronze.written@2"}).faults.failpoint == "bronze.written@2"


def test_the_environment_of_the_process_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEED", "42")
    assert load().feed.seed == 42


BAD = {
    "a word for a number": ({"RATE": "fast"}, "RATE takes a whole number"),
    "a fraction for a whole number": ({"DURATION": "1.5"}, "DURATION takes a whole number"),
    "a word for yes or no": ({"NEW_EPOCH": "maybe"}, "NEW_EPOCH takes 1 or 0"),
    "a rate below zero": ({"RATE": "-1"}, "feed.rate must be at least 0"),
    "no users": ({"USERS": "0"}, "feed.users must be at least 1"),
    "a threshold of one": ({"K": "1"}, "privacy.k must be at least 2"),
    "an empty batch": ({"MAX_RECORDS_PER_BATCH": "0"}, "stream.max_records_per_batch must be at least 1"),
    "a duration below zero": ({"DURATION": "-1"}, "stream.duration_seconds must be at least 0"),
    "a port that no machine has": ({"METRICS_PORT": "65536"}, "metrics.port must be at most 65535"),
    "a word for JSON or not": ({"JSON": "please"}, "JSON takes 1 or 0"),
    "a profile that is not there": ({"LAKE_PROFILE": "absent"}, "no settings file absent.toml .* check LAKE_PROFILE"),
}


@pytest.mark.parametrize(("environ", "remedy"), BAD.values(), ids=BAD.keys())
def test_a_bad_value_is_refused_by_name(environ: dict[str, str], remedy: str) -> None:
    with pytest.raises(SettingsError, match=remedy):
        load(environ=environ)


BAD_PROFILES = {
    "an unknown setting": ("[feed]\nspeed = 1\n", "unknown setting feed.speed; known ones are in conf/def"),
    "an unknown section": ("[fed]\nrate = 1\n", "unknown setting fed.rate"),
    "a value out of bounds": ("[privacy]\nrounding = 0\n", "privacy.rounding must be at least 1"),
    "no TOML": ("[feed\n", "conf/company.toml is no TOML"),
    "a word for a number": ("[feed]\nrate = 'fast'\n", "feed.rate takes a value of type int"),
    "yes for a number": ("[feed]\nrate = true\n", "feed.rate takes a value of type int"),
    "a number for a word": ("[spark]\nmaster = 2\n", "spark.master takes a value of type str"),
    "a value beside the sections": ("rate = 1\n", "rate stands outside a section"),
    "no partitions": ("[kafka]\npartitions = 0\n", "kafka.partitions must be at least 1"),
    "no cadence of events": ("[stream]\nevents_seconds = 0\n", "stream.events_seconds must be at least 1"),
    "no cadence of users": ("[stream]\nusers_seconds = 0\n", "stream.users_seconds must be at least 1"),
    "a share above one": ("[stream]\nrejection_share = 1.5\n", "stream.rejection_share must be at most 1"),
    "a share below none": ("[stream]\nrejection_share = -0.1\n", "stream.rejection_share must be at least 0"),
    "a share that is no number": ("[stream]\nrejection_share = nan\n", "stream.rejection_share must be at least 0"),
    "no window of rejections": ("[stream]\nrejection_window = 0\n", "stream.rejection_window must be at least 1"),
    "more than all of a disk": ("[status]\nleast_free_percent = 101\n", "least_free_percent must be at most 100"),
    "no cadence of gold": ("[stream]\ngold_seconds = 0\n", "stream.gold_seconds must be at least 1"),
    "no cadence of upkeep": ("[stream]\nupkeep_seconds = 0\n", "stream.upkeep_seconds must be at least 1"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "remedy"), BAD_PROFILES.values(), ids=BAD_PROFILES.keys())
def test_a_bad_profile_is_refused(profiles: Path, text: str, remedy: str) -> None:
    with_profile(profiles, text)
    with pytest.raises(SettingsError, match=remedy):
        load("company", {})


@pytest.mark.parametrize("text", ["1", "true", "YES"])
def test_yes_has_spellings(text: str) -> None:
    assert load(environ={"NEW_EPOCH": text}).stream.new_epoch is True


@pytest.mark.parametrize("text", ["0", "False", "no"])
def test_no_has_spellings(text: str) -> None:
    assert load(environ={"NEW_EPOCH": text}).stream.new_epoch is False


def test_paths_hang_together(tmp_path: Path) -> None:
    paths = load(environ={"LAKE_VAR": str(tmp_path)}).paths
    assert paths.lake == str(tmp_path / "lake")
    assert paths.key_file == tmp_path / "keys" / "master.key"
    folders = [paths.checkpoints, paths.kafka, paths.postgres, paths.keys, paths.truth, paths.log, paths.tmp]
    folders += [paths.backups, paths.erasures]
    assert {folder.parent for folder in [*folders, paths.registry_snapshot]} == {tmp_path}
    assert len({*folders, paths.registry_snapshot}) == 10


@pytest.mark.parametrize("lake", ["s3a://bucket/lake", "hdfs://name:8020/lake"])
def test_a_remote_lake_stays_as_it_is(lake: str) -> None:
    assert load(environ={"LAKE_ROOT": lake}).paths.lake == lake


def test_a_relative_path_is_one_of_the_project() -> None:
    assert load(environ={"LAKE_ROOT": "elsewhere", "KEY_FILE": "../k"}).paths.lake == str(ROOT / "elsewhere")
    assert load(environ={"KEY_FILE": "../k"}).paths.key_file == ROOT.parent / "k"


def frozen(value: Any) -> list[Any]:
    inside = [getattr(value, field.name) for field in fields(value)]
    return [value, *(part for item in inside if is_dataclass(item) for part in frozen(item))]


def test_settings_are_frozen_to_the_bottom() -> None:
    parts = frozen(load(environ={}))
    assert len(parts) > 5
    for part in parts:
        with pytest.raises(FrozenInstanceError):
            setattr(part, fields(part)[0].name, None)


def test_every_setting_of_the_environment_is_named_beside_its_default() -> None:
    variables = set(re.findall(r"\[([A-Z_]+)\]", DEFAULT))
    assert variables == set(conf.settings.VARIABLES)
    table = tomllib.loads(DEFAULT)
    for section, key in conf.settings.VARIABLES.values():
        assert key in table[section]


PASSWORD = "s3cret-of-ada"
DSN = f"postgresql://lake:{PASSWORD}@db.example/lake"


@pytest.fixture
def settings() -> Settings:
    return load(environ={"POSTGRES_DSN": DSN})


def test_a_secret_shows_nowhere(settings: Settings) -> None:
    secret = settings.postgres.dsn
    assert secret is not None
    assert secret.reveal() == DSN
    assert (str(secret), repr(secret), f"{secret}", f"{secret:>20}", f"{secret!r}", "%s" % secret) == (  # noqa: UP031
        "***", "Secret(***)", "***", "***", "Secret(***)", "***",
    )  # fmt: skip
    assert PASSWORD not in f"{settings} {settings!r} {settings.postgres} {vars(settings)}"
    assert not hasattr(secret, "__dict__")


@pytest.mark.parametrize("copier", [pickle.dumps, cloudpickle.dumps, copy.copy, copy.deepcopy])
def test_a_secret_does_not_travel(settings: Settings, copier: Any) -> None:
    with pytest.raises(TypeError, match="a Secret is never pickled"):
        copier(settings.postgres.dsn)


@pytest.mark.parametrize("copier", [pickle.dumps, cloudpickle.dumps, copy.deepcopy])
def test_settings_with_a_secret_do_not_travel(settings: Settings, copier: Any) -> None:
    with pytest.raises(TypeError, match="a Secret is never pickled"):
        copier(settings)


def test_a_secret_is_no_json(settings: Settings) -> None:
    with pytest.raises(TypeError, match="not JSON serializable"):
        json.dumps({"dsn": settings.postgres.dsn})


def test_secrets_are_compared_by_value_and_hashed_by_nothing() -> None:
    assert Secret("a") == Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert hash(Secret("a")) == hash(Secret("b"))


def test_an_error_of_a_setting_quotes_no_value() -> None:
    with pytest.raises(SettingsError) as refused:
        load(environ={"RATE": PASSWORD})
    assert PASSWORD not in str(refused.value)
    assert refused.value.__suppress_context__

"""Settings of one run: ``conf/default.toml`` < ``conf/<profile>.toml`` < environment, checked here and frozen.

The only module that reads environment variables.
"""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from conf.secret import Secret
from conf.sections import (
    Audit,
    Backfill,
    Backup,
    Bench,
    Consent,
    Dp,
    Faults,
    Feed,
    Kafka,
    Lineage,
    Metrics,
    Paths,
    Postgres,
    Privacy,
    Propose,
    Publish,
    Readmit,
    Release,
    Replay,
    Retention,
    Reveal,
    Rights,
    Rotation,
    Scan,
    Settings,
    Spark,
    Sql,
    Status,
    Stream,
)

ROOT = Path(__file__).resolve().parent.parent
_CONF = Path(__file__).resolve().parent


class SettingsError(Exception):
    """A setting cannot be used; the text names it and says what to do."""


VARIABLES = {
    "LAKE_VAR": ("paths", "var"),
    "SINCE": ("lineage", "since"),
    "REQUIRE_CONSENT": ("consent", "required"),
    "DECISION": ("consent", "decision"),
    "ERASE_PAST": ("consent", "erase_past"),
    "LAKE_ROOT": ("paths", "lake"),
    "LAKE_JARS": ("paths", "jars"),
    "KEY_FILE": ("paths", "key_file"),
    "KAFKA_BOOTSTRAP_SERVERS": ("kafka", "bootstrap_servers"),
    "KAFKA_OPTIONS_FILE": ("kafka", "options_file"),
    "POSTGRES_DSN": ("postgres", "dsn"),
    "SPARK_MASTER": ("spark", "master"),
    "SPARK_DRIVER_MEMORY": ("spark", "driver_memory"),
    "MAX_RECORDS_PER_BATCH": ("stream", "max_records_per_batch"),
    "DURATION": ("stream", "duration_seconds"),
    "NEW_EPOCH": ("stream", "new_epoch"),
    "METRICS_PORT": ("metrics", "port"),
    "RATE": ("feed", "rate"),
    "USERS": ("feed", "users"),
    "SEED": ("feed", "seed"),
    "K": ("privacy", "k"),
    "Q": ("sql", "query"),
    "REASON": ("readmit", "reason"),
    "CONTRACT": ("readmit", "contract"),
    "DAY": ("replay", "day"),
    "RETIRE": ("rotation", "retire"),
    "TO": ("backup", "folder"),
    "ERASURE_JOURNAL": ("backup", "journal"),
    "BRONZE_DAYS": ("retention", "bronze_days"),
    "SILVER_DAYS": ("retention", "silver_days"),
    "ANSWERS_DAYS": ("retention", "answers_days"),
    "APPLY": ("retention", "apply"),
    "FROM": ("backfill", "files"),
    "EXPORTED": ("backfill", "exported"),
    "EVENTS": ("backfill", "events"),
    "DAYS": ("backfill", "days"),
    "UNTIL": ("backfill", "until"),
    "TOKEN": ("reveal", "token"),
    "PURPOSE": ("reveal", "purpose"),
    "STDOUT": ("reveal", "stdout"),
    "OFFICER_DSN": ("reveal", "dsn"),
    "AUDIT_ANCHOR": ("audit", "anchor"),
    "VERIFY": ("audit", "verify"),
    "LAST": ("audit", "last"),
    "SUBJECT": ("rights", "subject"),
    "OUT": ("rights", "out"),
    "PUBLIC_KEY": ("rights", "public_key"),
    "HOLD_UNTIL": ("rights", "hold_until"),
    "LIFT": ("rights", "lift"),
    "COLUMN": ("lineage", "column"),
    "MERMAID": ("lineage", "mermaid"),
    "RELEASE_K": ("release", "k"),
    "REPIN": ("release", "repin"),
    "EPSILON": ("dp", "epsilon"),
    "DP_BUDGET": ("dp", "budget"),
    "QUOTE": ("dp", "quote"),
    "PUBLISH_DSN": ("publish", "dsn"),
    "STATUS_SECONDS": ("status", "seconds"),
    "JSON": ("scan", "json"),
    "NAME": ("propose", "name"),
    "BENCH": ("bench", "size"),
    "FAILPOINT": ("faults", "failpoint"),
}

_OF_MAKE = ("MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES")
"""make repeats in them what it was told."""

_TRUE, _FALSE = ("1", "true", "yes"), ("0", "false", "no")

_ALSO = {
    "USERS": ("backfill", "users"), "DAY": ("dp", "day"), "FROM": ("rights", "file"), "PURPOSE": ("consent", "purpose"),
    "TO": ("lineage", "to"),
}  # fmt: skip
"""Variables of two settings, of which each command has one."""

_BOUNDS: tuple[tuple[str, str, float, float], ...] = (
    ("kafka", "partitions", 1, math.inf),
    ("stream", "events_seconds", 1, math.inf),
    ("stream", "users_seconds", 1, math.inf),
    ("stream", "gold_seconds", 1, math.inf),
    ("stream", "upkeep_seconds", 1, math.inf),
    ("stream", "max_records_per_batch", 1, math.inf),
    ("stream", "duration_seconds", 0, math.inf),
    ("stream", "rejection_share", 0, 1),
    ("stream", "rejection_window", 1, math.inf),
    ("metrics", "port", 0, 65_535),
    ("backup", "days", 1, math.inf),
    ("release", "k", 2, 32),
    ("dp", "closed_after_days", 1, 365),
    ("feed", "rate", 0, math.inf),
    ("feed", "users", 1, math.inf),
    ("backfill", "users", 1, math.inf),
    ("backfill", "events", 0, math.inf),
    ("backfill", "days", 1, 3650),
    ("backfill", "slice_records", 1, 500_000),
    ("backfill", "slices_at_once", 0, 64),
    ("retention", "bronze_days", 0, 36_500),
    ("retention", "silver_days", 0, 36_500),
    ("retention", "answers_days", 1, 36_500),
    ("reveal", "per_hour", 1, 100),
    ("audit", "last", 0, 1_000_000),
    ("privacy", "k", 2, 32),
    ("privacy", "rounding", 1, math.inf),
    ("status", "seconds", 1, 600),
    ("status", "least_free_gb", 0, math.inf),
    ("status", "least_free_percent", 0, 100),
)
"""Numbers with their least and greatest value."""


def environment_of_services() -> dict[str, str]:
    """The environment without settings: a service outlives the command that starts it, and what that one was told, such
    as a pseudonym or a password, is no business of it."""
    return {name: value for name, value in os.environ.items() if name not in (*VARIABLES, *_OF_MAKE)}


def load(profile: str | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Settings of this run.

    ``profile``: name of a file in ``conf/`` (default: ``LAKE_PROFILE``, else none beside ``default``).
    Raises :class:`SettingsError` with the setting's name and the remedy.
    """
    environ = os.environ if environ is None else environ
    profile = profile or environ.get("LAKE_PROFILE") or "default"
    table = _read(_CONF / "default.toml")
    if profile != "default":
        table = _overlaid(table, _read(_CONF / f"{profile}.toml"), profile)
    for variable, (section, key) in (*VARIABLES.items(), *_ALSO.items()):
        if environ.get(variable):
            table[section][key] = _parsed(variable, environ[variable], table[section][key])
    _read_json(table)
    return _settings(profile, table)


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError:
        raise SettingsError(f"conf/{path.name} is no TOML: see conf/default.toml for the form") from None
    except FileNotFoundError:
        raise SettingsError(f"no settings file {path.name} in conf/: check LAKE_PROFILE") from None


def _overlaid(
    base: dict[str, dict[str, Any]], over: dict[str, dict[str, Any]], profile: str
) -> dict[str, dict[str, Any]]:
    for section, values in over.items():
        if not isinstance(values, dict):
            raise SettingsError(f"conf/{profile}.toml: {section} stands outside a section such as [stream]")
        for key, value in values.items():
            if key in base.get(section, {}) and type(value) is not type(base[section][key]):
                wanted = type(base[section][key]).__name__
                raise SettingsError(f"conf/{profile}.toml: {section}.{key} takes a value of type {wanted}")
            if key not in base.get(section, {}):
                raise SettingsError(
                    f"conf/{profile}.toml: unknown setting {section}.{key}; known ones are in conf/default.toml"
                )
            base[section][key] = value
    return base


def _read_json(table: dict[str, dict[str, Any]]) -> None:
    """JSON says yes or no, or of commands that write it to a file names that."""
    asked = table["scan"]["json"]
    if asked.lower() in _TRUE:
        table["status"]["json"], table["scan"]["json"] = True, ""
    elif asked.lower() in _FALSE:
        table["scan"]["json"] = ""
    elif asked and not set("./") & set(asked):
        raise SettingsError("JSON takes 1 or 0, or of `make scan` a file such as out.json")


def _parsed(variable: str, text: str, default: Any) -> Any:
    if isinstance(default, bool):
        if text.lower() in _TRUE:
            return True
        if text.lower() in _FALSE:
            return False
        raise SettingsError(f"{variable} takes 1 or 0")
    if isinstance(default, int):
        try:
            return int(text)
        except ValueError:
            raise SettingsError(f"{variable} takes a whole number") from None
    return text


def _settings(profile: str, table: dict[str, dict[str, Any]]) -> Settings:
    paths, kafka = table["paths"], table["kafka"]
    var = _absolute(paths["var"])
    _check_bounds(table)
    if table["privacy"]["rounding"] > table["privacy"]["k"]:
        raise SettingsError("privacy.rounding must not exceed privacy.k (K): else k persons could be published as 0")
    options = kafka["options_file"]
    places = Paths(
        var=var,
        lake=_lake(paths["lake"], var),
        jars=_absolute(paths["jars"]),
        key_file=_absolute(paths["key_file"]) if paths["key_file"] else var / "keys" / "master.key",
    )
    return Settings(
        profile=profile,
        paths=places,
        kafka=Kafka(kafka["bootstrap_servers"], _absolute(options) if options else None, kafka["partitions"]),
        postgres=Postgres(_secret(table["postgres"]["dsn"])),
        spark=Spark(**table["spark"]),
        stream=Stream(**table["stream"]),
        metrics=Metrics(**table["metrics"]),
        feed=Feed(**table["feed"]),
        privacy=Privacy(**table["privacy"]),
        sql=Sql(**table["sql"]),
        readmit=Readmit(**table["readmit"]),
        replay=Replay(**table["replay"]),
        retention=Retention(**table["retention"]),
        rotation=Rotation(**table["rotation"]),
        backfill=Backfill(**table["backfill"]),
        backup=_backup(table["backup"], places),
        reveal=_reveal(table["reveal"]),
        audit=_audit(table["audit"], places),
        consent=Consent(**table["consent"]),
        rights=Rights(**table["rights"] | {"subject": _secret(table["rights"]["subject"])}),
        lineage=Lineage(**table["lineage"]),
        release=Release(**table["release"]),
        dp=_dp(table["dp"]),
        publish=Publish(_secret(table["publish"]["dsn"])),
        status=Status(**table["status"]),
        scan=Scan(**table["scan"]),
        propose=Propose(**table["propose"]),
        bench=Bench(**table["bench"]),
        faults=Faults(**table["faults"]),
    )


def _check_bounds(table: dict[str, dict[str, Any]]) -> None:
    for section, key, least, most in _BOUNDS:
        if not table[section][key] >= least:
            raise SettingsError(f"{section}.{key} must be at least {least}")
        if not table[section][key] <= most:
            raise SettingsError(f"{section}.{key} must be at most {most}")


def _backup(table: dict[str, Any], paths: Paths) -> Backup:
    folder, journal = (_absolute(table[name]) if table[name] else None for name in ("folder", "journal"))
    return Backup(folder or paths.backups, table["days"], journal or paths.erasures / "registry-erasures.log")


def _audit(table: dict[str, Any], paths: Paths) -> Audit:
    anchor = _absolute(table["anchor"]) if table["anchor"] else paths.audit / "anchor.log"
    return Audit(**table | {"anchor": anchor})


def _dp(section: dict[str, Any]) -> Dp:
    """Epsilons are decimals: what is spent adds up exactly."""
    epsilon = _decimal(section["epsilon"], "EPSILON", Decimal("0.01"), Decimal(10))
    budget = _decimal(section["budget"], "DP_BUDGET", Decimal("0.01"), Decimal(1000))
    return Dp(**section | {"epsilon": epsilon, "budget": budget})


def _decimal(text: str, name: str, least: Decimal, most: Decimal) -> Decimal:
    told = f"{name} is a number from {least} to {most} with at most two decimals"
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise SettingsError(told) from None
    if not number.is_finite() or not least <= number <= most or number != round(number, 2):
        raise SettingsError(told)
    return number


def _reveal(table: dict[str, Any]) -> Reveal:
    return Reveal(**table | {"token": _secret(table["token"]), "dsn": _secret(table["dsn"])})


def _secret(text: str) -> Secret | None:
    return Secret(text) if text else None


def _absolute(path: str) -> Path:
    return (ROOT / Path(path).expanduser()).resolve()


def _lake(lake: str, var: Path) -> str:
    if not lake:
        return str(var / "lake")
    return lake if "://" in lake else str(_absolute(lake))

"""``make attack``: attacks what is released, and prints how often each attack wins, and how often it may.

Each is run twice: on the release, where its rate has to stay under a bound, and on something deliberately weak, which
it has to break, or it proves nothing. Exit code 1 when a bound is exceeded or a weak release withstands. What is found
is kept for the privacy report. Writes nothing else; docs/attacks.md says what each attacker knows.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyspark.sql import SparkSession

from batch import attacks
from batch.synthetic.events import user_ids
from batch.synthetic.text import column
from batch.synthetic.traffic import Traffic
from conf import Settings
from governance.budget import Budget
from governance.database import Database
from governance.persons_asked import known_among
from governance.releases import Releases
from lakehouse import tables
from lakehouse.catalog import SILVER, TABLES
from lakehouse.figures import DailyFigures
from lakehouse.rehearsal import Rehearsal
from lakehouse.session import of_many_parts
from privacy.anonymity.releases import USERS_ANONYMOUS
from privacy.attacks.outcome import Attack
from privacy.differential.releases import DAILY_RELEASES
from scripts import entry, session
from scripts.control import Control, control
from scripts.panel import table

_IDENTIFIERS = 20_000
_HEAD = ("attack", "on", "rate", "interval", "bound", "weak", "")


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make attack", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    plane = control(settings)
    done: list[Attack] = []
    spark = session.session(settings, "attack")
    try:
        tables.ensure(spark, plane.lake, TABLES)
        # What was found before one fails stays.
        done.extend(_attacks(settings, plane, of_many_parts(spark)))
    finally:
        spark.stop()
        _show(settings, plane, done)
    attacks.judge(done)


def _attacks(settings: Settings, plane: Control, spark: SparkSession) -> Iterator[Attack]:
    with closing(plane.database()) as database:
        yield from _on_figures(settings, plane, spark, database)
        yield from _on_rows(settings, plane, spark, database)
        yield from _on_tokens(settings, plane, spark, database)
    yield from _on_files(settings, plane)


def _on_figures(settings: Settings, plane: Control, spark: SparkSession, database: Database) -> Iterator[Attack]:
    budget = Budget(database, settings.dp.budget)
    released = {release.name: budget.epsilons(release) for release in DAILY_RELEASES}
    if not any(released.values()):
        _say("figures with noise: no day is released, so none is attacked (`make release-metrics`)")
        return
    _say("figures with noise ...")
    yield from attacks.on_figures(DailyFigures(spark, plane.lake), released)


def _on_rows(settings: Settings, plane: Control, spark: SparkSession, database: Database) -> Iterator[Attack]:
    release = USERS_ANONYMOUS
    locks = session.locks(settings, spark, plane)
    now = Rehearsal(spark, plane.lake, locks, release, SILVER[release.of], settings.release.k)
    series = Releases(database, release, settings.release.k).attackable(now.silver_version, now.version)
    if series is None:
        _say("rows: no release is of what silver holds now, so none is attacked (`make release-users`)")
        return
    _say("rows ...")
    rehearsal = Rehearsal(spark, plane.lake, locks, release, SILVER[release.of], series.k)
    yield from attacks.on_rows(rehearsal, attacks.Stand(release, series.levels, series.k))


def _on_tokens(settings: Settings, plane: Control, spark: SparkSession, database: Database) -> Iterator[Attack]:
    identifiers = [each.encode() for each in _synthetic_identifiers(settings)]
    with database.transaction() as cursor:
        known = [each.decode() for each in known_among(cursor, plane.keyring, identifiers)]
    if not known:
        _say("tokens: nobody of synthetic traffic (SEED) is in silver, so there is nobody whose identifier is known")
        return
    _say(f"tokens of {len(known):,} persons ...")
    yield attacks.on_tokens(spark, plane.lake, SILVER["users"], known)


def _on_files(settings: Settings, plane: Control) -> Iterator[Attack]:
    roots = [settings.paths.var]
    if "://" in settings.paths.lake:
        _say("files: those of a remote lake are not read")
    else:
        roots.append(Path(settings.paths.lake))
    _say(f"files below {', '.join(map(str, roots))} ...")
    keys = [bytes.fromhex(line.split()[-1]) for line in plane.keyring.lines()]
    yield attacks.on_files([root for root in roots if root.exists()], [settings.paths.keys, plane.key_file], keys)


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def _show(settings: Settings, plane: Control, done: list[Attack]) -> None:
    """Also what was found before something failed."""
    if done:
        print("\n".join(table([_HEAD, *map(_row, done)], left=2)))
        _keep(settings.paths.privacy / "attacks.json", plane.lake.lake_id, done)


def _synthetic_identifiers(settings: Settings) -> list[str]:
    """The public space of identifiers of synthetic traffic."""
    traffic = Traffic(settings.feed.seed, 0, _IDENTIFIERS)
    found: list[str] = column(user_ids(traffic, np.arange(_IDENTIFIERS)), pa.string()).to_pylist()
    return found


def _row(attack: Attack) -> tuple[str, ...]:
    found = attack.found
    bound = "-" if attack.bound is None else f"{attack.bound:.4f}"
    weak = "-" if attack.control is None else f"{attack.control.rate:.4f}"
    return (
        attack.name, attack.target, f"{found.rate:.4f}", f"{found.low:.4f} to {found.high:.4f}", bound, weak,
        _verdict(attack),
    )  # fmt: skip


def _verdict(attack: Attack) -> str:
    if attack.bound is None:
        return "not claimed"
    if not attack.proves:
        return "PROVES NOTHING"
    return "holds" if attack.holds else "BROKEN"


def _keep(path: Path, lake_id: str, done: list[Attack]) -> None:
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    told = [dataclasses.asdict(each) | {"verdict": _verdict(each)} for each in done]
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"lake": lake_id, "at": now, "attacks": told}, indent=1) + "\n", "utf-8")
    fresh.replace(path)
    print(f"kept in {path}; `make privacy-report` shows it")


if __name__ == "__main__":
    sys.exit(main())

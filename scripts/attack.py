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
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyspark.sql import SparkSession

from batch import attacks
from batch.synthetic.events import user_ids
from batch.synthetic.text import column
from batch.synthetic.traffic import Traffic
from conf import Settings
from governance.releases import Releases
from lakehouse import tables
from lakehouse.catalog import SILVER, TABLES
from lakehouse.rehearsal import Rehearsal
from lakehouse.session import of_many_parts
from privacy.anonymity.releases import USERS_ANONYMOUS
from privacy.attacks.outcome import Attack
from scripts import entry, session
from scripts.control import Control, control
from scripts.panel import table

_IDENTIFIERS = 20_000
_HEAD = ("attack", "on", "rate", "99 % interval", "bound", "weak", "")


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make attack", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    plane = control(settings)
    spark = session.session(settings, "attack")
    try:
        tables.ensure(spark, plane.lake, TABLES)
        done = []
        for each in _attacks(settings, plane, of_many_parts(spark)):
            print(f"{each.name} on {each.target} ...", file=sys.stderr, flush=True)
            done.append(each)
    finally:
        spark.stop()
    for line in table([_HEAD, *map(_row, done)], left=2):
        print(line)
    _keep(settings.paths.privacy / "attacks.json", done)
    attacks.judge(done)


def _attacks(settings: Settings, plane: Control, spark: SparkSession) -> Iterator[Attack]:
    yield from attacks.on_figures(settings.dp.epsilon)
    yield from _on_rows(settings, plane, spark)
    identifiers = _synthetic_identifiers(settings)
    yield attacks.on_tokens(spark, plane.lake, SILVER["users"], identifiers)
    roots = [settings.paths.var]
    if "://" not in settings.paths.lake:
        roots.append(Path(settings.paths.lake))
    keys = [bytes.fromhex(line.split()[-1]) for line in plane.keyring.lines()]
    yield attacks.on_files(roots, [settings.paths.keys, plane.key_file], keys)


def _on_rows(settings: Settings, plane: Control, spark: SparkSession) -> Iterator[Attack]:
    release = USERS_ANONYMOUS
    database = plane.database()
    try:
        series = Releases(database, release, settings.release.k).pinned()
    finally:
        database.close()
    if series is None:
        print("no release of rows yet: `make release-users` makes one to attack", file=sys.stderr)
        return
    locks = session.locks(settings, spark, plane)
    rehearsal = Rehearsal(spark, plane.lake, locks, release, SILVER[release.of], series.k)
    yield from attacks.on_rows(rehearsal, attacks.Stand(release, series.levels, series.k))


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


def _keep(path: Path, done: list[Attack]) -> None:
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    told = [dataclasses.asdict(each) | {"verdict": _verdict(each)} for each in done]
    path.write_text(json.dumps({"at": now, "attacks": told}, indent=1) + "\n", "utf-8")
    print(f"kept in {path}; `make privacy-report` shows it")


if __name__ == "__main__":
    sys.exit(main())

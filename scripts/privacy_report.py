"""``make privacy-report``: what is claimed of every table, under which assumptions, and what was measured of it.

Writes report.md, report.html and their plots to var/privacy. `make attack` first: without it nothing is tested.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from conf import Settings
from governance.budget import Budget
from governance.database import Database
from governance.privacy_plots import draw
from governance.privacy_report import Facts, markdown, page
from governance.releases import Noted, Releases
from lakehouse import tables
from lakehouse.catalog import SILVER, TABLES
from lakehouse.rehearsal import Rehearsal
from privacy.anonymity.releases import USERS_ANONYMOUS
from scripts import entry, session
from scripts.control import Control, control


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make privacy-report", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    plane = control(settings)
    with closing(plane.database()) as database:
        facts = _facts(settings, plane, database)
    folder = settings.paths.privacy
    draw(facts, folder)
    text = markdown(facts)
    (folder / "report.md").write_text(text, "utf-8")
    (folder / "report.html").write_text(page(text), "utf-8")
    print(f"{folder / 'report.html'}, and report.md beside it")


def _facts(settings: Settings, plane: Control, database: Database) -> Facts:
    budget = Budget(database, settings.dp.budget)
    releases = Releases(database, USERS_ANONYMOUS, settings.release.k).noted()
    return Facts(
        lake_id=plane.lake.lake_id,
        at=dt.datetime.now(dt.UTC),
        releases=releases,
        class_sizes=_class_sizes(settings, plane, releases[0]) if releases else [],
        accounts=budget.accounts(),
        charges=budget.charges(),
        epsilon=settings.dp.epsilon,
        attacked=_attacked(settings.paths.privacy / "attacks.json", plane.lake.lake_id),
    )


def _class_sizes(settings: Settings, plane: Control, newest: Noted) -> list[int]:
    spark = session.session(settings, "privacy report")
    try:
        tables.ensure(spark, plane.lake, TABLES)
        release = USERS_ANONYMOUS
        locks = session.locks(settings, spark, plane)
        return list(Rehearsal(spark, plane.lake, locks, release, SILVER[release.of], newest.k).released().values())
    finally:
        spark.stop()


def _attacked(path: Path, lake_id: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        of_this_lake = found["lake"] == lake_id and bool(found["attacks"])
        dt.datetime.fromisoformat(found["at"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        print(f"{path} is damaged and left out: `make attack` makes it anew", file=sys.stderr)
        return None
    return found if of_this_lake else None


if __name__ == "__main__":
    sys.exit(main())

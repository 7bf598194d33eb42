"""``make release-users``: rows of persons without any key, k-anonymous and diverse, in release.users_anonymous.

RELEASE_K is the fewest persons that share what others may know of them (10). How far columns are generalised is decided
by the first release and stays (REPIN=1 decides anew); what does not hold then is left out, and a release that would
leave out too much is not made. Its readers have no silver: docs/boundary.md.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing

from batch.anonymous import Released, release_persons
from conf import Settings
from governance.audit import Action
from governance.releases import Releases
from lakehouse import tables
from lakehouse.anonymous import Anonymiser
from lakehouse.catalog import SILVER, TABLES
from lakehouse.failpoints import failpoint
from lakehouse.session import of_many_parts
from privacy.anonymity.releases import USERS_ANONYMOUS, AnonymousRelease
from scripts import entry, session
from scripts.control import control
from scripts.ending import end_at_once


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make release-users", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    plane, release = control(settings), USERS_ANONYMOUS
    spark = session.session(settings, "release users")
    try:
        tables.ensure(spark, plane.lake, TABLES)
        reach = failpoint(settings.faults.failpoint, lambda: end_at_once(spark), "release")
        locks = session.locks(settings, spark, plane)
        k = settings.release.k
        anonymiser = Anonymiser(of_many_parts(spark), plane.lake, locks, release, SILVER[release.of], k, reach)
        with (
            closing(plane.database()) as database,
            plane.audited(Action.RELEASE_ROWS, k=k, repin=int(settings.release.repin)) as told,
        ):
            done = release_persons(anonymiser, Releases(database, release, k), settings.release.repin)
            told |= {"release": done.number, "new": int(done.made is not None)}
        print(_told(done, release))
    finally:
        spark.stop()


def _told(done: Released, release: AnonymousRelease) -> str:
    if done.made is None:
        return f"release {done.number} of {release.table.full_name} is of what silver holds: nothing to release"
    made = done.made
    levels = zip(release.quasi, made.levels, strict=True)
    general = {ladder.column: f"{level} of {ladder.levels - 1}" for ladder, level in levels}
    return (
        f"release {done.number} of {release.table.full_name}, series {done.series}: {made.rows:,} rows in "
        f"{made.classes:,} classes, the smallest of {made.smallest}; {made.left_out:,} of {made.persons:,} persons "
        f"({made.left_out / made.persons:.1%}) left out; {made.loss:.0%} of what silver tells is lost\n"
        f"levels: {json.dumps(general)[1:-1]}".replace('"', "")
    )


if __name__ == "__main__":
    sys.exit(main())

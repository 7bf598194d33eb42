"""``make retain``: what is kept for how long, and what anywhere is older than that; APPLY=1 removes it.

In this order: rows (rejected ones after 7 days, bronze after BRONZE_DAYS, silver after SILVER_DAYS), files that no
version of their table needs, logs, keys of quarantine days, what was kept to prove erasures, expired backups, answers
to persons (ANSWERS_DAYS). Rows of who is under a legal hold stay. Kafka removes its own segments; here they are only
looked at. A stream does most of it by itself, once a day. Exit code 1 where something is late: older than promised by
more than a day.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace

from pyspark.sql import SparkSession

from conf import Settings
from governance import backup, retention
from governance.audit import Action
from governance.expiry import Names
from governance.registry import QUARANTINE_KEPT, destroy_days
from governance.retention import Place, RetentionError
from lakehouse import tables
from lakehouse.ages import Ages, ages, first_day_but_of
from lakehouse.catalog import PERSONS, TABLES
from lakehouse.maintenance import Maintenance
from schemas.tables import Table
from scripts import entry, rights, session, topics
from scripts.control import Control, control
from scripts.services import ServiceError, client_options, kafka


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make retain", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    now, plane = dt.datetime.now(dt.UTC), control(settings)
    spark = session.session(settings, "retain")
    try:
        tables.ensure(spark, plane.lake, TABLES)
        if settings.retention.apply:
            with plane.audited(Action.RETAIN):
                for said in applied(settings, spark, plane, now):
                    print(said, flush=True)
        found = list(places(settings, spark, plane, now))
    finally:
        spark.stop()
    for place in found:
        print(_shown(place, now))
    late = [place.name for place in found if place.late(now)]
    if late:
        remedy = "see to what removes it" if settings.retention.apply else "APPLY=1 removes what it can"
        raise RetentionError(f"older than promised: {'; '.join(late)}. {remedy}")


def applied(
    settings: Settings, spark: SparkSession, plane: Control, now: dt.datetime, of: Sequence[Table] = TABLES
) -> Iterator[str]:
    """Removes what is over, step by step. ``now``: another than the machine's in tests alone."""
    maintenance = Maintenance(spark, plane.lake, session.locks(settings, spark, plane))
    for name, first in rights.expiry(settings, plane, maintenance).remove(now).items():
        yield f"{name}: rows before {first} removed"
    ahead = now - dt.datetime.now(dt.UTC)
    maintenance.vacuum(of, ahead if ahead > dt.timedelta(minutes=1) else dt.timedelta())
    maintenance.shorten_logs(of)
    yield "files that no version needs are removed, logs shortened"
    with closing(plane.database()) as database, database.transaction() as cursor:
        destroy_days(cursor, (now - QUARANTINE_KEPT).date())
    backups = backup.expire(settings.backup.folder, now)
    answers = retention.remove_answers(settings.paths.access, now - _answers_kept(settings))
    yield f"what was kept to prove erasures that are due, {backups:,} backups, {answers:,} answers removed"


def places(
    settings: Settings, spark: SparkSession, plane: Control, now: dt.datetime, of: Sequence[Table] = TABLES
) -> Iterator[Place]:
    """Every place, with what is oldest there."""
    first_kept = rights.limits(settings).first_kept(now.date())
    held = rights.held(plane, now.date())
    of_tables = {table: _ages(spark, plane, table, first_kept, held) for table in of}
    yield from retention.of_tables(of_tables, first_kept, now.date())
    with closing(plane.database()) as database:
        yield from retention.of_control_plane(database)
    local = settings.paths.kafka if not settings.kafka.bootstrap_servers else None
    yield from retention.of_folders(local, _kafka_kept(settings), settings.paths.access, _answers_kept(settings))
    yield retention.of_backups(settings.backup.folder)


def _ages(spark: SparkSession, plane: Control, table: Table, first_kept: Mapping[Table, dt.date], held: Names) -> Ages:
    """Rows that a hold keeps do not count: only they may be older."""
    found, column = ages(spark, plane.lake, table), dict(PERSONS).get(table, "")
    first = first_kept.get(table)
    if first is None or found.rows is None or found.rows >= first or not held.get(column):
        return found
    return replace(found, rows=first_day_but_of(spark, plane.lake, table, column, held[column]) or first)


def _kafka_kept(settings: Settings) -> dt.timedelta | None:
    """None where the broker does not say, or does not run: then it removes nothing either."""
    if not settings.kafka.bootstrap_servers and kafka.pid(settings) is None:
        return None
    try:
        return topics.kept(kafka.ensure(settings), client_options.librdkafka(kafka.options(settings)))
    except ServiceError:
        return None


def _answers_kept(settings: Settings) -> dt.timedelta:
    return dt.timedelta(days=settings.retention.answers_days)


def _shown(place: Place, now: dt.datetime) -> str:
    kept = "for ever" if place.kept is None else f"{place.kept / dt.timedelta(days=1):g} days"
    oldest = f"{place.oldest:%Y-%m-%d %H:%M}Z" if place.oldest else "nothing there"
    return f"{'LATE ' if place.late(now) else '     '}{place.name:<58} {kept:<10} {oldest}"


if __name__ == "__main__":
    sys.exit(main())

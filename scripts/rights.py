"""What requests of persons work on, from the settings."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial

from pyspark.sql import SparkSession

from batch.erase import Plane
from batch.rework import Rework
from conf import Settings
from governance.asked import identifiers
from governance.consents import Withdrawals
from governance.erasure import Erasures
from governance.erasure_journal import Journal
from governance.expiry import Expiry, Limits, Names
from governance.holds import Holds
from governance.ledger import RunLedger
from governance.persons_asked import names
from governance.readmissions import under_way
from governance.requests import RequestError, Requests
from governance.residue import scrub
from governance.restrictions import Restrictions
from governance.traces import Traces
from lakehouse import tables
from lakehouse.catalog import INGESTED, TABLES
from lakehouse.gold import Gold
from lakehouse.maintenance import Maintenance
from lakehouse.tables import check_there
from scripts import session
from scripts.control import Control
from scripts.services import postgres


def whose(settings: Settings) -> list[bytes]:
    """Identifiers of the persons that SUBJECT or FROM means; nobody where neither is given."""
    subject = settings.rights.subject
    return identifiers(subject.reveal() if subject else None, settings.rights.file)


def erasures(settings: Settings, control: Control) -> Erasures:
    journal = Journal(settings.backup.journal, control.lake.lake_id)
    return Erasures(control.database(), control.key_file, journal, control.audit)


def requests(control: Control) -> Requests:
    return Requests(control.database(), control.key_file, control.audit)


def holds(control: Control) -> Holds:
    return Holds(control.database(), control.key_file, control.audit)


def traces(control: Control) -> Traces:
    return Traces(control.database(), control.key_file, control.audit)


def expiry(settings: Settings, control: Control, maintenance: Maintenance) -> Expiry:
    """Removes what has passed its time, but of who is held."""
    over = partial(expire, settings, control)
    return Expiry(maintenance, RunLedger(control.database()), limits(settings), partial(held, control), over)


def expire(settings: Settings, control: Control, now: dt.datetime) -> None:
    """Removes traces and holds that are over, their bytes in the files of Postgres too."""
    gone = 0
    try:
        for kept in (traces(control), holds(control)):
            gone += kept.expire(now)
    finally:
        if gone:
            scrubbed(settings)


def restrictions(control: Control) -> Restrictions:
    return Restrictions(control.database(), control.key_file, control.audit)


def held(control: Control, today: dt.date) -> Names:
    """How tables name whose rows must stay: who is under a legal hold on a day, or restricted, by column."""
    with closing(control.database()) as database:
        of_holds = names(database, control.key_file, Holds(database, control.key_file, control.audit).of(today))
        restricted = Restrictions(database, control.key_file, control.audit).in_force()
    return {column: sorted({*of_holds[column], *also}) for column, also in restricted.items()}


def limits(settings: Settings) -> Limits:
    return Limits(settings.retention.bronze_days, settings.retention.silver_days)


def scrubbed(settings: Settings) -> bool:
    """See :func:`governance.residue.scrub`."""
    return scrub(postgres.administrator(settings).reveal())


def check_lake(spark: SparkSession, control: Control) -> None:
    """LakeError where tables are missing that batches have written to: an empty disk holds nobody."""
    with closing(control.database()) as database:
        if not RunLedger(database).is_empty():
            check_there(spark, control.lake, INGESTED)


@contextmanager
def at_work(settings: Settings, control: Control, command: str) -> Iterator[SparkSession]:
    """A session on the lake for who changes it for the sake of persons: one at a time, for they undo each other.
    RequestError while another is at it."""
    spark = session.session(settings, command)
    try:
        check_lake(spark, control)
        tables.ensure(spark, control.lake, TABLES)
        locks = session.locks(settings, spark, control)  # the lock is its own, and lives as long
        if not locks.keep("erase.run", 0.0):
            raise RequestError(
                "another `make erase`, `make restrict` or `make rectify` is at work: call this again when it has ended"
            )
        yield spark
    finally:
        spark.stop()


def with_seconds() -> Callable[[str], None]:
    """Prints a line with the seconds since now before it."""
    begun = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - begun:6.1f} s  {text}", flush=True)

    return say


def rework(settings: Settings, spark: SparkSession, control: Control) -> Rework:
    locks, database = session.locks(settings, spark, control), control.database()
    return Rework(
        RunLedger(control.database()),
        Maintenance(spark, control.lake, locks),
        Gold(spark, control.lake, locks, RunLedger(control.database()), session.gate(settings)),
        locks,
        lambda: under_way(database),
    )


def plane(settings: Settings, spark: SparkSession, control: Control) -> Plane:
    return Plane(
        erasures(settings, control),
        Withdrawals(control.database(), control.key_file, control.audit),
        requests(control),
        rework(settings, spark, control),
        (settings.paths.registry_snapshot, settings.paths.tmp),
        lambda: scrubbed(settings),
        partial(held, control),
    )

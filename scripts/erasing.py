"""What requests of persons work on, from the settings."""

from __future__ import annotations

import datetime as dt

from pyspark.sql import SparkSession

from batch.erase import Plane
from conf import Settings
from governance.asked import identifiers
from governance.erasure import Erasures
from governance.erasure_journal import Journal
from governance.expiry import Expiry, Limits
from governance.ledger import RunLedger
from governance.persons_asked import names
from governance.requests import Requests
from governance.residue import scrub
from lakehouse.gold import Gold
from lakehouse.maintenance import Maintenance
from scripts import session
from scripts.control import Control
from scripts.services import postgres


def whose(settings: Settings) -> list[bytes]:
    """Identifiers of the persons that SUBJECT or FROM means; nobody where neither is given."""
    subject = settings.rights.subject
    return identifiers(subject.reveal() if subject else None, settings.backfill.files)


def erasures(settings: Settings, control: Control) -> Erasures:
    journal = Journal(settings.backup.journal, control.lake.lake_id)
    return Erasures(control.database(), control.key_file, journal, control.audit)


def requests(control: Control) -> Requests:
    return Requests(control.database(), control.key_file, control.audit)


def expiry(settings: Settings, control: Control, maintenance: Maintenance) -> Expiry:
    """Removes what has passed its time, but of who is held."""
    asked, database = requests(control), control.database()

    def held(today: dt.date) -> dict[str, list[bytes]]:
        return names(database, control.key_file, asked.held(today))

    return Expiry(maintenance, RunLedger(control.database()), limits(settings), held)


def limits(settings: Settings) -> Limits:
    return Limits(settings.retention.bronze_days, settings.retention.silver_days)


def plane(settings: Settings, spark: SparkSession, control: Control) -> Plane:
    locks = session.locks(settings, spark, control)
    return Plane(
        erasures(settings, control),
        requests(control),
        RunLedger(control.database()),
        Maintenance(spark, control.lake, locks),
        Gold(spark, control.lake, locks, RunLedger(control.database()), session.gate(settings)),
        locks,
        (settings.paths.registry_snapshot, settings.paths.tmp),
        lambda: scrub(postgres.administrator(settings).reveal()),
    )

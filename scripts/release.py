"""What `make backfill` ends with and `make publish` does: a release of gold in Postgres, and a line that says so."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from pyspark.sql import SparkSession

from batch.publish import Published, Publisher
from conf import Settings
from governance.audit import Action
from governance.database import Database
from governance.patience import Patience
from governance.publication import Publication
from lakehouse.catalog import GOLD
from lakehouse.failpoints import Reach, failpoint
from scripts import session
from scripts.control import Control
from scripts.ending import end_at_once
from scripts.services import postgres_shop

_BY_OWNER = (
    "\nwritten by the role of POSTGRES_DSN, which may do everything: "
    "let PUBLISH_DSN name one that may only publish (docs/operate.md)"
)


def release(
    settings: Settings, spark: SparkSession, plane: Control, waiting: Callable[[float], None], stop: threading.Event
) -> str:
    """Publishes what gold holds, and says in a line what was done. Raises what :meth:`Publisher.publish` raises."""
    reach = failpoint(settings.faults.failpoint, lambda: end_at_once(spark), "publish")
    patience = Patience(waiting, stop)
    with (
        publisher(settings, spark, plane, patience, reach) as made,
        plane.audited(Action.PUBLISH, patience.until_done) as told,
    ):
        done = made.publish(GOLD)
        told |= {"release": done.release, "new": int(done.new)}
    return _told(done, settings)


@contextmanager
def publisher(
    settings: Settings, spark: SparkSession, plane: Control, patience: Patience, reach: Reach
) -> Iterator[Publisher]:
    """With a connection of the role that publishes."""
    with closing(Database(postgres_shop.publisher(settings).reveal())) as database:
        yield Publisher(
            spark, plane.lake, Publication(database, reach), session.gate(settings), settings.paths.quality, patience
        )


def _told(done: Published, settings: Settings) -> str:
    if not done.new:
        return f"release {done.release} is what gold holds: nothing to publish"
    rows = sum(done.rows.values())
    role = "" if postgres_shop.has_own_publisher(settings) else _BY_OWNER
    return (
        f"release {done.release} published: {len(done.rows)} tables, {rows:,} rows, {done.checks} expectations held "
        f"({settings.paths.quality}/index.html){role}"
    )

"""Retention: what is kept for how long, and whether anything anywhere is older than that.

Storage limitation (GDPR Art. 5(1)(e)) holds for copies too: old versions of tables, logs, segments of Kafka, backups,
answers to persons. A place is late when its oldest thing is older than was promised, and what removes it has had its
turn (a day).
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from governance.backup import ends
from governance.database import Database
from governance.registry import QUARANTINE_KEPT
from lakehouse.ages import Ages
from privacy.policies import POLICIES
from schemas.tables import Table

_TURN = dt.timedelta(days=1)
_DAY = dt.timedelta(days=1)


class RetentionError(Exception):
    """Something is older than promised; the text says where."""


@dataclass(frozen=True)
class Place:
    """``kept``: for how long what is there stays, None for ever; ``oldest``: of what is there, None for nothing."""

    name: str
    kept: dt.timedelta | None
    oldest: dt.datetime | None

    def late(self, now: dt.datetime) -> bool:
        return self.kept is not None and self.oldest is not None and now - self.oldest > self.kept + _TURN


def of_tables(ages: Mapping[Table, Ages], first_kept: Mapping[Table, dt.date], today: dt.date) -> Iterator[Place]:
    """Rows, old versions and log of each table. ``first_kept``: of tables whose rows have a limit."""
    for table, age in ages.items():
        limit = today - first_kept[table] if table in first_kept else None
        yield Place(f"{table.full_name}: rows", limit, _midnight(age.rows))
        history = table.history_days * _DAY
        yield Place(f"{table.full_name}: old versions", history, age.removed)
        # Delta removes entries of a log by whole days, up to a checkpoint.
        yield Place(f"{table.full_name}: log", history + _TURN, age.log)


def of_control_plane(database: Database) -> Iterator[Place]:
    """What the control plane keeps for a time."""
    with database.transaction() as cursor:
        cursor.execute("SELECT min(key_day) FROM registry.quarantine_key")
        (day,) = cursor.fetchone()
        cursor.execute(
            """SELECT min(greatest(due_at, ended_at + interval '1 month'))
               FROM rights.trace JOIN rights.request USING (request_id) WHERE state = 'done'"""
        )
        (due,) = cursor.fetchone()
        cursor.execute("SELECT min(until) FROM rights.hold")
        (until,) = cursor.fetchone()
    yield Place("keys of quarantine days", QUARANTINE_KEPT, _midnight(day))
    yield Place("traces of erased persons, after their requests were due", dt.timedelta(), due)
    yield Place("legal holds, after they are over", _DAY, _midnight(until))


def of_folders(
    kafka: Path | None, kafka_kept: dt.timedelta | None, answers: Path, answers_kept: dt.timedelta
) -> Iterator[Place]:
    """Segments of a local broker, whose last record is as old as the file, and answers to persons."""
    if kafka is not None:
        segments = (path for topic in POLICIES for path in kafka.glob(f"**/{topic}-*/*.log"))
        yield Place("Kafka's segments", kafka_kept, _oldest(segments))
    yield Place("answers to persons", answers_kept, _oldest(answers.glob("*")))


def of_backups(folder: Path) -> Place:
    return Place("backups of the registry, after they expired", dt.timedelta(), min(ends(folder), default=None))


def remove_answers(folder: Path, before: dt.datetime) -> int:
    """Removes answers that were made before; how many."""
    over = [path for path in folder.glob("*") if _written(path) < before]
    for path in over:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    return len(over)


def _oldest(paths: Iterable[Path]) -> dt.datetime | None:
    return min(map(_written, paths), default=None)


def _written(path: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(), dt.UTC) if day else None

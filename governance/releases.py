"""The ledger of anonymous releases: at which levels a series of them is generalised, and what each came to.

Levels stay for a whole series: who has two releases at different levels can intersect them.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from governance.database import Database
from lakehouse.anonymous import Made
from privacy.anonymity.lattice import AnonymityError, Found, Levels
from privacy.anonymity.releases import AnonymousRelease


@dataclass(frozen=True)
class Series:
    number: int
    form: str
    k: int
    levels: Levels
    released: bool
    """there is a release of it"""


@dataclass(frozen=True)
class Noted:
    """A release as the ledger has it."""

    number: int
    series: int
    k: int
    made_at: dt.datetime
    persons: int
    left_out: int
    rows: int
    classes: int
    smallest: int
    loss: float


class Releases:
    """Of one release."""

    def __init__(self, database: Database, release: AnonymousRelease, k: int) -> None:
        self._database, self._release, self._k = database, release, k

    def pinned(self) -> Series | None:
        """The newest series; None before the first."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """SELECT series, form, k, levels, EXISTS (
                       SELECT FROM release.made WHERE made.name = series.name AND made.series = series.series)
                   FROM release.series WHERE name = %s ORDER BY series DESC LIMIT 1""",
                (self._release.name,),
            )
            row = cursor.fetchone()
        if row is None:
            return None
        levels = tuple(int(row[3][ladder.column]) for ladder in self._release.quasi if ladder.column in row[3])
        return Series(row[0], row[1], row[2], levels, row[4])

    def check(self, series: Series) -> None:
        """AnonymityError where a release made now would not be one of the series."""
        if series.form != self._release.form:
            raise AnonymityError(
                f"hierarchies or bands of {self._release.name} are others than those of its series {series.number}: "
                "REPIN=1 begins a new one, and whoever kept the earlier release can then intersect the two"
            )
        if series.k != self._k:
            raise AnonymityError(
                f"series {series.number} of {self._release.name} was begun with k = {series.k}, now k = {self._k}: set "
                "RELEASE_K back, or REPIN=1 begins a new series, which can be intersected with the earlier one"
            )

    def attackable(self, silver_version: int, version: int) -> Series | None:
        """The newest series, where its newest release stands and is of these versions of silver and of its table."""
        pinned = self.pinned()
        if pinned is None or pinned.form != self._release.form or self.shows(silver_version, version) is None:
            return None
        return pinned

    def pin(self, found: Found) -> int:
        """Begins a series at these levels; its number."""
        names = [ladder.column for ladder in self._release.quasi]
        with self._database.transaction() as cursor:
            cursor.execute(
                """INSERT INTO release.series (name, series, form, k, levels, loss)
                   SELECT %(name)s, coalesce(max(series), 0) + 1, %(form)s, %(k)s, %(levels)s, %(loss)s
                   FROM release.series WHERE name = %(name)s RETURNING series""",
                {
                    "name": self._release.name, "form": self._release.form, "k": self._k,
                    "levels": json.dumps(dict(zip(names, found.levels, strict=True))), "loss": found.loss,
                },
            )  # fmt: skip
            return int(cursor.fetchone()[0])

    def note(self, series: int, made: Made) -> int:
        """Writes down what a release came to; its number."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """INSERT INTO release.made (name, series, silver_version, delta_version, persons, left_out, rows,
                                             classes, smallest, loss)
                   VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING release_id""",
                (
                    self._release.name, series, made.silver_version, made.version, made.persons, made.left_out,
                    made.rows, made.classes, made.smallest, made.loss,
                ),
            )  # fmt: skip
            return int(cursor.fetchone()[0])

    def noted(self) -> list[Noted]:
        """Every release, the newest first."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """SELECT release_id, series, k, made_at, persons, left_out, rows, classes, smallest, made.loss
                   FROM release.made JOIN release.series USING (name, series)
                   WHERE name = %s ORDER BY release_id DESC""",
                (self._release.name,),
            )
            return [Noted(*row) for row in cursor.fetchall()]

    def shows(self, silver_version: int, version: int) -> int | None:
        """The newest release, if it is of this version of silver and stands as it was written."""
        with self._database.transaction() as cursor:
            cursor.execute(
                """SELECT release_id, silver_version, delta_version, series = (
                       SELECT max(series) FROM release.series WHERE name = %(name)s)
                   FROM release.made WHERE name = %(name)s ORDER BY release_id DESC LIMIT 1""",
                {"name": self._release.name},
            )
            row = cursor.fetchone()
        return int(row[0]) if row and tuple(row[1:]) == (silver_version, version, True) else None

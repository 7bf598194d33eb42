"""What a release tells of silver, and what it would tell if silver were a little different: for attacks on it. Writes
nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pyspark import StorageLevel
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.anonymous import HOLDS, PERSONS, Anonymiser, code_of, coded_column
from privacy.anonymity.ladders import UNKNOWN
from privacy.anonymity.lattice import Levels
from privacy.anonymity.releases import CLASS_ROWS, STATE

Labels = tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """``values``: their quasi-identifiers in silver; ``codes``: of what is sensitive; ``alike``: persons of silver with
    the same values, themselves included."""

    values: Labels
    codes: tuple[int, ...]
    alike: int


@dataclass(frozen=True)
class Differing:
    """Of classes in each of which one person changed: how many an onlooker of two releases sees to differ."""

    classes: int
    seen: int
    seen_without_rule: int


@dataclass(frozen=True)
class Singled:
    """Of ``classes`` released, how many fit one person of silver alone; of ``rows``, how many are the only one of their
    class with their sensitive values."""

    classes: int
    fitting_one: int
    rows: int
    alone: int


class Rehearsal(Anonymiser):
    """Of one release as it stands."""

    def sampled(self, persons: int, seed: int) -> list[Person]:
        """Persons of silver at random."""
        values = [F.coalesce(F.col(name).cast("string"), F.lit(UNKNOWN)).alias(name) for name in self._key]
        codes = [coded_column(each).alias(code_of(each)) for each in self._release.sensitive]
        silver = self._silver().select(*values, *codes)
        alike = silver.withColumn("alike", F.count("*").over(Window.partitionBy(*self._key)))
        quasi, sensitive = len(self._key), len(codes)
        rows = alike.orderBy(F.rand(seed)).limit(persons).collect()
        return [Person(tuple(row[:quasi]), tuple(row[quasi : quasi + sensitive]), row["alike"]) for row in rows]

    def released(self) -> Mapping[Labels, int]:
        """Rows of the release by class."""
        counted = self._writer.read(self._release.table).groupBy(*self._key).count().collect()
        return {tuple(row[:-1]): row[-1] for row in counted}

    def labels(self, levels: Levels, values: Labels) -> Labels:
        """What stands for a person in the release."""
        ladders = zip(self._release.quasi, levels, values, strict=True)
        return tuple(ladder.labels([value])[level][0] for ladder, level, value in ladders)

    def singled_out(self, levels: Levels) -> Singled:
        now, _, _ = self._now(levels)
        rows = self._writer.read(self._release.table)
        classes = rows.groupBy(*self._key).count()
        fitting = classes.join(now.select(*self._key, PERSONS), self._key, "left")
        alone = rows.groupBy(*rows.columns).count().filter("count = 1").count()
        number, one = fitting.agg(F.count("*"), F.count_if(F.col(PERSONS) == 1)).collect()[0]
        return Singled(number, one, rows.count(), alone)

    def one_changed_each(self, levels: Levels) -> Differing:
        """One person of each class changes what is sensitive about them."""
        now, people, again = self._now(levels)
        before = now.filter(HOLDS).select(*self._key, CLASS_ROWS, STATE).localCheckpoint()
        changed = again(self._with_one_changed(people)).localCheckpoint()
        shown = self._renewed(changed, before, self._prints(levels))
        without_rule = changed.filter(HOLDS)
        return Differing(before.count(), self._apart(before, shown), self._apart(before, without_rule))

    def _now(self, levels: Levels) -> tuple[DataFrame, DataFrame, Callable[[DataFrame], DataFrame]]:
        """Classes of silver as it is; its persons with their labels; and how classes are made of other persons."""
        people, domains = self._coded(self._silver())
        people = people.localCheckpoint(storageLevel=StorageLevel.DISK_ONLY)
        histogram, prints = self._histogram(people), self._prints(levels)

        def fresh(of: DataFrame) -> DataFrame:
            return self._fresh(of, domains, levels, histogram, prints)

        return fresh(people), self._labelled(people, domains, levels), fresh

    def _with_one_changed(self, labelled: DataFrame) -> DataFrame:
        """``labelled`` without its labels, one person of each class with other codes."""
        hashes = [name for name in labelled.columns if name.endswith("_hash")]
        first = F.row_number().over(Window.partitionBy(*hashes).orderBy("user_key")) == 1
        marked = labelled.withColumn("_first", first)
        for each in self._release.sensitive:
            name, most = code_of(each), len(each.labels) - 1
            other = F.col(name) % F.lit(most) + 1
            marked = marked.withColumn(name, F.when(F.col("_first"), other).otherwise(F.col(name)))
        return marked.drop("_first", *hashes)

    def _apart(self, one: DataFrame, other: DataFrame) -> int:
        """Classes that are in one alone, or differ."""
        rows = [frame.select(*self._key, F.col(CLASS_ROWS).cast("string").alias(CLASS_ROWS)) for frame in (one, other)]
        joined = rows[0].alias("a").join(rows[1].alias("b"), self._key, "full_outer")
        return joined.filter(~F.col(f"a.{CLASS_ROWS}").eqNullSafe(F.col(f"b.{CLASS_ROWS}"))).count()

    def _silver(self) -> DataFrame:
        return self._writer.read(self._source)

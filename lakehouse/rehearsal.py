"""What a release tells of silver, and what it would tell if silver were a little different: for attacks on it. Writes
nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce

from pyspark import StorageLevel
from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.anonymous import HOLDS, PERSONS, Anonymiser, code_of, coded_column
from privacy.anonymity.ladders import UNKNOWN
from privacy.anonymity.lattice import Levels
from privacy.anonymity.releases import CLASS_ROWS, SHOWN

Labels = tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """``values``: their quasi-identifiers in silver; ``codes``: of what is sensitive; ``alike``: persons of silver with
    the same values, themselves included; ``different``: known values among those, of each sensitive column."""

    values: Labels
    codes: tuple[int, ...]
    alike: int
    different: tuple[int, ...]


@dataclass(frozen=True)
class Differing:
    """Of classes in each of which k - 1 persons changed: how many an onlooker of two releases sees to differ."""

    classes: int
    seen: int
    seen_without_rule: int


@dataclass(frozen=True)
class Singled:
    """Of ``classes`` released, how many fit one person of silver alone; of ``rows``, how many are the only one of their
    class with their sensitive values; ``alike``: of rows, how many are in a class of too few sensitive values."""

    classes: int
    fitting_one: int
    rows: int
    alone: int
    alike: int


class Rehearsal(Anonymiser):
    """Of one release as it stands."""

    def sampled(self, persons: int, seed: int) -> list[Person]:
        """Persons of silver at random."""
        values = [F.coalesce(F.col(name).cast("string"), F.lit(UNKNOWN)).alias(name) for name in self._key]
        codes = [coded_column(each).alias(code_of(each)) for each in self._release.sensitive]
        silver = self._silver().select(*values, *codes)
        same = Window.partitionBy(*self._key)
        names = [code_of(each) for each in self._release.sensitive]
        different = [F.size(F.array_except(F.collect_set(name).over(same), F.array(F.lit(0)))) for name in names]
        alike = silver.select("*", F.count("*").over(same).alias("alike"), F.array(*different).alias("different"))
        rows = alike.orderBy(F.rand(seed)).limit(persons).collect()
        quasi = len(self._key)
        return [
            Person(tuple(row[:quasi]), tuple(row[name] for name in names), row["alike"], tuple(row["different"]))
            for row in rows
        ]

    def released(self) -> Mapping[Labels, int]:
        """Rows of the release by class."""
        counted = self._writer.read(self._release.table).groupBy(*self._key).count().collect()
        return {tuple(row[:-1]): row[-1] for row in counted}

    def singled_out(self, levels: Levels) -> Singled:
        now, _, _ = self._now(levels)
        rows = self._writer.read(self._release.table)
        classes = rows.groupBy(*self._key).count()
        fitting = classes.join(now.select(*self._key, PERSONS), self._key, "left")
        alone = rows.groupBy(*rows.columns).count().filter("count = 1").count()
        number, one = fitting.agg(F.count("*"), F.count_if(F.col(PERSONS) == 1)).collect()[0]
        values = [F.countDistinct(F.nullif(F.col(each.band), F.lit(UNKNOWN))) for each in self._release.sensitive]
        few = reduce(Column.__or__, (v < each.l for v, each in zip(values, self._release.sensitive, strict=True)))
        of_class = rows.groupBy(*self._key).agg(F.count("*").alias("size"), few.alias("few"))
        alike = of_class.agg(F.coalesce(F.sum(F.when(F.col("few"), F.col("size"))), F.lit(0))).collect()[0][0]
        return Singled(number, one, rows.count(), alone, int(alike))

    def few_changed_each(self, levels: Levels) -> Differing:
        """k - 1 persons of each class change what is sensitive about them. Compared with what is kept of the release:
        silver has to be what it was made of."""
        _, people, again = self._now(levels)
        kept = self._writer.read(self._release.classes)
        changed = again(self._with_few_changed(people)).localCheckpoint()
        shown = self._renewed(changed, kept, self._prints(levels)).filter(SHOWN)
        before = kept.filter(SHOWN)
        return Differing(before.count(), self._apart(before, shown), self._apart(before, changed.filter(HOLDS)))

    def _now(self, levels: Levels) -> tuple[DataFrame, DataFrame, Callable[[DataFrame], DataFrame]]:
        """Classes of silver as it is; its persons with their labels; and how classes are made of other persons."""
        people, domains = self._coded(self._silver())
        people = people.localCheckpoint(storageLevel=StorageLevel.DISK_ONLY)
        histogram, prints = self._histogram(people), self._prints(levels)

        def fresh(of: DataFrame) -> DataFrame:
            return self._fresh(of, domains, levels, histogram, prints)

        return fresh(people), self._labelled(people, domains, levels), fresh

    def _with_few_changed(self, labelled: DataFrame) -> DataFrame:
        """``labelled`` without its labels, k - 1 persons of each class with other codes."""
        hashes = [name for name in labelled.columns if name.endswith("_hash")]
        place = F.row_number().over(Window.partitionBy(*hashes).orderBy("user_key"))
        marked = labelled.withColumn("_place", place)
        for each in self._release.sensitive:
            name, most = code_of(each), len(each.labels) - 1
            other = F.col(name) % F.lit(most) + 1
            marked = marked.withColumn(name, F.when(F.col("_place") < self._k, other).otherwise(F.col(name)))
        return marked.drop("_place", *hashes)

    def _apart(self, one: DataFrame, other: DataFrame) -> int:
        """Classes that are in one alone, or differ."""
        rows = [frame.select(*self._key, F.col(CLASS_ROWS).cast("string").alias(CLASS_ROWS)) for frame in (one, other)]
        joined = rows[0].alias("a").join(rows[1].alias("b"), self._key, "full_outer")
        return joined.filter(~F.col(f"a.{CLASS_ROWS}").eqNullSafe(F.col(f"b.{CLASS_ROWS}"))).count()

    def _silver(self) -> DataFrame:
        return self._writer.read(self._source)

"""Makes a k-anonymous release: one pass over silver to a histogram, levels for it, one more pass to classes of persons.

A class is replaced or taken away only where at least k of its persons have changed, as a cell of gold is: else who
subtracts two releases learns of fewer than k.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import reduce

import numpy as np
from pyspark import StorageLevel
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.failpoints import Reach, nothing
from lakehouse.locks import Locks
from lakehouse.tables import Lake
from lakehouse.writer import Writer
from privacy.anonymity.ladders import UNKNOWN
from privacy.anonymity.lattice import (
    ROUNDING,
    AnonymityError,
    Demands,
    Found,
    Histogram,
    Levels,
    Steps,
    search,
    steps,
    suppressed,
)
from privacy.anonymity.releases import CLASS_ROWS, CODES, SHOWN, STATE, AnonymousRelease, Sensitive
from privacy.disclosure import Disclosed
from privacy.fingerprints import BUCKETS, Fingerprints
from schemas.tables import Table

PERSONS, HOLDS = "persons", "holds"
THERE = "there"
"""1 for everybody, so that a person of whom nothing is known counts as one who is there."""


@dataclass(frozen=True)
class Made:
    """What a release came to. ``persons``: in silver; ``left_out``: of them, in classes for which the demands do not
    hold; ``rows``: of the release; ``loss``: from 0 to 1."""

    levels: Levels
    persons: int
    left_out: int
    rows: int
    classes: int
    smallest: int
    loss: float
    silver_version: int
    version: int


@dataclass(frozen=True)
class Domain:
    """Values of a quasi-identifier in the order of their codes, with what stands for each at every level."""

    values: list[str]
    labels: list[list[str]]


@dataclass(frozen=True)
class _Names:
    """Of columns for one quasi-identifier: its label at the level in question, a hash of that, a code of its value, and
    lists of all values, labels and hashes by code."""

    label: str

    @property
    def hash(self) -> str:
        return f"{self.label}_hash"

    @property
    def values(self) -> str:
        return f"{self.label}_values"

    @property
    def labels(self) -> str:
        return f"{self.label}_labels"

    @property
    def hashes(self) -> str:
        return f"{self.label}_hashes"

    @property
    def code(self) -> str:
        return f"{self.label}_number"


@dataclass(frozen=True)
class _Gated:
    """What may be written, with its rows, classes and the smallest class."""

    classes: Disclosed
    people: Disclosed
    rows: int
    number: int
    smallest: int


class Anonymiser:
    """Makes one release of one lake."""

    def __init__(
        self, spark: SparkSession, lake: Lake, locks: Locks, release: AnonymousRelease, source: Table, k: int,
        reach: Reach = nothing,
    ) -> None:  # fmt: skip
        if not 2 <= k <= BUCKETS // 2:
            raise AnonymityError(f"k is from 2 to {BUCKETS // 2}: changes are counted in {BUCKETS} buckets of persons")
        unknown = {*release.columns} - {*source.column_names}
        if unknown:
            raise AnonymityError(
                f"{release.table.full_name} is declared over {', '.join(sorted(unknown))}, which {source.full_name} "
                "does not have: name columns of silver in privacy/anonymity/releases.py"
            )
        self._spark, self._locks = spark, locks
        self._writer = Writer(spark, lake)
        self._release, self._source, self._k = release, source, k
        self._demands = Demands(k, release.suppressed, tuple(each.diversity for each in release.sensitive))
        self._parts = (*map(code_of, release.sensitive), THERE)
        self._reach = reach

    @property
    def silver_version(self) -> int:
        return self._writer.version(self._source)

    @property
    def version(self) -> int:
        """Of the release as it was last written."""
        return self._writer.version(self._release.table)

    @property
    def is_released(self) -> bool:
        """Whether there are rows that recipients have read."""
        return self._writer.read(self._release.table).limit(1).count() > 0

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else releases meanwhile: to be held from asking for the levels to the end of ``make``."""
        held: AbstractContextManager[None] = self._locks.held(self._release.table.full_name)
        return held

    def make(self, pinned: Levels | None, pin: Callable[[Found], None], follows: bool) -> Made:
        """Writes the release of the newest silver. ``pinned``: levels of its series; without them the best are looked
        for, and handed to ``pin`` before anything is written. ``follows``: there was one of this series before, which
        it has to be compared with. Raises AnonymityError: nothing was written."""
        version = self.silver_version
        coded, domains = self._coded(self._writer.read(self._source, version))
        # On disk (encrypted): of 10 M persons it would leave aggregations no memory.
        coded = coded.localCheckpoint(storageLevel=StorageLevel.DISK_ONLY)
        self._check_one_row_each(coded)
        histogram = self._histogram(coded)
        ladders = self._steps(domains, histogram)
        found = self._found(histogram, ladders, pinned)
        if pinned is None:
            pin(found)
        self._reach("release.pinned")
        prints = self._prints(found.levels)
        before = self._writer.read(self._release.classes)
        if follows:
            self._check_comparable(before, prints)
        fresh = self._fresh(coded, domains, found.levels, histogram, prints).localCheckpoint()
        renewed = self._renewed(fresh, before, prints).localCheckpoint()
        gated = self._gated(renewed)
        self._writer.replace(gated.classes, self._release.classes, None)
        self._reach("release.classes")
        self._writer.replace(gated.people, self._release.table, None, one_file=False)
        self._reach("release.written")
        return Made(
            found.levels, histogram.persons, found.suppressed, gated.rows, gated.number, gated.smallest,
            found.loss, version, self.version,
        )  # fmt: skip

    def _coded(self, silver: DataFrame) -> tuple[DataFrame, list[Domain]]:
        """Persons with a code for each quasi-identifier and sensitive column, and what the codes are of."""
        names = self._key
        people = silver.select(
            "user_key",
            *(F.coalesce(F.col(name).cast("string"), F.lit(UNKNOWN)).alias(name) for name in names),
            *(coded_column(each).alias(code_of(each)) for each in self._release.sensitive),
            F.lit(1).alias(THERE),
        )
        seen = people.agg(*(F.sort_array(F.collect_set(name)).alias(name) for name in names)).collect()[0]
        domains = [Domain(seen[each.column], each.labels(seen[each.column])) for each in self._release.quasi]
        known = self._one_row([domain.values for domain in domains], [name.values for name in self._names])
        codes = [(F.array_position(name.values, F.col(name.label)) - 1).cast("int").alias(name.code)
                 for name in self._names]  # fmt: skip
        kept = [name for name in people.columns if name not in names]
        return people.crossJoin(F.broadcast(known)).select(*kept, *codes), domains

    def _one_row(self, lists: Sequence[list[str]], names: Sequence[str]) -> DataFrame:
        """Lists beside each other. A small table to join for each of them would be a hashed relation each: a page of
        memory, and where persons are few more time than all the rest takes."""
        columns = ", ".join(f"{name} array<string>" for name in names)
        return self._spark.createDataFrame([tuple(lists)], columns)

    def _check_one_row_each(self, people: DataFrame) -> None:
        if people.groupBy("user_key").count().filter("count > 1").limit(1).count():
            raise AnonymityError(
                f"{self._source.full_name} has persons in two rows, who would be counted twice: run `make reconcile`"
            )

    def _histogram(self, coded: DataFrame) -> Histogram:
        names = [name.code for name in self._names]
        sensitive = [code_of(each) for each in self._release.sensitive]
        counted = coded.groupBy(*names, *sensitive).agg(F.count("*").alias(PERSONS)).toArrow()
        column = {name: counted[name].to_numpy().astype(np.int64) for name in counted.column_names}
        return Histogram(
            tuple(column[name] for name in names), tuple(column[name] for name in sensitive), column[PERSONS]
        )

    def _steps(self, domains: Sequence[Domain], histogram: Histogram) -> list[Steps]:
        found = []
        for domain, codes, ladder in zip(domains, histogram.codes, self._release.quasi, strict=True):
            persons = np.bincount(codes, histogram.counts, len(domain.values)).astype(np.int64)
            found.append(steps(domain.labels, persons, ladder.weight))
        return found

    def _found(self, histogram: Histogram, ladders: list[Steps], pinned: Levels | None) -> Found:
        if pinned is None:
            return search(histogram, ladders, self._demands)
        if histogram.persons < self._k:
            raise AnonymityError(f"fewer than k = {self._k} persons are left: no release can be made of them")
        out = suppressed(histogram, ladders, pinned, self._demands)
        share = out / histogram.persons
        if share > self._release.suppressed:
            raise AnonymityError(
                f"at the pinned levels {share:.1%} of all persons would be left out, {self._release.suppressed:.1%} "
                "are allowed: what was released before stands; REPIN=1 looks for other levels, and whoever kept the "
                "earlier release can then intersect the two"
            )
        kept = sum(w.weight * w.losses[level] for w, level in zip(ladders, pinned, strict=True))
        lost = kept / sum(each.weight for each in ladders)
        return Found(pinned, out, share + (1 - share) * lost)

    def _fresh(
        self, coded: DataFrame, domains: Sequence[Domain], levels: Levels, histogram: Histogram, prints: Fingerprints
    ) -> DataFrame:
        """Every class of now, and whether the demands hold for it."""
        counts = [list(map(F.col, names)) for names in self._counts]
        holds = self._holds(F.col(PERSONS), counts, self._wholes(histogram))
        classes = self._classes(coded, domains, levels, prints)
        return classes.select(*self._key, CLASS_ROWS, STATE, PERSONS, holds.alias(HOLDS))

    def _classes(self, coded: DataFrame, domains: Sequence[Domain], levels: Levels, prints: Fingerprints) -> DataFrame:
        """One row a class: its labels, its persons by sensitive codes, their fingerprint, how many they are, and of
        each code. Persons are put together by hashes of labels, which take half the time of labels, and classes get
        their labels afterwards."""
        classes = self._grouped(self._labelled(coded, domains, levels), [name.hash for name in self._names], prints)
        found = classes.crossJoin(F.broadcast(self._said(domains, levels)))
        place = {name: F.array_position(name.hashes, F.col(name.hash)).cast("int") for name in self._names}
        labels = {name.label: F.element_at(name.labels, place[name]) for name in self._names}
        return found.withColumns(labels)

    def _labelled(self, coded: DataFrame, domains: Sequence[Domain], levels: Levels) -> DataFrame:
        """Persons with a hash of each label."""
        said = self._said(domains, levels).select(*(name.hashes for name in self._names))
        hashes = [F.element_at(name.hashes, F.col(name.code) + 1).alias(name.hash) for name in self._names]
        return coded.crossJoin(F.broadcast(said)).select(*coded.columns, *hashes)

    def _said(self, domains: Sequence[Domain], levels: Levels) -> DataFrame:
        """One row: of each quasi-identifier, labels by code and their hashes."""
        labels = [domain.labels[level] for domain, level in zip(domains, levels, strict=True)]
        row = self._one_row(labels, [name.labels for name in self._names])
        hashes = {
            name.hashes: F.transform(name.labels, lambda label: F.xxhash64(label))  # noqa: PLW0108 - counts arguments
            for name in self._names
        }
        return row.withColumns(hashes)

    def _grouped(self, people: DataFrame, key: list[str], prints: Fingerprints) -> DataFrame:
        codes = [code_of(each) for each in self._release.sensitive]
        bucket = F.pmod(F.xxhash64("user_key"), F.lit(BUCKETS)).cast("tinyint").alias("bucket")
        of_bucket = people.groupBy(*key, bucket).agg(prints.of_bucket(key).alias("print"))
        of_class = of_bucket.groupBy(*key).agg(prints.of_cell("bucket", "print").alias(STATE))
        counted = people.groupBy(*key, *codes).agg(F.count("*").alias(PERSONS))
        entry = F.struct(F.array(*codes).alias(CODES), PERSONS)
        of_code = [
            F.sum(F.when(F.col(column) == code, F.col(PERSONS)).otherwise(0)).alias(name)
            for column, names in zip(codes, self._counts, strict=True) for code, name in enumerate(names)
        ]  # fmt: skip
        rows = counted.groupBy(*key).agg(
            F.sort_array(F.collect_list(entry)).alias(CLASS_ROWS), F.sum(PERSONS).alias(PERSONS), *of_code
        )
        return rows.join(of_class, key)

    def _wholes(self, histogram: Histogram) -> list[list[float]]:
        """Of each sensitive column, the share of each code among all persons."""
        sizes = [len(each.labels) for each in self._release.sensitive]
        counted = [
            np.bincount(codes, histogram.counts, size) for codes, size in zip(histogram.sensitive, sizes, strict=True)
        ]
        return [(counts / counts.sum()).tolist() for counts in counted]

    def _holds(
        self, size: Column, counts: Sequence[Sequence[Column]], wholes: Sequence[Sequence[float]] | None = None
    ) -> Column:
        """Whether k, l and (with ``wholes``) t hold for a class of ``size`` persons. ``counts``: of them, of each
        sensitive column, by code."""
        holds = size >= self._k
        for at, (each, of_code) in enumerate(zip(self._release.sensitive, counts, strict=True)):
            different = reduce(Column.__add__, ((count > 0).cast("int") for count in of_code[1:]))
            if each.l > 1:
                holds &= different >= each.l
            if wholes is not None and each.t < 1:
                there = [(count, whole) for count, whole in zip(of_code, wholes[at], strict=True) if whole]
                off, total = F.lit(0.0), F.lit(0.0)
                for count, whole in there:
                    off = off + count / size - F.lit(whole)
                    total = total + F.abs(off)
                holds &= total / max(len(there) - 1, 1) <= each.t + ROUNDING
        return holds

    def _prints(self, levels: Levels) -> Fingerprints:
        """Classes at other levels cannot be compared, even where they are named alike."""
        return Fingerprints([self._parts], repr((self._k, self._release.form, levels)))

    def _renewed(self, fresh: DataFrame, before: DataFrame, prints: Fingerprints) -> DataFrame:
        """The classes to keep now, those that are shown among them. One that is not shown, because too few are in it or
        what is sensitive is not diverse, is kept too where it was met with k persons: it comes and goes by the same
        rule, or who sees it come would learn who has changed."""
        both = fresh.alias("n").join(before.alias("o"), self._key, "full_outer")
        old, new = F.col(f"o.{STATE}"), F.col(f"n.{STATE}")
        told = both.withColumn("_differences", prints.differences(old, new))
        changed = prints.changed(F.col("_differences"), self._parts)
        renewed = old.isNull() | new.isNull() | ~prints.comparable(old) | (changed >= self._k)
        holds = F.coalesce(f"n.{HOLDS}", F.lit(False))
        shown = F.when(renewed, holds).otherwise(F.col(f"o.{SHOWN}"))
        rows = F.when(renewed, F.col(f"n.{CLASS_ROWS}")).otherwise(F.col(f"o.{CLASS_ROWS}"))
        rows = F.coalesce(F.when(shown, rows), F.array())
        state = F.when(renewed, F.coalesce(new, prints.nobody())).otherwise(old)
        met = old.isNotNull() | (F.col(f"n.{PERSONS}") >= self._k)
        return told.filter(met).select(*self._key, rows.alias(CLASS_ROWS), state.alias(STATE), shown.alias(SHOWN))

    def _check_comparable(self, before: DataFrame, prints: Fingerprints) -> None:
        """What cannot be compared would be replaced whatever has changed, and the difference would tell of few."""
        kept, others = before.agg(F.count("*"), F.count_if(~prints.comparable(F.col(STATE)))).collect()[0]
        if others or (not kept and self.is_released):
            raise AnonymityError(
                f"{self._release.classes.full_name} is not what {self._release.table.full_name} was made of: one of "
                "them, or the ledger, was lost or put back. What was released stands; REPIN=1 begins a new series, "
                "which can be intersected with it"
            )

    def _gated(self, renewed: DataFrame) -> _Gated:
        """The gate: looks at the classes alone, and knows nothing of how they were made."""
        size = _total(F.lit(True))
        counts = [
            [_total(_is(at, code)) for code in range(len(names))] for at, names in enumerate(self._counts)
        ]  # fmt: skip
        shown = renewed.filter(SHOWN)
        rows, number, smallest, failing = shown.agg(
            F.coalesce(F.sum(size), F.lit(0)), F.count("*"), F.coalesce(F.min(size), F.lit(0)),
            F.count_if(~self._holds(size, counts)),
        ).collect()[0]  # fmt: skip
        if failing or (number and smallest < self._k):
            raise AnonymityError(f"{failing} classes do not hold what was demanded: nothing was written; report this")
        return _Gated(Disclosed(renewed), Disclosed(self._rows(shown)), int(rows), int(number), int(smallest))

    def _rows(self, renewed: DataFrame) -> DataFrame:
        """One row a person, in an order of its own: that of silver would tell who is who."""
        entry = F.explode(CLASS_ROWS).alias("entry")
        entries = renewed.select(*self._key, entry).select(*self._key, f"entry.{CODES}", f"entry.{PERSONS}")
        each = entries.withColumn("_", F.explode(F.sequence(F.lit(1), F.col(PERSONS))))
        bands = [
            F.element_at(F.array(*map(F.lit, each_.labels)), F.element_at(CODES, at + 1) + 1).alias(each_.band)
            for at, each_ in enumerate(self._release.sensitive)
        ]
        return each.select(*self._key, *bands).orderBy(*self._key, *(each_.band for each_ in self._release.sensitive))

    @property
    def _counts(self) -> list[list[str]]:
        """Names of columns: of each sensitive column, persons by code."""
        return [[f"{each.column}_{code}" for code in range(len(each.labels))] for each in self._release.sensitive]

    @property
    def _names(self) -> list[_Names]:
        return [_Names(name) for name in self._key]

    @property
    def _key(self) -> list[str]:
        return [ladder.column for ladder in self._release.quasi]


def code_of(sensitive: Sensitive) -> str:
    return f"{sensitive.column}_code"


def coded_column(sensitive: Sensitive) -> Column:
    """The code of :meth:`Sensitive.code`."""
    number = F.col(sensitive.column)
    code = F.lit(1)
    for at, begin in enumerate(sensitive.begins[1:], start=2):
        code = F.when(number >= begin, F.lit(at)).otherwise(code)
    return F.when(number.isNull(), F.lit(0)).otherwise(code)


def _is(at: int, code: int) -> Callable[[Column], Column]:
    return lambda entry: entry[CODES][at] == code


def _total(of: Column | Callable[[Column], Column]) -> Column:
    """Persons of a class, of the entries that ``of`` says."""

    def add(sum_: Column, entry: Column) -> Column:
        counts = of(entry) if callable(of) else of
        return sum_ + F.when(counts, entry[PERSONS]).otherwise(F.lit(0))

    return F.aggregate(CLASS_ROWS, F.lit(0).cast("bigint"), add)

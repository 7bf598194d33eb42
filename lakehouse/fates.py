"""Judges bronze rows: accepted, duplicate or conflict for records with an id; accepted or superseded for profiles."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from lakehouse.accounts import FateAccount, Judgement
from lakehouse.tally import keys
from schemas.outcomes import Fate

_POSITION = ("position_source_id", "position_partition", "position_offset")
_MOST_BROADCAST = 1_000_000


@dataclass(frozen=True)
class Judged:
    """``fates`` (n,) of n rows of a tally, as indices into FATES."""

    rows: pa.Table
    fates: npt.NDArray[np.int8]

    def judgement(self) -> Judgement:
        names = pa.array([str(fate) for fate in FATES]).take(pa.array(self.fates))
        day = pc.if_else(pa.array(self.fates == _ACCEPTED), self.rows["day"].combine_chunks(), None)
        grouped = (
            pa.table([self.rows["source_id"], self.rows["partition"], names, day], names=["s", "p", "f", "d"])
            .group_by(["s", "p", "f", "d"])
            .aggregate([([], "count_all")])
        )
        return judgement_of(
            zip(*(grouped[name].to_pylist() for name in ("s", "p", "f", "d", "count_all")), strict=True)
        )

    def losers(self) -> pa.Table:
        """Positions of the rows that are not accepted, named as in the silver frame of a pass."""
        lost = self.rows.filter(pa.array(self.fates != _ACCEPTED))
        return lost.select(["source_id", "partition", "offset"]).rename_columns(list(_POSITION))


FATES = (Fate.ACCEPTED, Fate.DUPLICATE, Fate.CONFLICT)
_ACCEPTED, _DUPLICATE, _CONFLICT = 0, 1, 2


def judge_records(rows: pa.Table, existing: pa.Table) -> Judged:
    """Fates of the ``rows`` of one batch's tally. ``existing``: ``event_key``, ``content_hash`` of what silver holds of
    their identities.

    An identity (event_key) that silver holds stays as it is; of a new one the row with the smallest content hash is
    accepted, so that the order of arrival inside a batch does not matter. Every other row of that identity is a
    duplicate when its content is that of the row that stays, and a conflict when not.
    """
    key, content = keys(rows["event_key"]), keys(rows["content_hash"])
    fates = np.zeros(len(key), np.int8)
    known = dict(zip(existing["event_key"].to_pylist(), existing["content_hash"].to_pylist(), strict=True))
    contested = _contested(key, keys(existing["event_key"])[:, 0])
    if not contested.size:
        return Judged(rows, fates)
    fields = rows.take(pa.array(contested))
    order = np.lexsort(
        (
            fields["offset"].to_numpy(),
            fields["partition"].to_numpy(),
            fields["source_id"].combine_chunks().dictionary_encode().indices.to_numpy(),
            *content[contested].T[::-1],
            *key[contested].T[::-1],
        )
    )
    event_key, content_hash = fields["event_key"].to_pylist(), fields["content_hash"].to_pylist()
    for index in order.tolist():
        staying = known.get(event_key[index])
        if staying is None:
            known[event_key[index]] = content_hash[index]
        else:
            fates[contested[index]] = _DUPLICATE if staying == content_hash[index] else _CONFLICT
    return Judged(rows, fates)


def _contested(key: npt.NDArray[np.uint64], known: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """Places of identities that appear more than once, or are known: few, so that only they are looked at closely.
    By the first half of the identity alone: one too many does no harm."""
    order = np.argsort(key[:, 0])
    ordered = key[order, 0]
    twice = np.zeros(len(key), np.bool_)
    equal = ordered[1:] == ordered[:-1]
    twice[order[1:][equal]] = True
    twice[order[:-1][equal]] = True
    return np.flatnonzero(twice | np.isin(key[:, 0], known))


def accepted_records(fresh: DataFrame, judged: Judged) -> DataFrame:
    """The rows of ``fresh`` whose fate is accepted: nearly all, so those that are not are looked up by position."""
    losers = judged.losers()
    if not losers.num_rows:
        return fresh
    left_out = fresh.sparkSession.createDataFrame(losers)
    few = losers.num_rows <= _MOST_BROADCAST
    return fresh.join(F.broadcast(left_out) if few else left_out, list(_POSITION), "left_anti")


def judge_profiles(fresh: DataFrame, existing: DataFrame, order: tuple[str, ...], day: Column) -> DataFrame:
    """Adds ``fate`` and ``day`` to profiles: of each person the greatest in ``order`` is accepted if it is greater than
    what ``existing`` holds; all others are superseded. ``day``: of gold, from which on the profile counts."""
    newest_first = [F.col(name).desc() for name in order] + [F.col(name) for name in _POSITION]
    newest = F.row_number().over(Window.partitionBy("user_key").orderBy(*newest_first)) == 1
    known = existing.select("user_key", F.struct(*order).alias("_known"))
    newer = F.col("_known").isNull() | (F.struct(*order) > F.col("_known"))
    joined = fresh.join(known, "user_key", "left").select("*", newest.alias("_newest"))
    fate = F.when(F.col("_newest") & newer, F.lit(Fate.ACCEPTED)).otherwise(F.lit(Fate.SUPERSEDED))
    return joined.select(*fresh.columns, fate.alias("fate"), day.alias("day"))


def newcomers(fresh: DataFrame, day: Column) -> DataFrame:
    """The same for profiles of persons of whom nothing is known, one each."""
    return fresh.select("*", F.lit(str(Fate.ACCEPTED)).alias("fate"), day.alias("day"))


def profiles_judgement(judged: DataFrame) -> Judgement:
    """Counts of judged profiles. The days after the first that they change are changed too."""
    changed = F.when(F.col("fate") == Fate.ACCEPTED, F.col("day"))
    rows = judged.groupBy("position_source_id", "position_partition", "fate", changed).count().collect()
    return judgement_of((tuple(row) for row in rows), onwards=True)


def judgement_of(rows: Iterable[tuple[str, int, str, dt.date | None, int]], onwards: bool = False) -> Judgement:
    """``rows``: source, partition, fate, day of gold changed if any, count."""
    fates: dict[tuple[str, int], Counter[Fate]] = defaultdict(Counter)
    days: set[dt.date] = set()
    for source, partition, fate, day, count in rows:
        fates[source, partition][Fate(fate)] += count
        if day is not None:
            days.add(day)
    accounts = tuple(
        FateAccount(source, partition, dict(counts)) for (source, partition), counts in sorted(fates.items())
    )
    return Judgement(accounts, tuple(sorted(days))[: 1 if onwards else None], onwards)

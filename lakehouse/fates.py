"""Judges bronze rows: accepted, duplicate or conflict for records with an id; accepted or superseded for profiles."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from pyspark.sql import Column, DataFrame, Row, Window
from pyspark.sql import functions as F

from lakehouse.accounts import FateAccount, Judgement
from schemas.outcomes import Fate

_POSITION = ("position_source_id", "position_partition", "position_offset")
_MOST_RANGES = 12
_MOST_BROADCAST = 1_000_000


def judge_records(fresh: DataFrame, existing: DataFrame, day: Column) -> DataFrame:
    """Fates of the ``fresh`` silver rows of one batch: position, ``fate``, ``day`` (see :func:`judgement_of`).

    An identity (event_key) that ``existing`` holds stays as it is; of a new one the row with the smallest content hash
    is accepted, so that the order of arrival inside a batch does not matter. Every other row of that identity is a
    duplicate when its content is that of the row that stays, and a conflict when not.

    Only keys, hashes and positions are shuffled: with whole rows the same took 7.4 s for 250 k, with these 2.7 s.
    """
    narrow = fresh.select("event_key", "content_hash", *_POSITION, day.alias("day"))
    known = existing.select("event_key", F.col("content_hash").alias("_known_hash"))
    same = Window.partitionBy("event_key").orderBy("content_hash", *_POSITION)
    ranked = narrow.join(known, "event_key", "left").select(
        "*",
        F.row_number().over(same).alias("_rank"),
        F.coalesce("_known_hash", F.first("content_hash").over(same)).alias("_staying_hash"),
    )
    fate = (
        F.when(F.col("_known_hash").isNull() & (F.col("_rank") == 1), F.lit(Fate.ACCEPTED))
        .when(F.col("content_hash") == F.col("_staying_hash"), F.lit(Fate.DUPLICATE))
        .otherwise(F.lit(Fate.CONFLICT))
    )
    return ranked.select(*_POSITION, fate.alias("fate"), "day")


def accepted_records(fresh: DataFrame, judged: DataFrame, judgement: Judgement) -> DataFrame:
    """The rows of ``fresh`` whose fate is accepted: nearly all, so those that are not are looked up by position."""
    losers = sum(judgement.total(fate) for fate in Fate if fate is not Fate.ACCEPTED)
    if not losers:
        return fresh
    left_out = judged.filter(F.col("fate") != Fate.ACCEPTED).select(*_POSITION)
    return fresh.join(F.broadcast(left_out) if losers <= _MOST_BROADCAST else left_out, list(_POSITION), "left_anti")


def judge_profiles(fresh: DataFrame, existing: DataFrame, order: tuple[str, ...], day: Column) -> DataFrame:
    """Adds ``fate`` and ``day`` to profiles: of each person the greatest in ``order`` is accepted if it is greater than
    what ``existing`` holds; all others are superseded."""
    newest_first = [F.col(name).desc() for name in order] + [F.col(name) for name in _POSITION]
    newest = F.row_number().over(Window.partitionBy("user_key").orderBy(*newest_first)) == 1
    known = existing.select("user_key", F.struct(*order).alias("_known"))
    newer = F.col("_known").isNull() | (F.struct(*order) > F.col("_known"))
    joined = fresh.join(known, "user_key", "left").select("*", newest.alias("_newest"))
    fate = F.when(F.col("_newest") & newer, F.lit(Fate.ACCEPTED)).otherwise(F.lit(Fate.SUPERSEDED))
    return joined.select(*fresh.columns, fate.alias("fate"), day.alias("day"))


def judgement_of(judged: DataFrame, onwards: bool = False) -> Judgement:
    """Counts of a judged batch. ``day`` in it: the day of gold that the row changes if accepted, or null for none.
    ``onwards``: the days after it are changed too."""
    changed = F.when(F.col("fate") == Fate.ACCEPTED, F.col("day"))
    rows = judged.groupBy("position_source_id", "position_partition", "fate", changed).count().collect()
    return _judgement(rows, onwards)


def _judgement(rows: Iterable[Row], onwards: bool = False) -> Judgement:
    fates: dict[tuple[str, int], Counter[Fate]] = defaultdict(Counter)
    days: set[dt.date] = set()
    for row in rows:
        fates[row[0], row[1]][Fate(row[2])] += row[4]
        if row[3] is not None:
            days.add(row[3])
    accounts = tuple(
        FateAccount(source, partition, dict(counts)) for (source, partition), counts in sorted(fates.items())
    )
    return Judgement(accounts, tuple(sorted(days))[: 1 if onwards else None], onwards)


def minute_ranges(minutes: Sequence[tuple[int, int]], most: int = _MOST_RANGES) -> list[tuple[int, int]]:
    """At most ``most`` ranges [first, last] of minutes since 1970 that cover all given ones, leaving out the widest
    gaps between them. ``minutes``: ranges (first, last) in any order."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(minutes):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    gaps = sorted(range(1, len(merged)), key=lambda at: merged[at - 1][1] - merged[at][0])
    cuts = sorted(gaps[: most - 1])
    starts, ends = [0, *cuts], [*cuts, len(merged)]
    return [(merged[start][0], merged[end - 1][1]) for start, end in zip(starts, ends, strict=True)] if merged else []


def within(ranges: Sequence[tuple[int, int]]) -> Column:
    """Rows of silver.events in ``ranges`` of minutes. Literal dates and instants: a join condition on the day alone
    prunes no file, these do (20 k rows against 6 M: 13 s without, 4 s with). Epoch numbers, so that the session's
    time zone plays no part."""
    condition = F.lit(False)
    for first, last in ranges:
        days = [dt.date(1970, 1, 1) + dt.timedelta(days=minute // 1440) for minute in (first, last)]
        in_days = F.col("event_date").between(F.lit(days[0]), F.lit(days[1]))
        in_minutes = F.col("event_time").between(
            F.timestamp_seconds(F.lit(first * 60)), F.timestamp_seconds(F.lit(last * 60))
        )
        condition = condition | (in_days & in_minutes)
    return condition

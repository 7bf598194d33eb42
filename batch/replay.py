"""Makes a day of silver again from bronze: what a later contract reads out of records that were there before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from governance.ledger import Range, RunLedger
from governance.registry import Registry, Subjects
from lakehouse.catalog import BRONZE, SILVER
from lakehouse.locks import FENCE, Locks
from lakehouse.refine import refine, views
from lakehouse.reopen import ReopenPlan, reopened
from lakehouse.road import pass_plan
from lakehouse.writer import Writer
from privacy.policy import Policy
from schemas.envelope import POSITION
from schemas.outcomes import Outcome

_AHEAD = dt.timedelta(days=1)
"""So much earlier than it is told to have happened may an event have been received, at most."""
_WORK = "replay"
_LEFT_ALONE = (Outcome.REJECTED, Outcome.SUPPRESSED)
"""What is not made again: rejected by the contract of today; or its person has withdrawn since, and what was used
before stays until they let it go."""
_ARRIVAL = tuple(f"position_{name}" for name in POSITION)


class ReplayError(Exception):
    """A day cannot be made again; the text says why and what to do."""


@dataclass(frozen=True)
class Replayed:
    """Rows of the day that were made again, and that stayed as they are because the contract of today would reject
    their records, or their persons have withdrawn."""

    day: dt.date
    rows: int
    stayed: int


def replay(
    day: dt.date,
    policy: Policy,
    registry: Registry,
    subjects: Subjects,
    ledger: RunLedger,
    locks: Locks,
    writer: Writer,
) -> Replayed:
    """Replaces ``day`` of the policy's silver table, in one commit, by what its bronze rows say now.

    Raises ReplayError when bronze does not hold every identity of the day any more. Holds the table's lock throughout:
    what is accepted meanwhile waits.
    """
    if not policy.keeps_every_record or policy.partition_by is None:
        raise ReplayError(f"silver.{policy.contract.name} holds the newest profile of each person and has no days")
    _check_covered(ledger, policy, day)
    silver, columns = SILVER[policy.contract.name], policy.table().column_names
    with locks.shared(FENCE), locks.held(silver.full_name):
        registry.open_batch()
        keys, plan = registry.keys(), pass_plan(policy, registry)
        open_again = ReopenPlan(keys.file, keys.fingerprint, subjects.snapshot(), subjects.days())
        # A record may have been sent long after the event, and a little before it by a clock that is ahead.
        bronze = BRONZE[policy.contract.name]
        looked_at = writer.read(bronze, writer.version(bronze)).filter(F.col("ingest_date") >= day - _AHEAD)
        arrived = _arrived(looked_at, _under_way(ledger, writer, policy))
        envelope = reopened(arrived.withColumn("key_day", F.lit(None).cast("date")), open_again)
        refined = views(refine(envelope, plan).passed, policy)
        again = refined.silver.filter(F.col(policy.partition_by) == F.lit(day))
        before = writer.read(silver).filter(F.col(policy.partition_by) == F.lit(day))
        rows = _staying(again, before, arrived, ledger.turns(day)).select(*columns).persist()
        try:
            stays = before.join(rows, "event_key", "left_anti").select(*columns)
            done = Replayed(day, rows.count(), stays.count())
            if done.stayed and done.stayed > refined.passed.filter(F.col("outcome").isin(*_LEFT_ALONE)).count():
                raise ReplayError(
                    f"bronze does not hold {done.stayed:,} of the records of {day} any more: the day stays as it is"
                )
            _check_covered(ledger, policy, day)  # once more: it is noted before it is removed
            if done.rows:
                whole = rows.unionByName(stays).sortWithinPartitions("event_time")
                ledger.rework_begins(_WORK, policy, (day,))
                writer.replace_silver_day(whole, policy.table(), day.isoformat())
                ledger.reworked(_WORK, policy)
        finally:
            rows.unpersist()
    return done


def _check_covered(ledger: RunLedger, policy: Policy, day: dt.date) -> None:
    kept = ledger.bronze_kept(policy.contract.name)
    if kept is not None and day - _AHEAD < kept:
        raise ReplayError(
            f"bronze holds what was received from {kept} on, for BRONZE_DAYS limits it: days before {kept + _AHEAD} "
            f"cannot be made again, and {day} stays as it is"
        )


def _under_way(ledger: RunLedger, writer: Writer, policy: Policy) -> list[Range]:
    """Positions of batches that are in bronze, or may be, and not in silver yet: their own batch judges and writes them
    when it comes to it. Called after bronze was looked at: what is opened later is not in that version. The caller
    holds silver's lock."""
    silver = SILVER[policy.contract.name]
    waiting = [
        (batch, found)
        for batch, found in ledger.under_way(policy.contract.name)
        if writer.committed(silver, batch.app_id(silver.full_name)) < batch.number
    ]
    if any(batch.job.startswith("readmit.") for batch, _ in waiting):
        raise ReplayError(
            "rejected records are being readmitted: let `make readmit` end, or run it again, and then this"
        )
    return [found for _, found in waiting]


def _arrived(bronze: DataFrame, under_way: list[Range]) -> DataFrame:
    source, partition, offset = (F.col(name) for name in POSITION)
    for each in under_way:
        inside = (source == each.source_id) & (partition == each.partition)
        bronze = bronze.filter(~(inside & offset.between(each.from_offset, each.to_offset - 1)))
    return bronze


def _staying(rows: DataFrame, before: DataFrame, bronze: DataFrame, turns: list[tuple[Any, ...]]) -> DataFrame:
    """One row an identity: that whose content silver holds; else by the rule of the road that of the first batch to
    write it, inside a batch the smallest hash.

    A record that was rejected and readmitted lies in the ranges of two batches: the one whose version of the contract
    stands in bronze wrote it.
    """
    contested = rows.groupBy("event_key").count().filter("count > 1").select("event_key")
    alone = rows.join(contested, "event_key", "left_anti")
    several = rows.join(contested, "event_key", "left_semi")
    held = before.select("event_key", F.col("content_hash").alias("_held"))
    written = bronze.select(*(F.col(name).alias(f"position_{name}") for name in POSITION), "contract_version")
    versions = several.join(held, "event_key", "left").join(written, list(_ARRIVAL))
    taken = rows.sparkSession.createDataFrame(
        pa.Table.from_pylist([dict(zip(_TURNS.names, row, strict=True)) for row in turns], _TURNS)
    )
    source, partition, offset = (F.col(name) for name in _ARRIVAL)
    at = (source == F.col("s")) & (partition == F.col("p")) & offset.between(F.col("first"), F.col("end") - 1)
    by_turn = versions.join(F.broadcast(taken), at & (F.col("contract_version") == F.col("version")))
    is_held = F.coalesce(F.col("content_hash") == F.col("_held"), F.lit(False))
    first = Window.partitionBy("event_key").orderBy(is_held.desc(), "turn", "content_hash", *_ARRIVAL)
    winners = by_turn.withColumn("_rank", F.row_number().over(first)).filter("_rank = 1")
    return alone.unionByName(winners.select(*rows.columns))


_TURNS = pa.schema(
    [
        ("s", pa.string()),
        ("p", pa.int32()),
        ("first", pa.int64()),
        ("end", pa.int64()),
        ("version", pa.int32()),
        ("turn", pa.int64()),
    ]
)

"""Carries one batch of envelopes through the road and writes what comes of it, so that it can be done again.

Order: bronze, silver, quarantine, ledger. Appends carry transaction ids and all else is idempotent by key, so a crash
between two steps is repaired by carrying the same batch again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from pyspark import StorageLevel
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from lakehouse.accounts import BatchId, Judgement, OutcomeCount, PartitionAccount, partition_accounts
from lakehouse.catalog import BRONZE, SILVER
from lakehouse.fates import accepted_records, judge_profiles, judge_records, judgement_of, minute_ranges, within
from lakehouse.gold import changed_day
from lakehouse.locks import Locks
from lakehouse.persons import Snapshot
from lakehouse.refine import Refined, refine, views
from lakehouse.tables import Lake
from lakehouse.worker import SILVER_PREFIX, STRANGER, PassPlan, QuarantineKey
from lakehouse.writer import Transaction, Writer
from privacy.policy import Policy
from schemas.envelope import POSITION
from schemas.outcomes import Fate, Outcome
from schemas.tables import QUARANTINE, Table

PROFILE_ORDER = ("updated_order", "content_hash")
_ROWS_PER_FILE = 125_000
_RECENT_MINUTES = 120


class RoadError(Exception):
    """A batch cannot be carried; the text says what to do."""


class Persons(Protocol):
    """The registry, as the road needs it."""

    def open_batch(self) -> None:
        """Brings the knowledge of persons up to date, at the opening of a batch."""

    def snapshot(self) -> Snapshot: ...

    def mint(self, strangers: list[tuple[bytes, bytes]]) -> None:
        """Makes rows for persons met for the first time: (subject_ref, vaulted identifier), each once."""

    def quarantine_key(self) -> QuarantineKey: ...


@dataclass(frozen=True)
class Progress:
    """How far the ledger knows a batch to have come, and the ranges it was opened with: (source_id, partition,
    from_offset, to_offset, records)."""

    ranges: tuple[tuple[str, int, int, int, int], ...]
    judged: bool
    closed: bool
    versions: tuple[int, int]
    """of contract and policy"""


class Ledger(Protocol):
    """The run ledger, as the road needs it."""

    def progress(self, batch: BatchId) -> Progress | None: ...

    def open(self, batch: BatchId, policy: Policy, accounts: tuple[PartitionAccount, ...]) -> None: ...

    def judged(self, batch: BatchId, judgement: Judgement) -> None: ...

    def mark(self, batch: BatchId, sink: str) -> None: ...

    def close(self, batch: BatchId) -> None: ...


@dataclass(frozen=True)
class Keys:
    """Where workers find the master key, and its check value."""

    file: str
    fingerprint: str


@dataclass(frozen=True)
class BatchReport:
    """Counts and stage seconds of one carried batch. No value of a record is in it."""

    accounts: tuple[PartitionAccount, ...]
    judgement: Judgement | None
    seconds: dict[str, float]
    new_persons: int = 0

    @property
    def records(self) -> int:
        return sum(account.records for account in self.accounts)


@dataclass
class _Stopwatch:
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun


@dataclass(frozen=True)
class _Tally:
    counts: list[OutcomeCount]
    minutes: list[tuple[int, int]]

    def of(self, outcome: str) -> int:
        return sum(count.records for count in self.counts if count.outcome == outcome)


class Road:
    """The road for one policy. One thread at a time."""

    def __init__(self, policy: Policy, lake: Lake, locks: Locks, persons: Persons, ledger: Ledger, keys: Keys) -> None:
        self._policy = policy
        self._lake = lake
        self._locks = locks
        self._persons = persons
        self._ledger = ledger
        self._keys = keys
        self._bronze = BRONZE[policy.contract.name]
        self._silver = SILVER[policy.contract.name]

    def carry(self, envelope: DataFrame, batch: BatchId) -> BatchReport | None:
        """Carries ``envelope`` as ``batch``. None when that was wholly done before. Safe to call again after a crash.

        Raises RoadError when the same batch was opened with other positions: the checkpoint is not the lake's.
        """
        known = self._ledger.progress(batch)
        if known is not None:
            _same_ranges(known, envelope, batch)
            if known.closed:
                return None
            self._same_versions(known, batch)
        watch = _Stopwatch()
        with watch.stage("persons"):
            self._persons.open_batch()
        kept: list[DataFrame] = []
        try:
            with watch.stage("pass"):
                refined, tally, new_persons = self._pass(envelope, kept)
            accounts = partition_accounts(tally.counts, STRANGER)
            if not accounts:
                return None
            with watch.stage("ledger"):
                self._ledger.open(batch, self._policy, accounts)
            writer = Writer(envelope.sparkSession, self._lake)
            with watch.stage("bronze"):
                self._append(writer, refined.bronze, self._bronze, batch, tally.of(Outcome.BRONZE))
            with watch.stage("silver"):
                judgement = self._write_silver(writer, refined, tally, batch, known)
            with watch.stage("quarantine"):
                self._append(writer, refined.rejected, QUARANTINE, batch, tally.of(Outcome.REJECTED))
            with watch.stage("ledger"):
                self._ledger.close(batch)
            return BatchReport(accounts, judgement, watch.seconds, new_persons)
        finally:
            for frame in kept:
                frame.unpersist()

    def _same_versions(self, known: Progress, batch: BatchId) -> None:
        """Another version may reject what this one takes: half a batch by each would lose the difference."""
        versions = (self._policy.contract.version, self._policy.version)
        if known.versions != versions:
            raise RoadError(
                f"{batch.job} batch {batch.number} was half written by contract and policy versions {known.versions}, "
                f"this program has {versions}: start the earlier version once to finish it, then this one"
            )

    def _plan(self) -> PassPlan:
        return PassPlan(
            policy=self._policy,
            key_file=self._keys.file,
            key_fingerprint=self._keys.fingerprint,
            snapshot=self._persons.snapshot(),
            quarantine_key=self._persons.quarantine_key(),
        )

    def _pass(self, envelope: DataFrame, kept: list[DataFrame]) -> tuple[Refined, _Tally, int]:
        """Passes the batch, makes rows for the persons it meets for the first time, and passes their records again."""
        first = self._kept(refine(envelope, self._plan()).passed, kept)
        tally = _tally(first)
        if not tally.of(STRANGER):
            return views(first, self._policy), tally, 0
        strangers = views(first, self._policy).strangers
        refs = strangers.groupBy("subject_ref").agg(F.first("vault").alias("vault")).toArrow()
        self._persons.mint(list(zip(refs["subject_ref"].to_pylist(), refs["vault"].to_pylist(), strict=True)))
        second = self._kept(refine(strangers, self._plan()).passed, kept)
        again = _tally(second)
        if again.of(STRANGER):
            raise RoadError(
                "persons just made are not in the registry: is another process deleting them? Restart the job"
            )
        known = first.filter(F.col("outcome") != STRANGER)
        counts = [count for count in tally.counts if count.outcome != STRANGER] + again.counts
        return (
            views(known.unionByName(second), self._policy),
            _Tally(counts, tally.minutes + again.minutes),
            refs.num_rows,
        )

    @staticmethod
    def _kept(frame: DataFrame, kept: list[DataFrame]) -> DataFrame:
        """``foreachBatch`` would run the plan again for each action; the pass is worth keeping."""
        kept.append(frame.persist(StorageLevel.MEMORY_AND_DISK))
        return frame

    def _append(self, writer: Writer, rows: DataFrame, table: Table, batch: BatchId, count: int) -> None:
        if count:
            with self._locks.held(table.full_name):
                transaction = Transaction(batch.app_id(table.full_name), batch.number)
                writer.append(rows.coalesce(_files(count)), table, transaction)
        self._ledger.mark(batch, "quarantine" if table is QUARANTINE else table.zone)

    def _write_silver(
        self, writer: Writer, refined: Refined, tally: _Tally, batch: BatchId, known: Progress | None
    ) -> Judgement | None:
        judgement = None
        with self._locks.held(self._silver.full_name):
            if self._policy.keeps_every_record:
                judgement = self._append_records(writer, refined, tally, batch)
            else:
                judgement = self._upsert_profiles(writer, refined, batch, judged=known is not None and known.judged)
        self._ledger.mark(batch, "silver")
        return judgement

    def _append_records(self, writer: Writer, refined: Refined, tally: _Tally, batch: BatchId) -> Judgement | None:
        transaction = Transaction(batch.app_id(self._silver.full_name), batch.number)
        if writer.committed(self._silver, transaction.app_id) >= batch.number:
            return None
        existing = writer.read(self._silver).filter(within(minute_ranges(tally.minutes)))
        judged = judge_records(refined.silver, existing, changed_day(self._silver)).persist(
            StorageLevel.MEMORY_AND_DISK
        )
        try:
            judgement = judgement_of(judged)
            self._ledger.judged(batch, judgement)
            count = judgement.total(Fate.ACCEPTED)
            if count:
                rows = accepted_records(refined.silver, judged, judgement).coalesce(_files(count))
                writer.append(rows.sortWithinPartitions("event_date", "event_time"), self._silver, transaction)
        finally:
            judged.unpersist()
        return judgement

    def _upsert_profiles(self, writer: Writer, refined: Refined, batch: BatchId, judged: bool) -> Judgement | None:
        known = writer.read(self._silver)
        rows = judge_profiles(refined.silver, known, PROFILE_ORDER, changed_day(self._silver))
        rows = rows.persist(StorageLevel.MEMORY_AND_DISK)
        try:
            judgement = None
            if not judged:
                # Judged once, before the first attempt to write: a repeated merge changes nothing.
                judgement = judgement_of(rows, onwards=True)
                self._ledger.judged(batch, judgement)
            newest = rows.filter(F.col("fate") == Fate.ACCEPTED)
            writer.upsert_newest(newest, self._silver, "user_key", PROFILE_ORDER)
        finally:
            rows.unpersist()
        return judgement


def _files(rows: int) -> int:
    return max(1, round(rows / _ROWS_PER_FILE))


def _tally(rows: DataFrame) -> _Tally:
    """One action: counts by partition, outcome and reason, and the minutes that silver must be searched in.

    Minutes of the last two hours one by one, older ones by the hour, so that a late tail stays a short list.
    """
    time_column = SILVER_PREFIX + "event_time"
    grouped = [*POSITION[:2], "outcome", "reason"]
    minute, fine = F.lit(None).cast("bigint"), F.lit(None).cast("boolean")
    if time_column in rows.columns:
        minute = F.floor(F.unix_seconds(time_column) / 60)
        fine = F.floor(F.unix_seconds("received_at") / 60) - minute < _RECENT_MINUTES
        minute = F.when(fine, minute).otherwise(minute - F.pmod(minute, F.lit(60)))
    groups = (
        rows.groupBy(*grouped, minute.alias("minute"), fine.alias("fine"))
        .agg(
            F.count("*").alias("records"),
            F.min("offset").alias("least"),
            F.max("offset").alias("most"),
            F.sum(F.coalesce("unknown_fields", F.lit(0))).alias("unknown_fields"),
        )
        .collect()
    )
    counts = [
        OutcomeCount(*(row[name] for name in (*grouped, "records", "least", "most", "unknown_fields")))
        for row in groups
    ]
    minutes = {(row.minute, row.minute + (0 if row.fine else 59)) for row in groups if row.minute is not None}
    return _Tally(counts, sorted(minutes))


def _same_ranges(known: Progress, envelope: DataFrame, batch: BatchId) -> None:
    rows = envelope.groupBy("source_id", "partition").agg(F.min("offset"), F.max("offset") + 1, F.count("*")).collect()
    found = {tuple(row) for row in rows}
    if found != set(known.ranges):
        raise RoadError(
            f"{batch.job} batch {batch.number} was opened with other positions: the checkpoint is older than the lake, "
            "or of another; put the right one back, or start with NEW_EPOCH=1 to go on from the run ledger"
        )

"""Carries one batch of envelopes through the road and writes what comes of it, so that it can be done again.

Order: bronze, silver, quarantine, ledger. Appends carry transaction ids and all else is idempotent by key, so a crash
between two steps is repaired by carrying the same batch again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple, Protocol

import pyarrow as pa
from pyspark import inheritable_thread_target
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from lakehouse.accounts import BatchId, Judgement, PartitionAccount, partition_accounts
from lakehouse.catalog import BRONZE
from lakehouse.failpoints import Reach, nothing
from lakehouse.fates import (
    accepted_records,
    judge_profiles,
    judge_records,
    newcomers,
    profiles_judgement,
)
from lakehouse.gold import changed_day
from lakehouse.kept import Kept
from lakehouse.known import Look, known_records
from lakehouse.locks import FENCE, Locks
from lakehouse.persons import Snapshot
from lakehouse.refine import Refined, refine, views
from lakehouse.stopwatch import Stopwatch
from lakehouse.tables import Lake
from lakehouse.tally import Tally, full_days, tally
from lakehouse.worker import STRANGER, PassPlan, QuarantineKey
from lakehouse.writer import Transaction, Writer
from privacy.policy import Policy
from schemas.envelope import POSITION
from schemas.outcomes import Fate, Outcome
from schemas.tables import QUARANTINE, Table

PROFILE_ORDER = ("updated_order", "content_hash")
DECISION = ("decided_about", "decided_at", "decided", "received_at")
_ROWS_PER_FILE = 250_000


class RoadError(Exception):
    """A batch cannot be carried; the text says what to do."""


class Stranger(NamedTuple):
    """A person met for the first time. ``vault``: the identifier, closed; ``not_before``: when a person of the same
    identifier was forgotten, if ever."""

    subject_ref: bytes
    vault: bytes
    not_before: dt.datetime | None = None


@dataclass(frozen=True)
class Keys:
    """Where workers find the master key, and its check value."""

    file: str
    fingerprint: str


class Decision(NamedTuple):
    """Of a person, named by ``subject_id``, about a purpose, decided ``at``. ``said``: a number of
    ``decisions.Said``."""

    subject_id: bytes
    purpose: str
    at: dt.datetime
    said: int
    arrived: dt.datetime


class Rules(NamedTuple):
    """What every attempt at a batch goes by. ``decided``: number of the last decision of a person; ``waits``: whether
    who has decided nothing is waited for."""

    decided: int = 0
    waits: bool = False


class Persons(Protocol):
    """The registry, as the road needs it."""

    def keys(self) -> Keys:
        """As of the opening of the batch."""

    def open_batch(self, by: Rules | None = None) -> Rules:
        """Brings the knowledge of persons up to date, at the opening of a batch. Returns what that goes by; ``by``:
        what an earlier attempt went by."""

    def snapshot(self) -> Snapshot: ...

    def mint(self, strangers: list[Stranger]) -> None:
        """Makes rows for persons met for the first time, each once."""

    def decide(self, decisions: list[Decision]) -> None:
        """Takes decisions up, each once: batches that open from now on go by them."""

    def quarantine_key(self) -> QuarantineKey: ...


def pass_plan(policy: Policy, persons: Persons) -> PassPlan:
    """As of the last look at ``persons``."""
    keys = persons.keys()
    return PassPlan(
        policy=policy,
        key_file=keys.file,
        key_fingerprint=keys.fingerprint,
        snapshot=persons.snapshot(),
        quarantine_key=persons.quarantine_key(),
    )


@dataclass(frozen=True)
class Progress:
    """How far the ledger knows a batch to have come, and the ranges it was opened with: (source_id, partition,
    from_offset, to_offset, records)."""

    ranges: tuple[tuple[str, int, int, int, int], ...]
    judged: bool
    closed: bool
    versions: tuple[int, int]
    """of contract and policy"""
    rules: Rules


class Ledger(Protocol):
    """The run ledger, as the road needs it."""

    def progress(self, batch: BatchId) -> Progress | None: ...

    def open(
        self, batch: BatchId, policy: Policy, accounts: tuple[PartitionAccount, ...], anew: bool, rules: Rules
    ) -> None:
        """``anew``: accounts of an earlier attempt are replaced."""

    def judged(self, batch: BatchId, judgement: Judgement) -> None: ...

    def mark(self, batch: BatchId, sink: str) -> None: ...

    def close(self, batch: BatchId) -> None: ...


@dataclass(frozen=True)
class BatchReport:
    """Counts and seconds of one carried batch, by stage (some run beside each other) and from begin to end. No value
    of a record is in it."""

    accounts: tuple[PartitionAccount, ...]
    judgement: Judgement | None
    seconds: dict[str, float]
    elapsed: float
    new_persons: int = 0

    @property
    def records(self) -> int:
        return sum(account.records for account in self.accounts)


class Road:
    """The road for one policy. One thread at a time."""

    def __init__(
        self,
        policy: Policy,
        lake: Lake,
        locks: Locks,
        persons: Persons,
        ledger: Ledger,
        reach: Reach = nothing,
    ) -> None:
        self._policy = policy
        self._lake = lake
        self._locks = locks
        self._persons = persons
        self._ledger = ledger
        self._reach = reach
        self._bronze = BRONZE[policy.contract.name]
        self._silver = policy.table()
        self._kept = Kept()

    def carry(self, envelope: DataFrame, batch: BatchId) -> BatchReport | None:
        """Carries ``envelope`` as ``batch``. None when that was wholly done before. Safe to call again after a crash.

        Raises RoadError when the same batch was opened with other positions: the checkpoint is not the lake's.
        """
        known = self._ledger.progress(batch)
        if known is not None:
            _same_ranges(known, envelope, batch)
        return self._begin(envelope, batch, known, self._append_rejected)

    def readmit(self, envelope: DataFrame, batch: BatchId) -> BatchReport | None:
        """Carries records that stand in quarantine: what is not rejected this time leaves it. At a second attempt there
        may be fewer of them: those of whom was forgotten, or whose day's key is gone, cannot be opened any more."""
        return self._begin(envelope, batch, self._ledger.progress(batch), self._release)

    def _begin(
        self, envelope: DataFrame, batch: BatchId, known: Progress | None, settle: Callable[[_Work], None]
    ) -> BatchReport | None:
        if known is not None:
            if known.closed:
                return None
            self._same_versions(known, batch)
        self._reach("batch.begun")
        with self._locks.shared(FENCE):
            # Who held the fence may have put decisions back, under other numbers.
            again = known and self._ledger.progress(batch)
            return self._carry(envelope, batch, again, settle)

    def _carry(
        self, envelope: DataFrame, batch: BatchId, known: Progress | None, settle: Callable[[_Work], None]
    ) -> BatchReport | None:
        """Within the erasure fence: who is forgotten from now on waits until this batch is closed, and is then taken
        out of what it wrote."""
        watch, writer = Stopwatch(), Writer(envelope.sparkSession, self._lake)
        before = -1 if self._policy.keeps_every_record else writer.version(self._silver)
        with watch.stage("persons"):
            # A batch goes by one state of decisions, whatever is decided between two attempts: else what the first has
            # written to one table could stand in another.
            rules = self._persons.open_batch(known.rules if known else None)
        self._reach("persons.opened")
        try:
            with watch.stage("pass"):
                refined, tally, new_persons = self._pass(envelope)
            self._reach("batch.passed")
            accounts = partition_accounts(tally.counts(), STRANGER)
            if not accounts and known is None:
                return None
            with watch.stage("ledger"):
                judge = not self._is_judged(writer, batch, known)
                self._ledger.open(batch, self._policy, accounts, judge, rules)
                self._decide(refined)
            self._reach("ledger.opened")
            met = _Met(new_persons, before, again=known is not None)
            judgement = self._write(_Work(writer, batch, refined, tally, judge, watch, met), settle)
            with watch.stage("ledger"):
                self._ledger.close(batch)
            self._reach("batch.closed")
            return BatchReport(accounts, judgement, watch.seconds, watch.elapsed, new_persons)
        finally:
            self._kept.let_go()

    def _is_judged(self, writer: Writer, batch: BatchId, known: Progress | None) -> bool:
        """Whether the counts of the batch stand: a second look would find its own rows. Until then they are counted
        anew at each attempt, for somebody may have been forgotten since the last."""
        if known is None or not known.judged:
            return False
        if not self._policy.keeps_every_record:
            return True  # a repeated merge changes nothing
        return writer.committed(self._silver, batch.app_id(self._silver.full_name)) >= batch.number

    def _write(self, work: _Work, settle: Callable[[_Work], None]) -> Judgement | None:
        """Bronze and quarantine in a thread, the look and the judgement beside them, silver once bronze is written: the
        commits of Delta leave a core idle for most of a second each."""
        in_session = inheritable_thread_target(work.spark)
        with ThreadPoolExecutor(1) as lane:
            bronze = lane.submit(in_session(self._append_bronze), work)
            with ExitStack() as until_written:
                with work.watch.stage("wait"):
                    until_written.enter_context(self._locks.held(self._silver.full_name))
                quarantine = lane.submit(in_session(self._settled), work, bronze, settle)
                judgement, write_silver = self._judged(work, self._known(work))
                bronze.result()
                self._mark(work, "bronze")
                write_silver()
                self._reach("silver.written")
            self._mark(work, "silver")
            quarantine.result()
            self._mark(work, "quarantine")
        return judgement

    def _mark(self, work: _Work, sink: str) -> None:
        self._ledger.mark(work.batch, sink)
        self._reach(f"{sink}.marked")

    def _same_versions(self, known: Progress, batch: BatchId) -> None:
        """Another version may reject what this one takes: half a batch by each would lose the difference."""
        versions = (self._policy.contract.version, self._policy.version)
        if known.versions != versions:
            raise RoadError(
                f"{batch.job} batch {batch.number} was half written by contract and policy versions {known.versions}, "
                f"this program has {versions}: start the earlier version once to finish it, then this one"
            )

    def _pass(self, envelope: DataFrame) -> tuple[Refined, Tally, int]:
        """Passes the batch, makes rows for the persons it meets for the first time, and passes their records again."""
        first = self._kept.keep(refine(envelope, pass_plan(self._policy, self._persons)).passed)
        tally = self._tally(first)
        if not tally.of(STRANGER):
            return views(first, self._policy), tally, 0
        strangers = views(first, self._policy).strangers
        met = strangers.groupBy("subject_ref").agg(F.first("vault").alias("vault"), F.max("not_before").alias("since"))
        columns = met.toArrow().to_pydict()
        persons = [Stranger(*row) for row in zip(*(columns[name] for name in met.columns), strict=True)]
        self._persons.mint(persons)
        self._reach("persons.minted")
        second = self._kept.keep(refine(strangers, pass_plan(self._policy, self._persons)).passed)
        again = self._tally(second)
        if again.of(STRANGER):
            raise RoadError(
                "persons just made are not in the registry: is another process deleting them? Restart the job"
            )
        known = first.filter(F.col("outcome") != STRANGER)
        return views(known.unionByName(second), self._policy), tally.without(STRANGER).with_(again), len(persons)

    def _decide(self, refined: Refined) -> None:
        """Before anything is written: a no is gone by as soon as it is known."""
        if not self._policy.contract.decides:
            return
        rows = refined.passed.filter(F.col("outcome") == Outcome.BRONZE).select("subject_id", *DECISION).toArrow()
        columns = (rows[name].to_pylist() for name in rows.column_names)
        self._persons.decide([Decision(*row) for row in zip(*columns, strict=True)])

    def _tally(self, passed: DataFrame) -> Tally:
        return tally(passed, self._policy, changed_day(self._silver) if self._policy.keeps_every_record else None)

    def _append_bronze(self, work: _Work) -> None:
        with work.watch.stage("bronze"):
            self._append(work, work.refined.bronze, self._bronze, work.tally.of(Outcome.BRONZE))
        self._reach("bronze.written")

    def _append_rejected(self, work: _Work) -> None:
        with work.watch.stage("quarantine"):
            self._append(work, work.refined.rejected, QUARANTINE, work.tally.of(Outcome.REJECTED))
        self._reach("quarantine.written")

    def _append(self, work: _Work, rows: DataFrame, table: Table, count: int) -> None:
        if count:
            with self._locks.held(table.full_name):
                work.writer.append(rows.coalesce(_files(count)), table, work.transaction(table))

    @staticmethod
    def _settled(work: _Work, bronze: Future[None], settle: Callable[[_Work], None]) -> None:
        """Quarantine, once bronze is written: what could not be written must not leave it."""
        bronze.result()
        settle(work)

    def _release(self, work: _Work) -> None:
        """Once they are in bronze: so that a position is always in one of the two."""
        with work.watch.stage("quarantine"), self._locks.held(QUARANTINE.full_name):
            moved = work.refined.passed.filter(F.col("outcome") != Outcome.REJECTED).select("outcome", *POSITION)
            if work.met.again:
                # What is let through this time alone was not appended: bronze is, once for a batch.
                there = work.writer.read(self._bronze).select(*POSITION)
                stays = moved.filter(F.col("outcome") == Outcome.BRONZE).join(there, list(POSITION), "left_anti")
                moved = moved.join(stays, list(POSITION), "left_anti")
            work.writer.remove(moved.select(*POSITION), QUARANTINE)
        self._reach("quarantine.written")

    def _known(self, work: _Work) -> Look | None:
        """What silver holds of a batch whose records are yet to be judged. The caller holds silver's lock."""
        if not (work.judge and self._policy.keeps_every_record):
            return None
        with work.watch.stage("look"):
            return known_records(work.writer.read(self._silver), work.refined.silver, work.tally.bronze())

    def _judged(self, work: _Work, known: Look | None) -> tuple[Judgement | None, Callable[[], None]]:
        """The judgement, None if it stands already, and what then writes silver. The caller holds silver's lock."""
        if not self._policy.keeps_every_record:
            return self._judged_profiles(work)
        if known is None:
            return None, _nothing_to_write
        return self._judged_records(work, known)

    def _judged_records(self, work: _Work, known: Look) -> tuple[Judgement, Callable[[], None]]:
        with work.watch.stage("judge"):
            rows = work.tally.bronze()
            judged = judge_records(rows, known())
            judgement = judged.judgement()
            self._ledger.judged(work.batch, judgement)
        self._reach("silver.judged")

        def write() -> None:
            with work.watch.stage("silver"):
                accepted = accepted_records(work.refined.silver, judged)
                if judgement.total(Fate.ACCEPTED):
                    work.writer.append(by_day(accepted, rows), self._silver, work.transaction(self._silver))

        return judgement, write

    def _judged_profiles(self, work: _Work) -> tuple[Judgement | None, Callable[[], None]]:
        day = changed_day(self._silver)
        with work.watch.stage("judge"):
            fresh = work.refined.silver
            are_new = self._are_new(work)
            if are_new:
                judged = newcomers(fresh, day)
            else:
                known = work.writer.read(self._silver)
                judged = self._kept.keep(judge_profiles(fresh, known, PROFILE_ORDER, day))
            judgement = profiles_judgement(judged) if work.judge else None
            if judgement:
                # Judged once, before the first attempt to write: a repeated merge changes nothing.
                self._ledger.judged(work.batch, judgement)
        self._reach("silver.judged")

        def write() -> None:
            with work.watch.stage("silver"):
                newest = judged.filter(F.col("fate") == Fate.ACCEPTED)
                if are_new:
                    rows = newest.coalesce(_files(work.met.new_persons))
                    work.writer.append(rows, self._silver, work.transaction(self._silver))
                else:
                    work.writer.upsert_newest(newest, self._silver, "user_key", PROFILE_ORDER)

        return judgement, write

    def _are_new(self, work: _Work) -> bool:
        """Whether each profile is of a person of its own whom silver cannot know: made by this attempt, and nothing was
        written to silver since. The caller holds silver's lock. A first load needs no search and no merge then."""
        everybody = 0 < work.met.new_persons == work.tally.of(Outcome.BRONZE)
        return everybody and work.writer.version(self._silver) == work.met.silver_before


@dataclass(frozen=True)
class _Met:
    """Persons that the attempt has made, and the version that silver, if of profiles, had before. ``again``: it is not
    the first."""

    new_persons: int
    silver_before: int
    again: bool


@dataclass(frozen=True)
class _Work:
    """What is needed to write one passed batch. ``judge``: its fates are yet to be told."""

    writer: Writer
    batch: BatchId
    refined: Refined
    tally: Tally
    judge: bool
    watch: Stopwatch
    met: _Met

    @property
    def spark(self) -> SparkSession:
        return self.refined.passed.sparkSession

    def transaction(self, table: Table) -> Transaction:
        return Transaction(self.batch.app_id(table.full_name), self.batch.number)


def _nothing_to_write() -> None:
    """Silver holds the batch."""


def _files(rows: int) -> int:
    return max(1, round(rows / _ROWS_PER_FILE))


def by_day(accepted: DataFrame, rows: pa.Table) -> DataFrame:
    """``accepted`` laid out for its files: full days over as many tasks as they fill files, the late tail (a few rows
    of each of many days) in one task, else every task would write a file for every day."""
    full = full_days(rows)
    of_full = F.col("event_date").isin(full)
    tail = accepted.filter(~of_full).coalesce(1)
    parts = [accepted.filter(of_full).coalesce(_files(len(rows))), tail] if full else [tail]
    whole = reduce(DataFrame.unionAll, parts)
    return whole.sortWithinPartitions("event_date", "event_time")


def _same_ranges(known: Progress, envelope: DataFrame, batch: BatchId) -> None:
    rows = envelope.groupBy("source_id", "partition").agg(F.min("offset"), F.max("offset") + 1, F.count("*")).collect()
    found = {tuple(row) for row in rows}
    if found != set(known.ranges):
        raise RoadError(
            f"{batch.job} batch {batch.number} was opened with other positions: the checkpoint is older than the lake, "
            "or of another; put the right one back, or start with NEW_EPOCH=1 to go on from the run ledger"
        )

"""The condition of a lake as ``make status`` finds it, and what is wrong in it with the remedy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from conf import Settings
from governance.ledger import Balance
from governance.report import BatchFacts, DriftFacts, EpochFacts, GoldFacts, LakeFacts
from schemas.outcomes import WAITS
from scripts.disk import Disk
from streaming.backlog import Backlog

WINDOW = dt.timedelta(hours=24)
"""What counts of the last time are over."""

LATE = dt.timedelta(minutes=10)
"""A stream that runs has closed a batch, finished a begun one and refreshed gold within this time."""

ALARM_RATIO = 0.5
"""Of a topic's retention: a record that has waited longer is close to being deleted unread."""


@dataclass(frozen=True)
class Service:
    """``where``: its address, if known. ``named``: by the settings; else local. ``remedy``: where it is not up."""

    name: str
    named: bool
    up: bool
    where: str
    remedy: str = ""


@dataclass(frozen=True)
class Run:
    """The process that runs the stream."""

    process: int
    seconds: float


@dataclass(frozen=True)
class Topic:
    """``refusal``: why the next `make stream` would not go on with it, and the remedy. ``unseen``: whether the broker,
    which is up, did not tell what waits."""

    name: str
    job: str
    epoch: EpochFacts | None = None
    last: BatchFacts | None = None
    backlog: Backlog | None = None
    refusal: str | None = None
    unseen: bool = False


@dataclass(frozen=True)
class Accounts:
    """Counts of the last 24 hours, and what is not finished yet. ``rejected``: (contract, reason, remedy, records)."""

    balances: tuple[Balance, ...]
    rejected: tuple[tuple[str, str, str, int], ...]
    unknown_fields: int
    drifts: tuple[DriftFacts, ...]
    half_done: tuple[BatchFacts, ...]
    gold: GoldFacts
    quarantine_days: tuple[dt.date, ...]
    requests_due: tuple[dt.datetime, ...] = ()
    """when each request of a person that is not done is due"""


@dataclass(frozen=True)
class Keys:
    """Versions in the key file, and whether it is the one this lake was made with; never a key."""

    versions: tuple[int, ...]
    fits: bool
    problem: str = ""


@dataclass(frozen=True)
class Failure:
    """The last failure that the stream's own log tells of."""

    at: str
    event: str
    words: str


@dataclass(frozen=True)
class Condition:
    """All that was found. ``lake`` and ``accounts`` are None while the control plane cannot be asked; ``unseen`` names
    what gave no answer in time though its service is up."""

    at: dt.datetime
    begun: bool
    services: tuple[Service, ...]
    run: Run | None
    topics: tuple[Topic, ...]
    lake: LakeFacts | None
    accounts: Accounts | None
    keys: Keys
    disks: tuple[Disk, ...]
    failure: Failure | None
    unseen: tuple[str, ...] = ()


_DUE_SOON = dt.timedelta(days=7)


class Code(StrEnum):
    """What can be wrong; docs/operate.md says what to do about each."""

    SERVICE_DOWN = "service_down"
    NOT_SEEN = "not_seen"
    AT_REST = "at_rest"
    KEY_FILE = "key_file"
    CANNOT_GO_ON = "cannot_go_on"
    DELETED_UNREAD = "deleted_unread"
    LAG_OLD = "lag_old"
    NO_STREAM = "no_stream"
    NO_BATCH = "no_batch"
    HALF_DONE = "half_done"
    ACCOUNTS = "accounts"
    REJECTED = "rejected"
    UNKNOWN_FIELDS = "unknown_fields"
    DRIFT = "drift"
    GOLD_BEHIND = "gold_behind"
    DISK_LOW = "disk_low"
    REQUEST_DUE = "request_due"


@dataclass(frozen=True)
class Problem:
    """One line. ``alarm``: somebody has to act now; else it can wait for the day."""

    code: Code
    text: str
    remedy: str
    alarm: bool = True


def problems(found: Condition, settings: Settings) -> tuple[Problem, ...]:
    """What is wrong in ``found``, the most urgent first."""
    if not found.begun:
        return ()
    each = [*_services(found), *_keys(found), *_topics(found), *_accounts(found, settings), *_disks(found, settings)]
    each += [*_requests(found), *_unseen(found)]
    return tuple(sorted(each, key=lambda problem: not problem.alarm))


def _services(found: Condition) -> Iterator[Problem]:
    """Local services that are all down beside no stream are at rest; one alone, or beside a stream, is missing."""
    if found.run is None and not any(service.up or service.named for service in found.services):
        yield Problem(Code.AT_REST, "nothing runs, so little can be seen", "`make stream` starts it", alarm=False)
        return
    for service in found.services:
        if not service.up:
            yield Problem(Code.SERVICE_DOWN, f"{service.name} cannot be used ({service.where})", service.remedy)


def _unseen(found: Condition) -> Iterator[Problem]:
    """What cannot be seen is not well."""
    if found.unseen:
        text = f"could not be looked at: {', '.join(found.unseen)}"
        yield Problem(Code.NOT_SEEN, text, "run it again; on a busy machine with STATUS_SECONDS=30")


def _keys(found: Condition) -> Iterator[Problem]:
    if found.keys.problem:
        yield Problem(Code.KEY_FILE, found.keys.problem, "nothing is carried until then")
    elif not found.keys.fits:
        yield Problem(
            Code.KEY_FILE, "the key file is not the one this lake was made with", "put the right one at KEY_FILE"
        )


def _topics(found: Condition) -> Iterator[Problem]:
    if found.lake and found.lake.restoring:
        text = "the registry was put back, but not what persons have decided since its backup: no batch opens"
        yield Problem(Code.CANNOT_GO_ON, text, "`make restore-registry` again")
    for topic in found.topics:
        if topic.refusal:
            yield Problem(Code.CANNOT_GO_ON, topic.refusal, "NEW_EPOCH=1 only when nothing else is left")
        if topic.backlog is not None:
            yield from _backlog(topic, topic.backlog, found)


def _backlog(topic: Topic, backlog: Backlog, found: Condition) -> Iterator[Problem]:
    if backlog.lost:
        yield Problem(
            Code.DELETED_UNREAD,
            f"{topic.name}: {backlog.lost:,} positions were deleted before they were taken",
            "they are lost to the lake; NEW_EPOCH=1 goes on with what is there",
        )
    if backlog.ratio >= ALARM_RATIO:
        yield Problem(
            Code.LAG_OLD,
            f"{topic.name}: the oldest record not taken has waited {backlog.ratio:.0%} of the topic's retention",
            "raise retention.ms now, then start the stream or give it more cores",
        )
    if backlog.lag and found.run is None:
        yield Problem(
            Code.NO_STREAM, f"{topic.name}: {backlog.lag:,} records wait and no stream runs", "run `make stream`"
        )
    elif backlog.lag and _is_late(topic.last.closed_at if topic.last else None, found):
        yield Problem(
            Code.NO_BATCH,
            f"{topic.name}: {backlog.lag:,} records wait and no batch was closed for {_minutes(LATE)}",
            "see the last failure above and var/log/stream.jsonl; restarting the stream loses nothing",
        )


def _is_late(at: dt.datetime | None, found: Condition) -> bool:
    """Whether ``at`` (never: None) is longer ago than it may be, with the stream running as long."""
    runs_long = found.run is not None and found.run.seconds > LATE.total_seconds()
    return runs_long and (at is None or found.at - at > LATE)


def _accounts(found: Condition, settings: Settings) -> Iterator[Problem]:
    accounts = found.accounts
    if accounts is None:
        return
    yield from _half_done(accounts.half_done, found)
    broken = sorted({f"{each.job}/{each.partition}" for each in accounts.balances if not each.holds})
    if broken:
        yield Problem(Code.ACCOUNTS, f"the accounts of {', '.join(broken)} do not balance", "run `make reconcile`")
    yield from _rejections(accounts, settings)
    for drift in accounts.drifts:
        yield Problem(
            Code.DRIFT,
            f"{drift.contract}: {drift.kind} stood in {drift.field} of {drift.records:,} records looked at in 24 hours",
            f"it is kept out of silver; have the sender mended, or declare it: holds=(Kind.{drift.kind},) in a new "
            "contract version",
            alarm=False,
        )
    if accounts.unknown_fields:
        yield Problem(
            Code.UNKNOWN_FIELDS,
            f"{accounts.unknown_fields:,} fields that no contract names came in 24 hours",
            "they are in the encrypted original only; a later contract version can have them by replay",
            alarm=False,
        )
    if accounts.gold.oldest is not None and _is_late(accounts.gold.oldest, found):
        yield Problem(
            Code.GOLD_BEHIND,
            f"gold has not taken up changes for {_minutes(found.at - accounts.gold.oldest)}",
            "see the last failure above; the next refresh takes them all up",
        )


def _half_done(batches: Sequence[BatchFacts], found: Condition) -> Iterator[Problem]:
    slices, replays, others = (
        [batch for batch in batches if _kind(batch) == kind] for kind in ("backfill", "replay", "other")
    )
    of_stream = [batch for batch in others if found.run is None or _is_late(batch.opened_at, found)]
    # A backfill or a replay may be running: nobody can tell from here.
    of_history = [batch for batch in slices if found.at - batch.opened_at > LATE]
    of_replays = [batch for batch in replays if found.at - batch.opened_at > LATE]
    if of_stream:
        yield Problem(
            Code.HALF_DONE,
            f"{counted(len(of_stream), 'batch', 'batches')} begun and not finished",
            "run `make stream`: it finishes them first" if found.run is None else "restart the stream",
        )
    if of_history:
        yield Problem(
            Code.HALF_DONE,
            f"{counted(len(of_history), 'slice', 'slices')} of history begun and not finished",
            "run `make backfill` again, unless it is running: it finishes them first",
        )
    if of_replays:
        yield Problem(
            Code.HALF_DONE,
            f"{counted(len(of_replays), 'replay', 'replays')} begun and not finished",
            "run `make replay` again for the same day, unless it is running: until then gold may not show it",
        )


def _kind(batch: BatchFacts) -> str:
    kind = batch.job.partition(".")[0]
    return kind if kind in ("backfill", "replay") else "other"


def _rejections(accounts: Accounts, settings: Settings) -> Iterator[Problem]:
    taken, rejected = (sum(getattr(each, name) for each in accounts.balances) for name in ("consumed", "rejected"))
    # Whoever waits for a decision is nobody's fault.
    rejected -= sum(records for _, reason, _, records in accounts.rejected if reason in WAITS)
    if rejected <= 0:
        return
    limit = settings.stream.rejection_share
    stops = 0 < limit < 1
    yield Problem(
        Code.REJECTED,
        f"{rejected:,} records ({rejected / taken:.1%}) were rejected in 24 hours"
        + (f"; the stream stops at {limit:.0%}" if stops else ""),
        "see `make rejected`; after a fix `make readmit` takes them in again",
        alarm=rejected / taken > (limit if stops else 0.5) / 2,
    )


def _requests(found: Condition) -> Iterator[Problem]:
    due = found.accounts.requests_due if found.accounts else ()
    soon = [at for at in due if at < found.at + _DUE_SOON]
    if soon:
        late = min(soon) < found.at
        text = f"{counted(len(soon), 'request of a person is', 'requests of persons are')} not done, the first due on"
        remedy = "`make requests` lists them; `make erase` and `make access` go on with those that were begun"
        yield Problem(Code.REQUEST_DUE, f"{text} {min(soon):%Y-%m-%d}", remedy, alarm=late)


def _disks(found: Condition, settings: Settings) -> Iterator[Problem]:
    least = settings.status
    for disk in found.disks:
        if disk.is_low(least.least_free_gb, least.least_free_percent):
            names = ", ".join(folder.name for folder in disk.folders)
            yield Problem(
                Code.DISK_LOW,
                f"the disk of {names} has {disk.free / 1024**3:.1f} GB free of {disk.total / 1024**3:.0f}",
                "make room or move LAKE_VAR; a full disk stops the stream, and it goes on by itself after a restart",
            )


def folders(settings: Settings, postgres: Path) -> dict[str, Path]:
    """The local folders whose size is told, by name."""
    paths = settings.paths
    lake = {} if "://" in paths.lake else {"lake": Path(paths.lake)}
    return lake | {"checkpoints": paths.checkpoints, "kafka": paths.kafka, "postgres": postgres, "log": paths.log}


def counted(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"


def _minutes(span: dt.timedelta) -> str:
    return f"{span.total_seconds() / 60:,.0f} minutes"

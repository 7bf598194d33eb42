"""The screen of ``make status``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from governance.ledger import Balance
from scripts.condition import Accounts, Condition, Problem, Service, Topic, counted
from scripts.disk import Disk

_MOST_REASONS = 8
_NEVER = "never"
_NOT_BEGUN = (
    "Nothing has run here yet. `make stream` starts a local Kafka and PostgreSQL and carries synthetic traffic."
)
_COUNTED = ("consumed", "bronze", "rejected", "suppressed", "accepted", "duplicate", "conflict", "superseded")


def panel(found: Condition, problems: Sequence[Problem]) -> str:
    """One screen; the problems stand at its end, where the eye is."""
    if not found.begun:
        return _NOT_BEGUN
    return "\n".join([*_head(found), *_topics(found), *_accounts(found), *_rest(found), "", *_problems(problems)])


def _head(found: Condition) -> Iterator[str]:
    lake = f"lake {found.lake.lake_id}" if found.lake else "no lake to be seen"
    yield f"{found.at:%Y-%m-%d %H:%M:%S}Z   {lake}"
    yield "services    " + "; ".join(_service(service) for service in found.services)
    if found.run is None:
        yield "stream      not running"
    else:
        yield f"stream      runs for {span(found.run.seconds)} (process {found.run.process})"


def _service(service: Service) -> str:
    kind = "named" if service.named else "local"
    return f"{service.name} {kind} {'up' if service.up else 'NOT UP'} ({service.where})"


def _topics(found: Condition) -> Iterator[str]:
    rows: list[tuple[str, ...]] = [
        ("topic", "epoch", "lag", "oldest waits", "of retention", "fresh", "last batch", "records", "written in")
    ]
    rows += [_topic(topic, found.at) for topic in found.topics]
    if len(rows) > 1:
        yield ""
        yield from table(rows, left=1)


def _topic(topic: Topic, now: dt.datetime) -> tuple[str, ...]:
    waits = ("?",) * 4
    if topic.backlog is not None:
        share = f"{topic.backlog.ratio:.0%}" if topic.backlog.retention_seconds else "no end"
        fresh = "-" if topic.backlog.fresh_seconds is None else span(topic.backlog.fresh_seconds)
        waits = (f"{topic.backlog.lag:,}", span(topic.backlog.age_seconds), share, fresh)
    epoch = str(topic.epoch.number) if topic.epoch else "-"
    if topic.last is None or topic.last.closed_at is None:
        return (topic.name, epoch, *waits, _NEVER, "-", "-")
    ago = span((now - topic.last.closed_at).total_seconds())
    return (topic.name, epoch, *waits, f"{ago} ago", f"{topic.last.records:,}", f"{topic.last.seconds:.1f} s")


def _accounts(found: Condition) -> Iterator[str]:
    accounts = found.accounts
    if accounts is None:
        return
    rows: list[tuple[str, ...]] = [("last 24 h", *_COUNTED, "")]
    jobs = sorted({balance.job for balance in accounts.balances})
    rows += [_sums(job, [each for each in accounts.balances if each.job == job]) for job in jobs]
    yield ""
    yield from table(rows, left=1) if jobs else ["last 24 h   no batch"]
    yield from _rejected(accounts)


def _sums(job: str, balances: Sequence[Balance]) -> tuple[str, ...]:
    holds = all(balance.holds for balance in balances)
    counts = (f"{sum(getattr(balance, name) for balance in balances):,}" for name in _COUNTED)
    return (job, *counts, "ok" if holds else "DOES NOT HOLD")


def _rejected(accounts: Accounts) -> Iterator[str]:
    shown = accounts.rejected[:_MOST_REASONS]
    rows = [("rejected", "reason", "records", "remedy")]
    rows += [(contract, reason, f"{records:,}", remedy) for contract, reason, remedy, records in shown]
    if shown:
        yield ""
        yield from table(rows, left=2, open_end=True)
    if len(accounts.rejected) > len(shown):
        yield f"{counted(len(accounts.rejected) - len(shown), 'more reason', 'more reasons')}: `make rejected`"


def _rest(found: Condition) -> Iterator[str]:
    yield ""
    if found.accounts is not None:
        accounts = found.accounts
        yield f"unfinished  {counted(len(accounts.half_done), 'batch', 'batches')}; {_gold(accounts, found.at)}"
    yield f"keys        {_keys(found)}"
    for disk in found.disks:
        yield f"disk        {_disk(disk)}"
    if found.failure is not None:
        yield f"last failure {found.failure.at[:19]}Z {found.failure.event}: {found.failure.words}"


def _gold(accounts: Accounts, now: dt.datetime) -> str:
    gold = accounts.gold
    if gold.oldest is None:
        return "gold is up to date"
    waits = span((now - gold.oldest).total_seconds())
    return f"gold has {counted(gold.days, 'day', 'days')} to compute anew, the first for {waits}"


def _keys(found: Condition) -> str:
    if found.keys.problem:
        return "the key file cannot be used"
    words = f"master key version {', '.join(map(str, found.keys.versions))}"
    if found.lake is not None:
        words += ", fits the lake" if found.keys.fits else ", IS NOT THE LAKE'S"
    days = len(found.accounts.quarantine_days) if found.accounts else 0
    return f"{words}; {counted(days, 'day key', 'day keys')} of rejected records" if days else words


def _disk(disk: Disk) -> str:
    used = ", ".join(f"{each.name} {'' if each.whole else 'over '}{size(each.used)}" for each in disk.folders)
    return f"{size(disk.free)} of {size(disk.total)} free; {used}"


def _problems(problems: Sequence[Problem]) -> Iterator[str]:
    if not problems:
        yield "no problem"
    for problem in problems:
        yield f"{'PROBLEM' if problem.alarm else 'notice '}  {problem.text}: {problem.remedy}"


def table(rows: Sequence[tuple[str, ...]], left: int, open_end: bool = False) -> list[str]:
    """Columns of equal width; the first ``left`` ones, and an ``open_end``, to the left."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    last = len(widths) - 1
    return [
        "  ".join(
            cell.ljust(width) if column < left or (open_end and column == last) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def span(seconds: float) -> str:
    """A length of time in its two largest units."""
    minutes, hours, days = seconds / 60, seconds / 3600, seconds / 86_400
    if days >= 2:
        return f"{int(days)} d {int(hours) % 24} h"
    if hours >= 1:
        return f"{int(hours)} h {int(minutes) % 60} min"
    return f"{int(minutes)} min {int(seconds) % 60} s" if minutes >= 1 else f"{int(seconds)} s"


def size(count: float) -> str:
    """Bytes in the largest unit that leaves a whole number before the point."""
    for unit in ("B", "KB", "MB", "GB"):
        if count < 1024:
            return f"{count:.0f} {unit}" if unit in ("B", "KB") else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.1f} TB"

"""Erases persons: nothing of theirs can be read at once, no open batch still knows them, no file holds them, gold is
made again without them."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from governance.audit import Action
from governance.consents import Past, Withdrawals
from governance.erasure import Doomed, Erasures
from governance.expiry import Names, nobody
from governance.ledger import RunLedger
from governance.requests import Kind, RequestError, Requests
from lakehouse.aggregates import made_of
from lakehouse.catalog import ANONYMOUS, FIGURES, GOLD, INGESTED, PERSONS, SILVER
from lakehouse.failpoints import Reach, nothing
from lakehouse.gold import Gold
from lakehouse.locks import FENCE, Locks
from lakehouse.maintenance import Maintenance
from lakehouse.persons import wipe
from privacy.policies import POLICIES

_WORK = "erase"
_READERS = tuple(table.full_name for table in (*GOLD, *ANONYMOUS, *FIGURES))
"""Locks of whoever reads silver to make something else of it."""


@dataclass(frozen=True)
class Plane:
    """What an erasure works on. ``snapshots``: folders below which jobs keep whom they know; ``scrub``: removes from
    the files of Postgres what was deleted there, False where its log stays; ``readmitting``: whether a readmission is
    under way, which needs an old version of quarantine; ``held``: on a day, whose rows must stay (legal holds)."""

    erasures: Erasures
    withdrawals: Withdrawals
    requests: Requests
    ledger: RunLedger
    maintenance: Maintenance
    gold: Gold
    locks: Locks
    snapshots: tuple[Path, ...]
    scrub: Callable[[], bool]
    readmitting: Callable[[], bool]
    held: Callable[[dt.date], Names] = nobody
    patience_seconds: float = 60.0


@dataclass(frozen=True)
class Erased:
    """``requests`` that are done, and withdrawals that let the past go; ``rows`` taken out by table; days of gold
    ``restated``."""

    requests: int
    withdrawals: int
    rows: dict[str, int]
    restated: int


@dataclass(frozen=True, repr=False)
class Forgotten:
    """Whose rows no table holds in its newest version, by which requests; ``past``: of which purposes nothing is left
    there; ``rows`` taken out by table."""

    numbers: list[int]
    doomed: list[Doomed]
    past: list[Past]
    rows: dict[str, int]


def erase(plane: Plane, told: Callable[[str], None] = nothing, reach: Reach = nothing) -> Erased:
    """Carries out what was begun (:meth:`Erasures.begin`), what an earlier call that was cut off has left included,
    and lets the past of a purpose go where a withdrawal says so. Safe to repeat. ``told`` hears of each step; nobody
    else may run this at the same time.

    Bytes first, numbers afterwards: rows out of every table that names persons, their files removed, then the files of
    the registry, and only then gold. What was published and released changes by its own rules.
    """
    forgotten = forget(plane, reach)
    if forgotten.doomed or forgotten.past:
        told("rows are out of every table")
        _purge(plane)
        told("their files and all old versions are removed")
    reach("erase.purged")
    plane.erasures.done(forgotten.doomed, forgotten.numbers)
    reach("erase.forgotten")
    if forgotten.numbers:
        log = "" if plane.scrub() else "; its log of changes (WAL) stays until the server makes a checkpoint"
        told(f"what was left in the files of Postgres is removed{log}")
    reach("erase.scrubbed")
    restated = len(plane.gold.refresh())
    reach("erase.restated")
    plane.requests.end(forgotten.numbers, Action.ERASE)
    plane.withdrawals.done(forgotten.past)
    return Erased(len(forgotten.numbers), len(forgotten.past), forgotten.rows, restated)


def _purge(plane: Plane) -> None:
    """Waits while records are readmitted, as a stream does for a moment at a time: its batch may have to get past the
    locks that this needs."""
    until = time.monotonic() + plane.patience_seconds
    while True:
        with _alone(plane.locks):
            if not plane.readmitting():
                plane.maintenance.purge(INGESTED)
                return
        if time.monotonic() > until:
            raise RequestError(
                "nothing of theirs can be read, and no table holds them; but rejected records are being readmitted "
                "out of a version that has their bytes: let `make readmit` end, or run it again, and then this"
            )
        time.sleep(1.0)


def forget(plane: Plane, reach: Reach = nothing) -> Forgotten:
    """The first part: behind the fence, for which every batch under way ends first, whoever those batches have made
    since; then their rows."""
    with plane.locks.held(FENCE):
        plane.erasures.settle()
        numbers, doomed = plane.requests.running(Kind.ERASE), plane.erasures.pending()
        held = set(plane.held(dt.datetime.now(dt.UTC).date()).get("subject_id", ()))
        past = [each for each in plane.withdrawals.pending() if each.subject_id not in held]
        for folder in plane.snapshots:
            wipe(folder, [each.person_seq for each in doomed], [each.subject_id for each in doomed])
    reach("erase.settled")
    rows = _take_out(plane, doomed, past, reach) if doomed or past else {}
    return Forgotten(numbers, doomed, past, rows)


def _take_out(plane: Plane, doomed: Sequence[Doomed], past: Sequence[Past], reach: Reach) -> dict[str, int]:
    """Notes which days of gold change before it changes silver."""
    for name, days in _days(plane.maintenance, _names([*doomed, *past])).items():
        if days:
            plane.ledger.rework_begins(_WORK, POLICIES[name], days)
    reach("erase.listed")
    rows = Counter(plane.maintenance.take_out(_names(doomed)) if doomed else {})
    for purpose in sorted({each.purpose for each in past}):
        whose = [each for each in past if each.purpose == purpose]
        used = [name for name, policy in POLICIES.items() if policy.purpose and policy.purpose.name == purpose]
        until, arrived = [each.until for each in whose], [each.arrived for each in whose]
        rows.update(plane.maintenance.take_out_of(used, _names(whose), until, arrived))
    reach("erase.taken")
    for policy in POLICIES.values():
        plane.ledger.reworked(_WORK, policy)
    reach("erase.reworked")
    return dict(rows)


def _names(persons: Sequence[Doomed | Past]) -> dict[str, Sequence[bytes]]:
    return {
        "subject_id": [each.subject_id for each in persons],
        "user_key": [each.user_key for each in persons],
    }


def _days(maintenance: Maintenance, names: dict[str, Sequence[bytes]]) -> dict[str, list[dt.date]]:
    """By source that gold is made of."""
    columns = dict(PERSONS)
    return {
        name: maintenance.changed_days(table, columns[table], names[columns[table]])
        for name, table in SILVER.items()
        if made_of(name)
    }


@contextmanager
def _alone(locks: Locks) -> Iterator[None]:
    """Nobody makes anything of silver, and no batch is open. The fence last: gold of a large lake is waited for for
    minutes, and batches go on meanwhile; none of them ever waits for gold."""
    with ExitStack() as until_done:
        for name in (*_READERS, FENCE):
            until_done.enter_context(locks.held(name))
        yield

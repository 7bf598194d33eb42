"""Erases persons: nothing of theirs can be read at once, no open batch still knows them, no file holds them, gold is
made again without them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from batch.rework import Rework
from governance.audit import Action
from governance.consents import Past, Withdrawals
from governance.erasure import Doomed, Erasures
from governance.expiry import Names, nobody
from governance.requests import Kind, Requests
from lakehouse.failpoints import Reach, nothing
from lakehouse.locks import FENCE
from lakehouse.persons import wipe
from privacy.policies import POLICIES

_WORK = "erase"


@dataclass(frozen=True)
class Plane:
    """What an erasure works on. ``snapshots``: folders below which jobs keep whom they know; ``scrub``: removes from
    the files of Postgres what was deleted there, False where its log stays; ``held``: on a day, whose rows must stay
    (legal holds, restrictions of use)."""

    erasures: Erasures
    withdrawals: Withdrawals
    requests: Requests
    rework: Rework
    snapshots: tuple[Path, ...]
    scrub: Callable[[], bool]
    held: Callable[[dt.date], Names] = nobody


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
        plane.rework.purge()
        told("their files and all old versions are removed")
    reach("erase.purged")
    plane.erasures.done(forgotten.doomed, forgotten.numbers)
    reach("erase.forgotten")
    if forgotten.numbers:
        log = "" if plane.scrub() else "; its log of changes (WAL) stays until the server makes a checkpoint"
        told(f"what was left in the files of Postgres is removed{log}")
    reach("erase.scrubbed")
    restated = plane.rework.restate()
    reach("erase.restated")
    plane.requests.end(forgotten.numbers, Action.ERASE)
    plane.withdrawals.done(forgotten.past)
    return Erased(len(forgotten.numbers), len(forgotten.past), forgotten.rows, restated)


def forget(plane: Plane, reach: Reach = nothing) -> Forgotten:
    """The first part: behind the fence, for which every batch under way ends first, whoever those batches have made
    since; then their rows."""
    with plane.rework.locks.held(FENCE):
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
    plane.rework.begins(_WORK, plane.rework.days_of(_names([*doomed, *past])["user_key"]))
    reach("erase.listed")
    rows = Counter(plane.rework.maintenance.take_out(_names(doomed)) if doomed else {})
    for purpose in sorted({each.purpose for each in past}):
        whose = [each for each in past if each.purpose == purpose]
        used = [name for name, policy in POLICIES.items() if policy.purpose and policy.purpose.name == purpose]
        until, arrived = [each.until for each in whose], [each.arrived for each in whose]
        rows.update(plane.rework.maintenance.take_out_of(used, _names(whose), until, arrived))
    reach("erase.taken")
    plane.rework.ends(_WORK)
    reach("erase.reworked")
    return dict(rows)


def _names(persons: Sequence[Doomed | Past]) -> dict[str, Sequence[bytes]]:
    return {
        "subject_id": [each.subject_id for each in persons],
        "user_key": [each.user_key for each in persons],
    }

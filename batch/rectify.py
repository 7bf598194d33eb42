"""Corrects records of persons (GDPR Art. 16): the wrong ones leave the lake, the corrected ones take the road in their
place, as of when those came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from batch.restrict import whose
from batch.rework import Rework
from batch.wrong import decode, rights_of, wrong_ones
from governance.audit import Action
from governance.corrections import JOB, Carried, Correction, Corrections
from governance.persons_asked import Known
from governance.requests import RequestError, Requests
from lakehouse.accounts import BatchId
from lakehouse.aside import Aside
from lakehouse.catalog import BRONZE, SILVER
from lakehouse.failpoints import Reach, nothing
from lakehouse.locks import Locks
from lakehouse.named import names
from lakehouse.writer import Writer
from privacy.keys import KeyedHash
from privacy.policies import POLICIES
from schemas.contract import Contract
from schemas.envelope import POSITION
from schemas.tables import ASIDE, QUARANTINE

_AT_ONCE = 1_000
_INSTANT = pa.timestamp("us", tz="UTC")
_AFTER_ALL = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
_ENVELOPE = (*POSITION, "received_at", "subject_id", "payload")
_POSITIONS = pa.schema(
    [pa.field("source_id", pa.string()), pa.field("partition", pa.int32()), pa.field("offset", pa.int64())]
)


@dataclass(frozen=True)
class Plane:
    """What it works on. ``known``: persons by their identifiers; ``events``: makes identities of records; ``carry``:
    carries a batch to its end; ``begun``: whether that was begun before, or is done."""

    corrections: Corrections
    requests: Requests
    rework: Rework
    aside: Aside
    writer: Writer
    locks: Locks
    known: Callable[[list[bytes]], dict[bytes, Known]]
    events: Callable[[], KeyedHash]
    carry: Callable[[Carried], None]
    begun: Callable[[BatchId], bool]


def corrections(contract: Contract, lines: Sequence[bytes], now: dt.datetime) -> list[tuple[bytes, Correction]]:
    """One for each line of a file (JSON, whole records), with its person's identifier. RequestError names the first
    line that the contract does not take, never what is in it."""
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    found = decode(contract, [line for _, line in numbered], [now] * len(numbered))
    if found.rejected:
        row, reason = found.rejected[0]
        raise RequestError(f"line {numbered[row][0]} would be rejected ({reason}: {reason.remedy}); nothing was done")
    subjects = found.columns[contract.subject].to_pylist()
    return [(who.encode(), Correction(contract.name, line)) for who, (_, line) in zip(subjects, numbered, strict=True)]


def rectify(
    plane: Plane, asked: Mapping[int, bytes], told: Callable[[str], None] = nothing, reach: Reach = nothing
) -> int:
    """Carries out these requests (identifiers by number); days of gold made again. Safe to repeat; nobody else may run
    this at the same time. ``told`` hears of each step."""
    fresh = plane.corrections.begin(asked)
    reach("rectify.begun")
    with plane.rework.quiet(but_of=JOB):
        for contract in sorted({each.contract for each in fresh}):
            _bind(plane, POLICIES[contract].contract, [each for each in fresh if each.contract == contract])
        reach("rectify.bound")
        bound = plane.corrections.bound()
        # What is carried has taken the place of the wrong ones: it must not be taken for one of them.
        unbegun = [each for each in bound if not plane.begun(each.batch)]
        _take_out(plane, unbegun)
    told("the wrong records are out of every table")
    reach("rectify.taken")
    plane.rework.purge((*(BRONZE[name] for name in _names(bound)), *SILVER.values(), QUARANTINE, ASIDE))
    told("their files and all old versions are removed")
    reach("rectify.purged")
    for each in bound:
        plane.carry(each)
        reach("rectify.carried")
        plane.corrections.gone([correction for _, _, correction in each.places])
    told(f"{sum(len(each.places) for each in bound):,} corrected records have taken their place")
    reach("rectify.gone")
    restated = plane.rework.restate()
    plane.requests.end(plane.corrections.done(asked), Action.RECTIFY)
    return restated


def _names(bound: Sequence[Carried]) -> list[str]:
    return sorted({correction.contract for each in bound for _, _, correction in each.places})


def _bind(plane: Plane, contract: Contract, corrected: Sequence[Correction]) -> None:
    """To a batch, with when the records came that they replace: what was not late then is not late now."""
    rights = rights_of(contract, corrected)
    taken = {each.correction.number for each in rights}
    plane.corrections.gone([each for each in corrected if each.number not in taken])
    persons = plane.known([each.who for each in rights])
    now = plane.rework.ledger.now()
    for first in range(0, len(rights), _AT_ONCE):
        some = rights[first : first + _AT_ONCE]
        came = wrong_ones(plane.writer, plane.events(), contract, some, persons).came
        arrived = [came.get((each.who, each.id), now) if contract.record_id else now for each in some]
        # Nothing can have come before it happened.
        plane.corrections.bind(
            contract.name, [(each.correction, max(at, each.at)) for each, at in zip(some, arrived, strict=True)]
        )


def _take_out(plane: Plane, bound: Sequence[Carried]) -> None:
    """What these replace. Days of gold are noted before, and silver goes first: bronze is what tells which of its rows
    are meant, also to a call after one that was cut off."""
    for each in bound:
        contract = POLICIES[each.places[0][2].contract].contract
        rights = rights_of(contract, [correction for _, _, correction in each.places])
        persons = plane.known([right.who for right in rights])
        keys = [person.keys.user_key for person in persons.values()]
        plane.rework.begins("rectify", plane.rework.days_of(keys))
        wrong = wrong_ones(plane.writer, plane.events(), contract, rights, persons)
        silver, name = SILVER[contract.name], "event_key" if contract.record_id else "user_key"
        if wrong.identities:
            with plane.locks.held(silver.full_name):
                plane.writer.remove(names(plane.writer.spark, name, wrong.identities), silver)
            plane.aside.without(contract.name, [whose(person) for person in persons.values()], sorted(wrong.identities))
        for table, positions in wrong.positions.items():
            with plane.locks.held(table.full_name):
                rows = [dict(zip(_POSITIONS.names, position, strict=True)) for position in positions]
                found = plane.writer.spark.createDataFrame(pa.Table.from_pylist(rows, _POSITIONS))
                plane.writer.remove(found, table)
    plane.rework.ends("rectify")

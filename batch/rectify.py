"""Corrects records of persons (GDPR Art. 16): the wrong ones leave the lake, the corrected ones take the road in their
place, as of when those came."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from batch.restrict import whose
from batch.rework import Rework
from governance.audit import Action
from governance.corrections import JOB, Carried, Correction, Corrections
from governance.persons_asked import Known
from governance.requests import RequestError, Requests
from lakehouse.accounts import BatchId
from lakehouse.aside import Aside
from lakehouse.catalog import BRONZE, SILVER
from lakehouse.failpoints import Reach, nothing
from lakehouse.locks import Locks
from lakehouse.writer import Writer
from privacy.keyed import event_keys
from privacy.keys import KeyedHash, Seal
from privacy.policies import POLICIES
from schemas.contract import Contract
from schemas.decoding import Decoded, decoder
from schemas.envelope import POSITION, bound_to
from schemas.tables import ASIDE, QUARANTINE, Table

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
    found = _decoded(contract, [line for _, line in numbered], [now] * len(numbered))
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


@dataclass(repr=False)
class _Wrong:
    """Of one contract. ``positions`` by table; ``identities`` of rows of silver; by person and id of the record, when
    the first of them ``came``."""

    positions: dict[Table, list[tuple[Any, ...]]] = field(default_factory=dict)
    identities: set[bytes] = field(default_factory=set)
    came: dict[tuple[bytes, str], dt.datetime] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class _Right:
    """A corrected record that can be read. ``at``: when it happened."""

    correction: Correction
    who: bytes
    id: str
    at: dt.datetime


def _right(contract: Contract, corrected: Sequence[Correction]) -> list[_Right]:
    """Of several that say the same thing anew the last."""
    there = [(each, each.record) for each in corrected if each.record is not None]
    found = _decoded(_keys_of(contract), [record for _, record in there], [_AFTER_ALL] * len(there))
    who, at = found.columns[contract.subject].to_pylist(), found.columns[contract.event_time].to_pylist()
    ids = found.columns[contract.record_id].to_pylist() if contract.record_id else [""] * len(who)
    rights = [
        _Right(there[row][0], one.encode(), name, instant)
        for row, one, name, instant in zip(found.rows.tolist(), who, ids, at, strict=True)
    ]
    return list({(each.who, each.id): each for each in rights}.values())


def _bind(plane: Plane, contract: Contract, corrected: Sequence[Correction]) -> None:
    """To a batch, with when the records came that they replace: what was not late then is not late now."""
    rights = _right(contract, corrected)
    taken = {each.correction.number for each in rights}
    plane.corrections.gone([each for each in corrected if each.number not in taken])
    persons = plane.known([each.who for each in rights])
    now = plane.rework.ledger.now()
    for first in range(0, len(rights), _AT_ONCE):
        some = rights[first : first + _AT_ONCE]
        came = _wrong(plane, contract, some, persons).came
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
        rights = _right(contract, [correction for _, _, correction in each.places])
        persons = plane.known([right.who for right in rights])
        keys = [person.keys.user_key for person in persons.values()]
        plane.rework.begins("rectify", plane.rework.days_of(keys))
        wrong = _wrong(plane, contract, rights, persons)
        silver, name = SILVER[contract.name], "event_key" if contract.record_id else "user_key"
        if wrong.identities:
            identities = pa.array(sorted(wrong.identities), pa.binary())
            with plane.locks.held(silver.full_name):
                plane.writer.remove(_frame(plane, pa.table({name: identities})), silver)
            plane.aside.without(contract.name, [whose(person) for person in persons.values()], sorted(wrong.identities))
        for table, positions in wrong.positions.items():
            with plane.locks.held(table.full_name):
                rows = [dict(zip(_POSITIONS.names, position, strict=True)) for position in positions]
                plane.writer.remove(_frame(plane, pa.Table.from_pylist(rows, _POSITIONS)), table)
    plane.rework.ends("rectify")


def _wrong(plane: Plane, contract: Contract, rights: Sequence[_Right], persons: Mapping[bytes, Known]) -> _Wrong:
    """What earlier records say that is corrected now: of a contract with ids those with the same id of the same person,
    else all of the person; and rows of silver that have the identity of a corrected one, wherever they came from."""
    found = _Wrong()
    names = {persons[each.who].subject_id: each.who for each in rights if each.who in persons}
    by_id = {persons[who].subject_id: persons[who] for who in names.values()}
    ids = {(each.who, each.id) for each in rights}
    if not contract.record_id:
        found.identities |= {person.keys.user_key for person in by_id.values()}
    else:
        known = [each for each in rights if each.who in persons]
        keys = [persons[each.who].keys.user_key for each in known]
        found.identities |= _identities(plane, keys, [each.id for each in known], [each.at for each in known])
    for table in (BRONZE[contract.name], QUARANTINE):
        rows = [
            (row, payload, (names[row["subject_id"]], _id(payload, contract)))
            for row, payload in _opened(plane.writer, table, contract, by_id)
        ]
        rows = [each for each in rows if each[2] in ids]
        found.positions[table] = [tuple(row[name] for name in POSITION) for row, _, _ in rows]
        for row, _, of in rows:
            found.came[of] = min(found.came.get(of, row["received_at"]), row["received_at"])
        if contract.record_id:
            found.identities |= _made(plane, contract, rows, by_id)
    return found


def _made(
    plane: Plane, contract: Contract, rows: Sequence[tuple[Any, bytes, Any]], by_id: Mapping[bytes, Known]
) -> set[bytes]:
    """Identities of rows of silver that these records may have made: by the fields that make one, whatever else an
    earlier version of the contract took."""
    decoded = _decoded(_keys_of(contract), [each[1] for each in rows], [_AFTER_ALL] * len(rows))
    keys = [by_id[rows[row][0]["subject_id"]].keys.user_key for row in decoded.rows.tolist()]
    ids, at = decoded.columns[contract.record_id or ""].to_pylist(), decoded.columns[contract.event_time].to_pylist()
    return _identities(plane, keys, ids, at)


def _identities(plane: Plane, keys: Sequence[bytes], ids: Sequence[str], at: Sequence[dt.datetime]) -> set[bytes]:
    micros = pa.array(at, _INSTANT).cast(pa.int64()).to_pylist()
    return set(event_keys(plane.events(), keys, ids, micros))


def _opened(
    writer: Writer, table: Table, contract: Contract, by_id: Mapping[bytes, Known]
) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Records of these persons that a table holds sealed, opened."""
    rows = writer.read(table).filter(F.col("contract") == contract.name)
    wanted = pa.table({"subject_id": pa.array(sorted(by_id), pa.binary())})
    theirs = rows.join(F.broadcast(writer.spark.createDataFrame(wanted)), "subject_id", "left_semi")
    seals = {subject: Seal(person.keys.dek) for subject, person in by_id.items()}
    for row in theirs.filter("payload IS NOT NULL").select(*_ENVELOPE).toArrow().to_pylist():
        binding = bound_to(contract.name, *(row[name] for name in POSITION))
        yield row, seals[row["subject_id"]].open(row["payload"], binding)


def _id(payload: bytes, contract: Contract) -> str:
    """The id in a record, which may be malformed otherwise; empty where there is none, or a person's records replace
    each other."""
    if not contract.record_id:
        return ""
    try:
        found = json.loads(payload)[contract.record_id]
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
    return found if isinstance(found, str) else ""


def _keys_of(contract: Contract) -> Contract:
    """The same with the fields alone that tell records apart."""
    names = {contract.subject, contract.event_time, contract.record_id}
    fields = tuple(field for field in contract.fields if field.name in names)
    return replace(contract, fields=fields, unknown_fields="drop")


def _decoded(contract: Contract, payloads: Sequence[bytes], received: Sequence[dt.datetime]) -> Decoded:
    return decoder(contract).decode(pa.array(payloads, pa.binary()), pa.array(received, _INSTANT))


def _frame(plane: Plane, rows: pa.Table) -> DataFrame:
    """A relation, and no literals: those would stand in plans and in Delta's log."""
    return plane.writer.spark.createDataFrame(rows)

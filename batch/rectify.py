"""Corrects records of persons (GDPR Art. 16): the wrong ones leave the lake, the corrected ones are sent to it."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from batch.restrict import whose
from batch.rework import Rework
from governance.audit import Action
from governance.corrections import Correction, Corrections
from governance.persons_asked import Known
from governance.requests import RequestError, Requests
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
from schemas.tables import QUARANTINE, Table

_ENVELOPE = (*POSITION, "received_at", "subject_id", "payload")
_POSITIONS = pa.schema(
    [pa.field("source_id", pa.string()), pa.field("partition", pa.int32()), pa.field("offset", pa.int64())]
)


@dataclass(frozen=True)
class Plane:
    """What it works on. ``known``: persons by their identifiers; ``events``: makes identities of records; ``send``:
    sends corrected records to their topics, and returns when Kafka has them."""

    corrections: Corrections
    requests: Requests
    rework: Rework
    aside: Aside
    writer: Writer
    locks: Locks
    known: Callable[[list[bytes]], dict[bytes, Known]]
    events: Callable[[], KeyedHash]
    send: Callable[[Sequence[Correction]], None]


def corrections(contract: Contract, lines: Sequence[bytes], now: dt.datetime) -> list[Correction]:
    """One for each line of a file (JSON, whole records). RequestError names the first line that the contract does not
    take, never what is in it."""
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    found = _decoded(contract, [line for _, line in numbered], [now] * len(numbered))
    if found.rejected:
        row, reason = found.rejected[0]
        raise RequestError(f"line {numbered[row][0]} would be rejected ({reason}: {reason.remedy}); nothing was done")
    subjects = found.columns[contract.subject].to_pylist()
    return [
        Correction(subject.encode(), contract.name, line) for subject, (_, line) in zip(subjects, numbered, strict=True)
    ]


def rectify(
    plane: Plane, asked: Mapping[int, bytes], told: Callable[[str], None] = nothing, reach: Reach = nothing
) -> int:
    """Carries out these requests (identifiers by number); days of gold made again. Safe to repeat; nobody else may run
    this at the same time. ``told`` hears of each step."""
    corrected = plane.corrections.begin(asked)
    reach("rectify.begun")
    plane.rework.let_end()
    persons = plane.known(list(asked.values()))
    plane.rework.begins("rectify", plane.rework.days_of([each.keys.user_key for each in persons.values()]))
    reach("rectify.listed")
    for contract in sorted({each.contract for each in corrected}):
        _take_out(plane, POLICIES[contract].contract, corrected, persons)
    plane.rework.ends("rectify")
    told("the wrong records are out of every table")
    reach("rectify.taken")
    plane.rework.purge()
    told("their files and all old versions are removed")
    reach("rectify.purged")
    plane.send(corrected)
    told(f"{len(corrected):,} corrected records sent: silver has them with the next batch")
    reach("rectify.sent")
    restated = plane.rework.restate()
    plane.corrections.gone(list(asked))
    plane.requests.end(list(asked), Action.RECTIFY)
    return restated


@dataclass(frozen=True)
class _Wrong:
    """Of one contract: positions by table, and identities of rows of silver, by person."""

    positions: dict[Table, list[tuple[str, int, int]]] = field(default_factory=lambda: defaultdict(list))
    identities: dict[bytes, list[bytes]] = field(default_factory=lambda: defaultdict(list))


def _take_out(
    plane: Plane, contract: Contract, corrected: Sequence[Correction], persons: Mapping[bytes, Known]
) -> None:
    """Silver first: bronze is what tells which of its rows are meant, also to a call after one that was cut off."""
    of = {each.identifier: persons[each.identifier] for each in corrected if each.contract == contract.name
          and each.identifier in persons}  # fmt: skip
    if not of:
        return
    wrong = _wrong(plane, contract, corrected, of)
    silver, identities = SILVER[contract.name], [key for keys in wrong.identities.values() for key in keys]
    name = "event_key" if contract.record_id else "user_key"
    if identities:
        with plane.locks.held(silver.full_name):
            plane.writer.remove(_frame(plane, pa.table({name: pa.array(identities, pa.binary())})), silver)
        plane.aside.without(contract.name, [whose(each) for each in of.values()], identities)
    for table, positions in wrong.positions.items():
        with plane.locks.held(table.full_name):
            rows = [dict(zip(_POSITIONS.names, each, strict=True)) for each in positions]
            plane.writer.remove(_frame(plane, pa.Table.from_pylist(rows, _POSITIONS)), table)


def _wrong(plane: Plane, contract: Contract, corrected: Sequence[Correction], of: Mapping[bytes, Known]) -> _Wrong:
    """What earlier records say that is corrected now: of a contract with ids those with the same id of the same person,
    else all of the person."""
    found = _Wrong()
    ids = {
        (of[each.identifier].subject_id, _id(each.record, contract))
        for each in corrected
        if each.contract == contract.name and each.identifier in of
    }
    by_id = {each.subject_id: each for each in of.values()}
    for table in (BRONZE[contract.name], QUARANTINE):
        rows = [
            (row, payload)
            for row, payload in _opened(plane.writer, table, contract, by_id)
            if (row["subject_id"], _id(payload, contract)) in ids
        ]
        found.positions[table] += [tuple(row[name] for name in POSITION) for row, _ in rows]
        if table is not QUARANTINE:
            _add_identities(plane, contract, rows, by_id, found)
    return found


def _add_identities(
    plane: Plane, contract: Contract, rows: Sequence[tuple[Any, bytes]], by_id: Mapping[bytes, Known], found: _Wrong
) -> None:
    """Of the rows of silver that these records of bronze have made."""
    keys = [by_id[row["subject_id"]].keys.user_key for row, _ in rows]
    if not contract.record_id:
        found.identities.update({key: [key] for key in keys})
        return
    decoded = _decoded(contract, [payload for _, payload in rows], [row["received_at"] for row, _ in rows])
    if decoded.rejected:
        raise RequestError(
            f"{len(decoded.rejected):,} earlier records of theirs are none by today's contract {contract.name}, so "
            "that nobody can tell which rows they have made: correct them with the version that took them"
        )
    micros = decoded.columns[contract.event_time].cast(pa.timestamp("us")).cast(pa.int64()).to_pylist()
    names = decoded.columns[contract.record_id].to_pylist()
    for key, identity in zip(keys, event_keys(plane.events(), keys, names, micros), strict=True):
        found.identities[key].append(identity)


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


def _id(payload: bytes, contract: Contract) -> str | None:
    """The id in a record, which may be malformed otherwise; None where a person's records replace each other."""
    if not contract.record_id:
        return None
    try:
        found = json.loads(payload)[contract.record_id]
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
    return found if isinstance(found, str) else ""


def _decoded(contract: Contract, payloads: Sequence[bytes], received: Sequence[dt.datetime]) -> Decoded:
    return decoder(contract).decode(pa.array(payloads, pa.binary()), pa.array(received, pa.timestamp("us", tz="UTC")))


def _frame(plane: Plane, rows: pa.Table) -> DataFrame:
    """A relation, and no literals: those would stand in plans and in Delta's log."""
    return plane.writer.spark.createDataFrame(rows)

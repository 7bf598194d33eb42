"""Records of persons that corrected ones replace (GDPR Art. 16): where they are, and what silver made of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa
from pyspark.sql import functions as F

from governance.corrections import Correction
from governance.persons_asked import Known
from lakehouse.catalog import BRONZE
from lakehouse.named import rows_of
from lakehouse.writer import Writer
from privacy.keyed import event_keys
from privacy.keys import KeyedHash, Seal
from schemas.contract import Contract
from schemas.decoding import Decoded, decoder
from schemas.envelope import POSITION, bound_to
from schemas.tables import QUARANTINE, Table

_INSTANT = pa.timestamp("us", tz="UTC")
_AFTER_ALL = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
_ENVELOPE = (*POSITION, "received_at", "subject_id", "payload")


@dataclass(repr=False)
class Wrong:
    """Of one contract. ``positions`` by table; ``identities`` of rows of silver; by person and id of the record, when
    the first of them ``came``."""

    positions: dict[Table, list[tuple[Any, ...]]] = field(default_factory=dict)
    identities: set[bytes] = field(default_factory=set)
    came: dict[tuple[bytes, str], dt.datetime] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class Right:
    """A corrected record that can be read. ``at``: when it happened."""

    correction: Correction
    who: bytes
    id: str
    at: dt.datetime


def rights_of(contract: Contract, corrected: Sequence[Correction]) -> list[Right]:
    """Of several that say the same thing anew the last."""
    there = [(each, each.record) for each in corrected if each.record is not None]
    found = decode(_keys_of(contract), [record for _, record in there], [_AFTER_ALL] * len(there))
    who, at = found.columns[contract.subject].to_pylist(), found.columns[contract.event_time].to_pylist()
    ids = found.columns[contract.record_id].to_pylist() if contract.record_id else [""] * len(who)
    rights = [
        Right(there[row][0], one.encode(), name, instant)
        for row, one, name, instant in zip(found.rows.tolist(), who, ids, at, strict=True)
    ]
    return list({(each.who, each.id): each for each in rights}.values())


def wrong_ones(
    writer: Writer, events: KeyedHash, contract: Contract, rights: Sequence[Right], persons: Mapping[bytes, Known]
) -> Wrong:
    """What earlier records say that is corrected now: of a contract with ids those with the same id of the same person,
    else all of the person; and rows of silver that have the identity of a corrected one, wherever they came from."""
    found = Wrong()
    names = {persons[each.who].subject_id: each.who for each in rights if each.who in persons}
    by_id = {persons[who].subject_id: persons[who] for who in names.values()}
    ids = {(each.who, each.id) for each in rights}
    if not contract.record_id:
        found.identities |= {person.keys.user_key for person in by_id.values()}
    else:
        known = [each for each in rights if each.who in persons]
        keys = [persons[each.who].keys.user_key for each in known]
        found.identities |= _identities(events, keys, [each.id for each in known], [each.at for each in known])
    for table in (BRONZE[contract.name], QUARANTINE):
        rows = [
            (row, payload, (names[row["subject_id"]], _id(payload, contract)))
            for row, payload in _opened(writer, table, contract, by_id)
        ]
        rows = [each for each in rows if each[2] in ids]
        found.positions[table] = [tuple(row[name] for name in POSITION) for row, _, _ in rows]
        for row, _, of in rows:
            found.came[of] = min(found.came.get(of, row["received_at"]), row["received_at"])
        if contract.record_id:
            found.identities |= _made(events, contract, rows, by_id)
    return found


def _made(
    events: KeyedHash, contract: Contract, rows: Sequence[tuple[Any, bytes, Any]], by_id: Mapping[bytes, Known]
) -> set[bytes]:
    """Identities of rows of silver that these records may have made: by the fields that make one, whatever else an
    earlier version of the contract took."""
    decoded = decode(_keys_of(contract), [each[1] for each in rows], [_AFTER_ALL] * len(rows))
    keys = [by_id[rows[row][0]["subject_id"]].keys.user_key for row in decoded.rows.tolist()]
    ids, at = decoded.columns[contract.record_id or ""].to_pylist(), decoded.columns[contract.event_time].to_pylist()
    return _identities(events, keys, ids, at)


def _identities(events: KeyedHash, keys: Sequence[bytes], ids: Sequence[str], at: Sequence[dt.datetime]) -> set[bytes]:
    micros = pa.array(at, _INSTANT).cast(pa.int64()).to_pylist()
    return set(event_keys(events, keys, ids, micros))


def _opened(
    writer: Writer, table: Table, contract: Contract, by_id: Mapping[bytes, Known]
) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Records of these persons that a table holds sealed, opened."""
    rows = writer.read(table).filter(F.col("contract") == contract.name)
    theirs = rows_of(rows, "subject_id", by_id)
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


def decode(contract: Contract, payloads: Sequence[bytes], received: Sequence[dt.datetime]) -> Decoded:
    return decoder(contract).decode(pa.array(payloads, pa.binary()), pa.array(received, _INSTANT))

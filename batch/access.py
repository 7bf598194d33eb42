"""All that is held about persons who ask (GDPR Art. 15 and 20), from every table that names persons.

Originals are opened with the person's own key; rows of silver are as analysts see them, without the keyed hashes that
tie rows together: those tell a person nothing, and would lead who has the answer to them among all rows.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from governance.persons_asked import Known
from lakehouse.aside import opened
from lakehouse.catalog import PERSONS, SILVER
from lakehouse.named import rows_of
from lakehouse.writer import Writer
from privacy.keys import Seal
from schemas.envelope import bound_to
from schemas.tables import ASIDE, Table

_SEALED = "payload"
_BINDING = ("contract", "source_id", "partition", "offset")
Row = dict[str, Any]


@dataclass(frozen=True, repr=False)
class Held:
    """About one person: rows by table, each of plain values. What was sent stands in them as ``record``."""

    rows: Mapping[str, list[Row]]


def held(writer: Writer, persons: Sequence[Known]) -> list[Held]:
    """One for each of ``persons``, in their order. Each table is read once."""
    found: list[dict[str, list[Row]]] = [{} for _ in persons]
    for table, column in PERSONS:
        names = [each.subject_id if column == "subject_id" else each.keys.user_key for each in persons]
        by_name: defaultdict[bytes, list[Row]] = defaultdict(list)
        for row in _rows(writer, table, column, names):
            by_name[row[column]].append(row)
        for at, (name, person) in enumerate(zip(names, persons, strict=True)):
            of_person = [plain for row in by_name[name] for plain in _plain_rows(table, column, row, person)]
            found[at][table.full_name] = sorted(of_person, key=lambda row: json.dumps(row, sort_keys=True))
    return [Held(rows) for rows in found]


def nothing_held() -> Held:
    """Of who is not known: the same tables, without a row."""
    return Held({table.full_name: [] for table, _ in PERSONS})


def _rows(writer: Writer, table: Table, column: str, names: Sequence[bytes]) -> list[Row]:
    rows: list[Row] = rows_of(writer.read(table), column, names).toArrow().to_pylist() if names else []
    return rows


def _plain_rows(table: Table, column: str, row: Row, person: Known) -> Iterator[Row]:
    """What is put aside, by the rows of silver that are in it."""
    if table is not ASIDE:
        yield _plain(table, column, row, person)
        return
    seal, silver = Seal(person.keys.dek), SILVER[row["contract"]]
    for each in opened(row["payload"], row["contract"], person.subject_id, seal).to_pylist():
        yield {"contract": row["contract"], **_plain(silver, "user_key", each, person)}


def _plain(table: Table, column: str, row: Row, person: Known) -> Row:
    """Without keyed hashes; what is sealed, opened."""
    seal = Seal(person.keys.dek)
    plain: Row = {}
    for name in table.column_names:
        value = row.get(name)
        if name == _SEALED:
            plain["record"] = None if value is None else _record(seal.open(value, _binding(row)))
        elif name != column and not isinstance(value, bytes):
            plain[name] = _jsonable(value)
    return plain


def _binding(row: Row) -> bytes:
    return bound_to(*(row[name] for name in _BINDING))


def _record(payload: bytes) -> Any:
    """What was sent: as JSON where it comes out as it went in, else as text, else in hexadecimal."""
    try:
        text = payload.decode()
    except UnicodeDecodeError:
        return {"hexadecimal": payload.hex()}
    try:
        record = json.loads(text, parse_float=_number, parse_constant=_refused, object_pairs_hook=_object)
        json.dumps(record, ensure_ascii=False).encode()
    except (ValueError, ArithmeticError, RecursionError):  # what a sender may write, and nobody can write again
        return {"text": text}
    return record


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number) or Decimal(text) != Decimal(repr(number)):
        raise ValueError("more digits than a float has")
    return number


def _refused(_: str) -> float:
    raise ValueError("no JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name stands there twice")
    return made


def _jsonable(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value

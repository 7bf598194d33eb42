"""Default records of invented persons; a test overrides only the field it is about."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from schemas.contract import Contract
from schemas.decoding import Decoded, decoder
from schemas.envelope import ENVELOPE
from schemas.events import EVENTS
from schemas.users import USERS

RECEIVED = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)

EVENT: dict[str, Any] = {
    "event_id": "evt-00000001",
    "user_id": "ada-17",
    "event_type": "page_view",
    "event_timestamp": "2026-03-01T11:00:00Z",
}
PROFILE: dict[str, Any] = {
    "user_id": "ada-17",
    "created_at": "2024-02-03T04:05:06Z",
    "updated_at": "2026-03-01T11:00:00Z",
}


def event(**overrides: Any) -> bytes:
    """A good event with ``overrides``; an override of ``...`` leaves the field out."""
    return _json(EVENT | overrides)


def profile(**overrides: Any) -> bytes:
    return _json(PROFILE | overrides)


def event_and(tail: bytes) -> bytes:
    """A good event with the bytes ``tail`` as further members of the object, as they are."""
    return event()[:-1] + b"," + tail + b"}"


def _json(record: dict[str, Any]) -> bytes:
    return json.dumps({name: value for name, value in record.items() if value is not ...}, ensure_ascii=False).encode()


def decoded(payloads: Sequence[bytes | None], contract: Contract = EVENTS, received: dt.datetime = RECEIVED) -> Decoded:
    instants = pa.array([received] * len(payloads), pa.timestamp("us", tz="UTC"))
    return decoder(contract).decode(pa.array(payloads, pa.binary()), instants)


def envelope(payloads: Sequence[bytes | None], source_id: str = "file:f00d", first: int = 0) -> pa.RecordBatch:
    """Envelopes at consecutive positions, received at :data:`RECEIVED`."""
    size = len(payloads)
    columns = [[source_id] * size, [0] * size, range(first, first + size), [RECEIVED] * size, payloads]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, ENVELOPE, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=ENVELOPE)


CONTRACTS = {"events": (EVENTS, event), "users": (USERS, profile)}

"""The smallest good records, of invented persons, and their decoding; a test overrides only the field it is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from schemas.contract import Contract
from schemas.decoding import Decoded, decoder
from schemas.envelope import ENVELOPE
from schemas.events import EVENTS
from schemas.users import USERS
from tests.support.records import arrivals, rows, written

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
    return written(EVENT | overrides)


def profile(**overrides: Any) -> bytes:
    return written(PROFILE | overrides)


def event_and(tail: bytes) -> bytes:
    """A good event with the bytes ``tail`` as further members of the object, as they are."""
    return event()[:-1] + b"," + tail + b"}"


def decoded(payloads: Sequence[bytes | None], contract: Contract = EVENTS, received: dt.datetime = RECEIVED) -> Decoded:
    instants = pa.array([received] * len(payloads), pa.timestamp("us", tz="UTC"))
    return decoder(contract).decode(pa.array(payloads, pa.binary()), instants)


def envelope(payloads: Sequence[bytes | None], source_id: str = "file:f00d", first: int = 0) -> pa.RecordBatch:
    """Envelopes at consecutive positions, received at :data:`RECEIVED`."""
    records = arrivals(payloads, first, source_id=source_id, received_at=RECEIVED)
    return pa.RecordBatch.from_pylist(rows(records), ENVELOPE)


CONTRACTS = {"events": (EVENTS, event), "users": (USERS, profile)}

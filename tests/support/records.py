"""Records as senders write them, a default plus what a test is about, and the envelopes they arrive in."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.envelope import ENVELOPE

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ABSENT: Any = ...
"""As a field's value: the field is left out."""

NOON = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)
"""When records arrive unless a test says otherwise."""

SOURCE = "kafka:cluster/topic"

_EVENT = {
    "event_id": "evt-00000001",
    "user_id": "ada",
    "event_type": "page_view",
    "event_timestamp": "2026-03-04T11:58:30.250Z",
    "session_id": "visit-1",
    "device_type": "mobile",
    "browser": "Firefox",
    "ip_address": "198.51.100.7",
    "page_url": "https://shop.example/product/17?ref=mail",
}
_PROFILE = {
    "user_id": "ada",
    "email": "ada@mail.example",
    "first_name": "Ada",
    "age": 36,
    "gender": "F",
    "state": "NY",
    "zip_code": "10001",
    "created_at": "2024-05-06T07:08:09Z",
    "account_status": "active",
    "subscription_tier": "basic",
    "lifetime_value": 120.5,
    "total_purchases": 3,
    "updated_at": "2026-03-04T11:00:00.000Z",
}

_CONSENT = {
    "consent_id": "consent-00000001",
    "user_id": "ada",
    "decided_at": "2026-03-04T10:00:00Z",
    "purpose": "analytics",
    "decision": "granted",
    "text_version": "2026-01",
}


def event(**fields: Any) -> bytes:
    """The payload of an event: a good one, apart from ``fields``."""
    return written(_EVENT | fields)


def profile(**fields: Any) -> bytes:
    """The payload of a profile: a good one, apart from ``fields``."""
    return written(_PROFILE | fields)


def consent(**fields: Any) -> bytes:
    """The payload of a decision: a yes, apart from ``fields``."""
    return written(_CONSENT | fields)


def written(fields: dict[str, Any]) -> bytes:
    """``fields`` as the JSON that a sender makes of them."""
    present = {name: value for name, value in fields.items() if value is not ABSENT}
    return json.dumps(present, ensure_ascii=False).encode()


@dataclass(frozen=True)
class Arrival:
    """One record at its position."""

    payload: bytes | None
    offset: int
    partition: int = 0
    received_at: dt.datetime = NOON
    source_id: str = SOURCE

    @property
    def position(self) -> tuple[str, int, int]:
        return self.source_id, self.partition, self.offset


def arrivals(payloads: Iterable[bytes | None], first: int = 0, **shared: Any) -> list[Arrival]:
    """``payloads`` one after the other in one partition, from offset ``first``."""
    return [Arrival(payload, offset, **shared) for offset, payload in enumerate(payloads, first)]


def envelope(spark: SparkSession, records: Sequence[Arrival], folder: Path) -> DataFrame:
    """The records as a frame of schemas.envelope.ENVELOPE, over a file in ``folder``: as from a real source, they are
    not in the plan."""
    from pyspark.sql.pandas.types import from_arrow_schema  # tests without Spark use the rest of this module

    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{uuid.uuid4()}.parquet"
    pq.write_table(arrow(records), file)
    return spark.read.schema(from_arrow_schema(ENVELOPE)).parquet(str(file))


def arrow(records: Sequence[Arrival]) -> pa.Table:
    return pa.Table.from_pylist(rows(records), ENVELOPE)


def rows(records: Sequence[Arrival]) -> list[dict[str, Any]]:
    return [{name: getattr(record, name) for name in ENVELOPE.names} for record in records]

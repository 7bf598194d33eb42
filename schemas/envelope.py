"""The envelope: the one form in which stream, files, replay and readmission hand records to the road."""

from __future__ import annotations

import pyarrow as pa

SOURCE_ID = "source_id"
PARTITION = "partition"
OFFSET = "offset"
RECEIVED_AT = "received_at"
PAYLOAD = "payload"

POSITION = (SOURCE_ID, PARTITION, OFFSET)

ENVELOPE = pa.schema(
    [
        pa.field(SOURCE_ID, pa.string(), nullable=False),
        pa.field(PARTITION, pa.int32(), nullable=False),
        pa.field(OFFSET, pa.int64(), nullable=False),
        pa.field(RECEIVED_AT, pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field(PAYLOAD, pa.binary()),
    ]
)
"""Where a record came from, when it arrived, and its bytes. (source_id, partition, offset) is its *position*.

``source_id`` is ``kafka:<cluster id>/<topic id>`` for a topic, ``file:<fingerprint>`` for a file and
``corrections:<lake>/<contract>`` for corrected records, so that a topic made anew, whose offsets start at 0 again,
never collides with the old one, and no two contracts share a position."""


def bound_to(contract: str, source_id: str, partition: int, offset: int) -> bytes:
    """Associated data that ties a ciphertext to its contract and position (NIST SP 800-38D, section 5.2.1.1)."""
    return f"{contract}|{source_id}|{partition}|{offset}".encode()

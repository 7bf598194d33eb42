"""How a record is malformed: for each reason, what is done to a good payload so that it is wrong in just that way.

Works on the few records of one reason at a time; all of them are page views or clicks, so a quantity, a price or a
duration is never there already.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from batch.synthetic.dirt import CLEAN, FIRST_MALFORMED, OUTCOMES
from batch.synthetic.text import joined

Index = NDArray[np.int64]
Spoiler = Callable[[pa.BinaryArray, Index], pa.BinaryArray]

_BROWSER = rb'"browser":"[^"]*"'
_EVENT_ID = rb'"event_id":"[^"]*"'
_TIME = rb'"event_timestamp":"[^"]*"'
_DEPTH = 200


def spoilt(payload: pa.BinaryArray, outcome: NDArray[np.int64], index: Index) -> pa.BinaryArray:
    """The payloads, those of a malformed outcome made so; null where the reason is ``null_payload``.

    The few wrong ones are put back in one go: putting them back reason by reason copied every payload 19 times, which
    took two thirds of the whole generation.
    """
    rows = (outcome >= FIRST_MALFORMED) & (outcome < CLEAN)
    if not rows.any():
        return payload
    wrong = _each_spoilt(payload.filter(pa.array(rows)), outcome[rows], index[rows])
    return pc.replace_with_mask(payload, pa.array(rows), wrong)


def _each_spoilt(payload: pa.BinaryArray, outcome: NDArray[np.int64], index: Index) -> pa.BinaryArray:
    for code in np.unique(outcome).tolist():
        rows = outcome == code
        wrong = SPOILERS[OUTCOMES[code]](payload.filter(pa.array(rows)), index[rows])
        payload = pc.replace_with_mask(payload, pa.array(rows), wrong)
    return payload


def _either(index: Index, ways: list[pa.BinaryArray]) -> pa.BinaryArray:
    """One way per record, by its index: taking turns inside a chunk would make a row depend on the chunk."""
    return pc.choose(pa.array(index % len(ways)), *ways)


def _replaced(pattern: bytes, *with_what: bytes) -> Spoiler:
    """One of several replacements for the first match of the pattern."""

    def spoil(payload: pa.BinaryArray, index: Index) -> pa.BinaryArray:
        ways = [pc.replace_substring_regex(payload, pattern, new, max_replacements=1) for new in with_what]
        return _either(index, ways)

    return spoil


def _added(*fields: bytes) -> Spoiler:
    """One of several fields more before the closing brace."""
    return _replaced(rb"\}$", *(b"," + field + b"}" for field in fields))


def _nothing(payload: pa.BinaryArray, _index: Index) -> pa.BinaryArray:
    return pa.nulls(len(payload), pa.binary())


def _unchanged(payload: pa.BinaryArray, _index: Index) -> pa.BinaryArray:
    """The time of a record of the future was drawn so."""
    return payload


def _invalid_json(payload: pa.BinaryArray, index: Index) -> pa.BinaryArray:
    truncated = pc.binary_slice(payload, 0, -17)
    return _either(index, [truncated, joined(payload, pa.scalar(b'{"x":1}')), joined(payload, pa.scalar(b" ok"))])


def _not_an_object(payload: pa.BinaryArray, index: Index) -> pa.BinaryArray:
    others = [pa.array([other] * len(payload), pa.binary()) for other in (b'"page_view"', b"42")]
    return _either(index, [joined(pa.scalar(b"["), payload, pa.scalar(b"]")), *others])


SPOILERS: dict[str, Spoiler] = {
    "null_payload": _nothing,
    "invalid_json": _invalid_json,
    "invalid_utf8": _replaced(_BROWSER, b'"browser":"Chr\xff\xfeome"', b'"browser":"Op\xc3"'),
    "not_an_object": _not_an_object,
    "missing_record_id": _replaced(_EVENT_ID + b",", b""),
    "missing_subject": _replaced(rb'"user_id":"[^"]*",', b""),
    "missing_event_time": _replaced(b"," + _TIME, b""),
    "missing_field": _replaced(rb'"event_type":"[^"]*",', b""),
    "wrong_type": _replaced(
        rb'"user_id":("[^"]*")', rb'"user_id":{"id":\1}', rb'"user_id":[\1]', rb'"quantity":"3","user_id":\1'
    ),
    "out_of_range": _added(b'"quantity":-1', b'"duration_seconds":1000000000', b'"price":-0.01', b'"quantity":1001'),
    "not_in_enum": _replaced(rb'"event_type":"[^"]*"', b'"event_type":"teleport"', b'"event_type":"PAGE_VIEW"'),
    "pattern_mismatch": _replaced(
        _EVENT_ID, b'"event_id":"no spaces allowed"', b'"event_id":"short"', '"event_id":"ereignis-größe"'.encode()
    ),
    "too_long": _replaced(_BROWSER, b'"browser":"' + b"Mozilla/5.0 " * 850 + b'"'),
    "bad_timestamp": _replaced(
        _TIME,
        *(
            b'"event_timestamp":"' + t + b'"'
            for t in (b"yesterday", b"2026-02-30T10:00:00.000000Z", b"2026-01-05 10:00", b"1767225600")
        ),
    ),
    "future_event_time": _unchanged,
    "too_large": _added(b'"padding":"' + b"0123456789abcdef" * 12_800 + b'"'),
    "duplicate_field": _added(b'"event_type":"click"', b'"user_id":"u-0000000000000000"'),
    "lone_surrogate": _replaced(_BROWSER, rb'"browser":"Chrome \\ud800"', rb'"browser":"\\udfffEdge"'),
    "too_deep": _added(
        b'"extra":' + b"[" * _DEPTH + b"]" * _DEPTH, b'"extra":' + b'{"a":' * _DEPTH + b"1" + b"}" * _DEPTH
    ),
}
"""What each reason does to the payloads of the records that carry it."""

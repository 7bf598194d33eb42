"""One event for each way a record can be wrong, all of a known person: the cases that decoding and the road share."""

from __future__ import annotations

from dataclasses import dataclass, replace

from privacy.policies import EVENT_POLICY
from schemas.events import EVENTS
from schemas.outcomes import Reason
from tests.support.records import ABSENT, event

STRICT = replace(EVENT_POLICY, contract=replace(EVENTS, unknown_fields="reject"))
"""The policy of events under a contract that also rejects unknown fields, so that every reason can occur."""

SECRET = "ada.lovelace@canary.example"
"""Stands in every wrong record that has a payload, and in no good one."""

_PAGE = f"https://shop.example/product/17?mail={SECRET}"


@dataclass(frozen=True)
class Wrong:
    """``whose``: the key that closes it in quarantine, a person's or the day's."""

    reason: Reason
    payload: bytes | None
    whose: str = "ada"


def _event(**fields: object) -> bytes:
    return event(page_url=_PAGE, **fields)


_DEEP = ("[" * 200 + "]" * 200).encode()

WRONG = (
    Wrong(Reason.NULL_PAYLOAD, None, "day"),
    Wrong(Reason.TOO_LARGE, _event(search_query="x" * 70_000), "day"),
    Wrong(Reason.INVALID_UTF8, _event(browser="Firefox").replace(b"Firefox", b"Fire\xff\xfefox")),
    Wrong(Reason.TOO_DEEP, _event().replace(b"}", b',"more":' + _DEEP + b"}")),
    Wrong(Reason.LONE_SURROGATE, _event(browser="Firefox").replace(b"Firefox", rb"Fire\ud800fox"), "day"),
    Wrong(Reason.INVALID_JSON, _event() + b" and more", "day"),
    Wrong(Reason.NOT_AN_OBJECT, b"[" + _event() + b"]", "day"),
    Wrong(Reason.DUPLICATE_FIELD, _event().replace(b"}", b',"event_type":"click"}'), "day"),
    Wrong(Reason.UNKNOWN_FIELD, _event(favourite_colour="green")),
    Wrong(Reason.MISSING_RECORD_ID, _event(event_id=ABSENT)),
    Wrong(Reason.MISSING_SUBJECT, _event(user_id=ABSENT), "day"),
    Wrong(Reason.MISSING_EVENT_TIME, _event(event_timestamp=None)),
    Wrong(Reason.MISSING_FIELD, _event(event_type=ABSENT)),
    Wrong(Reason.WRONG_TYPE, _event(quantity="3")),
    Wrong(Reason.TOO_LONG, _event(browser="Mozilla/5.0 " * 10)),
    Wrong(Reason.OUT_OF_RANGE, _event(price=-0.01)),
    Wrong(Reason.NOT_IN_ENUM, _event(event_type="teleport")),
    Wrong(Reason.PATTERN_MISMATCH, _event(event_id="no spaces allowed")),
    Wrong(Reason.BAD_TIMESTAMP, _event(event_timestamp="2026-02-30T10:00:00Z")),
    Wrong(Reason.FUTURE_EVENT_TIME, _event(event_timestamp="2026-03-04T12:05:00.000001Z")),
)

"""The closed lists of what can become of a position, and why a record is rejected."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What became of a position. Every position has exactly one."""

    BRONZE = "bronze"
    REJECTED = "rejected"
    SUPPRESSED = "suppressed"


class Fate(StrEnum):
    """What became of a bronze row. Records with id: accepted, duplicate, conflict. Profiles: accepted, superseded."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    SUPERSEDED = "superseded"


class Reason(StrEnum):
    """Why a record was rejected: one reason a record, the first that holds in the order of the checks."""

    NULL_PAYLOAD = "null_payload"
    TOO_LARGE = "too_large"
    INVALID_UTF8 = "invalid_utf8"
    TOO_DEEP = "too_deep"
    LONE_SURROGATE = "lone_surrogate"
    INVALID_JSON = "invalid_json"
    NOT_AN_OBJECT = "not_an_object"
    DUPLICATE_FIELD = "duplicate_field"
    UNKNOWN_FIELD = "unknown_field"
    MISSING_RECORD_ID = "missing_record_id"
    MISSING_SUBJECT = "missing_subject"
    MISSING_EVENT_TIME = "missing_event_time"
    MISSING_FIELD = "missing_field"
    WRONG_TYPE = "wrong_type"
    TOO_LONG = "too_long"
    OUT_OF_RANGE = "out_of_range"
    NOT_IN_ENUM = "not_in_enum"
    PATTERN_MISMATCH = "pattern_mismatch"
    BAD_TIMESTAMP = "bad_timestamp"
    FUTURE_EVENT_TIME = "future_event_time"
    AWAITING_CONSENT = "awaiting_consent"
    RESTRICTED = "restricted"

    @property
    def remedy(self) -> str:
        """What the sender has to change, in a few words."""
        return _REMEDIES[self]


WAITS = (Reason.AWAITING_CONSENT, Reason.RESTRICTED)
"""Nothing is wrong with the record: it waits, under its person's own key."""
FAULTS = tuple(reason for reason in Reason if reason not in WAITS)
"""What can be wrong with a record; in the order of the checks."""

_REMEDIES = {
    Reason.NULL_PAYLOAD: "send a value; tombstones mean nothing here",
    Reason.TOO_LARGE: "send records below the contract's longest_payload",
    Reason.INVALID_UTF8: "encode as UTF-8",
    Reason.TOO_DEEP: "nest less deeply than the contract's deepest_nesting",
    Reason.LONE_SURROGATE: "send well-formed Unicode escapes (surrogates in pairs)",
    Reason.INVALID_JSON: "send one JSON value and nothing behind it",
    Reason.NOT_AN_OBJECT: "send a JSON object",
    Reason.DUPLICATE_FIELD: "name each key once",
    Reason.UNKNOWN_FIELD: "raise the contract's version before sending a new field",
    Reason.MISSING_RECORD_ID: "send the record id",
    Reason.MISSING_SUBJECT: "send the person's identifier",
    Reason.MISSING_EVENT_TIME: "send the event time",
    Reason.MISSING_FIELD: "send every required field",
    Reason.WRONG_TYPE: "send the JSON type of the contract",
    Reason.TOO_LONG: "shorten the text to the contract's limit",
    Reason.OUT_OF_RANGE: "stay within the contract's bounds",
    Reason.NOT_IN_ENUM: "use a listed word, or extend the contract and readmit",
    Reason.PATTERN_MISMATCH: "match the contract's pattern",
    Reason.BAD_TIMESTAMP: "send RFC 3339 with an offset, e.g. 2026-01-31T23:59:59Z",
    Reason.FUTURE_EVENT_TIME: "set the sender's clock; event time may not lie ahead of arrival",
    Reason.AWAITING_CONSENT: "nothing: it is taken once the person's decision arrives on topic consents",
    Reason.RESTRICTED: "nothing: it is taken once the restriction of its person is lifted (`make restrict LIFT=1`)",
}

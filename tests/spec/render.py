"""Renders tables a lawyer can read from the code in force: ``python -m tests.spec.render`` writes them to docs/."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from conf import ROOT
from privacy.keyed import Pseudonym, RecordIdentity, ShiftWithinPerson
from privacy.keys import KeyedHash
from privacy.policies import POLICIES
from privacy.policy import Policy, Rule
from privacy.treatments import Persons, Suppress
from schemas.contract import Contract
from schemas.decoding import decoder
from schemas.events import EVENTS
from schemas.kinds import Kind
from schemas.levels import HANDLING, Level, Strength
from schemas.outcomes import FAULTS, Reason
from tests.support.techniques import TREATMENTS

RECEIVED = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)

EVENT: dict[str, Any] = {
    "event_id": "evt-7c1f0b22",
    "user_id": "u-maren-ostby",
    "event_type": "page_view",
    "event_timestamp": "2026-03-01T11:07:42.318Z",
    "session_id": "s-5510",
    "device_type": "mobile",
    "browser": "Firefox",
    "referrer": "https://www.google.com/search?q=maren+ostby+shoes",
    "ip_address": "203.0.113.77",
    "page_url": "https://shop.example/account/maren-ostby?tab=orders",
    "search_query": "birthday present for Tarek",
    "product_id": "p-1047",
    "quantity": 2,
    "price": 19.99,
    "video_id": "v-88",
    "duration_seconds": 37,
}
"""An event of Maren Østby, who does not exist."""

PROFILE: dict[str, Any] = {
    "user_id": "u-tarek-lindqvist",
    "email": " Tarek.Lindqvist@Example.ORG",
    "first_name": "Tarek",
    "last_name": "Lindqvist",
    "age": 92,
    "gender": "M",
    "city": "Berlin",
    "state": "NH",
    "zip_code": "03601",
    "ip_address": "2001:db8:77:1::9",
    "phone": "+1 603 555 0142",
    "created_at": "2024-02-14T08:30:00Z",
    "last_login": "2026-02-27T21:15:09Z",
    "account_status": "active",
    "subscription_tier": "basic",
    "lifetime_value": 1234.56,
    "total_purchases": 73,
    "updated_at": "2026-02-28T10:00:31.5Z",
}
"""The profile of Tarek Lindqvist, who does not exist either."""

DECISION: dict[str, Any] = {
    "consent_id": "consent-0000000077",
    "user_id": EVENT["user_id"],
    "decided_at": "2026-02-28T10:00:31.5Z",
    "purpose": "analytics",
    "decision": "withdrawn",
    "erase_past": False,
    "text_version": "2026-01",
}

EXAMPLES: Mapping[str, dict[str, Any]] = {"events": EVENT, "users": PROFILE, "consents": DECISION}
REQUIRED = {field.name: EVENT[field.name] for field in EVENTS.fields if field.required}


@dataclass(frozen=True)
class Wrong:
    """A record that is rejected, and how to say so."""

    said: str
    payload: bytes | None
    contract: Contract = EVENTS


def _record(**overrides: Any) -> bytes:
    """The required fields with ``overrides``; ``...`` leaves a field out."""
    return json.dumps({name: value for name, value in (REQUIRED | overrides).items() if value is not ...}).encode()


def _and(tail: bytes) -> bytes:
    return _record()[:-1] + b"," + tail + b"}"


WRONG: dict[Reason, Wrong] = {
    Reason.NULL_PAYLOAD: Wrong("a message without a value", None),
    Reason.TOO_LARGE: Wrong("a page address of 5 MB", _record(page_url="x" * 5_000_000)),
    Reason.INVALID_UTF8: Wrong("`Østby` in Latin-1", _record().replace(b"ostby", b"\xd8stby")),
    Reason.TOO_DEEP: Wrong('`"note": [[[[ ... ]]]]`, 40 levels', _and(b'"note":' + b"[" * 40 + b"]" * 40)),
    Reason.LONE_SURROGATE: Wrong(r'`"user_id": "maren-\ud83d"`', _record().replace(b"ostby", rb"\ud83d")),
    Reason.INVALID_JSON: Wrong("a record that is cut off, or followed by another", _record() * 2),
    Reason.NOT_AN_OBJECT: Wrong('`["u-maren-ostby"]`', b'["u-maren-ostby"]'),
    Reason.DUPLICATE_FIELD: Wrong(
        '`"user_id": "u-maren-ostby", "user_id": "u-tarek-lindqvist"`', _and(b'"user_id":"u-tarek-lindqvist"')
    ),
    Reason.UNKNOWN_FIELD: Wrong(
        '`"shoe_size": 42`, where the contract says `unknown_fields="reject"`',
        _and(b'"shoe_size":42'),
        replace(EVENTS, unknown_fields="reject"),
    ),
    Reason.MISSING_RECORD_ID: Wrong("no `event_id`", _record(event_id=...)),
    Reason.MISSING_SUBJECT: Wrong('`"user_id": ""`', _record(user_id="")),
    Reason.MISSING_EVENT_TIME: Wrong('`"event_timestamp": null`', _record(event_timestamp=None)),
    Reason.MISSING_FIELD: Wrong("no `event_type`", _record(event_type=...)),
    Reason.WRONG_TYPE: Wrong('`"quantity": "2"`', _record(quantity="2")),
    Reason.TOO_LONG: Wrong("a `user_id` of 129 characters", _record(user_id="m" * 129)),
    Reason.OUT_OF_RANGE: Wrong('`"quantity": 0`', _record(quantity=0)),
    Reason.NOT_IN_ENUM: Wrong('`"event_type": "teleport"`', _record(event_type="teleport")),
    Reason.PATTERN_MISMATCH: Wrong('`"product_id": "p 1047"`', _record(product_id="p 1047")),
    Reason.BAD_TIMESTAMP: Wrong(
        '`"event_timestamp": "2026-03-01T11:07:42"`', _record(event_timestamp="2026-03-01T11:07:42")
    ),
    Reason.FUTURE_EVENT_TIME: Wrong(
        "an event of 12:06, received at 12:00", _record(event_timestamp="2026-03-01T12:06:00Z")
    ),
}


def rejected_for(wrong: Wrong) -> Reason | None:
    """The reason that the decoder gives."""
    received = pa.array([RECEIVED], pa.timestamp("us", tz="UTC"))
    result = decoder(wrong.contract).decode(pa.array([wrong.payload], pa.binary()), received)
    return result.rejected[0][1] if result.rejected else None


def reasons() -> str:
    """docs/reasons.md"""
    rows = [(f"`{reason}`", WRONG[reason].said, reason.remedy) for reason in FAULTS]
    for waits, why in ((Reason.AWAITING_CONSENT, "has not decided yet"), (Reason.RESTRICTED, "is not to be used now")):
        rows.append((f"`{waits}`", f"nothing is wrong with it; its person {why}", waits.remedy))
    return _document(
        "Why a record is rejected",
        "A record has one reason: of several faults the first that the decoder meets (bytes, then JSON, then fields). "
        "It is kept whole and encrypted in `quarantine.records` for 7 days; logs and metrics name the reason only. "
        "The persons are invented.",
        [("", ("reason", "for example", "what the sender changes"), rows)],
    )


def treatments() -> str:
    """docs/treatments.md"""
    sections: list[Section] = [
        (f"`{name}` -> `silver.{name}`, policy v{policy.version}", _HEAD, [*_rows(policy)])
        for name, policy in POLICIES.items()
    ]
    sections += [("Levels", _LEVELS_HEAD, _levels()), ("Techniques", _TECHNIQUES_HEAD, _techniques())]
    return _document(
        "What becomes of each field",
        "The first level is that of what is sent (a field of which nobody says it is secret), the second that of the "
        "result; what a level asks for is checked when a policy is imported. What has no column stays in the encrypted "
        "original only. Keyed results are shown under made-up keys. Maren Østby and Tarek Lindqvist are invented.",
        sections,
    )


_HEAD = ("field", "kind", "level", "technique", "column", "its level", "example in", "out")
_LEVELS_HEAD = (
    "level",
    "what is disclosed",
    "may stand in",
    "a field of it becomes at least",
    "old versions stay at most",
)
_TECHNIQUES_HEAD = ("technique", "leaves", "what it does, promises and does not")


def _levels() -> list[tuple[str, ...]]:
    return [
        (
            level.word,
            HANDLING[level].meaning,
            ", ".join(sorted(HANDLING[level].zones)),
            _words(HANDLING[level].least),
            f"{HANDLING[level].history_days} days",
        )
        for level in Level
    ]


def _techniques() -> list[tuple[str, ...]]:
    """Those that no policy in force uses too: they are there to be named."""
    known: dict[str, Any] = {vars(each)["technique"]: each for each in TREATMENTS}
    return [
        (name, _words(known[name].strength), " ".join((known[name].__doc__ or "").replace("``", "`").split()))
        for name in sorted(known, key=lambda name: (-known[name].strength, name))
    ]


def _words(strength: Strength) -> str:
    return strength.name.lower().replace("_", " ")


_PERSONS = Persons(
    [bytes.fromhex("5e0f") * 8], KeyedHash(b"made-up key for events"), KeyedHash(b"made-up key for e-mail")
)


def _rows(policy: Policy) -> Iterable[tuple[str, ...]]:
    record = EXAMPLES[policy.contract.name]
    received = pa.array([RECEIVED], pa.timestamp("us", tz="UTC"))
    fields = decoder(policy.contract).decode(pa.array([json.dumps(record).encode()], pa.binary()), received).columns
    for field in policy.contract.fields:
        for rule in (rule for rule in policy.rules if rule.field == field.name):
            column = f"`{rule.column}`" if rule.column else "none"
            given = f"`{json.dumps(record[field.name], ensure_ascii=False)}`"
            kind = "" if field.kind is Kind.NONE else str(field.kind)
            yield (
                f"`{field.name}`", kind, field.level.word, rule.treatment.technique, column,
                rule.level.word if rule.column else "", given, _out(rule, fields[field.name]),
            )  # fmt: skip


def _out(rule: Rule, values: pa.Array) -> str:
    if isinstance(rule.treatment, Suppress):
        return "nothing"
    if isinstance(rule.treatment, RecordIdentity):
        return "goes into `event_key`"
    (value,) = rule.treatment.apply(values, _PERSONS).to_pylist()
    if isinstance(rule.treatment, Pseudonym):
        return "16 random bytes, the person's"
    if isinstance(rule.treatment, ShiftWithinPerson):
        return f"`{value}`, of meaning beside the same person's others only"
    return f"`{_shown(value)}`"


def _shown(value: object) -> str:
    show: dict[type, Callable[[Any], str]] = {
        bytes: lambda token: f"{token.hex()[:8]}..., 16 bytes",
        dt.datetime: lambda moment: f"{moment:%Y-%m-%dT%H:%MZ}",
    }
    return show.get(type(value), str)(value)


Section = tuple[str, Sequence[str], Sequence[Sequence[str]]]


def _document(title: str, words: str, sections: Iterable[Section]) -> str:
    lines = [f"# {title}", "", "<!-- made by `python -m tests.spec.render`; a test compares -->", "", words, ""]
    for heading, head, rows in sections:
        lines += [f"## {heading}", ""] if heading else []
        lines += [_line(head), "|" + "---|" * len(head), *map(_line, rows), ""]
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


DOCUMENTS: Mapping[str, Callable[[], str]] = {"reasons.md": reasons, "treatments.md": treatments}


def main() -> None:
    """Writes both documents."""
    for name, rendered in DOCUMENTS.items():
        (ROOT / "docs" / name).write_text(rendered(), "utf-8")


if __name__ == "__main__":
    main()

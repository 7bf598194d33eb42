"""The contract of decisions about purposes: topic ``consents``. A decision holds from its instant on until the next one
of the same person about the same purpose (GDPR Art. 7)."""

from __future__ import annotations

from schemas.constraints import Flag, Instant, OneOf, Pattern, Text
from schemas.contract import Contract, Field
from schemas.kinds import Kind
from schemas.levels import Level
from schemas.purposes import PURPOSES

GRANTED = "granted"
DECISIONS = (GRANTED, "refused", "withdrawn")
"""All but the first say no."""

CONSENTS = Contract(
    name="consents",
    version=1,
    record_id="consent_id",
    subject="user_id",
    event_time="decided_at",
    decides=True,
    fields=(
        Field(
            "consent_id",
            Pattern(r"^[A-Za-z0-9_-]{8,64}\Z"),
            "the sender's id of this decision",
            required=True,
            level=Level.IDENTIFYING,
        ),
        Field("user_id", Text(128, shortest=1), "who decided", required=True, kind=Kind.USER_ID),
        Field("decided_at", Instant(), "when it was decided", required=True, level=Level.IDENTIFYING),
        Field("purpose", OneOf(tuple(each.name for each in PURPOSES)), "what for", required=True, level=Level.PERSONAL),
        Field("decision", OneOf(DECISIONS), "what was decided", required=True, level=Level.PERSONAL),
        Field("erase_past", Flag(), "of a no: what was used before is to go too", level=Level.PERSONAL),
        Field(
            "text_version",
            Pattern(r"^[A-Za-z0-9._-]{1,32}\Z"),
            "version of the words that were agreed to",
            level=Level.PERSONAL,
        ),
    ),
)

"""A second version of the contract of events, as somebody might deploy it: one more field, one more event type."""

from __future__ import annotations

from dataclasses import replace

from privacy.policies import EVENT_POLICY
from privacy.policy import Rule
from privacy.treatments import Keep
from schemas.constraints import OneOf
from schemas.contract import Field
from schemas.events import EVENT_TYPES, EVENTS
from schemas.levels import Level

CAMPAIGN = Field("campaign", OneOf(("spring", "summer")), "what led here", since=2, level=Level.PERSONAL)
_FIELDS = tuple(
    replace(field, constraint=OneOf((*EVENT_TYPES, "share"))) if field.name == "event_type" else field
    for field in EVENTS.fields
)
EVENTS_2 = replace(EVENTS, version=2, fields=(*_FIELDS, CAMPAIGN))
EVENT_POLICY_2 = replace(
    EVENT_POLICY,
    contract=EVENTS_2,
    version=3,
    rules=(*EVENT_POLICY.rules, Rule("campaign", Keep(), Level.PERSONAL, "campaign")),
)

"""What a later version of a contract may change: it may add optional fields."""

from __future__ import annotations

from dataclasses import replace

import pytest

from governance.contracts import Promised, check_change, promised_by
from lakehouse.tables import LakeError
from schemas.constraints import OneOf, Pattern, Text, Whole
from schemas.contract import Field
from schemas.events import EVENT_TYPES, EVENTS
from schemas.kinds import Kind

pytestmark = pytest.mark.unit

OLD = promised_by(EVENTS)
CAMPAIGN = Field("campaign", OneOf(("spring", "summer")), "what led here", since=2)


def fields(*changed: Field, without: str = "") -> Promised:
    kept = tuple(field for field in EVENTS.fields if field.name not in {without, *(f.name for f in changed)})
    return promised_by(replace(EVENTS, version=2, fields=(*kept, *changed)))


WIDER: dict[str, Promised] = {
    "an optional field": fields(CAMPAIGN),
    "nothing": OLD,
    "what may stand in a field": fields(replace(EVENTS.field("referrer"), holds=(Kind.EMAIL,))),
    "another word in a list": fields(replace(EVENTS.field("event_type"), constraint=OneOf((*EVENT_TYPES, "share")))),
    "a longer text": fields(Field("browser", Text(80), "browser family")),
    "a wider range": fields(Field("quantity", Whole(0, 2000), "pieces")),
    "what was required is optional": fields(replace(EVENTS.field("event_type"), required=False)),
}


@pytest.mark.parametrize("story", WIDER)
def test_a_version_may_add_optional_fields_and_widen_what_there_is(story: str) -> None:
    check_change("events", 1, OLD, 2, WIDER[story])


def test_the_same_version_stays_as_it_is() -> None:
    check_change("events", 1, OLD, 1, OLD)


REFUSED: dict[str, tuple[int, Promised, str]] = {
    "a field left out": (2, fields(without="browser"), "leaves out browser"),
    "a narrower field": (2, fields(Field("browser", Text(8), "browser family")), "narrows browser"),
    "a shorter list": (2, fields(Field("device_type", OneOf(("mobile",)), "kind of device")), "narrows device_type"),
    "another pattern": (2, fields(Field("product_id", Pattern(r"^[0-9]+\Z"), "product")), "narrows product_id"),
    "another kind": (2, fields(Field("quantity", Text(9), "pieces")), "narrows quantity"),
    "a field required that was not": (2, fields(replace(EVENTS.field("browser"), required=True)), "narrows browser"),
    "a new required field": (2, fields(replace(CAMPAIGN, required=True)), "requires the new field campaign"),
    "another decision under the same version": (
        1,
        fields(replace(EVENTS.field("referrer"), holds=(Kind.EMAIL,))),
        "raise its version",
    ),
    "another contract of the same version": (1, fields(CAMPAIGN), "raise its version"),
    "an earlier version": (0, OLD, "start the later program"),
}


@pytest.mark.parametrize("story", REFUSED)
def test_every_other_change_is_refused_with_the_remedy(story: str) -> None:
    version, new, words = REFUSED[story]
    with pytest.raises(LakeError, match=words):
        check_change("events", 1, OLD, version, new)

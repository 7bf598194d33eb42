"""The contract of clickstream events: topic ``events``."""

from __future__ import annotations

from schemas.constraints import Instant, OneOf, Pattern, Real, Text, Whole
from schemas.contract import Contract, Field
from schemas.kinds import Kind
from schemas.levels import Level

EVENT_TYPES = (
    "page_view", "click", "search", "add_to_cart", "login",
    "video_play", "logout", "purchase", "video_complete", "signup",
)  # fmt: skip
DEVICE_TYPES = ("desktop", "mobile", "tablet")

EVENTS = Contract(
    name="events",
    version=1,
    record_id="event_id",
    subject="user_id",
    event_time="event_timestamp",
    fields=(
        Field(
            "event_id",
            Pattern(r"^[A-Za-z0-9_-]{8,64}\Z"),
            "the sender's id of this event",
            required=True,
            level=Level.IDENTIFYING,
        ),
        Field("user_id", Text(128, shortest=1), "who did it", required=True, kind=Kind.USER_ID),
        Field("event_type", OneOf(EVENT_TYPES), "what was done", required=True, level=Level.PERSONAL),
        Field("event_timestamp", Instant(), "when it was done", required=True, level=Level.IDENTIFYING),
        Field("session_id", Text(128), "the visit it belongs to", level=Level.IDENTIFYING),
        Field("device_type", OneOf(DEVICE_TYPES), "kind of device", level=Level.PERSONAL),
        Field("browser", Text(64), "browser family"),
        Field("referrer", Text(2048), "address of the page before"),
        Field("ip_address", Text(45), "network address of the device", kind=Kind.IP_ADDRESS, level=Level.IDENTIFYING),
        Field("page_url", Text(2048), "address of the page"),
        Field("search_query", Text(512), "words searched for"),
        Field(
            "product_id",
            Pattern(r"^[A-Za-z0-9_-]{1,32}\Z"),
            "product looked at, put in the cart or bought",
            level=Level.PERSONAL,
        ),
        Field("quantity", Whole(1, 1000), "pieces", level=Level.PERSONAL),
        Field("price", Real(0, 100_000), "price of one piece, in currency units", level=Level.PERSONAL),
        Field("video_id", Pattern(r"^[A-Za-z0-9_-]{1,32}\Z"), "video played", level=Level.PERSONAL),
        Field("duration_seconds", Whole(0, 86_400), "seconds of video watched", level=Level.PERSONAL),
    ),
)

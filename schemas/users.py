"""The contract of user profiles: topic ``users``. Each record replaces the person's last, by ``updated_at``."""

from __future__ import annotations

from schemas.constraints import Instant, OneOf, Pattern, Real, Text, Whole
from schemas.contract import Contract, Field
from schemas.kinds import Kind
from schemas.levels import Level

GENDERS = ("M", "F", "O", "N")
ACCOUNT_STATUSES = ("active", "inactive", "suspended")
SUBSCRIPTION_TIERS = ("free", "basic", "premium")

USERS = Contract(
    name="users",
    version=1,
    subject="user_id",
    event_time="updated_at",
    fields=(
        Field("user_id", Text(128, shortest=1), "the person", required=True, kind=Kind.USER_ID),
        Field("email", Text(320), "e-mail address", kind=Kind.EMAIL),
        Field("first_name", Text(128), "given name", kind=Kind.PERSON_NAME),
        Field("last_name", Text(128), "family name", kind=Kind.PERSON_NAME),
        Field("age", Whole(0, 130), "age in years", level=Level.PERSONAL),
        Field("gender", OneOf(GENDERS), "M, F, O (other) or N (not said)", level=Level.PERSONAL),
        Field("city", Text(128), "city of residence", level=Level.IDENTIFYING),
        Field("state", Pattern(r"^[A-Z]{2}\Z"), "US state, two letters", level=Level.PERSONAL),
        Field("zip_code", Pattern(r"^[0-9]{5}\Z"), "US ZIP code", kind=Kind.ZIP_CODE, level=Level.IDENTIFYING),
        Field(
            "ip_address", Text(45), "network address at the last change", kind=Kind.IP_ADDRESS, level=Level.IDENTIFYING
        ),
        Field("phone", Text(32), "phone number", kind=Kind.PHONE),
        Field("created_at", Instant(), "when the account was opened", required=True, level=Level.IDENTIFYING),
        Field("last_login", Instant(), "last login", level=Level.IDENTIFYING),
        Field("account_status", OneOf(ACCOUNT_STATUSES), "state of the account", level=Level.PERSONAL),
        Field("subscription_tier", OneOf(SUBSCRIPTION_TIERS), "what is paid for", level=Level.PERSONAL),
        Field(
            "lifetime_value",
            Real(0, 10_000_000),
            "sum of all purchases so far, in currency units",
            level=Level.PERSONAL,
        ),
        Field("total_purchases", Whole(0, 1_000_000), "number of purchases so far", level=Level.PERSONAL),
        Field("updated_at", Instant(), "when this profile was last changed", required=True, level=Level.IDENTIFYING),
    ),
)

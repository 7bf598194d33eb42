"""The contract of user profiles: topic ``users``. Each record replaces the person's last, by ``updated_at``."""

from __future__ import annotations

from schemas.constraints import Instant, OneOf, Pattern, Real, Text, Whole
from schemas.contract import Contract, Field

GENDERS = ("M", "F", "O", "N")
ACCOUNT_STATUSES = ("active", "inactive", "suspended")
SUBSCRIPTION_TIERS = ("free", "basic", "premium")

USERS = Contract(
    name="users",
    version=1,
    subject="user_id",
    event_time="updated_at",
    fields=(
        Field("user_id", Text(128, shortest=1), "the person", required=True),
        Field("email", Text(320), "e-mail address"),
        Field("first_name", Text(128), "given name"),
        Field("last_name", Text(128), "family name"),
        Field("age", Whole(0, 130), "age in years"),
        Field("gender", OneOf(GENDERS), "M, F, O (other) or N (not said)"),
        Field("city", Text(128), "city of residence"),
        Field("state", Pattern(r"^[A-Z]{2}\Z"), "US state, two letters"),
        Field("zip_code", Pattern(r"^[0-9]{5}\Z"), "US ZIP code"),
        Field("ip_address", Text(45), "network address at the last change"),
        Field("phone", Text(32), "phone number"),
        Field("created_at", Instant(), "when the account was opened", required=True),
        Field("last_login", Instant(), "last login"),
        Field("account_status", OneOf(ACCOUNT_STATUSES), "state of the account"),
        Field("subscription_tier", OneOf(SUBSCRIPTION_TIERS), "what is paid for"),
        Field("lifetime_value", Real(0, 10_000_000), "sum of all purchases so far, in currency units"),
        Field("total_purchases", Whole(0, 1_000_000), "number of purchases so far"),
        Field("updated_at", Instant(), "when this profile was last changed", required=True),
    ),
)

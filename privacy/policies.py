"""The policies in force: for every field of every contract, what becomes of it."""

from __future__ import annotations

from privacy import sources
from privacy.hierarchies import BROWSERS, PAGES, REFERRER_HOSTS, REGION_OF_STATE, SPARSE_ZIP3
from privacy.keyed import HashEmail, HashWithinPerson, Pseudonym, RecordIdentity, ShiftWithinPerson
from privacy.policy import Policy, Rule
from privacy.treatments import (
    Bands,
    ClosedList,
    Keep,
    MaskAddress,
    Parent,
    Redact,
    ReferrerHost,
    RoundTo,
    RouteTemplate,
    Suppress,
    ToCents,
    TopCode,
    Truncate,
    Zip3,
)
from schemas.consents import CONSENTS
from schemas.constraints import ContractError
from schemas.events import EVENTS
from schemas.levels import Level
from schemas.users import USERS

EVENT_POLICY = Policy(
    contract=EVENTS,
    version=2,
    comment="ANONYMIZED: one row an event identity, keyed by pseudonym; such a trail is pseudonymous, not anonymous",
    partition_by="event_date",
    statistics=("event_time",),
    rules=(
        Rule("event_id", RecordIdentity(), Level.IDENTIFYING),
        Rule("user_id", Pseudonym(), Level.IDENTIFYING, "user_key"),
        Rule("session_id", HashWithinPerson("session"), Level.IDENTIFYING, "session_key"),
        Rule("event_type", Keep(), Level.PERSONAL, "event_type"),
        Rule("event_timestamp", Truncate("minute"), Level.IDENTIFYING, "event_time"),
        Rule("event_timestamp", Truncate("day"), Level.PERSONAL, "event_date"),
        Rule("device_type", Keep(), Level.PERSONAL, "device_type"),
        Rule("browser", ClosedList(BROWSERS), Level.PERSONAL, "browser"),
        Rule("referrer", ReferrerHost(REFERRER_HOSTS), Level.PERSONAL, "referrer_host"),
        Rule("page_url", RouteTemplate(PAGES), Level.PERSONAL, "page"),
        Rule("search_query", Redact(), Level.IDENTIFYING, "search_terms"),
        Rule("product_id", Keep(), Level.PERSONAL, "product_id"),
        Rule("quantity", Keep(), Level.PERSONAL, "quantity"),
        Rule("price", ToCents(), Level.PERSONAL, "price"),
        Rule("video_id", Keep(), Level.PERSONAL, "video_id"),
        Rule("duration_seconds", Keep(), Level.PERSONAL, "duration_seconds"),
        Rule("ip_address", MaskAddress(), Level.IDENTIFYING, "ip_network"),
    ),
)

USER_POLICY = Policy(
    contract=USERS,
    version=1,
    comment="ANONYMIZED: one row a person, the newest profile, keyed by pseudonym",
    deletion_vectors=True,
    rules=(
        Rule("user_id", Pseudonym(), Level.IDENTIFYING, "user_key"),
        Rule("first_name", Suppress(), Level.SECRET),
        Rule("last_name", Suppress(), Level.SECRET),
        Rule("city", Suppress(), Level.IDENTIFYING),
        Rule("phone", Suppress(), Level.SECRET),
        Rule("created_at", Truncate("month"), Level.PERSONAL, "signup_month"),
        Rule("age", Bands(width=10, top=90), Level.PERSONAL, "age_band"),
        Rule("gender", Keep(), Level.PERSONAL, "gender"),
        Rule("state", Parent(REGION_OF_STATE), Level.PERSONAL, "region"),
        Rule("zip_code", Zip3(SPARSE_ZIP3), Level.IDENTIFYING, "zip3"),
        Rule("account_status", Keep(), Level.PERSONAL, "account_status"),
        Rule("subscription_tier", Keep(), Level.PERSONAL, "subscription_tier"),
        Rule("lifetime_value", RoundTo(10), Level.PERSONAL, "lifetime_value"),
        Rule("total_purchases", TopCode(50), Level.PERSONAL, "total_purchases"),
        Rule("last_login", Truncate("week"), Level.PERSONAL, "last_login_week"),
        Rule("email", HashEmail(), Level.IDENTIFYING, "email_hash"),
        Rule("ip_address", MaskAddress(), Level.IDENTIFYING, "ip_network"),
        Rule("updated_at", Truncate("minute"), Level.IDENTIFYING, "updated_at"),
        Rule("updated_at", ShiftWithinPerson("updated"), Level.IDENTIFYING, "updated_order"),
    ),
)

CONSENT_POLICY = Policy(
    contract=CONSENTS,
    version=1,
    purpose=None,
    comment="ANONYMIZED: one row a decision of a person about a purpose, keyed by pseudonym",
    partition_by="event_date",
    statistics=("event_time",),
    rules=(
        Rule("consent_id", RecordIdentity(), Level.IDENTIFYING),
        Rule("user_id", Pseudonym(), Level.IDENTIFYING, "user_key"),
        Rule("decided_at", Truncate("minute"), Level.IDENTIFYING, "event_time"),
        Rule("decided_at", Truncate("day"), Level.PERSONAL, "event_date"),
        Rule("purpose", Keep(), Level.PERSONAL, "purpose"),
        Rule("decision", Keep(), Level.PERSONAL, "decision"),
        Rule("erase_past", Keep(), Level.PERSONAL, "erase_past"),
        Rule("text_version", Keep(), Level.PERSONAL, "text_version"),
    ),
)

_ALL = (EVENT_POLICY, USER_POLICY, CONSENT_POLICY, *sources.policies())
POLICIES = {policy.contract.name: policy for policy in _ALL}
"""By contract: those that gold is made of, decisions of persons, and sources of one's own."""

for policy in _ALL:
    policy.check_for_the_road()
if len(POLICIES) < len(_ALL):
    raise ContractError("two policies are for contracts of the same name: rename that in privacy/sources")

USED = tuple(name for name, policy in POLICIES.items() if policy.purpose)
"""Sources whose records are used for something. Decisions of persons are not: they have to be kept and gone by."""

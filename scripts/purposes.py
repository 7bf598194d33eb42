"""What records are used for, and whether that needs consent here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from conf import Settings, SettingsError
from governance import consents
from governance.audit import Audit
from governance.database import Database
from privacy.policy import Policy
from schemas.purposes import PURPOSES, Purpose

_NOTHING = "nothing"


def required_purposes(settings: Settings, database: Database, audit: Audit) -> frozenset[str]:
    """Purposes for which this lake waits for consent: those that settings ask for, now or ever before, until they say
    that there is none. SettingsError for a purpose that nobody knows."""
    asked = settings.consent.required.replace(",", " ").split()
    known = [each.name for each in PURPOSES]
    loosen = asked == [_NOTHING]
    if not loosen and (unknown := [name for name in asked if name not in known]):
        raise SettingsError(
            f"REQUIRE_CONSENT={unknown[0]!r} is no purpose; there are: {', '.join(known)}; {_NOTHING} ends it for all"
        )
    return consents.require(database, audit, () if loosen else asked, loosen)


def purpose_of(policy: Policy, required: Collection[str]) -> Purpose | None:
    """As a lake has it that waits for consent for the ``required`` purposes."""
    purpose = policy.purpose
    if purpose is None or purpose.name not in required:
        return purpose
    return replace(purpose, waits=True)

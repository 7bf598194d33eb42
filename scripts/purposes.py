"""What records are used for, and whether that needs consent here."""

from __future__ import annotations

from dataclasses import replace

from conf import Settings, SettingsError
from privacy.policy import Policy
from schemas.purposes import PURPOSES, Purpose


def purpose_of(settings: Settings, policy: Policy) -> Purpose | None:
    """SettingsError where the settings ask consent for a purpose that nobody knows."""
    required = settings.consent.required.replace(",", " ").split()
    known = [each.name for each in PURPOSES]
    if unknown := [name for name in required if name not in known]:
        raise SettingsError(f"REQUIRE_CONSENT={unknown[0]!r} is no purpose; there are: {', '.join(known)}")
    purpose = policy.purpose
    if purpose is None or purpose.name not in required:
        return purpose
    return replace(purpose, waits=True)

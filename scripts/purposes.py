"""What records are used for, and whether that needs consent here."""

from __future__ import annotations

from dataclasses import replace

from privacy.policy import Policy
from schemas.purposes import Purpose
from scripts.control import Control


def purpose_of(plane: Control, policy: Policy) -> Purpose | None:
    """As this lake has it."""
    purpose = policy.purpose
    if purpose is None or purpose.name not in plane.required:
        return purpose
    return replace(purpose, waits=True)

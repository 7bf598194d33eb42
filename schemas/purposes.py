"""What records are used for (GDPR Art. 5(1)(b)): the purposes that a person may decide about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Purpose:
    """``waits``: records of who has decided nothing wait (consent, Art. 6(1)(a)); else they are used until the person
    objects (Art. 21)."""

    name: str
    meaning: str
    waits: bool = True


ANALYTICS = Purpose(
    "analytics", "profiles and clickstream for analysts, pseudonymised, and figures from them", waits=False
)
"""Used until somebody objects; REQUIRE_CONSENT=analytics lets them wait for consent instead."""

RESTRICTION = Purpose(
    "restriction",
    "anything but storage, while it is restricted (GDPR Art. 18); decided by `make restrict`",
    waits=False,
)
"""Not among ``PURPOSES``: a no about it is a no about all of them while it lasts, and nothing is lost by it."""

PURPOSES = (ANALYTICS,)

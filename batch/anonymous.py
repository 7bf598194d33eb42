"""Makes an anonymous release of the persons in silver, at the levels of its series, or begins a series."""

from __future__ import annotations

from dataclasses import dataclass

from governance.releases import Releases
from lakehouse.anonymous import Anonymiser, Made
from privacy.anonymity.lattice import AnonymityError, Found


@dataclass(frozen=True)
class Released:
    """``made``: None when the newest release is of this silver."""

    number: int
    series: int
    made: Made | None


def release_persons(anonymiser: Anonymiser, releases: Releases, repin: bool) -> Released:
    """Cut off anywhere, the next call ends it: levels are pinned before rows are written, and rows before it is said.
    ``repin``: looks for the best levels of now. Raises AnonymityError: then what was released before stands."""
    with anonymiser.alone():
        pinned = releases.pinned()
        if pinned is None and not repin and anonymiser.is_released:
            raise AnonymityError(
                "there is a release that the ledger does not know: it was put back from before it. REPIN=1 begins a "
                "new series, which can be intersected with what was released"
            )
        if pinned is not None and not repin:
            releases.check(pinned)
            shown = releases.shows(anonymiser.silver_version, anonymiser.version)
            if shown is not None:
                return Released(shown, pinned.number, None)
        began = 0

        def pin(found: Found) -> None:
            nonlocal began
            began = releases.pin(found)

        if pinned is None or repin:
            made = anonymiser.make(None, pin, follows=False)
        else:
            began = pinned.number
            made = anonymiser.make(pinned.levels, pin, follows=pinned.released)
        return Released(releases.note(began, made), began, made)

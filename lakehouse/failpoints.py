"""Failpoints: named steps of the road at which a test can end the process, to prove that the next start repairs it."""

from __future__ import annotations

import itertools
from collections.abc import Callable

STEPS = (
    "batch.begun",
    "persons.opened",
    "persons.minted",
    "batch.passed",
    "ledger.opened",
    "bronze.written",
    "bronze.marked",
    "silver.judged",
    "silver.written",
    "silver.marked",
    "quarantine.written",
    "quarantine.marked",
    "batch.closed",
    "gold.listed",
    "gold.written",
    "gold.noted",
    "publish.staged",
    "publish.swapping",
    "publish.swapped",
    "publish.committed",
)
"""Every step between the first read and the last commit, in the order of the road, of gold and of a release."""

RELEASES = ("release.pinned", "release.classes", "release.written", "dp.drawn", "dp.charged", "dp.written")
"""Steps of releases that leave the lake's own readers."""

ERASURES = (
    "erase.settled",
    "erase.listed",
    "erase.taken",
    "erase.reworked",
    "erase.purged",
    "erase.forgotten",
    "erase.scrubbed",
    "erase.restated",
)
"""Steps of an erasure, in their order."""

RESTRICTIONS = (
    "restrict.begun",
    "restrict.listed",
    "restrict.put",
    "restrict.purged",
    "restrict.restated",
    "lift.listed",
    "lift.back",
    "lift.lifted",
    "lift.released",
)
"""Steps of a restriction of use, and of its end."""

CORRECTIONS = (
    "rectify.begun",
    "rectify.bound",
    "rectify.taken",
    "rectify.purged",
    "rectify.carried",
    "rectify.gone",
)
"""Steps of a correction, in their order."""

_ALL = STEPS + RELEASES + ERASURES + RESTRICTIONS + CORRECTIONS

Reach = Callable[[str], None]
"""Called with the name of a step just done."""


class FailpointError(Exception):
    """A failpoint cannot be set; the text names those that can."""


def nothing(_: str) -> None:
    """No failpoint: the step is simply passed."""


def failpoint(wanted: str, end: Callable[[], None], who: str = "") -> Reach:
    """Calls ``end`` when a step is reached. ``wanted``: ``step``, or ``step@n`` for its n-th time, or
    ``events/step@n`` where only the road of one topic, or ``gold``, is meant; empty for never. ``who``: whose steps the
    result is called with."""
    if not wanted:
        return nothing
    whose, _, rest = wanted.rpartition("/")
    step, _, times = rest.partition("@")
    due = int(times) if times.isdecimal() else int(not times)
    if step not in _ALL or not due:
        raise FailpointError(f"no failpoint {wanted!r}: name one of {', '.join(_ALL)}, with @n for its n-th time")
    if whose and who and whose != who:
        return nothing
    reached = itertools.count(1)

    def reach(name: str) -> None:
        if name == step and next(reached) == due:
            end()

    return reach

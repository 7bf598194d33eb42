"""Forgets persons: no open batch still knows them, no table holds them, no replay brings them back."""

from __future__ import annotations

from collections.abc import Sequence

from governance.erasure import Erasures
from lakehouse.locks import FENCE, Locks
from lakehouse.maintenance import Maintenance


def forget(identifiers: Sequence[bytes], erasures: Erasures, maintenance: Maintenance, locks: Locks) -> dict[str, int]:
    """Forgets the persons with these identifiers (exact bytes), and those of an earlier call that was cut off.
    Returns the rows taken out, by table. Safe to repeat; says nothing of whether somebody was known.

    The control plane first: from then on nothing of theirs can be read. Then the fence, for which every batch under
    way ends first, then the rows. Gold, Delta's old versions and Kafka's log are not touched.
    """
    if identifiers:
        erasures.begin(identifiers)
    with locks.held(FENCE):
        erasures.settle()
    doomed = erasures.pending()
    taken_out = maintenance.take_out(
        {"subject_id": [each.subject_id for each in doomed], "user_key": [each.user_key for each in doomed]}
    )
    erasures.done(doomed)
    return taken_out

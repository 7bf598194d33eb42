"""Restricts the use of persons' data (GDPR Art. 18), and ends that: what silver holds of them is put aside and back,
and what comes meanwhile waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from batch.rework import Days, Rework
from governance.audit import Action
from governance.persons_asked import Known
from governance.requests import Requests
from governance.restrictions import Restrictions
from lakehouse.aggregates import made_of
from lakehouse.aside import Aside, Whose
from lakehouse.catalog import SILVER
from lakehouse.failpoints import Reach, nothing
from lakehouse.gold import changed_days
from privacy.keys import Seal
from privacy.policies import USED
from schemas.tables import ASIDE

_AT_ONCE = 1_000
_TOUCHED = (*SILVER.values(), ASIDE)


@dataclass(frozen=True)
class Plane:
    """What it works on. ``release``: takes what waited for an end of restrictions through the road again; False where
    somebody else is at that, and will."""

    restrictions: Restrictions
    requests: Requests
    rework: Rework
    aside: Aside
    release: Callable[[], bool]


def restrict(
    plane: Plane, asked: Mapping[int, bytes], told: Callable[[str], None] = nothing, reach: Reach = nothing
) -> int:
    """Carries out these requests (identifiers by number); days of gold made again. Safe to repeat; nobody else may run
    this, or :func:`lift`, at the same time. ``told`` hears of each step."""
    plane.restrictions.begin(asked)
    told(f"{len(asked):,} requests: no batch that begins from now on uses records of theirs")
    reach("restrict.begun")
    with plane.rework.quiet():
        persons = plane.restrictions.persons(asked.values())
    plane.rework.begins("restrict", plane.rework.days_of([each.keys.user_key for each in persons]))
    reach("restrict.listed")
    for some in _some(persons):
        for contract in USED:
            plane.aside.put(contract, some)
    plane.rework.ends("restrict")
    reach("restrict.put")
    told("rows of theirs are out of silver, sealed")
    plane.rework.purge(_TOUCHED)
    told("files and old versions that had them are removed")
    reach("restrict.purged")
    restated = plane.rework.restate()
    reach("restrict.restated")
    plane.requests.end(list(asked), Action.RESTRICT)
    return restated


def lift(
    plane: Plane, asked: Mapping[int, bytes], told: Callable[[str], None] = nothing, reach: Reach = nothing
) -> int:
    """Ends the restriction of these persons (identifiers by number of request); days of gold made again."""
    plane.restrictions.lift(asked)
    persons = plane.restrictions.persons(asked.values())
    plane.rework.begins("restrict", _days_aside(plane, persons))
    reach("lift.listed")
    # Before new records are used: what has come first stays what silver holds.
    for some in _some(persons):
        for contract in USED:
            plane.aside.back(contract, some)
    plane.rework.ends("restrict")
    told("rows of theirs are back in silver")
    reach("lift.back")
    plane.restrictions.lifted(asked)
    reach("lift.lifted")
    with plane.rework.quiet():
        pass
    taken = "are taken" if plane.release() else "are left to the readmission that is under way, or to a stream"
    told(f"records that came meanwhile {taken}")
    reach("lift.released")
    restated = plane.rework.restate()
    plane.requests.end(list(asked), Action.RESTRICT)
    return restated


def _days_aside(plane: Plane, persons: Sequence[Known]) -> Days:
    """Of gold, that change when what is aside comes back."""
    found: dict[str, set[dt.date]] = {name: set() for name in USED if made_of(name)}
    for some in _some(persons):
        for name, days in found.items():
            rows = plane.aside.rows(name, some)
            if rows is not None:
                days.update(changed_days(SILVER[name], rows))
    return {name: sorted(days) for name, days in found.items()}


def whose(person: Known) -> Whose:
    return Whose(person.subject_id, person.keys.user_key, Seal(person.keys.dek))


def _some(persons: Sequence[Known]) -> Iterator[list[Whose]]:
    """So many at a time that their rows fit into memory."""
    for first in range(0, len(persons), _AT_ONCE):
        yield [whose(each) for each in persons[first : first + _AT_ONCE]]

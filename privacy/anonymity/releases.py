"""Releases of person rows: which columns anybody may know of a person, which nobody may learn, and what has to hold."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from privacy.anonymity.ladders import UNKNOWN, Decades, Ladder, half_year, month, quarter, year
from privacy.anonymity.lattice import Diversity, Levels
from privacy.forms import form
from schemas.constraints import ContractError
from schemas.levels import Level
from schemas.tables import Column, Table

CLASS_ROWS = "rows"
"""Column of the classes kept apart: how many persons have which sensitive codes."""
STATE = "state"
SHOWN = "shown"
CODES = "codes"


@dataclass(frozen=True)
class Sensitive:
    """A number of silver that nobody is to learn of a person, in bands that begin at ``begins``. ``l``, ``t``: see
    :class:`Diversity`."""

    column: str
    band: str
    meaning: str
    begins: tuple[int, ...]
    l: int  # noqa: E741 - the term of the field
    t: float

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """By code: 0 is unknown, then the bands, the lowest first."""
        ends = [*(begin - 1 for begin in self.begins[1:]), None]
        spans = zip(self.begins, ends, strict=True)
        return (UNKNOWN, *(f"{a}+" if b is None else str(a) if a == b else f"{a}-{b}" for a, b in spans))

    def code(self, number: float | None) -> int:
        return 0 if number is None else max(bisect_right(self.begins, number), 1)

    @property
    def diversity(self) -> Diversity:
        return Diversity(len(self.labels), self.l, self.t)


@dataclass(frozen=True)
class AnonymousRelease:
    """Rows of the persons in silver table ``of``, without any key. ``quasi``: the quasi-identifiers, every column that
    others may know of a person; all others are sensitive. ``suppressed``: largest share of persons that may be left
    out."""

    name: str
    of: str
    comment: str
    quasi: tuple[Ladder, ...]
    sensitive: tuple[Sensitive, ...]
    suppressed: float

    def __post_init__(self) -> None:
        names = [*(ladder.column for ladder in self.quasi), *(each.band for each in self.sensitive)]
        if len(set(names)) < len(names) or not self.quasi:
            raise ContractError(f"release {self.name} needs quasi-identifiers, and each column once")
        if not 0 <= self.suppressed < 1:
            raise ContractError(f"release {self.name}: the share of persons left out is from 0 to below 1")

    @property
    def columns(self) -> tuple[str, ...]:
        """Of silver, that it is made of."""
        return (*(ladder.column for ladder in self.quasi), *(each.column for each in self.sensitive))

    def labels(self, levels: Levels, values: Sequence[str]) -> tuple[str, ...]:
        """What stands for a person with these values of the quasi-identifiers."""
        ladders = zip(self.quasi, levels, values, strict=True)
        return tuple(ladder.labels([value])[level][0] for ladder, level, value in ladders)

    @property
    def form(self) -> str:
        """Changes with anything that makes rows of two releases incomparable."""
        said = [each.said for each in self.quasi]
        bands = [(each.column, each.band, each.begins) for each in self.sensitive]
        return form(1, self.of, said, bands)

    @property
    def table(self) -> Table:
        """What recipients read."""
        columns = [
            *(self._quasi(ladder) for ladder in self.quasi),
            *(Column(each.band, "STRING", Level.PERSONAL, "generalise to bands", each.meaning, required=True)
              for each in self.sensitive),
        ]  # fmt: skip
        return Table("release", self.name, tuple(columns), self.comment, history_days=1)

    @property
    def classes(self) -> Table:
        """The classes as they were last released, with what the next release is compared with."""
        kept = [
            Column(CLASS_ROWS, "ARRAY<STRUCT<CODES:ARRAY<INT>,PERSONS:BIGINT>>", Level.PERSONAL, "counted",
                   "persons of the class by the codes of the sensitive columns; empty unless shown", required=True),
            Column(STATE, "MAP<TINYINT,BIGINT>", Level.IDENTIFYING, "fingerprints, by bucket",
                   "tells how many persons of the class have changed", required=True),
            Column(SHOWN, "BOOLEAN", Level.PERSONAL, "decided by the release", "whether the class is in the release",
                   required=True),
        ]  # fmt: skip
        columns = [*(self._quasi(ladder) for ladder in self.quasi), *kept]
        return Table("cells", self.name, tuple(columns), f"what {self.table.full_name} was made of", history_days=1)

    def _quasi(self, ladder: Ladder) -> Column:
        treatment = "generalise, at levels pinned for all releases"
        return Column(ladder.column, "STRING", Level.PERSONAL, treatment, ladder.meaning, required=True)


USERS_ANONYMOUS = AnonymousRelease(
    name="users_anonymous",
    of="users",
    comment="k-anonymous rows of persons without any key: a disclosure threshold, not a promise of anonymity",
    quasi=(
        Ladder("age_band", "age in bands", (Decades(20), Decades(40))),
        Ladder("gender", "as in the profile"),
        Ladder("region", "region of residence"),
        Ladder("zip3", "first three digits of the ZIP code"),
        Ladder("signup_month", "when the account was opened", (month, quarter, half_year, year)),
        Ladder("subscription_tier", "what is paid for"),
        Ladder("account_status", "state of the account"),
        Ladder("last_login_week", "when the person last logged in", (month,)),
    ),
    sensitive=(
        Sensitive("lifetime_value", "value_band", "sum of all purchases so far", (0, 1, 50, 200, 500, 1000), 3, 0.35),
        Sensitive("total_purchases", "purchases_band", "number of purchases so far", (0, 1, 2, 5, 10, 20), 3, 0.35),
    ),
    suppressed=0.05,
)

RELEASES: Sequence[AnonymousRelease] = (USERS_ANONYMOUS,)

"""Releases of figures with noise: their public grid of cells, what one person can add to them, and their share of a
day's epsilon."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from decimal import Decimal

from privacy.differential.bounds import ByValue, Once, Rows
from privacy.differential.mechanism import DiscreteLaplace
from privacy.forms import form
from privacy.hierarchies import REGIONS
from schemas.constraints import ContractError
from schemas.events import DEVICE_TYPES, EVENT_TYPES
from schemas.levels import Level
from schemas.tables import Column, Table
from schemas.users import SUBSCRIPTION_TIERS

UNKNOWN = "unknown"
UNIT = "one person more or less: all that they do in a calendar month (UTC), and their profile"
"""What two neighbouring data sets differ in: the budget is of this."""
DATA_SET = "events"
"""Of which the budget is."""


@dataclass(frozen=True)
class Axis:
    """A column of the grid. ``values`` are public: known without looking at data, and complete."""

    column: str
    meaning: str
    values: tuple[str, ...]
    of_person: bool = False
    """Taken from the person's profile: a person has one."""


@dataclass(frozen=True)
class DailyRelease:
    """A figure for every cell of a grid, of one UTC day. ``bound``: what a person adds; ``share``: of the day's
    epsilon; ``divisor``: of the whole numbers that noise is drawn for, to the unit that is shown."""

    name: str
    comment: str
    axes: tuple[Axis, ...]
    figure: str
    meaning: str
    bound: Once | Rows | ByValue
    share: Decimal
    divisor: int = 1

    def __post_init__(self) -> None:
        if isinstance(self.bound, Once | ByValue) and not all(axis.of_person for axis in self.axes):
            raise ContractError(f"{self.name}: a person would be in several cells, and each adds to the sensitivity")

    @property
    def cells(self) -> list[tuple[str, ...]]:
        """Every cell, in the order of the figures."""
        return list(itertools.product(*(axis.values for axis in self.axes)))

    @property
    def form(self) -> str:
        """Changes with all that a figure means."""
        return form(1, self.axes, self.figure, self.bound, self.divisor, UNIT)

    def mechanism(self, epsilon: Decimal) -> DiscreteLaplace:
        """``epsilon``: of this release."""
        return DiscreteLaplace(self.bound.most, epsilon)

    @property
    def table(self) -> Table:
        columns = [
            Column("event_date", "DATE", Level.PUBLIC, "of the cell", "UTC day", required=True),
            *(Column(axis.column, "STRING", Level.PUBLIC, "of the cell", axis.meaning, required=True)
              for axis in self.axes),
            Column(self.figure, self._type, Level.PUBLIC, "noise added", f"{self.meaning}; {self.bound.words}; with "
                   "noise, so it may be below 0", required=True),
            Column("epsilon", "DECIMAL(8,4)", Level.PUBLIC, "of the release", "of all figures of this table and day "
                   "together", required=True),
            Column("unit", "STRING", Level.PUBLIC, "of the release", "what epsilon protects", required=True),
            Column("expected_error", "DOUBLE", Level.PUBLIC, "of the noise", "mean distance of the figure from the one "
                   "without noise", required=True),
            Column("error_95", "DOUBLE", Level.PUBLIC, "of the noise", "distance that 19 of 20 figures keep within",
                   required=True),
        ]  # fmt: skip
        return Table("dp", self.name, tuple(columns), self.comment, partition_by="event_date")

    @property
    def _type(self) -> str:
        return "BIGINT" if self.divisor == 1 else "DECIMAL(18,2)"


_REGION = Axis("region", "region in the profile; unknown without one", (*REGIONS, UNKNOWN), of_person=True)
_TIER = Axis(
    "subscription_tier", "what is paid for; unknown where not given", (*SUBSCRIPTION_TIERS, UNKNOWN), of_person=True
)
_TYPE = Axis("event_type", "what was done", EVENT_TYPES)
_DEVICE = Axis("device_type", "kind of device; unknown where not sent", (*DEVICE_TYPES, UNKNOWN))


DAILY_ACTIVE_USERS = DailyRelease(
    name="daily_active_users",
    comment="persons with an event on a UTC day, with noise: differentially private",
    axes=(_REGION, _TIER),
    figure="users",
    meaning="distinct persons; those of several cells of a day add up, days do not",
    bound=Once(),
    share=Decimal("0.4"),
)

DAILY_EVENTS = DailyRelease(
    name="daily_events",
    comment="events of a UTC day by type and device, with noise: differentially private",
    axes=(_TYPE, _DEVICE),
    figure="events",
    meaning="events",
    bound=Rows(most=50),
    share=Decimal("0.3"),
)

REVENUE = DailyRelease(
    name="revenue",
    comment="purchases of a UTC day, with noise: differentially private",
    axes=(_REGION,),
    figure="revenue",
    meaning="quantity x price of purchases",
    bound=ByValue(most=50_000, of="cents", shown="500.00"),
    share=Decimal("0.3"),
    divisor=100,
)

DAILY_RELEASES = (DAILY_ACTIVE_USERS, DAILY_EVENTS, REVENUE)

if sum(release.share for release in DAILY_RELEASES) != 1:
    raise ContractError("the shares of a day's releases add up to its epsilon")

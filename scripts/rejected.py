"""``make rejected``: what was rejected, how often, why, what the sender changes, and how long it can be taken in again.

From the run ledger alone: it needs no key and no Spark, and shows no record.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import conf
from conf import Settings, SettingsError
from governance.database import DatabaseError
from governance.report import Rejections, Report
from privacy.policies import POLICIES
from schemas.outcomes import Reason
from scripts.condition import counted
from scripts.panel import table
from scripts.services import ServiceError, found

_KEY_DAYS = dt.timedelta(days=8)
"""A day's key is destroyed by the first batch of the eighth day after it."""

_NOTE = (
    "key: of the day, for records of unknown persons; those of known persons are closed under the person's own. "
    "first and last: when they were taken, UTC"
)

EXIT_FAILED = 1


@dataclass(frozen=True)
class Rejected:
    """Everything that one contract rejected for one reason.

    ``readmitted``: those of them that left quarantine since. ``days_left``: until the first of the day keys that are
    still there is destroyed; None: all are gone. ``past``: records of days whose key is gone.
    """

    contract: str
    reason: str
    records: int
    readmitted: int
    first: dt.datetime
    last: dt.datetime
    days_left: int | None
    past: int
    remedy: str

    @property
    def key(self) -> str:
        if self.days_left is None:
            return "gone"
        left = f"{counted(self.days_left, 'day', 'days')} left" if self.days_left > 0 else "goes with the next batch"
        return f"{left}, of {self.past:,} gone" if self.past else left


def main() -> int:
    """Exit codes: 0 also when something was rejected; 1 refused, with one sentence."""
    try:
        settings = conf.load()
        check(settings)
        print(_told(rejected(settings), settings.status.json))
    except (SettingsError, ServiceError, DatabaseError) as error:
        print(error, file=sys.stderr)
        return EXIT_FAILED
    return 0


def check(settings: Settings) -> None:
    """Raises SettingsError for a contract or reason that there is not."""
    for name, value, known in (
        ("CONTRACT", settings.readmit.contract, list(POLICIES)),
        ("REASON", settings.readmit.reason, list(Reason)),
    ):
        if value and value not in known:
            raise SettingsError(f"{name} is none of {', '.join(known)}")


def rejected(settings: Settings) -> list[Rejected]:
    """What the ledger holds under CONTRACT and REASON, most frequent first. Raises ServiceError, DatabaseError."""
    database = found.database(settings)
    if database is None:
        raise ServiceError("the local PostgreSQL does not run, so nothing can be told: `make stream` starts it")
    report = Report(database)
    lake = report.lake()
    if lake is None:
        return []
    days = report.rejections(settings.readmit.contract, settings.readmit.reason)
    return grouped(days, report.quarantine_days(), lake.now.astimezone(dt.UTC).date(), report.readmitted())


def grouped(
    days: Iterable[Rejections], with_key: Sequence[dt.date], today: dt.date, readmitted: Mapping[tuple[str, str], int]
) -> list[Rejected]:
    """``days``: ordered by contract and reason. ``with_key``: days whose key is still there. ``readmitted``: records by
    contract and reason."""
    made = []
    for key, group in groupby(days, key=lambda day: (day.contract, day.reason)):
        made.append(_one(list(group), with_key, today, readmitted.get(key, 0)))
    return sorted(made, key=lambda one: -one.records)


def _one(days: Sequence[Rejections], with_key: Sequence[dt.date], today: dt.date, readmitted: int) -> Rejected:
    contract, reason = days[0].contract, days[0].reason
    readable = [day.day for day in days if day.day in with_key]
    return Rejected(
        contract=contract,
        reason=reason,
        records=sum(day.records for day in days),
        readmitted=readmitted,
        first=min(day.first for day in days),
        last=max(day.last for day in days),
        days_left=(min(readable) + _KEY_DAYS - today).days if readable else None,
        past=sum(day.records for day in days if day.day not in with_key),
        remedy=Reason(reason).remedy if reason in set(Reason) else "",
    )


def _told(found: Sequence[Rejected], as_json: bool) -> str:
    if as_json:
        return json.dumps([dataclasses.asdict(one) for one in found], default=str, indent=1)
    if not found:
        return "nothing was rejected"
    rows: list[tuple[str, ...]] = [("contract", "reason", "records", "readmitted", "first", "last", "key", "remedy")]
    rows += [
        (one.contract, one.reason, f"{one.records:,}", f"{one.readmitted:,}", _at(one.first), _at(one.last), one.key,
         one.remedy)
        for one in found
    ]  # fmt: skip
    return "\n".join([*table(rows, left=2, open_end=True), "", _NOTE])


def _at(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M}"


if __name__ == "__main__":
    sys.exit(main())

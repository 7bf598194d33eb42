"""``make reconcile``: compares the run ledger with the tables, position by position. Writes nothing.

Also beside a running stream: the ledger is read first, so that the tables hold at least what it says.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

import conf
from conf import Settings, SettingsError
from governance.database import Database
from governance.reconciliation import (
    Finding,
    Silver,
    ledger_findings,
    moved,
    outside_findings,
    silver_findings,
    stretch,
    table_findings,
    takes,
)
from governance.report import Report
from lakehouse.accounts import BatchId
from lakehouse.catalog import BRONZE, SILVER
from lakehouse.census import census, identities, positions
from lakehouse.tables import LAKE_ID, Lake, LakeError, snapshot
from lakehouse.writer import Writer
from privacy.policies import POLICIES
from schemas.tables import ASIDE, QUARANTINE
from scripts import session
from scripts.panel import table
from scripts.services import ServiceError, found
from streaming.failures import OURS, in_words

_MOST_SHOWN = 40
_MOST_TRIES = 20

EXIT_FAILED = 1
EXIT_NOT_EQUAL = 3


@dataclass(frozen=True)
class Comparison:
    """What was compared, and every difference."""

    lake_id: str
    ranges: int
    positions: int
    bronze: int
    quarantine: int
    silver: int
    findings: tuple[Finding, ...]

    @property
    def equal(self) -> bool:
        return not any(finding.difference.fails for finding in self.findings)


def main() -> int:
    """Exit codes: 0 ledger and tables are equal; 3 they are not; 1 refused or failed, with one sentence."""
    try:
        settings = conf.load()
        done = _compared(settings)
    except (SettingsError, ServiceError, *OURS) as error:
        print(error, file=sys.stderr)
        return EXIT_FAILED
    except Exception as error:  # noqa: BLE001 - the text of any other error may quote a value
        print(f"make reconcile {in_words(error)}; see {conf.load().paths.log}", file=sys.stderr)
        return EXIT_FAILED
    print(_told(done, settings.status.json))
    return 0 if done.equal else EXIT_NOT_EQUAL


def _compared(settings: Settings) -> Comparison:
    database = found.database(settings)
    if database is None:
        raise ServiceError("the local PostgreSQL does not run: `make stream` starts it")
    known = Report(database).lake()
    if known is None:
        raise ServiceError("there is no lake in this Postgres yet: `make stream` makes one")
    spark = session.session(settings, "reconcile")
    try:
        return compare(spark, Lake(settings.paths.lake, known.lake_id), database)
    finally:
        spark.stop()
        database.close()


def compare(spark: SparkSession, lake: Lake, database: Database) -> Comparison:
    """Compares all that batches took. Raises LakeError for tables of another lake."""
    report, reader = Report(database), Writer(spark, lake)
    _check_owner(spark, lake)
    before = [one for one in report.ranges() if takes(one)]
    moves = report.moves()
    findings, bronze, quarantine, silver = list(ledger_findings(before)), 0, 0, 0
    for contract, policy in POLICIES.items():
        ranges = [one for one in before if one.contract == contract]
        rejected = reader.read(QUARANTINE).filter(f"contract = '{contract}'")
        counted = census(positions(reader.read(BRONZE[contract]), rejected), [stretch(one) for one in ranges])
        aside = _aside(reader, contract)
        held = _silver(reader, contract, report)
        kept = report.bronze_kept().get(contract)
        corrections = moved(moves, report.moves(), contract, report.forgotten(), kept)
        corrections = dataclasses.replace(corrections, erased_silver={contract: aside})
        findings += table_findings(ranges, counted.found, _today(), corrections)
        findings += outside_findings(contract, counted.outside, report.ends())
        findings += silver_findings(held, policy.keeps_every_record, corrections)
        bronze += sum(one.bronze for one in counted.found)
        quarantine += sum(one.quarantine for one in counted.found)
        silver += held.rows
    taken = sum(one.to_offset - one.from_offset for one in before)
    return Comparison(lake.lake_id, len(before), taken, bronze, quarantine, silver, tuple(findings))


def _check_owner(spark: SparkSession, lake: Lake) -> None:
    for one in (*BRONZE.values(), *SILVER.values(), QUARANTINE):
        newest = snapshot(spark, lake.path(one))
        owner = newest.metadata().configuration().get(LAKE_ID) if newest.version() >= 0 else None
        if owner is None:
            raise LakeError(f"there is no {one.full_name} in {lake.root}: check LAKE_ROOT, or run `make stream`")
        if not owner.isDefined() or owner.get() != lake.lake_id:
            raise LakeError(f"{one.full_name} belongs to another lake than this Postgres: check LAKE_ROOT")


def _aside(reader: Writer, contract: str) -> int:
    """Rows of silver of who is restricted."""
    if reader.version(ASIDE) < 0:
        return 0  # a lake from before there was such a table
    (found,) = reader.read(ASIDE).filter(F.col("contract") == contract).agg(F.sum("rows")).collect()
    return int(found[0] or 0)


def _silver(reader: Writer, contract: str, report: Report) -> Silver:
    """Rows of one version of silver, and what was accepted in the batches that are in it.

    Its transactions say which those are, and they are looked at again if it changed meanwhile. The judgement of a batch
    stands in the ledger before its rows stand in silver, so the ledger is read behind it.
    """
    of = SILVER[contract]
    for _ in range(_MOST_TRIES):
        version = reader.version(of)
        written = {run: reader.committed(of, BatchId(*run, 0).app_id(of.full_name)) for run in report.runs(contract)}
        if reader.version(of) == version:
            rows, distinct = identities(reader.read(of, version), _IDENTITY[POLICIES[contract].keeps_every_record])
            return Silver(contract, rows, distinct, report.accepted(contract, written))
    raise LakeError(f"{of.full_name} changes all the time: stop what writes it, or try again")


_IDENTITY = {True: "event_key", False: "user_key"}


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _told(done: Comparison, as_json: bool) -> str:
    if as_json:
        return json.dumps(dataclasses.asdict(done) | {"equal": done.equal}, default=str, indent=1)
    return "\n".join(_lines(done))


def _lines(done: Comparison) -> Iterator[str]:
    yield f"lake {done.lake_id}: {done.ranges:,} ranges, {done.positions:,} positions"
    yield f"bronze {done.bronze:,}, quarantine {done.quarantine:,}, silver {done.silver:,} rows"
    if done.findings:
        yield ""
        yield from table(_rows(done.findings), left=2, open_end=True)
    if len(done.findings) > _MOST_SHOWN:
        yield f"{len(done.findings) - _MOST_SHOWN:,} more: JSON=1 shows all"
    yield ""
    yield "the ledger and the tables are equal" if done.equal else "THE LEDGER AND THE TABLES ARE NOT EQUAL"


def _rows(findings: Sequence[Finding]) -> list[tuple[str, ...]]:
    head = ("difference", "batch or table", "part.", "from", "to", "expected", "found", "meaning")
    return [head, *(_row(finding) for finding in findings[:_MOST_SHOWN])]


def _row(one: Finding) -> tuple[str, ...]:
    place = ("" if number is None else str(number) for number in (one.partition, one.from_offset, one.to_offset))
    return (str(one.difference), one.where, *place, f"{one.expected:,}", f"{one.found:,}", one.difference.meaning)


if __name__ == "__main__":
    sys.exit(main())

"""A lake of one test: its roads, gold, ledger and registry, and what an officer with the key would find in it."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
import threading
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame, SparkSession

from batch.anonymous import Released, release_persons
from batch.erase import Plane, forget
from batch.metrics import Day, release_day
from batch.metrics import Released as ReleasedFigures
from batch.publish import Publisher
from batch.readmit import Readmitter
from batch.rework import NAMING, Rework
from conf import Settings
from governance.audit import Action, Anchor, Audit
from governance.budget import Budget
from governance.consents import Withdrawals
from governance.database import Database
from governance.erasure import Erasures
from governance.erasure_journal import Journal
from governance.holds import Holds
from governance.lake import bound_keys
from governance.ledger import RunLedger
from governance.patience import Patience
from governance.publication import Publication
from governance.readmissions import Readmissions, under_way
from governance.registry import Registry, Subjects
from governance.releases import Releases
from governance.requests import Requests
from governance.residue import scrub
from governance.traces import Traces
from lakehouse.accounts import BatchId
from lakehouse.anonymous import Anonymiser
from lakehouse.catalog import BRONZE, SILVER
from lakehouse.failpoints import Reach, nothing
from lakehouse.figures import DailyFigures
from lakehouse.gold import Gold, GoldDay
from lakehouse.locks import FileLocks
from lakehouse.maintenance import Maintenance
from lakehouse.persons import SnapshotWriter
from lakehouse.road import BatchReport, Road, pass_plan
from lakehouse.tables import Lake
from lakehouse.worker import PassPlan, quarantine_key_name
from lakehouse.writer import Writer
from privacy.anonymity.releases import USERS_ANONYMOUS, AnonymousRelease
from privacy.disclosure import Gate
from privacy.keyfile import read_keyring
from privacy.keys import Keyring, PersonKeys, Seal
from privacy.policies import POLICIES
from privacy.policy import Policy
from schemas.envelope import bound_to
from schemas.purposes import ANALYTICS, Purpose
from schemas.tables import QUARANTINE, Table
from scripts.control import Control
from tests.support import jvm, people
from tests.support.clones import Clone
from tests.support.records import Arrival, envelope

Position = tuple[str, int, int]
_KEYED = ("event_key", "content_hash", "session_key", "updated_order")


class LeftAsItIs:
    """In the place of gold, for tests that are about other tables."""

    def refresh(self) -> list[GoldDay]:
        return []


class RowsAlone(Rework):
    """Leaves files as they are, for tests that are about rows."""

    def purge(self, tables: Sequence[Table] = NAMING) -> None:
        """Nothing."""


class Installation:
    """Closes at the end what it opened."""

    def __init__(
        self,
        settings: Settings,
        spark: SparkSession,
        control: Control,
        clone: Clone,
        empty: Path,
        name: str,
        like: Installation | None = None,
    ) -> None:
        """``like``: whose files it has to begin with, and whose database ``clone`` is a copy of; else those of a lake
        without rows."""
        self.spark = spark
        self.settings = settings
        self.clone = clone
        self.folder = settings.paths.var / "tests" / name
        self.lake = Lake(str(self.folder / "lake"), control.lake.lake_id)
        audit = Audit(control.keyring, control.lake.lake_id, Anchor(self.folder / "anchor.log"))
        self.control = replace(control, dsn=clone.job, lake=self.lake, audit=audit)
        self._empty = empty
        self.databases: list[Database] = []
        self._numbers = itertools.count(1)
        if like is None:
            shutil.copytree(empty, self.lake.root)
        else:
            shutil.copytree(like.folder, self.folder)
        self.locks = FileLocks(spark, Path(self.lake.root) / "locks", patience_seconds=30)
        self.writer = Writer(spark, self.lake)

    def let_go(self) -> None:
        """Closes connections; who needs one opens it again. Postgres has fifty."""
        for database in self.databases:
            database.close()

    def close(self) -> None:
        self.let_go()
        jvm.forget_tables(self.spark)

    @property
    def keyring(self) -> Keyring:
        """As the key file has it now."""
        return read_keyring(self.control.key_file)

    # --- what works on it ---------------------------------------------------------------------------------------------

    def database(self) -> Database:
        self.databases.append(self.control.database())
        return self.databases[-1]

    @cached_property
    def ledger(self) -> RunLedger:
        return RunLedger(self.database())

    def registry(self, purpose: Purpose | None = ANALYTICS) -> Registry:
        """The registry as a process that has just started sees it."""
        snapshots = SnapshotWriter(self.folder / f"registry-{next(self._numbers)}")
        return Registry(self.database(), self.control.key_file, snapshots, purpose)

    def road(self, contract: str, policy: Policy | None = None, reach: Reach = nothing) -> Road:
        """The road as a process that has just started has it."""
        ledger = RunLedger(self.database())
        policy = policy or POLICIES[contract]
        return Road(policy, self.lake, self.locks, self.registry(policy.purpose), ledger, reach)

    def readmitter(self, contract: str, road: Road, most: int = 500_000) -> Readmitter:
        """What takes quarantined records up, as a process that has just started has it."""
        subjects = Subjects(self.database(), SnapshotWriter(self.folder / f"subjects-{next(self._numbers)}"))
        readmissions = Readmissions(self.database(), contract)
        keys = partial(bound_keys, self.database(), self.control.key_file)
        return Readmitter(contract, road, readmissions, subjects, self.writer, keys, self.locks, most)

    def publisher(self, reach: Reach = nothing) -> Publisher:
        self.databases.append(Database(self.clone.publisher))
        publication = Publication(self.databases[-1], reach)
        patience = Patience(lambda _: None, threading.Event())
        return Publisher(self.spark, self.lake, publication, Gate(2, 1), self.folder / "quality", patience)

    def gold(self, k: int = 2, rounding: int = 1) -> Gold:
        return Gold(self.spark, self.lake, self.locks, RunLedger(self.database()), Gate(k, rounding))

    def release(
        self, k: int, repin: bool = False, of: AnonymousRelease = USERS_ANONYMOUS, reach: Reach = nothing
    ) -> Released:
        """A release of anonymous rows."""
        anonymiser = Anonymiser(self.spark, self.lake, self.locks, of, SILVER[of.of], k, reach)
        return release_persons(anonymiser, Releases(self.database(), of, k), repin)

    def release_figures(self, day: Day, budget: Decimal = Decimal(31), **others: Any) -> ReleasedFigures:
        """A day's figures with noise; ``others``: of ``release_day``."""
        figures, ledger = DailyFigures(self.spark, self.lake), Budget(self.database(), budget)
        return release_day(day, figures, ledger, self.locks, **{"quoted": lambda *_: None} | others)

    def carry(
        self,
        contract: str,
        records: Sequence[Arrival],
        number: int = 0,
        road: Road | None = None,
        job: str | None = None,
    ) -> BatchReport | None:
        """Carries ``records`` as batch ``number`` of ``job`` (``stream.<contract>`` unless named)."""
        road = road or self.road(contract)
        return road.carry(self.envelope(records), BatchId(job or f"stream.{contract}", 1, number))

    def enrol(self, *names: str) -> None:
        """Makes persons known, as if records of theirs had come before."""
        self.registry().mint(people.strangers(self.keyring, names))

    def erasures(self) -> Erasures:
        return Erasures(
            self.database(),
            self.control.key_file,
            Journal(self.folder / "erasures.log", self.lake.lake_id),
            self.control.audit,
        )

    def requests(self) -> Requests:
        return Requests(self.database(), self.control.key_file, self.control.audit)

    def holds(self) -> Holds:
        return Holds(self.database(), self.control.key_file, self.control.audit)

    def traces(self) -> Traces:
        return Traces(self.database(), self.control.key_file, self.control.audit)

    def erasing(self, k: int | None = None) -> Plane:
        """What an erasure works on, as a process that has just started has it. ``k``: of gold's gate; without it gold
        is left as it is, which half of the time of an erasure goes into."""
        return Plane(
            self.erasures(), Withdrawals(self.database(), self.control.key_file, self.control.audit), self.requests(),
            self.rework(k), (self.folder,), lambda: scrub(self.clone.administrator),
        )  # fmt: skip

    def rework(self, k: int | None = None, of: type[Rework] = Rework) -> Rework:
        maintenance = Maintenance(self.spark, self.lake, self.locks)
        gold, database = self.gold(k) if k else LeftAsItIs(), self.database()
        return of(
            RunLedger(self.database()), maintenance, gold, self.locks, lambda: under_way(database),
            patience_seconds=0.0,
        )  # fmt: skip

    def forget(self, *names: str) -> dict[str, int]:
        """Forgets persons by the identifiers that senders use, as far as the newest versions of tables go; rows taken
        out by table."""
        plane = self.erasing()
        if names:
            plane.erasures.begin([name.encode() for name in names])
        done = forget(plane)
        plane.erasures.done(done.doomed)
        plane.requests.end(done.numbers, Action.ERASE)
        plane.withdrawals.done(done.past)
        return done.rows

    def plan(self, contract: str, policy: Policy | None = None) -> PassPlan:
        """What workers are told."""
        registry = self.registry()
        registry.open_batch()
        return pass_plan(policy or POLICIES[contract], registry)

    def envelope(self, records: Sequence[Arrival]) -> DataFrame:
        return envelope(self.spark, records, self.folder / "arrived")

    def beside(self) -> Installation:
        """Another lake without rows over the same database: the same persons have the same pseudonyms there."""
        name = f"{self.folder.name}-{next(self._numbers)}"
        other = Installation(self.settings, self.spark, self.control, self.clone, self._empty, name)
        other.databases = self.databases
        return other

    # --- what is in it ------------------------------------------------------------------------------------------------

    def read(self, table: Table) -> DataFrame:
        return self.writer.read(table)

    def rows(self, table: Table) -> list[dict[str, Any]]:
        return self.read(table).toArrow().to_pylist()

    def query(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the control plane, read by the role that owns it."""
        return people.query(self.clone.owner, statement, *values)

    def persons(self) -> dict[str, tuple[bytes, PersonKeys]]:
        """``subject_id`` and keys of every registered person, by the identifier that the sender uses."""
        return people.persons(self.clone.owner, self.keyring)

    def bronze(self, contract: str) -> dict[Position, tuple[str, bytes]]:
        """Every position of bronze, each there once, with its person's identifier and the opened payload."""
        persons = {subject_id: (name, Seal(keys.dek)) for name, (subject_id, keys) in self.persons().items()}
        opened: dict[Position, tuple[str, bytes]] = {}
        for row in self.rows(BRONZE[contract]):
            position = _position(row)
            assert position not in opened, "a position is in bronze twice"
            name, seal = persons[row["subject_id"]]
            opened[position] = (name, seal.open(row["payload"], bound_to(contract, *position)))
        return opened

    def silver(self, contract: str) -> list[dict[str, Any]]:
        """Rows of silver; the person's identifier as ``who`` in place of what differs between registries."""
        names = {keys.user_key: name for name, (_, keys) in self.persons().items()}
        kept = [
            {"who": names[row["user_key"]]}
            | {name: value for name, value in row.items() if name not in (*_KEYED, "user_key")}
            for row in self.rows(SILVER[contract])
        ]
        return sorted(kept, key=repr)

    def quarantine(self) -> dict[Position, tuple[str, str, bytes | None]]:
        """Every position of quarantine with its reason, whose key closes it (a person's identifier or ``day``) and the
        opened payload."""
        persons = {subject_id: (name, Seal(keys.dek)) for name, (subject_id, keys) in self.persons().items()}
        found: dict[Position, tuple[str, str, bytes | None]] = {}
        rows = self.rows(QUARANTINE)
        days = {day: self.day_seal(day) for day in {row["key_day"] for row in rows} - {None}}
        for row in rows:
            position = _position(row)
            assert position not in found, "a position is in quarantine twice"
            assert (row["subject_id"] is None) != (row["key_day"] is None), "one key closes a record, and only one"
            whose, seal = persons[row["subject_id"]] if row["subject_id"] else ("day", days[row["key_day"]])
            payload = row["payload"] and seal.open(row["payload"], bound_to(row["contract"], *position))
            found[position] = (row["reason"], whose, payload)
        return found

    def day_seal(self, day: dt.date) -> Seal:
        (found,) = self.query("SELECT wrapped_key, kek_version FROM registry.quarantine_key WHERE key_day = %s", day)
        return self.keyring.unwrap_key(bytes(found[0]), quarantine_key_name(day), found[1])

    def ledger_state(self) -> dict[str, list[tuple[Any, ...]]]:
        """All that the ledger says, times apart."""
        return {
            "batches": self.query(
                """SELECT job, epoch, batch_id, bronze_at IS NOT NULL, judged_at IS NOT NULL, silver_at IS NOT NULL,
                          quarantine_at IS NOT NULL, closed_at IS NOT NULL FROM ledger.batch ORDER BY 1, 2, 3"""
            ),
            "ranges": self.query("SELECT * FROM ledger.range ORDER BY 1, 2, 3, 4, 5"),
            "rejections": self.query("SELECT * FROM ledger.rejection ORDER BY 1, 2, 3, 4, 5, 6"),
            "work": self.query("SELECT * FROM ledger.gold_work ORDER BY 1, 2, 3, 4, 5"),
        }


def _position(row: dict[str, Any]) -> Position:
    return row["source_id"], row["partition"], row["offset"]

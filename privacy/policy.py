"""A policy: what is done to every field of one contract. The columns of a silver table are the rules of its policy."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pyarrow as pa

from privacy.keyed import Pseudonym, RecordIdentity, ShiftWithinPerson
from privacy.treatments import Persons, Suppress, Treatment, Truncate
from schemas.constraints import Constraint, ContractError, Flag, Instant, Real, Whole
from schemas.contract import Contract
from schemas.levels import HANDLING, Level, Strength
from schemas.purposes import ANALYTICS, Purpose
from schemas.tables import Column, Table

_MADE_BY_THE_ROAD = ("event_key", "content_hash", "is_late", "policy_version", "key_version")


@dataclass(frozen=True)
class Rule:
    """One treatment of one field. ``column``: the silver column it fills; none for what only goes into others."""

    field: str
    treatment: Treatment
    level: Level
    column: str | None = None


@dataclass(frozen=True)
class Policy:
    """Raises ContractError at import for a field without a rule, a rule without a field, a column filled twice, and
    a treatment that does not suit its field (a free text with ``keep`` above all). ``purpose``: what the records are
    used for, which the person may decide about; None: what has to be kept whatever anybody decides."""

    contract: Contract
    version: int
    rules: tuple[Rule, ...]
    comment: str
    partition_by: str | None = None
    statistics: tuple[str, ...] = ()
    deletion_vectors: bool = False
    purpose: Purpose | None = ANALYTICS

    def __post_init__(self) -> None:
        name = self.contract.name
        for field in self.contract.fields:
            if not any(rule.field == field.name for rule in self.rules):
                raise ContractError(f"policy {name}: {field.name} has no treatment; name one, Suppress() if in doubt")
        for rule in self.rules:
            rule.treatment.check(self.contract.field(rule.field).constraint)
            self._check_column(rule)
        filled = Counter(rule.column for rule in self.rules if rule.column)
        twice = [column for column, times in filled.items() if times > 1]
        if twice:
            raise ContractError(f"policy {name}: two rules fill {twice[0]}")
        if self.purpose is None and not self.contract.decides:
            raise ContractError(
                f"policy {name} has no purpose: name what its records are used for, so that a person can object"
            )
        self._check_roles()
        self._check_files()
        for rule in self.rules:
            self._check_level(rule)

    def _check_column(self, rule: Rule) -> None:
        internal = isinstance(rule.treatment, RecordIdentity)
        if rule.column is None and not internal and not isinstance(rule.treatment, Suppress):
            raise ContractError(f"policy {self.contract.name}: {rule.field} is treated but fills no column")
        if rule.column is not None and internal:
            raise ContractError(
                f"policy {self.contract.name}: {rule.field} is the record id and fills no column itself"
            )

    def _check_level(self, rule: Rule) -> None:
        """What a level asks for is done, and what stays as it is keeps its level."""
        level, done = self.contract.field(rule.field).level, rule.treatment.strength
        least = HANDLING[level].least
        if done < least:
            raise ContractError(
                f"policy {self.contract.name}: {rule.field} is {level.word}, and {rule.treatment.technique} leaves it "
                f"{done.name.lower().replace('_', ' ')}: it has to be {least.name.lower()} at least"
            )
        if done is Strength.AS_IS and rule.level < level:
            raise ContractError(
                f"policy {self.contract.name}: {rule.field} stays as it is, so {rule.column} is {level.word} too"
            )

    def _check_roles(self) -> None:
        """The subject becomes the pseudonym and the record id goes into event_key: that, and nothing else."""
        name, subject, record_id = self.contract.name, self.contract.subject, self.contract.record_id
        for rule in self.rules:
            if isinstance(rule.treatment, Pseudonym) != (rule.field == subject):
                raise ContractError(
                    f"policy {name}: {subject}, and only {subject}, must become user_key by Pseudonym()"
                )
            if isinstance(rule.treatment, RecordIdentity) != (rule.field == record_id):
                raise ContractError(
                    f"policy {name}: RecordIdentity() is for the record id ({record_id}) and it for that"
                )
            if (rule.column == "user_key") != (rule.field == subject):
                raise ContractError(f"policy {name}: {subject} and nothing else becomes user_key")
            if rule.column in _MADE_BY_THE_ROAD:
                raise ContractError(
                    f"policy {name}: the road makes {rule.column} itself; name {rule.field}'s otherwise"
                )

    def check_for_the_road(self) -> None:
        """Raises ContractError unless silver has the columns by which the road finds, orders and files its rows."""
        role = self.contract.event_time
        wanted: dict[str, Treatment] = (
            {"event_time": Truncate("minute"), "event_date": Truncate("day")}
            if self.keeps_every_record
            else {"updated_at": Truncate("minute"), "updated_order": ShiftWithinPerson("updated")}
        )
        rules = {rule.column: rule for rule in self.rules}
        for column, treatment in wanted.items():
            rule = rules.get(column)
            if rule is None or (rule.field, rule.treatment) != (role, treatment):
                rule_for_it = f'Rule("{role}", {treatment!r}, .., "{column}")'
                raise ContractError(f"policy {self.contract.name}: the road reads {column}: {rule_for_it}")
        if self.keeps_every_record and (self.partition_by != "event_date" or "event_time" not in self.statistics):
            raise ContractError(
                f'policy {self.contract.name}: the road looks for files by day and minute: partition_by="event_date", '
                'statistics=("event_time",)'
            )

    def _check_files(self) -> None:
        """Partition names and statistics stand in paths and logs in clear."""
        types = {column.name: column.type for column in self.table().columns}
        if self.partition_by is not None and types.get(self.partition_by) != "DATE":
            raise ContractError(f"policy {self.contract.name}: partition by a date column, not {self.partition_by}")
        for column in self.statistics:
            if types.get(column) not in ("DATE", "TIMESTAMP"):
                raise ContractError(
                    f"policy {self.contract.name}: statistics of {column} would show values; times only"
                )

    @property
    def keeps_every_record(self) -> bool:
        """Whether silver has a row for each record (events), rather than the newest for each person (profiles)."""
        return self.contract.record_id is not None

    def treat(self, fields: dict[str, pa.Array], persons: Persons) -> dict[str, pa.Array]:
        """The silver columns made by the rules, from g decoded records: one array of length g a column."""
        return {rule.column: rule.treatment.apply(fields[rule.field], persons) for rule in self.rules if rule.column}

    def table(self) -> Table:
        """The silver table this policy fills."""
        made = "made by the road"
        front = [
            Column("content_hash", "BINARY", Level.IDENTIFYING, "keyed hash", "tells equal records from others", True)
        ]
        if self.keeps_every_record:
            key = Column(
                "event_key", "BINARY", Level.IDENTIFYING, "keyed hash", "identity: person, record id, instant", True
            )
            front.insert(0, key)
        back = [
            Column("policy_version", "INT", Level.INTERNAL, made, "policy that made this row", True),
            Column("key_version", "INT", Level.INTERNAL, made, "version of the keyed hashes", True),
        ]
        if self.keeps_every_record:
            back.insert(0, Column("is_late", "BOOLEAN", Level.INTERNAL, made, "arrived after gold is recomputed", True))
        return Table(
            zone="silver",
            name=self.contract.name,
            columns=(*front, *(self._column(rule) for rule in self.rules if rule.column), *back),
            comment=self.comment,
            partition_by=self.partition_by,
            statistics=self.statistics,
            deletion_vectors=self.deletion_vectors,
            policy_version=self.version,
        )

    def _column(self, rule: Rule) -> Column:
        field = self.contract.field(rule.field)
        return Column(
            name=rule.column or "",
            type=rule.treatment.sql_type or _own_type(field.constraint),
            level=rule.level,
            treatment=rule.treatment.technique,
            meaning=f"from {field.name}: {field.comment}",
        )


def _own_type(constraint: Constraint) -> str:
    if isinstance(constraint, Whole):
        return "BIGINT"
    if isinstance(constraint, Real):
        return "DOUBLE"
    if isinstance(constraint, Flag):
        return "BOOLEAN"
    return "TIMESTAMP" if isinstance(constraint, Instant) else "STRING"

"""A contract: what a source promises to send, field by field."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import permutations

from schemas.constraints import Constraint, ContractError, Instant, Pattern, Text
from schemas.kinds import Kind
from schemas.levels import Level

_DEEPEST = 500
NAME = re.compile(r"^[a-z][a-z0-9_]{0,62}$")
"""Of a contract or a field."""
KEY = re.compile(r"^[A-Za-z_][A-Za-z0-9_-]{0,62}$")
"""Of an object in a record, on the way to a field."""
_DEEPEST_PATH = 5


@dataclass(frozen=True)
class Field:
    """One field of a record. A field that is not ``required`` may be absent or null, which is the same.

    ``kind``: what personal data it is, if any. ``level``: of what is sent; a field of which nobody says it is secret.
    ``holds``: kinds that may stand in it besides; anything else that is recognised in it is told as drift. ``path``:
    where it stands in the record, as ``customer.contact.eMail``; empty: under its name.
    """

    name: str
    constraint: Constraint
    comment: str
    required: bool = False
    since: int = 1
    kind: Kind = Kind.NONE
    level: Level = Level.SECRET
    holds: tuple[Kind, ...] = ()
    path: str = ""

    def __post_init__(self) -> None:
        if self.kind is not Kind.NONE and self.level < self.kind.level:
            raise ContractError(
                f"field {self.name}: {self.kind} is {self.kind.level.word} at least, not {self.level.word}"
            )
        if not NAME.match(self.name):
            raise ContractError(f"field name {self.name!r}: use lower case letters, digits and _")
        if len(self.keys) > _DEEPEST_PATH or not all(map(KEY.match, self.keys)):
            raise ContractError(f"field {self.name}: a path is up to {_DEEPEST_PATH} keys of letters, digits, _ and -")

    @property
    def keys(self) -> tuple[str, ...]:
        """Of the objects it stands in, the outermost first, and its own."""
        return tuple(self.path.split(".")) if self.path else (self.name,)


@dataclass(frozen=True)
class Contract:
    """What records of one topic or file look like.

    ``record_id``    field that names the record within its subject; None where each record replaces the last (profiles)
    ``subject``      field with the identifier of the person the record is about, compared as exact bytes
    ``event_time``   field with the instant the record speaks of; may not lie after ``received_at`` + ``ahead``
    ``unknown_fields`` ``drop``: an unknown field stays in the encrypted payload only and is counted; ``reject``: the
                     record is rejected
    ``decides``      records are decisions of persons about purposes, as ``schemas.consents`` has them
    """

    name: str
    version: int
    fields: tuple[Field, ...]
    subject: str
    event_time: str
    record_id: str | None = None
    unknown_fields: str = "drop"
    longest_payload: int = 65_536
    deepest_nesting: int = 32
    ahead: dt.timedelta = dt.timedelta(minutes=5)
    late_after: dt.timedelta = dt.timedelta(days=30)
    decides: bool = False

    def __post_init__(self) -> None:
        if not NAME.match(self.name):
            raise ContractError(f"contract name {self.name!r}: use lower case letters, digits and _")
        names = [field.name for field in self.fields]
        if len(set(names)) != len(names):
            raise ContractError(f"contract {self.name}: a field is declared twice")
        self._check_paths()
        roles = [self.subject, self.event_time] + ([self.record_id] if self.record_id else [])
        for role in roles:
            if role not in names or not self.field(role).required:
                raise ContractError(f"contract {self.name}: {role} has a role, so declare it as a required field")
        for role in roles:
            self._check_filled(role)
        if not 1 <= self.deepest_nesting <= _DEEPEST:
            raise ContractError(f"contract {self.name}: deepest_nesting is 1 to {_DEEPEST}, or parsers give up before")
        if not isinstance(self.field(self.event_time).constraint, Instant):
            raise ContractError(f"contract {self.name}: {self.event_time} is the event time, so make it an Instant")
        if self.unknown_fields not in ("drop", "reject"):
            raise ContractError(f"contract {self.name}: unknown_fields is 'drop' or 'reject'")
        if any(field.since > self.version for field in self.fields):
            raise ContractError(f"contract {self.name}: a field is newer than the contract; raise version")

    def _check_paths(self) -> None:
        for one, other in permutations(self.fields, 2):
            if other.keys[: len(one.keys)] == one.keys:
                raise ContractError(
                    f"contract {self.name}: {other.name} would stand inside {one.name}, or in its place"
                )

    def _check_filled(self, role: str) -> None:
        constraint = self.field(role).constraint
        remedy = ""
        if isinstance(constraint, Text) and not constraint.shortest:
            remedy = "give it shortest=1"
        if isinstance(constraint, Pattern) and re.match(constraint.regex, ""):
            remedy = "let its pattern match one character at least"
        if remedy:
            raise ContractError(f"contract {self.name}: all who leave {role} empty would be one: {remedy}")

    def field(self, name: str) -> Field:
        for field in self.fields:
            if field.name == name:
                return field
        raise ContractError(f"contract {self.name} has no field {name}")

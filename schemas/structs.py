"""Types for the strict decoder, made from a contract, and the way to each field in what it decodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from keyword import iskeyword
from operator import attrgetter
from typing import Any

import msgspec

from schemas.contract import Field

Tree = dict[str, "Field | Tree"]
"""Fields by the keys under which they stand."""


def tree(fields: Iterable[Field]) -> Tree:
    """Those that are required first, for that is how a struct wants them."""
    root: Tree = {}
    for field in sorted(fields, key=lambda each: not each.required):
        branch = root
        for key in field.keys[:-1]:
            branch = branch.setdefault(key, {})  # type: ignore[assignment]
        branch[field.keys[-1]] = field
    return root


def struct(name: str, branch: Tree, strict: bool) -> type:
    """``strict``: a key that no field names, at any depth, is an error."""
    attributes = _attributes(branch)
    members = [_member(name, attribute, branch[key], strict) for attribute, key in attributes.items()]
    return msgspec.defstruct(
        name,
        sorted(members, key=len),
        rename={attribute: key for attribute, key in attributes.items() if attribute != key},
        forbid_unknown_fields=strict,
        omit_defaults=True,
        gc=False,
    )


def _member(name: str, attribute: str, member: Field | Tree, strict: bool) -> tuple[Any, ...]:
    inner = struct(f"{name}_{attribute}", member, strict) if isinstance(member, dict) else member.constraint.annotation
    return (attribute, inner) if _required(member) else (attribute, inner | None, None)


def _required(member: Field | Tree) -> bool:
    return any(map(_required, member.values())) if isinstance(member, dict) else member.required


def _attributes(branch: Tree) -> dict[str, str]:
    """Keys by the names of attributes for them: the key itself where it can be one and is like none that is made up."""
    return {key if _is_plain(key) else f"_{number}": key for number, key in enumerate(branch)}


def _is_plain(key: str) -> bool:
    return key.isidentifier() and not key.startswith("_") and not iskeyword(key)


@dataclass(frozen=True)
class Place:
    """Where a field stands in decoded records. ``parents``: attributes of the objects around it, which may be absent
    where ``optional``."""

    parents: tuple[str, ...]
    attribute: str
    optional: bool

    def values(self, records: Sequence[Any]) -> list[Any]:
        """Of each record, None where absent."""
        return list(map(self._getter(), records))

    def put(self, record: Any, value: Any) -> None:
        """In place of a value that is there."""
        for parent in self.parents:
            record = getattr(record, parent)
        setattr(record, self.attribute, value)

    def _getter(self) -> Callable[[Any], Any]:
        if not self.optional:
            return attrgetter(".".join((*self.parents, self.attribute)))

        def found(record: Any) -> Any:
            for parent in self.parents:
                record = getattr(record, parent)
                if record is None:
                    return None
            return getattr(record, self.attribute)

        return found


def places(root: Tree, fields: Iterable[Field]) -> dict[str, Place]:
    """Of the ``fields`` in a tree, by name."""
    return {field.name: _place(root, field) for field in fields}


def _place(branch: Tree, field: Field) -> Place:
    parents, optional = [], False
    for key in field.keys[:-1]:
        parents.append(_attribute(branch, key))
        branch = branch[key]  # type: ignore[assignment]
        optional = optional or not _required(branch)
    return Place(tuple(parents), _attribute(branch, field.keys[-1]), optional)


def _attribute(branch: Tree, key: str) -> str:
    return next(attribute for attribute, known in _attributes(branch).items() if known == key)


def pruner(found: Iterable[Place]) -> Callable[[Any], None] | None:
    """Takes objects without anything in them out of a record, so that records with equal fields are equal. None where
    no field stands in an object that may be absent."""
    optional = [place.parents for place in found if place.optional]
    branches = sorted({parents[:depth] for parents in optional for depth in range(1, len(parents) + 1)}, key=len)
    if not branches:
        return None

    def prune(record: Any) -> None:
        for *above, last in reversed(branches):
            parent = record
            for attribute in above:
                parent = parent and getattr(parent, attribute)
            if parent and (inner := getattr(parent, last)) is not None and _is_empty(inner):
                setattr(parent, last, None)

    return prune


def _is_empty(record: Any) -> bool:
    return all(value is None for value in msgspec.structs.astuple(record))


def unknown_keys(value: Any, branch: Tree) -> int:
    """How many keys of an object, at any depth, no field names; what stands below such a key counts with it."""
    if not isinstance(value, dict):
        return 0
    inner = (unknown_keys(each, member) for key, each in value.items() if isinstance(member := branch.get(key), dict))
    return sum(key not in branch for key in value) + sum(inner)

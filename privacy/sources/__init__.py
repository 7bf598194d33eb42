"""Sources of one's own: a module each in this folder, with one contract and one policy (docs/add-a-source.md)."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from privacy.policy import Policy
from schemas.constraints import ContractError


def policies() -> tuple[Policy, ...]:
    """Of every module in this folder. Raises ContractError for one that has none, or more than one."""
    found = []
    for module in sorted(each.name for each in iter_modules(__path__)):
        members = vars(import_module(f"{__name__}.{module}")).values()
        own = [member for member in members if isinstance(member, Policy)]
        if len(own) != 1:
            raise ContractError(f"privacy/sources/{module}.py has {len(own)} policies: it is for one")
        found += own
    return tuple(found)

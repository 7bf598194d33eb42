"""Every treatment there is, whether a policy in force uses it or not: collected, so that none is forgotten."""

from __future__ import annotations

from privacy import keyed, treatments


def _made_in(module: object) -> set[type]:
    name = getattr(module, "__name__", "")
    return {
        each for each in vars(module).values()
        if isinstance(each, type) and each.__module__ == name and {"technique", "strength", "apply"} <= set(dir(each))
    }  # fmt: skip


TREATMENTS: frozenset[type] = frozenset(_made_in(treatments) | _made_in(keyed)) - {treatments.Treatment}

"""A value that must not be shown: it prints as ``***`` and refuses to be pickled."""

from __future__ import annotations

from typing import NoReturn


class Secret:
    """Wraps a secret string. Only :meth:`reveal` gives it away, so a search for that word finds every use."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    def __str__(self) -> str:
        return "***"

    def __format__(self, spec: str) -> str:
        return "***"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(Secret)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is never pickled: pass the path of its file and read it where it is used")

"""Work cut off at a named step, as by kill -9, inside one process."""

from __future__ import annotations

from lakehouse.failpoints import Reach


class CutOff(Exception):
    """Stands for kill -9: nothing after it is done."""


def cut_off_after(step: str) -> Reach:
    """Makes ``step`` the last one that is done."""

    def reach(name: str) -> None:
        if name == step:
            raise CutOff

    return reach

"""The plots of the privacy report, as SVG."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from governance.privacy_report import BUDGET, CLASS_SIZES, ERROR, Facts
from privacy.differential.releases import DAILY_ACTIVE_USERS, DAILY_RELEASES

_CELLS = (10, 30, 100, 300, 1_000, 3_000, 10_000)
_DRAWS = 2_000


def draw(facts: Facts, folder: Path) -> None:
    """Writes those that there are facts for."""
    if facts.class_sizes:
        with _plot(folder / CLASS_SIZES, "persons in the class", "classes") as axes:
            axes.hist(facts.class_sizes, bins=40)
            axes.set_yscale("log")
            axes.axvline(facts.releases[0].k, color="black", linestyle="--", label=f"k = {facts.releases[0].k}")
            axes.legend()
    if facts.charges:
        with _plot(folder / BUDGET, "day", "epsilon spent in the month") as axes:
            _budget(facts, axes)
    with _plot(folder / ERROR, "persons in the cell", "mean error, share of the figure") as axes:
        _errors(facts, axes)


def _budget(facts: Facts, axes: Axes) -> None:
    for account in facts.accounts:
        of_month = [(day, each) for day, each in facts.charges if day.replace(day=1) == account.period]
        sums = [sum(each for other, each in of_month if other <= day) for day, _ in of_month]
        days = [day.toordinal() for day, _ in of_month]
        axes.step(
            [account.period.toordinal(), *days], [0.0, *map(float, sums)], where="post", label=f"{account.period:%Y-%m}"
        )
        axes.axhline(float(account.total), color="black", linestyle="--")
    axes.xaxis.set_major_formatter(lambda at, _: _date(at))
    axes.tick_params(axis="x", rotation=30)
    axes.legend()


def _date(ordinal: float) -> str:
    return dt.date.fromordinal(int(ordinal)).isoformat() if ordinal >= 1 else ""


def _errors(facts: Facts, axes: Axes) -> None:
    """Of noise drawn for this plot, for cells of as many persons as are said: no figure of the lake is touched."""
    for epsilon in (facts.epsilon * DAILY_ACTIVE_USERS.share, facts.epsilon):
        mechanism = DAILY_ACTIVE_USERS.mechanism(epsilon)
        off = [
            sum(abs(figure - cell) for figure in mechanism.noised([cell] * _DRAWS)) / _DRAWS / cell for cell in _CELLS
        ]
        axes.loglog(_CELLS, off, marker="o", label=f"{DAILY_RELEASES[0].figure}, epsilon {epsilon:f}")
    axes.legend()


@contextmanager
def _plot(path: Path, x: str, y: str) -> Iterator[Axes]:
    with mpl.rc_context({"svg.hashsalt": "lake", "svg.fonttype": "none"}):
        figure = Figure(figsize=(7, 3.5), layout="constrained")
        axes = figure.subplots()
        axes.set_xlabel(x)
        axes.set_ylabel(y)
        yield axes
        figure.savefig(path, format="svg", metadata={"Date": None})

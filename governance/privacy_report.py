"""The privacy report: of every table what is claimed, under which assumptions, and what was measured of it.

Numbers come from the ledgers, from the release itself, and from what attacks found; nothing is in it that was not
measured, and no value of a record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import mistune

from governance.budget import Account
from governance.releases import Noted
from lakehouse.catalog import TABLES
from privacy.differential.releases import DAILY_RELEASES, UNIT

CLASS_SIZES, BUDGET, ERROR = "class_sizes.svg", "budget.svg", "error.svg"


@dataclass(frozen=True)
class Claim:
    """Of the tables of a zone."""

    what: str
    assuming: str
    readers: str


CLAIMS = {
    "bronze": Claim(
        "**encrypted**: unreadable without the keys, and for ever once a person's key is destroyed",
        "the master key and the registry are kept apart from the files", "nobody but the road",
    ),
    "quarantine": Claim(
        "**encrypted**, with a reason; closed by keys that are destroyed after days",
        "as bronze", "nobody but the road; operators see reasons and counts",
    ),
    "silver": Claim(
        "**pseudonymised** personal data (GDPR Art. 4(5)), not anonymous: a trail of events can single a person out",
        "readers hold no list of who is who, and are bound not to look", "analysts",
    ),
    "cells": Claim("**pseudonymised**: what gold and releases are compared with", "as bronze", "nobody but the road"),
    "gold": Claim(
        "**disclosure threshold**: cells of at least k persons, nobody dominating, changes of k or more. Not anonymity",
        "readers do not collude to subtract what they know of k - 1 persons", "analysts; the shop window",
    ),
    "release": Claim(
        "**disclosure threshold**: k-anonymous over what is declared as known to others, diverse in what is sensitive",
        "others know no more of a person than the declared quasi-identifiers", "recipients",
    ),
    "dp": Claim(
        f"**differentially private**: epsilon beside each figure, of the unit: {UNIT}",
        "readers have neither gold nor releases of rows, in which the same is told without noise", "subscribers",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """``attacked``: what ``make attack`` kept, or None; ``class_sizes``: of the newest release of rows."""

    lake_id: str
    at: dt.datetime
    releases: Sequence[Noted]
    class_sizes: Sequence[int]
    accounts: Sequence[Account]
    charges: Sequence[tuple[dt.date, Decimal]]
    epsilon: Decimal
    attacked: dict[str, Any] | None


def markdown(facts: Facts) -> str:
    parts = (_head(facts), _tables(), _rows(facts), _figures(facts), _attacks(facts))
    return "\n".join(line for part in parts for line in part) + "\n"


def page(text: str) -> str:
    """The report as one page of HTML, with the plots beside it."""
    body = mistune.create_markdown(plugins=["table"])(text)
    style = (
        "body{font:16px/1.5 sans-serif;max-width:70em;margin:2em auto;padding:0 1em}"
        "table{border-collapse:collapse}td,th{border:1px solid #999;padding:.2em .6em;text-align:left}"
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Privacy report</title>'
        f"<style>{style}</style></head>\n<body>\n{body}</body></html>\n"
    )


def _head(facts: Facts) -> Iterator[str]:
    yield "# Privacy report"
    yield ""
    yield f"Lake {facts.lake_id}, {facts.at:%Y-%m-%d %H:%M} UTC. What is measured here was measured of this lake; "
    yield "errors of noise are those of its distribution."


def _tables() -> Iterator[str]:
    yield from (
        "",
        "## What is claimed",
        "",
        "| table | claim | holds as long as | who reads it |",
        "|---|---|---|---|",
    )
    for table in TABLES:
        claim = CLAIMS[table.zone]
        yield f"| {table.full_name} | {claim.what} | {claim.assuming} | {claim.readers} |"


def _rows(facts: Facts) -> Iterator[str]:
    yield from ("", "## Releases of rows", "")
    if not facts.releases:
        yield "None was made (`make release-users`)."
        return
    head = ("release", "made (UTC)", "series", "k", "persons", "left out", "classes", "smallest class", "lost")
    yield from (_line(head), _line(["---"] * len(head)))
    for each in facts.releases:
        yield _line(
            (each.number, f"{each.made_at.astimezone(dt.UTC):%Y-%m-%d %H:%M}", each.series, each.k, f"{each.persons:,}",
             f"{each.left_out:,} ({each.left_out / max(each.persons, 1):.1%})", f"{each.classes:,}", each.smallest,
             f"{each.loss:.0%}")
        )  # fmt: skip
    yield ""
    yield "*lost*: of what silver tells of these columns, by non-uniform entropy; a person left out has lost all."
    if facts.class_sizes:
        yield from ("", f"![Sizes of classes of the newest release]({CLASS_SIZES})")


def _figures(facts: Facts) -> Iterator[str]:
    yield from ("", "## Figures with noise", "", f"Unit: {UNIT}.", "")
    if not facts.accounts:
        yield "No day was released (`make release-metrics`), so nothing is spent."
    else:
        yield from ("| month | budget (epsilon) | spent | left | days released |", "|---|---|---|---|---|")
        for each in facts.accounts:
            yield _line((f"{each.period:%Y-%m}", f"{each.total:f}", f"{each.spent:f}", f"{each.left:f}", each.days))
        yield from ("", f"![Budget over time]({BUDGET})")
    yield from (
        "",
        f"A day of epsilon {facts.epsilon:f}:",
        "",
        "| table | epsilon | a person adds | mean error | 19 of 20 within |",
    )
    yield "|---|---|---|---|---|"
    for release in DAILY_RELEASES:
        mechanism = release.mechanism(facts.epsilon * release.share)
        per = release.divisor
        yield _line(
            (release.table.full_name, f"{mechanism.epsilon:f}", release.bound.words,
             f"{mechanism.expected_error / per:,.1f}", f"{mechanism.error_within(0.95) / per:,.0f}")
        )  # fmt: skip
    yield from ("", f"![Error against the truth by size of the cell]({ERROR})")


def _attacks(facts: Facts) -> Iterator[str]:
    yield from ("", "## What attacks found", "")
    if facts.attacked is None:
        yield "**Nothing was attacked yet** (`make attack`): what is claimed above is not tested on this lake."
        return
    at = dt.datetime.fromisoformat(facts.attacked["at"])
    yield f"Attacked {at:%Y-%m-%d %H:%M} UTC."
    if any(each.made_at > at for each in facts.releases):
        yield ""
        yield "**Rows were released since**: `make attack` again."
    yield ""
    yield "| attack | on | rate of | found | interval, wrong once in a million | bound | the same on something weak | |"
    yield "|---|---|---|---|---|---|---|---|"
    for each in facts.attacked["attacks"]:
        found, control = each["found"], each["control"]
        bound = "none" if each["bound"] is None else f"{each['bound']:.4f} ({each['why']})"
        weak = f"{control['rate']:.4f} ({each['weak']})" if control else "-"
        yield _line(
            (each["name"], each["target"], each["question"], f"{found['rate']:.4f}",
             f"{found['low']:.4f} to {found['high']:.4f}", bound, weak, f"**{each['verdict']}**")
        )  # fmt: skip


def _line(cells: Sequence[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"

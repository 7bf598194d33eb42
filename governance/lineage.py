"""Lineage: for every column, which ones it is made of, and how: from a field in Kafka to a published number.

Made from what the road itself runs by: contracts, policies, aggregates, releases. What each run has read and written
(offsets, versions) stands in the run ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lakehouse.aggregates import AGGREGATES, BOUGHT, Aggregate
from privacy.anonymity.releases import RELEASES
from privacy.differential.releases import DAILY_RELEASES, DailyRelease
from privacy.disclosure import Figure, Rate
from privacy.policies import POLICIES
from privacy.policy import Policy
from schemas.gold import LIVE_EVENT_COUNTS

_FIGURES = {"users": (), "events": ("events.event_key",), "revenue": BOUGHT}
"""Of releases with noise."""
COUNTED = "user_key"
"""What persons are told apart by, in every cell."""


class LineageError(Exception):
    """There is no such column; the text says which there are."""


@dataclass(frozen=True, order=True)
class Edge:
    """``target`` is made of ``source``, both as zone.table.column; ``how``: in a few words."""

    source: str
    target: str
    how: str


def edges() -> tuple[Edge, ...]:
    """Of all columns, each once."""
    made = [edge for policy in POLICIES.values() for edge in _of_policy(policy)]
    made += [edge for aggregate in AGGREGATES for edge in _of_aggregate(aggregate)]
    made += _of_live()
    made += [edge for release in DAILY_RELEASES for edge in _of_daily(release)]
    made += [
        Edge(f"silver.{release.of}.{column}", f"{release.table.full_name}.{shown}", "generalised, in classes of k")
        for release in RELEASES
        for column, shown in (
            *((ladder.column, ladder.column) for ladder in release.quasi),
            *((each.column, each.band) for each in release.sensitive),
        )
    ]
    return tuple(dict.fromkeys(made))


def upstream(column: str, among: Sequence[Edge] | None = None) -> tuple[Edge, ...]:
    """Everything that ``column`` is made of, nearest first. LineageError for a column that nothing is known of."""
    all_ = edges() if among is None else among
    by_target: dict[str, list[Edge]] = {}
    for edge in all_:
        by_target.setdefault(edge.target, []).append(edge)
    if column not in by_target:
        raise LineageError(_unknown(column, by_target))
    found: dict[Edge, None] = {}
    waiting = [column]
    while waiting:
        for edge in by_target.get(waiting.pop(0), ()):
            if edge not in found:
                found[edge] = None
                waiting.append(edge.source)
    return tuple(found)


def as_text(column: str, found: Sequence[Edge]) -> str:
    """A tree, the column at its root; what was shown before is not shown again."""
    return "\n".join([column, *_branches(column, found, "", set())])


def as_mermaid(found: Sequence[Edge]) -> str:
    """A flow chart from left to right, for Markdown."""
    names = list(dict.fromkeys(name for edge in reversed(found) for name in (edge.source, edge.target)))
    number = {name: f"n{at}" for at, name in enumerate(names)}
    nodes = [f'  {number[name]}["{name}"]' for name in names]
    arrows = [f'  {number[edge.source]} -- "{edge.how}" --> {number[edge.target]}' for edge in reversed(found)]
    return "\n".join(["flowchart LR", *nodes, *arrows])


def _branches(column: str, found: Sequence[Edge], indent: str, shown: set[str]) -> Iterator[str]:
    shown.add(column)
    below = [edge for edge in found if edge.target == column]
    for at, edge in enumerate(below):
        last = at == len(below) - 1
        again = edge.source in shown and any(other.target == edge.source for other in found)
        yield f"{indent}{'└─' if last else '├─'} {edge.source}  ({edge.how}){' ...' if again else ''}"
        if not again:
            yield from _branches(edge.source, found, indent + ("   " if last else "│  "), shown)


def _of_policy(policy: Policy) -> Iterator[Edge]:
    """A field on its way into silver, and into bronze, where all of them are."""
    contract, name = policy.contract, policy.contract.name
    silver = f"silver.{name}"
    for field in contract.fields:
        yield Edge(_sent(name, field.name), f"bronze.{name}.payload", "encrypted under the person's key")
    for rule in policy.rules:
        if rule.column:
            how = f"{rule.treatment.technique}; policy v{policy.version}"
            yield Edge(_sent(name, rule.field), f"{silver}.{rule.column}", how)
        yield Edge(_sent(name, rule.field), f"{silver}.content_hash", "keyed hash of the whole record")
    if contract.record_id is not None:
        for field_name in (contract.subject, contract.record_id, contract.event_time):
            yield Edge(_sent(name, field_name), f"{silver}.event_key", "keyed hash of identity")
        yield Edge(_sent(name, contract.event_time), f"{silver}.is_late", "compared with its arrival")


def _of_aggregate(aggregate: Aggregate) -> Iterator[Edge]:
    gold = aggregate.table.full_name
    published = f"published.{aggregate.table.name}"
    for column in aggregate.key:
        yield from _made(aggregate, column, f"{gold}.{column}", "names the cell")
    for figure in aggregate.figures:
        yield from _of_figure(aggregate, figure, gold)
    if "as_of" in aggregate.table.column_names:
        yield Edge("silver.events.event_date", f"{gold}.as_of", "the last day there is")
    for column in aggregate.table.column_names:
        yield Edge(f"{gold}.{column}", f"{published}.{column}", "published")


def _of_live() -> Iterator[Edge]:
    gold, published = LIVE_EVENT_COUNTS.full_name, f"published.{LIVE_EVENT_COUNTS.name}"
    for origin, column in (("event_date", "window_date"), ("event_time", "window_start"), ("event_type", "event_type")):
        yield Edge(f"silver.events.{origin}", f"{gold}.{column}", "names the cell")
    for origin in ("event_key", COUNTED):
        yield Edge(f"silver.events.{origin}", f"{gold}.events", "count; disclosure gate")
    for column in LIVE_EVENT_COUNTS.column_names:
        yield Edge(f"{gold}.{column}", f"{published}.{column}", "published")


def _of_daily(release: DailyRelease) -> Iterator[Edge]:
    """Figures with noise."""
    table = release.table.full_name
    yield Edge("silver.events.event_date", f"{table}.event_date", "names the cell")
    for axis in release.axes:
        yield Edge(
            f"silver.{'users' if axis.of_person else 'events'}.{axis.column}",
            f"{table}.{axis.column}",
            "names the cell",
        )
    for origin in (*_FIGURES[release.figure], f"events.{COUNTED}"):
        yield Edge(f"silver.{origin}", f"{table}.{release.figure}", "bounded for each person, with noise")


def _of_figure(aggregate: Aggregate, figure: Figure, gold: str) -> Iterator[Edge]:
    target = f"{gold}.{figure.name}"
    if isinstance(figure, Rate):
        for other in (figure.of, figure.by):
            yield Edge(f"{gold}.{other}", target, "rate of the two as shown")
        return
    for part in figure.parts:
        yield from _made(aggregate, part, target, f"{type(figure).__name__.lower()}; disclosure gate")
    yield Edge(f"silver.{_counted(aggregate)}.{COUNTED}", target, "distinct persons; disclosure gate")


def _made(aggregate: Aggregate, part: str, target: str, how: str) -> Iterator[Edge]:
    for origin in aggregate.origins[part]:
        yield Edge(f"silver.{origin}", target, how)


def _counted(aggregate: Aggregate) -> str:
    """The table of silver whose persons are counted: of profiles where cells are named by profiles alone."""
    named_by = {origin.partition(".")[0] for column in aggregate.key for origin in aggregate.origins[column]}
    return "events" if "events" in named_by else "users"


def _sent(contract: str, field: str) -> str:
    return f"kafka.{contract}.{field}"


def _unknown(column: str, known: Iterable[str]) -> str:
    table = column.rpartition(".")[0]
    beside = sorted(name.rpartition(".")[2] for name in known if name.rpartition(".")[0] == table)
    if beside:
        return f"{table} has no such column: it has {', '.join(beside)}"
    tables = sorted({name.rpartition(".")[0] for name in known})
    return f"COLUMN is zone.table.column, such as gold.user_cohorts.avg_lifetime_value; tables are {', '.join(tables)}"

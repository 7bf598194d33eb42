"""Runs as OpenLineage events (openlineage.io, spec 2-0-2), for whoever collects lineage of many systems.

Names: topics are ``kafka://<cluster id>`` and the topic, tables ``file`` (or the store) and their path, published ones
``postgres://<lake id>`` and schema.table; a file of history goes by its fingerprint, for its name may tell of persons.
A run has the same id whenever it is exported.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import attr
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.facet_v2 import (
    DatasetFacet,
    InputDatasetFacet,
    RunFacet,
    column_lineage_dataset,
    dataset_version_dataset,
    output_statistics_output_dataset,
)

from governance.lineage import Edge, edges
from governance.runs import BatchRun, GoldRun, ReleaseRun, Taken
from lakehouse.tables import Lake

_PRODUCER = "urn:privacy-lakehouse"
_JOBS = "privacy-lakehouse"
_NAMES = uuid.UUID("6f2a1f1e-0a57-5a8e-9a0c-6d1f54b0c7de")
Versions = Mapping[str, Mapping[tuple[str, int], int]]
"""By table: version by transaction."""


@attr.define(kw_only=True)
class Positions(InputDatasetFacet):
    """Which positions a run has taken: partition, first, end (exclusive), records."""

    partitions: list[dict[str, int]]


@attr.define(kw_only=True)
class Policy(RunFacet):
    """By which versions of contract and policy."""

    contract: int
    policy: int


@dataclass(frozen=True)
class _Name:
    namespace: str
    name: str


class Exporter:
    """Events of runs of one lake. ``versions``: what batches have appended in which version of a table."""

    def __init__(self, lake: Lake, versions: Versions) -> None:
        self._lake = lake
        self._versions = versions
        self._edges: dict[str, list[Edge]] = {}
        for edge in edges():
            self._edges.setdefault(_table(edge.target), []).append(edge)

    def of_batch(self, run: BatchRun) -> Iterator[RunEvent]:
        """START, and COMPLETE once it is closed."""
        name = run.batch
        sources: dict[_Name, list[Taken]] = {}
        for taken in run.taken:
            sources.setdefault(_source(taken), []).append(taken)
        inputs = [
            InputDataset(source.namespace, source.name, inputFacets={"lake_positions": _positions(taken)})
            for source, taken in sources.items()
        ]
        tables = [f"{zone}.{'records' if zone == 'quarantine' else run.contract}" for zone in run.rows]
        kafka = next(iter(sources), None)
        outputs = [
            self._output(table, kafka, self._appended(table, name.app_id(table), name.number), run.rows[zone])
            for zone, table in zip(run.rows, tables, strict=True)
        ]
        facet = Policy(contract=run.versions[0], policy=run.versions[1], producer=_PRODUCER)
        about = self._run(name.job, name.epoch, name.number, facets={"lake_policy": facet})
        yield _event(RunState.START, run.began, about, name.job, inputs, [])
        if run.ended is not None:
            yield _event(RunState.COMPLETE, run.ended, about, name.job, inputs, outputs)

    def of_gold(self, run: GoldRun) -> Iterator[RunEvent]:
        job = f"gold.{run.table.rpartition('.')[2]}"
        origins = sorted({_table(edge.source) for edge in self._edges[run.table]} - {run.table})
        inputs = [self._input(table, run.silver_version if table == "silver.events" else None) for table in origins]
        outputs = [self._output(run.table, None, None, run.cells)]
        yield from self._whole(job, (run.day, run.ended), run.ended, inputs, outputs)

    def of_release(self, run: ReleaseRun) -> Iterator[RunEvent]:
        inputs = [self._input(table, version) for table, version in sorted(run.versions.items())]
        outputs = [
            self._output(f"published.{table.rpartition('.')[2]}", None, run.number, run.rows.get(table))
            for table in sorted(run.versions)
        ]
        yield from self._whole("publish", (run.number,), run.ended, inputs, outputs)

    def _whole(
        self,
        job: str,
        of: tuple[object, ...],
        at: dt.datetime,
        inputs: list[InputDataset],
        outputs: list[OutputDataset],
    ) -> Iterator[RunEvent]:
        about = self._run(job, *of, facets={})
        yield _event(RunState.START, at, about, job, inputs, [])
        yield _event(RunState.COMPLETE, at, about, job, inputs, outputs)

    def _run(self, *of: object, facets: dict[str, RunFacet]) -> Run:
        return Run(str(uuid.uuid5(_NAMES, "/".join(map(str, (self._lake.lake_id, *of))))), facets)

    def _appended(self, table: str, app_id: str, number: int) -> int | None:
        return self._versions.get(table, {}).get((app_id, number))

    def _input(self, table: str, version: int | None) -> InputDataset:
        name = self._name(table, None)
        return InputDataset(name.namespace, name.name, facets=_version(version))

    def _output(self, table: str, source: _Name | None, version: int | None, rows: int | None) -> OutputDataset:
        name = self._name(table, source)
        facets = _version(version)
        if made := self._edges.get(table):
            facets["columnLineage"] = self._columns(made, source)
        counted = output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet(rowCount=rows, producer=_PRODUCER)
        return OutputDataset(name.namespace, name.name, outputFacets={"outputStatistics": counted}, facets=facets)

    def _columns(self, made: Iterable[Edge], source: _Name | None) -> column_lineage_dataset.ColumnLineageDatasetFacet:
        fields: dict[str, column_lineage_dataset.Fields] = {}
        for edge in made:
            from_ = self._name(_table(edge.source), source)
            how = column_lineage_dataset.Transformation(type="DIRECT", description=edge.how)
            field = column_lineage_dataset.InputField(from_.namespace, from_.name, _column(edge.source), [how])
            fields.setdefault(_column(edge.target), column_lineage_dataset.Fields([])).inputFields.append(field)
        return column_lineage_dataset.ColumnLineageDatasetFacet(fields, producer=_PRODUCER)

    def _name(self, table: str, source: _Name | None) -> _Name:
        """``source``: what stands for a topic, of the run at hand."""
        zone, _, name = table.partition(".")
        if zone == "kafka":
            return source or _Name("kafka", name)
        if zone == "published":
            return _Name(f"postgres://{self._lake.lake_id}", table)
        store, colon, path = self._lake.root.partition("://")
        if not colon:
            return _Name("file", f"{self._lake.root}/{zone}/{name}")
        host, _, folder = path.partition("/")
        return _Name(f"{store}://{host}", f"{folder}/{zone}/{name}".lstrip("/"))


def _event(
    state: RunState, at: dt.datetime, run: Run, job: str, inputs: list[InputDataset], outputs: list[OutputDataset]
) -> RunEvent:
    return RunEvent(
        eventType=state, eventTime=at.isoformat(), run=run, job=Job(_JOBS, job), inputs=inputs, outputs=outputs,
        producer=_PRODUCER,
    )  # fmt: skip


def _source(taken: Taken) -> _Name:
    scheme, _, rest = taken.source_id.partition(":")
    if scheme == "kafka":
        cluster, _, topic_id = rest.partition("/")
        return _Name(f"kafka://{cluster}", taken.topic or topic_id)
    return _Name("file", taken.source_id)


def _positions(taken: Iterable[Taken]) -> Positions:
    rows = [
        {"partition": each.partition, "first": each.first, "end": each.end, "records": each.records} for each in taken
    ]
    return Positions(partitions=rows, producer=_PRODUCER)


def _version(version: int | None) -> dict[str, DatasetFacet]:
    if version is None:
        return {}
    return {"version": dataset_version_dataset.DatasetVersionDatasetFacet(str(version), producer=_PRODUCER)}


def _table(name: str) -> str:
    return name.rpartition(".")[0]


def _column(name: str) -> str:
    return name.rpartition(".")[2]

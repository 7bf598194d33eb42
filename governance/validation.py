"""Holds rows against their quality suites, by Great Expectations: answers are yes or no, and hold no value."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame

from governance.quality import Expectation
from schemas.tables import Table

_TOLD = 3
"""So many expectations that do not hold are named; the report names all."""


class QualityError(Exception):
    """Rows are not what contract and policy say; the text names table and expectation, and no value."""


@dataclass(frozen=True)
class Suite:
    """What must hold of the ``rows`` of a table: where they are many, of a frame; where they are few, of themselves."""

    table: Table
    expectations: Sequence[Expectation]
    rows: DataFrame | pa.Table


def validate(suites: Sequence[Suite], report: Path) -> int:
    """Checks all of them and writes what was asked and answered as HTML to the folder ``report``; how many expectations
    held. Raises QualityError when one does not. The report is of this call alone."""
    shutil.rmtree(report / "validations", ignore_errors=True)
    context = _context(report)
    failed, held = list[str](), 0
    for suite in suites:
        for name, holds in _answers(context, suite):
            held += holds
            failed += [] if holds else [f"{suite.table.full_name}: {name}"]
    context.build_data_docs()
    if failed:
        more = f" and {len(failed) - _TOLD} more" if len(failed) > _TOLD else ""
        raise QualityError(f"{', '.join(failed[:_TOLD])}{more} does not hold: see {report / 'index.html'}")
    return held


def _context(report: Path) -> Any:
    """One of this process alone: no file but the report, no telemetry (this version has none), no progress bars."""
    import great_expectations as gx  # seconds, for whoever does not check
    from great_expectations.data_context.types.base import ProgressBarsConfig

    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)  # it may quote what Spark quotes
    context: Any = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    store = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(report)}
    index = {"class_name": "DefaultSiteIndexBuilder"}
    site = {"class_name": "SiteBuilder", "site_index_builder": index, "store_backend": store}
    context.delete_data_docs_site("local_site")  # its own, below /tmp, where nobody would take it away
    context.add_data_docs_site(site_name="lake", site_config=site)
    return context


def _answers(context: Any, suite: Suite) -> Iterator[tuple[str, bool]]:
    """Each expectation in words, and whether it holds."""
    import great_expectations as gx

    name = suite.table.full_name
    if isinstance(suite.rows, pa.Table):
        source, rows = context.data_sources.add_pandas(name), suite.rows.to_pandas()
    else:
        source, rows = context.data_sources.add_spark(name, persist=False), suite.rows
    asked = context.suites.add(
        gx.ExpectationSuite(name, [getattr(gx.expectations, each.kind)(**each.about) for each in suite.expectations])
    )
    batch = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe("all")
    validation = context.validation_definitions.add(gx.ValidationDefinition(name=name, data=batch, suite=asked))
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(name=name, validation_definitions=[validation], result_format="BOOLEAN_ONLY")
    )
    (answer,) = checkpoint.run(batch_parameters={"dataframe": rows}).run_results.values()
    for result in answer.results:
        if _raised(result.exception_info or {}):
            raise QualityError(f"{name} could not be checked: is a column of it missing? Nothing was published")
        asked_for: Any = result.expectation_config
        yield f"{asked_for.type} ({_where(asked_for.kwargs)})", bool(result.success)


def _raised(told: dict[str, Any]) -> bool:
    """What was raised stands there itself, or by metric."""
    return bool(told.get("raised_exception")) or any(
        each.get("raised_exception") for each in told.values() if isinstance(each, dict)
    )


def _where(about: dict[str, Any]) -> str:
    return str(about.get("column") or ", ".join(about.get("column_list", ())) or "its columns")

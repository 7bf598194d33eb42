"""An export as a source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from batch.files.form import ExportError
from batch.files.survey import Surveyed
from batch.source import Slice, cut, enveloped, spans
from schemas.contract import Contract
from schemas.envelope import ENVELOPE


@dataclass(frozen=True)
class FileSource:
    """``file`` as records of ``promised``, in slices of at most ``most``, all received at ``exported_at``."""

    file: Surveyed
    promised: Contract
    exported_at: dt.datetime
    most: int

    @property
    def contract(self) -> str:
        return self.promised.name

    @property
    def source_id(self) -> str:
        return source_id(self.file)

    @cached_property
    def slices(self) -> Sequence[Slice]:
        return cut(self.contract, self.source_id, 0, self.file.records, self.most)

    def envelope(self, spark: SparkSession, part: Slice) -> DataFrame:
        """As many tasks as there are cores, each with neighbouring rows of its own."""
        tasks = min(spark.sparkContext.defaultParallelism, part.records)
        pieces = spans(part.first, part.stop, tasks)
        numbers = spark.range(0, len(pieces), 1, len(pieces))
        return numbers.mapInArrow(self._read(pieces), from_arrow_schema(ENVELOPE))

    def _read(self, pieces: list[tuple[int, int]]) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
        file, contract, received = self.file, self.promised, pa.scalar(self.exported_at, pa.timestamp("us", tz="UTC"))

        def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for batch in batches:
                for number in batch.column(0).to_pylist():
                    yield from envelopes(file, contract, received, *pieces[number])

        return run


def source_id(file: Surveyed) -> str:
    return f"file:{file.fingerprint}"


def envelopes(
    file: Surveyed, contract: Contract, received: pa.Scalar, first: int, stop: int
) -> Iterator[pa.RecordBatch]:
    """Envelopes of records [first, stop). No error that comes out quotes a record."""
    try:
        for at, payloads in file.payloads(contract, first, stop):
            offsets = pa.array(np.arange(at, at + len(payloads)))
            yield enveloped(source_id(file), offsets, received, pa.array(payloads, pa.binary()))
    except ExportError:
        raise
    except Exception as error:  # noqa: BLE001 - the text of any other error may quote a record
        raise ExportError(f"{file.path.name}: reading it failed with {type(error).__name__}") from None

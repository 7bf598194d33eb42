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
from batch.source import Slice, cut
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
        spans = [(piece.first, piece.stop) for piece in cut("", "", part.first, part.stop, -(-part.records // tasks))]
        numbers = spark.range(0, len(spans), 1, len(spans))
        return numbers.mapInArrow(self._read(spans), from_arrow_schema(ENVELOPE))

    def _read(self, spans: list[tuple[int, int]]) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
        file, contract, received = self.file, self.promised, pa.scalar(self.exported_at, pa.timestamp("us", tz="UTC"))

        def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for batch in batches:
                for number in batch.column(0).to_pylist():
                    yield from enveloped(file, contract, received, *spans[number])

        return run


def source_id(file: Surveyed) -> str:
    return f"file:{file.fingerprint}"


def enveloped(
    file: Surveyed, contract: Contract, received: pa.Scalar, first: int, stop: int
) -> Iterator[pa.RecordBatch]:
    """Envelopes of records [first, stop). No error that comes out quotes a record."""
    try:
        for at, payloads in file.payloads(contract, first, stop):
            rows = len(payloads)
            columns = [
                pa.repeat(pa.scalar(source_id(file)), rows),
                pa.repeat(pa.scalar(0, pa.int32()), rows),
                pa.array(np.arange(at, at + rows)),
                pa.repeat(received, rows),
                pa.array(payloads, pa.binary()),
            ]
            yield pa.RecordBatch.from_arrays(columns, schema=ENVELOPE)
    except ExportError:
        raise
    except Exception as error:  # noqa: BLE001 - the text of any other error may quote a record
        raise ExportError(f"{file.path.name}: reading it failed with {type(error).__name__}") from None

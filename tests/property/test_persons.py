"""The person snapshot beside a plain dictionary, over any order of additions, look-ups and sweeps."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lakehouse.persons import ROW, SnapshotReader, SnapshotWriter
from tests.unit.test_persons import people, ref, row

pytestmark = pytest.mark.property

halves = st.sampled_from([0, 1, 2, 2**63, 2**64 - 2, 2**64 - 1]) | st.integers(0, 2**64 - 1)
refs = st.builds(ref, halves, halves)
steps = st.lists(
    st.tuples(st.just("add"), st.lists(refs, min_size=1, max_size=20, unique=True))
    | st.tuples(st.just("look"), st.lists(refs, max_size=20))
    | st.tuples(st.just("sweep"), st.just([])),
    max_size=20,
)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "registry"


@settings(max_examples=150, deadline=None)
@given(steps)
def test_the_snapshot_knows_what_a_dictionary_knows(folder: Path, steps: list[tuple[str, list[bytes]]]) -> None:
    writer, known = SnapshotWriter(folder), dict[bytes, int]()
    for step, some in steps:
        if step == "add":
            fresh = {one: len(known) + place for place, one in enumerate(one for one in some if one not in known)}
            if fresh:
                writer.add(*people(fresh))
            known |= fresh
        elif step == "sweep":
            writer.sweep()
        segments = writer.snapshot().segments
        assert len(segments) <= max(1, len(known).bit_length())
        _agree(writer, known, [*some, *known])


def _agree(writer: SnapshotWriter, known: dict[bytes, int], wanted: list[bytes]) -> None:
    result = SnapshotReader(writer.snapshot()).find(b"".join(wanted))
    assert result.known.tolist() == [one in known for one in wanted]
    expected = [row(known[one]) if one in known else bytes(ROW.itemsize) for one in wanted]
    assert [bytes(one) for one in result.rows] == expected

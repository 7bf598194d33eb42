"""A row is a function of (traffic, index): however a range is split, whoever makes it, in whatever order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.synthetic import Rates, Traffic, events, users
from batch.synthetic.accounts import created_us
from batch.synthetic.dirt import dirt
from batch.synthetic.draws import Draws
from batch.synthetic.text import hexed, stamped
from batch.synthetic.visits import signup_index, visits

pytestmark = pytest.mark.property

DIRTY = Rates(duplicate=0.2, conflict=0.1, late=0.05, very_late=0.02, out_of_order=0.05, drifted=0.05)
BASE = 1_767_225_600_000_000

lively = st.builds(
    Traffic,
    seed=st.integers(0, 2**63),
    base_us=st.integers(BASE, BASE + 10**15),
    users=st.integers(1, 10**6),
    rate=st.floats(0.5, 10**5),
    rates=st.sampled_from([DIRTY, Rates(), Rates.none()]),
    lanes=st.sampled_from([16, 512, 4096]),
)
historical = st.builds(
    Traffic.history,
    seed=st.integers(0, 2**63),
    start_us=st.integers(BASE, BASE + 10**15),
    events=st.integers(1, 5 * 10**7),
    users=st.integers(1, 10**6),
    days=st.integers(1, 40),
    rates=st.sampled_from([DIRTY, Rates(), Rates.none()]),
)
traffics = lively | historical


@settings(max_examples=40, deadline=None)
@given(traffics, st.integers(0, 10**8), st.lists(st.integers(0, 700), min_size=1, max_size=4))
def test_any_split_of_a_range_gives_the_same_events(traffic: Traffic, start: int, sizes: list[int]) -> None:
    cuts = np.cumsum([start, *sizes]).tolist()
    pieces = [events(traffic, a, b) for a, b in pairwise(cuts)]
    assert pa.concat_tables(pieces).combine_chunks().equals(events(traffic, cuts[0], cuts[-1]).combine_chunks())


@settings(max_examples=20, deadline=None)
@given(traffics, st.data())
def test_any_split_of_a_range_gives_the_same_users(traffic: Traffic, data: st.DataObject) -> None:
    stop = min(traffic.users, 500)
    cut, version = data.draw(st.integers(0, stop)), data.draw(st.integers(0, 50))
    pieces = [users(traffic, 0, cut, version), users(traffic, cut, stop, version)]
    assert pa.concat_tables(pieces).combine_chunks().equals(users(traffic, 0, stop, version).combine_chunks())


@settings(max_examples=20, deadline=None)
@given(traffics, st.lists(st.integers(0, 10**9), min_size=1, max_size=200, unique=True))
def test_indices_may_come_in_any_order(traffic: Traffic, chosen: list[int]) -> None:
    index = np.array(chosen)
    order = np.argsort(index)
    here, there = dirt(traffic, index), dirt(traffic, index[order])
    assert (here.time_us[order] == there.time_us).all()
    assert (here.source[order] == there.source).all()
    assert (here.visit.session[order] == there.visit.session).all()


@settings(max_examples=30, deadline=None)
@given(traffics, st.integers(0, 10**6))
def test_a_piece_boundary_shows_nowhere(traffic: Traffic, start: int) -> None:
    edge = (1 << 16) + 3
    whole = events(traffic, start, start + edge).slice(edge - 6)
    assert whole.combine_chunks().equals(events(traffic, start + edge - 6, start + edge).combine_chunks())


@settings(max_examples=30, deadline=None)
@given(traffics, st.integers(0, 10**7))
def test_no_event_precedes_its_users_account(traffic: Traffic, start: int) -> None:
    drawn = dirt(traffic, np.arange(start, start + 2000))
    assert (drawn.time_us > created_us(traffic, drawn.visit.user)).all()


@settings(max_examples=30, deadline=None)
@given(traffics)
def test_a_newcomer_is_found_where_the_signup_is_said_to_be(traffic: Traffic) -> None:
    newcomer = np.arange(min(traffic.newcomers, 3000))
    index = signup_index(traffic, newcomer)
    at = visits(traffic, index[index >= 0])
    assert (at.user == traffic.settled + newcomer[index >= 0]).all()


@given(st.lists(st.integers(-(2**62), 2**62), min_size=2, max_size=50, unique=True), st.integers(0, 2**63))
def test_different_rows_have_different_bits(rows: list[int], seed: int) -> None:
    assert len(set(Draws((seed, "x")).bits("c", np.array(rows)).tolist())) == len(rows)


@given(st.lists(st.integers(0, 4_000_000_000_000_000), min_size=1, max_size=50))
def test_times_are_written_as_the_standard_library_would(times: list[int]) -> None:
    texts = [bytes(row).decode() for row in stamped(np.array(times))]
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    assert texts == [(epoch + timedelta(microseconds=t)).strftime("%Y-%m-%dT%H:%M:%S.%fZ") for t in times]


@given(st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=50))
def test_hex_digits_tell_values_apart(values: list[int]) -> None:
    texts = [bytes(row).decode() for row in hexed(np.array(values, np.uint64))]
    assert texts == [v.to_bytes(8, "little").hex() for v in values]

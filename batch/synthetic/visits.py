"""Who does what at which index: lanes, sessions, users and their devices, in closed form.

Index ``i`` lies in row ``i // lanes`` at place ``i % lanes``; each row deals its places to the lanes in an order of
its own. A lane plays one storyboard after the other, shifted by a phase of its own so that sessions do not all begin
together.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from batch.synthetic.draws import Bits, Draws, Rows
from batch.synthetic.storyboard import BOARDS, PLAIN_BOARDS, SIGNUPS, SLOTS, storyboard
from batch.synthetic.traffic import Traffic

# A user's popularity falls with the square of a uniform draw: 1 % of the users have 10 % of the sessions, 10 % have
# 32 %. The cube (22 % and 46 %) gave the first of 1 M users 1 % of all events, which no shop has.
_PLACES = np.array([0, 0, 0, 0, 0, 1, 1, 2])


class Visits(NamedTuple):
    """One entry per event. ``user``: index of the user. ``session``: number, unique in the run. ``type``: index in
    ``storyboard.TYPES``. ``about``: number shared by events about the same product or video. ``place``: number of the
    (user, device, address) triple. ``newcomer``: the user signed up, or will, during the traffic."""

    user: Rows
    session: Rows
    type: Rows
    about: Rows
    place: Rows
    newcomer: NDArray[np.bool_]


def visits(traffic: Traffic, index: Rows) -> Visits:
    """Visits of the given event indices, in any order; every index is at least 0."""
    draws = Draws((traffic.seed, traffic.base_us, "visits"))
    row, place = np.divmod(index, traffic.lanes)
    lane = _lane(draws, traffic, row, place)
    group, slot = np.divmod(row + _phase(draws, lane), SLOTS)
    story = group * traffic.lanes + lane
    board, signs_up, newcomer_number = _board(draws, traffic, group, lane, story)
    table, at = storyboard(), board * SLOTS + slot
    start = table.start.ravel()[at]
    session = story * SLOTS + start
    joins = signs_up & (start == 0)
    user = np.where(joins, traffic.settled + newcomer_number, _known_user(draws, traffic, group, session))
    return Visits(
        user,
        session,
        table.type.ravel()[at],
        story * SLOTS + table.about.ravel()[at],
        user * SLOTS + _PLACES[draws.below("place", session, len(_PLACES))],
        user >= traffic.settled,
    )


def signup_index(traffic: Traffic, newcomer: Rows) -> Rows:
    """The index at which each newcomer (0 = first) signs up; negative for the few whose turn lay before the
    beginning."""
    draws = Draws((traffic.seed, traffic.base_us, "visits"))
    group, rank = np.divmod(newcomer, signups_per_group(traffic))
    step, shift = _deal(draws, "signup", group)
    mask = np.uint64(traffic.lanes - 1)
    lane = (((rank.astype(np.uint64) - shift) * _inverse(step)) & mask).astype(np.int64)
    row = group * SLOTS - _phase(draws, lane)
    step, shift = _deal(draws, "lane", row)
    place = (((lane.astype(np.uint64) - shift) * _inverse(step)) & mask).astype(np.int64)
    return row * traffic.lanes + place


def signups_per_group(traffic: Traffic) -> int:
    """How many lanes begin their next storyboard with a sign-up."""
    return round(traffic.lanes * SIGNUPS / BOARDS)


def _lane(draws: Draws, traffic: Traffic, row: Rows, place: Rows) -> Rows:
    step, shift = _deal(draws, "lane", row)
    return ((place.astype(np.uint64) * step + shift) & np.uint64(traffic.lanes - 1)).astype(np.int64)


def _deal(draws: Draws, column: str, rows: Rows) -> tuple[Bits, Bits]:
    """A permutation x -> x * step + shift of any power of two, one per row: the step is odd."""
    bits = draws.bits(column, rows)
    return bits | np.uint64(1), bits >> np.uint64(32)


def _inverse(odd: Bits) -> Bits:
    """Inverse modulo 2**64 by Newton's steps: each doubles the correct bits, 3 at first."""
    inverse = odd.copy()
    for _ in range(5):
        inverse *= np.uint64(2) - odd * inverse
    return inverse


def _phase(draws: Draws, lane: Rows) -> Rows:
    return draws.below("phase", lane, SLOTS)


def _board(
    draws: Draws, traffic: Traffic, group: Rows, lane: Rows, story: Rows
) -> tuple[Rows, NDArray[np.bool_], Rows]:
    """The storyboard of each lane and group, whether it begins with a sign-up, and whose."""
    step, shift = _deal(draws, "signup", group)
    rank = ((lane.astype(np.uint64) * step + shift) & np.uint64(traffic.lanes - 1)).astype(np.int64)
    number = group * signups_per_group(traffic) + rank
    cut_off = (group == 0) & (_phase(draws, lane) > 0)
    signs_up = (rank < signups_per_group(traffic)) & (number < traffic.newcomers) & ~cut_off
    pick = draws.unit("board", story)
    board = np.where(signs_up, pick * SIGNUPS, SIGNUPS + pick * (BOARDS - SIGNUPS)).astype(np.int64)
    return (np.where(cut_off, BOARDS + (pick * PLAIN_BOARDS).astype(np.int64), board), signs_up, number)


def _known_user(draws: Draws, traffic: Traffic, group: Rows, session: Rows) -> Rows:
    """A user with an account: settled, or signed up in a group that began before the last one."""
    joined = np.clip((group - 1) * signups_per_group(traffic), 0, traffic.newcomers)
    return ((traffic.settled + joined) * draws.unit("user", session) ** 2).astype(np.int64)

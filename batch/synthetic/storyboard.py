"""What happens in a lane: a table of storyboards, sixteen slots each, that fixes sessions and event types beforehand.

Because order inside a session (login first, cart before purchase, play before complete, logout last) is decided in this
table and not between events, any event can be computed alone, and the mix of types is exact. The alternative, a
window of events sorted into sessions, needs the whole window for every row of it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from batch.synthetic.draws import Draws

SLOTS = 16
BOARDS = 4096
PLAIN_BOARDS = 64

MIX = {
    "page_view": 50,
    "click": 20,
    "search": 10,
    "add_to_cart": 8,
    "login": 5,
    "video_play": 5,
    "logout": 3,
    "purchase": 2,
    "video_complete": 2,
    "signup": 1,
}
TYPES = tuple(MIX)
CODE = {name: code for code, name in enumerate(TYPES)}

SIGNUPS = round(BOARDS * SLOTS * MIX["signup"] / sum(MIX.values()))
"""The first so many boards begin with a sign-up; a lane gets one of them with probability ``SIGNUPS / BOARDS``."""

_LENGTHS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16)
_EMPTY = -1
Table = NDArray[np.int64]


class Storyboard(NamedTuple):
    """Arrays of (boards, slots). ``type``: index in TYPES. ``start``: the slot where its session begins. ``about``:
    the slot whose product or video the event is about (a cart takes up that of a page view before it, a purchase that
    of its cart). Boards from BOARDS on are
    plain: only page views, clicks and searches, for lanes that are cut off at the beginning."""

    type: Table
    start: Table
    about: Table


@lru_cache(maxsize=1)
def storyboard() -> Storyboard:
    """The table; always the same."""
    draws = Draws(("storyboard",))
    start = _sessions(draws, BOARDS + PLAIN_BOARDS)
    about = np.tile(np.arange(SLOTS), (BOARDS + PLAIN_BOARDS, 1))
    kind = np.full(start.shape, _EMPTY, np.int64)
    _fill_edges(draws, kind, start)
    _fill_pairs(draws, kind, start, about)
    _fill_singles(draws, kind)
    _fill_plain(draws, kind)
    _take_up_views(kind, start, about)
    return Storyboard(kind, start, about)


def free_share() -> float:
    """Share of events that dirt may fall on: page views and clicks."""
    return float(np.mean(storyboard().type[:BOARDS] <= CODE["click"]))


def _sessions(draws: Draws, boards: int) -> Table:
    """Sixteen slots cut into sessions of 1 to 16 events."""
    start = np.zeros((boards, SLOTS), np.int64)
    lengths = np.array(_LENGTHS)[draws.below("length", np.arange(boards * SLOTS), len(_LENGTHS)).reshape(boards, SLOTS)]
    ends = np.cumsum(lengths, axis=1)
    for slot in range(SLOTS):
        start[:, slot] = np.max(np.where(ends <= slot, ends, 0), axis=1)
    return start


def _quota(name: str) -> int:
    return round(BOARDS * SLOTS * MIX[name] / sum(MIX.values()))


def _shuffled(draws: Draws, column: str, cells: Table) -> Table:
    return cells[np.argsort(draws.bits(column, cells))]


def _fill_edges(draws: Draws, kind: Table, start: Table) -> None:
    """Sign-up and login at the first slot of a session, logout at the last slot of one with three events or more."""
    kind[:SIGNUPS, 0] = CODE["signup"]
    flat, slots = kind[:BOARDS].reshape(-1), np.tile(np.arange(SLOTS), BOARDS)
    begins = start[:BOARDS].reshape(-1)
    last = (np.append(begins[1:], 0) != begins) & (slots - begins >= 2)
    last |= (slots == SLOTS - 1) & (slots - begins >= 2)
    heads = _shuffled(draws, "login", np.flatnonzero((begins == slots) & (flat == _EMPTY)))
    flat[heads[: _quota("login")]] = CODE["login"]
    flat[_shuffled(draws, "logout", np.flatnonzero(last))[: _quota("logout")]] = CODE["logout"]


def _fill_pairs(draws: Draws, kind: Table, start: Table, about: Table) -> None:
    """A purchase some slots after its cart, a completed video some slots after its start, in the same session."""
    for opening, closing in (("add_to_cart", "purchase"), ("video_play", "video_complete")):
        left = _quota(closing)
        for cell in _shuffled(draws, closing, np.arange(BOARDS * SLOTS)).tolist():
            board, slot = divmod(cell, SLOTS)
            earlier = [s for s in range(int(start[board, slot]), slot) if kind[board, s] == _EMPTY]
            if left and kind[board, slot] == _EMPTY and earlier:
                opened = earlier[-1 - cell % min(3, len(earlier))]
                kind[board, opened], kind[board, slot] = CODE[opening], CODE[closing]
                about[board, slot] = opened
                left -= 1


def _fill_singles(draws: Draws, kind: Table) -> None:
    """The rest of each quota on slots that are still empty; page views fill what remains."""
    flat = kind[:BOARDS].reshape(-1)
    for name in ("add_to_cart", "video_play", "search", "click"):
        left = _quota(name) - int(np.sum(flat == CODE[name]))
        flat[_shuffled(draws, f"single {name}", np.flatnonzero(flat == _EMPTY))[:left]] = CODE[name]
    flat[flat == _EMPTY] = CODE["page_view"]


def _take_up_views(kind: Table, start: Table, about: Table) -> None:
    """A cart is about the page viewed last before it in the same session, if any."""
    for board, slot in np.argwhere(kind == CODE["add_to_cart"]).tolist():
        views = [s for s in range(int(start[board, slot]), slot) if kind[board, s] == CODE["page_view"]]
        if views:
            about[board][(about[board] == slot) & (start[board] == start[board, slot])] = views[-1]


def _fill_plain(draws: Draws, kind: Table) -> None:
    cells = np.arange(PLAIN_BOARDS * SLOTS)
    choices = np.array([CODE[n] for n in ("page_view",) * 5 + ("click",) * 2 + ("search",)])
    kind[BOARDS:] = choices[draws.below("plain", cells, len(choices))].reshape(PLAIN_BOARDS, SLOTS)

"""What the queries and gold have around them: who hears of them, what they wait for, what ends them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from streaming.journal import Journal
from streaming.listeners import Listener
from streaming.outages import Outages
from streaming.rejections import RejectionPolicy
from streaming.space import Space


def _nothing() -> None:
    """Everybody is alike."""


@dataclass(frozen=True)
class Surroundings:
    """Shared by all threads of one job."""

    heard: Listener
    journal: Journal
    outages: Outages
    space: Space
    rejections: RejectionPolicy
    stand_back: Callable[[], None] = _nothing
    """lets the thread that calls it take only what batches leave of the cores"""
    turn: threading.Lock = field(default_factory=threading.Lock)
    """held by the one long work that runs beside batches"""

"""Options of the campaign: how much of it, from which seed, and whether its result is written down."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.record import Record

_RECORD = pytest.StashKey[Record]()


@dataclass(frozen=True)
class Extent:
    """How often each kind of kill is done (``backfills`` and ``publishers`` too); ``minutes``: how long Postgres is
    away; ``every_step``: all failpoints."""

    drivers: int
    brokers: int
    postgres: int
    minutes: float
    every_step: bool
    backfills: int = 20
    publishers: int = 30


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("faults")
    group.addoption("--drivers", type=int, default=30, help="kills of the driver")
    group.addoption("--brokers", type=int, default=10, help="kills of the broker")
    group.addoption("--postgres", type=int, default=10, help="kills of Postgres")
    group.addoption("--away", type=float, default=2.0, help="minutes that Postgres is away")
    group.addoption("--short", action="store_true", help="3 drivers, 1 broker, 1 Postgres, four failpoints, 15 s away")
    group.addoption("--record", action="store_true", help="write the result to docs/faults.md")


@pytest.fixture(scope="session")
def extent(request: pytest.FixtureRequest) -> Extent:
    if request.config.getoption("--short"):
        return Extent(3, 1, 1, 0.25, every_step=False, backfills=3, publishers=6)
    return Extent(*(request.config.getoption(f"--{name}") for name in ("drivers", "brokers", "postgres", "away")), True)


@pytest.fixture(scope="session")
def seed() -> int:
    return int(os.environ.get("SEED") or random.SystemRandom().randrange(1, 2**31))


@pytest.fixture(scope="session")
def dice(seed: int) -> random.Random:
    """What the campaign leaves to chance comes from the seed; when exactly a process is hit, the machine decides."""
    return random.Random(seed)


@pytest.fixture(scope="session")
def record(request: pytest.FixtureRequest, seed: int, extent: Extent) -> Iterator[Record]:
    made = request.config.stash[_RECORD] = Record(seed)
    yield made
    if request.config.getoption("--record") and not request.session.testsfailed:
        made.write(Path(__file__).resolve().parents[2] / "docs" / "faults.md")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    made = config.stash.get(_RECORD, None)
    if made is not None:
        terminalreporter.line(f"SEED={made.seed}")
        terminalreporter.line(made.table())

"""What a campaign did and found, as the table that docs/faults.md keeps."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.checker import Findings

_BEGIN, _END = "<!-- results -->", "<!-- end of results -->"
_HEAD = ("phase", "faults", "seconds", "positions", "rejected", "events", "profiles", "batches", "lost by retention")


@dataclass
class Phase:
    """``seconds``: with the check; ``findings``: what the checker compared at its end, over the story so far."""

    name: str
    faults: str = ""
    seconds: float = 0.0
    findings: Findings | None = None

    def cells(self) -> tuple[str, ...]:
        found = self.findings
        numbers = (
            [found.positions, found.rejected, found.identities, found.profiles, found.batches, found.lost]
            if found
            else []
        )
        return (self.name, self.faults, f"{self.seconds:.0f}", *(f"{number:,}" for number in numbers))


@dataclass
class Record:
    """Filled in by the phases."""

    seed: int
    phases: list[Phase] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    @contextmanager
    def phase(self, name: str) -> Iterator[Phase]:
        """A phase that is kept if it succeeds."""
        phase = Phase(name)
        begun = time.monotonic()
        yield phase
        phase.seconds = time.monotonic() - begun
        self.phases.append(phase)

    def table(self) -> str:
        rows = [_HEAD, ("---",) * len(_HEAD), *(phase.cells() for phase in self.phases)]
        lines = ["| " + " | ".join([*row, *[""] * (len(_HEAD) - len(row))]) + " |" for row in rows]
        minutes = (time.monotonic() - self.begun) / 60
        told = f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, seed {self.seed}, {os.cpu_count()} cores, {minutes:.0f} minutes:"
        return "\n".join([told, "", *lines])

    def write(self, page: Path) -> None:
        """Replaces the results on ``page``."""
        text = page.read_text("utf-8")
        before, _, rest = text.partition(_BEGIN)
        after = rest.partition(_END)[2]
        page.write_text(f"{before}{_BEGIN}\n\n{self.table()}\n\n{_END}{after}", "utf-8")

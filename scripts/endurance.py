"""``make endurance``: the stream as it is run at night, half an hour of it, watched from outside.

How long it takes from the timestamp of a record in Kafka to a readable row of silver, and whether memory, the number of
files and the size of the checkpoints stay level.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import conf
from conf import VARIABLES, Settings
from lakehouse.catalog import INGESTED
from scripts.apart import apart
from scripts.control import control
from scripts.footprint import Footprint
from scripts.freshness import Freshness, freshness

_KEPT = ("LAKE_JARS", "SPARK_MASTER", "SPARK_DRIVER_MEMORY")
_LEAST_OF_RATE = 0.9
_MOST_SECONDS = 10.0
_MOST_GROWTH = 1.25
_LAST_MINUTES = 5


def main(arguments: list[str] | None = None) -> int:
    """Prints a line a minute and a table at the end; exit code 1 when silver is stale or something grows."""
    parser = argparse.ArgumentParser(prog="make endurance", description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=int, default=30, help="how long (at least 10)")
    parser.add_argument("--rate", type=int, default=4_000, help="events per second")
    parser.add_argument("--users", type=int, default=100_000, help="synthetic population")
    options = parser.parse_args(arguments)
    if options.minutes < 10:
        parser.error("the first minutes are warm-up, the last five are looked at: --minutes is at least 10")
    with apart(conf.load(), "endurance") as settings:
        return _endured(settings, options)


def _endured(settings: Settings, options: argparse.Namespace) -> int:
    footprints = _watched(settings, options)
    if not footprints:
        return 1
    lake = Path(settings.paths.lake)
    with closing(control(settings).database()) as database:
        events = freshness(lake / "silver/events", lake / "bronze/events", database, "stream.events")
    return _told(events, footprints, options)


def _watched(settings: Settings, options: argparse.Namespace) -> list[Footprint]:
    """Runs the stream to its end; a look a minute. Empty when the stream failed."""
    wanted = {
        "LAKE_VAR": str(settings.paths.var),
        "RATE": str(options.rate),
        "USERS": str(options.users),
        "DURATION": str(options.minutes * 60),
        "METRICS_PORT": "0",
    }
    output = settings.paths.var / "stream.out"
    print(Footprint.heading(), flush=True)
    with output.open("wb") as file:
        # Nothing of the user's own settings: another broker, database, lake or key would be written to.
        dropped = [word for name in (*VARIABLES, "LAKE_PROFILE") if name not in _KEPT for word in ("-u", name)]
        words = [
            "env",
            *dropped,
            *(f"{name}={value}" for name, value in wanted.items()),
            sys.executable,
            "-m",
            "scripts.stream",
        ]
        process = subprocess.Popen(words, cwd=conf.ROOT, stdout=file, stderr=file)
        looks: list[Footprint] = []
        try:
            while True:
                try:
                    process.wait(60)
                    break
                except subprocess.TimeoutExpired:
                    looks.append(Footprint.of(process.pid, settings, INGESTED))
                    print(looks[-1], flush=True)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                process.wait(300)
    print(output.read_text("utf-8").strip().splitlines()[-1])
    if process.returncode != 0:
        kept = settings.paths.var.parent / "endurance.out"
        shutil.copy(output, kept)
        print(f"the stream ended with {process.returncode}: see {kept}", file=sys.stderr)
        return []
    return looks


def _told(events: Freshness, looks: list[Footprint], options: argparse.Namespace) -> int:
    print("\nfrom the timestamp in Kafka to a readable row of silver, seconds:")
    for minute in range(0, events.minutes, _LAST_MINUTES):
        print(f"  minutes {minute:>3} to {minute + _LAST_MINUTES:<3} {events.between(minute, minute + _LAST_MINUTES)}")
    last = events.between(options.minutes - _LAST_MINUTES, options.minutes)
    growth = {name: _growth([look.figures[name] for look in looks]) for name in Footprint.LEVEL}
    print(f"  last {_LAST_MINUTES} minutes  {last}")
    print("most in the last third as a multiple of the second: " + ", ".join(f"{k} {v:.2f}" for k, v in growth.items()))
    problems = [f"{name} grows" for name, times in growth.items() if times > _MOST_GROWTH]
    if last.p95 > _MOST_SECONDS:
        problems.append(f"a row is readable after more than {_MOST_SECONDS:.0f} s (p95)")
    if last.rows < _LEAST_OF_RATE * options.rate * 60 * _LAST_MINUTES:
        problems.append("fewer rows than were to be sent: the feed has ended, or cannot keep up")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _growth(figures: list[float]) -> float:
    third = len(figures) // 3
    return max(figures[-third:]) / max(*figures[third : 2 * third], 1e-9)


if __name__ == "__main__":
    sys.exit(main())

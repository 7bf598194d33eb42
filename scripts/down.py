"""Stops the local services of this lake; ``--clean`` also removes everything that was written locally."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import conf
from scripts.services import kafka, postgres


def main(arguments: Sequence[str]) -> int:
    try:
        settings = conf.load()
    except conf.SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    for name, service in (("Kafka", kafka), ("PostgreSQL", postgres)):
        print(f"{name} stopped" if service.stop(settings) else f"{name} was not running")
    if "--clean" in arguments:
        postgres.remove(settings)
        return _removed(settings.paths.var)
    return 0


def _removed(var: Path) -> int:
    """Only what looks like ours: LAKE_VAR may have been mistyped."""
    ours = {"kafka", "postgres", "keys", "lake", "checkpoints"}
    if var.exists() and not ours & {path.name for path in var.iterdir()}:
        print(f"{var} is left alone: it does not look like the folder of a lake", file=sys.stderr)
        return 1
    shutil.rmtree(var, ignore_errors=True)
    print(f"{var} removed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

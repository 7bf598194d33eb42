"""Stops the local services of this lake; ``--clean`` also removes what they had to keep outside ``var``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

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
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Makes the local master key of a new lake (``make setup`` calls it)."""

from __future__ import annotations

import sys

import conf
from privacy.keyfile import write_master_key
from scripts.services import found


def main() -> int:
    """Where a lake may be already, a missing key is for `make stream` and `make status` to tell: a new one opens
    nothing."""
    try:
        settings = conf.load()
    except conf.SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    path = settings.paths.key_file
    if not found.was_ever_started(settings) and write_master_key(path):
        print(f"made a master key: {path} (back it up: without it nothing in the lake can be read)")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""``make psql``: a psql shell on the published tables as the analyst, who reads nothing else; or one query, Q="..."."""

from __future__ import annotations

import sys

from conf import Settings
from scripts import entry
from scripts.services import postgres_shop


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make psql", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    if code := postgres_shop.psql(settings, settings.sql.query):
        sys.exit(code)


if __name__ == "__main__":
    sys.exit(main())

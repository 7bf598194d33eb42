"""``make psql``: a psql shell on the published tables as the analyst, who reads nothing else; or one query, Q="..."."""

from __future__ import annotations

import os
import subprocess
import sys

from psycopg2.extensions import make_dsn, parse_dsn

from conf import Settings
from scripts import entry
from scripts.services import postgres


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make psql", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    parts = parse_dsn(postgres.analyst(settings).reveal())
    environment = {**os.environ, "PGPASSWORD": parts.pop("password"), "PGOPTIONS": "-c search_path=published"}
    command = [postgres.program("psql"), "-X", make_dsn(**parts)]
    if settings.sql.query:
        command += ["-v", "ON_ERROR_STOP=1", "-c", settings.sql.query]
    code = subprocess.call(command, env=environment)
    if code:
        sys.exit(code)


if __name__ == "__main__":
    sys.exit(main())

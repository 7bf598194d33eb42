"""``make catalog``: of every column of the lake what it is, how sensitive, what was done to it, and by which policy.

What this program makes; each program that writes to a lake notes the same in its Postgres (``ledger.catalog``).
"""

from __future__ import annotations

import dataclasses
import json
import sys
from itertools import groupby

import conf
from conf import SettingsError
from governance.catalog import Entry, entries
from schemas.kinds import Kind
from schemas.levels import HANDLING, Level
from scripts.panel import table

EXIT_FAILED = 1
_HEAD = ("column", "level", "kind", "field", "policy", "treatment", "meaning")


def main() -> int:
    """Exit codes: 0; 1 refused, with one sentence."""
    try:
        settings = conf.load()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return EXIT_FAILED
    found = entries()
    as_json = json.dumps([dataclasses.asdict(each) for each in found], indent=1)
    print(as_json if settings.status.json else told(found))
    return 0


def told(found: tuple[Entry, ...]) -> str:
    """The catalog as text, a paragraph a table."""
    parts = [_levels()]
    for name, columns in groupby(found, key=lambda each: each.table_name):
        parts.append("\n".join([name, *("  " + row for row in table([_HEAD, *map(_row, columns)], 6, open_end=True))]))
    return "\n\n".join(parts)


def _row(entry: Entry) -> tuple[str, ...]:
    kind = "" if entry.kind == Kind.NONE else entry.kind
    policy = f"v{entry.policy_version}" if entry.policy_version else ""
    return (
        entry.column_name, entry.level, kind, entry.field or "", policy, entry.treatment, entry.meaning,
    )  # fmt: skip


def _levels() -> str:
    rows = [("level", "may stand in", "a field of it becomes", "old versions stay")]
    rows += [
        (
            level.word,
            ", ".join(sorted(HANDLING[level].zones)),
            HANDLING[level].least.name.lower().replace("_", " "),
            f"{HANDLING[level].history_days} days at most",
        )
        for level in Level
    ]
    return "\n".join(table(rows, left=4))


if __name__ == "__main__":
    sys.exit(main())

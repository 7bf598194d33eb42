"""``make lineage COLUMN=gold.user_cohorts.avg_lifetime_value``: what a column is made of, back to the fields in Kafka.

A tree, or with MERMAID=1 a flow chart for Markdown. Each step says what was done, by which version of the policy.
"""

from __future__ import annotations

import sys

from conf import Settings
from governance.lineage import as_mermaid, as_text, upstream
from scripts import entry


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make lineage", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    column = settings.lineage.column
    found = upstream(column)
    print(as_mermaid(found) if settings.lineage.mermaid else as_text(column, found))


if __name__ == "__main__":
    sys.exit(main())

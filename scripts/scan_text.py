"""``make scan-text FROM=file.txt JSON=out.json``: where personal data stands in the lines of a text."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from batch.files import ExportError
from conf import Settings
from privacy.detection.spans import spans
from scripts import entry
from scripts.origins import paths_of


def main(arguments: list[str] | None = None) -> int:
    return entry.run("make scan-text", __doc__, _run, arguments)


def _run(settings: Settings) -> None:
    if not settings.backfill.files:
        raise ExportError("FROM names the text to scan, such as FROM=notes.txt")
    (path, *more) = paths_of(settings.backfill.files)
    if more:
        raise ExportError("FROM names one text: lines are numbered within it")
    found = list(_found(path))
    if settings.scan.json:
        Path(settings.scan.json).write_text(json.dumps(found) + "\n", "utf-8")
    counts = Counter(span["type"] for span in found)
    print(
        "\n".join(f"{kind:<15} {count:>9,}" for kind, count in counts.most_common())
        or "nothing personal was recognised"
    )


def _found(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
            for number, line in enumerate(file, 1):
                for span in spans(line.rstrip("\r\n")):
                    yield {"line": number, "start": span.start, "end": span.end, "type": str(span.kind)}
    except OSError:
        raise ExportError(f"{path.name}: cannot be read") from None


if __name__ == "__main__":
    sys.exit(main())

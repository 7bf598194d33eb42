"""Whose requests are meant: one identifier, or a file of them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from governance.requests import RequestError

_HEAD = "subject"
_LONGEST = 1024
_MARK = "\ufeff"


def identifiers(subject: str | None, file: str) -> list[bytes]:
    """Exact bytes as senders use them, each once, in order; empty where nothing is named.

    ``file``: CSV (RFC 4180) in UTF-8 with a column ``subject``; other columns are not looked at. RequestError names the
    row, never what is in it."""
    if subject and file:
        raise RequestError("SUBJECT and FROM both say whose requests are meant: give one of them")
    if subject:
        return [_checked(subject, "SUBJECT")]
    return _of_file(Path(file).expanduser()) if file else []


def _of_file(path: Path) -> list[bytes]:
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise RequestError(f"{path} is not UTF-8: save it so") from None
    except OSError:
        raise RequestError(f"FROM={path} cannot be read: name a CSV file with a column `{_HEAD}`") from None
    rows = csv.reader(io.StringIO(text.removeprefix(_MARK), newline=""), strict=True)
    found: dict[bytes, None] = {}
    number = 1
    try:
        head = next(rows, [])
        if head.count(_HEAD) != 1:
            raise RequestError(f"{path} has no column `{_HEAD}` in its first row, or more than one: add one")
        at = head.index(_HEAD)
        for number, row in enumerate(rows, 2):
            if len(row) != len(head):
                raise RequestError(
                    f"row {number} of {path} has {len(row)} cells, the first row {len(head)}: mend it; nothing was done"
                )
            found[_checked(row[at], f"row {number} of {path}")] = None
    except csv.Error:
        raise RequestError(f"{path} is no CSV after row {number} (a quote, a NUL): mend it; nothing was done") from None
    if not found:
        raise RequestError(f"{path} names nobody")
    return list(found)


def _checked(identifier: str, where: str) -> bytes:
    raw = identifier.encode("utf-8", "surrogateescape")
    if not identifier.strip():
        raise RequestError(f"{where} is empty: an identifier as senders use it; nothing was done")
    if identifier != identifier.strip():
        raise RequestError(f"{where} begins or ends with a space: identifiers are exact; nothing was done")
    if len(raw) > _LONGEST or not identifier.isprintable():
        raise RequestError(f"{where} is no identifier (over {_LONGEST} bytes, or not printable); nothing was done")
    return raw

"""An answer to a person: JSON that a program reads, CSV that a spreadsheet opens, and a page that says what it all is.

Into a folder that its owner alone can read, or encrypted for who has the private key of a certificate (CMS, RFC 5652).
"""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import json
import os
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from batch.access import Held, Row
from lakehouse.catalog import TABLES
from privacy.envelopes import sealed_for
from schemas.tables import ASIDE, Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


class AnswerError(Exception):
    """An answer cannot be written; the text says why and what to do."""


_ZONES = {
    "bronze": "what was sent, as it was sent; kept encrypted under a key of your own",
    "quarantine": "what was sent and could not be taken, encrypted likewise, for 7 days",
    "silver": "what analysts see: without names and addresses, under a random pseudonym",
}
_RESTRICTED = "what analysts would see if its use were not restricted; kept encrypted under a key of your own"


def files(held: Held, about: Mapping[str, str], today: dt.date) -> dict[str, bytes]:
    """By name, what the answer consists of. ``about``: what else there is to say, in order."""
    whole = {"made_on": today.isoformat(), "about": dict(about), "tables": dict(held.rows)}
    made = {"data.json": json.dumps(whole, indent=1, ensure_ascii=False).encode() + b"\n"}
    made |= {f"{name}.csv": _csv(rows) for name, rows in held.rows.items() if rows}
    made["index.html"] = _page(held, about, today).encode()
    return made


def write(made: Mapping[str, bytes], folder: Path, certificate: bytes | None) -> Path:
    """Writes the files into ``folder``; or one file ``folder``.p7m for the owner of ``certificate``, and nothing in
    clear. Whole or not at all: what was cut off is made anew. AnswerError for what is there already."""
    target = folder if certificate is None else folder.with_name(f"{folder.name}.p7m")
    unfinished = target.with_name(f".{target.name}.part")
    if target.exists():
        raise AnswerError(f"{target} is there already: name another OUT, or remove it, and call this again")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove(unfinished)
        if certificate is None:
            unfinished.mkdir(mode=0o700)
            for name, content in made.items():
                _write(unfinished / name, content)
        else:
            _write(unfinished, sealed_for(certificate, _zipped(made)))
        unfinished.rename(target)
    except OSError as error:
        raise AnswerError(f"{target} cannot be written ({error.strerror}): name another OUT") from None
    return target


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def _zipped(made: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _csv(rows: list[Row]) -> bytes:
    """A column for each field; of what was sent, for each field of the record, behind the others."""
    flat = [_flat(row) for row in rows]
    names = list(dict.fromkeys(name for row in flat for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names, restval="")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in flat)
    return text.getvalue().encode("utf-8-sig")


def _flat(row: Row) -> Row:
    record = row.get("record")
    if not isinstance(record, dict):
        return row
    return {name: value for name, value in row.items() if name != "record"} | {
        f"record.{name}": value for name, value in record.items()
    }


def _cell(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        value = json.dumps(value, ensure_ascii=False)
    # In data.json it stands exactly; here a spreadsheet would carry it out.
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


_STYLE = "body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto}td,th{text-align:left;padding:.2em 1em .2em 0}"


def _page(held: Held, about: Mapping[str, str], today: dt.date) -> str:
    tables = {table.full_name: table for table in TABLES}
    parts = [_section(tables[name], rows) for name, rows in held.rows.items()]
    facts = "".join(_line("th", name, text) for name, text in about.items())
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>What is held about you</title>'
        f"<style>{_STYLE}</style><h1>What is held about you</h1><p>As of {today}. All of it is in "
        "<code>data.json</code>, for programs; the tables below are also files for a spreadsheet.</p>"
        f"<table>{facts}</table>{''.join(parts)}</html>\n"
    )


def _line(first: str, *cells: str) -> str:
    head, *others = (html.escape(cell) for cell in cells)
    return f"<tr><{first}>{head}</{first}>{''.join(f'<td>{cell}</td>' for cell in others)}</tr>"


def _said(table: Table) -> str:
    return _RESTRICTED if table is ASIDE else _ZONES[table.zone]


def _section(table: Table, rows: list[Row]) -> str:
    name = html.escape(table.full_name)
    if not rows:
        return f"<h2>{name}</h2><p>{_said(table)}. Nothing of you is in it.</p>"
    shown = [column for column in table.columns if column.name in rows[0]]
    listed = "".join(_line("td", column.name, column.meaning, column.treatment) for column in shown)
    return (
        f'<h2>{name}</h2><p>{_said(table)}. {len(rows):,} rows: <a href="{name}.csv">{name}.csv</a></p>'
        f"<table><tr><th>column</th><th>what it is</th><th>what was done to it</th></tr>{listed}</table>"
    )

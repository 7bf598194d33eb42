"""Exports: rows are found wherever blocks end, ranges fit together, and a bad file is one clear sentence."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.files import lines
from batch.files.form import ExportError
from batch.files.source import envelopes
from batch.files.survey import Surveyed, contract_of, survey
from batch.synthetic import Traffic, events, users
from privacy.policies import EVENT_POLICY, USER_POLICY
from schemas.decoding import decoder

pytestmark = pytest.mark.unit

EVENTS, USERS = EVENT_POLICY.contract, USER_POLICY.contract
BASE = 1_767_225_600_000_000
TRAFFIC = Traffic(3, BASE, 500)
RECEIVED = pa.scalar(dt.datetime(2026, 1, 2, tzinfo=dt.UTC), pa.timestamp("us", tz="UTC"))


def fingerprint(blocks: Iterator[bytes]) -> str:
    return f"{sum(map(len, blocks))}"


def surveyed(path: Path, content: bytes) -> Surveyed:
    path.write_bytes(content)
    return survey(path, fingerprint)


def payloads(file: Surveyed, first: int = 0, stop: int | None = None) -> list[bytes | None]:
    stop = file.records if stop is None else stop
    found = [(at, row) for at, part in file.payloads(EVENTS, first, stop) for at, row in enumerate(part, at)]
    assert [at for at, _ in found] == list(range(first, stop))
    return [row for _, row in found]


texts = st.lists(st.sampled_from([b"", b"\r", b"a", b"{}", b'{"a": 1}\r', b"x" * 9, b" "]), max_size=30)


@settings(deadline=None, max_examples=150)
@given(texts, st.booleans(), st.integers(1, 7), st.data())
def test_rows_are_lines_that_hold_something_wherever_blocks_end(
    tmp_path_factory: pytest.TempPathFactory, rows: list[bytes], ended: bool, block: int, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("rows") / "a.jsonl"
    path.write_bytes(b"\n".join(rows) + (b"\n" if ended else b""))
    expected = [text for row in rows if (text := row.removesuffix(b"\r"))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_BLOCK", block)
        laid_out = lines.layout(path, "")
        first = data.draw(st.integers(0, len(expected)))
        stop = data.draw(st.integers(first, len(expected)))
        found = [row for _, part in lines.rows_between(path, "", laid_out, first, stop) for row in part]
    assert laid_out.rows == len(expected)
    assert found == expected[first:stop]


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(st.text('a,"\n\r é', max_size=6), min_size=2, max_size=2), max_size=12), st.integers(1, 7))
def test_records_of_csv_may_hold_newlines_and_quotes(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], block: int
) -> None:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    whole = "\n".join(",".join(map(cell, row)) for row in rows) + "\n"
    path = tmp_path_factory.mktemp("rows") / "a.csv"
    path.write_text(whole, "utf-8", newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_BLOCK", block)
        laid_out = lines.layout(path, "", quoted=True)
        found = [row for _, part in lines.rows_between(path, "", laid_out, 0, laid_out.rows, True) for row in part]
    assert [row.decode() for row in found] == [",".join(map(cell, row)) for row in rows]


HEADER = b"event_id,user_id,event_type,event_timestamp,search_query\n"


def searches(*queries: bytes) -> bytes:
    """CSV as a careless program writes it: cells as they are."""
    return HEADER + b"".join(
        b"evt-%08d,ada,search,2026-01-01T10:00:00Z,%b\n" % (number, query) for number, query in enumerate(queries)
    )


@pytest.mark.parametrize("block", [7, 64, 4 << 20])
def test_a_quote_inside_a_cell_swallows_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(lines, "_BLOCK", block)
    queries = [b"plain"] * 400
    queries[3], queries[5], queries[390] = b'27" monitor', b'"5"" pipe\nof steel"', b'5" pipe'
    queries[391] = b'7"" of both'
    file = surveyed(tmp_path / "a.csv", searches(*queries))
    assert file.records == 400
    found = [json.loads(row or b"")["search_query"] for row in payloads(file)]
    assert [found[at] for at in (3, 5, 390, 391)] == ['27" monitor', '5" pipe\nof steel', '5" pipe', '7"" of both']
    assert found.count("plain") == 396


@pytest.mark.parametrize(
    ("opened", "closed"),
    [(b'"tis the season', b'5" pipe'), (b'"tis the season', b'"so it is"'), (b'"tis, the season', b'a, b"')],
)
def test_a_quote_that_is_not_closed_is_refused_with_its_row(tmp_path: Path, opened: bytes, closed: bytes) -> None:
    queries = [b"plain"] * 400
    queries[30], queries[300] = opened, closed
    with pytest.raises(ExportError, match=r"row 32 \(the header is row 1\) goes over 271 lines and does not read"):
        surveyed(tmp_path / "a.csv", searches(*queries))
    with pytest.raises(ExportError, match="row 32 "):
        surveyed(tmp_path / "b.csv", searches(*queries[:301]).removesuffix(b"\n"))


def sent() -> list[bytes]:
    return [
        row for row in events(TRAFFIC, 0, 3000)["payload"].to_pylist() if row and b"\n" not in row and b"\r" not in row
    ]


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "a.jsonl": bytes,
    "a.jsonl.gz": gzip.compress,
    "a.jsonl.zst": lambda whole: zstandard.ZstdCompressor().compress(whole),
    "two members.jsonl.gz": lambda whole: gzip.compress(whole[:1000]) + gzip.compress(whole[1000:]),
}


@pytest.mark.parametrize("name", PACKED)
def test_packed_or_plain_the_records_are_the_bytes_that_were_sent(tmp_path: Path, name: str) -> None:
    rows = sent()
    file = surveyed(tmp_path / name, PACKED[name](b"\n".join(rows)))
    assert file.records == len(rows)
    assert payloads(file) == rows
    assert payloads(file, 1234, 1240) == rows[1234:1240]


def test_an_envelope_names_the_file_by_its_fingerprint_and_the_row(tmp_path: Path) -> None:
    file = surveyed(tmp_path / "a.jsonl", b"{}\n{}\n{}")
    table = pa.Table.from_batches(envelopes(file, EVENTS, RECEIVED, 1, 3))
    assert table.drop_columns(["received_at"]).to_pylist() == [
        {"source_id": "file:8", "partition": 0, "offset": n, "payload": b"{}"} for n in (1, 2)
    ]


def test_a_row_of_csv_is_decoded_as_the_record_it_stands_for(tmp_path: Path) -> None:
    header = "event_id,user_id,event_type,event_timestamp,price,quantity,search_query,unknown\n"
    row = 'evt-00000001,0042,purchase,2026-01-01T10:00:00Z,12.50,3,"say ""hi"", 7",x\n'
    file = surveyed(tmp_path / "a.csv", b"\xef\xbb\xbf" + (header + row).encode())
    (payload,) = payloads(file)
    assert json.loads(payload or b"") == {
        "event_id": "evt-00000001", "user_id": "0042", "event_type": "purchase",
        "event_timestamp": "2026-01-01T10:00:00Z", "price": 12.5, "quantity": 3, "search_query": 'say "hi", 7',
        "unknown": "x",
    }  # fmt: skip
    decoded = decoder(EVENTS).decode(pa.array([payload], pa.binary()), pa.array([RECEIVED.as_py()], RECEIVED.type))
    assert len(decoded.rows) == 1
    assert decoded.unknown.tolist() == [1]


@pytest.mark.parametrize("row", [b"a,b", b'"a"b,c', b"\xff\xfe,b,c,d,e"], ids=["cells missing", "quotes", "no UTF-8"])
def test_a_row_that_is_no_row_of_the_header_is_rejected_by_the_road(tmp_path: Path, row: bytes) -> None:
    file = surveyed(tmp_path / "a.csv", b"event_id,user_id,event_type,event_timestamp\n" + row + b"\n")
    (payload,) = payloads(file)
    assert payload == row
    decoded = decoder(EVENTS).decode(pa.array([payload], pa.binary()), pa.array([RECEIVED.as_py()], RECEIVED.type))
    assert not len(decoded.rows)


def test_a_row_of_parquet_is_the_record_it_stands_for(tmp_path: Path) -> None:
    table = pa.table(
        {
            "event_id": ["evt-00000001", "evt-00000002", "evt-00000003"],
            "user_id": ["a", "b", "c"],
            "event_timestamp": pa.array([dt.datetime(2026, 1, 1, 10, 0, 0, 5, dt.UTC)] * 3),
            "price": [Decimal("12.50"), None, Decimal("0.01")],
            "quantity": [1, None, 3],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=2)
    file = survey(tmp_path / "a.parquet", fingerprint)
    assert [json.loads(row or b"") for row in payloads(file, 1, 3)] == [
        {"event_id": "evt-00000002", "user_id": "b", "event_timestamp": "2026-01-01T10:00:00.000005Z"},
        {"event_id": "evt-00000003", "user_id": "c", "event_timestamp": "2026-01-01T10:00:00.000005Z", "price": 0.01,
         "quantity": 3},
    ]  # fmt: skip


def test_what_a_file_holds_is_seen_by_its_records(tmp_path: Path) -> None:
    people = users(TRAFFIC, 0, 100)["payload"].to_pylist()
    assert contract_of(surveyed(tmp_path / "p.jsonl", b"\n".join(people)), [EVENTS, USERS], RECEIVED) is USERS
    assert contract_of(surveyed(tmp_path / "e.jsonl", b"\n".join(sent())), [EVENTS, USERS], RECEIVED) is EVENTS


BAD: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.jsonl", b"", "holds no record"),
    "blank lines": ("a.jsonl", b"\n\r\n\n", "holds no record"),
    "a header alone": ("a.csv", b"event_id,user_id\n", "holds no record"),
    "an empty gz": ("a.jsonl.gz", gzip.compress(b""), "holds no record"),
    "a truncated gz": ("a.jsonl.gz", gzip.compress(os.urandom(5000))[:-900], "damaged or cut off"),
    "a truncated zst": ("a.jsonl.zst", zstandard.ZstdCompressor().compress(os.urandom(5000))[:-900], "damaged or cut"),
    "no gz": ("a.jsonl.gz", b"{}\n", "damaged or cut off"),
    "no Parquet": ("a.parquet", b"{}\n", "is no Parquet file"),
    "a name that says nothing": ("a.dat", b"{}\n", "must stand in its name"),
    "an open quote": ("a.csv", b'a,b\n1,"2\n', "never closed"),
}


@pytest.mark.parametrize(("name", "content", "words"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_in_one_sentence(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    with pytest.raises(ExportError, match=words) as refused:
        surveyed(tmp_path / name, content)
    assert "\n" not in str(refused.value)


def test_a_row_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_LONGEST", 100)
    monkeypatch.setattr(lines, "_BLOCK", 64)
    with pytest.raises(ExportError, match="has no end: is it JSON lines"):
        surveyed(tmp_path / "a.jsonl", b"x" * 1000)


def test_a_file_that_is_not_there_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="there is no such file"):
        survey(tmp_path / "absent.jsonl", fingerprint)
    other = surveyed(tmp_path / "a.jsonl", b'{"order": "secret-value-7"}\n' * 5)
    with pytest.raises(ExportError, match=r"follows a contract \(as events: .* 5; as users: .* 5\)") as refused:
        contract_of(other, [EVENTS, USERS], RECEIVED)
    assert "secret" not in str(refused.value)


def test_csv_without_a_column_that_every_record_has_is_refused(tmp_path: Path) -> None:
    file = surveyed(tmp_path / "a.csv", b"event_id,user_id\nevt-00000001,a\n")
    with pytest.raises(ExportError, match=r"header lacks what every record of events has: event_type, event_timestamp"):
        contract_of(file, [EVENTS], RECEIVED)


def test_csv_that_names_an_object_beside_its_fields_is_refused(tmp_path: Path) -> None:
    fields = (replace(field, path="person.id") if field.name == "user_id" else field for field in EVENTS.fields)
    nested = replace(EVENTS, fields=tuple(fields))
    header = b"event_id,person,person.id,event_type,event_timestamp\n"
    file = surveyed(tmp_path / "a.csv", header + b"evt-00000001,x,a,click,2026-03-01T11:00:00Z\n")
    with pytest.raises(ExportError, match="its header names person, which is an object of events: leave it out"):
        contract_of(file, [nested], RECEIVED)


def test_a_file_that_changes_under_way_is_noticed(tmp_path: Path) -> None:
    file = surveyed(tmp_path / "a.jsonl", b"{}\n{}\n")
    (tmp_path / "a.jsonl").write_bytes(b"{}\n{}\n{}\n")
    with pytest.raises(ExportError, match="was changed while it was read"):
        payloads(file)

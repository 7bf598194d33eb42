"""Detection, piece by piece: words of names, checks of values, verdicts, spans; nothing of a value comes out."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from batch.files import ExportError
from batch.scan import as_json, scan_files
from privacy.detection.spans import redacted
from privacy.detection.table import BATCH, CLOSELY, TableProfile
from privacy.detection.words import NameEvidence, words
from schemas.kinds import Kind

pytestmark = pytest.mark.unit

SPLIT = {
    "subscription_tier": ("subscription", "tier"),
    "emailVerified": ("email", "verified"),
    "HTTPClientIP": ("http", "client", "ip"),
    "custFirstName2": ("cust", "first", "name", "2"),
    "dateofbirth": ("dateofbirth",),
    "phonenumber": ("phone", "number"),
    "straße-nr.": ("strasse", "nr"),
    "description": ("description",),
}


@pytest.mark.parametrize(("name", "expected"), SPLIT.items(), ids=SPLIT)
def test_names_are_split_into_words(name: str, expected: tuple[str, ...]) -> None:
    assert words(name) == expected


@pytest.mark.parametrize("name", ["email_verified", "phone_model", "zip_file", "user_role", "ssn_status"])
def test_a_word_that_asks_about_another_takes_its_meaning(name: str) -> None:
    evidence = NameEvidence(name)
    assert all(evidence.strength(kind) <= 0 for kind in Kind)


def verdict_on(name: str, values: list[object]) -> Kind:
    profile = TableProfile("t")
    profile.add([(name, values)])
    return profile.verdicts()[0].kind


def test_a_name_convicts_only_where_values_cannot_speak() -> None:
    assert verdict_on("email", [None] * 50) is Kind.EMAIL
    assert verdict_on("email", ["yes", "no"] * 25) is Kind.NONE


def test_values_convict_under_any_name() -> None:
    assert verdict_on("remark", [f"ada{n}@example.org" for n in range(50)]) is Kind.EMAIL


REDACTED = {
    "write to ada@example.org": "write to [EMAIL]",
    "pip install pkg@1.2.3": "pip install pkg@1.2.3",
    "call +44 20 7946 0958 now": "call [PHONE] now",
    "upgrade to version 10.2.0.1": "upgrade to version 10.2.0.1",
    "from 203.0.113.77 port 22": "from [IP_ADDRESS] port 22",
    "IBAN DE89 3704 0044 0532 0130 00.": "IBAN [OTHER_ID].",
    "red running shoes size 44": "red running shoes size 44",
    "": "",
}


@pytest.mark.parametrize(("text", "expected"), REDACTED.items(), ids=REDACTED)
def test_texts_are_redacted_span_by_span(text: str, expected: str) -> None:
    assert redacted(text) == expected


def test_a_kind_in_a_thousandth_of_the_rows_is_seen() -> None:
    rows = [f"nothing to see in {n}" for n in range(BATCH)]
    for at in range(7, BATCH, 1000):
        rows[at] = f"mail {at}@example.org"
    profile = TableProfile("t")
    profile.add([("note", pa.array(rows))])
    (found,) = profile.verdicts()
    assert (profile.rows, profile.closely) == (BATCH, CLOSELY)
    assert found.kind is Kind.NONE
    assert 40 <= found.inside[Kind.EMAIL] <= 60
    assert found.treatment == "redact"


def scanned(*paths: Path) -> list[dict[str, object]]:
    return as_json(list(scan_files(paths, lambda table, rows: None)))


def test_nothing_of_a_value_is_in_what_a_scan_says(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    secrets = [f"canary{n}@secret.example" for n in range(40)]
    file.write_text("Id;Kontakt\n" + "".join(f"{n};{mail}\n" for n, mail in enumerate(secrets)), "utf-8")
    found = scanned(file)
    assert [(row["column"], row["type"]) for row in found] == [("Id", "USER_ID"), ("Kontakt", "EMAIL")]
    assert "canary" not in json.dumps(found)
    (table,) = scan_files([file], lambda name, rows: None)
    assert "canary" not in repr(table)


def test_keys_and_headers_that_are_values_are_not_shown(tmp_path: Path) -> None:
    keyed, bare, many = tmp_path / "keyed.jsonl", tmp_path / "bare.csv", tmp_path / "many.jsonl"
    keyed.write_text(
        '{"seen": {"ada@canary.example": 1, "203.0.113.77": 2, "Ada Lovelace": 3, "4155550123": 4}}\n' * 9, "utf-8"
    )
    bare.write_text("7,ada@canary.example\n" * 9, "utf-8")
    many.write_text(
        "".join(json.dumps({"by": {f"canary{n}{chr(97 + n % 26)}": n}}) + "\n" for n in range(500)), "utf-8"
    )
    assert [row["column"] for row in scanned(keyed)] == ["seen", "seen.*"]
    assert [row["column"] for row in scanned(bare)] == ["7", "column 2"]
    assert [row["column"] for row in scanned(many)] == ["by", "by.*"]


def test_columns_alike_but_for_case_or_with_dots_and_spaces_stay_apart(tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("Mail,mail,e.mail,e mail\n" + "a@b.org,1,x,c@d.org\n" * 20, "utf-8")
    assert [(row["column"], row["type"]) for row in scanned(file)] == [
        ("Mail", "EMAIL"), ("mail", "NONE"), ("e.mail", "NONE"), ("e mail", "EMAIL"),
    ]  # fmt: skip


def test_ten_thousand_columns_and_a_cell_of_ten_megabytes(tmp_path: Path) -> None:
    wide, long = tmp_path / "wide.csv", tmp_path / "long.csv"
    wide.write_text(",".join(f"c{n}" for n in range(10_000)) + "\n" + ",".join("7" * 10_000) + "\n", "utf-8")
    long.write_text("a,b\n1," + "x" * (10 << 20) + "\n", "utf-8")
    assert len(scanned(wide)) == 10_000
    assert len(scanned(long)) == 2


def test_parquet_json_lines_and_json_are_read_and_their_insides_have_paths(tmp_path: Path) -> None:
    record = {"user": {"mail": "ada@example.org"}, "tags": ["x", "y"]}
    lines, whole, table = tmp_path / "a.jsonl", tmp_path / "b.json", tmp_path / "c.parquet"
    lines.write_text("".join(json.dumps(record) + "\n" for _ in range(20)) + "no json\n", "utf-8")
    whole.write_text(json.dumps([record] * 20), "utf-8")
    pq.write_table(pa.Table.from_pylist([record] * 20), table)
    for file in (lines, whole, table):
        assert ("user.mail", "EMAIL") in [(row["column"], row["type"]) for row in scanned(file)], file.name
    (found,) = scan_files([lines], lambda name, rows: None)
    assert (found.rows, found.lost) == (20, 1)


BAD = {
    "an empty file": ("a.csv", b"", "holds nothing"),
    "a header alone": ("a.csv", b"a,b\n", "holds no row"),
    "a binary file": ("a.csv", b"\x7fELF\0\0\0", "is a binary file"),
    "a name that says nothing": ("a.dat", b"a,b\n1,2\n", "must stand in its name"),
    "packed and cut off": ("a.csv.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03ab", "cut off"),
    "no JSON": ("a.json", b"[1, 2", "is no JSON"),
    "no Parquet": ("a.parquet", b"PAR1 and nothing", "no Parquet"),
}


@pytest.mark.parametrize("story", BAD)
def test_what_cannot_be_scanned_is_one_sentence(tmp_path: Path, story: str) -> None:
    name, content, words_of_it = BAD[story]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ExportError, match=words_of_it):
        scanned(tmp_path / name)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="there is no such file"):
        scanned(tmp_path / "none.csv")

"""Whose requests are meant: exact identifiers, or one sentence that names the row and never what is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from governance.asked import identifiers
from governance.requests import RequestError


def file(folder: Path, content: bytes) -> str:
    path = folder / "requests.csv"
    path.write_bytes(content)
    return str(path)


def test_one_identifier_is_its_exact_bytes() -> None:
    assert identifiers("Ada É", "") == ["Ada É".encode()]
    assert identifiers(None, "") == []


@pytest.mark.parametrize(
    "content",
    [
        b"subject\nada\nbob\nada\n",
        b"\xef\xbb\xbfsubject\r\nada\r\nbob\r\n",
        b'when,subject,why\n1,ada,x\n2,"bob","a, b\nc"\n',
    ],
    ids=["each once", "as a spreadsheet saves it", "other columns"],
)
def test_a_file_names_each_once_in_order(tmp_path: Path, content: bytes) -> None:
    assert identifiers(None, file(tmp_path, content)) == [b"ada", b"bob"]


def test_identifiers_are_exact(tmp_path: Path) -> None:
    assert identifiers(None, file(tmp_path, b'subject\nAda\nada\n"a,b ""c"""\n')) == [
        b"Ada", b"ada", b'a,b "c"',
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "column `subject`"),
        (b"user\nsecret-one\n", "column `subject`"),
        (b"subject,subject\na,b\n", "more than one"),
        (b"subject\n", "names nobody"),
        (b"subject\nsecret-one\n\n", "row 3 .* has 0 cells"),
        (b"subject,why\nsecret-one,x\nsecret-two\n", "row 3 .* has 1 cells"),
        (b"subject\nsecret-one\n \n", "row 3 .* is empty"),
        (b"subject\nsecret-one\n secret-two\n", "row 3 .* begins or ends with a space"),
        (b"subject\nsecret-one\nsecret\x07two\n", "row 3 .* no identifier"),
        (b"subject\n" + b"secret" * 400 + b"\n", "row 2 .*over 1024 bytes"),
        (b'subject\nsecret-one\n"secret-two\n', "no CSV after row 2"),
        (b"subject\nsecret-\xff\n", "UTF-8"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_does_nothing_and_shows_no_identifier(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(RequestError, match=told) as caught:
        identifiers(None, file(tmp_path, content))
    assert "secret" not in str(caught.value)


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(RequestError, match="cannot be read"):
        identifiers(None, "/nowhere/requests.csv")


def test_both_are_too_many() -> None:
    with pytest.raises(RequestError, match="one of them"):
        identifiers("ada", "requests.csv")


@pytest.mark.parametrize("subject", [" ", " ada", "a\nb"])
def test_what_is_no_identifier_is_refused(subject: str) -> None:
    with pytest.raises(RequestError, match="SUBJECT"):
        identifiers(subject, "")

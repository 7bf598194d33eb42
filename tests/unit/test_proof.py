"""Proofs: what is left is found and told without a value, what is not looked at is said, and receipts are verified by
who has no key of the lake."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from governance import proof
from governance.proof import DATED, LEFT, NOTHING, UNREACHED, ProofError, Receipt, Store, prove, write
from governance.survey.search import Survey
from governance.traces import Sought, Trace
from privacy.keys import Keyring

KEYRING = Keyring({1: bytes(range(32))})
NOW = dt.datetime.now(dt.UTC)
TRACE = Trace(*(bytes([n]) * 4 + bytes(range(n, n + length - 4)) for n, length in enumerate((16, 16, 16, 28, 8), 60)))
ADA = Sought(7, b"k" * 16, b"ada-lovelace-1815", (TRACE,))
LAKE = "3d7f0c4e-0000-4000-8000-000000000000"


def proved(stores: list[Store], folder: Path, sought: tuple[Sought, ...] = (ADA,)) -> list[Receipt]:
    told: list[Receipt] = []
    found = prove(sought, stores, LAKE, folder / "work", told.append)
    assert told == found
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "lake").mkdir()
    (tmp_path / "lake" / "harmless.txt").write_text("u-97ffe1a1ab3d86f3 and others")
    return tmp_path / "lake"


def test_a_clean_store_is_said_to_be_clean(root: Path, tmp_path: Path) -> None:
    (receipt,) = proved([Store("lake", (root,))], tmp_path)
    assert (receipt.verdict, receipt.files, receipt.bytes) == (NOTHING, 1, (root / "harmless.txt").stat().st_size)
    assert receipt.sought == {
        "identifier": 1, "subject_id": 1, "reference": 1, "pseudonym": 1, "wrapped keys": 1, "data key": 1,
    }  # fmt: skip
    assert receipt.requests == {7: ADA.subject.hex()}
    assert receipt.control == "found"
    assert list((tmp_path / "work").iterdir()) == [], "what was planted is gone"


LEAKS: dict[str, Any] = {
    "the identifier, compressed": ("identifier", lambda path: path.write_bytes(gzip.compress(ADA.identifier))),
    "the pseudonym, in a column": ("pseudonym", lambda path: pq.write_table(pa.table({"k": [TRACE.user_key]}), path)),
    "the pseudonym, in hexadecimal": ("pseudonym", lambda path: path.write_text(TRACE.user_key.hex())),
    "the name in bronze": ("subject_id", lambda path: path.write_bytes(b"x" + TRACE.subject_id)),
    "the registry's row": ("wrapped keys", lambda path: path.write_bytes(TRACE.wrapped_head + b"rest")),
    "the data key": ("data key", lambda path: path.write_bytes(b"x" + TRACE.dek_head + b"rest")),
    "the reference": ("reference", lambda path: path.write_bytes(TRACE.subject_ref)),
}


@pytest.mark.parametrize(("what", "leak"), LEAKS.values(), ids=LEAKS.keys())
def test_what_is_left_is_found_and_told_without_its_value(root: Path, tmp_path: Path, what: str, leak: Any) -> None:
    leak(root / "left.bin")
    (receipt,) = proved([Store("lake", (root,))], tmp_path)
    assert receipt.verdict == LEFT
    assert f"7 {what}" in {each.what for each in receipt.found}
    assert receipt.places == [str(root / "left.bin")]
    text = repr(receipt)
    assert not any(value in text for value in ("ada-lovelace", TRACE.user_key.hex(), TRACE.subject_id.hex()))


def test_what_is_kept_until_a_date_is_said_to_be(root: Path, tmp_path: Path) -> None:
    (root / "segment.log").write_bytes(ADA.identifier)
    later, earlier = NOW + dt.timedelta(hours=1), NOW - dt.timedelta(hours=1)
    stores = [
        Store("kafka", (root,), until=later), Store("late", (root,), until=earlier),
        Store("backups", (tmp_path / "none",), until=later, opaque=True),
        Store("old", (tmp_path / "none",), opaque=True),
        Store("remote", (), note="elsewhere"), Store("broker", (), until=later),
    ]  # fmt: skip
    assert [each.verdict for each in proved(stores, tmp_path)] == [DATED, LEFT, DATED, NOTHING, UNREACHED, DATED]


def test_a_store_that_is_not_where_it_should_be_proves_nothing(root: Path, tmp_path: Path) -> None:
    with pytest.raises(ProofError, match="not where it should be"):
        proved([Store("lake", (root,), required=(root / "bronze" / "_delta_log",))], tmp_path)


def test_what_is_excluded_is_not_searched(root: Path, tmp_path: Path) -> None:
    (root / "truth").mkdir()
    (root / "truth" / "sent.txt").write_bytes(ADA.identifier)
    (receipt,) = proved([Store("lake", (root,), exclude=(root / "truth",))], tmp_path)
    assert receipt.verdict == NOTHING


class Blind:
    """A scan that sees nothing."""

    def __init__(self, canaries: object) -> None:
        pass

    def survey(self, roots: object, exclude: object) -> Survey:
        return Survey((), (), 3, 0)


def test_a_scan_that_does_not_find_what_was_planted_proves_nothing(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proof, "Surveyor", Blind)
    with pytest.raises(ProofError, match="prove nothing"):
        proved([Store("lake", (root,))], tmp_path)


def test_a_short_identifier_is_counted_as_not_sought(root: Path, tmp_path: Path) -> None:
    (receipt,) = proved([Store("lake", (root,))], tmp_path, (Sought(8, b"k" * 16, b"ada", (TRACE,)),))
    assert (receipt.not_sought, receipt.sought.get("identifier")) == (1, None)


def test_receipts_are_verified_by_the_public_key_alone(root: Path, tmp_path: Path) -> None:
    receipts = proved([Store("lake", (root,)), Store("remote", (), note="elsewhere")], tmp_path)
    folder = write(receipts, KEYRING, tmp_path / "receipts", NOW)
    key = load_pem_public_key((folder / "public-key.pem").read_bytes())
    assert isinstance(key, Ed25519PublicKey)
    for name in ("lake", "remote"):
        text, signature = (folder / f"{name}.json").read_bytes(), (folder / f"{name}.sig").read_bytes()
        key.verify(signature, text)
        assert json.loads(text)["store"] == name
        with pytest.raises(InvalidSignature):
            key.verify(signature, text.replace(b"nothing", b"Nothing").replace(b"not", b"Not"))
    assert KEYRING.public_key() != Keyring({1: bytes(32)}).public_key()

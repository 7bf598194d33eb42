"""An answer to a person: all that is held about them, as it was sent and as analysts see it, and nobody else's data."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import io
import json
import random
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import pkcs7_decrypt_der
from cryptography.x509.oid import NameOID

from batch import answer
from batch.access import Held, _record, held, nothing_held
from governance.persons_asked import known
from lakehouse.catalog import PERSONS
from privacy.envelopes import CertificateError, check
from tests.conftest import NewLake
from tests.support.installation import Installation
from tests.support.records import arrivals, event, profile

pytestmark = pytest.mark.spark

TODAY = dt.date(2026, 3, 5)
PERSONS_ASKED = 200


def population() -> dict[str, list[tuple[str, bytes]]]:
    """By person, what each sent: a profile or none, no to nine events, and some records that are rejected, of persons
    who are known by their profile: of others nobody can tell whose such a record is."""
    draw = random.Random(20260305)
    sent: dict[str, list[tuple[str, bytes]]] = {}
    for number in range(400):
        name = f"person-{draw.randrange(16**8):08x}-{number}"
        records = [("users", profile(user_id=name, email=f"{name}@mail.example"))] if draw.random() < 0.7 else []
        if records and draw.random() < 0.3:
            records.append(("events", event(user_id=name, event_id=f"{name}-bad", event_type="hop")))
        for at in range(draw.randrange(10)):
            sought = draw.choice(["shoes", "=1+1", "é ü"])
            records.append(("events", event(user_id=name, event_id=f"{name}-{at}", search_query=sought)))
        sent[name] = records
    return sent


def carried(lake: Installation, sent: dict[str, list[tuple[str, bytes]]]) -> None:
    for contract in ("users", "events"):
        of_it = [payload for records in sent.values() for topic, payload in records if topic == contract]
        lake.carry(contract, arrivals(of_it))


def asked(lake: Installation, names: list[str]) -> dict[str, Held]:
    found = known(lake.database(), lake.control.key_file, [name.encode() for name in names])
    answers = dict(zip(found, held(lake.writer, list(found.values())), strict=True))
    return {name: answers.get(name.encode()) or nothing_held() for name in names}


def originals(of_person: Held) -> list[Any]:
    return [row["record"] for rows in of_person.rows.values() for row in rows if "record" in row]


def test_answers_to_200_persons_are_what_they_sent_and_what_silver_holds(new_lake: NewLake) -> None:
    sent = population()
    with new_lake() as lake:
        carried(lake, sent)
        names = random.Random(1).sample(list(sent), PERSONS_ASKED)
        answers = asked(lake, names)
        silver = {name: lake.silver(name) for name in ("events", "users")}
    for name in names:
        given = answers[name]
        wanted = sorted(json.dumps(json.loads(payload), sort_keys=True) for _, payload in sent[name])
        assert sorted(json.dumps(record, sort_keys=True) for record in originals(given)) == wanted
        for source, rows in silver.items():
            seen = [{k: v for k, v in row.items() if k != "who"} for row in rows if row["who"] == name]
            told = [{k: v for k, v in row.items() if k != "updated_order"} for row in given.rows[f"silver.{source}"]]
            assert sorted(map(_shown, told)) == sorted(map(_shown, seen))
        text = b"".join(answer.files(given, {}, TODAY).values()).decode()
        assert not any(other in text for other in sent if other != name), "somebody else's data"
        assert given.rows.keys() == {table.full_name for table, _ in PERSONS}


def _shown(row: dict[str, Any]) -> str:
    """Without keyed hashes; times as text, and those of silver carry no zone."""
    plain = {k: v.replace(tzinfo=dt.UTC).isoformat() if isinstance(v, dt.datetime) else v for k, v in row.items()}
    return json.dumps({k: v for k, v in plain.items() if not isinstance(v, bytes)}, sort_keys=True, default=str)


def test_nothing_in_an_answer_leads_to_rows_of_silver(lake: Installation) -> None:
    lake.carry("users", arrivals([profile()]))
    lake.carry("events", arrivals([event()]))
    (subject_id, keys), rows = lake.persons()["ada"], [row for table, _ in PERSONS for row in lake.rows(table)]
    binaries = {value for row in rows for value in row.values() if isinstance(value, bytes)}
    made = b"".join(answer.files(asked(lake, ["ada"])["ada"], {}, TODAY).values())
    for secret in (subject_id, keys.user_key, keys.dek, *binaries):
        for form in (secret, secret.hex().encode(), base64.b64encode(secret).rstrip(b"=")[:-1]):
            assert form not in made


def test_who_is_not_known_gets_the_same_answer_with_nothing_in_it(lake: Installation) -> None:
    lake.carry("events", arrivals([event()]))
    of_nobody = asked(lake, ["nobody"])["nobody"]
    assert not any(of_nobody.rows.values())
    assert set(answer.files(of_nobody, {}, TODAY)) == {"data.json", "index.html"}
    assert asked(lake, []) == {}


ROWS: dict[str, list[dict[str, Any]]] = {
    "bronze.events": [{"offset": 1, "record": {"user_id": "ada", "note": "=HYPERLINK(1)", "tags": ["a", "b"]}}],
    "silver.users": [],
}


def test_files_are_exact_for_programs_and_harmless_in_a_spreadsheet() -> None:
    made = answer.files(Held(ROWS), {"Known since": "<b>2026"}, TODAY)
    assert set(made) == {"data.json", "index.html", "bronze.events.csv"}
    assert json.loads(made["data.json"])["tables"] == ROWS
    (row,) = csv.DictReader(io.StringIO(made["bronze.events.csv"].decode("utf-8-sig")))
    assert row == {
        "offset": "1", "record.user_id": "ada", "record.note": "'=HYPERLINK(1)", "record.tags": '["a", "b"]',
    }  # fmt: skip
    page = made["index.html"].decode()
    assert "&lt;b&gt;2026" in page
    assert "Nothing of you is in it" in page


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        (b'{"price": 19.99}', {"price": 19.99}),
        (b'{"price": 0.1234567890123456789}', {"text": '{"price": 0.1234567890123456789}'}),
        (b'{"price": 1e999}', {"text": '{"price": 1e999}'}),
        (b'{"a": 1, "a": 2}', {"text": '{"a": 1, "a": 2}'}),
        (b'{"a": NaN}', {"text": '{"a": NaN}'}),
        (b'{"a": 0e99999999999999999999}', {"text": '{"a": 0e99999999999999999999}'}),
        (b'{"a": "\\ud800"}', {"text": '{"a": "\\ud800"}'}),
        (b"[" * 5000, {"text": "[" * 5000}),
        (b"{broken", {"text": "{broken"}),
        (b"\xff\x00", {"hexadecimal": "ff00"}),
    ],
)
def test_what_was_sent_comes_out_as_it_went_in(payload: bytes, shown: Any) -> None:
    assert _record(payload) == shown


def test_a_folder_is_for_its_owner_alone_and_never_written_over(tmp_path: Path) -> None:
    folder = answer.write({"data.json": b"{}"}, tmp_path / "answers" / "7", None)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "data.json").stat().st_mode) == 0o600
    with pytest.raises(answer.AnswerError, match="OUT"):
        answer.write({"data.json": b"{}"}, tmp_path / "answers" / "7", None)


def test_an_answer_that_was_cut_off_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / ".7.part").mkdir()
    (tmp_path / ".7.part" / "index.html").write_text("half of it")
    folder = answer.write({"data.json": b"{}"}, tmp_path / "7", None)
    assert [path.name for path in tmp_path.iterdir()] == ["7"]
    assert [path.name for path in folder.iterdir()] == ["data.json"]


def certificate(bits: int = 2048) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(65537, bits)
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "answer")]), dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now)
    return key, builder.sign(key, SHA256())


def test_an_encrypted_answer_opens_for_its_owner_and_leaves_nothing_in_clear(tmp_path: Path) -> None:
    key, owner = certificate()
    made = answer.files(Held(ROWS), {}, TODAY)
    file = answer.write(made, tmp_path / "7", owner.public_bytes(Encoding.PEM))
    assert [path.name for path in tmp_path.iterdir()] == ["7.p7m"]
    assert b"HYPERLINK" not in file.read_bytes()
    opened = zipfile.ZipFile(io.BytesIO(pkcs7_decrypt_der(file.read_bytes(), owner, key, [])))
    assert {name: opened.read(name) for name in opened.namelist()} == made


@pytest.mark.parametrize("wrong", [b"", b"-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n"])
def test_what_is_no_certificate_is_refused(wrong: bytes) -> None:
    with pytest.raises(CertificateError, match="openssl req"):
        check(wrong)


def test_a_short_key_is_refused() -> None:
    _, owner = certificate(1024)
    with pytest.raises(CertificateError, match="2048"):
        check(owner.public_bytes(Encoding.PEM))

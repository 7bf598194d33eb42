"""Drafts of contracts and policies: they hold, are strict where unsure, and hold no value of a person."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from batch.files import ExportError
from batch.files.unknown import Unreadable, batches, of_payloads
from batch.propose import Draft, draft, module
from batch.synthetic import Rates, Traffic, events, users
from privacy.policies import POLICIES
from schemas.contract import Contract
from schemas.decoding import decoder
from schemas.kinds import Kind

pytestmark = pytest.mark.unit

TRAFFIC = Traffic(5, 1_772_323_200_000_000, 2000, rates=Rates.none())
TODAY = dt.date(2026, 3, 1)


def payloads(name: str) -> list[bytes]:
    made = {"users": users, "events": events}[name](TRAFFIC, 0, 2000)
    return [payload for payload in made["payload"].to_pylist() if payload]


def in_force(drafted: Draft) -> SimpleNamespace:
    """What the module makes when it is imported: contract and policy are checked there."""
    names: dict[str, Any] = {}
    exec(compile(module(drafted, TODAY), "draft.py", "exec"), names)
    return SimpleNamespace(contract=names[drafted.name.upper()], policy=names[f"{drafted.name.upper()}_POLICY"])


@pytest.mark.parametrize("name", ["users", "events"])
def test_a_draft_from_records_is_sound_and_as_strict_as_its_fields_ask(name: str) -> None:
    drafted = draft(name, of_payloads(payloads(name), Unreadable()))
    made, ours = in_force(drafted), POLICIES[name]
    assert (made.contract.subject, drafted.missing) == ("user_id", ())
    assert made.contract.record_id == ours.contract.record_id
    assert {field.name for field in made.contract.fields} == {field.name for field in ours.contract.fields}
    for field in ours.contract.fields:
        drafted_field = made.contract.field(field.name)
        assert drafted_field.kind in (field.kind, Kind.NONE)
        assert drafted_field.level >= (field.kind.level if field.kind is not Kind.NONE else field.level) - 1


def test_records_that_were_sampled_are_good_by_the_draft() -> None:
    sent = payloads("events")
    assert decodes(in_force(draft("events", of_payloads(sent, Unreadable()))).contract, sent)


def test_no_value_of_a_person_is_in_a_draft() -> None:
    text = module(draft("users", of_payloads(payloads("users"), Unreadable())), TODAY)
    for payload in payloads("users")[:500]:
        record = json.loads(payload)
        for name in ("user_id", "email", "first_name", "last_name", "phone", "ip_address", "city", "zip_code"):
            if record.get(name):
                assert f"{record[name]!r}" not in text
                assert f'"{record[name]}"' not in text


def test_what_nobody_is_sure_of_is_secret_and_suppressed() -> None:
    rows = [
        json.dumps(
            {"customer_id": f"c{n}", "at": "2026-03-01T10:00:00Z", "note": f"free {n}",
             "rare": "zyx" if n == 7 else "open",
             "Mixed Name": 1, "nested": [{"a": 1}], "serial": 10_000_000 + n, "size": n % 40}
        ).encode()
        for n in range(200)
    ]  # fmt: skip
    drafted = draft("orders", of_payloads(rows, Unreadable()))
    made = in_force(drafted)
    treated = {rule.field: type(rule.treatment).__name__ for rule in made.policy.rules}
    assert treated["note"] == treated["rare"] == treated["serial"] == "Suppress"
    assert (treated["customer_id"], treated["size"]) == ("Pseudonym", "Keep")
    assert {column for column, _ in drafted.left} == {"column 5", "nested"}
    assert "zyx" not in module(drafted, TODAY)
    assert "199" not in module(drafted, TODAY)
    assert str(made.contract.field("size").constraint) == "whole number, 0 to 100"


def test_objects_epochs_flags_and_local_times_become_fields() -> None:
    rows = [
        json.dumps(
            {"orderNo": f"A-{n}", "customer": {"id": f"c-{n % 40}", "contact": {"eMail": f"a{n}@example.org"}},
             "placedAt": 1_772_362_800_000 + n, "paid": {"at": "2026-03-01 12:00:00", "total": n / 7},
             "gift": n % 2 == 0, "items": [{"sku": "x"}]}
        ).encode()
        for n in range(300)
    ]  # fmt: skip
    drafted = draft("orders", of_payloads(rows, Unreadable()))
    made = in_force(drafted)
    assert (made.contract.subject, made.contract.record_id) == ("customer_id", "order_no")
    assert (made.contract.event_time, drafted.local) == ("placed_at", ("paid_at",))
    assert made.contract.field("customer_contact_e_mail").keys == ("customer", "contact", "eMail")
    assert made.contract.field("customer_contact_e_mail").kind is Kind.EMAIL
    assert str(made.contract.field("placed_at").constraint).startswith("ms since 1970")
    assert str(made.contract.field("gift").constraint) == "true or false"
    assert [column for column, _ in drafted.left] == ["items"]
    made.policy.check_for_the_road()
    assert decodes(made.contract, rows)
    assert "TO DECIDE: by the clocks of which zone is paid_at?" in module(drafted, TODAY)


def test_a_source_without_record_ids_becomes_profiles() -> None:
    rows = [
        json.dumps({"userId": f"u-{n}", "changed": {"at": "2026-03-01T10:00:00Z"}, "plan": "free"}).encode()
        for n in range(50)
    ]
    made = in_force(draft("members", of_payloads(rows, Unreadable())))
    assert not made.policy.keeps_every_record
    made.policy.check_for_the_road()
    assert decodes(made.contract, rows)


def decodes(contract: Contract, payloads: list[bytes]) -> bool:
    """Whether all of them are good."""
    received = pa.array([dt.datetime(2030, 1, 1, tzinfo=dt.UTC)] * len(payloads), pa.timestamp("us", tz="UTC"))
    return decoder(contract).decode(pa.array(payloads, pa.binary()), received).rejected == []


def test_cells_of_csv_that_are_numbers_are_numbers(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    lines = [f"c{n},2026-03-01T10:00:00Z,{n % 7},{n % 50}.50,0{n}" for n in range(200)]
    path.write_text("customer_id,at,pieces,price,code\n" + "\n".join(lines), "utf-8")
    made = in_force(draft("orders", batches(path, Unreadable()), cells=True))
    assert [str(made.contract.field(name).constraint).split(",")[0] for name in ("pieces", "price", "code")] == [
        "whole number", "number", "text of 0 to 256 characters",
    ]  # fmt: skip


def test_a_first_row_of_values_is_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("".join(f"{n}canary@secret.example,{n % 5}\n" for n in range(50)), "utf-8")
    drafted = draft("people", batches(path, Unreadable()), cells=True)
    assert drafted.left[0] == ("column 1", "its name looks like a value: is there a header?")
    assert "canary" not in module(drafted, TODAY)


def test_what_is_missing_is_said() -> None:
    drafted = draft("things", of_payloads([b'{"size": 1}'] * 20, Unreadable()))
    assert drafted.missing == ("the person (subject)", "an instant (event_time)")
    assert "TO DECIDE: no column was found for the person (subject)" in module(drafted, TODAY)


@pytest.mark.parametrize(("name", "rows"), [("Orders", [b"{}"]), ("a b", [b"{}"]), ("orders", [])])
def test_a_name_or_sample_that_does_not_do_is_refused(name: str, rows: list[bytes]) -> None:
    with pytest.raises(ExportError):
        draft(name, of_payloads(rows, Unreadable()))


def test_keys_of_a_map_are_values_and_stand_in_no_draft() -> None:
    names = ("ada_lovelace", "alan_turing", "grace_hopper", "bob77", "c-0042")
    rows = [
        json.dumps({"user_id": f"u{n}", "at": "2026-03-01T10:00:00Z", "scores": {names[n % 5]: n},
                    "of": {"usual": 1} | ({"canary_rare": 2} if n == 7 else {})}).encode()
        for n in range(100)
    ]  # fmt: skip
    drafted = draft("games", of_payloads(rows, Unreadable()))
    text = module(drafted, TODAY)
    assert not any(name in text for name in (*names, "canary_rare"))
    assert "scores" in dict(drafted.left)
    assert "of_usual" in text

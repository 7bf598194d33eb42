"""The Arrow pass without Spark: every record leaves closed under the right key, and no failure tells a value."""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyspark import cloudpickle

from lakehouse.persons import ROW, Snapshot, SnapshotWriter
from lakehouse.references import NEVER, halves
from lakehouse.worker import (
    SILVER_PREFIX,
    STRANGER,
    PassError,
    PassPlan,
    QuarantineKey,
    pass_schema,
    passed,
    quarantine_key_name,
)
from privacy.keyed import Encrypt, content_hashes, decrypted, event_keys
from privacy.keyfile import read_keyring, write_master_key
from privacy.keys import Keyring, PersonKeys, Purpose, Seal, Unopenable
from privacy.policies import EVENT_POLICY, USER_POLICY
from privacy.policy import Policy
from privacy.vault import vault_binding
from schemas.decoding import Decoder
from schemas.envelope import bound_to
from tests.unit.records import RECEIVED, decoded, envelope, event, event_and, profile

pytestmark = pytest.mark.unit

DAY = dt.date(2026, 3, 1)
CANARY = "canary-7f3a@example.org"
ADA, BOB, EVE = "ada-17", "bob-18", "eve-19"
RULES = EVENT_POLICY.rules


@dataclass(frozen=True)
class Person:
    subject_id: bytes
    keys: PersonKeys
    key_version: int = 3


@dataclass(frozen=True)
class World:
    """A key file and a snapshot that knows Ada and Bob."""

    keyring: Keyring
    key_file: Path
    snapshot: Snapshot
    quarantine_key: QuarantineKey
    known: dict[str, Person]

    def plan(self, policy: Policy = EVENT_POLICY, **changes: Any) -> PassPlan:
        plan = PassPlan(policy, str(self.key_file), self.keyring.fingerprint(), self.snapshot, self.quarantine_key)
        return replace(plan, **changes)

    def ref(self, user_id: str) -> bytes:
        return self.keyring.keyed_hash(Purpose.REF)(user_id.encode())

    def run(self, payloads: Sequence[bytes | None], policy: Policy = EVENT_POLICY) -> list[dict[str, Any]]:
        """What the pass makes of ``payloads``, by offset."""
        rows = self.batches([envelope(payloads)], policy)
        return sorted(rows, key=lambda row: row["offset"])

    def batches(self, batches: Sequence[pa.RecordBatch], policy: Policy = EVENT_POLICY) -> list[dict[str, Any]]:
        out = list(passed(self.plan(policy))(iter(batches)))
        assert all(batch.schema == pass_schema(policy) for batch in out)
        return [row for batch in out for row in batch.to_pylist()]

    def day_seal(self) -> Seal:
        key = self.quarantine_key
        return self.keyring.unwrap_key(key.wrapped, key.name, key.kek_version)


@pytest.fixture
def world(tmp_path: Path) -> World:
    path = tmp_path / "keys" / "master.key"
    write_master_key(path)
    keyring = read_keyring(path)
    known = {user_id: Person(secrets.token_bytes(16), PersonKeys.fresh()) for user_id in (ADA, BOB)}
    rows = np.zeros(len(known), ROW)
    for place, person in enumerate(known.values()):
        wrapped = keyring.wrap_person(person.keys, person.subject_id)
        rows[place] = (person.subject_id, person.key_version, keyring.newest, wrapped, NEVER)
    writer = SnapshotWriter(tmp_path / "registry")
    refs = [keyring.keyed_hash(Purpose.REF)(user_id.encode()) for user_id in known]
    writer.add(halves(b"".join(refs)), rows, np.arange(len(known)))
    name = quarantine_key_name(DAY)
    quarantine_key = QuarantineKey(DAY, keyring.fresh_wrapped_key(name), keyring.newest)
    return World(keyring, path, writer.snapshot(), quarantine_key, known)


def place(offset: int, contract: str = "events", source_id: str = "file:f00d", partition: int = 0) -> bytes:
    return bound_to(contract, source_id, partition, offset)


def silver(row: dict[str, Any]) -> dict[str, Any]:
    return {name.removeprefix(SILVER_PREFIX): value for name, value in row.items() if name.startswith(SILVER_PREFIX)}


RICH = event(
    session_id="s-1", ip_address="192.0.2.77", page_url="https://shop.example/account/ada", search_query="ada's cat",
    referrer="https://ada@bing.com/ada", browser="Opera", product_id="p-1", quantity=2, price=9.99,
)  # fmt: skip


def test_a_payload_opens_with_the_persons_key_at_its_own_position_only(world: World) -> None:
    (row,) = world.run([RICH])
    own, other = (Seal(world.known[user_id].keys.dek) for user_id in (ADA, BOB))
    assert own.open(row["payload"], place(0)) == RICH
    for elsewhere in (place(1), place(0, partition=1), place(0, source_id="file:beef"), place(0, "users"), b""):
        with pytest.raises(Unopenable):
            own.open(row["payload"], elsewhere)
    for seal in (other, world.day_seal()):
        with pytest.raises(Unopenable):
            seal.open(row["payload"], place(0))


def test_a_known_persons_record_becomes_bronze_and_silver(world: World) -> None:
    (row,) = world.run([RICH])
    ada = world.known[ADA]
    assert (row["outcome"], row["reason"], row["length"]) == ("bronze", None, len(RICH))
    assert (row["subject_id"], row["key_version"], row["key_day"]) == (ada.subject_id, 3, None)
    assert (row["source_id"], row["partition"], row["offset"], row["received_at"]) == ("file:f00d", 0, 0, RECEIVED)
    assert (row["ingest_date"], row["subject_ref"], row["vault"]) == (RECEIVED.date(), None, None)
    hashed = world.keyring.keyed_hash(Purpose.EVENT)
    micros = 1_772_362_800_000_000
    assert silver(row) == silver(row) | {
        "user_key": ada.keys.user_key,
        "event_key": event_keys(hashed, [ada.keys.user_key], ["evt-00000001"], [micros])[0],
        "content_hash": content_hashes(hashed, [ada.keys.user_key], decoded([RICH]).canonical)[0],
        "event_time": dt.datetime(2026, 3, 1, 11, tzinfo=dt.UTC),
        "event_date": DAY,
        "ip_network": "192.0.2.0/24",
        "page": "/account",
        "referrer_host": "bing.com",
        "search_terms": "[PERSON_NAME]",
        "is_late": False,
        "policy_version": 2,
        "key_version": 1,
    }


def test_nothing_of_a_record_leaves_in_clear(world: World) -> None:
    telling = event(user_id=ADA, session_id=CANARY, search_query=CANARY, page_url=f"https://x.example/{CANARY}",
                    referrer=f"https://{CANARY}/", browser=CANARY, ip_address=CANARY)  # fmt: skip
    rejected = event(user_id=CANARY, quantity=0)
    rows = world.run([telling, rejected, event_and(f'"{CANARY}":"{CANARY}"'.encode())])
    assert [row["outcome"] for row in rows] == ["bronze", "rejected", "bronze"]
    everything = repr(rows)
    for secret in (CANARY, ADA, world.known[ADA].keys.dek.hex()):
        assert secret not in everything
    assert all(CANARY.encode() not in value for row in rows for value in row.values() if isinstance(value, bytes))


def test_profiles_have_no_event_key_and_nothing_that_names(world: World) -> None:
    named = profile(
        first_name="Ada", last_name="Adeyemi", email=CANARY, phone="+12125550100", city="Boston", zip_code="02139"
    )
    (row,) = world.run([named], USER_POLICY)
    assert "event_key" not in silver(row)
    assert (silver(row)["zip3"], silver(row)["signup_month"]) == ("021", dt.date(2024, 2, 1))
    assert Seal(world.known[ADA].keys.dek).open(row["payload"], place(0, "users")) == named
    assert not any(word in repr(row) for word in ("Ada", "Adeyemi", CANARY, "2125550100", "Boston", "02139"))


def test_a_field_is_encrypted_for_its_person(world: World) -> None:
    rules = [replace(rule, treatment=Encrypt("search")) if rule.column == "search_terms" else rule for rule in RULES]
    policy = replace(EVENT_POLICY, version=9, rules=tuple(rules))
    own, other, empty = (
        silver(row) for row in world.run([RICH, event(user_id=BOB, search_query=CANARY), event()], policy)
    )
    ada, bob = (world.known[user_id].keys for user_id in (ADA, BOB))
    assert decrypted(own["search_terms"], "search", ada) == "ada's cat"
    assert decrypted(other["search_terms"], "search", bob) == CANARY
    assert empty["search_terms"] is None
    with pytest.raises(Unopenable):
        decrypted(own["search_terms"], "search", bob)


def test_a_stranger_comes_back_with_envelope_reference_and_vault(world: World) -> None:
    payload = event(user_id=EVE)
    (row,) = world.run([payload])
    assert (row["outcome"], row["payload"], row["offset"]) == (STRANGER, payload, 0)
    assert (row["subject_ref"], row["received_at"]) == (world.ref(EVE), RECEIVED)
    vault = world.keyring.seal(Purpose.VAULT)
    assert vault.open(row["vault"], vault_binding(world.ref(EVE))) == EVE.encode()
    with pytest.raises(Unopenable):
        vault.open(row["vault"], vault_binding(world.ref(ADA)))
    assert set(silver(row).values()) == {None}
    assert (row["subject_id"], row["key_version"]) == (None, None)


def test_identifiers_that_look_alike_are_two_persons(world: World) -> None:
    rows = world.run([event(user_id=ADA), event(user_id="ADA-17"), event(user_id="ada-17 ")])
    assert [row["outcome"] for row in rows] == ["bronze", STRANGER, STRANGER]
    assert len({row["subject_ref"] for row in rows}) == 3


def test_a_rejected_record_of_a_known_person_is_closed_under_their_key(world: World) -> None:
    wrong = event(quantity=0)
    (row,) = world.run([wrong])
    assert (row["outcome"], row["reason"], row["length"]) == ("rejected", "out_of_range", len(wrong))
    assert (row["subject_id"], row["key_day"]) == (world.known[ADA].subject_id, None)
    assert Seal(world.known[ADA].keys.dek).open(row["payload"], place(0)) == wrong
    with pytest.raises(Unopenable):
        world.day_seal().open(row["payload"], place(0))


UNKNOWN: dict[str, bytes] = {
    "a person not met": event(user_id=EVE, quantity=0),
    "no person": event(user_id=...),
    "no JSON": b'{"user_id":"ada-17"',
    "too large": event().ljust(2_000_000),
    "no UTF-8": b"\xff",
    "nothing": b"",
}


@pytest.mark.parametrize("wrong", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_a_rejected_record_of_nobody_known_is_closed_under_the_key_of_the_day(world: World, wrong: bytes) -> None:
    row = world.run([event(), wrong])[1]
    assert (row["outcome"], row["length"], row["ingest_date"]) == ("rejected", len(wrong), DAY)
    assert (row["subject_id"], row["subject_ref"], row["vault"], row["key_day"]) == (None, None, None, DAY)
    assert world.day_seal().open(row["payload"], place(1)) == wrong
    with pytest.raises(Unopenable):
        world.day_seal().open(row["payload"], place(0))


def test_a_record_without_value_is_rejected_without_payload(world: World) -> None:
    (row,) = world.run([None])
    assert (row["outcome"], row["reason"], row["length"], row["payload"]) == ("rejected", "null_payload", None, None)


def test_a_record_that_names_two_persons_is_closed_under_the_key_of_neither(world: World) -> None:
    (row,) = world.run([event_and(b'"user_id":"bob-18"')])
    assert (row["reason"], row["subject_id"], row["key_day"]) == ("duplicate_field", None, DAY)


def test_each_position_comes_out_once(world: World) -> None:
    payloads = [event(), None, event(user_id=EVE), b"[]", event(user_id=BOB), event(user_id=EVE, quantity=0)] * 5
    rows = world.run(payloads)
    assert [row["offset"] for row in rows] == list(range(30))
    assert [row["outcome"] for row in rows] == ["bronze", "rejected", STRANGER, "rejected", "bronze", "rejected"] * 5


def test_nonces_are_never_used_twice(world: World) -> None:
    rows = world.run([event()] * 50 + [b"[]"] * 50)
    assert len({row["payload"][:12] for row in rows}) == 100


def test_how_records_are_cut_into_batches_does_not_matter(world: World) -> None:
    payloads = [event(event_id=f"evt-0000000{number}", user_id=(ADA, BOB)[number % 2]) for number in range(6)]
    whole = world.run(payloads)
    pieces = world.batches([envelope(payloads[:1]), envelope(payloads[1:4], first=1), envelope(payloads[4:], first=4)])
    assert [silver(row) for row in pieces] == [silver(row) for row in whole]


def test_an_empty_batch_is_an_empty_batch(world: World) -> None:
    assert list(passed(world.plan())(iter([envelope([])]))) == []
    assert list(passed(world.plan())(iter([]))) == []


@pytest.mark.parametrize("policy", [EVENT_POLICY, USER_POLICY], ids=["events", "users"])
@pytest.mark.parametrize("only", [ADA, EVE, ""], ids=["known", "strangers", "rejected"])
def test_a_batch_of_one_kind_has_the_same_schema(world: World, policy: Policy, only: str) -> None:
    made = (event if policy is EVENT_POLICY else profile)(user_id=only)
    (row,) = world.run([made], policy)
    assert row["outcome"] == {ADA: "bronze", EVE: STRANGER, "": "rejected"}[only]


@pytest.mark.parametrize(("late_by", "late"), [(dt.timedelta(), False), (dt.timedelta(microseconds=1), True)], ids=str)
def test_an_event_is_late_after_thirty_days(world: World, late_by: dt.timedelta, late: bool) -> None:
    moment = RECEIVED - dt.timedelta(days=30) - late_by
    (row,) = world.run([event(event_timestamp=moment.isoformat())])
    assert silver(row)["is_late"] is late


def test_unknown_fields_are_counted_and_stay_in_the_payload_only(world: World) -> None:
    rows = world.run([event(), event_and(b'"x":1,"y":2')])
    assert [row["unknown_fields"] for row in rows] == [0, 2]
    assert silver(rows[0]) == silver(rows[1])


def test_what_drifts_into_a_kept_field_is_told_and_does_not_reach_silver(world: World) -> None:
    good, drifted, treated = world.run(
        [event(product_id="p-1"), event(product_id="219-09-9998"), event(referrer="ada@example.org")]
    )
    assert [row["drift"] for row in (good, drifted, treated)] == [None, "product_id:SSN", "referrer:EMAIL"]
    assert (silver(good)["product_id"], silver(drifted)["product_id"]) == ("p-1", None)
    assert silver(treated)["referrer_host"] == "other"
    assert silver(good)["content_hash"] != silver(drifted)["content_hash"]


def remove(path: Path) -> None:
    path.unlink()


def truncate(path: Path) -> None:
    path.chmod(0o600)
    os.truncate(path, 20)


def empty(path: Path) -> None:
    path.chmod(0o600)
    os.truncate(path, 0)


def open_to_others(path: Path) -> None:
    path.chmod(0o644)


def replace_by_another(path: Path) -> None:
    path.unlink()
    write_master_key(path)


SPOILED: dict[str, tuple[Callable[[Path], None], str]] = {
    "removed": (remove, "no master key at"),
    "truncated": (truncate, "64 hex digits|is damaged"),
    "emptied": (empty, "is empty"),
    "readable by others": (open_to_others, "can be read by others"),
    "replaced by another valid key": (replace_by_another, "is not the master key this lake was made with"),
}


@pytest.mark.parametrize(("spoil", "text"), SPOILED.values(), ids=SPOILED.keys())
@pytest.mark.parametrize("warm", [False, True], ids=["cold worker", "warm worker"])
def test_a_key_file_that_goes_bad_stops_the_next_task(
    world: World, spoil: Callable[[Path], None], text: str, warm: bool
) -> None:
    digits = world.key_file.read_text("ascii").split()[1]
    if warm:
        assert len(world.run([event()])) == 1
    spoil(world.key_file)
    with pytest.raises(PassError, match=text) as stopped:
        world.run([event(browser=CANARY), event(user_id=CANARY)])
    told = "".join(traceback.format_exception(stopped.value))
    for secret in (CANARY, ADA, digits, digits[:16]):
        assert secret not in told


def test_a_plan_for_another_lakes_key_is_refused(world: World) -> None:
    plan = world.plan(key_fingerprint="00" * 8)
    with pytest.raises(PassError, match="is not the master key"):
        list(passed(plan)(iter([envelope([event()])])))


def test_a_persons_row_that_does_not_open_stops_the_pass(world: World, tmp_path: Path) -> None:
    stranger = Keyring({1: secrets.token_bytes(32)})
    rows = np.zeros(1, ROW)
    rows[0] = (b"i" * 16, 1, 1, stranger.wrap_person(PersonKeys.fresh(), b"i" * 16), NEVER)
    writer = SnapshotWriter(tmp_path / "damaged")
    writer.add(halves(world.ref(ADA)), rows, np.zeros(1, np.int64))
    plan = world.plan(snapshot=writer.snapshot())
    with pytest.raises(PassError, match="does not open under this key"):
        list(passed(plan)(iter([envelope([event()])])))


def test_a_person_of_a_key_version_that_was_lost_stops_the_pass(world: World, tmp_path: Path) -> None:
    rows = np.zeros(1, ROW)
    rows[0] = (b"i" * 16, 1, 9, bytes(76), NEVER)
    writer = SnapshotWriter(tmp_path / "lost")
    writer.add(halves(world.ref(ADA)), rows, np.zeros(1, np.int64))
    with pytest.raises(PassError, match="no version 9"):
        list(passed(world.plan(snapshot=writer.snapshot()))(iter([envelope([event()])])))


@pytest.mark.parametrize("error", [ValueError, KeyError, UnicodeError, pa.ArrowInvalid, MemoryError])
def test_an_unexpected_error_tells_its_kind_and_place_only(
    world: World, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def failing(*_: object) -> None:
        raise error(f"cannot read {CANARY}")

    monkeypatch.setattr(Decoder, "decode", failing)
    with pytest.raises(PassError) as stopped:
        world.run([event(browser=CANARY)])
    told = "".join(traceback.format_exception(stopped.value))
    assert CANARY not in told
    assert str(stopped.value).startswith(f"the pass failed with {error.__name__} at test_worker.py:")


def test_a_closed_snapshot_file_tells_no_value(world: World) -> None:
    plan = world.plan(snapshot=Snapshot((str(world.key_file.parent / "gone"),)))
    with pytest.raises(PassError, match=r"the pass failed with FileNotFoundError at \w+\.py:\d+"):
        list(passed(plan)(iter([envelope([event()])])))


def test_no_key_is_in_what_is_sent_to_a_worker(world: World) -> None:
    run = passed(world.plan())
    assert len(list(run(iter([envelope([event()])])))) == 1
    sent = cloudpickle.dumps(run)
    digits = world.key_file.read_text("ascii").split()[1]
    hidden = [bytes.fromhex(digits), *(part for p in world.known.values() for part in (p.keys.dek, p.keys.user_key))]
    for secret in hidden:
        for form in (secret, secret.hex().encode(), secret[:8], secret[-8:], json.dumps(list(secret)).encode()):
            assert form not in sent
    (row,) = [row for batch in cloudpickle.loads(sent)(iter([envelope([RICH])])) for row in batch.to_pylist()]
    assert row["outcome"] == "bronze"


def test_a_second_run_gives_equal_silver_and_other_ciphertext(world: World) -> None:
    one, two = (world.run([RICH])[0] for _ in range(2))
    assert silver(one) == silver(two)
    assert one["payload"] != two["payload"]

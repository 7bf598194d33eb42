"""Revealing: the right person and nobody else, by a role that may, so often and no more; and never without a line of
the audit, which holds nothing of the person and which nobody changes."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2.errors import InsufficientPrivilege

from conf import Settings
from governance import person_rows
from governance.audit import Anchor, Audit, Verdict, lines, verify
from governance.database import Database, DatabaseError
from governance.erasure import Erasures
from governance.erasure_journal import Journal
from governance.lake import lake_id
from governance.registry import Registry
from governance.reveal import RevealError, Reveals, pseudonym
from governance.rotation import Rotation
from lakehouse.persons import SnapshotWriter
from privacy.keyfile import read_keyring
from privacy.keys import Keyring, PersonKeys
from scripts import reveal
from scripts.services import postgres
from tests.support import people
from tests.support.clones import Clone, Clones

pytestmark = pytest.mark.spark  # needs the database, and no session: seconds

WHY = "Request of the person herself, case 4711"
NOBODY = bytes(16)
ADA = "canary-ada-17"


@dataclass
class World:
    """A registry with persons, and a key file of its own."""

    clone: Clone
    key_file: Path
    folder: Path

    @property
    def keyring(self) -> Keyring:
        return read_keyring(self.key_file)

    def enrol(self, *names: str) -> None:
        registry = Registry(Database(self.clone.job), self.key_file, SnapshotWriter(self.folder / "registry"), None)
        registry.mint(people.strangers(self.keyring, names))

    def tokens(self) -> dict[str, bytes]:
        """Pseudonyms by identifier, in the order of the registry."""
        return {name: keys.user_key for name, (_, keys) in people.persons(self.clone.owner, self.keyring).items()}

    def reveals(self, dsn: str | None = None, per_hour: int = 20) -> Reveals:
        return Reveals(
            Database(dsn or self.clone.officer), self.keyring, per_hour, self.chain, Database(self.clone.job)
        )

    @property
    def chain(self) -> Audit:
        return Audit(self.keyring, lake_id(Database(self.clone.owner)), Anchor(self.folder / "anchor.log"))

    def query(self, statement: str, dsn: str | None = None) -> list[tuple[Any, ...]]:
        return people.query(dsn or self.clone.owner, statement)

    def audit(self) -> list[tuple[str, str, str | None]]:
        return [
            (row[0], row[1], row[2])
            for row in self.query("SELECT actor, outcome, purpose FROM audit.entry ORDER BY seq")
        ]

    def outcomes(self) -> list[str]:
        return [outcome for _, outcome, _ in self.audit()]

    def earlier(self, interval: str) -> None:
        """Moves what is written back in time, as only who owns the table can."""
        self.query("ALTER TABLE audit.entry DISABLE TRIGGER only_grows")
        self.query(f"UPDATE audit.entry SET at = at - interval '{interval}'")
        self.query("ALTER TABLE audit.entry ENABLE TRIGGER only_grows")


@pytest.fixture
def world(clones: Clones, settings: Settings, tmp_path: Path) -> Iterator[World]:
    key_file = tmp_path / "keys" / "master.key"
    key_file.parent.mkdir(mode=0o700)
    shutil.copy2(settings.paths.key_file, key_file)
    with clones.clone() as clone:
        yield World(clone, key_file, tmp_path)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The wrapped keys that were opened since."""
    seen: list[bytes] = []
    unwrap = Keyring.unwrap_person

    def noting(keyring: Keyring, wrapped: bytes, subject_id: bytes, version: int) -> PersonKeys:
        seen.append(wrapped)
        return unwrap(keyring, wrapped, subject_id, version)

    monkeypatch.setattr(Keyring, "unwrap_person", noting)
    return seen


# --- whom it finds --------------------------------------------------------------------------------------------------


def test_the_right_one_of_many_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person_rows, "_MOST_AT_ONCE", 700)
    world.enrol(*(f"user-{n}" for n in range(2_000)), "Zoë|渡辺 ", " ")
    tokens = world.tokens()
    for name in (*list(tokens)[:: len(tokens) // 8], "Zoë|渡辺 ", " "):
        assert world.reveals().identifier(tokens[name], WHY) == name
    assert set(world.outcomes()) == {"granted", "revealed"}


def test_a_person_is_found_whichever_versions_the_rows_are_under(world: World) -> None:
    world.enrol("ada", "bob")
    Rotation(Database(world.clone.job), world.key_file).begin()
    world.enrol("carol")
    versions = world.query("SELECT DISTINCT kek_version, vault_key_version FROM registry.person ORDER BY 1")
    assert versions == [(1, 1), (2, 2)]
    tokens = world.tokens()
    assert [world.reveals().identifier(token, WHY) for token in tokens.values()] == list(tokens)
    rotation = Rotation(Database(world.clone.job), world.key_file)
    list(rotation.rewrap())
    rotation.retire(1)
    assert [world.reveals().identifier(token, WHY) for token in tokens.values()] == list(tokens)


def test_a_forgotten_person_is_one_who_never_was(world: World, opened: list[bytes], tmp_path: Path) -> None:
    world.enrol(*(f"user-{n}" for n in range(50)), ADA)
    ada = world.tokens()[ADA]
    journal = Journal(tmp_path / "erasures.log", "lake")
    Erasures(Database(world.clone.job), world.key_file, journal, world.chain).begin([ADA.encode()])
    told, work = [], []
    for token in (ada, NOBODY):
        opened.clear()
        with pytest.raises(RevealError) as caught:
            world.reveals().identifier(token, WHY)
        told.append(str(caught.value))
        work.append(len(opened))
    assert told == ["no person of this lake has this pseudonym: never, or not any more"] * 2
    assert work == [50, 50]
    assert world.outcomes() == ["granted", "not found"] * 2


def test_where_no_identifier_was_kept_nobody_is_told(world: World) -> None:
    world.enrol(ADA)
    token = world.tokens()[ADA]
    world.query("UPDATE registry.person SET vault_user_id = NULL")
    with pytest.raises(RevealError, match="was not kept"):
        world.reveals().identifier(token, WHY)
    assert world.outcomes() == ["granted", "not kept"]


# --- who may, why, how often ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "written"),
    [("job", ["refused: role"]), ("owner", ["refused: role"]), ("analyst", []), ("publisher", [])],
)
def test_whose_role_may_not_is_refused_by_the_database(
    world: World, opened: list[bytes], role: str, written: list[str]
) -> None:
    world.enrol(ADA)
    token = world.tokens()[ADA]
    opened.clear()
    dsn: str = getattr(world.clone, role)
    with pytest.raises(InsufficientPrivilege):
        world.query(f"SELECT audit.attempt('reveal', '{WHY}', 20)", dsn)
    with pytest.raises(RevealError, match="this role may not reveal: OFFICER_DSN names one that may"):
        world.reveals(dsn).identifier(token, WHY)
    assert opened == []
    assert world.audit() == [(f"lake_{role}", outcome, None) for outcome in written]


@pytest.mark.parametrize("role", ["job", "analyst"])
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT audit.ended(1, 'revealed')",
        "SELECT * FROM audit.person",
        "SELECT * FROM audit.entry",
        "SELECT audit.admit('lake_job')",
    ],
)
def test_other_roles_have_nothing_of_the_audit(world: World, role: str, statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        world.query(statement, getattr(world.clone, role))


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM registry.person",
        "SELECT * FROM ledger.lake",
        "SELECT audit.denied('reveal')",
        "SELECT audit.admit('lake_job')",
        "INSERT INTO audit.entry (action, outcome) VALUES ('reveal', 'refused: role')",
    ],
)
def test_the_officer_reveals_and_does_nothing_else(world: World, statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        world.query(statement, world.clone.officer)


PURPOSES = {
    "none": "",
    "short": "because",
    "long": "x" * 100 + "y" * 101,
    "one character": "a" * 50,
    "two lines": "Request of the person\nherself",
    "an e-mail address": "Request of ada@example.org, case 4711",
    "a phone number": "She called from +1 212 555 0100 today",
    "a network address": "Abuse seen from 203.0.113.77 at night",
}


@pytest.mark.parametrize("purpose", PURPOSES.values(), ids=PURPOSES.keys())
def test_a_purpose_that_says_nothing_or_too_much_is_refused_and_not_kept(
    world: World, opened: list[bytes], purpose: str
) -> None:
    with pytest.raises(RevealError, match=r"^PURPOSE .*: say it otherwise; this attempt is written down") as caught:
        world.reveals().identifier(NOBODY, purpose)
    assert not purpose or purpose not in str(caught.value)
    assert opened == []
    assert world.audit() == [("lake_officer", "refused: purpose", None)]


def test_the_pseudonym_is_no_purpose(world: World) -> None:
    world.enrol(ADA)
    token = world.tokens()[ADA].hex().upper()
    spelled = f"to see who is {token[:8]}-{token[8:16]} {token[16:]}"
    with pytest.raises(RevealError, match="PURPOSE holds the pseudonym"):
        world.reveals().identifier(pseudonym(token), spelled)
    assert world.audit() == [("lake_officer", "refused: purpose", None)]


def test_attempts_of_an_hour_are_counted_refused_ones_too(world: World, opened: list[bytes]) -> None:
    for purpose in (WHY, "because", WHY):
        with pytest.raises(RevealError):
            world.reveals(per_hour=3).identifier(NOBODY, purpose)
    opened.clear()
    for _ in range(2):
        with pytest.raises(RevealError, match=r"all 3 attempts .* refused ones included: wait"):
            world.reveals(per_hour=3).identifier(NOBODY, WHY)
    assert opened == []
    begun = [line for line in world.audit() if line[1] != "not found"]
    outcomes = [("granted", WHY), ("refused: purpose", None), ("granted", WHY), *[("refused: rate", WHY)] * 2]
    assert begun == [("lake_officer", *outcome) for outcome in outcomes]
    world.query("SELECT audit.admit('lake_publisher')")
    with pytest.raises(RevealError, match="no person"):
        world.reveals(world.clone.publisher, per_hour=3).identifier(NOBODY, WHY)
    world.earlier("61 minutes")
    with pytest.raises(RevealError, match="no person"):
        world.reveals(per_hour=3).identifier(NOBODY, WHY)


def test_attempts_at_the_same_moment_are_counted_one_after_the_other(world: World) -> None:
    def attempt(_: int) -> str:
        statement = f"SELECT outcome FROM audit.attempt('reveal', '{WHY}', 3)"
        return str(world.query(statement, world.clone.officer)[0][0])

    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(attempt, range(12)))
    assert sorted(outcomes) == ["granted"] * 3 + ["refused: rate"] * 9


def test_no_caller_has_more_than_a_hundred_attempts_an_hour(world: World) -> None:
    attempts = f"SELECT (audit.attempt('reveal', '{WHY}', 1000)).outcome FROM generate_series(1, 102)"
    assert [row[0] for row in world.query(attempts, world.clone.officer)] == ["granted"] * 100 + ["refused: rate"] * 2


# --- what is written down -------------------------------------------------------------------------------------------


def test_the_line_is_committed_before_anything_is_opened_and_survives_a_crash(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.enrol(ADA)
    token = world.tokens()[ADA]
    seen: list[list[str]] = []

    def crash(*_: object) -> PersonKeys:
        seen.append(world.outcomes())
        raise KeyboardInterrupt

    monkeypatch.setattr(Keyring, "unwrap_person", crash)
    with pytest.raises(KeyboardInterrupt):
        world.reveals().identifier(token, WHY)
    assert seen == [["granted"]]
    assert world.audit() == [("lake_officer", "granted", WHY)]


def test_what_cannot_be_written_down_is_not_done(world: World, opened: list[bytes]) -> None:
    world.enrol(ADA)
    token = world.tokens()[ADA]
    opened.clear()
    world.query("ALTER TABLE audit.entry ADD CONSTRAINT full_up CHECK (false) NOT VALID")
    with pytest.raises(DatabaseError) as caught:
        world.reveals().identifier(token, WHY)
    assert ADA not in str(caught.value)
    assert opened == []
    world.query("ALTER TABLE audit.entry DROP CONSTRAINT full_up")
    world.query("ALTER TABLE audit.entry ADD CONSTRAINT no_end CHECK (attempt IS NULL) NOT VALID")
    with pytest.raises(DatabaseError) as caught:
        world.reveals().identifier(token, WHY)
    assert ADA not in str(caught.value)
    assert world.outcomes() == ["granted"]


@pytest.mark.parametrize("role", ["officer", "job", "owner"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit.entry SET purpose = NULL",
        "DELETE FROM audit.entry",
        "TRUNCATE audit.entry",
        "DELETE FROM audit.entry WHERE false",
    ],
    ids=["update", "delete", "truncate", "delete nothing"],
)
def test_a_line_is_neither_changed_nor_taken_away(world: World, role: str, statement: str) -> None:
    with pytest.raises(RevealError):
        world.reveals().identifier(NOBODY, WHY)
    before = world.query("SELECT * FROM audit.entry ORDER BY seq")
    with pytest.raises(InsufficientPrivilege):
        world.query(statement, getattr(world.clone, role))
    assert world.query("SELECT * FROM audit.entry ORDER BY seq") == before


def test_an_attempt_ends_once_and_by_who_began_it(world: World) -> None:
    with pytest.raises(RevealError):
        world.reveals().identifier(NOBODY, WHY)
    world.query("SELECT audit.admit('lake_publisher')")
    for dsn in (world.clone.officer, world.clone.publisher):
        with pytest.raises(psycopg2.Error):
            world.query("SELECT audit.ended(1, 'revealed')", dsn)
    assert world.outcomes() == ["granted", "not found"]


def test_the_officer_sees_persons_only_under_a_line_that_is_committed_and_not_over(world: World) -> None:
    world.enrol(ADA)
    officer, persons = world.clone.officer, "SELECT count(*) FROM audit.person"
    attempt = f"SELECT seq FROM audit.attempt('reveal', '{WHY}', 20)"
    assert world.query(persons, officer) == [(0,)]
    for before in ("", "SAVEPOINT here; "):
        assert world.query(f"{before}{attempt}; {persons}", officer) == [(0,)]
        world.earlier("11 minutes")
    assert world.query(persons, officer) == [(0,)]
    ((begun,),) = world.query(attempt, officer)
    assert world.query(persons, officer) == [(1,)]
    world.query(f"SELECT audit.ended({begun}, 'not found')", officer)
    assert world.query(persons, officer) == [(0,)]
    with pytest.raises(psycopg2.Error, match="reads what others have committed"):
        world.query(f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; {attempt}", officer)


# --- the command ----------------------------------------------------------------------------------------------------

Asked = Callable[..., int]


@pytest.fixture
def ask(world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    """Runs the command; its exit code."""
    environ = {"LAKE_VAR": settings.paths.var, "KEY_FILE": settings.paths.key_file, "OFFICER_DSN": world.clone.officer}
    before = os.umask(0)

    def run(**asked: str) -> int:
        for name, value in (environ | {"STDOUT": "1", "PURPOSE": WHY} | asked).items():
            monkeypatch.setenv(name, str(value))
        return reveal.main([])

    yield run
    os.umask(before)


def test_the_identifier_goes_to_standard_output_and_nowhere_else(
    world: World, settings: Settings, ask: Asked, capfd: pytest.CaptureFixture[str]
) -> None:
    world.enrol(ADA, "bob")
    token = world.tokens()[ADA].hex()
    assert ask(TOKEN=token.upper()) == 0
    assert capfd.readouterr() == (f"{ADA}\n", "")
    assert ask(TOKEN=NOBODY.hex()) == 1
    assert ask(TOKEN=token, PURPOSE=f"who is {ADA}@example.org") == 1
    assert ask(TOKEN=token, OFFICER_DSN=world.clone.job) == 1
    out, err = capfd.readouterr()
    assert (out, len(err.splitlines())) == ("", 3)
    everything = err + repr(world.query("SELECT * FROM audit.entry")) + postgres.log(settings).read_text("utf-8")
    for secret in (token, token.upper(), NOBODY.hex(), ADA):
        assert secret not in everything
    assert world.outcomes() == ["granted", "revealed", "granted", "not found", "refused: purpose", "refused: role"]


@pytest.mark.parametrize("token", ["", "ada", "0" * 31, "0" * 33, "0x" + "0" * 30, "g" * 32, "٠" * 32, "0" * 31 + "\n"])
def test_what_is_no_pseudonym_is_refused_before_anything_is_asked(
    world: World, ask: Asked, capfd: pytest.CaptureFixture[str], token: str
) -> None:
    assert ask(TOKEN=token) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert err == "TOKEN is a user_key of silver in 32 hexadecimal digits: select hex(user_key) from silver.users\n"
    assert world.audit() == []


def test_where_no_terminal_is_an_identifier_goes_only_if_it_was_asked_for(
    world: World, ask: Asked, capfd: pytest.CaptureFixture[str]
) -> None:
    assert ask(TOKEN=NOBODY.hex(), STDOUT="0") == 1
    assert "STDOUT=1" in capfd.readouterr().err
    assert world.audit() == []


def test_attempts_ends_and_denials_are_lines_of_the_chain(world: World) -> None:
    world.enrol("ada")
    world.reveals().identifier(world.tokens()["ada"], WHY)
    with pytest.raises(RevealError):
        world.reveals(world.clone.job).identifier(world.tokens()["ada"], WHY)
    told = world.query("SELECT actor, detail FROM audit.line WHERE action = 'reveal' ORDER BY seq")
    assert [(actor, json.loads(detail)["outcome"]) for actor, detail in told] == [
        ("lake_officer", "granted"), ("lake_officer", "revealed"), ("lake_job", "refused: role"),
    ]  # fmt: skip
    of_all = lines(Database(world.clone.officer))
    assert verify(world.keyring, lake_id(Database(world.clone.owner)), of_all, world.chain.anchor.read()) == Verdict(4)

"""The boundary with real users of the operating system: one installation, one run of the road as the officer, and what
each of the five can then open, connect to and query. In the order of the tests."""

from __future__ import annotations

import os
import pwd
import secrets
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest

import conf
from conf import Settings
from lakehouse.locks import ProcessLock
from scripts.boundary import ANALYST, ENGINEER, OFFICER, PERSONAE, RECIPIENT, SUBSCRIBER, Names, Persona
from scripts.folders import folders
from scripts.services import kafka, postgres, reach
from tests.support import jvm
from tests.support.enterable import Enterable

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.long,
    pytest.mark.timeout(1200),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can make users and act as them"),
]

_OPENED = """
for path; do if { true; } <"$path"; then printf '%s\\n' "$path"; fi; done 2>/dev/null
"""
_LISTED = """
for path; do if [ -r "$path" ]; then printf '%s\\n' "$path"; fi; done
"""
_MOST_ARGUMENTS = 500
_WITH_PASSWORD = (OFFICER, ENGINEER, ANALYST)


@dataclass(frozen=True)
class Installed:
    """An installation behind its boundary, and what the road wrote to it afterwards."""

    place: Enterable
    names: Names
    settings: Settings
    said: str

    def boundary(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.place.module(None, "scripts.boundary", "--prefix", self.names.prefix, *arguments)

    def as_(self, persona: Persona, name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.place.module(self.names.of(persona), name, *arguments, **environment)

    def files(self) -> set[Path]:
        roots = {self.settings.paths.var, postgres.home(self.settings)}
        return {path for root in roots for path in root.rglob("*") if path.is_file() and not path.is_symlink()}

    def folders(self) -> set[Path]:
        return {path for path in self.settings.paths.var.rglob("*") if path.is_dir()}

    def below(self, *names: str) -> set[Path]:
        tops = [self.settings.paths.var / name for name in names]
        return {path for path in self.files() if any(path.is_relative_to(top) for top in tops)}

    def answered(self, persona: Persona, script: str, paths: set[Path]) -> set[Path]:
        """Those of ``paths`` for which ``script`` says yes to ``persona``."""
        listed, found = sorted(map(str, paths)), set()
        for first in range(0, len(listed), _MOST_ARGUMENTS):
            words = ["sh", "-c", script, "sh", *listed[first : first + _MOST_ARGUMENTS]]
            found |= {Path(line) for line in self.place.run(self.names.of(persona), words).stdout.splitlines()}
        return found

    def psql(self, persona: Persona, role: str, statement: str, host: str = "127.0.0.1") -> str:
        """Answer or complaint of the server, as the user of ``persona`` gets it with what stands in its own file."""
        program = Path(postgres._binaries()) / "bin" / "psql"
        inside = self.place.app / ".venv" / program.relative_to(Path(sys.prefix))
        port = postgres.address(self.settings, role).split("port=")[1].split()[0]
        words = [str(inside), "-X", "-A", "-t", "-w", "-h", host, "-p", port, "-d", "lake", "-U", role, "-c", statement]
        done = self.place.run(self.names.of(persona), words)
        return done.stdout.strip() if done.returncode == 0 else done.stderr.strip()


@pytest.fixture(scope="module")
def installed() -> Iterator[Installed]:
    names = Names(f"lkt{secrets.token_hex(3)}")
    with tempfile.TemporaryDirectory(prefix="lk") as folder:
        place = Enterable(Path(folder))
        settings = conf.load("default", place.environment)
        made = Installed(place, names, settings, "")
        try:
            done = made.boundary()
            assert done.returncode == 0, done.stderr
            made = Installed(place, names, settings, done.stdout)
            _run_the_road(made)
            yield made
        finally:
            removed = made.boundary("--remove")
            postgres.remove(settings)
            assert removed.returncode == 0, removed.stderr


def _run_the_road(made: Installed) -> None:
    """Synthetic traffic and one short run, all by the officer."""
    topics = made.as_(OFFICER, "scripts.topics")
    assert topics.returncode == 0, topics.stderr
    broker = kafka._remembered(made.settings)
    assert broker is not None
    login = str(made.settings.paths.keys / "kafka.properties")
    sent = ["--users", "300", "--rate", "1000", "--events", "3000", "--unthrottled"]
    fed = made.as_(OFFICER, "scripts.feed", "--bootstrap", broker.bootstrap, "--client-options", login, *sent)
    assert fed.returncode == 0, fed.stderr
    run = made.as_(OFFICER, "scripts.stream", RATE="0", DURATION="1", JDK_JAVA_OPTIONS=jvm.QUICK)
    assert run.returncode == 0, run.stdout + run.stderr


def test_what_was_done_is_said_and_holds_no_secret(installed: Installed) -> None:
    users = ", ".join(map(installed.names.of, PERSONAE))
    groups = ", ".join(installed.names.all_groups)
    assert f"users and groups made: {groups}, {users}" in installed.said
    assert "the local Kafka wants a login from now on" in installed.said
    assert "database roles set: lake_engineer, lake_analyst" in installed.said
    for persona in _WITH_PASSWORD:
        assert _password(installed, persona) not in installed.said


def _password(installed: Installed, persona: Persona) -> str:
    return _passfile(installed, persona).read_text("utf-8").strip().rsplit(":", 1)[1]


def _passfile(installed: Installed, persona: Persona) -> Path:
    return Path(pwd.getpwnam(installed.names.of(persona)).pw_dir) / ".pgpass"


def test_each_password_is_in_a_file_of_its_user_alone(installed: Installed) -> None:
    for persona in _WITH_PASSWORD:
        found = _passfile(installed, persona).stat()
        assert stat.S_IMODE(found.st_mode) == 0o400
        assert found.st_uid == pwd.getpwnam(installed.names.of(persona)).pw_uid
        for other in PERSONAE:
            opened = installed.answered(other, _OPENED, {_passfile(installed, persona)})
            assert bool(opened) == (other is persona)


def test_the_officer_opens_everything(installed: Installed) -> None:
    """The control: what the others are refused can be opened, and there is some of each kind."""
    files = installed.files()
    assert installed.answered(OFFICER, _OPENED, files) == files
    for folder in ("lake/bronze", "lake/silver", "lake/gold", "keys", "registry", "checkpoints", "kafka/data", "log"):
        assert installed.below(folder), folder
    assert any(path.name == "PG_VERSION" for path in files)


def test_the_analyst_opens_silver_and_gold_and_nothing_else(installed: Installed) -> None:
    assert installed.answered(ANALYST, _OPENED, installed.files()) == installed.below("lake/silver", "lake/gold")


def test_the_engineer_opens_logs_and_nothing_else(installed: Installed) -> None:
    assert installed.answered(ENGINEER, _OPENED, installed.files()) == installed.below("log")


@pytest.mark.parametrize(("persona", "zone"), [(RECIPIENT, "lake/release"), (SUBSCRIBER, "lake/dp")])
def test_who_may_read_one_zone_opens_that_and_nothing_else(installed: Installed, persona: Persona, zone: str) -> None:
    assert installed.below(zone)
    assert installed.answered(persona, _OPENED, installed.files()) == installed.below(zone)


@pytest.mark.parametrize(
    ("persona", "tops"),
    [
        (ANALYST, ("lake/silver", "lake/gold")),
        (ENGINEER, ("log", "quality", "privacy")),
        (RECIPIENT, ("lake/release",)),
        (SUBSCRIBER, ("lake/dp",)),
    ],
)
def test_nobody_lists_a_folder_that_is_not_theirs(
    installed: Installed, persona: Persona, tops: tuple[str, ...]
) -> None:
    allowed = [installed.settings.paths.var / top for top in tops]
    inside = {path for path in installed.folders() if any(path.is_relative_to(top) for top in allowed)}
    assert installed.answered(persona, _LISTED, installed.folders()) == inside


def test_nobody_but_the_officer_writes_anywhere(installed: Installed) -> None:
    writable = 'for path; do if [ -w "$path" ]; then printf "%s\\n" "$path"; fi; done'
    everything = installed.files() | installed.folders() | {installed.place.app, installed.place.app / "scripts"}
    for persona in (ENGINEER, ANALYST, RECIPIENT, SUBSCRIBER):
        assert installed.answered(persona, writable, everything) == set()


def test_the_analyst_queries_silver_and_gold_and_no_path_of_bronze(installed: Installed) -> None:
    """With the shell's own refusal of paths turned off: the operating system refuses as well."""
    lake = installed.settings.paths.lake
    control = f"select concat('path ', count(*) > 0) from delta.`{lake}/silver/events`;"
    refused = [f"delta.`{lake}/bronze/events`", f"delta.`{lake}/quarantine/records`", f"text.`{lake}/../keys`"]
    tries = "".join(f"select concat('leaked ', count(*)) from {path};" for path in refused)
    wanted = (
        "select concat('silver ', count(*) > 0) from silver.events;"
        "select concat('gold ', count(*) > 0) from gold.daily_event_metrics;"
    )
    answer = installed.as_(
        ANALYST, "scripts.sql", "--conf", "spark.sql.runSQLOnFiles=true", "--hiveconf", "hive.cli.errors.ignore=true",
        Q=control + tries + wanted, SPARK_DRIVER_MEMORY="1g", JDK_JAVA_OPTIONS=jvm.QUICK,
    )  # fmt: skip
    assert answer.stdout.split("\n")[:-1] == ["path true", "silver true", "gold true"], answer.stderr[-2000:]


def test_each_role_reads_what_is_its_own(installed: Installed) -> None:
    ledger, registry = "SELECT count(*) > 0 FROM ledger.batch", "SELECT count(*) > 0 FROM registry.person"
    assert installed.psql(OFFICER, OFFICER.role, registry) == "t"
    assert installed.psql(ENGINEER, ENGINEER.role, ledger) == "t"
    assert "permission denied for schema registry" in installed.psql(ENGINEER, ENGINEER.role, registry)
    assert "permission denied for schema registry" in installed.psql(ANALYST, ANALYST.role, registry)
    assert "permission denied for schema ledger" in installed.psql(ANALYST, ANALYST.role, ledger)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM ledger.batch",
        "CREATE TABLE ledger.mine (a int)",
        "CREATE TABLE public.mine (a int)",
        "SET ROLE lake_owner",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('PG_VERSION')",
    ],
)
def test_a_reading_role_does_nothing_else(installed: Installed, statement: str) -> None:
    for persona in (ENGINEER, ANALYST):
        assert "permission denied" in installed.psql(persona, persona.role, statement)


def test_nobody_takes_the_role_of_another(installed: Installed) -> None:
    for persona in (ENGINEER, ANALYST):
        for role in {"postgres", "lake_owner", "lake_job", "lake_engineer", "lake_analyst"} - {persona.role}:
            assert "no password supplied" in installed.psql(persona, role, "SELECT 1")


def _as_owner(installed: Installed, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(postgres.ensure(installed.settings).owner.reveal())
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []
    finally:
        connection.close()


def test_the_engineer_reads_tables_that_are_made_later(installed: Installed) -> None:
    _as_owner(installed, "CREATE TABLE ledger.later AS SELECT 1 AS one")
    assert installed.psql(ENGINEER, ENGINEER.role, "SELECT one FROM ledger.later") == "1"


def test_the_socket_of_the_database_is_the_officers(installed: Installed) -> None:
    socket = postgres.home(installed.settings) / "socket"
    for persona in (ENGINEER, ANALYST):
        assert "Permission denied" in installed.psql(persona, persona.role, "SELECT 1", host=str(socket))


def test_the_local_broker_lets_nobody_in_without_the_officers_file(installed: Installed) -> None:
    broker = kafka._remembered(installed.settings)
    assert broker is not None
    assert reach.problem(broker.bootstrap, {}, 10) is reach.WANTS_LOGIN


def test_it_can_be_run_again_and_changes_nothing(installed: Installed) -> None:
    passwords = {persona: _password(installed, persona) for persona in _WITH_PASSWORD}
    pids = kafka.pid(installed.settings), postgres.pid(installed.settings)
    again = installed.boundary()
    assert again.returncode == 0, again.stderr
    assert "users and groups made: none, they are there" in again.stdout
    assert "login" not in again.stdout
    assert {persona: _password(installed, persona) for persona in _WITH_PASSWORD} == passwords
    assert (kafka.pid(installed.settings), postgres.pid(installed.settings)) == pids
    assert installed.answered(ANALYST, _OPENED, installed.files()) == installed.below("lake/silver", "lake/gold")
    assert installed.psql(ENGINEER, ENGINEER.role, "SELECT 1") == "1"


def test_what_cannot_be_set_is_one_sentence(installed: Installed) -> None:
    locks = Path(installed.settings.paths.lake) / "locks"
    with ProcessLock(locks / "stream.run").held():
        running = installed.boundary()
    assert (running.returncode, running.stderr.count("\n")) == (1, 1)
    assert "runs on this lake: stop it first" in running.stderr
    careless = installed.place.module(None, "scripts.boundary", LAKE_VAR="/srv")
    assert careless.stderr == "LAKE_VAR is /srv: name a folder of its own, such as /srv/lake\n"
    not_root = installed.as_(ANALYST, "scripts.boundary", "--remove")
    assert not_root.stderr == "users and owners are for root to change: run this with sudo\n"
    named = installed.place.module(None, "scripts.boundary", "--prefix", "Root; rm")
    assert named.stderr == "--prefix takes up to 16 small letters, digits and hyphens\n"


def test_code_that_everybody_may_change_is_refused(installed: Installed) -> None:
    loose = installed.place.app / "scripts" / "loose.py"
    loose.touch()
    loose.chmod(0o666)
    try:
        assert f"{loose} can be changed by everybody" in installed.boundary().stderr
    finally:
        loose.unlink()


def test_a_place_that_others_cannot_come_to_is_refused(installed: Installed) -> None:
    installed.place.folder.chmod(0o700)
    try:
        assert "move the project" in installed.boundary().stderr
    finally:
        installed.place.folder.chmod(0o755)


def test_removal_leaves_the_data_to_whom_the_project_belongs_and_nothing_else(installed: Installed) -> None:
    """The last test: afterwards there is no boundary."""
    persons = _as_owner(installed, "SELECT count(*) FROM registry.person")
    removed = installed.boundary("--remove")
    assert removed.returncode == 0, removed.stderr
    assert "database roles removed: lake_engineer, lake_analyst" in removed.stdout
    for persona in PERSONAE:
        with pytest.raises(KeyError):
            pwd.getpwnam(installed.names.of(persona))
    roles = _as_owner(installed, "SELECT count(*) FROM pg_roles WHERE rolname IN ('lake_engineer', 'lake_analyst')")
    assert roles == [(0,)]
    assert _as_owner(installed, "SELECT count(*) FROM registry.person") == persons
    for folder in folders(installed.settings):
        assert folder.path.stat().st_uid == 0
        assert stat.S_IMODE(folder.path.stat().st_mode) in (0o700, 0o711)

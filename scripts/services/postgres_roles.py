"""Roles of the local server that are made when they are first needed, each with a password in the key folder."""

from __future__ import annotations

import json
import secrets

from psycopg2 import sql
from psycopg2.extensions import make_dsn

from conf import Secret, Settings
from scripts.services import postgres, process


def login(settings: Settings, run: postgres.Session, role: str) -> Secret:
    """Connection string of a role that may come into the database, made if need be. A password that was changed (as the
    boundary does) is whose it was given to."""
    password = _password(settings, role)
    name = sql.Identifier(role)
    if not run("SELECT 1 FROM pg_roles WHERE rolname = %s", role):
        run(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(name, sql.Literal(password)))
    run(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(postgres.DATABASE), name))
    return Secret(make_dsn(postgres.address(settings, role), password=password, connect_timeout=5))


def _password(settings: Settings, role: str) -> str:
    """Made once."""
    file = settings.paths.keys / "postgres-roles.json"
    with process.exclusive(settings.paths.postgres / ".lock"):
        known: dict[str, str] = json.loads(file.read_text("utf-8")) if file.exists() else {}
        if role not in known:
            known[role] = secrets.token_hex(24)
            process.write(file, json.dumps(known))
    return known[role]

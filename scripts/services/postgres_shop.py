"""The shop window on the local server: its roles, made when they are first needed, and a psql shell as the analyst."""

from __future__ import annotations

import subprocess
import tempfile

from psycopg2 import sql
from psycopg2.extensions import make_dsn, parse_dsn

from conf import Secret, Settings
from scripts.services import ServiceError, postgres, postgres_roles

_PUBLISHER = "lake_publisher"
_ANALYST = "lake_analyst"
_PUBLISHED = "published"
_LEDGER = "published.release"
"""Nobody takes a line out of it."""


def publisher(settings: Settings) -> Secret:
    """Connection string of the role that writes what is published and does nothing else; on a named server without
    PUBLISH_DSN it is that of the control plane, which may do everything: see :func:`has_own_publisher`."""
    if settings.publish.dsn is not None:
        return settings.publish.dsn
    if settings.postgres.dsn is not None:
        return settings.postgres.dsn
    return _own_role(settings, _PUBLISHER, "SELECT, INSERT, DELETE", temporary=True)


def has_own_publisher(settings: Settings) -> bool:
    """Whether what is published is written by a role with no other rights."""
    return settings.publish.dsn is not None or settings.postgres.dsn is None


def analyst(settings: Settings) -> Secret:
    """Connection string of the role that reads what is published and does nothing else."""
    if settings.postgres.dsn is not None:
        raise ServiceError("POSTGRES_DSN names a server: log in there as a role that reads schema published")
    return _own_role(settings, _ANALYST, "SELECT", temporary=False)


def _own_role(settings: Settings, role: str, rights: str, temporary: bool) -> Secret:
    """A role of the local server with rights to the published schema."""
    with postgres.superuser(settings) as run:
        made = postgres_roles.login(settings, run, role)
        name, schema = sql.Identifier(role), sql.Identifier(_PUBLISHED)
        if temporary:
            run(sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(sql.Identifier(postgres.DATABASE), name))
        if run("SELECT 1 FROM pg_namespace WHERE nspname = %s", _PUBLISHED):
            postgres.let(run, name, schema, rights)
        if run("SELECT 1 FROM pg_class WHERE oid = to_regclass(%s)", _LEDGER):
            run(sql.SQL("REVOKE DELETE ON {} FROM {}").format(sql.Identifier(*_LEDGER.split(".")), name))
    return made


def psql(settings: Settings, query: str) -> int:
    """A psql shell as the analyst, or one query; its exit code."""
    parts = parse_dsn(analyst(settings).reveal())
    with tempfile.NamedTemporaryFile("w", prefix="lake-psql-") as passfile:  # not where `ps` would show it
        passfile.write(f"*:*:*:*:{parts.pop('password')}\n")
        passfile.flush()
        address = make_dsn(**parts, passfile=passfile.name, options=f"-c search_path={_PUBLISHED}")
        once = ["-v", "ON_ERROR_STOP=1", "-c", query] if query else []
        return subprocess.call([postgres.program("psql"), "-X", address, *once])

"""The officer's role on the local server, made when it is first needed: it reveals, and does nothing else."""

from __future__ import annotations

from conf import Secret, Settings
from scripts.services import ServiceError, postgres, postgres_roles

_OFFICER = "lake_officer"


def officer(settings: Settings) -> Secret:
    """Connection string of the role that may reveal. Migrations must be applied."""
    if settings.reveal.dsn is not None:
        return settings.reveal.dsn
    if settings.postgres.dsn is not None:
        raise ServiceError(
            "POSTGRES_DSN names a server, whose role may not reveal: give OFFICER_DSN one that may (docs/operate.md)"
        )
    with postgres.superuser(settings) as run:
        made = postgres_roles.login(settings, run, _OFFICER)
        run("SELECT audit.admit(%s)", _OFFICER)
    return made

"""Services as they are: found where settings name them or where a local one runs, never started."""

from __future__ import annotations

import json
from pathlib import Path

from conf import Settings
from governance.database import Database
from scripts.services import ServiceError, kafka, postgres


def bootstrap(settings: Settings) -> str | None:
    """Bootstrap servers of the named or the running local broker, whether or not it answers; None without either."""
    if settings.kafka.bootstrap_servers:
        return settings.kafka.bootstrap_servers
    port = _port(settings.paths.kafka / "service.json")
    return f"127.0.0.1:{port}" if port and kafka.pid(settings) else None


def database(settings: Settings) -> Database | None:
    """The control plane on the named or the running local server, not yet connected to; None without either."""
    if settings.postgres.dsn is not None:
        return Database(settings.postgres.dsn.reveal())
    port = _port(settings.paths.postgres / "service.json")
    if not port or not postgres.pid(settings):
        return None
    return Database(f"host=127.0.0.1 port={port} dbname=lake user=lake_job password={_password(settings)}")


def was_ever_started(settings: Settings) -> bool:
    """Whether a service or a lake was made here, or is named."""
    named = bool(settings.kafka.bootstrap_servers) or settings.postgres.dsn is not None
    places = (settings.paths.kafka, settings.paths.postgres, settings.paths.checkpoints, Path(settings.paths.lake))
    return named or any(place.exists() for place in places)


def _port(record: Path) -> int | None:
    """The port that a local service wrote down."""
    try:
        return int(json.loads(record.read_text("utf-8"))["port"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _password(settings: Settings) -> str:
    """Of the role that reads and writes rows: the one that jobs use."""
    try:
        return str(json.loads((settings.paths.keys / "postgres.json").read_text("utf-8"))["lake_job"])
    except (OSError, ValueError, KeyError):
        raise ServiceError(
            f"{settings.paths.keys}/postgres.json cannot be read: run this as the user that runs the stream"
        ) from None

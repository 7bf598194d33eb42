"""Settings with services and a lake of their own, so that nobody's lake is measured into."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from conf import Settings
from privacy.keys import write_master_key
from scripts.services import kafka, postgres


@contextmanager
def apart(settings: Settings, name: str) -> Iterator[Settings]:
    """Settings under ``<var>/<name>``, which is empty but for a master key. At the end the services are stopped and all
    of it is removed."""
    var = settings.paths.var / name
    shutil.rmtree(var, ignore_errors=True)
    paths = replace(settings.paths, var=var, lake=str(var / "lake"), key_file=var / "keys" / "master.key")
    services = replace(settings.kafka, bootstrap_servers="", options_file=None)
    write_master_key(paths.key_file)
    made = replace(settings, paths=paths, kafka=services, postgres=replace(settings.postgres, dsn=None))
    try:
        yield made
    finally:
        kafka.stop(made)
        postgres.stop(made)
        postgres.remove(made)
        shutil.rmtree(var, ignore_errors=True)

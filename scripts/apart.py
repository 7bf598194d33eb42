"""Settings with services and a lake of their own, so that nobody's lake is measured into."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from conf import Settings
from privacy.keyfile import write_master_key
from scripts.services import kafka, postgres, process


@contextmanager
def apart(settings: Settings, name: str) -> Iterator[Settings]:
    """Settings under ``<var>/<name>``, which is empty but for a master key. At the end the services are stopped and all
    of it is removed.

    Ends the program while another measurement of the same name runs: its folder would be taken away.
    """
    var = settings.paths.var / name
    with ExitStack() as until_done:
        try:
            until_done.enter_context(process.exclusive(var.with_name(f"{name}.lock"), wait=False))
        except BlockingIOError:
            raise SystemExit(f"another measurement works in {var}: wait for it, or set LAKE_VAR") from None
        yield from _apart(settings, var)


def _apart(settings: Settings, var: Path) -> Iterator[Settings]:
    shutil.rmtree(var, ignore_errors=True)
    paths = replace(settings.paths, var=var, lake=str(var / "lake"), key_file=var / "keys" / "master.key")
    services = replace(settings.kafka, bootstrap_servers="", options_file=None)
    write_master_key(paths.key_file)
    made = replace(
        settings,
        paths=paths,
        kafka=services,
        postgres=replace(settings.postgres, dsn=None),
        publish=replace(settings.publish, dsn=None),
    )
    try:
        yield made
    finally:
        kafka.stop(made)
        postgres.stop(made)
        postgres.remove(made)
        shutil.rmtree(var, ignore_errors=True)

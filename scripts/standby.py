"""What a job falls back on when Kafka or Postgres goes away: a local one is started again, one that settings name is
waited for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from conf import Secret, Settings
from governance.database import DatabaseError, DatabaseUnavailable
from governance.lake import lake_id
from scripts.control import Control
from scripts.jars import JarError
from scripts.services import ServiceError, client_options, kafka, postgres
from streaming.outages import NotRevived, Service, ServiceLost
from streaming.source import TopicSource
from streaming.space import Space
from streaming.topic import TopicNow


def watched(source: TopicSource) -> TopicSource:
    """``source`` with eyes for what becomes of its topic while it is read."""
    now = TopicNow(
        source.bootstrap, client_options.librdkafka(dict(source.options)), source.topic, source.partitions
    )  # fmt: skip
    return replace(source, starts=now.starts, ends=now.ends, identity=now.identity)


def kafka_service(settings: Settings, sources: Collection[TopicSource]) -> Service:
    """The broker of ``sources``. Lost for good where one of their topics is gone or was made anew."""

    def answers() -> bool:
        for source in sources:
            if source.changed():
                raise ServiceLost(
                    f"topic {source.topic} was deleted or made anew while it was read, or the broker's data was lost: "
                    "start again, with NEW_EPOCH=1 if that was meant"
                )
        return all(source.ends() for source in sources)

    def revive() -> None:
        if settings.kafka.bootstrap_servers:
            return
        _has_data("Kafka broker", settings.paths.kafka / "data" / "meta.properties")
        try:
            found = kafka.ensure(settings)
        except (ServiceError, JarError) as error:
            raise NotRevived(str(error)) from None
        _same_address("Kafka broker", {found} == {source.bootstrap for source in sources})

    return Service("Kafka", revive, answers)


def postgres_service(settings: Settings, plane: Control) -> Service:
    """The database of ``plane``. Lost for good where another one answers in its place, or none ever will."""

    def answers() -> bool:
        database = plane.database()
        try:
            if lake_id(database) != plane.lake.lake_id:
                raise ServiceLost("another Postgres answers than the one this lake belongs to: check POSTGRES_DSN")
        except DatabaseUnavailable:
            return False
        except DatabaseError as error:
            raise ServiceLost(str(error)) from None
        finally:
            database.close()
        return True

    def revive() -> None:
        if settings.postgres.dsn is not None:
            return
        _has_data("PostgreSQL", postgres.home(settings) / "data")
        try:
            found = postgres.ensure(settings).job
        except ServiceError as error:
            raise NotRevived(str(error)) from None
        _same_address("PostgreSQL", found == Secret(plane.dsn))

    return Service("Postgres", revive, answers)


def reviver(settings: Settings, plane: Control) -> Callable[[], None]:
    """Starts a local PostgreSQL again that has gone away; one that settings name is only waited for. Raises
    ServiceLost when it never will come back."""
    service = postgres_service(settings, plane)

    def revive() -> None:
        with suppress(NotRevived):
            service.revive()

    return revive


def space(settings: Settings) -> Space:
    """The local folders that a run fills."""
    paths = settings.paths
    folders = {"checkpoints": paths.checkpoints, "tmp": paths.tmp, "log": paths.log}
    if "://" not in paths.lake:
        folders |= {"lake": Path(paths.lake)}
    if not settings.kafka.bootstrap_servers:
        folders |= {"kafka": paths.kafka}
    if settings.postgres.dsn is None:
        folders |= {"postgres": postgres.home(settings)}
    return Space(folders)


def _has_data(what: str, data: Path) -> None:
    """One without its data would be made anew, empty, under a running stream."""
    if not data.exists():
        raise ServiceLost(f"the local {what} has lost its data ({data}): restore it, or start afresh with `make clean`")


def _same_address(what: str, same: bool) -> None:
    if not same:
        raise ServiceLost(f"the local {what} came back under another address: start again")

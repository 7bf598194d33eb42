"""Fixtures of tests that need a service, a Spark session or a lake; nothing is started until a test asks for it."""

from __future__ import annotations

import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

import conf
from conf import Settings

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from lakehouse.road import Road
    from scripts.control import Control
    from scripts.services.postgres import Databases
    from tests.support.clones import Clones
    from tests.support.installation import Installation


_DEPLOYMENTS = ("e2e", "faults", "parity")
"""Folders whose tests take turns: one deployment at a time. A module of the folder spark is done by one worker, in its
order, whichever has time for it; others run where there is room."""


# Processes of pytest-xdist have no main module to name: pyspark.sql.connect takes that for a doctest, and ends them.
if not hasattr(sys.modules["__main__"], "__file__"):
    sys.modules["__main__"].__file__ = str(Path(__file__).with_name("support") / "__init__.py")


def pytest_itemcollected(item: pytest.Item) -> None:
    """At once: pytest-xdist reads the groups before any other hook sees the whole list."""
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    if folder in _DEPLOYMENTS:
        item.add_marker(pytest.mark.xdist_group("e2e"))
    elif folder == "spark":
        item.add_marker(pytest.mark.xdist_group(item.path.stem))


def pytest_collection_finish(session: pytest.Session) -> None:
    """A pytest that pytest-xdist does not know well enough would start two deployments beside each other."""
    grouped = [item for item in session.items if item.get_closest_marker("xdist_group")]
    if getattr(session.config.option, "loadgroup", False) and not all("@" in item.nodeid for item in grouped):
        raise pytest.UsageError("pytest-xdist lost the groups of tests: install the versions of requirements.lock")


@pytest.fixture(scope="session")
def settings() -> Iterator[Settings]:
    """Settings of this run alone, with a master key; below a short path, for the sake of the database's socket."""
    from privacy.keyfile import write_master_key

    with tempfile.TemporaryDirectory(prefix="lk") as folder:
        Path(folder).chmod(0o755)  # as root the database runs as another OS user, who has to come in
        environ = {"LAKE_VAR": folder, "LAKE_JARS": os.environ.get("LAKE_JARS", ""), "SPARK_MASTER": "local[2]"}
        own = conf.load("default", environ | {"SPARK_DRIVER_MEMORY": "3g"})
        write_master_key(own.paths.key_file)
        yield own


@pytest.fixture(scope="session")
def postgres(settings: Settings) -> Iterator[Databases]:
    """A real PostgreSQL of this run."""
    from scripts.services import postgres

    try:
        yield postgres.ensure(settings)
    finally:
        postgres.stop(settings)
        postgres.remove(settings)


@pytest.fixture(scope="session")
def kafka(settings: Settings) -> Iterator[str]:
    """Bootstrap servers of a real Kafka broker of this run."""
    from scripts.services import kafka

    try:
        yield kafka.ensure(settings)
    finally:
        kafka.stop(settings)


@pytest.fixture(scope="session")
def control(settings: Settings, postgres: Databases) -> Control:
    """The control plane as an entry point makes it. Tests that write take the one of their ``lake`` instead."""
    from scripts import control

    return control.control(settings)


@pytest.fixture(scope="session")
def jvm_output(settings: Settings) -> Path:
    """What the JVM and its Python workers print: pytest's own capture begins after they were started."""
    return settings.paths.var / "jvm.out"


@pytest.fixture(scope="session")
def spark(settings: Settings, jvm_output: Path) -> Iterator[SparkSession]:
    """The one Spark session of the run."""
    from lakehouse.session import end_session
    from scripts import session
    from scripts.services.java import java
    from tests.support import jvm

    os.environ.setdefault("JAVA_HOME", str(Path(java()).resolve().parent.parent))
    with jvm.launched(jvm_output):
        opened = session.session(settings, "tests")
    try:
        yield opened
    finally:
        end_session(opened, 30.0)


@pytest.fixture(scope="module")
def generated(spark: SparkSession) -> Iterator[None]:
    """Queries of this module run as programs that Spark generates, as in use; those of others are interpreted."""
    for name, value in (("wholeStage", "true"), ("factoryMode", "FALLBACK")):
        spark.conf.set(f"spark.sql.codegen.{name}", value)
    yield
    for name in ("wholeStage", "factoryMode"):
        spark.conf.unset(f"spark.sql.codegen.{name}")


@pytest.fixture(scope="session")
def clones(settings: Settings, control: Control) -> Clones:
    from tests.support.clones import Clones

    return Clones(settings)


@pytest.fixture(scope="session")
def empty_lake(settings: Settings, spark: SparkSession, control: Control) -> Path:
    """All tables, made once and copied for each test: making them takes seconds, a copy milliseconds."""
    from lakehouse import tables
    from lakehouse.catalog import TABLES
    from lakehouse.tables import Lake

    root = settings.paths.var / "empty"
    tables.ensure(spark, Lake(str(root), control.lake.lake_id), TABLES)
    return root


class NewLake(Protocol):
    """Makes lakes."""

    def __call__(self, like: Installation | None = None) -> AbstractContextManager[Installation]:
        """A lake of its own, gone when the context ends: without rows, or with all that ``like`` has, whose
        connections are closed for it."""


@pytest.fixture(scope="session")
def new_lake(settings: Settings, spark: SparkSession, control: Control, clones: Clones, empty_lake: Path) -> NewLake:
    """See :class:`NewLake`. What many tests begin with is carried once and copied: that takes a tenth of a second."""
    from tests.support.installation import Installation

    numbers = itertools.count(1)

    @contextmanager
    def new(like: Installation | None = None) -> Iterator[Installation]:
        if like is not None:
            like.let_go()
        with ExitStack() as at_end:
            clone = at_end.enter_context(clones.clone(like.clone if like else None))
            made = Installation(settings, spark, control, clone, empty_lake, str(next(numbers)), like)
            at_end.callback(shutil.rmtree, made.folder, ignore_errors=True)
            at_end.callback(made.close)
            yield made

    return new


@pytest.fixture
def lake(new_lake: NewLake) -> Iterator[Installation]:
    """A lake of one test."""
    with new_lake() as made:
        yield made


@pytest.fixture
def road(lake: Installation) -> Callable[[str], Road]:
    """Makes the road of a contract over the test's lake: ``road("events")``."""
    return lake.road

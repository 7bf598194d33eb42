"""Jars named in ``jars.lock``: fetched once with the Ivy inside pyspark, checked by SHA-256 at every start.

``python -m scripts.jars`` fetches what is missing; ``--relock`` writes the lock anew from the pinned roots.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import conf
from conf.settings import ROOT
from scripts.services.java import java

LOCK = ROOT / "jars.lock"

# What Delta's own list of dependencies adds to these is either inside pyspark already, newer, or Unity Catalog,
# which nothing here uses: write, MERGE, OPTIMIZE, VACUUM, deletion vectors and streams run without it.
SPARK_ROOTS = (
    "io.delta:delta-spark_4.2_2.13:4.4.0",
    "io.delta:delta-storage:4.4.0",
    "io.delta:delta-kernel-api:4.4.0",
    "io.delta:delta-kernel-defaults:4.4.0",
    "org.apache.spark:spark-sql-kafka-0-10_2.13:4.2.0",
    "org.apache.spark:spark-token-provider-kafka-0-10_2.13:4.0.0",
    "org.apache.kafka:kafka-clients:3.9.2",
    "org.apache.commons:commons-pool2:2.13.1",
)
# The broker's list of dependencies leaves the logging backend open; without one it logs nothing at all.
KAFKA_ROOTS = (
    "org.apache.kafka:kafka_2.13:4.2.1",
    "org.apache.logging.log4j:log4j-slf4j-impl:2.25.4",
)


class JarError(Exception):
    """The jars cannot be used; the text is one sentence that says what to do."""


@dataclass(frozen=True)
class Jar:
    group: str
    artefact: str
    version: str
    sha256: str

    @classmethod
    def at(cls, coordinate: str, sha256: str) -> Jar:
        group, artefact, version = coordinate.split(":")
        return cls(group, artefact, version, sha256)

    @property
    def file(self) -> str:
        return f"{self.group}_{self.artefact}-{self.version}.jar"

    @property
    def coordinate(self) -> str:
        return f"{self.group}:{self.artefact}:{self.version}"


def locked(lock: Path = LOCK) -> dict[str, tuple[Jar, ...]]:
    """Jars by set, as ``jars.lock`` names them: one ``set group:artefact:version sha256`` a line."""
    jars: dict[str, list[Jar]] = {}
    for number, line in enumerate(lock.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        try:
            jar_set, coordinate, sha256 = line.split()
            jars.setdefault(jar_set, []).append(Jar.at(coordinate, sha256))
        except ValueError:
            raise JarError(
                f"{lock.name} line {number} is not `set group:artefact:version sha256`: restore the file"
            ) from None
    return {jar_set: tuple(members) for jar_set, members in jars.items()}


def verified(folder: Path, jar_set: str, lock: Path = LOCK) -> tuple[Path, ...]:
    """Paths of the jars of one set, each checked against the lock now. Raises :class:`JarError`."""
    members = locked(lock)[jar_set]
    absent = _absent(folder / jar_set, members)
    if absent:
        raise JarError(f"{len(absent)} jars are missing in {folder / jar_set}: run `make setup`")
    return tuple(folder / jar_set / jar.file for jar in members)


def fetch(folder: Path, lock: Path = LOCK) -> int:
    """Makes every locked jar present below ``folder`` and returns how many were downloaded."""
    downloaded = 0
    for jar_set, members in locked(lock).items():
        if _absent(folder / jar_set, members):
            with _only_one(folder):
                downloaded += _download(folder, jar_set, _absent(folder / jar_set, members))
    return downloaded


def relock(folder: Path, lock: Path = LOCK) -> None:
    """Resolves the pinned roots and writes their coordinates and hashes to the lock."""
    lines = []
    for jar_set, roots, transitive in (("spark", SPARK_ROOTS, False), ("kafka", KAFKA_ROOTS, True)):
        with _only_one(folder), _workshop(folder) as workshop:
            _resolve(workshop, roots, transitive=transitive)
            lines += [f"{jar_set} {jar.coordinate} {jar.sha256}" for jar in _retrieved(workshop)]
    lock.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def _absent(folder: Path, members: Iterable[Jar]) -> tuple[Jar, ...]:
    absent = []
    for jar in members:
        path = folder / jar.file
        if not path.is_file():
            absent.append(jar)
        elif _sha256(path) != jar.sha256:
            raise JarError(
                f"{path} does not have the SHA-256 that jars.lock names: delete the file and run `make setup`"
            )
    return tuple(absent)


def _download(folder: Path, jar_set: str, wanted: Sequence[Jar]) -> int:
    if not wanted:
        return 0
    with _workshop(folder) as workshop:
        _resolve(workshop, [jar.coordinate for jar in wanted], transitive=False)
        arrived = {jar.coordinate: jar.sha256 for jar in _retrieved(workshop)}
        for jar in wanted:
            if arrived.get(jar.coordinate) != jar.sha256:
                raise JarError(
                    f"the download of {jar.coordinate} does not have the SHA-256 that jars.lock names: "
                    "it was not kept; run `make setup` again, and if that repeats, look into its repository"
                )
        (folder / jar_set).mkdir(parents=True, exist_ok=True)
        for jar in wanted:
            _retrieved_path(workshop, jar).replace(folder / jar_set / jar.file)
    return len(wanted)


def _resolve(workshop: Path, coordinates: Iterable[str], *, transitive: bool) -> None:
    description = workshop / "ivy.xml"
    description.write_text(_ivy_xml(coordinates, transitive), "utf-8")
    pattern = workshop / "jars/[organisation]/[artifact]/[revision]/[artifact].[ext]"
    command = [
        java(), f"-Divy.default.ivy.user.dir={workshop}", "-jar", str(_ivy_jar()),
        "-ivy", str(description), "-cache", str(workshop / "cache"), "-confs", "default",
        # Some jars (snappy) are declared as OSGi bundles: without that type Ivy leaves them out silently.
        "-retrieve", str(pattern), "-types", "jar", "bundle", "eclipse-plugin", "-error",
    ]  # fmt: skip
    log = workshop.parent / "ivy.log"
    with log.open("wb") as output:
        done = subprocess.run(
            command, cwd=workshop, stdout=output, stderr=output, stdin=subprocess.DEVNULL, check=False
        )
    if done.returncode:
        raise JarError(
            f"jars could not be downloaded (details in {log}): connect to the network and run `make setup` again"
        )
    log.unlink()


def _ivy_xml(coordinates: Iterable[str], transitive: bool) -> str:
    wanted = (coordinate.split(":") for coordinate in coordinates)
    flag = str(transitive).lower()
    dependencies = "".join(
        f'<dependency org="{group}" name="{artefact}" rev="{version}" conf="default->default" transitive="{flag}"/>'
        for group, artefact, version in wanted
    )
    return (
        '<ivy-module version="2.0"><info organisation="lake" module="jars"/>'
        '<configurations><conf name="default"/></configurations>'
        f"<dependencies>{dependencies}</dependencies></ivy-module>"
    )


def _ivy_jar() -> Path:
    pyspark = importlib.util.find_spec("pyspark")
    found = sorted(Path(pyspark.origin).parent.glob("jars/ivy-*.jar")) if pyspark and pyspark.origin else []
    if not found:
        raise JarError("pyspark is not installed in this Python: run `make setup`")
    return found[0]


def _retrieved(workshop: Path) -> list[Jar]:
    return [
        Jar(path.parts[-4], path.parts[-3], path.parts[-2], _sha256(path))
        for path in sorted((workshop / "jars").glob("*/*/*/*.jar"))
    ]


def _retrieved_path(workshop: Path, jar: Jar) -> Path:
    return workshop / "jars" / jar.group / jar.artefact / jar.version / f"{jar.artefact}.jar"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """A folder for Ivy's cache and downloads beside the jars, so that moving them into place is a rename."""
    workshop = folder / ".ivy"
    shutil.rmtree(workshop, ignore_errors=True)
    workshop.mkdir(parents=True)
    try:
        yield workshop
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def main(arguments: Sequence[str]) -> int:
    try:
        folder = conf.load().paths.jars
        if "--relock" in arguments:
            relock(folder)
        elif downloaded := fetch(folder):
            print(f"{downloaded} jars downloaded and verified")
    except (JarError, conf.SettingsError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

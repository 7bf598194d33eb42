"""Where the archive of Spark's classes is: a JVM maps it into memory instead of reading and linking them one by one.

Method: application class-data sharing, JEP 350. A JVM uses an archive that was made by itself, of the same class path,
and starts without any other, so that nothing but time depends on it.
"""

from __future__ import annotations

import sys
import zlib
from importlib.metadata import version
from pathlib import Path


def archive(java: str, jars: Path) -> Path:
    """The archive for one ``java``, the pyspark of this virtual environment and the jars in the folder ``jars``."""
    release = Path(java).resolve().parent.parent / "release"
    made_of = [
        java,
        release.read_text("utf-8") if release.is_file() else "",
        version("pyspark"),
        *sorted(f"{jar} {jar.stat().st_size}" for jar in jars.glob("*.jar")),
    ]
    return Path(sys.prefix) / "classes" / f"{zlib.crc32(repr(made_of).encode()):08x}.jsa"


def use(found: Path) -> tuple[str, ...]:
    """Options of a JVM that uses it. It says nothing of an archive that does not fit."""
    if not found.is_file():
        return ()
    return f"-XX:SharedArchiveFile={found}", *_SILENT


def make(wanted: Path) -> tuple[str, ...]:
    """Options of a JVM that lives shortly and writes what it has loaded to ``wanted`` when it ends."""
    return f"-XX:ArchiveClassesAtExit={wanted}", "-XX:TieredStopAtLevel=1", *_SILENT


_SILENT = ("-Xlog:cds=off", "-Xlog:cds+dynamic=off")

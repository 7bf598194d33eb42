"""Lists of words that others keep, made once and then read from a file beside the packages they come from.

To gather them from packages takes seconds, to read them back tenths of one; and every worker needs them.
"""

from __future__ import annotations

import contextlib
import inspect
import os
import sys
import zlib
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path

import msgspec

Lexicon = Mapping[str, frozenset[str]]


def lexicon(name: str, packages: tuple[str, ...], made: Callable[[], Lexicon]) -> Lexicon:
    """``made()``, or what it gave when it was called first with these versions of ``packages`` and of the code."""
    sources = {Path(inspect.getfile(made)), *Path(__file__).parent.glob("*.py")}
    code = zlib.crc32(b"".join(source.read_bytes() for source in sorted(sources)))
    versions = "-".join([f"{code:08x}", *(f"{package}-{version(package)}" for package in packages)])
    file = Path(sys.prefix) / "share" / "lexica" / f"{name}-{versions}.msgpack"
    with contextlib.suppress(OSError, msgspec.DecodeError):
        found = msgspec.msgpack.decode(file.read_bytes(), type=dict[str, list[str]])
        return {key: frozenset(words) for key, words in found.items()}
    fresh = made()
    with contextlib.suppress(OSError):  # a folder that nobody may write to: then they are made each time
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}")
        part.write_bytes(msgspec.msgpack.encode({key: sorted(words) for key, words in fresh.items()}))
        part.replace(file)
    return fresh

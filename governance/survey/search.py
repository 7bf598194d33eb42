"""The leak scanner: searches every file under some roots, and what is wrapped in it, for values that must not be there.

A finding or an error names the value, the encoding and the container, never the value itself or the bytes around it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from governance.survey.containers import Blind, layers
from governance.survey.needles import Among, Canary, Matcher, Needle, needles


@dataclass(frozen=True, order=True)
class Finding:
    """A leak: which canary, in which form, in which layer of which file; in a leaking path names replace the values."""

    path: str
    container: str
    canary: str
    encoding: str


@dataclass(frozen=True, order=True)
class Gap:
    """A wrapping that was searched as raw bytes only, because it is torn or of a kind that is not opened."""

    path: str
    container: str
    reason: str


@dataclass(frozen=True)
class Survey:
    """What a scan saw; a proof needs no findings, gaps that can be explained, and more than no files."""

    findings: tuple[Finding, ...]
    gaps: tuple[Gap, ...]
    files: int
    bytes: int


class ScanError(Exception):
    """A file or folder that exists could not be read."""

    def __init__(self, code: str, path: str) -> None:
        super().__init__(code, path)
        self.code, self.path = code, path


def scan(roots: Iterable[Path], canaries: Iterable[Canary], exclude: Iterable[Path] = ()) -> list[Finding]:
    """The findings of `survey`; what is at or below a path of `exclude` is left out."""
    return list(survey(roots, canaries, exclude).findings)


def survey(roots: Iterable[Path], canaries: Iterable[Canary], exclude: Iterable[Path] = ()) -> Survey:
    """Search all names and regular files under `roots` (links are not followed) in the order of their paths."""
    return Surveyor(canaries).survey(roots, exclude)


class Surveyor:
    """Searches for the same canaries in one place after the other: thousands of them take a while to prepare."""

    def __init__(self, canaries: Iterable[Canary]) -> None:
        planted = tuple(canaries)
        if not planted:
            raise ValueError("no canaries: the scan would prove nothing")
        among = Among(planted)
        self._matcher = Matcher([needle for canary in planted for needle in needles(canary, among)])

    def survey(self, roots: Iterable[Path], exclude: Iterable[Path] = ()) -> Survey:
        """See :func:`survey`."""
        search = _Search(self._matcher, frozenset(_absolute(path) for path in exclude))
        for root in _outermost(roots):
            search.root(root)
        return Survey(tuple(search.findings), tuple(search.gaps), search.files, search.bytes)


def _absolute(path: Path) -> str:
    return os.path.realpath(path)


def _outermost(roots: Iterable[Path]) -> list[str]:
    known = sorted({_absolute(root) for root in roots})
    return [root for root in known if not any(root != other and Path(root).is_relative_to(other) for other in known)]


class _Search:
    """The running totals of one survey."""

    def __init__(self, matcher: Matcher, excluded: frozenset[str]) -> None:
        self.matcher, self.excluded = matcher, excluded
        self.findings: list[Finding] = []
        self.gaps: list[Gap] = []
        self.files = self.bytes = 0

    def root(self, path: str) -> None:
        # A root that is not there is a wrong root, not a vanished file.
        if not os.path.lexists(path):
            raise ScanError("no-such-root", self._public(path))
        self._visit(path)

    def _visit(self, path: str) -> None:
        if path in self.excluded:
            return
        self._name(path)
        inside: list[str] = []
        try:
            mode = os.lstat(path).st_mode
            if stat.S_ISDIR(mode):
                inside = sorted(map(str, Path(path).iterdir()))
            elif stat.S_ISREG(mode):
                self._file(path)
        except OSError as error:
            self._unless_gone(path, error)
        for each in inside:
            self._visit(each)

    def _unless_gone(self, path: str, error: OSError) -> None:
        if isinstance(error, FileNotFoundError | NotADirectoryError) and not os.path.lexists(path):
            return
        raise ScanError("unreadable", self._public(path)) from None

    def _file(self, path: str) -> None:
        with Path(path).open("rb") as file:
            self.files += 1
            self._contents(file, path)

    def _contents(self, file: IO[bytes], path: str) -> None:
        self.bytes += os.fstat(file.fileno()).st_size
        for layer in layers(file, path):
            label = self._label(layer.container)
            if isinstance(layer, Blind):
                self.gaps.append(Gap(self._public(path), label, layer.reason))
            else:
                self._report(path, label, self.matcher.find(layer.pieces))

    def _name(self, path: str) -> None:
        above = self.matcher.find([os.fsencode(Path(path).parent)])
        self._report(
            path,
            "name",
            [needle for needle in self._in_text(path) if needle not in above],
        )

    def _report(self, path: str, container: str, found: Iterable[Needle]) -> None:
        for needle in found:
            self.findings.append(Finding(self._public(path), container, needle.canary, needle.encoding))

    def _public(self, path: str) -> str:
        if not self._in_text(path):
            return path
        shown = "/".join(self._label(part) for part in path.split("/"))
        return self._label(shown)

    def _label(self, text: str) -> str:
        found = self._in_text(text)
        return f"<{found[0].canary}>" if found else text

    def _in_text(self, text: str) -> list[Needle]:
        return self.matcher.find([os.fsencode(text)])

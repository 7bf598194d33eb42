"""The source rooms as parsed Python: what the house rules are checked on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from conf import ROOT

ROOMS = ("conf", "schemas", "privacy", "lakehouse", "governance", "streaming", "batch", "scripts")


@dataclass(frozen=True)
class Source:
    """One module. ``name``: its path from the project's root."""

    name: str
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.name.partition("/")[0]

    def places(self) -> Iterator[tuple[ast.AST, str]]:
        """Every node with the name of the function it stands in (``Class.method``, empty outside of any)."""
        yield from _within(self.tree, ())


def _within(node: ast.AST, inside: tuple[str, ...]) -> Iterator[tuple[ast.AST, str]]:
    for child in ast.iter_child_nodes(node):
        deeper = inside
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            deeper = (*inside, child.name)
        yield child, ".".join(deeper)
        yield from _within(child, deeper)


@cache
def sources() -> tuple[Source, ...]:
    files = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return tuple(_source(path) for path in files)


def _source(path: Path) -> Source:
    text = path.read_text("utf-8")
    return Source(path.relative_to(ROOT).as_posix(), text, ast.parse(text))


def imported(source: Source) -> set[str]:
    """Modules and names that ``source`` imports, with dots."""
    found = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def attributes(source: Source) -> set[str]:
    """``a.b.c`` of every attribute that is read in ``source``, as far as it consists of names."""
    return {ast.unparse(node) for node in ast.walk(source.tree) if isinstance(node, ast.Attribute)}


def texts(source: Source) -> Iterator[str]:
    """Text literals but docstrings, f-strings joined with ``{}`` for what is put in."""
    documented = {id(node.value) for node in ast.walk(source.tree) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(source.tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented | parts:
            yield node.value


def called(node: ast.AST) -> str:
    """Last word of what ``node`` calls: ``collect`` for ``frame.collect()``; empty for anything else."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""

"""The Java that `make setup` chose: one place for its path, so that another Java first on PATH does no harm."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path


def java() -> str:
    """Path of the ``java`` program: the one setup wrote down, else the first on PATH."""
    chosen = Path(sys.prefix) / "java-home"
    if chosen.is_file():
        return str(Path(chosen.read_text("utf-8").strip()) / "bin" / "java")
    return shutil.which("java") or "java"

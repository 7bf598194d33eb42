"""A copy of this checkout and its Python that other OS users can enter, wherever the original is.

Big trees are hard links: they take no time and no room, and no mode or owner of the original changes.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

import conf
from tests.support import jvm

_ROOMS = ("batch", "conf", "governance", "lakehouse", "privacy", "schemas", "scripts", "streaming")


class Enterable:
    """``app`` is the checkout; commands run there as the user that is named."""

    def __init__(self, folder: Path) -> None:
        folder.chmod(0o755)
        self.folder = folder
        self.app = folder / "app"
        self.app.mkdir(mode=0o755)
        for room in _ROOMS:
            shutil.copytree(conf.ROOT / room, self.app / room, ignore=shutil.ignore_patterns("__pycache__"))
        for file in ("jars.lock", "Makefile", "pyproject.toml", "requirements.lock"):
            shutil.copy(conf.ROOT / file, self.app / file)
        linked(conf.load().paths.jars, self.app / ".jars")
        self.python = self._python()
        self.environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LAKE_VAR": str(folder / "var"),
            "LD_LIBRARY_PATH": str(folder / "python" / "lib"),
            "JAVA_HOME": (Path(sys.prefix) / "java-home").read_text("utf-8").strip(),
            "METRICS_PORT": "0",
            "JDK_JAVA_OPTIONS": jvm.QUICK,
        }

    def run(
        self, user: str | None, command: Sequence[str], seconds: float = 400, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Runs ``command`` as ``user``, who begins as docs/boundary.md says; as root where none is named."""
        whole = self.environment | environment
        if user is None:
            return subprocess.run(command, cwd=self.app, env=whole, capture_output=True, text=True, timeout=seconds)
        found = pwd.getpwnam(user)
        begun = ["bash", "-c", 'if [ -e ~/lake.env ]; then . ~/lake.env; fi; exec "$@"', "bash", *command]
        return subprocess.run(
            begun, cwd=self.app, env=whole | {"HOME": found.pw_dir, "USER": user}, capture_output=True, text=True,
            timeout=seconds, user=found.pw_uid, group=found.pw_gid,
            extra_groups=os.getgrouplist(user, found.pw_gid), umask=0o022,
        )  # fmt: skip

    def module(
        self, user: str | None, name: str, *arguments: str, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return self.run(user, [str(self.python), "-m", name, *arguments], **environment)

    def _python(self) -> Path:
        """A virtual environment of linked packages over a linked Python."""
        base = self.folder / "python"
        linked(Path(sys.base_prefix), base)
        venv = self.app / ".venv"
        linked(Path(sys.prefix), venv)
        assert not venv.is_symlink(), "what is changed below must be the copy"
        version = f"python{sysconfig.get_python_version()}"
        for name in ("python", "python3", version):
            (venv / "bin" / name).unlink(missing_ok=True)
            (venv / "bin" / name).symlink_to(base / "bin" / version)
        (venv / "pyvenv.cfg").unlink()
        (venv / "pyvenv.cfg").write_text(f"home = {base / 'bin'}\n", "utf-8")
        return venv / "bin" / "python"


def linked(source: Path, target: Path) -> None:
    """Hard links where the file system is the same, else a copy; of what a link leads to, never the link itself."""
    source = source.resolve()
    for how in ("-al", "-a"):
        if subprocess.run(["cp", how, str(source), str(target)], capture_output=True).returncode == 0:
            return
        shutil.rmtree(target, ignore_errors=True)
    raise AssertionError(f"{source} could not be copied")

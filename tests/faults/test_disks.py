"""Full disks: each component on a small disk of its own, filled under a running stream, then emptied again.

One deployment, in the order of the tests; needs the right to mount.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from batch.synthetic import Traffic
from batch.synthetic.traffic import SECOND
from privacy.keyfile import write_master_key
from scripts.feed import send
from scripts.services import kafka
from tests.faults.checker import Checker
from tests.faults.record import Record
from tests.support.deployment import Deployment, Run, wait_for

pytestmark = [pytest.mark.faults, pytest.mark.timeout(2400)]

DISKS = {"lake": 64, "checkpoints": 16, "tmp": 320, "log": 16, "kafka": 256, "postgres": 400}
"""Sizes in MB."""
_MB = 1024 * 1024


@pytest.fixture(scope="module")
def deployment(seed: int) -> Iterator[Deployment]:
    var = Path(tempfile.mkdtemp(prefix="lake-disks-"))
    var.chmod(0o755)  # as root the database runs as another OS user, who has to come in
    mounted = [_mounted(var / name, size) for name, size in DISKS.items()]
    # No feed: what it sends to a broker without room could be in Kafka and not in its truth.
    made = Deployment(var, LAKE_PROFILE="faults", RATE="0", SEED=str(seed), METRICS_PORT="0")
    write_master_key(made.settings.paths.key_file)
    try:
        yield made
    finally:
        made.remove()
        for folder in mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)
        if not os.environ.get("KEEP_FAULTS"):
            shutil.rmtree(var, ignore_errors=True)


def _mounted(folder: Path, size: int) -> Path:
    folder.mkdir(mode=0o755)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}m,mode=755", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small disk here")
    return folder


@pytest.fixture(scope="module")
def checker(deployment: Deployment) -> Checker:
    return Checker(deployment)


@contextmanager
def _filled(folder: Path) -> Iterator[None]:
    """Leaves no byte on the disk of ``folder``."""
    filler = folder / "filler"
    try:
        with filler.open("wb", buffering=0) as file:
            for piece in (_MB, 4096, 1):
                while _appended(file.fileno(), piece):
                    pass
        yield
    finally:
        filler.unlink()


def _appended(file: int, size: int, what: bytes = b"\0") -> bool:
    try:
        return os.write(file, what * size) == size
    except OSError:
        return False


def _send(deployment: Deployment, seed: int, name: str, users: int = 50, count: int = 600) -> None:
    """Events of persons of their own, with their truth among the others."""
    base = int(time.time() * SECOND) - 60 * SECOND
    truth = send(kafka.ensure(deployment.settings), Traffic(seed, base, users), 0, count)
    folder = deployment.settings.paths.truth / f"run-{name}"
    folder.mkdir(parents=True)
    pq.write_table(truth, folder / "events-0.parquet")


def _running(deployment: Deployment, seed: int, name: str) -> Run:
    """A run that has carried ``name``'s first records."""
    run = deployment.start()
    wait_for(lambda: run.alive() and "running;" in run.text, "the queries")
    closed = deployment.closed_batches()
    _send(deployment, seed, f"{name}-before")
    wait_for(lambda: run.alive() and deployment.closed_batches() > closed, "a batch")
    return run


@pytest.mark.parametrize("name", ["lake", "checkpoints", "tmp", "postgres", "kafka"])
def test_a_full_disk_ends_the_job_with_its_name_and_loses_nothing(
    name: str, deployment: Deployment, checker: Checker, seed: int, record: Record
) -> None:
    with record.phase(f"disk of {name} full") as phase:
        own = seed + 10 * (1 + list(DISKS).index(name))
        run = _running(deployment, own, name)
        with _filled(deployment.var / name):
            if name != "kafka":
                _send(deployment, own + 1, f"{name}-meanwhile", users=4_000, count=4_000)
            assert run.wait(300) == 5, run.text
            assert f"no room is left on the disk of {name}" in run.text or f"{name.title()} has no room" in run.text
        kafka.ensure(deployment.settings)
        run = deployment.run(300, DURATION="4")
        assert run.process.returncode == 0, run.text
        phase.faults = "0 bytes free"
        phase.findings = checker.check()


def test_a_full_log_disk_costs_lines_and_no_record(
    deployment: Deployment, checker: Checker, seed: int, record: Record
) -> None:
    with record.phase("disk of log full") as phase:
        own = seed + 100
        run = _running(deployment, own, "log")
        log = deployment.var / "log/stream.jsonl"
        with _filled(deployment.var / "log"), log.open("ab", buffering=0) as file:
            while _appended(file.fileno(), 1, b"\n"):
                pass  # its last page has room of its own
            closed = deployment.closed_batches()
            _send(deployment, own + 1, "log-meanwhile")
            wait_for(lambda: run.alive() and deployment.closed_batches() > closed, "a batch without a log")
        closed = deployment.closed_batches()
        _send(deployment, own + 2, "log-after")
        wait_for(lambda: run.alive() and deployment.closed_batches() > closed, "a batch")
        run.process.terminate()
        assert run.wait(300) == 0, run.text
        whole = [line for line in log.read_text("utf-8").splitlines() if _whole(line)]
        assert sum(json.loads(line).get("missed_lines", 0) for line in whole) > 0
        phase.faults = "0 bytes free"
        phase.findings = checker.check()


def _whole(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True

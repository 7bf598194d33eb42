"""Locks: one holder at a time among threads and processes, and none that outlives its process."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from lakehouse.locks import FileLocks, LockError, ProcessLock

pytestmark = pytest.mark.spark

_POSIX = """
import fcntl, sys
file = open(sys.argv[1], "a+")
fcntl.lockf(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""
_ONCE = """
import pathlib, sys
from lakehouse.locks import ProcessLock
with ProcessLock(pathlib.Path(sys.argv[1])).held():
    print("held", flush=True)
    sys.stdin.read()
"""
_TRY = "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'a+'), fcntl.LOCK_EX | fcntl.LOCK_NB)"


@contextmanager
def holder(program: str, path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds a lock on ``path`` until it is ended."""
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        try:
            yield process
        finally:
            process.kill()


def free_to_others(path: Path) -> bool:
    return subprocess.run([sys.executable, "-c", _TRY, str(path)], capture_output=True).returncode == 0


def test_a_held_lock_keeps_other_processes_out_and_no_longer(spark: SparkSession, tmp_path: Path) -> None:
    locks = FileLocks(spark, tmp_path)
    with locks.held("silver.events"):
        assert not free_to_others(tmp_path / "silver.events.lock")
    assert free_to_others(tmp_path / "silver.events.lock")


def test_a_lock_of_another_process_is_waited_for(spark: SparkSession, tmp_path: Path) -> None:
    locks = FileLocks(spark, tmp_path)
    entered = threading.Event()

    def enter() -> None:
        with locks.held("silver.events"):
            entered.set()

    with holder(_POSIX, tmp_path / "silver.events.lock"):
        waiting = threading.Thread(target=enter)
        waiting.start()
        assert not entered.wait(0.3)
    assert entered.wait(10)
    waiting.join(10)


def test_patience_with_another_process_ends_in_one_sentence(spark: SparkSession, tmp_path: Path) -> None:
    with holder(_POSIX, tmp_path / "silver.events.lock"):
        locks = FileLocks(spark, tmp_path, patience_seconds=0.1)
        with (
            pytest.raises(LockError, match=r"^silver\.events is locked by another process"),
            locks.held("silver.events"),
        ):
            pass


def test_patience_with_another_thread_ends_in_one_sentence(spark: SparkSession, tmp_path: Path) -> None:
    locks = FileLocks(spark, tmp_path, patience_seconds=0.1)
    said: list[str] = []

    def enter() -> None:
        try:
            with locks.held("silver.events"):
                said.append("entered")
        except LockError as error:
            said.append(str(error))

    with locks.held("silver.events"):
        other = threading.Thread(target=enter)
        other.start()
        other.join(10)
    assert len(said) == 1
    assert said[0].startswith("silver.events is locked by another thread")


def test_threads_take_turns(spark: SparkSession, tmp_path: Path) -> None:
    locks = FileLocks(spark, tmp_path)
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(10):
            with locks.held("silver.events"):
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert most == 1


def test_locks_of_different_names_do_not_wait_for_each_other(spark: SparkSession, tmp_path: Path) -> None:
    locks = FileLocks(spark, tmp_path, patience_seconds=0.1)
    with locks.held("silver.events"), locks.held("bronze.events"):
        pass


def test_a_lock_is_free_again_after_an_error_inside(spark: SparkSession, tmp_path: Path) -> None:
    locks = FileLocks(spark, tmp_path, patience_seconds=0.1)
    with pytest.raises(ZeroDivisionError), locks.held("silver.events"):
        raise ZeroDivisionError
    with locks.held("silver.events"):
        pass


def test_two_sets_of_locks_in_one_process_exclude_each_other(spark: SparkSession, tmp_path: Path) -> None:
    one, other = FileLocks(spark, tmp_path), FileLocks(spark, tmp_path, patience_seconds=0.1)
    with one.held("silver.events"), pytest.raises(LockError), other.held("silver.events"):
        pass


def test_a_kept_lock_stays_with_the_process(spark: SparkSession, tmp_path: Path) -> None:
    locks = FileLocks(spark, tmp_path)
    assert locks.keep("stream.jvm", 0)
    spark._jvm.System.gc()
    assert not free_to_others(tmp_path / "stream.jvm.lock")


def test_a_lock_kept_by_another_process_is_not_taken(spark: SparkSession, tmp_path: Path) -> None:
    locks = FileLocks(spark, tmp_path)
    with holder(_POSIX, tmp_path / "stream.jvm.lock"):
        assert not locks.keep("stream.jvm", 0.05)
    assert locks.keep("stream.jvm", 10)


def test_a_job_that_may_run_once_names_the_process_that_runs(tmp_path: Path) -> None:
    lock = ProcessLock(tmp_path / "stream.run")
    with (
        holder(_ONCE, tmp_path / "stream.run") as other,
        pytest.raises(LockError, match=rf"\(process {other.pid}\) runs on this lake: stop it first"),
        lock.held(),
    ):
        pass


def test_a_job_that_was_killed_does_not_keep_the_next_one_out(tmp_path: Path) -> None:
    with holder(_ONCE, tmp_path / "stream.run") as other:
        other.kill()
        other.wait(10)
        with ProcessLock(tmp_path / "stream.run").held():
            pass

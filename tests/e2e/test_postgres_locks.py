"""Locks in Postgres: who excludes whom, among threads, processes and lakes, and what is said when one is lost."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg2
import pytest

from conf import ROOT
from governance.database import DatabaseUnavailable
from governance.locks import PostgresLocks
from lakehouse.locks import LockError
from scripts.services.postgres import Databases
from tests.support.deployment import wait_for

pytestmark = pytest.mark.e2e

_OTHER = """
import sys
from governance.locks import PostgresLocks
locks = PostgresLocks(sys.stdin.readline().strip(), "lake")
with getattr(locks, sys.argv[1])(sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def dsn(request: pytest.FixtureRequest) -> str:
    databases: Databases = request.getfixturevalue("postgres")
    return databases.job.reveal()


@pytest.fixture
def locks(dsn: str) -> PostgresLocks:
    return PostgresLocks(dsn, "lake", patience_seconds=20)


@pytest.fixture
def impatient(dsn: str) -> PostgresLocks:
    return PostgresLocks(dsn, "lake", patience_seconds=0.1)


@contextmanager
def other_process(dsn: str, how: str, name: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds ``name`` until it is ended."""
    command = [sys.executable, "-c", _OTHER, how, name]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{dsn}\n")
        process.stdin.flush()
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def other_thread(act: Callable[[], object]) -> Iterator[threading.Event]:
    """A thread that does ``act``, and whether it has."""
    done = threading.Event()

    def work() -> None:
        act()
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield done
    finally:
        thread.join(30)


def enter(lock: Callable[[str], object], name: str) -> None:
    with lock(name):  # type: ignore[attr-defined]
        pass


def waiting(dsn: str, name: str) -> Callable[[], int]:
    """How many sessions wait for the lock ``name``."""
    query = """SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
               WHERE locktype = 'advisory' AND NOT granted AND application_name = %s"""
    return lambda: int(str(rows(dsn, query, f"lake lock {name}")[0][0]))


def rows(dsn: str, query: str, *values: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(dsn)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(query, values)
            return list(cursor.fetchall())
    finally:
        connection.close()


def cut(dsn: str, name: str) -> None:
    """Ends the sessions of the lock ``name`` at the server."""
    ended = rows(
        dsn, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = %s",
        f"lake lock {name}",
    )  # fmt: skip
    assert ended == [(True,)]


def lose(lock: Callable[[str], object], dsn: str, act: Callable[[], object]) -> None:
    """Does ``act`` under a lock that is gone already."""
    with lock("silver.events"):  # type: ignore[attr-defined]
        cut(dsn, "silver.events")
        act()


@pytest.mark.parametrize(("holder", "comer"), [("held", "held"), ("held", "shared"), ("shared", "held")])
def test_one_lock_keeps_another_out_until_it_is_given_back(
    locks: PostgresLocks, dsn: str, holder: str, comer: str
) -> None:
    with getattr(locks, holder)("silver.events"):
        blocked = other_thread(lambda: enter(getattr(locks, comer), "silver.events"))
        entered = blocked.__enter__()
        wait_for(waiting(dsn, "silver.events"), "the other one to wait", 10)
        assert not entered.is_set()
    blocked.__exit__(None, None, None)
    assert entered.is_set()


def test_shared_locks_are_held_together(locks: PostgresLocks, impatient: PostgresLocks) -> None:
    with locks.shared("fence"), impatient.shared("fence"), impatient.shared("fence"):
        pass


def test_a_shared_lock_does_not_overtake_an_exclusive_one_that_waits(
    locks: PostgresLocks, impatient: PostgresLocks, dsn: str
) -> None:
    with locks.shared("fence"):
        erasure = other_thread(lambda: enter(locks.held, "fence"))
        closed = erasure.__enter__()
        wait_for(waiting(dsn, "fence"), "the exclusive one to wait", 10)
        with pytest.raises(LockError), impatient.shared("fence"):
            pytest.fail("it overtook")
    erasure.__exit__(None, None, None)
    assert closed.is_set()
    with impatient.shared("fence"):
        pass


@pytest.mark.parametrize("how", ["held", "shared"])
def test_patience_with_another_process_ends_in_one_sentence(impatient: PostgresLocks, dsn: str, how: str) -> None:
    said = r"^silver\.events is locked by another process for 0 s: .*`lake lock silver\.events`$"
    with (
        other_process(dsn, how, "silver.events"),
        pytest.raises(LockError, match=said),
        impatient.held("silver.events"),
    ):
        pytest.fail("both hold it")


@pytest.mark.parametrize("how", ["held", "shared"])
def test_a_holder_that_is_killed_holds_nothing(locks: PostgresLocks, dsn: str, how: str) -> None:
    with other_process(dsn, how, "silver.events") as other:
        other.kill()
        other.wait(10)
        with locks.held("silver.events"):
            pass


def test_names_and_lakes_do_not_wait_for_each_other(impatient: PostgresLocks, dsn: str) -> None:
    another = PostgresLocks(dsn, "another", patience_seconds=0.1)
    with impatient.held("silver.events"), impatient.held("bronze.events"), another.held("silver.events"):
        pass


@pytest.mark.parametrize("how", ["held", "shared"])
def test_a_lock_that_was_lost_is_told_at_its_end(locks: PostgresLocks, dsn: str, how: str) -> None:
    said = r"^the lock of silver\.events was lost while it was held, .*: start again"
    with pytest.raises(LockError, match=said):
        lose(getattr(locks, how), dsn, lambda: enter(locks.held, "silver.events"))


def test_a_lock_that_was_lost_does_not_hide_what_failed_inside(locks: PostgresLocks, dsn: str) -> None:
    with pytest.raises(ZeroDivisionError):
        lose(locks.held, dsn, lambda: 1 // 0)


def test_a_lock_is_free_again_after_an_error_inside(impatient: PostgresLocks) -> None:
    with pytest.raises(ZeroDivisionError), impatient.held("silver.events"):
        raise ZeroDivisionError
    with impatient.held("silver.events"):
        pass


def test_a_server_that_is_lost_while_a_lock_is_waited_for_is_told(locks: PostgresLocks, dsn: str) -> None:
    said: list[str] = []

    def wait() -> None:
        try:
            enter(locks.held, "fence")
        except DatabaseUnavailable as error:
            said.append(str(error))

    with locks.shared("fence"), other_thread(wait):
        wait_for(waiting(dsn, "fence"), "the other one to wait", 10)
        rows(dsn, "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    assert said == ["Postgres was lost while the lock of fence was waited for: start again once it answers"]


def test_an_address_that_does_not_answer_is_told_without_the_password() -> None:
    away = PostgresLocks("host=127.0.0.1 port=1 dbname=lake user=lake password=canary-7f3a", "lake")
    with pytest.raises(DatabaseUnavailable, match=r"check POSTGRES_DSN") as refused, away.held("silver.events"):
        pytest.fail("nothing listens there")
    assert "canary" not in f"{refused.value} {away}"


def test_a_kept_lock_stays_until_the_process_ends(locks: PostgresLocks, impatient: PostgresLocks, dsn: str) -> None:
    with other_process(dsn, "held", "stream.jvm"):
        assert not locks.keep("stream.jvm", 0.05)
    assert locks.keep("stream.jvm", 10)
    assert not impatient.keep("stream.jvm", 0)
    with pytest.raises(LockError), impatient.held("stream.jvm"):
        pytest.fail("it was kept")
    cut(dsn, "stream.jvm")


def test_both_ends_notice_a_machine_that_vanishes(locks: PostgresLocks, dsn: str) -> None:
    connection = locks._connected("silver.events")
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW tcp_keepalives_idle")
            assert cursor.fetchone() == ("10",)
        parameters = connection.get_dsn_parameters()
        assert parameters["keepalives_idle"] == "10"
        assert parameters["tcp_user_timeout"] == "30000"
    finally:
        connection.close()

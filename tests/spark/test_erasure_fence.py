"""The erasure fence: whoever is forgotten is in no table afterwards, whatever was under way, and no replay helps."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from lakehouse.accounts import BatchId
from lakehouse.catalog import PERSONS
from lakehouse.failpoints import Reach
from lakehouse.locks import FENCE, FileLocks, LockError
from lakehouse.road import BatchReport
from tests.support.cutoff import CutOff, cut_off_after
from tests.support.deployment import wait_for
from tests.support.extent import long
from tests.support.installation import Installation
from tests.support.records import Arrival, arrivals, event, profile

pytestmark = pytest.mark.spark

LATER = dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)
VISITS = arrivals(
    [event(), event(event_id="evt-00000002", user_id="bob"), event(event_id="evt-00000003"), event(event_type="hop")]
)


class Gate:
    """Halts a batch at a step until it is let go."""

    def __init__(self, step: str) -> None:
        self._step = step
        self.reached, self.open = threading.Event(), threading.Event()

    def reach(self, name: str) -> None:
        if name == self._step:
            self.reached.set()
            assert self.open.wait(120)


def being_erased(lake: Installation) -> bool:
    return bool(lake.query("SELECT 1 FROM registry.erasure"))


@contextmanager
def paused(lake: Installation, step: str, contract: str, records: list[Arrival]) -> Iterator[None]:
    """A batch halted at ``step`` while the block runs, and let go when somebody waits for the fence."""
    gate = Gate(step)
    with ThreadPoolExecutor(1) as thread:
        road = lake.road(contract, reach=gate.reach)
        carried = thread.submit(lake.carry, contract, records, 0, road)
        assert gate.reached.wait(120)

        def let_go() -> None:
            wait_for(lambda: being_erased(lake), "the erasure to begin")
            gate.open.set()

        opener = threading.Thread(target=let_go)
        opener.start()
        yield
        opener.join()
        assert carried.result() is not None


def who(lake: Installation) -> dict[str, list[str]]:
    """Whose rows each table holds, by the identifiers of the registry."""
    names: dict[bytes, str] = {}
    for name, (subject_id, keys) in lake.persons().items():
        names |= {subject_id: name, keys.user_key: name}
    return {
        table.full_name: sorted(names.get(row[column], "NOBODY") for row in lake.rows(table) if row[column])
        for table, column in PERSONS
    }


@pytest.mark.parametrize("step", ["persons.opened", *long("bronze.marked", "silver.judged")])
def test_a_person_forgotten_while_a_batch_is_under_way_is_in_no_table_afterwards(lake: Installation, step: str) -> None:
    """At the first step of a stranger too, whose row the batch makes only after the erasure has begun."""
    with paused(lake, step, "events", VISITS):
        taken_out = lake.forget("ada")
    assert set(lake.persons()) == {"bob"}
    assert who(lake) == {
        "bronze.events": ["bob"], "bronze.users": [], "bronze.consents": [], "quarantine.records": [],
        "quarantine.restricted": [],
        "silver.events": ["bob"], "silver.users": [], "silver.consents": [],
    }  # fmt: skip
    assert (taken_out["bronze.events"], taken_out["silver.events"]) == (2, 2)
    assert not being_erased(lake)
    assert all(balance.holds for balance in lake.ledger.balances("stream.events"))


def test_an_erasure_waits_for_every_writer_that_is_open(lake: Installation) -> None:
    lake.enrol("ada")
    with paused(lake, "bronze.written", "users", arrivals([profile(), profile(user_id="bob")])):
        lake.carry("events", VISITS)
        lake.forget("ada")
    assert {name for names in who(lake).values() for name in names} == {"bob"}


def suppressed(report: BatchReport | None) -> int:
    assert report is not None
    return sum(account.suppressed for account in report.accounts)


def test_replayed_records_of_a_forgotten_person_are_suppressed_and_counted(lake: Installation) -> None:
    lake.carry("events", VISITS)
    lake.forget("ada")
    again = [Arrival(record.payload, record.offset + 10, 1) for record in VISITS]
    report = lake.carry("events", again, 1)
    assert suppressed(report) == 3, "two good ones and one that would have been rejected"
    assert "ada" not in lake.persons()
    assert {name for names in who(lake).values() for name in names} == {"bob"}
    balances = {balance.partition: balance for balance in lake.ledger.balances("stream.events")}
    assert balances[1].suppressed == 3
    assert all(balance.holds for balance in balances.values())


@pytest.mark.parametrize("step", ["silver.judged", *long("bronze.marked", "silver.marked")])
def test_a_batch_cut_off_and_carried_again_after_an_erasure_balances(lake: Installation, step: str) -> None:
    with pytest.raises(CutOff):
        lake.carry("events", VISITS, road=lake.road("events", reach=cut_off_after(step)))
    lake.forget("ada")
    assert lake.carry("events", VISITS) is not None
    assert {name for names in who(lake).values() for name in names} == {"bob"}
    assert all(balance.holds for balance in lake.ledger.balances("stream.events"))


def test_who_comes_back_is_a_new_person_whose_past_stays_forgotten(lake: Installation) -> None:
    lake.carry("events", VISITS)
    before = lake.persons()["ada"]
    lake.forget("ada")
    soon = (LATER - dt.timedelta(minutes=1)).isoformat()
    fresh = [event(event_id="evt-00000009", event_timestamp=soon), event(event_id="evt-00000010"), b'{"user_id":"ada"}']
    back = [
        *arrivals(fresh, first=10, received_at=LATER),
        *arrivals([event(event_id="evt-00000011", event_timestamp=soon)], first=13),
    ]
    report = lake.carry("events", back, 1)
    after = lake.persons()["ada"]
    assert after[0] != before[0]
    assert after[1].user_key != before[1].user_key
    # What happened or arrived before the erasure is suppressed; what is after it, or cannot say when it was, is not.
    assert suppressed(report) == 2
    assert who(lake)["silver.events"] == ["ada", "bob"]
    late = lake.carry("events", arrivals([event(event_id="evt-00000012")], first=20, received_at=LATER), 2)
    assert suppressed(late) == 1, "the person is known again, their past is not"
    lake.forget("ada")
    assert "ada" not in lake.persons()


def test_a_worker_that_has_the_keys_in_memory_forgets_them(lake: Installation) -> None:
    road = lake.road("events")
    lake.carry("events", VISITS, 0, road)
    lake.forget("ada")
    report = lake.carry("events", arrivals([event(event_id="evt-00000020")], first=50), 1, road)
    assert suppressed(report) == 1


def test_forgetting_again_or_somebody_unknown_does_nothing(lake: Installation) -> None:
    lake.carry("events", VISITS)
    lake.forget("ada")
    assert lake.forget("ada", "nobody") == {}
    assert not being_erased(lake)


def test_an_erasure_cut_off_is_finished_by_the_next_call(lake: Installation) -> None:
    lake.carry("events", VISITS)
    lake.erasures().begin([b"ada"])
    assert lake.forget()["silver.events"] == 2
    assert {name for names in who(lake).values() for name in names} == {"bob"}


# --- the lock under it ------------------------------------------------------------------------------------------------


def in_a_thread(work: Callable[[], None]) -> Future[None]:
    thread = ThreadPoolExecutor(1)
    future = thread.submit(work)
    thread.shutdown(wait=False)
    return future


def test_many_share_the_fence_and_one_who_wants_it_alone_lets_nobody_new_in(lake: Installation) -> None:
    impatient = FileLocks(lake.spark, lake.locks._folder, patience_seconds=0.3)
    order: list[str] = []

    def alone() -> None:
        with lake.locks.held(FENCE):
            order.append("alone")

    with lake.locks.shared(FENCE), lake.locks.shared(FENCE), impatient.shared(FENCE):
        waiting = in_a_thread(alone)
        wait_for(lambda: _refused(impatient), "the gate to close")
        order.append("shared")
    waiting.result(30)
    assert order == ["shared", "alone"]
    with impatient.shared(FENCE), pytest.raises(LockError), impatient.held(FENCE):
        pass


def _refused(locks: FileLocks) -> bool:
    try:
        with locks.shared(FENCE):
            return False
    except LockError:
        return True


def test_steps_are_told_by_name(lake: Installation) -> None:
    seen: list[str] = []
    reach: Reach = seen.append
    lake.road("events", reach=reach).carry(lake.envelope(VISITS), BatchId("stream.events", 1, 0))
    assert seen.index("bronze.written") < seen.index("silver.written") < seen.index("batch.closed")

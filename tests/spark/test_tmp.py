"""x."""

import time
from tests.support.records import *


def test_a(lake):
    for n in range(8):
        t = time.time()
        r = lake.carry(
            "events",
            arrivals(
                [event(event_id=f"evt-0000{n}{i:03d}", user_id=f"u{n}{i}") for i in range(5)] + [b"{"], first=6 * n
            ),
            n,
        )
        print(n, round(time.time() - t, 2), {k: round(v, 2) for k, v in r.seconds.items()})
    print(lake.ledger_state())
    print(lake.silver("events")[0])
    print(len(lake.bronze("events")), lake.quarantine())
    for n in range(4):
        t = time.time()
        r = lake.carry("users", arrivals([profile(user_id=f"u{n}{i}") for i in range(5)] + [b"{"], first=6 * n), n)
        print(n, round(time.time() - t, 2), {k: round(v, 2) for k, v in r.seconds.items()})
    t = time.time()
    print(lake.gold().refresh(), time.time() - t)
    t = time.time()
    lake.gold().refresh()
    print(time.time() - t)


def test_b(lake):
    pass

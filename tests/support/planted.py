"""Records of canary persons, planted in the topics: in every field that may hold them, in good and in bad records."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from confluent_kafka import Producer

from tests.support.canary import PersonCanaries


def _user(person: PersonCanaries, now: str) -> dict[str, Any]:
    return {
        "user_id": person.email, "email": person.email, "first_name": person.full_name, "last_name": person.full_name,
        "age": 41, "gender": "O", "city": person.full_name, "state": "NY", "zip_code": "10001",
        "ip_address": person.ipv4, "phone": person.phone, "created_at": now, "updated_at": now,
    }  # fmt: skip


def _event(person: PersonCanaries, now: str, number: int) -> dict[str, Any]:
    return {
        "event_id": f"planted-{person.name}-{number:04d}", "user_id": person.email, "event_type": "search",
        "event_timestamp": now, "session_id": f"session of {person.email}", "device_type": "mobile",
        "browser": person.full_name[:64], "referrer": f"https://{person.email}@example.org/{person.phone}?m={person.email}",
        "ip_address": person.ipv6 if number % 2 else person.ipv4, "page_url": f"https://shop.example/u/{person.email}",
        "search_query": f"{person.full_name} {person.phone} {person.email}",
    }  # fmt: skip


def records(persons: tuple[PersonCanaries, ...]) -> list[tuple[str, bytes]]:
    """(topic, payload): each person's profile, good events, and one event for several ways of being wrong."""
    now = dt.datetime.now(dt.UTC).isoformat()
    found: list[tuple[str, bytes]] = []
    for person in persons:
        event = _event(person, now, 0)
        wrong: list[Any] = [
            event | {"event_type": person.email},
            event | {"quantity": person.phone},
            event | {"event_id": person.email},
            event | {"event_timestamp": person.full_name},
            event | {"user_id": {"mail": person.email}},
            event | {"browser": person.email * 20},
            event | {"price": -1.0},
            [person.email, person.full_name],
        ]
        good = [_event(person, now, number) for number in range(20)] + [event | {person.email: person.phone}]
        found += [("users", _bytes(_user(person, now)))]
        found += [("events", _bytes(record)) for record in [*good, *wrong]]
        found += [("events", _bytes(event) + person.email.encode()), ("events", b"\xff" + person.email.encode())]
    return found


def plant(bootstrap: str, persons: tuple[PersonCanaries, ...]) -> int:
    """Sends them; returns how many were good events."""
    producer = Producer({"bootstrap.servers": bootstrap, "acks": "all"})
    for topic, payload in records(persons):
        producer.produce(topic, value=payload)
    assert producer.flush(30) == 0
    return 21 * len(persons)


def _bytes(record: Any) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode()

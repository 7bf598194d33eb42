"""Synthetic traffic: Kafka payloads with a truth table, as a pure function of (traffic, index range).

The way to read it: ``traffic`` and ``rates`` say what is asked for, ``draws`` where randomness comes from, ``visits``
who does what at which index, ``dirt`` which records go wrong, ``events`` and ``users`` put the bytes together.
"""

from batch.synthetic.events import EVENTS_SCHEMA, events
from batch.synthetic.rates import Rates
from batch.synthetic.traffic import Traffic, TrafficError
from batch.synthetic.users import USERS_SCHEMA, user_updates, users

__all__ = ["EVENTS_SCHEMA", "USERS_SCHEMA", "Rates", "Traffic", "TrafficError", "events", "user_updates", "users"]

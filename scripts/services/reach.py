"""Whether a real Kafka broker can be used, and why not: one sentence and one remedy for each cause, no secret in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import AdminClient

from scripts.services import process, tls
from scripts.services.tls import Greeting

_ALL_DOWN = "_ALL_BROKERS_DOWN"
# A name with two addresses, of which the first refuses, is called down before the second is tried.
_LOOKS = 3
_LOOK_SECONDS = 0.25


@dataclass(frozen=True)
class Problem:
    """What is wrong, in a few words, and what to do."""

    words: str
    remedy: str


_SERVERS = "check KAFKA_BOOTSTRAP_SERVERS"
UNREACHABLE = Problem("nothing answers there", f"{_SERVERS}, and that the broker runs")
SLOW = Problem("it did not answer in time", f"{_SERVERS}, and what stands between here and there")
UNKNOWN_HOST = Problem("the host name is unknown", _SERVERS)
WANTS_TLS = Problem("it speaks TLS and the options do not", "set security.protocol to SSL or SASL_SSL")
NO_TLS = Problem(
    "it does not speak TLS on this port", f"{_SERVERS} for its TLS port, or set security.protocol without SSL"
)
UNTRUSTED = Problem(
    "its certificate is not from a known authority", "name the PEM file of that authority in ssl.truststore.location"
)
OTHER_NAME = Problem(
    "its certificate is for another host name", "write the name that is in it in KAFKA_BOOTSTRAP_SERVERS"
)
OUT_OF_DATE = Problem("its certificate has expired, or is of the future", "renew it, or set this machine's clock")
WANTS_CERTIFICATE = Problem(
    "it wants a certificate of ours", "name a PEM file with key and certificate in ssl.keystore.location"
)
TLS_FAILED = Problem("TLS failed", "check the ssl.* options in KAFKA_OPTIONS_FILE")
REFUSED = Problem("it refused user or password", "correct sasl.username and sasl.password in KAFKA_OPTIONS_FILE")
OTHER_MECHANISM = Problem("it does not know this way to log in", "set the sasl.mechanism that the broker offers")
WANTS_LOGIN = Problem(
    "it closes the connection", "it may want a login: set security.protocol, sasl.mechanism, sasl.username and password"
)
HANGS_UP = Problem("it closes the connection", f"{_SERVERS} for a port of Kafka, and security.protocol")
WRONG_OPTION = Problem("an option is not valid", "check the values in KAFKA_OPTIONS_FILE")

_SIGNS = (
    ("nsupported SASL mechanism", OTHER_MECHANISM),
    ("AUTHENTICATION", REFUSED),
    ("PLAINTEXT broker listener", NO_TLS),
    ("alert certificate required", WANTS_CERTIFICATE),
    ("alert handshake failure", WANTS_CERTIFICATE),
    ("certificate verify failed", UNTRUSTED),
    ("_SSL ", TLS_FAILED),
    ("_RESOLVE", UNKNOWN_HOST),
    ("refused", UNREACHABLE),
)
"""A piece of librdkafka's name or text for an error, the telling ones first: of many brokers one may just be down."""

_CERTIFICATES = {Greeting.OTHER_NAME: OTHER_NAME, Greeting.OUT_OF_DATE: OUT_OF_DATE}


def client(bootstrap: str, settings: Mapping[str, str], seen: list[KafkaError] | None = None) -> AdminClient:
    """A client that prints nothing; errors that it meets are appended to ``seen``."""
    # Without an error callback and a log level librdkafka writes its complaints to the terminal.
    quiet: dict[str, Any] = {"log_level": 0, "error_cb": seen.append if seen is not None else _ignored}
    return AdminClient({"bootstrap.servers": bootstrap, **quiet, **settings})


def problem(bootstrap: str, settings: Mapping[str, str], seconds: float) -> Problem | None:
    """Why the brokers cannot be used; None if they answer. ``settings``: librdkafka's."""
    seen: list[KafkaError] = []
    try:
        asked = client(bootstrap, settings, seen)
    except (KafkaException, ValueError, TypeError):
        return WRONG_OPTION

    answered, looks = False, 0

    def settled() -> bool:
        nonlocal answered, looks
        answered = _answers(asked)
        looks += any(error.name() == _ALL_DOWN for error in seen)
        return answered or looks == _LOOKS

    process.wait(settled, seconds)
    return None if answered else _named(seen, bootstrap, settings)


def _answers(asked: AdminClient) -> bool:
    try:
        return bool(asked.list_topics(timeout=_LOOK_SECONDS).brokers)
    except KafkaException:
        asked.poll(0)  # hands the errors that were met on the way to the callback
        return False


def _named(seen: list[KafkaError], bootstrap: str, settings: Mapping[str, str]) -> Problem:
    told = [f"{error.name()} {error.str()}" for error in seen]
    found = next((named for sign, named in _SIGNS if any(sign in text for text in told)), None)
    if found is UNTRUSTED:
        return _CERTIFICATES.get(tls.greet(bootstrap, settings), UNTRUSTED)
    if found is not None:
        return found
    return _untold(bootstrap, settings) if seen else SLOW


def _untold(bootstrap: str, settings: Mapping[str, str]) -> Problem:
    """What it is when the broker hangs up without a word."""
    protocol = settings.get("security.protocol", "PLAINTEXT")
    said = tls.greet(bootstrap, settings)
    if not protocol.endswith("SSL") and said not in (Greeting.SILENT, Greeting.PLAIN):
        return WANTS_TLS
    return HANGS_UP if protocol.startswith("SASL") else WANTS_LOGIN


def _ignored(_: KafkaError) -> None:
    """Errors are told by the call that meets them."""

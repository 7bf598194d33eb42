"""What may be said of a failure, and what mends it: our own texts, which quote no value, and of any other only its
kind."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from py4j.protocol import Py4JError, Py4JJavaError, Py4JNetworkError
from pyspark.errors import PySparkException

from governance.database import DatabaseError, DatabaseFull, DatabaseUnavailable
from lakehouse.locks import LockError
from lakehouse.road import RoadError
from lakehouse.session import SessionError
from lakehouse.tables import LakeError
from lakehouse.worker import PassError
from privacy.keys import KeyFileError

OURS = (DatabaseError, KeyFileError, LakeError, LockError, PassError, RoadError, SessionError)
"""Families of errors whose texts were written for the reader and hold no value of a record."""

_NO_ROOM = "No space left on device"
_KNOWN = {
    "concurrently using": "another query uses the same checkpoint: stop it first",
    "not available in Kafka any more": "Kafka no longer holds positions that were due (retention, or a topic made "
    "anew): what is lost is lost; NEW_EPOCH=1 goes on with what is there",
    "AuthenticationException": "Kafka refused user, password or certificate: check KAFKA_OPTIONS_FILE",
    "AuthorizationException": "Kafka lets this user not read the topic: have it granted READ and DESCRIBE",
    "Failed to construct kafka consumer": "Kafka cannot be reached with these options: check KAFKA_OPTIONS_FILE",
    _NO_ROOM: "the disk is full: make room and start again",
}
"""Spark failures that a user can mend, by a piece of Spark's own text."""

_KAFKA_AWAY = (
    "java.util.concurrent.TimeoutException",
    *(
        f"org.apache.kafka.common.errors.{name}Exception"
        for name in (
            "Timeout", "Disconnect", "Network", "BrokerNotAvailable", "LeaderNotAvailable", "NotLeaderOrFollower",
            "CoordinatorNotAvailable", "KafkaStorage", "UnknownTopicOrPartition",
        )
    ),
)  # fmt: skip
"""Java exceptions of a client whose broker is away or coming back. A topic that is gone is told apart by its id."""

_FROM_WORKER = re.compile(r"^(?:lakehouse\.worker\.PassError|batch\.files\.form\.ExportError): ([^\n]+)$", re.MULTILINE)
_MOST_LINKS = 20


class Cause(StrEnum):
    """What has to come about before the same thing can be tried again."""

    POSTGRES = "Postgres answers"
    KAFKA = "Kafka answers"
    ROOM = "there is room on the disk"
    OTHER = "somebody has looked at it"


class StopRequested(Exception):
    """Raised at the start of a batch that must not begin, or in a wait that must end: the job is stopping."""


def cause_of(error: BaseException) -> Cause:
    """By the kinds of the exceptions alone: a text may quote a value."""
    if isinstance(error, DatabaseUnavailable):
        return Cause.POSTGRES
    if isinstance(error, DatabaseFull) or (isinstance(error, OSError) and error.errno == errno.ENOSPC):
        return Cause.ROOM
    kinds = [kind for kind, _ in _links(error)]
    if any(kind.endswith(("AuthenticationException", "AuthorizationException")) for kind in kinds):
        return Cause.OTHER
    if any(_NO_ROOM in message for kind, message in _links(error) if kind.endswith(("IOException", "FSError"))):
        return Cause.ROOM
    return Cause.KAFKA if any(kind in _KAFKA_AWAY for kind in kinds) else Cause.OTHER


def in_words(error: BaseException) -> str:
    """One sentence about ``error``. Spark's texts quote values, literals and plans: only its error class comes out."""
    if isinstance(error, OURS):
        return str(error)
    if isinstance(error, (PySparkException, Py4JJavaError)):
        return _of_spark(error)
    if isinstance(error, (Py4JNetworkError, ConnectionError)):
        return "Spark's JVM has ended (killed, or out of memory: see SPARK_DRIVER_MEMORY): start again"
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return _KNOWN[_NO_ROOM]
    return f"failed with {type(error).__name__}"


def _of_spark(error: PySparkException | Py4JJavaError) -> str:
    text = str(error)
    from_worker = _FROM_WORKER.search(text) if "Traceback (most recent call last)" in text else None
    if from_worker:
        return from_worker.group(1)
    for piece, words in _KNOWN.items():
        if piece in text:
            return words
    if cause_of(error) is Cause.KAFKA:
        return "Kafka does not answer"
    if isinstance(error, PySparkException):
        condition = error.getCondition() or type(error).__name__
        return f"Spark failed with {condition} (SQLSTATE {error.getSqlState() or 'none'})"
    kinds = [kind for kind, _ in _links(error)]
    return f"Spark failed with {kinds[-1] if kinds else type(error).__name__}"


def _links(error: BaseException | None) -> Iterator[tuple[str, str]]:
    """Class and message of the Java exceptions behind ``error``, outermost first."""
    for _ in range(_MOST_LINKS):
        java = error.java_exception if isinstance(error, Py4JJavaError) else getattr(error, "_origin", None)
        if java is not None:
            yield from _java_links(java)
            return
        # What pyspark has no class for it keeps as text, "class: message", with a translation of the cause.
        kind, _, message = str(getattr(error, "_desc", "")).partition(": ")
        yield kind, message
        error = getattr(error, "_cause", None)
        if error is None:
            return


def _java_links(link: Any) -> Iterator[tuple[str, str]]:
    try:
        for _ in range(_MOST_LINKS):
            if link is None:
                return
            yield str(link.getClass().getName()), str(link.getMessage())
            link = link.getCause()
    except (Py4JError, ConnectionError):
        return  # the JVM has ended meanwhile

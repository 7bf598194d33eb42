"""What may be said of a failure: our own texts, which quote no value, and of any other only its kind."""

from __future__ import annotations

import re

from pyspark.errors import PySparkException

from governance.database import DatabaseError
from lakehouse.locks import LockError
from lakehouse.road import RoadError
from lakehouse.session import SessionError
from lakehouse.tables import LakeError
from lakehouse.worker import PassError
from privacy.keys import KeyFileError

OURS = (DatabaseError, KeyFileError, LakeError, LockError, PassError, RoadError, SessionError)
"""Families of errors whose texts were written for the reader and hold no value of a record."""

_KNOWN = {
    "concurrently using": "another query uses the same checkpoint: stop it first",
    "not available in Kafka any more": "Kafka no longer holds positions that were due (retention, or a topic made "
    "anew): what is lost is lost; NEW_EPOCH=1 goes on with what is there",
    "Failed to construct kafka consumer": "Kafka cannot be reached with these options: check KAFKA_OPTIONS_FILE",
    "No space left on device": "the disk is full: make room and start again",
}
"""Spark failures that a user can mend, by a piece of Spark's own text."""

_FROM_WORKER = re.compile(r"^lakehouse\.worker\.PassError: ([^\n]+)$", re.MULTILINE)


class StopRequested(Exception):
    """Raised at the start of a batch that must not begin: the job is stopping."""


def in_words(error: BaseException) -> str:
    """One sentence about ``error``. Spark's texts quote values, literals and plans: only its error class comes out."""
    if isinstance(error, OURS):
        return str(error)
    if isinstance(error, PySparkException):
        from_worker = _FROM_WORKER.search(str(error)) if "Traceback (most recent call last)" in str(error) else None
        if from_worker:
            return from_worker.group(1)
        for piece, words in _KNOWN.items():
            if piece in str(error):
                return words
        condition = error.getCondition() or type(error).__name__
        return f"Spark failed with {condition} (SQLSTATE {error.getSqlState() or 'none'})"
    return f"failed with {type(error).__name__}"

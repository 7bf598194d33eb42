"""What is said of a failure: our own texts, a worker's own text, and of any other error its kind alone; and what mends
it."""

from __future__ import annotations

import errno
import json
from dataclasses import dataclass

import pytest
from py4j.protocol import Py4JNetworkError
from pyspark.errors import AnalysisException, PySparkException, PythonException, StreamingQueryException

from governance.database import DatabaseError, DatabaseFull, DatabaseUnavailable
from lakehouse.worker import PassError
from streaming.failures import OURS, Cause, StopRequested, cause_of, in_words

pytestmark = pytest.mark.unit

CANARY = "canary-7f3a@example.org"
WORKER = "the pass failed with ValueError at decoding.py:17"
TRACEBACK = f"""An exception was thrown from the Python worker. Please see the stack trace below.
Traceback (most recent call last):
  File "lakehouse/worker.py", line 137, in run
    raise PassError(str(error)) from None
lakehouse.worker.PassError: {WORKER}

== JVM stacktrace == {CANARY}
"""


@pytest.mark.parametrize("family", OURS, ids=lambda family: family.__name__)
def test_our_own_texts_are_said_as_they_are(family: type[Exception]) -> None:
    assert in_words(family("Postgres is away: start it")) == "Postgres is away: start it"


@pytest.mark.parametrize(
    "kind", [ValueError, KeyError, UnicodeDecodeError, RuntimeError, KeyboardInterrupt, StopRequested]
)
def test_of_any_other_error_only_its_kind_is_said(kind: type[BaseException]) -> None:
    error = kind("utf-8", CANARY.encode(), 0, 1, CANARY) if kind is UnicodeDecodeError else kind(CANARY)
    assert in_words(error) == f"failed with {kind.__name__}"


@pytest.mark.parametrize("kind", [PySparkException, AnalysisException, PythonException, StreamingQueryException])
def test_of_a_spark_error_its_class_and_state_are_said(kind: type[PySparkException]) -> None:
    text = f"[CAST_INVALID_INPUT] The value '{CANARY}' of the type STRING cannot be cast to BIGINT"
    assert CANARY not in in_words(kind(text))
    assert in_words(kind(text)).startswith(f"Spark failed with {kind.__name__} (SQLSTATE ")


def test_a_spark_error_with_a_condition_is_named_by_it() -> None:
    error = PySparkException(errorClass="CANNOT_BE_NONE", messageParameters={"arg_name": CANARY})
    assert in_words(error) == "Spark failed with CANNOT_BE_NONE (SQLSTATE none)"


@pytest.mark.parametrize("kind", [PythonException, StreamingQueryException])
def test_the_text_of_the_pass_is_found_in_sparks(kind: type[PySparkException]) -> None:
    assert in_words(kind(TRACEBACK)) == WORKER


def test_an_error_that_caused_ours_is_not_said() -> None:
    error = PassError("the pass failed with ValueError")
    error.__cause__ = ValueError(CANARY)
    assert in_words(error) == "the pass failed with ValueError"


@pytest.mark.parametrize("imitation", ["PassError: ", "lakehouse.worker.PassError: ", "\nlakehouse.worker.PassError: "])
@pytest.mark.parametrize("kind", [PySparkException, PythonException, StreamingQueryException])
def test_a_value_that_imitates_the_text_of_the_pass_is_not_said(kind: type[PySparkException], imitation: str) -> None:
    text = f"[CAST_INVALID_INPUT] The value '{imitation}{CANARY}' of the type STRING cannot be cast"
    assert CANARY not in in_words(kind(text))


@dataclass(frozen=True)
class Java:
    """Stands in for an exception of the JVM."""

    name: str
    message: str = CANARY
    cause: Java | None = None

    def getClass(self) -> Java:  # noqa: N802 - Java's name
        return self

    def getName(self) -> str:  # noqa: N802 - Java's name
        return self.name

    def getMessage(self) -> str:  # noqa: N802 - Java's name
        return self.message

    def getCause(self) -> Java | None:  # noqa: N802 - Java's name
        return self.cause


def of_java(*chain: tuple[str, str]) -> PySparkException:
    """An error of Spark's with the given Java exceptions behind it, outermost first."""
    java: Java | None = None
    for name, message in reversed(chain):
        java = Java(name, message, java)
    error = PySparkException(CANARY)
    error._origin = java  # type: ignore[attr-defined]
    return error


def translated(*chain: tuple[str, str]) -> PySparkException:
    """The same where pyspark has no class for any of them and keeps texts."""
    error: PySparkException | None = None
    for name, message in reversed(chain):
        outer = PySparkException(CANARY)
        outer._desc, outer._cause = f"{name}: {message}", error  # type: ignore[attr-defined]
        error = outer
    assert error is not None
    return error


STAGE = ("org.apache.spark.SparkException", "Job aborted due to stage failure")
AWAY = ("org.apache.kafka.common.errors.TimeoutException", "Timed out waiting for a node assignment")
LATE = ("java.util.concurrent.TimeoutException", "Cannot fetch record for offset 7 in 30000 milliseconds")
REFUSED = ("org.apache.kafka.common.errors.SaslAuthenticationException", "Authentication failed")
FULL = ("java.io.IOException", "No space left on device")
FULL_CHECKSUM = ("org.apache.hadoop.fs.FSError", "java.io.IOException: No space left on device")

CAUSES = {
    "Postgres is away": (DatabaseUnavailable("away"), Cause.POSTGRES),
    "Postgres refuses": (DatabaseError("refused"), Cause.OTHER),
    "Postgres has no room": (DatabaseFull("full"), Cause.ROOM),
    "Python finds no room": (OSError(errno.ENOSPC, CANARY), Cause.ROOM),
    "Python finds no file": (FileNotFoundError(CANARY), Cause.OTHER),
    "the broker does not answer": (of_java(STAGE, AWAY), Cause.KAFKA),
    "a record does not come": (of_java(STAGE, LATE), Cause.KAFKA),
    "a record does not come, as text": (translated(STAGE, LATE), Cause.KAFKA),
    "the broker refuses, after a while": (of_java(STAGE, AWAY, REFUSED), Cause.OTHER),
    "the JVM finds no room": (of_java(STAGE, FULL), Cause.ROOM),
    "the JVM finds no room for a checksum": (translated(STAGE, FULL_CHECKSUM), Cause.ROOM),
    "anything else": (of_java(STAGE), Cause.OTHER),
    "a value that imitates": (of_java((STAGE[0], f"{AWAY[0]}: {FULL[1]}")), Cause.OTHER),
    "an error of Python": (ValueError(FULL[1]), Cause.OTHER),
}


@pytest.mark.parametrize(("error", "cause"), CAUSES.values(), ids=CAUSES.keys())
def test_what_mends_a_failure_is_told_by_kinds_alone(error: Exception, cause: Cause) -> None:
    assert cause_of(error) is cause


def test_a_broker_that_does_not_answer_is_said_so() -> None:
    assert in_words(translated(STAGE, LATE)) == in_words(of_java(STAGE, AWAY)) == "Kafka does not answer"


def test_a_jvm_that_has_ended_is_said_so() -> None:
    assert "JVM has ended" in in_words(Py4JNetworkError(CANARY))
    assert "JVM has ended" in in_words(ConnectionRefusedError(CANARY))


def test_words_fit_one_line_of_a_log() -> None:
    assert "\n" not in in_words(PythonException(TRACEBACK))
    assert json.loads(json.dumps(in_words(DatabaseError("Postgres is away")))) == "Postgres is away"

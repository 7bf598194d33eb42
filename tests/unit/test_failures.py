"""What is said of a failure: our own texts, a worker's own text, and of any other error its kind alone."""

from __future__ import annotations

import json

import pytest
from pyspark.errors import AnalysisException, PySparkException, PythonException, StreamingQueryException

from governance.database import DatabaseError
from lakehouse.worker import PassError
from streaming.failures import OURS, StopRequested, in_words

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


def test_words_fit_one_line_of_a_log() -> None:
    assert "\n" not in in_words(PythonException(TRACEBACK))
    assert json.loads(json.dumps(in_words(DatabaseError("Postgres is away")))) == "Postgres is away"

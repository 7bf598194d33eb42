"""A short look at things that may not answer: a question with a deadline, and whether a stream runs."""

from __future__ import annotations

import fcntl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import psutil
from confluent_kafka import KafkaException

from conf import Settings, SettingsError
from scripts import session
from scripts.condition import Run
from scripts.services import ServiceError
from streaming.failures import in_words

T = TypeVar("T")


@dataclass(frozen=True)
class Answer(Generic[T]):
    """``value``: None without one; then ``problem`` says why, if it is known."""

    value: T | None = None
    problem: str = ""


class Question(Generic[T]):
    """Asked in a thread of its own, which is left behind when it takes too long."""

    def __init__(self, ask: Callable[[], T]) -> None:
        self._ask = ask
        self._answer: Answer[T] = Answer(problem="it did not answer in time")
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._begun = time.monotonic()
        self._thread.start()

    def wait(self, seconds: float) -> Answer[T]:
        """The answer, at most ``seconds`` after it was asked for first."""
        self._thread.join(max(0.0, self._begun + seconds - time.monotonic()))
        return self._answer

    def _run(self) -> None:
        try:
            self._answer = Answer(self._ask())
        except KafkaException:
            self._answer = Answer(problem="its client options cannot be used: check KAFKA_OPTIONS_FILE")
        except ServiceError as error:
            self._answer = Answer(problem=str(error))
        except Exception as error:  # noqa: BLE001 - what may be said of any other is for in_words to say
            self._answer = Answer(problem=in_words(error))


def running(settings: Settings) -> Run | None:
    """The process that holds the lock of `make stream` on this lake."""
    try:
        file = (session.locks_folder(settings) / "stream.run").open("r", encoding="ascii")
    except (FileNotFoundError, SettingsError):
        return None
    with file:
        try:
            # Shared, so that two looks do not disturb each other, and given back at once.
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return None
        except BlockingIOError:
            return _run_of(file.read().strip())


def _run_of(process: str) -> Run:
    try:
        return Run(int(process), time.time() - psutil.Process(int(process)).create_time())
    except (ValueError, psutil.Error):
        return Run(0, 0.0)

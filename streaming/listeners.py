"""Who hears of what the stream does: the progress line and the metrics take the same calls, counts and closed words."""

from __future__ import annotations

from typing import Protocol

from lakehouse.road import BatchReport


class Listener(Protocol):
    """Called from the threads of both queries, of gold and of the job."""

    def carried(self, topic: str, report: BatchReport) -> None:
        """A batch is wholly written."""

    def looked(self, topic: str) -> None:
        """``topic`` was read once, whether or not anything new was in it."""

    def lagging(self, topic: str, lag: int) -> None:
        """Positions that Kafka holds and no closed batch has taken."""

    def gold(self, cells: int, withheld: int) -> None:
        """Gold was refreshed; ``withheld``: cells that did not pass the gate."""

    def compacted(self, files: int) -> None:
        """Upkeep has put so many small files together, none if there were few."""

    def failed(self, what: str, words: str) -> None:
        """``what`` (gold, upkeep, or a topic) failed and goes on later; ``words`` are fit to be shown."""

    def waiting(self, service: str, away: bool) -> None:
        """``service`` is away, or answers again."""


class Listeners:
    """Hands every call on to each of several."""

    def __init__(self, *listeners: Listener) -> None:
        self._listeners = listeners

    def carried(self, topic: str, report: BatchReport) -> None:
        for listener in self._listeners:
            listener.carried(topic, report)

    def looked(self, topic: str) -> None:
        for listener in self._listeners:
            listener.looked(topic)

    def lagging(self, topic: str, lag: int) -> None:
        for listener in self._listeners:
            listener.lagging(topic, lag)

    def gold(self, cells: int, withheld: int) -> None:
        for listener in self._listeners:
            listener.gold(cells, withheld)

    def compacted(self, files: int) -> None:
        for listener in self._listeners:
            listener.compacted(files)

    def failed(self, what: str, words: str) -> None:
        for listener in self._listeners:
            listener.failed(what, words)

    def waiting(self, service: str, away: bool) -> None:
        for listener in self._listeners:
            listener.waiting(service, away)

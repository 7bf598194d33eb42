"""Epochs: which checkpoint a query goes on with, and where it starts when it cannot.

A checkpoint is bound to one topic id and to the run ledger. When it is lost, or the topic is not the one that was
read, going on silently would lose or double records: that is refused, and ``NEW_EPOCH=1`` goes on from the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from governance.ledger import Epoch, RunLedger
from lakehouse.road import RoadError
from streaming.source import TopicSource


@dataclass(frozen=True)
class Start:
    """An epoch to run. ``offsets``: where each partition starts if the checkpoint is empty. ``lost``: positions before
    them that Kafka had deleted before anybody took them."""

    epoch: Epoch
    checkpoint: Path
    offsets: dict[int, int]
    lost: int = 0


def checkpoint_of(root: Path, job: str, epoch: int) -> Path:
    return root / job / f"epoch-{epoch}"


def check(ledger: RunLedger, job: str, source: TopicSource, checkpoints: Path) -> None:
    """Raises RoadError, with the remedy, where ``job`` cannot simply go on. Changes nothing."""
    current = ledger.epoch(job)
    checkpoint = checkpoint_of(checkpoints, job, current.number if current else 1)
    if current is None:
        if _begun_checkpoint(checkpoint):
            raise RoadError(
                f"{checkpoint} is the checkpoint of another lake: this Postgres knows no batch of it. Point "
                "POSTGRES_DSN at the installation it belongs to, or move it away"
            )
        return
    if current.source_id != source.source_id:
        raise other_topic(source)
    if not ledger.has_batches(job, current.number):
        return
    if not _begun_checkpoint(checkpoint):
        raise RoadError(
            f"the checkpoint of {job} is lost ({checkpoint}) while the lake holds its batches: restore it, or set "
            "NEW_EPOCH=1 to go on from the run ledger"
        )
    if lost := source.expired(ledger.taken_until(job, source.source_id)):
        raise RoadError(
            f"Kafka no longer holds {sum(lost.values()):,} positions of topic {source.topic} that were due: its "
            "retention has passed them. What is lost is lost; set NEW_EPOCH=1 to go on with what is there"
        )


def other_topic(source: TopicSource) -> RoadError:
    return RoadError(
        f"topic {source.topic} is not the one this lake has read: it was made anew, or the broker's data was lost. "
        "Point KAFKA_BOOTSTRAP_SERVERS at the right cluster, or set NEW_EPOCH=1 to read it"
    )


def settle(
    ledger: RunLedger, job: str, source: TopicSource, checkpoints: Path, new_epoch: bool, behind: Mapping[int, int]
) -> Start:
    """The epoch to run ``job`` in: the current one after :func:`check`, or a new one where there is none or
    ``new_epoch`` asks for it.

    Half-written batches must have been finished before (:func:`streaming.halves.finish`); ``behind``: the first
    position, by partition, behind those that could not be.
    """
    current = ledger.epoch(job)
    if current is None or new_epoch:
        current = ledger.begin_epoch(job, source.topic, source.source_id)
    else:
        check(ledger, job, source, checkpoints)
    checkpoint = checkpoint_of(checkpoints, job, current.number)
    _drop_orphan_checksums(checkpoint)
    offsets = _later(ledger.taken_until(job, source.source_id), behind)
    if ledger.has_batches(job, current.number):
        return Start(current, checkpoint, offsets)
    lost = source.expired(offsets)
    return Start(current, checkpoint, _later(offsets, _sums(offsets, lost)), sum(lost.values()))


def _later(one: Mapping[int, int], other: Mapping[int, int]) -> dict[int, int]:
    return {number: max(one.get(number, 0), other.get(number, 0)) for number in one.keys() | other.keys()}


def _sums(offsets: Mapping[int, int], more: Mapping[int, int]) -> dict[int, int]:
    return {number: offsets[number] + count for number, count in more.items()}


def _drop_orphan_checksums(checkpoint: Path) -> None:
    """A checksum without its file (a log entry removed or lost) makes Spark refuse to write the entry again."""
    for log in ("offsets", "commits"):
        for checksum in (checkpoint / log).glob(".*.crc"):
            if not checksum.with_name(checksum.name[1:-4]).exists():
                checksum.unlink()


def _begun_checkpoint(folder: Path) -> bool:
    offsets = folder / "offsets"
    return offsets.is_dir() and any(name.name.isdigit() for name in offsets.iterdir())

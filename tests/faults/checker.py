"""The outside checker: what Kafka holds, what was sent, what the tables hold and what the ledger says must agree.

It reads all four by itself and asks the job nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds

from scripts import topics
from scripts.services import kafka
from streaming.source import source_id
from tests.faults.delta import Table
from tests.faults.witness import Witness
from tests.support.deployment import Deployment

Place = tuple[str, int]
"""(source id, partition)"""
TOPICS = ("users", "events")
GOOD = ""


@dataclass
class Sent:
    """What the truth says of one topic: by place, the reason of each offset (GOOD for none); and who sent it."""

    reasons: dict[Place, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    identities: dict[Place, dict[int, tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(dict))


@dataclass
class Findings:
    """What was compared, in numbers, for the record."""

    positions: int = 0
    rejected: int = 0
    identities: int = 0
    profiles: int = 0
    batches: int = 0
    lost: int = 0


class Checker:
    """One for the whole story of a deployment. ``lost``: positions by topic and place that Kafka deleted unread."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self.witness = Witness()
        self.sources: dict[str, str] = {}
        self._sent = {topic: Sent() for topic in TOPICS}
        self._read: set[Path] = set()
        self.lost: dict[str, dict[Place, tuple[int, int]]] = {topic: {} for topic in TOPICS}

    # --- what was sent ------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Reads what has come to the topics and what the truth says of it. Before a topic is made anew or expires."""
        bootstrap = kafka.ensure(self._deployment.settings)
        self._deployment.await_feeds()
        described = topics.describe(bootstrap, {}, TOPICS)
        self.sources = {name: source_id(topic.cluster_id, topic.topic_id) for name, topic in described.items()}
        for name, source in self.sources.items():
            self.witness.look(bootstrap, name, source)
        for run in sorted(self._deployment.settings.paths.truth.glob("run-*")):
            for kind, topic in (("events", "events"), ("users", "users"), ("updates", "users")):
                for file in sorted(run.glob(f"{kind}-*.parquet")):
                    if file not in self._read:
                        self._read.add(file)
                        self.add(topic, self.sources[topic], ds.dataset(file).to_table())

    def add(self, topic: str, source: str, truth: pa.Table) -> None:
        """Rows of a truth, each with partition and offset in ``source``."""
        rows = truth.to_pydict()
        who = ("user_id",) if topic == "users" else ("event_id", "user_id", "event_time_us", "event_type")
        reasons = rows.get("expected_reason") or [None] * len(truth)
        sent = self._sent[topic]
        for partition, offset, reason, *identity in zip(
            rows["partition"], rows["offset"], reasons, *(rows[name] for name in who), strict=True
        ):
            sent.reasons[source, partition][offset] = reason or GOOD
            sent.identities[source, partition][offset] = tuple(identity)

    def expire(self, topic: str, place: Place, start: int, end: int) -> None:
        """Kafka has deleted [start, end) of ``place`` before anybody took it."""
        self.lost[topic][place] = (start, end)

    # --- what became of it --------------------------------------------------------------------------------------------

    def check(self) -> Findings:
        """After a clean end. Raises AssertionError with counts, never a value."""
        self.look()
        findings = Findings(lost=sum(end - start for places in self.lost.values() for start, end in places.values()))
        for topic in TOPICS:
            self._check_truth_is_whole(topic)
            due = self._due(topic)
            bronze = _positions(self._table(f"bronze/{topic}"))
            _equal(f"bronze.{topic}", bronze, {place: _of(reasons, GOOD) for place, reasons in due.items()})
            self._check_ledger(topic, due, findings)
            findings.positions += sum(map(len, due.values()))
        findings.rejected = self._check_quarantine()
        findings.identities = self._check_silver_events()
        findings.profiles = self._check_silver_users()
        self._check_nothing_is_half_done()
        return findings

    def _table(self, name: str) -> Table:
        return Table(Path(self._deployment.settings.paths.lake) / name)

    def _due(self, topic: str) -> dict[Place, dict[int, str]]:
        """By place, what must have become of each offset that Kafka did not delete unread."""
        lost = self.lost[topic]
        return {
            place: {offset: reason for offset, reason in reasons.items() if not _within(offset, lost.get(place))}
            for place, reasons in self._sent[topic].reasons.items()
        }

    def _check_truth_is_whole(self, topic: str) -> None:
        """Kafka holds what was sent, and nothing else: else the truth would be no measure."""
        seen = self.witness.positions()
        for place, reasons in self._sent[topic].reasons.items():
            if place in seen:
                told = np.sort(np.fromiter(reasons, np.int64, len(reasons)))
                assert np.array_equal(told, seen[place]), (
                    f"{topic} {place[1]}: Kafka holds {len(seen[place])}, truth {len(told)}"
                )

    def _check_quarantine(self) -> int:
        rows = self._table("quarantine/records").read(["source_id", "partition", "offset", "contract", "reason"])
        found: dict[str, dict[Place, dict[int, str]]] = {topic: defaultdict(dict) for topic in TOPICS}
        for source, partition, offset, contract, reason in zip(*rows.to_pydict().values(), strict=True):
            assert offset not in found[contract][source, partition], "a position is in quarantine twice"
            found[contract][source, partition][offset] = reason
        for topic in TOPICS:
            due = {
                place: {offset: reason for offset, reason in reasons.items() if reason}
                for place, reasons in self._due(topic).items()
            }
            expected, present = _counted(due), _counted(found[topic])
            assert present == expected, f"quarantine of {topic}: {_differing(present, expected)}"
            assert {place: rows for place, rows in due.items() if rows} == dict(found[topic])
        return len(rows)

    def _check_silver_events(self) -> int:
        """Distinct identities, by minute and type; each key once."""
        rows = self._table("silver/events").read(["event_key", "event_time", "event_type"])
        assert len(rows["event_key"].unique()) == len(rows), "an event is in silver twice"
        minutes = rows["event_time"].cast(pa.timestamp("us")).cast(pa.int64()).to_numpy() // 60_000_000
        present = Counter(zip(minutes.tolist(), rows["event_type"].to_pylist(), strict=True))
        identities = self._good_identities("events")
        expected = Counter((identity[2] // 60_000_000, identity[3]) for identity in identities)
        assert len(rows) == len(identities), f"silver.events has {len(rows)}, the truth {len(identities)} identities"
        assert present == expected, f"silver.events differs in {len(_differing(present, expected))} minutes and types"
        return len(identities)

    def _check_silver_users(self) -> int:
        """Rows by persons; that no person is there twice is seen at the end, with a reader of deletion vectors."""
        found, expected = self._table("silver/users").count(), len(self._good_identities("users"))
        assert found == expected, f"silver.users has {found}, the truth {expected} persons"
        return found

    def _good_identities(self, topic: str) -> set[tuple[Any, ...]]:
        due = self._due(topic)
        sent = self._sent[topic].identities
        return {
            sent[place][offset] for place, reasons in due.items() for offset, reason in reasons.items() if not reason
        }

    # --- what the ledger says -----------------------------------------------------------------------------------------

    def _check_ledger(self, topic: str, due: dict[Place, dict[int, str]], findings: Findings) -> None:
        rows = self._deployment.rows(
            f"""SELECT source_id, partition, from_offset, to_offset, records, bronze, rejected, suppressed,
                       accepted, duplicate, conflict, superseded
                FROM ledger.range JOIN ledger.batch USING (job, epoch, batch_id)
                WHERE contract = '{topic}' AND closed_at IS NOT NULL ORDER BY source_id, partition, from_offset"""
        )
        found: dict[Place, list[tuple[int, ...]]] = defaultdict(list)
        for source, partition, *numbers in rows:
            found[source, partition].append(tuple(number or 0 for number in numbers))
        assert found.keys() == {place for place, reasons in due.items() if reasons}, f"{topic}: other places"
        for place, ranges in found.items():
            for start, end, records, bronze, rejected, suppressed, *fates in ranges:
                assert end - start == records == bronze + rejected + suppressed, f"{topic}: an outcome is missing"
                assert bronze == sum(fates), f"{topic}: a fate is missing"
            self._check_gaps(topic, place, [(row[0], row[1]) for row in ranges])
            reasons = Counter(bool(reason) for reason in due[place].values())
            assert sum(row[3] for row in ranges) == reasons[False], f"{topic}: bronze is miscounted"
            assert sum(row[4] for row in ranges) == reasons[True], f"{topic}: rejected is miscounted"
        findings.batches += self._deployment.number(
            f"SELECT count(*) FROM ledger.batch WHERE contract = '{topic}' AND closed_at IS NOT NULL"
        )

    def _check_gaps(self, topic: str, place: Place, ranges: list[tuple[int, int]]) -> None:
        """From the first offset to the last, each in one range, but for what Kafka deleted unread."""
        offsets = self._sent[topic].reasons[place]
        at, gap = min(offsets), self.lost[topic].get(place)
        for start, end in ranges:
            if gap and at == gap[0]:
                at = gap[1]
            assert start == at, f"{topic} {place[1]}: a gap or an overlap of {start - at}"
            at = end
        if gap and at == gap[0]:
            at = gap[1]
        assert at == max(offsets) + 1, f"{topic} {place[1]}: {max(offsets) + 1 - at} positions were not taken"

    def _check_nothing_is_half_done(self) -> None:
        alive = ", ".join(f"'{source}'" for source in self.sources.values())
        half = self._deployment.number(
            f"""SELECT count(DISTINCT (job, epoch, batch_id)) FROM ledger.batch JOIN ledger.range
                USING (job, epoch, batch_id) WHERE closed_at IS NULL AND source_id IN ({alive})"""
        )
        assert half == 0, f"{half} batches are half done"
        work = self._deployment.number(
            """SELECT count(*) FROM ledger.gold_work JOIN ledger.batch USING (job, epoch, batch_id)
               WHERE silver_at IS NOT NULL"""
        )
        assert work == 0, f"gold has {work} days of work left"


def _positions(table: Table) -> dict[Place, np.ndarray]:
    rows = table.read(["source_id", "partition", "offset"])
    places = rows.group_by(["source_id", "partition"]).aggregate([("offset", "list")]).to_pydict()
    return {
        (source, partition): np.sort(np.asarray(offsets, np.int64))
        for source, partition, offsets in zip(
            places["source_id"], places["partition"], places["offset_list"], strict=True
        )
    }


def _of(reasons: dict[int, str], wanted: str) -> np.ndarray:
    return np.sort(np.asarray([offset for offset, reason in reasons.items() if reason == wanted], np.int64))


def _equal(name: str, found: dict[Place, np.ndarray], expected: dict[Place, np.ndarray]) -> None:
    expected = {place: offsets for place, offsets in expected.items() if len(offsets)}
    assert found.keys() == expected.keys(), f"{name}: {len(found)} places instead of {len(expected)}"
    for place, offsets in expected.items():
        doubled = len(found[place]) - len(np.unique(found[place]))
        missing, strange = np.setdiff1d(offsets, found[place]), np.setdiff1d(found[place], offsets)
        assert not doubled, f"{name} {place[1]}: {doubled} positions twice"
        assert not len(missing), f"{name} {place[1]}: {len(missing)} positions missing"
        assert not len(strange), f"{name} {place[1]}: {len(strange)} positions too many"


def _within(offset: int, span: tuple[int, int] | None) -> bool:
    return span is not None and span[0] <= offset < span[1]


def _counted(places: dict[Place, dict[int, str]]) -> Counter[str]:
    return Counter(reason for reasons in places.values() for reason in reasons.values())


def _differing(one: Counter[Any], other: Counter[Any]) -> list[Any]:
    return [key for key in one.keys() | other.keys() if one[key] != other[key]]


def totals(all_findings: Iterable[Findings]) -> Findings:
    """The last ones: each check looks at everything so far."""
    return list(all_findings)[-1]

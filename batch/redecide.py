"""Takes up from the lake what persons have decided, for a registry that was lost and put back (GDPR Art. 7(3), 18): a
backup has decisions as of a moment that is over, and whoever has said no since would be used again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyspark.sql import functions as F

from governance.registry import Registry, Subjects
from lakehouse.catalog import BRONZE
from lakehouse.decisions import Said
from lakehouse.refine import refine
from lakehouse.reopen import ReopenPlan, reopened
from lakehouse.road import Decision, decided
from lakehouse.worker import PassPlan
from lakehouse.writer import Writer
from privacy.policies import POLICIES
from privacy.policy import Policy
from schemas.outcomes import Reason
from schemas.purposes import RESTRICTION
from schemas.tables import ASIDE, QUARANTINE

_AT_ONCE = 10_000


@dataclass(frozen=True)
class Redecided:
    """Decisions that the lake holds, and persons of whom it holds something that is restricted."""

    decisions: int
    restricted: int


def decide_again(registry: Registry, subjects: Subjects, writer: Writer) -> Redecided:
    """Adds what is missing; may be repeated. To be called behind the fence, before a batch opens. What is under a key
    that nobody has any more says nothing. About 60 MB in memory for a million decisions."""
    decisions = 0
    for policy in POLICIES.values():
        if policy.contract.decides:
            for some in _decisions(registry, subjects, writer, policy):
                registry.decide(some)
                decisions += len(some)
    restricted = list(_restricted(subjects, writer))
    registry.decide(restricted)
    return Redecided(decisions, len(restricted))


def _decisions(registry: Registry, subjects: Subjects, writer: Writer, policy: Policy) -> Iterator[list[Decision]]:
    registry.open_batch()
    keys = registry.keys()
    plan = PassPlan(policy, keys.file, keys.fingerprint, registry.snapshot(), registry.quarantine_key())
    open_again = ReopenPlan(keys.file, keys.fingerprint, subjects.snapshot(), ())
    bronze = writer.read(BRONZE[policy.contract.name])
    envelope = reopened(bronze.withColumn("key_day", F.lit(None).cast("date")), open_again)
    for some in decided(refine(envelope, plan).passed).toArrow().to_batches(_AT_ONCE):
        yield [Decision(*row) for row in zip(*(column.to_pylist() for column in some.columns), strict=True)]


def _restricted(subjects: Subjects, writer: Writer) -> Iterator[Decision]:
    """Of whom rows are put aside, or records wait for the end of a restriction: of a lift that only the lost registry
    knew nothing is known here, and they stay restricted until it is asked for again."""
    aside = writer.read(ASIDE).select("subject_id", F.col("put_at").alias("at"))
    waiting = writer.read(QUARANTINE).filter(F.col("reason") == str(Reason.RESTRICTED))
    of_both = aside.unionByName(waiting.select("subject_id", F.col("received_at").alias("at")))
    found = of_both.groupBy("subject_id").agg(F.max("at").alias("at")).toArrow().to_pylist()
    known = subjects.known([row["subject_id"] for row in found])
    for row in found:
        if row["subject_id"] in known:
            yield Decision(row["subject_id"], RESTRICTION.name, row["at"], int(Said.NO), row["at"])

"""What persons have decided, as the lake has it, for a registry that was lost and put back (GDPR Art. 7(3), 18).

A backup has decisions as of a moment that is over, and whoever has said no since would be used again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from pyspark.sql import functions as F

from governance.registry import Registry, Subjects
from lakehouse.catalog import BRONZE
from lakehouse.decisions import Said
from lakehouse.refine import refine
from lakehouse.reopen import ReopenPlan, reopened
from lakehouse.road import DECISION, Decision, pass_plan
from lakehouse.writer import Writer
from privacy.policies import POLICIES
from privacy.policy import Policy
from schemas.outcomes import Outcome, Reason
from schemas.purposes import RESTRICTION
from schemas.tables import ASIDE, QUARANTINE

_AT_ONCE = 10_000


@dataclass(frozen=True, repr=False)
class Redecided:
    """``consents``: columns of :class:`Decision`, each decision once, as of when it came first; ``unread``: records of
    decisions that the contract of today rejects; ``restricted``: of whom the lake holds something that is."""

    consents: pa.Table
    unread: int
    restricted: tuple[Decision, ...]

    def decisions(self) -> Iterator[list[Decision]]:
        """Some at a time."""
        for some in self.consents.to_batches(_AT_ONCE):
            yield [Decision(*row) for row in zip(*(column.to_pylist() for column in some.columns), strict=True)]
        yield list(self.restricted)


def redecided(registry: Registry, subjects: Subjects, writer: Writer) -> Redecided:
    """To be called behind the fence. What is under a key that nobody has any more says nothing. About 60 MB in memory
    for a million decisions."""
    registry.take_up()
    found = [_consents(registry, subjects, writer, policy) for policy in POLICIES.values() if policy.contract.decides]
    passed = pa.concat_tables(found)
    rejected = pc.equal(passed["outcome"], str(Outcome.REJECTED))
    of_decisions = passed.filter(pc.equal(passed["outcome"], str(Outcome.BRONZE))).drop_columns("outcome")
    *which, when = of_decisions.column_names
    # In the order of their arrival, which their numbers follow.
    first = of_decisions.group_by(which).aggregate([(when, "min")]).sort_by(f"{when}_min")
    return Redecided(first, pc.sum(rejected).as_py() or 0, tuple(_restricted(subjects, writer)))


def _consents(registry: Registry, subjects: Subjects, writer: Writer, policy: Policy) -> pa.Table:
    keys, plan = registry.keys(), pass_plan(policy, registry)
    open_again = ReopenPlan(keys.file, keys.fingerprint, subjects.snapshot(), ())
    bronze = writer.read(BRONZE[policy.contract.name])
    envelope = reopened(bronze.withColumn("key_day", F.lit(None).cast("date")), open_again)
    return refine(envelope, plan).passed.select("outcome", "subject_id", *DECISION).toArrow()


def _restricted(subjects: Subjects, writer: Writer) -> Iterator[Decision]:
    """Of whom rows are put aside, or records wait for the end of a restriction: of a lift that only the lost registry
    knew nothing is known here, and they stay restricted until it is asked for again."""
    aside = writer.read(ASIDE).select("subject_id", F.col("put_at").alias("at"))
    waiting = writer.read(QUARANTINE).filter(F.col("reason") == str(Reason.RESTRICTED))
    # What a file says of its arrival may lie ahead, and would outlive the end of the restriction.
    arrived = F.least("received_at", F.current_timestamp()).alias("at")
    of_both = aside.unionByName(waiting.select("subject_id", arrived))
    found = of_both.groupBy("subject_id").agg(F.max("at").alias("at")).toArrow().to_pylist()
    known = subjects.known([row["subject_id"] for row in found])
    for row in found:
        if row["subject_id"] in known:
            yield Decision(row["subject_id"], RESTRICTION.name, row["at"], int(Said.NO), row["at"])

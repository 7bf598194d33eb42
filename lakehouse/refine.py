"""The road itself: envelopes in, rows for bronze, silver and quarantine out. The same for stream, files, replay and
readmission; it never asks which, and never writes."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

from lakehouse.worker import SILVER_PREFIX, STRANGER, PassPlan, pass_schema, passed
from privacy.policy import Policy
from schemas.contract import Contract
from schemas.envelope import ENVELOPE, POSITION
from schemas.outcomes import Outcome


@dataclass(frozen=True)
class Refined:
    """Four frames over one pass.

    ``bronze`` and ``rejected`` have the columns of their tables; ``silver`` has those of the policy and the position;
    ``strangers`` are good records of persons the registry does not know yet: envelope, ``subject_ref``, ``vault``,
    ``not_before``.
    """

    passed: DataFrame
    bronze: DataFrame
    silver: DataFrame
    rejected: DataFrame
    strangers: DataFrame


def refine(envelope: DataFrame, plan: PassPlan) -> Refined:
    """``envelope``: columns of schemas.envelope.ENVELOPE. Lazy: nothing runs until a frame is used."""
    schema = from_arrow_schema(pass_schema(plan.policy))
    return views(envelope.select(*ENVELOPE.names).mapInArrow(passed(plan), schema), plan.policy)


def views(rows: DataFrame, policy: Policy) -> Refined:
    """The four frames over rows of the pass."""
    contract = policy.contract
    bronze = rows.filter(F.col("outcome") == Outcome.BRONZE)
    silver = [F.col(SILVER_PREFIX + name).alias(name) for name in policy.table().column_names]
    positions = [F.col(name).alias(f"position_{name}") for name in POSITION]
    return Refined(
        passed=rows,
        bronze=bronze.select(
            *POSITION, "received_at", "ingest_date", *_contract(contract), "subject_id", "key_version", "payload"
        ),
        silver=bronze.select(*silver, *positions),
        rejected=rows.filter(F.col("outcome") == Outcome.REJECTED).select(
            *POSITION,
            "received_at",
            "ingest_date",
            *_contract(contract),
            "reason",
            "length",
            "subject_id",
            "key_day",
            "payload",
        ),
        strangers=rows.filter(F.col("outcome") == STRANGER).select(
            *ENVELOPE.names, "subject_ref", "vault", "not_before"
        ),
    )


def _contract(contract: Contract) -> tuple[Column, Column]:
    return F.lit(contract.name).alias("contract"), F.lit(contract.version).alias("contract_version")

"""Accounts: positions add up a partition at a time, and records that are passed again are counted once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from lakehouse.accounts import (
    BatchId,
    FateAccount,
    Judgement,
    OutcomeCount,
    PartitionAccount,
    partition_accounts,
)
from lakehouse.fates import judgement_of
from schemas.outcomes import Fate, Outcome, Reason

pytestmark = pytest.mark.unit

STRANGER = "stranger"


def count(**overrides: Any) -> OutcomeCount:
    default = {
        "source_id": "file:f00d", "partition": 0, "outcome": Outcome.BRONZE, "reason": None, "drift": None,
        "records": 10, "least": 0, "most": 9, "unknown_fields": 0,
    }  # fmt: skip
    return OutcomeCount(**(default | overrides))


def accounts(*counts: OutcomeCount) -> tuple[PartitionAccount, ...]:
    return partition_accounts(counts, STRANGER)


def test_nothing_is_nothing() -> None:
    assert accounts() == ()


def test_one_group_is_one_account() -> None:
    (account,) = accounts(count(least=5, most=14, unknown_fields=3))
    assert account == PartitionAccount("file:f00d", 0, 5, 15, 10, 10, 0, 0, 3)


def test_outcomes_add_up_to_the_records_of_a_partition() -> None:
    (account,) = accounts(
        count(records=7, least=2, most=20),
        count(records=3, least=1, most=21, outcome=Outcome.REJECTED, reason=Reason.TOO_DEEP),
        count(records=2, least=5, most=6, outcome=Outcome.REJECTED, reason=Reason.TOO_LONG, unknown_fields=4),
        count(records=1, least=8, most=8, outcome=Outcome.SUPPRESSED),
    )
    assert (account.bronze, account.rejected, account.suppressed) == (7, 5, 1)
    assert account.records == account.bronze + account.rejected + account.suppressed
    assert (account.from_offset, account.to_offset, account.unknown_fields) == (1, 22, 4)
    assert account.reasons == {"too_deep": 3, "too_long": 2}


def test_what_drifts_is_counted_by_field_and_kind() -> None:
    (account,) = accounts(
        count(records=7, least=0, most=6),
        count(records=2, least=7, most=8, drift="referrer:EMAIL"),
        count(records=1, least=9, most=9, drift="referrer:EMAIL,page_url:PHONE"),
    )
    assert (account.bronze, account.drifts) == (10, {"referrer:EMAIL": 3, "page_url:PHONE": 1})


def test_records_that_are_passed_again_are_counted_when_they_come_back() -> None:
    (account,) = accounts(
        count(records=4, most=3),
        count(records=6, least=4, most=9, outcome=STRANGER),
        count(records=6, least=4, most=9),
    )
    assert (account.records, account.to_offset) == (10, 10)


def test_a_batch_of_strangers_alone_has_no_account_yet() -> None:
    assert accounts(count(outcome=STRANGER)) == ()


def test_partitions_and_sources_stay_apart_and_in_order() -> None:
    made = accounts(
        count(partition=2), count(source_id="file:beef", partition=1), count(partition=0), count(partition=2)
    )
    assert [(account.source_id, account.partition, account.records) for account in made] == [
        ("file:beef", 1, 10), ("file:f00d", 0, 10), ("file:f00d", 2, 20),
    ]  # fmt: skip


def test_appends_of_two_tables_epochs_or_jobs_have_ids_of_their_own() -> None:
    ids = {
        BatchId(job, epoch, 1).app_id(table)
        for job in ("events", "users")
        for epoch in (1, 11)
        for table in ("bronze.events", "silver.events")
    }
    assert len(ids) == 8
    assert BatchId("events", 1, 1).app_id("t") == BatchId("events", 1, 2).app_id("t")


DAY = dt.date(2026, 3, 1)


def test_fates_are_added_up_over_days_and_days_are_listed_once() -> None:
    judgement = judgement_of(
        [
            ("s", 1, "accepted", DAY, 3),
            ("s", 0, "accepted", DAY, 5),
            ("s", 0, "accepted", DAY - dt.timedelta(days=1), 2),
            ("s", 0, "accepted", None, 1),
            ("s", 0, "conflict", None, 4),
        ]
    )
    assert judgement == Judgement(
        (FateAccount("s", 0, {Fate.ACCEPTED: 8, Fate.CONFLICT: 4}), FateAccount("s", 1, {Fate.ACCEPTED: 3})),
        (DAY - dt.timedelta(days=1), DAY),
    )
    assert [judgement.total(fate) for fate in Fate] == [11, 0, 4, 0]


def test_nothing_judged_is_no_fate() -> None:
    assert judgement_of([]) == Judgement((), ())
    assert Judgement((), ()).total(Fate.ACCEPTED) == 0

"""The limit on rejections: what share of how many records stops the job, and what is said then."""

from __future__ import annotations

import pytest

from lakehouse.accounts import PartitionAccount
from lakehouse.road import BatchReport
from schemas.outcomes import Reason
from streaming.rejections import RejectionPolicy, RejectionState

pytestmark = pytest.mark.unit

POLICY = RejectionPolicy(share=0.5, window=100)


def batch(records: int, **reasons: int) -> BatchReport:
    rejected = sum(reasons.values())
    account = PartitionAccount("kafka:c/t", 0, 0, records, records, records - rejected, rejected, 0, 0, reasons)
    return BatchReport((account,), None, {}, 0.0)


def after(*batches: BatchReport, policy: RejectionPolicy = POLICY) -> str | None:
    state = RejectionState(policy)
    for report in batches:
        state.take(report)
    return state.exceeded("events")


def test_the_sentence_names_topic_share_commonest_reason_and_its_remedy() -> None:
    words = after(batch(100, invalid_json=50, bad_timestamp=30))
    assert words is not None
    assert words.startswith("80% of the last 100 records of topic events were rejected, 50 of them as invalid_json")
    assert Reason.INVALID_JSON.remedy in words
    assert "the limit is 50%" in words
    assert "\n" not in words


STAYS = {
    "nothing was taken": [],
    "exactly the share": [batch(100, invalid_json=50)],
    "fewer records than the window, all rejected": [batch(99, invalid_json=99)],
    "a bad stretch in a good window": [batch(60), batch(39, invalid_json=39), batch(1)],
    "a bad stretch that is past": [batch(100, invalid_json=100), batch(100)],
}


@pytest.mark.parametrize("batches", STAYS.values(), ids=STAYS.keys())
def test_the_job_goes_on(batches: list[BatchReport]) -> None:
    assert after(*batches) is None


STOPS = {
    "one more than the share": [batch(100, invalid_json=51)],
    "added up over batches": [batch(50, wrong_type=20), batch(50, wrong_type=31)],
    "a good past does not excuse": [batch(10_000), batch(100, wrong_type=100)],
    "several partitions of one batch": [BatchReport(batch(40, too_deep=40).accounts * 3, None, {}, 0.0)],
}


@pytest.mark.parametrize("batches", STOPS.values(), ids=STOPS.keys())
def test_the_job_stops(batches: list[BatchReport]) -> None:
    assert after(*batches) is not None


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_share_of_nothing_or_all_is_no_limit(share: float) -> None:
    assert after(batch(1000, invalid_json=1000), policy=RejectionPolicy(share, 100)) is None


def test_a_state_that_starts_anew_remembers_nothing() -> None:
    assert after(batch(100, invalid_json=100)) is not None
    assert after(batch(99, invalid_json=99)) is None

"""Each malformed record is wrong in the way its reason says, and in no other."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

import pyarrow.compute as pc
import pytest

from batch.synthetic import Rates, Traffic, events
from batch.synthetic.traffic import DAY, SECOND

BASE = 1_767_225_600 * SECOND
TRAFFIC = Traffic(seed=5, base_us=BASE, users=1000, rates=Rates(malformed=dict.fromkeys(Rates().malformed, 0.002)))

pytestmark = pytest.mark.unit


@lru_cache(maxsize=1)
def _by_reason() -> dict[str, list[dict[str, Any]]]:
    table = events(TRAFFIC, 0, 20_000)
    wrong = table.filter(pc.is_valid(table["expected_reason"])).to_pylist()
    return {reason: [r for r in wrong if r["expected_reason"] == reason] for reason in Rates().malformed}


def _parsed(row: dict[str, Any]) -> dict[str, Any]:
    record = json.loads(row["payload"])
    assert isinstance(record, dict)
    return record


def _raises(error: type[Exception], do: Callable[[], object]) -> bool:
    try:
        do()
    except error:
        return True
    return False


def _fails_to_parse(row: dict[str, Any]) -> bool:
    text = row["payload"].decode("utf-8")
    return _raises(json.JSONDecodeError, lambda: json.loads(text))


def _names_a_field_twice(row: dict[str, Any]) -> bool:
    pairs: list[str] = json.loads(row["payload"], object_pairs_hook=lambda found: [name for name, _ in found])
    return len(pairs) == len(set(pairs)) + 1


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(_depth, inner), default=0)


def _wrong_type(row: dict[str, Any]) -> bool:
    record = _parsed(row)
    return not isinstance(record["user_id"], str) or isinstance(record["quantity"], str)


def _out_of_range(row: dict[str, Any]) -> bool:
    record = _parsed(row)
    bounds = {"quantity": (1, 1000), "price": (0, 100_000), "duration_seconds": (0, 86_400)}
    return any(not low <= record.get(field, low) <= high for field, (low, high) in bounds.items())


def _has_lone_surrogate(row: dict[str, Any]) -> bool:
    return _raises(UnicodeEncodeError, lambda: _parsed(row)["browser"].encode())


def _is_no_instant(row: dict[str, Any]) -> bool:
    stamp = _parsed(row)["event_timestamp"]
    return _raises(ValueError, lambda: datetime.fromisoformat(stamp)) or not re.search(r"(Z|[+-]\d\d:\d\d)$", stamp)


WRONG: dict[str, Callable[[dict[str, Any]], bool]] = {
    "null_payload": lambda r: r["payload"] is None,
    "invalid_json": _fails_to_parse,
    "invalid_utf8": lambda r: _raises(UnicodeDecodeError, lambda: r["payload"].decode("utf-8")),
    "not_an_object": lambda r: not isinstance(json.loads(r["payload"]), dict),
    "missing_record_id": lambda r: "event_id" not in _parsed(r),
    "missing_subject": lambda r: "user_id" not in _parsed(r),
    "missing_event_time": lambda r: "event_timestamp" not in _parsed(r),
    "missing_field": lambda r: "event_type" not in _parsed(r),
    "wrong_type": _wrong_type,
    "out_of_range": _out_of_range,
    "not_in_enum": lambda r: _parsed(r)["event_type"] in ("teleport", "PAGE_VIEW"),
    "pattern_mismatch": lambda r: not re.fullmatch(r"[A-Za-z0-9_-]{8,64}", _parsed(r)["event_id"]),
    "too_long": lambda r: len(_parsed(r)["browser"]) > 10_000,
    "bad_timestamp": _is_no_instant,
    "future_event_time": lambda r: r["event_time_us"] > BASE + r["idx"] * 500 + 2 * DAY - SECOND,
    "too_large": lambda r: len(r["payload"]) > 200_000,
    "duplicate_field": _names_a_field_twice,
    "lone_surrogate": _has_lone_surrogate,
    "too_deep": lambda r: _depth(_parsed(r)) > 190,
}


@pytest.mark.parametrize("reason", Rates().malformed)
def test_a_record_is_wrong_in_the_way_its_reason_says(reason: str) -> None:
    rows = _by_reason()[reason]
    assert len(rows) >= 8
    assert all(WRONG[reason](row) for row in rows)


@pytest.mark.parametrize(
    "reason", sorted(set(WRONG) - {"null_payload", "invalid_json", "invalid_utf8", "not_an_object"})
)
def test_a_record_that_parses_is_wrong_in_one_way_only(reason: str) -> None:
    follows = {"missing_record_id", "missing_subject", "missing_event_time", "missing_field"}
    required = {"missing_record_id": "event_id", "missing_subject": "user_id", "missing_field": "event_type"}
    required["missing_event_time"] = "event_timestamp"
    for row in _by_reason()[reason]:
        record = _parsed(row)
        others = {f for name, f in required.items() if name != reason}
        assert others <= set(record)
        assert reason in follows or required["missing_field"] in record


def test_payload_of_a_future_record_says_what_the_truth_says() -> None:
    for row in _by_reason()["future_event_time"]:
        stamp = datetime.fromisoformat(_parsed(row)["event_timestamp"])
        assert round(stamp.timestamp() * SECOND) == row["event_time_us"]

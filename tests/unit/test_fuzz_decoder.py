"""105,000 bent records through the decoder: each has one outcome, and it is the one that the oracle names."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from schemas.decoding import Decoded
from schemas.events import EVENTS
from schemas.outcomes import FAULTS, Reason
from schemas.users import USERS
from tests.support.fuzz import SAMPLES, SEED, Sample, sample
from tests.support.mutations import ARRIVAL, fuzzed
from tests.unit.records import decoded, event, event_and

pytestmark = pytest.mark.unit

NEVER_IN = {"events": {Reason.UNKNOWN_FIELD}, "users": {Reason.UNKNOWN_FIELD, Reason.MISSING_RECORD_ID}}


@dataclass(frozen=True, repr=False)
class Fuzzed:
    """A sample, and what the decoder made of it. A failing test shows rows, never what is in them."""

    name: str
    sample: Sample
    result: Decoded

    @property
    def reasons(self) -> dict[int, Reason]:
        return dict(self.result.rejected)

    def rows(self, wrong: Callable[[int, int], bool]) -> list[int]:
        """Of the good records those that are ``wrong``, asked by row and by place among the good."""
        return [row for place, row in enumerate(self.result.rows.tolist()) if wrong(row, place)]


@pytest.fixture(scope="module", params=SAMPLES)
def fuzz(request: pytest.FixtureRequest) -> Fuzzed:
    made = sample(request.param)
    return Fuzzed(request.param, made, decoded(made.payloads, made.contract, ARRIVAL))


def test_each_payload_has_one_outcome(fuzz: Fuzzed) -> None:
    told = [*fuzz.result.rows.tolist(), *fuzz.reasons]
    assert len(fuzz.result.rejected) + len(fuzz.result.rows) == len(fuzz.sample.payloads)
    assert sorted(told) == list(range(len(fuzz.sample.payloads)))


def test_a_good_share_is_good_and_a_good_share_is_not(fuzz: Fuzzed) -> None:
    assert 0.3 < len(fuzz.result.rows) / len(fuzz.sample.payloads) < 0.7


def test_good_are_those_without_fault(fuzz: Fuzzed) -> None:
    assert fuzz.rows(lambda row, _: bool(fuzz.sample.verdicts[row].faults)) == []
    assert [row for row in fuzz.reasons if not fuzz.sample.verdicts[row].faults] == []


def test_the_reason_is_one_of_the_faults(fuzz: Fuzzed) -> None:
    assert [(row, str(why)) for row, why in fuzz.reasons.items() if why not in fuzz.sample.verdicts[row].faults] == []


def test_every_reason_is_reached(fuzz: Fuzzed) -> None:
    assert set(fuzz.reasons.values()) == set(FAULTS) - NEVER_IN.get(fuzz.name, set())


def test_values_are_those_that_the_oracle_reads(fuzz: Fuzzed) -> None:
    columns = [fuzz.result.columns[field.name].to_pylist() for field in fuzz.sample.contract.fields]
    read = list(zip(*columns, strict=True))
    assert fuzz.rows(lambda row, place: not _same(read[place], fuzz.sample.verdicts[row].values)) == []


def _same(ours: tuple[object, ...], theirs: tuple[object, ...]) -> bool:
    """1 is not 1.0, and zero has no sign."""
    return ours == theirs and [*map(type, ours)] == [*map(type, theirs)] and "-0.0" not in map(str, ours)


def test_unknown_fields_are_as_many_as_the_oracle_counts(fuzz: Fuzzed) -> None:
    counts = fuzz.result.unknown.tolist()
    assert fuzz.rows(lambda row, place: counts[place] != fuzz.sample.verdicts[row].unknown) == []


def test_the_subject_of_a_rejected_record_is_the_one_it_names(fuzz: Fuzzed) -> None:
    told = zip(fuzz.reasons, fuzz.result.rejected_subjects, strict=True)
    assert [row for row, subject in told if subject != fuzz.sample.verdicts[row].subject] == []


def test_canonical_forms_are_equal_exactly_where_the_records_are(fuzz: Fuzzed) -> None:
    values: dict[bytes, tuple[object, ...]] = {}
    forms: dict[tuple[object, ...], bytes] = {}

    def confused(row: int, place: int) -> bool:
        form, record = fuzz.result.canonical[place], fuzz.sample.verdicts[row].values
        return (values.setdefault(form, record), forms.setdefault(record, form)) != (record, form)

    assert fuzz.rows(confused) == []
    assert len(values) > len(fuzz.result.rows) * 0.9


def test_what_stands_beside_a_record_does_not_matter(fuzz: Fuzzed) -> None:
    """Small batches, some wholly good and some with a record that is not even text."""
    reasons, forms = {}, {}
    for first in range(0, 5_000, 7):
        part = decoded(fuzz.sample.payloads[first : min(first + 7, 5_000)], fuzz.sample.contract, ARRIVAL)
        reasons.update({first + row: reason for row, reason in part.rejected})
        forms.update({first + row: form for row, form in zip(part.rows.tolist(), part.canonical, strict=True)})
    together = zip(fuzz.result.rows.tolist(), fuzz.result.canonical, strict=True)
    assert reasons == {row: reason for row, reason in fuzz.reasons.items() if row < 5_000}
    assert [row for row, form in together if row < 5_000 and forms[row] != form] == []


def test_the_same_seed_makes_the_same_records() -> None:
    assert fuzzed(USERS, SEED, 300) == fuzzed(USERS, SEED, 300) != fuzzed(USERS, SEED + 1, 300)


LARGEST = EVENTS.longest_payload


def full_of(piece: bytes, front: bytes = b"[", back: bytes = b"]") -> bytes:
    """A record as large as allowed, with an unknown field of many equal pieces."""
    room = LARGEST - len(event_and(b'"x":' + front + back)) - len(piece)
    return event_and(b'"x":' + front + b",".join([piece] * (room // (len(piece) + 1))) + back)


SLOW = {
    "empty lists side by side": full_of(b"[]"),
    "empty objects side by side": full_of(b"{}"),
    "small objects side by side": full_of(b'{"":0}'),
    "objects, and an instant ahead": full_of(b"{}").replace(b"2026-03-01T11", b"2026-03-02T11"),
    "small numbers": full_of(b"1"),
    "long numbers": full_of(b"1e-300"),
    "small texts": full_of(b'""'),
    "escapes": full_of(b"\\\\" * 30_000, b'"', b'"'),
    "one long number": event_and(b'"price":0.' + b"1" * 65_000),
    "no end of lists": b"[" * LARGEST,
    "no end of objects": b'{"":' * (LARGEST // 4),
    "white space behind brackets": (event()[:-1] + b',"x":[' + b"[]," * 40 + b"1]}").ljust(LARGEST),
    "an unclosed text of escaped quotes": b"[" * 33 + b'"' + rb"\"" * 32_000,
    "an unclosed text that ends in half an escape": b"[" * 33 + b'"' + rb"\"" * 32_000 + b"\\",
    "quotes": b"[" * 33 + b'"' * 65_000,
    "backslashes": b"[" * 33 + b'"' + b"\\" * 65_000,
    "a word that imitates a path": event(event_type="`$." * 21_000),
    "an id of line feeds": event(event_id="\n" * 32_000),
    "an instant of many digits": event(event_timestamp="2026-03-01T11:00:00." + "9" * 65_000 + "Z"),
    "half a surrogate pair behind many objects": full_of(b"{}", b"[", rb',"\ud800"]'),
}


@pytest.mark.parametrize("story", SLOW)
def test_no_record_takes_long(story: str) -> None:
    """A record of 64 KiB, 200 times as large as others, takes 0.1 to 3 ms; the bound leaves room for slow machines."""
    assert len(SLOW[story]) <= LARGEST
    assert min(_seconds(SLOW[story]) for _ in range(3)) < 0.05


def _seconds(payload: bytes) -> float:
    begun = time.process_time()
    assert len(decoded([payload]).rejected) <= 1
    return time.process_time() - begun

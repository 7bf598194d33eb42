"""Decoder and oracle agree on bent records of every contract there could be, not of ours alone."""

from __future__ import annotations

import string
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.constraints import Constraint, Instant, OneOf, Pattern, Real, Text, Whole
from schemas.contract import Contract, Field
from schemas.events import EVENTS
from schemas.outcomes import Reason
from schemas.users import USERS
from tests.support.mutations import ARRIVAL, OF_BYTES, OF_MEMBERS, OfBytes, OfMembers, good, written
from tests.support.oracle import judged
from tests.unit.records import decoded

pytestmark = pytest.mark.property

BOUNDED = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])

names = st.text(string.ascii_lowercase, min_size=1, max_size=6).map(lambda text: f"f_{text}")
counts = st.tuples(st.integers(1, 6), st.integers(0, 20)).map(lambda pair: (pair[0], sum(pair)))
numbers = st.integers(-(2**63), 2**63 - 1)
constraints: st.SearchStrategy[Constraint] = st.one_of(
    counts.map(lambda pair: Text(pair[1], pair[0])),
    st.integers(0, 300).map(Text),
    st.tuples(st.sampled_from(["A-Za-z0-9_-", "A-Z", "0-9"]), counts).map(
        lambda drawn: Pattern(rf"^[{drawn[0]}]{{{drawn[1][0]},{drawn[1][1]}}}\Z")
    ),
    st.lists(st.text(st.characters(codec="utf-8"), max_size=5), min_size=1, max_size=4, unique=True).map(
        lambda words: OneOf(tuple(words))
    ),
    st.lists(numbers, min_size=2, max_size=2).map(lambda pair: Whole(min(pair), max(pair))),
    st.lists(st.floats(-1e300, 1e300), min_size=2, max_size=2).map(lambda pair: Real(min(pair), max(pair))),
    st.just(Instant()),
)


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    """Contracts as another company might write them."""
    with_id = draw(st.booleans())
    roles = [
        Field("who", Text(draw(st.integers(40, 200)), shortest=1), "the person", required=True),
        Field("at", Instant(), "when", required=True),
        *([Field("id", Pattern(r"^[A-Za-z0-9_-]{1,9}\Z"), "the record", required=True)] if with_id else []),
    ]
    others = [
        Field(name, draw(constraints), "any", required=draw(st.booleans()))
        for name in draw(st.lists(names, max_size=5, unique=True))
    ]
    return Contract(
        name="any",
        version=1,
        fields=tuple(draw(st.permutations([*roles, *others]))),
        subject="who",
        event_time="at",
        record_id="id" if with_id else None,
        unknown_fields=draw(st.sampled_from(["drop", "reject"])),
        longest_payload=draw(st.sampled_from([600, 65_536])),
        deepest_nesting=draw(st.integers(1, 40)),
    )


def bent(random: Random, contract: Contract, of_members: list[OfMembers], of_bytes: list[OfBytes]) -> bytes | None:
    members = good(random, contract)
    for mutation in of_members:
        members = mutation(random, members, contract)
    raw: bytes | None = written(random, members)
    for breaking in of_bytes:
        raw = breaking(random, raw or b"{}", written(random, good(random, contract)), contract)
    return raw


def outcome(raw: bytes | None, contract: Contract) -> tuple[object, ...]:
    """What the decoder makes of one payload: the reason and the subject, or the values and the unknown fields."""
    result = decoded([raw], contract, ARRIVAL)
    if result.rejected:
        return (result.rejected[0][1], result.rejected_subjects[0])
    values = tuple(result.columns[field.name][0].as_py() for field in contract.fields)
    return (values, int(result.unknown[0]))


@BOUNDED
@given(
    st.sampled_from([EVENTS, USERS]) | contracts(),
    st.integers(0, 2**32),
    st.lists(st.sampled_from(OF_MEMBERS), max_size=3),
    st.lists(st.sampled_from(OF_BYTES), max_size=1),
)
def test_the_outcome_is_the_one_that_the_oracle_names(
    contract: Contract, seed: int, of_members: list[OfMembers], of_bytes: list[OfBytes]
) -> None:
    raw = bent(Random(seed), contract, of_members, of_bytes)
    verdict = judged(raw, contract, ARRIVAL)
    told = outcome(raw, contract)
    if verdict.faults:
        assert told[0] in verdict.faults
        assert told[1] == verdict.subject
    else:
        assert told == (verdict.values, verdict.unknown)


@BOUNDED
@given(contracts(), st.integers(0, 2**32))
def test_a_good_record_of_any_contract_is_taken(contract: Contract, seed: int) -> None:
    raw = written(Random(seed), good(Random(seed), contract))
    told = outcome(raw, contract)
    assert told[0] is Reason.TOO_LARGE or told[1] == 0
    assert (told[0] is Reason.TOO_LARGE) == (len(raw) > contract.longest_payload)


@BOUNDED
@given(contracts(), st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")))
def test_noise_is_never_a_record(contract: Contract, noise: bytes) -> None:
    assert isinstance(outcome(noise, contract)[0], Reason)

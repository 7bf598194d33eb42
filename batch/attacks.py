"""Attacks on what the lake releases, each beside the same attack on something weak that it must break."""

from __future__ import annotations

import gzip
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from governance.survey.needles import Canary
from governance.survey.search import ScanError, survey
from lakehouse.figures import DailyFigures
from lakehouse.rehearsal import Person, Rehearsal, Singled
from lakehouse.tables import Lake
from lakehouse.writer import Writer
from privacy.anonymity.lattice import Demands, Histogram, Levels, kept, search, steps
from privacy.anonymity.releases import AnonymousRelease
from privacy.attacks import guessing
from privacy.attacks.outcome import Attack, Interval, share
from privacy.differential.releases import DAILY_RELEASES
from privacy.keys import TOKEN_BYTES
from schemas.tables import Table

_SEED = 20261128
_SAMPLE = 20_000
_DRAWS = 100_000
_ACCEPTED = 0.2
"""No theorem: a person's own row is one of those that decide what most of a class have."""
_BUSY = 1_000
"""Events of somebody who is planted."""
_WEAK = "the same columns as silver has them, nobody left out"


class AttackError(Exception):
    """Something released is weaker than was said, or an attack proved nothing; the text says which."""


@dataclass(frozen=True)
class Stand:
    """An anonymous release as it stands: at which levels, with which k."""

    release: AnonymousRelease
    levels: Levels
    k: int


def judge(done: Sequence[Attack]) -> None:
    """Raises AttackError where a bound is exceeded or something weak withstood."""
    broken = [f"{each.name} on {each.target}" for each in done if not each.holds]
    vain = [f"{each.name} on {each.target}" for each in done if not each.proves]
    told = [f"what was said of it does not hold: {', '.join(broken)}"] if broken else []
    told += [f"proves nothing, for something weak withstood it: {', '.join(vain)}"] if vain else []
    if told:
        raise AttackError("; ".join(told))


def on_rows(rehearsal: Rehearsal, stand: Stand) -> Iterator[Attack]:
    """On a release of rows."""
    persons = rehearsal.sampled(_SAMPLE, _SEED)
    released = rehearsal.released()
    singled = rehearsal.singled_out(stand.levels)
    yield _uniqueness(stand, persons, list(released.values()))
    yield from _singling_out(singled, stand, persons)
    yield _homogeneity(singled, stand, persons)
    yield _linkage(stand, persons, released)
    yield from _inference(stand, persons)
    yield _differencing(rehearsal, stand)


def _uniqueness(stand: Stand, persons: Sequence[Person], classes: Sequence[int]) -> Attack:
    few = sum(size for size in classes if size < stand.k)
    weak = share(sum(person.alike < stand.k for person in persons), len(persons))
    return Attack(
        "uniqueness", stand.release.table.full_name, f"rows that fewer than {stand.k} share",
        share(few, sum(classes)), 0.0, "k-anonymity", weak, _WEAK,
    )  # fmt: skip


def _singling_out(found: Singled, stand: Stand, persons: Sequence[Person]) -> Iterator[Attack]:
    table = stand.release.table.full_name
    weak = share(sum(person.alike == 1 for person in persons), len(persons))
    yield Attack(
        "singling out", table, "classes that one person of silver fits alone",
        share(found.fitting_one, found.classes), 0.0, "k-anonymity", weak, _WEAK,
    )  # fmt: skip
    yield Attack(
        "singling out by everything", table, "rows alone in their class with what is sensitive",
        share(found.alone, found.rows), None, "nothing is claimed against who knows what is sensitive", None, "",
    )  # fmt: skip


def _homogeneity(found: Singled, stand: Stand, persons: Sequence[Person]) -> Attack:
    """Where all of a class are alike, who is in it needs no row to be told from (Machanavajjhala et al. 2007)."""
    wanted = [each.l for each in stand.release.sensitive]
    few = sum(any(own < least for own, least in zip(person.different, wanted, strict=True)) for person in persons)
    return Attack(
        "homogeneity", stand.release.table.full_name, "rows in classes of fewer sensitive values than l",
        share(found.alike, found.rows), 0.0, "l-diversity", share(few, len(persons)), _WEAK,
    )  # fmt: skip


def _linkage(stand: Stand, persons: Sequence[Person], released: Mapping[tuple[str, ...], int]) -> Attack:
    linked = guessing.linkage(
        (released.get(stand.release.labels(stand.levels, each.values), 0) for each in persons), _SEED
    )
    weak = guessing.linkage((each.alike for each in persons), _SEED)
    return Attack(
        "linkage", stand.release.table.full_name, "persons whose row is picked by who knows their quasi-identifiers",
        linked, 1 / stand.k, "1 / k", weak, _WEAK,
    )  # fmt: skip


def _inference(stand: Stand, persons: Sequence[Person]) -> Iterator[Attack]:
    """On a release made of half the sample by the same search: the other half tells what is known of everybody."""
    half = len(persons) // 2
    if half < 2 * stand.k:
        return
    members, others = persons[:half], persons[half : 2 * half]
    label, released = _made_of(members, stand)
    raw = dict.fromkeys((person.values for person in members), True)
    for at, each in enumerate(stand.release.sensitive):
        found = _told(members, others, label, released, at)
        weak = _told(members, others, lambda values: values, raw, at)
        yield Attack(
            f"attribute inference: {each.band}", f"a rehearsal of {stand.release.table.full_name}",
            "what is told of members beyond what is of others", found, _ACCEPTED, "as much as is accepted", weak, _WEAK,
        )  # fmt: skip


def _told(
    members: Sequence[Person], others: Sequence[Person], label: Callable[[tuple[str, ...]], tuple[str, ...]],
    released: dict[tuple[str, ...], bool], at: int,
) -> Interval:  # fmt: skip
    known = [[(label(person.values), person.codes[at]) for person in persons] for persons in (members, others)]
    return guessing.inference(known[0], known[1], released)


def _made_of(
    persons: Sequence[Person], stand: Stand
) -> tuple[Callable[[tuple[str, ...]], tuple[str, ...]], dict[tuple[str, ...], bool]]:
    """How a value is labelled in a release of ``persons``, and whether a class is in it."""
    quasi, sensitive = stand.release.quasi, stand.release.sensitive
    columns = [sorted({person.values[at] for person in persons}) for at in range(len(quasi))]
    numbers = [{value: number for number, value in enumerate(column)} for column in columns]
    codes = [np.array([of[person.values[at]] for person in persons]) for at, of in enumerate(numbers)]
    bands = tuple(np.array([person.codes[at] for person in persons]) for at in range(len(sensitive)))
    ones = np.ones(len(persons), dtype=np.int64)
    ladders = [
        steps(ladder.labels(column), np.bincount(own, minlength=len(column)).astype(np.int64), ladder.weight)
        for ladder, column, own in zip(quasi, columns, codes, strict=True)
    ]
    histogram = Histogram(tuple(codes), bands, ones)
    demands = Demands(stand.k, stand.release.suppressed, tuple(each.diversity for each in sensitive))
    levels = search(histogram, ladders, demands).levels
    _, released = kept(histogram, ladders, levels, demands)

    label = partial(stand.release.labels, levels)
    return label, {label(person.values): bool(is_) for person, is_ in zip(persons, released, strict=True)}


def _differencing(rehearsal: Rehearsal, stand: Stand) -> Attack:
    found = rehearsal.few_changed_each(stand.levels)
    few = stand.k - 1
    return Attack(
        "differencing", stand.release.table.full_name, f"classes in which changes of {few} persons show the next time",
        share(found.seen, found.classes), 0.0, f"changes of fewer than {stand.k} do not show",
        share(found.seen_without_rule, found.classes), "each release made anew",
    )  # fmt: skip


def on_figures(figures: DailyFigures, released: Mapping[str, Sequence[Decimal]]) -> Iterator[Attack]:
    """On figures with noise, of somebody with 1,000 events and two profiles, as far as bounds let them in.
    ``released``: by name of the table, the epsilons that days were released with."""
    versions = figures.versions()
    for release in DAILY_RELEASES:
        adds = figures.added_by(release, _BUSY, versions)
        for epsilon in released.get(release.name, ()):
            mechanism = release.mechanism(epsilon)
            yield Attack(
                "membership", release.table.full_name, "members told from others, minus others taken for members",
                guessing.membership(mechanism, adds, _DRAWS),
                guessing.most_advantage(float(epsilon)), f"epsilon {epsilon:f}",
                guessing.membership(mechanism, 10 * adds, _DRAWS), "a person whose part nobody bounded",
            )  # fmt: skip


def on_tokens(spark: SparkSession, lake: Lake, table: Table, identifiers: Sequence[str]) -> Attack:
    """On the pseudonyms of ``table``, by whoever knows identifiers and no key."""
    pseudonyms = Writer(spark, lake).read(table).select(F.col("user_key").alias("token")).distinct()
    guesses = [
        (number, token) for number, each in enumerate(identifiers)
        for token in guessing.tokens(each.encode(), TOKEN_BYTES)
    ]  # fmt: skip
    rows = pa.table({"who": [who for who, _ in guesses], "token": [token for _, token in guesses]})
    guessed = spark.createDataFrame(rows)
    unkeyed = spark.createDataFrame(
        [(bytearray(next(guessing.tokens(each.encode(), TOKEN_BYTES))),) for each in identifiers], "token binary"
    )
    return Attack(
        "brute force of tokens", table.full_name, "known identifiers whose pseudonym is found without the key",
        share(_found(guessed, pseudonyms), len(identifiers)), 0.0, "pseudonyms are random",
        share(_found(guessed, unkeyed), len(identifiers)), "plain hashes of the identifiers",
    )  # fmt: skip


def _found(guessed: DataFrame, tokens: DataFrame) -> int:
    return guessed.join(tokens, "token", "left_semi").select("who").distinct().count()


def on_files(roots: Sequence[Path], but: Sequence[Path], keys: Sequence[bytes]) -> Attack:
    """On every byte under ``roots``, by whoever looks for a key in any disguise."""
    sought = [Canary(f"key-{number}", key) for number, key in enumerate(keys)]
    try:
        found = survey(roots, sought, but)
    except ScanError as error:
        raise AttackError(f"a file cannot be read ({error.code}), so nothing is shown of it: {error.path}") from None
    other = os.urandom(32)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "notes.gz").write_bytes(gzip.compress(b"key=" + other.hex().encode()))
        planted = survey([Path(folder)], [Canary("another key", other)])
    files = {finding.path for finding in found.findings}
    return Attack(
        "key search", "files", f"files with a master key in any encoding; {len(found.gaps)} wrappings not opened",
        share(len(files), found.files), 0.0,
        "no key is in a plan, log or table", share(len(planted.findings) > 0, planted.files),
        "another key, in a packed note",
    )  # fmt: skip

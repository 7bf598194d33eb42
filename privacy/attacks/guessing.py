"""Attacks that need no tables: on a sample of persons, on noise, on tokens."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from privacy.attacks.outcome import Interval, difference, over_baseline, share
from privacy.differential.mechanism import DiscreteLaplace
from privacy.keys import KeyedHash

Labels = tuple[str, ...]


def linkage(classes: Iterable[int], seed: int) -> Interval:
    """Who knows a person's quasi-identifiers picks one of the rows that fit. ``classes``: how many fit, 0 for none."""
    draw = np.random.default_rng(seed)
    sizes = np.array(list(classes), dtype=np.int64)
    wins = (draw.random(len(sizes)) * np.maximum(sizes, 1) < 1) & (sizes > 0)
    return share(int(wins.sum()), len(sizes))


def inference(
    members: Sequence[tuple[Labels, int]], others: Sequence[tuple[Labels, int]], kept: Mapping[Labels, bool]
) -> Interval:
    """Who knows a person's class guesses what most of it have; how much more of the members of a release is told so
    than of others like them. ``members``, ``others``: class and code; ``kept``: whether a class is in the release."""
    everybody = Counter(code for _, code in members)
    most = everybody.most_common(1)[0][0]
    of_class: defaultdict[Labels, Counter[int]] = defaultdict(Counter)
    for labels, code in members:
        of_class[labels][code] += 1

    def right(persons: Sequence[tuple[Labels, int]]) -> Interval:
        guesses = [of_class[labels].most_common(1)[0][0] if kept.get(labels, False) else most for labels, _ in persons]
        return share(sum(guess == code for guess, (_, code) in zip(guesses, persons, strict=True)), len(persons))

    return over_baseline(right(members), right(others))


def membership(mechanism: DiscreteLaplace, adds: int, draws: int) -> Interval:
    """Whether a person who adds ``adds`` to one figure is in it, told by the figure: right among those who are, minus
    wrong among those who are not. The threshold is chosen on one half of the draws and tried on the other."""
    without = np.array(mechanism.noised([0] * draws))
    with_ = np.array(mechanism.noised([adds] * draws))
    half = draws // 2
    thresholds = np.unique(np.quantile(np.concatenate([without[:half], with_[:half]]), np.linspace(0.01, 0.99, 99)))
    best = max(thresholds, key=lambda at: (with_[:half] >= at).mean() - (without[:half] >= at).mean())
    return difference(_above(with_[half:], best), _above(without[half:], best))


def _above(drawn: npt.NDArray[np.int64], threshold: float) -> Interval:
    return share(int((drawn >= threshold).sum()), len(drawn))


def most_advantage(epsilon: float) -> float:
    """Of anybody who tells members from others by something of pure ``epsilon`` (Kairouz, Oh and Viswanath 2015)."""
    return float((np.exp(epsilon) - 1) / (np.exp(epsilon) + 1))


def tokens(identifier: bytes, length: int) -> Iterator[bytes]:
    """What somebody without the key would take the token of an identifier for, ``length`` bytes each: plain hashes, and
    keyed ones under keys that careless people choose."""
    for name in ("sha256", "sha1", "md5", "blake2b", "sha512"):
        yield hashlib.new(name, identifier, usedforsecurity=False).digest()[:length]
    for word in (b"", b"secret", b"password", b"salt", b"key"):
        yield hashlib.sha256(word + identifier).digest()[:length]
        yield KeyedHash(hashlib.sha256(word).digest())(identifier)[:length]
    yield KeyedHash(bytes(32))(identifier)[:length]

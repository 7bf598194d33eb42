"""How far each quasi-identifier is generalised: the levels at which the least is lost and few enough rows are left out.

Works on a histogram of person rows, never on the rows. What a level loses is the non-uniform entropy (de Waal and
Willenborg 1999; Gionis and Tassa 2009): the uncertainty about the value that is left when its label is known, as a
share of that without any. A row that is left out has lost everything. Where a node of the lattice leaves out too many
for k and l, so does every more specific one (Incognito: LeFevre, DeWitt and Ramakrishnan 2005), so nodes are decided
along chains by halving.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Levels = tuple[int, ...]
"""A node of the lattice: a level for each quasi-identifier."""

ROUNDING = 1e-9
"""Of distances, which are sums of shares."""
_DENSE = 1 << 26
"""Keys below it are counted by index, others by sorting."""


class AnonymityError(Exception):
    """No release can be made; the text says why and what to do, and holds no value of a row."""


@dataclass(frozen=True)
class Diversity:
    """What has to hold for a sensitive column of ``size`` codes, 0 for what is not known: at least ``l`` known values
    in each class (l-diversity, distinct: Machanavajjhala et al. 2007), and a distribution within ``t`` of that of all
    rows (t-closeness: Li, Li and Venkatasubramanian 2007), by the earth mover's distance over the ordered codes; 1 asks
    for nothing."""

    size: int
    l: int = 1  # noqa: E741 - the term of the field
    t: float = 1.0


@dataclass(frozen=True)
class Demands:
    """``k``: fewest persons in a class; ``suppressed``: the largest share of persons whose rows may be left out."""

    k: int
    suppressed: float
    diversities: tuple[Diversity, ...] = ()


@dataclass(frozen=True)
class Histogram:
    """How many persons have each combination. ``codes``: an array for each quasi-identifier; ``sensitive``: one for
    each sensitive column; ``counts``: persons, all of one length."""

    codes: tuple[Ints, ...]
    sensitive: tuple[Ints, ...]
    counts: Ints

    @property
    def persons(self) -> int:
        return int(self.counts.sum())


@dataclass(frozen=True)
class Steps:
    """Of one quasi-identifier: from the code of a value to the code of its label, for each level; and how much of the
    value is lost at each, from 0 to 1."""

    maps: tuple[Ints, ...]
    losses: tuple[float, ...]
    weight: float = 1.0

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(int(codes.max(initial=-1)) + 1 for codes in self.maps)


@dataclass(frozen=True)
class Found:
    """``levels``: of each quasi-identifier; ``suppressed``: persons left out; ``loss``: what is lost, from 0 to 1."""

    levels: Levels
    suppressed: int
    loss: float


def steps(labels: Sequence[Sequence[str]], counts: Ints, weight: float = 1.0) -> Steps:
    """``labels``: see ``Ladder.labels``, of the values in the order of their codes; ``counts``: persons by code."""
    maps = tuple(np.unique(np.array(level, dtype=object), return_inverse=True)[1].astype(np.int64) for level in labels)
    whole = _entropy(counts)
    left = [whole - _entropy(_summed(codes, counts)) for codes in maps]
    return Steps(maps, tuple(each / whole if whole > 0 else 0.0 for each in left), weight)


def search(histogram: Histogram, ladders: Sequence[Steps], demands: Demands) -> Found:
    """The node at which the least is lost. Raises AnonymityError if there are fewer than k persons, or if too many rows
    would be left out even with every quasi-identifier at its last level."""
    if histogram.persons < demands.k:
        raise AnonymityError(
            f"fewer than k = {demands.k} persons: there is nobody to hide among; lower RELEASE_K or wait"
        )
    return _Search(histogram, ladders, demands).best()


def suppressed(histogram: Histogram, ladders: Sequence[Steps], levels: Levels, demands: Demands) -> int:
    """How many persons are in classes for which the demands do not hold."""
    return _left_out(_classes(histogram, ladders, levels), demands, with_t=True)


def kept(histogram: Histogram, ladders: Sequence[Steps], levels: Levels, demands: Demands) -> tuple[Ints, Bools]:
    """Of each row of the histogram, the number of its class, and whether that class is released."""
    classes = _classes(histogram, ladders, levels)
    return classes.row_class, _holding(classes, demands, with_t=True)[classes.row_class]


class _Search:
    def __init__(self, histogram: Histogram, ladders: Sequence[Steps], demands: Demands) -> None:
        self._histogram, self._ladders, self._demands = histogram, ladders, demands
        self._cap = int(demands.suppressed * histogram.persons)
        shape = tuple(len(each.maps) for each in ladders)
        self._possible = np.ones(shape, dtype=bool)
        """False: leaves out too many for k and l."""
        self._known = np.zeros(shape, dtype=bool)
        """True: is known to leave out few enough for k and l."""
        self._losses = _node_losses(ladders)

    def best(self) -> Found:
        top = tuple(size - 1 for size in self._possible.shape)
        if not self._holds(top):
            raise AnonymityError(
                "too many rows would be left out even with every quasi-identifier taken away: the sensitive columns "
                "are not diverse enough for l"
            )
        found: Found | None = None
        for levels in self._by_loss():
            if not self._possible[levels] or (found and self._losses[levels] >= found.loss):
                continue
            if not self._known[levels]:
                self._climb(levels)
            if self._known[levels]:
                found = self._better(found, levels)
        if found is None:
            raise AnonymityError("too many rows would be left out at every level: t is too small for these columns")
        return found

    def _by_loss(self) -> list[Levels]:
        order = np.argsort(self._losses, axis=None, kind="stable")
        return [tuple(map(int, np.unravel_index(at, self._losses.shape))) for at in order]

    def _better(self, found: Found | None, levels: Levels) -> Found | None:
        out = suppressed(self._histogram, self._ladders, levels, self._demands)
        share = out / self._histogram.persons
        loss = share + (1 - share) * float(self._losses[levels])
        if out > self._cap or (found and found.loss <= loss):
            return found
        return Found(levels, out, loss)

    def _climb(self, levels: Levels) -> None:
        """Decides a chain from ``levels`` up to where it is known to hold, by halving."""
        chain = [levels]
        while not self._known[chain[-1]]:
            chain.append(min(self._above(chain[-1]), key=lambda node: self._losses[node]))
        low, high = -1, len(chain) - 1  # the last one that does not hold, the first that does
        while high - low > 1:
            middle = (low + high) // 2
            if self._holds(chain[middle]):
                high = middle
            else:
                low = middle

    def _above(self, levels: Levels) -> list[Levels]:
        higher = [(*levels[:at], level + 1, *levels[at + 1 :]) for at, level in enumerate(levels)]
        return [node for node in higher if all(a < b for a, b in zip(node, self._possible.shape, strict=True))]

    def _holds(self, levels: Levels) -> bool:
        """Whether few enough are left out for k and l; what follows for other nodes is noted."""
        if self._known[levels] or not self._possible[levels]:
            return bool(self._known[levels])
        out = _left_out(_classes(self._histogram, self._ladders, levels), self._demands, with_t=False)
        if out <= self._cap:
            self._known[tuple(slice(level, None) for level in levels)] = True
            return True
        self._possible[tuple(slice(None, level + 1) for level in levels)] = False
        return False


@dataclass(frozen=True)
class _Classes:
    """Persons by class, and by class and code of each sensitive column where there are enough persons."""

    sizes: Ints
    row_class: Ints
    histogram: Histogram


def _classes(histogram: Histogram, ladders: Sequence[Steps], levels: Levels) -> _Classes:
    key, _ = _key(histogram, ladders, levels)
    row_class, sizes = _grouped(key, histogram.counts)
    return _Classes(sizes, row_class, histogram)


def _left_out(classes: _Classes, demands: Demands, with_t: bool) -> int:
    return int(classes.sizes.sum() - classes.sizes[_holding(classes, demands, with_t)].sum())


def _holding(classes: _Classes, demands: Demands, with_t: bool) -> Bools:
    """Of each class, whether the demands hold."""
    enough = classes.sizes >= demands.k
    holding = enough.copy()
    at = np.full(len(enough), -1, dtype=np.int64)
    at[enough] = np.arange(int(enough.sum()))
    rows = at[classes.row_class]
    inside = rows >= 0
    for diversity, codes in zip(demands.diversities, classes.histogram.sensitive, strict=True):
        if diversity.l <= 1 and (diversity.t >= 1 or not with_t):
            continue
        size = diversity.size
        counted = np.bincount(
            rows[inside] * size + codes[inside], classes.histogram.counts[inside], int(enough.sum()) * size
        ).reshape(-1, size)
        known = (counted[:, 1:] > 0).sum(axis=1)
        good = (known >= diversity.l) | (diversity.l <= 1)
        if with_t and diversity.t < 1:
            whole = np.bincount(codes, classes.histogram.counts, size)
            good &= distances(counted, whole) <= diversity.t + ROUNDING
        holding[enough] &= good
    return holding


def distances(counted: Ints | Floats, whole: Ints | Floats) -> Floats:
    """Earth mover's distance of each row of ``counted`` (classes x ordered codes) from ``whole``, from 0 to 1: that
    between the lowest and the highest code that anybody has."""
    there = whole > 0
    shares = counted[:, there] / np.maximum(counted.sum(axis=1, keepdims=True), 1)
    off = np.cumsum(shares - whole[there] / max(whole.sum(), 1), axis=1)
    most = max(int(there.sum()) - 1, 1)
    return np.asarray(np.abs(off).sum(axis=1) / most, dtype=np.float64)


def _key(histogram: Histogram, ladders: Sequence[Steps], levels: Levels) -> tuple[Ints, int]:
    key, radix = np.zeros(len(histogram.counts), dtype=np.int64), 1
    for codes, ladder, level in zip(histogram.codes, ladders, levels, strict=True):
        size = ladder.sizes[level]
        if size > 1:
            key, radix = key * size + ladder.maps[level][codes], radix * size
    _check_radix(radix)
    return key, radix


def _check_radix(radix: int) -> None:
    if radix > 2**62:
        raise AnonymityError("the quasi-identifiers have too many combinations: begin them at coarser levels")


def _grouped(key: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """(class of each row, counts by class)."""
    most = int(key.max(initial=0)) + 1
    if most <= min(_DENSE, 8 * len(key) + 1024):
        sums = np.bincount(key, counts, most)
        there = sums > 0
        number = np.cumsum(there) - 1
        return number[key], sums[there].astype(np.int64)
    _, of_row = np.unique(key, return_inverse=True)
    return of_row, np.bincount(of_row, counts).astype(np.int64)


def _summed(codes: Ints, counts: Ints) -> Ints:
    return np.bincount(codes, counts).astype(np.int64)


def _entropy(counts: Ints) -> float:
    """In bits."""
    whole = counts.sum()
    shares = counts[counts > 0] / max(whole, 1)
    return float(-(shares * np.log2(shares)).sum())


def _node_losses(ladders: Sequence[Steps]) -> Floats:
    """Weighted mean of the losses of the columns, for each node."""
    whole = sum(ladder.weight for ladder in ladders)
    losses: Floats = np.zeros([len(ladder.maps) for ladder in ladders])
    for at, ladder in enumerate(ladders):
        shape = [1] * len(ladders)
        shape[at] = -1
        losses = losses + np.array(ladder.losses).reshape(shape) * (ladder.weight / whole)
    return losses

"""Fingerprints of who is in a cell and what they add to it: enough to tell how many persons have changed something
since a figure was published, and no more.

Persons fall into 64 buckets; of a bucket each figure has one byte, over the persons who add something to it. A byte is
of the cell too, so a person's bytes in two cells have nothing in common.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce

from pyspark.sql import Column
from pyspark.sql import functions as F

BUCKETS = 64
_FORM = -1
"""Key of the entry that says what the bytes are of."""
_BYTES = 8

Parts = tuple[str, ...]
"""Columns with what a person adds to a figure; () is that the person is there."""


class Fingerprints:
    """Of a table whose figures are made of ``parts``. A fingerprint of a cell is a MAP<TINYINT, BIGINT>: by bucket a
    byte for each of them, those that are 0 left out."""

    def __init__(self, parts: Iterable[Parts], form: str = "") -> None:
        """``form``: what else has to be equal for two fingerprints to be compared."""
        self.parts: tuple[Parts, ...] = tuple(dict.fromkeys([(), *parts]))
        if len(self.parts) > _BYTES:
            raise ValueError(f"a table has at most {_BYTES - 1} figures of different parts: split it")
        text = repr((1, BUCKETS, self.parts, form)).encode()
        self._form = int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), signed=True)

    def of_bucket(self, cell: Sequence[str]) -> Column:
        """Aggregate over the persons of one bucket of a cell."""
        bytes_ = [F.shiftleft(self._byte(cell, parts), 8 * at) for at, parts in enumerate(self.parts)]
        return F.bit_xor(reduce(Column.bitwiseOR, bytes_))

    def of_cell(self, bucket: str, print_: str) -> Column:
        """Aggregate over the buckets of one cell."""
        buckets = F.map_from_entries(F.collect_list(F.struct(bucket, print_)))
        return F.map_concat(F.map_filter(buckets, lambda _, value: value != 0), self.nobody())

    def nobody(self) -> Column:
        """The fingerprint of a cell that nobody is in."""
        return F.create_map(F.lit(_FORM).cast("tinyint"), F.lit(self._form).cast("bigint"))

    def comparable(self, state: Column) -> Column:
        """Whether ``state`` is of the same figures."""
        return F.try_element_at(state, F.lit(_FORM).cast("tinyint")).eqNullSafe(F.lit(self._form))

    def differences(self, before: Column, after: Column) -> Column:
        """What :meth:`changed` counts in; null stands for a cell without persons."""
        both = _beside(before, after, lambda _, old, new: old.bitwiseXOR(new))
        return F.map_values(F.map_filter(both, lambda bucket, _: bucket != _FORM))

    def changed(self, differences: Column, parts: Parts) -> Column:
        """In how many buckets somebody's part has changed: never more than there are such persons."""
        mask = F.lit(self._mask(parts))
        return F.size(F.filter(differences, lambda value: value.bitwiseAND(mask) != 0))

    def merged(self, before: Column, after: Column, renewed: Mapping[Parts, Column]) -> Column:
        """The fingerprint of a cell in which those of ``renewed`` were replaced and all else stays."""
        masks = [F.when(is_, F.lit(self._mask(parts))).otherwise(F.lit(0)) for parts, is_ in renewed.items()]
        taken = reduce(Column.bitwiseOR, masks)

        def chosen(bucket: Column, old: Column, new: Column) -> Column:
            of_bucket = new.bitwiseAND(taken).bitwiseOR(old.bitwiseAND(F.bitwise_not(taken)))
            return F.when(bucket == _FORM, F.lit(self._form)).otherwise(of_bucket)

        return F.map_filter(_beside(before, after, chosen), lambda _, value: value != 0)

    def _byte(self, cell: Sequence[str], parts: Parts) -> Column:
        person = F.xxhash64(*cell, "user_key")
        print_ = (F.xxhash64(person, *parts) if parts else person).bitwiseAND(F.lit(255))
        if not parts:
            return print_
        adds = reduce(Column.__or__, (F.coalesce(F.col(part) != 0, F.lit(False)) for part in parts))
        return F.when(adds, print_).otherwise(F.lit(0))

    def _mask(self, parts: Parts) -> int:
        return int.from_bytes((255 << 8 * self.parts.index(parts)).to_bytes(_BYTES), signed=True)


def _beside(before: Column, after: Column, of: Callable[[Column, Column, Column], Column]) -> Column:
    none = F.lit(0).cast("bigint")
    nobody = F.create_map().cast("map<tinyint,bigint>")
    return F.map_zip_with(
        F.coalesce(before, nobody),
        F.coalesce(after, nobody),
        lambda bucket, old, new: of(bucket, F.coalesce(old, none), F.coalesce(new, none)),
    )

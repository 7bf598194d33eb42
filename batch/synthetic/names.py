"""What people are called: pools of names from several languages, made once per process from a fixed seed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from faker import Faker

_SEED = 7_041_776
_PER_LANGUAGE = 600
_ASCII_LOCALES = ("en_US", "en_GB", "nl_NL", "it_IT")
_OTHER_LOCALES = (
    "de_DE",
    "fr_FR",
    "es_MX",
    "pl_PL",
    "cs_CZ",
    "el_GR",
    "ru_RU",
    "ar_SA",
    "he_IL",
    "ja_JP",
    "zh_CN",
    "ko_KR",
)


class Names(NamedTuple):
    """First and last names; ``plain`` ones are ASCII, every ``accented`` one has a character beyond it."""

    plain_first: tuple[str, ...]
    plain_last: tuple[str, ...]
    accented_first: tuple[str, ...]
    accented_last: tuple[str, ...]


@lru_cache(maxsize=1)
def names() -> Names:
    """The pools; the same in every process that has the same version of Faker."""
    every = [(fake.first_name(), fake.last_name()) for fake in _sources() for _ in range(_PER_LANGUAGE)]
    first, last = (tuple(dict.fromkeys(side)) for side in zip(*every, strict=True))
    return Names(_ascii(first, True), _ascii(last, True), _ascii(first, False), _ascii(last, False))


def latin(name: str) -> str:
    """Lower-case ASCII letters of a name, for the local part of an e-mail address; ``x`` where nothing is left."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub("[^a-z]", "", bare.lower()) or "x"


def _sources() -> list[Faker]:
    sources = [Faker(locale) for locale in _ASCII_LOCALES + _OTHER_LOCALES]
    for fake in sources:
        fake.seed_instance(_SEED)
    return sources


def _ascii(words: tuple[str, ...], wanted: bool) -> tuple[str, ...]:
    return tuple(word for word in words if word.isascii() == wanted)

"""Column names as words: split, folded, and asked what they say. Words are compared whole, never as parts of others.

``subscription_tier`` has no ``ip`` in it, and ``email_verified`` says of an e-mail address only whether it was verified.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from privacy.detection.lexicon import (
    ATTRIBUTES,
    CONTRARY,
    GENERIC,
    KEYS,
    NAMES,
    PEOPLE,
    PHRASES,
    SINGLES,
    THINGS,
)
from schemas.kinds import Kind

_PART = re.compile(r"[^\W\d_]+|\d+", re.UNICODE)
_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][^\W\d_A-Z])")
_SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})
_SHORTEST_PART = 3
_PARTS_OF_NAMES = frozenset("first last given family middle surname forename".split())
_QUESTIONS = frozenset("is has had num count total avg mean max min was can".split())
_SHORT_PARTS = frozenset({"id", "no", "nr", "ip", "cc", "cd", "nm"})


def folded(text: str) -> str:
    """Lower case without accents: what words and names are compared by."""
    if text.isascii():
        return text.lower()
    lower = unicodedata.normalize("NFKC", text).lower().translate(_SPECIAL)
    if lower.isascii():
        return lower
    bare = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare)


@lru_cache(maxsize=20_000)
def words(name: str) -> tuple[str, ...]:
    """``name`` split at punctuation, digits and camel humps; a compound of known words into these."""
    found: list[str] = []
    for part in _PART.findall(unicodedata.normalize("NFKC", name)):
        for piece in _CAMEL.split(part):
            word = folded(piece)
            found += _compound(word) if word.isalpha() and word not in _KNOWN else [word]
    return tuple(found)


def _compound(word: str) -> list[str]:
    """The known words that ``word`` is made of from its first letter to its last; else the word itself."""
    best: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for begin in range(end):
            head, piece = best[begin], word[begin:end]
            usable = piece in _KNOWN and (len(piece) >= _SHORTEST_PART or piece in _SHORT_PARTS or not piece.isascii())
            if head is not None and usable and (best[end] is None or len(head) + 1 < len(best[end] or [])):
                best[end] = [*head, piece]
    return best[-1] or [word]


class NameEvidence:
    """What the words of a column's name say. ``strength(kind)``: 2 it names the kind, 1 it may be, 0 nothing,
    -1 it names something else."""

    def __init__(self, name: str, table: str = "") -> None:
        self.words = words(name)
        self._table = words(table)
        self._text = " ".join(self.words)
        self._attribute = self._is_attribute()
        self._thing = any(word in THINGS and word not in GENERIC for word in self.words)
        self._person = any(word in PEOPLE for word in self.words) or self.words[-1:] == ("by",)

    @property
    def generic(self) -> bool:
        """Whether it says nothing at all: ``col_7``, ``value``, ``x``."""
        return all(word in GENERIC or word.isdigit() or len(word) == 1 for word in self.words)

    @property
    def bare_key(self) -> bool:
        """Whether it says that it names something and not what: `id`."""
        return bool(self.words) and all(word in KEYS for word in self.words)

    @property
    def of_a_person(self) -> bool:
        return self._person

    @property
    def of_a_thing(self) -> bool:
        return self._thing and not self._person

    def is_attribute(self) -> bool:
        """Whether it asks how, how many or whether, so that the value is not what the other words name."""
        return self._attribute

    def strength(self, kind: Kind) -> int:
        if kind is Kind.USER_ID:
            return self._user_id()
        found = self._named(kind)
        if found and self._attribute:
            return -1
        if found and any(word in CONTRARY.get(kind, ()) for word in self.words):
            return -1
        if kind is Kind.PERSON_NAME:
            return self._person_name(found)
        return found or (-1 if self._attribute else 0)

    def _named(self, kind: Kind) -> int:
        if any(_contains(self.words, phrase) for phrase in PHRASES.get(kind, ())):
            return 2
        return 2 if any(word in SINGLES.get(kind, ()) for word in self.words) else 0

    def _person_name(self, found: int) -> int:
        if found:
            return 2
        says_name = any(word in NAMES for word in self.words)
        if self._attribute:
            return -1
        if self.words[-1:] and self.words[-1] in _PARTS_OF_NAMES and not self._thing:
            return 2
        if self._person:
            return 2 if says_name else 1
        if self._thing:
            return -1
        if says_name:
            return 1
        return 0

    def _user_id(self) -> int:
        if any(_contains(self.words, phrase) for phrase in PHRASES[Kind.USER_ID]):
            return -1 if self._attribute else 2
        singles = [at for at, word in enumerate(self.words) if word in SINGLES[Kind.USER_ID]]
        if singles:
            table_of_things = any(word in THINGS or word.rstrip("s") in THINGS for word in self._table)
            if self._attribute or (self.words == ("uid",) and table_of_things and not self._of_people_table()):
                return -1
            return -1 if any(word in THINGS for word in self.words[singles[-1] + 1 :]) else 2
        is_key = any(word in KEYS for word in self.words)
        if self._attribute and not self._key_last():
            return -1
        if self._person and is_key:
            last_person = max((at for at, word in enumerate(self.words) if word in PEOPLE), default=len(self.words))
            things = [at for at, word in enumerate(self.words) if word in THINGS]
            return -1 if any(at > last_person for at in things) else 2
        if self._person and not is_key:
            return 0 if self._thing or set(self.words) & {"account", "acct"} else 1
        if is_key and all(word in KEYS or word in GENERIC for word in self.words) and self._of_people_table():
            return 1
        return -1 if self._thing else 0

    def _of_people_table(self) -> bool:
        return any(word in PEOPLE or word.rstrip("s") in PEOPLE for word in self._table)

    def _key_last(self) -> bool:
        return bool(self.words) and self.words[-1] in KEYS

    def _is_attribute(self) -> bool:
        meaning = [word for word in self.words if not word.isdigit()]
        if not meaning:
            return False
        asks = len(meaning) > 1 and meaning[0] in _QUESTIONS and meaning[-1] not in KEYS
        return asks or meaning[-1] in ATTRIBUTES


def _contains(words_of_name: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    span = len(phrase)
    return any(words_of_name[at : at + span] == phrase for at in range(len(words_of_name) - span + 1))


_KNOWN = frozenset(
    {
        *PEOPLE,
        *KEYS,
        *NAMES,
        *ATTRIBUTES,
        *THINGS,
        *(word for listed in SINGLES.values() for word in listed),
        *(word for listed in PHRASES.values() for phrase in listed for word in phrase),
    }
)

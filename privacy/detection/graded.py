"""What one word of a text may be: a given name, a family name, a word for a thing, or a word of no list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from privacy.detection.people import given_and_family, lists
from privacy.detection.vocabulary import ORDINARY, PLACES, common_words, frequent_words
from privacy.detection.words import folded

_NO_FAMILY = re.compile(
    r"(?:ics|ware|tech|soft|tronics?|logy|graphy|tion|ment|ness|able|ible|ous|less|ism|ity|ship|works|labs|cast|flex|max|plus|pro|shop|store|zone)$"
)
"""How words end that no dictionary holds and that name firms and products."""


@dataclass(frozen=True)
class Word:
    """What one word of a text may be. ``given`` and ``family``: in a dictionary of names; ``usual``: a given name that
    many have, and no word for a thing; ``doubtful``: a name and a thing; ``ordinary``: a thing; ``rare``: in no list."""

    given: bool
    family: bool
    usual: bool
    doubtful: bool
    ordinary: bool
    rare: bool
    common: bool

    @property
    def may_be_name(self) -> bool:
        return self.given or self.family or self.rare

    @property
    def told(self) -> bool:
        """A given name that is hardly anything else: usual, or in no list of words or places."""
        return self.usual or (self.given and not self.common and not self.doubtful)


FAMILY = Word(given=False, family=True, usual=False, doubtful=False, ordinary=False, rare=False, common=False)
"""What follows ``van`` or ``de la``."""


@lru_cache(maxsize=50_000)
def graded(word: str) -> Word:
    """``word`` as written, without a dot."""
    known, plain = lists(), folded(word)
    given, family = given_and_family(plain, known)
    colour, common = plain in known.colours, plain in common_words()
    many = plain in known.common or plain in known.usual_families
    town = plain in known.things and plain not in known.foremost and plain not in known.usual_families
    doubtful = plain in ORDINARY or plain in PLACES or colour or town
    ordinary = not many and (plain in frequent_words() or ((common or colour) and not (given or family)))
    rare = not (given or family or common or colour) and len(plain) > 1 and not _NO_FAMILY.search(plain)
    return Word(given, family, plain in known.common and not doubtful, doubtful, ordinary, rare, common)

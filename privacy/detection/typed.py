"""Names in small letters, as people type them into a search field or a chat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile

from privacy.detection.eponyms import is_listed
from privacy.detection.graded import graded
from privacy.detection.introductions import Expected, expected, introduces
from privacy.detection.people import lists
from privacy.detection.span import Span
from privacy.detection.vocabulary import ORDINARY, common_words, frequent_words
from privacy.detection.words import folded
from schemas.kinds import Kind

_LONGEST_QUERY, _MOST_BLANKS = 80, 7
_SMALL_WORD = re.compile(r"(?<![\w@#/._-])[^\W\d_]+(?:['’-][^\W\d_]+)*(?![\w@])")


def names_in_small_letters(text: str) -> Iterator[Span]:
    """As people type them into a search field: a very usual given name and a family name, neither a word for a thing;
    with an introduction before them, any that are like names."""
    if len(text) > _LONGEST_QUERY or text.count(" ") > _MOST_BLANKS:
        return
    found = list(_SMALL_WORD.finditer(text))
    introduced = introduces(text)
    at = 0
    while at < len(found) - 1:
        count = _small_words(text, found[at : at + _MOST_SMALL], introduced)
        if count:
            yield Span(found[at].start(), found[at + count - 1].end(), Kind.PERSON_NAME)
        at += count or 1


_MOST_SMALL = 3


def _small_words(text: str, found: list[re.Match[str]], introduced: bool) -> int:
    """Of how many of the words that begin with the first a name consists, or 0."""
    one, two = found[0], found[1]
    first, last = folded(one.group()), folded(two.group())
    if (
        text[one.end() : two.start()] != " "
        or _is_plain(first)
        or not (one.group().islower() and two.group().islower())
    ):
        return 0
    if introduced and expected(text, one.start()) is Expected.SURELY:
        count = _introduced_words(text, found)
        if count:
            return count
    return 2 if _is_typed_name(first, last) else 0


def _introduced_words(text: str, found: list[re.Match[str]]) -> int:
    joined = 1 + sum(1 for _ in takewhile(lambda pair: text[pair[0].end() : pair[1].start()] == " ", pairwise(found)))
    words = [graded(match.group().title()) for match in found[:joined] if match.group().islower()]
    for count in range(len(words), 1, -1):
        fits = all(word.may_be_name and not word.ordinary for word in words[:count])
        if fits and any((word.given or word.family) and not word.doubtful for word in words[:count]):
            return count
    return 0


def _is_plain(word: str) -> bool:
    return word in frequent_words() and word not in lists().common and word not in lists().usual_families


def _is_typed_name(first: str, last: str) -> bool:
    known = lists()
    if first not in known.common or {first, last} & known.things or is_listed([first, last]) or last in known.common:
        return False
    form = last.replace("'", "").replace("’", "")
    unheard = first in known.foremost and first not in ORDINARY and len(last) >= _SHORTEST_UNHEARD
    return last in known.family or form in known.family or (unheard and form not in common_words())


_SHORTEST_UNHEARD = 4

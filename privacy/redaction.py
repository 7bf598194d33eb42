"""Redaction of free text by what is known, not by what is feared: a word stays only if it stands in a public list of
common words and is nobody's name.

First what the recognisers find becomes its kind in brackets. Of the rest a word that is in no list, or is a name,
becomes ``[OTHER]``; so what nobody has recognised goes too. Common words of nine languages: ``wordfreq`` (Speer 2022).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, pairwise

from privacy.detection.lexica import lexicon
from privacy.detection.people import lists
from privacy.detection.spans import spans_but_single_names
from privacy.detection.vocabulary import ORDINARY, common_words
from privacy.detection.words import folded
from schemas.kinds import Kind

OTHER = "[OTHER]"
_NAME = f"[{Kind.PERSON_NAME}]"
_TOKEN = re.compile(
    r"(?P<kind>\[[A-Z_]+\])|(?P<size>(?<!\S)[0-9]{1,2}(?!\S))|(?P<word>(?<![^\W_])[^\W\d_]+(?![^\W_]))|[^\W_]+"
)
"""A number of up to two digits that stands alone is a size or a count; any other may be part of anything."""
_OF_SOMEBODY = re.compile(r"['’]s\b")
_CUT = re.compile(r"(?=\S*[^\W_][^\w\s'’&/-][^\W_])\S+|(?:[^\W_]+[-/&'’]){2,}[^\W_]+")
"""What has signs between its letters, and not as compounds have them: a name or a number in pieces."""
_NUMBERS = frozenset("zero oh one two three four five six seven eight nine double triple".split())
_MOST_PIECES = 2
"""So many numbers, letters or words for digits may follow each other; more may be a number or a name in pieces."""
_LONGEST = 2_000


@lru_cache(maxsize=1)
def vocabulary() -> frozenset[str]:
    """The words that may stay, folded. Read once a process: a tenth of a second, 10 MB."""
    return lexicon("vocabulary", ("wordfreq", "nomquamgender", "names", "faker"), _vocabulary)["words"]


def _vocabulary() -> dict[str, frozenset[str]]:
    kept = common_words() - lists().common - lists().usual_families
    return {"words": kept | ORDINARY}


@lru_cache(maxsize=100_000)
def redacted(text: str) -> str | None:
    """``text`` in lower case, its words apart by a space; None where it has none. Raises nothing."""
    plain = text.split()
    # Most texts: nothing to find in common words in small letters.
    if all(map(vocabulary().__contains__, plain)) and len(_without_pieces(plain)) == len(plain):
        return " ".join(plain) or None
    return " ".join(_without_repetitions(_words(_marked(text)))) or None


def _marked(text: str) -> str:
    """With what the recognisers find as a kind in brackets, and no other bracket."""
    text = _OF_SOMEBODY.sub("", unicodedata.normalize("NFKC", text)[:_LONGEST])
    out, at = [], 0
    for span in spans_but_single_names(text):
        out += [_uncut(text[at : span.start]), f" [{span.kind}] "]
        at = span.end
    return "".join([*out, _uncut(text[at:])])


def _uncut(text: str) -> str:
    return _CUT.sub(f" {OTHER} ", text.replace("[", " "))


def _words(text: str) -> list[str]:
    found = list(_TOKEN.finditer(text))
    words = [folded(match.group()) for match in found]
    shown = [_shown(match, word) for match, word in zip(found, words, strict=True)]
    given, family = lists().given, lists().family
    for at, (one, two) in enumerate(pairwise(words)):
        is_name = (one in given and two in family) or (one in family and two in given)
        if is_name and not {one, two} <= ORDINARY and OTHER in shown[at : at + 2]:
            shown[at] = shown[at + 1] = _NAME
    return _without_pieces(shown)


def _without_pieces(shown: list[str]) -> list[str]:
    """Numbers in groups of two digits, in words, and what is spelled out."""
    out: list[str] = []
    for is_piece, group in groupby(shown, key=lambda word: len(word) == 1 or word.isdigit() or word in _NUMBERS):
        words = list(group)
        out += [OTHER] if is_piece and len(words) > _MOST_PIECES else words
    return out


def _shown(match: re.Match[str], word: str) -> str:
    if match["kind"] or match["size"]:
        return match.group()
    return word if match["word"] and word in vocabulary() else OTHER


def _without_repetitions(words: list[str]) -> Iterator[str]:
    """How many words a name has is part of it."""
    before = ""
    for word in words:
        if not (word.startswith("[") and word == before):
            yield word
        before = word

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
from itertools import pairwise

from privacy.detection.lexica import lexicon
from privacy.detection.people import lists
from privacy.detection.spans import spans
from privacy.detection.words import folded
from schemas.kinds import Kind

OTHER = "[OTHER]"
_NAME = f"[{Kind.PERSON_NAME}]"
_COMMON = {"en": 25_000, "de": 10_000, "es": 10_000, "fr": 10_000, "it": 10_000, "nl": 10_000, "pl": 10_000,
           "pt": 10_000, "sv": 10_000}  # fmt: skip
_ORDINARY = frozenset(
    "a age amber an any april are art ash ask august autumn baby bay bear beat bell bill blue boy brain brook "
    "brown can car carry case cash chance channel charity chase cherry christmas clay cliff come constant copper "
    "coral crystal de desire diamond early ebony eight else era even ever fate fern floor flower ford forest four "
    "fox freedom french garden garnet gay gem german glory gold golden grant gray green grey gun guy happy harbor "
    "hazel heart heather heaven holly honey honor hope ice iris irish iron ivory ivy jade jasmine jersey jewel "
    "job joke joy july june junior justice kid king kit la lace lady lake lane lavender le leaf lemon lies lily "
    "line link lion live loan long love lovely lucky major male man maple marine mate may mile miles mine mint "
    "moon my navy nine nor ocean odd olive opal orange page park peace peach pearl pepper per pink plum poppy "
    "price promise purple queen rain rainbow red rich river rock rose royal ruby rush saffron sage said sand "
    "santa september seven silk silver sky snow son sport spring stone storm story summer sun sunday sunny tea "
    "temple ten till tiny tone true tuesday two unique urban valley velvet violet vital wednesday west white wild "
    "will willow wine winter wolf wood worth yellow young".split()
)
"""Words that are things long before they are anybody's name."""

_TOKEN = re.compile(
    r"(?P<kind>\[[A-Z_]+\])|(?P<size>(?<!\S)\d{1,2}(?!\S))|(?P<word>(?<![^\W_])[^\W\d_]+(?![^\W_]))|[^\W_]+"
)
"""A number of up to two digits that stands alone is a size or a count; any other may be part of anything."""
_OF_SOMEBODY = re.compile(r"['’]s\b")
_LONGEST = 20_000


@lru_cache(maxsize=1)
def vocabulary() -> frozenset[str]:
    """The words that may stay, folded. Read once a process: a tenth of a second, 10 MB."""
    return lexicon("vocabulary", ("wordfreq", "nomquamgender", "names", "faker"), _vocabulary)["words"]


def _vocabulary() -> dict[str, frozenset[str]]:
    from wordfreq import top_n_list  # brings half a second of imports, and is asked once

    words = {folded(word) for language, most in _COMMON.items() for word in top_n_list(language, most)}
    kept = {word for word in words if word.isalpha()} - lists().common
    return {"words": frozenset(kept | _ORDINARY)}


@lru_cache(maxsize=100_000)
def redacted(text: str) -> str | None:
    """``text`` in lower case, its words apart by a space; None where it has none. Raises nothing."""
    plain = text.split()
    if all(map(vocabulary().__contains__, plain)):  # most texts: nothing to find in common words in small letters
        return " ".join(plain) or None
    return " ".join(_without_repetitions(_words(_marked(text)))) or None


def _marked(text: str) -> str:
    """With what the recognisers find as a kind in brackets, and no other bracket."""
    text = _OF_SOMEBODY.sub("", unicodedata.normalize("NFKC", text[:_LONGEST]))
    out, at = [], 0
    for span in spans(text):
        out += [text[at : span.start].replace("[", " "), f" [{span.kind}] "]
        at = span.end
    return "".join([*out, text[at:].replace("[", " ")])


def _words(text: str) -> list[str]:
    found = list(_TOKEN.finditer(text))
    words = [folded(match.group()) for match in found]
    shown = [_shown(match, word) for match, word in zip(found, words, strict=True)]
    given, family = lists().given, lists().family
    for at, (one, two) in enumerate(pairwise(words)):
        is_name = (one in given and two in family) or (one in family and two in given)
        if is_name and not {one, two} <= _ORDINARY and OTHER in shown[at : at + 2]:
            shown[at] = shown[at + 1] = _NAME
    return shown


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

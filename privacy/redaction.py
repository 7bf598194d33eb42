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
from privacy.detection.spans import spans
from privacy.detection.words import folded
from schemas.kinds import Kind

OTHER = "[OTHER]"
_NAME = f"[{Kind.PERSON_NAME}]"
_COMMON = {"en": 25_000, "de": 10_000, "es": 10_000, "fr": 10_000, "it": 10_000, "nl": 10_000, "pl": 10_000,
           "pt": 10_000, "sv": 10_000}  # fmt: skip
_ORDINARY = frozenset(
    "a age amber an any april arab are art arts as ash ask asks august autumn baby back bacon ball ban bar bare "
    "basic bass bath battle bay beach bear beat beer begin bell best bill bills bird bite black blank block blue "
    "bond bonds bones boy brain branch brand brands brick bridge bright brook brown bull bunch bus bush call camp "
    "camps can car cares carrier carry case cases cash castle champion chance channel charity chase cherry "
    "christmas church clay clear cliff close come comment company constant cook cop copper coral cotton couch "
    "cousin craft cross cruise crystal dam dare date day de deal deep desire diamond doctor driver drop drum each "
    "early ebony eight else england english era even ever fair fall fan farmer fate fee fern field fields fish "
    "fit flood floor flower flowers foot ford forest forget four fox freedom french fresh friend front garden "
    "garnet gas gay gem german glass glasses glory gold golden good grab grand grant gray green grey gross guard "
    "gun guy hall ham hammer hand happy harbor harm hazel he head heard heart heather heaven held hell hill hills "
    "holder holly hollywood honey honor hood hook hope horn house hunt hurt i ice iris irish iron ivory ivy jade "
    "jasmine jersey jewel job joke joy july june junior justice keen key keys kid killer kind king kiss kit "
    "knight la lace lady lake land lane lavender law lay le leaf lemon lie lies light lily line link lion lips "
    "list little live loan long lord love lovely low lower lucky mad made magic major male mall man maple marine "
    "master masters mate may mayor means mile miles mine minor mint moon more mountain must my navy nine nor "
    "north numbers oak ocean odd odds olive opal orange pace pack page pages palm pan parent park parks parts "
    "peace peach pearl peer peoples pepper per person pink plum poland pole poll pool pop pope poppy post power "
    "powers price priest promise purple put queen quick raid rain rainbow read reader real red rice rich ring "
    "river rock room root roots rose royal ruby rush saffron sage said sales sand santa sec self senator "
    "september seven sharp she sheets shine short silk silver singer sky small smart snow solar sole son song "
    "soon spain sport spring stock stone storm story street strong such suits summer sun sunday sunny sweet tank "
    "tea temple ten till tiny tone too topic true tuesday two unique urban valley velvet villa violet vital wall "
    "walls warrior waters way wednesday weeks were west white wild will willow wine winter wise wolf wood woods "
    "worth yellow young zero".split()
)
"""Words that are things long before they are anybody's name."""

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
    from wordfreq import top_n_list  # brings half a second of imports, and is asked once

    words = {folded(word) for language, most in _COMMON.items() for word in top_n_list(language, most)}
    kept = {word for word in words if word.isalpha()} - lists().common - lists().usual_families
    return {"words": frozenset(kept | _ORDINARY)}


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
    for span in spans(text):
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
        if is_name and not {one, two} <= _ORDINARY and OTHER in shown[at : at + 2]:
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

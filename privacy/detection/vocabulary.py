"""Common words of nine languages (``wordfreq``, Speer 2022): what a word with a capital probably is, if it is no name."""

from __future__ import annotations

from functools import lru_cache

from privacy.detection.lexica import Lexicon, lexicon
from privacy.detection.words import folded

_COMMON = {"en": 25_000, "de": 10_000, "es": 10_000, "fr": 10_000, "it": 10_000, "nl": 10_000, "pl": 10_000,
           "pt": 10_000, "sv": 10_000}  # fmt: skip
_FREQUENT = {"en": 8_000}
_FREQUENT_ELSEWHERE = 3_000
ORDINARY = frozenset(
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


PLACES = frozenset(
    "alba alberta alexandria asia aurora austin avignon bath brooklyn carolina chad charlotte chelsea chester dallas dakota denver "
    "devon florence france georgia geneva holland houston india ireland israel italia jackson jersey jordan kenya kobe lincoln london "
    "lourdes madison malaga melbourne memphis mercedes milan montserrat nancy nola odessa orlando oxford paris perth phoenix "
    "regina rio roma roman salvador santiago savannah sierra sofia sydney troy valencia venice vienna virginia wells wales".split()
)
"""Places long before they are anybody's name."""


def common_words() -> frozenset[str]:
    """Folded, names among them."""
    return _read()["words"]


def frequent_words() -> frozenset[str]:
    """The more frequent of them, which are names only where very many have them."""
    return _read()["frequent"]


@lru_cache(maxsize=1)
def _read() -> Lexicon:
    return lexicon("common_words", ("wordfreq",), _common_words)


def _common_words() -> dict[str, frozenset[str]]:
    from wordfreq import top_n_list  # brings half a second of imports, and is asked once

    words, frequent = set[str](), set[str]()
    for language, most in _COMMON.items():
        listed = [folded(word) for word in top_n_list(language, most)]
        words |= {word for word in listed if word.isalpha()}
        frequent |= {word for word in listed[: _FREQUENT.get(language, _FREQUENT_ELSEWHERE)] if word.isalpha()}
    return {"words": frozenset(words), "frequent": frozenset(frequent)}

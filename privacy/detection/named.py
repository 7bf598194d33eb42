"""Full names of persons in texts: words with capitals that dictionaries know, that are like names, or are introduced.

What the form of a word says is graded (``graded``); how much is asked of the words depends on what stands before them
(``introductions``); names that stand for things are left out (``eponyms``). Single names: ``single``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from privacy.detection.addresses import is_street
from privacy.detection.eponyms import is_listed, is_named_after, is_of_a_thing
from privacy.detection.graded import FAMILY, Word, graded
from privacy.detection.introductions import LABELS, TITLES, Expected, expected
from privacy.detection.lexicon import PEOPLE
from privacy.detection.people import NO_PERSONS, given_and_family, lists
from privacy.detection.places import UPPER
from privacy.detection.span import Span
from privacy.detection.typed import names_in_small_letters
from privacy.detection.vocabulary import ORDINARY, PLACES
from privacy.detection.words import folded
from schemas.kinds import Kind

NAME_WORD = rf"[{UPPER}][^\W\d_]*(?:['’-][^\W\d_]+)*"
_CAPITAL = rf"(?:[{UPPER}]\.|(?:St|Wm|Jos|Chas|Geo|Th)\.|{NAME_WORD})"
_PARTICLE = r"(?:van|de|der|den|von|zu|zum|zur|da|do|dos|das|di|del|della|dela|la|le|bin|binti|bint|ibn|al|el|ten|ter|af|av|y|e|op|'t)"
_NICK = r"(?: (?:\"[^\"\n]{2,20}\"|“[^”\n]{2,20}”|''[^'\n]{2,20}''|\([^\W\d_]{2,20}\)))?"
_SUFFIX = re.compile(r",? (?:Jr|Sr|JR|SR|II|III|IV|Ph\.?D|M\.?D|Esq)\b\.?")
_RUN = re.compile(
    rf"(?<![\w@#/._-]){_CAPITAL}(?:{_NICK}[ \u00a0]{{1,2}}(?:{_PARTICLE}[ \u00a0]){{0,3}}{_CAPITAL}){{1,5}}(?![\w@]|\.[\w]|-[\w])"
)
_PIECE = re.compile(r"\"[^\"\n]+\"|“[^”\n]+”|''[^'\n]+''|\([^()\n]+\)|[^ \u00a0]+")
_LAST_FIRST = re.compile(
    rf"(?<![\w@#/._-])({NAME_WORD}(?: {NAME_WORD})?)(?: (?:JR|SR|Jr|Sr|II|III|IV)\.?)?, ({NAME_WORD})((?: [{UPPER}]\b\.?)?)(?![\w@]|\.\w| [{UPPER}][^\W\d_])"
)
_IN_A_LIST = re.compile(rf" and | & |, [{UPPER}][^\W\d_A-Z]")
_PERSONS = PEOPLE | LABELS
_TITLE = re.compile(rf"^(?:{TITLES}\.?[ \u00a0])+")
_POSSESSIVE = re.compile(r"['’]s?$")


def names(text: str) -> Iterator[Span]:
    """Names of two words and more."""
    if ", " in text:
        for match in _LAST_FIRST.finditer(text):
            span = _last_first(text, match)
            if span:
                yield span
    for match in _RUN.finditer(text):
        span = _name_in(text, match)
        if span:
            yield span
    yield from names_in_small_letters(text)


def _last_first(text: str, match: re.Match[str]) -> Span | None:
    """``Lovelace, Ada``: a family name before the comma, a known given name behind it."""
    last, first = match.group(1), match.group(2)
    start, words = match.start(), [word for word in last.split() if not _SUFFIX.fullmatch(" " + word)]
    shouted = last.isupper() and first.isupper() and len(first) > _LONGEST_STATE
    if len(words) > 1 and not last.isupper() and _leads_in(folded(words[0])):
        start += len(words[0]) + 1
        words = words[1:]
    in_a_list = not shouted and not match.group(3) and bool(_IN_A_LIST.match(text, match.end()))
    if in_a_list or text[max(0, start - 2) : start] == ", " or _POSSESSIVE.search(last):
        return None
    if not _are_inverted(words, first, shouted):
        return None
    known = shouted or folded(first) in lists().common
    if known or expected(text, start) or text[start - 1 : start] == '"':
        return Span(start, match.end(), Kind.PERSON_NAME)
    return None


_LONGEST_STATE = 3
"""``AVOCA, VIC`` is a town in a state."""


def _leads_in(word: str) -> bool:
    """``Patient Lovelace, Ada``."""
    return word in PEOPLE or not any(given_and_family(word, lists()))


def _are_inverted(words: list[str], first: str, shouted: bool) -> bool:
    """Whether ``words`` may be a family name before the given name ``first``. ``shouted``: all in capitals."""
    plain, given = [folded(word) for word in words], graded(first)
    families = [graded(word) for word in words]
    likely = all(family.family or family.given for family in families) or (shouted and families[-1].may_be_name)
    if not given.given or not likely or given.ordinary or families[-1].ordinary or plain[0] in PEOPLE:
        return False
    return " ".join(plain) not in lists().things and (shouted or not given.doubtful) and not is_listed(plain)


def _name_in(text: str, match: re.Match[str]) -> Span | None:
    """The longest run of words within ``match`` that is a person's full name."""
    words = _pieces(match)
    if any(folded(text[a:b].strip(".")) in NO_PERSONS for a, b in words[1:]):
        return None
    best: tuple[int, int] | None = None
    for first, last in _runs(text, words):
        start, end = words[first][0], words[last - 1][1]
        if best and end - start <= best[1] - best[0]:
            continue
        if _is_full_name(text[start:end], expected(text, start), _beside(text, words, first, last)):
            best = (start, end)
    return None if best is None else _finished(text, *best)


def _runs(text: str, words: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """(first, behind the last) of runs that begin and end with a capital and have no word for a thing in them."""
    written = [text[start:end] for start, end in words]
    capital = [word[0].isupper() for word in written]
    thing = [capital[at] and _is_thing(word, written[at - 1] if at else "") for at, word in enumerate(written)]
    for first in range(len(words) - 1):
        if not capital[first] or thing[first] or folded(written[first].strip(".")) in _PERSONS:
            continue
        stop = next((at for at in range(first, len(words)) if thing[at]), len(words))
        for last in range(stop, first + 1, -1):
            if capital[last - 1]:
                yield first, last


def _is_thing(word: str, before: str) -> bool:
    """Whether ``word`` is none of a name, behind the word ``before``."""
    plain = word.rstrip(".")
    in_name = before in _NOBLE or before[:1].islower() or _SUFFIX.fullmatch(" " + word) or _TITLE.match(word + " ")
    return len(plain) > 1 and not in_name and graded(plain).ordinary


_NOBLE = frozenset("De Van Von Di Del La Le El Mc Mac O MC Nic Ní St.".split())
"""Particles with a capital: what follows is a part of a family name."""
_LONGEST_LABEL = 5
"""TEL and END stand beside names in cards and logs."""


def _beside(text: str, words: list[tuple[int, int]], first: int, last: int) -> bool:
    """Whether words for things with capitals stand beside, as in titles and names of firms. The first of a sentence is
    none of them."""
    before = text[: words[0][0]].rstrip()
    begins = not before or before[-1] in '.!?:;\n"“>'
    around = [last] if first == 1 and begins else [first - 1, last]
    return any(_is_of_a_title(text[slice(*words[at])]) for at in around if 0 <= at < len(words))


def _is_of_a_title(word: str) -> bool:
    label = word.isupper() and len(word) <= _LONGEST_LABEL
    return word[0].isupper() and not label and graded(word.strip(".")).ordinary and folded(word) not in PEOPLE


def _pieces(match: re.Match[str]) -> list[tuple[int, int]]:
    """Where the words of a run stand; what follows a possessive belongs to another name."""
    found = []
    for piece in _PIECE.finditer(match.group()):
        owner = _POSSESSIVE.search(piece.group())
        end = piece.start() + owner.start() if owner else piece.end()
        found.append((match.start() + piece.start(), match.start() + end))
        if owner:
            break
    return found


def _finished(text: str, start: int, end: int) -> Span | None:
    title = _TITLE.match(text[start:end])
    start += title.end() if title else 0
    words = [folded(word.strip(".,")) for word in re.sub(r"[^\w\s'’.-]", " ", text[start:end]).split()]
    if (not title and is_named_after(words, expected(text, start))) or is_of_a_thing(text, start, end):
        return None
    suffix = _SUFFIX.match(text, end)
    return Span(start, suffix.end() if suffix else end, Kind.PERSON_NAME)


_OF_PLACES = frozenset(("St.", "Mt.", "São", "Sao", "San", "Santa", "Santo", "Saint", "Sankt", "Los", "Las"))


def _is_full_name(written: str, before: Expected, beside: bool) -> bool:
    """``beside``: words for things stand beside it."""
    title = _TITLE.match(written)
    parts = [piece for piece in _PIECE.findall(written[title.end() :] if title else written) if piece[0] not in "\"“('"]
    core = [part for part in parts if _is_whole(part)]
    if len(parts) < _FEWEST_WORDS or not core or "I" in parts or core[0] in _OF_PLACES or is_street(core[0]):
        return False
    noble = _noble(parts)
    words = [FAMILY if part in noble else graded(part.rstrip(".")) for part in core]
    if not all(word.may_be_name and not word.ordinary for word in words):
        return False
    if " ".join(map(folded, core)) in lists().things:
        return False
    if title or before is Expected.SURELY:
        return len(words) <= _MOST_WORDS
    if beside:
        return False
    if len(core) == 1:  # with an initial
        return words[0].family and not words[0].common and parts[-1] == core[0]
    return (before is Expected.MAYBE and _fits_together(core, words)) or _goes_without_saying(core, words)


_FEWEST_WORDS, _MOST_WORDS = 2, 4


def _is_whole(part: str) -> bool:
    """No particle, initial or suffix."""
    return part[0].isupper() and len(part.strip(".")) > 1 and not _SUFFIX.fullmatch(" " + part)


def _noble(parts: list[str]) -> set[str]:
    """What stands behind a particle is a part of a family name, whatever it is elsewhere."""
    behind_small = {part for particle, part in pairwise(parts) if particle[0].islower() and particle not in ("y", "e")}
    return behind_small | {part for particle, part in pairwise(parts[1:]) if particle in _NOBLE}


def _fits_together(core: list[str], words: list[Word]) -> bool:
    """Where a name may follow: one word known, neither more of a thing than of a name."""
    known = lists()
    first, last = words[0], words[-1]
    if first.doubtful and (folded(core[0]) not in known.common or last.doubtful or not (last.rare or not last.common)):
        return False
    return (first.given or last.family) and (
        not last.doubtful
        or (folded(core[-1]) in known.usual_families and (first.usual or folded(core[-1]) not in ORDINARY))
    )


def _goes_without_saying(core: list[str], words: list[Word]) -> bool:
    """Whether a given name stands first, a family name or a word of no list last; or, of usual ones, the other way."""
    known = lists()
    first, last = words[0], words[-1]
    solid = not last.doubtful or (last.rare and first.told)
    if first.usual or (first.given and not first.doubtful and not (first.common and last.rare)):
        return solid or (last.family and first.usual)
    if first.doubtful and folded(core[0]) in known.common:
        usual = folded(core[-1]) in known.usual_families
        return (last.family and not last.doubtful and (usual or not last.common)) or (
            last.rare and folded(core[0]) not in ORDINARY | PLACES
        )
    if first.rare and not core[0].isupper():
        return last.family and not last.common and not last.doubtful
    return first.family and not first.common and last.usual and not last.family

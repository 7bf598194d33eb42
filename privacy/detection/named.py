"""Full names of persons in texts: words with capitals that dictionaries know or other words introduce.

A single given name is none: too many words for things are names too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import unquote

from privacy.detection.lexicon import PEOPLE
from privacy.detection.people import NO_PERSONS, Lists, likeness, lists
from privacy.detection.span import Span
from privacy.detection.words import folded
from schemas.kinds import Kind


def _upper_case() -> str:
    """The capitals of alphabets that have them, for a set of a regular expression."""
    return "".join(c for c in map(chr, range(0x41, 0x590)) if c.isupper())


_NAME_WORD = rf"[{_upper_case()}][^\W\d_]*(?:['’-][^\W\d_]+)*"
_CAPITAL = rf"(?:[{_upper_case()}]\.|{_NAME_WORD})"
_PARTICLE = r"(?:van|de|der|den|von|zu|da|do|dos|das|di|del|della|la|le|bin|binti|ibn|al|el|ten|ter|af|av|y|e)"
_NAME = re.compile(
    rf"(?<![\w@#/._-]){_CAPITAL}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}{_CAPITAL}){{1,4}}(?![\w@]|\.[\w]|-[\w])"
)
_LAST_FIRST = re.compile(
    rf"(?<![\w@#/._-]){_NAME_WORD}(?: {_NAME_WORD})?, (?:{_NAME_WORD})(?: [{_upper_case()}]\.)?(?![\w@]|\.[\w])"
)
_INTRODUCED = re.compile(
    r"(?:\bname is|\bnamed|\bcall(?:ed)?|\bcontact:?|\bdear|\bhi|\bhello|\bby|\bfrom|\bsigned:?|\bpatient|\bvisitor|\bemployee|"
    r"\bnext of kin:?|\bseller|\bbuyer|\blandlord|\bphotographer|\bvisit:?|\bask|\bmother,?|\bfather,?|\bbehalf of|\bestate of|"
    r"\bowner:?|\bdriver:?|\bauthor:?|\bnurse|\bpassenger|\bguest|\bwitness|\bpayee:?|\bbeneficiary:?|\bben|name:|\bmet|\bprof\.?|"
    r"\btenant|\blawyer|\bmeet|\bholder(?: is)?|\bwith|\bfor|\battn:?|\bcustomer|\bclient|\buser|\bmember|\bmanager|\bagent|"
    r"naam is|m['’]appelle|je suis|me llamo|soy|mi nombre es|hei(?:ß|ss)e|name ist|mi chiamo|sono|meu nome é|me chamo|"
    r"nazywam się|jestem|adım|ismim|mă numesc|όνομά μου είναι|με λένε|меня зовут|мене звати|\bя|heter|nimeni on|nevem|jmenuji se|"
    r"moi c['’]est|ik ben|mit navn er|mitt navn er|ονομάζομαι|казвам се|nama saya|tên tôi là|tôi là|"
    r"sayın|sehr geehrte[r]? (?:herr|frau)|lieber?|cher|chère|estimad[oa]|gentile|szanown[ya] pani?|beste)[\s:,]{1,2}$",
    re.IGNORECASE,
)  # fmt: skip
_ASKED = re.compile(
    r"(?:\b(?:my|his|her|full|customer|guest|patient|holder|the) ?name(?: is|:)|\bname(?: is|: ?)|\bsigned:?|naam is|m['’]appelle|moi c['’]est|me llamo|"
    r"nombre es|hei(?:ß|ss)e|name ist|mi chiamo|nome é|me chamo|nazywam się|numesc|όνομά μου είναι|ονομάζομαι|με λένε|меня зовут|"
    r"мене звати|казвам се|jag heter|jeg heter|navn er|nimeni on|jmenuji se|nama saya|(?:applicant|guest|tenant|consignee|landlord|patient|passenger|"
    r"visitor|employee|driver|seller|buyer|contact|kin|joiner|starter|cv|attn\.?|zuständig):)\s{0,2}$",
    re.IGNORECASE,
)  # fmt: skip
"""Words behind which whatever is written as a name is one."""
_EAST_SELF = re.compile(
    r"(?:我叫|我是|私は|わたしは|제 이름은|저는)\s?([\u3400-\u9fff\uac00-\ud7a3]{1,4}(?:[ \u3000][\u3400-\u9fff\uac00-\ud7a3]{1,3})?)(?=[,,.。、でとで이입]|$)"
)
_CASELESS = re.compile(r"(?:اسمي|أنا|मेरा नाम|नाम|ชื่อ|שמי)\s+(\S+\s+\S+?)(?=\s+(?:है|و\S+)|[،,.\n]|\s|$)")
_TITLE = re.compile(
    r"^(?:Mrs?|Ms|Miss|Dr|Prof|Sir|Herrn?|Frau|Mme|Mlle|M|Sr|Sra|Dña|Don|Sig|Sig\.ra|Pan|Pani|Hr|Fr)\.?[ \u00a0]"
)
_NAME_FIELD = re.compile(
    r"(?:(?:full|first|last|given|family|sur|user|customer|contact|display|account|card|patient|author|sender|recipient)?[_ -]?name|"
    r"nombre|nom|nome|imię|isim|vorname|nachname|naam|namn|navn|jméno|имя|фио|姓名|氏名|お名前|이름)[\"']?\s?[:=]\s?[\"']?$", re.IGNORECASE,
)  # fmt: skip
_NAME_VALUE = re.compile(r"(?:[^\W\d_]+[ +'’-]|%20){1,4}[^\W\d_]+")
_HAN_FIELD = re.compile(
    r"(?:姓名|氏名|お名前|이름|성명)[:：\s]{1,2}([\u3400-\u9fff\uac00-\ud7a3]{2,4}(?:[ \u3000][\u3400-\u9fff]{1,3})?)"
)
_NOT_BEFORE = re.compile(
    r"(?:\bthe|\bno\.?|#|street|avenue|university|hotel|hospital|museum|airport|lake|mount|saint|st\.|port|fort|san|santa|new|old|visit|city of|at)\s$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"^[ ,]{1,2}(?:street|st\b|avenue|ave|road|rd\b|blvd|boulevard|lane|drive|square|park|bridge|airport|station|university|college|"
    r"school|hospital|hotel|museum|inc|ltd|llc|gmbh|corp|co\.|company|foundation|institute|stadium|theat|shoes|jeans|sofa|lamp|"
    r"album|movie|edition|prize|award|award|cup|model|center|centre|building|library|church|cathedral|sauce|perfume|brand|&)", re.IGNORECASE,
)  # fmt: skip


def names(text: str) -> Iterator[Span]:
    for match in _NAME.finditer(text):
        span = _name_at(text, match)
        if span:
            yield span
    for match in _LAST_FIRST.finditer(text):
        span = _last_first(text, match)
        if span:
            yield span
    for match in (*_HAN_FIELD.finditer(text), *_EAST_SELF.finditer(text), *_CASELESS.finditer(text)):
        yield Span(*match.span(1), Kind.PERSON_NAME)
    if "=" in text or ":" in text:
        yield from _names_in_fields(text)
    if len(text) <= _LONGEST_QUERY and text.count(" ") <= _MOST_BLANKS:
        yield from _names_in_small_letters(text)


_LONGEST_QUERY, _MOST_BLANKS = 80, 7


def _names_in_small_letters(text: str) -> Iterator[Span]:
    """As people type them into a search field: a very usual given name and a family name, neither a word for a thing."""
    words = list(re.finditer(r"(?<![\w@#/._-])[^\W\d_]+(?:['’-][^\W\d_]+)*(?![\w@])", text))
    known = lists()
    for one, two in pairwise(words):
        first, last = folded(one.group()), folded(two.group())
        small = one.group().islower() and two.group().islower() and text[one.end() : two.start()] == " "
        if small and first in known.common and not {first, last} & known.things:
            form = last.replace("'", "").replace("’", "")
            if (last in known.family or form in known.family) and last not in known.common:
                yield Span(one.start(), two.end(), Kind.PERSON_NAME)


def _last_first(text: str, match: re.Match[str]) -> Span | None:
    """``Lovelace, Ada``: a known family name before the comma, a known given name behind it."""
    last, _, first = match.group().partition(", ")
    start = match.start()
    words = last.split()
    if len(words) > 1 and (folded(words[0]) in PEOPLE or not likeness(words[0]).single):
        start += len(words[0]) + 1
        last = " ".join(words[1:])
    known = lists()
    given = folded(first.split()[0])
    sure = all(likeness(word).single for word in last.split()) and likeness(first.split()[0]).given
    if not sure or given in known.things or folded(last) in known.things or folded(last.split()[0]) in PEOPLE:
        return None
    if given in known.common or _INTRODUCED.search(text[:start]) or text[start - 1 : start] == '"':
        return Span(start, match.end(), Kind.PERSON_NAME)
    return None


def _names_in_fields(text: str) -> Iterator[Span]:
    for match in _NAME_VALUE.finditer(text):
        if _NAME_FIELD.search(text[max(0, match.start() - 24) : match.start()]):
            like = likeness(unquote(match.group()).replace("+", " ").title())
            if like.full or (
                like.shaped and not like.thing and _is_known(folded(re.split(r"[ +%]", match.group())[0]), lists())
            ):
                yield Span(*match.span(), Kind.PERSON_NAME)


def _name_at(text: str, match: re.Match[str]) -> Span | None:
    """The longest run of words within ``match`` that is a person's full name."""
    words = [(m.start() + match.start(), m.end() + match.start()) for m in re.finditer(r"[^ \u00a0]+", match.group())]
    plain = [folded(text[a:b].strip(".")) for a, b in words]
    if any(word in NO_PERSONS for word in plain[1:]):
        return None
    best: tuple[int, int] | None = None
    for first in range(len(words) - 1):
        if plain[first] in PEOPLE:
            continue
        for last in range(len(words), first + 1, -1):
            start, end = words[first][0], words[last - 1][1]
            if best and end - start <= best[1] - best[0]:
                continue
            if _is_full_name(text[start:end], _introduced(text[max(0, start - 40) : start])):
                best = (start, end)
    if best is None:
        return None
    start, end = _without_title(text, best)
    if _NOT_BEFORE.search(text[max(0, start - 16) : start]) or _NOT_AFTER.search(text[end : end + 16]):
        return None
    return Span(start, end, Kind.PERSON_NAME)


def _introduced(before: str) -> int:
    """2 where a name must follow, 1 where one may."""
    if _ASKED.search(before):
        return 2
    last = re.search(r"([^\W\d_]+)[:,]? ?$", before)
    return int(bool(_INTRODUCED.search(before)) or bool(last and folded(last.group(1)) in PEOPLE))


def _is_full_name(words: str, introduced: int) -> bool:
    bare = _TITLE.sub("", words)
    if " " not in bare and "\u00a0" not in bare:
        return False
    like = likeness(words)
    if like.thing or not (like.full or (introduced and like.shaped)):
        return False
    first, *rest = (folded(word.strip(".")) for word in bare.split())
    if _TITLE.match(words) or (introduced == 2 and len(rest) <= 2):
        return True
    known = lists()
    last = rest[-1] if rest else ""
    if first in ("sao", "san", "santa", "los", "las") or (first in known.things and first not in known.common):
        return False
    if not introduced and (last in known.colours or (last in known.things and last not in known.family)):
        return False
    if introduced:
        return _is_known(first, known) or _is_known(last, known)
    return _is_given(first, known) and (first in known.common or _is_known(last, known))


def _is_given(word: str, known: Lists) -> bool:
    return word in known.given or likeness(word).given


def _is_known(word: str, known: Lists) -> bool:
    return word in known.family or likeness(word).single


def _without_title(text: str, span: tuple[int, int]) -> tuple[int, int]:
    title = _TITLE.match(text[span[0] : span[1]])
    return (span[0] + title.end(), span[1]) if title else span

"""Single names of persons, where the sentence makes it certain that a person is meant.

A single given name says little: too many are words for things, towns and products. Greetings, signatures, kin, titles,
what only people do, and he or she in the same breath say enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from privacy.detection.eponyms import is_listed
from privacy.detection.graded import graded
from privacy.detection.introductions import TITLES
from privacy.detection.lexicon import PEOPLE
from privacy.detection.named import NAME_WORD
from privacy.detection.people import NO_PERSONS, lists
from privacy.detection.places import UPPER
from privacy.detection.span import Span
from privacy.detection.words import folded
from schemas.kinds import Kind

_ONE = rf"(?P<name>{NAME_WORD})"
_END = r"(?![\w@]|[-.]\w| [" + UPPER + r"])"
_KIN = (
    r"(?:wife|husband|spouse|son|daughter|kid|child|baby|brother|sister|mother|father|mum|mom|dad|uncle|aunt|cousin|nephew|niece|"
    r"grandson|granddaughter|grandmother|grandfather|grandma|grandpa|boyfriend|girlfriend|fianc[ée]e?|flatmate|roommate|neighbou?r|boss|"
    r"colleague|coworker|friend|partner|stepson|stepdaughter|frau|mann|sohn|tochter|bruder|schwester|mutter|vater|femme|mari|fils|fille|"
    r"fr[èe]re|s[oœ]eur|m[èe]re|p[èe]re|esposa|esposo|hijo|hija|hermano|hermana|madre|padre|moglie|marito|figlio|figlia|fratello|sorella|"
    r"vrouw|zoon|dochter|broer|zus|moeder|vader|żona|mąż|syn|córka|brat|siostra)"
)
_DEEDS = (
    r"(?:said|says|asked|asks|told|tells|wrote|replied|answered|shouted|whispered|yelled|cried|laughed|smiled|approved|signed|lives|lived|works|"
    r"worked|emailed|phoned|texted|thinks|thought|wants|wanted|loves|loved|hates|married|thanked|apologi[sz]ed|complained|agreed|confirmed|"
    r"promised|forgot|remembers|retired|resigned|submitted|called|will (?:join|call|meet|be there|pay|send|review)|is from|had given|gave|"
    r"spent (?:a|two|three|the|his|her)|grew up|was born|(?:was|is) (?:so|very|really)|is (?:\d{1,3}|married|pregnant|sick|ill|late|on (?:leave|holiday|vacation))|"
    r"is an? (?:[a-z-]+ ){0,3}(?:person|man|woman|girl|boy|guy|friend|colleague|listener|nurse|teacher|doctor|engineer|student|lawyer))"
)
_GREETING = (
    r"(?:(?:^|[\n.!?>\"“] ?)(?:hi|hello|hey|dear|hallo|hola|bonjour|salut|ciao|ol[áa]|hej|hei|cze[śs][ćc]|lieber?|ch[eè]re?|caro|cara|"
    r"good (?:morning|afternoon|evening)|thanks|thank you|many thanks|cheers|sorry|congratulations|happy birthday|guten (?:tag|morgen)|beste|kära|kjære|merhaba)"
    r"(?: again| there)?,? )"
)
_CLOSING = (
    r"(?:(?:^|\n|[.!] )(?:(?:(?:with )?(?:kind|best|warm) )?(?:regards|wishes)|best|thanks|thank you|many thanks|cheers|love|yours|sincerely|"
    r"yours (?:sincerely|faithfully|truly)|lg|vg|viele gr[üu](?:ß|ss)e|(?:mit )?(?:freundlichen|lieben) gr[üu](?:ß|ss)en|cordialement|bises|"
    r"saludos|un abrazo|abra[çc]os|cordiali saluti|groetjes|groeten|pozdrawiam|hälsningar|hilsen)[,!]?\s?\n?\s?)"
)


def _told(word: str) -> bool:
    """A given name that is hardly a word for anything else."""
    return graded(word).told and folded(word) not in PEOPLE


def _known(word: str) -> bool:
    grade = graded(word)
    return (grade.given or grade.family) and not grade.ordinary and folded(word) not in PEOPLE | NO_PERSONS


def _family(word: str) -> bool:
    grade = graded(word)
    usual = folded(word) in lists().usual_families
    return _told(word) or (grade.family and not grade.doubtful and (usual or not grade.common))


def _shaped(word: str) -> bool:
    grade = graded(word)
    return grade.may_be_name and not grade.ordinary and folded(word) not in PEOPLE | NO_PERSONS and not word.isupper()


_CALLED = (
    r"\b(?:(?:my|his|her|their|maiden|sur|last|first|middle|given|family) ?nam(?:e)? (?:is|was)|(?:last |sur|first |nick)name[:?]|"
    r"(?:they|people|friends|everyone|everybody) calls? me|just call me|you can call me|named (?:him|her)|ich hei(?:ß|ss)e|mein name ist|"
    r"je m['’]appelle|me llamo|mi chiamo|ik heet|jag heter|jeg heter|me chamo|mam na imi[ęe])"
)
_OF_OUR = r"\b(?:my|his|her|our|your|their|meine?|ma|mon|mi|mia|mio|mijn|moja|mój) (?:[a-z]+ )?"
_OWNED = rf"(?:{_KIN}|birthday|phone|mobile|email|e-mail|address|house|parents?|wedding|funeral|salary|ssn|passport)"
_BEGINNING = r"(?:^|[.!?:;\"“”\n] ?|\b(?:and|but|then|that|when|because|if|as|while|tell|think|hope|know|believe|guess|sure|heard) )"
_SPOKEN_TO = r"\b(?:said|says|told|asked|asks|shouted at|yelled at|replied|answered|whispered|met|married|texted|emailed|phoned|gave|given|starring)"
_ASKED_TO = r"(?:can|could|please|would|will|are|do|did|have|you|I|let|where|what|when|why|how)\b"
_PEOPLE = r"(?:person|man|woman|girl|boy|guy|colleague|nurse|teacher)\b"
_CERTAIN: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (re.compile(rf"(?i:{_CALLED}) {_ONE}{_END}"), _shaped),
    (re.compile(rf"(?<![\w.-])(?!M\.? ){TITLES}\.? {_ONE}{_END}"), _shaped),
    (re.compile(rf"(?:^|[.!?] ?|\n){_ONE} (?:is|was) an? (?:[\w-]+ ){{0,3}}{_PEOPLE}"), _shaped),
    (re.compile(rf"(?i:{_GREETING}){_ONE}(?=[,!.:\n]|$| and )"), _told),
    (re.compile(rf"(?i:{_CLOSING}){_ONE}(?=\s*(?:$|\n))"), _told),
    (re.compile(rf"(?i:{_OF_OUR}{_KIN}),? {_ONE}{_END}"), _known),
    (re.compile(rf"(?<![\w@#/._-]){_ONE}['’]s (?:[a-z]+ )?{_OWNED}\b"), _told),
    (re.compile(rf"{_BEGINNING}{_ONE}(?: and {NAME_WORD})?,? {_DEEDS}\b"), _told),
    (re.compile(rf"{_SPOKEN_TO} {_ONE}{_END}"), _family),
    (re.compile(rf"(?:^|[.!?] ){_ONE}, {_ASKED_TO}"), _told),
    (re.compile(rf"\b(?:[Ww]hy|[Hh]ow|[Ww]here) (?:is|was|does|did|has) {_ONE}\b"), _told),
)
"""What stands around a name, and what the name must be for it to be certain."""
_SAID_OF = re.compile(rf"(?:^|[.!?] ){_ONE} (?=[a-z][^.!?\n]{{0,60}}[.!?]?[^.!?\n]{{0,40}}\b(?:he|she|him|his)\b)")
_LISTED = re.compile(
    rf"(?<![\w@#/._-]){NAME_WORD}(?:, {NAME_WORD})+,? (?:and|und|et|y|e|en|i|och|og) {NAME_WORD}{_END}"
)
_LAST_WORD = re.compile(r"([^\W\d_]+)\.? $")
_SPEAKER = re.compile(rf"(?:^|\n)(?P<name>{NAME_WORD}): ?(?=[\"“A-Za-z'])")
_FEWEST_SPEAKERS = 2


def single_names(text: str) -> Iterator[Span]:
    if text.islower():
        return
    for pattern, certain in _CERTAIN:
        for match in pattern.finditer(text):
            written = match["name"].removesuffix("'s").removesuffix("’s")
            if certain(written) and not _is_listed_with_title(text, match):
                yield Span(match.start("name"), match.start("name") + len(written), Kind.PERSON_NAME)
    if any(f" {word}" in text for word in ("he", "she", "him", "his")):
        for match in _SAID_OF.finditer(text):
            if _told(match["name"]):
                yield Span(*match.span("name"), Kind.PERSON_NAME)
    if ", " in text:
        yield from _in_lists(text)
    if ": " in text:
        yield from _of_speakers(text)


def _is_listed_with_title(text: str, match: re.Match[str]) -> bool:
    """``Dr Pepper``, ``Don Giovanni``."""
    before = _LAST_WORD.search(text[max(0, match.start("name") - 16) : match.start("name")])
    return before is not None and is_listed([folded(before.group(1)), folded(match["name"])])


def _in_lists(text: str) -> Iterator[Span]:
    """Three given names and more in a row; towns and colours that are names too are none."""
    for match in _LISTED.finditer(text):
        found = [
            (match.start() + one.start(), match.start() + one.end()) for one in re.finditer(NAME_WORD, match.group())
        ]
        words = [text[start:end] for start, end in found]
        given = [word for word in words if _told(word) and folded(word) not in lists().usual_families]
        if len(given) * 2 >= len(words) and sum(map(_told, words)) * 3 >= len(words) * 2 and all(map(_known, words)):
            yield from (Span(start, end, Kind.PERSON_NAME) for start, end in found)


def _of_speakers(text: str) -> Iterator[Span]:
    """Who says what in a chat: names before a colon at the beginning of two lines and more."""
    found = [match for match in _SPEAKER.finditer(text) if _told(match["name"])]
    if len(found) >= _FEWEST_SPEAKERS:
        yield from (Span(*match.span("name"), Kind.PERSON_NAME) for match in found)

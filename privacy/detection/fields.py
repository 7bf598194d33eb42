"""Names of persons in fields: forms, ``key=value``, JSON, XML and queries of URLs, in any script.

What stands behind a word for a person or a name, a colon and before the next sign is its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from privacy.detection.eponyms import is_listed
from privacy.detection.graded import graded
from privacy.detection.introductions import LABELS
from privacy.detection.lexicon import PEOPLE
from privacy.detection.people import NO_PERSONS, likeness, lists
from privacy.detection.span import Span
from privacy.detection.words import folded
from schemas.kinds import Kind

_EAST_SELF = re.compile(
    r"(?:我叫|我是|私は|わたしは|제 이름은|저는)\s?([\u3400-\u9fff\uac00-\ud7a3]{1,4}(?:[ \u3000][\u3400-\u9fff\uac00-\ud7a3]{1,3})?)(?=[,,.。、でとで이입]|$)"
)
_EAST_CALLED = re.compile(
    r"([\u3400-\u9fff]{1,4}[ \u3000]?[\u3400-\u9fff\u3040-\u30ff]{1,4})(?=と申します|といいます|と言います)"
)
_CASELESS = re.compile(r"(?:اسمي|أنا|मेरा नाम|नाम|ชื่อ|שמי)\s+(\S+\s+\S+?)(?=\s+(?:है|و\S+)|[،,.\n]|\s|$)")
_NAME_FIELD = re.compile(
    r"(?:(?:full|first|last|given|family|sur|user|customer|contact|display|account|card|patient|author|sender|recipient)?[_ -]?name|"
    r"nombre|nom|nome|imię|isim|vorname|nachname|naam|namn|navn|jméno|имя|фио|姓名|氏名|お名前|이름)[\"']?\s?[:=]\s?[\"']?$", re.IGNORECASE,
)  # fmt: skip
_NAME_VALUE = re.compile(r"(?:[^\W\d_]+[ +'’-]|%20){1,4}[^\W\d_]+")
_HAN_FIELD = re.compile(
    r"(?:姓名|氏名|お名前|이름|성명)[:：\s]{1,2}([\u3400-\u9fff\uac00-\ud7a3]{2,4}(?:[ \u3000][\u3400-\u9fff]{1,3})?)"
)
_MARKS = "\u064b-\u0652\u0900-\u0dff\u0e00-\u0e7f"
_LETTER = rf"(?:[^\W\d_]|[{_MARKS}])"
_LABELLED = re.compile(
    rf"(?<![^\W_])(?P<label>[^\W\d_]+(?:[ _][^\W\d_]+)?)[\"']?>?\s?(?:[:：=>]\s?)[\"'“]?"
    rf"(?P<value>{_LETTER}+\.?(?:(?:[ \u3000+'’-]|%20|\. ){_LETTER}+){{1,3}})(?=\s?(?:[\"'”,;|<&(\n]|\.(?:\s|$)|$| - | at ))"
)


_WITH_MAIL = re.compile(
    rf"(?:^|(?<=[\n.;:>|\"“]) ?|(?<=, ))(?P<name>{_LETTER}+\.?(?:[ \u3000'’-]{_LETTER}+\.?){{1,3}})\"?,? ?[<(\[,|] ?(?:mailto:)?(?=[^\s@<>()]{{2,64}}@[\w.-]+\.\w)"
)
_CASELESS_NAME = r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1200-\u137f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+"
_FOREIGN = re.compile(
    rf"\b(?P<label>[A-Za-z]+) (?P<name>{_CASELESS_NAME} {_CASELESS_NAME}(?: {_CASELESS_NAME})?)(?=['’]s\b|[.,;:)|\n]| [A-Za-z(]|$)"
)
_BEFORE_FOREIGN = frozenset("with for from by to is named and mr ms mrs dr dear hi hello".split())


def names_in_fields(text: str) -> Iterator[Span]:
    if "@" in text:
        yield from _with_mail(text)
    if not text.isascii():
        for match in _FOREIGN.finditer(text):
            if folded(match["label"]) in _BEFORE_FOREIGN or folded(match["label"]) in PEOPLE:
                yield Span(*match.span("name"), Kind.PERSON_NAME)
    for match in (
        *_HAN_FIELD.finditer(text), *_EAST_SELF.finditer(text), *_EAST_CALLED.finditer(text), *_CASELESS.finditer(text),
    ):  # fmt: skip
        yield Span(*match.span(1), Kind.PERSON_NAME)
    if "=" in text or ":" in text or ">" in text or "：" in text:
        yield from _named_fields(text)
        yield from _labelled(text)


def _with_mail(text: str) -> Iterator[Span]:
    """``Ada Lovelace <ada@..>``: whoever stands before an address of their own."""
    for match in _WITH_MAIL.finditer(text):
        words = re.split(r"[ \u3000]", match["name"])
        local = folded(text[match.end() : text.index("@", match.end())])
        named = any(len(word) > 1 and folded(word) in local for word in words)
        if named and _are_a_name([word.rstrip(".") for word in words], lone=False):
            yield Span(*match.span("name"), Kind.PERSON_NAME)


def _named_fields(text: str) -> Iterator[Span]:
    for match in _NAME_VALUE.finditer(text):
        if _NAME_FIELD.search(text[max(0, match.start() - 24) : match.start()]):
            like = likeness(unquote(match.group()).replace("+", " ").title())
            if _is_of_a_thing(match.group()):
                continue
            if like.full or (like.shaped and not like.thing and _first_is_known(match.group())):
                yield Span(*match.span(), Kind.PERSON_NAME)


_LONGEST_PARTICLE = 3


def _is_of_a_thing(value: str) -> bool:
    words = re.split(r"[ +]|%20", value)
    return is_listed([folded(word) for word in words]) or any(
        graded(word.title()).ordinary or folded(word) in PEOPLE for word in words if len(word) > _LONGEST_PARTICLE
    )


def _first_is_known(value: str) -> bool:
    first = re.split(r"[ +%]", value)[0]
    return folded(first) in lists().family or likeness(first).single


def _labelled(text: str) -> Iterator[Span]:
    """``Guest: ..``, ``"client": ".."``: behind a word for a person every word that is no word for something else."""
    for match in _LABELLED.finditer(text):
        labels = [folded(word) for word in re.split(r"[ _]", match["label"])]
        if not (labels[-1] in PEOPLE or labels[-1] in LABELS):
            continue
        written = unquote(match["value"]).replace("+", " ")
        words = [word.rstrip(".") for word in re.split(r"[ \u3000]", written)]
        if _are_a_name(words, lone="name" in labels and len(labels) == 1):
            yield Span(*match.span("value"), Kind.PERSON_NAME)


def _are_a_name(words: list[str], lone: bool) -> bool:
    """``lone``: labelled as a name, which may be one of a thing."""
    whole = [word for word in words if len(word) > 1]
    grades = [graded(word) for word in whole]
    if not grades or any(folded(word) in NO_PERSONS for word in whole):
        return False
    cased = not any(word[0].islower() for word in whole if len(word) > _LONGEST_PARTICLE)
    known = not lone or any(grade.given for grade in grades)
    return cased and known and all(grade.may_be_name and not grade.ordinary for grade in grades)

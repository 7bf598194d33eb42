"""What is told by what was found: whoever stands above an address, and a name that comes again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from privacy.detection.graded import graded
from privacy.detection.named import NAME_WORD
from privacy.detection.people import NO_PERSONS
from privacy.detection.places import UPPER
from privacy.detection.span import Span
from privacy.detection.words import folded
from schemas.kinds import Kind

_ABOVE = re.compile(
    rf"(?:^|\n)(?:[>?*|-]+ ?)?(?:[\w ]{{0,20}}: ?)?(?P<name>{NAME_WORD}(?: [{UPPER}]\.)?(?: {NAME_WORD}){{1,3}}) *\n[\s>?*|-]*$"
)
_SHORTEST = 3


def addressees(text: str, found: Sequence[Span]) -> Iterator[Span]:
    """The line above a postal address, where it is like a name."""
    for span in found:
        if span.kind is Kind.POSTAL_ADDRESS:
            above = _ABOVE.search(text[: span.start])
            if above and _is_like_a_name(above["name"].split()):
                yield Span(*above.span("name"), Kind.PERSON_NAME)


def _is_like_a_name(words: list[str]) -> bool:
    grades = [graded(word.rstrip(".")) for word in words if not word.endswith(".")]
    things = any(grade.ordinary for grade in grades) or any(folded(word) in NO_PERSONS for word in words)
    return not things and all(grade.may_be_name for grade in grades) and not "".join(words).isupper()


def repetitions(text: str, found: Sequence[Span]) -> Iterator[Span]:
    """Full names that were found, and their parts that are words for nothing else, wherever else they stand."""
    wanted = set[str]()
    for span in found:
        if span.kind is Kind.PERSON_NAME:
            words = text[span.start : span.end].split()
            if len(words) > 1:
                wanted.add(" ".join(words))
                wanted |= {word for word in words if _says_it_alone(word)}
    for name in sorted(wanted, key=len, reverse=True):
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if not _JOINED_BEFORE.search(text[max(0, at - 1) : at]) and not _JOINED_BEHIND.match(text, end):
                yield Span(at, end, Kind.PERSON_NAME)
            at = text.find(name, end)


_JOINED_BEFORE = re.compile(r"[\w@#/._&+%-]")
_JOINED_BEHIND = re.compile(rf"\w|[-@&+%]|\.\w| &| [{UPPER}]")


def _says_it_alone(word: str) -> bool:
    grade = graded(word)
    return (
        len(word) >= _SHORTEST
        and word[0].isupper()
        and word[-1] != "."
        and not (grade.ordinary or grade.doubtful)
        and not word.isupper()
    )

"""Dates of birth: dates behind words for being born."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacy.detection.checks import date_features
from privacy.detection.span import Span
from schemas.kinds import Kind

_AROUND = 80

_BORN = re.compile(
    r"(?:\bd\.?o\.?b\b\.?|\bborn\b(?: on)?|birth\s?(?:date|day)?|date of birth|\bgeb(?:oren|urtsdatum|urtstag)?\b\.?(?: am|datum)?|"
    r"n[ée]e? le|date de naissance|naissance|nacid[oa](?: el)?|fecha de nacimiento|nacimiento|nascid[oa](?: em)?|"
    r"data de nascimento|nascimento|nat[oa] il|data di nascita|urodzon[ya]|data urodzenia|ur\.|geboren(?: op)?|geboortedatum|"
    r"f[öo]dd|f[øo]dt|f[øo]dselsdato|f[öo]delsedatum|do[ğg]um(?: tarihi)?|birth_date|birthdate|bday|narozen[aý]?|"
    r"дата рождения|родил(?:ся|ась)|生年月日|出生日期|生日)"
    r"(?:\s?\([^)]{1,15}\))?[\"'\s:=\-–(]{0,6}(?:(?:on|am|el|le|il|em|op|den|the|is|was|ist|är|er|dnia)\b\s*)?$",
    re.IGNORECASE,
)  # fmt: skip
_BORN_FAR = re.compile(
    r"(?:\bd\.?o\.?b\b|\bbirth ?(?:date|day)\b|date of birth|date_of_birth|\bbday\b|geburtsdatum|fecha de nacimiento|data de nascimento|"
    r"data di nascita|date de naissance|生年月日|出生日期|생년월일|تاريخ الميلاد|дата рождения|γεννήθηκε|syntynyt|syntymäaika|urodzenia)[^\d\n]{0,50}$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?<![\w/.-])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?(?:\d{4}|\d{2})|"
    r"\d{1,2}(?:st|nd|rd|th|er|\.)?\s(?:de |of )?[^\W\d_]{3,10}\.?,?\s(?:de |of )?\d{4}|[^\W\d_]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}|"
    r"\d{1,2}-[A-Za-z]{3}-\d{2,4}|\d{8}|\d{4}年\d{1,2}月\d{1,2}日)(?![\w/]|-\d)"
)


def births(text: str) -> Iterator[Span]:
    for match in _DATE.finditer(text):
        before = text[max(0, match.start() - _AROUND) : match.start()]
        if _BORN.search(before) or _BORN_FAR.search(before):
            plain = re.sub(r"\s(?:de|of)\s", " ", re.sub(r"[./-]\s", ".", match.group()))
            if "date" in date_features(plain) or "年" in plain or re.search(r"[^\W\d_]", plain):
                yield Span(*match.span(), Kind.DATE_OF_BIRTH)

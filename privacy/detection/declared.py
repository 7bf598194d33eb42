"""Numbers that the words before them name: passports, licences, bank accounts, national and tax numbers.

Whoever calls a number that of a passport is believed, check digit or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacy.detection.span import Span
from schemas.kinds import Kind

_WORDS = (
    r"(?:(?:bank |checking |savings |my )account|kontonummer|kontonr|cuenta(?: bancaria| corriente)?|compte bancaire|conto corrente|"
    r"rekeningnummer|num[ée]ro de compte|numer konta|iban|"
    r"passport|reisepass|pass(?:nummer|nr)|passeport|pasaporte|passaporto|passaporte|paspoort|paszport|паспорт|"
    r"driver[’']?s?[’']? licen[cs]e|driving licen[cs]e|drivers lic|\bdl|führerschein|permis de conduire|carn[ée]t? de conducir|"
    r"licencia de conducir|patente di guida|rijbewijs|prawo jazdy|carta de condução|körkort|førerkort|kørekort|"
    r"(?<!product )(?<!software )(?<!business )(?<!serial )licen[cs]e(?= ?(?:number|no\b|id|#))|"
    r"national id(?:entity)?(?: card)?|nationality id|identity card|id card|identity (?:number|document)|personalausweis|ausweis|"
    r"c[ée]dula(?: de ciudadan[ií]a)?|carte d[’']identit[ée]|carta d[’']identit[àa]|documento de identidad|dowód osobisty|"
    r"tax(?:payer)? id(?:entification)?|\btin|tax (?:number|file number)|steuer-?(?:id|nummer|identifikationsnummer)|num[ée]ro fiscal|"
    r"\bnif|\bnie|\bdni|\bcurp|\bpesel|\bcpf|\bbsn|\bnino|national insurance|insurance (?:number|no\b)|social insurance|"
    r"\bvin|chassis|fahrgestell|medicare|\bvisa(?= (?:number|no\b)|:)|주민(?:등록)?번호|마이넘버|マイナンバー|旅券番号|护照号?码?|パスポート)"
)
_NUMBER = r"(?:number|num|no|nr|nummer|n[úu]mero|num[ée]ro|numero|id|n[°ºo]|#|code|details)"
_DECLARED = re.compile(
    rf"{_WORDS}[’']?s?(?:[\s_-]?{_NUMBER}\b\.?){{0,2}}(?: (?:is|was|ist|es|est|è|[ée]|like|as|to))?[\"'’)]?\s?[:=#]?\s?[\"'#]?"
    r"(?P<id>(?=[A-Z0-9 ./-]{0,30}\d[A-Z0-9 ./-]{0,30}\d)[A-Z0-9](?:[ ./-]?[A-Z0-9]){4,33})(?![\w@]|[.:/-]\w)", re.IGNORECASE,
)  # fmt: skip
_STEMS = (
    "account|konto|cuenta|compte|conto|rekening|iban|pass|pasaporte|paszport|паспорт|licen|drivers lic|dl|führer|fuhrer|permis|carn|patente|rijbewijs|"
    "prawo|carta|körkort|kort|national|identi|id card|ausweis|dula|documento|dowód|tax|tin|steuer|fiscal|nif|nie|dni|curp|pesel|cpf|bsn|nino|"
    "vin|chassis|fahrgestell|insurance|medicare|visa|번호|ナンバー|番号|号|パス"
).split("|")
"""One of them stands in every word of the above: to look for them takes a tenth of the time."""
_DATE = re.compile(r"(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.](?:\d\d){1,2}")
_FEWEST_DIGITS = 4


def declared(text: str) -> Iterator[Span]:
    lower = text.lower()
    if not any(stem in lower for stem in _STEMS):
        return
    for match in _DECLARED.finditer(text):
        number = _without_words(match["id"])
        if sum(map(str.isdigit, number)) >= _FEWEST_DIGITS and not _DATE.fullmatch(number):
            yield Span(match.start("id"), match.start("id") + len(number), Kind.OTHER_ID)


def _without_words(number: str) -> str:
    """Up to the last group with a digit: what follows is the next word."""
    groups = number.split(" ")
    kept: list[str] = []
    for group in groups:
        if (
            not any(map(str.isdigit, group))
            and (kept or len(groups) == 1)
            and not (group.isupper() and len(group) == 4)
        ):
            break
        kept.append(group)
    while kept and not any(map(str.isdigit, kept[-1])):
        kept.pop()
    return " ".join(kept).rstrip(" ./-")

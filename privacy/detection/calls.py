"""Phone numbers in texts: by numbering plan, by form, or by the words before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacy.detection.identifiers import NO_PERSON
from privacy.detection.phones import has_country_code, phone_features
from privacy.detection.span import Span
from schemas.kinds import Kind

_AROUND = 40

_PHONE = re.compile(
    r"(?<![A-Za-z0-9_.%=/+-])(?:\+|00)?\(?\d(?:[\d\u00a0 ().\-/\u2011\u2013]{5,20})\d(?:\s?(?:ext\.?|x|extension|#)\s?\d{1,6})?(?![A-Za-z0-9_%]|[.-]\d|,\d{1,3}(?![\d-]))",
    re.IGNORECASE,
)
_PHONE_AFTER_EQUALS = re.compile(r"(?<==)(?:%2B|\+)?\d[\d().\-]{6,18}\d(?![\w%])")
_PHONE_WORD = re.compile(
    r"(?:phone|\btel\b|telephone|t[ée]l[ée]?ph|mobile|\bmob\b|\bcell|call|whats\s?app|fax|sms|text me|reach|ring|dial|hotline|who called|caller|lookup|registered|"
    r"telefon|handy|mobil|\bruf|anruf|tel[ée]fono|m[óo]vil|celular|ll[aá]m|portable|appel|cellulare|chiama|lig(?:ue|ar)|"
    r"zadzwo|dzwoni|kom[óo]rk|\bkom\.|\bcep\b(?! ?:? ?\d{5}-)|telefoon|\bbel\b|\bpuh|\bara[yı]|\bgsm\b|contact|电话|手机|電話|携帯|전화|फ़ोन|फोन|मोबाइल|هاتف|جوال|"
    r"τηλ|тел|звон|\bph\b|msisdn|(?:my|mein|mi|mon|mio|meu|mijn|m[óo]j|min|numaram|мой|мій|her|his|their) (?:number|nummer|"
    r"n[úu]mero|numéro|numero|numer|номер)|number is)[^\d+(]{0,25}$",
    re.IGNORECASE,
)  # fmt: skip


def phone_numbers(text: str) -> Iterator[Span]:
    for match in (*_PHONE.finditer(text), *_PHONE_AFTER_EQUALS.finditer(text)):
        span = _phone_at(text, match.start(), match.end())
        if span:
            yield span


def _phone_at(text: str, start: int, end: int) -> Span | None:
    number = text[start:end]
    if number.count("(") > number.count(")") and number[0] == "(":
        number = number[1:]
    while number.count(")") > number.count("(") and number.endswith(")"):
        end, number = end - 1, number[:-1]
    plain = number.replace("%2B", "+")
    before = text[max(0, start - _AROUND) : start]
    found = phone_features(plain)
    hinted = bool(_PHONE_WORD.search(before))
    other = bool(NO_PERSON.search(before)) and not hinted
    abroad = number.startswith("+") and "phone_shaped" in found and has_country_code(plain)
    if "phone_world" in found or abroad or ("phone_parted" in found and not other):
        return Span(start, end, Kind.PHONE)
    if hinted and found & {"phone_spaced", "phone_bare", "phone_coded", "phone_shaped", "phone_us_wrong"}:
        return Span(start, end, Kind.PHONE)
    return None

"""Postal codes: behind the words for them in many languages, and behind the states of the USA."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacy.detection.places import STATES
from privacy.detection.span import Span
from schemas.kinds import Kind

_CODES_LISTED = re.compile(r"\bzip ?codes?:? (?P<codes>\d{5}(?:(?:, | and | or |/)\d{5})+)", re.IGNORECASE)
_CODE = re.compile(
    r"(?:(?<![a-z])zip(?:[ _-]?code|\+4)?s?|\bpostal[ _-]?code|\bpost[ _-]?code|\bplz|postleitzahl|\bpostal|c[óo]digo postal|code postal|\bc\.?p\.?|"
    r"\bcep|kod pocztowy|\bpin ?code|\bpostnummer|\bcap\b|邮编|郵便番号|\bpsč)[\"'\s:=#]{0,4}(?:is |ist |es |est |da |: ?)?"
    r"(?P<code>\d{5}-\d{4}|\d{5}-\d{3}|\d{3}-\d{4}|\d{2}-\d{3}|\d{4,6}|\d{3} \d{2,3}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{4} ?[A-Z]{2})(?![\w-]| \d)",
    re.IGNORECASE,
)
_FORMS = r"(?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{4} ?[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)"
_ASKED = re.compile(
    rf"\b(?:zip(?: ?code)?|post ?code|postal code)\b[^.\d\n]{{0,25}}[?:]\s*(?:[a-z]+: )?(?P<code>{_FORMS})(?: (?:should read|or|and|to|not) (?P<other>{_FORMS}))?(?![\w-])",
    re.IGNORECASE,
)
_BEHIND = re.compile(r"(?<![\w-])(?P<code>\d{5}) zip\b(?! ?file)", re.IGNORECASE)
_STATE_CODE = re.compile(rf"\b(?:{STATES}),? (?P<code>\d{{5}}(?:-\d{{4}})?)(?![\w-])")


def postal_codes(text: str) -> Iterator[Span]:
    lower = text.lower()
    asked = (*_ASKED.finditer(text), *_BEHIND.finditer(text)) if "zip" in lower or "post" in lower else ()
    for match in (*_CODE.finditer(text), *_STATE_CODE.finditer(text), *asked):
        for group in ("code", "other"):
            if match.groupdict().get(group):
                yield Span(*match.span(group), Kind.ZIP_CODE)
    for match in _CODES_LISTED.finditer(text):
        for code in re.finditer(r"\d{5}", match.group("codes")):
            yield Span(match.start("codes") + code.start(), match.start("codes") + code.end(), Kind.ZIP_CODE)

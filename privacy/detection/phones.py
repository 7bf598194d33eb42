"""Phone numbers: international ones as ``phonenumbers`` parses them, national ones by its patterns for each country."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata

REGIONS = (
    "US", "GB", "DE", "FR", "ES", "IT", "NL", "BE", "AT", "CH", "PL", "SE", "NO", "DK", "FI", "PT", "IE", "CZ", "HU",
    "RO", "GR", "TR", "RU", "UA", "IN", "PK", "BD", "CN", "JP", "KR", "AU", "NZ", "BR", "MX", "AR", "CL", "CO", "ZA",
    "NG", "KE", "EG", "IL", "AE", "SA", "SG", "MY", "ID", "PH", "TH", "VN",
)  # fmt: skip
_SHAPE = re.compile(
    r"^(?:tel:|ph:?|t:|m:|fax:?)?\s*(?P<number>(?:\+|00)?[\d(][\d\s().\-/\u00a0\u2011\u2013·]*\d\)?)"
    r"\s*(?:(?:ext|x|extension|#|;ext=|poste|durchwahl|dw)\.?\s*:?=?\s*(?P<extension>\d{1,6}))?$",
    re.IGNORECASE,
)
_PARTED = re.compile(r"\d[\s().\-/\u00a0\u2011\u2013·]+\d|^\(\d")
_LOOKS_LIKE_DATE = re.compile(
    r"^(?:(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d{2})(?:\D|$)"
)
_NANP = re.compile(r"^(?:\+?1[ .-]?)?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-. ])[2-9]\d{2}[-. ]\d{4}$")
_DECIMAL = re.compile(r"^\d+[.,]\d+$")


_FEWEST_ABROAD, _MOST_ABROAD = 9, 15


@dataclass(frozen=True)
class _Plan:
    """A country's numbering plan: national numbers, with what is dialled before them."""

    prefix: str
    pattern: re.Pattern[str]
    code: str
    lengths: frozenset[int]

    def holds(self, digits: str) -> bool:
        if not {len(digits), len(digits) - len(self.prefix)} & self.lengths:
            return False
        if self.pattern.fullmatch(digits):
            return not self.prefix or self.prefix == "1" or (len(digits) >= 9 and not digits.startswith("0"))
        rest = digits.removeprefix(self.prefix) if self.prefix else digits
        return rest != digits and bool(self.pattern.fullmatch(rest))


@lru_cache(maxsize=1)
def _plans() -> dict[str, _Plan]:
    found = {}
    for region in REGIONS:
        data = PhoneMetadata.metadata_for_region(region)
        if data is not None:
            kinds = (data.fixed_line, data.mobile, data.toll_free, data.voip)
            patterns = [k.national_number_pattern for k in kinds if k is not None and k.national_number_pattern]
            whole = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
            lengths = frozenset(n for k in (*kinds, data.general_desc) if k is not None for n in k.possible_length)
            found[region] = _Plan(data.national_prefix or "", whole, str(data.country_code), lengths)
    return found


def phone_features(text: str) -> set[str]:
    """``phone_world`` an international number that exists in its country's plan; ``phone_parted`` a national one with
    punctuation as people write it; ``phone_bare`` digits only that some country's plan holds; ``phone_us`` one of
    North America; ``phone_shaped`` signs and digits as in a number, of no plan known here."""
    match = _SHAPE.match(text)
    if match is None or _LOOKS_LIKE_DATE.match(text) or _DECIMAL.match(text):
        return set()
    number = match.group("number")
    if re.search(r"\(\d{6,}\)", number):
        return set()
    digits = re.sub(r"\D", "", number)
    if not 7 <= len(digits) <= 15:
        return set()
    if number.startswith(("+", "00")):
        return {"phone_world"} if _is_international(number) else {"phone_shaped"}
    parted = bool(_PARTED.search(number))
    found = {"phone_shaped"} if parted else set()
    if _NANP.match(number):
        return found | {"phone_parted", "phone_us"} if _plans()["US"].holds(digits) else found | {"phone_us_wrong"}
    regions = _regions(digits)
    if regions:
        telling = parted and (number[0] in "0(" or match.group("extension"))
        found.add("phone_parted" if telling else "phone_spaced" if parted else "phone_bare")
        if "US" in regions:
            found.add("phone_us")
    elif _with_code(digits):
        found.add("phone_coded")
    return found


def has_country_code(number: str) -> bool:
    """Whether ``+`` and the digits behind it begin with the code of a country and are as many as a number may have."""
    digits = re.sub(r"\D", "", number)
    known = any(int(digits[:size]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE for size in (1, 2, 3))
    return known and _FEWEST_ABROAD <= len(digits) <= _MOST_ABROAD


def _is_international(number: str) -> bool:
    plus = "+" + re.sub(r"\D", "", number.removeprefix("00") if number.startswith("00") else number)
    plus = plus.replace("(0)", "")
    try:
        parsed = phonenumbers.parse(_without_trunk(number, plus))
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(parsed)


def _without_trunk(number: str, plus: str) -> str:
    """``+44 (0)20 ..``: the zero in brackets is dialled inside the country only."""
    return "+" + re.sub(r"\D", "", number.replace("(0)", "")).removeprefix("00") if "(0)" in number else plus


def _regions(digits: str) -> list[str]:
    return [region for region, plan in _plans().items() if plan.holds(digits)]


def _with_code(digits: str) -> bool:
    """Whether they are an international number whose sign was lost, as when it was stored as a number."""
    return len(digits) >= 10 and any(
        digits.startswith(plan.code) and plan.pattern.fullmatch(digits[len(plan.code) :]) for plan in _plans().values()
    )

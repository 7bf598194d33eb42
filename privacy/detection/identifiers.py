"""Numbers of persons by form and check digit: national numbers, bank accounts, social security, payment cards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import luhn

from privacy.detection.checks import features, is_card
from privacy.detection.span import Span
from schemas.kinds import Kind

_AROUND = 40

_IBAN = re.compile(r"(?<![\w])[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,4})?(?![\w])", re.IGNORECASE)
_ID_FORMS = re.compile(
    r"(?<![A-Za-z0-9_.])(?:"
    r"\d{8}[- ]?[A-Za-z]|[XYZ][- ]?\d{7}[- ]?[A-Za-z]|\d{3}\.\d{3}\.\d{3}-\d{2}|"
    r"[A-Za-z]{6}[0-9LMNPQRSTUV]{2}[A-Za-z][0-9LMNPQRSTUV]{2}[A-Za-z][0-9LMNPQRSTUV]{3}[A-Za-z]|[A-Z]{4}\d{6}[HM][A-Z]{5}[0-9A-Z]\d|"
    r"[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}|[A-Za-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Da-d]|"
    r"\d{6}[-+A]\d{3}[0-9A-Y]|(?:\d{2})?\d{6}[-+]\d{4}|756\.\d{4}\.\d{4}\.\d{2}|[A-Z]{5}\d{4}[A-Z]|"
    r"\d{1,2}\.\d{3}\.\d{3}-[\dKk]|\d{3}[ -]\d{3}[ -]\d{3}|\d{6}/\d{3,4}|\d{3}[ -]\d{3}[ -]\d{4}|\d{4}[ -]\d{4}[ -]\d{4}|\d{17}[\dXx]|"
    r"\d{2} \d{3} \d{3} \d{3}|\d{6} \d{5}|\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}|\d{6}-\d{7}|[STFGM]\d{7}[A-Z]|"
    r"[A-HJ-NPR-Z0-9]{17}|\d{5}-\d{7}-\d|\d{8,15})(?![A-Za-z0-9_]|[.-]\d)"
)
_ID_WORDS: dict[str, str] = {
    "id:nhs": r"(?<![a-z])nhs(?![a-z])", "id:aadhaar": r"aadha|आधार|uidai", "id:pesel": r"pesel", "id:cpf": r"\bcpf\b",
    "id:bsn": r"\bbsn\b|burgerservice", "id:imei": r"\bimei\b", "id:idnr": r"steuer|idnr|\btin\b|tax id",
    "id:tckimlik": r"kimlik|t\.?c\.? ?(?:no|kimlik)|tckn", "id:fodselsnummer": r"f[øo]dsels|personnummer|fnr",
    "id:cnp": r"\bcnp\b", "id:egn": r"\begn\b|егн", "id:cpr": r"\bcpr\b", "id:personnummer": r"person(?:nummer|nr)|\bpnr\b",
    "id:rc": r"rodn|\brč\b|\brc\b", "id:ik": r"isikukood", "id:ric": r"身份证|id card|resident", "id:nir": r"s[ée]cu|\bnir\b",
    "id:dni": r"\bdni\b|\bnif\b", "id:ch_ssn": r"ahv|avs", "id:sin": r"\bsin\b|social insurance", "id:rut": r"\brut\b|\brun\b",
    "id:vin": r"\bvin\b|vehicle|chassis|fahrgestell", "id:inn": r"\binn\b|инн", "id:nn": r"rijksregister|registre|\bnn\b",
    "id:afm": r"αφμ|\bafm\b", "id:za": r"\bid\b|rsa|south africa", "id:tfn": r"\btfn\b|tax file", "id:il": r"זהות|\bt\.?z\b",
    "id:rrn": r"주민|\brrn\b", "id:nric": r"nric|\bfin\b", "id:oib": r"\boib\b", "id:cnic": r"cnic", "id:pin_th": r"บัตร|\bid\b",

}  # fmt: skip
_ID_HINT = {name: re.compile(words, re.IGNORECASE) for name, words in _ID_WORDS.items()}
_ID_SURE = frozenset(
    "id:dni id:nie id:codicefiscale id:curp id:hetu id:cpf_dots id:ch_ssn id:rut_dots id:nric id:nn_dots id:rrn_dash".split()
)
NO_PERSON = re.compile(
    r"(?:order|주문번호|订单号?|訂單|注文番号|bestell|commande|pedido|ordine|zam[óo]wieni|sipari[şs]|invoice|rechnung|factur|fattura|faktura|tracking|"
    r"track|parcel|shipment|sku|isbn|issn|ean|upc|gtin|barcode|serial|batch|lot|part|ref(?:erence)?|ticket|case|"
    r"article|artikel|item|product|model|transaction|txn|trx|booking|reservation|confirmation|po|id|uuid|hash|commit|"
    r"build|timestamp|ts|epoch|version|doi|pmid|asin|quote|rma|awb|container|voucher|coupon|code|session|request|"
    r"device|sensor|store|total|amount|price|qty|sum|pid|port|line|page)\W{0,3}(?:\s?(?:no|nr|num|number|nummer|id|key|code)\b)?[\s.:#=№°\"']{0,5}$",
    re.IGNORECASE,
)  # fmt: skip


def identifiers(text: str) -> Iterator[Span]:
    for match in _IBAN.finditer(text):
        end = _longest_iban(text, match.start(), match.end())
        if end:
            yield Span(match.start(), end, Kind.OTHER_ID)
    for match in _ID_FORMS.finditer(text):
        found = {feature for feature in features(match.group().strip()) if feature.startswith("id:")}
        if not found:
            continue
        around = text[max(0, match.start() - _AROUND) : match.start()]
        hinted = any(hint.search(around) for name, hint in _ID_HINT.items() if name in found)
        likely = found & {"id:cpr_dash", "id:personnummer_dash", "id:rc_slash", "id:nino", "id:ric", "id:nir"}
        if hinted or found & _ID_SURE or (likely and not NO_PERSON.search(around)):
            yield Span(*match.span(), Kind.OTHER_ID)


def _longest_iban(text: str, start: int, end: int) -> int:
    """Where the account number that begins at ``start`` ends; words behind it may look like a part of it. 0: none."""
    while end - start >= 15:
        if "id:iban" in features(text[start:end].strip()):
            return end
        end -= 1
    return 0


_SSN = re.compile(r"(?<![\w.-])\d{3}([- ])\d{2}\1\d{4}(?![\w]|[.-]\d)")
_SSN_BARE = re.compile(r"(?<![\w.-])\d{9}(?![\w]|[.-]\d)")
_SSN_WORD = re.compile(r"\bssn\b|\bsocial\b|soc\.?\s*sec|\bss\s*(?:#|no|num)|\bss(?:n)?#?:", re.IGNORECASE)


_PART = r"(?:\bparts?|\bp/n|\bpn|\bsku|\blot|\bserial|\bitem|\bmodel|\barticle|part_no|\bart\.)"
_OF_A_PART = re.compile(_PART + r"\W{0,3}(?:no|nr|num|number|code)?\W{0,4}$", re.IGNORECASE)
_NEAR_A_PART = re.compile(_PART + r"[^;]{0,40}$", re.IGNORECASE)


def social_security(text: str) -> Iterator[Span]:
    for match in _SSN.finditer(text):
        around = text[max(0, match.start() - _AROUND) : match.start()]
        hinted = bool(_SSN_WORD.search(around)) and not _OF_A_PART.search(around)
        good = "ssn_parted" in features(match.group())
        likely = good and match.group(1) == "-" and not NO_PERSON.search(around) and not _NEAR_A_PART.search(around)
        if hinted or likely:
            yield Span(*match.span(), Kind.SSN)
    for match in _SSN_BARE.finditer(text):
        if _SSN_WORD.search(text[max(0, match.start() - _AROUND) : match.start()]):
            yield Span(*match.span(), Kind.SSN)


_CARD = re.compile(r"(?<![\w.+-])\d(?:[ -]?\d){11,18}(?![\w]|[.-]\d)")
_CARD_WORD = re.compile(
    r"card|visa|master|amex|american express|discover|karte|tarjeta|carte|carta|cart[ãa]o|kart|kort|\bcc\b|\bpan\b|pay",
    re.IGNORECASE,
)


_OF_A_CARD = re.compile(
    r"(?:(?<!gift )(?<!sim )(?<!sd )(?<!key )(?<!id )(?<!loyalty )(?<!library )(?<!member )(?<!membership )(?<!memory )\b(?:credit |debit |bank |my )?card|"
    r"\bcc|\bvisa|\bmaster ?card|\bamex|kreditkarte|tarjeta|carte (?:bancaire|bleue|de cr[ée]dit)|carta di credito|cart[ãa]o)"
    r"(?:[’']s)?[\s.]{0,2}(?:(?:details|number|num|no|nr|nummer|n[úu]mero|#)\W{0,3}){0,2}(?:is|like|ist|es)?[\s:=#\"']{0,4}$", re.IGNORECASE,
)  # fmt: skip
_SHORTEST_WRONG, _LONGEST_WRONG = 15, 16
"""Digits of a number that is called one of a card and whose check digit is wrong: it was mistyped."""


def _is_like_a_card(written: str) -> bool:
    number = re.sub(r"[ -]", "", written)
    return luhn.is_valid(number) or (_SHORTEST_WRONG <= len(number) <= _LONGEST_WRONG and number[0] in "3456")


def cards(text: str) -> Iterator[Span]:
    for match in _CARD.finditer(text):
        around = text[max(0, match.start() - _AROUND) : match.start()]
        checked = is_card(match.group()) and (_CARD_WORD.search(around) or not NO_PERSON.search(around))
        if checked or (_OF_A_CARD.search(around) and _is_like_a_card(match.group())):
            yield Span(*match.span(), Kind.CREDIT_CARD)

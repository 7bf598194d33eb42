"""What one value may be: checks of form, checksum and plausibility, and the shape of the rest.

``features(text)`` names everything that is true of a value in closed words, which is all that is counted of a column;
the value itself goes no further. E-mail by ``email-validator``, phone numbers by Google's ``phonenumbers``, numbers
with a checksum by ``python-stdnum``, addresses of networks by ``ipaddress``.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
from functools import lru_cache
from types import ModuleType

from email_validator import EmailNotValidError, validate_email
from stdnum import iban, imei, luhn
from stdnum.au import tfn
from stdnum.be import nn
from stdnum.bg import egn
from stdnum.br import cpf
from stdnum.ca import sin
from stdnum.ch import ssn as ch_ssn
from stdnum.cl import rut
from stdnum.cn import ric
from stdnum.cz import rc
from stdnum.de import idnr
from stdnum.dk import cpr
from stdnum.ee import ik
from stdnum.es import dni, nie
from stdnum.exceptions import ValidationError
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.gr import vat as afm
from stdnum.hr import oib
from stdnum.il import idnr as il
from stdnum.in_ import aadhaar
from stdnum.in_ import pan as in_pan
from stdnum.iso7064 import mod_11_2
from stdnum.it import codicefiscale
from stdnum.kr import rrn
from stdnum.mx import curp
from stdnum.nl import bsn
from stdnum.no import fodselsnummer
from stdnum.pk import cnic
from stdnum.pl import pesel
from stdnum.ro import cnp
from stdnum.ru import inn
from stdnum.se import personnummer
from stdnum.th import pin as pin_th
from stdnum.tr import tckimlik
from stdnum.us import ssn as us_ssn
from stdnum.za import idnr as za

from privacy.detection.addresses import address_features, code_features
from privacy.detection.people import likeness
from privacy.detection.phones import phone_features

_EMAIL = re.compile(
    r"^[^\s@<>,;:\"()\[\]]{1,64}@[^\s@<>,;:\"()\[\]/]{1,253}\.[^\s@<>,;:.\"()\[\]/\d][^\s@<>,;:.\"()\[\]/]{1,23}$"
)
_MAILTO = re.compile(r"^[\"']?(?:mailto:)?<?(.*?)>?[\"']?$", re.IGNORECASE)
_OF_A_FILE = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|pdf|html?|js|css|txt|py|json|xml|zip|exe|dll|log|csv|md)$", re.IGNORECASE
)
_IP4 = re.compile(r"^(\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5}|/\d{1,2})?$")
_IP6 = re.compile(r"^\[?([0-9A-Fa-f:.]{2,45})(?:%\w+)?\]?(?::\d{1,5}|/\d{1,3})?$")
_SSN = re.compile(r"^\d{3}([- ])\d{2}\1\d{4}$")
_CARD = re.compile(r"^\d(?:[ -]?\d){12,18}$")
_WHOLE = re.compile(r"^[+-]?\d+$")
_REAL = re.compile(r"^[+-]?(?:\d+[.,]\d*|\.\d+)(?:[eE][+-]?\d+)?$")
_UUID = re.compile(r"^\{?[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}\}?$")
_HEX = re.compile(r"^(?:0x)?[0-9a-fA-F]{12,}$")
_IDLIKE = re.compile(r"^[#A-Za-z0-9][A-Za-z0-9_\-.:/|#@\\^]{0,63}$")
_SPACED_ID = re.compile(r"^[A-Z]{0,4} ?\d[\dA-Z]*(?:[ ][\dA-Z]+)+$")
_HANDLE = re.compile(r"^@?[A-Za-z][A-Za-z0-9_.-]{1,39}$")
_URL = re.compile(r"^[a-z][a-z0-9+.-]*://\S+$", re.IGNORECASE)
_NINO = re.compile(r"^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]$")
_VIN = re.compile(r"^(?=.*\d)(?=.*[A-HJ-NPR-Z])[A-HJ-NPR-Z0-9]{11}[A-HJ-NPR-Z0-9]{2}\d{4}$")
_NRIC = re.compile(r"^[STFGM]\d{7}[A-Z]$")
_TRUTHS = frozenset("true false yes no y n t f 0 1 ja nein si oui non".split())
PLACEHOLDERS = frozenset(
    ("", "-", "--", "---", ".", "?", "n/a", "na", "nan", "null", "none", "nil", "unknown", "unk", "not available",
     "not provided", "not applicable", "missing", "undefined", "tbd", "(null)", "<na>", "\\n", "#n/a", "k.a.", "s/n",
     "n.a.", '""', "''", "keine", "unbekannt", "brak", "000-00-0000", "0000000000", "000000000", "1900-01-01", "01/01/1900", "desconocido", "inconnu", "redacted", "not given", "empty", "xxx", "*", "/")
)  # fmt: skip
"""What stands where a value is missing."""

_IIN = re.compile(
    r"^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|2720\d{12}|2221\d{12}|3[47]\d{13}|"
    r"3(?:0[0-5]|[689]\d)\d{11,13}|6(?:011|5\d\d|4[4-9]\d)\d{12,15}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}|"
    r"(?:50|5[6-9]|6\d)\d{10,17}|220[0-4]\d{12})$"
)

_CHECKED: dict[str, ModuleType] = {
    "cpf": cpf, "egn": egn, "ric": ric, "rc": rc, "idnr": idnr, "cpr": cpr, "ik": ik, "dni": dni, "nie": nie,
    "hetu": hetu, "sin": sin, "rut": rut, "nir": nir, "nhs": nhs, "aadhaar": aadhaar, "in_pan": in_pan, "codicefiscale": codicefiscale,
    "curp": curp, "bsn": bsn, "fodselsnummer": fodselsnummer, "pesel": pesel, "cnp": cnp, "personnummer": personnummer,
    "tfn": tfn, "nn": nn, "afm": afm, "oib": oib, "il": il, "rrn": rrn, "cnic": cnic, "inn": inn, "pin_th": pin_th, "za": za,
    "tckimlik": tckimlik, "ch_ssn": ch_ssn, "iban": iban, "imei": imei,
}  # fmt: skip
_SHAPES: dict[str, str] = {
    "cpf": r"\d{3}\.?\d{3}\.?\d{3}-?\d{2}", "egn": r"\d{10}", "ric": r"\d{17}[\dXx]", "rc": r"\d{6}/?\d{3,4}",
    "idnr": r"\d{2} ?\d{3} ?\d{3} ?\d{3}", "cpr": r"\d{6}-?\d{4}", "ik": r"[1-6]\d{10}", "dni": r"\d{8}[- ]?[A-Za-z]",
    "nie": r"[XYZxyz][- ]?\d{7}[- ]?[A-Za-z]", "hetu": r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Ya-y]",
    "nir": r"[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[ABab]) ?\d{3} ?\d{3}[ ]?\d{2}", "nhs": r"\d{3}[ -]?\d{3}[ -]?\d{4}", "sin": r"\d{3}[ -]?\d{3}[ -]?\d{3}", "rut": r"\d{1,2}\.?\d{3}\.?\d{3}-[\dKk]",
    "aadhaar": r"[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}", "in_pan": r"[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]",
    "codicefiscale": r"[A-Za-z]{6}[0-9A-Za-z]{2}[A-Za-z][0-9A-Za-z]{2}[A-Za-z][0-9A-Za-z]{3}[A-Za-z]",
    "curp": r"[A-Z]{4}\d{6}[HM][A-Z]{5}[0-9A-Z]\d", "bsn": r"\d{8,9}|\d{4}\.\d{2}\.\d{3}",
    "tfn": r"\d{3} ?\d{3} ?\d{3}", "nn": r"\d{2}\.?\d{2}\.?\d{2}-?\d{3}\.?\d{2}", "afm": r"\d{9}", "oib": r"\d{11}",
    "il": r"\d{9}", "rrn": r"\d{6}-?\d{7}", "cnic": r"\d{5}-?\d{7}-?\d", "inn": r"\d{12}", "pin_th": r"\d-?\d{4}-?\d{5}-?\d{2}-?\d",
    "za": r"\d{13}", "fodselsnummer": r"\d{6} ?\d{5}", "pesel": r"\d{11}", "cnp": r"[1-9]\d{12}",
    "personnummer": r"(?:\d{2})?\d{6}[-+]?\d{4}", "tckimlik": r"[1-9]\d{10}", "ch_ssn": r"756\.?\d{4}\.?\d{4}\.?\d{2}",
    "iban": r"[A-Za-z]{2}\d{2}(?:[ -]?[0-9A-Za-z]{1,4}){3,8}", "imei": r"\d{2}-?\d{6}-?\d{6}-?\d",
}  # fmt: skip
_SHAPE_OF = {name: re.compile(rf"(?:{shape})\Z") for name, shape in _SHAPES.items()}
TELLING = frozenset(
    "iban codicefiscale curp dni nie hetu nir ric ch_ssn nino nric nn_dots rrn_dash cnic_dash rut_dots rc_slash cpf_dots in_pan cpr_dash personnummer_dash".split()
)
"""Numbers whose form and checksum together are found nowhere else: a third of a column's values say it."""


@lru_cache(maxsize=200_000)
def features(text: str) -> frozenset[str]:
    """What is true of ``text`` (trimmed, not a placeholder), as closed words. Never a part of the value."""
    found: set[str] = set()
    _by_sign(text, found)
    if any(c.isdigit() for c in text):
        _by_digits(text, found)
    if len(text) <= 120:
        _by_letters(text, found)
    found.add("text" if text.count(" ") >= 5 else "short")
    if _IDLIKE.match(text) or _SPACED_ID.match(text):
        found.add("id_digit" if any(c.isdigit() for c in text) else "id_alpha")
    if _HANDLE.match(text):
        found.add("handle")
    return frozenset(found)


def _by_sign(text: str, found: set[str]) -> None:
    lower = text.lower()
    if lower in _TRUTHS:
        found.add("truth")
    if "@" in text and is_email(text):
        found.add("email")
    if _URL.match(text):
        found.add("url")
    if text[0] in "{[" and text[-1] in "}]":
        found.add("json")
    if _UUID.match(text):
        found.add("uuid")
    elif _HEX.match(text) and not text.isdigit():
        found.add("hex")
    if _WHOLE.match(text):
        found.add("whole")
    elif _REAL.match(text):
        found.add("real")


def is_email(text: str) -> bool:
    inner = _MAILTO.match(text)
    address = inner.group(1).strip() if inner else text
    if not _EMAIL.match(address) or _OF_A_FILE.search(address):
        return False
    try:
        validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        return "special-use or reserved" in str(error)
    return True


def _by_digits(text: str, found: set[str]) -> None:
    found |= ip_features(text)
    whole = text.removesuffix(".0") if _REAL.match(text) else text
    digits = sum(c.isdigit() for c in whole)
    if digits in (7, 8, 9):
        found |= _ssn_features(whole)
    if 12 <= digits <= 19 and _CARD.match(whole):
        found.add("card" if is_card(whole) else "card_shaped")
    if 7 <= digits <= 18:
        found |= phone_features(whole)
    found |= _ids(whole) | code_features(whole.removeprefix("〒"))
    found |= date_features(text)


def ip_features(text: str) -> set[str]:
    four = _IP4.match(text)
    if four:
        octets = [int(octet) for octet in four.group(1).split(".")]
        if max(octets) > 255 or any(len(o) > 1 and o[0] == "0" for o in four.group(1).split(".")):
            return {"ip_broken"}
        return {"ip", "ip_small"} if max(octets) <= 40 else {"ip"}
    six = _IP6.match(text)
    if six and text.count(":") >= 2:
        try:
            ipaddress.IPv6Address(six.group(1))
        except ValueError:
            return set()
        return {"ip"} if re.search(r"[0-9A-Fa-f]", text) else set()
    return set()


def _ssn_features(text: str) -> set[str]:
    parted = _SSN.match(text)
    bare = text.isdigit()
    if not parted and not bare:
        return set()
    number = re.sub(r"[ -]", "", text).zfill(9)
    good = (
        us_ssn.is_valid(f"{number[:3]}-{number[3:5]}-{number[5:]}")
        and number[:3] not in ("000", "666")
        and number[0] != "9"
    )
    form = "ssn_parted" if parted else "ssn_bare"
    return {form if good else f"{form}_wrong"}


def is_card(text: str) -> bool:
    number = re.sub(r"[ -]", "", text)
    return bool(_IIN.match(number)) and luhn.is_valid(number) and len(set(number)) > 3


_WRITTEN = {
    "cpf": ("-", "cpf_dots"),
    "rc": ("/", "rc_slash"),
    "cpr": ("-", "cpr_dash"),
    "personnummer": ("-", "personnummer_dash"),
    "rrn": ("-", "rrn_dash"),
    "cnic": ("-", "cnic_dash"),
    "nn": (".", "nn_dots"),
    "rut": (".", "rut_dots"),
}
"""Numbers that are told from others once they are written with the sign that belongs to them."""


def _ids(text: str) -> set[str]:
    found = {name for name, shape in _SHAPE_OF.items() if shape.match(text) and _checks(_CHECKED[name], text)}
    found |= {written for name, (sign, written) in _WRITTEN.items() if name in found and sign in text}
    if _NINO.match(text.upper()):
        found.add("nino")
    if _NRIC.match(text) and _nric(text):
        found.add("nric")
    if _VIN.match(text):
        found.add("vin")
    return {f"id:{name}" for name in found}


def _nric(text: str) -> bool:
    """Check letter of Singapore's NRIC and FIN."""
    offset = {"S": 0, "T": 4, "F": 0, "G": 4, "M": 3}[text[0]]
    total = offset + sum(int(digit) * weight for digit, weight in zip(text[1:8], (2, 7, 6, 5, 4, 3, 2), strict=True))
    letters = {"S": "JZIHGFEDCBA", "T": "JZIHGFEDCBA", "F": "XWUTRQPNMLK", "G": "XWUTRQPNMLK", "M": "XWUTRQPNJLK"}
    return text[8] == letters[text[0]][total % 11]


def _checks(module: ModuleType, text: str) -> bool:
    try:
        if module is iban:
            iban.validate(text, check_country=False)  # the checks inside a bank's own number differ too much
        elif module is ric:
            mod_11_2.validate(text.upper())  # its list of places is short
        else:
            module.validate(text)
    except (ValidationError, ValueError, LookupError):  # some of its validators stumble over unknown regions
        return False
    return True


_DATES = (
    (re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?P<time>[T ].*)?$"), (1, 2, 3)),
    (re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?P<time>[T ,].*)?$"), (3, 2, 1)),
    (re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})(?P<time>)$"), (1, 2, 3)),
    (re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{2})(?P<time>)$"), (3, 2, 1)),
)
_WORDED = re.compile(
    r"^(?:\w{3,9},? )?(?:\d{1,2}(?:st|nd|rd|th)?\.?[-/ ]?(?:de )?([^\W\d_]{3,10})\.?,?[-/ ]?(?:de )?(\d{4}|\d{2})|([^\W\d_]{3,10})\.? \d{1,2}(?:st|nd|rd|th)?,? (\d{4}))(?P<time>[ T].*)?$"
)
_MONTHS = re.compile(
    r"^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mai|mär|mrz|okt|dez|ene|abr|ago|dic|fev|fév|avr|juin|juil|"
    r"aoû|déc|set|out|gen|mag|giu|lug|ott|jún|maj|kwi|lip|sie|wrz|paź|lis|gru|sty|lut|cze)", re.IGNORECASE,
)  # fmt: skip
_THIS_YEAR = dt.date.today().year  # noqa: DTZ011 - a year in which nobody reads this twice


def date_features(text: str) -> set[str]:
    """``date`` and the share of a century it lies in: ``born_young`` and so on; ``clock`` with a time of day."""
    year, clock = _year(text)
    if year is None:
        return set()
    found = {"date", f"year:{_era(year)}"}
    if clock:
        found.add("clock")
    return found


def _year(text: str) -> tuple[int | None, bool]:
    for pattern, (year_at, month_at, day_at) in _DATES:
        match = pattern.match(text)
        if match:
            year, month, day = (int(match.group(at)) for at in (year_at, month_at, day_at))
            if year < 100:
                year += 1900 if year > _THIS_YEAR % 100 else 2000
            fits = (1 <= month <= 12 and 1 <= day <= 31) or (1 <= day <= 12 and 1 <= month <= 31)
            time = (match.group("time") or "").strip("T ,Z")
            return (
                (year, bool(time) and not re.match(r"^00:00(:00(\.0+)?)?(Z|\+00:?00)?$", time))
                if fits
                else (None, False)
            )
    worded = _WORDED.match(text)
    if worded and _MONTHS.match(worded.group(1) or worded.group(3)):
        year = int(worded.group(2) or worded.group(4))
        return year + (0 if year > 100 else 1900 if year > _THIS_YEAR % 100 else 2000), bool(worded.group("time"))
    return None, False


def _era(year: int) -> str:
    """Eras of birth: nobody alive, old, middle, young, child, and not yet."""
    if year < _THIS_YEAR - 115 or year > _THIS_YEAR:
        return "nobody"
    age = _THIS_YEAR - year
    return "old" if age >= 60 else "middle" if age >= 35 else "young" if age >= 16 else "child"


def _by_letters(text: str, found: set[str]) -> None:
    if any(c.isalpha() for c in text):
        found |= address_features(text)
        like = likeness(text)
        found |= {
            name
            for name, holds in (
                ("name_full", like.full),
                ("name_given", like.given),
                ("name_family", like.family),
                ("name_shaped", like.shaped),
                ("thing", like.thing),
            )
            if holds
        }

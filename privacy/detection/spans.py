"""What stands in free text: spans of personal data in messages, search terms, log lines, URLs.

Each recogniser proposes spans by form, checks them (checksum, numbering plan, dictionary) and looks at the words
around where the form alone says little. Overlaps go to the recogniser that is surer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from urllib.parse import unquote

from privacy.detection.checks import (
    date_features,
    features,
    ip_features,
    is_card,
    is_email,
)
from privacy.detection.named import names
from privacy.detection.phones import phone_features
from privacy.detection.span import Span
from privacy.detection.streets import street_spans
from schemas.kinds import Kind

_AROUND = 40


def spans(text: str) -> list[Span]:
    """What was recognised in ``text``, ascending, without overlaps."""
    return _of(text, (*_usable(text), names))


def _of(text: str, recognisers: Iterable[Callable[[str], Iterator[Span]]]) -> list[Span]:
    taken: list[Span] = []
    for recognise in recognisers:
        for span in recognise(text):
            if all(span.end <= other.start or span.start >= other.end for other in taken):
                taken.append(span)
    return sorted(taken)


@lru_cache(maxsize=50_000)
def kinds_in(text: str) -> frozenset[Kind]:
    """The kinds that stand somewhere in ``text``."""
    return frozenset(span.kind for span in spans(text))


@lru_cache(maxsize=50_000)
def kinds_by_form(text: str) -> frozenset[Kind]:
    """The same without names of persons, of which there are many that are none, and which take the most time."""
    return frozenset(span.kind for span in _of(text, _usable(text)))


def redacted(text: str) -> str:
    """``text`` with the kind in brackets wherever something was recognised."""
    out, at = [], 0
    for span in spans(text):
        out += [text[at : span.start], f"[{span.kind}]"]
        at = span.end
    return "".join([*out, text[at:]]) if out else text


def _usable(text: str) -> Iterator[Callable[[str], Iterator[Span]]]:
    """Recognisers that could find anything, the surer first; names, the least sure, come after them."""
    digits = any(c.isdigit() for c in text)
    if "@" in text or "%40" in text:
        yield _emails
    if digits or text.count(":") >= 2:
        yield _addresses_of_networks
    if digits:
        yield from (_ids, _social, _cards, _births, _streets, _codes, _phones)
    elif "box" in text.lower():
        yield _streets


_EMAIL = re.compile(
    r"(?<![\w.+%/@-])(?P<address>[^\W_](?:[\w.+'!#$&*=?^`{|}~-]|%2[A-Fa-f0-9]){0,63}(?:@|%40)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?:[^\W\d_]{2,24}|xn--[a-z0-9-]{2,59}))"
    r"(?![\w-]|\.[^\W\d_]{2}|@|:[\w~]*/)"
)
_URL_USER = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/@]*$", re.IGNORECASE)


def _emails(text: str) -> Iterator[Span]:
    for match in _EMAIL.finditer(text):
        start, end = match.span("address")
        address = text[start:end]
        if address.startswith("'"):
            start, address = start + 1, address[1:]
        cut = max(address.rfind(c, 0, address.replace("%40", "@").find("@")) for c in "=&?|{}") + 1
        start, address = start + cut, address[cut:]
        if address.startswith("git@") or _URL_USER.search(text[:start]):
            continue
        if is_email(unquote(address) if "%" in address else address):
            yield Span(start, end, Kind.EMAIL)


_IP4 = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d|-\w)")
_IP6 = re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}(?:[0-9A-Fa-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])")
_NO_NETWORK = re.compile(
    r"(?:\bv|version|ver|release|build|firmware|fw|sw|driver|rev|revision|update|upgrade|patch|section|clause|chapter|"
    r"oid|software|chrome/|safari/|firefox/|edge?/|webkit/|[a-z]+/|==|>=|<=|~=|@)\W{0,3}(?:to |from |no\.? )?$",
    re.IGNORECASE,
)  # fmt: skip
_VERSION = (
    r"(?:versi[oó]n|vers[ãa]o|versione|wersj\w*|verzi\w*|versjon|верси\w*|s[üu]r[üu]m\w*|rollout|roll out|release|upgrade|downgrade|"
    r"update|firmware|build|patch|driver|aktualis\w*|actuali\w*|обнов\w*|バージョン|版本|\"v\"|'v')"
)
_OF_A_VERSION = re.compile(_VERSION + r"(?:\W{0,4}| from [\d.]+ to )$", re.IGNORECASE)
_NEAR_A_VERSION = re.compile(_VERSION + r"[^;,\n]{0,40}$", re.IGNORECASE)


_HOST = (
    r"(?:\bip(?:v4)?|hosts?|client|server|addr(?:ess(?:es)?)?|ping|ssh|gateway|peer|src|dst|node|remote|connect\w*|login|logon|"
    r"proxy|dns|vpn|router|subnet|://|@|adresse|direcci[oó]n)"
)
_OF_A_HOST = re.compile(_HOST + r"(?:\W{0,3}|\W{1,2}(?:from|to|is|at|von|desde|de|da|depuis)\W)$", re.IGNORECASE)
_NEAR_A_HOST = re.compile(_HOST + r"[^;,\n]{0,25}$", re.IGNORECASE)


def _addresses_of_networks(text: str) -> Iterator[Span]:
    for match in _IP4.finditer(text):
        before = text[max(0, match.start() - 20) : match.start()]
        found_four = ip_features(match.group())
        if "ip" not in found_four or (_NO_NETWORK.search(before) and not before.endswith("://")):
            continue
        if _is_of_a_host(text[max(0, match.start() - 60) : match.start()], "ip_small" in found_four):
            yield Span(*match.span(), Kind.IP_ADDRESS)
    for match in _IP6.finditer(text):
        found = match.group()
        telling = "::" in found or found.count(":") == 7
        if telling and len(found) > 3 and "ip" in ip_features(found) and re.search(r"[0-9A-Fa-f]{2}|\d", found):
            yield Span(*match.span(), Kind.IP_ADDRESS)


def _is_of_a_host(before: str, small: bool) -> bool:
    """Numbers as small as those of versions need a word for a host beside them."""
    if _OF_A_HOST.search(before):
        return True
    if _OF_A_VERSION.search(before):
        return False
    return not small or (bool(_NEAR_A_HOST.search(before)) and not _NEAR_A_VERSION.search(before))


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
    "id:nhs": r"\bnhs\b", "id:aadhaar": r"aadha|आधार|uidai", "id:pesel": r"pesel", "id:cpf": r"\bcpf\b",
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
_NO_PERSON = re.compile(
    r"(?:order|bestell|commande|pedido|ordine|zam[óo]wieni|sipari[şs]|invoice|rechnung|factur|fattura|faktura|tracking|"
    r"track|parcel|shipment|sku|isbn|issn|ean|upc|gtin|barcode|serial|batch|lot|part|ref(?:erence)?|ticket|case|"
    r"article|artikel|item|product|model|transaction|txn|trx|booking|reservation|confirmation|po|id|uuid|hash|commit|"
    r"build|timestamp|ts|epoch|version|doi|pmid|asin|quote|rma|awb|container|voucher|coupon|code|session|request|"
    r"device|sensor|store|total|amount|price|qty|sum|pid|port|line|page)\W{0,3}(?:\s?(?:no|nr|num|number|nummer|id|key|code)\b)?[\s.:#=№°\"']{0,5}$",
    re.IGNORECASE,
)  # fmt: skip


def _ids(text: str) -> Iterator[Span]:
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
        if hinted or found & _ID_SURE or (likely and not _NO_PERSON.search(around)):
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


def _social(text: str) -> Iterator[Span]:
    for match in _SSN.finditer(text):
        around = text[max(0, match.start() - _AROUND) : match.start()]
        hinted = bool(_SSN_WORD.search(around))
        good = "ssn_parted" in features(match.group())
        if hinted or (good and match.group(1) == "-" and not _NO_PERSON.search(around)):
            yield Span(*match.span(), Kind.SSN)
    for match in _SSN_BARE.finditer(text):
        if _SSN_WORD.search(text[max(0, match.start() - _AROUND) : match.start()]):
            yield Span(*match.span(), Kind.SSN)


_CARD = re.compile(r"(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w]|[.-]\d)")
_CARD_WORD = re.compile(
    r"card|visa|master|amex|american express|discover|karte|tarjeta|carte|carta|cart[ãa]o|kart|kort|\bcc\b|\bpan\b|pay",
    re.IGNORECASE,
)


def _cards(text: str) -> Iterator[Span]:
    for match in _CARD.finditer(text):
        around = text[max(0, match.start() - _AROUND) : match.start()]
        if is_card(match.group()) and (_CARD_WORD.search(around) or not _NO_PERSON.search(around)):
            yield Span(*match.span(), Kind.CREDIT_CARD)


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


def _births(text: str) -> Iterator[Span]:
    for match in _DATE.finditer(text):
        before = text[max(0, match.start() - 2 * _AROUND) : match.start()]
        if _BORN.search(before) or _BORN_FAR.search(before):
            plain = re.sub(r"\s(?:de|of)\s", " ", re.sub(r"[./-]\s", ".", match.group()))
            if "date" in date_features(plain) or "年" in plain or re.search(r"[^\W\d_]", plain):
                yield Span(*match.span(), Kind.DATE_OF_BIRTH)


_PHONE = re.compile(
    r"(?<![A-Za-z0-9_.%=/+-])(?:\+|00)?\(?\d(?:[\d\u00a0 ().\-/\u2011\u2013]{5,20})\d(?:\s?(?:ext\.?|x|extension|#)\s?\d{1,6})?(?![A-Za-z0-9_%]|[.,-]\d)",
    re.IGNORECASE,
)
_PHONE_AFTER_EQUALS = re.compile(r"(?<==)(?:%2B|\+)?\d[\d().\-]{6,18}\d(?![\w%])")
_PHONE_WORD = re.compile(
    r"(?:phone|\btel\b|telephone|t[ée]l[ée]?ph|mobile|\bmob\b|\bcell|call|whats\s?app|fax|sms|text me|reach|ring|dial|hotline|"
    r"telefon|handy|mobil|\bruf|anruf|tel[ée]fono|m[óo]vil|celular|llam|portable|appel|cellulare|chiama|lig(?:ue|ar)|"
    r"zadzwo|dzwoni|kom[óo]rk|telefoon|\bbel\b|\bpuh|\bara[yı]|\bgsm\b|contact|电话|手机|電話|携帯|전화|फ़ोन|फोन|मोबाइल|هاتف|جوال|"
    r"τηλ|тел|звон|\bph\b|msisdn|(?:my|mein|mi|mon|mio|meu|mijn|m[óo]j|min|numaram|мой|мій|her|his|their) (?:number|nummer|"
    r"n[úu]mero|numéro|numero|numer|номер)|number is)[^\d+(]{0,25}$",
    re.IGNORECASE,
)  # fmt: skip


def _phones(text: str) -> Iterator[Span]:
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
    other = bool(_NO_PERSON.search(before)) and not hinted
    if "phone_world" in found or ("phone_parted" in found and not other):
        return Span(start, end, Kind.PHONE)
    if hinted and found & {"phone_spaced", "phone_bare", "phone_coded", "phone_shaped", "phone_us_wrong"}:
        return Span(start, end, Kind.PHONE)
    return None


def _streets(text: str) -> Iterator[Span]:
    for start, end in street_spans(text):
        yield Span(start, end, Kind.POSTAL_ADDRESS)


_CODES_LISTED = re.compile(r"\bzip ?codes?:? (?P<codes>\d{5}(?:(?:, | and | or |/)\d{5})+)", re.IGNORECASE)
_CODE = re.compile(
    r"(?:(?<![a-z])zip(?:[ _-]?code|\+4)?s?|\bpostal[ _-]?code|\bpost[ _-]?code|\bplz|postleitzahl|\bpostal|c[óo]digo postal|code postal|\bc\.?p\.?|"
    r"\bcep|kod pocztowy|\bpin ?code|\bpostnummer|\bcap\b|邮编|郵便番号|\bpsč)[\"'\s:=#]{0,4}(?:is |ist |es |est |da |: ?)?"
    r"(?P<code>\d{5}-\d{4}|\d{5}-\d{3}|\d{3}-\d{4}|\d{2}-\d{3}|\d{4,6}|\d{3} \d{2,3}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{4} ?[A-Z]{2})(?![\w-])",
    re.IGNORECASE,
)
_STATES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA "
    "RI SC SD TN TX UT VT VA WA WV WI WY DC PR"
).split()
_STATE_CODE = re.compile(rf"\b(?:{'|'.join(_STATES)}),? (?P<code>\d{{5}}(?:-\d{{4}})?)(?![\w-])")


def _codes(text: str) -> Iterator[Span]:
    for match in (*_CODE.finditer(text), *_STATE_CODE.finditer(text)):
        yield Span(*match.span("code"), Kind.ZIP_CODE)
    for match in _CODES_LISTED.finditer(text):
        for code in re.finditer(r"\d{5}", match.group("codes")):
            yield Span(match.start("codes") + code.start(), match.start("codes") + code.end(), Kind.ZIP_CODE)

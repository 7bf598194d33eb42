"""Postal addresses and postal codes: words for streets in many languages, house numbers, boxes, forms of codes."""

from __future__ import annotations

import re

from privacy.detection.words import folded

_STREETS = (
    "street st avenue ave av road rd boulevard blvd lane ln drive dr court ct way place pl square sq terrace ter "
    "parkway pkwy highway hwy circle cir trail trl crescent cres close grove gardens mews row hill alley loop plaza "
    "walk quay heights ridge pike expressway route "
    "strasse str weg platz allee gasse ring ufer damm chaussee steig pfad "
    "rue chemin impasse quai cours allee faubourg place "
    "calle avenida avda avd paseo carrera camino plaza ronda travesia carretera ctra cl cra transversal jiron pasaje "
    "via viale piazza corso vicolo largo strada piazzale "
    "rua travessa avenida alameda praca estrada rodovia largo "
    "ulica ul aleja al osiedle os plac ulitsa prospekt pereulok shosse vulytsia bulvar "
    "straat laan plein weg kade gracht dreef singel steenweg "
    "gade vej gata gatan vagen vei veien alle stien gate plads torv "
    "katu tie kuja polku tori utca ut ter korut sokak sok sk cadde caddesi cad mahallesi mah bulvari "
    "jalan jl gang jln marg nagar salai chowk bagh soi thanon duong pho ngo "
    "ulice namesti trida strada bulevardul calea aleea odos leoforos "
    "улица ул проспект пр переулок пер шоссе бульвар площадь вулиця"
)
_STREET = frozenset(folded(word) for word in _STREETS.split())
_ENDING = re.compile(
    r"[^\W\d_]{2,}(?:strasse|str|weg|platz|gasse|allee|ring|damm|ufer|steig|straat|laan|plein|kade|gracht|dreef|singel|"
    r"vagen|gatan|gata|vej|gade|veien|gate|katu|tie|kuja|polku|utca|stigen|backen|alle|hof|markt|stieg|chaussee|berg)$"
)
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_HOUSE = re.compile(r"(?<![\w.])\d{1,5}(?:[-/]\d{1,4})?\s?[a-zA-Z]?(?![\w.])|\bn[°ºo]\.? ?\d+|#\s?\d+", re.IGNORECASE)
_BOX = re.compile(
    r"\b(?:p\.? ?o\.? ?box|post ?box|postfach|apartado(?: postal)?|apdo|casilla(?: postal)?|boite postale|b\.?p\.?|caixa postal|"
    r"postbus|casella postale|skr\.? ?poczt|gpo box|private bag|locked bag)\b\.?:?\s*\d+", re.IGNORECASE,
)  # fmt: skip
_EAST = re.compile(
    r"[都道府県市区町村郡]\S*\d|丁目|番地|[省市区县][^\s]{1,20}[路街道巷弄号]|\d+号|[로길동]\s?\d+|(?:시|구)\s\S+[로길]"
)
_UNIT = re.compile(
    r"\b(?:apt|apartment|suite|ste|unit|flat|floor|fl|piso|depto|bldg|wohnung|top|stock|no|nr)\b\.?\s?#?\w+",
    re.IGNORECASE,
)

_CODES = {
    "zip_us_plus": re.compile(r"^\d{5}-\d{4}$"),
    "zip_gb": re.compile(r"^[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}$", re.IGNORECASE),
    "zip_ca": re.compile(r"^[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d$", re.IGNORECASE),
    "zip_nl": re.compile(r"^[1-9]\d{3} ?[A-Z]{2}$", re.IGNORECASE),
    "zip_parted": re.compile(r"^(?:\d{2}-\d{3}|\d{3} \d{2}|\d{4}-\d{3}|\d{5}-\d{3}|\d{3}-\d{4})$"),
    "zip_marked": re.compile(r"^(?:D|A|CH|F|B|L|S|FI|SE|NO|DK|LT|LV|AD|MD|SI|HR|AZ|BB)-? ?\d{3,6}$", re.IGNORECASE),
    "zip_ie": re.compile(r"^[AC-FHKNPRTV-Y]\d[0-9W] ?[0-9AC-FHKNPRTV-Y]{4}$", re.IGNORECASE),
    "zip_five": re.compile(r"^\d{5}$"),
    "zip_digits": re.compile(r"^\d{3,7}$"),
}


_MORE_THAN_NAMES = _STREET - {"hill", "marg", "tori", "lane", "court", "dong"}


def is_street(word: str) -> bool:
    """Whether ``word`` begins the name of a street rather than that of a person."""
    return len(word) > 2 and folded(word) in _MORE_THAN_NAMES


def address_features(text: str) -> set[str]:
    """``address``: a street with a house, or a post box; ``address_soft``: half of it."""
    found = code_features(text)
    if len(text) < 5:
        return found
    if _BOX.search(text) or (ord(max(text)) > 0x2E7F and _EAST.search(text)):
        return found | {"address"}
    words = [folded(word) for word in _WORD.findall(text)]
    if not 1 <= len(words) <= 20:
        return found
    street = any(word in _STREET for word in words) or any(_ENDING.match(word) for word in words)
    house = bool(_HOUSE.search(text))
    if street and house and any(len(word) > 2 for word in words):
        found.add("address")
    elif street or (house and (len(words) >= 2 or "," in text)) or _UNIT.search(text):
        found.add("address_soft")
    return found


def code_features(text: str) -> set[str]:
    """Forms of postal codes that ``text`` has."""
    return {name for name, form in _CODES.items() if len(text) <= 10 and form.match(text)}

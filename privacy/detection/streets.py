"""Where a postal address stands in a text: house and street, then what follows of unit, town, state and code."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CAP = r"(?:[^\W\d_a-z][\w'’.-]*|\d+(?:st|nd|rd|th))"
_SUFFIX = (
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|Ter|"
    r"Parkway|Pkwy|Highway|Hwy|Circle|Cir|Trail|Trl|Crescent|Cres|Close|Grove|Gardens|Mews|Row|Hill|Parade|Pde|Alley|Loop|Walk|Quay)"
)
_UNIT = r"(?:,? (?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Fl|#)\.? ?#?[\w-]+)?"
_TOWN = r"(?:[^\W\d_a-z][\w'’.-]*(?:[ -][^\W\d_a-z][\w'’.-]*){0,2})"
_ENGLISH = re.compile(
    rf"(?<![\w/.-])(?:\d{{1,4}}/)?\d{{1,5}}[A-Za-z]? (?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\.? )?(?:{_CAP} ){{1,5}}{_SUFFIX}\b\.?(?: (?:N|S|E|W|NE|NW|SE|SW)\b)?"
    rf"{_UNIT}(?:,? {_TOWN})?(?:,? [A-Z]{{2,3}}\b)?(?:,? (?:\d{{4}}\b(?!-)|\d{{5}}(?:-\d{{4}})?|[A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}}))?"
)
_SMALL = re.compile(
    r"(?<![\w/.-])\d{1,5} (?:[a-z]+ ){1,2}(?:street|avenue|ave|road|boulevard|blvd|lane|drive|court|st|rd|ln|dr)\b"
    r"(?: (?:apt|suite|unit) \w+)?(?:,? [a-z]+,? (?:[a-z]{2} )?\d{5})?"
)
_GERMANIC = re.compile(
    r"(?<![\w/-])(?:[^\W\d_a-z][\w.-]*[ -]){0,2}(?=[^\W\d_a-z])[\w-]*(?:[^\W\d_]{2}(?:stra(?:ß|ss)e|str\.|weg|platz|gasse|allee|ring|damm|ufer|straat|laan|"
    r"plein|gracht|kade|vägen|gatan|gata|vej|gade|veien|gate|katu|tie|utca)|(?<=[^\W\d_]{2} )(?:Straße|Weg|Platz|Allee|Ring)|An der(?: [^\W\d_a-z]\w+){1,2}|Am(?: [^\W\d_a-z]\w+){1,2}) \d{1,4} ?[a-zA-Z]?(?![\w])"
    r"(?:,? (?:[A-Z]{1,2}-)?\d{3,5}(?: ?\d{2}| [A-Z]{2})? [^\W\d_a-z][\w'’.-]*(?:[ -][^\W\d_a-z][\w.-]*)?)?"
)
_ROMANCE = re.compile(
    r"(?<![\w/-])(?:\d{1,4}(?: ?(?:bis|ter))?,? )?(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Cc]hemin|[Qq]uai|[Ii]mpasse|[Pp]lace|[Aa]llée|[Cc]ours|Camino|Ronda|Calle|C/|Avenida|Avda\.?|"
    r"Av\.|Paseo|Plaza|Carrera|Via|Viale|Piazza|Corso|Largo|Vicolo|Rua|Travessa|Praça|Alameda|Estrada|ul\.|ulica|al\.|aleja|os\.|ulitsa|ул\.|улица|проспект|"
    r"пр\.|Jalan|Jl\.|Calea|Strada|Str\.) ?(?:(?:de|du|des|la|le|les|l'|del|della|da|do|dos|das|di|d'|los|las|el|of) ?){0,3}"
    r"(?:[^\W\d_a-z][\w'’.-]*)(?: (?:de|du|des|la|del|da|do|e|y|di)? ?[^\W\d_a-z][\w'’.-]*){0,4}"
    r"(?:,? ?(?:n[°ºo.]\.? ?|#|д\. ?)?\d{1,5} ?[a-zA-Z]?(?:/\d+)?(?![\w]))?"
    r"(?:(?:,| -) ?(?:apto?|piso|int|esc)\.? ?\d+\w?|, \d{1,2}[º°ª](?: ?[A-Z])?)?"
    r"(?:,? (?:\d{4,5}(?:-\d{3})?|\d{2}-\d{3}) [^\W\d_a-z][\w'’.-]*(?:[ -][^\W\d_a-z][\w.-]*)?|"
    r"(?:,| -) [^\W\d_a-z][\w'’.-]*(?: (?:de|da|do|dos|[^\W\d_a-z][\w'’.-]*)){0,3}(?: ?[-/,] ?[A-Z]{2})?(?:, \d{5}-?\d{3}))?"
)
_COUNTY = re.compile(
    rf"(?<![\w/.-])\d{{1,5}} (?:County|State|Rural|Farm to Market) (?:Road|Rd|Route|Highway|Hwy) \d{{1,4}}(?:,? {_TOWN})?(?:,? [A-Z]{{2}}\b)?(?:,? \d{{5}}(?:-\d{{4}})?)?"
)
_TURKISH = re.compile(
    r"(?:[^\W\d_a-z][\w'’.-]* ){1,4}(?:Cad(?:desi|\.)|Cd\.|Sok(?:ak|ağı|\.)|Sk\.|Bulvarı|Blv\.|Mah(?:allesi|\.))(?: (?:No|D|Kat)[:.]? ?\d+[\w/]*){1,3}"
    r"(?:,? (?:\d{5} )?[^\W\d_a-z][\w'’.-]*(?:/[^\W\d_a-z]\w*)?)?"
)
_BOX = re.compile(
    r"\b(?:P\.? ?O\.? ?Box|Postfach|Apartado(?: Postal)?|Boîte Postale|B\.P\.|Caixa Postal|Postbus) \d{1,6}"
    rf"(?:,? (?:\d{{4,5}} )?{_TOWN})?(?:,? [A-Z]{{2,3}} \d{{4,5}})?"
)
_CODED = re.compile(
    rf"(?<![\w/.-])(?:{_CAP} (?:(?:den|der|de|la|le|van|du|des) )?){{1,4}}\d{{1,4}} ?[a-zA-Z]?, (?:\d{{4}} [A-Z]{{2}}|\d{{3}} \d{{2}}|(?:[A-Z]{{1,2}}-)?\d{{4,5}}) {_TOWN}"
)
_BRITISH = re.compile(
    rf"(?<![\w/.-])(?:(?:Flat|Unit|Apt|Suite) \w{{1,4}}, )?(?:\d{{1,4}}[a-z]? )?(?:{_CAP} ){{0,3}}{_CAP}, (?:{_TOWN},? )[A-Z]{{1,2}}\d[A-Z\d]? \d[A-Z]{{2}}\b"
)
_RUSSIAN = re.compile(
    r"(?:\d{6}, )?(?:г\. ?[А-ЯЁ][\w-]*, )?(?:ул\.|улица|проспект|пр-т|пр\.|пер\.|бул\.|вул\.) ?[А-ЯЁІЇЄ][\w-]*(?: [А-ЯЁІЇЄ]?[\w-]+)?,? (?:д\.|буд\.)? ?\d+\w?"
    r"(?:,? (?:корп|стр)\. ?\d+)?(?:,? кв\. ?\d+)?(?:, (?:г\. ?)?[А-ЯЁ][\w-]+)?(?:, \d{6})?"
)
_EAST = re.compile(r"[\u3400-\u9fff]{2,4}(?:省|市|都|府|県)[\u3400-\u9fff0-9０-９A-Za-z\-－]{3,30}(?:号|室|[0-9０-９])")


def street_spans(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each."""
    for pattern in (_RUSSIAN, _BRITISH, _COUNTY, _ENGLISH, _TURKISH, _GERMANIC, _ROMANCE, _CODED, _BOX, _EAST, _SMALL):
        for match in pattern.finditer(text):
            if any(c.isdigit() for c in match.group()):
                yield match.start(), len(match.group().rstrip(" ,.")) + match.start()

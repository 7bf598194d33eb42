"""Where a postal address stands in a text: house and street by their forms in many countries, and what follows them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacy.detection.graded import graded
from privacy.detection.places import BLOCK, CAP, CODE, PARTICLES, PLACE, SEPARATOR, STATE_NAMES, STATES, end_of_address

_CAP = r"(?:[^\W\d_a-z][\w'’.-]*|\d+(?:st|nd|rd|th))"
_SUFFIXES = (
    "Street St Avenue Ave Av Road Rd Boulevard Blvd Blv Lane Ln Drive Dr Court Ct Way Place Pl Square Sq Terrace Ter "
    "Parkway Pkwy Highway Hwy Circle Cir Trail Trl Crescent Cres Close Grove Gardens Mews Row Hill Parade Pde Alley Loop Walk Quay "
    "Turnpike Tpke Pike Freeway Fwy Expressway Expy Causeway Cswy Path Broadway Esplanade Wharf Bypass Ridge Straat Str"
).split()
_SUFFIX = (
    "(?:"
    + "|".join([*_SUFFIXES, *(word.upper() for word in _SUFFIXES), "street", "avenue", "road", "lane", "str"])
    + ")"
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
    r"(?<![\w/-])(?:[^\W\d_a-z][\w.-]{0,30}[ -]){0,2}(?=[^\W\d_a-z])[\w-]{0,40}(?:[^\W\d_]{2}(?:stra(?:ß|ss)e|str\.|weg|platz|gasse|allee|ring|damm|ufer|straat|laan|"
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
_NAMED_BEFORE = re.compile(
    rf"(?<![\w/.-])(?:\d{{1,5}}(?: ?(?:bis|ter))?,? )?(?:R|R\.|Rúa|Carrer|Rambla|Praza|Trav(?:esía)?\.?|Tv\.|Urb\.|Ctra\.?|Avda\.?|Pl\.|Plac|"
    rf"pl\.|Plaza|Pza\.?|Estr\.|Est\.|Rod\.|Rod(?:ovia)?|V\.le|P\.za|P\.zza|Contrada|Strada|Λ\.|Λεωφόρος|Οδός|Chaussée|Quartier|Cité|Impasse|nám\.|tř\.) "
    rf"(?:{PARTICLES} ?){{0,2}}{CAP}(?: (?:{PARTICLES} ?){{0,2}}{CAP}){{0,4}},? \d{{1,5}} ?[a-zA-Z]?(?![\w])"
)
_NAMED_BEHIND = re.compile(
    rf"(?<![\w/.-])(?:{CAP} ){{1,3}}(?:utca|u\.|út|útja|tér|tere|körút|krt\.?|rakpart|rkp\.|sétány|ulica|cesta|trg|ulice|náměstí|nábřeží|tänav|tee|põik|"
    rf"puiestee|mnt|vegur|braut|stræti|gata|vei|veien|veg|vej|gade|allé|plads|gate|plass|katu|tie|kuja|väg|gränd|str\.?|weg) \d{{1,4}}(?:\.|[a-zA-Z])?(?![\w])"
)
_NUMBER_FIRST = re.compile(
    r"(?<![\w/.-])\d{1,5}[a-z]? (?=[^\W\d_a-z])[\w.-]{0,40}[^\W\d_]{2}(?:stra(?:ß|ss)e|str\.|weg|platz|gasse|allee|ring|damm|straat|laan|plein|gracht|kade|vägen|"
    r"gatan|gata|vej|gade|veien|vegen|gate|katu|tie|utca|braut|gyden|kuja|polku|vegur|stræti|straeti)\b"
)
_ROUTE = re.compile(
    rf"(?<![\w/.-])\d{{1,6}} (?:[NSEW]\.? )?(?:(?:{STATE_NAMES}|Old|OLD|STATE|State|COUNTY|County|US|U\.S\.|CO|Business|BUSINESS) ){{0,3}}"
    r"(?:Route|ROUTE|Rte|RTE|Highway|HIGHWAY|Hwy|HWY|Road|ROAD|Rd|RD|SR|CR|Spur|US|Hgwy)\.? (?:No\.? )?[A-Z]{0,2}\d{0,4}(?<=[A-Z\d])(?: [NSEW]\b)?"
)
_RURAL = re.compile(
    r"(?<![\w/.-])(?:(?:dept\.?|department|file|drawer|msc|lockbox) [\w-]+ )?(?:(?:rr|rt|rural route|hcr?|rfd)\.? ?#? ?\d+\w*,? box \w+|"
    r"(?:p\.? ?o\.? ?|post office )box \d{1,9})", re.IGNORECASE,
)  # fmt: skip
_BOUND = r"(?!(?:to|from|at|for|on|by|is|and|please|with|of|the|items?|pieces?|a|as|was|in stock)\b)"
_TO_THE_ZIP = re.compile(
    rf"(?<![\w/.-])(?:[A-Z]?\d{{1,6}}(?:-?[A-Za-z]|-\d+)?|One|Two|Three|Five|Ten|one|two|three|Fifty|# ?\d+|[NSEW]\d+[NSEW]\d+) (?:{_BOUND}[\w.'’#/()&-]+,? ){{1,10}}?"
    rf"(?:(?:{STATES}|{STATE_NAMES}),? |(?<=[A-Z]{{3}} ))\d{{5}}(?:[- ]?\d{{4}})?(?![\w-])"
)
_TO_THE_ZIP_SMALL = re.compile(
    rf"(?<![\w/.-])(?:[a-z]?\d{{1,6}}[a-z]?|one|two) (?:{_BOUND}[\w.'’#/()&-]+,? ){{1,10}}?(?:{STATES.lower()}),? \d{{5}}(?:[- ]?\d{{4}})?(?![\w-])"
)
_SMALL_STREET = re.compile(
    r"\b(?:street|st|avenue|ave|av|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|way|place|pl|highway|hwy|box|cswy|pkwy|parkway|freeway|circle|cir|trail)\b|#"
)
_BARE = re.compile(
    rf"(?<![\w/.-])(?P<street>{CAP}(?: (?:{PARTICLES} ?){{0,2}}{CAP}){{0,4}}),? \d{{1,4}}\.? ?[a-zA-Z]?(?:{SEPARATOR}(?P<zip>{CODE})[, ]+(?P<town>{PLACE})|"
    rf"{SEPARATOR}(?P<town2>{PLACE}), (?:{CODE}))"
)
_INTRODUCED = re.compile(
    r"(?:\b(?:address(?:es)?|adresse|addr|direcci[oó]n|indirizzo|endere[çc]o|adres|adress|địa chỉ|адрес)(?: (?:is|to|are|of record|changed to|ist|es|est|è|é)){0,2}(?: now)?[:?]?|"
    r"\b(?:live|lives|lived|living|located|resid(?:es|ing)) (?:at|on|in)|\bmeet (?:me|you|us|her|him|them) at|\b(?:ship|deliver|send|return|sent|shipped|delivered|"
    r"forward|mailed|mail)(?: (?:it|them|this|that|the [a-z]+|a new one))? to|\bpick(?:-| )?up at|\bmoved (?:from|to)|\btaxi to|\b(?:restaurant|office|shop|house|"
    r"party|flat|home|offices) (?:is|are) at|\bis located at|\bdrops you off at|, it is)\s+(?:the following\??\s)?$", re.IGNORECASE,
)  # fmt: skip
_LOOSE = re.compile(
    rf"(?P<number>\d{{1,6}}[A-Za-z]?(?:-\d+)?) (?:[NSEW]\.? |[NS][EW] )?(?P<word>{CAP})(?: (?:{PARTICLES} ?){{0,2}}(?:{CAP}|\d+(?:st|nd|rd|th))){{0,4}}"
)
_TOWNS = re.compile(rf"(?:, (?:TP\. ?)?{PLACE}){{0,2}}")
_NO_STREETS = re.compile(
    r"(?:AM|PM|A\.M\.|P\.M\.|Uhr|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|EUR|USD|GBP|GB|MB|KG|KM|CM|MM|Mbit)\b"
)
_EAST = re.compile(r"[\u3400-\u9fff]{2,4}(?:省|市|都|府|県)[\u3400-\u9fff0-9０-９A-Za-z\-－]{3,30}(?:号|室|[0-9０-９])")


_FIVE_DIGITS = re.compile(r"\d{5}")


def _patterns(text: str) -> Iterator[re.Pattern[str]]:
    """Those that could find anything, the surer first."""
    abroad = not text.isascii()
    if abroad:
        yield _RUSSIAN
    yield from (_BRITISH, _COUNTY, _ENGLISH, _TURKISH, _GERMANIC, _ROMANCE, _CODED, _NAMED_BEFORE, _NAMED_BEHIND)
    yield from (_NUMBER_FIRST, _ROUTE, _BOX, _RURAL) if "box" in text.lower() else (_NUMBER_FIRST, _ROUTE, _BOX)
    if abroad:
        yield _EAST
    yield _SMALL


def street_spans(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each."""
    if "\n" in text:
        for match in BLOCK.finditer(text):
            yield match.span("address")
    if _FIVE_DIGITS.search(text):
        for match in _TO_THE_ZIP.finditer(text):
            yield match.span()
        for match in _TO_THE_ZIP_SMALL.finditer(text):
            if _SMALL_STREET.search(match.group()):
                yield match.span()
    for pattern in _patterns(text):
        for match in pattern.finditer(text):
            if any(c.isdigit() for c in match.group()):
                yield match.start(), _trimmed(text, match.start(), end_of_address(text, _trimmed(text, *match.span())))
    yield from _bare(text)
    yield from _loose(text)


def _behind_towns(text: str, end: int) -> int:
    towns = _TOWNS.match(text, end)
    return towns.end() if towns else end


def _trimmed(text: str, start: int, end: int) -> int:
    return len(text[start:end].rstrip(" ,.\n")) + start


def _bare(text: str) -> Iterator[tuple[int, int]]:
    """A name, a house number, a code and a town, where none of the words is one for something else."""
    for match in _BARE.finditer(text):
        words = [*match["street"].split(), *(match["town"] or match["town2"]).split()[:1]]
        if not any(graded(word.strip(".,")).ordinary for word in words if len(word) > _LONGEST_PARTICLE):
            yield match.start(), _trimmed(text, *match.span())


_LONGEST_PARTICLE = 3


def _loose(text: str) -> Iterator[tuple[int, int]]:
    """Behind words that ask for an address: a house number and names."""
    for match in _LOOSE.finditer(text):
        if not _NO_STREETS.match(match["word"]) and _INTRODUCED.search(
            text[max(0, match.start() - 60) : match.start()]
        ):
            end = end_of_address(text, match.end())
            end = end if end > match.end() else _behind_towns(text, end)
            yield match.start(), _trimmed(text, match.start(), end)

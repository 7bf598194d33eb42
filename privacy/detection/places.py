"""What follows a street in a postal address: unit, town, state, code and country, on the same line or the next ones."""

from __future__ import annotations

import re

from privacy.hierarchies import REGION_OF_STATE

STATES = "|".join(REGION_OF_STATE)
STATE_NAMES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|"
    "Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|"
    "New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|"
    "South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming"
)
UPPER = "".join(c for c in map(chr, range(0x41, 0x590)) if c.isupper())
"""The capitals of alphabets that have them, for a set of a regular expression."""
CAP = rf"[{UPPER}][\w'’.-]*"
PARTICLES = r"(?:de|du|des|la|le|les|del|della|di|da|do|dos|das|d['’]|l['’]|sur|sous|am|an|der|den|im|bei|nad|in|of|the|sul|y|e|van|el|al|von|zum|zur)"
PLACE = rf"(?!(?:Tel|Phone|Fax|Mobile|Email|E-mail|Room|Order|Invoice|Apt|Suite|Please|Can|Could|Who|Thank|Thanks|Date|ID|No)\b){CAP}(?:[ -](?:{PARTICLES} ?){{0,2}}{CAP}){{0,4}}"
CODE = (
    r"(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|(?:[A-Z]{1,2}-?)?(?:\d{5}-\d{3,4}|\d{3} \d{2}|\d{2}-\d{3}|\d{4}-\d{3}|"
    r"\d{4} ?[A-Z]{2}\b|\d{4,6}|\d{3}))(?![\w-])"
)
SEPARATOR = r"(?:\s{0,8}\.?,?[ \t]{0,8}\n[\s>?*|]{0,12}|\.?, ?| - | )"
UNIT = (
    r"(?:(?:Apt|Apartment|APT|Suite|Ste|STE|SUITE|Unit|UNIT|Flat|Floor|Trlr|TRLR|Lot|Bldg|BLDG|Rm|Room|Apto|Piso|#|apt|suite|ste|unit|piso|apto?|int|esc|kv\.|кв\.)"
    r"\.? ?#? ?[\w-]+|\d{1,2}(?:st|nd|rd|th) (?:Floor|floor|Fl|FL)|PO \d+)"
)
_DIRECTION = r"(?: (?:N|S|E|W|NE|NW|SE|SW|N\.W\.|S\.W\.|N\.E\.|S\.E\.)(?![\w.]))?"
BLOCK = re.compile(
    rf"(?:^|(?<=\n)|(?<=[>?*|] )|(?<=[>?*|]))[ \t]*(?P<address>\d{{1,6}}[A-Za-z]? [^\n\d]{{2,40}}?(?:\s{{0,8}},?\n[\s>?*|]{{0,12}}| ){UNIT}\n[\s>?*|]{{0,12}}{PLACE}\n[\s>?*|]{{0,12}}(?:{PLACE}[ ,]{{0,2}})?(?:\n?[\s>?*|]{{0,12}}{CODE}))"
)
"""A house number first, a unit, a town and a code on lines of their own."""
_REST = re.compile(
    rf"{_DIRECTION}(?:{SEPARATOR}{UNIT}){{0,2}}(?:"
    rf"(?:{SEPARATOR}{PLACE}){{0,2}}?(?:[/-][A-Z]{{2}})?{SEPARATOR}(?:CEP )?{CODE}(?:,? {PLACE})?(?:(?:, |\n){PLACE})?(?:,? (?:{STATES})\b)?|"
    rf"(?:{SEPARATOR}{PLACE}){{1,2}}?(?:,|-| |, )(?:{STATES}|{STATE_NAMES}|NSW|VIC|QLD|TAS|ACT|ON|QC|BC|AB|MB|SK|NS|NB)\b,?(?:(?:\s{{0,6}}){CODE})?"
    r")"
)
_UNITS = re.compile(rf"{_DIRECTION}(?:{SEPARATOR}{UNIT}){{1,2}}|{_DIRECTION}(?<=[A-Z.])")


def end_of_address(text: str, end: int) -> int:
    """Where an address ends whose street ends at ``end``."""
    found = _REST.match(text, end) or _UNITS.match(text, end)
    return found.end() if found else end

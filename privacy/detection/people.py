"""Names of people: dictionaries of given and family names from many languages, and what a value looks like beside them.

Given names: ``nomquamgender`` (Van Buskirk et al. 2023, names with the number of sources and persons that have them)
and Faker's lists; family names: the 1990 US census as the package ``names`` holds it, and Faker's lists. Words that
are things first (colours, months, jobs, towns, countries) come from Faker's other lists.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import faker.providers as faker_lists
import msgspec

from privacy.detection.lexica import lexicon
from privacy.detection.words import folded

_FEWEST_SOURCES = 3
_FEWEST_PERSONS = 40
_COMMON_SOURCES = 8
_FOREMOST_PERSONS = 100_000
_CENSUS_ROWS = 60_000
_USUAL_CENSUS_ROWS = 2_000
_LONGEST = 60
_MOST_TOKENS = 6

_TITLES = frozenset(
    "mr mrs ms miss dr prof sir madam mme mlle m herr frau hr fr sr sra srta don dona dott dottssa sig sigra ing mag "
    "dipl rev fr capt lt sgt col hon bay bayan pan pani shri smt mx".split()
)
_SUFFIXES = frozenset("jr sr ii iii iv phd md esq dds mba rn junior senior filho neto".split())
_PARTICLES = frozenset(
    "van de der den von zu zum zur da das do dos di del della dela la le los las du des al el bin binti bint ibn abu "
    "ben bat y e und af av ter ten vom o mac mc st san santa lo".split()
)
_ORGANISATIONS = frozenset(
    "inc ltd llc llp corp corporation company co gmbh ag kg ohg sa srl sl spa bv nv ab as asa oy oyj plc pty kk sas sarl "
    "ltda eireli kft zrt sro doo sp zoo ooo holding holdings group gruppe partners bros sons associates consulting "
    "solutions systems services technologies industries enterprises logistics foods bank insurance university college "
    "school hospital clinic institute foundation museum hotel restaurant cafe bar church club fc team department "
    "ministry council county city airport station park street road avenue lake river island mountain beach bay stadium "
    "theatre theater library market store shop center centre studio studios media press records motors airlines "
    "pharma pharmaceuticals energy power water steel cement bros international global world national royal".split()
)
NO_PERSONS = _ORGANISATIONS | frozenset(
    "street st avenue ave blvd boulevard lane drive square court highway bridge place building tower mall gate".split()
)
"""Words that end the name of an organisation or a place, however much its beginning is like a person's name."""

_MARKS = "\u064b-\u0652\u0900-\u0dff\u0e00-\u0e7f"
_LETTER = rf"(?:[^\W\d_]|[{_MARKS}])"
_TOKEN = re.compile(rf"{_LETTER}+(?:['’`ʼ-]{_LETTER}+)*\.?", re.UNICODE)
_ALLOWED = re.compile(rf"^{_LETTER}(?:{_LETTER}|[ .,'’`ʼ·・\-\u200c\u00a0])*$", re.UNICODE)
_HAN = re.compile(r"^[\u3400-\u9fff々]{2,5}$|^[\u3400-\u9fff々]{1,3}[ \u3000][\u3400-\u9fff々]{1,3}$")
_KANA = re.compile(r"^[\u3040-\u30ffー]{2,7}(?:[ \u3000・][\u3040-\u30ffー]{2,7})?$")
_HANGUL = re.compile(r"^[\uac00-\ud7a3]{2,4}$|^[\uac00-\ud7a3]{1,2} [\uac00-\ud7a3]{1,3}$")
_SLAVIC = re.compile(
    r"(?:ов|ова|ев|ева|ёв|ёва|ин|ина|ын|ына|ский|ская|цкий|цкая|енко|чук|юк|ович|евич|овна|евна|ична|ян|дзе|швили)$"
)
_ENDINGS = re.compile(
    r"(?:wski|wska|cki|cka|ski|ska|czyk|wicz|vich|ovic|evic|opoulos|idis|akis|oglu|ovich|enko|chuk|yan|ian|dze|shvili|"
    r"sson|sen|dottir|ova|ov|ev|eva|ez|inen|quist|strom|berg|mann|stein|bauer|meyer|maier|elli|etti|ini|escu|oyi|unde)$"
)


@dataclass(frozen=True)
class Lists:
    """Folded words. ``common``: given names that many persons of many countries have; ``foremost``: very many."""

    given: frozenset[str]
    common: frozenset[str]
    foremost: frozenset[str]
    family: frozenset[str]
    things: frozenset[str]
    colours: frozenset[str]
    han_families: frozenset[str]
    hangul_families: frozenset[str]
    usual_families: frozenset[str]


@dataclass(frozen=True)
class Likeness:
    """What a value is like. ``full``: a given name with another name; ``single``: one known name; ``shaped``: it could
    be a name in a language whose names are not known; ``thing``: a word or name of something else."""

    full: bool = False
    given: bool = False
    family: bool = False
    shaped: bool = False
    thing: bool = False

    @property
    def single(self) -> bool:
        return self.given or self.family


NOTHING = Likeness()


@lru_cache(maxsize=1)
def lists() -> Lists:
    """Read once a process: a tenth of a second, 60 MB."""
    return Lists(**lexicon("people", ("nomquamgender", "names", "faker"), _lists))


def _lists() -> dict[str, frozenset[str]]:
    given, common, foremost = _given_of_the_world()
    family = set(_census())
    han, hangul = set[str](), set[str]()
    for kind, name in _names_of_faker():
        (given if kind == "given" else family).add(folded(name))
        if kind == "family" and re.fullmatch(r"[\u3400-\u9fff々]{1,3}", name):
            han.add(name)
        if kind == "family" and re.fullmatch(r"[\uac00-\ud7a3]{1,2}", name):
            hangul.add(name)
    found = {
        "given": given, "common": common, "foremost": foremost, "family": family, "things": _things(),
        "colours": _listed("color", ("all_colors",)), "han_families": han, "hangul_families": hangul,
        "usual_families": _usual_families(),
    }  # fmt: skip
    return {key: frozenset(words) for key, words in found.items()}


def _usual_families() -> set[str]:
    """Family names that many people have: the most frequent of the US census, and those in Faker's lists."""
    frequent = set(islice(_census(), _USUAL_CENSUS_ROWS))
    return frequent | {folded(name) for kind, name in _names_of_faker() if kind == "family"}


def _given_of_the_world() -> tuple[set[str], set[str], set[str]]:
    table = msgspec.json.decode(_data("nomquamgender", "name_data.json"), type=dict[str, list[Any]])
    usual = {
        name for name, row in table.items() if row[0] >= _FEWEST_SOURCES and row[1] >= _FEWEST_PERSONS and len(name) > 1
    }
    common = {name for name in usual if table[name][0] >= _COMMON_SOURCES and table[name][1] >= 1000}
    return usual, common, {name for name in common if table[name][1] >= _FOREMOST_PERSONS}


def _census() -> Iterator[str]:
    lines = _data("names", "dist.all.last").decode("ascii").splitlines()
    return (line.split()[0].lower() for line in lines[:_CENSUS_ROWS])


def _data(package: str, name: str) -> bytes:
    """A file of an installed package, which is not imported: one of them would bring pandas into every worker."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"package {package} is not installed: run `make setup`")
    return (Path(spec.submodule_search_locations[0]) / name).read_bytes()


def _names_of_faker() -> Iterator[tuple[str, str]]:
    """(given or family, name) of every language that Faker has."""
    for provider in _providers("person"):
        for attribute in vars(provider):
            listed = getattr(provider, attribute)
            named = "name" in attribute
            kind = "given" if named and "first_" in attribute else "family" if named and "last_" in attribute else ""
            if kind and isinstance(listed, tuple | list | dict):
                yield from ((kind, word) for word in listed if isinstance(word, str))


def _things() -> Iterator[str]:
    wanted: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("color", ("all_colors",)), ("job", ("jobs",)), ("lorem", ("word_list",)), ("date_time", ("MONTH_NAMES", "DAY_NAMES")),
        ("address", ("cities", "city_names", "countries", "states", "provinces", "departments", "city")),
    )  # fmt: skip
    for name, attributes in wanted:
        yield from _listed(name, attributes)


def _listed(name: str, attributes: tuple[str, ...]) -> Iterator[str]:
    """Words of Faker's lists called ``attributes``, in every language that has them."""
    for provider in _providers(name):
        for attribute in attributes:
            listed = vars(provider).get(attribute, ())
            words = listed.values() if isinstance(listed, dict) and name == "date_time" else listed
            for word in words if not callable(words) else ():
                yield folded(word if isinstance(word, str) else " ".join(w for w in word if isinstance(w, str)))


def _providers(name: str) -> Iterator[type]:
    package = importlib.import_module(f"{faker_lists.__name__}.{name}")
    yield package.Provider
    for module in pkgutil.iter_modules(package.__path__):
        if module.ispkg:
            yield importlib.import_module(f"{package.__name__}.{module.name}").Provider


@lru_cache(maxsize=100_000)
def likeness(text: str) -> Likeness:
    """What ``text``, trimmed, is like."""
    if not 2 <= len(text) <= _LONGEST:
        return NOTHING
    if ord(text[0]) > 0x2E7F:
        return _of_the_east(text)
    text = text.replace("/", " ").replace("^", " ").rstrip()
    if not _ALLOWED.match(text):
        return NOTHING
    tokens = [token.rstrip(".") for token in _TOKEN.findall(text)]
    return _of_tokens([token for token in tokens if token])


def _of_the_east(text: str) -> Likeness:
    known = lists()
    if _HAN.match(text):
        family = text[0] in known.han_families or text[:2] in known.han_families
        spaced = " " in text or "\u3000" in text
        full = family and (spaced or len(text) <= 4)
        return Likeness(full=full and len(text) > 2, family=family, shaped=True)
    if _HANGUL.match(text):
        family = text[0] in known.hangul_families and len(text) >= 3
        return Likeness(full=family, given=folded(text) in known.given, shaped=True)
    if _KANA.match(text):
        parts = re.split(r"[ \u3000・]", text)
        hits = sum(folded(part) in known.given or folded(part) in known.family for part in parts)
        return Likeness(full=hits == 2, given=hits > 0, shaped=True)
    return NOTHING


def _of_tokens(tokens: list[str]) -> Likeness:
    known = lists()
    words = [folded(token) for token in tokens]
    titled = bool(words) and words[0] in _TITLES
    words = [w for w in words if w not in _TITLES and w not in _SUFFIXES]
    if not words or len(words) > _MOST_TOKENS:
        return NOTHING
    if any(word in _ORGANISATIONS and (at or len(word) > 3) for at, word in enumerate(words)) and not titled:
        return Likeness(thing=True)
    whole_thing = " ".join(words) in known.things
    core = [word for word in words if word not in _PARTICLES and len(word) > 1]
    initials = sum(len(word) == 1 for word in words)
    if not core:
        return NOTHING
    flags = [given_and_family(word, known) for word in core]
    cased = _cased(tokens)
    given, family = any(f[0] for f in flags), any(f[1] for f in flags)
    with_help = (titled and (given or family)) or (initials > 0 and family and len(core) == 1)
    full = cased and not whole_thing and (_paired(core, flags, known) or with_help)
    lone = len(core) == 1
    return Likeness(
        full=full,
        given=lone and given and not whole_thing,
        family=lone and family and not whole_thing,
        shaped=cased and len(core) <= 4,
        thing=whole_thing or (lone and not given and not family and core[0] in known.things),
    )


def given_and_family(word: str, known: Lists) -> tuple[bool, bool]:
    """Whether ``word``, folded, is known as either; of one with a hyphen both halves, of one with an apostrophe a part."""
    if "-" in word:
        halves = [given_and_family(half, known) for half in word.split("-") if len(half) > 1]
        whole = word.replace("-", "")
        given = whole in known.given or (bool(halves) and all(half[0] for half in halves))
        return given, whole in known.family or (bool(halves) and all(half[1] for half in halves))
    if word.isalpha():
        return word in known.given and len(word) > 1, word in known.family or _ends_like_a_family(word)
    parts = re.split(r"['’`ʼ]", word)
    forms = {word, parts[-1], "".join(parts)}
    given = any(form in known.given for form in forms if len(form) > 1)
    family = any(form in known.family for form in forms if len(form) > 1) or _ends_like_a_family(word)
    return given, family


def _ends_like_a_family(word: str) -> bool:
    return len(word) >= 5 and bool(_SLAVIC.search(word) or (len(word) >= 6 and _ENDINGS.search(word)))


def _paired(core: list[str], flags: list[tuple[bool, bool]], known: Lists) -> bool:
    """Whether two words are a given name and another name, one of them no word for a thing: "Blue Velvet" is none."""
    if len(flags) < 2:
        return False
    for at, (given, _) in enumerate(flags):
        others = [at2 for at2, (g, f) in enumerate(flags) if at2 != at and (g or f)]
        if given and others:
            plain = [core[at] in known.things, *(core[other] in known.things for other in others)]
            if (core[at] in known.common and not plain[0]) or not any(plain):
                return True
    return False


def _cased(tokens: list[str]) -> bool:
    """Written as names are: each word with a capital, or all in one case (as old systems write), or in a script
    without cases."""
    if all(token.isupper() or token.islower() or not token.isascii() for token in tokens):
        return True
    return sum(token[0].isupper() or folded(token) in _PARTICLES for token in tokens) == len(tokens)

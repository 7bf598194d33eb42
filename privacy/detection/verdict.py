"""The verdict on a column: one kind with its confidence, from the words of its name and the profile of its values.

Values come first: a name never convicts where values can speak, and values may convict under any name. Where both are
weak, the column is of no kind. Confidence is the share of values that bear a verdict out, with a Wilson score interval
(Wilson 1927, 95 %).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from privacy.detection.checks import TELLING
from privacy.detection.profile import Profile
from privacy.detection.words import NameEvidence
from schemas.kinds import Kind
from schemas.levels import Level

_Z = 1.96
_FEW = 3
_INSIDE = 0.3
_LOOSE = {Kind.PERSON_NAME: 0.05, Kind.POSTAL_ADDRESS: 0.05}
"""Kinds that are told loosely inside of texts, and the share of values from which on they are believed."""


@dataclass(frozen=True)
class Finding:
    """One kind that a column may be, with the share of its values that bear it out and that share's 95 % interval."""

    kind: Kind
    confidence: float
    low: float
    high: float


@dataclass(frozen=True)
class Verdict:
    """On one column (dotted path) of one table. ``inside``: kinds that stand in a part of its texts, with the number of
    values. Never a value."""

    table: str
    column: str
    primary: Finding
    alternatives: tuple[Finding, ...]
    inside: dict[Kind, int]
    values: int
    nulls: int

    @property
    def kind(self) -> Kind:
        return self.primary.kind

    @property
    def level(self) -> Level:
        return max((kind.level for kind in (self.kind, *self.inside)), default=Level.PERSONAL)

    @property
    def treatment(self) -> str:
        if self.kind is Kind.NONE and self.inside:
            return "redact"
        return self.kind.treatment


def wilson(hits: float, of: int) -> tuple[float, float]:
    """95 % score interval of a share."""
    if not of:
        return 0.0, 1.0
    share, square = hits / of, _Z * _Z
    centre = share + square / (2 * of)
    spread = _Z * math.sqrt(max(0.0, share * (1 - share)) / of + square / (4 * of * of))
    return max(0.0, (centre - spread) / (1 + square / of)), min(1.0, (centre + spread) / (1 + square / of))


def verdict(table: str, column: str, profile: Profile) -> Verdict:
    """What ``column`` is."""
    name = _name(column, table)
    if profile.values:
        shares = {kind: share for kind, rule in _RULES for share in (rule(name, profile),) if share is not None}
    else:
        shares = {kind: 0.0 for kind in Kind if name.strength(kind) == 2}
    found = [_finding(kind, share, profile) for kind, share in shares.items()]
    inside = _inside(profile)
    if not found:
        found = [
            _finding(kind, count / profile.values, profile)
            for kind, count in _commonest(profile)
            if count / profile.values >= _INSIDE and not _a_word_of_it(kind, name, profile)
        ]
    primary = found[0] if found else _nothing(profile)
    return Verdict(table, column, primary, tuple(found[1:]), inside, profile.values, profile.nulls + profile.blanks)


def _inside(profile: Profile) -> dict[Kind, int]:
    counts = profile.inside + profile.rare
    least = {kind: share * profile.values for kind, share in _LOOSE.items()}
    return {Kind(kind): count for kind, count in counts.items() if count > least.get(Kind(kind), 0)}


def _commonest(profile: Profile) -> list[tuple[Kind, int]]:
    """Kinds inside of texts, the commonest first; a postal code is a part of an address."""
    found = [(Kind(kind), count) for kind, count in profile.inside.items()]
    return sorted(found, key=lambda item: (item[0] is Kind.ZIP_CODE, -item[1]))


def _name(column: str, table: str) -> NameEvidence:
    """By the last part of the path; with the part before it where that says nothing, or not of whom (``userId.$oid``, ``user.id``)."""
    *before, last = column.split(".")
    own = NameEvidence(last, table)
    return (
        NameEvidence(f"{before[-1]} {last}", table)
        if before and (own.generic or own.bare_key or last.startswith(("$", "@", "#")))
        else own
    )


def _a_word_of_it(kind: Kind, name: NameEvidence, p: Profile) -> bool:
    """Names and addresses inside texts are told too loosely to convict a column of things."""
    return kind in (Kind.PERSON_NAME, Kind.POSTAL_ADDRESS) and (name.of_a_thing or p.share("thing") > 0.2)


def _finding(kind: Kind, share: float, profile: Profile) -> Finding:
    low, high = wilson(share * profile.values, profile.values)
    return Finding(kind, round(share, 4), round(low, 4), round(high, 4))


def _nothing(profile: Profile) -> Finding:
    """With the share of values, of those looked at closely, in which nothing personal was recognised."""
    if not profile.values:
        return Finding(Kind.NONE, 0.0, 0.0, 1.0)
    marked = max(profile.inside.values(), default=0)
    return _finding(Kind.NONE, max(0.0, 1 - marked / profile.values), profile)


def _email(name: NameEvidence, p: Profile) -> float | None:
    share = p.share("email")
    return share if share >= (0.2 if name.strength(Kind.EMAIL) == 2 else 0.4) else None


def _card(name: NameEvidence, p: Profile) -> float | None:
    share = p.share("card")
    named = name.strength(Kind.CREDIT_CARD) == 2
    if share < (0.3 if named else 0.6):
        return None
    if p.share("id:imei") > 0.5 and name.strength(Kind.OTHER_ID) == 2:
        return None
    return share


def _ip(name: NameEvidence, p: Profile) -> float | None:
    share = p.share("ip")
    named = name.strength(Kind.IP_ADDRESS) == 2
    if share < (0.3 if named else 0.6):
        return None
    version = any(w in _VERSION_WORDS for w in name.words)
    if not named and (p.share("ip_small") > 0.6 * share or version or p.counts["ip_broken"] > 0.02 * p.values):
        return None
    return share


_VERSION_WORDS = frozenset(
    "version ver release build firmware fw sw software driver revision rev patch agent oid".split()
)


def _ssn(name: NameEvidence, p: Profile) -> float | None:
    parted, wrong = p.counts["ssn_parted"], p.counts["ssn_parted_wrong"]
    named = name.strength(Kind.SSN) == 2
    if parted >= max(_FEW, 0.4 * p.values) and (named or wrong <= 0.02 * (parted + wrong)):
        return p.share("ssn_parted", "ssn_bare")
    if named and p.share("ssn_parted", "ssn_bare", "ssn_bare_wrong", "ssn_parted_wrong") >= 0.4:
        return p.share("ssn_parted", "ssn_bare")
    return None


def _phone(name: NameEvidence, p: Profile) -> float | None:
    world = p.share("phone_world")
    sure = p.share("phone_world", "phone_parted")
    possible = p.share("phone_world", "phone_parted", "phone_spaced", "phone_bare", "phone_coded")
    shaped = max(possible, p.share("phone_world", "phone_shaped", "phone_bare", "phone_coded"))
    strength = name.strength(Kind.PHONE)
    if strength == 2:
        return possible if shaped >= 0.4 else None
    if world >= 0.5:
        return sure
    if strength < 0 and not name.generic:
        return None
    if sure >= 0.6 and p.share("date") < 0.2 and not _an_id(p):
        return sure
    if name.generic and possible >= 0.95 and p.values >= 15 and p.share("phone_us") >= 0.95 and p.variety > 0.8:
        return possible
    return None


def _an_id(p: Profile) -> bool:
    return any(p.share(f"id:{name}") >= 0.5 for name in TELLING)


def _other_id(name: NameEvidence, p: Profile) -> float | None:
    strength = name.strength(Kind.OTHER_ID)
    telling = max((p.share(f"id:{which}") for which in TELLING), default=0.0)
    if telling >= 0.35:
        return telling
    checked = max((share for key in p.counts if key.startswith("id:") for share in (p.share(key),)), default=0.0)
    idlike = p.share("id_digit")
    if strength == 2:
        if checked >= 0.3:
            return checked
        shaped = idlike + (p.share("phone_spaced", "phone_bare") if idlike < 0.5 else 0)
        return min(1.0, shaped) if shaped >= 0.5 and p.share("date", "truth") < 0.3 and p.variety > 0.2 else None
    if strength == 0 and name.generic and checked >= 0.9 and p.values >= 15 and not p.share("card") >= 0.5:
        return checked
    return None


def _birth(name: NameEvidence, p: Profile) -> float | None:
    dates = p.share("date")
    strength = name.strength(Kind.DATE_OF_BIRTH)
    if strength == 2:
        if dates >= 0.4:
            return dates
        numbers = p.share("whole", "real")
        return numbers if numbers >= 0.6 and p.variety > 0.1 else None
    if strength < 0 or (not name.generic and not _only_date(name)):
        return None
    eras = [p.share(f"year:{era}") for era in ("old", "middle", "young")]
    lived = sum(eras)
    spread = sum(share >= 0.1 for share in eras) >= 2
    plausible = dates >= 0.8 and p.share("clock") < 0.05 and p.share("year:child", "year:nobody") < 0.25
    return dates if plausible and spread and lived >= 0.7 and p.variety > 0.5 else None


def _only_date(name: NameEvidence) -> bool:
    return all(word in ("date", "dt", "datum", "fecha", "data") or word.isdigit() for word in name.words)


_CODE_FORMS = ("zip_us_plus", "zip_gb", "zip_ca", "zip_nl", "zip_parted", "zip_marked", "zip_ie")


def _zip(name: NameEvidence, p: Profile) -> float | None:
    strength = name.strength(Kind.ZIP_CODE)
    anything = p.share(*_CODE_FORMS, "zip_digits")
    if strength == 2:
        return anything if anything >= 0.4 else None
    if strength < 0 or name.of_a_thing:
        return None
    places = max(p.share("zip_us_plus") + p.share("zip_five"), p.share("zip_gb"), p.share("zip_ca"))
    distinct = max(p.share("zip_us_plus"), p.share("zip_gb"), p.share("zip_ca"))
    return places if distinct >= 0.25 and places >= 0.75 and p.values >= 8 else None


def _address(name: NameEvidence, p: Profile) -> float | None:
    strength = name.strength(Kind.POSTAL_ADDRESS)
    hard, soft = p.share("address"), p.share("address", "address_soft")
    if strength == 2:
        if p.share("email", "ip", "url", "hex") >= 0.5:
            return None
        return max(hard, soft) if hard >= 0.2 or (soft >= 0.4 and p.share("whole", "real", "truth") < 0.3) else None
    if strength < 0 and name.of_a_thing and hard < 0.8:
        return None
    if strength < 0:
        return None
    return (
        hard
        if hard >= 0.6 and p.share("name_full") < 0.4 and p.share("phone_world", "date", "url", "json") < 0.2
        else None
    )


def _person(name: NameEvidence, p: Profile) -> float | None:
    strength = name.strength(Kind.PERSON_NAME)
    full, single = p.share("name_full"), p.share("name_given", "name_family")
    single = min(single, max(p.share("name_given"), p.share("name_family")) * 1.5)
    known = min(1.0, full + max(0.0, single - 0.3 * full))
    shaped, things = p.share("name_shaped"), p.share("thing")
    if p.share("email", "url", "uuid", "json", "truth") >= 0.4:
        return None
    if strength == 2:
        return max(known, shaped) if known >= 0.3 or (shaped >= 0.6 and things < 0.4 and known >= 0.1) else None
    if strength == 1:
        return known if known >= 0.45 and things < 0.3 else None
    if strength < 0 or name.of_a_thing:
        return full if full >= 0.85 and things < 0.05 and p.variety > 0.6 and p.values >= 10 else None
    if full >= 0.6 and things < 0.15:
        return full
    if name.generic and known >= 0.75 and things < 0.1 and p.variety > 0.3 and p.values >= 10:
        return known
    return None


def _user(name: NameEvidence, p: Profile) -> float | None:
    strength = name.strength(Kind.USER_ID)
    if strength < 1:
        return None
    digits = p.share("id_digit", "uuid") if p.share("uuid") > p.share("id_digit") else p.share("id_digit")
    handles = p.share("handle")
    if p.share("truth") >= 0.5 or (p.share("date") >= 0.6 and p.share("whole") < 0.6):
        return None
    if strength == 2:
        idlike = max(digits, p.share("id_digit", "id_alpha"), handles)
        if p.values >= 20 and p.distinct <= 2 and p.variety < 0.1 and digits < 0.5:
            return None
        return idlike if idlike >= 0.5 and p.share("real") < 0.5 else None
    if p.share("real", "date") >= 0.2 or p.variety <= 0.3:
        return None
    named = p.share("name_given", "name_family", "name_full")
    return digits if digits >= 0.8 else handles if handles >= 0.8 and named < 0.5 else None


_RULES = (
    (Kind.EMAIL, _email),
    (Kind.IP_ADDRESS, _ip),
    (Kind.CREDIT_CARD, _card),
    (Kind.SSN, _ssn),
    (Kind.OTHER_ID, _other_id),
    (Kind.DATE_OF_BIRTH, _birth),
    (Kind.ZIP_CODE, _zip),
    (Kind.PHONE, _phone),
    (Kind.USER_ID, _user),
    (Kind.PERSON_NAME, _person),
    (Kind.POSTAL_ADDRESS, _address),
)
"""In the order in which they decide: what values prove, then what name and values say together."""

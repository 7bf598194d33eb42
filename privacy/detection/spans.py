"""What stands in free text: spans of personal data in messages, search terms, log lines, URLs.

Each recogniser proposes spans by form, checks them (checksum, numbering plan, dictionary) and looks at the words
around where the form alone says little. Overlaps go to the recogniser that is surer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from urllib.parse import unquote

from privacy.detection.births import births
from privacy.detection.calls import phone_numbers
from privacy.detection.checks import ip_features, is_email
from privacy.detection.codes import postal_codes
from privacy.detection.declared import declared
from privacy.detection.echoes import addressees, repetitions
from privacy.detection.fields import names_in_fields
from privacy.detection.identifiers import cards, identifiers, social_security
from privacy.detection.named import names
from privacy.detection.single import single_names
from privacy.detection.span import Span
from privacy.detection.streets import street_spans
from schemas.kinds import Kind


def spans(text: str) -> list[Span]:
    """What was recognised in ``text``, ascending, without overlaps."""
    found = _of(text, (*_usable(text), names, names_in_fields, single_names))
    for more in (addressees, repetitions) if found else ():
        found = sorted([*found, *_apart(more(text, found), found)])
    return found


def spans_but_single_names(text: str) -> list[Span]:
    """The same without names of one word, for whom any name goes anyhow: a third faster."""
    return _of(text, (*_usable(text), names, names_in_fields))


def _of(text: str, recognisers: Iterable[Callable[[str], Iterator[Span]]]) -> list[Span]:
    taken: list[Span] = []
    for recognise in recognisers:
        taken += _apart(recognise(text), taken)
    return sorted(taken)


def _apart(proposed: Iterable[Span], taken: Sequence[Span]) -> list[Span]:
    """Those that overlap none of ``taken`` nor one another, the first first."""
    fresh: list[Span] = []
    for span in proposed:
        if all(span.end <= other.start or span.start >= other.end for other in (*taken, *fresh)):
            fresh.append(span)
    return fresh


@lru_cache(maxsize=50_000)
def kinds_in(text: str) -> frozenset[Kind]:
    """The kinds that stand somewhere in ``text``."""
    return frozenset(span.kind for span in spans(text))


@lru_cache(maxsize=50_000)
def kinds_by_form(text: str) -> frozenset[Kind]:
    """The same by the forms of values: without names of persons, of which there are many that are none, and which take
    the most time, and without what only the words before it name."""
    by_form = (recognise for recognise in _usable(text) if recognise is not declared)
    return frozenset(span.kind for span in _of(text, by_form))


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
        yield from (identifiers, social_security, cards, declared, births, _streets, postal_codes, phone_numbers)
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


_BEHIND_ANOTHER = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}, ?$")


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
    return (
        not small
        or bool(_BEHIND_ANOTHER.search(before))
        or (bool(_NEAR_A_HOST.search(before)) and not _NEAR_A_VERSION.search(before))
    )


def _streets(text: str) -> Iterator[Span]:
    for start, end in street_spans(text):
        yield Span(start, end, Kind.POSTAL_ADDRESS)

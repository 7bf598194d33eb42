"""Mutations: good records of a contract, bent as a sender's mistake, a bad line or an enemy would bend them.

All is drawn from a seed. While its fields are bent a record is a list of members, each a key and a value as JSON texts,
so that keys can be repeated and values be no JSON; then it is bytes. Nearly half of what comes out is good.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from random import Random

from schemas.constraints import Constraint, Instant, OneOf, Pattern, Real, Text, Whole
from schemas.contract import Contract, Field
from tests.support.oddities import (
    DAYS,
    HEADS,
    KINDS,
    NAMES,
    NUMBERS,
    OFFSETS,
    PIECES,
    SPOILT_KEYS,
    TAILS,
    TEXTS,
    TEXTS_AS_WRITTEN,
    TIMES,
    UNKNOWN_KEYS,
    UNKNOWN_VALUES,
    WHOLES,
)

Members = list[tuple[str, str]]

ARRIVAL = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
"""When the records arrive: instants are drawn around it."""

PERSONS = tuple(f"{name}-{number}" for name in NAMES for number in range(100))
_BENT, _BROKEN = 0.65, 0.2
_LONG_AGO = ("2001-02-03", "2008-02-29", "2019-12-31", "2026-01-29", "2026-01-30", "2026-01-31")


def fuzzed(contract: Contract, seed: int, count: int) -> list[bytes | None]:
    """``count`` payloads for ``contract``, the same for the same seed."""
    random = Random(f"{contract.name}/{seed}")
    payloads: list[bytes | None] = []
    before = b"{}"
    for _ in range(count):
        members = good(random, contract)
        if random.random() < _BENT:
            for _ in range(random.choice((1, 1, 1, 2, 3))):
                members = random.choice(OF_MEMBERS)(random, members, contract)
        raw = written(random, members)
        payloads.append(random.choice(OF_BYTES)(random, raw, before, contract) if random.random() < _BROKEN else raw)
        before = raw
    return payloads


# --- Good records -----------------------------------------------------------------------------------------------------


def good(random: Random, contract: Contract) -> Members:
    """A good record of one of :data:`PERSONS`."""
    return [
        (f'"{field.name}"', _person(random) if field.name == contract.subject else _value(random, field.constraint))
        for field in contract.fields
        if field.required or random.random() < 0.6
    ]


def written(random: Random, members: Members) -> bytes:
    """``members`` as one JSON object, with more or less white space."""
    colon, comma = random.choice(((":", ","), (": ", ", "), (" \t:\n", " \r\n, ")))
    return ("{" + comma.join(f"{key}{colon}{value}" for key, value in members) + "}").encode()


def _json(random: Random, text: str) -> str:
    return json.dumps(text, ensure_ascii=random.random() < 0.5)


def _person(random: Random) -> str:
    return _json(random, random.choice(PERSONS))


def _value(random: Random, constraint: Constraint) -> str:
    """A value that ``constraint`` allows."""
    match constraint:
        case Text(longest, shortest):
            return _json(random, random.choice(NAMES)[:longest].ljust(shortest, "x"))
        case Pattern(regex):
            return f'"{_matching(random, regex)}"'
        case OneOf(words):
            return _json(random, random.choice(words))
        case Whole(least, most):
            return str(random.randint(least, most))
        case Real(least, most):
            number = least + (most - least) * random.uniform(0.01, 0.99)
            return random.choice((repr(number), f"{number:.2f}", f"{number:e}")) if most - least > 1 else repr(number)
        case Instant():
            return f'"{_moment(random)}"'


def _moment(random: Random) -> str:
    day = f"2026-02-{random.randrange(21, 29)}" if random.random() < 0.8 else random.choice(_LONG_AGO)
    time = f"T{random.randrange(24):02d}:{random.randrange(60):02d}:{random.randrange(60):02d}"
    return day + time + random.choice(("", ".5", ".123456", ".1234567")) + random.choice(("Z", "Z", "+05:30", "-08:00"))


def _matching(random: Random, regex: str) -> str:
    """A text for a pattern of one class and one count, as all patterns of the contracts are."""
    characters, _, counts = regex.removeprefix("^[").removesuffix(r"}\Z").partition("]{")
    least, most = (int(count) for count in (counts.split(",") * 2)[:2])
    letters = {"A-Za-z0-9_-": "AZaz09_-", "A-Z": "AKNYZ", "0-9": "0123456789"}[characters]
    return "".join(random.choices(letters, k=random.choice((most, random.randint(least, most)))))


# --- Mutations of members ---------------------------------------------------------------------------------------------


def _put(members: Members, name: str, value: str) -> Members:
    """``members`` with ``value`` in place of the field's own, or behind the others."""
    key = f'"{name}"'
    if any(known == key for known, _ in members):
        return [(known, value if known == key else old) for known, old in members]
    return [*members, (key, value)]


def _put_in(random: Random, members: Members, member: tuple[str, str]) -> Members:
    place = random.randrange(len(members) + 1)
    return [*members[:place], member, *members[place:]]


def _field(random: Random, contract: Contract, *kinds: type) -> Field:
    """A field of one of ``kinds``, or any if there is none."""
    fitting = [field for field in contract.fields if isinstance(field.constraint, kinds)]
    return random.choice(fitting or contract.fields)


def another_kind(random: Random, members: Members, contract: Contract) -> Members:
    return _put(members, _field(random, contract).name, random.choice(KINDS))


def odd_text(random: Random, members: Members, contract: Contract) -> Members:
    return _put(members, _field(random, contract, Text, Pattern, OneOf).name, _json(random, random.choice(TEXTS)))


def odd_escapes(random: Random, members: Members, contract: Contract) -> Members:
    return _put(members, _field(random, contract, Text, Pattern, OneOf, Instant).name, random.choice(TEXTS_AS_WRITTEN))


def length_at_the_bound(random: Random, members: Members, contract: Contract) -> Members:
    field = _field(random, contract, Text)
    longest = getattr(field.constraint, "longest", 9)
    text = random.choice(("a", "é", "🦉", "\u0301", '"')) * (longest + random.choice((-1, 0, 1, 2)))
    return _put(members, field.name, _json(random, text))


def near_the_pattern(random: Random, members: Members, contract: Contract) -> Members:
    field = _field(random, contract, Pattern, OneOf)
    plain = str(json.loads(_value(random, field.constraint)))
    odd = random.choice(("\n", " ", "\u0661", "é", "!", "-", "a", "A", "0", "\0"))
    near = (plain + odd, odd + plain, plain[:-1], plain.swapcase(), plain[1:] + odd, plain * 9, plain.replace("a", "а"))
    return _put(members, field.name, _json(random, random.choice(near)))


def odd_number(random: Random, members: Members, contract: Contract) -> Members:
    return _put(members, _field(random, contract, Whole, Real).name, random.choice(NUMBERS))


def number_at_the_bound(random: Random, members: Members, contract: Contract) -> Members:
    field = _field(random, contract, Whole, Real)
    bound = random.choice((getattr(field.constraint, "least", 0), getattr(field.constraint, "most", 1)))
    near = (
        bound,
        bound - 1,
        bound + 1,
        bound + 0.01,
        bound - 0.01,
        float(bound),
        f"{bound}e0",
        f"{bound}.0{'0' * 30}1",
    )
    return _put(members, field.name, str(random.choice(near)))


def odd_instant(random: Random, members: Members, contract: Contract) -> Members:
    """With one or more odd parts."""
    parts = [random.choice(DAYS[::2]), random.choice(TIMES[:2]), random.choice(OFFSETS[:8])]
    for place in random.choices(range(3), k=2):
        parts[place] = random.choice((DAYS, TIMES, OFFSETS)[place])
    return _put(members, _field(random, contract, Instant).name, json.dumps("".join(parts)))


def instant_at_the_bound(random: Random, members: Members, contract: Contract) -> Members:
    """About as late or as early as the contract allows, to the microsecond and below."""
    field = _field(random, contract, Instant)
    earliest = getattr(field.constraint, "earliest", ARRIVAL)
    name, bound = random.choice(((contract.event_time, ARRIVAL + contract.ahead), (field.name, earliest)))
    moment = bound.replace(tzinfo=None) + dt.timedelta(microseconds=random.choice((-60_000_000, -1, 0, 1, 60_000_000)))
    below = random.choice(("", "4", "5", "49999999999", "99"))
    offset = random.choice(("Z", "+00:00", "-00:00", "-00:01", "+00:01"))
    return _put(members, name, f'"{moment.isoformat(timespec="microseconds")}{below}{offset}"')


def left_out(random: Random, members: Members, contract: Contract) -> Members:
    gone = f'"{_field(random, contract).name}"'
    return [(key, value) for key, value in members if key != gone]


def left_null(random: Random, members: Members, contract: Contract) -> Members:
    return _put(members, _field(random, contract).name, "null")


def repeated(random: Random, members: Members, contract: Contract) -> Members:
    """A key again, perhaps escaped, with its own value, another member's or none."""
    key, value = random.choice(members or [('"a"', "1")])
    other = random.choice(members or [('"a"', "1")])[1]
    return _put_in(random, members, (_escaped(random, key), random.choice((value, other, "null"))))


def _escaped(random: Random, text: str) -> str:
    """A JSON text, perhaps with one of its characters written as an escape."""
    if len(text) < 3 or not text.isascii() or "\\" in text or random.random() < 0.3:
        return text
    at = random.randrange(1, len(text) - 1)
    return text[:at] + random.choice(("\\u{:04x}", "\\u{:04X}")).format(ord(text[at])) + text[at + 1 :]


def keys_escaped(random: Random, members: Members, contract: Contract) -> Members:
    return [(_escaped(random, key), value) for key, value in members]


def values_escaped(random: Random, members: Members, contract: Contract) -> Members:
    return [(key, _escaped(random, value) if value.startswith('"') else value) for key, value in members]


def unknown(random: Random, members: Members, contract: Contract) -> Members:
    for _ in range(random.choice((1, 1, 2, 5))):
        key = _json(random, random.choice(UNKNOWN_KEYS))
        members = _put_in(random, members, (key, random.choice(UNKNOWN_VALUES)))
    return members


def unknown_and_harmless(random: Random, members: Members, contract: Contract) -> Members:
    return [*members, *((f'"x{number}"', random.choice(KINDS)) for number in range(random.randrange(1, 4)))]


def spoilt_key(random: Random, members: Members, contract: Contract) -> Members:
    return _put_in(random, members, (random.choice(SPOILT_KEYS), '"ada"'))


def nested(random: Random, members: Members, contract: Contract) -> Members:
    """Brackets as deep as the contract allows and deeper; closed, one too few or not at all."""
    levels = contract.deepest_nesting - 1 + random.choice((-1, 0, 0, 1, 2, 60, 400))
    opening, closing = random.choice((("[", "]"), ('{"a":', "}"), ('[{"[":', "}]")))
    value = opening * levels + "1" + closing * random.choice((levels, levels, levels, levels - 1, 0))
    return _put(members, random.choice(("extra", _field(random, contract).name)), value)


def side_by_side(random: Random, members: Members, contract: Contract) -> Members:
    """Many brackets, none deep, some in a text."""
    value = random.choice(("[" + "[]," * 50 + "[]]", r'["' + r"[{\"" * 50 + '"]', '{"a":' + "[[]]" * 20 + "}"))
    return _put_in(random, members, ('"extra"', value))


def swapped(random: Random, members: Members, contract: Contract) -> Members:
    """Two fields with each other's value."""
    keys, values = [key for key, _ in members], [value for _, value in members]
    one, other = random.choices(range(len(members)), k=2) if members else (0, 0)
    return [*zip(keys, _exchanged(values, one, other), strict=True)]


def _exchanged(values: list[str], one: int, other: int) -> list[str]:
    return [values[{one: other, other: one}.get(place, place)] for place in range(len(values))]


def shuffled(random: Random, members: Members, contract: Contract) -> Members:
    return random.sample(members, len(members))


OfMembers = Callable[[Random, Members, Contract], Members]
OF_MEMBERS: Sequence[OfMembers] = (
    *(another_kind, odd_text, odd_escapes, length_at_the_bound, near_the_pattern, odd_number, number_at_the_bound),
    *(
        odd_instant,
        odd_instant,
        instant_at_the_bound,
        left_out,
        left_null,
        repeated,
        keys_escaped,
        values_escaped,
        unknown,
    ),
    *(unknown_and_harmless, spoilt_key, nested, side_by_side, swapped, shuffled),
)


# --- Mutations of bytes -----------------------------------------------------------------------------------------------


def bits_flipped(random: Random, raw: bytes, before: bytes, contract: Contract) -> bytes:
    bent = bytearray(raw)
    for _ in range(random.choice((1, 1, 2, 8))):
        bent[random.randrange(len(bent))] ^= 1 << random.randrange(8)
    return bytes(bent)


def cut(random: Random, raw: bytes, before: bytes, contract: Contract) -> bytes:
    return raw[: random.randrange(len(raw))]


def bytes_put_in(random: Random, raw: bytes, before: bytes, contract: Contract) -> bytes:
    at = random.randrange(len(raw) + 1)
    return raw[:at] + random.choice((random.choice(PIECES), random.randbytes(3))) + raw[at + random.choice((0, 1, 3)) :]


def piece_repeated(random: Random, raw: bytes, before: bytes, contract: Contract) -> bytes:
    start, end = sorted(random.choices(range(len(raw) + 1), k=2))
    return raw[:end] + raw[start:]


def spliced(random: Random, raw: bytes, before: bytes, contract: Contract) -> bytes:
    return before[: random.randrange(len(before) + 1)] + raw[random.randrange(len(raw) + 1) :]


def two_in_one(random: Random, raw: bytes, before: bytes, contract: Contract) -> bytes:
    return random.choice(
        (raw + before, raw + b"\n" + before, b"[" + raw + b"," + before + b"]", raw[:-1] + b"," + before[1:])
    )


def delivered_again(random: Random, raw: bytes, before: bytes, contract: Contract) -> bytes:
    """The record before, or that with another end: the same identity, perhaps with other content."""
    return random.choice((before, before, before[:-1] + b',"browser":"Opera"}'))


def with_a_head(random: Random, raw: bytes, before: bytes, contract: Contract) -> bytes:
    return random.choice(HEADS) + raw


def with_a_tail(random: Random, raw: bytes, before: bytes, contract: Contract) -> bytes:
    return raw + random.choice(TAILS)


def something_else(random: Random, raw: bytes, before: bytes, contract: Contract) -> bytes | None:
    return random.choice((None, b"[" + raw + b"]", json.dumps(raw.decode()).encode(), random.randbytes(9), *WHOLES))


def in_another_encoding(random: Random, raw: bytes, before: bytes, contract: Contract) -> bytes:
    name = random.choice(("utf-16", "utf-16-le", "utf-32-be", "latin-1", "utf-8-sig", "cp1252"))
    return raw.decode().encode(name, "replace")


def with_other_quotes(random: Random, raw: bytes, before: bytes, contract: Contract) -> bytes:
    return raw.replace(b'"', b"'", random.choice((1, 2, -1)))


def made_longer(random: Random, raw: bytes, before: bytes, contract: Contract) -> bytes:
    """By white space; one in ten, since that takes a while, to about the largest that the contract allows."""
    if random.random() < 0.9:
        return raw[:1] + b" " * 200 + raw[1:]
    size = contract.longest_payload + random.choice((-1, 0, 1, 1))
    return random.choice((raw.ljust(size), raw[:-1] + b',"x":"' + b"a" * (size - len(raw) - 7) + b'"}'))


OfBytes = Callable[[Random, bytes, bytes, Contract], "bytes | None"]
OF_BYTES: Sequence[OfBytes] = (
    *(bits_flipped, cut, bytes_put_in, piece_repeated, spliced, two_in_one, delivered_again, with_a_head, with_a_tail),
    *(something_else, in_another_encoding, with_other_quotes, made_longer),
)

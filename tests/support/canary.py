"""Canaries: values of persons, and a key, that occur nowhere else, to plant and then look for."""

import base64
import hashlib
import ipaddress
from dataclasses import dataclass, field

from governance.survey.needles import Canary, Matcher, Needle, needles
from governance.survey.search import Finding, Gap, ScanError, Survey, scan, survey

__all__ = [
    "Canary",
    "Finding",
    "Gap",
    "MasterKey",
    "Matcher",
    "Needle",
    "PersonCanaries",
    "ScanError",
    "Survey",
    "master_key",
    "needles",
    "person_canaries",
    "scan",
    "survey",
]

MASTER_KEY_BYTES = 32


@dataclass(frozen=True)
class PersonCanaries:
    """The planted values of one person, as an event carries them."""

    name: str
    email: str = field(repr=False)
    phone: str = field(repr=False)
    full_name: str = field(repr=False)
    ipv4: str = field(repr=False)
    ipv6: str = field(repr=False)

    @property
    def canaries(self) -> tuple[Canary, ...]:
        """One canary per field, and the two other spellings that code makes of them: phone digits, packed IPv6."""
        packed = ipaddress.IPv6Address(self.ipv6).packed
        return (
            Canary(f"{self.name}.email", self.email.encode()),
            Canary(f"{self.name}.phone", self.phone.encode(), generic_prefix=True),
            Canary(
                f"{self.name}.phone-digits",
                self.phone.lstrip("+").encode(),
                generic_prefix=True,
            ),
            Canary(f"{self.name}.full-name", self.full_name.encode()),
            Canary(f"{self.name}.ipv4", self.ipv4.encode(), generic_prefix=True),
            Canary(f"{self.name}.ipv6", self.ipv6.encode(), generic_prefix=True),
            Canary(f"{self.name}.ipv6-packed", packed, generic_prefix=True),
        )


@dataclass(frozen=True)
class MasterKey:
    """A 32-byte key with known bytes, in the spellings a key file or an environment may want."""

    raw: bytes = field(repr=False)

    @property
    def hex(self) -> str:
        """64 lower-case hex digits."""
        return self.raw.hex()

    @property
    def base64(self) -> str:
        """44 characters, standard alphabet, padded."""
        return base64.b64encode(self.raw).decode()

    @property
    def canary(self) -> Canary:
        """The canary to scan for; its needles include the other spellings."""
        return Canary("master-key", self.raw)


def person_canaries(n: int, seed: str = "canary") -> tuple[PersonCanaries, ...]:
    """Make `n` persons whose values occur nowhere else; the same seed gives the same persons."""
    return tuple(_person(number, seed) for number in range(n))


def master_key(seed: str = "canary") -> MasterKey:
    """A key whose bytes are known from the seed."""
    return MasterKey(_digest(f"{seed}-master-key")[:MASTER_KEY_BYTES])


def _person(number: int, seed: str) -> PersonCanaries:
    digest = _digest(f"{seed}-{number}")
    token = "".join(chr(ord("a") + byte % 26) for byte in digest[:10])
    groups = [0x1000 + int.from_bytes(digest[at : at + 2], "big") % 0xF000 for at in range(10, 22, 2)]
    # Coprime steps keep the addresses of one seed distinct.
    host = (int.from_bytes(_digest(seed)[:4], "big") + number * 7919) % 156**2
    # 198.18.0.0/15 is set aside for benchmarks (RFC 2544), 2001:db8::/32 for documentation (RFC 3849).
    return PersonCanaries(
        name=f"person-{number:03d}",
        email=f"{token}.{number}@canary.example",
        phone=f"+49{10**10 + int(digest.hex(), 16) % (9 * 10**10)}",
        full_name=f"Þ{token[:4]}ð Łu{token[4:]}ß 陳😀",
        ipv4=f"198.19.{100 + host // 156}.{100 + host % 156}",
        ipv6="2001:db8:" + ":".join(f"{group:x}" for group in groups),
    )


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()

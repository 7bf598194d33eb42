"""Keys: read from the master key file, derived by purpose, used here and nowhere else.

The master key file holds one line a version, ``<version> <64 hex digits>``, and is readable by its owner only. From
it HKDF-SHA256 (RFC 5869) derives one key per purpose and version. What needs to be destroyed one by one (a person's
keys, a quarantine day's key) is random and stored wrapped by the KEK, so that deleting the row destroys it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
TOKEN_BYTES = 16
WRAPPED_PERSON_BYTES = NONCE_BYTES + TOKEN_BYTES + KEY_BYTES + TAG_BYTES
_BLOCK = 64


class KeyFileError(Exception):
    """The master key cannot be used; the text says why and what to do, never what is in the file."""


class Unopenable(Exception):
    """A ciphertext does not open under the given key and associated data."""


class Purpose(StrEnum):
    """What a derived key is for. One key, one purpose."""

    KEK = "kek"
    """wraps the random keys of persons and of quarantine days"""
    REF = "ref"
    """subject_ref, the registry's index"""
    EVENT = "event"
    """event_key, session_key, content_hash"""
    EMAIL = "email"
    """email_hash"""
    VAULT = "vault"
    """identifiers kept for reveal"""
    SUPPRESSION = "suppression"
    """the list of erased persons"""
    SOURCE = "source"
    """fingerprints of the files that history comes from"""
    AUDIT = "audit"
    """the audit chain"""
    FINGERPRINT = "fingerprint"
    """the check value by which a lake knows its own master key"""


class KeyedHash:
    """HMAC-SHA256 (RFC 2104) under one key, cut to 16 bytes.

    Keeps the two padded states and copies them: 0.7 microseconds a message, against 2.7 for ``hmac.digest``.
    """

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:
        padded = key.ljust(_BLOCK, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def __call__(self, message: bytes) -> bytes:
        return self.of_whole((message,))

    def of_whole(self, parts: Iterable[bytes]) -> bytes:
        """The hash of one message that comes in parts."""
        inner = self._inner.copy()
        for part in parts:
            inner.update(part)
        outer = self._outer.copy()
        outer.update(inner.digest())
        return outer.digest()[:TOKEN_BYTES]

    def many(self, messages: Iterable[bytes]) -> list[bytes]:
        """One hash a message; a fifth faster than as many calls."""
        inner_state, outer_state = self._inner.copy, self._outer.copy
        hashes = []
        for message in messages:
            inner = inner_state()
            inner.update(message)
            outer = outer_state()
            outer.update(inner.digest())
            hashes.append(outer.digest()[:TOKEN_BYTES])
        return hashes

    def __reduce__(self) -> NoReturn:
        raise TypeError("a keyed hash holds a key and is never pickled: read the key file where it is used")


class Seal:
    """AES-256-GCM (NIST SP 800-38D) under one key: nonce (12 random bytes) | ciphertext | tag (16 bytes)."""

    __slots__ = ("_cipher",)

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise KeyFileError(
                "a data key does not have 256 bits: the registry row is damaged; restore it from a backup"
            )
        self._cipher = AESGCM(key)

    def close(self, plain: bytes, bound_to: bytes, nonce: bytes | None = None) -> bytes:
        """``nonce``: 12 fresh random bytes, where the caller draws them for many records at once."""
        nonce = os.urandom(NONCE_BYTES) if nonce is None else nonce
        if len(nonce) != NONCE_BYTES:
            raise ValueError("a nonce has 12 bytes")
        return nonce + self._cipher.encrypt(nonce, plain, bound_to)

    def open(self, sealed: bytes, bound_to: bytes) -> bytes:
        """Raises :class:`Unopenable` for a wrong key, other associated data or a changed byte, not saying which."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
        except (InvalidTag, ValueError):
            raise Unopenable("a ciphertext does not open under this key and position") from None

    def __reduce__(self) -> NoReturn:
        raise TypeError("a seal holds a key and is never pickled: read the key file where it is used")


@dataclass(frozen=True, repr=False)
class PersonKeys:
    """What belongs to one person: ``user_key`` (16 random bytes, the pseudonym) and ``dek`` (256-bit data key)."""

    user_key: bytes
    dek: bytes

    @staticmethod
    def fresh() -> PersonKeys:
        return PersonKeys(secrets.token_bytes(TOKEN_BYTES), secrets.token_bytes(KEY_BYTES))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a person's keys travel wrapped, never as they are")


class Keyring:
    """The keys of one master key file. Read with :func:`read_keyring`; never pickled, never printed."""

    def __init__(self, masters: dict[int, bytes]) -> None:
        self._masters = masters
        self._derived: dict[tuple[Purpose, int], bytes] = {}
        self._keks: dict[int, Seal] = {}

    @property
    def newest(self) -> int:
        """Version under which new values are made."""
        return max(self._masters)

    @property
    def versions(self) -> tuple[int, ...]:
        return tuple(sorted(self._masters))

    def fingerprint(self) -> str:
        """A check value of all versions, that tells key files apart and reveals nothing of them."""
        every = b"".join(self._key(Purpose.FINGERPRINT, version) for version in self.versions)
        return hashlib.sha256(every).hexdigest()[:16]

    def keyed_hash(self, purpose: Purpose, version: int | None = None) -> KeyedHash:
        return KeyedHash(self._key(purpose, version))

    def seal(self, purpose: Purpose, version: int | None = None) -> Seal:
        return Seal(self._key(purpose, version))

    def wrap_person(self, keys: PersonKeys, subject_id: bytes) -> bytes:
        """76 bytes: both keys of a person under the newest KEK, bound to the person's ``subject_id``."""
        return self._kek(self.newest).close(keys.user_key + keys.dek, subject_id)

    def unwrap_person(self, wrapped: bytes, subject_id: bytes, kek_version: int) -> PersonKeys:
        """Raises :class:`Unopenable` when the row is not under this KEK or not this person's."""
        plain = self._kek(kek_version).open(wrapped, subject_id)
        return PersonKeys(plain[:TOKEN_BYTES], plain[TOKEN_BYTES:])

    def _kek(self, version: int) -> Seal:
        if version not in self._keks:
            self._keks[version] = self.seal(Purpose.KEK, version)
        return self._keks[version]

    def fresh_wrapped_key(self, name: str) -> bytes:
        """A new random 256-bit key, wrapped under the newest KEK and bound to ``name``."""
        return self.seal(Purpose.KEK).close(secrets.token_bytes(KEY_BYTES), name.encode())

    def unwrap_key(self, wrapped: bytes, name: str, kek_version: int) -> Seal:
        return Seal(self.seal(Purpose.KEK, kek_version).open(wrapped, name.encode()))

    def _key(self, purpose: Purpose, version: int | None = None) -> bytes:
        version = self.newest if version is None else version
        if version not in self._masters:
            raise KeyFileError(f"the key file has no version {version}: give it back the line it lost")
        if (purpose, version) not in self._derived:
            info = f"privacy-lakehouse/{purpose}/{version}".encode()
            self._derived[purpose, version] = HKDF(SHA256(), KEY_BYTES, salt=None, info=info).derive(
                self._masters[version]
            )
        return self._derived[purpose, version]

    def __repr__(self) -> str:
        return f"Keyring(versions={self.versions})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a keyring is never pickled: pass the path of the key file and read it where it is used")


def canonical_email(email: str) -> bytes:
    """NFKC, trimmed, lower case: what e-mail addresses are compared by."""
    # Once more after lower case: a few letters compose anew.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", email).lower()).strip().encode()


def read_keyring(path: Path, fingerprint: str | None = None) -> Keyring:
    """The keyring in the file at ``path``; ``fingerprint``: of the master key that is expected.

    Raises :class:`KeyFileError` when the file is missing, readable by others, damaged, or of another lake.
    """
    keyring = Keyring(_masters(path))
    if fingerprint is not None and keyring.fingerprint() != fingerprint:
        raise KeyFileError(
            f"{path.name} is not the master key this lake was made with: put the right file in its place"
        )
    return keyring


def write_master_key(path: Path) -> bool:
    """Makes a master key file of one fresh 256-bit key, mode 0400 in a 0700 folder, unless there is one. True: made."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"1 {secrets.token_hex(KEY_BYTES)}\n")
        file.flush()
        os.fsync(file.fileno())
    return True


def _masters(path: Path) -> dict[int, bytes]:
    lines = [line.split() for line in _read_private(path).splitlines() if line.strip()]
    masters: dict[int, bytes] = {}
    for words in lines:
        version, key = _line(words, path.name)
        if version in masters or key in masters.values():
            raise KeyFileError(f"{path.name} holds a version or a key twice: each line is one version with its own key")
        masters[version] = key
    if not masters:
        raise KeyFileError(f"{path.name} is empty: put the master key back; without it nothing can be read")
    return masters


def _line(words: Iterable[str], name: str) -> tuple[int, bytes]:
    try:
        number, digits = words
        version, key = int(number), bytes.fromhex(digits)
    except ValueError:
        raise KeyFileError(f"{name} is damaged: each line is '<version> <64 hex digits>'") from None
    if len(key) != KEY_BYTES or version < 1 or version > 32_767:
        raise KeyFileError(f"{name}: a master key has 64 hex digits (256 bits) and a version from 1 to 32767")
    if len(set(key)) < 8:
        raise KeyFileError(f"{name}: that is no random key; make one with `make setup` on a new lake")
    return version, key


def _read_private(path: Path) -> str:
    try:
        mode = path.stat().st_mode
        if stat.S_IMODE(mode) & 0o077:
            raise KeyFileError(
                f"{path.name} can be read by others: chmod 0400 it, and rotate the key if others had access"
            )
        return path.read_text("ascii")
    except FileNotFoundError:
        raise KeyFileError(
            f"no master key at {path}: put it there (KEY_FILE), or run `make setup` for a new local lake"
        ) from None
    except (OSError, UnicodeDecodeError):
        raise KeyFileError(f"{path.name} cannot be read: it must be an ASCII file that belongs to this user") from None

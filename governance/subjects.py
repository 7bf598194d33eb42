"""Whom a request names: an identifier as senders use it, sealed, under a keyed hash that tells nobody who exists."""

from __future__ import annotations

from collections.abc import Sequence

from privacy.keys import Keyring, Purpose


def subjects_of(keyring: Keyring, identifiers: Sequence[bytes]) -> dict[bytes, bytes]:
    """Identifiers by their keyed hash."""
    hashes = keyring.for_life(Purpose.SUPPRESSION).many(identifiers)
    return dict(zip(hashes, identifiers, strict=True))


def sealed(keyring: Keyring, subject: bytes, identifier: bytes) -> bytes:
    return keyring.seal(Purpose.KEK).close(identifier, asked_by(subject))


def opened(keyring: Keyring, subject: bytes, sealed: bytes, version: int) -> bytes:
    return keyring.seal(Purpose.KEK, version).open(sealed, asked_by(subject))


def asked_by(subject: bytes) -> bytes:
    """Associated data of an identifier that is kept for a request or a hold."""
    return b"request|" + subject


def references(keyring: Keyring, identifiers: Sequence[bytes]) -> dict[bytes, bytes]:
    """Identifiers by what the registry may call them, under each version of the key."""
    return {
        reference: identifier
        for version in keyring.versions
        for identifier, reference in zip(
            identifiers, keyring.keyed_hash(Purpose.REF, version).many(identifiers), strict=True
        )
    }

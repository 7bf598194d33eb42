"""Identifiers of persons, closed under a key of their own and bound to the person's reference: what `make reveal`, a
rotation and a restore of the registry open."""

from __future__ import annotations

from privacy.keys import Keyring, Purpose


def vault_binding(subject_ref: bytes) -> bytes:
    """Associated data of a vaulted identifier."""
    return b"vault|" + subject_ref


def vaulted(keyring: Keyring, subject_ref: bytes, identifier: bytes) -> bytes:
    """``identifier`` closed under the newest version."""
    return keyring.seal(Purpose.VAULT).close(identifier, vault_binding(subject_ref))


def unvaulted(keyring: Keyring, subject_ref: bytes, sealed: bytes, version: int) -> bytes:
    """The identifier that was closed under ``version``. Raises Unopenable for another person's, KeyFileError for a
    version that is retired."""
    return keyring.seal(Purpose.VAULT, version).open(sealed, vault_binding(subject_ref))

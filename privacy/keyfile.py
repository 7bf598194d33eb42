"""The master key file: lines ``<version> <64 hex digits>``, readable by its owner only, never half written.

A version that is retired leaves ``<version> <purpose> <64 hex digits>`` for the keys that stay for a lake's life; what
it wrapped cannot be opened from them. Another set of versions is laid beside the file as ``<name>.next``, becomes the
lake's by its check value, and then takes the file's place: whatever was cut off in between is finished by whoever
looks next (:func:`settle`).
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from privacy.keys import KEY_BYTES, KeyFileError, Keyring, Purpose

_OWNER_READS = 0o400


def read_keyring(path: Path, fingerprint: str | None = None) -> Keyring:
    """The keyring in the file at ``path``; ``fingerprint``: of the keys that are expected.

    Raises :class:`KeyFileError` when the file is missing, readable by others, damaged, or of another lake.
    """
    keyring = _keyring(path)
    if fingerprint is not None and keyring.fingerprint() != fingerprint:
        raise KeyFileError(
            f"{path.name} is not the master key this lake was made with: put the right file in its place"
        )
    return keyring


def write_master_key(path: Path) -> bool:
    """Makes a master key file of one fresh 256-bit key, mode 0400 in a 0700 folder, unless there is one. True: made."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        _write(path, f"1 {secrets.token_hex(KEY_BYTES)}\n")
    except FileExistsError:
        return False
    return True


def lay_beside(path: Path, keyring: Keyring) -> None:
    """Writes ``keyring`` beside the file at ``path``, in place of what an earlier attempt left there."""
    path = path.resolve()  # a link stays a link
    beside = _beside(path)
    try:
        beside.unlink(missing_ok=True)
        _write(beside, "".join(f"{line}\n" for line in keyring.lines()))
        owner = path.stat()
        os.chown(beside, owner.st_uid, owner.st_gid)
    except OSError:
        raise KeyFileError(
            f"{path.parent} cannot be written to: run this as the user who owns {path.name}, where it is kept"
        ) from None


def settle(path: Path, fingerprint: str) -> None:
    """Puts what was laid beside into the place of the file at ``path``, if it is what the lake is bound to; the bytes
    of the file it replaces are written over. Does nothing in every other case."""
    path = path.resolve()
    beside = _beside(path)
    try:
        if not beside.exists() or _keyring(beside).fingerprint() != fingerprint:
            return
        old = _opened_to_wipe(path)
        beside.replace(path)
    except (KeyFileError, FileNotFoundError):
        return  # somebody else was quicker, or what lies there is no key file
    except PermissionError:
        raise KeyFileError(
            f"a rotation is to be finished in {path.parent}, which this user may not: run it as who owns {path.name}"
        ) from None
    sync_folder(path.parent)
    _wipe(old)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.next")


def _write(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_READS)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def _opened_to_wipe(path: Path) -> BinaryIO | None:
    if not path.exists():
        return None
    path.chmod(0o600)
    return path.open("r+b")


def _wipe(old: BinaryIO | None) -> None:
    """Writes over a file that has no name any more. Best effort: a disk may keep old blocks wherever it likes."""
    if old is not None:
        with old:
            old.write(b"\n" * os.fstat(old.fileno()).st_size)
            old.flush()
            os.fsync(old.fileno())


def sync_folder(folder: Path) -> None:
    """That a file was made, named or removed in ``folder`` is on the disk when this returns."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _keyring(path: Path) -> Keyring:
    lines = [line.split() for line in _read_private(path).splitlines() if line.strip()]
    masters: dict[int, bytes] = {}
    kept: dict[tuple[Purpose, int], bytes] = {}
    for words in lines:
        version, purpose, key = _line(words, path.name)
        if version in masters or (purpose, version) in kept or key in [*masters.values(), *kept.values()]:
            raise KeyFileError(f"{path.name} holds a version or a key twice: each line is one version with its own key")
        if purpose is None:
            masters[version] = key
        else:
            kept[purpose, version] = key
    if not masters:
        raise KeyFileError(f"{path.name} is empty: put the master key back; without it nothing can be read")
    return Keyring(masters, kept)


def _line(words: Sequence[str], name: str) -> tuple[int, Purpose | None, bytes]:
    try:
        number, *of, digits = words
        version, key = int(number), bytes.fromhex(digits)
        purpose = Purpose(*of) if of else None
    except (ValueError, TypeError):
        raise KeyFileError(f"{name} is damaged: each line is '<version> <64 hex digits>'") from None
    if len(key) != KEY_BYTES or version < 1 or version > 32_767:
        raise KeyFileError(f"{name}: a master key has 64 hex digits (256 bits) and a version from 1 to 32767")
    if len(set(key)) < 8:
        raise KeyFileError(f"{name}: that is no random key; make one with `make setup` on a new lake")
    return version, purpose, key


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

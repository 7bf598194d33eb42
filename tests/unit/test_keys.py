"""Keys: a file that is not right is refused, nothing shows or travels, and each ciphertext opens in one place only."""

from __future__ import annotations

import copy
import hashlib
import hmac
import itertools
import pickle
import secrets
import stat
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyspark import cloudpickle

from privacy.keyfile import lay_beside, read_keyring, settle, write_master_key
from privacy.keys import (
    FOR_LIFE,
    KEY_BYTES,
    NONCE_BYTES,
    TAG_BYTES,
    TOKEN_BYTES,
    WRAPPED_PERSON_BYTES,
    KeyedHash,
    KeyFileError,
    Keyring,
    PersonKeys,
    Purpose,
    Seal,
    Unopenable,
)
from privacy.treatments import Persons

pytestmark = pytest.mark.unit

MASTER = bytes(range(32))
OTHER = bytes(range(32, 64))
SUBJECT, STRANGER = b"s" * 16, b"t" * 16


def key_file(folder: Path, text: str, mode: int = 0o400) -> Path:
    path = folder / "master.key"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


def line(version: int | str = 1, key: bytes = MASTER) -> str:
    return f"{version} {key.hex()}\n"


@pytest.fixture
def keyring() -> Keyring:
    return Keyring({1: MASTER})


REFUSED = {
    "empty": ("", "is empty: put the master key back"),
    "white space only": (" \n\n", "is empty"),
    "128 bits": (line(key=MASTER[:16]), "64 hex digits"),
    "one digit short": (line()[:-2], "is damaged"),
    "two digits short": (line()[:-3], "64 hex digits"),
    "one byte too many": (line(key=MASTER + b"!"), "64 hex digits"),
    "not hexadecimal": ("1 " + "z" * 64, "is damaged"),
    "no version": (MASTER.hex(), "is damaged"),
    "a word as version": (line("one"), "is damaged"),
    "version 0": (line(0), "from 1 to 32767"),
    "a version beyond two bytes": (line(32_768), "from 1 to 32767"),
    "three words": (line().strip() + " old", "is damaged"),
    "a version twice": (line(1) + line(1, OTHER), "twice"),
    "a key twice": (line(1) + line(2), "twice"),
    "all zeros": (line(key=bytes(32)), "no random key"),
    "a repeated byte": (line(key=b"\xab\xcd" * 16), "no random key"),
    "a second line that is damaged": (line() + "2 abc\n", "is damaged"),
    "no ASCII": ("1 " + "é" * 64, "must be an ASCII file"),
}


@pytest.mark.parametrize(("text", "remedy"), REFUSED.values(), ids=REFUSED.keys())
def test_a_key_file_that_is_not_right_is_refused(tmp_path: Path, text: str, remedy: str) -> None:
    with pytest.raises(KeyFileError, match=remedy) as refused:
        read_keyring(key_file(tmp_path, text))
    words = [word for word in text.split() if len(word) > 8]
    assert not any(word in str(refused.value) for word in words)


def test_a_missing_key_file_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match=r"no master key at .*absent.key: put it there \(KEY_FILE\)"):
        read_keyring(tmp_path / "absent.key")


@pytest.mark.parametrize("mode", [0o444, 0o440, 0o404, 0o640, 0o604, 0o660, 0o410, 0o402, 0o777], ids=oct)
def test_a_key_file_that_others_may_use_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(KeyFileError, match="chmod 0400 it, and rotate the key"):
        read_keyring(key_file(tmp_path, line(), mode))


@pytest.mark.parametrize("mode", [0o400, 0o600], ids=oct)
def test_a_private_key_file_is_read(tmp_path: Path, mode: int) -> None:
    assert read_keyring(key_file(tmp_path, line(), mode)).versions == (1,)


@pytest.mark.parametrize("inside", [False, True], ids=["a folder", "below a file"])
def test_a_path_that_is_no_file_is_refused(tmp_path: Path, inside: bool) -> None:
    path = key_file(tmp_path, line()) / "master.key" if inside else tmp_path / "folder"
    if not inside:
        path.mkdir(mode=0o700)
    with pytest.raises(KeyFileError):
        read_keyring(path)


def test_the_fingerprint_tells_lakes_apart_and_covers_every_version(tmp_path: Path) -> None:
    known = Keyring({1: MASTER}).fingerprint()
    rings = ({1: OTHER}, {2: MASTER}, {1: MASTER, 2: OTHER}, {1: OTHER, 2: MASTER}, {1: MASTER, 2: MASTER})
    assert len({known, *(Keyring(ring).fingerprint() for ring in rings)}) == 1 + len(rings)
    assert Keyring({2: OTHER, 1: MASTER}).fingerprint() == Keyring({1: MASTER, 2: OTHER}).fingerprint()
    path = key_file(tmp_path, line())
    assert read_keyring(path, known).versions == (1,)
    with pytest.raises(KeyFileError, match="is not the master key this lake was made with: put the right file"):
        read_keyring(path, Keyring({1: OTHER}).fingerprint())
    assert MASTER.hex() not in known
    assert known not in MASTER.hex()


def test_a_wrong_newest_key_is_noticed() -> None:
    right, wrong = Keyring({1: MASTER, 2: OTHER}), Keyring({1: MASTER, 2: OTHER[::-1]})
    assert right.fingerprint() != wrong.fingerprint()


def test_a_fresh_master_key_is_private_and_random(tmp_path: Path) -> None:
    paths = [tmp_path / name / "master.key" for name in ("one", "two")]
    assert [write_master_key(path) for path in paths] == [True, True]
    for path in paths:
        assert stat.S_IMODE(path.stat().st_mode) == 0o400
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    one, two = (read_keyring(path) for path in paths)
    assert one.fingerprint() != two.fingerprint()


@pytest.mark.parametrize("text", [line(), ""], ids=["a key", "an empty file"])
def test_a_master_key_is_never_overwritten(tmp_path: Path, text: str) -> None:
    path = key_file(tmp_path, text)
    assert write_master_key(path) is False
    assert path.read_text("ascii") == text


MESSAGES = (b"", b"ada-17", "Zoë".encode(), bytes(range(256)), b"x" * 64, b"y" * 100_000)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: f"{len(message)} bytes")
def test_the_keyed_hash_is_hmac_sha256_cut_to_16_bytes(message: bytes) -> None:
    hashed = KeyedHash(MASTER)
    assert hashed(message) == hmac.new(MASTER, message, hashlib.sha256).digest()[:16]
    assert hashed(message) == hashed(message)


def test_the_keyed_hash_is_that_of_rfc_4231() -> None:
    assert KeyedHash(b"\x0b" * 20)(b"Hi There").hex() == "b0344c61d8db38535ca8afceaf0bf12b"
    assert KeyedHash(b"Jefe")(b"what do ya want for nothing?").hex() == "5bdcc146bf60754e6a042426089575c7"


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("version", [1, 7])
def test_keys_are_derived_by_hkdf_with_purpose_and_version(purpose: Purpose, version: int) -> None:
    info = f"privacy-lakehouse/{purpose.value}/{version}".encode()
    derived = HKDF(SHA256(), 32, salt=None, info=info).derive(OTHER)
    keyring = Keyring({1: OTHER, 7: OTHER})
    assert keyring.keyed_hash(purpose, version)(b"m") == hmac.new(derived, b"m", hashlib.sha256).digest()[:16]
    sealed = keyring.seal(purpose, version).close(b"plain", b"place")
    assert AESGCM(derived).decrypt(sealed[:12], sealed[12:], b"place") == b"plain"


def test_the_derivation_does_not_change_under_the_lakes_that_exist() -> None:
    pseudo = hmac.new(bytes(32), MASTER, hashlib.sha256).digest()
    ref = hmac.new(pseudo, b"privacy-lakehouse/ref/1\x01", hashlib.sha256).digest()
    expected = hmac.new(ref, b"ada-17", hashlib.sha256).hexdigest()[:32]
    assert Keyring({1: MASTER}).keyed_hash(Purpose.REF)(b"ada-17").hex() == expected


@pytest.mark.parametrize(("one", "other"), [*itertools.combinations(Purpose, 2)], ids=lambda purpose: purpose.value)
def test_two_purposes_have_two_keys(keyring: Keyring, one: Purpose, other: Purpose) -> None:
    assert keyring.keyed_hash(one)(b"m") != keyring.keyed_hash(other)(b"m")
    with pytest.raises(Unopenable):
        keyring.seal(other).open(keyring.seal(one).close(b"plain", b"place"), b"place")


def test_new_values_are_made_under_the_newest_version_and_old_ones_stay_readable() -> None:
    old, rotated = Keyring({1: MASTER}), Keyring({1: MASTER, 2: OTHER})
    assert (rotated.newest, rotated.versions) == (2, (1, 2))
    assert rotated.keyed_hash(Purpose.REF)(b"m") == rotated.keyed_hash(Purpose.REF, 2)(b"m")
    assert rotated.keyed_hash(Purpose.REF, 1)(b"m") == old.keyed_hash(Purpose.REF)(b"m")
    assert rotated.keyed_hash(Purpose.REF, 1)(b"m") != rotated.keyed_hash(Purpose.REF, 2)(b"m")
    keys = PersonKeys(b"u" * 16, b"d" * 32)
    assert rotated.unwrap_person(old.wrap_person(keys, SUBJECT), SUBJECT, 1) == keys
    with pytest.raises(Unopenable):
        rotated.unwrap_person(old.wrap_person(keys, SUBJECT), SUBJECT, 2)


def test_the_same_master_key_under_two_versions_gives_two_keys() -> None:
    keyring = Keyring({1: MASTER, 2: MASTER})
    assert keyring.keyed_hash(Purpose.REF, 1)(b"m") != keyring.keyed_hash(Purpose.REF, 2)(b"m")


def test_a_version_that_is_not_in_the_file_is_named(keyring: Keyring) -> None:
    with pytest.raises(KeyFileError, match="no version 3: it is retired, or the file has lost its line"):
        keyring.seal(Purpose.KEK, 3)


@pytest.mark.parametrize("plain", [b"", b"x", "Zoë".encode(), b"y" * 70_000], ids=lambda plain: f"{len(plain)} bytes")
def test_what_is_closed_opens_in_its_place(plain: bytes) -> None:
    seal = Seal(MASTER)
    sealed = seal.close(plain, b"events|file:f00d|0|7")
    assert seal.open(sealed, b"events|file:f00d|0|7") == plain
    assert len(sealed) == NONCE_BYTES + len(plain) + TAG_BYTES


def test_the_same_plain_text_closes_to_other_bytes_each_time() -> None:
    seal = Seal(MASTER)
    assert len({seal.close(b"plain", b"place") for _ in range(100)}) == 100
    assert len({seal.close(b"plain", b"place")[:NONCE_BYTES] for _ in range(100)}) == 100


def flipped(sealed: bytes, place: int) -> bytes:
    changed = bytearray(sealed)
    changed[place] ^= 1
    return bytes(changed)


SEALED = Seal(MASTER).close(b"plain text", b"place")
UNOPENABLE = {
    "another place": (SEALED, b"elsewhere"),
    "no place": (SEALED, b""),
    "a changed nonce": (flipped(SEALED, 0), b"place"),
    "a changed byte": (flipped(SEALED, NONCE_BYTES), b"place"),
    "a changed tag": (flipped(SEALED, -1), b"place"),
    "cut short": (SEALED[:-1], b"place"),
    "a byte more": (SEALED + b"\0", b"place"),
    "the nonce alone": (SEALED[:NONCE_BYTES], b"place"),
    "half a nonce": (SEALED[:5], b"place"),
    "nothing": (b"", b"place"),
}


@pytest.mark.parametrize(("sealed", "place"), UNOPENABLE.values(), ids=UNOPENABLE.keys())
def test_what_was_changed_does_not_open(sealed: bytes, place: bytes) -> None:
    with pytest.raises(Unopenable, match="does not open under this key and position") as refused:
        Seal(MASTER).open(sealed, place)
    assert refused.value.__suppress_context__


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(Unopenable):
        Seal(OTHER).open(SEALED, b"place")


@pytest.mark.parametrize("size", [0, 16, 24, 31, 33])
def test_a_data_key_has_256_bits(size: int) -> None:
    with pytest.raises(KeyFileError, match="restore it from a backup"):
        Seal(bytes(size))


@pytest.mark.parametrize("length", [0, 8, 11, 13, 16])
def test_a_nonce_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="nonce"):
        Seal(MASTER).close(b"plain", b"place", b"n" * length)


def test_a_persons_keys_open_for_that_person_only(keyring: Keyring) -> None:
    keys = PersonKeys.fresh()
    wrapped = keyring.wrap_person(keys, SUBJECT)
    assert len(wrapped) == WRAPPED_PERSON_BYTES
    assert (len(keys.user_key), len(keys.dek)) == (TOKEN_BYTES, KEY_BYTES)
    assert keyring.unwrap_person(wrapped, SUBJECT, 1) == keys
    with pytest.raises(Unopenable):
        keyring.unwrap_person(wrapped, STRANGER, 1)
    with pytest.raises(Unopenable):
        Keyring({1: OTHER}).unwrap_person(wrapped, SUBJECT, 1)


def test_no_two_persons_have_a_key_in_common() -> None:
    made = [PersonKeys.fresh() for _ in range(200)]
    assert len({keys.user_key for keys in made}) == len({keys.dek for keys in made}) == 200


def test_a_days_key_opens_under_its_name_only(keyring: Keyring) -> None:
    wrapped = keyring.fresh_wrapped_key("quarantine|2026-03-01")
    sealed = keyring.unwrap_key(wrapped, "quarantine|2026-03-01", 1).close(b"plain", b"place")
    assert keyring.unwrap_key(wrapped, "quarantine|2026-03-01", 1).open(sealed, b"place") == b"plain"
    with pytest.raises(Unopenable):
        keyring.unwrap_key(wrapped, "quarantine|2026-03-02", 1)


KEY = secrets.token_bytes(32)
COPIERS = {"pickle": pickle.dumps, "cloudpickle": cloudpickle.dumps, "copy": copy.copy, "deepcopy": copy.deepcopy}
HOLDERS: dict[str, Any] = {
    "keyring": Keyring({1: KEY}),
    "keyed hash": KeyedHash(KEY),
    "seal": Seal(KEY),
    "a person's keys": PersonKeys(KEY[:16], KEY),
    "persons of a batch": Persons([KEY[:16]], KeyedHash(KEY), KeyedHash(KEY)),
}
TRAVELLERS = [(story, way) for story in HOLDERS for way in COPIERS if (story, way) != ("persons of a batch", "copy")]


@pytest.mark.parametrize(("story", "way"), TRAVELLERS)
def test_what_holds_a_key_does_not_travel(story: str, way: str) -> None:
    with pytest.raises(TypeError, match=r"pickled|travel wrapped"):
        COPIERS[way](HOLDERS[story])


@pytest.mark.parametrize("holder", HOLDERS.values(), ids=HOLDERS.keys())
def test_what_holds_a_key_does_not_show_it(holder: Any) -> None:
    shown = f"{holder!r} {holder} {holder!a}"
    for secret in (KEY, KEY[:16]):
        assert secret.hex() not in shown
        assert repr(secret)[2:-1] not in shown
        assert str(list(secret)) not in shown


def test_errors_of_an_unusable_key_hold_no_digit_of_it(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError) as refused:
        read_keyring(key_file(tmp_path, line(key=KEY[:31])))
    assert KEY.hex()[:8] not in str(refused.value)
    assert refused.value.__cause__ is None


# --- versions ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def two() -> Keyring:
    return Keyring({1: MASTER}).with_fresh_version()


def test_a_fresh_version_is_the_newest_and_leaves_the_others_as_they_are(two: Keyring) -> None:
    one = Keyring({1: MASTER})
    assert (two.versions, two.newest, two.first) == ((1, 2), 2, 1)
    keys = PersonKeys.fresh()
    assert two.unwrap_person(one.wrap_person(keys, SUBJECT), SUBJECT, 1) == keys
    assert two.unwrap_person(two.wrap_person(keys, SUBJECT), SUBJECT, 2) == keys
    assert two.keyed_hash(Purpose.REF)(b"ada") != one.keyed_hash(Purpose.REF)(b"ada")
    assert two.fingerprint() != one.fingerprint()
    assert two.with_fresh_version().fingerprint() != Keyring({1: MASTER}).with_fresh_version().fingerprint()


@pytest.mark.parametrize("purpose", FOR_LIFE)
def test_keys_for_life_outlive_the_version_they_come_from(two: Keyring, purpose: Purpose) -> None:
    before = two.for_life(purpose)(b"something")
    assert two.without(1).for_life(purpose)(b"something") == before
    assert two.with_fresh_version().without(1).without(2).for_life(purpose)(b"something") == before


@pytest.mark.parametrize("purpose", sorted(set(Purpose) - set(FOR_LIFE)))
def test_every_other_key_goes_with_its_version(two: Keyring, purpose: Purpose) -> None:
    with pytest.raises(KeyFileError, match="no version 1: it is retired"):
        two.without(1).keyed_hash(purpose, 1)
    with pytest.raises(KeyFileError, match="change with the version"):
        two.for_life(purpose)


def test_a_retired_version_opens_nothing(two: Keyring) -> None:
    wrapped = Keyring({1: MASTER}).wrap_person(PersonKeys.fresh(), SUBJECT)
    with pytest.raises(KeyFileError):
        two.without(1).unwrap_person(wrapped, SUBJECT, 1)
    assert two.without(1).versions == (2,)
    assert two.unwrap_person(two.rewrap_person(wrapped, SUBJECT, 1), SUBJECT, 2)


@pytest.mark.parametrize("version", [2, 3, 0])
def test_the_newest_version_and_unknown_ones_cannot_be_retired(two: Keyring, version: int) -> None:
    with pytest.raises(KeyFileError, match=f"version {version} cannot be retired: only one before the newest, 2"):
        two.without(version)


def test_a_file_says_of_a_retired_version_what_is_kept_of_it_and_no_more(tmp_path: Path, two: Keyring) -> None:
    path = key_file(tmp_path, line())
    lay_beside(path, two.without(1))
    settle(path, two.without(1).fingerprint())
    again = read_keyring(path, two.without(1).fingerprint())
    assert (again.versions, again.first) == ((2,), 1)
    assert again.for_life(Purpose.EVENT)(b"x") == two.for_life(Purpose.EVENT)(b"x")
    assert MASTER.hex() not in path.read_text("ascii")
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_what_is_laid_beside_takes_the_place_only_where_the_lake_is_bound_to_it(tmp_path: Path, two: Keyring) -> None:
    path = key_file(tmp_path, line())
    lay_beside(path, two)
    settle(path, read_keyring(path).fingerprint())
    assert read_keyring(path).versions == (1,)
    lay_beside(path, two)  # in place of what an earlier attempt left
    settle(path, two.fingerprint())
    settle(path, two.fingerprint())
    assert read_keyring(path).fingerprint() == two.fingerprint()


def test_the_bytes_of_the_file_that_is_replaced_are_written_over(tmp_path: Path, two: Keyring) -> None:
    path = key_file(tmp_path, line())
    other_name = tmp_path / "the same file"
    other_name.hardlink_to(path)
    lay_beside(path, two)
    settle(path, two.fingerprint())
    assert not other_name.read_bytes().strip()
    assert read_keyring(path).versions == (1, 2)


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path, two: Keyring) -> None:
    path = key_file(tmp_path, line())
    with pytest.raises(KeyFileError, match="cannot be written to: run this as the user who owns"):
        lay_beside(tmp_path / "absent" / path.name, two)


@pytest.mark.parametrize("text", ["1 nothing " + "ab" * 32, "1 event kek " + "ab" * 32, "2 event " + "ab" * 16])
def test_a_damaged_line_of_a_retired_version_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(KeyFileError):
        read_keyring(key_file(tmp_path, line() + text))


def test_a_key_file_that_is_a_link_stays_one(tmp_path: Path, two: Keyring) -> None:
    (tmp_path / "kept").mkdir()
    target = key_file(tmp_path / "kept", line())
    link = tmp_path / "link.key"
    link.symlink_to(target)
    lay_beside(link, two)
    settle(link, two.fingerprint())
    assert link.is_symlink()
    assert read_keyring(target).versions == read_keyring(link).versions == (1, 2)

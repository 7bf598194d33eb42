"""The disguises of a value: every byte form in which a leaked value may stand in a file."""

import base64
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

Form = tuple[str, bytes]

_DIGESTS = ("sha256", "sha1", "md5")
_URLSAFE = bytes.maketrans(b"+/", b"-_")


def forms(value: bytes) -> Iterator[Form]:
    """Yield (encoding name, bytes) for `value`; the same bytes may come under more than one name."""
    yield "utf-8", value
    text = _as_text(value)
    if text is not None:
        yield from _text_forms(text)
    yield from _url_forms(value)
    yield from _hex_forms(value)
    yield from _base64_forms(value)
    yield "reversed", value[::-1]
    yield "python-repr", repr(value)[2:-1].encode()
    for algorithm in _DIGESTS:
        yield from _digest_forms(algorithm, hashlib.new(algorithm, value, usedforsecurity=False).digest())


def _as_text(value: bytes) -> str | None:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return None


def _text_forms(text: str) -> Iterator[Form]:
    yield "utf-16-le", text.encode("utf-16-le")
    yield "utf-16-be", text.encode("utf-16-be")
    yield "utf-8-nfd", unicodedata.normalize("NFD", text).encode()
    yield "utf-8-casefold", text.casefold().encode()
    yield "reversed-text", text[::-1].encode()
    # The JVM keeps strings in Latin-1 where it can, so heap residue and raw spills have this form.
    latin = text.encode("latin-1", errors="ignore")
    if len(latin) == len(text):
        yield "latin-1", latin
    yield from _json_forms(text)


def _json_forms(text: str) -> Iterator[Form]:
    lower = _json_body(text)
    upper = re.sub(r"\\u[0-9a-f]{4}", lambda match: "\\u" + match[0][2:].upper(), lower)
    yield "json", lower.encode()
    yield "json-upper", upper.encode()
    # Delta keeps statistics as a JSON string inside JSON.
    yield "json-in-json", _json_body(lower).encode()
    yield "json-in-json-upper", _json_body(upper).encode()
    plain = json.dumps(text, ensure_ascii=False)[1:-1]
    yield "json-utf-8", plain.encode()
    yield "json-in-json-utf-8", json.dumps(plain, ensure_ascii=False)[1:-1].encode()


def _json_body(text: str) -> str:
    return json.dumps(text)[1:-1]


def _url_forms(value: bytes) -> Iterator[Form]:
    once = quote(value, safe="")
    yield "url", once.encode()
    yield "url-lower", _lower_escapes(once).encode()
    yield "url-plus", quote_plus(value).encode()
    yield "url-plus-lower", _lower_escapes(quote_plus(value)).encode()
    # Partition paths are escaped by Spark and once more by the Delta log.
    yield "url-twice", quote(once, safe="").encode()


def _lower_escapes(escaped: str) -> str:
    return re.sub(r"%[0-9A-F]{2}", lambda match: match[0].lower(), escaped)


def _hex_forms(value: bytes) -> Iterator[Form]:
    yield "hex", value.hex().encode()
    yield "hex-upper", value.hex().upper().encode()
    # `show()` of a binary column prints spaced upper hex.
    yield "hex-spaced", value.hex(" ").encode()
    yield "hex-spaced-upper", value.hex(" ").upper().encode()


def _base64_forms(value: bytes) -> Iterator[Form]:
    for shift in range(3):
        middle = _stable_base64(value, shift)
        yield f"base64-shift-{shift}", middle
        yield f"base64url-shift-{shift}", middle.translate(_URLSAFE)


def _stable_base64(value: bytes, shift: int) -> bytes:
    """The characters that depend on `value` alone when `shift` unknown bytes stand before it and any after it."""
    encoded = base64.b64encode(b"\0" * shift + value)
    first_pure = (0, 2, 3)[shift]
    return encoded[first_pure : (shift + len(value)) * 8 // 6]


def _digest_forms(algorithm: str, digest: bytes) -> Iterator[Form]:
    encoded = base64.b64encode(digest).rstrip(b"=")
    yield f"{algorithm}-raw", digest
    yield f"{algorithm}-hex", digest.hex().encode()
    yield f"{algorithm}-hex-upper", digest.hex().upper().encode()
    yield f"{algorithm}-base64", encoded
    yield f"{algorithm}-base64url", encoded.translate(_URLSAFE)

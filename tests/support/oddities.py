"""Oddities: texts, numbers, instants and bytes at the edges of what JSON, Unicode, calendars and contracts allow."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NAMES = ("ada", "Zoë", "李雷", "דנה", "Łukasz", "maren.ostby@mail.example", "🦉", "o'neill", 'the "boss"', "a\\b")
"""Ordinary, for their owners."""

TEXTS = (
    *("", " ", "\0", "\n", "\r\n", "\u2028", "\u202eada\u202c", "\u200f", "\ufeff", "\ufffe", "\ud7ff\ue000"),
    *("e\u0301", "\u00e9", "\ufb01", "\uff21", "\u0130", "👩\u200d👧", "\U0010ffff", "ada\n", "ada\0"),
    *("got `null`", "of length >= 1", "`$.user_id`", "NULL", "%s%n", "../..", "${jndi:x}", "'; DROP TABLE x; --"),
    *("[" * 40, '"' * 40, "\\" * 9),
)
"""Each may stand in a JSON text."""

TEXTS_AS_WRITTEN = (
    *_words(r'"\ud800" "\udfff" "\ude00\ud83d" "\ud83dx\ude00" "\uD83D\u0041" "\ud83d\ude00" "\u0000" "\u12" "\u12g4"'),
    *_words(r""" "\q" "\'" "\x41" "\/\b\f\n\r\t\"" "a 'a' "a""b" "a\" """),
    *('"\t"', '"\x00"', '"\x1f"', '"\x7f"'),
)
"""With escapes of all kinds, as bytes of JSON; some are none."""

KINDS = _words('null true false 0 1 -1 1.5 "" "1" "true" [] {} ["a"] {"a":1} "null"')

NUMBERS = (
    *_words("-0 -0.0 0.0 1.0 1e0 1E+2 1e-2 0e0 1e00002 2.5E1 5e-324 1e-999 1e999 -1e999 1.7976931348623157e308"),
    *_words("01 -01 00 1. .5 +1 1e 1e+ --1 - 0x10 1_000 12,5 1e1.5 １ NaN Infinity -Infinity"),
    *_words("9007199254740993 9007199254740993.0 9223372036854775807 9223372036854775808 -9223372036854775809"),
    *_words("18446744073709551615 18446744073709551616 0.1000000000000000055511151231257827021181583404541015625"),
    *("1 000", "9" * 30, "9" * 400, "9" * 5_000, "0." + "1" * 800, "1" * 50 + "e-45"),
)

DAYS = (
    *_words("2026-02-28 2026-02-29 2024-02-29 2023-02-29 2000-02-29 1900-02-29 2026-04-31 2026-13-01 2026-00-10"),
    *_words("2026-01-00 2025-12-31 2026-01-01 2000-01-01 1999-12-31 1970-01-01 1969-12-31 0001-01-01 0000-01-01"),
    *_words("9999-12-31 10000-01-01 2026-1-1 26-01-01 20260101 2026-W01-1 2026-001 ２026-01-01 +2026-01-01"),
)
TIMES = (
    *_words("T00:00:00 T23:59:59 T23:59:60 T24:00:00 T12:60:00 t11:00:00 _11:00:00 T11:00 T1:0:0 T110000"),
    *_words("T23:59:59.999999 T23:59:59.9999994 T23:59:59.9999995 T23:59:59.9999999 T11:00:00. T11:00:00,5"),
    *_words("T11:00:00.1234565 T11:00:00.1234575 T11:00:00.000000500000000000000000000001 T11:00:00.5"),
    *(" 11:00:00", "", "T11:00:00." + "0" * 300),
)
OFFSETS = (
    *_words("Z z +00:00 -00:00 +05:30 -08:00 +14:00 -12:00 +23:59 -23:59 +24:00 +05:60 +0530 +05 +5:30 ZZ \u221205:00"),
    *("", " Z", "Z ", " UTC", "[Europe/Oslo]", "Z\n"),
)

UNKNOWN_KEYS = (
    *("extra", "User_id", "user_id ", "user-id", "us\u0435r_id", "user_id\0", "a.b", "__proto__"),
    *("", '"', "\\"),
)
UNKNOWN_VALUES = (
    *(*KINDS, *NUMBERS, *TEXTS_AS_WRITTEN),
    *("[1,]", "[,]", "[1 2]", "[1}", '{"a":1,}', '{"a"}', "{1:2}", "{,}", "tru", "nul", "True", "1/**/"),
    *('{"a":1,"a":1}', r'{"a":{"b":1,"\u0062":2}}', '[{"a":1},{"a":1}]', '{"":{"":{}}}', '{"user_id":"eve"}'),
    *('{":":1,":":2}', r'{"\\":1,"\\\\":2}', r'{"\":":1,"\"":":"}', r'["\":","\\\":"]'),
)
"""Some repeat a key, some only seem to, some are no JSON."""

SPOILT_KEYS = _words(r"""user_id "user_id 'user_id' 1 null "\ud800" "\u00" "\x01" """)

HEADS = (b" ", b"\n\n", b"\0", b",", b"[", b"{", b'"', b"\x1e", b")]}',\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\0\0\0\0\7")
TAILS = (b" ", b"\n\t", b"\0", b",", b"}", b"]", b"x", b"{}", b" null", b"//", b"\\", b"\xef\xbb\xbf", b"\xc2\xa0")
WHOLES = (b"", b" ", b"\xff", *b'null true 17 - "ada" " [] [ { {} } NaN [{}]'.split())
"""All there is of a payload."""

PIECES = (
    *rb'" \ { } [ ] : , null \ud800 \u0000'.split(),
    *(b"\0", b"\n", b"\x7f", b"\xff", b"\xc3", b"\xc3\xa9", b"\xef\xbf\xbe", b"\xe2\x80\xae"),
    *(
        b"\xc0\xaf",
        b"\xe0\x80\xaf",
        b"\xf4\x90\x80\x80",
        b"\xf8\x88\x80\x80",
        b"\xed\xa0\xbd",
        b"\xed\xa0\xbd\xed\xb8\x80",
    ),
)
"""Bytes that mean something to a parser, and what is no UTF-8: overlong, beyond all code points, halves of pairs."""

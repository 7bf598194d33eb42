"""The leak scanner finds a planted value in every encoding and container, and nothing where nothing was planted."""

import base64
import bz2
import gzip
import hashlib
import io
import json
import lzma
import os
import struct
import traceback
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import lz4.block  # type: ignore[import-untyped]
import lz4.frame  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
import snappy  # type: ignore[import-untyped]
import zstandard

from governance.survey.containers import BLOCK
from governance.survey.needles import Among
from tests.support.canary import (
    Canary,
    Finding,
    Gap,
    Matcher,
    Needle,
    ScanError,
    master_key,
    needles,
    person_canaries,
    scan,
    survey,
)

NAME = 'Zoë "Łu" Ødegård-陳😀'
TEXT = Canary("person.name", NAME.encode())
MAIL = Canary("person.email", b"qkzvwxyjta.7@canary.example")
KEY = Canary("master-key", bytes(range(131, 163)))
HARMLESS = b'{"event":"click","user":"8f14e45fceea167a","at":"2024-05-01T10:00:00Z"}\n' * 50


def upper_escapes(text: str) -> str:
    return "".join(f"\\u{unit:04X}" if unit > 127 else chr(unit) for unit in utf16_units(text)).replace('"', '\\"')


def utf16_units(text: str) -> Iterator[int]:
    raw = text.encode("utf-16-be")
    return (int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2))


def digest_spellings(algorithm: str) -> dict[str, Callable[[bytes], bytes]]:
    def digest(value: bytes) -> bytes:
        return hashlib.new(algorithm, value).digest()

    return {
        f"{algorithm} as raw bytes": digest,
        f"{algorithm} as hex": lambda value: digest(value).hex().encode(),
        f"{algorithm} as upper hex": lambda value: digest(value).hex().upper().encode(),
        f"{algorithm} as base64": lambda value: base64.b64encode(digest(value)),
        f"{algorithm} as urlsafe base64": lambda value: base64.urlsafe_b64encode(digest(value)),
    }


# What a careless writer would do to a value, written without the scanner's own code.
SPELLINGS: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda value: value,
    "as UTF-16 little endian": lambda value: value.decode().encode("utf-16-le"),
    "as UTF-16 big endian": lambda value: value.decode().encode("utf-16-be"),
    "escaped in JSON": lambda value: json.dumps(value.decode()).encode(),
    "escaped in JSON with upper hex": lambda value: upper_escapes(value.decode()).encode(),
    "escaped in JSON inside JSON": lambda value: json.dumps(json.dumps(value.decode())).encode(),
    "escaped in JSON inside JSON with upper hex": lambda value: json.dumps(upper_escapes(value.decode())).encode(),
    "quoted in JSON as UTF-8": lambda value: json.dumps(value.decode(), ensure_ascii=False).encode(),
    "URL-encoded": lambda value: quote(value, safe="").encode(),
    "URL-encoded in lower case": lambda value: "".join(
        chr(b) if chr(b).isascii() and (chr(b).isalnum() or chr(b) in "-._~") else f"%{b:02x}" for b in value
    ).encode(),
    "URL-encoded as a form field": lambda value: quote_plus(value).encode(),
    "URL-encoded twice": lambda value: quote(quote(value, safe=""), safe="").encode(),
    "as hex": lambda value: value.hex().encode(),
    "as upper hex": lambda value: value.hex().upper().encode(),
    "as a binary column is shown": lambda value: ("[" + " ".join(f"{b:02X}" for b in value) + "]").encode(),
    "as base64": base64.b64encode,
    "as base64 one byte in": lambda value: base64.b64encode(b"x" + value + b"yy"),
    "as base64 two bytes in": lambda value: base64.b64encode(b"xx" + value + b"y"),
    "as urlsafe base64": base64.urlsafe_b64encode,
    "as urlsafe base64 one byte in": lambda value: base64.urlsafe_b64encode(b"x" + value + b"y"),
    "as urlsafe base64 two bytes in": lambda value: base64.urlsafe_b64encode(b"xx" + value + b"yy"),
    "backwards by byte": lambda value: value[::-1],
    "backwards by character": lambda value: value.decode()[::-1].encode(),
    "as Python prints bytes": lambda value: repr(value).encode(),
    "its first 8 bytes": lambda value: value[:8],
    **digest_spellings("sha256"),
    **digest_spellings("sha1"),
    **digest_spellings("md5"),
}
TEXT_ONLY = ("UTF-16", "JSON", "character")


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_finds_a_name_written(spelling: Callable[[bytes], bytes], tmp_path: Path) -> None:
    for padding in range(4):  # the look-up is aligned, a leak is not
        (tmp_path / "app.log").write_bytes(HARMLESS + b"-" * padding + spelling(TEXT.value) + HARMLESS)
        assert {finding.canary for finding in scan([tmp_path], [TEXT, MAIL, KEY])} == {TEXT.name}


@pytest.mark.parametrize(
    "spelling",
    [pytest.param(spell, id=story) for story, spell in SPELLINGS.items() if not any(t in story for t in TEXT_ONLY)],
)
def test_finds_a_binary_key_written(spelling: Callable[[bytes], bytes], tmp_path: Path) -> None:
    (tmp_path / "heap").write_bytes(b"\0" * 13 + spelling(KEY.value) + b"\0" * 13)
    assert {finding.canary for finding in scan([tmp_path], [TEXT, MAIL, KEY])} == {KEY.name}


# --- containers -----------------------------------------------------------------------------------------------------


def lz4_java(data: bytes) -> bytes:
    def block(token: int, body: bytes, size: int) -> bytes:
        return struct.pack("<8sBIII", b"LZ4Block", token, len(body), size, 0) + body

    half = len(data) // 2
    packed = lz4.block.compress(data[:half], store_size=False)
    return block(0x26, packed, half) + block(0x16, data[half:], len(data) - half) + block(0x16, b"", 0)


def xerial(data: bytes) -> bytes:
    header = b"\x82SNAPPY\0" + struct.pack(">II", 1, 1)
    half = len(data) // 2
    blocks = [snappy.compress(part) for part in (data[:half], data[half:])]
    return b"".join(header + struct.pack(">I", len(block)) + block for block in blocks)


def hadoop_snappy(data: bytes) -> bytes:
    half = len(data) // 2
    blocks = [snappy.compress(part) for part in (data[:half], data[half:])]
    chunks = b"".join(struct.pack(">I", len(block)) + block for block in blocks)
    return struct.pack(">I", len(data)) + chunks


def framed_snappy(data: bytes) -> bytes:
    return bytes(snappy.StreamCompressor().compress(data))


def zipped(data: bytes, name: str = "member.log") -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("first.txt", HARMLESS)
        archive.writestr(name, data)
    return sink.getvalue()


def kafka_batch(records: bytes, codec: int) -> bytes:
    tail = struct.pack(">hiqqqhii", codec, 0, 0, 0, -1, -1, -1, 1) + records
    return struct.pack(">qiibI", 0, 9 + len(tail), 0, 2, 0) + tail


def segment(pack: Callable[[bytes], bytes], codec: int) -> Callable[[bytes], bytes]:
    return lambda data: kafka_batch(HARMLESS, 0) + kafka_batch(pack(data), codec) + kafka_batch(HARMLESS, 0)


def parquet(compression: str, **options: object) -> Callable[[bytes], bytes]:
    return lambda data: parquet_of(pa.table({"email": [data.decode()] * 3}), compression=compression, **options)


def parquet_of(table: pa.Table, **options: object) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, **options)
    return sink.getvalue()


def zstd_stream(data: bytes) -> bytes:
    packer = zstandard.ZstdCompressor().compressobj()  # writes no content size, as Kafka and Spark do
    return packer.compress(data) + packer.flush()


SEGMENT = "events-0/00000000000000000000.log"
BARE = {"write_statistics": False, "store_schema": False}
# story -> (file name, wrapping, where the finding is reported)
CONTAINERS: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "a plain log": ("app.log", bytes, "raw"),
    "a Postgres heap page": (
        "base/5/16384",
        lambda data: b"\0" * 8192 + data + b"\0" * 100,
        "raw",
    ),
    "a gzip file": ("app.log.gz", gzip.compress, "gzip"),
    "the second member of a gzip file": (
        "a.gz",
        lambda d: gzip.compress(HARMLESS) + gzip.compress(d),
        "gzip",
    ),
    "a zstd file": ("part.zst", zstandard.ZstdCompressor().compress, "zstd"),
    "a zstd stream of two frames": (
        "shuffle.data",
        lambda d: zstd_stream(HARMLESS) + zstd_stream(d),
        "zstd",
    ),
    "an lz4 frame": ("part.lz4", lz4.frame.compress, "lz4"),
    "two lz4 frames": (
        "part.lz4",
        lambda d: lz4.frame.compress(HARMLESS) + lz4.frame.compress(d),
        "lz4",
    ),
    "a Spark lz4 block stream": ("shuffle_0_0_0.data", lz4_java, "lz4-block"),
    "a bzip2 file": ("part.bz2", bz2.compress, "bzip2"),
    "an xz file": ("part.xz", lzma.compress, "xz"),
    "a framed snappy file": ("part.sz", framed_snappy, "snappy-framed"),
    "a raw snappy file": ("part.snappy", snappy.compress, "snappy"),
    "a Hadoop snappy file": ("part-0.json.snappy", hadoop_snappy, "snappy"),
    "a Spark snappy stream": ("shuffle.data", xerial, "snappy-xerial"),
    "a zip": ("dump.zip", zipped, "zip[1]"),
    "a zip in a zip": ("dump.zip", lambda d: zipped(zipped(d)), "zip[1]/zip[1]"),
    "a gzip in a zip": ("dump.zip", lambda d: zipped(gzip.compress(d)), "zip[1]/gzip"),
    "a parquet in a gzip": (
        "x.gz",
        lambda d: gzip.compress(parquet("zstd")(d)),
        "gzip/parquet column email",
    ),
    "a raw snappy in a zip": (
        "x.zip",
        lambda d: zipped(snappy.compress(d), "p.snappy"),
        "zip[1]/snappy",
    ),
    "a segment in a gzip": (
        f"{SEGMENT}.gz",
        lambda d: gzip.compress(segment(gzip.compress, 1)(d)),
        "gzip/kafka batches",
    ),
    "plain parquet": ("a.parquet", parquet("none", **BARE), "parquet column email"),
    "gzip parquet": ("a.parquet", parquet("gzip", **BARE), "parquet column email"),
    "snappy parquet": (
        "a.snappy.parquet",
        parquet("snappy", **BARE),
        "parquet column email",
    ),
    "zstd parquet": ("a.zstd.parquet", parquet("zstd", **BARE), "parquet column email"),
    "lz4 parquet": ("a.parquet", parquet("lz4", **BARE), "parquet column email"),
    "parquet without its extension": (
        "part-0",
        parquet("zstd", **BARE),
        "parquet column email",
    ),
    "parquet without a dictionary": (
        "a.parquet",
        parquet("zstd", use_dictionary=False),
        "parquet column email",
    ),
    "a Delta checkpoint": (
        "_delta_log/0010.checkpoint.parquet",
        parquet("snappy"),
        "parquet column email",
    ),
    "a plain Kafka segment": (SEGMENT, segment(bytes, 0), "raw"),
    "a gzip Kafka segment": (SEGMENT, segment(gzip.compress, 1), "kafka batches"),
    "a Java snappy Kafka segment": (SEGMENT, segment(xerial, 2), "kafka batches"),
    "a librdkafka snappy Kafka segment": (
        SEGMENT,
        segment(snappy.compress, 2),
        "kafka batches",
    ),
    "an lz4 Kafka segment": (SEGMENT, segment(lz4.frame.compress, 3), "kafka batches"),
    "a zstd Kafka segment": (SEGMENT, segment(zstd_stream, 4), "kafka batches"),
    "a deleted Kafka segment": (
        f"{SEGMENT}.deleted",
        segment(gzip.compress, 1),
        "kafka batches",
    ),
}
CASES = [pytest.param(*case, id=story) for story, case in CONTAINERS.items()]


def place(root: Path, name: str, content: bytes) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.mark.parametrize(("name", "wrap", "container"), CASES)
def test_finds_an_email_in(name: str, wrap: Callable[[bytes], bytes], container: str, tmp_path: Path) -> None:
    place(tmp_path, name, wrap(HARMLESS + MAIL.value + HARMLESS))
    seen = survey([tmp_path], [MAIL, TEXT, KEY])
    assert Finding(str(tmp_path / name), container, MAIL.name, "utf-8") in seen.findings
    assert {finding.canary for finding in seen.findings} == {MAIL.name}
    assert not seen.gaps


@pytest.mark.parametrize(("name", "wrap", "container"), CASES)
def test_finds_nothing_in_a_clean(name: str, wrap: Callable[[bytes], bytes], container: str, tmp_path: Path) -> None:
    place(tmp_path, name, wrap(HARMLESS * 2))
    seen = survey([tmp_path], [MAIL, TEXT, KEY])
    assert (seen.findings, seen.gaps, seen.files) == ((), (), 1)


def delta_stats(value: str) -> bytes:
    inner = "".join(f"\\u{ord(letter):04x}" for letter in value)  # an escaping that no needle foresees
    return json.dumps(
        {
            "add": {
                "path": "a.parquet",
                "stats": f'{{"maxValues":{{"email":"{inner}"}}}}',
            }
        }
    ).encode()


def test_finds_a_statistic_in_a_delta_commit_whatever_its_escapes(
    tmp_path: Path,
) -> None:
    place(
        tmp_path,
        "t/_delta_log/00000000000000000003.json",
        b'{"commitInfo":{}}\n' + delta_stats(MAIL.value.decode()),
    )
    assert [(finding.container, finding.encoding) for finding in scan([tmp_path], [MAIL])] == [
        ("delta-log", "utf-8"),
        ("delta-log", "prefix"),
    ]
    place(tmp_path, "t/_delta_log/00000000000000000003.json", delta_stats("nobody"))
    assert not scan([tmp_path], [MAIL])


PARQUET_VALUES = {
    "a string": pa.array(["a", MAIL.value.decode()]),
    "a large string": pa.array(["a", MAIL.value.decode()], pa.large_string()),
    "a binary": pa.array([b"a", MAIL.value]),
    "a fixed-size binary": pa.array([MAIL.value], pa.binary(len(MAIL.value))),
    "a dictionary": pa.array(["a", MAIL.value.decode()]).dictionary_encode(),
    "a struct in a struct": pa.array([{"user": {"contact": MAIL.value.decode()}}]),
    "a list of structs": pa.array([[{"user": "a"}], [{"user": MAIL.value.decode()}]]),
    "a map value": pa.array([[("k", MAIL.value.decode())]], pa.map_(pa.string(), pa.string())),
    "a map key": pa.array([[(MAIL.value.decode(), 1)]], pa.map_(pa.string(), pa.int32())),
    "a dictionary in a list": pa.array([[MAIL.value.decode()]], pa.list_(pa.dictionary(pa.int32(), pa.string()))),
}


@pytest.mark.parametrize("encoding", ["DELTA_BYTE_ARRAY", "PLAIN"])
def test_finds_values_that_parquet_stores_as_shared_prefixes(encoding: str, tmp_path: Path) -> None:
    table = pa.table({"email": ["qkzvwxyjta.6@canary.example", MAIL.value.decode()]})
    options = {
        "use_dictionary": False,
        "column_encoding": {"email": encoding},
        "data_page_version": "2.0",
    }
    place(tmp_path, "a.parquet", parquet_of(table, compression="none", **BARE, **options))
    found = {finding.container for finding in scan([tmp_path], [MAIL]) if finding.encoding == "utf-8"}
    assert found == {"parquet column email"} | ({"raw"} if encoding == "PLAIN" else set())


@pytest.mark.parametrize("values", PARQUET_VALUES.values(), ids=PARQUET_VALUES.keys())
@pytest.mark.parametrize("compression", ["none", "snappy", "gzip", "zstd"])
def test_finds_in_parquet(values: pa.Array, compression: str, tmp_path: Path) -> None:
    table = pa.table({"n": range(len(values)), "v": values})
    place(
        tmp_path,
        "a.parquet",
        parquet_of(table, compression=compression, write_statistics=False),
    )
    assert Finding(str(tmp_path / "a.parquet"), "parquet column v", MAIL.name, "utf-8") in scan([tmp_path], [MAIL])


def test_finds_in_the_last_row_group_of_many(tmp_path: Path) -> None:
    values = [f"user-{number}" for number in range(50_000)] + [MAIL.value.decode()]
    place(
        tmp_path,
        "a.parquet",
        parquet_of(pa.table({"v": values}), row_group_size=20_000, **BARE),
    )
    assert {finding.container for finding in scan([tmp_path], [MAIL])} >= {"parquet column v"}


def test_finds_parquet_statistics_and_metadata_in_the_footer(tmp_path: Path) -> None:
    counted = pa.table({"v": [MAIL.value.decode()]})
    place(tmp_path, "statistics.parquet", parquet_of(counted))
    place(
        tmp_path,
        "metadata.parquet",
        parquet_of(pa.table({"v": [1]}).replace_schema_metadata({"by": MAIL.value})),
    )
    footers = [finding.path for finding in scan([tmp_path], [MAIL]) if finding.container == "parquet footer"]
    assert {Path(path).name for path in footers} == {
        "statistics.parquet",
        "metadata.parquet",
    }


# --- boundaries -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "offset",
    [*range(-30, 4), BLOCK, BLOCK + 1],
    ids=lambda offset: f"{offset} bytes from it",
)
def test_finds_across_the_end_of_a_read_block(offset: int) -> None:
    matcher = Matcher([Needle(MAIL.name, "utf-8", MAIL.value), Needle(KEY.name, "utf-8", KEY.value)])
    content = bytearray(2 * BLOCK + 100)
    content[BLOCK + offset : BLOCK + offset + len(MAIL.value)] = MAIL.value
    blocks = [bytes(content[at : at + BLOCK]) for at in range(0, len(content), BLOCK)]
    assert [needle.canary for needle in matcher.find(blocks)] == [MAIL.name]


@pytest.mark.parametrize("size", range(7, 16))
def test_finds_the_shortest_patterns_anywhere_in_small_windows(size: int) -> None:
    pattern = MAIL.value[:size]
    matcher = Matcher([Needle("short", "utf-8", pattern)])
    for before in range(9):
        for after in range(6):
            assert matcher.find([b"_" * before + pattern + b"_" * after])
            assert not matcher.find([b"_" * before + pattern[:-1] + b"_" * after])


def test_finds_a_value_that_arrives_byte_by_byte() -> None:
    matcher = Matcher(needles(TEXT))
    pieces = [bytes([byte]) for byte in b"ab" + TEXT.value]
    assert "utf-8" in {needle.encoding for needle in matcher.find(pieces)}


@pytest.mark.parametrize("name", ["big.log", "big.log.gz", "big.zst"])
def test_finds_at_both_ends_of_a_file_larger_than_a_block(name: str, tmp_path: Path) -> None:
    filler = os.urandom(BLOCK // 2) + bytes(BLOCK)
    content = MAIL.value + filler + filler + KEY.value
    pack: dict[str, Callable[[bytes], bytes]] = {
        ".gz": gzip.compress,
        ".zst": zstandard.ZstdCompressor().compress,
    }
    place(tmp_path, name, pack.get(Path(name).suffix, bytes)(content))
    assert {finding.canary for finding in scan([tmp_path], [MAIL, KEY])} == {
        MAIL.name,
        KEY.name,
    }


def test_agrees_with_a_plain_search_on_random_text() -> None:
    alphabet, random = b"abc", iter(os.urandom(40_000))
    text = bytes(alphabet[byte % 3] for byte in random)
    sought = [text[at * 37 : at * 37 + 8 + at % 9] for at in range(200)] + [
        bytes(b"abc"[b % 3] for b in os.urandom(12))
    ]
    patterns = list(dict.fromkeys(sought))
    matcher = Matcher([Needle(str(number), "utf-8", pattern) for number, pattern in enumerate(patterns)])
    assert {needle.pattern for needle in matcher.find([text])} == {p for p in patterns if p in text}


# --- names, folders, files that go ------------------------------------------------------------------------------------


def test_finds_a_value_in_a_path_and_does_not_print_it(tmp_path: Path) -> None:
    folder = f"email={MAIL.value.decode()}"
    place(tmp_path, f"{folder}/part.log", HARMLESS + KEY.value)
    found = scan([tmp_path], [MAIL, KEY])
    leaking = str(tmp_path / "<person.email>")
    assert Finding(leaking, "name", MAIL.name, "utf-8") in found
    assert Finding(f"{leaking}/part.log", "raw", KEY.name, "utf-8") in found
    assert MAIL.value.decode() not in str(found)
    assert MAIL.value.decode()[:8] not in str(found)


def test_does_not_print_a_value_that_is_a_column_name(tmp_path: Path) -> None:
    place(tmp_path, "a.parquet", parquet_of(pa.table({MAIL.value.decode(): [KEY.value]})))
    found = scan([tmp_path], [MAIL, KEY])
    assert {finding.canary for finding in found} == {MAIL.name, KEY.name}
    assert MAIL.value.decode()[:8] not in str(found)


def test_no_noun_shows_its_value() -> None:
    person, key = person_canaries(1)[0], master_key()
    shown = repr((person, person.canaries, key, key.canary, needles(key.canary)))
    assert person.email not in shown
    assert person.phone not in shown
    assert key.hex not in shown
    with pytest.raises(ValueError, match="short") as raised:
        Canary("too-short", b"q7x")
    assert "q7x" not in str(raised.value)


def vanish_at_open(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really_open = Path.open

    def opened(file: Path, *rest: object) -> object:
        if file == path:
            path.unlink(missing_ok=True)
        return really_open(file, *rest)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", opened)


def test_skips_a_file_that_vanished_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place(tmp_path, "a.tmp", MAIL.value)
    place(tmp_path, "b.log", MAIL.value)
    vanish_at_open(tmp_path / "a.tmp", monkeypatch)
    seen = survey([tmp_path], [MAIL])
    assert {finding.path for finding in seen.findings} == {str(tmp_path / "b.log")}
    assert seen.files == 1


@pytest.mark.parametrize(
    "error",
    [PermissionError, FileNotFoundError],
    ids=["no right to read", "there after all"],
)
def test_raises_for_a_file_that_exists_and_cannot_be_read(
    error: type[OSError], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(tmp_path, f"{MAIL.value.decode()}.log", HARMLESS)

    def refuse(file: Path, *rest: object) -> object:
        raise error(13, "refused", str(file))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", refuse)
        with pytest.raises(ScanError) as raised:
            scan([tmp_path], [MAIL])
    assert raised.value.code == "unreadable"
    assert MAIL.value.decode()[:8] not in "".join(traceback.format_exception(raised.value))


def test_raises_for_a_root_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(ScanError, match="no-such-root"):
        scan([tmp_path / "nowhere"], [MAIL])


def test_raises_when_there_is_nothing_to_look_for(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no canaries"):
        scan([tmp_path], [])


def test_leaves_out_what_is_excluded_and_nothing_else(tmp_path: Path) -> None:
    for name in ("keys/kek", "keys-old/kek", "truth.csv", "data/a.log"):
        place(tmp_path, name, KEY.value)
    found = scan([tmp_path], [KEY], exclude=[tmp_path / "keys", tmp_path / "truth.csv"])
    assert [finding.path for finding in found if finding.encoding == "utf-8"] == [
        str(tmp_path / "data/a.log"),
        str(tmp_path / "keys-old/kek"),
    ]


def test_reports_in_one_order_and_once_for_overlapping_roots(tmp_path: Path) -> None:
    for name in ("b/z.log", "a.log", "b/a.gz"):
        place(
            tmp_path,
            name,
            gzip.compress(MAIL.value) if name.endswith("gz") else MAIL.value,
        )
    once = scan([tmp_path], [MAIL])
    assert once == scan([tmp_path / "b", tmp_path, tmp_path], [MAIL])
    assert [Path(finding.path).name for finding in once if finding.encoding == "utf-8"] == ["a.log", "a.gz", "z.log"]


def test_passes_by_pipes_and_does_not_follow_links(tmp_path: Path) -> None:
    place(tmp_path, "outside/a.log", MAIL.value)
    (tmp_path / "root").mkdir()
    os.mkfifo(tmp_path / "root/pipe")
    (tmp_path / "root/link").symlink_to(tmp_path / "outside")
    assert survey([tmp_path / "root"], [MAIL]).files == 0


# --- what could not be opened is said -------------------------------------------------------------------------------

LONG = HARMLESS + MAIL.value + os.urandom(300_000)
TORN = {
    "a torn parquet": (
        "a.parquet",
        parquet_of(pa.table({"v": [b"x" * 99]}))[:-20],
        "parquet",
        "no-footer",
    ),
    "a torn zip": ("a.zip", zipped(HARMLESS)[:-30], "zip", "no-directory"),
    "an encrypted parquet": (
        "a.parquet",
        b"PARE" + bytes(99),
        "encrypted-parquet",
        "unsupported",
    ),
    "a RocksDB table": ("000012.sst", bytes(99), "rocksdb-sst", "unsupported"),
    "an avro file": ("a.avro", b"Obj\x01" + bytes(99), "avro", "unsupported"),
    "a corrupt gzip": ("a.gz", b"\x1f\x8b\x08" + b"\xff" * 99, "gzip", "corrupt"),
    "a corrupt Spark snappy": (
        "a",
        b"\x82SNAPPY\0" + b"\0\0\0\1" * 2 + b"\0\0\0\4zzzz",
        "snappy-xerial",
        "corrupt",
    ),
    "a half-written Kafka batch": (
        SEGMENT,
        kafka_batch(gzip.compress(LONG), 1)[:-9],
        "kafka batches",
        "truncated",
    ),
    "a Kafka batch of old format": (
        SEGMENT,
        bytes(11) + b"\x50" + bytes(99),
        "kafka batches",
        "not-a-v2-batch",
    ),
    "a half-written Delta commit": (
        "_delta_log/0.json",
        b'{"add":{"pa',
        "delta-log",
        "not-json",
    ),
}


@pytest.mark.parametrize(("name", "content", "container", "reason"), TORN.values(), ids=TORN.keys())
def test_names_as_a_gap(name: str, content: bytes, container: str, reason: str, tmp_path: Path) -> None:
    place(tmp_path, name, content)
    assert survey([tmp_path], [MAIL]).gaps == (Gap(str(tmp_path / name), container, reason),)


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.gz", gzip.compress),
        ("a.zst", zstandard.ZstdCompressor().compress),
        ("a", xerial),
        ("a", lz4_java),
    ],
    ids=["gzip", "zstd", "Spark snappy", "Spark lz4"],
)
def test_searches_a_torn_stream_up_to_the_tear(name: str, pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    place(tmp_path, name, pack(LONG)[:-40_000])
    seen = survey([tmp_path], [MAIL])
    assert MAIL.name in {finding.canary for finding in seen.findings}
    assert [gap.reason for gap in seen.gaps] == ["truncated"]


def test_says_when_it_stops_at_the_depth_bound(tmp_path: Path) -> None:
    content = MAIL.value
    for _ in range(6):
        content = zipped(content)
    place(tmp_path, "matryoshka.zip", content)
    assert [gap.reason for gap in survey([tmp_path], [MAIL]).gaps] == ["nested-too-deep"]


# --- the canaries themselves ----------------------------------------------------------------------------------------


def test_persons_are_unique_and_the_same_for_the_same_seed() -> None:
    persons = person_canaries(200)
    values = [canary.value for person in persons for canary in person.canaries]
    assert len(set(values)) == len(values) == 200 * 7
    assert persons == person_canaries(200)
    assert persons != person_canaries(200, seed="other")
    assert not any(person.full_name.isascii() for person in persons)


def test_every_value_of_a_person_and_every_spelling_of_the_key_is_found(
    tmp_path: Path,
) -> None:
    person, key = person_canaries(3)[1], master_key()
    canaries = [canary for each in person_canaries(3) for canary in each.canaries] + [key.canary]
    planted = [
        person.email,
        person.phone,
        person.full_name,
        person.ipv4,
        person.ipv6,
        key.hex,
        key.base64,
    ]
    for number, value in enumerate(planted):
        place(tmp_path, f"{number}.log", HARMLESS + value.encode())
    place(tmp_path, "raw.key", key.raw)
    found = scan([tmp_path], canaries)
    assert {Path(finding.path).name for finding in found} == {
        *(f"{n}.log" for n in range(len(planted))),
        "raw.key",
    }
    assert {finding.canary.partition(".")[0] for finding in found} == {
        "person-001",
        "master-key",
    }


def test_a_hadoop_checksum_in_a_delta_log_is_no_gap(tmp_path: Path) -> None:
    place(tmp_path, "_delta_log/.00000000000000000003.json.crc", b"crc\0" + os.urandom(16))
    assert not survey([tmp_path], [MAIL]).gaps


def test_a_network_or_a_dialling_area_is_not_a_leak(tmp_path: Path) -> None:
    person = person_canaries(1)[0]
    network = person.ipv4.rpartition(".")[0] + ".0/24 " + ":".join(person.ipv6.split(":")[:4]) + "::/64"
    place(tmp_path, "gold.csv", network.encode() + person.phone[:8].encode())
    assert not scan([tmp_path], person.canaries)


def test_a_prefix_that_two_canaries_share_is_not_searched() -> None:
    one, two = Canary("one", b"customer-qkzv"), Canary("two", b"customer-wxyj")
    assert "prefix" not in {needle.encoding for needle in needles(one, Among([one, two]))}
    assert "prefix" in {needle.encoding for needle in needles(one, Among([one, MAIL]))}


def test_a_generic_prefix_is_not_searched() -> None:
    assert "prefix" not in {needle.encoding for needle in needles(Canary("ip", b"10.11.12.13", generic_prefix=True))}


def test_every_needle_is_long_enough_not_to_be_found_by_chance() -> None:
    for canary in (
        *person_canaries(1)[0].canaries,
        TEXT,
        KEY,
        Canary("short", b"\x00qkzvwxy"),
    ):
        assert min(len(needle.pattern) for needle in needles(canary)) >= 8

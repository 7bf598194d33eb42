"""The wrappings of a file: every layer of decoded bytes inside it, from raw bytes to parquet columns and Kafka batches.

A layer's pieces never raise for bad content: what cannot be opened comes back as a `Blind` with a reason code, because
the error text of a decoder may quote the data. Errors of the disk (OSError of the file itself) do propagate.
"""

import bz2
import json
import lzma
import re
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain
from typing import IO, Protocol

import lz4.frame  # type: ignore[import-untyped]
import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

BLOCK = 4 << 20
MAX_DEPTH = 4
_STEP = 64 << 10
_HEAD = 64
_SPOOL = 64 << 20
_KAFKA_HEADER = 61
_KAFKA_LIMIT = 256 << 20
_ROWS = 16 << 10


@dataclass(frozen=True)
class Layer:
    """Decoded bytes under a label such as `gzip/parquet column email`; consume before asking for the next layer."""

    container: str
    pieces: Iterable[bytes] = field(repr=False)


@dataclass(frozen=True)
class Blind:
    """A wrapping that could not be opened to its end; its raw bytes were a layer all the same."""

    container: str
    reason: str


class _Broken(Exception):
    """The decoder cannot go on; carries a reason code, never data."""


@dataclass(frozen=True)
class _Wrapped:
    """A seekable file, its name (for formats without magic) and the label of the wrappings around it."""

    file: IO[bytes]
    name: str
    label: str
    depth: int

    def inner(self, kind: str) -> str:
        return f"{self.label}/{kind}" if self.label else kind


Found = Iterator[Layer | Blind]


def layers(file: IO[bytes], name: str, label: str = "", depth: int = 0) -> Found:
    """Yield the raw bytes of a seekable `file`, then what is inside; `name`, its path, is in no label."""
    yield Layer(label or "raw", _blocks(file))
    file.seek(0)
    kind = _kind(file.read(_HEAD), name)
    if kind is None:
        return
    wrapped = _Wrapped(file, name, label, depth)
    if depth >= MAX_DEPTH:
        yield Blind(wrapped.inner(kind), "nested-too-deep")
        return
    file.seek(0)
    opener = _OPENERS.get(kind)
    yield from opener(wrapped) if opener else _open_stream(wrapped, kind)


# --- what is it ---------------------------------------------------------------------------------------------------

_MAGIC = (
    (b"\x1f\x8b\x08", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"LZ4Block", "lz4-block"),
    (b"\xff\x06\x00\x00sNaPpY", "snappy-framed"),
    (b"\x82SNAPPY\x00", "snappy-xerial"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"PK\x03\x04", "zip"),
    (b"PAR1", "parquet"),
    (b"PARE", "encrypted-parquet"),
    (b"ORC", "orc"),
    (b"Obj\x01", "avro"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
)
_KAFKA_SEGMENT = re.compile(r"(^|/)\d{20}\.log(\.(deleted|cleaned|swap))?$")
# Not Hadoop's own binary checksums, which start with a dot.
_DELTA_LOG = re.compile(r"(^|/)_delta_log/(.*/)?[^./][^/]*\.(json|crc)$")


def _kind(head: bytes, name: str) -> str | None:
    if not head:
        return None
    if _KAFKA_SEGMENT.search(name):
        return "kafka"
    if _DELTA_LOG.search(name):
        return "delta-log"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    return {"parquet": "parquet", "snappy": "snappy", "sst": "rocksdb-sst"}.get(name.rpartition(".")[2].lower())


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK):
        yield block


def _exactly(file: IO[bytes], size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise _Broken("truncated")
    return data


# --- streams: one wrapping around one body --------------------------------------------------------------------------


def _open_stream(wrapped: _Wrapped, kind: str) -> Found:
    decode = _STREAMS.get(kind)
    if decode is None:
        yield Blind(wrapped.inner(kind), "unsupported")
        return
    yield from _inside(
        decode(wrapped.file),
        wrapped.name.rpartition(".")[0],
        wrapped.inner(kind),
        wrapped.depth + 1,
    )


def _inside(pieces: Iterator[bytes], name: str, label: str, depth: int) -> Found:
    faults: list[str] = []
    body = _until_broken(pieces, faults)
    head = b""
    while len(head) < _HEAD and (piece := next(body, None)) is not None:
        head += piece
    whole = chain([head], body)
    if _kind(head, name) is None:
        yield Layer(label, whole)
    else:
        yield from _spooled(whole, name, label, depth)
    yield from (Blind(label, fault) for fault in faults)


def _spooled(pieces: Iterable[bytes], name: str, label: str, depth: int) -> Found:
    """Parquet and zip need to seek; past the limit the spool is an unlinked file, so it leaves nothing behind."""
    with tempfile.SpooledTemporaryFile(_SPOOL) as spool:
        for piece in pieces:
            spool.write(piece)
        yield from layers(spool, name, label, depth)


def _until_broken(pieces: Iterator[bytes], faults: list[str]) -> Iterator[bytes]:
    try:
        yield from pieces
    except _Broken as broken:
        faults.append(str(broken))


class _Decoder(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes | None: ...
    def decompress(self, data: bytes, /) -> bytes: ...


_CORRUPT = (
    zlib.error,
    lzma.LZMAError,
    zstandard.ZstdError,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
)


def _members(file: IO[bytes], fresh: Callable[[], _Decoder]) -> Iterator[bytes]:
    """Decode frame after frame: Spark and Kafka both concatenate them; zeros between frames are padding."""
    decoder, begun = fresh(), False
    data = file.read(_STEP)
    while data:
        if begun or data.strip(b"\0"):
            yield _decoded(decoder, data)
            begun = True
        if decoder.eof:
            rest = decoder.unused_data
            decoder, begun = fresh(), False
            data = rest or file.read(_STEP)
        else:
            data = file.read(_STEP)
    if begun:
        raise _Broken("truncated")


def _decoded(decoder: _Decoder, data: bytes) -> bytes:
    try:
        return decoder.decompress(data)
    except _CORRUPT:
        raise _Broken("corrupt") from None


def _gzip(file: IO[bytes]) -> Iterator[bytes]:
    return _members(file, lambda: zlib.decompressobj(31))


def _zstd(file: IO[bytes]) -> Iterator[bytes]:
    return _members(file, lambda: zstandard.ZstdDecompressor().decompressobj())


def _lz4(file: IO[bytes]) -> Iterator[bytes]:
    return _members(file, lz4.frame.LZ4FrameDecompressor)


def _bzip2(file: IO[bytes]) -> Iterator[bytes]:
    return _members(file, bz2.BZ2Decompressor)


def _xz(file: IO[bytes]) -> Iterator[bytes]:
    return _members(file, lzma.LZMADecompressor)


def _lz4_blocks(file: IO[bytes]) -> Iterator[bytes]:
    """lz4-java's LZ4BlockOutputStream: Spark's default for shuffle, spill, broadcast and state changelogs."""
    while header := file.read(21):
        if len(header) < 21:
            raise _Broken("truncated")
        magic, token, packed, size, _ = struct.unpack("<8sBIII", header)
        if magic != b"LZ4Block":
            raise _Broken("corrupt")
        body = _exactly(file, packed)
        yield body if token & 0xF0 == 0x10 else _unpack("lz4_raw", body, size)


def _snappy_framed(file: IO[bytes]) -> Iterator[bytes]:
    while header := file.read(4):
        if len(header) < 4:
            raise _Broken("truncated")
        body = _exactly(file, int.from_bytes(header[1:], "little"))
        if header[0] == 0:
            yield _unsnap(body[4:])
        elif header[0] == 1:
            yield body[4:]
        elif header[0] < 0x80:
            raise _Broken("corrupt")


def _snappy_xerial(file: IO[bytes]) -> Iterator[bytes]:
    """snappy-java's SnappyOutputStream; a header may come again where streams were concatenated."""
    while start := file.read(4):
        if start == b"\x82SNA":
            _exactly(file, 12)
        elif len(start) == 4:
            yield _unsnap(_exactly(file, int.from_bytes(start, "big")))
        else:
            raise _Broken("truncated")


def _snappy_bare(file: IO[bytes]) -> Iterator[bytes]:
    """A `.snappy` without magic is either Hadoop's block stream or one raw block; the first block tells."""
    blocks = _snappy_hadoop(file)
    try:
        yield next(blocks, b"")
    except _Broken:
        file.seek(0)
        yield _unsnap(file.read())
        return
    yield from blocks


def _snappy_hadoop(file: IO[bytes]) -> Iterator[bytes]:
    while start := file.read(4):
        left = int.from_bytes(start, "big")
        while left > 0:
            body = _unsnap(_exactly(file, int.from_bytes(_exactly(file, 4), "big")))
            yield body
            left -= len(body) or left + 1
        if left < 0:
            raise _Broken("corrupt")


def _snappy_kafka(file: IO[bytes]) -> Iterator[bytes]:
    """The Java client writes xerial framing, librdkafka a bare block."""
    framed = file.read(8) == b"\x82SNAPPY\x00"
    file.seek(0)
    return _snappy_xerial(file) if framed else iter([_unsnap(file.read())])


def _unsnap(block: bytes) -> bytes:
    size = shift = 0
    for byte in block[:5]:
        size |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return _unpack("snappy", block, size)
    raise _Broken("corrupt")


def _unpack(codec: str, block: bytes, size: int) -> bytes:
    # No codec here packs better than 255 to 1: a corrupt size must not allocate gigabytes.
    if size > 256 * len(block) + 64:
        raise _Broken("corrupt")
    if size == 0:
        return b""
    try:
        return bytes(pa.Codec(codec).decompress(block, decompressed_size=size, asbytes=True))
    except (pa.ArrowException, OSError, ValueError):
        raise _Broken("corrupt") from None


# --- files with structure -------------------------------------------------------------------------------------------


def _open_zip(wrapped: _Wrapped) -> Found:
    label = wrapped.inner("zip")
    try:
        archive = zipfile.ZipFile(wrapped.file)
    except (zipfile.BadZipFile, ValueError, OSError, struct.error):
        yield Blind(label, "no-directory")
        return
    with archive:
        for number, info in enumerate(archive.infolist()):
            yield from _inside(
                _member(archive, info),
                info.filename,
                f"{label}[{number}]",
                wrapped.depth + 1,
            )


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(info) as member:
            while block := member.read(BLOCK):
                yield block
    except (zipfile.BadZipFile, NotImplementedError, *_CORRUPT):
        raise _Broken("corrupt-or-encrypted") from None


def _open_parquet(wrapped: _Wrapped) -> Found:
    label = wrapped.inner("parquet")
    try:
        parquet = pq.ParquetFile(wrapped.file, pre_buffer=False)
        columns = list(dict.fromkeys(parquet.schema_arrow.names))
    except (pa.ArrowException, OSError, ValueError):
        yield Blind(label, "no-footer")
        return
    yield Layer(f"{label} footer", iter([_footer(wrapped.file)]))
    for column in columns:
        faults: list[str] = []
        yield Layer(f"{label} column {column}", _until_broken(_column(parquet, column), faults))
        yield from (Blind(f"{label} column {column}", fault) for fault in faults)


def _footer(file: IO[bytes]) -> bytes:
    """Statistics and key-value metadata of a file whose footer was just read by pyarrow."""
    file.seek(-8, 2)
    size = int.from_bytes(file.read(4), "little")
    file.seek(-8 - size, 2)
    return file.read(size)


def _column(parquet: pq.ParquetFile, column: str) -> Iterator[bytes]:
    """The column as uncompressed IPC: one form for strings, binaries, dictionaries and any nesting of them."""
    try:
        for batch in parquet.iter_batches(_ROWS, columns=[column], use_threads=False):
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, batch.schema) as writer:
                writer.write_batch(batch)
            yield sink.getvalue().to_pybytes()
    except (pa.ArrowException, OSError, ValueError):
        raise _Broken("corrupt") from None


def _open_delta_log(wrapped: _Wrapped) -> Found:
    label = wrapped.inner("delta-log")
    faults: list[str] = []
    yield Layer(label, _until_broken(_delta_strings(wrapped.file), faults))
    yield from (Blind(label, fault) for fault in faults)


def _delta_strings(file: IO[bytes]) -> Iterator[bytes]:
    torn = False
    for line in file:
        try:
            yield "\n".join(_strings(json.loads(line or b"null"))).encode("utf-8", "surrogatepass")
        except ValueError:
            torn = torn or bool(line.strip())
    if torn:
        raise _Broken("not-json")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, str):
        yield value
        yield from _strings(_json_or_none(value))


def _json_or_none(text: str) -> object:
    if not text.startswith(("{", "[", '"')):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _open_kafka(wrapped: _Wrapped) -> Found:
    label = wrapped.inner("kafka")
    faults: list[str] = []
    yield Layer(f"{label} batches", _until_broken(_batches(wrapped.file, faults), faults))
    yield from (Blind(f"{label} batches", fault) for fault in dict.fromkeys(faults))


def _batches(file: IO[bytes], faults: list[str]) -> Iterator[bytes]:
    """The decompressed records of each compressed batch; plain batches are in the raw layer already."""
    while header := file.read(_KAFKA_HEADER):
        length = int.from_bytes(header[8:12], "big")
        if not header.strip(b"\0"):
            return  # a preallocated tail
        if len(header) < _KAFKA_HEADER:
            raise _Broken("truncated")
        if header[16] != 2 or not _KAFKA_HEADER - 12 <= length <= _KAFKA_LIMIT:
            raise _Broken("not-a-v2-batch")
        records = _exactly(file, length + 12 - _KAFKA_HEADER)
        codec = int.from_bytes(header[21:23], "big") & 7
        if codec:
            yield from _until_broken(_records(codec, records), faults)


def _records(codec: int, records: bytes) -> Iterator[bytes]:
    decode = _KAFKA_CODECS.get(codec)
    if decode is None:
        raise _Broken("unknown-codec")
    yield from decode(BytesIO(records))


_STREAMS: dict[str, Callable[[IO[bytes]], Iterator[bytes]]] = {
    "gzip": _gzip,
    "zstd": _zstd,
    "lz4": _lz4,
    "lz4-block": _lz4_blocks,
    "bzip2": _bzip2,
    "xz": _xz,
    "snappy-framed": _snappy_framed,
    "snappy-xerial": _snappy_xerial,
    "snappy": _snappy_bare,
}
_KAFKA_CODECS = {1: _gzip, 2: _snappy_kafka, 3: _lz4, 4: _zstd}
_OPENERS: dict[str, Callable[[_Wrapped], Found]] = {
    "zip": _open_zip,
    "parquet": _open_parquet,
    "delta-log": _open_delta_log,
    "kafka": _open_kafka,
}

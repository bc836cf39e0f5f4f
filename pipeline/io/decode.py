"""A body as it came over the wire → the bytes meant, never more than a limit (a bomb is stopped, not unpacked)."""

from __future__ import annotations

import zlib

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
_GZIP, _ZLIB, _RAW = 31, 15, -15
_GZIP_MAGIC = b"\x1f\x8b"
_ZLIB_METHOD = 8
_PLAIN = frozenset({"", "identity", "none", "utf-8"})
_MOST_LAYERS = 3  # encodings one upon the other
# RFC 9659: what a server may ask of a browser's memory for zstd.
_ZSTD_WINDOW = 8 * 1024 * 1024
_ZSTD_PIECE = 64  # bytes decoded at once: no more than 2 MB come out of them


class TooLargeError(Exception):
    """The body is larger than the limit; ``partial`` is its beginning, of the limit's length."""

    def __init__(self, partial: bytes) -> None:
        super().__init__("body larger than the limit")
        self.partial = partial


class BrokenError(Exception):
    """The body cannot be decoded; the text says why."""


def decode(body: bytes, encoding: str, limit: int, *, broken_off: bool = False) -> bytes:
    """The decoded body.

    Args:
        body: as it came, still encoded.
        encoding: the Content-Encoding header, "" if none.
        limit: the most bytes it may have, in each layer of encoding; nothing beyond is decoded.
        broken_off: it is known to be a beginning only: what can be decoded of it is all that is wanted.

    Raises:
        TooLargeError: it has more.
        BrokenError: it breaks off, is damaged, or is encoded in a way we did not ask for.
    """
    layers = [name for name in reversed(encoding.lower().replace(" ", "").split(",")) if name not in _PLAIN]
    if len(layers) > _MOST_LAYERS:
        raise BrokenError(f"encoded {len(layers)} times over")
    for name in layers:
        body = _layer(body, name, limit, broken_off=broken_off) if body else body
    if len(body) > limit:
        raise TooLargeError(body[:limit])
    return body


def _layer(body: bytes, name: str, limit: int, *, broken_off: bool) -> bytes:
    decoder = _DECODERS.get(name)
    if decoder is None:
        raise BrokenError(f"encoded as {name[:40]!r}, which was not asked for")
    try:
        decoded, is_whole = decoder(body, limit + 1)
    except zlib.error as error:
        raise BrokenError(f"the compressed body is damaged ({error})") from None
    if len(decoded) > limit:
        raise TooLargeError(decoded[:limit])
    if not is_whole and not broken_off:
        raise BrokenError("the compressed body breaks off")
    return decoded


def _gzip(body: bytes, most: int) -> tuple[bytes, bool]:
    """All members; padding after the last is passed over, as browsers do."""
    out, rest = bytearray(), body
    while True:
        member = zlib.decompressobj(_GZIP)
        out += member.decompress(rest, most - len(out))
        rest = member.unused_data
        if len(out) >= most or not member.eof or not rest.startswith(_GZIP_MAGIC):
            return bytes(out), member.eof


def _deflate(body: bytes, most: int) -> tuple[bytes, bool]:
    """The format of zlib, as the standard says, or bare deflate as some servers send."""
    inner = zlib.decompressobj(_ZLIB if body[0] & 0x0F == _ZLIB_METHOD else _RAW)
    return inner.decompress(body, most), inner.eof


def _brotli(body: bytes, most: int) -> tuple[bytes, bool]:
    import brotli

    inner = brotli.Decompressor()
    try:
        out = bytearray(inner.process(body, output_buffer_limit=most))
        while len(out) < most and not inner.is_finished():
            more = inner.process(b"", output_buffer_limit=most - len(out))
            if not more:
                break
            out += more
    except brotli.error as error:
        raise BrokenError(f"the compressed body is damaged ({error})") from None
    return bytes(out), inner.is_finished()


def _zstd(body: bytes, most: int) -> tuple[bytes, bool]:
    """All frames. The library bounds no call's output, but a block is no more than 128 KB and no less than 4 bytes."""
    import zstandard

    maker = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    out, frame, rest = bytearray(), maker.decompressobj(), memoryview(body)
    try:
        while rest and len(out) < most:
            if frame.eof:
                frame = maker.decompressobj()
            piece, rest = rest[:_ZSTD_PIECE], rest[_ZSTD_PIECE:]
            out += frame.decompress(piece)
            if frame.eof and frame.unused_data:
                rest = memoryview(body)[len(body) - len(rest) - len(frame.unused_data) :]
    except zstandard.ZstdError as error:
        raise BrokenError(f"the compressed body is damaged ({error})") from None
    return bytes(out), frame.eof


_DECODERS = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd}

"""A body as it comes over the wire → the bytes meant, never more than the limit (also of a gzip bomb)."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ACCEPT_ENCODING = "gzip, deflate"
_GZIP, _ZLIB, _RAW = 31, 15, -15
_GZIP_MAGIC = b"\x1f\x8b"


class TooLargeError(Exception):
    """The body is larger than the limit; ``partial`` is its beginning, of the limit's length."""

    def __init__(self, partial: bytes) -> None:
        super().__init__("body larger than the limit")
        self.partial = partial


class BrokenError(Exception):
    """The body cannot be decoded; the text says why."""


def collect(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """The decoded body.

    Args:
        chunks: the body as it comes, still encoded.
        encoding: the Content-Encoding header, "" if none.
        limit: the most bytes the body may have, as it comes and decoded.

    Raises:
        TooLargeError: it has more; nothing beyond the limit was decoded.
        BrokenError: it breaks off, is damaged, or is encoded in a way we did not ask for.
    """
    name = encoding.strip().lower()
    if name in {"", "identity", "none", "utf-8"}:
        return _collected(_Plain(), chunks, limit)
    if name in {"gzip", "x-gzip"}:
        return _collected(_Gzip(), chunks, limit)
    if name == "deflate":
        return _collected(_Deflate(), chunks, limit)
    raise BrokenError(f"encoded as {name[:40]!r}, which was not asked for")


def _collected(decoder: _Plain, chunks: Iterable[bytes], limit: int) -> bytes:
    body, raw = bytearray(), 0
    for chunk in chunks:
        raw += len(chunk)
        try:
            decoder.feed(chunk, body, limit + 1)
        except zlib.error as error:
            raise BrokenError(f"the compressed body is damaged ({error})") from None
        if len(body) > limit or raw > limit:
            raise TooLargeError(bytes(body[:limit]))
    if not decoder.is_whole():
        raise BrokenError("the compressed body breaks off")
    return bytes(body)


class _Plain:
    def feed(self, chunk: bytes, body: bytearray, most: int) -> None:
        """Add the chunk's meaning to the body, which does not grow beyond ``most`` bytes."""
        body.extend(chunk[: most - len(body)])

    def is_whole(self) -> bool:
        return True


class _Gzip(_Plain):
    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP)
        self._started = False

    def feed(self, chunk: bytes, body: bytearray, most: int) -> None:
        self._started = self._started or bool(chunk)
        rest = chunk
        while rest and len(body) < most:
            if self._member.eof:
                if not rest.startswith(_GZIP_MAGIC):
                    return  # padding after the last member; browsers pass over it too
                self._member = zlib.decompressobj(_GZIP)
            body.extend(self._member.decompress(rest, most - len(body)))
            rest = self._member.unused_data if self._member.eof else self._member.unconsumed_tail

    def is_whole(self) -> bool:
        return self._member.eof or not self._started


class _Deflate(_Plain):
    """zlib's format as the standard says, or bare deflate as some servers send."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(_ZLIB)
        self._started = False

    def feed(self, chunk: bytes, body: bytearray, most: int) -> None:
        if not self._started and chunk:
            self._started = True
            if chunk[0] & 0x0F != 8:  # noqa: PLR2004 - zlib's mark of its compression method
                self._inner = zlib.decompressobj(_RAW)
        rest = chunk
        while rest and len(body) < most and not self._inner.eof:
            body.extend(self._inner.decompress(rest, most - len(body)))
            rest = self._inner.unconsumed_tail

    def is_whole(self) -> bool:
        return self._inner.eof or not self._started

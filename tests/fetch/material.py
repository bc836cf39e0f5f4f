"""What servers encode bodies with."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

import brotli
import zstandard

if TYPE_CHECKING:
    from collections.abc import Callable


def _brotli(body: bytes) -> bytes:
    return bytes(brotli.compress(body, quality=1))  # type: ignore[no-untyped-call]  # it has no types


ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda b: gzip.compress(b, mtime=0),
    "deflate": zlib.compress,
    "br": _brotli,
    "zstd": lambda b: zstandard.ZstdCompressor(write_content_size=False).compress(b),
}

"""One file's bytes, unpacked within a bound, and what they are: a web page or a text capture."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from pipeline.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model import Form

MAX_FILE = 50_000_000  # bytes of one page or text, after decompression
_MARKUP = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<article",
    b"<?xml",
    b"<div",
    b"<meta ",
    b"<title",
    b"<!--",
)
_GZIP = b"\x1f\x8b"
_AS_GZIP = 31  # zlib's word for: with a gzip head and tail, the largest window
_SNIFF = 4096
_FRONT = 20_000  # bytes within which a page shows a tag: some begin with long comments or scripts
_CONTROLS = bytes(set(range(32)) - {7, 8, 9, 10, 12, 13, 27})


def read_file(path: Path) -> bytes:
    """A file's bytes, decompressed where they are gzip, whatever the file is called.

    Raises:
        BadInput: it is missing, unreadable, empty or too large.
    """
    try:
        with path.open("rb") as file:
            payload = file.read(MAX_FILE + 1)
        if payload.startswith(_GZIP):
            payload = _unpacked(payload)
    except (OSError, EOFError, zlib.error) as error:
        message = f"{path}: cannot be read ({reason(error)})"
        raise BadInput(message) from error
    if len(payload) > MAX_FILE:
        message = f"{path}: larger than {MAX_FILE // 1_000_000} MB; no news page is"
        raise BadInput(message)
    if not payload or payload.isspace():
        message = f"{path}: an empty file; nothing was taken"
        raise BadInput(message)
    return payload


def _unpacked(packed: bytes) -> bytes:
    """What is packed as gzip, one byte more than MAX_FILE at most.

    A whole file of one member, as nearly all are, is unpacked in one go, in half the time that `gzip` takes to read it
    piece by piece; the rest, and what is broken, is left to it.
    """
    member = zlib.decompressobj(wbits=_AS_GZIP)
    with suppress(zlib.error):
        payload = member.decompress(packed, MAX_FILE + 1)
        if len(payload) > MAX_FILE or (member.eof and not member.unused_data):
            return payload
    return gzip.GzipFile(fileobj=BytesIO(packed)).read(MAX_FILE + 1)


def reason(error: Exception) -> str:
    """Why a file could not be read, in a few words."""
    if isinstance(error, FileNotFoundError):
        return "no such file"
    return (error.strerror if isinstance(error, OSError) and error.strerror else str(error)).lower()


def form_of(payload: bytes, name: str, where: str) -> Form:
    """Whether a payload is a web page or a text capture.

    Raises:
        BadInput: it is neither (binary data).
    """
    head = payload[:_FRONT].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    utf16 = payload.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not utf16 and _is_binary(payload[:_SNIFF]):
        message = f"{where}: binary data, neither a web page nor text; nothing was taken"
        raise BadInput(message)
    plain = name.removesuffix(".gz").lower()
    if plain.endswith((".txt", ".text", ".md")):  # a text may speak of tags; a page begins with one
        return "html" if head.startswith(_MARKUP) else "text"
    if plain.endswith((".html", ".htm", ".xhtml")) or any(mark in head for mark in _MARKUP):
        return "html"
    return "text"


def _is_binary(head: bytes) -> bool:
    strange = len(head) - len(head.translate(None, _CONTROLS))
    return strange > len(head) // 100 + 2 or head.startswith(
        (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff")
    )

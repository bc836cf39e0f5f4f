"""Keys and public ids, derived from content so that they are the same on every installation."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pipeline.core.normalise.text import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

HASH_VERSION = "1"  # of what content_hash covers: raise it when `normalise` changes
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32, lower case
_BITS = 64


def key(*parts: str) -> int:
    """A signed 64-bit key of the parts (BLAKE2b, 8 bytes); parts are told apart by a separator."""
    digest = hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def public_id(letter: str, number: int) -> str:
    """The public id of a key: a letter and 13 signs of base 32, as in ``v3k9…``."""
    value, out = number % (1 << _BITS), ""
    for _ in range(13):
        value, rest = divmod(value, 32)
        out = _ALPHABET[rest] + out
    return letter + out


def content_hash(paragraphs: Sequence[str]) -> str:
    """The hash of a body: its normalised paragraphs only, no headline, byline or stamp (32 hex digits)."""
    body = "\n\n".join(normalise(p) for p in paragraphs)
    digest = hashlib.blake2b(f"{HASH_VERSION}\x1f{body}".encode("utf-8", "surrogatepass"), digest_size=15)
    return f"{HASH_VERSION}:{digest.hexdigest()}"

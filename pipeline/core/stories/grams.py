"""Word 5-grams of a text as hashes, blind to house spelling, the same on every machine.

Grams run over paragraph ends, since outlets break paragraphs their own way. Each word is hashed once and kept
(BLAKE2b of its house spelling); a gram mixes its five word hashes into 64 bits, the same for pairs of texts and
for the index: two texts collide by chance once in billions of pairs.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.core.normalise.text import house_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

GRAM_WORDS = 5  # 5-gram containment: F1 .99 over nine kinds of wire edit in our measurements
_HASH = np.dtype("<u8")  # of a word and of a gram, little-endian on every machine
_REMEMBERED = 1 << 18  # words: about 40 MB; news of a year has more, of a month fewer
_PLACES = tuple(
    np.uint64(odd)  # one odd multiplier a place, so that the order of words counts (digits of pi, made odd)
    for odd in (
        0x243F6A8885A308D3,
        0x13198A2E03707345,
        0xA4093822299F31D1,
        0x082EFA98EC4E6C89,
        0x452821E638D01377,
    )
)
_MIXER = np.uint64(
    0xFF51AFD7ED558CCD
)  # finaliser of MurmurHash3: every bit of the sum reaches the upper half
_HALF = np.uint64(33)
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_APOSTROPHE = re.compile(r"'(?<=\w')(?=\w)")
_LETTERS = re.compile(r"\.(?<=\b[a-z]\.)\s?([a-z])\.(?!\w)")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


def house_words(text: str) -> list[str]:
    """The words of a text, casefolded, with what house rules spell apart (U.S., per cent, %) made one word.

    Spelling *inside* words (-our, -ise) is left to `word_buffer`, which asks once a word, not once a use.
    """
    plain = text.casefold()
    if not plain.isascii():
        plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", plain)).replace("’", "'")
    plain = _LETTERS.sub(r"\1", _APOSTROPHE.sub("", plain))
    return _WORD.findall(plain.replace("per cent", "percent").replace("%", " percent"))


class _Words(dict[str, int]):
    """Word → hash of its house spelling (64 bits, unsigned), made when first asked for; emptied when full."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        spelt = house_word(word).encode("utf-8", "surrogatepass")
        self[word] = int.from_bytes(hashlib.blake2b(spelt, digest_size=8).digest(), "little")
        return self[word]


_WORDS = _Words()


def word_buffer(words: Iterable[str]) -> bytes:
    """The words' hashes joined, eight bytes each: what grams are cut from."""
    return np.fromiter(map(_WORDS.__getitem__, words), dtype=_HASH).tobytes()


def gram_hashes(buffer: bytes) -> NDArray[np.uint64]:
    """Hashes (64 bits) of every run of five words, in order; empty below five words."""
    words = np.frombuffer(buffer, dtype=_HASH)
    count = len(words) - GRAM_WORDS + 1
    if count <= 0:
        return np.empty(0, dtype=_HASH)
    mixed = words[:count] * _PLACES[0]
    for place in range(1, GRAM_WORDS):
        mixed += words[place : place + count] * _PLACES[place]
    mixed ^= mixed >> _HALF
    mixed *= _MIXER
    mixed ^= mixed >> _HALF
    return mixed


def gram_list(buffer: bytes) -> list[int]:
    """The same as plain numbers."""
    grams: list[int] = gram_hashes(buffer).tolist()
    return grams


class Reading(NamedTuple):
    """A body's words, the gram that starts at each of them, its distinct grams; and the grams as one array."""

    words: tuple[str, ...]
    grams: tuple[int, ...]
    distinct: frozenset[int]
    hashes: NDArray[np.uint64]


@lru_cache(maxsize=2048)
def read(paragraphs: tuple[str, ...]) -> Reading:
    """Read a body; those of the last batches are remembered, since a version is met in many pairs."""
    words = house_words(" ".join(paragraphs))
    hashes = gram_hashes(word_buffer(words))
    grams = tuple(hashes.tolist())
    return Reading(tuple(words), grams, frozenset(grams), hashes)


def containment(part: frozenset[int], whole: frozenset[int]) -> float:
    """Share of the first text's grams that the second has; 0 for an empty text."""
    return len(whole & part) / len(part) if part else 0.0

"""Word 5-grams of a text as hashes, blind to house spelling, the same on every machine.

Grams run over paragraph ends, since outlets break paragraphs their own way. What stands between blanks is spelt and
hashed once (BLAKE2b of each word's house spelling) and remembered as it is printed; a gram mixes its five word
hashes into 64 bits, the same for pairs of texts and for the index: two texts collide by chance once in billions of
pairs.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import accumulate, chain
from typing import TYPE_CHECKING

import numpy as np

from pipeline.core.normalise.text import house_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

GRAM_WORDS = 5  # 5-gram containment: F1 .99 over nine kinds of wire edit in our measurements
_HASH = np.dtype("<u8")  # of a word and of a gram, little-endian on every machine
_BYTES = 8  # of a hash
_REMEMBERED = 1 << 18  # printed words: about 60 MB; news of a year has more, of a month fewer …
_LONGEST = 64  # … none of them longer: what is, is an address or no word
_PARAGRAPHS = 1 << 14  # copies of a story repeat each other's
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
_EDGES = "\"'.,;:!?()[]*-“”‘’«»—–"  # signs at the ends of a printed word that are no part of it
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_APOSTROPHE = re.compile(r"'(?<=\w')(?=\w)")
_LETTERS = re.compile(r"\.(?<=\b[A-Za-z]\.)\s?([A-Za-z])\.(?!\w)")
_SPACED = re.compile(r"\.(?<=\b[A-Za-z]\.)\s[A-Za-z]\.(?!\w)")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_PER_CENT = re.compile(r"per\scent", re.IGNORECASE)


def house_words(text: str) -> list[str]:
    """The words of a text, casefolded, with what house rules spell apart (U.S., per cent, %) made one word.

    Spelling *inside* words (-our, -ise) is left to the hash, which is made once a word, not once a use.
    """
    return list(chain.from_iterable(map(_SPELT.__getitem__, printed(text))))


def words_in(word: str) -> tuple[str, ...]:
    """The words in what stands between two blanks."""
    return _SPELT[word]


def printed(text: str) -> list[str]:
    """What stands between blanks; of what house rules write with a blank or without, without."""
    if "cent" in text or "Cent" in text or "CENT" in text:
        text = _PER_CENT.sub("percent", text)
    if _SPACED.search(text):
        text = _LETTERS.sub(r"\1", text)
    return text.split()


def is_split_by_blanks(text: str) -> bool:
    """Whether no blank stands in a text that house rules write or leave out (U. S., per cent)."""
    return not ("cent" in text or "Cent" in text or "CENT" in text or _SPACED.search(text))


class _Spelt(dict[str, tuple[str, ...]]):
    """Printed word → the words in it, made when first asked for; emptied when full."""

    def __missing__(self, printed: str) -> tuple[str, ...]:
        found = _spell(printed)
        if len(printed) <= _LONGEST:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[printed] = found
        return found


def plain_word(printed: str) -> str:
    """The word in what stands between blanks, where it is one of plain letters and figures; else nothing.

    Nearly all are, possessives among them; so they need not go the long way, which a text's new words are met on.
    """
    core = printed.strip(_EDGES)
    if not core.isalnum():
        owner, _, rest = core.replace("’", "'").partition("'")
        core = owner + rest if owner and rest else ""
    return core.lower() if core.isascii() and core.isalnum() else ""


def _spell(printed: str) -> tuple[str, ...]:
    word = plain_word(printed)
    if word:
        return (word,)
    plain = printed.casefold()
    if not plain.isascii():
        plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", plain)).replace("’", "'")
    plain = _LETTERS.sub(r"\1", _APOSTROPHE.sub("", plain))
    return tuple(_WORD.findall(plain.replace("%", " percent")))


class _Hashed(dict[str, bytes]):
    """Printed word → the hashes of the words in it, eight bytes each; emptied when full."""

    def __missing__(self, printed: str) -> bytes:
        word = plain_word(printed)
        found = _digest(word) if word else word_buffer(_spell(printed))
        if len(printed) <= _LONGEST:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[printed] = found
        return found


_SPELT = _Spelt()
_HASHED = _Hashed()


def word_buffer(words: Iterable[str]) -> bytes:
    """The words' hashes joined, eight bytes each: what grams are cut from."""
    return b"".join(map(_digest, words))


def _digest(word: str) -> bytes:
    return blake2b(house_word(word).encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest()


def gram_hashes(buffer: bytes) -> Hashes:
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


@lru_cache(maxsize=_PARAGRAPHS)
def _buffer(paragraph: str) -> bytes:
    return b"".join(map(_HASHED.__getitem__, printed(paragraph)))


class Reading:
    """A body's words, where its paragraphs begin, and the gram that starts at each word; made when asked for."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self._paragraphs = paragraphs
        self._buffers = [_buffer(paragraph) for paragraph in paragraphs]

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The word at which each paragraph begins, and the end of the last."""
        return (0, *accumulate(len(buffer) // _BYTES for buffer in self._buffers))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words, as `house_words` of each paragraph gives them."""
        return tuple(chain.from_iterable(map(house_words, self._paragraphs)))

    @cached_property
    def hashes(self) -> Hashes:
        """The grams in order, 64 bits each."""
        return gram_hashes(b"".join(self._buffers))

    @cached_property
    def grams(self) -> tuple[int, ...]:
        """The grams in order as plain numbers."""
        return tuple(self.hashes.tolist())

    @cached_property
    def distinct(self) -> frozenset[int]:
        """The grams as a set."""
        return frozenset(self.grams)


@lru_cache(maxsize=2048)
def read(paragraphs: tuple[str, ...]) -> Reading:
    """Read a body; those of the last batches are remembered, since a version is met in many pairs."""
    return Reading(paragraphs)


def containment(part: frozenset[int], whole: frozenset[int]) -> float:
    """Share of the first text's grams that the second has; 0 for an empty text."""
    return len(whole & part) / len(part) if part else 0.0

"""What two texts have in common, exactly: shared passages, and what kind of sharing that is.

A copy shares a text. A quotation shares one passage in the midst of another text; a closing line, a biography or a
photo caption that an outlet sets under everything is one short passage too, between texts about other people.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.core.stories.evidence import name_words
from pipeline.core.stories.grams import GRAM_WORDS, read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from pipeline.core.stories.grams import Hashes

AROUND = 20  # words on both sides of a passage make it an insert
ONE_PASSAGE = 0.8  # of the words from its first to its last shared one
STOCK_PASSAGE = 60  # words: biographies, credits with an explanation and captions are no longer
OWN_WORDS = 15  # each text has of its own beside a stock passage
_SLOT_BITS = 18  # of a table of 2 MB, which a processor keeps at hand
_ODD = np.uint64(
    0x9E3779B97F4A7C15
)  # 2^64 / golden ratio: other bits come to the top, equal hashes stay equal


class Shared(NamedTuple):
    """What two texts have in common: grams, shares, words of the longest and of all passages.

    ``start`` is the word of ``a`` at which the longest passage begins, None where none was looked for.
    """

    grams: int
    in_a: float
    in_b: float
    longest: int
    words: int
    start: int | None = None


class _Grams(NamedTuple):
    """The numbers of a body's grams in order, and how many different ones these are."""

    numbers: NDArray[np.intp]
    distinct: int


class Together:
    """Bodies whose grams are numbered together, so that pairs of them are compared by marking numbers.

    Numbering costs one sort for all; a pair then costs a tenth of what two sets of grams cost.
    """

    def __init__(self, bodies: Iterable[tuple[str, ...]]) -> None:
        """Number the grams of some bodies, each of which is numbered once."""
        texts = {body: read(body).hashes for body in bodies}
        numbers = _numbered(list(texts.values()))
        self._marks = np.zeros(sum(map(len, numbers)) + 1, dtype=np.intp)
        self._turn = 0
        self._grams = {
            body: _Grams(own, self._distinct(own)) for body, own in zip(texts, numbers, strict=True)
        }

    def shared(self, a: tuple[str, ...], b: tuple[str, ...], least: float = 0.0) -> Shared:
        """Measure what two of the bodies have in common.

        Args:
            a: one body; passages are runs of its words.
            b: the other.
            least: share of the smaller body's grams, 0 to 1; where less is shared, no passages are looked for.
        """
        ours, theirs = self._grams[a], self._grams[b]
        here = self._among(ours.numbers, theirs.numbers)
        both = int(np.count_nonzero(here))
        if both and ours.distinct < len(ours.numbers):  # most texts say nothing twice
            both = self._distinct(ours.numbers[here])
        if not both:
            return Shared(0, 0.0, 0.0, 0, 0)
        in_a, in_b = both / ours.distinct, both / theirs.distinct
        if max(in_a, in_b) < least:
            return Shared(both, in_a, in_b, 0, 0)
        words, longest, start = _passages(here)
        return Shared(both, in_a, in_b, longest, words, start)

    def places(self, a: tuple[str, ...], b: tuple[str, ...]) -> bytes:
        """One byte for each gram of ``a``: 1 where ``b`` has it too."""
        return self._among(self._grams[a].numbers, self._grams[b].numbers).tobytes()

    def _among(self, numbers: NDArray[np.intp], others: NDArray[np.intp]) -> NDArray[np.bool_]:
        self._turn -= 1  # what was marked before stays: no mark is made twice
        self._marks[others] = self._turn
        found: NDArray[np.bool_] = self._marks.take(numbers) == self._turn
        return found

    def _distinct(self, numbers: NDArray[np.intp]) -> int:
        places = np.arange(len(numbers))
        self._marks[numbers] = places  # of equal numbers the last one's place stays
        return int(np.count_nonzero(self._marks.take(numbers) == places))


def _numbered(texts: list[Hashes]) -> list[NDArray[np.intp]]:
    """Each gram gets as its number the first place of its like in all the texts.

    So copies count nearly in step, and marking and reading their numbers runs through memory, not across it.
    Round by round, the first in each slot of a table takes its like with it; what shares the slot goes on.
    """
    hashes = np.concatenate([*texts, np.empty(0, dtype=np.uint64)])
    bits = min(len(hashes).bit_length(), _SLOT_BITS)
    table = np.empty(1 << bits, dtype=np.intp)
    left = np.arange(len(hashes))
    numbers = left.copy()
    while len(left):
        slots = (hashes >> np.uint64(64 - bits)).view(np.intp)
        table[slots[::-1]] = np.arange(len(left))[::-1]  # of several, the first one's place stays
        first = table.take(slots)
        others = (hashes.take(first) != hashes).nonzero()[0]
        numbers[left] = left.take(first)
        left, hashes = left.take(others), hashes.take(others) * _ODD
    ends = accumulate(map(len, texts))
    return [numbers[end - len(text) : end] for text, end in zip(texts, ends, strict=True)]


def _passages(here: NDArray[np.bool_]) -> tuple[int, int, int]:
    """Words of all passages and of the longest, and where that begins; there is one."""
    edges = ((here[1:] != here[:-1]).nonzero()[0] + 1).tolist()
    if here[0]:
        edges.insert(0, 0)
    if here[-1]:
        edges.append(len(here))
    runs = [end - start for start, end in zip(edges[::2], edges[1::2], strict=True)]
    longest = max(runs)
    more = GRAM_WORDS - 1
    return sum(runs) + more * len(runs), longest + more, edges[2 * runs.index(longest)]


def is_borrowed(a: tuple[str, ...], b: tuple[str, ...], together: Together) -> bool:
    """Whether all that two texts share is a quotation, or a stock passage between texts about other people.

    Args:
        a: one body; ``b`` the other; they share at least one passage.
        b: see ``a``.
        together: what both were numbered in.
    """
    here, there = together.places(a, b), together.places(b, a)
    if _is_inside(here) or _is_inside(there):
        return True
    return _is_stock(here, there) and not _same_people(a, b, here, there)


def _is_one(here: bytes) -> bool:
    return here.count(1) >= ONE_PASSAGE * (here.rfind(1) + 1 - here.find(1))


def _is_inside(here: bytes) -> bool:
    """Whether one passage is all, and it stands in the midst."""
    return here.find(1) >= AROUND and len(here) - 1 - here.rfind(1) >= AROUND and _is_one(here)


def _is_stock(here: bytes, there: bytes) -> bool:
    """Whether one short passage is all, and it does not open both texts, as a shared lead would."""
    if max(here.find(1), there.find(1)) < OWN_WORDS:
        return False
    return all(
        _is_one(x)
        and x.rfind(1) - x.find(1) + GRAM_WORDS <= STOCK_PASSAGE
        and len(x) - (x.rfind(1) - x.find(1) + 1) >= OWN_WORDS
        for x in (here, there)
    )


def _same_people(a: tuple[str, ...], b: tuple[str, ...], here: bytes, there: bytes) -> bool:
    """Whether what each text has of its own names somebody the other's own part names too."""
    return bool((_own(a, here) & name_words(a)) & (_own(b, there) & name_words(b)))


def _own(text: tuple[str, ...], here: bytes) -> frozenset[str]:
    words = read(text).words
    return frozenset((*words[: here.find(1)], *words[here.rfind(1) + GRAM_WORDS :]))

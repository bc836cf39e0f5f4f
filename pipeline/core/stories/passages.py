"""What two texts have in common, exactly: shared passages, and what kind of sharing that is.

A copy shares a text. A quotation shares one passage in the midst of another text; a closing line, a biography or a
photo caption that an outlet sets under everything is one short passage too, between texts about other people.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.core.stories.evidence import name_words
from pipeline.core.stories.grams import GRAM_WORDS, read

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.core.stories.grams import Hashes

AROUND = 20  # words on both sides of a passage make it an insert
ONE_PASSAGE = 0.8  # of the words from its first to its last shared one
STOCK_PASSAGE = 60  # words: biographies, credits with an explanation and captions are no longer
OWN_WORDS = 15  # each text has of its own beside a stock passage


class Shared(NamedTuple):
    """What two texts have in common: grams, shares, words of the longest and of all passages.

    ``start`` is the word of ``a`` at which the longest passage begins, None where there is none; ``here`` has one
    byte for each gram of ``a``: 1 where ``b`` has it too.
    """

    grams: int
    in_a: float
    in_b: float
    longest: int
    words: int
    start: int | None = None
    here: bytes = b""


def shared_text(a: tuple[str, ...], b: tuple[str, ...], least: float = 0.0) -> Shared:
    """Measure what two bodies have in common.

    Args:
        a: one body; passages are runs of its words.
        b: the other.
        least: share of the smaller body's grams, 0 to 1; where less is shared, no passages are looked for.
    """
    ours, theirs = _sorted(a), _sorted(b)
    found = _among(ours.grams, theirs.distinct)
    both = _count(ours, found)
    if not both or both < least * min(len(ours.distinct), len(theirs.distinct)):
        return Shared(both, *_shares(both, ours, theirs), 0, 0)
    here = _in_order(found, ours.order)
    words, longest, start = _passages(here)
    return Shared(both, *_shares(both, ours, theirs), longest, words, start, here)


class _Sorted(NamedTuple):
    """A body's grams in rising order, where each stands in the text, and the distinct ones."""

    grams: Hashes
    order: NDArray[np.intp]
    distinct: Hashes


@lru_cache(maxsize=2048)
def _sorted(paragraphs: tuple[str, ...]) -> _Sorted:
    hashes = read(paragraphs).hashes
    order = hashes.argsort()
    grams = hashes.take(order)
    again = grams[1:] == grams[:-1]  # most texts say nothing twice
    return _Sorted(grams, order, np.delete(grams, np.flatnonzero(again)) if again.any() else grams)


def _among(grams: Hashes, distinct: Hashes) -> NDArray[np.bool_]:
    """Which of some grams, in rising order, are among others."""
    if not len(distinct):
        return np.zeros(len(grams), dtype=np.bool_)
    found: NDArray[np.bool_] = distinct.take(distinct.searchsorted(grams), mode="clip") == grams
    return found


def _count(text: _Sorted, found: NDArray[np.bool_]) -> int:
    """How many different grams were found."""
    if text.distinct is text.grams:
        return int(np.count_nonzero(found))
    both = text.grams[found]
    return int(np.count_nonzero(both[1:] != both[:-1])) + bool(len(both))


def _shares(both: int, a: _Sorted, b: _Sorted) -> tuple[float, float]:
    return (both / len(a.distinct), both / len(b.distinct)) if both else (0.0, 0.0)


def _in_order(found: NDArray[np.bool_], order: NDArray[np.intp]) -> bytes:
    here = np.empty(len(found), dtype=np.bool_)
    here[order] = found
    return here.tobytes()


def _passages(here: bytes) -> tuple[int, int, int]:
    """Words of all passages and of the longest, and where that begins; there is one."""
    edges = np.flatnonzero(np.diff(np.frombuffer(b"\0" + here + b"\0", dtype=np.int8))).tolist()
    starts = edges[::2]
    runs = [end - start for start, end in zip(starts, edges[1::2], strict=True)]
    longest = max(runs)
    more = GRAM_WORDS - 1
    return sum(runs) + more * len(runs), longest + more, starts[runs.index(longest)]


def _places(a: tuple[str, ...], b: tuple[str, ...]) -> bytes:
    """One byte for each gram of ``a``: 1 where ``b`` has it too."""
    ours = _sorted(a)
    return _in_order(_among(ours.grams, _sorted(b).distinct), ours.order)


def is_borrowed(a: tuple[str, ...], b: tuple[str, ...], common: Shared) -> bool:
    """Whether all that two texts share is a quotation, or a stock passage between texts about other people.

    Args:
        a: one body; ``b`` the other, as measured in ``common``.
        b: see ``a``.
        common: what they share (`shared_text`), at least one passage.
    """
    there = _places(b, a)
    if _is_inside(common.here) or _is_inside(there):
        return True
    return _is_stock(common.here, there) and not _same_people(a, b, common.here, there)


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

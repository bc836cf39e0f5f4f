"""What two texts have in common, exactly: shared passages, and what kind of sharing that is.

A copy shares a text. A quotation shares one passage in the midst of another text; a closing line, a biography or a
photo caption that an outlet sets under everything is one short passage too, between texts about other people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline.core.stories.evidence import name_words
from pipeline.core.stories.grams import GRAM_WORDS, read

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def shared_text(a: tuple[str, ...], b: tuple[str, ...]) -> Shared:
    """Measure what two bodies have in common; passages are runs of words in the order of ``a``."""
    ours, theirs = read(a), read(b)
    here = _places(ours.grams, theirs.distinct)
    once = len(ours.grams) == len(ours.distinct)  # most texts say nothing twice
    both = here.count(1) if once else len(ours.distinct & theirs.distinct)
    if not both:
        return Shared(0, 0.0, 0.0, 0, 0)
    runs = [run for run in here.split(b"\0") if run]
    longest = max(runs, key=len)
    return Shared(
        both,
        both / len(ours.distinct),
        both / len(theirs.distinct),
        len(longest) + GRAM_WORDS - 1,
        sum(map(len, runs)) + (GRAM_WORDS - 1) * len(runs),
        here.find(longest),
        here,
    )


def _places(grams: Sequence[int], others: frozenset[int]) -> bytes:
    return bytes(map(others.__contains__, grams))


def is_borrowed(a: tuple[str, ...], b: tuple[str, ...], common: Shared) -> bool:
    """Whether all that two texts share is a quotation, or a stock passage between texts about other people.

    Args:
        a: one body; ``b`` the other, as measured in ``common``.
        b: see ``a``.
        common: what they share (`shared_text`), at least one passage.
    """
    there = _places(read(b).grams, read(a).distinct)
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

"""The sampled word 5-grams by which copies of one text find each other in an index.

A gram is kept by its own hash value, so every text keeps the same ones: two texts can be compared by what
they kept (Broder's mod-p sketch, 1997; the measure is containment, since true wire copies share only 30 % of
their 3-grams in Jaccard terms). Short texts keep more, and rates are nested: what a long text keeps, a short
text with the same gram keeps too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.stories.grams import gram_list, house_words, wide, word_buffer

if TYPE_CHECKING:
    from collections.abc import Sequence

LONG_RATE = 8  # one gram in eight: about 100 of an 800-word text
KEPT_AT_LEAST = 30  # grams a text should keep, in expectation, before the rate is halved again
_TOP = 1 << 32


def fingerprint(paragraphs: Sequence[str]) -> tuple[int, ...]:
    """Sorted distinct signed 64-bit hashes of a body's sampled word 5-grams.

    Args:
        paragraphs: the body without furniture, in order.

    Returns:
        One in 8 of the distinct grams; one in 4, 2, 1 of texts below about 240, 120, 60 words. Empty below
        five words.
    """
    buffer = word_buffer(house_words(" ".join(paragraphs)))
    grams = gram_list(buffer)
    limit = _TOP // _rate(len(grams))
    return tuple(sorted({wide(buffer, i) for i, gram in enumerate(grams) if gram < limit}))


def _rate(grams: int) -> int:
    rate = LONG_RATE
    while rate > 1 and grams < KEPT_AT_LEAST * rate:
        rate //= 2
    return rate

"""The sampled word 5-grams by which copies of one text find each other in an index.

A gram is kept by its own hash value, so every text keeps the same ones: two texts can be compared by what
they kept (Broder's mod-p sketch, 1997; the measure is containment, since true wire copies share only 30 % of
their 3-grams in Jaccard terms). Short texts keep more, and rates are nested: what a long text keeps, a short
text with the same gram keeps too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.core.stories.grams import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LONG_RATE = 8  # one gram in eight: about 100 of an 800-word text
KEPT_AT_LEAST = 30  # grams a text should keep, in expectation, before the rate is halved again
_TOP = 1 << 32
_LOWER, _UPPER = np.uint64(_TOP - 1), np.uint64(32)


def sample(paragraphs: Sequence[str]) -> NDArray[np.uint32]:
    """Sorted distinct 32-bit hashes of a body's sampled word 5-grams.

    Args:
        paragraphs: the body without furniture, in order.

    Returns:
        One in 8 of the distinct grams; one in 4, 2, 1 of texts below about 240, 120, 60 words. Empty below
        five words. The lower half of a gram's hash says whether it is kept, the upper half is its name: with
        a hundred thousand texts in a window, a gram meets a strange one once in five hundred times, and no two
        texts are taken for copies for one or two of those: `link` reads both.
    """
    grams = read(tuple(paragraphs)).hashes
    limit = _TOP // _rate(len(grams))
    return np.unique((grams[(grams & _LOWER) < limit] >> _UPPER).astype(np.uint32))


def fingerprint(paragraphs: Sequence[str]) -> tuple[int, ...]:
    """`sample` as plain numbers."""
    return tuple(sample(paragraphs).tolist())


def _rate(grams: int) -> int:
    rate = LONG_RATE
    while rate > 1 and grams < KEPT_AT_LEAST * rate:
        rate //= 2
    return rate

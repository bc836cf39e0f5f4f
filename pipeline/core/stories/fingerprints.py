"""The sampled word 5-grams by which copies of one text find each other in an index.

A gram is kept by its own hash value, so every text keeps the same ones: two texts can be compared by what
they kept (Broder's mod-p sketch, 1997; the measure is containment, since true wire copies share only 30 % of
their 3-grams in Jaccard terms). Short texts keep more, and rates are nested: what a long text keeps, a short
text with the same gram keeps too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.core.stories.grams import GRAM_WORDS, read
from pipeline.core.stories.pieces import LEAD_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LONG_RATE = 8  # one gram in eight: about 100 of an 800-word text
KEPT_AT_LEAST = 30  # grams a text should keep, in expectation, before the rate is halved again
_TOP = 1 << 32
_LOWER, _UPPER = np.uint64(_TOP - 1), np.uint64(32)


class Sample(NamedTuple):
    """What the index keeps of a text.

    ``grams``: sorted distinct 32-bit hashes, one in ``rate`` of the text's; ``in_lead``: which of them stand in
    the first paragraph that says something: what another page's brief of it would have.
    """

    grams: NDArray[np.uint32]
    in_lead: NDArray[np.bool_]
    rate: int


def sample(paragraphs: Sequence[str]) -> Sample:
    """Sample a body's word 5-grams.

    Args:
        paragraphs: the body without furniture, in order.

    Returns:
        One in 8 of the distinct grams; one in 4, 2, 1 of texts below about 240, 120, 60 words. Empty below
        five words. The lower half of a gram's hash says whether it is kept, the upper half is its name: with
        a hundred thousand texts in a window, a gram meets a strange one once in fifty times, and two texts that
        share a few of those are read in full before anything is said of them.
    """
    text = read(tuple(paragraphs))
    rate = _rate(len(text.hashes))
    kept = _kept(text.hashes, rate)
    kept.sort()
    grams = kept[np.concatenate(([True], kept[1:] != kept[:-1]))] if len(kept) else kept
    start, end = _lead(paragraphs, text.starts)
    lead = frozenset(_kept(text.hashes[start:end], rate).tolist())
    in_lead = np.fromiter(map(lead.__contains__, grams.tolist()), dtype=np.bool_, count=len(grams))
    return Sample(grams, in_lead, rate)


def fingerprint(paragraphs: Sequence[str]) -> tuple[int, ...]:
    """The sampled grams as plain numbers."""
    return tuple(sample(paragraphs).grams.tolist())


def _kept(hashes: NDArray[np.uint64], rate: int) -> NDArray[np.uint32]:
    return (hashes[(hashes & _LOWER) < _TOP // rate] >> _UPPER).astype(np.uint32)


def _lead(paragraphs: Sequence[str], starts: Sequence[int]) -> tuple[int, int]:
    """The grams of the first paragraph that is long enough, from … to; none where the next one is not either."""
    for place, paragraph in enumerate(paragraphs[:2]):
        if len(paragraph.split()) >= LEAD_WORDS:
            return starts[place], max(starts[place], starts[place + 1] - GRAM_WORDS + 1)
    return 0, 0


def _rate(grams: int) -> int:
    rate = LONG_RATE
    while rate > 1 and grams < KEPT_AT_LEAST * rate:
        rate //= 2
    return rate

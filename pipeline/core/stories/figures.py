"""Daily-template items: the same frame with other figures and days (market closes, rates, weather, lotteries).

A wire copy and its write-through keep most of their figures; two days of one template change most of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from pipeline.core.stories.grams import GRAM_WORDS, read

if TYPE_CHECKING:
    from pipeline.core.stories.grams import Reading

NEAR = 3  # words between a figure and the shared frame it stands in
CHANGED_SHARE = 0.4  # of the figures inside the shared frame
CHANGED_AT_LEAST = 3  # figures: a corrected sum that is given twice makes no template
HUNK = 6  # words: a longer run that was replaced is a rewritten sentence, not an exchanged figure
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "  # noqa: SIM905 - reads better
    "september october november december jan feb mar apr jun jul aug sept sep oct nov dec lundi mardi mercredi "
    "jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre octobre novembre "
    "décembre up down rose fell higher lower hausse baisse".split()
)


def is_template(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two texts that share a frame differ in most of the figures, days and directions inside it."""
    short, long = sorted((read(a), read(b)), key=lambda text: len(text.words))
    return _may_be_exchanged(short, long) and _exchanged(short.words, long.words)


def _may_be_exchanged(short: Reading, long: Reading) -> bool:
    """The cheap test, which most pairs fail: figures beside the shared frame that the other text lacks."""
    words, others = short.words, frozenset(long.words)
    covered = bytearray(len(words))
    for i, gram in enumerate(short.grams):
        if gram in long.distinct:
            covered[i : i + GRAM_WORDS] = b"\x01" * GRAM_WORDS
    changed = inside = 0
    for i, word in enumerate(words):
        if _tells_the_day(word) and any(covered[max(0, i - NEAR) : i + NEAR + 1]):
            inside += 1
            changed += not covered[i] and word not in others
    return changed >= CHANGED_AT_LEAST and changed > CHANGED_SHARE * inside


def _exchanged(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether figures were exchanged for figures, word by word, in most places of the common order."""
    kept = changed = 0
    out: tuple[str, ...] = ()
    for op in Indel.opcodes(a, b):
        if op.tag == "equal":
            kept += sum(map(_tells_the_day, a[op.src_start : op.src_end]))
            out = ()
        elif op.tag == "delete":
            out = a[op.src_start : op.src_end]
        elif len(out) <= HUNK and op.dest_end - op.dest_start <= HUNK:
            put = b[op.dest_start : op.dest_end]
            changed += min(sum(map(_tells_the_day, out)), sum(map(_tells_the_day, put)))
    return changed >= CHANGED_AT_LEAST and changed > CHANGED_SHARE * (kept + changed)


def _tells_the_day(word: str) -> bool:
    return word[0].isdigit() or word in _DAYS

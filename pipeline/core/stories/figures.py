"""Daily-template items: the same frame with other figures and days (market closes, rates, weather, lotteries).

A wire copy and its write-through keep most of their figures, and differ by sentences; two days of one template
exchange figure for figure every few words. Thresholds: read off the re-files and the look-alikes of
Reuters-21578 (treasury balances, repurchases, bond issues, posted prices), where they part cleanly.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

from pipeline.core.stories.grams import read

if TYPE_CHECKING:
    from collections.abc import Iterator

HUNK = 6  # words: a longer run that was replaced is a rewritten sentence, not an exchanged figure
MOST = 0.4  # of the figures exchanged, at least MOST_FIGURES of them: another day's table
MOST_FIGURES = 3
SOME = 0.2  # of the figures exchanged, at least SOME_FIGURES, in a frame …
SOME_FIGURES = 2
FRAME = 14  # … that is interrupted every so many words or oftener
DAY_APART = timedelta(hours=20)  # on another day one exchanged figure will do in a brief
BRIEF = 80  # words
_FACTS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "  # noqa: SIM905 - reads better
    "september october november december jan feb mar apr jun jul aug sept sep oct nov dec lundi mardi mercredi "
    "jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre octobre novembre "
    "décembre up down rose fell rise fall higher lower raises cuts hausse baisse "
    "one two three four five six seven eight nine ten deux trois quatre cinq sept huit neuf dix".split()
)


class _Exchange(NamedTuple):
    """Figures kept and exchanged, equal words, and in how many places they are interrupted."""

    kept: int
    changed: int
    equal: int
    breaks: int


def is_template(a: tuple[str, ...], b: tuple[str, ...], apart: timedelta | None = None) -> bool:
    """Whether two texts that share a frame differ in the figures, days and directions inside it.

    Args:
        a: one body; ``b`` the other, in any order.
        b: see ``a``.
        apart: time between their appearances, 0 or more; None where it is not known.
    """
    short, long = sorted((read(a).words, read(b).words), key=lambda words: (len(words), words))
    others = frozenset(long)
    if all(word in others or not _is_fact(word) for word in short):
        return False  # the cheap test, which most pairs fail: nothing was exchanged
    x = _exchange(short, long)
    share = x.changed / (x.kept + x.changed) if x.changed else 0.0
    if x.changed >= MOST_FIGURES and share > MOST:
        return True
    if x.changed >= SOME_FIGURES and share > SOME and x.equal <= FRAME * x.breaks:
        return True
    return apart is not None and apart >= DAY_APART and len(short) <= BRIEF and share > SOME


def _exchange(a: tuple[str, ...], b: tuple[str, ...]) -> _Exchange:
    kept = changed = equal = breaks = 0
    for out, put, same in _gaps(a, b):
        kept += sum(map(_is_fact, same))
        equal += len(same)
        breaks += bool(out or put)
        if len(out) <= HUNK and len(put) <= HUNK:
            changed += min(sum(map(_is_fact, out)), sum(map(_is_fact, put)))
    return _Exchange(kept, changed, equal, breaks)


def _gaps(a: tuple[str, ...], b: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Two texts in common order: words only ``a`` has, words only ``b`` has there, the equal words behind."""
    i = j = 0
    for block in Indel.opcodes(a, b).as_matching_blocks():
        yield a[i : block.a], b[j : block.b], a[block.a : block.a + block.size]
        i, j = block.a + block.size, block.b + block.size


def _is_fact(word: str) -> bool:
    return word[0].isdigit() or word in _FACTS

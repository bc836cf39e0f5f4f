"""Paragraphs that were split or merged: the same words with other breaks between them.

Outlets that run one sentence a paragraph break the wire's paragraphs up. What was cut off is no new text.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SAME_WORDS = 0.8  # share of words in common order, above which two runs of units are one text
GAIN = 0.05  # by how much a run must be more alike than any two of its units: else one was edited, the other is new
PART = 0.45  # share of the words of a unit that must stand in the other side for it to join a run
MOST = 2000  # words: no paragraph is longer, and a run of such is dear
LEAST = 3  # words: shorter units stand in any text by chance, and only join a run
MOST_UNITS = 8  # of one side in a run
MOST_STARTS = 1000  # runs that are tried (a hostile page has thousands of units)
MAX_WORK = 20_000_000  # words that are held against each other in all: a tenth of a second
_HEAD = 3  # first words, one of which a run's first units have in common
_NEAR = 2  # positions from one unit of a run to the next: one paragraph may have been put between


class Unit(NamedTuple):
    """A paragraph or sentence without an equal one: its place, its words, and these as a multiset."""

    place: int
    words: list[str]
    bag: frozenset[object]


class Run(NamedTuple):
    """Places of the old and new units that are one text; one side has at least two."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    similarity: float


def unit(place: int, words: list[str]) -> Unit:
    """A unit, its repeated words told apart by number, so that set intersection is that of multisets."""
    counted = Counter(words)
    bag: set[object] = set(counted)
    if len(bag) < len(words):
        bag.update((word, n) for word, times in counted.items() if times > 1 for n in range(1, times))
    return Unit(place, words, frozenset(bag))


def runs(left: Sequence[Unit], right: Sequence[Unit]) -> tuple[Run, ...]:
    """The runs of units that differ in their breaks only, or nearly so; no unit stands in two of them."""
    if not left or not right or len(left) == len(right) == 1:
        return ()
    found: list[Run] = []
    old, new = {u.place: u for u in left}, {u.place: u for u in right}
    work = MAX_WORK
    for i, j in _starts(left, right):
        if i in old and j in new:
            work -= MOST_UNITS * cost(old[i], new[j])
            if work < 0:
                break
            run = _grown(old, new, i, j)
            if run:
                found.append(run)
                for place in run.old:
                    del old[place]
                for place in run.new:
                    del new[place]
    return tuple(found)


def cost(a: Unit, b: Unit) -> int:
    """What it takes to hold two units against each other, in words: their order is compared 64 words at a time."""
    return len(a.words) + len(b.words) + len(a.words) * len(b.words) // 64


def _starts(left: Sequence[Unit], right: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Units of unlike length, one of which begins with words of the other."""
    budget = MOST_STARTS
    heads: dict[str, list[Unit]] = {}
    for one in right:
        for word in one.words[:_HEAD]:
            heads.setdefault(word, []).append(one)
    for a in left:
        met = {u.place: u for word in a.words[:_HEAD] for u in heads.get(word, ())}
        for b in met.values():
            budget -= 1
            if budget < 0:
                return
            shorter = min(len(a.words), len(b.words))
            longer = max(len(a.words), len(b.words))
            if shorter >= LEAST and longer <= MOST and len(a.bag & b.bag) >= PART * shorter:
                yield a.place, b.place


def _grown(old: dict[int, Unit], new: dict[int, Unit], i: int, j: int) -> Run | None:
    """The run that begins with these two: the side with fewer words takes its next unit, as long as it fits."""
    before, after = [old[i]], [new[j]]
    least = _likeness(before, after) + GAIN
    best: Run | None = None
    while least < 1:
        short, free, other = (before, old, after) if _size(before) < _size(after) else (after, new, before)
        following = _next(short, free, other)
        if following is None or len(short) == MOST_UNITS:
            return best
        short.append(following)
        others = before if short is after else after
        least = max(least, GAIN + max(_likeness([one], [following]) for one in others))
        alike = _likeness(before, after)
        if alike >= max(SAME_WORDS, least) and (best is None or alike > best.similarity):
            best = Run(tuple(u.place for u in before), tuple(u.place for u in after), alike)
    return best


def _next(short: list[Unit], free: dict[int, Unit], other: list[Unit]) -> Unit | None:
    bag = frozenset[object]().union(*(u.bag for u in other))
    for place in range(short[-1].place + 1, short[-1].place + 1 + _NEAR):
        one = free.get(place)
        if one is not None and one.words and len(one.bag & bag) >= PART * len(one.words):
            return one
    return None


def _size(side: list[Unit]) -> int:
    return sum(len(u.words) for u in side)


def _likeness(before: list[Unit], after: list[Unit]) -> float:
    old, new = [w for u in before for w in u.words], [w for u in after for w in u.words]
    return Indel.normalized_similarity(old, new)

"""Alignment of two texts unit by unit (paragraphs or sentences), moves told apart from deletions.

Equal units are paired first, then the rest by how many words they share in order. What does not lie on the
longest common order of all pairs was moved: pushing a paragraph down by inserting another is no move.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

from pipeline.core.normalise.text import normalise, words
from pipeline.model import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model import Op

SAME_PARAGRAPH = 0.5  # share of words in common order above which a unit is an edit, not another unit
KEPT_INSIDE = 0.75  # … or this share of the shorter unit's words, in order, inside the longer one
MIN_KEPT_WORDS = 8  # short units fit inside any long one by chance
MAX_CELLS = 40_000  # similarity is asked of at most so many pairs (a hostile page has thousands of units)


class _Pair(NamedTuple):
    old: int
    new: int
    similarity: float


def align(old: Sequence[str], new: Sequence[str]) -> tuple[Change, ...]:
    """Align ``old`` with ``new``; every unit of both stands in exactly one row, rows in reading order.

    Args:
        old: the earlier text's paragraphs (or sentences), in order.
        new: the later text's.

    Returns:
        Changes without class or weight. ``unchanged`` has equal normal forms (similarity 1); ``moved`` with
        similarity below 1 was also edited; ``added`` and ``removed`` have none. A removed unit stands where
        it was: behind the unit it followed.
    """
    old_keys, new_keys = [normalise(p) for p in old], [normalise(p) for p in new]
    pairs = _equal_pairs(old_keys, new_keys)
    pairs += _edited_pairs(old_keys, new_keys, pairs)
    pairs.sort()
    still = _in_order(pairs, [len(p) for p in old])
    return tuple(_rows(old, new, pairs, still))


def similarity(old: str, new: str) -> float:
    """Share of words two units have in common order, 0 to 1; 1 only where their normal forms are equal."""
    if normalise(old) == normalise(new):
        return 1.0
    return min(0.9999, _ratio(words(old), words(new)))


def _ratio(a: list[str], b: list[str]) -> float:
    return Indel.normalized_similarity(a, b)


def _equal_pairs(old: list[str], new: list[str]) -> list[_Pair]:
    """Equal units, the n-th of a repeated one with the n-th."""
    places = defaultdict(list)
    for j in range(len(new) - 1, -1, -1):
        places[new[j]].append(j)
    return [_Pair(i, places[key].pop(), 1.0) for i, key in enumerate(old) if places.get(key)]


def _edited_pairs(old: list[str], new: list[str], equal: list[_Pair]) -> list[_Pair]:
    """The most similar of the units left over, best first; among equals those nearest in place."""
    taken_old, taken_new = {p.old for p in equal}, {p.new for p in equal}
    left = [(i, words(key)) for i, key in enumerate(old) if i not in taken_old]
    right = [(j, words(key)) for j, key in enumerate(new) if j not in taken_new]
    scored = sorted(_candidates(left, right), key=lambda p: (-p.similarity, abs(p.old - p.new), p.old, p.new))
    pairs = []
    for pair in scored:
        if pair.old not in taken_old and pair.new not in taken_new:
            taken_old.add(pair.old)
            taken_new.add(pair.new)
            pairs.append(pair)
    return pairs


def _candidates(left: list[tuple[int, list[str]]], right: list[tuple[int, list[str]]]) -> Iterator[_Pair]:
    bags = [(j, b, Counter(b)) for j, b in right]
    budget = MAX_CELLS
    for i, a in left:
        bag = Counter(a)
        for j, b, other in bags:
            budget -= 1
            if budget < 0:
                return
            score = _score(a, bag, b, other)
            if score is not None:
                yield _Pair(i, j, score)


def _score(a: list[str], bag: Counter[str], b: list[str], other: Counter[str]) -> float | None:
    """Similarity of two units that are one, edited; None where they are two."""
    shorter = min(len(a), len(b))
    shared = (bag & other).total()
    near, inside = 2 * shared >= SAME_PARAGRAPH * (len(a) + len(b)), shared >= KEPT_INSIDE * shorter
    if not shared or not (near or (inside and shared >= MIN_KEPT_WORDS)):
        return None  # word order only lowers the share
    ratio = _ratio(a, b)
    common = ratio * (len(a) + len(b)) / 2
    if ratio >= SAME_PARAGRAPH or (common >= MIN_KEPT_WORDS and common >= KEPT_INSIDE * shorter):
        return min(0.9999, ratio)
    return None


def _in_order(pairs: list[_Pair], sizes: list[int]) -> set[int]:
    """Old positions of the pairs that kept their order: most pairs, then most text (patience sorting).

    The front holds, by new position, chains that no shorter and lighter chain beats.
    """
    ends: list[int] = []  # new position at which each best chain on the front ends, rising
    values: list[tuple[int, int]] = []  # (pairs, signs) of that chain, rising
    chains: list[int] = []  # index of its last pair
    before: list[int] = []
    for index, pair in enumerate(pairs):
        at = bisect_right(ends, pair.new)
        count, signs = values[at - 1] if at else (0, 0)
        before.append(chains[at - 1] if at else -1)
        value = (count + 1, signs + sizes[pair.old])
        stop = at
        while stop < len(values) and values[stop] <= value:
            stop += 1
        ends[at:stop], values[at:stop], chains[at:stop] = [pair.new], [value], [index]
    still, index = set(), chains[-1] if chains else -1
    while index >= 0:
        still.add(pairs[index].old)
        index = before[index]
    return still


def _rows(old: Sequence[str], new: Sequence[str], pairs: list[_Pair], still: set[int]) -> Iterator[Change]:
    by_new = {pair.new: pair for pair in pairs}
    gone = [i for i in range(len(old)) if i not in {pair.old for pair in pairs}]
    gone.reverse()
    for j, text in enumerate(new):
        pair = by_new.get(j)
        if pair is None:
            yield Change("added", None, j, None, text, None)
            continue
        while pair.old in still and gone and gone[-1] < pair.old:
            yield _removed(old, gone.pop())
        yield Change(_op(pair, still), pair.old, j, old[pair.old], text, pair.similarity)
    while gone:
        yield _removed(old, gone.pop())


def _removed(old: Sequence[str], position: int) -> Change:
    return Change("removed", position, None, old[position], None, None)


def _op(pair: _Pair, still: set[int]) -> Op:
    if pair.old not in still:
        return "moved"
    return "unchanged" if pair.similarity == 1.0 else "edited"

"""Alignment of two texts unit by unit (paragraphs or sentences), moves told apart from deletions.

Equal units are paired first, then runs that differ in their breaks only (splits and merges), then the rest by
how many words they share in order. What does not lie on the longest common order of all pairs was moved:
pushing a paragraph down by inserting another is no move.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

from pipeline.core.compare.breaks import MAX_WORK, Run, Unit, cost, runs, unit
from pipeline.core.normalise.text import normalise, words
from pipeline.model import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model import Op

SAME_PARAGRAPH = 0.5  # share of words in common order above which a unit is an edit, not another unit
KEPT_INSIDE = 0.75  # … or this share of the shorter unit's words, in order, inside the longer one
MIN_KEPT_WORDS = 8  # short units fit inside any long one by chance
IN_PLACE = 0.3  # … or this share, for a sentence between the same neighbours
MAX_CELLS = 40_000  # up to so many pairs, each old unit is held against each new one
RARE = 8  # … beyond that only against those that share a word which so few of the others have
ALMOST = 0.9999  # what is not equal in its normal form is below 1


class _Pair(NamedTuple):
    old: int
    new: int
    similarity: float


class _Parts(NamedTuple):
    """Pieces beside the first of a split or merge: own place → place in the other text that holds the rest."""

    added: dict[int, int]
    removed: dict[int, int]


def align(old: Sequence[str], new: Sequence[str], *, in_place: bool = False) -> tuple[Change, ...]:
    """Align ``old`` with ``new``; every unit of both stands in exactly one row, rows in reading order.

    Args:
        old: the earlier text's paragraphs (or sentences), in order.
        new: the later text's.
        in_place: pair what stands between the same neighbours even where it shares little: right for the
            sentences of one paragraph.

    Returns:
        Changes without class or weight. ``unchanged`` has equal normal forms (similarity 1); ``moved`` with
        similarity below 1 was also edited; ``added`` and ``removed`` have none. A removed unit stands where
        it was: behind the unit it followed. Splits and merges: see `Change`; their similarity is that of the
        whole run to the whole run.
    """
    old_keys, new_keys = [normalise(p) for p in old], [normalise(p) for p in new]
    pairs = _equal_pairs(old_keys, new_keys)
    left = _rest(old_keys, {p.old for p in pairs})
    right = _rest(new_keys, {p.new for p in pairs})
    found = runs(left, right)
    parts = _parts(found, {u.place: u for u in left}, {u.place: u for u in right})
    pairs += [
        _Pair(i, j, min(ALMOST, r.similarity)) for r in found for i, j in zip(r.old, r.new, strict=False)
    ]
    left, right = (
        _free(left, {i for r in found for i in r.old}),
        _free(right, {j for r in found for j in r.new}),
    )
    pairs += _edited_pairs(left, right)
    if in_place:
        pairs += _in_place(pairs, left, right)
    pairs.sort()
    return tuple(_rows(old, new, pairs, parts))


def similarity(old: str, new: str) -> float:
    """Share of words two units have in common order, 0 to 1; 1 only where their normal forms are equal."""
    if normalise(old) == normalise(new):
        return 1.0
    return min(ALMOST, Indel.normalized_similarity(words(old), words(new)))


def _equal_pairs(old: list[str], new: list[str]) -> list[_Pair]:
    """Equal units, the n-th of a repeated one with the n-th."""
    places = defaultdict(list)
    for j in range(len(new) - 1, -1, -1):
        places[new[j]].append(j)
    return [_Pair(i, places[key].pop(), 1.0) for i, key in enumerate(old) if places.get(key)]


def _rest(keys: list[str], taken: set[int]) -> list[Unit]:
    return [unit(place, words(key)) for place, key in enumerate(keys) if place not in taken]


def _free(units: list[Unit], taken: set[int]) -> list[Unit]:
    return [u for u in units if u.place not in taken] if taken else units


def _parts(found: Sequence[Run], old: dict[int, Unit], new: dict[int, Unit]) -> _Parts:
    parts = _Parts({}, {})
    for run in found:
        both = min(len(run.old), len(run.new))
        for j in run.new[both:]:
            parts.added[j] = max(run.old, key=lambda i: len(old[i].bag & new[j].bag))
        for i in run.old[both:]:
            parts.removed[i] = max(run.new, key=lambda j: len(old[i].bag & new[j].bag))
    return parts


def _edited_pairs(left: list[Unit], right: list[Unit]) -> list[_Pair]:
    """The most similar of the units left over, best first; among equals those nearest in place."""
    scored = sorted(_candidates(left, right), key=lambda p: (-p.similarity, abs(p.old - p.new), p.old, p.new))
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    pairs = []
    for pair in scored:
        if pair.old not in taken_old and pair.new not in taken_new:
            taken_old.add(pair.old)
            taken_new.add(pair.new)
            pairs.append(pair)
    return pairs


def _candidates(left: list[Unit], right: list[Unit]) -> Iterator[_Pair]:
    for a, b in _cells(left, right):
        score = _score(a, b)
        if score is not None:
            yield _Pair(a.place, b.place, score)


def _cells(left: list[Unit], right: list[Unit]) -> Iterator[tuple[Unit, Unit]]:
    """Which units are held against which: all, or in a text of thousands those that share a rare word."""
    budget = MAX_WORK
    for a, b in _all(left, right) if len(left) * len(right) <= MAX_CELLS else _near(left, right):
        budget -= cost(a, b)
        if budget < 0:
            return
        yield a, b


def _all(left: list[Unit], right: list[Unit]) -> Iterator[tuple[Unit, Unit]]:
    return ((a, b) for a in left for b in right)


def _near(left: list[Unit], right: list[Unit]) -> Iterator[tuple[Unit, Unit]]:
    having: dict[object, list[Unit]] = defaultdict(list)
    for b in right:
        for word in b.bag:
            having[word].append(b)
    for a in left:
        rare = (having[word] for word in a.bag if word in having and len(having[word]) <= RARE)
        near = {b.place: b for units in rare for b in units}
        yield from ((a, near[place]) for place in sorted(near))


def _score(a: Unit, b: Unit) -> float | None:
    """Similarity of two units that are one, edited; None where they are two."""
    sizes, shared = (len(a.words), len(b.words)), len(a.bag & b.bag)
    shorter = min(sizes)
    near, inside = 2 * shared >= SAME_PARAGRAPH * sum(sizes), shared >= KEPT_INSIDE * shorter
    if not shared or not (near or (inside and shared >= MIN_KEPT_WORDS)):
        return None  # word order only lowers the share
    ratio = Indel.normalized_similarity(a.words, b.words)
    common = ratio * sum(sizes) / 2
    if ratio >= SAME_PARAGRAPH or (common >= MIN_KEPT_WORDS and common >= KEPT_INSIDE * shorter):
        return min(ALMOST, ratio)
    return None


def _in_place(pairs: list[_Pair], left: list[Unit], right: list[Unit]) -> list[_Pair]:
    """Units without a partner that follow partners: the one was put for the other."""
    old, new = {u.place: u for u in left}, {u.place: u for u in right}
    for pair in pairs:
        old.pop(pair.old, None)
        new.pop(pair.new, None)
    after = {p.new: p.old for p in pairs} | {-1: -1}
    found = []
    for j in sorted(new):
        a = old.get(after[j - 1] + 1) if j - 1 in after else None
        if a is not None:
            ratio = Indel.normalized_similarity(a.words, new[j].words)
            if ratio >= IN_PLACE:
                after[j] = a.place
                del old[a.place]
                found.append(_Pair(a.place, j, min(ALMOST, ratio)))
    return found


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


def _rows(old: Sequence[str], new: Sequence[str], pairs: list[_Pair], parts: _Parts) -> Iterator[Change]:
    still = _in_order(pairs, [len(p) for p in old])
    by_new = {pair.new: pair for pair in pairs}
    gone = sorted(set(range(len(old))) - {pair.old for pair in pairs}, reverse=True)
    for j, text in enumerate(new):
        pair = by_new.get(j)
        if pair is None:
            yield Change("added", None, j, None, text, None, part_of=parts.added.get(j))
            continue
        while pair.old in still and gone and gone[-1] < pair.old:
            yield _removed(old, gone.pop(), parts)
        yield Change(_op(pair, still), pair.old, j, old[pair.old], text, pair.similarity)
    while gone:
        yield _removed(old, gone.pop(), parts)


def _removed(old: Sequence[str], position: int, parts: _Parts) -> Change:
    return Change("removed", position, None, old[position], None, None, part_of=parts.removed.get(position))


def _op(pair: _Pair, still: set[int]) -> Op:
    if pair.old not in still:
        return "moved"
    return "unchanged" if pair.similarity == 1.0 else "edited"

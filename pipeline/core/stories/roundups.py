"""Pages that contain several stories: a roundup is a story of its own, and joins none of those it contains.

Told from one page's mentions, the links among what it mentions, and the pages it is a copy of; never from the
stories these stand in, which depend on it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import combinations
from typing import TYPE_CHECKING

from pipeline.core.stories.mentions import GOOD_PART, akin, name_words
from pipeline.core.stories.pieces import COVERED, Part, in_both, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from pipeline.model import Member, Mention

SECOND = 0.5  # of the largest part's words: what is smaller is a note, no item of a roundup
DIGEST = 3  # excerpts about different things make a roundup, however short
WHOLE = 0.75  # of a story: a page that runs so much of one and …
EXCERPT = 0.65  # … less than this of another is a copy with an excerpt
Pair = tuple[int, int]


def is_side_by_side(found: Sequence[Mention]) -> bool:
    """The cheap test before `may_be_roundup`: as many parts of the page one behind the other as a roundup has."""
    picked = len(_picked(found))
    return picked > 1 and _are_enough(picked, [m.in_guest for m in found])


def may_be_roundup(found: Sequence[Mention], tied: AbstractSet[Pair] = frozenset()) -> bool:
    """The test before `is_roundup` that reads no text, since what follows only joins items and drops them.

    Args:
        found: the page's mentions, in any order.
        tied: as `is_roundup` has them.
    """
    return _are_several(_items(found, tied))


def _are_several(items: Sequence[Sequence[Mention]]) -> bool:
    return _are_enough(len(items), [max(m.in_guest for m in item) for item in items])


def _are_enough(items: int, shares: Sequence[float]) -> bool:
    """Whether there are as many items, or as large shares of two texts, as a roundup has at least."""
    return items >= DIGEST or sum(share >= GOOD_PART for share in shares) > 1


def _picked(found: Sequence[Mention]) -> list[Mention]:
    """As many mentions as can stand side by side, in the order of the page."""
    picked: list[Mention] = []
    for m in sorted(found, key=_by_end):
        if not picked or m.from_position > picked[-1].to_position:
            picked.append(m)
    return picked


def _by_end(m: Mention) -> tuple[int, int, int]:
    return m.to_position, -m.from_position, m.guest


def is_roundup(
    page: Member,
    found: Sequence[Mention],
    copies: Sequence[Member] = (),
    tied: AbstractSet[Pair] = frozenset(),
) -> bool:
    """Whether a page contains two or more stories, side by side and about different things.

    Args:
        page: the version in question.
        found: its mentions (`mention` with the page as host), in any order.
        copies: versions that have most of the page; one that lacks an item shows that the rest is one story.
        tied: pairs of guests (smaller key first) that are linked: what they have is one item.

    Returns:
        True for two texts in good part each, or three excerpts of which two are sure, the smaller ones at least
        half as long as the largest. A copy of one story with an insert, or with an excerpt of another behind it,
        is none.
    """
    items = _items(found, tied)
    parts = _measured(items, page.paragraphs) if _are_several(items) else []
    if not parts[1:]:
        return False
    parts = _as_copied(page, parts, copies)
    parts = _unlike(page.paragraphs, [p for p in parts if p.words >= SECOND * parts[0].words])
    if len(parts) >= DIGEST and sum(p.sure for p in parts) > 1:
        return True
    most, second = ([p.share for p in sorted(parts, key=lambda p: -p.share)] + [0.0, 0.0])[:2]
    return second >= GOOD_PART and not (most >= WHOLE and second < EXCERPT)


def _items(found: Sequence[Mention], tied: AbstractSet[Pair]) -> list[list[Mention]]:
    """The mentions of each text that stands in the page, as many texts side by side as there are.

    What is tied is one text, wherever it stands; what touches several items and is tied to more than one of
    them, or to none, is a page like this one and tells nothing.
    """
    picked = _picked(found)
    firsts, lasts = [m.from_position for m in picked], [m.to_position for m in picked]
    items: list[list[Mention]] = [[] for _ in picked]
    wide: list[Mention] = []
    for m in sorted(found, key=_by_end):
        first, end = bisect_left(lasts, m.from_position), bisect_right(firsts, m.to_position)  # touched
        (items[first] if end - first == 1 else wide).append(m)
    return _tied_together(items, wide, _nearest({m.guest for m in found}, tied))


def _nearest(guests: set[int], tied: AbstractSet[Pair]) -> dict[int, set[int]]:
    """Guest → itself and those it is tied to."""
    near = {guest: {guest} for guest in guests}
    pairs: Iterable[Pair] = combinations(sorted(guests), 2)
    if len(guests) ** 2 > 2 * len(tied):  # the other way round it would be all ties of a batch for each page
        pairs = tied
    for a, b in pairs:
        if a in near and b in near and (a, b) in tied:
            near[a].add(b)
            near[b].add(a)
    return near


def _tied_together(
    items: Sequence[list[Mention]], wide: Sequence[Mention], near: Mapping[int, set[int]]
) -> list[list[Mention]]:
    item_of: dict[int, int] = {}  # guest → the item it stands in
    out: dict[int, list[Mention]] = {}
    for number, item in enumerate(items):
        joined = {item_of[guest] for m in item for guest in near[m.guest] & item_of.keys()}
        out[number] = [m for one in sorted(joined) for m in out.pop(one)] + item
        item_of |= {m.guest: number for m in out[number]}
    for m in wide:
        of = {item_of[guest] for guest in near[m.guest] & item_of.keys()}
        if len(of) == 1:
            item_of[m.guest] = of.pop()
            out[item_of[m.guest]].append(m)
    return list(out.values())


def _measured(items: Sequence[Sequence[Mention]], paragraphs: tuple[str, ...]) -> list[Part]:
    """How much of the page each text has, the largest first; one in the midst of another is an insert, no item."""
    starts = text_of(paragraphs).starts
    parts = [_size(item, starts) for item in items]
    hulls = [(min(m.first_piece for m in item), max(m.last_piece for m in item)) for item in items]
    kept = [p for p in parts if not any(first < p.first and p.last < last for first, last in hulls)]
    return sorted(kept, key=lambda p: (-p.words, p.first))


def _size(item: Sequence[Mention], starts: Sequence[int]) -> Part:
    """Scattered pieces count, too: they make a text the page's main one."""
    shown = {i for m in item for i in range(m.from_position, m.to_position + 1)}
    words = sum(starts[i + 1] - starts[i] for i in shown)
    most = max(m.in_host for m in item)
    return Part(
        min(shown),
        max(shown),
        max(words, round(most * starts[-1])),
        max(m.in_guest for m in item),
        not all(m.unsure for m in item),
    )


def _as_copied(page: Member, parts: list[Part], copies: Sequence[Member]) -> list[Part]:
    """The items that a copy of the page has too are one, if it lacks another: it runs the story without it.

    A roundup that was cut has items about different things, and is no witness.
    """
    for copy in copies:
        has = [p for p in parts if _carries(copy, page, p)]
        lacks = [p for p in parts if p not in has]
        if lacks and len(_unlike(page.paragraphs, has)) == 1:
            words = text_of(page.paragraphs).starts[-1] - sum(p.words for p in lacks)
            whole = Part(has[0].first, has[0].last, words, max(p.share for p in has))
            parts = sorted([whole, *lacks], key=lambda p: (-p.words, p.first))
    return parts


def _carries(copy: Member, page: Member, part: Part) -> bool:
    grams = text_of(page.paragraphs).part(part.first, part.last)
    return len(in_both(grams, text_of(copy.paragraphs).grams)) >= COVERED * len(grams)


def _unlike(paragraphs: tuple[str, ...], parts: Sequence[Part]) -> list[Part]:
    """Items that are about different things: of two that name the same people, the larger one stays."""
    if not parts[1:]:
        return list(parts)
    kept: list[tuple[Part, frozenset[str]]] = []
    for part in parts:
        named = name_words(paragraphs[part.first : part.last + 1])
        if not any(akin(named, other) for _, other in kept):
            kept.append((part, named))
    return [part for part, _ in kept]

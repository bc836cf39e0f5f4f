"""Which texts are another one cut: at the end, as most outlets do it, or with paragraphs dropped inside."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.core.stories.drops import dropped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.core.stories.copies import Units
    from pipeline.core.stories.wiretext import WireText


def full_texts(texts: Sequence[WireText]) -> dict[Units, tuple[Units, ...]]:
    """Text → the full texts it may be a cut of, sorted: itself alone, if it is no cut.

    Args:
        texts: those of ONE story, in order of appearance.

    A text that another one begins with is that one cut at the end, unless a page went from the one to the
    other: then the wire added there, or cut. For what is dropped inside a text see `drops`. What the agency
    sent is no cut.
    """
    distinct = dict.fromkeys(t.keys for t in texts)
    longest = _longest(distinct)
    certain = {t.keys for t in texts if t.member.role == "agency"} | _stepped(texts, longest)
    cuts = {short: full for short, full in longest.items() if short not in certain}
    whole = [t for t in distinct if t not in cuts and t not in certain]
    return _resolved(distinct, cuts | dropped(texts, whole))


def _longest(distinct: Iterable[Units]) -> dict[Units, tuple[Units, ...]]:
    """Text → the texts that begin with it and that no text begins with.

    In sorted order the texts that begin with one follow it: the stack holds the beginnings of the present one.
    """
    begun: dict[Units, list[Units]] = defaultdict(list)
    stack: list[Units] = []
    for text in sorted(distinct):
        while stack and text[: len(stack[-1])] != stack[-1]:
            stack.pop()
        for short in stack:
            begun[short].append(text)
        if text:
            stack.append(text)
    return {short: tuple(t for t in longer if t not in begun) for short, longer in begun.items()}


def _stepped(texts: Sequence[WireText], longest: Mapping[Units, tuple[Units, ...]]) -> set[Units]:
    """Beginnings that are texts of the wire by themselves, since a page that ran the longest text ran them too."""
    pages: dict[int, list[Units]] = defaultdict(list)
    for text in texts:
        pages[text.member.article_key].append(text.keys)
    steps = {step for page in pages.values() for pair in pairwise(page) for step in (pair, pair[::-1])}
    return {short for short, long in steps if long in longest.get(short, ())}


def _resolved(
    distinct: Iterable[Units], cuts: Mapping[Units, tuple[Units, ...]]
) -> dict[Units, tuple[Units, ...]]:
    """The full texts at the end of every chain of cuts: what a cut is cut from is longer."""
    full: dict[Units, tuple[Units, ...]] = {}
    for text in sorted(distinct, key=len, reverse=True):
        ends = {end for other in cuts.get(text, ()) for end in full[other]}
        full[text] = tuple(sorted(ends)) if ends else (text,)
    return full

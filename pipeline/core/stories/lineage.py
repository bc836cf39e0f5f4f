"""Write-throughs: the distinct states of the wire's text in one story, and which of them each version runs."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.core.normalise.text import count_words
from pipeline.core.stories.order import by_appearance
from pipeline.core.stories.wiretext import wire_texts
from pipeline.model import Lineage, WriteThru

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.core.stories.wiretext import WireText
    from pipeline.model import Member

Keys = tuple[str, ...]


def lineage(members: Sequence[Member]) -> Lineage:
    """Number the write-throughs of ONE story.

    Args:
        members: the story's versions, each once, in any order.

    Returns:
        Write-throughs from 0 in order of appearance, and for each version key the earliest and the latest
        write-through its text is consistent with: they differ only for a copy cut above the changed place.
        A copy that is the beginning of a longer text is taken for a cut of it; house spelling, datelines,
        headlines and an outlet's own paragraphs are no states of the wire.
    """
    texts = sorted(wire_texts(members), key=lambda t: by_appearance(t.member))
    states = _states({t.keys for t in texts}, _grown(texts))
    fits = {t.member.version_key: states[t.keys] for t in texts}
    order = _numbered(texts, fits)
    runs = {key: _range([order[s] for s in fitting]) for key, fitting in fits.items()}
    return Lineage(tuple(_writethru(n, texts, runs) for n in range(len(order))), runs)


def _states(sequences: set[Keys], grown: set[Keys]) -> dict[Keys, tuple[Keys, ...]]:
    """Sequence → the full texts it is a beginning of; itself, if of no other or if it is one by itself."""
    begun = defaultdict(list)
    for full in sequences:
        for n in range(1, len(full)):
            if full[:n] in sequences:
                begun[full[:n]].append(full)
    return {
        s: (s,) if s in grown or s not in begun else tuple(sorted(x for x in begun[s] if x not in begun))
        for s in sequences
    }


def _grown(texts: list[WireText]) -> set[Keys]:
    """Beginnings that are texts of the wire by themselves, since a page that ran the longest text ran them too.

    A page goes from one text to its continuation because the wire added to the end, or cut there.
    """
    pages = defaultdict(list)
    for text in texts:
        pages[text.member.article_key].append(text.keys)
    steps = {pair for page in pages.values() for pair in pairwise(page)}
    full = {t.keys for t in texts} - {t.keys[:n] for t in texts for n in range(1, len(t.keys))}
    found = {(a, b) if len(a) < len(b) else (b, a) for a, b in steps}
    return {short for short, long in found if long in full and long[: len(short)] == short != long}


def _numbered(texts: list[WireText], fits: dict[int, tuple[Keys, ...]]) -> dict[Keys, int]:
    """States in order of the first version that can run nothing else."""
    order: dict[Keys, int] = {}
    for text in texts:
        fitting = fits[text.member.version_key]
        if len(fitting) == 1:
            order.setdefault(fitting[0], len(order))
    return order


def _range(numbers: list[int]) -> tuple[int, int]:
    return min(numbers), max(numbers)


def _writethru(number: int, texts: list[WireText], runs: dict[int, tuple[int, int]]) -> WriteThru:
    earliest = [t for t in texts if runs[t.member.version_key][0] == number]
    certain = [t for t in earliest if runs[t.member.version_key][1] == number]
    first, longest = earliest[0].member, max(certain, key=lambda t: len(t.keys))
    wire = sorted(t.member.wire_number for t in certain if t.member.wire_number is not None)
    outlets = {t.member.outlet for t in certain if t.member.role != "aggregator"}
    lone = len({t.member.article_key for t in certain}) == 1  # nobody to tell the outlet's own paragraphs by
    return WriteThru(
        number,
        "wire" if wire else "inferred",
        wire[0] if wire else None,
        max(1, len(outlets)),
        first.appeared_at,
        first.outlet,
        count_words(longest.member.paragraphs if lone else longest.paragraphs),
        first.headline,
    )

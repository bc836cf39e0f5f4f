"""The wire's text apart from the outlet's: which paragraphs of each version are the agency's.

What several outlets run is the wire's. What one article alone has, in all its versions, and nobody's edit of
another paragraph, is the outlet's own. A new lead counts as the wire's: it recasts the story.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.core.compare.align import similarity
from pipeline.core.normalise.text import house, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.model import Member

EDIT_OF = 0.5  # similarity above which a paragraph is another one's edit (as in `align`)
_DATELINE = re.compile(
    r"^[^\W\d_a-z][^a-z—–]{2,40}?(?:, [\w. ]{2,20})?(?: \([^()]{2,30}\))?\s+(?:—|–|--|-)\s+"
)


@dataclass(frozen=True, slots=True)
class WireText:
    """A version's wire paragraphs as keys, in order, and the paragraphs themselves."""

    member: Member
    keys: tuple[str, ...]
    paragraphs: tuple[str, ...]


@lru_cache(maxsize=4096)  # the versions of a story repeat each other's paragraphs
def paragraph_key(paragraph: str) -> str:
    """A key equal for paragraphs that differ in house spelling, typography or the dateline before them only."""
    return house(_DATELINE.sub("", paragraph, count=1)).replace("per cent", "percent")  # percentage, too


def wire_texts(members: Sequence[Member]) -> tuple[WireText, ...]:
    """Every version of one story without what is its outlet's own, in the order given."""
    keys = {m.version_key: tuple(map(paragraph_key, m.paragraphs)) for m in members}
    own = _own_paragraphs(members, keys)
    return tuple(_wire_text(m, keys[m.version_key], own[m.article_key]) for m in members)


def _wire_text(member: Member, keys: tuple[str, ...], own: frozenset[str]) -> WireText:
    kept = [(k, p) for k, p in zip(keys, member.paragraphs, strict=True) if k and k not in own]
    return WireText(member, tuple(k for k, _ in kept), tuple(p for _, p in kept))


def _own_paragraphs(members: Sequence[Member], keys: dict[int, tuple[str, ...]]) -> dict[int, frozenset[str]]:
    """Article → keys of its own paragraphs."""
    outlets: dict[str, set[str]] = defaultdict(set)
    versions = defaultdict(list)
    for m in members:
        versions[m.article_key].append(keys[m.version_key])
        for key in keys[m.version_key]:
            outlets[key].add(m.outlet)
    everything = set(outlets)
    return {article: _own(texts, outlets, everything) for article, texts in versions.items()}


def _own(texts: list[tuple[str, ...]], outlets: dict[str, set[str]], everything: set[str]) -> frozenset[str]:
    always = set(texts[0]).intersection(*texts[1:])
    leads = {text[0] for text in texts if text}
    lone = {key for key in always - leads if len(outlets[key]) == 1}
    shown = set().union(*texts)
    if not lone or not any(len(outlets[key]) > 1 for key in shown):
        return frozenset()  # nothing is shared: there is no wire text to tell it from
    others = everything - shown
    return frozenset(key for key in lone if not edit_of_any(key, others))


def edit_of_any(key: str, others: Iterable[str]) -> bool:
    """Whether a paragraph is an edit of one of the others."""
    bag = set(words(key))
    return any(
        2 * len(bag.intersection(words(other))) >= EDIT_OF * len(bag) and similarity(key, other) >= EDIT_OF
        for other in others
    )

"""Which pages are one article: names they share are the hint, their texts the proof.

A page is what one address (or, without any, one stamp or text) of an outlet shows. Publishers change addresses and
guids, and name others' addresses by mistake: a home page as everybody's canonical, a section front to which every
dead page redirects. So a shared name joins two pages only where their texts agree or one has none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.core.stories.grams import containment, read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from pipeline.core.stories.moved import Move

Evidence = Literal["address", "id", "mention", "text"]
Text = tuple[str, ...]
SAME_TEXT = 0.5  # of the 5-grams of one text that the other page has shown: one article at two addresses
SAME_ID = 0.15  # … where a guid or CMS id says so too: rewritten, but not replaced (as between versions)
_IDS = frozenset({"guid", "cms"})
_ADDRESSES = frozenset({"url", "redirect"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A page: since when it is on record, the distinct texts it has shown, and whether redirects lead there."""

    page_key: int
    recorded_at: datetime
    texts: tuple[Text, ...] = ()
    is_target: bool = False


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Two pages of one outlet that share names, and of what sort these are."""

    a: int
    b: int
    evidence: frozenset[Evidence]


def evidence_of(one: str, other: str) -> Evidence:
    """What a name says that two pages share, by its kind at each of them.

    ``address``: it is where one of them was found; ``id``: a guid or CMS id of both; ``mention``: both only
    point there, as a canonical or og:url does. (``text`` is no name: see `moved`.)
    """
    if one in _IDS and other in _IDS:
        return "id"
    return "address" if {one, other} & _ADDRESSES else "mention"


def is_one_article(shared: Namesakes, a: Shown, b: Shown) -> bool:
    """Whether two pages that share names are one article.

    A page without any text (a live page, a stub) goes by its names alone, but not by a mere mention.
    """
    if not a.texts or not b.texts:
        return shared.evidence != {"mention"}
    least = SAME_ID if "id" in shared.evidence else SAME_TEXT
    return _contained(a, b) >= least or _contained(b, a) >= least


def _contained(a: Shown, b: Shown) -> float:
    """The largest share of one of ``a``'s texts that ``b`` has shown in any."""
    whole = read(tuple(paragraph for text in b.texts for paragraph in text)).distinct
    return max(containment(read(text).distinct, whole) for text in a.texts)


def articles(
    pages: Mapping[int, Shown], namesakes: Iterable[Namesakes], moves: Collection[Move] = ()
) -> dict[int, int]:
    """Page key → article key: the key of the page to which redirects lead, else of that first on record.

    Args:
        pages: all pages that names or texts connect, by key.
        namesakes: pairs of them that share names, in any order.
        moves: pages whose article went on at another: that one goes before them.
    """
    gave_way = {move.old for move in moves}
    pairs = [(p.a, p.b) for p in namesakes if is_one_article(p, pages[p.a], pages[p.b])]
    root = {key: key for key in pages}
    for a, b in (*pairs, *((move.old, move.new) for move in moves)):
        first, second = sorted(
            (_top(root, a), _top(root, b)), key=lambda key: (key in gave_way, *_precedence(pages[key]))
        )
        root[second] = first
    return {key: _top(root, key) for key in root}


def _precedence(page: Shown) -> tuple[bool, datetime, int]:
    return not page.is_target, page.recorded_at, page.page_key


def _top(root: dict[int, int], key: int) -> int:
    while root[key] != key:
        root[key] = root[root[key]]
        key = root[key]
    return key

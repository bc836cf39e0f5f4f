"""The body of a page: the place that holds most of its sentences, without what stands there beside the text.

The weight of sentences is summed up for every place; from the root, one goes down as long as one place holds most of
what its parent holds. What is named like a comment, a teaser or a notice weighs next to nothing, unless so much of
the page stands in places of that name that it must be the text. What each step brought stands in docs/extraction.md.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.core.extract.blocks import Block, Blocks, Place

SHARE = 0.8  # of a place's weight in one place inside it: the text stands there, not around it
ACQUITTED = 0.3  # of a page's weight in places of one suspect name: it is the text
ALWAYS_GUILTY_BELOW = 0.75  # … but for names that are never given to texts
SUSPECT_WEIGHT = 0.05
LINKS = 0.6  # of a block in links: a list of links, no sentence
WEIGHTLESS_LINKS = 0.5
LINKED_PLACE = 0.35  # of the text of a place in links: navigation, teasers …
SMALL_PLACE = 0.5  # … if it is less than so much of the body
SHORTEST, LONGEST = 25, 500  # signs: shorter blocks weigh nothing, longer ones no more
IN_LISTS, UNENDED = 0.4, 0.3  # weight of list items and cells, and of what does not end as a sentence
BEFORE_HEADLINE = 0.2  # of the weight may stand before the headline and be left out
SECTION = 0.3  # of the weight: a section under "More stories" holds less
SECTION_LABEL = 60  # signs of its heading
TWIN = (
    0.15  # of the weight: another text of the same make on the page (the next article) has at least so much
)
TEASER_BLOCKS, TEASER_SIGNS = 6, 700  # of a teaser: a linked headline, a line or two
TEASER_HEADLINE = (15, 200)  # signs
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "th"))
_CELLS = frozenset(("li", "td", "dd"))
_LEAVES = frozenset(("p", "li", "blockquote"))
_ROOTS = frozenset(("html", "body"))
_TEASER_TAGS = frozenset(("li", "div", "article", "section"))
_ENDED = re.compile(r"[.!?…:;][\"”’»')\]]*$")
_NEVER_TEXT = re.compile(
    r"cookie|consent|onetrust|gdpr|ccpa|privacy|disqus|comments?\b|footer|newsletter|outbrain|taboola|recommend|"
    r"trending|most-|teaser|breaking-?news|reaction|\bads?\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^\W*(?:more (?:from|on|news|stories|in|about|[A-Z]\w+)|related|recommended|read (?:more|next|also)|see also|"
    r"also read|you (?:may|might) also|latest|most (?:read|popular)|trending|top stories|breaking news|popular|"
    r"up next|don['’]t miss|comments?$|mehr (?:zum|von|aus|zu)|lesen sie auch|auch interessant|weitere|das könnte|"
    r"meistgelesen|à lire|lire aussi|sur le même|à voir|les plus lus|también|más (?:noticias|leíd|en|sobre)|lo más|"
    r"leggi anche|leia (?:também|mais)|veja também|lees ook|meer over|les også|læs også|läs (?:mer|också|även)|"
    r"mest läst|関連|おすすめ|新着|İlgili)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Page:
    """The blocks with what each weighs, and who is guilty of being beside the text."""

    blocks: tuple[Block, ...]
    weights: tuple[float, ...]
    places: tuple[Place, ...]
    guilty: _Guilty
    held: Mapping[int, float]  # weight by place


def leads_elsewhere(label: str) -> bool:
    """Whether a short line is the label of a section with other stories ("More from …", "Lire aussi")."""
    return len(label) < SECTION_LABEL and _MORE.match(label) is not None


def body_of(page: Blocks) -> list[Block]:
    """The blocks of a page that are its body, in order; empty where nothing reads as a text."""
    weighed = _weighed(page)
    if not weighed.held:
        return []
    top = _first_of_its_kind(_densest(weighed), weighed)
    inside = [n for n, block in enumerate(weighed.blocks) if top in block.path]
    inside = _behind_headline(inside, weighed)
    blocks = [weighed.blocks[n] for n in inside]
    beside = _sections(blocks, top, weighed) | _teasers(blocks, top, weighed.places)
    beside |= _linked_places(blocks, top)
    beside |= {place for b in blocks for place in _below(b, top) if weighed.guilty.holds(place)}
    return [b for b in blocks if b.links <= LINKS and beside.isdisjoint(_below(b, top))]


def _weight(block: Block) -> float:
    if block.links > WEIGHTLESS_LINKS or len(block.text) < SHORTEST or block.tag in _HEADINGS:
        return 0.0
    weight = min(len(block.text), LONGEST) * (1 - block.links)
    if block.tag in _CELLS:
        weight *= IN_LISTS
    return weight if _ENDED.search(block.text) else weight * UNENDED


def _weighed(page: Blocks) -> _Page:
    plain = [_weight(block) for block in page.blocks]
    guilty = _Guilty(page, plain)
    weights = tuple(
        weight * SUSPECT_WEIGHT if weight and any(map(guilty.holds, block.path)) else weight
        for block, weight in zip(page.blocks, plain, strict=True)
    )
    held: dict[int, float] = defaultdict(float)
    for block, weight in zip(page.blocks, weights, strict=True):
        if weight:
            for place in block.path:
                held[place] += weight
    return _Page(page.blocks, weights, page.places, guilty, held)


class _Guilty:
    """The suspect places, without those of a name that holds so much that it must be the text's.

    A place is looked at when it is asked for: most of a page's are in menus, which have no weight.
    """

    def __init__(self, page: Blocks, weights: Sequence[float]) -> None:
        self._places = page.places
        self._suspect: dict[int, bool] = {}
        held: dict[tuple[str, str], float] = defaultdict(float)
        for block, weight in zip(page.blocks, weights, strict=True):
            if weight:
                for name in {self._places[p][:2] for p in block.path if self._is_suspect(p)}:
                    held[name] += weight
        self._innocent = _innocent(held, sum(weights))

    def holds(self, place: int) -> bool:
        """Whether a place, by its number, is guilty."""
        return self._is_suspect(place) and self._places[place][:2] not in self._innocent

    def _is_suspect(self, place: int) -> bool:
        if place not in self._suspect:
            self._suspect[place] = self._places[place].suspect
        return self._suspect[place]


def _innocent(held: Mapping[tuple[str, str], float], whole: float) -> frozenset[tuple[str, str]]:
    """The tags and names that hold so much of a page's weight."""
    return frozenset(
        name
        for name, weight in held.items()
        if weight > ACQUITTED * whole
        and (weight > ALWAYS_GUILTY_BELOW * whole or not _NEVER_TEXT.search(name[1]))
    )


def _densest(page: _Page) -> int:
    """The innermost place that holds most of the page's weight."""
    inside: dict[int, list[int]] = defaultdict(list)
    for place in page.held:
        inside[page.places[place].parent].append(place)
    top = max(inside[-1], key=page.held.__getitem__)
    while inside[top]:
        heaviest = max(inside[top], key=page.held.__getitem__)
        if page.held[heaviest] < SHARE * page.held[top] or page.places[heaviest].tag in _LEAVES:
            break
        top = heaviest
    return top


def _first_of_its_kind(top: int, page: _Page) -> int:
    """Pages that go on with the next article have several texts of one make: the first is the page's."""
    named = top
    for _ in range(2):
        if page.places[named].name or page.places[named].parent < 0:
            break
        named = page.places[named].parent
    kind = page.places[named][:2]
    if not kind[1] or kind[0] in _ROOTS:
        return top
    like = [
        n
        for n, weight in page.held.items()
        if weight > TWIN * page.held[named] and page.places[n][:2] == kind
    ]
    first = min(like)
    return top if first == named or _is_within(named, first, page.places) else first


def _is_within(inner: int, outer: int, places: Sequence[Place]) -> bool:
    while inner >= 0 and inner != outer:
        inner = places[inner].parent
    return inner == outer


def _below(block: Block, top: int) -> tuple[int, ...]:
    """The places between the body and the block, its own last."""
    return block.path[block.path.index(top) + 1 :]


def _behind_headline(inside: list[int], page: _Page) -> list[int]:
    """The blocks behind the last headline of the first order, where little stands before it; headlines are none."""
    headlines = [at for at, n in enumerate(inside) if page.blocks[n].tag == "h1"]
    if headlines:
        before = sum(page.weights[n] for n in inside[: headlines[-1]])
        if before < BEFORE_HEADLINE * sum(page.weights[n] for n in inside):
            inside = inside[headlines[-1] + 1 :]
    return [n for n in inside if page.blocks[n].tag != "h1"]


def _sections(blocks: Iterable[Block], top: int, page: _Page) -> set[int]:
    """Places under a heading that leads elsewhere (More stories, Lire aussi)."""
    most = SECTION * page.held[top]
    labels = (b for b in blocks if b.tag not in ("p", "li") and leads_elsewhere(b.text))
    found = (next((p for p in _below(b, top) if page.held.get(p, 0.0) < most), None) for b in labels)
    return {place for place in found if place is not None}


def _teasers(blocks: Iterable[Block], top: int, places: Sequence[Place]) -> set[int]:
    """Places of one make that each hold a linked headline and a line or two."""
    inside: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        for place in _below(block, top)[:-1]:
            inside[place].append(block)
    kinds: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for place, some in inside.items():
        own = places[place]
        if own.tag in _TEASER_TAGS and _is_teaser(some):
            kinds[own.tag, own.name, places[own.parent].name].append(place)
    return {place for same in kinds.values() if len(same) > 1 for place in same}


def _is_teaser(blocks: Sequence[Block]) -> bool:
    low, high = TEASER_HEADLINE
    return (
        1 < len(blocks) <= TEASER_BLOCKS
        and sum(len(b.text) for b in blocks) < TEASER_SIGNS
        and any(b.links > SHARE and low < len(b.text) < high for b in blocks)
    )


def _linked_places(blocks: Iterable[Block], top: int) -> set[int]:
    """Small places whose text is links in good part."""
    signs: dict[int, float] = defaultdict(float)
    linked: dict[int, float] = defaultdict(float)
    whole = 0
    for block in blocks:
        whole += len(block.text)
        for place in _below(block, top)[:-1]:
            signs[place] += len(block.text)
            linked[place] += len(block.text) * block.links
    return {p for p, n in signs.items() if linked[p] > LINKED_PLACE * n and n < SMALL_PLACE * whole}

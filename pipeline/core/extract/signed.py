"""Where a page shows who wrote it: elements named for authors, links to their pages, lines that are a byline."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from pipeline.core.extract import stamps
from pipeline.core.extract.page import text_of
from pipeline.core.extract.places import Frames, is_author_page
from pipeline.core.normalise import bylines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.core.extract.page import HtmlPage
    from pipeline.core.extract.places import Mark
    from pipeline.core.normalise.agencies import Agencies
    from pipeline.core.normalise.bylines import Byline

MAX_NODES = 12  # of one kind
SHORTEST = 4  # signs of a byline
OPENING = 4  # paragraphs, subheads among them, before which a name may stand alone
LONGEST_NAMES, LONGEST_PLACE = 60, 40
_BAR = re.compile(r"\s+[|·•]\s*")
_NAMES = re.compile(r"\s*[()]\s*|\s*(?:/|,|;|\band\b|\bet\b|\by\b)\s*")
_BYLINE = re.compile(r"yline")
_AUTHOR = re.compile(r"uthor|writer-?name|autor(?:in|en)?(?![a-z])")
_BESIDE = "comment|related|recommend"


def shown(page: HtmlPage, agencies: Agencies) -> Iterator[Byline]:
    """The bylines of elements that are marked as such, in order of trust; each kind only where no better one is.

    Trusted first is rel or itemprop "author", then a class that says byline, one that says author, and last links to
    a writer's page.
    """
    frames = Frames(_BESIDE)
    marks = [m for m in page.marks if m.node.tag not in ("meta", "body", "html", "link")]
    by_mark = _of_one_place([m.node for m in marks if _is_author(m.node)][:MAX_NODES], frames)
    kinds = (
        by_mark,
        _first(marks, _BYLINE, frames),
        _first(marks, _AUTHOR, frames),
    )
    seen = False
    for kind in kinds:
        for nodes in kind:
            byline = _read(nodes, agencies)
            if byline:
                seen = True
                yield byline
        if seen and kind is not by_mark:
            return
    links = [m.node for m in marks if m.node.tag == "a" and is_author_page(m.node.get("href") or "")]
    yield from filter(None, (_read(g, agencies) for g in _of_one_place(links[:MAX_NODES], frames)))


def _is_author(node: Any) -> bool:
    return "author" in (node.get("rel"), node.get("itemprop")) or node.get("data-testid") == "byline"


def _first(marks: Sequence[Mark], name: re.Pattern[str], frames: Frames) -> Iterator[list[Any]]:
    nodes = islice((m.node for m in marks if name.search(m.name)), MAX_NODES)
    return ([n] for n in nodes if not frames.beside(n))


def _of_one_place(nodes: Sequence[Any], frames: Frames) -> list[list[Any]]:
    """The elements that stand together with the first of them."""
    inside = [n for n in nodes if not frames.beside(n)]
    place = _place(inside[0]) if inside else None
    together = [n for n in inside if _place(n) is place]
    return [together] if together else []


def _place(node: Any) -> Any:
    """The element that holds an author and the authors beside it."""
    parent = node.getparent()
    return parent.getparent() if parent is not None and parent.getparent() is not None else parent


def _read(nodes: Sequence[Any], agencies: Agencies) -> Byline | None:
    """The byline that elements show; the names that are links in it count where the text alone is unclear."""
    texts = dict.fromkeys(t for t in map(_text, nodes) if SHORTEST <= len(t) <= bylines.LONGEST)
    if not texts:
        return None
    byline = bylines.read(", ".join(texts), agencies)
    named = [p for n in nodes for a in _names(n) for p in bylines.people(text_of(a), agencies)]
    if named and not set(named) <= set(byline.authors):
        people = tuple(dict.fromkeys(named))
        return bylines.Byline(", ".join(people), people, byline.agency)
    return byline


def _names(node: Any) -> list[Any]:
    """Elements within a byline that hold one name each: links, and what is marked as a name."""
    found = [n for n in node.iter("a", "span", "b", "strong") if _is_name(n)]
    return found[:MAX_NODES]


def _is_name(node: Any) -> bool:
    if node.tag == "a":
        return is_author_page(node.get("href") or "") or node.get("rel") == "author"
    return bool(node.get("itemprop") == "name")


def _text(node: Any) -> str:
    return (
        text_of(node) or node.get("content") or next((n.get("content") or "" for n in node.iter("meta")), "")
    )


def near(lines: Iterable[str], agencies: Agencies) -> Iterator[Byline]:
    """The bylines among the lines about a headline: "Von Jana Doe", "Jana Doe | 03.05.2026", "AFP, MANILA"."""
    for line in lines:
        first, _, rest = (part.strip() for part in _BAR.sub("|", line, count=1).partition("|"))
        if len(line) > bylines.LONGEST or not (
            rest or bylines.is_labelled(line) or _is_filed(line, agencies)
        ):
            continue
        if bylines.is_labelled(line) or _is_filed(line, agencies):
            yield bylines.read(line, agencies)
        elif bylines.is_person(first) and stamps.find_day(rest):
            yield bylines.read(first, agencies)


def _is_filed(line: str, agencies: Agencies) -> bool:
    """An agency and the place it reports from, and nothing else."""
    agency, _, place = line.partition(",")
    return (
        bool(place) and place.isupper() and len(place) <= LONGEST_PLACE and agencies.named(agency) is not None
    )


def credited(lines: Iterable[str], agencies: Agencies) -> Iterator[Byline]:
    """The bylines under a label that only credits have, anywhere on the page."""
    for said in filter(None, map(bylines.credited, lines)):
        yield bylines.read(said, agencies)


def alone(
    page: HtmlPage, paragraphs: Sequence[str], agencies: Agencies, language: str | None
) -> dict[int, Byline]:
    """Paragraphs that are nothing but a name in bold, at either end of the copy: index → byline.

    In German every noun has a capital: there two words in bold before the copy are a subhead as well as a name.
    """
    ends = {len(paragraphs) - 1} | (set() if language == "de" else set(range(OPENING)))
    likely = {
        i: text
        for i, text in enumerate(paragraphs)
        if i in ends
        and len(text) <= LONGEST_NAMES
        and all(map(bylines.is_person, _NAMES.split(text.strip("()"))))
    }
    bold = {text_of(p) for p in page.tree.iter("p") if _all_bold(p)} if likely else set()
    return {i: bylines.read(text, agencies) for i, text in likely.items() if text in bold}


def _all_bold(paragraph: Any) -> bool:
    """Whether one bold element holds all the text of a paragraph."""
    inside = list(paragraph.iter("strong", "b", "em"))
    return bool(inside) and text_of(inside[0]) == text_of(paragraph)
